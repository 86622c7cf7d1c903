package org.fovea.imagej1;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.AWTEvent;
import java.awt.EventQueue;
import java.awt.Robot;
import java.awt.Toolkit;
import java.awt.event.AWTEventListener;
import java.awt.event.KeyEvent;
import java.awt.event.WindowEvent;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import ij.IJ;
import ij.ImageJ;
import ij.ImagePlus;
import ij.WindowManager;
import ij.gui.ImageWindow;
import ij.macro.MacroRunner;
import ij.plugin.frame.Recorder;

/** Pictures that grow before the user's eyes: which window is in front at the end, and what Esc leaves. */
@Tag("display")
@Timeout(120)
class SynthesisDesktopTest {

	private static final String PICTURE = "blood-cells-class-model";
	private static final String ENDLESS = "run('Class Model...', 'model=blood-cells target=WBC size=32 steps=100000');";

	private static ImageJ window;

	@BeforeAll
	static void open() {
		window = IJ.getInstance() == null ? new ImageJ(ImageJ.STANDALONE) : IJ.getInstance();
		new MenuEntries(Commands.shared().list()).install();
	}

	@AfterEach
	void closeWindows() {
		final int[] ids = WindowManager.getIDList();
		if (ids == null) return;
		for (final int id : ids) {
			final ImagePlus image = WindowManager.getImage(id);
			image.changes = false;
			image.close();
		}
	}

	@RepeatedTest(3)
	void thePictureIsInFrontAndNotItsPlot() throws Exception {
		Session.inThread(() -> IJ.run("Class Model...", "model=blood-cells target=WBC size=32 steps=4")).get(60, TimeUnit.SECONDS);
		assertEquals(PICTURE, WindowManager.getCurrentImage().getTitle());
		new Robot().waitForIdle();
		EventQueue.invokeAndWait(() -> {});
		assertEquals(PICTURE, WindowManager.getCurrentImage().getTitle(), "and stays there when all windows have opened");
		assertNotNull(WindowManager.getImage(PICTURE + "-objective"));
	}

	@Test
	void escapeInAMacroKeepsThePictureAndEndsTheMacro() throws Exception {
		final PrintStream before = System.err;
		final ByteArrayOutputStream said = new ByteArrayOutputStream();
		System.setErr(new PrintStream(said, true, StandardCharsets.UTF_8));
		try {
			stopped(new MacroRunner(ENDLESS + "newImage('later', '8-bit', 9, 9, 1);").getThread());
		}
		finally {
			System.setErr(before);
		}
		final ImagePlus kept = WindowManager.getImage(PICTURE);
		assertTrue(kept.getStack().getSliceLabel(1).contains("stopped at step"), kept.getStack().getSliceLabel(1));
		assertTrue(WindowManager.getImage("later") == null, "the macro went on");
		assertFalse(said.toString(StandardCharsets.UTF_8).contains("ERROR"), said.toString(StandardCharsets.UTF_8));
	}

	@Test
	void anAdversarialExampleGrowsInAWindowAndEscapeKeepsIt() throws Exception {
		IJ.newImage("seen", "RGB ramp", 32, 32, 1);
		new Robot().waitForIdle();
		EventQueue.invokeAndWait(() -> {});
		final CountDownLatch opened = opened();
		final Thread macro = new MacroRunner("run('Adversarial Example...', 'model=blood-cells target=platelet steps=1000000');").getThread();
		assertTrue(opened.await(60, TimeUnit.SECONDS));
		assertEquals(1, WindowManager.getImage("seen-adversarial-example").getStackSize(), "the picture as it grows");
		Session.pressKey(window, KeyEvent.VK_ESCAPE);
		macro.join(60_000);
		assertFalse(macro.isAlive());
		final ImagePlus kept = WindowManager.getImage("seen-adversarial-example");
		assertEquals(3, kept.getStackSize());
		assertTrue(kept.getStack().getSliceLabel(2).startsWith("adversarial (stopped at step"), kept.getStack().getSliceLabel(2));
		assertEquals(kept, WindowManager.getCurrentImage());
		assertNotNull(WindowManager.getImage("seen-adversarial-example-objective"));
	}

	@Test
	void whatWasStoppedIsRecordedBecauseItIsThere() throws Exception {
		final Recorder recorder = new Recorder(false);
		try {
			final Session session = Session.start("Class Model...");
			session.type(session.number(1), "100000");
			final CountDownLatch opened = opened();
			session.press("OK");
			assertTrue(opened.await(60, TimeUnit.SECONDS));
			Session.pressKey(window, KeyEvent.VK_ESCAPE);
			session.finish();
			final List<String> lines = recorder.getText().lines().filter(line -> line.contains("Class Model")).toList();
			assertEquals(1, lines.size(), recorder.getText());
			assertTrue(lines.get(0).contains("steps=100000"), lines.get(0));
			assertNotNull(WindowManager.getImage(PICTURE));
		}
		finally {
			recorder.close();
		}
	}

	private static void stopped(final Thread macro) throws Exception {
		final CountDownLatch opened = opened();
		if (WindowManager.getImage(PICTURE) == null) assertTrue(opened.await(60, TimeUnit.SECONDS));
		Session.pressKey(window, KeyEvent.VK_ESCAPE);
		macro.join(60_000);
		assertFalse(macro.isAlive());
	}

	/** Counts down when a picture's window opens. */
	private static CountDownLatch opened() {
		final CountDownLatch opened = new CountDownLatch(1);
		Toolkit.getDefaultToolkit().addAWTEventListener(new AWTEventListener() {

			@Override
			public void eventDispatched(final AWTEvent event) {
				if (event.getID() != WindowEvent.WINDOW_OPENED || !(event.getSource() instanceof ImageWindow)) return;
				Toolkit.getDefaultToolkit().removeAWTEventListener(this);
				opened.countDown();
			}
		}, AWTEvent.WINDOW_EVENT_MASK);
		return opened;
	}
}
