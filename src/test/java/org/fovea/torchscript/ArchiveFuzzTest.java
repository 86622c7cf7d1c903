package org.fovea.torchscript;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;

import org.fovea.FoveaException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever the bytes, an archive is read or refused in words, with little memory. */
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class ArchiveFuzzTest {

	private static final long MAX_ALLOCATED = 64L << 20;

	@TempDir
	private Path folder;

	private int read;
	private int refused;

	@Test
	void everyTruncationIsRefused() throws IOException {
		final byte[] good = Files.readAllBytes(Archives.fixture("small-frozen.pt"));
		for (int length = 0; length < good.length; length++) {
			open(Arrays.copyOf(good, length), "length " + length);
		}
		assertEquals(0, read);
	}

	@ParameterizedTest
	@ValueSource(strings = { "small.pt", "small-frozen.pt", "values.pt", "formats.pt" })
	void changedBytesAreReadOrRefused(final String name) throws IOException {
		final byte[] good = Files.readAllBytes(Archives.fixture(name));
		final Random random = new Random(20);
		for (int i = 0; i < 600; i++) {
			final byte[] bad = good.clone();
			final int count = 1 + random.nextInt(3);
			for (int k = 0; k < count; k++) {
				bad[random.nextInt(bad.length)] = (byte) (random.nextBoolean() ? random.nextInt(256) : random.nextBoolean() ? 0xFF : 0);
			}
			open(bad, name + " change " + i);
		}
		assertTrue(refused > 200, refused + " refused");
		assertTrue(read > 20, read + " read");
	}

	@ParameterizedTest
	@ValueSource(strings = { "small.pt", "values.pt", "formats.pt", "stateful.pt", "choice.pt" })
	void changedPicklesAreReadOrRefused(final String name) throws IOException {
		// With matching checksums, so that the changes get further than the zip.
		final Map<String, byte[]> entries = Archives.entries(Archives.fixture(name));
		final String entry = name.replace(".pt", "/data.pkl");
		final byte[] good = entries.get(entry);
		final Random random = new Random(21);
		for (int i = 0; i < 400; i++) {
			final byte[] bad = good.clone();
			bad[random.nextInt(bad.length)] = (byte) random.nextInt(256);
			entries.put(entry, bad);
			open(Files.readAllBytes(Archives.zip(folder.resolve("y.pt"), entries)), name + " change " + i);
		}
		assertTrue(refused > 100, refused + " refused");
	}

	@Test
	void changedCodeIsReadOrRefused() throws IOException {
		final Map<String, byte[]> entries = Archives.entries(Archives.fixture("values.pt"));
		final byte[] good = entries.get("values/code/__torch__.py");
		final Random random = new Random(22);
		for (int i = 0; i < 400; i++) {
			final byte[] bad = good.clone();
			bad[random.nextInt(bad.length)] = (byte) random.nextInt(128);
			entries.put("values/code/__torch__.py", bad);
			open(Files.readAllBytes(Archives.zip(folder.resolve("y.pt"), entries)), "change " + i);
		}
		assertTrue(read > 0 && refused > 0);
	}

	private void open(final byte[] bytes, final String what) throws IOException {
		final Path file = Files.write(folder.resolve("x.pt"), bytes);
		final com.sun.management.ThreadMXBean threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
		final long before = threads.getCurrentThreadAllocatedBytes();
		try {
			final Archive archive = ArchiveChecker.check(Archive.read(file));
			archive.tensors().forEach(tensor -> use(archive, tensor));
			archive.write(folder.resolve("out.pt"), Map.of(), Map.of());
			read++;
		}
		catch (final FoveaException e) {
			refused++;
			assertTrue(e.getMessage().endsWith(".") && !e.getMessage().contains("\n"), what + ": " + e.getMessage());
		}
		catch (final RuntimeException | StackOverflowError | OutOfMemoryError e) {
			throw new AssertionError(what, e);
		}
		final long allocated = threads.getCurrentThreadAllocatedBytes() - before;
		assertTrue(allocated < MAX_ALLOCATED, what + " took " + allocated + " bytes");
	}

	private static void use(final Archive archive, final TensorReference tensor) {
		if (!tensor.dtype().startsWith("complex") && !tensor.dtype().startsWith("q")) archive.values(tensor);
	}
}
