package org.fovea.cam;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

import org.fovea.CancelledException;
import org.fovea.Progress;
import org.fovea.golden.Golden;
import org.fovea.network.Network;
import org.fovea.network.Plan;
import org.fovea.network.Tensor;
import org.fovea.sample.BloodSmear;
import org.junit.jupiter.api.Test;

/** Adjoints, finite differences and a direct solver for the parts; a planted image, seeds and sharpness for the whole. */
class FeatureFieldTest {

	private static final int HEIGHT = 11;
	private static final int WIDTH = 13;

	@Test
	void cellsAreMeansWeightedByAreaWithTheImageMirroredBeyondItsEdges() {
		final Random random = new Random(1);
		for (int i = 0; i < 200; i++) {
			final int pixels = 1 + random.nextInt(12);
			final double centre = random.nextDouble() * 3 * pixels - pixels;
			final double width = 0.1 + random.nextDouble() * 2 * pixels;
			final Coverage coverage = new Coverage(new double[] { centre }, width, pixels);
			final double[] expected = new double[pixels];
			for (int p = -9 * pixels; p < 9 * pixels; p++) {
				final double overlap = Math.min(centre + width / 2, p + 1) - Math.max(centre - width / 2, p);
				int at = p;
				while (at < 0 || at >= pixels) at = at < 0 ? -1 - at : 2 * pixels - 1 - at;
				expected[at] += Math.max(0, overlap) / width;
			}
			final double[] actual = new double[pixels];
			for (int j = 0; j < coverage.weights(0).length; j++) actual[coverage.first(0) + j] += coverage.weights(0)[j];
			assertArrayEquals(expected, actual, 1e-12);
			assertEquals(1, Arrays.stream(actual).sum(), 1e-12);
		}
	}

	@Test
	void theAdjointIsTheAdjoint() {
		final Random random = new Random(2);
		for (final Shrinking view : views(20)) {
			final double[] x = gaussian(random, HEIGHT * WIDTH);
			final double[] y = gaussian(random, 12);
			final double[] adjoint = new double[x.length];
			view.addAdjoint(y, adjoint);
			assertEquals(dot(view.apply(x), y), dot(x, adjoint), 1e-12);
		}
	}

	@Test
	void theGradientIsThatOfWhatIsMinimised() {
		final Random random = new Random(3);
		final Problem problem = problem(7, 0.3);
		final List<double[]> features = features(random, 7);
		final double[] field = gaussian(random, HEIGHT * WIDTH);
		final double[] gradient = problem.gradient(features, field);
		for (int p = 0; p < field.length; p++) {
			final double[] more = field.clone();
			final double[] less = field.clone();
			more[p] += 1e-3;
			less[p] -= 1e-3;
			assertEquals((problem.value(features, more) - problem.value(features, less)) / 4e-3, gradient[p], 1e-8);
		}
	}

	@Test
	void conjugateGradientsFindWhatADirectSolverFinds() {
		final Random random = new Random(4);
		final Problem problem = problem(9, 0.2);
		final List<double[]> features = features(random, 9);
		final int n = HEIGHT * WIDTH;
		final double[] zero = problem.gradient(features, new double[n]);
		final double[][] system = new double[n][n + 1];
		for (int p = 0; p < n; p++) {
			final double[] unit = new double[n];
			unit[p] = 1;
			final double[] column = problem.gradient(features, unit);
			for (int q = 0; q < n; q++) system[q][p] = column[q] - zero[q];
			system[p][n] = -zero[p];
		}
		final double[] expected = eliminate(system);
		final double[] field = gaussian(random, n);
		problem.solve(features, field, 1000, step -> {});
		assertArrayEquals(expected, field, 1e-6);
	}

	@Test
	void eachStepLowersWhatIsMinimised() {
		final Random random = new Random(5);
		final Problem problem = problem(5, 0.1);
		final List<double[]> features = features(random, 5);
		double before = Double.POSITIVE_INFINITY;
		for (int steps = 0; steps < 12; steps++) {
			final double[] field = new double[HEIGHT * WIDTH];
			problem.solve(features, field, steps, step -> {});
			final double value = problem.value(features, field);
			assertTrue(value < before, steps + ": " + value);
			before = value;
		}
	}

