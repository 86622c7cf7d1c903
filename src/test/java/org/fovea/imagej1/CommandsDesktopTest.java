package org.fovea.imagej1;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.stream.IntStream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import ij.IJ;
import ij.ImageJ;
import ij.ImagePlus;
import ij.WindowManager;
import ij.macro.Interpreter;
import ij.measure.ResultsTable;
import ij.plugin.frame.Recorder;

/** Fovea's own commands by their dialogs, and what the Recorder makes of them. */
@Tag("display")
@Timeout(120)
class CommandsDesktopTest {

	@BeforeAll
	static void open() {
		if (IJ.getInstance() == null) new ImageJ(ImageJ.STANDALONE);
		new MenuEntries(Commands.shared().list()).install();
		TinyModel.add();
	}

	@AfterEach
	void closeImages() {
		final int[] ids = WindowManager.getIDList();
		if (ids == null) return;
		for (final int id : ids) {
			final ImagePlus image = WindowManager.getImage(id);
			image.changes = false;
			image.close();
		}
	}

	@Test
	void explainsASmearWithTheMouseAndReplaysIt() throws Exception {
		final Recorder recorder = new Recorder(false);
		try {
			final Session smear = Session.start("Blood Smear...");
			smear.type(smear.number(0), "96");
			smear.type(smear.number(1), "64");
			smear.clickWithTheMouse("OK");
			smear.finish();
			final Session map = Session.start("Grad-CAM...");
			map.select(map.choice(0), TinyModel.ID);
			assertTrue(items(map, 1).contains("features.3"), "layers of the chosen model");
			assertTrue(items(map, 2).containsAll(TinyModel.LABELS), "labels of the chosen model");
			map.select(map.choice(1), "features.3");
			map.select(map.choice(2), "white cell");
			map.clickWithTheMouse("OK");
			map.finish();
			// Which of two new windows ends in front is the window system's affair.
			final String title = "Blood Smear-grad-cam";
			final float[] pixels = (float[]) WindowManager.getImage(title).getProcessor().getPixels();
			final List<String> lines = recorder.getText().lines().filter(line -> line.startsWith("run(")).toList();
			assertEquals(2, lines.size(), lines.toString());
			assertEquals("run(\"Blood Smear...\", \"width=96 height=64 content=fields count=1 seed=1 masks=false\");", lines.get(0));
			assertTrue(lines.get(1).startsWith("run(\"Grad-CAM...\", \"model=tiny layer=features.3 target=[white cell] "), lines.get(1));
			closeImages();
			new Interpreter().run(String.join("\n", lines));
			assertArrayEquals(pixels, (float[]) WindowManager.getImage(title).getProcessor().getPixels());
		}
		finally {
			recorder.close();
		}
	}

	@Test
	void classifiesWithTheMouse() throws Exception {
		new Interpreter().run("run('Blood Smear...', 'width=96 height=64');");
		final Session session = Session.start("Classify...");
		session.select(session.choice(0), TinyModel.ID);
		session.clickWithTheMouse("OK");
		session.finish();
		final boolean listed = IntStream.range(0, WindowManager.getNonImageTitles().length).mapToObj(i -> WindowManager.getNonImageTitles()[i]).map(
			ResultsTable::getResultsTable).anyMatch(table -> table != null && table.toString().contains("white cell"));
		assertTrue(listed, String.join(", ", WindowManager.getNonImageTitles()));
	}

	@Test
	void asksForAnImageBeforeTheDialog() throws Exception {
		final Session session = Session.start("Grad-CAM...");
		assertEquals("Open an image first.", IJ.getErrorMessage());
		session.press("OK");
		session.finish();
	}

	private static List<String> items(final Session session, final int choice) {
		return IntStream.range(0, session.choice(choice).getItemCount()).mapToObj(session.choice(choice)::getItem).toList();
	}
}
