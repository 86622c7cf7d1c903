package org.fovea.embedding;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicInteger;

import org.fovea.CancelledException;
import org.fovea.FoveaException;
import org.fovea.Progress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** t-SNE, UMAP and trustworthiness against scikit-learn, openTSNE, umap-learn, their own formulas and finite differences. */
class MapsTest {

	private static final int[] KS = { 5, 15 };

	@Test
	void rowsHaveTheEntropyOfThePerplexity() {
		for (final double perplexity : new double[] { 2, 30, 89.5 }) {
			final int k = 90;
			final float[] p = Affinities.conditional(neighbors(k), perplexity, Progress.NONE);
			for (int row = 0; row < 600; row++) {
				double entropy = 0;
				double sum = 0;
				for (int i = row * k; i < (row + 1) * k; i++) {
					if (p[i] > 0) entropy -= p[i] * Math.log(p[i]);
					sum += p[i];
				}
				assertEquals(1, sum, 1e-6);
				assertEquals(Math.log(perplexity), entropy, 1e-5);
			}
		}
	}

	@Test
	void affinitiesAreThoseOfScikitLearn() {
		// scikit-learn stops calibrating at 1e-5 of the entropy.
		check(Affinities.joint(neighbors(90), 30, Progress.NONE), Oracle.SKLEARN.matrix("joint", 600), 2e-4f * 1e-4f, 2e-4f);
	}

	@ParameterizedTest
	@ValueSource(strings = { "EUCLIDEAN", "COSINE" })
	void graphIsThatOfUmapLearn(final Distance distance) {
		final Neighbors neighbors = new NearestNeighbors(distance, 1).find(Oracle.DATA, 14, Progress.NONE);
		check(FuzzyGraph.of(neighbors, Progress.NONE), Oracle.OTHERS.matrix(distance.name().toLowerCase(java.util.Locale.ROOT) + "_graph", 600), 1e-5f,
			0);
	}

	private static void check(final Graph graph, final Matrix expected, final float absolute, final float relative) {
		final Matrix actual = new Matrix(600, 600);
		for (int row = 0; row < 600; row++) {
			for (int edge = graph.starts()[row]; edge < graph.starts()[row + 1]; edge++) actual.set(row, graph.columns()[edge], graph.weights()[edge]);
		}
		for (int row = 0; row < 600; row++) {
			for (int i = 0; i < 600; i++) {
				assertEquals(expected.get(row, i), actual.get(row, i), absolute + relative * expected.get(row, i));
				assertEquals(actual.get(i, row), actual.get(row, i));
			}
		}
	}

	private static Neighbors neighbors(final int k) {
		return new NearestNeighbors(Distance.EUCLIDEAN, 1).find(Oracle.DATA, k, Progress.NONE);
	}

	@Test
	void interpolatedGradientIsTheExactOne() {
		final Matrix place = Oracle.SKLEARN.matrix("place", 2);
		final Matrix exact = Oracle.SKLEARN.matrix("exact_gradient", 2);
		final Descent descent = descent(place);
		descent.computeGradient(1);
		double error = 0;
		double scale = 0;
		for (int row = 0; row < 600; row++) {
			error += square(exact.get(row, 0) - descent.gradientX()[row]) + square(exact.get(row, 1) - descent.gradientY()[row]);
			scale += square(exact.get(row, 0)) + square(exact.get(row, 1));
		}
		assertTrue(Math.sqrt(error / scale) < 0.01, "relative error " + Math.sqrt(error / scale));
		assertEquals(Oracle.SKLEARN.number("exact_divergence"), descent.divergence(), 1e-3);
	}

	@ParameterizedTest
	@CsvSource({ "1e-5", "0.01", "1", "12", "40" })
	void repulsionIsTheExactSumAtAnyScale(final double scale) {
		final Matrix place = Samples.normal(500, 2, 4);
		final float[] x = place.column(0);
		final float[] y = place.column(1);
		for (int i = 0; i < x.length; i++) {
			x[i] = (float) (scale * x[i] + 3);
			y[i] = (float) (scale * 0.3 * y[i] - 2);
		}
		final Repulsion repulsion = new GridRepulsion(x, y, Progress.NONE);
		repulsion.compute();
		final Repulsion direct = new DirectRepulsion(x, y, Progress.NONE);
		direct.compute();
		double z = 0;
		double error = 0;
		double norm = 0;
		for (int i = 0; i < x.length; i++) {
			double forceX = 0;
			double forceY = 0;
			for (int j = 0; j < x.length; j++) {
				if (i == j) continue;
				final double q = 1 / (1 + square(x[i] - x[j]) + square(y[i] - y[j]));
				z += q;
				forceX += q * q * (x[i] - x[j]);
				forceY += q * q * (y[i] - y[j]);
			}
			assertEquals(forceX, direct.forceX()[i], 1e-5 * Math.abs(forceX) + 1e-6 * Math.abs(x[i]));
			assertEquals(forceY, direct.forceY()[i], 1e-5 * Math.abs(forceY) + 1e-6 * Math.abs(y[i]));
			error += square(forceX - repulsion.forceX()[i]) + square(forceY - repulsion.forceY()[i]);
			norm += square(forceX) + square(forceY);
		}
		// Where all points are in one spot, forces are far below the rounding of the sums they are differences of.
		if (scale >= 0.01) assertTrue(Math.sqrt(error / norm) < 0.01, "relative error " + Math.sqrt(error / norm));
		assertEquals(z, repulsion.normalization(), 2e-3 * z);
		assertEquals(z, direct.normalization(), 1e-5 * z);
	}

