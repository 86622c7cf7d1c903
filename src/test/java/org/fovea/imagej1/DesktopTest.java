package org.fovea.imagej1;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.Choice;
import java.awt.EventQueue;
import java.awt.Menu;
import java.awt.MenuBar;
import java.awt.MenuItem;
import java.awt.event.KeyEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.stream.IntStream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import ij.Executer;
import ij.IJ;
import ij.ImageJ;
import ij.ImagePlus;
import ij.WindowManager;
import ij.macro.Interpreter;
import ij.plugin.frame.Recorder;

/** Menus, dialogs and the Recorder of plain ImageJ, as a user meets them. */
@Tag("display")
@Timeout(60)
class DesktopTest {

	private static ImageJ window;

	@BeforeAll
	static void open() {
		TestCommands.add();
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

	@Test
	void putsEveryCommandIntoItsMenuOnce() {
		new MenuEntries(Commands.shared().list()).install();
		final List<String> entries = new ArrayList<>();
		final MenuBar bar = window.getMenuBar();
		for (int i = 0; i < bar.getMenuCount(); i++) collect(bar.getMenu(i), bar.getMenu(i).getLabel(), entries);
		for (final var command : Commands.shared().list()) {
			final String entry = String.join(">", Commands.menus(command)) + ">" + Commands.label(command);
			assertEquals(1, entries.stream().filter(entry::equals).count(), entry);
		}
		assertTrue(entries.contains("Plugins>Fovea>Tests>Test Echo..."));
	}

	@Test
	void showsADialogAndTheResult() throws Exception {
		final Session session = Session.start("Test Make...");
		assertEquals("Test Make", session.dialog().getTitle());
		session.type(session.number(0), "21");
		session.toggle(session.checkbox(0));
		session.clickWithTheMouse("OK");
		session.finish();
		assertEquals(21, IJ.getImage().getWidth());
		assertEquals(255, IJ.getImage().getProcessor().get(0, 0));
		assertEquals(1, WindowManager.getImageCount());
	}

	@Test
	void cancelDoesNothing() throws Exception {
		final Session session = Session.start("Test Make...");
		session.press("Cancel");
		session.finish();
		assertEquals(0, WindowManager.getImageCount());
	}

	@Test
	void choicesFollowAnotherChoice() throws Exception {
		final Session session = Session.start("Test Echo...");
		final Choice model = session.choice(0);
		final Choice layer = session.choice(1);
		assertEquals(TestCommands.Echo.layers("small"), items(layer));
		session.select(model, "large one");
		assertEquals(TestCommands.Echo.layers("large one"), items(layer));
		session.select(layer, "block 3");
		session.select(model, "small");
		assertEquals(TestCommands.Echo.layers("small"), items(layer));
		assertEquals("auto", layer.getSelectedItem());
		session.press("OK");
		session.finish();
		assertTrue(IJ.getImage().getTitle().contains("model=small layer=auto"), IJ.getImage().getTitle());
	}

	@ParameterizedTest
	@CsvSource({ "0,abc,false", "0,'',false", "0,1.5,false", "0,0.75,true", "1,2.5,false", "1,0,false", "1,12,true" })
	void allowsOnlyWhatMakesSense(final int field, final String text, final boolean allowed) throws Exception {
		final Session session = Session.start("Test Echo...");
		session.type(session.number(field), text);
		assertEquals(allowed, session.button("OK").isEnabled());
		session.press("Cancel");
		session.finish();
	}

	@Test
	void recordsWhatReplays() throws Exception {
		final Recorder recorder = new Recorder(false);
		try {
			final Session session = Session.start("Test Echo...");
			session.select(session.choice(0), "large one");
			session.select(session.choice(1), "block 2");
			session.type(session.number(0), "0.25");
			session.toggle(session.checkbox(0));
			session.type(session.string(0), "C:\\a folder\\n.pt");
			session.press("OK");
			session.finish();
			final String title = IJ.getImage().getTitle();
			final List<String> lines = recorder.getText().lines().filter(line -> line.contains("Test Echo")).toList();
			assertEquals(List.of("run(\"Test Echo...\", \"model=[large one] layer=[block 2] opacity=0.25 count=3 masks=false path=[C:\\\\a folder\\\\n.pt]\");"),
				lines);
			closeWindows();
			new Interpreter().run(lines.get(0));
			assertEquals(title, IJ.getImage().getTitle());
			forgetThePath();
		}
		finally {
			recorder.close();
		}
	}

	@Test
	void recordsNothingThatFailedOrWasCancelled() throws Exception {
		final Recorder recorder = new Recorder(false);
		try {
			final Session refused = Session.start("Test Refuse");
			refused.press("OK");
			refused.finish();
			final Session cancelled = Session.start("Test Make...");
			cancelled.press("Cancel");
			cancelled.finish();
			assertFalse(recorder.getText().contains("Test"), recorder.getText());
		}
		finally {
			recorder.close();
		}
	}

	@Test
	void remembersPathsAloneAndOnlyInDialogs() throws Exception {
		final Session first = Session.start("Test Echo...");
		first.type(first.string(0), "/kept/path.pt");
		first.type(first.number(1), "9");
		first.press("OK");
		first.finish();
		closeWindows();
		final Session second = Session.start("Test Echo...");
		assertEquals("/kept/path.pt", second.string(0).getText());
		assertEquals("3", second.number(1).getText());
		second.press("Cancel");
		second.finish();
		new Interpreter().run("run('Test Echo...', 'count=4');");
		assertTrue(IJ.getImage().getTitle().endsWith("count=4 masks=true path="), IJ.getImage().getTitle());
		closeWindows();
		forgetThePath();
	}

	@Test
	void saysWhyACommandRefuses() throws Exception {
		final Session session = Session.start("Test Refuse");
		assertEquals("Test Refuse", session.dialog().getTitle());
		assertEquals("Open an image first.", IJ.getErrorMessage());
		session.press("OK");
		session.finish();
	}

	@Test
	void escapeCancels() throws Exception {
		final CountDownLatch running = new CountDownLatch(1);
		TestCommands.Endless.onStart(running::countDown);
		final FutureTask<Void> run = Session.inThread(() -> new Executer("Test Endless").run());
		running.await();
		Session.pressKey(window, KeyEvent.VK_ESCAPE);
		run.get();
	}

	private static void forgetThePath() throws Exception {
		final Session session = Session.start("Test Echo...");
		session.type(session.string(0), "");
		session.press("OK");
		session.finish();
	}

	private static List<String> items(final Choice choice) {
		return IntStream.range(0, choice.getItemCount()).mapToObj(choice::getItem).toList();
	}

	private static void collect(final Menu menu, final String path, final List<String> entries) {
		for (int i = 0; i < menu.getItemCount(); i++) {
			final MenuItem item = menu.getItem(i);
			final String entry = path + ">" + item.getLabel();
			if (item instanceof final Menu submenu) collect(submenu, entry, entries);
			else entries.add(entry);
		}
	}
}
