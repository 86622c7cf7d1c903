package org.fovea.embedding;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

import org.fovea.FoveaException;
import org.fovea.Progress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Nearest neighbours against brute force and scikit-learn. */
class NeighborsTest {

	@ParameterizedTest
	@EnumSource
	void neighboursAreThoseOfScikitLearn(final Distance distance) {
		final Neighbors found = new NearestNeighbors(distance, 1).find(Oracle.DATA, 10, Progress.NONE);
		final String name = distance.name().toLowerCase(java.util.Locale.ROOT);
		final float[] indices = Oracle.SKLEARN.array(name + "_indices");
		final float[] distances = Oracle.SKLEARN.array(name + "_distances");
		assertEquals(1, found.recall());
		for (int row = 0; row < 600; row++) {
			for (int rank = 0; rank < 10; rank++) {
				assertEquals((int) indices[row * 10 + rank], found.index(row, rank));
				assertEquals(distances[row * 10 + rank], found.distance(row, rank), 1e-6 * distances[row * 10 + rank]);
			}
		}
	}

	@ParameterizedTest
	@CsvSource({ "3,1", "40,2", "300,5", "700,33", "600,1030" })
	void allShapesAgreeWithBruteForce(final int rows, final int columns) {
		final Matrix data = Samples.normal(rows, columns, 4);
		for (final Distance distance : Distance.values()) {
			final Neighbors found = new NearestNeighbors(distance, 1).find(data, 7, Progress.NONE);
			assertEquals(Math.min(7, rows - 1), found.k());
			for (int row = 0; row < rows; row += 13) assertArrayEquals(bruteForce(data, row, distance, found.k()), of(found, row));
		}
	}

	private static int[] of(final Neighbors found, final int row) {
		return IntStream.range(0, found.k()).map(rank -> found.index(row, rank)).toArray();
	}

	private static int[] bruteForce(final Matrix data, final int row, final Distance distance, final int k) {
		final double[] distances = IntStream.range(0, data.rows()).mapToDouble(other -> distance(data.row(row), data.row(other), distance)).toArray();
		return IntStream.range(0, data.rows()).filter(other -> other != row).boxed().sorted(Comparator.comparingDouble(other -> distances[other]))
			.limit(k).mapToInt(Integer::intValue).toArray();
	}

	private static double distance(final float[] x, final float[] y, final Distance distance) {
		double xy = 0;
		double xx = 0;
		double yy = 0;
		double squared = 0;
		for (int i = 0; i < x.length; i++) {
			xy += (double) x[i] * y[i];
			xx += (double) x[i] * x[i];
			yy += (double) y[i] * y[i];
			squared += ((double) x[i] - y[i]) * ((double) x[i] - y[i]);
		}
		if (distance == Distance.EUCLIDEAN) return Math.sqrt(squared);
		return xx * yy == 0 ? 1 : 1 - xy / Math.sqrt(xx * yy);
	}

	@Test
	void roundingHidesNoNeighbour() {
		// Far from the origin and from each other, but for pairs that differ by less than single-precision products can tell.
		final Matrix data = new Matrix(400, 30);
		for (int row = 0; row < 400; row++) {
			for (int i = 0; i < 30; i++) data.set(row, i, 1000 * (float) Math.sin(row / 4 * 7.3 + i * i) + row % 4 * 1e-3f * (i + 1));
		}
		final Neighbors found = new NearestNeighbors(Distance.EUCLIDEAN, 1).find(data, 3, Progress.NONE);
		for (int row = 0; row < 400; row++) {
			assertArrayEquals(bruteForce(data, row, Distance.EUCLIDEAN, 3), of(found, row));
			assertEquals(distance(data.row(row), data.row(found.index(row, 0)), Distance.EUCLIDEAN), found.distance(row, 0), 1e-7);
		}
	}

	@Test
	void moreNearTiesThanCandidatesHideNoNeighbour() {
		// A row in the middle of a sphere: of distances that differ in their ninth digit single precision knows no order.
		final Matrix directions = Samples.normal(400, 30, 12);
		final Matrix data = new Matrix(400, 30);
		for (int row = 1; row < 400; row++) {
			final double length = Math.sqrt(Kernels.dot(directions.block(row), directions.at(row), directions.block(row), directions.at(row), 30));
			for (int i = 0; i < 30; i++) data.set(row, i, (float) (1000 * directions.get(row, i) / length));
		}
		final int[] expected = bruteForce(data, 0, Distance.EUCLIDEAN, 3);
		assertArrayEquals(expected, of(new NearestNeighbors(Distance.EUCLIDEAN, 1).find(data, 3, Progress.NONE), 0));
		assertTrue(distance(data.row(0), data.row(bruteForce(data, 0, Distance.EUCLIDEAN, 25)[24]), Distance.EUCLIDEAN) < 1000.0001);
	}