	/** The exact divergence at displaced points, against four times the gradient that the descent follows. */
	@Test
	void gradientIsTheSlopeOfTheDivergence() {
		final Matrix place = Oracle.SKLEARN.matrix("place", 2);
		final Descent descent = descent(place);
		descent.computeGradient(1);
		double largest = 0;
		for (final float value : descent.gradientX()) largest = Math.max(largest, Math.abs(value));
		final Graph graph = Affinities.joint(neighbors(90), 30, Progress.NONE);
		final double step = 1e-3;
		for (int row = 0; row < 600; row += 37) {
			final float[] x = place.column(0);
			x[row] += step;
			final double up = divergence(graph, x, place.column(1));
			x[row] -= 2 * step;
			final double slope = (up - divergence(graph, x, place.column(1))) / (2 * step);
			assertEquals(slope, 4 * descent.gradientX()[row], 0.01 * 4 * largest, "row " + row);
		}
	}

	private static double divergence(final Graph graph, final float[] x, final float[] y) {
		double z = 0;
		for (int i = 0; i < x.length; i++) for (int j = 0; j < x.length; j++) if (i != j) z += 1 / (1 + square(x[i] - x[j]) + square(y[i] - y[j]));
		double sum = 0;
		for (int i = 0; i < x.length; i++) {
			for (int edge = graph.starts()[i]; edge < graph.starts()[i + 1]; edge++) {
				final int j = graph.columns()[edge];
				final double p = graph.weights()[edge];
				if (p > 0) sum += p * Math.log(p * z * (1 + square(x[i] - x[j]) + square(y[i] - y[j])));
			}
		}
		return sum;
	}

	private static Descent descent(final Matrix place) {
		final float[] x = place.column(0);
		final float[] y = place.column(1);
		return new Descent(Affinities.joint(neighbors(90), 30, Progress.NONE), x, y, new GridRepulsion(x, y, Progress.NONE), 200, Progress.NONE);
	}

	private static double square(final double value) {
		return value * value;
	}

	@Test
	void trustworthinessIsThatOfScikitLearn() {
		for (final String name : List.of("pca", "random", "tsne")) {
			for (int i = 0; i < KS.length; i++) {
				final Trustworthiness trust = Trustworthiness.of(Oracle.DATA, Oracle.SKLEARN.matrix(name + "_map", 2), KS[i], Distance.EUCLIDEAN,
					Progress.NONE);
				assertEquals(Oracle.SKLEARN.array(name + "_trust")[i], trust.value(), 1e-5, name);
				assertEquals(600, trust.rows());
				assertEquals(0, trust.standardError());
			}
		}
		for (int i = 0; i < KS.length; i++) {
			assertEquals(Oracle.SKLEARN.array("cosine_trust")[i], Trustworthiness.of(Oracle.DATA, Oracle.SKLEARN.matrix("tsne_map", 2), KS[i],
				Distance.COSINE, Progress.NONE).value(), 1e-5);
		}
	}

	@Test
	void aMapOfTheRowsThemselvesIsFullyTrustworthy() {
		assertEquals(1, Trustworthiness.of(Oracle.DATA, Oracle.DATA, 12, Distance.EUCLIDEAN, Progress.NONE).value());
		final Matrix same = Matrix.of(Collections.nCopies(40, new float[] { 1, 2 }));
		assertEquals(1, Trustworthiness.of(same, same, 5, Distance.EUCLIDEAN, Progress.NONE).value());
	}

