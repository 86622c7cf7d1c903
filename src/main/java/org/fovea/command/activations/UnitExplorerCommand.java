package org.fovea.command.activations;

import java.awt.GraphicsEnvironment;
import java.util.List;

import javax.swing.SwingUtilities;

import org.fovea.FoveaException;
import org.fovea.command.FoveaCommand;
import org.fovea.command.Techniques;
import org.fovea.command.Work;
import org.fovea.command.explorer.ExplorerWindow;
import org.fovea.model.ModelInfo;
import org.fovea.model.ModelService;
import org.scijava.command.Command;
import org.scijava.command.CommandService;
import org.scijava.log.LogService;
import org.scijava.module.ModuleService;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;

/** Opens a window to walk through a network. */
@Plugin(type = Command.class, menuPath = "Plugins>Fovea>Activations>Unit Explorer...")
public final class UnitExplorerCommand extends FoveaCommand {

	@Parameter
	private ModelService models;

	@Parameter
	private CommandService commands;

	@Parameter
	private ModuleService modules;

	@Parameter
	private LogService logs;

	@Override
	protected Work prepare() {
		if (GraphicsEnvironment.isHeadless()) {
			throw new FoveaException("Unit Explorer opens a window, which needs a display; without one use Feature Maps... and Top Patches... instead.");
		}
		return progress -> {
			final List<ModelInfo> infos = models.models();
			if (infos.isEmpty()) throw new FoveaException("There is no model to explore; import one with Import Model....");
			final Techniques techniques = new Techniques(commands, modules);
			return () -> SwingUtilities.invokeLater(() -> ExplorerWindow.open(models, techniques, logs, infos));
		};
	}
}
