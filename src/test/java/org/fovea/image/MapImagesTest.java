package org.fovea.image;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.Color;
import java.awt.Rectangle;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import ij.CompositeImage;
import ij.ImagePlus;
import ij.gui.ImageRoi;
import ij.gui.Overlay;
import ij.gui.Roi;
import ij.gui.TextRoi;
import ij.measure.Calibration;
import ij.process.ByteProcessor;
import ij.process.ColorProcessor;

import org.fovea.FoveaException;
import org.fovea.network.Heatmap;
import org.junit.jupiter.api.Test;

/** Maps with planted evidence must lie where it was planted, in pixels, in micrometres and in colours. */
class MapImagesTest {

	@Test
	void heatmapsKeepWorldCoordinatesOfTheirArea() {
		final ImagePlus image = calibrated(FramingTest.ramp(20, 10));
		image.setRoi(5, 2, 8, 4);
		final ImagePlus map = images(image, Extent.SELECTION, dot(8, 4, 3, 1)).heatmap("grad-cam", Luts.AUTO);
		assertEquals("ramp-grad-cam", map.getTitle());
		assertEquals(32, map.getBitDepth());
		assertEquals(8, map.getWidth());
		final Calibration before = image.getCalibration();
		final Calibration after = map.getCalibration();
		assertEquals("µm", after.getUnit());
		assertEquals(before.getX(5 + 3), after.getX(3), 1e-9);
		assertEquals(before.getY(2 + 1), after.getY(1), 1e-9);
		assertEquals(before.getZ(0), after.getZ(0), 1e-9);
		assertFalse(after.calibrated());
		assertEquals(1, map.getProcessor().getf(3, 1));
	}

	@Test
	void unitsOfALayerKeepWorldCoordinatesOfTheirOwnGrid() {
		final ImagePlus image = calibrated(FramingTest.ramp(20, 10));
		image.setRoi(4, 2, 10, 8);
		final View view = new Framing(image, FramingTest.format(1, 0, 4, 4), Extent.SELECTION, Fit.NATIVE).view(new Plane(1, 1));
		final List<Heatmap> maps = List.of(dot(3, 2, 2, 1), dot(3, 2, 0, 0));
		final UnitImages.Page page = new UnitImages.Page(view, List.of(4, 9), maps);
		final ImagePlus coarse = new UnitImages("layer2", UnitImages.Size.LAYER).stack("feature-maps", List.of(page));
		assertEquals("layer2/9", coarse.getStack().getSliceLabel(2));
		assertEquals(3, coarse.getWidth());
		assertEquals(image.getCalibration().getX(4 + 4), coarse.getCalibration().getX(1), 1e-9);
		assertEquals(image.getCalibration().getY(2 + 4), coarse.getCalibration().getY(1), 1e-9);
		assertEquals(1, coarse.getDisplayRangeMax());
		final ImagePlus fine = new UnitImages("layer2", UnitImages.Size.AREA).stack("feature-maps", List.of(page, page));
		assertEquals(10, fine.getWidth());
		assertArrayEquals(new int[] { 10, 8, 1, 2, 2 }, fine.getDimensions());
		assertEquals(image.getCalibration().pixelWidth, fine.getCalibration().pixelWidth, 1e-12);
	}

	@Test
	void overlaysLandOnTheirPixelsOfTheWholeImage() {
		final ImagePlus image = new ImagePlus("field.png", new ColorProcessor(20, 10));
		image.setRoi(5, 2, 8, 4);
		final ImagePlus overlay = images(image, Extent.SELECTION, dot(8, 4, 3, 1)).overlay("grad-cam", "Red", 1);
		assertEquals("field-grad-cam-overlay", overlay.getTitle());
		assertEquals(20, overlay.getWidth());
		assertEquals(new Rectangle(5, 2, 8, 4), overlay.getRoi().getBounds());
		overlay.deleteRoi();
		final ImagePlus flat = overlay.flatten();
		for (int y = 0; y < 10; y++) {
			for (int x = 0; x < 20; x++) {
				final int expected = x == 5 + 3 && y == 2 + 1 ? 255 : 0;
				assertArrayEquals(new int[] { expected, 0, 0, 0 }, flat.getPixel(x, y), "pixel " + x + "," + y);
			}
		}
	}

