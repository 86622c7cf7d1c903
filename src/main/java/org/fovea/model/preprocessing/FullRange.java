package org.fovea.model.preprocessing;

import org.fovea.model.PixelType;
import org.fovea.model.PreprocessingStep;
import org.fovea.network.Tensor;

/**
 * Brings 8-bit and RGB pixels to 0–1, as torchvision's {@code ToTensor} does, and leaves 16- and 32-bit pixels as they are. To other
 * bioimage.io software it is {@code scale_linear} with a gain of 1/255.
 */
public record FullRange() implements PreprocessingStep {

	/** The gain that other software applies. */
	public static final double GAIN = 1 / 255.;

	private static final PreprocessingStep SCALING = new ScaleLinear(Parameter.of(GAIN), Parameter.of(0));

	private static final PreprocessingStep NOTHING = new ScaleLinear(Parameter.of(1), Parameter.of(0));

	@Override
	public Tensor apply(final Tensor pixels) {
		return SCALING.apply(pixels);
	}

	@Override
	public PreprocessingStep forPixels(final PixelType type) {
		return type == PixelType.BYTE ? this : NOTHING;
	}

	@Override
	public Tensor pullBack(final Tensor pixels, final Tensor gradient) {
		return SCALING.pullBack(pixels, gradient);
	}

	@Override
	public boolean isPointwise() {
		return true;
	}
}
