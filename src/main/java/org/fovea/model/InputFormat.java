package org.fovea.model;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

import org.fovea.FoveaException;
import org.fovea.network.Preparation.Prepared;
import org.fovea.network.Tensor;

/**
 * What a network takes.
 *
 * @param channels how many
 * @param width in pixels; 0 = any
 * @param height in pixels; 0 = any
 * @param minimum the smallest side accepted, at least 1
 * @param multiple sides must be {@code minimum + k·multiple}; 1 = any
 * @param preprocessing steps from pixel values as ImageJ shows them (8-bit and RGB 0–255, 16/32-bit as is) to the network's input
 * @param layout the order of the network's axes
 */
public record InputFormat(int channels, int width, int height, int minimum, int multiple, List<PreprocessingStep> preprocessing,
	Layout layout)
{

	/** Copies the steps. */
	public InputFormat {
		preprocessing = List.copyOf(preprocessing);
		minimum = Math.max(1, minimum);
		multiple = Math.max(1, multiple);
	}

	/**
	 * What a network takes that wants {@code [N, C, H, W]}.
	 *
	 * @param channels how many
	 * @param width in pixels; 0 = any
	 * @param height in pixels; 0 = any
	 * @param minimum the smallest side accepted
	 * @param multiple sides must be {@code minimum + k·multiple}; 1 = any
	 * @param preprocessing steps from pixel values to the network's input
	 */
	public InputFormat(final int channels, final int width, final int height, final int minimum, final int multiple,
		final List<PreprocessingStep> preprocessing)
	{
		this(channels, width, height, minimum, multiple, preprocessing, Layout.BCYX);
	}

	/** @return whether the network takes one size only */
	public boolean isFixed() {
		return width > 0 && height > 0;
	}

	/**
	 * The smallest side that is accepted and not below a wanted one; fixed sizes are not looked at.
	 *
	 * @param side wanted, in pixels
	 * @return {@code minimum + k·multiple}
	 */
	public int accepted(final int side) {
		return minimum + Math.max(0, (side - minimum + multiple - 1) / multiple) * multiple;
	}

	/**
	 * What the preprocessing takes for usual in one channel.
	 *
	 * @param mean the pixel that becomes 0
	 * @param deviation how much larger the pixel is that becomes 1
	 */
	public record Usual(double mean, double deviation) {}

	/**
	 * What the preprocessing takes for usual, where it treats each pixel for itself.
	 *
	 * @param type of the image that pixels come from
	 * @param low a pixel that it takes linearly
	 * @param high another, above low
	 * @return mean and deviation of each channel; empty where pixels depend on each other or larger ones become no larger
	 */
	public Optional<List<Usual>> usual(final PixelType type, final double low, final double high) {
		if (!preprocessing.stream().allMatch(PreprocessingStep::isPointwise)) return Optional.empty();
		final Tensor dark = constant(type, low);
		final Tensor bright = constant(type, high);
		final List<Usual> all = new ArrayList<>();
		for (int c = 0; c < channels; c++) {
			final double gain = ((double) bright.at(0, c, 0, 0) - dark.at(0, c, 0, 0)) / (high - low);
			if (!(gain > 0)) return Optional.empty();
			all.add(new Usual(low - dark.at(0, c, 0, 0) / gain, 1 / gain));
		}
		return Optional.of(all);
	}

	private Tensor constant(final PixelType type, final double value) {
		Tensor result = Tensor.zeros(1, channels, minimum, minimum);
		Arrays.fill(result.data(), (float) value);
		for (final PreprocessingStep step : preprocessing) result = step.forPixels(type).apply(result);
		return result;
	}

	/**
	 * Makes the network's input from pixels.
	 *
	 * @param pixels {@code [N, C, H, W]}, values as ImageJ shows them
	 * @param type of the image that they come from
	 * @return the network's input, its axes in the order of {@link #layout}
	 * @throws FoveaException if channels or size do not fit or pixels are not finite, saying what is needed and how to convert
	 */
	public Tensor prepare(final Tensor pixels, final PixelType type) {
		return differentiable(pixels, type).input();
	}

	/**
	 * Makes the network's input from pixels, and what brings gradients back to them.
	 *
	 * @param pixels {@code [N, C, H, W]}, values as ImageJ shows them
	 * @param type of the image that they come from
	 * @return the network's input, its axes in the order of {@link #layout}; steps without a derivative throw when a gradient is pulled back
	 * @throws FoveaException as {@link #prepare}
	 */
	public Prepared differentiable(final Tensor pixels, final PixelType type) {
		if (pixels.rank() != 4) throw new IllegalArgumentException("[N, C, H, W] wanted, not " + pixels + ".");
		if (pixels.size(1) != channels) throw new FoveaException(channelSentence(pixels.size(1)));
		if (pixels.size(2) < minimum || pixels.size(3) < minimum) {
			throw new FoveaException("The network needs at least " + minimum + "×" + minimum + " pixels, but the image has " + pixels.size(3) +
				"×" + pixels.size(2) + "; enlarge it with Image > Scale... or select a larger area.");
		}
		for (final float value : pixels.data()) {
			if (!Float.isFinite(value)) {
				throw new FoveaException("The image has pixels that are not finite numbers (NaN or infinite); " +
					"replace them first, for instance with Process > Noise > Remove NaNs....");
			}
		}
		final List<Tensor> before = new ArrayList<>();
		Tensor result = pixels;
		for (final PreprocessingStep step : preprocessing) {
			before.add(result);
			result = step.forPixels(type).apply(result);
		}
		return new Prepared(layout.arrange(result), gradient -> {
			Tensor arriving = layout.restore(gradient);
			for (int i = preprocessing.size() - 1; i >= 0; i--) arriving = preprocessing.get(i).forPixels(type).pullBack(before.get(i), arriving);
			return arriving;
		});
	}

	private String channelSentence(final int found) {
		final String needed = "The network needs " + (channels == 1 ? "1 channel" : channels + " channels") + ", but the image has " + found;
		if (channels == 1) return needed + "; convert it with Image > Type > 8-bit, or choose one channel with Image > Color > Split Channels.";
		if (channels == 3) return needed + "; convert it with Image > Type > RGB Color.";
		return needed + "; build a composite of " + channels + " channels with Image > Color > Merge Channels....";
	}
}
