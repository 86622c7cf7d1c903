package org.fovea.attribution;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;

import org.fovea.Progress;
import org.fovea.network.Heatmap;
import org.fovea.network.Network;
import org.fovea.network.Target;
import org.fovea.network.Tensor;

/**
 * Times Occlusion Map, with and without computing again what no window can have changed; run by {@code src/test/python/occlusion_speed.py},
 * which times Captum beside it on the same weights and the same pixels.
 */
public final class OcclusionSpeed {

	private static final int UNIT = 7;

	private OcclusionSpeed() {
	}

	/**
	 * Prints a line for each way: its name, the batch and the seconds of each repetition; and writes the map as float32, little-endian.
	 *
	 * @param arguments archive, pixels (float32, little-endian, 3×side×side), side, window, stride, batch, repetitions, file for the map
	 * @throws IOException if a file cannot be read or written
	 */
	public static void main(final String... arguments) throws IOException {
		final int side = Integer.parseInt(arguments[2]);
		final int window = Integer.parseInt(arguments[3]);
		final int stride = Integer.parseInt(arguments[4]);
		final int repetitions = Integer.parseInt(arguments[6]);
		final float[] pixels = new float[3 * side * side];
		ByteBuffer.wrap(Files.readAllBytes(Path.of(arguments[1]))).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().get(pixels);
		final Tensor input = Tensor.of(pixels, 1, 3, side, side);
		final int batch = arguments[5].equals("0") ? Batches.fitting(input) : Integer.parseInt(arguments[5]);
		final Occlusion occlusion = new Occlusion(window, stride, batch, Occlusion.Quantity.DROP);
		final LayerScorer layers = Scorer.of(Target.logit(UNIT));
		final Scorer whole = layers::score;
		final PrintStream out = System.out;
		try (Network network = Network.open(Path.of(arguments[0]))) {
			out.println("# " + network.device());
			for (int i = 0; i < repetitions; i++) {
				time(out, "every window", batch, () -> occlusion.map(network, whole, input, Tensor.zeros(input.shape()), Progress.NONE));
				final Heatmap map = time(out, "changes only", batch, () -> occlusion.map(network, layers, input, Tensor.zeros(input.shape()),
					Progress.NONE));
				final ByteBuffer bytes = ByteBuffer.allocate(4 * map.values().length).order(ByteOrder.LITTLE_ENDIAN);
				bytes.asFloatBuffer().put(map.values());
				Files.write(Path.of(arguments[7]), bytes.array());
			}
		}
	}

	private static Heatmap time(final PrintStream out, final String way, final int batch, final java.util.function.Supplier<Heatmap> task) {
		final long start = System.nanoTime();
		final Heatmap map = task.get();
		out.printf(java.util.Locale.ROOT, "%s;%d;%.4f%n", way, batch, (System.nanoTime() - start) * 1e-9);
		return map;
	}
}
