package org.fovea.image;

import java.util.List;

import ij.ImagePlus;

import org.fovea.model.InputFormat;
import org.fovea.network.Tensor;

/** The planes of an image as pictures of another size and range, for what is measured over many of them. */
public final class Spectra {

	private Spectra() {
	}

	/**
	 * Reads every plane, inside the selection if there is one.
	 *
	 * @param image any image that suits the model
	 * @param format of the model
	 * @param depth whose range the pixels get; the image's own becomes that
	 * @param width of the pictures
	 * @param height of the pictures
	 * @return {@code [N, C, height, width]}
	 * @throws org.fovea.FoveaException if channels do not fit the model
	 */
	public static Tensor planes(final ImagePlus image, final InputFormat format, final Depth depth, final int width, final int height) {
		final Framing framing = new Framing(image, format, Extent.AUTO, Fit.NATIVE);
		final List<Plane> planes = Plane.all(image);
		final Tensor all = Tensor.zeros(planes.size(), format.channels(), height, width);
		for (int n = 0; n < planes.size(); n++) {
			final Tensor pixels = framing.view(planes.get(n)).cropped(framing.pixels(planes.get(n)));
			final Depth own = Depth.of(image, pixels);
			final Tensor resized = Resampling.resize(pixels, width, height);
			for (int i = 0; i < resized.length(); i++) {
				final double share = (resized.data()[i] - own.low()) / own.span();
				all.data()[n * resized.length() + i] = (float) (depth.low() + share * depth.span());
			}
		}
		return all;
	}
}
