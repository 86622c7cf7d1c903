package org.fovea.command.activations;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import org.fovea.FoveaException;
import org.fovea.activation.FeatureMaps;
import org.fovea.activation.UnitStatistics;
import org.fovea.command.ImageCommand;
import org.fovea.command.Layers;
import org.fovea.command.Look;
import org.fovea.command.Units;
import org.fovea.image.Provenance;
import org.fovea.image.Tables;
import org.fovea.image.UnitImages;
import org.fovea.network.Heatmap;
import org.scijava.ItemIO;
import org.scijava.command.Command;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;

import ij.ImagePlus;
import ij.measure.ResultsTable;

/** Shows what the units of a layer compute, by {@link FeatureMaps}. */
@Plugin(type = Command.class, menuPath = "Plugins>Fovea>Activations>Feature Maps...")
public final class FeatureMapsCommand extends ImageCommand {

	@Parameter(label = "Layer", description = "A layer of Model Summary..., or auto for the last convolutional map", persist = false)
	private String layer = Layers.AUTO;

	@Parameter(label = "Units", description = "all, or indices from 0 such as 0-15,20", persist = false)
	private String units = "all";

	@Parameter(label = "Upsample to the image", persist = false)
	private boolean upsample = false;

	@Parameter(label = "Composite", description = "Three units as red, green and blue, such as 3,7,12; empty for none", persist = false)
	private String composite = "";

	@Parameter(label = "Montage", description = "All units side by side", persist = false)
	private boolean montage = false;

	@Parameter(label = "Statistics", description = "A table of each unit's maximum, mean and sparsity", persist = false)
	private boolean statistics = false;

	@Parameter(type = ItemIO.OUTPUT, label = "Feature maps")
	private ImagePlus maps;

	@Parameter(type = ItemIO.OUTPUT, label = "Side by side")
	private ImagePlus tiles;

	@Parameter(type = ItemIO.OUTPUT, label = "Red, green and blue")
	private ImagePlus colours;

	@Override
	protected Analysis analysis() {
		final Units wanted = new Units(units);
		final Optional<Units> three = composite.isBlank() ? Optional.empty() : Optional.of(new Units(composite));
		if (statistics) Tables.requireRoom();
		final List<UnitImages.Page> pages = new ArrayList<>();
		final List<UnitImages.Page> mixed = new ArrayList<>();
		final List<Provenance> facts = new ArrayList<>();
		return new Analysis() {

			@Override
			public void add(final Look look) {
				final Provenance fact = facts.isEmpty() ? provenance(look).with("Layer", look.layer(layer)) : facts.get(0);
				facts.add(fact);
				final String name = fact.get("Layer");
				final List<Heatmap> all = new FeatureMaps(name).maps(look.activation(name));
				pages.add(page(look, all, wanted.in(all.size(), name)));
				three.ifPresent(some -> mixed.add(page(look, all, triple(some.repeated(all.size(), name)))));
			}

			@Override
			public Runnable finish() {
				final UnitImages images = new UnitImages(facts.get(0).get("Layer"), upsample ? UnitImages.Size.AREA : UnitImages.Size.LAYER);
				final ImagePlus stack = told(images.stack("feature-maps", pages), facts.get(0));
				final Optional<ImagePlus> side = montage ? Optional.of(told(images.montage("feature-montage", pages), facts.get(0))) : Optional.empty();
				final Optional<ImagePlus> mix = mixed.isEmpty() ? Optional.empty() : Optional.of(told(images.composite("feature-composite", mixed), facts.get(
					0)));
				return () -> {
					maps = present("maps", stack);
					side.ifPresent(image -> tiles = present("tiles", image));
					mix.ifPresent(image -> colours = present("colours", image));
					if (statistics) list(facts.get(0).get("Layer"), pages);
				};
			}
		};
	}

	private static UnitImages.Page page(final Look look, final List<Heatmap> all, final List<Integer> indices) {
		return new UnitImages.Page(look.view(), indices, indices.stream().map(all::get).toList());
	}

	private List<Integer> triple(final List<Integer> indices) {
		if (indices.size() == 3) return indices;
		throw new FoveaException("'composite' must name three units for red, green and blue, such as 3,7,12, not '" + composite + "'.");
	}

	private static ImagePlus told(final ImagePlus image, final Provenance facts) {
		facts.write(image);
		return image;
	}

	private static void list(final String layer, final List<UnitImages.Page> pages) {
		final ResultsTable table = Tables.of(Tables.UNITS);
		for (final UnitImages.Page page : pages) {
			for (int i = 0; i < page.maps().size(); i++) {
				final UnitStatistics s = UnitStatistics.of(page.units().get(i), page.maps().get(i));
				Tables.row(table, "Image", page.view().image().getTitle(), "Slice", page.view().label(), "Layer", layer, "Unit", s.unit(), "Maximum", s.max(),
					"X", s.x(), "Y", s.y(), "Minimum", s.min(), "Mean", s.mean(), "Sparsity", s.sparsity());
			}
		}
		Tables.show(table, Tables.UNITS);
	}
}
