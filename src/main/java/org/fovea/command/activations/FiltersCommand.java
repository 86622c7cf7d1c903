package org.fovea.command.activations;

import java.util.List;

import org.fovea.FoveaException;
import org.fovea.activation.Filters;
import org.fovea.command.Layers;
import org.fovea.command.ModelCommand;
import org.fovea.command.Units;
import org.fovea.command.Words;
import org.fovea.command.Work;
import org.fovea.image.FilterImages;
import org.fovea.image.Provenance;
import org.fovea.image.Tables;
import org.fovea.model.Model;
import org.fovea.network.Kernels;
import org.fovea.network.Layer;
import org.scijava.ItemIO;
import org.scijava.command.Command;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;

import ij.ImagePlus;
import ij.measure.ResultsTable;

/** Shows the weights of a convolution or linear layer, by {@link Filters}. */
@Plugin(type = Command.class, menuPath = "Plugins>Fovea>Activations>Filters...")
public final class FiltersCommand extends ModelCommand {

	@Parameter(label = "Layer", description = "A layer of Model Summary... with filters, or auto for the first convolution", persist = false)
	private String layer = Layers.AUTO;

	@Parameter(label = "Units", description = "all, or indices from 0 such as 0-15,20", persist = false)
	private String units = "all";

	@Parameter(label = "Scaling", description = "Which weights share a display range: those of each filter, or all of the layer", choices = { "filter",
		"layer" }, persist = false)
	private String scaling = "filter";

	@Parameter(type = ItemIO.OUTPUT, label = "Weights")
	private ImagePlus weights;

	@Parameter(type = ItemIO.OUTPUT, label = "Filters")
	private ImagePlus tiles;

	@Override
	protected List<String> layers(final Model model) {
		return model.network().withKernels(new Layers(model).input()).stream().map(Layer::name).toList();
	}

	@Override
	protected Work prepare() {
		final Units wanted = new Units(units);
		final Filters.Scaling range = Words.parse(Filters.Scaling.class, "scaling", scaling);
		models().info(id());
		return progress -> {
			progress.report("Opening " + id(), 0);
			try (Model model = models().open(id())) {
				final Layers layers = new Layers(model);
				final Kernels kernels = model.network().kernels(layer.equalsIgnoreCase(Layers.AUTO) || layer.isBlank() ? first(model, layers) : layer, layers
					.input());
				final Filters filters = new Filters(kernels, range);
				final List<Filters.Filter> shown = filters.of(wanted.in(kernels.outputs(), kernels.layer()));
				final FilterImages images = new FilterImages(id(), kernels, shown.stream().map(filter -> new FilterImages.Shown(filter.unit(), filter
					.weights(), filter.limit())).toList());
				final Provenance facts = provenance(model.network(), Provenance.start().with("Technique", title())).with("Layer", kernels.layer()).with(
					"Minimum", shown.stream().map(Filters.Filter::min).min(Float::compare).orElseThrow()).with("Maximum", shown.stream().map(
						Filters.Filter::max).max(Float::compare).orElseThrow());
				return show(images, shown, filters.isColour(), facts);
			}
		};
	}

	private Runnable show(final FilterImages images, final List<Filters.Filter> shown, final boolean isColour, final Provenance facts) {
		final ImagePlus numbers = images.weights();
		final ImagePlus picture = images.tiles(isColour);
		facts.write(numbers);
		facts.write(picture);
		return () -> {
			weights = present("weights", numbers);
			tiles = present("tiles", picture);
			final ResultsTable table = Tables.of(Tables.FILTERS);
			shown.forEach(filter -> Tables.row(table, "Unit", filter.unit(), "Minimum", filter.min(), "Maximum", filter.max(), "Norm", filter.norm(),
				"Black", -filter.limit(), "White", filter.limit()));
			Tables.show(table, Tables.FILTERS);
		};
	}

	private String first(final Model model, final Layers layers) {
		return Filters.first(model.network(), layers.input()).map(Layer::name).orElseThrow(() -> new FoveaException("Model '" + id() +
			"' has no layer whose filters the file holds; Feature Maps... shows what its layers compute."));
	}
}
