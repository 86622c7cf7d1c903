package org.fovea.image;

import java.util.List;
import java.util.Locale;

import ij.ImagePlus;
import ij.measure.Calibration;

import org.fovea.FoveaException;
import org.fovea.model.InputFormat;
import org.fovea.model.InputFormat.Usual;
import org.fovea.model.PixelType;
import org.fovea.network.Tensor;

/**
 * How pictures that were made are stored, and which pixel values they may use.
 *
 * @param type of the pixels
 * @param low the smallest value
 * @param high the largest value
 * @param origin the value that is stored as 0
 * @param spacing between values that can be stored; 0 for 32-bit pixels
 */
public record Depth(PixelType type, double low, double high, double origin, double spacing) {

	/** Bits as people and macros write them. */
	public static final List<String> BITS = List.of("8-bit", "16-bit", "32-bit");

	/** How far a network's normalised input usually reaches on either side of 0. */
	private static final double USUAL_REACH = 2.5;

	/**
	 * Reads bits and range.
	 *
	 * @param bits one of {@link #BITS}
	 * @param range smallest and largest value; empty = all of 8 bits, and otherwise what the model's preprocessing expects
	 * @param format of the model
	 * @return the depth
	 * @throws FoveaException if there are no such bits or the type cannot hold the range
	 */
	public static Depth of(final String bits, final List<Double> range, final InputFormat format) {
		final int index = BITS.indexOf(bits.strip().toLowerCase(Locale.ROOT));
		if (index < 0) throw new FoveaException("'depth' must be one of " + String.join(", ", BITS) + ", not '" + bits.strip() + "'.");
		final PixelType type = PixelType.values()[index];
		final double largest = index == 0 ? 255 : index == 1 ? 65535 : Double.MAX_VALUE;
		if (range.isEmpty()) return usual(type, largest, format);
		if (range.size() != 2 || !(range.get(0) < range.get(1)) || index < 2 && (range.get(0) < 0 || range.get(1) > largest)) {
			throw new FoveaException("'range' must be the smallest and the largest pixel value, such as 0,4095" + (index < 2 ? ", between 0 and " +
				(int) largest + " for " + BITS.get(index) + " pictures" : "") + ".");
		}
		return plain(type, range.get(0), range.get(1));
	}

	private static Depth plain(final PixelType type, final double low, final double high) {
		return new Depth(type, low, high, 0, type == PixelType.FLOAT ? 0 : 1);
	}

	/**
	 * The depth of an image: all of 8 bits and RGB, and otherwise the values that occur in it.
	 *
	 * @param image whose pixels they are
	 * @param pixels as ImageJ shows them
	 * @return the depth
	 * @throws FoveaException if the image is calibrated by a curve, so that stored values are not evenly spaced
	 */
	public static Depth of(final ImagePlus image, final Tensor pixels) {
		if (image.getBitDepth() == 8 || image.getBitDepth() == 24) return plain(PixelType.BYTE, 0, 255);
		double low = Double.POSITIVE_INFINITY;
		double high = Double.NEGATIVE_INFINITY;
		for (final float value : pixels.data()) {
			low = Math.min(low, value);
			high = Math.max(high, value);
		}
		if (low == high) high = low + 1;
		if (image.getBitDepth() == 32) return plain(PixelType.FLOAT, low, high);
		final Calibration calibration = image.getCalibration();
		if (calibration.getFunction() == Calibration.NONE) return plain(PixelType.SHORT, low, high);
		if (calibration.getFunction() != Calibration.STRAIGHT_LINE || !(Math.abs(calibration.getCoefficients()[1]) > 0)) {
			throw new FoveaException("'" + image.getTitle() + "' is calibrated by a curve, so pictures cannot be stored like it; remove the curve with " +
				"Analyze > Calibrate... (Function: None) first.");
		}
		return new Depth(PixelType.SHORT, low, high, calibration.getCoefficients()[0], calibration.getCoefficients()[1]);
	}

	/**
	 * The depth of several planes of an image, shown in one range.
	 *
	 * @param depths of the planes, at least one, stored alike
	 * @return from the smallest value of all to the largest
	 */
	public static Depth joined(final List<Depth> depths) {
		final Depth first = depths.get(0);
		return new Depth(first.type, depths.stream().mapToDouble(Depth::low).min().orElseThrow(), depths.stream().mapToDouble(Depth::high).max()
			.orElseThrow(), first.origin, first.spacing);
	}

	/** @return high − low */
	public double span() {
		return high - low;
	}

	private static Depth usual(final PixelType type, final double largest, final InputFormat format) {
		if (type == PixelType.BYTE) return plain(type, 0, largest);
		final List<Usual> usual = format.usual(type, 0, 1).orElse(List.of());
		final boolean isWhole = type == PixelType.SHORT;
		if (usual.isEmpty() || isWhole && usual.stream().anyMatch(u -> u.mean() <= 0)) return plain(type, 0, isWhole ? largest : 1);
		final double darkest = usual.stream().mapToDouble(u -> u.mean() - USUAL_REACH * u.deviation()).min().orElseThrow();
		final double brightest = usual.stream().mapToDouble(u -> u.mean() + USUAL_REACH * u.deviation()).max().orElseThrow();
		final double low = isWhole ? Math.max(0, Math.floor(darkest)) : darkest;
		final double high = isWhole ? Math.min(largest, Math.ceil(brightest)) : brightest;
		return low < high ? plain(type, low, high) : plain(type, 0, largest);
	}
}
