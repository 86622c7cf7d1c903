package org.fovea.embedding;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * Where UMAP starts: the eigenvectors to the smallest eigenvalues but the first of the normalised Laplacian I − D^(−1/2) W D^(−1/2) of its graph
 * (Belkin and Niyogi 2003). Parts of the graph that are not connected have a start each, and lie around places of their own.
 */
final class SpectralStart {

	private static final double TOLERANCE = 1e-4;
	private static final int BASIS = 100;
	private static final int ROWS = 256;

	private final Graph graph;
	private final Matrix data;
	private final int dimensions;
	private final long seed;

	/**
	 * @param data the rows of the graph, whose means place unconnected parts
	 */
	SpectralStart(final Graph graph, final Matrix data, final int dimensions, final long seed) {
		this.graph = graph;
		this.data = data;
		this.dimensions = dimensions;
		this.seed = seed;
	}

	/** N×dimensions, in no particular scale. */
	double[][] points(final Stage stage) {
		final int[] part = parts();
		final int parts = Arrays.stream(part).max().orElse(0) + 1;
		if (parts == 1) return spectral(IntStream.range(0, graph.rows()).toArray(), stage);
		final double[][] places = places(part, parts, stage);
		final double[][] points = new double[graph.rows()][];
		final int[][] members = members(part, parts);
		for (int i = 0; i < parts; i++) {
			final double room = room(places, i);
			final double[][] inside = members[i].length > 2 * dimensions && members[i].length > dimensions + 1 ? spectral(members[i], stage)
				: random(members[i].length, new SplittableRandom(seed + i));
			final double largest = Arrays.stream(inside).flatMapToDouble(Arrays::stream).map(Math::abs).max().orElse(1);
			for (int j = 0; j < inside.length; j++) {
				final double[] point = places[i].clone();
				for (int axis = 0; axis < dimensions; axis++) point[axis] += room / Math.max(largest, Double.MIN_NORMAL) * inside[j][axis];
				points[members[i][j]] = point;
			}
		}
		return points;
	}

	/** The number of the connected part each row is in, in the order of their first rows. */
	private int[] parts() {
		final int[] part = new int[graph.rows()];
		Arrays.fill(part, -1);
		final Deque<Integer> open = new ArrayDeque<>();
		int parts = 0;
		for (int first = 0; first < part.length; first++) {
			if (part[first] >= 0) continue;
			part[first] = parts;
			open.add(first);
			while (!open.isEmpty()) {
				final int row = open.remove();
				for (int edge = graph.starts()[row]; edge < graph.starts()[row + 1]; edge++) {
					final int other = graph.columns()[edge];
					if (graph.weights()[edge] > 0 && part[other] < 0) {
						part[other] = parts;
						open.add(other);
					}
				}
			}
			parts++;
		}
		return part;
	}

	private static int[][] members(final int[] part, final int parts) {
		final int[] counts = new int[parts];
		for (final int number : part) counts[number]++;
		final int[][] members = new int[parts][];
		for (int i = 0; i < parts; i++) members[i] = new int[counts[i]];
		Arrays.fill(counts, 0);
		for (int row = 0; row < part.length; row++) members[part[row]][counts[part[row]]++] = row;
		return members;
	}

	/** A place for each part: on the axes, both ways, while there are enough of them, else by the principal components of their means. */
	private double[][] places(final int[] part, final int parts, final Stage stage) {
		final double[][] places = new double[parts][dimensions];
		if (parts <= 2 * dimensions) {
			for (int i = 0; i < parts; i++) places[i][i % dimensions] = i < dimensions ? 1 : -1;
			return places;
		}
		final double[][] sums = new double[parts][data.columns()];
		final int[] counts = new int[parts];
		for (int row = 0; row < part.length; row++) {
			final float[] block = data.block(row);
			final int at = data.at(row);
			counts[part[row]]++;
			for (int i = 0; i < data.columns(); i++) sums[part[row]][i] += block[at + i];
		}
		final Matrix means = new Matrix(parts, data.columns());
		for (int i = 0; i < parts; i++) for (int j = 0; j < data.columns(); j++) means.set(i, j, (float) (sums[i][j] / counts[i]));
		final Matrix components = Start.principal(means, dimensions, 1, stage);
		final SplittableRandom random = new SplittableRandom(seed);
		for (int i = 0; i < parts; i++) {
			for (int axis = 0; axis < dimensions; axis++) places[i][axis] = components.get(i, axis) + 1e-3 * random.nextGaussian();
		}
		return places;
	}

	/** Half the distance to the next part. */
	private static double room(final double[][] places, final int part) {
		double least = Double.POSITIVE_INFINITY;
		for (int i = 0; i < places.length; i++) {
			if (i == part) continue;
			double squared = 0;
			for (int axis = 0; axis < places[i].length; axis++) squared += (places[i][axis] - places[part][axis]) * (places[i][axis] - places[part][axis]);
			least = Math.min(least, squared);
		}
		return Math.sqrt(least) / 2;
	}

	private double[][] random(final int count, final SplittableRandom random) {
		final double[][] points = new double[count][dimensions];
		for (final double[] point : points) for (int axis = 0; axis < dimensions; axis++) point[axis] = 2 * random.nextDouble() - 1;
		return points;
	}

	private double[][] spectral(final int[] members, final Stage stage) {
		final int n = members.length;
		final int[] place = new int[graph.rows()];
		for (int i = 0; i < n; i++) place[members[i]] = i;
		final double[] roots = new double[n];
		for (int i = 0; i < n; i++) {
			for (int edge = graph.starts()[members[i]]; edge < graph.starts()[members[i] + 1]; edge++) roots[i] += graph.weights()[edge];
			roots[i] = Math.sqrt(roots[i]);
		}
		final double norm = Math.sqrt(Kernels.dot(roots, roots, n));
		final Lanczos.Operator operator = new Lanczos.Operator() {

			@Override
			public int size() {
				return n;
			}

			/** (I + D^(−1/2) W D^(−1/2)) x, with the known eigenvector D^(1/2) 1 to the eigenvalue 2 taken out. */
			@Override
			public void apply(final double[] x, final double[] y) {
				final double known = 2 * Kernels.dot(roots, x, n) / norm / norm;
				Parallel.ranges(n, ROWS, stage.progress(), (from, to) -> {
					for (int i = from; i < to; i++) {
						double sum = 0;
						for (int edge = graph.starts()[members[i]]; edge < graph.starts()[members[i] + 1]; edge++) {
							final int j = place[graph.columns()[edge]];
							sum += graph.weights()[edge] * x[j] / roots[j];
						}
						y[i] = x[i] + sum / roots[i] - known * roots[i];
					}
				});
			}
		};
		final Eigen eigen = new Lanczos(TOLERANCE, BASIS).largest(operator, dimensions, stage);
		final double[][] points = new double[n][dimensions];
		for (int axis = 0; axis < eigen.values().length; axis++) {
			Eigen.fixSign(eigen.vectors()[axis]);
			for (int i = 0; i < n; i++) points[i][axis] = eigen.vectors()[axis][i];
		}
		return points;
	}
}
