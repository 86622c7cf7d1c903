package org.fovea.embedding;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;

import org.fovea.FoveaException;
import org.fovea.Progress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** PCA, LDA and ICA against scikit-learn, planted answers and properties. */
class LinearMethodsTest {

	private static final double TOLERANCE = 1e-5;

	@Test
	void principalComponentsAreThoseOfScikitLearn() {
		final Pca.Result pca = new Pca(5).fit(Oracle.DATA, Progress.NONE);
		assertTrue(pca.exact());
		check(pca, "pca", 20);
		assertArrayEquals(Oracle.SKLEARN.array("pca_ratios"), Oracle.floats(pca.ratios()), 1e-6f);
	}

	@Test
	void fewRowsOfManyColumnsGiveTheSameAsScikitLearn() {
		check(new Pca(5).fit(Oracle.SKLEARN.matrix("wide", 40), Progress.NONE), "wide", 40);
	}

	private static void check(final Pca.Result pca, final String name, final int columns) {
		final Matrix scores = Oracle.SKLEARN.matrix(name + "_scores", 5);
		final Matrix components = Oracle.SKLEARN.matrix(name + "_components", columns);
		for (int axis = 0; axis < 5; axis++) {
			Oracle.assertSameUpToSign(components.row(axis), Oracle.floats(pca.projection().weights(axis)), TOLERANCE, name + " axis " + axis);
			Oracle.assertSameUpToSign(scores.column(axis), pca.scores().column(axis), TOLERANCE, name + " scores " + axis);
			assertEquals(Oracle.SKLEARN.array(name + "_variances")[axis], pca.variances()[axis], TOLERANCE * pca.variances()[0]);
			assertEquals(Arrays.stream(pca.projection().weights(axis)).map(Math::abs).max().orElseThrow(), Arrays.stream(pca.projection().weights(axis))
				.max().orElseThrow(), 0, "the largest weight is positive");
		}
	}

	@Test
	void iterationFindsWhatDecompositionFinds() {
		final double[][] matrix = CrossProduct.of(CrossProduct.rows(Samples.clusters(300, 120, 7, 1), new double[120]), stage());
		final Eigen whole = Eigen.of(matrix, 6);
		final Eigen iterated = new Lanczos(1e-13, 0).largest(new Lanczos.Operator() {

			@Override
			public int size() {
				return 120;
			}

			@Override
			public void apply(final double[] x, final double[] y) {
				for (int i = 0; i < 120; i++) y[i] = Kernels.dot(matrix[i], x, 120);
			}
		}, 6, stage());
		assertTrue(iterated.exact());
		for (int i = 0; i < 6; i++) {
			assertEquals(whole.values()[i], iterated.values()[i], 1e-11 * whole.values()[0]);
			Oracle.assertSameUpToSign(Oracle.floats(whole.vectors()[i]), Oracle.floats(iterated.vectors()[i]), 1e-6, "vector " + i);
		}
	}

	@Test
	void largeMatricesHaveTheVarianceTheirScoresHave() {
		final Matrix data = Samples.clusters(900, 700, 5, 2);
		final Pca.Result pca = new Pca(4).fit(data, Progress.NONE);
		assertTrue(pca.exact());
		for (int axis = 0; axis < 4; axis++) {
			double squares = 0;
			for (final float score : pca.scores().column(axis)) squares += (double) score * score;
			assertEquals(pca.variances()[axis], squares / 899, 1e-5 * pca.variances()[axis]);
			for (int other = 0; other < axis; other++) {
				assertEquals(0, Kernels.dot(pca.projection().weights(axis), pca.projection().weights(other), 700), 1e-9);
			}
		}
		assertTrue(pca.ratios()[0] > pca.ratios()[1] && pca.ratios()[1] > pca.ratios()[2] && pca.ratios()[2] > pca.ratios()[3]);
	}

