package org.fovea.embedding;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.Callable;

import org.fovea.Progress;
import org.fovea.golden.Npy;

/** The part of {@code src/benchmark/embedding.py} that runs in Java: seconds for each method, on standard output. */
public final class EmbeddingBenchmark {

	private static final int REPEATS = 8;

	private EmbeddingBenchmark() {
	}

	/**
	 * Times everything once.
	 *
	 * @param args the folder with {@code data.npy} and {@code labels.npy}, and the number of columns
	 * @throws Exception if the files cannot be read
	 */
	public static void main(final String[] args) throws Exception {
		final Path folder = Path.of(args[0]);
		final Matrix data = matrix(read(folder.resolve("data.npy")), Integer.parseInt(args[1]));
		final Labels labels = Oracle.labels(read(folder.resolve("labels.npy")));
		final PrintStream out = System.out;
		out.println("PCA, 2 components\t" + least(() -> new Pca(2).fit(data, Progress.NONE), REPEATS));
		out.println("PCA, 50 components\t" + least(() -> new Pca(50).fit(data, Progress.NONE), REPEATS));
		out.println("LDA, 9 components\t" + least(() -> new Lda(9).fit(data, labels, Progress.NONE), REPEATS));
		out.println("FastICA, 16 components\t" + least(() -> new FastIca(16, 1).fit(data, Progress.NONE), REPEATS));
		out.println("t-SNE, 750 steps\t" + least(() -> write(new TSne(TSne.Options.DEFAULT).fit(data, Progress.NONE).points(), folder.resolve(
			"t-sne.bin")), 1));
		out.println("UMAP\t" + least(() -> write(new Umap(Umap.Options.DEFAULT).fit(data, Progress.NONE).points(), folder.resolve("umap.bin")), 1));
	}

	private static double least(final Callable<?> task, final int repeats) throws Exception {
		double least = Double.POSITIVE_INFINITY;
		for (int i = 0; i < repeats; i++) {
			final long start = System.nanoTime();
			task.call();
			least = Math.min(least, (System.nanoTime() - start) / 1e9);
		}
		return least;
	}

	private static float[] read(final Path file) throws IOException {
		try (InputStream stream = Files.newInputStream(file)) {
			return Npy.read(stream);
		}
	}

	private static Matrix matrix(final float[] values, final int columns) {
		final Matrix matrix = new Matrix(values.length / columns, columns);
		for (int row = 0; row < matrix.rows(); row++) matrix.setRow(row, Arrays.copyOfRange(values, row * columns, (row + 1) * columns));
		return matrix;
	}

	private static Path write(final Matrix points, final Path file) throws IOException {
		final ByteBuffer bytes = ByteBuffer.allocate(points.rows() * points.columns() * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
		for (int row = 0; row < points.rows(); row++) for (final float value : points.row(row)) bytes.putFloat(value);
		return Files.write(file, bytes.array());
	}
}
