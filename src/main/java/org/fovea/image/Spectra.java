package org.fovea.image;

import java.awt.Rectangle;
import java.util.function.Consumer;

import org.fovea.Progress;
import org.fovea.model.InputFormat;
import org.fovea.network.Tensor;

/**
 * Images as many pictures of one size, for what is measured over all of them. An image is read as the model sees it: resized where the model has a
 * size of its own, else at its own resolution, in parts that touch its edges and overlap where they must.
 *
 * @param format of the model
 * @param depth whose range the pixels get; an image's own becomes that
 * @param width of the pictures
 * @param height of the pictures
 */
public record Spectra(InputFormat format, Depth depth, int width, int height) {

	/**
	 * Reads every plane; of an open image inside the selection if there is one.
	 *
	 * @param images to read
	 * @param consumer of the pictures, each {@code [1, C, height, width]}
	 * @param progress told before each image; asked whether to stop
	 * @return what could not be used
	 * @throws org.fovea.FoveaException if the channels of an open image do not fit the model
	 */
	public Series.Visited visit(final Series images, final Consumer<Tensor> consumer, final Progress progress) {
		return images.visit(item -> {
			final Framing framing = images.framing(item, format, Extent.AUTO, Fit.AUTO);
			final Tensor pixels = framing.view(item.plane()).cropped(framing.pixels(item.plane()));
			final Depth own = Depth.of(item.image(), pixels);
			final double scale = Math.max(1, Math.max((double) width / pixels.size(3), (double) height / pixels.size(2)));
			final Tensor fitted = Resampling.resize(pixels, (int) Math.ceil(scale * pixels.size(3)), (int) Math.ceil(scale * pixels.size(2)));
			for (int i = 0; i < fitted.length(); i++) {
				fitted.data()[i] = (float) (depth.low() + (fitted.data()[i] - own.low()) / own.span() * depth.span());
			}
			final int columns = parts(fitted.size(3), width);
			final int rows = parts(fitted.size(2), height);
			for (int part = 0; part < columns * rows; part++) {
				consumer.accept(cut(fitted, new Rectangle(start(part % columns, columns, fitted.size(3) - width), start(part / columns, rows, fitted.size(
					2) - height), width, height)));
			}
		}, progress);
	}

	private static int parts(final int side, final int part) {
		return (side + part - 1) / part;
	}

	private static int start(final int part, final int parts, final int room) {
		return parts == 1 ? room / 2 : part * room / (parts - 1);
	}

	private static Tensor cut(final Tensor pixels, final Rectangle box) {
		final Tensor cut = Tensor.zeros(1, pixels.size(1), box.height, box.width);
		for (int c = 0; c < pixels.size(1); c++) {
			for (int y = 0; y < box.height; y++) {
				System.arraycopy(pixels.data(), (c * pixels.size(2) + box.y + y) * pixels.size(3) + box.x, cut.data(), (c * box.height + y) * box.width,
					box.width);
			}
		}
		return cut;
	}
}
