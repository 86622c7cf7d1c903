package org.fovea.image;

import java.awt.Color;
import java.awt.Font;
import java.awt.Rectangle;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import ij.ImagePlus;
import ij.ImageStack;
import ij.gui.ImageRoi;
import ij.gui.Overlay;
import ij.gui.Roi;
import ij.gui.TextRoi;
import ij.plugin.filter.ThresholdToSelection;
import ij.plugin.frame.RoiManager;
import ij.process.ByteProcessor;
import ij.process.ImageProcessor;

import org.fovea.network.Heatmap;

/** Binary masks over one or several planes of an image: as an image of the input's size, as selections, and as what stays bright of it. */
public final class MaskImages {

	/** What stands on a plane where nothing is masked. */
	public static final String NOTHING = "Nothing above the threshold";

	private static final double DARKNESS = 0.7;

	private final List<Placed> placed;
	private final List<ByteProcessor> masks = new ArrayList<>();
	private final ImagePlus input;
	private final String name;

	/**
	 * Lays masks over the planes.
	 *
	 * @param placed 0 or 1 for each pixel of the view's area; all of one framing
	 * @param name of the selections
	 */
	public MaskImages(final List<Placed> placed, final String name) {
		this.placed = List.copyOf(placed);
		this.name = name;
		input = placed.get(0).view().image();
		for (final Placed p : placed) masks.add(mask(p.view(), p.map()));
	}

	private ByteProcessor mask(final View view, final Heatmap map) {
		final ByteProcessor mask = new ByteProcessor(input.getWidth(), input.getHeight());
		final Rectangle area = view.area();
		for (int i = 0; i < map.values().length; i++) {
			if (map.values()[i] > 0) mask.set(area.x + i % map.width(), area.y + i / map.width(), 255);
		}
		return mask;
	}

	/**
	 * The masks as an image.
	 *
	 * @param technique for the title
	 * @return 8-bit, 255 inside and 0 outside, of the input's size and calibration, not shown
	 */
	public ImagePlus image(final String technique) {
		final ImageStack stack = new ImageStack(input.getWidth(), input.getHeight());
		for (int i = 0; i < masks.size(); i++) stack.addSlice(placed.get(i).view().plane().label(input), masks.get(i));
		final ImagePlus image = new ImagePlus(Geometry.title(input, technique), stack);
		if (masks.size() > 1) {
			image.setDimensions(1, input.getNSlices(), input.getNFrames());
			image.setOpenAsHyperStack(input.isHyperStack());
		}
		image.setCalibration(input.getCalibration().copy());
		image.getCalibration().setFunction(ij.measure.Calibration.NONE, null, "");
		return image;
	}

	/**
	 * The input, dark where nothing is masked: the pixels are the input's own, what darkens them is an overlay.
	 *
	 * @param technique for the title
	 * @return a duplicate with the masks' outlines, not shown
	 */
	public ImagePlus darkened(final String technique) {
		final String title = Geometry.title(input, technique + "-overlay");
		final Copy copy = new Copy(input);
		final ImagePlus image = masks.size() > 1 ? copy.whole(title) : copy.plane(title, placed.get(0).view().plane());
		final Overlay overlay = image.getOverlay() == null ? new Overlay() : image.getOverlay();
		for (int i = 0; i < masks.size(); i++) {
			final Plane plane = placed.get(i).view().plane();
			final ImageRoi night = new ImageRoi(0, 0, night(masks.get(i)));
			night.setName(name);
			overlay.add(positioned(night, plane));
			final Optional<Roi> outline = outline(i);
			outline.ifPresent(roi -> roi.setStrokeColor(Color.YELLOW));
			overlay.add(positioned(outline.orElseGet(() -> words(input.getWidth())), plane));
		}
		image.setOverlay(overlay);
		return image;
	}

	/**
	 * Adds the masks to the ROI Manager, behind what it holds.
	 *
	 * @return how many selections were added
	 */
	public int addToManager() {
		final RoiManager manager = RoiManager.getRoiManager();
		int added = 0;
		for (int i = 0; i < masks.size(); i++) {
			final Optional<Roi> outline = outline(i);
			if (outline.isEmpty()) continue;
			manager.addRoi(positioned(outline.get(), placed.get(i).view().plane()));
			added++;
		}
		return added;
	}

	/** @return the planes without a mask */
	public List<Plane> empty() {
		return placed.stream().filter(p -> p.map().isEmpty()).map(p -> p.view().plane()).toList();
	}

	private Optional<Roi> outline(final int i) {
		if (placed.get(i).map().isEmpty()) return Optional.empty();
		final ImageProcessor mask = masks.get(i).duplicate();
		mask.setThreshold(255, 255, ImageProcessor.NO_LUT_UPDATE);
		final Roi roi = new ThresholdToSelection().convert(mask);
		roi.setName(name);
		return Optional.of(roi);
	}

	private static BufferedImage night(final ByteProcessor mask) {
		final BufferedImage night = new BufferedImage(mask.getWidth(), mask.getHeight(), BufferedImage.TYPE_INT_ARGB);
		final int dark = (int) Math.round(255 * DARKNESS) << 24;
		for (int y = 0; y < mask.getHeight(); y++) {
			for (int x = 0; x < mask.getWidth(); x++) night.setRGB(x, y, mask.get(x, y) == 0 ? dark : 0);
		}
		return night;
	}

	private Roi positioned(final Roi roi, final Plane plane) {
		if (masks.size() == 1 && roi.getPosition() == 0 && input.getStackSize() == 1) return roi;
		if (input.isHyperStack()) roi.setPosition(0, plane.slice(), plane.frame());
		else roi.setPosition(input.getStackIndex(1, plane.slice(), plane.frame()));
		return roi;
	}

	private static Roi words(final int width) {
		final TextRoi text = new TextRoi(4, 4, NOTHING, new Font(Font.SANS_SERIF, Font.PLAIN, Math.max(9, Math.min(24, width / 14))));
		text.setStrokeColor(Color.WHITE);
		return text;
	}
}