	@Test
	void opacityLetsTheImageShineThrough() {
		final ColorProcessor white = new ColorProcessor(8, 4);
		white.setColor(Color.WHITE);
		white.fill();
		final ImagePlus overlay = images(new ImagePlus("white", white), Extent.IMAGE, dot(8, 4, 3, 1)).overlay("x", "Red", 0.5);
		final ImagePlus flat = overlay.flatten();
		assertEquals(127, flat.getPixel(3, 1)[1], 2);
		assertEquals(255, flat.getPixel(3, 1)[0], 2);
		assertEquals(255, flat.getPixel(0, 0)[1]);
	}

	@Test
	void signedMapsGetASymmetricRangeAroundWhite() {
		final float[] values = new float[8];
		values[1] = -4;
		values[2] = 2;
		final ImagePlus image = FramingTest.ramp(4, 2);
		final ImagePlus map = images(image, Extent.IMAGE, new Heatmap(4, 2, values, true)).heatmap("saliency-map", Luts.AUTO);
		assertEquals(-4, map.getDisplayRangeMin());
		assertEquals(4, map.getDisplayRangeMax());
		final int zero = map.getProcessor().getLut().getRGB(127);
		assertTrue((zero & 0xff) > 235 && (zero >> 8 & 0xff) > 235 && (zero >> 16 & 0xff) > 235);
		assertTrue(new Color(map.getProcessor().getLut().getRGB(0)).getBlue() > 120);
		assertTrue(new Color(map.getProcessor().getLut().getRGB(255)).getRed() > 120);
	}

	@Test
	void evidenceAgainstAloneIsNoPositiveEvidence() {
		final float[] values = new float[8];
		values[1] = -4;
		final MapImages images = images(FramingTest.ramp(4, 2), Extent.IMAGE, new Heatmap(4, 2, values, true));
		assertEquals(List.of(new Plane(1, 1)), images.withoutEvidence());
		final ImagePlus map = images.heatmap("saliency-map", Luts.AUTO);
		assertEquals(MapImages.NO_EVIDENCE, assertInstanceOf(TextRoi.class, map.getOverlay().get(0)).getText().strip());
		assertEquals(-4, map.getDisplayRangeMin(), "what speaks against is still drawn");
	}

	@Test
	void nothingIsSaidInWordsAndNotStretched() {
		final ImagePlus image = FramingTest.ramp(80, 40);
		final MapImages images = images(image, Extent.IMAGE, new Heatmap(8, 4, new float[32], false));
		final ImagePlus map = images.heatmap("grad-cam", Luts.AUTO);
		assertEquals(0, map.getDisplayRangeMin());
		assertEquals(1, map.getDisplayRangeMax());
		assertEquals(MapImages.NO_EVIDENCE, assertInstanceOf(TextRoi.class, map.getOverlay().get(0)).getText().strip());
		assertEquals(List.of(new Plane(1, 1)), images.withoutEvidence());
		final ImagePlus overlay = images.overlay("grad-cam", Luts.AUTO, 1);
		final Overlay drawn = overlay.getOverlay();
		assertEquals(2, drawn.size());
		assertEquals(MapImages.NO_EVIDENCE, assertInstanceOf(TextRoi.class, drawn.get(1)).getText().strip());
		drawn.remove(1);
		final ImagePlus plain = image.duplicate();
		assertArrayEquals((int[]) plain.flatten().getProcessor().getPixels(), (int[]) overlay.flatten().getProcessor().getPixels());
		assertNull(images(image, Extent.IMAGE, dot(8, 4, 1, 1)).heatmap("grad-cam", Luts.AUTO).getOverlay());
	}

