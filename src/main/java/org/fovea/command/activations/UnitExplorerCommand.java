package org.fovea.command.activations;

import java.awt.GraphicsEnvironment;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

import javax.swing.SwingUtilities;

import org.fovea.FoveaException;
import org.fovea.activation.TopPatches;
import org.fovea.command.FoveaCommand;
import org.fovea.command.Layers;
import org.fovea.command.Techniques;
import org.fovea.command.Units;
import org.fovea.command.Work;
import org.fovea.command.explorer.ExplorerWindow;
import org.fovea.model.Model;
import org.fovea.model.ModelInfo;
import org.fovea.model.ModelService;
import org.fovea.network.Layer;
import org.scijava.ItemVisibility;
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

	@Parameter(label = "Model", description = "A model of the registry, or auto: blood-cells if it is there, else the first", visibility =
		ItemVisibility.INVISIBLE, required = false, persist = false)
	private String model = AUTO;

	@Parameter(label = "Layer", description = "A layer of Model Summary..., or auto for the last convolutional map", visibility = ItemVisibility.INVISIBLE,
		required = false, persist = false)
	private String layer = Layers.AUTO;

	@Parameter(label = "Unit", description = "An index from 0, or auto for the first", visibility = ItemVisibility.INVISIBLE, required = false,
		persist = false)
	private String unit = AUTO;

	private static final String AUTO = "auto";

	@Override
	protected Work prepare() {
		if (GraphicsEnvironment.isHeadless()) {
			throw new FoveaException("Unit Explorer opens a window, which needs a display; without one use Feature Maps... and Top Patches... instead.");
		}
		Units.check(unit);
		if (!isAuto(model)) models.info(model);
		return progress -> {
			final List<ModelInfo> infos = models.models();
			if (infos.isEmpty()) throw new FoveaException("There is no model to explore; import one with Import Model....");
			final Techniques techniques = new Techniques(commands, modules);
			final Optional<ExplorerWindow.Start> start = isAuto(model) && isAuto(layer) && isAuto(unit) ? Optional.empty() : Optional.of(start(infos));
			return () -> SwingUtilities.invokeLater(() -> ExplorerWindow.open(models, techniques, logs, infos, start));
		};
	}

	private ExplorerWindow.Start start(final List<ModelInfo> infos) {
		final String id = isAuto(model) ? ExplorerWindow.first(infos) : model;
		if (isAuto(layer) && isAuto(unit)) return new ExplorerWindow.Start(id, Layers.AUTO, OptionalInt.empty());
		try (Model open = models.open(id)) {
			final Layers layers = new Layers(open);
			final Layer found = layers.get(layers.resolve(layer.strip()));
			return new ExplorerWindow.Start(id, found.name(), Units.one(unit, TopPatches.units(found), found.name()));
		}
	}

	private static boolean isAuto(final String text) {
		return text.isBlank() || text.strip().equalsIgnoreCase(AUTO);
	}
}
