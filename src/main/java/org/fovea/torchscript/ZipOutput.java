package org.fovea.torchscript;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32;

/**
 * Writes a zip file as PyTorch does: uncompressed, every entry's bytes at a multiple of 64 so that they can be mapped into memory,
 * larger than 4 GB where needed. The bytes go to a temporary file that takes the target's name when all is written; closing without
 * {@link #commit()} leaves nothing behind.
 */
final class ZipOutput implements AutoCloseable {

	private static final int ALIGNMENT = 64;
	private static final long MAX_32 = 0xFFFFFFFFL;
	private static final int UTF_8_NAMES = 1 << 11;

	/** 1 January 1980, so that the same content gives the same file. */
	private static final int NO_DATE = 1 << 5 | 1;

	/** Brings an entry's bytes. */
	interface Source {

		/**
		 * Writes them.
		 *
		 * @param sink where to; not to be closed
		 * @throws IOException if that fails
		 */
		void writeTo(OutputStream sink) throws IOException;
	}

	private record Written(byte[] name, long crc, long size, long header) {}

	private final Path target;
	private final Path temporary;
	private final Counting out;
	private final List<Written> written = new ArrayList<>();
	private boolean committed;

	private ZipOutput(final Path target, final Path temporary) throws IOException {
		this.target = target;
		this.temporary = temporary;
		this.out = new Counting(new BufferedOutputStream(Files.newOutputStream(temporary), 1 << 16));
	}

	/**
	 * Begins a file.
	 *
	 * @param target its name
	 * @return an empty archive
	 * @throws IOException if the folder cannot be written to
	 */
	static ZipOutput create(final Path target) throws IOException {
		final Path folder = target.toAbsolutePath().getParent();
		final Path temporary = Files.createTempFile(folder, "." + target.getFileName(), ".part");
		try {
			return new ZipOutput(target, temporary);
		}
		catch (final IOException e) {
			Files.deleteIfExists(temporary);
			throw e;
		}
	}

	/**
	 * Adds bytes.
	 *
	 * @param name full name
	 * @param bytes content
	 * @throws IOException if it cannot be written
	 */
	void add(final String name, final byte[] bytes) throws IOException {
		final CRC32 crc = new CRC32();
		crc.update(bytes);
		add(name, crc.getValue(), bytes.length, sink -> sink.write(bytes));
	}

	/**
	 * Adds what a source brings.
	 *
	 * @param name full name
	 * @param crc checksum of the content
	 * @param size bytes of the content
	 * @param source the content
	 * @throws IOException if it cannot be written or is not of that size
	 */
	void add(final String name, final long crc, final long size, final Source source) throws IOException {
		final byte[] raw = name.getBytes(StandardCharsets.UTF_8);
		final Written entry = new Written(raw, crc, size, out.count);
		final byte[] wide = size >= MAX_32 ? wide(size, size) : new byte[0];
		final int unpadded = 30 + raw.length + wide.length + 4;
		final int padding = (int) ((ALIGNMENT - (out.count + unpadded) % ALIGNMENT) % ALIGNMENT);
		final ByteBuffer header = little(unpadded + padding);
		header.putInt(0x04034b50).putShort(version(entry)).putShort((short) UTF_8_NAMES).putShort((short) 0).putShort((short) 0).putShort(
			(short) NO_DATE);
		header.putInt((int) crc).putInt(narrow(size)).putInt(narrow(size)).putShort((short) raw.length).putShort((short) (wide.length + 4 +
			padding));
		header.put(raw).put(wide).put((byte) 'F').put((byte) 'B').putShort((short) padding);
		out.write(header.array());
		final long start = out.count;
		source.writeTo(out);
		if (out.count - start != size) throw new IOException("'" + name + "' has another size than announced");
		written.add(entry);
	}

	/**
	 * Completes the file and gives it its name.
	 *
	 * @throws IOException if that fails; the target is then as it was
	 */
	void commit() throws IOException {
		final long start = out.count;
		for (final Written entry : written) {
			final boolean large = entry.size >= MAX_32;
			final byte[] wide = large && entry.header >= MAX_32 ? wide(entry.size, entry.size, entry.header) : large ? wide(entry.size, entry.size)
				: entry.header >= MAX_32 ? wide(entry.header) : new byte[0];
			final ByteBuffer b = little(46 + entry.name.length + wide.length);
			b.putInt(0x02014b50).putShort(version(entry)).putShort(version(entry)).putShort((short) UTF_8_NAMES).putShort((short) 0).putShort(
				(short) 0).putShort((short) NO_DATE);
			b.putInt((int) entry.crc).putInt(narrow(entry.size)).putInt(narrow(entry.size)).putShort((short) entry.name.length).putShort(
				(short) wide.length);
			b.putShort((short) 0).putShort((short) 0).putShort((short) 0).putInt(0).putInt(narrow(entry.header)).put(entry.name).put(wide);
			out.write(b.array());
		}
		final long stop = out.count;
		final long count = written.size();
		if (count >= 0xFFFF || stop >= MAX_32) {
			final ByteBuffer b = little(76);
			b.putInt(0x06064b50).putLong(44).putShort((short) 45).putShort((short) 45).putInt(0).putInt(0).putLong(count).putLong(count).putLong(
				stop - start).putLong(start);
			b.putInt(0x07064b50).putInt(0).putLong(stop).putInt(1);
			out.write(b.array());
		}
		final ByteBuffer b = little(22);
		final short shortCount = (short) Math.min(count, 0xFFFF);
		b.putInt(0x06054b50).putInt(0).putShort(shortCount).putShort(shortCount).putInt(narrow(stop - start)).putInt(narrow(start)).putShort(
			(short) 0);
		out.write(b.array());
		out.close();
		try {
			Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE);
		}
		catch (final AtomicMoveNotSupportedException e) {
			Files.move(temporary, target, StandardCopyOption.REPLACE_EXISTING);
		}
		committed = true;
	}

	@Override
	public void close() throws IOException {
		if (committed) return;
		try {
			out.close();
		}
		finally {
			Files.deleteIfExists(temporary);
		}
	}

	private static short version(final Written entry) {
		return (short) (entry.size >= MAX_32 || entry.header >= MAX_32 ? 45 : 20);
	}

	private static int narrow(final long value) {
		return (int) Math.min(value, MAX_32);
	}

	private static byte[] wide(final long... values) {
		final ByteBuffer b = little(4 + 8 * values.length);
		b.putShort((short) 1).putShort((short) (8 * values.length));
		for (final long value : values) {
			b.putLong(value);
		}
		return b.array();
	}

	private static ByteBuffer little(final int size) {
		return ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
	}

	/** Knows how much went through. */
	private static final class Counting extends OutputStream {

		private final OutputStream sink;
		private long count;

		Counting(final OutputStream sink) {
			this.sink = sink;
		}

		@Override
		public void write(final int b) throws IOException {
			sink.write(b);
			count++;
		}

		@Override
		public void write(final byte[] b, final int off, final int len) throws IOException {
			sink.write(b, off, len);
			count += len;
		}

		@Override
		public void close() throws IOException {
			sink.close();
		}
	}
}