	@Test
	void wideAndTallAgree() {
		final Matrix tall = Samples.clusters(90, 60, 3, 3);
		final Matrix wide = new Matrix(90, 200);
		for (int row = 0; row < 90; row++) wide.setRow(row, Arrays.copyOf(tall.row(row), 200));
		final Pca.Result first = new Pca(3).fit(tall, Progress.NONE);
		final Pca.Result second = new Pca(3).fit(wide, Progress.NONE);
		assertArrayEquals(first.variances(), second.variances(), 1e-9 * first.variances()[0]);
		assertArrayEquals(Samples.values(first.scores()), Samples.values(second.scores()), 1e-5f);
	}

	@Test
	void allComponentsGiveTheRowsBack() {
		final Pca.Result pca = new Pca(20).fit(Oracle.DATA, Progress.NONE);
		assertArrayEquals(Samples.values(Oracle.DATA), Samples.values(pca.reconstruct(pca.scores(), Progress.NONE)), 1e-4f);
		assertEquals(1, Arrays.stream(pca.ratios()).sum(), 1e-12);
		assertArrayEquals(Samples.values(pca.scores()), Samples.values(pca.projection().project(Oracle.DATA, Progress.NONE)));
	}

	@Test
	void thereAreNoMoreComponentsThanDirections() {
		final Matrix line = Matrix.of(new float[] { 0, 0, 7 }, new float[] { 1, 2, 7 }, new float[] { 2, 4, 7 }, new float[] { 5, 10, 7 });
		final Pca.Result pca = new Pca(9).fit(line, Progress.NONE);
		assertEquals(1, pca.projection().axes());
		assertEquals(1, pca.ratios()[0], 1e-12);
		assertEquals(1, new Pca(2).fit(Matrix.of(new float[] { 1 }, new float[] { 2 }, new float[] { 4 }), Progress.NONE).projection().axes());
	}

	@Test
	void columnsInVeryDifferentUnitsKeepTheirAxes() {
		final double[] units = { 1e6, 1, 1e-3, 1e3, 1e-6 };
		for (final boolean isWide : new boolean[] { false, true }) {
			final Matrix plain = Samples.normal(isWide ? 4 : 300, 5, 6);
			final Matrix data = new Matrix(plain.rows(), 5);
			for (int row = 0; row < data.rows(); row++) for (int i = 0; i < 5; i++) data.set(row, i, (float) (units[i] * plain.get(row, i)));
			final Pca.Result pca = new Pca(5).fit(data, Progress.NONE);
			assertEquals(isWide ? 3 : 5, pca.variances().length);
			// The axes are the columns in the order of their units, each less what the ones before tell of it.
			final int[] order = { 0, 3, 1, 2, 4 };
			final List<double[]> before = new ArrayList<>();
			for (int axis = 0; axis < pca.variances().length; axis++) {
				final double[] rest = centered(plain, order[axis]);
				before.forEach(other -> Kernels.add(-Kernels.dot(other, rest, rest.length) / Kernels.dot(other, other, rest.length), other, rest, rest.length));
				before.add(rest);
				final double[] expected = rest.clone();
				final double unit = units[order[axis]];
				for (int row = 0; row < rest.length; row++) expected[row] *= unit;
				Oracle.assertSameUpToSign(Oracle.floats(expected), pca.scores().column(axis), 1e-4, "axis " + axis);
				assertEquals(Kernels.dot(expected, expected, rest.length) / (rest.length - 1), pca.variances()[axis], 1e-4 * pca.variances()[axis]);
			}
		}
	}

	private static double[] centered(final Matrix data, final int column) {
		final double mean = IntStream.range(0, data.rows()).mapToDouble(row -> data.get(row, column)).average().orElseThrow();
		return IntStream.range(0, data.rows()).mapToDouble(row -> data.get(row, column) - mean).toArray();
	}

	@Test
	void sourcesInVeryDifferentUnitsComeApart() {
		final Matrix sources = Oracle.SKLEARN.matrix("sources", 4);
		final double[] units = { 1e7, 1, 1, 1e-5 };
		final Matrix data = new Matrix(1000, 4);
		for (int row = 0; row < 1000; row++) for (int i = 0; i < 4; i++) data.set(row, i, (float) (units[i] * (sources.get(row, i) + sources.get(row, (i
			+ 1) % 4) / 2)));
		final FastIca.Result ica = new FastIca(4, 1).fit(data, Progress.NONE);
		for (int source = 0; source < 4; source++) {
			final int own = source;
			assertTrue(IntStream.range(0, 4).mapToDouble(i -> correlation(sources.column(own), ica.sources().column(i))).max().orElseThrow() > 0.99);
		}
	}

