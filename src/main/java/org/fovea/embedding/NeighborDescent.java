package org.fovea.embedding;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.function.IntPredicate;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;

/**
 * Finds most of the nearest neighbours of many rows: trees of random planes give a start (Dasgupta and Freund 2008), then neighbours of neighbours
 * are compared until little changes (Dong, Moses and Li 2011, "Efficient k-nearest neighbor graph construction for generic similarity measures").
 * Offers are collected in parallel and taken in a fixed order. The share of true neighbours found is measured on a sample.
 */
final class NeighborDescent {

	private static final int TREES = 8;
	private static final int LEAF = 64;
	private static final int CANDIDATES = 30;
	private static final int ROUNDS = 12;
	private static final double STILL = 0.001;
	private static final int BATCH = 1 << 14;
	private static final int PART = 128;
	private static final int SHARDS = 64;
	private static final int SAMPLE = 200;
	private static final double START_DONE = 0.2;
	private static final double ROUNDS_DONE = 0.95;

	private final Matrix data;
	private final Distance distance;
	private final int k;
	private final int kept;
	private final long seed;
	private final int rows;
	private final int[] indices;
	private final float[] squared;
	private final boolean[] fresh;

	NeighborDescent(final Matrix data, final Distance distance, final int k, final long seed) {
		this.data = data;
		this.distance = distance;
		this.k = k;
		this.seed = seed;
		rows = data.rows();
		// A few more than asked for lead to better neighbours.
		kept = Math.min(rows - 1, Math.max(k, 20));
		indices = new int[Math.multiplyExact(rows, kept)];
		squared = new float[indices.length];
		fresh = new boolean[indices.length];
		Arrays.fill(indices, -1);
		Arrays.fill(squared, Float.POSITIVE_INFINITY);
	}

	Neighbors find(final Stage stage) {
		final DistanceTiles tiles = new DistanceTiles(data, data, distance, stage.progress());
		for (int tree = 0; tree < TREES; tree++) {
			grow(tiles, tree, stage);
			stage.report(START_DONE * (tree + 1) / TREES);
		}
		for (int round = 0; round < ROUNDS; round++) {
			final long changes = descend(tiles, round, stage);
			stage.report(START_DONE + (ROUNDS_DONE - START_DONE) * (round + 1) / ROUNDS);
			if (changes <= STILL * rows * kept) break;
		}
		return settle(tiles, stage);
	}

	/** Cuts the rows in two by planes midway between two of them until few are left together, and compares those. */
	private void grow(final DistanceTiles tiles, final int tree, final Stage stage) {
		final int[] order = IntStream.range(0, rows).toArray();
		int[] starts = { 0, rows };
		for (int level = 0; IntStream.range(1, starts.length).anyMatch(places(starts)); level++) {
			final int[] now = starts;
			final int[] middles = new int[now.length - 1];
			final long levelSeed = Hash.of(seed, tree, level);
			Parallel.parts(middles.length, stage.progress(), part -> middles[part] = now[part + 1] - now[part] <= LEAF ? now[part]
				: cut(tiles, order, now[part], now[part + 1], new SplittableRandom(Hash.of(levelSeed, part, 0)), stage));
			final int[] next = new int[2 * now.length - 1];
			int count = 0;
			for (int part = 0; part < middles.length; part++) {
				next[count++] = now[part];
				if (middles[part] > now[part]) next[count++] = middles[part];
			}
			next[count++] = rows;
			starts = Arrays.copyOf(next, count);
		}
		final int[] leaves = starts;
		Parallel.parts(leaves.length - 1, stage.progress(), leaf -> {
			final int count = leaves[leaf + 1] - leaves[leaf];
			final int[] members = Arrays.copyOfRange(order, leaves[leaf], leaves[leaf + 1]);
			final DistanceTiles.Space space = new DistanceTiles.Space(count);
			tiles.among(members, count, count, space);
			for (int i = 0; i < count; i++) {
				for (int j = 0; j < count; j++) if (i != j) offer(members[i], members[j], space.squared(i, j));
			}
		});
	}

	private static IntPredicate places(final int[] starts) {
		return i -> starts[i] - starts[i - 1] > LEAF;
	}

