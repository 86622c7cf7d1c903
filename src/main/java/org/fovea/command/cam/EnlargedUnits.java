package org.fovea.command.cam;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;

import org.fovea.activation.FeatureMaps;
import org.fovea.cam.Mix;
import org.fovea.command.ImageCommand;
import org.fovea.command.Look;
import org.fovea.command.Units;
import org.fovea.image.Provenance;
import org.fovea.image.UnitImages;
import org.fovea.network.Heatmap;
import org.fovea.network.Tensor;

import ij.ImagePlus;

/** Collects the enlarged units of a layer on every plane. */
final class EnlargedUnits implements ImageCommand.Analysis {

	private final Enlarger enlarger;
	private final String layer;
	private final Units units;
	private final Function<Look, Provenance> provenance;
	private final Consumer<ImagePlus> show;
	private final List<UnitImages.Page> pages = new ArrayList<>();
	private final List<Provenance> facts = new ArrayList<>();
	private final List<Double> explained = new ArrayList<>();

	EnlargedUnits(final Enlarger enlarger, final String layer, final Units units, final Function<Look, Provenance> provenance,
		final Consumer<ImagePlus> show)
	{
		this.enlarger = enlarger;
		this.layer = layer;
		this.units = units;
		this.provenance = provenance;
		this.show = show;
	}

	@Override
	public void add(final Look look) {
		if (facts.isEmpty()) facts.add(provenance.apply(look).with("Layer", look.layer(layer)));
		final String name = facts.get(0).get("Layer");
		final Tensor activation = look.activation(name);
		final List<Heatmap> coarse = new FeatureMaps(name).maps(activation);
		final List<Integer> wanted = units.in(coarse.size(), name);
		final Enlarger.Enlarged enlarged = enlarger.enlarge(look, name, activation, Mix.units(wanted, coarse.size()));
		pages.add(new UnitImages.Page(look.view(), wanted, enlarged.maps(coarse.get(0).isSigned())));
		explained.add(enlarged.explained());
	}

	@Override
	public Runnable finish() {
		final ImagePlus stack = new UnitImages(facts.get(0).get("Layer"), UnitImages.Size.AREA).stack("featup-units", pages);
		facts.get(0).with("Explained after shrinking", explained.stream().map(share -> String.format(Locale.ROOT, "%.6g", share)).collect(Collectors
			.joining(", "))).write(stack);
		return () -> show.accept(stack);
	}
}
