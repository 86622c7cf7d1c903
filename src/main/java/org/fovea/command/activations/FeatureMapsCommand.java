package org.fovea.command.activations;

import java.util.ArrayList;
import java.util.List;

import org.fovea.activation.FeatureMaps;
import org.fovea.command.ImageCommand;
import org.fovea.command.Layers;
import org.fovea.command.Look;
import org.fovea.command.Units;
import org.fovea.image.Provenance;
import org.fovea.image.UnitImages;
import org.fovea.network.Heatmap;
import org.scijava.ItemIO;
import org.scijava.command.Command;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;

import ij.ImagePlus;

/** Shows what the units of a layer compute, by {@link FeatureMaps}. */
@Plugin(type = Command.class, menuPath = "Plugins>Fovea>Activations>Feature Maps...")
public final class FeatureMapsCommand extends ImageCommand {

	@Parameter(label = "Layer", description = "A layer of Model Summary..., or auto for the last convolutional map", persist = false)
	private String layer = Layers.AUTO;

	@Parameter(label = "Units", description = "all, or indices from 0 such as 0-15,20", persist = false)
	private String units = "all";

	@Parameter(label = "Upsample to the image", persist = false)
	private boolean upsample = false;

	@Parameter(type = ItemIO.OUTPUT, label = "Feature maps")
	private ImagePlus maps;

	@Override
	protected Analysis analysis() {
		final Units wanted = new Units(units);
		final List<UnitImages.Page> pages = new ArrayList<>();
		final List<Provenance> facts = new ArrayList<>();
		return new Analysis() {

			@Override
			public void add(final Look look) {
				final Provenance fact = facts.isEmpty() ? provenance(look).with("Layer", look.layer(layer)) : facts.get(0);
				facts.add(fact);
				final String name = fact.get("Layer");
				final List<Heatmap> all = new FeatureMaps(name).maps(look.activation(name));
				final List<Integer> indices = wanted.in(all.size(), name);
				pages.add(new UnitImages.Page(look.view(), indices, indices.stream().map(all::get).toList()));
			}

			@Override
			public Runnable finish() {
				final UnitImages images = new UnitImages(facts.get(0).get("Layer"), upsample ? UnitImages.Size.AREA : UnitImages.Size.LAYER);
				final ImagePlus stack = images.stack("feature-maps", pages);
				facts.get(0).write(stack);
				return () -> maps = present("maps", stack);
			}
		};
	}
}
