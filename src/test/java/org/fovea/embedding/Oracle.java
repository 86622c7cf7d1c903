package org.fovea.embedding;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

import org.fovea.golden.Npy;

/** What scikit-learn, umap-learn and openTSNE computed; {@code src/test/python/embedding.py} says how, {@code versions.json} with which versions. */
final class Oracle {

	static final Oracle SKLEARN = new Oracle("scikit-learn");
	static final Oracle OTHERS = new Oracle("others");

	/** The rows that both were given, in five classes. */
	static final Matrix DATA = SKLEARN.matrix("data", 20);
	static final Labels LABELS = labels(SKLEARN.array("labels"));

	private final Map<String, float[]> arrays = new HashMap<>();

	private Oracle(final String name) {
		try (InputStream file = Oracle.class.getResourceAsStream("/embedding/" + name + ".npz"); ZipInputStream zip = new ZipInputStream(file)) {
			for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
				arrays.put(entry.getName().replace(".npy", ""), Npy.read(zip));
			}
		}
		catch (final IOException e) {
			throw new UncheckedIOException(e);
		}
	}

	static Labels labels(final float[] numbers) {
		final String[] names = new String[numbers.length];
		for (int i = 0; i < names.length; i++) names[i] = "class " + (int) numbers[i];
		return Labels.of(List.of(names));
	}

	float[] array(final String name) {
		final float[] array = arrays.get(name);
		if (array == null) throw new IllegalArgumentException("There is no " + name + ".");
		return array;
	}

	float number(final String name) {
		return array(name)[0];
	}

	Matrix matrix(final String name, final int columns) {
		final float[] values = array(name);
		final Matrix matrix = new Matrix(values.length / columns, columns);
		for (int row = 0; row < matrix.rows(); row++) matrix.setRow(row, Arrays.copyOfRange(values, row * columns, (row + 1) * columns));
		return matrix;
	}

	/** Asserts that two columns agree up to one sign, to a share of the largest magnitude. */
	static void assertSameUpToSign(final float[] expected, final float[] actual, final double tolerance, final String what) {
		double product = 0;
		double largest = 0;
		for (int i = 0; i < expected.length; i++) {
			product += (double) expected[i] * actual[i];
			largest = Math.max(largest, Math.abs(expected[i]));
		}
		final float sign = product < 0 ? -1 : 1;
		for (int i = 0; i < expected.length; i++) assertEquals(expected[i], sign * actual[i], tolerance * largest, what + " at " + i);
	}

	static float[] floats(final double[] values) {
		final float[] floats = new float[values.length];
		for (int i = 0; i < floats.length; i++) floats[i] = (float) values[i];
		return floats;
	}
}
