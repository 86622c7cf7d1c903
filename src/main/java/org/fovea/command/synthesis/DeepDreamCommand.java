package org.fovea.command.synthesis;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import org.fovea.command.Layers;
import org.fovea.command.Limits;
import org.fovea.command.Look;
import org.fovea.command.Original;
import org.fovea.synthesis.Ascent;
import org.fovea.synthesis.DeepDream;
import org.fovea.synthesis.Energy;
import org.scijava.command.Command;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;

/** Amplifies in an image what a layer sees in it, by {@link DeepDream}. */
@Plugin(type = Command.class, menuPath = "Plugins>Fovea>Synthesis>DeepDream...")
public final class DeepDreamCommand extends AlteredImageCommand {

	@Parameter(label = "Layer", description = "A layer of Model Summary..., or auto for the last convolutional map", persist = false)
	private String layer = Layers.AUTO;

	@Parameter(label = "Octaves", description = "Sizes, from small to large", min = "1", max = "12", persist = false)
	private int octaves = 4;

	@Parameter(label = "Scaling", description = "From one size to the next", min = "1.01", max = "4", persist = false)
	private double scaling = 1.4;

	@Parameter(label = "Steps", description = "At each size", min = "0", persist = false)
	private int steps = 10;

	@Parameter(label = "Rate", description = "Mean change of a pixel at each step, in usual deviations", min = "0", persist = false)
	private double rate = 0.05;

	@Parameter(label = "Jitter", description = "Largest random shift of each step, in pixels", min = "0", persist = false)
	private int jitter = 8;

	@Parameter(label = "Seed", description = "Of the shifts", persist = false)
	private int seed = 1;

	@Override
	void check() {
		Limits.check("octaves", octaves, 1, 12);
		Limits.check("scaling", scaling, 1.01, 4);
		Limits.check("steps", steps, 0, 1_000_000);
		Limits.positive("rate", rate);
		Limits.check("jitter", jitter, 0, 10_000);
	}

	@Override
	Altered alter(final Look look, final Original original, final Ascent.Watcher watcher) {
		final String name = look.layer(layer);
		final DeepDream.Dream dream = new DeepDream(look.network(), original.scenery(), original.range(), octaves, scaling, steps, rate, jitter).dream(
			original.pixels(), new Energy(name), seed, look.progress(), watcher);
		final String rises = numbers(dream.before()) + " → " + numbers(dream.after());
		return new Altered(dream.pixels(), name + ", objective of each size " + rises + fallen(dream), dream.isStopped() ? "step " + dream.steps() : "");
	}

	/** Steps that are too long jump over what they climb. */
	private static String fallen(final DeepDream.Dream dream) {
		final String sizes = IntStream.range(0, dream.after().size()).filter(i -> dream.after().get(i) < dream.before().get(i)).mapToObj(i -> String.valueOf(
			i + 1)).collect(Collectors.joining(", "));
		return sizes.isEmpty() ? "" : ", but it fell at size " + sizes + " (more steps or a smaller rate may help)";
	}

	private static String numbers(final List<Double> values) {
		return values.stream().map(value -> String.format(Locale.ROOT, "%.4g", value)).collect(Collectors.joining(", "));
	}
}
