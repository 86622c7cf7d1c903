package org.fovea.imagej1;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.Component;
import java.awt.EventQueue;
import java.awt.Point;
import java.awt.Rectangle;
import java.awt.Robot;
import java.awt.Window;
import java.awt.event.InputEvent;
import java.nio.file.Path;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.FutureTask;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import org.fovea.image.Tables;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import ij.IJ;
import ij.ImageJ;
import ij.ImagePlus;
import ij.WindowManager;
import ij.gui.ImageCanvas;
import ij.gui.Roi;
import ij.gui.RoiListener;
import ij.io.FileSaver;
import ij.macro.Interpreter;
import ij.measure.ResultsTable;
import ij.text.TextPanel;
import ij.text.TextWindow;

/** Double clicks on patches and rows, and clicks into the window of a receptive field, with the mouse. */
@Tag("display")
@Timeout(120)
class ActivationsDesktopTest {

	private static final String SEARCH = "model=tiny layer=features.3 units=0-3 count=4";

	@TempDir
	private Path folder;

	@BeforeAll
	static void open() {
		if (IJ.getInstance() == null) new ImageJ(ImageJ.STANDALONE);
		new MenuEntries(Commands.shared().list()).install();
		TinyModel.add();
	}

	@AfterEach
	void closeWindows() {
		final int[] ids = WindowManager.getIDList();
		if (ids != null) {
			for (final int id : ids) {
				final ImagePlus image = WindowManager.getImage(id);
				image.changes = false;
				image.close();
			}
		}
		if (WindowManager.getFrame(Tables.PATCHES) instanceof final TextWindow window) window.close(false);
	}

	@Test
	void aTileLeadsToItsSlice() throws Exception {
		new Interpreter().run("run('Blood Smear...', 'width=96 height=64 count=6'); run('Top Patches...', '" + SEARCH + "');");
		final ImagePlus sheets = WindowManager.getImage("Blood Smear-top-patches");
		final ImagePlus smear = WindowManager.getImage("Blood Smear");
		final ResultsTable table = ResultsTable.getResultsTable(Tables.PATCHES);
		final int row = row(table, 2, 1);
		EventQueue.invokeAndWait(() -> sheets.setSlice(3));
		final Roi found = doubleClick(sheets.getCanvas(), new Point(98 + 30, 40));
		assertEquals("field " + smear.getZ(), table.getStringValue("Slice", row));
		assertEquals(box(table, row), found.getBounds());
		assertEquals(box(table, row), smear.getRoi().getBounds());
	}

	/** Also in a table that somebody has sorted. */
	@Test
	void aRowLeadsToItsSlice() throws Exception {
		new Interpreter().run("run('Blood Smear...', 'width=96 height=64 count=6'); run('Top Patches...', '" + SEARCH + "');");
		final ImagePlus smear = WindowManager.getImage("Blood Smear");
		final ResultsTable table = ResultsTable.getResultsTable(Tables.PATCHES);
		table.sort("Activation");
		table.show(Tables.PATCHES);
		final TextPanel panel = ((TextWindow) WindowManager.getFrame(Tables.PATCHES)).getTextPanel();
		final Component lines = panel.getComponents()[0];
		final int height = lines.getFontMetrics(panel.getFont() == null ? lines.getFont() : panel.getFont()).getHeight() + 2;
		final Roi found = doubleClick(lines, new Point(60, (int) (2.5 * height)));
		final int row = panel.getSelectionStart();
		assertTrue(row >= 0, "a row is selected");
		assertEquals("field " + smear.getZ(), table.getStringValue("Slice", row));
		assertEquals(box(table, row), found.getBounds());
	}