	@Test
	void hyperstacksKeepTheirDimensionsUnderOneRange() {
		final ImagePlus image = FramingTest.hyperstack(3, 2, 2);
		final List<Placed> placed = new ArrayList<>();
		final Framing framing = new Framing(image, FramingTest.format(3, 0, 1, 1), Extent.IMAGE, Fit.NATIVE);
		for (final Plane plane : Plane.all(image)) {
			final float[] values = new float[30];
			values[0] = plane.slice() + 10 * plane.frame();
			placed.add(new Placed(framing.view(plane), new Heatmap(6, 5, values, false)));
		}
		final MapImages images = new MapImages(placed, Meaning.EVIDENCE);
		final ImagePlus map = images.heatmap("grad-cam", Luts.AUTO);
		assertArrayEquals(new int[] { 6, 5, 1, 2, 2 }, map.getDimensions());
		assertTrue(map.isHyperStack());
		assertEquals(22, map.getDisplayRangeMax());
		assertEquals("z:1/2 t:2/2", map.getStack().getSliceLabel(3));
		assertEquals(12, map.getStack().getProcessor(2).getf(0, 0));
		final ImagePlus overlay = images.overlay("grad-cam", Luts.AUTO, 0.5);
		assertArrayEquals(new int[] { 6, 5, 3, 2, 2 }, overlay.getDimensions());
		assertInstanceOf(CompositeImage.class, overlay);
		assertEquals(4, overlay.getOverlay().size());
		final Roi roi = overlay.getOverlay().get(1);
		assertArrayEquals(new int[] { 0, 2, 1 }, new int[] { roi.getCPosition(), roi.getZPosition(), roi.getTPosition() });
		assertEquals(112, overlay.getStack().getProcessor(overlay.getStackIndex(1, 1, 2)).get(0, 0));
	}

	@Test
	void theCurrentPlaneOfAStackIsCopiedAlone() {
		final ImagePlus image = FramingTest.hyperstack(3, 2, 2);
		final Framing framing = new Framing(image, FramingTest.format(3, 0, 1, 1), Extent.IMAGE, Fit.NATIVE);
		final MapImages images = new MapImages(List.of(new Placed(framing.view(new Plane(2, 1)), dot(6, 5, 1, 1))), Meaning.EVIDENCE);
		final ImagePlus overlay = images.overlay("grad-cam", Luts.AUTO, 0.5);
		assertArrayEquals(new int[] { 6, 5, 3, 1, 1 }, overlay.getDimensions());
		assertEquals(321, overlay.getStack().getProcessor(3).get(0, 0));
		assertArrayEquals(new int[] { 6, 5, 1, 1, 1 }, images.heatmap("grad-cam", Luts.AUTO).getDimensions());
	}

	@Test
	void theDuplicateKeepsColoursOverlayAndInformation() {
		final ByteProcessor ip = new ByteProcessor(8, 4);
		final ImagePlus image = calibrated(new ImagePlus("a", ip));
		image.setLut(Luts.of("Fire", false));
		image.setDisplayRange(10, 90);
		image.setProperty("Info", "microscope: X");
		image.setOverlay(new Overlay(new Roi(0, 0, 1, 1)));
		final ImagePlus overlay = images(image, Extent.IMAGE, dot(8, 4, 3, 1)).overlay("x", Luts.AUTO, 0.5);
		assertArrayEquals(image.getProcessor().getLut().getBytes(), overlay.getProcessor().getLut().getBytes());
		assertEquals(10, overlay.getDisplayRangeMin());
		assertEquals(0.5, overlay.getCalibration().pixelWidth);
		assertEquals(3, overlay.getCalibration().xOrigin);
		assertEquals("µm", overlay.getCalibration().getUnit());
		assertEquals(2, overlay.getOverlay().size());
		assertInstanceOf(ImageRoi.class, overlay.getOverlay().get(1));
		assertEquals(1, image.getOverlay().size());
		Provenance.start().with("Model", "blood-cells").with("Layer", "layer4").write(overlay);
		assertTrue(overlay.getInfoProperty().startsWith("microscope: X\nFovea: "));
		assertEquals("layer4", overlay.getProp("Layer"));
		assertEquals("microscope: X", image.getInfoProperty());
	}

