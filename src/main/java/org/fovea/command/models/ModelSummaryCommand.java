package org.fovea.command.models;

import java.util.List;

import org.fovea.command.Layers;
import org.fovea.command.ModelCommand;
import org.fovea.command.Work;
import org.fovea.model.Model;
import org.fovea.network.Layer;
import org.scijava.command.Command;
import org.scijava.plugin.Plugin;

/** Lists a model's layers: operator, output shape, parameters, receptive field and jump. */
@Plugin(type = Command.class, menuPath = "Plugins>Fovea>Models>Model Summary...")
public final class ModelSummaryCommand extends ModelCommand {

	@Override
	protected Work prepare() {
		models().info(id());
		return progress -> {
			progress.report("Opening " + id(), 0);
			try (Model model = models().open(id())) {
				final List<Layer> layers = new Layers(model).all();
				final List<String> limitations = model.network().limitations();
				return () -> new ModelTables(models()).layers(layers, limitations);
			}
		};
	}
}
