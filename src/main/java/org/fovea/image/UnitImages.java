package org.fovea.image;

import java.util.ArrayList;
import java.util.List;

import ij.ImagePlus;
import ij.ImageStack;
import ij.process.FloatProcessor;

import org.fovea.network.Heatmap;

/** Stacks of a layer's units: one 32-bit slice for each unit, named {@code layer/unit}; one frame for each plane of the input. */
public final class UnitImages {

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
		final View view = pages.get(0).view();
		final List<Heatmap> slices = new ArrayList<>();
		for (final Page page : pages) {
			for (final Heatmap map : page.maps()) slices.add(isUpsampled ? page.view().toArea(map) : map);
		}
		final Heatmap first = slices.get(0);
		final ImageStack stack = new ImageStack(first.width(), first.height());
		final List<Integer> units = pages.get(0).units();
		for (int i = 0; i < slices.size(); i++) {
			stack.addSlice(layer + "/" + units.get(i % units.size()), new FloatProcessor(first.width(), first.height(), slices.get(i).values()));
		}
		final ImagePlus image = new ImagePlus(Geometry.title(view.image(), technique), stack);
		image.setDimensions(1, units.size(), pages.size());
		if (pages.size() > 1) image.setOpenAsHyperStack(true);
		image.setCalibration(Geometry.calibration(view, isUpsampled ? 1 : view.scaleX(first.width()), isUpsampled ? 1 : view.scaleY(first
			.height())));
		final Scale scale = Scale.of(slices);
		image.setLut(Luts.of(scale.isSigned() ? Luts.DIVERGING : "Grays", scale.isSigned()));
		scale.show(image);
		return image;
	}
}
