package org.fovea.image;

import java.awt.Color;
import java.awt.GraphicsEnvironment;
import java.awt.Rectangle;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;

import ij.ImagePlus;
import ij.gui.Overlay;
import ij.gui.Roi;
import ij.measure.Calibration;
import ij.measure.ResultsTable;
import ij.plugin.filter.ThresholdToSelection;
import ij.plugin.frame.RoiManager;
import ij.process.ByteProcessor;
import ij.process.ImageProcessor;

/** Regions that were found in planes of an image, as ROIs in the pixels of the image, in a table, and in the ROI Manager. */
public final class RegionImages {

	private static final Color COLOR = Color.YELLOW;
	private static final Color BOX = Color.CYAN;

	private final List<Found> found;
	private final ImagePlus input;

	/**
	 * What was found in a plane.
	 *
	 * @param view what was seen
	 * @param pixels of the view's area, row by row; empty where nothing was found
	 * @param words why nothing was found, where that is so
	 * @param target what was looked for
	 * @param score the target's value
	 */
	public record Found(View view, Optional<BitSet> pixels, String words, String target, double score) {}

	/** @param found in the planes of one image, in order */
	public RegionImages(final List<Found> found) {
		this.found = List.copyOf(found);
		input = found.get(0).view().image();
	}

	/**
	 * A duplicate of the input, or of its plane, with outline and box of every region in its overlay; words where there is none.
	 *
	 * @param technique for the title
	 * @return an image, not shown
	 */
	public ImagePlus image(final String technique) {
		final Copy copy = new Copy(input);
		final String title = Geometry.title(input, technique);
		final ImagePlus image = found.size() > 1 ? copy.whole(title) : copy.plane(title, found.get(0).view().plane());
		final Overlay overlay = image.getOverlay() == null ? new Overlay() : image.getOverlay();
		for (final Found one : found) {
			final Optional<Roi> outline = outline(one);
			outline.ifPresent(roi -> {
				final Roi box = new Roi(roi.getBounds());
				box.setName(roi.getName() + " box");
				box.setStrokeColor(BOX);
				overlay.add(positioned(box, one.view().plane(), found.size() > 1));
				overlay.add(positioned(roi, one.view().plane(), found.size() > 1));
			});
			if (outline.isEmpty()) overlay.add(positioned(MapImages.words(one.words(), one.view().area()), one.view().plane(), found.size() > 1));
		}
		image.setOverlay(overlay);
		return image;
	}

	/**
	 * Adds a row for each region: calibrated area and box, score, and where it comes from.
	 *
	 * @param table that gets them
	 * @param model its id
	 * @param technique what found them
	 */
	public void list(final ResultsTable table, final String model, final String technique) {
		final Calibration calibration = input.getCalibration();
		for (final Found one : found) {
			final Optional<Roi> outline = outline(one);
			if (outline.isEmpty()) continue;
			table.addRow();
			for (final String heading : table.getHeadings()) table.addValue(heading, Double.NaN);
			final Rectangle box = outline.get().getBounds();
			table.addValue("Image", input.getTitle());
			final String slice = one.view().plane().label(input);
			table.addValue("Slice", slice.isEmpty() ? "1" : slice);
			table.addValue("Model", model);
			table.addValue("Technique", technique);
			table.addValue("Target", one.target());
			table.addValue("Score", one.score());
			table.addValue("Area", one.pixels().orElseThrow().cardinality() * calibration.pixelWidth * calibration.pixelHeight);
			table.addValue("BX", calibration.getX(box.x));
			table.addValue("BY", calibration.getY(box.y, input.getHeight()));
			table.addValue("Width", box.width * calibration.pixelWidth);
			table.addValue("Height", box.height * calibration.pixelHeight);
			table.addValue("Unit", calibration.getUnits());
		}
	}

	/** Adds the outlines to the ROI Manager, behind those that are there. */
	public void manage() {
		final RoiManager open = RoiManager.getInstance2();
		final RoiManager manager = open != null ? open : GraphicsEnvironment.isHeadless() ? new RoiManager(true) : RoiManager.getRoiManager();
		for (final Found one : found) outline(one).ifPresent(roi -> manager.add(positioned(roi, one.view().plane(), input.getStackSize() > 1), -1));
	}

	/** @return the planes that nothing was found in */
	public List<Found> without() {
		return found.stream().filter(one -> one.pixels().isEmpty()).toList();
	}

	private Optional<Roi> outline(final Found one) {
		return one.pixels().map(pixels -> {
			final ByteProcessor mask = new ByteProcessor(one.view().area().width, one.view().area().height);
			pixels.stream().forEach(i -> mask.set(i, 255));
			mask.setThreshold(255, 255, ImageProcessor.NO_LUT_UPDATE);
			final Roi roi = new ThresholdToSelection().convert(mask);
			final Rectangle bounds = roi.getBounds();
			roi.setLocation(one.view().area().x + bounds.x, one.view().area().y + bounds.y);
			final String slice = one.view().plane().label(input);
			roi.setName(one.target() + (slice.isEmpty() ? "" : " " + slice));
			roi.setStrokeColor(COLOR);
			return roi;
		});
	}

	private Roi positioned(final Roi roi, final Plane plane, final boolean isInStack) {
		if (!isInStack) return roi;
		if (input.isHyperStack()) roi.setPosition(0, plane.slice(), plane.frame());
		else roi.setPosition(input.getStackIndex(1, plane.slice(), plane.frame()));
		return roi;
	}
}
