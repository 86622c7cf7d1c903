package org.fovea.network;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.DataType;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.jni.IValueUtils;

/**
 * The discrete Fourier transform of real images, by the engine: {@code torch.fft.rfft2} and {@code irfft2}, unnormalised forward, 1/(H·W)
 * backward. A spectrum holds the columns 0 to ⌊W/2⌋ of the full one, {@code [N, C, H, ⌊W/2⌋ + 1, 2]}, real and imaginary parts last; the other
 * columns are their conjugates. Any size, odd ones too.
 */
public final class Fourier {

	private Fourier() {
	}

	/**
	 * Transforms images.
	 *
	 * @param image {@code [N, C, H, W]}
	 * @return its spectrum, {@code [N, C, H, ⌊W/2⌋ + 1, 2]}
	 */
	public static Tensor transform(final Tensor image) {
		final Torch torch = Torch.instance();
		return torch.call(() -> {
			try (PtNDManager manager = (PtNDManager) torch.manager().newSubManager()) {
				return Floats.read(IValueUtils.forward(torch.fourier(), new NDList(Floats.create(manager, image, DataType.FLOAT32)), true).get(0));
			}
		});
	}

	/**
	 * Transforms back. Imaginary parts that a real image cannot have (of the mean, for one) are ignored.
	 *
	 * @param spectrum {@code [N, C, H, ⌊W/2⌋ + 1, 2]}
	 * @param width W, because even and odd widths can have equally large spectra
	 * @return the images, {@code [N, C, H, W]}
	 */
	public static Tensor inverse(final Tensor spectrum, final int width) {
		if (width / 2 + 1 != spectrum.size(-2)) throw new IllegalArgumentException("A spectrum of " + spectrum + " for width " + width + ".");
		final Torch torch = Torch.instance();
		return torch.call(() -> {
			try (PtNDManager manager = (PtNDManager) torch.manager().newSubManager()) {
				final NDArray method = manager.create(0f);
				method.setName("module_method:inverse");
				return Floats.read(IValueUtils.forward(torch.fourier(), new NDList(Floats.create(manager, spectrum, DataType.FLOAT32), manager.create(
					(float) width), method), true).get(0));
			}
		});
	}

	/**
	 * The transposed Jacobian of {@link #inverse}: what a gradient at the images is at the real and imaginary parts of the spectrum. Columns that
	 * stand for their conjugates as well count twice.
	 *
	 * @param gradient ∂S/∂image, {@code [N, C, H, W]}
	 * @return ∂S/∂spectrum, {@code [N, C, H, ⌊W/2⌋ + 1, 2]}
	 */
	public static Tensor pullBack(final Tensor gradient) {
		final int width = gradient.size(3);
		final Tensor result = transform(gradient);
		final float once = 1f / (gradient.size(2) * width);
		final int columns = result.size(3);
		final float[] data = result.data();
		for (int i = 0; i < data.length; i += 2) {
			final int column = i / 2 % columns;
			final float weight = column == 0 || 2 * column == width ? once : 2 * once;
			data[i] *= weight;
			data[i + 1] *= weight;
		}
		return result;
	}
}
