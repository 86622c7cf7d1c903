package org.fovea.image;

import ij.ImagePlus;
import ij.measure.Calibration;

/** Where a result lies in the world that its input is calibrated in. */
public final class Geometry {

	private Geometry() {
	}

	/**
	 * The calibration of a map over a view's area: same unit, pixel size and origin such that every position keeps its world coordinates. The
	 * value calibration is dropped, because a map's values are its own.
	 *
	 * @param view what was seen
	 * @param scaleX image pixels per map pixel
	 * @param scaleY image pixels per map pixel
	 * @return a new calibration
	 */
	static Calibration calibration(final View view, final double scaleX, final double scaleY) {
		final Calibration calibration = view.image().getCalibration().copy();
		calibration.setFunction(Calibration.NONE, null, "");
		calibration.pixelWidth *= scaleX;
		calibration.pixelHeight *= scaleY;
		calibration.xOrigin = (calibration.xOrigin - view.area().x) / scaleX;
		calibration.yOrigin = (calibration.yOrigin - view.area().y) / scaleY;
		return calibration;
	}

	/**
	 * The input's title without a file's extension, then what was made of it.
	 *
	 * @param input the input
	 * @param what such as {@code grad-cam}
	 * @return the result's title
	 */
	public static String title(final ImagePlus input, final String what) {
		return input.getTitle().replaceFirst("\\.[A-Za-z][A-Za-z0-9]{1,4}$", "") + "-" + what;
	}
}
