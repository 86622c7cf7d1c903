package org.fovea.model;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;

import org.fovea.FoveaException;
import org.fovea.model.bioimageio.DescriptionReader;

/**
 * A package in a zip. Names that would leave the package are refused as a whole, links are never made, and what comes out is counted, so
 * that a small zip cannot fill the disk.
 */
final class ZipContent implements Content {

	private static final int MOST_ENTRIES = 10_000;

	private static final long ALLOWANCE = 64L << 20;

	private static final int LARGEST_RATIO = 100;

	private final ZipFile zip;
	private final String prefix;
	private final String description;
	private final long limit;
	private long extracted;

	private ZipContent(final ZipFile zip, final String path, final long size) {
		this.zip = zip;
		this.prefix = path.substring(0, path.lastIndexOf('/') + 1);
		this.description = path.substring(prefix.length());
		this.limit = ALLOWANCE + LARGEST_RATIO * size;
	}

	/**
	 * Looks for a package in a file.
	 *
	 * @param file any file
	 * @return the package; empty if this is no zip or holds no description
	 * @throws FoveaException if it is a zip that must not be unpacked
	 * @throws IOException if it cannot be read
	 */
	static Optional<ZipContent> find(final Path file) throws IOException {
		if (!startsLikeZip(file)) return Optional.empty();
		final ZipFile zip;
		try {
			zip = new ZipFile(file.toFile());
		}
		catch (final ZipException e) {
			throw new FoveaException("'" + file.getFileName() + "' is a damaged or truncated zip; fetch it again.", e);
		}
		try {
			final Optional<String> path = descriptionOf(zip);
			if (path.isPresent()) {
				refuseHostile(zip);
				return Optional.of(new ZipContent(zip, path.get(), Files.size(file)));
			}
			zip.close();
			return Optional.empty();
		}
		catch (final RuntimeException | IOException e) {
			zip.close();
			throw e;
		}
	}

	/** @return the name of the description inside */
	String description() {
		return description;
	}

	@Override
	public String copy(final String path, final Path target, final Copy copy) throws IOException {
		try (InputStream in = open(path)) {
			return copy.toFile(in, target);
		}
	}

	private InputStream open(final String path) throws IOException {
		final ZipEntry entry = zip.getEntry(prefix + path);
		if (entry == null || entry.isDirectory()) throw new NoSuchFileException(path);
		return new FilterInputStream(zip.getInputStream(entry)) {

			@Override
			public int read() throws IOException {
				final int value = in.read();
				if (value >= 0) count(1);
				return value;
			}

			@Override
			public int read(final byte[] block, final int offset, final int length) throws IOException {
				final int read = in.read(block, offset, length);
				if (read > 0) count(read);
				return read;
			}
		};
	}

	@Override
	public void close() throws IOException {
		zip.close();
	}

	private void count(final int bytes) {
		extracted += bytes;
		if (extracted > limit) {
			throw new FoveaException("The zip unpacks to more than " + LARGEST_RATIO +
				" times its size, which no model does; it was not imported.");
		}
	}

	private static boolean startsLikeZip(final Path file) throws IOException {
		try (InputStream in = Files.newInputStream(file)) {
			return Arrays.equals(in.readNBytes(4), new byte[] { 'P', 'K', 3, 4 });
		}
	}

	private static Optional<String> descriptionOf(final ZipFile zip) {
		for (final String name : DescriptionReader.FILE_NAMES) {
			if (zip.getEntry(name) != null) return Optional.of(name);
		}
		final List<String> nested = zip.stream().map(ZipEntry::getName).filter(name -> name.matches("[^/]+/[^/]+") && DescriptionReader.FILE_NAMES
			.contains(name.substring(name.indexOf('/') + 1))).toList();
		return nested.size() == 1 ? Optional.of(nested.get(0)) : Optional.empty();
	}

	private static void refuseHostile(final ZipFile zip) {
		if (zip.size() > MOST_ENTRIES) throw new FoveaException("The zip holds " + zip.size() + " files, which no model does; it was not imported.");
		for (final ZipEntry entry : Collections.list(zip.entries())) {
			final String name = entry.getName();
			if (name.startsWith("/") || name.contains("\\") || name.contains(":") || name.indexOf('\0') >= 0 || List.of(name.split("/")).contains(
				".."))
			{
				throw new FoveaException("The zip holds a file that would be written outside the package, '" + name + "'; it was not imported.");
			}
		}
	}
}