	@ParameterizedTest
	@CsvSource({ "84", "-99", "120", "-120" })
	void scaleChangesNoNeighbour(final int exponent) {
		final Matrix plain = Samples.clusters(300, 12, 3, 8);
		final Matrix scaled = new Matrix(300, 12);
		for (int row = 0; row < 300; row++) for (int i = 0; i < 12; i++) scaled.set(row, i, Math.scalb(plain.get(row, i), exponent));
		for (final Distance distance : Distance.values()) {
			final double factor = distance == Distance.COSINE ? 1 : Math.scalb(1.0, exponent);
			final Neighbors expected = new NearestNeighbors(distance, 1).find(plain, 200, Progress.NONE);
			final Neighbors found = new NearestNeighbors(distance, 1).find(scaled, 200, Progress.NONE);
			final Neighbors approximate = new NeighborDescent(scaled, distance, 5, 1).find(stage());
			final Matrix map = new Matrix(300, 2);
			for (int row = 0; row < 300; row++) {
				assertArrayEquals(of(expected, row), of(found, row));
				assertEquals(factor * expected.distance(row, 199), found.distance(row, 199), 1e-6 * found.distance(row, 199));
				assertEquals(of(expected, row)[0], of(approximate, row)[0]);
				map.setRow(row, plain.get(row, 0), plain.get(row, 1));
			}
			assertEquals(Trustworthiness.of(plain, map, 5, distance, Progress.NONE), Trustworthiness.of(scaled, map, 5, distance, Progress.NONE));
			final Graph graph = FuzzyGraph.of(new NearestNeighbors(distance, 1).find(plain, 9, Progress.NONE), Progress.NONE);
			assertArrayEquals(graph.weights(), FuzzyGraph.of(new NearestNeighbors(distance, 1).find(scaled, 9, Progress.NONE), Progress.NONE).weights(),
				1e-6f);
		}
	}

	@Test
	void duplicatesComeInTheOrderOfTheirRows() {
		final Matrix data = Matrix.of(Collections.nCopies(50, new float[] { 3, 4, 5 }));
		final Neighbors found = new NearestNeighbors(Distance.EUCLIDEAN, 1).find(data, 4, Progress.NONE);
		assertArrayEquals(new int[] { 0, 1, 2, 3 }, of(found, 30));
		assertArrayEquals(new int[] { 0, 1, 3, 4 }, of(found, 2));
		assertEquals(0, found.distance(30, 3));
	}

	@Test
	void rowsOfZerosAreAtRightAnglesToAll() {
		final Matrix data = Matrix.of(new float[] { 0, 0 }, new float[] { 1, 0 }, new float[] { 1, 1 }, new float[] { -1, 0 }, new float[] { 0, 0 });
		final Neighbors found = new NearestNeighbors(Distance.COSINE, 1).find(data, 4, Progress.NONE);
		assertArrayEquals(new int[] { 1, 2, 3, 4 }, of(found, 0));
		assertEquals(1, found.distance(0, 3));
		assertArrayEquals(new int[] { 2, 0, 4, 3 }, of(found, 1));
		assertEquals(2, found.distance(1, 3), 1e-7);
	}

	@Test
	void queriesOfTheirOwn() {
		final Matrix data = Samples.normal(500, 12, 5);
		final Matrix queries = data.select(17, 3, 400);
		final Neighbors found = new NearestNeighbors(Distance.EUCLIDEAN, 1).find(queries, data, 2, Progress.NONE);
		assertEquals(3, found.rows());
		assertEquals(17, found.index(0, 0));
		assertEquals(400, found.index(2, 0));
		assertEquals(0, found.distance(2, 0));
		assertEquals(bruteForce(data, 3, Distance.EUCLIDEAN, 1)[0], found.index(1, 1));
	}