	@Test
	void aTileOpensItsFile() throws Exception {
		new Interpreter().run("run('Blood Smear...', 'width=96 height=64');");
		final ImagePlus smear = IJ.getImage();
		new FileSaver(smear).saveAsTiff(folder.resolve("one.tif").toString());
		smear.close();
		new Interpreter().run("run('Top Patches...', '" + SEARCH + " source=[" + folder.toString().replace('\\', '/') + "]');");
		final ResultsTable table = ResultsTable.getResultsTable(Tables.PATCHES);
		final int images = WindowManager.getImageCount();
		final Roi found = doubleClick(IJ.getImage().getCanvas(), new Point(40, 40));
		assertEquals("one.tif", WindowManager.getImage(images + 1).getTitle());
		assertEquals(box(table, row(table, 0, 0)), found.getBounds());
	}

	@Test
	void aClickMovesTheReceptiveField() throws Exception {
		new Interpreter().run("run('Blood Smear...', 'width=96 height=64'); makePoint(20, 20); run('Receptive Field...', 'model=tiny layer=features.2');");
		final ImagePlus field = WindowManager.getImage("Blood Smear-receptive-field");
		final Rectangle before = field.getOverlay().get(0).getBounds();
		click(field.getCanvas(), new Point(60, 40), 1);
		final Rectangle after = field.getOverlay().get(0).getBounds();
		assertNotEquals(before, after);
		assertTrue(Math.abs(after.getCenterX() - 60) <= 2 && Math.abs(after.getCenterY() - 40) <= 2, after.toString());
		assertEquals(2, field.getOverlay().size());
		assertTrue(WindowManager.getImage("Blood Smear").getOverlay() == null);
	}

	private static int row(final ResultsTable table, final int unit, final int rank) {
		for (int row = 0; row < table.size(); row++) {
			if (table.getValue("Unit", row) == unit && table.getValue("Rank", row) == rank + 1) return row;
		}
		throw new AssertionError("no patch of unit " + unit);
	}

	private static Rectangle box(final ResultsTable table, final int row) {
		return new Rectangle((int) table.getValue("Left", row), (int) table.getValue("Top", row), (int) table.getValue("Width", row), (int) table.getValue(
			"Height", row));
	}

	/** Double clicks and waits for the selection that the opened source gets. */
	private static Roi doubleClick(final Component component, final Point pixel) throws Exception {
		final BlockingQueue<Roi> selected = new LinkedBlockingQueue<>();
		final RoiListener listener = (image, id) -> {
			if (image != null && image.getRoi() != null && !(component instanceof final ImageCanvas canvas && image == canvas.getImage())) selected.add(image
				.getRoi());
		};
		Roi.addRoiListener(listener);
		try {
			click(component, pixel, 2);
			final Roi found = selected.poll(30, TimeUnit.SECONDS);
			if (found == null) throw new AssertionError("nothing was selected");
			return found;
		}
		finally {
			Roi.removeRoiListener(listener);
		}
	}

	/** Clicks where the component is, after its window has come to a place of its own in front. */
	private static void click(final Component component, final Point pixel, final int times) throws Exception {
		final Window window = javax.swing.SwingUtilities.getWindowAncestor(component);
		EventQueue.invokeAndWait(() -> {
			window.setLocation(700, 300);
			window.toFront();
		});
		final Robot robot = new Robot();
		robot.setAutoWaitForIdle(true);
		robot.waitForIdle();
		final FutureTask<Point> corner = new FutureTask<>(component::getLocationOnScreen);
		EventQueue.invokeAndWait(corner);
		final Point place = component instanceof final ImageCanvas canvas ? new Point(canvas.screenX(pixel.x), canvas.screenY(pixel.y)) : pixel;
		robot.mouseMove(corner.get().x + place.x, corner.get().y + place.y);
		for (int i = 0; i < times; i++) {
			robot.mousePress(InputEvent.BUTTON1_DOWN_MASK);
			robot.mouseRelease(InputEvent.BUTTON1_DOWN_MASK);
		}
		robot.waitForIdle();
		EventQueue.invokeAndWait(() -> {});
	}
}
