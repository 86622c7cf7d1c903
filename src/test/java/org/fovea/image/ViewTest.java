package org.fovea.image;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.Rectangle;
import java.awt.geom.Point2D;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;
import java.util.List;
import java.util.Optional;

import org.fovea.network.Heatmap;
import org.junit.jupiter.api.Test;

import ij.CompositeImage;
import ij.IJ;
import ij.ImagePlus;

/** What is seen of an image, as a picture and in coordinates. */
class ViewTest {

	@Test
	void partsOfTheTensorLieInTheImage() {
		final View view = new View(new ImagePlus(), new Plane(1, 1), new Rectangle(10, 20, 40, 30), Optional.empty(), 80, 60, 96, 64);
		assertEquals(new Rectangle2D.Double(15, 25, 4, 6), view.toImage(new Rectangle2D.Double(10, 10, 8, 12)));
		assertEquals(new Point2D.Double(10, 10), view.toTensor(new Point2D.Double(15, 25)));
	}

	@Test
	void thePictureIsWhatImageJShows() {
		final ImagePlus image = IJ.createImage("ramp", "16-bit ramp", 50, 40, 3);
		image.setSlice(2);
		image.setDisplayRange(1000, 30000);
		IJ.run(image, "Invert LUT", "");
		final BufferedImage shown = image.getBufferedImage();
		final Rectangle area = new Rectangle(7, 5, 20, 30);
		final BufferedImage picture = view(image, new Plane(2, 1), area).picture();
		assertEquals(20, picture.getWidth());
		for (int y = 0; y < area.height; y++) {
			for (int x = 0; x < area.width; x++) assertEquals(shown.getRGB(area.x + x, area.y + y), picture.getRGB(x, y));
		}
	}

	@Test
	void channelsThatAreSwitchedOffStayDark() {
		final ImagePlus stack = IJ.createImage("composite", "8-bit ramp", 20, 10, 2);
		stack.setDimensions(2, 1, 1);
		final CompositeImage image = new CompositeImage(stack, CompositeImage.COMPOSITE);
		image.getActiveChannels()[1] = false;
		image.updateAndDraw();
		final BufferedImage picture = view(image, new Plane(1, 1), new Rectangle(20, 10)).picture();
		assertEquals(0, picture.getRGB(19, 5) & 0xffff, "green and blue");
		assertTrue((picture.getRGB(19, 5) >> 16 & 0xff) > 200, "red");
	}

	@Test
	void shadesShareTheRangeAndSilenceIsDark() {
		final Heatmap loud = new Heatmap(2, 1, new float[] { 0, 4 }, false);
		final Heatmap faint = new Heatmap(2, 1, new float[] { 0, 1 }, false);
		final Shading shading = new Shading(List.of(loud, faint), Luts.AUTO);
		assertEquals(4, shading.limit());
		assertFalse(shading.isSigned());
		assertEquals(shading.rgb(1), shading.opaque(faint).getRGB(1, 0));
		assertEquals(64, shading.translucent(faint).getRGB(1, 0) >>> 24);
		assertEquals(0, shading.translucent(loud).getRGB(0, 0));
		final Shading silent = new Shading(List.of(new Heatmap(1, 1, new float[] { 0 }, false)), Luts.AUTO);
		assertEquals(0xff000000, silent.rgb(0));
	}

	@Test
	void resultsAreToldFromOtherImages() {
		final ImagePlus image = IJ.createImage("image", "8-bit ramp", 4, 4, 1);
		assertFalse(Provenance.isResult(image));
		Provenance.start().write(image);
		assertFalse(Provenance.isResult(image));
		Provenance.start().with(Provenance.TECHNIQUE, "Grad-CAM").write(image);
		assertTrue(Provenance.isResult(image));
	}

	private static View view(final ImagePlus image, final Plane plane, final Rectangle area) {
		return new View(image, plane, area, Optional.empty(), area.width, area.height, area.width, area.height);
	}
}
