package org.fovea.image;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.Rectangle;
import java.util.List;
import java.util.stream.Stream;

import ij.CompositeImage;
import ij.ImagePlus;
import ij.ImageStack;
import ij.gui.Line;
import ij.gui.OvalRoi;
import ij.gui.Roi;
import ij.measure.Calibration;
import ij.plugin.LutLoader;
import ij.process.ByteProcessor;
import ij.process.ColorProcessor;
import ij.process.FloatProcessor;
import ij.process.ImageConverter;
import ij.process.ImageProcessor;
import ij.process.LUT;
import ij.process.ShortProcessor;

import org.fovea.FoveaException;
import org.fovea.model.InputFormat;
import org.fovea.network.Heatmap;
import org.fovea.network.Tensor;
import org.junit.jupiter.api.Test;

/** What networks get to see of images whose every pixel is known. */
class FramingTest {

	private static final InputFormat GREY = format(1, 0, 1, 1);
	private static final InputFormat COLOUR = format(3, 0, 1, 1);

	@Test
	void greyValuesOfAllDepthsArriveAsTheyAre() {
		final ByteProcessor bytes = new ByteProcessor(2, 1, new byte[] { (byte) 200, 3 });
		assertArrayEquals(new float[] { 200, 3 }, pixels(new ImagePlus("8", bytes), GREY));
		final ShortProcessor shorts = new ShortProcessor(2, 1, new short[] { (short) 40000, 7 }, null);
		assertArrayEquals(new float[] { 40000, 7 }, pixels(new ImagePlus("16", shorts), GREY));
		final FloatProcessor floats = new FloatProcessor(2, 1, new float[] { -0.25f, 1e6f });
		assertArrayEquals(new float[] { -0.25f, 1e6f }, pixels(new ImagePlus("32", floats), GREY));
	}

	@Test
	void displayRangeAndLookupTableDoNotChangeGreyValues() {
		final ImagePlus image = new ImagePlus("fire", new ByteProcessor(2, 1, new byte[] { 50, 100 }));
		image.setLut(new LUT(LutLoader.getLut("fire"), 0, 255));
		image.setDisplayRange(40, 60);
		assertArrayEquals(new float[] { 50, 100 }, pixels(image, GREY));
		image.getProcessor().invertLut();
		assertArrayEquals(new float[] { 50, 100 }, pixels(image, GREY));
	}

	@Test
	void rgbBecomesThreeChannels() {
		final ColorProcessor colours = new ColorProcessor(2, 1, new int[] { 0xff102030, 0xffc0b0a0 });
		assertArrayEquals(new float[] { 0x10, 0xc0, 0x20, 0xb0, 0x30, 0xa0 }, pixels(new ImagePlus("rgb", colours), COLOUR));
	}

	@Test
	void indexedColoursAreLookedUp() {
		final ColorProcessor colours = new ColorProcessor(3, 1, new int[] { 0xffff0000, 0xff00ff00, 0xffffffff });
		final ImagePlus image = new ImagePlus("indexed", colours);
		new ImageConverter(image).convertRGBtoIndexedColor(256);
		assertEquals(ImagePlus.COLOR_256, image.getType());
		assertArrayEquals(new float[] { 255, 0, 255, 0, 255, 255, 0, 0, 255 }, pixels(image, COLOUR), 8);
		assertSays(image, GREY, "8-bit colour", "Image > Type > RGB Color");
	}

	@Test
	void compositesGiveTheirRawChannels() {
		final ImagePlus image = hyperstack(3, 2, 2);
		assertArrayEquals(new float[] { 122, 222, 322 }, firstPixels(image, COLOUR, new Plane(2, 2)));
	}

	@Test
	void oneChannelAtATimeIsTakenWhereOneIsShown() {
		final CompositeImage image = (CompositeImage) hyperstack(3, 2, 2);
		assertSays(image, GREY, "3 channels at once", "Split Channels");
		image.setMode(CompositeImage.GRAYSCALE);
		image.setPosition(2, 1, 1);
		assertArrayEquals(new float[] { 221 }, firstPixels(image, GREY, new Plane(2, 1)));
	}