	@ParameterizedTest
	@CsvSource({ "EUCLIDEAN,10", "COSINE,10", "EUCLIDEAN,70" })
	void approximateSearchFindsMost(final Distance distance, final int k) {
		final Matrix data = Samples.clusters(4000, 40, 9, 6);
		final Neighbors found = new NeighborDescent(data, distance, k, 1).find(stage());
		final Neighbors exact = new NearestNeighbors(distance, 1).find(data, k, Progress.NONE);
		long right = 0;
		for (int row = 0; row < data.rows(); row++) {
			final List<Integer> truth = Arrays.stream(of(exact, row)).boxed().toList();
			right += Arrays.stream(of(found, row)).filter(truth::contains).count();
			for (int rank = 0; rank < k; rank++) {
				assertTrue(found.index(row, rank) != row);
				assertEquals(distance(data.row(row), data.row(found.index(row, rank)), distance), found.distance(row, rank), 1e-6);
				assertTrue(rank == 0 || found.distance(row, rank - 1) <= found.distance(row, rank));
			}
		}
		final double recall = (double) right / data.rows() / k;
		assertTrue(recall > 0.95, "recall " + recall);
		assertEquals(recall, found.recall(), 0.02);
	}

	@Test
	void approximateSearchSurvivesDuplicates() {
		final Matrix data = new Matrix(3000, 4);
		for (int row = 0; row < 3000; row++) data.setRow(row, row % 3, 1, 2, 3);
		final Neighbors found = new NeighborDescent(data, Distance.EUCLIDEAN, 15, 1).find(stage());
		for (int row = 0; row < 3000; row++) for (int rank = 0; rank < 15; rank++) assertEquals(0, found.distance(row, rank));
		assertEquals(1, found.recall());
	}

	@ParameterizedTest
	@CsvSource({ "1", "2", "5" })
	void threadsDoNotChangeABit(final int threads) {
		final Matrix data = Samples.clusters(2500, 20, 5, 8);
		final Neighbors first = new NeighborDescent(data, Distance.EUCLIDEAN, 8, 3).find(stage());
		final Neighbors second = Samples.with(threads, () -> new NeighborDescent(data, Distance.EUCLIDEAN, 8, 3).find(stage()));
		for (int row = 0; row < data.rows(); row++) {
			assertArrayEquals(of(first, row), of(second, row));
			for (int rank = 0; rank < 8; rank++) assertEquals(first.distance(row, rank), second.distance(row, rank));
		}
	}

	@Test
	void neighboursVoteAsInScikitLearn() {
		final Neighbors found = new NearestNeighbors(Distance.EUCLIDEAN, 1).find(Oracle.DATA, 1, Progress.NONE);
		final NeighborVote vote = NeighborVote.leaveOneOut(found, Oracle.LABELS);
		assertEquals(Oracle.SKLEARN.number("vote"), vote.accuracy(), 1e-6);
		assertEquals(600, vote.rows());
		assertEquals(600, Arrays.stream(vote.votes()).flatMapToInt(Arrays::stream).sum());
	}

	@Test
	void theNearestDecidesATie() {
		final Matrix line = Matrix.of(new float[] { 0 }, new float[] { 1 }, new float[] { -1.5f }, new float[] { 5 }, new float[] { 5.5f });
		final Neighbors found = new NearestNeighbors(Distance.EUCLIDEAN, 1).find(line, 2, Progress.NONE);
		final List<String> names = new ArrayList<>(List.of("a", "b", "a", "c", ""));
		final NeighborVote vote = NeighborVote.leaveOneOut(found, Labels.of(names));
		assertEquals(4, vote.rows());
		// 0 hears b (1) and a (−1.5); 1 hears a, a; −1.5 hears a, b; 5 hears nobody nearer than the unlabelled and b.
		assertArrayEquals(new int[] { 1, 1, 0 }, vote.votes()[0]);
		assertArrayEquals(new int[] { 1, 0, 0 }, vote.votes()[1]);
		assertArrayEquals(new int[] { 0, 1, 0 }, vote.votes()[2]);
		assertEquals(0.25, vote.accuracy());
	}

	@Test
	void whatCannotWorkIsSaidInASentence() {
		final NearestNeighbors search = new NearestNeighbors(Distance.COSINE, 1);
		assertTrue(assertThrows(FoveaException.class, () -> search.find(new Matrix(1, 3), 2, Progress.NONE)).getMessage().contains("there is 1"));
		assertThrows(FoveaException.class, () -> search.find(new Matrix(5, 3), 0, Progress.NONE));
		assertThrows(FoveaException.class, () -> search.find(new Matrix(5, 3), new Matrix(5, 4), 1, Progress.NONE));
		assertThrows(FoveaException.class, () -> search.find(Matrix.of(new float[] { 1 }, new float[] { Float.NaN }), 1, Progress.NONE));
	}

	private static Stage stage() {
		return new Stage(Progress.NONE, "test", 0, 1);
	}
}
