package org.fovea.command.samples;

import java.util.ArrayList;
import java.util.List;

import org.fovea.Progress;
import org.fovea.image.SampleImages;
import org.fovea.sample.BloodSmear;
import org.fovea.sample.CellType;
import org.fovea.sample.Smear;

import ij.ImagePlus;

/**
 * Simulated fields and cells as images, at the magnification of the real fields of 640 × 480 pixels that the bundled models were trained on.
 */
final class SmearImages {

	static final int WIDTH = 640;
	static final int HEIGHT = 480;

	private static final double RED_CELL_MICROMETRES = 7.5;
	private static final double RED_CELL_PIXELS = 96;

	private final BloodSmear slide;
	private final SampleImages images;
	private final List<Smear> simulated = new ArrayList<>();
	private final List<String> labels = new ArrayList<>();
	private final int seed;

	SmearImages(final int width, final int height, final int seed) {
		this.seed = seed;
		slide = new BloodSmear(width, height, seed);
		images = new SampleImages(width, height, RED_CELL_MICROMETRES / RED_CELL_PIXELS);
	}

	void simulateFields(final int count, final Progress progress) {
		for (int i = 0; i < count; i++) {
			progress.check();
			progress.report("Field " + (i + 1) + " of " + count, (double) i / count);
			simulated.add(slide.field(i, progress));
		}
	}

	/** Single cells of all types in turn, in square crops; slices say which. */
	void simulateCells(final int count, final int side, final Progress progress) {
		final CellType[] types = CellType.values();
		for (int i = 0; i < count; i++) {
			progress.check();
			progress.report("Cell " + (i + 1) + " of " + count, (double) i / count);
			simulated.add(slide.crop(types[i % types.length], side, i / types.length));
			labels.add(types[i % types.length].title());
		}
	}

	ImagePlus smear() {
		return told(images.colours("Blood Smear", simulated.stream().map(Smear::image).toList()));
	}

	ImagePlus labels() {
		return told(images.labels("Blood Smear-masks", simulated.stream().map(Smear::labels).toList()));
	}

	private ImagePlus told(final ImagePlus image) {
		image.setProperty("Info", "Simulated by Fovea, seed " + seed + "\n");
		for (int i = 0; i < labels.size(); i++) image.getStack().setSliceLabel(labels.get(i), i + 1);
		return image;
	}
}