	@Test
	void whatRoundingMakesIsNoAxis() {
		final Matrix plain = Samples.normal(200, 2, 6);
		final Matrix data = new Matrix(200, 3);
		for (int row = 0; row < 200; row++) data.setRow(row, plain.get(row, 0), 1e4f * plain.get(row, 1), (float) (plain.get(row, 0) / 3.0 + 1e4 * plain
			.get(row, 1) / 7.0));
		assertEquals(2, new Pca(3).fit(data, Progress.NONE).variances().length);
	}

	@Test
	void discriminantsAreThoseOfScikitLearn() {
		final Lda.Result lda = new Lda(9).fit(Oracle.DATA, Oracle.LABELS, Progress.NONE);
		check(lda, "lda");
		check(new Lda(9, 0).fit(Oracle.DATA, Oracle.LABELS, Progress.NONE), "lda");
		assertEquals(5, lda.shrinkages().length);
		assertTrue(Arrays.stream(lda.shrinkages()).allMatch(shrinkage -> shrinkage > 0 && shrinkage < 1));
	}

	@Test
	void discriminantsOfFewRowsAreThoseOfScikitLearn() {
		final float[] small = Oracle.SKLEARN.array("small");
		final int[] rows = IntStream.range(0, small.length).map(i -> (int) small[i]).toArray();
		check(new Lda(4).fit(Oracle.DATA.select(rows), Oracle.LABELS.select(rows), Progress.NONE), "small_lda");
		check(new Lda(4, 0).fit(Oracle.DATA.select(rows), Oracle.LABELS.select(rows), Progress.NONE), "small_lda");
	}

	private static void check(final Lda.Result lda, final String name) {
		assertEquals(4, lda.projection().axes());
		final Matrix scores = Oracle.SKLEARN.matrix(name + "_scores", 4);
		for (int axis = 0; axis < 4; axis++) {
			Oracle.assertSameUpToSign(centered(scores.column(axis)), centered(lda.scores().column(axis)), 2e-5, name + " " + axis);
		}
		// scikit-learn divides by the trace, which shrinking makes smaller than the sum over the axes; in proportion they are the same.
		final float[] shares = Oracle.SKLEARN.array(name + "_ratios");
		double sum = 0;
		for (final float share : shares) sum += share;
		for (int axis = 0; axis < 4; axis++) assertEquals(shares[axis] / sum, lda.ratios()[axis], 1e-5, name + " " + axis);
		assertEquals(1, Arrays.stream(lda.ratios()).sum(), 1e-12);
	}

	private static float[] centered(final float[] values) {
		final double mean = IntStream.range(0, values.length).mapToDouble(i -> values[i]).average().orElseThrow();
		final float[] centered = new float[values.length];
		for (int i = 0; i < centered.length; i++) centered[i] = (float) (values[i] - mean);
		return centered;
	}

	@ParameterizedTest
	@CsvSource({ "20,60", "60,300", "120,90" })
	void discriminantsWithoutAMatrixOfColumnsAreTheSame(final int rows, final int columns) {
		final Matrix data = Samples.clusters(rows, columns, 4, 5);
		// Some columns never vary, some do in a single class.
		for (int row = 0; row < rows; row++) {
			data.set(row, 3, 7);
			if (row % 4 != 2) data.set(row, 5, -1);
		}
		final Labels labels = Labels.of(IntStream.range(0, rows).mapToObj(row -> row == 9 ? "" : "class " + row % 4).toList());
		final Lda.Result formed = new Lda(3).fit(data, labels, Progress.NONE);
		final Lda.Result wide = new Lda(3, 0).fit(data, labels, Progress.NONE);
		assertArrayEquals(formed.shrinkages(), wide.shrinkages(), 1e-12);
		assertArrayEquals(formed.ratios(), wide.ratios(), 1e-9);
		for (int axis = 0; axis < 3; axis++) {
			Oracle.assertSameUpToSign(formed.scores().column(axis), wide.scores().column(axis), 1e-5, "scores " + axis);
			Oracle.assertSameUpToSign(Oracle.floats(formed.projection().weights(axis)), Oracle.floats(wide.projection().weights(axis)), 1e-5, "weights " +
				axis);
		}
	}

