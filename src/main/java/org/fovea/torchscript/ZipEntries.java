package org.fovea.torchscript;

import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * The table of contents of a zip file, believed only where the central directory, the local headers and the file's length agree:
 * two readers that trust different ones of them could otherwise be shown different archives. The file is opened for each read and
 * never held, so that it can be moved or deleted on any platform; a file that changed since it was listed is refused.
 * <p>
 * {@code java.util.zip.ZipFile} is not used because it compares nothing with the local headers and, in many releases of Java, refuses
 * the padding that PyTorch writes between entries.
 * </p>
 */
final class ZipEntries {

	/** More entries than any network has tensors and source files. */
	private static final int MAX_ENTRIES = 200_000;

	/** Deflate cannot do better; whoever declares more lies. */
	private static final long MAX_DEFLATE_RATIO = 1032;

	/** Weights hardly compress, and source code by a factor of ten. */
	private static final long MAX_TOTAL_RATIO = 20;

	/** What may always be unpacked, however small the file is. */
	private static final long FREE_TOTAL = 64L << 20;

	private static final int CHUNK = 1 << 16;

	private static final int END = 0x06054b50;
	private static final int END_64 = 0x06064b50;
	private static final int LOCATOR_64 = 0x07064b50;
	private static final int CENTRAL = 0x02014b50;
	private static final int LOCAL = 0x04034b50;

	/**
	 * One entry.
	 *
	 * @param name as written in the archive
	 * @param deflated whether its bytes are compressed
	 * @param crc checksum of the unpacked bytes
	 * @param packed bytes in the file
	 * @param size bytes when unpacked
	 * @param header where its local header begins
	 * @param start where its bytes begin
	 */
	record Entry(String name, boolean deflated, long crc, long packed, long size, long header, long start) {}

	private final Path file;
	private final long length;
	private final FileTime modified;
	private final Map<String, Entry> entries;

	private ZipEntries(final Path file, final long length, final FileTime modified, final Map<String, Entry> entries) {
		this.file = file;
		this.length = length;
		this.modified = modified;
		this.entries = entries;
	}