	@Test
	void signedShortsAndHounsfieldUnitsAreCalibratedButEightBitIsNot() {
		final ImagePlus signed = new ImagePlus("signed", new ShortProcessor(2, 1, new short[] { (short) 32768, (short) 32668 }, null));
		signed.getCalibration().setSigned16BitCalibration();
		assertArrayEquals(new float[] { 0, -100 }, pixels(signed, GREY));
		final ImagePlus ct = new ImagePlus("ct", new ShortProcessor(2, 1, new short[] { 1024, 2024 }, null));
		ct.getCalibration().setFunction(Calibration.STRAIGHT_LINE, new double[] { -1024, 1 }, "HU");
		assertArrayEquals(new float[] { 0, 1000 }, pixels(ct, GREY));
		final ImagePlus density = new ImagePlus("gel", new ByteProcessor(2, 1, new byte[] { 10, 20 }));
		density.getCalibration().setFunction(Calibration.UNCALIBRATED_OD, null, "OD");
		assertArrayEquals(new float[] { 10, 20 }, pixels(density, GREY));
	}

	@Test
	void mismatchedChannelsAreRefusedWithTheWayToConvert() {
		assertSays(new ImagePlus("grey.tif", new ByteProcessor(4, 4)), COLOUR, "takes 3 channels", "'grey.tif' has one", "Image > Type > RGB Color");
		assertSays(new ImagePlus("rgb.tif", new ColorProcessor(4, 4)), GREY, "takes 1 channel,", "is RGB", "Image > Type > 8-bit");
		assertSays(hyperstack(2, 1, 1), COLOUR, "has 2", "Merge Channels");
		assertSays(stack(3), COLOUR, "Stack to Hyperstack");
		assertSays(new ImagePlus("rgb.tif", new ColorProcessor(4, 4)), format(2, 0, 1, 1), "takes 2 channels", "Merge Channels");
	}

	@Test
	void missingAndBogusImagesAreRefused() {
		assertSays(null, GREY, "Open an image first.");
		assertSays(new ImagePlus(), GREY, "Open an image first.");
	}

	@Test
	void pixelsThatAreNoNumbersAreRefusedByPlace() {
		final ImagePlus image = stack(2);
		final ImageProcessor ip = new FloatProcessor(4, 3);
		ip.setf(2, 1, Float.NaN);
		final ImageStack floats = new ImageStack(4, 3);
		floats.addSlice("first", new FloatProcessor(4, 3));
		floats.addSlice("second", ip);
		image.setStack(floats);
		final Framing framing = new Framing(image, GREY, Extent.AUTO, Fit.AUTO);
		framing.pixels(new Plane(1, 1));
		final String sentence = assertThrows(FoveaException.class, () -> framing.pixels(new Plane(2, 1))).getMessage();
		assertTrue(sentence.contains("x=2, y=1 of second"), sentence);
		image.setRoi(0, 0, 2, 2);
		assertEquals(0, new Framing(image, GREY, Extent.AUTO, Fit.AUTO).pixels(new Plane(2, 1)).at(0, 0, 1, 1));
	}

	@Test
	void imagesBelowTheMinimumAreRefused() {
		assertSays(new ImagePlus("dot", new ByteProcessor(1, 1)), format(1, 0, 32, 32), "at least 32×32", "'dot' has 1×1", "Image > Scale");
		final ImagePlus image = new ImagePlus("field", new ByteProcessor(64, 64));
		image.setRoi(3, 3, 8, 8);
		assertSays(image, format(1, 0, 32, 32), "the selection has 8×8", "select a larger area");
	}

