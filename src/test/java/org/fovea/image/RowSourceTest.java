package org.fovea.image;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.awt.EventQueue;
import java.awt.Rectangle;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import ij.IJ;
import ij.ImageJ;
import ij.ImagePlus;
import ij.gui.Roi;
import ij.measure.ResultsTable;
import ij.plugin.frame.RoiManager;

/** Points that go to the ROI Manager. */
@Tag("display")
@Timeout(60)
class RowSourceTest {

	private ImagePlus stack;

	@BeforeEach
	void open() throws Exception {
		if (IJ.getInstance() == null) new ImageJ(ImageJ.EMBEDDED);
		stack = IJ.createImage("cells", "8-bit", 30, 20, 5);
		EventQueue.invokeAndWait(() -> {
			closeManager();
			stack.show();
		});
	}

	@AfterEach
	void close() throws Exception {
		EventQueue.invokeAndWait(() -> {
			closeManager();
			stack.changes = false;
			stack.close();
		});
	}

	private static void closeManager() {
		if (RoiManager.getInstance2() != null) RoiManager.getInstance2().close();
	}

	private static RowSource source(final String image) {
		final ResultsTable table = new ResultsTable();
		for (int row = 0; row < 5; row++) {
			table.addRow();
			table.addValue("Image", image);
			table.addValue("Slice", row + 1);
		}
		return new RowSource(new RowTable("t", table), new int[] { 0, 1, 2, 3, 4 }, "selection", Optional.empty());
	}

	@Test
	void wholeSlicesAreFramesInTheirPlaces() throws Exception {
		EventQueue.invokeAndWait(() -> {
			assertEquals(2, source("cells").group(new int[] { 1, 4 }));
			assertEquals(1, source("cells").group(new int[] { 2 }));
		});
		final Roi[] rois = RoiManager.getInstance2().getRoisAsArray();
		assertEquals(List.of(2, 5, 3), Arrays.stream(rois).map(Roi::getPosition).toList());
		assertEquals(List.of(1, 1, 2), Arrays.stream(rois).map(Roi::getGroup).toList());
		assertEquals(List.of("cells:2", "cells:5", "cells:3"), Arrays.stream(rois).map(Roi::getName).toList());
		assertEquals(new Rectangle(0, 0, 30, 20), rois[1].getBounds());
	}

	@Test
	void noManagerIsOpenedForNothing() throws Exception {
		EventQueue.invokeAndWait(() -> assertEquals(0, source("nowhere").group(new int[] { 0, 1 })));
		assertNull(RoiManager.getInstance2());
	}
}