	@Test
	void constantFeaturesGiveExactlyThatConstant() {
		for (final double value : new double[] { 0, 0.1f, -1234.5678f }) {
			final double[] constant = new double[12];
			Arrays.fill(constant, value);
			final double[] field = new double[HEIGHT * WIDTH];
			Arrays.fill(field, value);
			problem(6, 0.1).solve(List.of(constant, constant, constant, constant, constant, constant), field, 50, step -> {});
			for (final double v : field) assertEquals((float) value, (float) v, 0);
		}
	}

	@Test
	void theFirstViewIsTheImageAndOthersShowWhatTheirCellsSay() {
		final Tensor image = waves(36, 48);
		final float[] same = new float[image.length()];
		Jitter.NONE.take(image, same, 0);
		assertArrayEquals(image.data(), same);
		final Lattice lattice = new Lattice(new Lattice.Axis(8, 3.5, 4, 36), new Lattice.Axis(11, 2.5, 4, 48));
		final Shrinking cells = Shrinking.of(lattice);
		final SplittableRandom random = new SplittableRandom(6);
		boolean flipped = false;
		for (int i = 0; i < 20; i++) {
			final Jitter jitter = Jitter.draw(random, image, 1.8, 4);
			flipped |= jitter.isFlipped();
			final float[] view = new float[image.length()];
			jitter.take(image, view, 0);
			assertArrayEquals(cells.apply(widen(view)), jitter.shrinking(lattice).apply(widen(image.data())), 0.02, jitter.toString());
		}
		assertTrue(flipped);
	}

	/** The first layer of the bundled model takes means of 2×2 pixels: what it saw is the image itself. */
	@Test
	void findsTheImageBehindItsShrunkenViews() throws URISyntaxException {
		final Tensor image = checks(40, 48);
		try (Network network = bloodCells()) {
			final Tensor seen = network.run(Plan.FORWARD.tap("shrink"), image).activation("shrink");
			final Lattice lattice = Lattice.of(network.layers(image).get(0), seen, image);
			final Mix red = Mix.of(1, 0, 0);
			final FeatureField field = new FeatureField(new FeatureField.Options(48, 200, 0.25, 1, 8));
			final Tensor found = field.fit(network, "shrink", red, lattice, image, Progress.NONE);
			final double bilinear = error(new org.fovea.network.Heatmap(24, 20, red.mix(seen).data(), true).resize(48, 40).values(), image);
			assertTrue(error(found.data(), image) < 0.3 * bilinear, error(found.data(), image) + " of " + bilinear);
			assertTrue(Explained.variance(found, red.mix(seen), lattice) > 0.99);
		}
	}

	/** Where the gradient of the published sum is zero, written down with the numbers of the manual: views up to 1.8 times as large, λ = 0.005 for each. */
	@Test
	void theFieldMinimisesWhatTheManualSays() {
		final Golden golden = Golden.of("gap");
		try (Network network = Network.open(golden.archive("scripted"))) {
			final String layer = "features.4";
			final Tensor input = golden.input();
			final Tensor activation = network.run(Plan.FORWARD.tap(layer), input).activation(layer);
			final Lattice lattice = Lattice.of(network.layers(input).stream().filter(l -> l.name().equals(layer)).findFirst().orElseThrow(), activation,
				input);
			final Mix mix = Mix.units(List.of(1), activation.size(1));
			final SplittableRandom random = new SplittableRandom(7);
			final double pad = Math.max(lattice.vertical().step(), lattice.horizontal().step());
			final List<Shrinking> views = new ArrayList<>();
			final List<double[]> seen = new ArrayList<>();
			for (int t = 0; t < 16; t++) {
				final Jitter jitter = t == 0 ? Jitter.NONE : Jitter.draw(random, input, 1.8, pad);
				final float[] view = new float[input.length()];
				jitter.take(input, view, 0);
				views.add(jitter.shrinking(lattice));
				seen.add(mix.mix(network.run(Plan.FORWARD.tap(layer), Tensor.of(view, input.shape())).activation(layer), 0, 0));
			}
			final double[] field = widened(fit(network, layer, mix, lattice, input, 7, 5).data());
			final double[] gradient = new Problem(views, new Smoothness(new Guide(input), 0.25), 0.005).gradient(seen, field);
			final double[] zero = new Problem(views, new Smoothness(new Guide(input), 0.25), 0.005).gradient(seen, new double[field.length]);
			assertEquals(0, Math.sqrt(dot(gradient, gradient) / dot(zero, zero)), 1e-5);
		}
	}

