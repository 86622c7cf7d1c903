package org.fovea.command.activations;

import java.awt.GraphicsEnvironment;

import javax.swing.SwingUtilities;

import org.fovea.FoveaException;
import org.fovea.command.FoveaCommand;
import org.fovea.command.Work;
import org.fovea.command.explorer.ExplorerWindow;
import org.fovea.model.ModelService;
import org.scijava.command.Command;
import org.scijava.log.LogService;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;

/** Opens a window to walk through a network. */
@Plugin(type = Command.class, menuPath = "Plugins>Fovea>Activations>Unit Explorer...")
public final class UnitExplorerCommand extends FoveaCommand {

	private static final String MODEL = "blood-cells";

	@Parameter
	private ModelService models;

	@Parameter
	private LogService logs;

	@Override
	protected Work prepare() {
		if (GraphicsEnvironment.isHeadless()) {
			throw new FoveaException("Unit Explorer opens a window, which needs a display; without one use Feature Maps... and Top Patches... instead.");
		}
		return progress -> {
			final boolean isThere = models.models().stream().anyMatch(info -> info.id().equals(MODEL));
			final String first = isThere ? MODEL : models.models().get(0).id();
			return () -> SwingUtilities.invokeLater(() -> ExplorerWindow.open(models, logs, first));
		};
	}
}