	/** Orders rows by the side they lie on and returns where the second side begins; where all lie on one side, they are cut in halves. */
	private static int cut(final DistanceTiles tiles, final int[] order, final int from, final int to, final SplittableRandom random,
		final Stage stage)
	{
		final int first = order[random.nextInt(from, to)];
		final int second = order[random.nextInt(from, to)];
		final int[] left = new int[to - from];
		final int[] right = new int[to - from];
		int lefts = 0;
		int rights = 0;
		for (int i = from; i < to; i++) {
			if (i % 1024 == 0) stage.check();
			final double side = tiles.side(order[i], first, second);
			if (side > 0 || side == 0 && random.nextBoolean()) left[lefts++] = order[i];
			else right[rights++] = order[i];
		}
		System.arraycopy(left, 0, order, from, lefts);
		System.arraycopy(right, 0, order, from + lefts, rights);
		return lefts == 0 || rights == 0 ? (from + to) >>> 1 : from + lefts;
	}

	/** Inserts a neighbour where it belongs, unless it is known or too far; returns whether it was. */
	private boolean offer(final int row, final int other, final float key) {
		final int from = row * kept;
		final int last = from + kept - 1;
		if (!isNearer(key, other, squared[last], indices[last])) return false;
		for (int place = from; place <= last; place++) if (indices[place] == other) return false;
		int place = last;
		for (; place > from && isNearer(key, other, squared[place - 1], indices[place - 1]); place--) {
			squared[place] = squared[place - 1];
			indices[place] = indices[place - 1];
			fresh[place] = fresh[place - 1];
		}
		squared[place] = key;
		indices[place] = other;
		fresh[place] = true;
		return true;
	}

	private static boolean isNearer(final float key, final int row, final float otherKey, final int otherRow) {
		return key < otherKey || key == otherKey && (otherRow < 0 || row < otherRow);
	}

	/** One round over all rows; returns how many neighbours changed. */
	private long descend(final DistanceTiles tiles, final int round, final Stage stage) {
		final Candidates candidates = new Candidates(round, stage);
		long changes = 0;
		for (int first = 0; first < rows; first += BATCH) {
			final int begin = first;
			final int count = Math.min(BATCH, rows - first);
			final Offers[] offers = new Offers[(count + PART - 1) / PART];
			Parallel.ranges(count, PART, stage.progress(), (from, to) -> {
				final Offers collected = new Offers();
				final DistanceTiles.Space space = new DistanceTiles.Space(2 * CANDIDATES);
				for (int row = begin + from; row < begin + to; row++) compare(tiles, candidates.of(row), space, collected);
				offers[from / PART] = collected;
			});
			final long[] taken = new long[SHARDS];
			Parallel.parts(SHARDS, stage.progress(), shard -> {
				for (final Offers collected : offers) {
					for (int i = 0; i < collected.size; i++) {
						final int p = collected.rows[2 * i];
						final int q = collected.rows[2 * i + 1];
						if (p % SHARDS == shard && offer(p, q, collected.keys[i])) taken[shard]++;
						if (q % SHARDS == shard && offer(q, p, collected.keys[i])) taken[shard]++;
					}
				}
			});
			changes += Arrays.stream(taken).sum();
		}
		return changes;
	}

	/** Compares the new candidates of a row with each other and with the old ones. */
	private void compare(final DistanceTiles tiles, final int[] members, final DistanceTiles.Space space, final Offers offers) {
		final int newOnes = members[members.length - 1];
		final int count = members.length - 1;
		if (newOnes == 0) return;
		tiles.among(members, count, newOnes, space);
		for (int i = 0; i < newOnes; i++) {
			for (int j = i + 1; j < count; j++) {
				final float key = space.squared(i, j);
				final int p = members[i];
				final int q = members[j];
				if (p != q && (key <= squared[p * kept + kept - 1] || key <= squared[q * kept + kept - 1])) offers.add(p, q, key);
			}
		}
	}

	/** Pairs of rows with their squared distance. */
	private static final class Offers {

		private int[] rows = new int[2048];
		private float[] keys = new float[1024];
		private int size;

		void add(final int p, final int q, final float key) {
			if (size == keys.length) {
				rows = Arrays.copyOf(rows, 2 * rows.length);
				keys = Arrays.copyOf(keys, 2 * keys.length);
			}
			rows[2 * size] = p;
			rows[2 * size + 1] = q;
			keys[size++] = key;
		}
	}

	/** For each row some of its neighbours and of those whose neighbour it is, drawn at random, new ones apart from those compared before. */
	private final class Candidates {