	@Test
	void tSneIsAsTrustworthyAsOthers() {
		final TSne.Result map = new TSne(TSne.Options.DEFAULT).fit(Oracle.DATA, Progress.NONE);
		assertEquals(1, map.recall());
		for (int i = 0; i < KS.length; i++) {
			final double trust = trust(map.points(), KS[i]);
			assertTrue(trust > Oracle.SKLEARN.array("tsne_trust")[i] - 0.02, "scikit-learn " + trust);
			assertTrue(trust > Oracle.OTHERS.array("opentsne_trust")[i] - 0.02, "openTSNE " + trust);
		}
		assertTrue(map.divergence() < Oracle.SKLEARN.number("tsne_divergence") + 0.05, "divergence " + map.divergence());
		final Graph graph = Affinities.joint(neighbors(90), 30, Progress.NONE);
		assertEquals(divergence(graph, map.points().column(0), map.points().column(1)), map.divergence(), 2e-3);
	}

	@Test
	void umapIsAsTrustworthyAsUmapLearn() {
		final Umap.Result map = new Umap(Umap.Options.DEFAULT).fit(Oracle.DATA, Progress.NONE);
		for (int i = 0; i < KS.length; i++) {
			final double trust = trust(map.points(), KS[i]);
			assertTrue(trust > Oracle.OTHERS.array("umap_trust")[i] - 0.02, "umap-learn " + Oracle.OTHERS.array("umap_trust")[i] + ", here " + trust);
		}
		assertEquals(1.5769, map.a(), 1e-4);
		assertEquals(0.8951, map.b(), 1e-4);
	}

	private static double trust(final Matrix map, final int k) {
		return Trustworthiness.of(Oracle.DATA, map, k, Distance.EUCLIDEAN, Progress.NONE).value();
	}

	@Test
	void curvesAreThoseOfUmapLearn() {
		final Matrix curves = Oracle.OTHERS.matrix("curves", 4);
		for (int row = 0; row < curves.rows(); row++) {
			final DistanceCurve curve = DistanceCurve.fit(curves.get(row, 0), curves.get(row, 1));
			assertEquals(curves.get(row, 2), curve.a(), 2e-4 * curves.get(row, 2), "a for minimum " + curves.get(row, 0));
			assertEquals(curves.get(row, 3), curve.b(), 2e-4 * curves.get(row, 3), "b for minimum " + curves.get(row, 0));
		}
	}

	/** Two points, one edge between them; where they are after its turn. */
	private static float[] afterOneTurn(final DistanceCurve curve, final int negatives, final long seed, final float... points) {
		final float[] moved = points.clone();
		final Umap.Options options = new Umap.Options(2, 0.1, 1, 2, OptionalInt.of(2), negatives, Distance.EUCLIDEAN, seed);
		final Layout layout = new Layout(new Graph(new int[] { 0, 1, 2 }, new int[] { 1, 0 }, new float[] { 1, 1 }), moved, 2, curve, options, 2);
		layout.run(0, Progress.NONE);
		assertArrayEquals(points, moved, "the first turn is in the second epoch");
		layout.run(1, Progress.NONE);
		return moved;
	}

	/** The cross entropy of an edge (whose weight is 1), or of a pair without one (0), as a function of the place of one end. */
	private static double crossEntropy(final DistanceCurve curve, final boolean isEdge, final double[] end, final double[] other) {
		final double strength = 1 / (1 + curve.a() * Math.pow(square(end[0] - other[0]) + square(end[1] - other[1]), curve.b()));
		return -Math.log(isEdge ? strength : 1 - strength);
	}

	/** Moves an end against the slope of the cross entropy, measured by finite differences. */
	private static double[] stepped(final DistanceCurve curve, final boolean isEdge, final double[] end, final double[] other) {
		final double[] next = end.clone();
		for (int axis = 0; axis < 2; axis++) {
			final double[] up = end.clone();
			final double[] down = end.clone();
			up[axis] += 1e-5;
			down[axis] -= 1e-5;
			next[axis] -= 0.5 * (crossEntropy(curve, isEdge, up, other) - crossEntropy(curve, isEdge, down, other)) / 2e-5;
		}
		return next;
	}

	/** The points after the edge's turn, in which each end is pulled with the other, and pushed or not from where the other was before. */
	private static double[] expected(final DistanceCurve curve, final boolean isFirstPushed, final boolean isSecondPushed, final float... points) {
		final double[][] before = { { points[0], points[1] }, { points[2], points[3] } };
		final double[][] now = { before[0], before[1] };
		for (int head = 0; head < 2; head++) {
			final double[] pulled = stepped(curve, true, now[head], now[1 - head]);
			now[1 - head] = stepped(curve, true, now[1 - head], now[head]);
			now[head] = head == 0 && isFirstPushed || head == 1 && isSecondPushed ? stepped(curve, false, pulled, before[1 - head]) : pulled;
		}
		return new double[] { now[0][0], now[0][1], now[1][0], now[1][1] };
	}

