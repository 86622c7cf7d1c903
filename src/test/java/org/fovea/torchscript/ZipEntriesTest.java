package org.fovea.torchscript;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.Consumer;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Zip files that say one thing here and another there. */
class ZipEntriesTest {

	/** Lengths of the fixed parts of the headers, from PKWARE's APPNOTE. */
	private static final int LOCAL = 30;

	@TempDir
	private Path folder;

	@Test
	void readsWhatTheJdkWrote() throws IOException {
		final byte[] text = "the quick brown fox ".repeat(5000).getBytes(StandardCharsets.US_ASCII);
		final ZipEntries zip = ZipEntries.list(Archives.zip(folder.resolve("x.zip"), Map.of("a/b", text)));
		final ZipEntries.Entry entry = zip.entries().get("a/b");
		assertTrue(entry.deflated());
		assertEquals(text.length, entry.size());
		assertArrayEquals(text, zip.bytes(entry));
		assertEquals("brown", new String(zip.range(entry, 80_010, 5), StandardCharsets.US_ASCII));
		assertThrows(MalformedZipException.class, () -> zip.range(entry, text.length - 2, 3));
	}

	@Test
	void refusesAnotherNameInTheLocalHeader() throws IOException {
		refuse(zip -> zip.put(LOCAL + 2, (byte) 'X'), "differs from what the table of contents says");
	}

	@Test
	void refusesAnotherSizeInTheLocalHeader() throws IOException {
		refuse(zip -> zip.putInt(22, 7).putShort(6, (short) 0), "differs from what the table of contents says");
	}

	@Test
	void refusesAnotherMethodInTheLocalHeader() throws IOException {
		refuse(zip -> zip.putShort(8, (short) 0), "differs from what the table of contents says");
	}

	@Test
	void refusesAnEntryOutsideTheFile() throws IOException {
		refuse(zip -> zip.putInt(central(zip) + 42, zip.capacity()), "cannot be right");
	}

	@Test
	void refusesEncryption() throws IOException {
		refuse(zip -> zip.putShort(central(zip) + 8, (short) 9), "encrypted");
	}

	@Test
	void refusesUnknownCompression() throws IOException {
		refuse(zip -> zip.putShort(central(zip) + 10, (short) 12), "unusual way");
	}

	@Test
	void refusesTwoEntriesOfOneName() throws IOException {
		refuse(zip -> {
			final int second = central(zip) + 46 + 4;
			zip.put(second + 46 + 3, (byte) '0').put(zip.getInt(second + 42) + LOCAL + 3, (byte) '0');
		}, "twice");
	}

	@Test
	void refusesOverlappingEntries() throws IOException {
		// The well-known bomb without recursion: many names for one stretch of the file.
		final Path file = folder.resolve("overlap.zip");
		try (ZipOutput out = ZipOutput.create(file)) {
			out.add("a/0", new byte[300]);
			out.add("a/1", new byte[100]);
			out.commit();
		}
		final byte[] bytes = Files.readAllBytes(file);
		final ByteBuffer zip = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
		final int second = zip.getInt(central(zip) + 46 + 3 + 42);
		final int inside = LOCAL + 3 + zip.getShort(28) + 8;
		System.arraycopy(bytes, second, bytes, inside, 64 + 100);
		zip.putInt(central(zip) + 46 + 3 + 42, inside);
		Files.write(file, bytes);
		assertTrue(assertThrows(MalformedZipException.class, () -> ZipEntries.list(file)).getMessage().contains("overlaps"));
	}

	@Test
	void refusesALieAboutTheUnpackedSize() throws IOException {
		final Path file = patched(zip -> zip.putInt(central(zip) + 24, 1 << 30).putInt(22, 0));
		assertThrows(ZipBombException.class, () -> ZipEntries.list(file));
	}

	@Test
	void refusesABomb() throws IOException {
		final Path file = Archives.zip(folder.resolve("bomb.zip"), Map.of("a/0", new byte[80 << 20]));
		assertTrue(Files.size(file) < 100_000);
		assertThrows(ZipBombException.class, () -> ZipEntries.list(file));
	}

	@Test
	void noticesDamagedBytes() throws IOException {
		final Path file = folder.resolve("stored.zip");
		try (ZipOutput out = ZipOutput.create(file)) {
			out.add("a/0", new byte[100]);
			out.commit();
		}
		final byte[] bytes = Files.readAllBytes(file);
		bytes[64 + 10] = 1;
		Files.write(file, bytes);
		final ZipEntries zip = ZipEntries.list(file);
		assertTrue(assertThrows(MalformedZipException.class, () -> zip.bytes(zip.entries().get("a/0"))).getMessage().contains("checksum"));
	}

	@Test
	void refusesAMillionClaimedEntries() throws IOException {
		final Path file = folder.resolve("many.zip");
		try (ZipOutput out = ZipOutput.create(file)) {
			for (int i = 0; i < 65_535; i++) {
				out.add("a/" + i, new byte[0]);
			}
			out.commit();
		}
		final byte[] bytes = Files.readAllBytes(file);
		final ByteBuffer zip = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
		final int end64 = bytes.length - 22 - 20 - 56;
		zip.putLong(end64 + 24, 1_000_000).putLong(end64 + 32, 1_000_000);
		Files.write(file, bytes);
		assertTrue(assertThrows(MalformedZipException.class, () -> ZipEntries.list(file)).getMessage().contains("1000000"));
	}

	private void refuse(final Consumer<ByteBuffer> change, final String reason) throws IOException {
		final Path file = patched(change);
		final MalformedZipException e = assertThrows(MalformedZipException.class, () -> ZipEntries.list(file));
		assertTrue(e.getMessage().contains(reason), e.getMessage());
	}

	/** Two deflated entries, {@code a/00} and {@code a/01}, of which some bytes are changed. */
	private Path patched(final Consumer<ByteBuffer> change) throws IOException {
		final Map<String, byte[]> entries = new java.util.TreeMap<>(Map.of("a/00", new byte[50], "a/01", new byte[60]));
		final Path file = Archives.zip(folder.resolve("x.zip"), entries);
		assertEquals(2, ZipEntries.list(file).entries().size());
		final byte[] bytes = Files.readAllBytes(file);
		change.accept(ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN));
		return Files.write(file, bytes);
	}

	private static int central(final ByteBuffer zip) {
		return zip.getInt(zip.capacity() - 6);
	}
}
