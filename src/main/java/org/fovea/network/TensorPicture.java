package org.fovea.network;

/**
 * A picture of pixels that are in memory.
 *
 * @param pixels {@code [1, C, H, W]}
 * @param like a picture of the same size for the same network
 */
record TensorPicture(Tensor pixels, Picture like) implements Picture {

	/** Refuses pixels of another size. */
	TensorPicture {
		if (pixels.size(0) != 1 || pixels.size(2) != like.height() || pixels.size(3) != like.width()) {
			throw new IllegalArgumentException("One image of " + like.width() + "×" + like.height() + " wanted, not " + pixels + ".");
		}
	}

	@Override
	public int channels() {
		return pixels.size(1);
	}

	@Override
	public int width() {
		return pixels.size(3);
	}

	@Override
	public int height() {
		return pixels.size(2);
	}

	@Override
	public int accepted(final int side) {
		return like.accepted(side);
	}

	@Override
	public Tensor read(final Window window) {
		final Tensor part = Tensor.zeros(1, channels(), window.height(), window.width());
		for (int row = 0; row < channels() * window.height(); row++) {
			final int y = row / window.height() * height() + window.y() + row % window.height();
			System.arraycopy(pixels.data(), y * width() + window.x(), part.data(), row * window.width(), window.width());
		}
		return part;
	}
}