		private final int[] incoming = new int[rows + 1];
		private final int[] sources = new int[rows * kept];
		private final int[][] chosen = new int[rows][];
		private final int round;

		Candidates(final int round, final Stage stage) {
			this.round = round;
			for (final int index : indices) if (index >= 0) incoming[index + 1]++;
			for (int row = 0; row < rows; row++) incoming[row + 1] += incoming[row];
			final int[] next = incoming.clone();
			for (int place = 0; place < indices.length; place++) if (indices[place] >= 0) sources[next[indices[place]]++] = place;
			Parallel.ranges(rows, PART, stage.progress(), (from, to) -> {
				for (int row = from; row < to; row++) chosen[row] = choose(row);
			});
			Parallel.ranges(rows, PART, stage.progress(), (from, to) -> {
				for (int row = from; row < to; row++) age(row);
			});
		}

		/** The candidates of a row, new ones first, then how many of them are new. */
		int[] of(final int row) {
			return chosen[row];
		}

		private int[] choose(final int row) {
			final Nearest newOnes = new Nearest(CANDIDATES);
			final Nearest oldOnes = new Nearest(CANDIDATES);
			for (int place = row * kept; place < (row + 1) * kept; place++) {
				if (indices[place] >= 0) (fresh[place] ? newOnes : oldOnes).offer(draw(place), indices[place]);
			}
			for (int i = incoming[row]; i < incoming[row + 1]; i++) {
				(fresh[sources[i]] ? newOnes : oldOnes).offer(draw(sources[i]), sources[i] / kept);
			}
			final int[] members = new int[newOnes.size() + oldOnes.size() + 1];
			for (int i = 0; i < newOnes.size(); i++) members[i] = newOnes.row(i);
			for (int i = 0; i < oldOnes.size(); i++) members[newOnes.size() + i] = oldOnes.row(i);
			members[members.length - 1] = newOnes.size();
			return members;
		}

		private float draw(final int place) {
			return Hash.of(seed, round, place) >>> 40;
		}

		/** New neighbours that were drawn by their own row are new no longer. */
		private void age(final int row) {
			final int[] members = chosen[row];
			for (int place = row * kept; place < (row + 1) * kept; place++) {
				if (!fresh[place]) continue;
				for (int i = 0; i < members[members.length - 1]; i++) {
					if (members[i] == indices[place]) {
						fresh[place] = false;
						break;
					}
				}
			}
		}
	}

	private Neighbors settle(final DistanceTiles tiles, final Stage stage) {
		final int[] found = new int[rows * k];
		final float[] distances = new float[rows * k];
		Parallel.ranges(rows, PART, stage.progress(), (from, to) -> {
			for (int row = from; row < to; row++) {
				final Ranking ranking = new Ranking();
				for (int place = row * kept; place < (row + 1) * kept; place++) {
					if (indices[place] >= 0) ranking.add(tiles.exact(data, row, indices[place]), indices[place]);
				}
				if (ranking.size() < k) {
					ranking.cut(0);
					for (int other = 0; other < rows; other++) if (other != row) ranking.add(tiles.exact(data, row, other), other);
				}
				ranking.sort();
				for (int i = 0; i < k; i++) {
					found[row * k + i] = ranking.row(i);
					distances[row * k + i] = (float) tiles.toDistance(ranking.key(i));
				}
			}
		});
		return new Neighbors(k, found, distances, recall(found, distances, stage));
	}

	/** The share of true neighbours found; rows as far away as the farthest true one count as found. */
	private double recall(final int[] found, final float[] distances, final Stage stage) {
		final int[] sample = new SplittableRandom(seed).ints(SAMPLE, 0, rows).toArray();
		final IntUnaryOperator self = query -> sample[query];
		final Neighbors exact = new ExactSearch(data, distance, data.select(sample), self, k, stage).find(new Stage(stage.progress(), stage.what(), stage
			.from() + ROUNDS_DONE * (stage.to() - stage.from()), stage.to()));
		long right = 0;
		for (int query = 0; query < SAMPLE; query++) {
			final float farthest = exact.distance(query, k - 1);
			for (int i = 0; i < k; i++) if (found[sample[query] * k + i] >= 0 && distances[sample[query] * k + i] <= farthest) right++;
		}
		return (double) right / ((long) SAMPLE * k);
	}
}