	@Test
	void manyColumnsAreIteratedToTheSameDiscriminants() {
		final Matrix few = Samples.clusters(300, 500, 4, 5);
		final Matrix many = new Matrix(300, 520);
		for (int row = 0; row < 300; row++) many.setRow(row, Arrays.copyOf(few.row(row), 520));
		final Labels labels = Labels.of(IntStream.range(0, 300).mapToObj(row -> "class " + row % 4).toList());
		final Lda.Result whole = new Lda(3).fit(few, labels, Progress.NONE);
		final Lda.Result iterated = new Lda(3).fit(many, labels, Progress.NONE);
		for (int axis = 0; axis < 3; axis++) {
			assertTrue(correlation(whole.scores().column(axis), iterated.scores().column(axis)) > 0.99, "axis " + axis);
		}
	}

	private static double correlation(final float[] first, final float[] second) {
		final float[] a = centered(first);
		final float[] b = centered(second);
		double ab = 0;
		double aa = 0;
		double bb = 0;
		for (int i = 0; i < a.length; i++) {
			ab += a[i] * b[i];
			aa += a[i] * a[i];
			bb += b[i] * b[i];
		}
		return Math.abs(ab) / Math.sqrt(aa * bb);
	}

	@Test
	void rowsWithoutLabelsAreProjectedOnly() {
		final List<String> names = new ArrayList<>(IntStream.range(0, 600).mapToObj(row -> Oracle.LABELS.label(row).orElseThrow()).toList());
		final int[] known = IntStream.range(0, 600).filter(row -> row % 3 != 0).toArray();
		for (int row = 0; row < 600; row += 3) names.set(row, row % 2 == 0 ? null : " ");
		final Lda.Result all = new Lda(4).fit(Oracle.DATA, Labels.of(names), Progress.NONE);
		final Lda.Result some = new Lda(4).fit(Oracle.DATA.select(known), Oracle.LABELS.select(known), Progress.NONE);
		assertEquals(600, all.scores().rows());
		assertArrayEquals(Samples.values(some.scores()), Samples.values(all.scores().select(known)));
	}

	@Test
	void constantColumnsDoNotDisturbDiscriminants() {
		final Matrix data = new Matrix(600, 22);
		for (int row = 0; row < 600; row++) {
			final float[] values = Arrays.copyOf(Oracle.DATA.row(row), 22);
			values[21] = 5;
			data.setRow(row, values);
		}
		final Lda.Result lda = new Lda(2).fit(data, Oracle.LABELS, Progress.NONE);
		assertEquals(600, lda.scores().finiteRows().length);
		assertEquals(0, lda.projection().weights(0)[21], 1e-9);
	}

	@Test
	void independentComponentsAreThoseOfScikitLearn() {
		final FastIca.Result ica = new FastIca(4, 3).fit(Oracle.SKLEARN.matrix("mixed", 7), Progress.NONE);
		assertTrue(ica.converged());
		final Matrix expected = Oracle.SKLEARN.matrix("ica_sources", 4);
		final Matrix mixing = Oracle.SKLEARN.matrix("ica_mixing", 7);
		for (int axis = 0; axis < 4; axis++) {
			final int own = axis;
			final int partner = IntStream.range(0, 4).boxed().max((i, j) -> Double.compare(correlation(expected.column(own), ica.sources().column(i)),
				correlation(expected.column(own), ica.sources().column(j)))).orElseThrow();
			Oracle.assertSameUpToSign(expected.column(axis), ica.sources().column(partner), 1e-3, "source " + axis);
			Oracle.assertSameUpToSign(mixing.row(axis), Oracle.floats(ica.mixing()[partner]), 1e-3, "mixing " + axis);
		}
	}

