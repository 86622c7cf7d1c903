package org.fovea.model;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.function.UnaryOperator;

import org.fovea.Progress;

/**
 * Copies bytes, taking their hash on the way, and stops when asked to.
 *
 * @param writing what every written stream passes through; the identity except where a test plays a full disk
 * @param progress asked whether to stop, after each block
 */
record Copy(UnaryOperator<OutputStream> writing, Progress progress) {

	private static final int BLOCK = 1 << 16;

	/** What to do with a block of bytes. */
	@FunctionalInterface
	private interface Sink {

		/**
		 * Takes a block.
		 *
		 * @param block the bytes
		 * @param length how many of them
		 * @throws IOException if they cannot be taken
		 */
		void take(byte[] block, int length) throws IOException;
	}

	/**
	 * Writes a file.
	 *
	 * @param in what to write; not closed
	 * @param file to make, with its folders
	 * @return the SHA-256 of the bytes, lower-case hexadecimal
	 * @throws IOException if it cannot be read or written
	 */
	String toFile(final InputStream in, final Path file) throws IOException {
		Files.createDirectories(file.getParent());
		try (OutputStream out = writing.apply(Files.newOutputStream(file))) {
			return toStream(in, out);
		}
	}

	/**
	 * Writes to a stream.
	 *
	 * @param in what to write; not closed
	 * @param out where to; not closed
	 * @return the SHA-256 of the bytes, lower-case hexadecimal
	 * @throws IOException if it cannot be read or written
	 */
	String toStream(final InputStream in, final OutputStream out) throws IOException {
		return digest(in, (block, length) -> out.write(block, 0, length));
	}

	/**
	 * Reads a file for its hash.
	 *
	 * @param file to read
	 * @return its SHA-256, lower-case hexadecimal
	 * @throws IOException if it cannot be read
	 */
	String hash(final Path file) throws IOException {
		try (InputStream in = Files.newInputStream(file)) {
			return digest(in, (block, length) -> {});
		}
	}

	/** @return a fresh SHA-256, which every Java has */
	static MessageDigest sha256() {
		try {
			return MessageDigest.getInstance("SHA-256");
		}
		catch (final NoSuchAlgorithmException e) {
			throw new IllegalStateException(e);
		}
	}

	private String digest(final InputStream in, final Sink sink) throws IOException {
		final MessageDigest digest = sha256();
		final byte[] block = new byte[BLOCK];
		for (int length; (length = in.read(block)) >= 0;) {
			progress.check();
			digest.update(block, 0, length);
			sink.take(block, length);
		}
		return HexFormat.of().formatHex(digest.digest());
	}
}
