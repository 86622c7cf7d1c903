package org.fovea.embedding;

import java.util.Arrays;
import java.util.Collections;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;

import org.fovea.FoveaException;
import org.fovea.Progress;

/**
 * Linear discriminant analysis: the directions in which classes lie far apart compared with their spread (Fisher 1936; Rao 1948), the eigenvectors
 * of S_b w = λ S_w w. The covariance of each class, and that of all rows, is shrunk towards the variances of its columns as far as the data asks
 * for it (Ledoit and Wolf 2004, "A well-conditioned estimator for large-dimensional covariance matrices"); S_w is the mean of the classes'
 * covariances, weighted by their size, and S_b is what the covariance of all rows has more.
 */
public final class Lda {

	private static final int FORMED = 4096;
	private static final int WHOLE = 512;
	private static final double TOLERANCE = 1e-12;

	private final int components;
	private final int formed;

	/**
	 * Settles how many axes there shall be.
	 *
	 * @param components how many axes to find; there are at most one fewer than classes
	 */
	public Lda(final int components) {
		this(components, FORMED);
	}

	/**
	 * @param formed up to how many columns the covariance is formed
	 */
	Lda(final int components, final int formed) {
		Checks.components(components);
		this.components = components;
		this.formed = formed;
	}

	/**
	 * What was found.
	 *
	 * @param scores the rows on the axes, N×K, also those without a label
	 * @param projection onto the axes, such that the rows of a class have variance 1 along each, as far as S_w knows; centred at the mean of the
	 *          labelled rows; the weight of largest magnitude is positive
	 * @param ratios the share of each axis in the variance between classes along all axes that there are, one fewer than classes
	 * @param shrinkages how far the covariance of each class was shrunk, between 0 (not) and 1 (variances only), in the order of the classes
	 */
	public record Result(Matrix scores, LinearProjection projection, double[] ratios, double[] shrinkages) {
	}

	/**
	 * Finds the axes.
	 *
	 * @param data N×D; there may be more than 4 096 columns where there are at most as many rows with labels
	 * @param labels of the rows; rows without a label are projected only
	 * @param progress told how far it is
	 * @return axes and the rows on the axes
	 * @throws FoveaException if there are fewer than two classes, nothing varies within them, or a value is not finite
	 */
	public Result fit(final Matrix data, final Labels labels, final Progress progress) {
		if (labels.size() != data.rows()) throw new IllegalArgumentException(labels.size() + " labels for " + data.rows() + " rows.");
		Checks.rows(data, 3, "LDA", progress);
		final int classes = labels.classes().size();
		if (classes < 2) {
			throw new FoveaException("LDA tells classes apart, but " + (classes == 0 ? "no row has a label" : "all labels are \"" + labels.classes().get(0)
				+ "\"") + "; give it rows of two classes or more, or use PCA.");
		}
		final int[] labelled = IntStream.range(0, data.rows()).filter(row -> labels.number(row) != Labels.NONE).toArray();
		if (data.columns() > formed) return ofRows(data, labels, labelled, progress);
		final Scatter total = Scatter.of(data, labelled, new Stage(progress, "Covariance", 0, 0.4));
		final double[][] within = new double[data.columns()][data.columns()];
		final double[] shrinkages = new double[classes];
		for (int number = 0; number < classes; number++) {
			final int own = number;
			final int[] members = Arrays.stream(labelled).filter(row -> labels.number(row) == own).toArray();
			final Scatter scatter = Scatter.of(data, members, new Stage(progress, "Covariance", 0.4 + 0.4 * number / classes, 0.4 + 0.4 * (number + 1)
				/ classes));
			shrinkages[number] = scatter.shrinkage();
			final double share = (double) members.length / labelled.length;
			for (int i = 0; i < within.length; i++) Kernels.add(share, scatter.covariance()[i], within[i], within.length);
		}
		return solve(data, total, within, Math.min(classes - 1, data.columns()), shrinkages, new Stage(progress,
			"Discriminants", 0.8, 1));
	}

