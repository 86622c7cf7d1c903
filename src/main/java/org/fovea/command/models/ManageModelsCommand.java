package org.fovea.command.models;

import java.awt.GraphicsEnvironment;

import javax.swing.SwingUtilities;

import org.fovea.FoveaException;
import org.fovea.command.FoveaCommand;
import org.fovea.command.Work;
import org.fovea.model.ModelService;
import org.scijava.command.Command;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;

/** Opens a window over the registry. */
@Plugin(type = Command.class, menuPath = "Plugins>Fovea>Models>Manage Models...")
public final class ManageModelsCommand extends FoveaCommand {

	@Parameter
	private ModelService models;

	@Override
	protected Work prepare() {
		if (GraphicsEnvironment.isHeadless()) {
			throw new FoveaException("Manage Models opens a window, which needs a display; without one use Import Model..., Remove Model... and Check Model... instead.");
		}
		return progress -> () -> SwingUtilities.invokeLater(() -> new ModelWindow(models).open());
	}
}