	@Test
	void plantedSourcesComeApart() {
		final Matrix sources = Oracle.SKLEARN.matrix("sources", 4);
		final FastIca.Result ica = new FastIca(4, 8).fit(Oracle.SKLEARN.matrix("mixed", 7), Progress.NONE);
		for (int source = 0; source < 4; source++) {
			final int own = source;
			assertTrue(IntStream.range(0, 4).mapToDouble(i -> correlation(sources.column(own), ica.sources().column(i))).max().orElseThrow() > 0.99);
		}
		for (int axis = 0; axis < 4; axis++) {
			double squares = 0;
			for (final float value : ica.sources().column(axis)) squares += (double) value * value;
			assertEquals(1, squares / 1000, 1e-5);
		}
		final Matrix back = ica.reconstruct(ica.sources(), Progress.NONE);
		final Matrix mixed = Oracle.SKLEARN.matrix("mixed", 7);
		for (int row = 0; row < 1000; row++) assertArrayEquals(mixed.row(row), back.row(row), 0.1f);
	}

	@ParameterizedTest
	@CsvSource({ "1", "2", "5" })
	void threadsDoNotChangeABit(final int threads) {
		final Matrix data = Samples.clusters(1500, 70, 4, 9);
		final Labels labels = Labels.of(IntStream.range(0, 1500).mapToObj(row -> "class " + row % 4).toList());
		assertArrayEquals(Samples.values(new Pca(3).fit(data, Progress.NONE).scores()), Samples.values(Samples.with(threads, () -> new Pca(3).fit(data,
			Progress.NONE).scores())));
		assertArrayEquals(Samples.values(new Lda(3).fit(data, labels, Progress.NONE).scores()), Samples.values(Samples.with(threads, () -> new Lda(3)
			.fit(data, labels, Progress.NONE).scores())));
		assertArrayEquals(Samples.values(new FastIca(3, 1).fit(data, Progress.NONE).sources()), Samples.values(Samples.with(threads,
			() -> new FastIca(3, 1).fit(data, Progress.NONE).sources())));
	}

	@Test
	void whatCannotWorkIsSaidInASentence() {
		final Matrix same = Matrix.of(Collections.nCopies(5, new float[] { 1, 2, 3 }));
		refuses("nothing to tell apart", () -> new Pca(2).fit(same, Progress.NONE));
		refuses("at least 2 rows", () -> new Pca(2).fit(Matrix.of(new float[] { 1, 2 }), Progress.NONE));
		refuses("number of components", () -> new Pca(0));
		refuses("Row 2", () -> new Pca(2).fit(Matrix.of(new float[] { 1, 2 }, new float[] { Float.NaN, 3 }, new float[] { 1, 1 }), Progress.NONE));
		refuses("Row 3", () -> new Pca(2).fit(Matrix.of(new float[] { 1 }, new float[] { 2 }, new float[] { Float.NEGATIVE_INFINITY }), Progress.NONE));
		refuses("no row has a label", () -> new Lda(2).fit(Oracle.DATA, Labels.of(Collections.nCopies(600, "")), Progress.NONE));
		refuses("two classes", () -> new Lda(2).fit(Oracle.DATA, Labels.of(Collections.nCopies(600, "cell")), Progress.NONE));
		refuses("Nothing varies within", () -> new Lda(1).fit(Matrix.of(new float[] { 1 }, new float[] { 1 }, new float[] { 2 }), Labels.of(List.of("a",
			"a", "b")), Progress.NONE));
		refuses("2 independent directions", () -> new FastIca(3, 1).fit(Matrix.of(new float[] { 1, 0, 0 }, new float[] { 0, 1, 0 }, new float[] { 4, 4,
			0 }, new float[] { 2, 9, 0 }), Progress.NONE));
		refuses("columns", () -> new Pca(2).fit(Oracle.DATA, Progress.NONE).projection().project(new Matrix(3, 7), Progress.NONE));
	}

	private static void refuses(final String part, final org.junit.jupiter.api.function.Executable task) {
		final String sentence = assertThrows(FoveaException.class, task).getMessage();
		assertTrue(sentence.contains(part), sentence);
		assertTrue(sentence.endsWith("."), sentence);
	}

	private static Stage stage() {
		return new Stage(Progress.NONE, "test", 0, 1);
	}
}