	@Test
	void everyLookupTableThatIsListedCanBeUsed() {
		for (final String name : Luts.names()) assertNotNull(Luts.of(name, false), name);
		final String sentence = assertThrows(FoveaException.class, () -> Luts.of("nonsense", false))
			.getMessage();
		assertTrue(sentence.contains("diverging, Fire"), sentence);
	}

	@Test
	void heatGrowsEvenlyInLightness() {
		final byte[] bytes = Luts.of(Luts.HEAT, false).getBytes();
		double before = -1;
		for (int i = 0; i < 256; i += 15) {
			final double lightness = lightness(bytes[i] & 0xff, bytes[256 + i] & 0xff, bytes[512 + i] & 0xff);
			assertEquals(95 * i / 255d, lightness, 2.5, "entry " + i);
			assertTrue(lightness > before);
			before = lightness;
		}
	}

	private static double lightness(final int... rgb) {
		final double[] linear = Arrays.stream(rgb).mapToDouble(v -> v / 255d).map(v -> v <= 0.04045 ? v / 12.92 : Math.pow((v + 0.055) / 1.055,
			2.4)).toArray();
		final double y = 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2];
		return y > 216 / 24389d ? 116 * Math.cbrt(y) - 16 : y * 24389 / 27d;
	}

	@Test
	void scoresReachFromTheirSmallestToTheirLargest() {
		final ImagePlus image = FramingTest.ramp(3, 2);
		final MapImages images = images(image, Extent.IMAGE, new Heatmap(3, 2, new float[] { -908, -900, -850, -880, -860, -870 }, false),
			Meaning.SCORES);
		final ImagePlus map = images.heatmap("occlusion-map", Luts.AUTO);
		assertEquals(-908, map.getDisplayRangeMin());
		assertEquals(-850, map.getDisplayRangeMax());
		assertNull(map.getOverlay());
		assertEquals(List.of(), images.withoutEvidence());
		final ImagePlus drawn = images.overlay("occlusion-map", "Red", 1);
		assertEquals(1, drawn.getOverlay().size());
		final ImagePlus flat = drawn.flatten();
		assertEquals(255, flat.getPixel(2, 0)[0], 1);
		assertEquals(image.flatten().getPixel(0, 0)[0], flat.getPixel(0, 0)[0]);
		final ImagePlus constant = images(image, Extent.IMAGE, new Heatmap(1, 1, new float[] { -7 }, false), Meaning.SCORES).heatmap("x", Luts.AUTO);
		assertEquals(-7, constant.getDisplayRangeMin());
		assertTrue(constant.getDisplayRangeMax() > -7);
	}

	private static MapImages images(final ImagePlus image, final Extent extent, final Heatmap map) {
		return images(image, extent, map, Meaning.EVIDENCE);
	}

	private static MapImages images(final ImagePlus image, final Extent extent, final Heatmap map, final Meaning meaning) {
		final int channels = image.getBitDepth() == 24 ? 3 : 1;
		return new MapImages(List.of(new Placed(new Framing(image, FramingTest.format(channels, 0, 1, 1), extent, Fit.NATIVE).view(Plane.current(
			image)), map)), meaning);
	}

	private static Heatmap dot(final int width, final int height, final int x, final int y) {
		final float[] values = new float[width * height];
		values[y * width + x] = 1;
		return new Heatmap(width, height, values, false);
	}

	private static ImagePlus calibrated(final ImagePlus image) {
		final Calibration calibration = image.getCalibration();
		calibration.setUnit("µm");
		calibration.pixelWidth = 0.5;
		calibration.pixelHeight = 0.25;
		calibration.xOrigin = 3;
		calibration.yOrigin = -2;
		return image;
	}
}