	@Test
	void theSelectionIsTheDefaultArea() {
		final ImagePlus image = ramp(10, 8);
		image.setRoi(new OvalRoi(2, 3, 4, 2));
		assertEquals(new Rectangle(2, 3, 4, 2), new Framing(image, GREY, Extent.AUTO, Fit.AUTO).area());
		assertEquals(new Rectangle(2, 3, 4, 2), new Framing(image, GREY, Extent.SELECTION, Fit.AUTO).area());
		assertEquals(new Rectangle(10, 8), new Framing(image, GREY, Extent.IMAGE, Fit.AUTO).area());
		assertEquals(32, new Framing(image, GREY, Extent.AUTO, Fit.AUTO).pixels(new Plane(1, 1)).data()[0]);
	}

	@Test
	void selectionsAreClippedToTheImageAndMustHaveAnArea() {
		final ImagePlus image = ramp(10, 8);
		image.setRoi(new Roi(7, 6, 9, 9));
		assertEquals(new Rectangle(7, 6, 3, 2), new Framing(image, GREY, Extent.AUTO, Fit.AUTO).area());
		image.setRoi(new Roi(20, 20, 5, 5));
		assertThrows(FoveaException.class, () -> new Framing(image, GREY, Extent.SELECTION, Fit.AUTO));
		image.setRoi(new Line(1, 1, 5, 5));
		assertEquals(new Rectangle(10, 8), new Framing(image, GREY, Extent.AUTO, Fit.AUTO).area());
		assertThrows(FoveaException.class, () -> new Framing(image, GREY, Extent.SELECTION, Fit.AUTO));
		image.deleteRoi();
		assertThrows(FoveaException.class, () -> new Framing(image, GREY, Extent.SELECTION, Fit.AUTO));
	}

	@Test
	void fixedSizesAreFilledUnlessNativeIsAskedFor() {
		final ImagePlus image = ramp(10, 8);
		final InputFormat fixed = format(1, 5, 1, 1);
		assertArrayEquals(new int[] { 1, 1, 5, 5 }, new Framing(image, fixed, Extent.AUTO, Fit.AUTO).pixels(new Plane(1, 1)).shape());
		assertArrayEquals(new int[] { 1, 1, 8, 10 }, new Framing(image, fixed, Extent.AUTO, Fit.NATIVE).pixels(new Plane(1, 1)).shape());
		assertThrows(FoveaException.class, () -> new Framing(image, GREY, Extent.AUTO, Fit.MODEL));
	}

	@Test
	void gridsOfTheNetworkAreFilledByMirroring() {
		final Framing framing = new Framing(ramp(10, 8), format(1, 0, 4, 4), Extent.AUTO, Fit.NATIVE);
		final View view = framing.view(new Plane(1, 1));
		final Tensor pixels = framing.pixels(new Plane(1, 1));
		assertArrayEquals(new int[] { 1, 1, 8, 12 }, pixels.shape());
		assertArrayEquals(new int[] { 10, 8, 12, 8 }, new int[] { view.width(), view.height(), view.tensorWidth(), view.tensorHeight() });
		assertEquals(8, pixels.at(0, 0, 0, 10));
		assertEquals(7, pixels.at(0, 0, 0, 11));
	}

	@Test
	void mapsComeBackToThePixelsThatTheyExplain() {
		final Framing framing = new Framing(ramp(10, 8), format(1, 0, 4, 4), Extent.AUTO, Fit.NATIVE);
		final View view = framing.view(new Plane(1, 1));
		final float[] values = framing.pixels(new Plane(1, 1)).data().clone();
		final Heatmap back = view.toArea(new Heatmap(12, 8, values, false));
		assertEquals(10, back.width());
		for (int y = 0; y < 8; y++) {
			for (int x = 0; x < 10; x++) assertEquals(x + 10 * y, back.values()[y * 10 + x], 1e-4);
		}
		final float[] coarse = new float[3 * 2];
		coarse[2] = 1;
		final Heatmap corner = view.toArea(new Heatmap(3, 2, coarse, false));
		assertEquals(0.875, corner.values()[9], 1e-6);
		assertEquals(0, corner.values()[0], 0);
	}