	@Test
	void pullsAndPushesFollowTheSlopeOfTheCrossEntropy() {
		final DistanceCurve curve = DistanceCurve.fit(0.1, 1);
		final float[] points = { 0.3f, -1, 1.5f, 2 };
		assertClose(expected(curve, false, false, points), afterOneTurn(curve, 0, 1, points), "pulls");
		final boolean[] choice = { false, true };
		final boolean[] wasPushed = new boolean[2];
		for (int seed = 1; seed <= 8; seed++) {
			final float[] moved = afterOneTurn(curve, 1, seed, points);
			double least = Double.POSITIVE_INFINITY;
			boolean isFirst = false;
			boolean isSecond = false;
			for (final boolean first : choice) for (final boolean second : choice) {
				final double[] candidate = expected(curve, first, second, points);
				double difference = 0;
				for (int i = 0; i < 4; i++) difference = Math.max(difference, Math.abs(candidate[i] - moved[i]));
				if (difference >= least) continue;
				least = difference;
				isFirst = first;
				isSecond = second;
			}
			assertTrue(least < 1e-3, "seed " + seed + ": " + least);
			wasPushed[0] |= isFirst;
			wasPushed[1] |= isSecond;
		}
		assertTrue(wasPushed[0] && wasPushed[1], "both ends are pushed");
	}

	private static void assertClose(final double[] expected, final float[] actual, final String what) {
		for (int i = 0; i < expected.length; i++) assertEquals(expected[i], actual[i], 1e-4, what);
	}

	@Test
	void powersAreExactToSevenDigits() {
		for (final double b : new double[] { 0.3, 0.8951, 1.9 }) {
			final Power power = new Power(b);
			for (float x = 1e-20f; x < 1e12f; x *= 1.37f) assertEquals(1, power.of(x) / Math.pow(x, b), 5e-7);
			assertEquals(0, power.of(0));
		}
	}

	@ParameterizedTest
	@CsvSource({ "1", "2", "7" })
	void threadsDoNotChangeABit(final int threads) {
		final Matrix data = Samples.clusters(2300, 12, 6, 3);
		final TSne tSne = new TSne(new TSne.Options(20, 30, 30, 12, OptionalDouble.empty(), Distance.EUCLIDEAN, 5));
		assertArrayEquals(Samples.values(tSne.fit(data, Progress.NONE).points()), Samples.values(Samples.with(threads, () -> tSne.fit(data,
			Progress.NONE).points())));
		final Umap umap = new Umap(new Umap.Options(10, 0.1, 1, 2, OptionalInt.of(20), 5, Distance.COSINE, 5));
		assertArrayEquals(Samples.values(umap.fit(data, Progress.NONE).points()), Samples.values(Samples.with(threads, () -> umap.fit(data,
			Progress.NONE).points())));
	}

	@Test
	void seedsMatter() {
		final Matrix data = Samples.clusters(200, 12, 3, 3);
		final TSne.Options tSne = new TSne.Options(10, 20, 20, 12, OptionalDouble.of(100), Distance.EUCLIDEAN, 5);
		final TSne.Options otherTSne = new TSne.Options(10, 20, 20, 12, OptionalDouble.of(100), Distance.EUCLIDEAN, 6);
		assertFalse(java.util.Arrays.equals(Samples.values(new TSne(tSne).fit(data, Progress.NONE).points()), Samples.values(new TSne(otherTSne).fit(
			data, Progress.NONE).points())));
		final Umap.Options umap = new Umap.Options(10, 0.1, 1, 2, OptionalInt.of(20), 5, Distance.EUCLIDEAN, 5);
		final Umap.Options otherUmap = new Umap.Options(10, 0.1, 1, 2, OptionalInt.of(20), 5, Distance.EUCLIDEAN, 6);
		assertFalse(java.util.Arrays.equals(Samples.values(new Umap(umap).fit(data, Progress.NONE).points()), Samples.values(new Umap(otherUmap).fit(
			data, Progress.NONE).points())));
	}

