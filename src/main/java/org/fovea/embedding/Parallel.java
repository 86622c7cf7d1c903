package org.fovea.embedding;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntConsumer;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;

import org.fovea.Progress;

/**
 * Loops over independent parts on all cores, in the fork/join pool of the caller or else in the common one. What is cut into parts, and in
 * which order parts are summed up, never depends on the number of threads; so neither do the results.
 */
final class Parallel {

	private Parallel() {
	}

	/** Runs all parts; none is begun after the work was cancelled. */
	static void parts(final int parts, final Progress progress, final IntConsumer task) {
		if (parts == 1) {
			progress.check();
			task.accept(0);
			return;
		}
		IntStream.range(0, parts).parallel().forEach(part -> {
			progress.check();
			task.accept(part);
		});
	}

	/** Runs all parts and tells how many are done. */
	static void parts(final int parts, final Stage stage, final IntConsumer task) {
		final AtomicInteger done = new AtomicInteger();
		parts(parts, stage.progress(), part -> {
			task.accept(part);
			stage.report((double) done.incrementAndGet() / parts);
		});
	}

	/** What is done with the numbers from {@code from} to {@code to}, exclusive. */
	interface Range {

		void run(int from, int to);
	}

	/** Runs a loop over 0 … count in pieces of a fixed length. */
	static void ranges(final int count, final int length, final Progress progress, final Range range) {
		parts((int) (((long) count + length - 1) / length), progress, part -> range.run(part * length, (int) Math.min(count, (part + 1L) * length)));
	}

	/** Computes a number for each part and sums them up in order. */
	static double sum(final int parts, final Progress progress, final IntToDoubleFunction task) {
		final double[] sums = new double[parts];
		parts(parts, progress, part -> sums[part] = task.applyAsDouble(part));
		double sum = 0;
		for (final double part : sums) sum += part;
		return sum;
	}
}
