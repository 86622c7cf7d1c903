package org.fovea.golden;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** Reads one-dimensional arrays of 32-bit floats as {@code numpy.save} writes them. */
public final class Npy {

	private Npy() {
	}

	/**
	 * Reads an array.
	 *
	 * @param stream at the start of the file; not closed
	 * @return the values
	 * @throws UncheckedIOException if the stream ends early or holds something else
	 */
	public static float[] read(final InputStream stream) {
		try {
			final ByteBuffer bytes = ByteBuffer.wrap(stream.readAllBytes()).order(ByteOrder.LITTLE_ENDIAN);
			final int start = 10 + bytes.getShort(8);
			final String header = new String(bytes.array(), 10, start - 10, StandardCharsets.US_ASCII);
			if (bytes.get(6) != 1 || !header.contains("'<f4'") || header.contains("True")) throw new IOException("Not a plain float array: " + header);
			final float[] values = new float[(bytes.capacity() - start) / Float.BYTES];
			bytes.position(start);
			bytes.slice().order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().get(values);
			return values;
		}
		catch (final IOException e) {
			throw new UncheckedIOException(e);
		}
	}
}
