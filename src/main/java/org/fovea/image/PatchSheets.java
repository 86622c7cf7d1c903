package org.fovea.image;

import java.awt.Color;
import java.awt.Rectangle;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

import ij.CompositeImage;
import ij.ImagePlus;
import ij.ImageStack;
import ij.process.ColorProcessor;
import ij.process.FloatProcessor;
import ij.process.ImageProcessor;

import org.fovea.network.Tensor;

/**
 * Sheets of patches: a slice for each unit, its patches in rows from the strongest on, and beside them, where wanted, their projections.
 * A tile stands for the whole receptive field; what of it lies outside the image stays white.
 */
public final class PatchSheets {

	/** Side of a tile. */
	private static final int TILE = 96;
	private static final int GAP = 2;
	private static final int BETWEEN = 12;

	/** The share of a projection's values that are shown as they are; the others are as white or black as can be. */
	private static final double SHOWN = 0.995;

	private final String layer;
	private final List<Integer> units;
	private final int columns;
	private final int rows;
	private final boolean hasProjections;
	private final List<ColorProcessor> sheets = new ArrayList<>();

	/** What stands beside the patches. */
	public enum Beside {
		/** Nothing. */
		NOTHING,
		/** A projection of each. */
		PROJECTIONS
	}

	/**
	 * Starts with empty sheets.
	 *
	 * @param layer for the labels
	 * @param units one for each sheet
	 * @param count patches on a sheet, at most
	 * @param beside the patches
	 */
	public PatchSheets(final String layer, final List<Integer> units, final int count, final Beside beside) {
		this.layer = layer;
		this.units = List.copyOf(units);
		columns = (int) Math.ceil(Math.sqrt(count));
		rows = (count + columns - 1) / columns;
		hasProjections = beside == Beside.PROJECTIONS;
		for (int i = 0; i < units.size(); i++) {
			final ColorProcessor sheet = new ColorProcessor(panel() * (hasProjections ? 2 : 1) + (hasProjections ? BETWEEN : 0), rows * (TILE + GAP) - GAP);
			sheet.setColor(Color.WHITE);
			sheet.fill();
			sheets.add(sheet);
		}
	}

	private int panel() {
		return columns * (TILE + GAP) - GAP;
	}

	/**
	 * Draws a patch as the image shows it.
	 *
	 * @param unit of which it is
	 * @param rank 0 for the strongest
	 * @param sight what the unit sees
	 */
	public void draw(final int unit, final int rank, final Sight sight) {
		place(unit, rank, 0, sight, crop(sight));
	}

	/**
	 * Draws a projection beside a patch, 0 in mid-grey. White and black is the magnitude that {@value #SHOWN} of the values inside the patch do not
	 * exceed: a few that stand out would leave everything else grey.
	 *
	 * @param unit of which it is
	 * @param rank 0 for the strongest
	 * @param sight what the unit sees
	 * @param projection {@code [1, C, H, W]} over the view's tensor; in colour for three channels, else their sum
	 */
	public void draw(final int unit, final int rank, final Sight sight, final Tensor projection) {
		place(unit, rank, panel() + BETWEEN, sight, picture(projection, sight.tensorBox()));
	}

	private void place(final int unit, final int rank, final int shift, final Sight sight, final ImageProcessor patch) {
		final double scaleX = (double) sight.view().area().width / sight.view().width();
		final double scaleY = (double) sight.view().area().height / sight.view().height();
		final double zoom = TILE / Math.max(sight.width() * scaleX, sight.height() * scaleY);
		final Rectangle seen = sight.tensorBox();
		final int width = (int) Math.max(1, Math.round(seen.width * scaleX * zoom));
		final int height = (int) Math.max(1, Math.round(seen.height * scaleY * zoom));
		final int x = (int) Math.round((seen.x - sight.left()) * scaleX * zoom);
		final int y = (int) Math.round((seen.y - sight.top()) * scaleY * zoom);
		patch.setInterpolationMethod(width > patch.getWidth() ? ImageProcessor.NEAREST_NEIGHBOR : ImageProcessor.BILINEAR);
		final ImageProcessor tile = patch.resize(Math.min(width, TILE), Math.min(height, TILE), width < patch.getWidth());
		sheets.get(units.indexOf(unit)).insert(tile, shift + rank % columns * (TILE + GAP) + Math.min(Math.max(0, x), TILE - tile.getWidth()), rank /
			columns * (TILE + GAP) + Math.min(Math.max(0, y), TILE - tile.getHeight()));
	}