	private static double[] widened(final float[] values) {
		return IntStream.range(0, values.length).mapToDouble(i -> values[i]).toArray();
	}

	@Test
	void theFieldOfASumIsTheSumOfTheFieldsAndSeedsDecideAlone() {
		final Golden golden = Golden.of("gap");
		try (Network network = Network.open(golden.archive("scripted"))) {
			final String layer = "features.4";
			final Tensor input = golden.input();
			final Tensor activation = network.run(Plan.FORWARD.tap(layer), input).activation(layer);
			final Lattice lattice = Lattice.of(network.layers(input).stream().filter(l -> l.name().equals(layer)).findFirst().orElseThrow(), activation,
				input);
			final Tensor units = fit(network, layer, Mix.units(List.of(0, 1, 2), activation.size(1)), lattice, input, 1, 5);
			final double[] weights = new double[activation.size(1)];
			weights[0] = 2;
			weights[1] = -1;
			weights[2] = 0.5;
			final Tensor sum = fit(network, layer, Mix.of(weights), lattice, input, 1, 3);
			final int pixels = input.size(2) * input.size(3);
			double largest = 0;
			for (final float v : sum.data()) largest = Math.max(largest, Math.abs(v));
			assertTrue(largest > 0);
			for (int p = 0; p < pixels; p++) {
				final double expected = 2 * units.data()[p] - units.data()[pixels + p] + 0.5 * units.data()[2 * pixels + p];
				assertEquals(expected, sum.data()[p], 1e-4 * largest);
			}
			assertArrayEquals(sum.data(), fit(network, layer, Mix.of(weights), lattice, input, 1, 3).data());
			assertFalse(Arrays.equals(sum.data(), fit(network, layer, Mix.of(weights), lattice, input, 2, 3).data()));
		}
	}

	/** Measured on one simulated field; docs/commands/featup.md has the figures of several. */
	@Test
	void comesCloserToTheFeaturesOfTheEnlargedImageThanInterpolation() throws URISyntaxException {
		final Tensor image = Sharpness.prepared(new BloodSmear(640, 480, 1).field(0).image().update(null).getCurrentStorageArray(), 640);
		try (Network network = bloodCells()) {
			final Map<String, double[]> fitted = new Sharpness(network).measure(image, Mix.units(List.of(0, 1, 2, 3, 40, 41, 42, 43), 96), 48, 30);
			for (int scale = 0; scale < 2; scale++) {
				final double bicubic = fitted.get("bicubic, at the receptive fields")[scale];
				final double bilinear = fitted.get("bilinear, at the receptive fields")[scale];
				assertTrue(fitted.get("implicit")[scale] > Math.max(bicubic, bilinear), fitted.get("implicit")[scale] + ", " + bicubic + ", " + bilinear);
			}
			final Map<String, double[]> guided = new Sharpness(network).measure(image, Mix.units(IntStream.range(0, 96).boxed().toList(), 96), 1, 0);
			final double bicubic = guided.get("bicubic, at the receptive fields")[1];
			final double bilinear = guided.get("bilinear, at the receptive fields")[1];
			assertTrue(guided.get("bilateral")[1] > Math.max(bicubic, bilinear), guided.get("bilateral")[1] + ", " + bicubic + ", " + bilinear);
		}
	}

	@Test
	void stopsBetweenViewsAndBetweenSteps() {
		final Golden golden = Golden.of("gap");
		try (Network network = Network.open(golden.archive("scripted"))) {
			for (final String when : List.of("Looking at views", "Fitting the field")) {
				final AtomicInteger reports = new AtomicInteger();
				final Progress stop = new Progress() {

					@Override
					public void report(final String what, final double fraction) {
						if (what.equals(when)) reports.incrementAndGet();
					}

					@Override
					public boolean isCancelled() {
						return reports.get() > 1;
					}
				};
				final Tensor activation = network.run(Plan.FORWARD.tap("features.0"), golden.input()).activation("features.0");
				assertThrows(CancelledException.class, () -> new FeatureField(new FeatureField.Options(12, 50, 0.25, 1, 2)).fit(network, "features.0", Mix
					.units(List.of(0), activation.size(1)), Lattice.even(activation.size(2), activation.size(3), golden.input()), golden.input(), stop));
				assertEquals(2, reports.get(), when);
			}
		}
	}

