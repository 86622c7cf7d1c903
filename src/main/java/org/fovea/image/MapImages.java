package org.fovea.image;

import java.awt.Color;
import java.awt.Font;
import java.awt.Rectangle;
import java.util.List;

import ij.ImagePlus;
import ij.ImageStack;
import ij.gui.ImageRoi;
import ij.gui.Overlay;
import ij.gui.Roi;
import ij.gui.TextRoi;
import ij.process.FloatProcessor;

import org.fovea.network.Heatmap;

/**
 * Windows for maps of one or several planes of an image, all under one display range. A map without evidence says so in words on its
 * plane, and is never stretched to look like one.
 */
public final class MapImages {

	/** What stands on a plane where nothing speaks for the target. */
	public static final String NO_EVIDENCE = "No positive evidence";

	private final List<Placed> placed;
	private final List<Heatmap> maps;
	private final Scale scale;
	private final Meaning meaning;
	private final ImagePlus input;

	/**
	 * Brings the maps to their areas.
	 *
	 * @param placed the maps, in the order of their planes; all of one framing
	 * @param meaning of their values
	 */
	public MapImages(final List<Placed> placed, final Meaning meaning) {
		this.placed = List.copyOf(placed);
		this.meaning = meaning;
		maps = placed.stream().map(p -> p.view().toArea(p.map())).toList();
		scale = Scale.of(maps, meaning);
		input = placed.get(0).view().image();
	}

	/**
	 * The values: 32-bit, one pixel for each pixel of the area, calibrated like the input.
	 *
	 * @param technique such as {@code grad-cam}, for the title
	 * @param lut name of the colours, see {@link Luts}
	 * @return an image, not shown
	 */
	public ImagePlus heatmap(final String technique, final String lut) {
		final Heatmap first = maps.get(0);
		final ImageStack stack = new ImageStack(first.width(), first.height());
		final Overlay words = new Overlay();
		for (int i = 0; i < maps.size(); i++) {
			final Plane plane = placed.get(i).view().plane();
			stack.addSlice(plane.label(input), new FloatProcessor(first.width(), first.height(), maps.get(i).values()));
			if (isWithoutEvidence(maps.get(i))) words.add(positioned(words(NO_EVIDENCE, new Rectangle(first.width(), first.height())), plane));
		}
		final ImagePlus image = new ImagePlus(Geometry.title(input, technique), stack);
		if (maps.size() > 1) {
			image.setDimensions(1, input.getNSlices(), input.getNFrames());
			image.setOpenAsHyperStack(input.isHyperStack());
		}
		image.setCalibration(Geometry.calibration(placed.get(0).view(), 1, 1));
		image.setLut(Luts.of(lut, scale.isSigned()));
		scale.show(image);
		if (words.size() > 0) image.setOverlay(words);
		return image;
	}

	/**
	 * The evidence in colours over a duplicate of the input: the whole image, each pixel covered as strongly as the evidence there is strong.
	 *
	 * @param technique such as {@code grad-cam}, for the title
	 * @param lut name of the colours, see {@link Luts}
	 * @param opacity of the strongest evidence, 0–1
	 * @return an image, not shown
	 */
	public ImagePlus overlay(final String technique, final String lut, final double opacity) {
		final String title = Geometry.title(input, technique + "-overlay");
		final Copy copy = new Copy(input);
		final ImagePlus image = maps.size() > 1 ? copy.whole(title) : copy.plane(title, placed.get(0).view().plane());
		final Overlay overlay = image.getOverlay() == null ? new Overlay() : image.getOverlay();
		final Shading shading = new Shading(maps, lut, meaning);
		for (int i = 0; i < maps.size(); i++) {
			final View view = placed.get(i).view();
			final ImageRoi roi = new ImageRoi(view.area().x, view.area().y, shading.translucent(maps.get(i)));
			roi.setOpacity(opacity);
			roi.setName(technique);
			overlay.add(positioned(roi, view.plane()));
			if (isWithoutEvidence(maps.get(i))) overlay.add(positioned(words(NO_EVIDENCE, view.area()), view.plane()));
		}
		image.setOverlay(overlay);
		placed.get(0).view().roi().ifPresent(roi -> image.setRoi((Roi) roi.clone()));
		return image;
	}

	/** @return the planes on which nothing speaks for the target */
	public List<Plane> withoutEvidence() {
		return placed.stream().filter(p -> isWithoutEvidence(p.map())).map(p -> p.view().plane()).toList();
	}

	private boolean isWithoutEvidence(final Heatmap map) {
		return meaning == Meaning.EVIDENCE && !(map.max() > 0);
	}

	private Roi positioned(final Roi roi, final Plane plane) {
		if (maps.size() == 1) return roi;
		if (input.isHyperStack()) roi.setPosition(0, plane.slice(), plane.frame());
		else roi.setPosition(input.getStackIndex(1, plane.slice(), plane.frame()));
		return roi;
	}

	/**
	 * Whether something speaks for the target.
	 *
	 * @return a few words for each map, in the order of the planes; empty where the values are no evidence
	 */
	public List<String> evidence() {
		return meaning == Meaning.SCORES ? List.of() : maps.stream().map(map -> isWithoutEvidence(map) ? NO_EVIDENCE : "positive").toList();
	}

	/**
	 * Words for the upper left corner of an area, readable on whatever lies below.
	 *
	 * @param words that are written
	 * @param area in pixels of the image
	 * @return words on a dark ground
	 */
	static Roi words(final String words, final Rectangle area) {
		final Font font = new Font(Font.SANS_SERIF, Font.PLAIN, Math.max(9, Math.min(24, area.width / 14)));
		final TextRoi text = new TextRoi(area.x + 4, area.y + 4, words, font);
		text.setStrokeColor(Color.WHITE);
		text.setFillColor(Color.BLACK);
		return text;
	}
}
