package org.fovea.synthesis;

import java.util.Arrays;

import org.fovea.network.Preparation;
import org.fovea.network.Tensor;

/** Parts of a batch. */
final class Entries {

	private static final int MOST_VALUES = 2_000_000;

	private Entries() {
	}

	/** How many pictures the network is given at once: as many as stay small beside what it needs itself. */
	static int together(final Tensor pictures, final Preparation preparation) {
		final int fitting = MOST_VALUES / Math.max(1, pictures.length() / Math.max(1, pictures.size(0)));
		return Math.max(1, Math.min(preparation.most(), fitting));
	}

	/** The entries from one to before another; the batch itself where that is all. */
	static Tensor of(final Tensor batch, final int from, final int to) {
		final int[] shape = batch.shape();
		if (from == 0 && to == shape[0]) return batch;
		final int stride = batch.length() / shape[0];
		shape[0] = to - from;
		return Tensor.of(Arrays.copyOfRange(batch.data(), from * stride, to * stride), shape);
	}

	/** Copies entries into a batch. */
	static void put(final Tensor entries, final Tensor batch, final int from) {
		final int stride = batch.length() / batch.size(0);
		System.arraycopy(entries.data(), 0, batch.data(), from * stride, entries.length());
	}
}
