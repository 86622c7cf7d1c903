package org.fovea.image;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;

import ij.ImagePlus;

import org.fovea.network.Tensor;

/**
 * Images beside what became of them: for each the original, the result, and their difference, made as strong as the range of pixels allows, halfway
 * between dark and bright where nothing changed. Images of different ranges are shown in one that holds them all; every difference is as strong as
 * that allows.
 */
public final class Triptych {

	private final List<Panel> panels = new ArrayList<>();

	/** An image and what became of it. */
	private record Panel(Depth depth, Tensor original, Tensor result, String name, String prefix) {

		private double largest() {
			double largest = 0;
			for (int i = 0; i < result.length(); i++) largest = Math.max(largest, Math.abs((double) result.data()[i] - original.data()[i]));
			return largest;
		}

		private double gain(final Depth shown) {
			return largest() > 0 ? shown.span() / 2 / largest() : 1;
		}

		private Tensor difference(final Depth shown) {
			final float[] difference = new float[result.length()];
			final double gain = gain(shown);
			for (int i = 0; i < difference.length; i++) {
				difference[i] = (float) (shown.low() + shown.span() / 2 + gain * ((double) result.data()[i] - original.data()[i]));
			}
			return Tensor.of(difference, result.shape());
		}
	}

	/**
	 * Adds an image.
	 *
	 * @param depth how its pixels are stored, and their range
	 * @param original {@code [1, C, H, W]}
	 * @param result of the same shape
	 * @param name of the result; the original and the difference are called so
	 * @param prefix of all three labels; empty for none
	 */
	public void add(final Depth depth, final Tensor original, final Tensor result, final String name, final String prefix) {
		panels.add(new Panel(depth, original, result, name, prefix));
	}

	/**
	 * The panels of pictures that lie in an image.
	 *
	 * @param view where they lie
	 * @param technique for the title
	 * @return three slices for each image, frames where there are several; not shown
	 */
	public ImagePlus image(final View view, final String technique) {
		return framed(depth -> new Pictures(depth).image(view, technique, labels(depth), pixels(depth)));
	}

	/**
	 * The panels of pictures that were made from nothing.
	 *
	 * @param title of the image
	 * @return three slices for each, frames where there are several; not shown
	 */
	public ImagePlus image(final String title) {
		return framed(depth -> new Pictures(depth).image(title, labels(depth), pixels(depth)));
	}

	private ImagePlus framed(final Function<Depth, ImagePlus> maker) {
		final ImagePlus image = maker.apply(Depth.joined(panels.stream().map(Panel::depth).toList()));
		if (panels.size() > 1) {
			image.setDimensions(image.getNChannels(), 3, panels.size());
			image.setOpenAsHyperStack(true);
		}
		return image;
	}

	private List<String> labels(final Depth shown) {
		final List<String> labels = new ArrayList<>();
		for (final Panel panel : panels) {
			final String before = panel.prefix.isEmpty() ? "" : panel.prefix + ": ";
			labels.add(before + "original");
			labels.add(before + panel.name);
			labels.add(before + "difference × " + String.format(Locale.ROOT, "%.3g", panel.gain(shown)));
		}
		return labels;
	}

	private Tensor pixels(final Depth shown) {
		final Tensor first = panels.get(0).original;
		final Tensor all = Tensor.zeros(3 * panels.size(), first.size(1), first.size(2), first.size(3));
		for (int n = 0; n < panels.size(); n++) {
			final Panel panel = panels.get(n);
			put(panel.original, all, 3 * n);
			put(panel.result, all, 3 * n + 1);
			put(panel.difference(shown), all, 3 * n + 2);
		}
		return all;
	}

	private static void put(final Tensor panel, final Tensor all, final int n) {
		System.arraycopy(panel.data(), 0, all.data(), n * panel.length(), panel.length());
	}
}