	/** The patch with the image's colours and display range. */
	private static ImageProcessor crop(final Sight sight) {
		final ImagePlus image = sight.view().image();
		final Plane plane = sight.view().plane();
		final ImageStack cropped = new ImageStack(sight.box().width, sight.box().height);
		for (int c = 1; c <= image.getNChannels(); c++) {
			final ImageProcessor ip = image.getStack().getProcessor(image.getStackIndex(c, plane.slice(), plane.frame()));
			ip.setRoi(sight.box());
			cropped.addSlice(ip.crop());
			ip.resetRoi();
		}
		if (cropped.size() == 1 && cropped.getProcessor(1) instanceof final ColorProcessor colours) return colours;
		final ImagePlus part = new ImagePlus("", cropped);
		if (image instanceof final CompositeImage composite && cropped.size() > 1) {
			part.setDimensions(cropped.size(), 1, 1);
			final CompositeImage coloured = new CompositeImage(part, composite.getMode());
			coloured.setLuts(composite.getLuts());
			coloured.setPosition(composite.getC(), 1, 1);
			return new ColorProcessor(coloured.getImage());
		}
		final ImagePlus shown = new ImagePlus("", cropped.getProcessor(Math.min(cropped.size(), Math.max(1, image.getC()))));
		shown.setLut(image.getProcessor().getLut());
		shown.setDisplayRange(image.getDisplayRangeMin(), image.getDisplayRangeMax());
		return shown.getProcessor().convertToRGB();
	}

	private static ColorProcessor picture(final Tensor projection, final Rectangle box) {
		final int channels = projection.size(1);
		final FloatProcessor[] parts = new FloatProcessor[channels == 3 ? 3 : 1];
		final double[] magnitudes = new double[parts.length * box.width * box.height];
		for (int p = 0; p < parts.length; p++) {
			parts[p] = new FloatProcessor(box.width, box.height);
			for (int i = 0; i < box.width * box.height; i++) {
				double sum = 0;
				for (int c = p; c < channels; c += parts.length) sum += projection.at(0, c, box.y + i / box.width, box.x + i % box.width);
				parts[p].setf(i, (float) sum);
				magnitudes[p * box.width * box.height + i] = Math.abs(sum);
			}
		}
		final double limit = limit(magnitudes);
		final ColorProcessor picture = new ColorProcessor(box.width, box.height);
		for (int i = 0; i < box.width * box.height; i++) {
			picture.set(i, grey(parts[0].getf(i), limit) << 16 | grey(parts[parts.length / 2].getf(i), limit) << 8 | grey(parts[parts.length - 1].getf(i),
				limit));
		}
		return picture;
	}

	/** The largest magnitude where hardly any differs from 0. */
	private static double limit(final double... magnitudes) {
		Arrays.sort(magnitudes);
		final double limit = magnitudes[(int) Math.ceil(SHOWN * magnitudes.length) - 1];
		return limit > 0 ? limit : magnitudes[magnitudes.length - 1];
	}

	private static int grey(final float value, final double limit) {
		return limit > 0 ? (int) Math.round(128 + 127 * Math.max(-1, Math.min(1, value / limit))) : 128;
	}

	/**
	 * The sheets.
	 *
	 * @param title of the window
	 * @return RGB, a slice for each unit called {@code layer/unit}, not shown
	 */
	public ImagePlus image(final String title) {
		final ImageStack stack = new ImageStack(sheets.get(0).getWidth(), sheets.get(0).getHeight());
		for (int i = 0; i < units.size(); i++) stack.addSlice(layer + "/" + units.get(i), sheets.get(i));
		return new ImagePlus(title, stack);
	}

	/**
	 * What lies under the mouse.
	 *
	 * @param slice of the image, from 1
	 * @param x pixel of the image
	 * @param y pixel of the image
	 * @return unit and rank; empty between tiles
	 */
	public Optional<int[]> at(final int slice, final int x, final int y) {
		final int across = hasProjections && x >= panel() + BETWEEN ? x - panel() - BETWEEN : x;
		final int column = across / (TILE + GAP);
		final int row = y / (TILE + GAP);
		final boolean isTile = x >= 0 && y >= 0 && column < columns && row < rows && across % (TILE + GAP) < TILE && y % (TILE + GAP) < TILE;
		return isTile ? Optional.of(new int[] { units.get(slice - 1), row * columns + column }) : Optional.empty();
	}
}
