package org.fovea.attribution;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

import org.fovea.Progress;
import org.fovea.network.Heatmap;
import org.fovea.network.Network;
import org.fovea.network.Tensor;

/**
 * Whether a map says anything about the network. Deletion and insertion (Petsiuk et al. 2018, "RISE", section 4.2) beside those of random
 * maps of the same resolution and of the image's edges; and whether the map changes when the network forgets (Adebayo et al. 2018, "Sanity
 * checks for saliency maps"): the rank correlation of |map| with the same technique's |map| on networks with shuffled weights, over the pixels
 * that any of these maps gives a value. The others are what the target cannot see: they are equal whatever was learned.
 */
public final class MapCheck {

	private final Settings settings;

	/** @param settings how thoroughly */
	public MapCheck(final Settings settings) {
		this.settings = settings;
	}

	/**
	 * How thoroughly a map is checked.
	 *
	 * @param steps of deletion and insertion, at least 1
	 * @param baselines random maps, at least 2 so that they have a spread
	 * @param stages of the cascade of randomisation from the top to all weights, at least 1
	 * @param networks asked at each stage, each shuffled from a seed of its own, at least 1
	 * @param seed of everything
	 */
	public record Settings(int steps, int baselines, int stages, int networks, long seed) {}

	/** The map of one image by any network of the same architecture. */
	@FunctionalInterface
	public interface Source {

		/**
		 * Draws the map.
		 *
		 * @param network that is asked
		 * @param progress to stop by
		 * @return the map of the same target
		 */
		Heatmap map(Network network, Progress progress);
	}

	/**
	 * The image and what it turns into.
	 *
	 * @param input {@code [1, C, H, W]} after preprocessing
	 * @param cover that deletion ends at, of the input's shape
	 * @param blurred that insertion starts from, of the input's shape
	 */
	public record Images(Tensor input, Tensor cover, Tensor blurred) {}

	/**
	 * Deletion and insertion along one map.
	 *
	 * @param deletion scores from the image to the cover
	 * @param insertion scores from the blurred image to the image
	 */
	public record Curves(Replacement.Curve deletion, Replacement.Curve insertion) {}

	/**
	 * The networks with the weights of the top parts shuffled.
	 *
	 * @param shuffled how many parts
	 * @param correlations with the map of the network itself, one for each network asked; 0 where the map orders no pixels
	 */
	public record Stage(int shuffled, List<Double> correlations) {

		/** @return their mean */
		public double mean() {
			return correlations.stream().mapToDouble(Double::doubleValue).average().orElse(Double.NaN);
		}

		/** @return their standard deviation; 0 for a single network */
		public double deviation() {
			return MapCheck.deviation(correlations.stream().mapToDouble(Double::doubleValue).toArray());
		}
	}

	/**
	 * What was found.
	 *
	 * @param map that was checked
	 * @param own curves of the map
	 * @param edges curves of the image's edges at the map's resolution
	 * @param random curves of the random maps
	 * @param edgeCorrelation rank correlation of |map| with the edges at the map's resolution; NaN where one of both is constant
	 * @param parts of the network that hold weights which the target depends on
	 * @param stages of randomisation, from the topmost part alone to all; empty where there are no weights that can be shuffled
	 */
	public record Report(Heatmap map, Curves own, Curves edges, List<Curves> random, double edgeCorrelation, int parts, List<Stage> stages) {

		/** @return areas below the deletion curves of the random maps */
		public double[] randomDeletions() {
			return random.stream().mapToDouble(curves -> curves.deletion().area()).toArray();
		}

		/** @return areas below the insertion curves of the random maps */
		public double[] randomInsertions() {
			return random.stream().mapToDouble(curves -> curves.insertion().area()).toArray();
		}
	}

