package org.fovea.embedding;

import java.util.ArrayList;
import java.util.List;

import org.fovea.Progress;

/**
 * UMAP's stochastic gradient descent (McInnes et al. 2018, algorithm 5), in parallel and yet the same bits for any number of threads. Points are in
 * blocks; edges between two blocks are worked off one after the other, each seeing what the one before did, as published; pairs of blocks that
 * have no block in common are worked off at the same time, in rounds as in a tournament. Points that push away are drawn from all points, and are
 * where they were at the beginning of the epoch.
 */
final class Layout {

	private static final int LEAST_TO_SHARE = 2048;
	private static final int MANY = 20_000;
	private static final float LONGEST = 4;
	private static final float GUARD = 0.001f;

	private final int dimensions;
	private final int rows;
	private final float[] points;
	private final float[] before;
	private final int epochs;
	private final int negatives;
	private final float a;
	private final float b;
	private final Power power;
	private final long seed;
	private final List<List<Edges>> rounds = new ArrayList<>();

	/**
	 * @param points N·dimensions, moved
	 */
	Layout(final Graph graph, final float[] points, final int dimensions, final DistanceCurve curve, final Umap.Options options, final int epochs) {
		this.points = points;
		this.dimensions = dimensions;
		this.epochs = epochs;
		rows = graph.rows();
		before = new float[points.length];
		negatives = options.negatives();
		seed = options.seed();
		a = (float) curve.a();
		b = (float) curve.b();
		power = new Power(curve.b());
		final int blocks = rows < LEAST_TO_SHARE ? 1 : rows < MANY ? 16 : 32;
		final Edges[][] between = sort(graph, blocks);
		final List<Edges> within = new ArrayList<>();
		for (int i = 0; i < blocks; i++) within.add(between[i][i]);
		rounds.add(within);
		for (int round = 0; round + 1 < blocks; round++) rounds.add(tournament(between, blocks, round));
	}

	/** Edges between two blocks, each once, with the number of epochs from one of its turns to the next and when the next is. */
	private static final class Edges {

		private int[] heads;
		private int[] tails;
		private float[] intervals;
		private double[] turns;
		private int size;
		private final long number;

		Edges(final long number) {
			this.number = number;
		}
	}

	/** All blocks in pairs, each once: the last stays, the others go round. */
	private static List<Edges> tournament(final Edges[][] between, final int blocks, final int round) {
		final List<Edges> pairs = new ArrayList<>();
		for (int i = 0; i < blocks / 2; i++) {
			final int first = i == 0 ? blocks - 1 : (round + i) % (blocks - 1);
			final int second = (round + blocks - 1 - i) % (blocks - 1);
			pairs.add(between[Math.min(first, second)][Math.max(first, second)]);
		}
		return pairs;
	}

	private Edges[][] sort(final Graph graph, final int blocks) {
		float largest = 0;
		for (final float weight : graph.weights()) largest = Math.max(largest, weight);
		// Edges too weak for a single turn are left out.
		final float least = largest / epochs;
		final Edges[][] between = new Edges[blocks][blocks];
		for (int i = 0; i < blocks; i++) for (int j = i; j < blocks; j++) between[i][j] = new Edges((long) i * blocks + j);
		for (int pass = 0; pass < 2; pass++) {
			for (int head = 0; head < rows; head++) {
				for (int edge = graph.starts()[head]; edge < graph.starts()[head + 1]; edge++) {
					final int tail = graph.columns()[edge];
					if (tail <= head || graph.weights()[edge] < least) continue;
					final Edges edges = between[block(head, blocks)][block(tail, blocks)];
					if (pass == 1) {
						edges.heads[edges.size] = head;
						edges.tails[edges.size] = tail;
						edges.intervals[edges.size] = largest / graph.weights()[edge];
						edges.turns[edges.size] = edges.intervals[edges.size];
					}
					edges.size++;
				}
			}
			if (pass == 0) for (final Edges[] row : between) for (final Edges edges : row) if (edges != null) allocate(edges);
		}
		return between;
	}

	private static void allocate(final Edges edges) {
		edges.heads = new int[edges.size];
		edges.tails = new int[edges.size];
		edges.intervals = new float[edges.size];
		edges.turns = new double[edges.size];
		edges.size = 0;
	}

	private int block(final int row, final int blocks) {
		return (int) ((long) row * blocks / rows);
	}

	/** Goes through one epoch, counted from 0. */
	void run(final int epoch, final Progress progress) {
		System.arraycopy(points, 0, before, 0, points.length);
		final float rate = 1 - (float) epoch / epochs;
		for (final List<Edges> round : rounds) {
			Parallel.parts(round.size(), progress, pair -> work(round.get(pair), epoch, rate));
		}
	}

	private void work(final Edges edges, final int epoch, final float rate) {
		long random = Hash.of(seed, epoch, edges.number);
		for (int i = 0; i < edges.size; i++) {
			if (edges.turns[i] > epoch) continue;
			edges.turns[i] += edges.intervals[i];
			final int head = edges.heads[i] * dimensions;
			final int tail = edges.tails[i] * dimensions;
			attract(head, tail, rate);
			random = repel(head, rate, random);
			attract(tail, head, rate);
			random = repel(tail, rate, random);
		}
	}

	private void attract(final int head, final int tail, final float rate) {
		final float squared = squaredDistance(points, head, points, tail);
		if (squared <= 0) return;
		final float raised = power.of(squared);
		final float factor = -2 * a * b * raised / (squared * (a * raised + 1));
		for (int axis = 0; axis < dimensions; axis++) {
			final float move = rate * clip(factor * (points[head + axis] - points[tail + axis]));
			points[head + axis] += move;
			points[tail + axis] -= move;
		}
	}

	private long repel(final int head, final float rate, final long random) {
		long state = random;
		for (int i = 0; i < negatives; i++) {
			state += Hash.STEP;
			final int other = (int) ((Hash.mix(state) >>> 32) * rows >>> 32) * dimensions;
			if (other == head) continue;
			final float squared = squaredDistance(points, head, before, other);
			if (squared <= 0) continue;
			final float factor = 2 * b / ((GUARD + squared) * (a * power.of(squared) + 1));
			for (int axis = 0; axis < dimensions; axis++) {
				points[head + axis] += rate * clip(factor * (points[head + axis] - before[other + axis]));
			}
		}
		return state;
	}

	private float squaredDistance(final float[] first, final int at, final float[] second, final int otherAt) {
		float sum = 0;
		for (int axis = 0; axis < dimensions; axis++) {
			final float difference = first[at + axis] - second[otherAt + axis];
			sum += difference * difference;
		}
		return sum;
	}

	private static float clip(final float value) {
		return Math.max(-LONGEST, Math.min(LONGEST, value));
	}
}