	@ParameterizedTest
	@CsvSource({ "3,1", "3,2", "9,2", "2,3" })
	void unconnectedPartsStayApart(final int parts, final int dimensions) {
		final Matrix data = new Matrix(parts * 40, 6);
		final Matrix noise = Samples.normal(parts * 40, 6, 2);
		for (int row = 0; row < data.rows(); row++) {
			for (int i = 0; i < 6; i++) data.set(row, i, noise.get(row, i) + (i == row % parts % 6 ? 1000 * (1 + row % parts / 6) : 0));
		}
		final Matrix map = new Umap(new Umap.Options(10, 0.1, 1, dimensions, OptionalInt.of(100), 5, Distance.EUCLIDEAN, 5)).fit(data, Progress.NONE)
			.points();
		assertEquals(dimensions, map.columns());
		assertEquals(data.rows(), map.finiteRows().length);
		final List<String> names = new ArrayList<>();
		for (int row = 0; row < data.rows(); row++) names.add("part " + row % parts);
		final Neighbors near = new NearestNeighbors(Distance.EUCLIDEAN, 1).find(map, 3, Progress.NONE);
		assertTrue(NeighborVote.leaveOneOut(near, Labels.of(names)).accuracy() > 0.97);
	}

	@Test
	void awkwardRowsAreMapped() {
		final Matrix duplicates = new Matrix(120, 3);
		for (int row = 0; row < 120; row++) duplicates.setRow(row, row % 4, row % 4 * row % 3, 7);
		final Matrix line = new Matrix(120, 1);
		for (int row = 0; row < 120; row++) line.set(row, 0, row);
		for (final Matrix data : List.of(duplicates, line)) {
			final TSne.Options options = new TSne.Options(10, 50, 50, 12, OptionalDouble.empty(), Distance.EUCLIDEAN, 5);
			assertEquals(120, new TSne(options).fit(data, Progress.NONE).points().finiteRows().length);
			assertEquals(120, new Umap(Umap.Options.DEFAULT).fit(data, Progress.NONE).points().finiteRows().length);
		}
		assertEquals(4, new TSne(new TSne.Options(1, 10, 10, 12, OptionalDouble.empty(), Distance.EUCLIDEAN, 5)).fit(line.select(1, 2, 3, 9),
			Progress.NONE).points().finiteRows().length);
		assertEquals(4, new Umap(new Umap.Options(2, 0.1, 1, 2, OptionalInt.of(10), 5, Distance.EUCLIDEAN, 5)).fit(line.select(1, 2, 3, 9),
			Progress.NONE).points().finiteRows().length);
	}

	@Test
	void whatCannotWorkIsSaidInASentence() {
		final Matrix few = Samples.normal(40, 5, 1);
		final String sentence = assertThrows(FoveaException.class, () -> new TSne(TSne.Options.DEFAULT).fit(few, Progress.NONE)).getMessage();
		assertEquals("A perplexity of 30 needs more than 90 rows, but there are 40; set the perplexity to 13 or less.", sentence);
		new TSne(new TSne.Options(13, 1, 1, 12, OptionalDouble.empty(), Distance.EUCLIDEAN, 1)).fit(few, Progress.NONE);
		final Matrix ten = Samples.normal(10, 5, 1);
		final String other = assertThrows(FoveaException.class, () -> new Umap(Umap.Options.DEFAULT).fit(ten, Progress.NONE)).getMessage();
		assertEquals("UMAP with 15 neighbours needs at least as many rows, but there are 10; set the neighbours to 10 or fewer.", other);
		assertThrows(FoveaException.class, () -> new TSne(new TSne.Options(Double.NaN, 1, 1, 12, OptionalDouble.empty(), Distance.EUCLIDEAN, 1)));
		assertThrows(FoveaException.class, () -> new Umap(new Umap.Options(15, 2, 1, 2, OptionalInt.empty(), 5, Distance.EUCLIDEAN, 1)));
		assertThrows(FoveaException.class, () -> Trustworthiness.of(ten, ten, 5, Distance.EUCLIDEAN, Progress.NONE));
		assertThrows(FoveaException.class, () -> new Umap(Umap.Options.DEFAULT).fit(new Matrix(1, 4), Progress.NONE));
	}

	@Test
	void workStopsWhereItIsCancelled() {
		final Matrix data = Samples.clusters(400, 8, 3, 1);
		for (final int asked : new int[] { 0, 5, 40, 400 }) {
			assertThrows(CancelledException.class, () -> new TSne(TSne.Options.DEFAULT).fit(data, cancelledAfter(asked)));
			assertThrows(CancelledException.class, () -> new Umap(Umap.Options.DEFAULT).fit(data, cancelledAfter(asked)));
		}
	}

	private static Progress cancelledAfter(final int questions) {
		final AtomicInteger asked = new AtomicInteger();
		return new Progress() {

			@Override
			public void report(final String what, final double fraction) {
				assertTrue(fraction >= 0 && fraction <= 1, what + " " + fraction);
			}

			@Override
			public boolean isCancelled() {
				return asked.incrementAndGet() > questions;
			}
		};
	}
}
