package org.fovea.image;

import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import ij.ImagePlus;
import ij.ImageStack;
import ij.gui.Plot;
import ij.process.FloatProcessor;

/**
 * What each column counts for the axes of a linear method: back in the space of pixels or maps where the columns were flattened from
 * them (f3@x5y2: unit 3 at x = 5, y = 2), one row for each axis and one column for each feature otherwise.
 */
public final class WeightImages {

	private static final Pattern PLACE = Pattern.compile("f(\\d+)@x(\\d+)y(\\d+)");

	private final String name;
	private final String axis;
	private final List<String> features;

	/**
	 * Settles what the weights belong to.
	 *
	 * @param name of the table, for titles
	 * @param axis name of the axes
	 * @param features headings of the columns
	 */
	public WeightImages(final String name, final String axis, final List<String> features) {
		this.name = name;
		this.axis = axis;
		this.features = List.copyOf(features);
	}

	/**
	 * Weights as an image, 32-bit, zero in the middle of its colours.
	 *
	 * @param weights for each axis one for each feature
	 * @return a stack of axis after axis, unit after unit, or one image of axes × features; not shown
	 */
	public ImagePlus weights(final List<double[]> weights) {
		final ImagePlus image = new ImagePlus(name + "-" + axis + "-weights", isMap() ? maps(weights) : profile(weights));
		final double largest = weights.stream().flatMapToDouble(Arrays::stream).map(Math::abs).max().orElse(1);
		image.setLut(Luts.of(Luts.AUTO, true));
		image.setDisplayRange(-largest, largest);
		return image;
	}

	/**
	 * Shares as bars with their running sum.
	 *
	 * @param ratios of each axis
	 * @return a plot; not shown
	 */
	public ImagePlus shares(final double... ratios) {
		final double[] number = new double[ratios.length];
		final double[] percent = new double[ratios.length];
		final double[] sum = new double[ratios.length];
		for (int i = 0; i < ratios.length; i++) {
			number[i] = i + 1;
			percent[i] = 100 * ratios[i];
			sum[i] = percent[i] + (i == 0 ? 0 : sum[i - 1]);
		}
		final Plot plot = new Plot(name + "-" + axis + "-explained", axis, "Explained (%)");
		plot.setLimits(0.5, ratios.length + 0.5, 0, 105);
		plot.setColor("#0072b2", "#56b4e9");
		plot.add("bar", number, percent);
		plot.setColor("#d55e00");
		plot.add("connected circle", number, sum);
		plot.setColor("black");
		plot.addLegend("each\nsum");
		return plot.getImagePlus();
	}

	private boolean isMap() {
		return features.stream().allMatch(feature -> PLACE.matcher(feature).matches());
	}

	private ImageStack maps(final List<double[]> weights) {
		final int[][] places = features.stream().map(WeightImages::place).toArray(int[][]::new);
		final int units = 1 + Arrays.stream(places).mapToInt(place -> place[0]).max().orElse(0);
		final int width = 1 + Arrays.stream(places).mapToInt(place -> place[1]).max().orElse(0);
		final int height = 1 + Arrays.stream(places).mapToInt(place -> place[2]).max().orElse(0);
		final ImageStack stack = new ImageStack(width, height);
		for (int k = 0; k < weights.size(); k++) {
			final float[][] maps = new float[units][width * height];
			for (int i = 0; i < places.length; i++) maps[places[i][0]][places[i][2] * width + places[i][1]] = (float) weights.get(k)[i];
			for (int unit = 0; unit < units; unit++) {
				stack.addSlice(axis + " " + (k + 1) + (units > 1 ? " f" + unit : ""), new FloatProcessor(width, height, maps[unit]));
			}
		}
		return stack;
	}

	private ImageStack profile(final List<double[]> weights) {
		final FloatProcessor values = new FloatProcessor(features.size(), weights.size());
		for (int k = 0; k < weights.size(); k++) {
			for (int i = 0; i < features.size(); i++) values.setf(i, k, (float) weights.get(k)[i]);
		}
		final ImageStack stack = new ImageStack(features.size(), weights.size());
		stack.addSlice("rows: " + axis + ", columns: " + features.get(0) + " to " + features.get(features.size() - 1), values);
		return stack;
	}

	private static int[] place(final String feature) {
		final Matcher place = PLACE.matcher(feature);
		if (!place.matches()) throw new IllegalArgumentException(feature);
		return new int[] { Integer.parseInt(place.group(1)), Integer.parseInt(place.group(2)), Integer.parseInt(place.group(3)) };
	}
}
