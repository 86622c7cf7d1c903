package org.fovea.image;

import java.awt.Color;
import java.util.ArrayList;
import java.util.List;

import ij.CompositeImage;
import ij.ImagePlus;
import ij.ImageStack;
import ij.measure.Calibration;
import ij.process.FloatProcessor;
import ij.process.LUT;

import org.fovea.network.Heatmap;

/** Stacks of a layer's units: one 32-bit slice for each unit, named {@code layer/unit}; one frame for each plane of the input. */
public final class UnitImages {

	private static final Color[] COLOURS = { Color.RED, Color.GREEN, Color.BLUE };
	private static final int GAP = 1;

	private final String layer;
	private final boolean isUpsampled;

	/** How large a unit's map is shown. */
	public enum Size {
		/** As the layer computes it. */
		LAYER,
		/** Enlarged to the pixels of the area, bilinearly. */
		AREA
	}

	/**
	 * Settles how units are shown.
	 *
	 * @param layer for the labels
	 * @param size of the slices
	 */
	public UnitImages(final String layer, final Size size) {
		this.layer = layer;
		isUpsampled = size == Size.AREA;
	}

	/**
	 * One plane's units.
	 *
	 * @param view what the network saw
	 * @param units index of each map's unit
	 * @param maps over the whole of the view's tensor
	 */
	public record Page(View view, List<Integer> units, List<Heatmap> maps) {}

	/**
	 * Makes the stack.
	 *
	 * @param technique for the title
	 * @param pages the planes in order, all with the same units
	 * @return a stack of units with a frame for each page, one display range over all, not shown
	 */
	public ImagePlus stack(final String technique, final List<Page> pages) {
		final List<Heatmap> slices = slices(pages);
		final ImagePlus image = raw(technique, pages, slices);
		image.setDimensions(1, pages.get(0).units().size(), pages.size());
		if (pages.size() > 1) image.setOpenAsHyperStack(true);
		ranged(image, slices);
		return image;
	}

	/**
	 * Puts the units side by side.
	 *
	 * @param technique for the title
	 * @param pages the planes in order, all with the same units
	 * @return 32-bit, a slice for each page, one display range over all, not shown; unit i stands in column i mod n and row i / n, where n is
	 *         the square root of the number of units, rounded up
	 */
	public ImagePlus montage(final String technique, final List<Page> pages) {
		final List<Heatmap> slices = slices(pages);
		final Heatmap first = slices.get(0);
		final int units = pages.get(0).units().size();
		final int columns = (int) Math.ceil(Math.sqrt(units));
		final int rows = (units + columns - 1) / columns;
		final ImageStack stack = new ImageStack(columns * (first.width() + GAP) - GAP, rows * (first.height() + GAP) - GAP);
		for (int page = 0; page < pages.size(); page++) {
			final FloatProcessor side = new FloatProcessor(stack.getWidth(), stack.getHeight());
			side.setValue(Float.NaN);
			side.fill();
			for (int i = 0; i < units; i++) {
				side.insert(new FloatProcessor(first.width(), first.height(), slices.get(page * units + i).values()), i % columns * (first.width() + GAP), i /
					columns * (first.height() + GAP));
			}
			final View view = pages.get(page).view();
			stack.addSlice(view.plane().label(view.image()), side);
		}
		final ImagePlus image = new ImagePlus(Geometry.title(pages.get(0).view().image(), technique), stack);
		image.setCalibration(calibration(pages.get(0).view(), first));
		ranged(image, slices);
		return image;
	}

	/**
	 * Shows three units as red, green and blue, each from 0 to its own maximum.
	 *
	 * @param technique for the title
	 * @param pages the planes in order, all with the same three units
	 * @return a 32-bit composite with a frame for each page, not shown
	 */
	public ImagePlus composite(final String technique, final List<Page> pages) {
		final List<Heatmap> slices = slices(pages);
		final ImagePlus image = raw(technique, pages, slices);
		image.setDimensions(COLOURS.length, 1, pages.size());
		final CompositeImage composite = new CompositeImage(image, CompositeImage.COMPOSITE);
		for (int c = 0; c < COLOURS.length; c++) {
			double limit = 0;
			for (int i = c; i < slices.size(); i += COLOURS.length) limit = Math.max(limit, slices.get(i).max());
			composite.setChannelLut(LUT.createLutFromColor(COLOURS[c]), c + 1);
			composite.getChannelLut(c + 1).min = 0;
			composite.getChannelLut(c + 1).max = limit > 0 ? limit : 1;
		}
		composite.setOpenAsHyperStack(true);
		return composite;
	}

	private List<Heatmap> slices(final List<Page> pages) {
		final List<Heatmap> slices = new ArrayList<>();
		for (final Page page : pages) {
			for (final Heatmap map : page.maps()) slices.add(isUpsampled ? page.view().toArea(map) : map);
		}
		return slices;
	}

	private ImagePlus raw(final String technique, final List<Page> pages, final List<Heatmap> slices) {
		final View view = pages.get(0).view();
		final Heatmap first = slices.get(0);
		final ImageStack stack = new ImageStack(first.width(), first.height());
		final List<Integer> units = pages.get(0).units();
		for (int i = 0; i < slices.size(); i++) {
			stack.addSlice(layer + "/" + units.get(i % units.size()), new FloatProcessor(first.width(), first.height(), slices.get(i).values()));
		}
		final ImagePlus image = new ImagePlus(Geometry.title(view.image(), technique), stack);
		image.setCalibration(calibration(view, first));
		return image;
	}

	private Calibration calibration(final View view, final Heatmap map) {
		return Geometry.calibration(view, isUpsampled ? 1 : view.scaleX(map.width()), isUpsampled ? 1 : view.scaleY(map.height()));
	}

	private static void ranged(final ImagePlus image, final List<Heatmap> slices) {
		final Scale scale = Scale.of(slices);
		image.setLut(Luts.of(scale.isSigned() ? Luts.DIVERGING : "Grays", scale.isSigned()));
		scale.show(image);
	}
}