	/**
	 * Lists a zip file.
	 *
	 * @param file the file
	 * @return its entries, in the order of the central directory
	 * @throws MalformedZipException if it is no zip file or its parts contradict each other
	 * @throws IOException if it cannot be read
	 */
	static ZipEntries list(final Path file) throws IOException {
		try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
			final FileTime modified = Files.getLastModifiedTime(file);
			final long length = channel.size();
			final Directory directory = directory(channel, length);
			final Map<String, Entry> entries = new LinkedHashMap<>();
			final ByteBuffer central = read(channel, directory.start, (int) directory.size);
			for (long i = 0; i < directory.count; i++) {
				final Entry entry = entry(central, channel, directory.start);
				if (entries.put(entry.name, entry) != null) {
					throw new MalformedZipException("it holds '" + entry.name + "' twice");
				}
			}
			if (central.hasRemaining()) throw new MalformedZipException("its table of contents is longer than it says");
			check(entries.values(), directory.start, length);
			return new ZipEntries(file, length, modified, Collections.unmodifiableMap(entries));
		}
	}

	/** @return the entries by name, in the order of the central directory */
	Map<String, Entry> entries() {
		return entries;
	}

	/** @return bytes of the whole file */
	long length() {
		return length;
	}

	/**
	 * Opens the file again.
	 *
	 * @return the file, to be closed
	 * @throws IOException if it cannot be read or is no longer the file that was listed
	 */
	FileChannel open() throws IOException {
		final FileChannel channel = FileChannel.open(file, StandardOpenOption.READ);
		if (channel.size() != length || !Files.getLastModifiedTime(file).equals(modified)) {
			channel.close();
			throw new IOException(file + " changed while it was in use");
		}
		return channel;
	}

	/**
	 * Reads a whole entry and verifies its checksum.
	 *
	 * @param entry one of these entries, smaller than 2 GB
	 * @return its unpacked bytes
	 * @throws MalformedZipException if size or checksum do not fit
	 * @throws IOException if the file cannot be read
	 */
	byte[] bytes(final Entry entry) throws IOException {
		final Growing sink = new Growing((int) Math.min(entry.size, entry.packed + CHUNK), (int) entry.size);
		copy(entry, sink);
		return sink.bytes();
	}

	/**
	 * Reads a part of an entry; the checksum is not verified.
	 *
	 * @param entry one of these entries
	 * @param from first unpacked byte
	 * @param count number of bytes
	 * @return the bytes
	 * @throws MalformedZipException if the entry is shorter
	 * @throws IOException if the file cannot be read
	 */
	byte[] range(final Entry entry, final long from, final int count) throws IOException {
		if (from < 0 || count < 0 || from > entry.size - count) throw new MalformedZipException("'" + entry.name + "' is too short");
		try (FileChannel channel = open()) {
			if (!entry.deflated) return read(channel, entry.start + from, count).array();
			final Window window = new Window(from, count);
			inflate(channel, entry, window);
			return window.bytes();
		}
	}

	/**
	 * Copies an entry, unpacked, and verifies its checksum.
	 *
	 * @param entry one of these entries
	 * @param target where the bytes go
	 * @throws MalformedZipException if size or checksum do not fit; some bytes may have been written by then
	 * @throws IOException if the file cannot be read or the target not be written
	 */
	void copy(final Entry entry, final OutputStream target) throws IOException {
		final CRC32 crc = new CRC32();
		final OutputStream checked = new OutputStream() {

			@Override
			public void write(final int b) throws IOException {
				write(new byte[] { (byte) b }, 0, 1);
			}

			@Override
			public void write(final byte[] b, final int off, final int len) throws IOException {
				crc.update(b, off, len);
				target.write(b, off, len);
			}
		};
		try (FileChannel channel = open()) {
			if (entry.deflated) inflate(channel, entry, checked);
			else transfer(channel, entry, checked);
		}
		if (crc.getValue() != entry.crc) throw new MalformedZipException("'" + entry.name + "' does not match its checksum");
	}

	private static void transfer(final FileChannel channel, final Entry entry, final OutputStream target) throws IOException {
		for (long done = 0; done < entry.size;) {
			final int n = (int) Math.min(CHUNK, entry.size - done);
			target.write(read(channel, entry.start + done, n).array(), 0, n);
			done += n;
		}
	}

	private static void inflate(final FileChannel channel, final Entry entry, final OutputStream target) throws IOException {
		final Inflater inflater = new Inflater(true);
		try {
			final byte[] out = new byte[CHUNK];
			long packed = 0;
			long size = 0;
			while (!inflater.finished()) {
				if (inflater.needsInput()) {
					final int n = (int) Math.min(CHUNK, entry.packed - packed);
					if (n == 0) throw new MalformedZipException("'" + entry.name + "' ends early");
					inflater.setInput(read(channel, entry.start + packed, n).array());
					packed += n;
				}
				final int n = inflater.inflate(out);
				if (n == 0 && inflater.needsDictionary()) throw new MalformedZipException("'" + entry.name + "' cannot be unpacked");
				size += n;
				if (size > entry.size) throw new MalformedZipException("'" + entry.name + "' is larger than it says");
				target.write(out, 0, n);
			}
			if (size != entry.size) throw new MalformedZipException("'" + entry.name + "' ends early");
		}
		catch (final DataFormatException e) {
			throw new MalformedZipException("'" + entry.name + "' cannot be unpacked");
		}
		finally {
			inflater.end();
		}
	}

	/** Where the central directory is. */
	private record Directory(long start, long size, long count) {}

	private static Directory directory(final FileChannel channel, final long length) throws IOException {
		final int tail = (int) Math.min(length, 22 + 0xFFFF);
		final ByteBuffer b = read(channel, length - tail, tail);
		for (int at = tail - 22; at >= 0; at--) {
			if (b.getInt(at) != END || at + 22 + u16(b, at + 20) != tail) continue;
			final long end = length - tail + at;
			final Directory narrow = new Directory(u32(b, at + 16), u32(b, at + 12), u16(b, at + 10));
			if (u16(b, at + 4) != 0 || u16(b, at + 6) != 0 || u16(b, at + 8) != narrow.count) {
				throw new MalformedZipException("it is one part of several");
			}
			final Optional<Directory> wide = directory64(channel, end, narrow);
			final Directory directory = wide.orElse(narrow);
			final long stop = wide.isPresent() ? end - 20 - 56 : end;
			if (directory.count > MAX_ENTRIES) throw new MalformedZipException("it claims to hold " + directory.count + " files");
			if (directory.start < 0 || directory.size < 46 * directory.count || directory.size > stop || directory.start != stop -
				directory.size || directory.size > Integer.MAX_VALUE - 8) throw new MalformedZipException(
					"its table of contents is not where it should be");
			return directory;
		}
		throw new MalformedZipException("its table of contents is missing");
	}

	private static Optional<Directory> directory64(final FileChannel channel, final long end, final Directory narrow) throws IOException {
		if (end < 76) return Optional.empty();
		final ByteBuffer b = read(channel, end - 76, 76);
		if (b.getInt(56) != LOCATOR_64) return Optional.empty();
		if (b.getInt(0) != END_64 || b.getLong(4) != 44 || b.getLong(64) != end - 76) {
			throw new MalformedZipException("its table of contents is not where it should be");
		}
		final Directory wide = new Directory(b.getLong(48), b.getLong(40), b.getLong(32));
		if (b.getInt(16) != 0 || b.getInt(20) != 0 || b.getLong(24) != wide.count) throw new MalformedZipException("it is one part of several");
		if (!agrees(narrow.start, wide.start, 0xFFFFFFFFL) || !agrees(narrow.size, wide.size, 0xFFFFFFFFL) || !agrees(narrow.count, wide.count,
			0xFFFF)) throw new MalformedZipException("it has two tables of contents that contradict each other");
		return Optional.of(wide);
	}

	private static boolean agrees(final long narrow, final long wide, final long marker) {
		return narrow == marker || narrow == wide;
	}

	private static Entry entry(final ByteBuffer central, final FileChannel channel, final long stop) throws IOException {
		if (central.remaining() < 46 || central.getInt(central.position()) != CENTRAL) {
			throw new MalformedZipException("its table of contents is damaged");
		}
		final int at = central.position();
		final int flags = u16(central, at + 8);
		final int method = u16(central, at + 10);
		final int nameLength = u16(central, at + 28);
		final int extraLength = u16(central, at + 30);
		final int next = at + 46 + nameLength + extraLength + u16(central, at + 32);
		if (next > central.limit()) throw new MalformedZipException("its table of contents is damaged");
		final byte[] rawName = Arrays.copyOfRange(central.array(), at + 46, at + 46 + nameLength);
		final String name = name(rawName);
		if ((flags & 1) != 0) throw new MalformedZipException("'" + name + "' is encrypted");
		if (method != 0 && method != 8) throw new MalformedZipException("'" + name + "' is compressed in an unusual way");
		final long[] wide = { u32(central, at + 24), u32(central, at + 20), u32(central, at + 42) };
		widen(central, at + 46 + nameLength, extraLength, wide);
		central.position(next);
		final long crc = u32(central, at + 16);
		final long size = wide[0];
		final long packed = wide[1];
		final long header = wide[2];
		if (size < 0 || packed < 0 || header < 0 || header > stop - 30 || method == 0 && size != packed) {
			throw new MalformedZipException("the size or place of '" + name + "' cannot be right");
		}
		if (size / MAX_DEFLATE_RATIO > packed + 1) throw new ZipBombException(name, size);
		final long start = header + local(channel, header, stop, rawName, flags, method, new long[] { crc, packed, size });
		if (start > stop - packed) throw new MalformedZipException("the size or place of '" + name + "' cannot be right");
		return new Entry(name, method == 8, crc, packed, size, header, start);
	}

	/** Compares the local header with the central one and returns its length. */
	private static int local(final FileChannel channel, final long header, final long stop, final byte[] name, final int flags,
		final int method, final long[] central) throws IOException
	{
		final ByteBuffer b = read(channel, header, 30);
		final int nameLength = u16(b, 26);
		final int extraLength = u16(b, 28);
		final int length = 30 + nameLength + extraLength;
		if (b.getInt(0) != LOCAL || nameLength != name.length || header > stop - length) {
			throw new MalformedZipException("'" + name(name) + "' is not where the table of contents says");
		}
		final ByteBuffer rest = read(channel, header + 30, nameLength + extraLength);
		final long[] wide = { u32(b, 22), u32(b, 18), 0 };
		widen(rest, nameLength, extraLength, wide);
		final long[] local = { u32(b, 14), wide[1], wide[0] };
		// With bit 3 set the numbers may come after the data instead, and the header then holds zeros.
		final boolean streamed = (u16(b, 6) & 8) != 0;
		boolean same = u16(b, 8) == method && ((u16(b, 6) ^ flags) & 1) == 0 && Arrays.equals(name, Arrays.copyOf(rest.array(), nameLength));
		for (int i = 0; i < 3; i++) {
			same &= local[i] == central[i] || streamed && local[i] == 0;
		}
		if (!same) throw new MalformedZipException("'" + name(name) + "' differs from what the table of contents says of it");
		return length;
	}

	/** Replaces those of size, packed size and place that do not fit into 32 bits. */
	private static void widen(final ByteBuffer b, final int extra, final int extraLength, final long[] fields) throws IOException {
		final int stop = extra + extraLength;
		for (int at = extra; at + 4 <= stop;) {
			final int id = u16(b, at);
			final int size = u16(b, at + 2);
			at += 4;
			if (at + size > stop) throw new MalformedZipException("its table of contents is damaged");
			if (id == 1) {
				int field = at;
				for (int i = 0; i < fields.length; i++) {
					if (fields[i] != 0xFFFFFFFFL || field + 8 > at + size) continue;
					fields[i] = b.getLong(field);
					field += 8;
				}
				return;
			}
			at += size;
		}
	}

	private static void check(final Collection<Entry> entries, final long stop, final long length) throws IOException {
		final List<Entry> sorted = entries.stream().sorted(Comparator.comparingLong(Entry::header)).toList();
		long end = 0;
		long total = 0;
		for (final Entry entry : sorted) {
			if (entry.header < end) throw new MalformedZipException("'" + entry.name + "' overlaps another file");
			end = entry.start + entry.packed;
			total += entry.size;
			if (total > FREE_TOTAL + MAX_TOTAL_RATIO * length) throw new ZipBombException(entry.name, total);
		}
		if (end > stop) throw new MalformedZipException("its table of contents is damaged");
	}

	private static String name(final byte[] bytes) throws IOException {
		try {
			final String name = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
			if (name.chars().noneMatch(Character::isISOControl)) return name;
		}
		catch (final CharacterCodingException e) {
			// said below
		}
		throw new MalformedZipException("the name of one of its files cannot be read");
	}

	private static ByteBuffer read(final FileChannel channel, final long from, final int count) throws IOException {
		final ByteBuffer b = ByteBuffer.allocate(count).order(ByteOrder.LITTLE_ENDIAN);
		while (b.hasRemaining()) {
			if (channel.read(b, from + b.position()) < 0) throw new EOFException("the file ends early");
		}
		return b.flip();
	}

	private static int u16(final ByteBuffer b, final int at) {
		return b.getShort(at) & 0xFFFF;
	}

	private static long u32(final ByteBuffer b, final int at) {
		return b.getInt(at) & 0xFFFFFFFFL;
	}

	/** Collects bytes without believing a declared size. */
	private static final class Growing extends OutputStream {

		private final int limit;
		private byte[] bytes;
		private int size;

		Growing(final int guess, final int limit) {
			this.bytes = new byte[guess];
			this.limit = limit;
		}

		@Override
		public void write(final int b) {
			write(new byte[] { (byte) b }, 0, 1);
		}

		@Override
		public void write(final byte[] b, final int off, final int len) {
			if (len > bytes.length - size) bytes = Arrays.copyOf(bytes, (int) Math.min(limit, Math.max(2L * size, size + len)));
			System.arraycopy(b, off, bytes, size, len);
			size += len;
		}

		byte[] bytes() {
			return size == bytes.length ? bytes : Arrays.copyOf(bytes, size);
		}
	}

	/** Keeps a part of what is written. */
	private static final class Window extends OutputStream {

		private final byte[] bytes;
		private final long from;
		private long position;

		Window(final long from, final int count) {
			this.from = from;
			this.bytes = new byte[count];
		}

		@Override
		public void write(final int b) {
			write(new byte[] { (byte) b }, 0, 1);
		}

		@Override
		public void write(final byte[] b, final int off, final int len) {
			final long first = Math.max(position, from);
			final long last = Math.min(position + len, from + bytes.length);
			if (first < last) System.arraycopy(b, off + (int) (first - position), bytes, (int) (first - from), (int) (last - first));
			position += len;
		}

		byte[] bytes() {
			return bytes;
		}
	}
}
