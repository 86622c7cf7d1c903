package org.fovea.command.samples;

import org.fovea.FoveaException;
import org.fovea.command.FoveaCommand;
import org.fovea.command.Words;
import org.fovea.command.Work;
import org.fovea.sample.BloodSmear;
import org.scijava.ItemIO;
import org.scijava.command.Command;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;

import ij.ImagePlus;

/** Simulates fields of a stained blood smear, as {@link BloodSmear} describes. */
@Plugin(type = Command.class, menuPath = "Plugins>Fovea>Samples>Blood Smear...")
public final class BloodSmearCommand extends FoveaCommand {

	private static final int MOST_FIELDS = 10_000;

	private enum Content {
		FIELDS, CELLS
	}

	@Parameter(label = "Width", description = "Of a field, in pixels", min = "16", max = "16384", persist = false)
	private int width = SmearImages.WIDTH;

	@Parameter(label = "Height", description = "Of a field, in pixels", min = "16", max = "16384", persist = false)
	private int height = SmearImages.HEIGHT;

	@Parameter(label = "Content", description = "Whole fields, or single cells of all types in turn, one for each slice", choices = { "fields",
		"cells" }, persist = false)
	private String content = "fields";

	@Parameter(label = "Count", description = "Slices of the stack", min = "1", max = "10000", persist = false)
	private int count = 1;

	@Parameter(label = "Seed", description = "Of every random draw", persist = false)
	private int seed = 1;

	@Parameter(label = "Masks", description = "Also the truth: 0 background, 1 red cell, 2 platelet, 3 cytoplasm, 4 nucleus", persist = false)
	private boolean masks = false;

	@Parameter(type = ItemIO.OUTPUT, label = "Labels")
	private ImagePlus labels;

	@Parameter(type = ItemIO.OUTPUT, label = "Smear")
	private ImagePlus smear;

	@Override
	protected Work prepare() {
		checkRange("width", width, 16, BloodSmear.MAXIMUM_SIDE);
		checkRange("height", height, 16, BloodSmear.MAXIMUM_SIDE);
		checkRange("count", count, 1, MOST_FIELDS);
		final boolean areCells = Words.parse(Content.class, "content", content) == Content.CELLS;
		return progress -> {
			final int side = Math.min(width, height);
			final SmearImages images = areCells ? new SmearImages(side, side, seed) : new SmearImages(width, height, seed);
			if (areCells) images.simulateCells(count, side, progress);
			else images.simulateFields(count, progress);
			return () -> {
				if (masks) labels = present("labels", images.labels());
				smear = present("smear", images.smear());
			};
		};
	}

	private static void checkRange(final String key, final int value, final int min, final int max) {
		if (value < min || value > max) throw new FoveaException("'" + key + "' must lie between " + min + " and " + max + ", not " + value + ".");
	}
}
