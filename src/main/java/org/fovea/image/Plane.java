package org.fovea.image;

import java.util.ArrayList;
import java.util.List;

import ij.ImagePlus;

/**
 * One depth at one time of a hyperstack, with all its channels.
 *
 * @param slice z, from 1
 * @param frame t, from 1
 */
public record Plane(int slice, int frame) {

	/**
	 * The plane that an image shows.
	 *
	 * @param image any image
	 * @return its current plane
	 */
	public static Plane current(final ImagePlus image) {
		// ImageJ's own z and t follow only what is set while there is a window, the current slice always.
		final int[] position = image.convertIndexToPosition(image.getCurrentSlice());
		return new Plane(position[1], position[2]);
	}

	/**
	 * Every plane of an image, z before t as ImageJ stores them.
	 *
	 * @param image any image
	 * @return its planes
	 */
	public static List<Plane> all(final ImagePlus image) {
		final List<Plane> planes = new ArrayList<>();
		for (int t = 1; t <= image.getNFrames(); t++) {
			for (int z = 1; z <= image.getNSlices(); z++) planes.add(new Plane(z, t));
		}
		return planes;
	}

	/**
	 * What the plane is called in results: the slice's label where it has one, its position in a stack otherwise.
	 *
	 * @param image the image that it belongs to
	 * @return a short text; empty for a single image without a label
	 */
	public String label(final ImagePlus image) {
		final String label = image.getStack().getShortSliceLabel(image.getStackIndex(image.getNChannels() == 1 ? 1 : image.getC(), slice, frame));
		if (label != null && !label.isBlank()) return label.strip();
		final boolean deep = image.getNSlices() > 1;
		final boolean timed = image.getNFrames() > 1;
		return (deep ? "z:" + slice + "/" + image.getNSlices() : "") + (deep && timed ? " " : "") + (timed ? "t:" + frame + "/" + image
			.getNFrames() : "");
	}
}
