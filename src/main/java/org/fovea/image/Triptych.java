package org.fovea.image;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

import ij.ImagePlus;

import org.fovea.network.Tensor;

/**
 * Images beside what became of them: for each the original, the result, and their difference, made as strong as the range of pixels allows, halfway
 * between dark and bright where nothing changed.
 */
public final class Triptych {

	private final Pictures pictures;
	private final List<Tensor> panels = new ArrayList<>();
	private final List<String> labels = new ArrayList<>();

	/** @param pictures how pixels are stored */
	public Triptych(final Pictures pictures) {
		this.pictures = pictures;
	}

	/**
	 * Adds an image.
	 *
	 * @param original {@code [1, C, H, W]}
	 * @param result of the same shape
	 * @param name of the result; the original and the difference are called so
	 * @param prefix of all three labels; empty for none
	 */
	public void add(final Tensor original, final Tensor result, final String name, final String prefix) {
		final float[] difference = new float[result.length()];
		double largest = 0;
		for (int i = 0; i < difference.length; i++) {
			difference[i] = result.data()[i] - original.data()[i];
			largest = Math.max(largest, Math.abs(difference[i]));
		}
		final double half = pictures.depth().span() / 2;
		final double gain = largest > 0 ? half / largest : 1;
		for (int i = 0; i < difference.length; i++) difference[i] = (float) (pictures.depth().low() + half + gain * difference[i]);
		final String before = prefix.isEmpty() ? "" : prefix + ": ";
		panels.add(original);
		panels.add(result);
		panels.add(Tensor.of(difference, result.shape()));
		labels.add(before + "original");
		labels.add(before + name);
		labels.add(before + "difference × " + String.format(Locale.ROOT, "%.3g", gain));
	}

	/**
	 * The panels of pictures that lie in an image.
	 *
	 * @param view where they lie
	 * @param technique for the title
	 * @return three slices for each image, frames where there are several; not shown
	 */
	public ImagePlus image(final View view, final String technique) {
		return framed(pictures.image(view, technique, labels, pixels()));
	}

	/**
	 * The panels of pictures that were made from nothing.
	 *
	 * @param title of the image
	 * @return three slices for each, frames where there are several; not shown
	 */
	public ImagePlus image(final String title) {
		return framed(pictures.image(title, labels, pixels()));
	}

	private ImagePlus framed(final ImagePlus image) {
		final int frames = panels.size() / 3;
		if (frames > 1) {
			image.setDimensions(image.getNChannels(), 3, frames);
			image.setOpenAsHyperStack(true);
		}
		return image;
	}

	private Tensor pixels() {
		final Tensor first = panels.get(0);
		final Tensor all = Tensor.zeros(panels.size(), first.size(1), first.size(2), first.size(3));
		for (int n = 0; n < panels.size(); n++) System.arraycopy(panels.get(n).data(), 0, all.data(), n * first.length(), first.length());
		return all;
	}
}
