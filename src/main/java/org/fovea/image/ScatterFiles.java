package org.fovea.image;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Locale;

import javax.imageio.ImageIO;

import ij.IJ;
import ij.io.SaveDialog;

import org.fovea.FoveaException;
import org.fovea.plot.ScatterPlot;

/** Saves plots as files: the part that is shown, with the selection. */
public final class ScatterFiles {

	private static final double FINE = 2;

	private ScatterFiles() {
	}

	/**
	 * Writes a plot, whole or not at all.
	 *
	 * @param plot the plot
	 * @param file ending in .png (twice as many pixels as the image) or .svg
	 * @throws FoveaException if the ending is another or the file cannot be written
	 */
	public static void save(final ScatterImage plot, final Path file) {
		final byte[] content = content(plot, file);
		final Path part = file.resolveSibling(file.getFileName() + ".part");
		try {
			Files.write(part, content);
			Files.move(part, file, StandardCopyOption.REPLACE_EXISTING);
		}
		catch (final IOException e) {
			throw new FoveaException("The plot could not be written to " + file + "; choose a folder that exists and may be written to.", e);
		}
	}

	/** Asks where to, and writes. */
	static void ask(final ScatterImage plot, final String ending) {
		final SaveDialog dialog = new SaveDialog("Save plot", plot.getTitle(), ending);
		if (dialog.getFileName() == null) return;
		try {
			save(plot, Path.of(dialog.getDirectory(), dialog.getFileName()));
		}
		catch (final FoveaException e) {
			IJ.error("Fovea", e.getMessage());
		}
	}

	private static byte[] content(final ScatterImage plot, final Path file) {
		final String name = file.getFileName().toString().toLowerCase(Locale.ROOT);
		if (name.endsWith(".svg")) return ScatterPlot.svg(plot.page(), plot.selected()).getBytes(StandardCharsets.UTF_8);
		if (!name.endsWith(".png")) throw new FoveaException("A plot is saved as .png or .svg, not as " + file.getFileName() + ".");
		try (ByteArrayOutputStream out = new ByteArrayOutputStream()) {
			ImageIO.write(ScatterPlot.image(plot.page(), plot.selected(), FINE), "png", out);
			return out.toByteArray();
		}
		catch (final IOException e) {
			throw new FoveaException("The plot could not be written as PNG; try SVG.", e);
		}
	}
}