	private static Tensor fit(final Network network, final String layer, final Mix mix, final Lattice lattice, final Tensor input, final long seed,
		final int batch)
	{
		return new FeatureField(new FeatureField.Options(16, 400, 0.25, seed, batch)).fit(network, layer, mix, lattice, input, Progress.NONE);
	}

	static Network bloodCells() throws URISyntaxException {
		return Network.open(Path.of(FeatureFieldTest.class.getResource("/org/fovea/models/blood-cells/blood-cells.pt").toURI()));
	}

	private static Problem problem(final int views, final double smoothness) {
		return new Problem(views(views), new Smoothness(new Guide(waves(HEIGHT, WIDTH)), 0.5), smoothness);
	}

	private static List<Shrinking> views(final int count) {
		final Tensor image = waves(HEIGHT, WIDTH);
		final Lattice lattice = new Lattice(new Lattice.Axis(3, 1, 4, HEIGHT), new Lattice.Axis(4, 2, 3, WIDTH));
		final SplittableRandom random = new SplittableRandom(count);
		final List<Shrinking> views = new ArrayList<>(List.of(Shrinking.of(lattice)));
		while (views.size() < count) views.add(Jitter.draw(random, image, 1.8, 4).shrinking(lattice));
		return views;
	}

	private static List<double[]> features(final Random random, final int views) {
		final List<double[]> features = new ArrayList<>();
		for (int t = 0; t < views; t++) features.add(gaussian(random, 12));
		return features;
	}

	/** A smooth image. */
	private static Tensor waves(final int height, final int width) {
		final float[] values = new float[3 * height * width];
		for (int i = 0; i < values.length; i++) {
			final int p = i % (height * width);
			values[i] = (float) (Math.sin(0.15 * (p % width) + i / (height * width)) + Math.cos(0.1 * (p / width)));
		}
		return Tensor.of(values, 1, 3, height, width);
	}

	/** Squares of five pixels, which cells of two pixels cut in different ways. */
	private static Tensor checks(final int height, final int width) {
		final float[] values = new float[3 * height * width];
		for (int i = 0; i < values.length; i++) {
			final int p = i % (height * width);
			values[i] = (p % width / 5 + p / width / 5) % 2;
		}
		return Tensor.of(values, 1, 3, height, width);
	}

	private static double error(final float[] map, final Tensor image) {
		double sum = 0;
		for (int p = 0; p < map.length; p++) sum += (map[p] - image.data()[p]) * (map[p] - image.data()[p]);
		return sum / map.length;
	}

	private static double[] widen(final float[] values) {
		final double[] wide = new double[values.length / 3];
		for (int i = 0; i < wide.length; i++) wide[i] = values[i];
		return wide;
	}

	private static double[] gaussian(final Random random, final int length) {
		return random.doubles(length).map(v -> 2 * v - 1).toArray();
	}

	private static double dot(final double[] a, final double[] b) {
		double sum = 0;
		for (int i = 0; i < a.length; i++) sum += a[i] * b[i];
		return sum;
	}

	/** Gauss with pivots. */
	private static double[] eliminate(final double[][] system) {
		final int n = system.length;
		for (int i = 0; i < n; i++) {
			int pivot = i;
			for (int r = i + 1; r < n; r++) if (Math.abs(system[r][i]) > Math.abs(system[pivot][i])) pivot = r;
			final double[] swap = system[i];
			system[i] = system[pivot];
			system[pivot] = swap;
			for (int r = 0; r < n; r++) {
				if (r == i) continue;
				final double factor = system[r][i] / system[i][i];
				for (int c = i; c <= n; c++) system[r][c] -= factor * system[i][c];
			}
		}
		final double[] solution = new double[n];
		for (int i = 0; i < n; i++) solution[i] = system[i][n] / system[i][i];
		return solution;
	}
}