	@Test
	void theSelectionIsSeenByTheNetworkWhateverTheArea() {
		final ImagePlus image = ramp(10, 8);
		image.setRoi(4, 2, 4, 4);
		final View whole = new Framing(image, format(1, 5, 1, 1), Extent.IMAGE, Fit.MODEL).view(new Plane(1, 1));
		final Heatmap mask = whole.selection().orElseThrow();
		assertEquals(5, mask.width());
		assertEquals(1, mask.values()[2 * 5 + 2]);
		assertEquals(0, mask.values()[0]);
		double inside = 0;
		for (final float v : mask.values()) inside += v;
		assertEquals(2 * 3, inside);
		final View selected = new Framing(image, GREY, Extent.SELECTION, Fit.NATIVE).view(new Plane(1, 1));
		for (final float v : selected.selection().orElseThrow().values()) assertEquals(1, v);
	}

	@Test
	void planesRunThroughDepthBeforeTime() {
		final ImagePlus image = hyperstack(3, 2, 2);
		assertEquals(List.of(new Plane(1, 1), new Plane(2, 1), new Plane(1, 2), new Plane(2, 2)), Plane.all(image));
		image.setPosition(2, 2, 1);
		assertEquals(new Plane(2, 1), Plane.current(image));
		assertEquals("z:2/2 t:1/2", new Plane(2, 1).label(image));
	}

	@Test
	void theInputIsLeftAsItWas() {
		final ImagePlus image = ramp(10, 8);
		image.setRoi(2, 2, 4, 4);
		final float[] before = (float[]) image.getProcessor().getPixelsCopy();
		new Framing(image, format(1, 5, 1, 1), Extent.AUTO, Fit.AUTO).pixels(new Plane(1, 1));
		assertArrayEquals(before, (float[]) image.getProcessor().getPixels());
		assertEquals(new Rectangle(2, 2, 4, 4), image.getRoi().getBounds());
	}

	private static void assertSays(final ImagePlus image, final InputFormat format, final String... parts) {
		final String sentence = assertThrows(FoveaException.class, () -> new Framing(image, format, Extent.AUTO, Fit.AUTO)).getMessage();
		Stream.of(parts).forEach(part -> assertTrue(sentence.contains(part), () -> "'" + part + "' in: " + sentence));
	}

	private static float[] pixels(final ImagePlus image, final InputFormat format) {
		return new Framing(image, format, Extent.AUTO, Fit.AUTO).pixels(Plane.current(image)).data();
	}

	private static float[] firstPixels(final ImagePlus image, final InputFormat format, final Plane plane) {
		image.setRoi(0, 0, 1, 1);
		return new Framing(image, format, Extent.AUTO, Fit.AUTO).pixels(plane).data();
	}

	static InputFormat format(final int channels, final int size, final int minimum, final int multiple) {
		return new InputFormat(channels, size, size, minimum, multiple, List.of());
	}

	/** Pixel (x, y) is x + width·y. */
	static ImagePlus ramp(final int width, final int height) {
		final float[] values = new float[width * height];
		for (int i = 0; i < values.length; i++) values[i] = i;
		return new ImagePlus("ramp.tif", new FloatProcessor(width, height, values));
	}

	static ImagePlus stack(final int slices) {
		final ImageStack stack = new ImageStack(4, 3);
		for (int i = 0; i < slices; i++) stack.addSlice(new ByteProcessor(4, 3));
		return new ImagePlus("stack", stack);
	}

	/** Every pixel is 100·c + 10·z + t. */
	static ImagePlus hyperstack(final int channels, final int slices, final int frames) {
		final ImageStack stack = new ImageStack(6, 5);
		for (int t = 1; t <= frames; t++) {
			for (int z = 1; z <= slices; z++) {
				for (int c = 1; c <= channels; c++) {
					final ShortProcessor ip = new ShortProcessor(6, 5);
					ip.add(100 * c + 10 * z + t);
					stack.addSlice(ip);
				}
			}
		}
		final ImagePlus image = new ImagePlus("hyper", stack);
		image.setDimensions(channels, slices, frames);
		image.setOpenAsHyperStack(true);
		return new CompositeImage(image, CompositeImage.COMPOSITE);
	}
}
