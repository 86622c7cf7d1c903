package org.fovea.sample;

import java.util.List;

import net.imglib2.img.array.ArrayImg;
import net.imglib2.img.basictypeaccess.array.ByteArray;
import net.imglib2.img.basictypeaccess.array.IntArray;
import net.imglib2.type.numeric.ARGBType;
import net.imglib2.type.numeric.integer.UnsignedByteType;

/**
 * One simulated picture and the truth about it.
 *
 * @param image width × height, opaque
 * @param labels of the same size, values as {@link Part#label()}
 * @param cells that have at least one pixel in the image, in the order in which they lie on the glass
 */
public record Smear(ArrayImg<ARGBType, IntArray> image, ArrayImg<UnsignedByteType, ByteArray> labels, List<Cell> cells) {

	/** @return of the image, in pixels */
	public int width() {
		return (int) image.dimension(0);
	}

	/** @return of the image, in pixels */
	public int height() {
		return (int) image.dimension(1);
	}
}
