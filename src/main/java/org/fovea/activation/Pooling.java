package org.fovea.activation;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

import org.fovea.FoveaException;
import org.fovea.network.Tensor;

/** How the activation of a layer becomes one vector for each image. */
public enum Pooling {

	/** The mean of each unit over its positions. */
	MEAN {

		@Override
		double pool(final float[] data, final int from, final int step, final int count) {
			double sum = 0;
			for (int i = 0; i < count; i++) sum += data[from + i * step];
			return sum / count;
		}
	},

	/** The maximum of each unit over its positions. */
	MAX {

		@Override
		double pool(final float[] data, final int from, final int step, final int count) {
			double max = Double.NEGATIVE_INFINITY;
			for (int i = 0; i < count; i++) max = Math.max(max, data[from + i * step]);
			return max;
		}
	},

	/** Every value of every unit. */
	FLATTEN {

		@Override
		double pool(final float[] data, final int from, final int step, final int count) {
			throw new IllegalStateException("Nothing is pooled.");
		}
	};

	abstract double pool(float[] data, int from, int step, int count);

	/**
	 * Makes the vector of the first entry of a batch.
	 *
	 * @param activation maps {@code [N, C, h, w]}, tokens {@code [N, T, C]}, or vectors {@code [N, C]}, which are taken as they are
	 * @return C values, or all of them when flattened
	 * @throws FoveaException if the activation has another rank
	 */
	public float[] vector(final Tensor activation) {
		final float[] data = activation.slice(0).data();
		if (activation.rank() == 2 || this == FLATTEN && activation.rank() > 2) return data;
		final int channels;
		final int positions;
		if (activation.rank() == 4) {
			channels = activation.size(1);
			positions = activation.size(2) * activation.size(3);
		}
		else if (activation.rank() == 3) {
			channels = activation.size(2);
			positions = activation.size(1);
		}
		else throw new FoveaException("This layer's output is " + Arrays.toString(activation.shape()) + ", not maps or a vector for each image; choose " +
			"another layer of Model Summary.");
		final boolean areMaps = activation.rank() == 4;
		final float[] vector = new float[channels];
		for (int c = 0; c < channels; c++) vector[c] = (float) (areMaps ? pool(data, c * positions, 1, positions) : pool(data, c, channels, positions));
		return vector;
	}

	/**
	 * Names of the vector's values.
	 *
	 * @param activation as for {@link #vector}
	 * @return f3 for unit 3; f3@x5y2 for its value at x = 5, y = 2 where maps are flattened
	 */
	public List<String> names(final Tensor activation) {
		if (this == FLATTEN && activation.rank() == 4) {
			final int width = activation.size(3);
			final int positions = width * activation.size(2);
			return IntStream.range(0, activation.size(1) * positions).mapToObj(i -> "f" + i / positions + "@x" + i % positions % width + "y" + i %
				positions / width).toList();
		}
		return IntStream.range(0, vector(activation).length).mapToObj(i -> "f" + i).toList();
	}
}