	/** The same where there are more columns than a matrix of them has room for. */
	private Result ofRows(final Matrix data, final Labels labels, final int[] labelled, final Progress progress) {
		if (labelled.length > FORMED) {
			throw new FoveaException("LDA takes more than " + FORMED + " columns only with at most as many rows, but there are " + data.columns() +
				" columns and " + labelled.length + " rows; pool the layer by its mean, or choose another layer.");
		}
		final int classes = labels.classes().size();
		final WideScatter total = WideScatter.of(data, labelled, new Stage(progress, "Covariance", 0, 0.2));
		final double[] diagonal = new double[data.columns()];
		final double[][] means = new double[classes][];
		final double[] shrinkages = new double[classes];
		for (int number = 0; number < classes; number++) {
			final int own = number;
			final int[] members = Arrays.stream(labelled).filter(row -> labels.number(row) == own).toArray();
			final WideScatter scatter = WideScatter.of(data, members, new Stage(progress, "Covariance", 0.2 + 0.2 * number / classes, 0.2 + 0.2 * (number
				+ 1) / classes));
			means[number] = scatter.mean();
			shrinkages[number] = scatter.shrinkage();
			Kernels.add((double) members.length / labelled.length, scatter.diagonal(), diagonal, diagonal.length);
		}
		final double[] inverse = Arrays.stream(diagonal).map(value -> 1 / Math.sqrt(value)).toArray();
		if (Arrays.stream(inverse).anyMatch(value -> !Double.isFinite(value))) throw noSpread();
		final double[][] centers = Arrays.stream(labelled).mapToObj(row -> means[labels.number(row)]).toArray(double[][]::new);
		final double[] factors = Arrays.stream(labelled).mapToDouble(row -> Math.sqrt((1 - shrinkages[labels.number(row)]) / labelled.length)).toArray();
		final ScaledRows within = new ScaledRows(data, labelled, centers, factors, inverse);
		final ScaledRows all = new ScaledRows(data, labelled, Collections.nCopies(labelled.length, total.mean()).toArray(double[][]::new), ScaledRows.all(
			labelled.length, Math.sqrt((1 - total.shrinkage()) / labelled.length)), inverse);
		final WideDiscriminants operator = WideDiscriminants.of(within, all, total.diagonal(), new Stage(progress, "Discriminants", 0.4, 0.6)).orElseThrow(
			Lda::noSpread);
		final Stage stage = new Stage(progress, "Discriminants", 0.6, 1);
		final Eigen eigen = new Lanczos(TOLERANCE, 0).largest(operator, Math.min(classes - 1, data.columns()), stage);
		return result(data, total.mean(), eigen, operator::weights, shrinkages, stage);
	}

	private static FoveaException noSpread() {
		return new FoveaException(
			"Nothing varies within the classes in some columns, so LDA has no measure of spread; add rows to the classes, or leave those columns out.");
	}

	/** With S_w = L Lᵀ: the eigenvectors of L⁻¹ (S_t − S_w) L⁻ᵀ = L⁻¹ S_t L⁻ᵀ − 1, taken back by L⁻ᵀ. */
	private Result solve(final Matrix data, final Scatter total, final double[][] within, final int all, final double[] shrinkages,
		final Stage stage)
	{
		final int n = within.length;
		for (int i = 0; i < n; i++) {
			// A column that never varies says nothing; any positive number keeps it from spoiling the others.
			if (within[i][i] == 0 && total.covariance()[i][i] == 0) within[i][i] = 1;
		}
		final Triangle triangle = Triangle.of(within, stage).orElseThrow(Lda::noSpread);
		final double[][] covariance = total.covariance();
		final Eigen eigen;
		if (n <= WHOLE) {
			final double[][] reduced = triangle.reduce(covariance);
			for (int i = 0; i < n; i++) reduced[i][i] -= 1;
			eigen = Eigen.of(reduced, all);
		}
		else eigen = new Lanczos(TOLERANCE, 0).largest(triangle.reducing(covariance), all, stage);
		return result(data, total.mean(), eigen, triangle::solveTransposed, shrinkages, stage);
	}

	private Result result(final Matrix data, final double[] mean, final Eigen eigen, final UnaryOperator<double[]> back, final double[] shrinkages,
		final Stage stage)
	{
		final int all = eigen.values().length;
		final int count = Math.min(components, all);
		// Shrinking leaves eigenvalues below zero behind the axes, so that shares of the trace would add up to more than everything.
		final double sum = Arrays.stream(eigen.values()).filter(value -> value > 0).sum();
		final double[][] weights = new double[count][];
		final double[] ratios = new double[count];
		for (int axis = 0; axis < count; axis++) {
			weights[axis] = back.apply(eigen.vectors()[axis]);
			Eigen.fixSign(weights[axis]);
			ratios[axis] = sum > 0 ? Math.max(0, eigen.values()[axis]) / sum : 0;
		}
		final LinearProjection projection = new LinearProjection(mean, weights);
		return new Result(projection.project(data, stage.progress()), projection, ratios, shrinkages);
	}
}
