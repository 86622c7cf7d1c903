package org.fovea.torchscript;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;

/** Good archives from PyTorch, and others made from them with the JDK's own zip classes. */
final class Archives {

	private Archives() {
	}

	/** A file written by {@code src/test/python/archive_fixtures.py}. */
	static Path fixture(final String name) {
		try {
			return Path.of(Archives.class.getResource("/torchscript/" + name).toURI());
		}
		catch (final URISyntaxException e) {
			throw new IllegalStateException(e);
		}
	}

	/** All entries of a zip file with their full names. */
	static Map<String, byte[]> entries(final Path zip) {
		final Map<String, byte[]> entries = new LinkedHashMap<>();
		try (ZipFile file = new ZipFile(zip.toFile())) {
			for (final ZipEntry entry : file.stream().toList()) {
				entries.put(entry.getName(), file.getInputStream(entry).readAllBytes());
			}
		}
		catch (final IOException e) {
			throw new UncheckedIOException(e);
		}
		return entries;
	}

	/** Packs entries as any zip program would. */
	static Path zip(final Path target, final Map<String, byte[]> entries) {
		try (OutputStream out = Files.newOutputStream(target); ZipOutputStream zip = new ZipOutputStream(out)) {
			for (final Map.Entry<String, byte[]> entry : entries.entrySet()) {
				zip.putNextEntry(new ZipEntry(entry.getKey()));
				zip.write(entry.getValue());
			}
		}
		catch (final IOException e) {
			throw new UncheckedIOException(e);
		}
		return target;
	}

	/** A good archive with some entries changed, added, or (null) removed; names without the top folder. */
	static Path with(final Path target, final String fixture, final Map<String, byte[]> changes) {
		final Map<String, byte[]> entries = entries(fixture(fixture));
		final String root = entries.keySet().iterator().next().split("/")[0] + "/";
		changes.forEach((name, bytes) -> {
			if (bytes.length == 0) entries.remove(root + name);
			else entries.put(root + name, bytes);
		});
		return zip(target, entries);
	}

	/** {@code small.pt} with its only class's code changed. */
	static Path withCode(final Path target, final UnaryOperator<String> change) {
		final Map<String, byte[]> entries = entries(fixture("small.pt"));
		final String old = new String(entries.get("small/code/__torch__.py"), StandardCharsets.UTF_8);
		final String changed = change.apply(old);
		if (changed.equals(old)) throw new IllegalArgumentException("nothing changed");
		entries.put("small/code/__torch__.py", changed.getBytes(StandardCharsets.UTF_8));
		return zip(target, entries);
	}

	/** {@code small.pt} with one more statement at the beginning of its forward method. */
	static Path withStatement(final Path target, final String statement) {
		return withCode(target, code -> code.replace("    x: Tensor) -> Tensor:\n", "    x: Tensor) -> Tensor:\n    " + statement + "\n"));
	}
}
