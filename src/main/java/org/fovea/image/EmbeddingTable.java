package org.fovea.image;

import java.awt.Rectangle;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

import ij.measure.ResultsTable;

import org.fovea.FoveaException;
import org.fovea.model.bioimageio.Npy;
import org.fovea.network.Tensor;

/** Vectors of images in a table, one row for each image: where it is found again, its group, and its values. */
public final class EmbeddingTable {

	/** More numbers than this make a table too slow to look at. */
	public static final int MOST_SHOWN = 4_000_000;

	private final List<String> features;
	private final List<Series.Item> items = new ArrayList<>();
	private final List<float[]> vectors = new ArrayList<>();

	/** @param features names of the vectors' values */
	public EmbeddingTable(final List<String> features) {
		this.features = List.copyOf(features);
	}

	/**
	 * Adds an image.
	 *
	 * @param item the image
	 * @param vector its values
	 * @throws FoveaException if there are more or fewer values than names
	 */
	public void add(final Series.Item item, final float... vector) {
		if (vector.length != features.size()) {
			throw new FoveaException("This image gives " + vector.length + " values and the first gave " + features.size() + "; use pooling=mean or " +
				"pooling=max, or images of one size.");
		}
		// The pixels of a file must not be kept for its name.
		items.add(new Series.Item(item.place(), null, item.name(), item.selection(), item.origin(), item.group()));
		vectors.add(vector);
	}

	/** @return how many images there are */
	public int size() {
		return items.size();
	}

	/** @return the vectors, in the order of the images */
	public List<float[]> vectors() {
		return List.copyOf(vectors);
	}

	/** @return whether the values are too many for a table on the screen */
	public boolean isLarge() {
		return (long) items.size() * features.size() > MOST_SHOWN;
	}

	/** @return a table, not shown; without the values where these are too many */
	public ResultsTable table() {
		final ResultsTable table = Tables.of("embedding");
		table.setPrecision(6);
		final boolean haveRegions = items.stream().anyMatch(item -> item.origin().box().isPresent());
		final boolean haveClasses = haveClasses();
		for (final Series.Item item : items) {
			table.addRow();
			final Origin origin = item.origin();
			final boolean isFile = origin.image().contains("/") || origin.image().contains("\\");
			table.addValue("Image", item.name());
			if (isFile) table.addValue("Path", origin.image());
			table.addValue("Slice", origin.slice());
			if (haveRegions) {
				final Rectangle box = origin.box().orElseGet(Rectangle::new);
				table.addValue("ROI", origin.name());
				table.addValue("X", box.x);
				table.addValue("Y", box.y);
				table.addValue("Width", box.width);
				table.addValue("Height", box.height);
			}
			if (haveClasses) table.addValue("Class", item.group());
			else if (!item.group().isBlank()) table.addLabel(item.group());
		}
		if (!isLarge()) for (int i = 0; i < features.size(); i++) {
			final int index = i;
			table.setValues(features.get(i), vectors.stream().mapToDouble(vector -> vector[index]).toArray());
		}
		return table;
	}

	/** Labels of slices are classes where they come back, and names where each has its own. */
	private boolean haveClasses() {
		final List<String> groups = items.stream().map(Series.Item::group).filter(group -> !group.isBlank()).toList();
		return !groups.isEmpty() && (2 * new HashSet<>(groups).size() <= groups.size());
	}

	/**
	 * Writes a file with all digits, whole or not at all.
	 *
	 * @param file to be written or replaced: the table where it ends in .csv, the vectors alone where it ends in .npy
	 * @throws FoveaException if it cannot be written
	 */
	public void save(final Path file) {
		final Path part = file.resolveSibling(file.getFileName() + ".part");
		try {
			try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(part))) {
				if (file.toString().toLowerCase(Locale.ROOT).endsWith(".npy")) Npy.write(matrix(), out);
				else write(out);
			}
			Files.move(part, file, StandardCopyOption.REPLACE_EXISTING);
		}
		catch (final IOException e) {
			throw new FoveaException("The vectors could not be written to " + file + "; choose a folder that exists and may be written to.", e);
		}
	}

	private Tensor matrix() {
		final Tensor all = Tensor.zeros(items.size(), features.size());
		for (int row = 0; row < items.size(); row++) System.arraycopy(vectors.get(row), 0, all.data(), row * features.size(), features.size());
		return all;
	}

	private void write(final OutputStream out) throws IOException {
		final ResultsTable table = table();
		final Set<String> values = Set.copyOf(features);
		final List<String> kept = Arrays.stream(table.getHeadings()).filter(heading -> !values.contains(heading)).toList();
		out.write((String.join(",", kept) + "," + String.join(",", features) + "\n").getBytes(StandardCharsets.UTF_8));
		for (int row = 0; row < items.size(); row++) {
			final StringBuilder line = new StringBuilder();
			for (final String heading : kept) line.append(DelimitedText.quoted(table.getStringValue(heading, row))).append(',');
			for (final float value : vectors.get(row)) line.append(value).append(',');
			line.setCharAt(line.length() - 1, '\n');
			out.write(line.toString().getBytes(StandardCharsets.UTF_8));
		}
	}
}