	/**
	 * Checks a map.
	 *
	 * @param network that it explains
	 * @param parts that are shuffled from the first on: those that the target depends on, see {@link Network#taught}
	 * @param scorer S, settled for the input
	 * @param images the image and what it turns into
	 * @param source the technique
	 * @param progress told after each part
	 * @return what was found; empty if the map is, because then there is nothing to be checked
	 */
	public Optional<Report> check(final Network network, final List<String> parts, final Scorer scorer, final Images images, final Source source,
		final Progress progress)
	{
		final Heatmap map = source.map(network, quiet(progress));
		if (map.isEmpty()) return Optional.empty();
		final Heatmap edges = Edges.reduced(Edges.of(images.input()), map.width(), map.height());
		final int total = settings.baselines + 2 + settings.stages * settings.networks;
		int done = 0;
		final Curves own = curves(network, scorer, images, map, progress);
		progress.report("Deletion and insertion", (double) ++done / total);
		final Curves ofEdges = curves(network, scorer, images, edges, progress);
		progress.report("Edges", (double) ++done / total);
		final List<Curves> random = new ArrayList<>();
		for (int i = 0; i < settings.baselines; i++) {
			random.add(curves(network, scorer, images, random(map, settings.seed + i), progress));
			progress.report("Random maps", (double) ++done / total);
		}
		final Map<Integer, List<float[]>> others = new LinkedHashMap<>();
		for (int stage = 1; stage <= settings.stages && !parts.isEmpty(); stage++) {
			final boolean isLast = stage == settings.stages;
			final int count = isLast ? parts.size() : (int) Math.round(1 + (parts.size() - 1.0) * (stage - 1) / (settings.stages - 1));
			if (others.containsKey(count) || !isLast && count == parts.size()) continue;
			final List<float[]> drawn = new ArrayList<>();
			for (int n = 0; n < settings.networks; n++) {
				progress.check();
				drawn.add(shuffled(network, parts.subList(0, count), settings.seed + n, map, source, progress));
				progress.report("Randomised networks", Math.min(1, (double) ++done / total));
			}
			others.put(count, drawn);
		}
		return Optional.of(new Report(map, own, ofEdges, random, RankCorrelation.of(magnitude(map), edges.values()), parts.size(), stages(magnitude(map),
			others)));
	}

	/**
	 * How far numbers scatter.
	 *
	 * @param numbers some
	 * @return the standard deviation of the sample (n − 1); 0 for fewer than two
	 */
	public static double deviation(final double... numbers) {
		if (numbers.length < 2) return 0;
		double mean = 0;
		for (final double number : numbers) mean += number / numbers.length;
		double sum = 0;
		for (final double number : numbers) sum += (number - mean) * (number - mean);
		return Math.sqrt(sum / (numbers.length - 1));
	}

	private Curves curves(final Network network, final Scorer scorer, final Images images, final Heatmap map, final Progress progress) {
		final int batch = Batches.fitting(images.input);
		return new Curves(new Replacement(images.input, images.cover, settings.steps, batch, settings.seed).along(network, scorer, map, progress),
			new Replacement(images.blurred, images.input, settings.steps, batch, settings.seed).along(network, scorer, map, progress));
	}

	private static float[] shuffled(final Network network, final List<String> parts, final long seed, final Heatmap map, final Source source,
		final Progress progress)
	{
		try (Network forgetful = network.forgetful(parts, seed)) {
			final Heatmap other = source.map(forgetful, quiet(progress));
			return magnitude(other.width() == map.width() && other.height() == map.height() ? other : other.resize(map.width(), map.height()));
		}
	}

	/** A pixel that two maps happen to leave out is no tie unless all of them do: where maps are cut off at zero, two alone would look opposed. */
	private static List<Stage> stages(final float[] map, final Map<Integer, List<float[]>> others) {
		final int[] seen = IntStream.range(0, map.length).filter(p -> map[p] != 0 || others.values().stream().flatMap(List::stream).anyMatch(
			other -> other[p] != 0)).toArray();
		final List<Stage> stages = new ArrayList<>();
		others.forEach((count, drawn) -> stages.add(new Stage(count, drawn.stream().map(other -> {
			final double correlation = RankCorrelation.of(at(seen, map), at(seen, other));
			return Double.isNaN(correlation) ? 0 : correlation;
		}).toList())));
		return List.copyOf(stages);
	}

	private static float[] at(final int[] pixels, final float[] values) {
		final float[] some = new float[pixels.length];
		for (int i = 0; i < some.length; i++) some[i] = values[pixels[i]];
		return some;
	}

	private static float[] magnitude(final Heatmap map) {
		final float[] magnitude = map.values().clone();
		for (int i = 0; i < magnitude.length; i++) magnitude[i] = Math.abs(magnitude[i]);
		return magnitude;
	}

	private static Heatmap random(final Heatmap like, final long seed) {
		final SplittableRandom random = new SplittableRandom(seed);
		final float[] values = new float[like.values().length];
		for (int i = 0; i < values.length; i++) values[i] = (float) random.nextDouble();
		return new Heatmap(like.width(), like.height(), values, false);
	}

	/** A technique's own progress would run to the end again and again. */
	private static Progress quiet(final Progress progress) {
		return new Progress() {

			@Override
			public void report(final String what, final double fraction) {
				// the check tells how far it is
			}

			@Override
			public boolean isCancelled() {
				return progress.isCancelled();
			}
		};
	}
}
