package org.fovea.imagej1;

import static org.fovea.imagej1.ExplorerDriver.await;
import static org.fovea.imagej1.ExplorerDriver.choose;
import static org.fovea.imagej1.ExplorerDriver.find;
import static org.fovea.imagej1.ExplorerDriver.message;
import static org.fovea.imagej1.ExplorerDriver.onScreen;
import static org.fovea.imagej1.ExplorerDriver.row;
import static org.fovea.imagej1.ExplorerDriver.settle;
import static org.fovea.imagej1.ExplorerDriver.text;
import static org.fovea.imagej1.ExplorerDriver.value;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.Component;
import java.awt.Dimension;
import java.awt.EventQueue;
import java.awt.Frame;
import java.awt.Rectangle;
import java.awt.event.KeyEvent;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import javax.swing.AbstractButton;
import javax.swing.JComboBox;
import javax.swing.JComponent;
import javax.swing.JList;
import javax.swing.JTabbedPane;
import javax.swing.JTree;

import org.fovea.command.Techniques;
import org.fovea.command.explorer.ExplorerWindow;
import org.fovea.model.Model;
import org.fovea.model.ModelService;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.scijava.command.CommandService;
import org.scijava.log.LogService;
import org.scijava.module.ModuleService;

import ij.IJ;
import ij.ImageJ;
import ij.ImagePlus;
import ij.WindowManager;
import ij.gui.Roi;
import ij.macro.Interpreter;
import ij.measure.ResultsTable;
import ij.plugin.frame.Recorder;
import ij.text.TextWindow;

/** The explorer as a user meets it, with mouse and keys. Whatever asks a model on the event thread fails. */
@Tag("display")
@Timeout(180)
class UnitExplorerDesktopTest {

	private static final long PATIENCE_SECONDS = 60;

	private final Queue<String> onEventThread = new ConcurrentLinkedQueue<>();
	private ExplorerDriver driver;
	private int imageListeners;
	private int roiListeners;

	@BeforeAll
	static void open() {
		if (IJ.getInstance() == null) new ImageJ(ImageJ.STANDALONE);
		new MenuEntries(Commands.shared().list()).install();
		TinyModel.add();
	}

	@BeforeEach
	void countListeners() throws Exception {
		driver = new ExplorerDriver();
		imageListeners = ImagePlus.getListeners().size();
		roiListeners = Roi.getListeners().size();
	}

	@AfterEach
	void closeAll() throws Exception {
		final Frame frame = WindowManager.getFrame(ExplorerWindow.TITLE);
		if (frame != null) EventQueue.invokeAndWait(frame::dispose);
		final int[] ids = WindowManager.getIDList();
		if (ids != null) {
			for (final int id : ids) {
				final ImagePlus image = WindowManager.getImage(id);
				image.changes = false;
				image.close();
			}
		}
		settle();
		assertEquals(List.of(), List.copyOf(onEventThread), "asked on the event thread");
		assertEquals(imageListeners, ImagePlus.getListeners().size(), "image listeners");
		assertEquals(roiListeners, Roi.getListeners().size(), "selection listeners");
		assertTrue(Thread.getAllStackTraces().keySet().stream().noneMatch(t -> t.isAlive() && t.getName().startsWith("Fovea explorer") && !ends(t)),
			"threads of a closed window");
	}

	@Test
	void aLayerAndAUnitAreChosenWithTheMouse() throws Exception {
		final ImagePlus smear = smear(1);
		explore();
		final JTree tree = find(JTree.class, "layers");
		final int row = value(() -> row(tree, "features.3"));
		driver.click(tree, value(() -> tree.getRowBounds(row)));
		await("units of features.3", () -> text("units-title").equals("features.3"));
		final JList<?> grid = find(JList.class, "units");
		driver.click(grid, value(() -> grid.getCellBounds(2, 2)));
		await("unit 2", () -> text("unit-title").startsWith("Unit 2"));
		driver.press(grid, KeyEvent.VK_RIGHT);
		await("unit 3", () -> text("unit-title").startsWith("Unit 3"));
		assertEquals(smear, WindowManager.getCurrentImage());
	}

	@Test
	void theReceptiveFieldLiesUnderTheMouseHereAndInTheImage() throws Exception {
		final ImagePlus smear = smear(1);
		explore();
		choose("features.3");
		final JComponent picture = find(JComponent.class, "unit");
		final Rectangle bounds = onScreen(picture);
		driver.move((int) bounds.getCenterX(), (int) bounds.getCenterY());
		await("the readout", () -> text("readout").contains("sees x"));
		final Rectangle field = smear.getOverlay().get(0).getBounds();
		assertTrue(field.contains(smear.getWidth() / 2, smear.getHeight() / 2), field.toString());
		final String before = text("readout");
		driver.press(picture, KeyEvent.VK_LEFT);
		await("the next position", () -> !text("readout").equals(before));
		driver.move(bounds.x + bounds.width / 2, bounds.y - 40);
		await("no rectangle", () -> smear.getOverlay() == null);
		assertFalse(smear.changes);
	}

	@Test
	void mapsFollowSlicesSelectionsAndImages() throws Exception {
		final ImagePlus stack = smear(2);
		explore();
		choose("features.3");
		await("the first field", () -> text("seen").contains("field 1"));
		final String first = text("unit-numbers");
		EventQueue.invokeAndWait(() -> stack.setSlice(2));
		await("the second field", () -> text("seen").contains("field 2"));
		assertFalse(text("unit-numbers").equals(first), first);
		EventQueue.invokeAndWait(() -> stack.setRoi(10, 12, 40, 30));
		await("the selection", () -> text("seen").contains("selection 40 × 30"));
		final ImagePlus other = IJ.createImage("other", "RGB ramp", 50, 44, 1);
		other.show();
		await("the other image", () -> text("seen").startsWith("other"));
		other.changes = false;
		other.close();
		await("the stack again", () -> text("seen").contains("field 2"));
	}

	@Test
	void whatAnImageLacksIsSaidInTheWindow() throws Exception {
		explore();
		await("a hint", () -> message().contains("Open an image"));
		IJ.createImage("grey", "8-bit ramp", 50, 44, 1).show();
		await("what to do", () -> message().contains("RGB"));
		assertTrue(value(() -> find(JTree.class, "layers").getRowCount()) > 3);
	}

	@Test
	void whatIsShownInImageJIsRecorded() throws Exception {
		final Recorder recorder = new Recorder(false);
		try {
			final ImagePlus smear = smear(1);
			explore();
			choose("features.3");
			final JList<?> grid = find(JList.class, "units");
			driver.click(grid, value(() -> grid.getCellBounds(1, 1)));
			await("unit 1", () -> text("unit-title").startsWith("Unit 1"));
			driver.press(grid, KeyEvent.VK_ENTER);
			await("the map's window", () -> WindowManager.getImage("Blood Smear-feature-maps") != null);
			final ImagePlus map = WindowManager.getImage("Blood Smear-feature-maps");
			await("a line", () -> recorder.getText().contains("Feature Maps..."));
			final String line = recorder.getText().lines().filter(l -> l.startsWith("run(\"Feature Maps...\"")).findFirst().orElseThrow();
			assertTrue(line.contains("model=tiny layer=features.3 units=1\""), line);
			assertTrue(text("seen").startsWith("Blood Smear,"), "results are not followed: " + text("seen"));
			final float[] pixels = (float[]) map.getProcessor().getPixels();
			map.changes = false;
			map.close();
			settle();
			WindowManager.setCurrentWindow(smear.getWindow());
			new Interpreter().run(line);
			assertArrayEquals(pixels, (float[]) WindowManager.getImage("Blood Smear-feature-maps").getProcessor()
				.getPixels());
		}
		finally {
			recorder.close();
		}
	}

	@Test
	void searchesAreRecordedAndReplayed() throws Exception {
		final Recorder recorder = new Recorder(false);
		try {
			final ImagePlus stack = smear(3);
			explore();
			choose("features.3");
			final JList<?> patches = find(JList.class, "patches");
			final JList<?> grid = find(JList.class, "units");
			EventQueue.invokeAndWait(() -> grid.setSelectedIndex(grid.getModel().getSize() - 1));
			final int unit = value(() -> grid.getModel().getSize() - 1);
			EventQueue.invokeAndWait(find(AbstractButton.class, "search-stack")::doClick);
			await("patches", () -> patches.getModel().getSize() == 3);
			final List<String> whole = value(() -> texts(patches));
			assertEquals(List.of("run(\"Top Patches...\", \"model=tiny layer=features.3 projection=guided\");"), lines(recorder, "Top Patches"));
			assertEquals(places(whole), replayed(recorder, stack, unit));
			EventQueue.invokeAndWait(() -> stack.setRoi(20, 10, 50, 40));
			await("the selection", () -> text("seen").contains("selection"));
			EventQueue.invokeAndWait(find(AbstractButton.class, "search-stack")::doClick);
			await("other patches", () -> patches.getModel().getSize() == 3 && !texts(patches).equals(whole));
			assertEquals(2, lines(recorder, "Top Patches").size());
			assertEquals(places(value(() -> texts(patches))), replayed(recorder, stack, unit));
		}
		finally {
			recorder.close();
		}
	}

	private static List<String> places(final List<String> texts) {
		return texts.stream().map(text -> text.replaceFirst(".* at ", "")).toList();
	}

	/** Where the line that was recorded last finds patches, in the words of the list. */
	private static List<String> replayed(final Recorder recorder, final ImagePlus stack, final int unit) throws Exception {
		final List<String> lines = lines(recorder, "Top Patches");
		WindowManager.setCurrentWindow(stack.getWindow());
		new Interpreter().run(lines.get(lines.size() - 1));
		final ResultsTable table = ((TextWindow) WindowManager.getFrame("Fovea Patches")).getResultsTable();
		final List<String> found = new ArrayList<>();
		for (int row = 0; row < table.size(); row++) {
			if (table.getValue("Unit", row) != unit) continue;
			final int slice = Integer.parseInt(table.getStringValue("Slice", row).replaceFirst("field ", ""));
			found.add((int) table.getValue("Left", row) + ", " + (int) table.getValue("Top", row) + " in " + stack.getTitle() + (slice > 1 ? ", slice " + slice +
				", frame 1" : ""));
		}
		return found;
	}

	@Test
	void maximizationsAreRecordedAndReplayedAndImagesSelectedOnce() throws Exception {
		final Recorder recorder = new Recorder(false);
		try {
			final ImagePlus smear = smear(1);
			explore();
			choose("fc");
			final JTabbedPane tabs = find(JTabbedPane.class, "tabs");
			EventQueue.invokeAndWait(() -> tabs.setSelectedIndex(1));
			driver.click(find(JComponent.class, "maximize"));
			await("the picture", () -> text("stimulus-note").endsWith("after 256 steps"));
			await("the line", () -> !lines(recorder, "Maximization").isEmpty());
			assertEquals(List.of("run(\"Activation Maximization...\", \"model=tiny target=fc:0\");"), lines(recorder, "Maximization"));
			new Interpreter().run(lines(recorder, "Maximization").get(0));
			final double objective = Double.parseDouble(WindowManager.getImage("tiny-activation-maximization").getProp(
				"Objective of the picture as it is stored"));
			assertTrue(text("stimulus-note").startsWith("Objective " + String.format(Locale.ROOT, "%.3f", objective).replaceFirst("\\d$", "")), text("stimulus-note") + objective);
			choose("features.3");
			final JList<?> grid = find(JList.class, "units");
			assertTrue(text("seen").startsWith(smear.getTitle() + ","), "results are not followed: " + text("seen"));
			for (int i = 1; i <= 2; i++) {
				final int times = i;
				WindowManager.setCurrentWindow(WindowManager.getImage("tiny-activation-maximization").getWindow());
				EventQueue.invokeAndWait(() -> grid.getActionMap().get("fovea ENTER").actionPerformed(null));
				await("a map", () -> lines(recorder, "Feature Maps").size() == times);
			}
			final List<String> all = recorder.getText().lines().filter(line -> !line.isBlank()).toList();
			for (int i = 1; i < all.size(); i++) assertFalse(all.get(i).equals(all.get(i - 1)), all.toString());
			final String selected = "selectImage(\"" + smear.getTitle() + "\");";
			assertEquals(2, all.stream().filter(selected::equals).count(), all.toString());
			for (int i = 0; i < all.size(); i++) if (all.get(i).contains("Feature Maps")) assertEquals(selected, all.get(i - 1), all.toString());
		}
		finally {
			recorder.close();
		}
	}

	private static List<String> lines(final Recorder recorder, final String command) {
		return recorder.getText().lines().filter(line -> line.startsWith("run(\"") && line.contains(command)).toList();
	}

	@Test
	void theTopPatchesOfAStackAreFoundForEveryUnit() throws Exception {
		smear(3);
		explore();
		choose("features.3");
		driver.click(find(JComponent.class, "search-stack"));
		final JList<?> patches = find(JList.class, "patches");
		final JList<?> grid = find(JList.class, "units");
		await("patches of some unit", () -> {
			for (int unit = 0; unit < grid.getModel().getSize(); unit++) {
				grid.setSelectedIndex(unit);
				if (patches.getModel().getSize() == 3) return true;
			}
			return false;
		});
	}

	@Test
	void aPatchThatIsShownChangesNothingInTheWindowButASelectionDoes() throws Exception {
		final ImagePlus stack = smear(3);
		explore();
		choose("features.3");
		driver.click(find(JComponent.class, "search-stack"));
		final JList<?> patches = find(JList.class, "patches");
		final JList<?> grid = find(JList.class, "units");
		EventQueue.invokeAndWait(() -> grid.setSelectedIndex(grid.getModel().getSize() - 1));
		await("patches of the last unit", () -> patches.getModel().getSize() == 3);
		final String unit = text("unit-title");
		final List<String> seen = value(() -> texts(patches));
		for (int i = 0; i < 2; i++) {
			driver.doubleClick(patches, value(() -> patches.getCellBounds(0, 0)));
			await("the patch", () -> stack.getRoi() != null);
			settle();
		}
		final Rectangle shown = stack.getRoi().getBounds();
		assertTrue(seen.get(0).contains(" at " + shown.x + ", " + shown.y + " in "), seen.get(0) + " " + shown);
		await("rest", () -> text("seen").contains("field " + stack.getCurrentSlice()));
		assertFalse(text("seen").contains("selection"), text("seen"));
		assertEquals(unit, text("unit-title"));
		final JComboBox<?> beside = find(JComboBox.class, "beside");
		EventQueue.invokeAndWait(() -> beside.setSelectedIndex(2));
		await("patches without projections", () -> patches.getModel().getSize() == 3);
		assertEquals(seen, value(() -> texts(patches)));
		EventQueue.invokeAndWait(() -> stack.setRoi(10, 12, 40, 30));
		await("the selection", () -> text("seen").contains("selection 40 × 30"));
	}

	private static List<String> texts(final JList<?> patches) {
		return IntStream.range(0, patches.getModel().getSize()).mapToObj(i -> words(patches, i)).toList();
	}

	private static <T> String words(final JList<T> patches, final int index) {
		final Component cell = patches.getCellRenderer().getListCellRendererComponent(patches, patches.getModel().getElementAt(index), index, false, false);
		return cell.getAccessibleContext().getAccessibleName();
	}

	@Test
	void escapeStopsAndKeepsThePictureThatIsThere() throws Exception {
		explore();
		final JTree tree = find(JTree.class, "layers");
		EventQueue.invokeAndWait(() -> tree.setSelectionRow(row(tree, "fc")));
		await("fc", () -> text("units-title").equals("fc"));
		final JTabbedPane tabs = find(JTabbedPane.class, "tabs");
		EventQueue.invokeAndWait(() -> tabs.setSelectedIndex(1));
		driver.click(find(JComponent.class, "maximize"));
		await("a few steps", () -> text("stimulus-note").matches(".* after [1-9]\\d* steps"));
		driver.press(find(JComponent.class, "maximize"), KeyEvent.VK_ESCAPE);
		await("rest", () -> Thread.getAllStackTraces().entrySet().stream().noneMatch(entry -> entry.getKey().getName().equals(
			"Fovea explorer maximization") && Stream.of(entry.getValue()).anyMatch(frame -> frame.getClassName().endsWith(".Stimulus"))));
		settle();
		final String kept = text("stimulus-note");
		assertFalse(kept.endsWith("after 256 steps"), kept);
		settle();
		assertEquals(kept, text("stimulus-note"));
	}

	@Test
	void closingWhileItWorksLeavesNothingBehind() throws Exception {
		final ImagePlus stack = smear(3);
		explore();
		for (int slice = 1; slice <= 3; slice++) {
			final int s = slice;
			EventQueue.invokeAndWait(() -> stack.setSlice(s));
		}
		final Frame frame = WindowManager.getFrame(ExplorerWindow.TITLE);
		EventQueue.invokeAndWait(frame::dispose);
		settle();
		assertNull(WindowManager.getFrame(ExplorerWindow.TITLE));
		EventQueue.invokeAndWait(() -> stack.setSlice(1));
	}

	@Test
	void theMenuEntryOpensOneWindow() throws Exception {
		final Recorder recorder = new Recorder(false);
		try {
			for (int i = 0; i < 2; i++) Session.inThread(() -> IJ.doCommand("Unit Explorer...")).get();
			await("the window", () -> WindowManager.getFrame(ExplorerWindow.TITLE) != null);
			await("the line", () -> recorder.getText().contains("run(\"Unit Explorer...\");"));
			await("layers", () -> find(JTree.class, "layers").getRowCount() > 3);
			settle();
			assertEquals(1, Stream.of(Frame.getFrames()).filter(frame -> frame.isShowing() && frame.getTitle().equals(ExplorerWindow.TITLE)).count());
		}
		finally {
			recorder.close();
		}
	}

	@Test
	void macrosOpenAModelALayerAndAUnit() throws Exception {
		smear(1);
		new Interpreter().run("run('Unit Explorer...', 'model=tiny layer=features.3 unit=2');");
		await("unit 2 of features.3", () -> ExplorerDriver.frame() != null && text("unit-title").startsWith("Unit 2") && text("units-title").equals(
			"features.3"));
		assertEquals("tiny", value(() -> find(JComboBox.class, "models").getSelectedItem()));
		new Interpreter().run("run('Unit Explorer...', 'model=tiny layer=features.0 unit=1');");
		await("unit 1 of features.0", () -> text("unit-title").startsWith("Unit 1") && text("units-title").equals("features.0"));
		IJ.redirectErrorMessages(true);
		for (final String wrong : List.of("model=none", "model=tiny layer=nowhere", "model=tiny layer=features.3 unit=99", "unit=first")) {
			IJ.getErrorMessage();
			assertThrows(ExecutionException.class, () -> Session.inThread(() -> IJ.run("Unit Explorer...", wrong)).get(), wrong);
			assertNotNull(IJ.getErrorMessage(), wrong);
			IJ.redirectErrorMessages(true);
		}
		IJ.redirectErrorMessages(false);
		assertTrue(value(() -> text("unit-title")).startsWith("Unit 1"));
	}

	@Test
	void smallWindowsKeepTheirPartsInside() throws Exception {
		smear(1);
		explore();
		final Frame frame = WindowManager.getFrame(ExplorerWindow.TITLE);
		EventQueue.invokeAndWait(() -> frame.setSize(frame.getMinimumSize()));
		settle();
		for (final String name : List.of("layers", "units", "unit")) {
			final Dimension size = value(() -> find(JComponent.class, name).getVisibleRect().getSize());
			assertTrue(size.width > 20 && size.height > 20, name + " " + size);
		}
	}

	/** Opens the window over a registry that notes who asks it. */
	private void explore() throws Exception {
		final ModelService models = Commands.shared().context().service(ModelService.class);
		final ModelService guarded = guarded(ModelService.class, models);
		final LogService log = Commands.shared().context().service(LogService.class);
		final Techniques techniques = new Techniques(Commands.shared().context().service(CommandService.class), Commands.shared().context().service(
			ModuleService.class));
		final var tiny = List.of(models.info(TinyModel.ID));
		EventQueue.invokeAndWait(() -> ExplorerWindow.open(guarded, techniques, log, tiny, Optional.empty()));
		await("layers", () -> find(JTree.class, "layers").getRowCount() > 3);
		final Frame frame = WindowManager.getFrame(ExplorerWindow.TITLE);
		// Without a window manager AWT may take a new window to lie elsewhere until it is moved.
		EventQueue.invokeAndWait(() -> frame.setLocation(20, 60));
		EventQueue.invokeAndWait(() -> frame.setLocation(21, 60));
		settle();
	}

	private <T> T guarded(final Class<T> type, final T inner) {
		final InvocationHandler handler = (proxy, method, arguments) -> {
			if (EventQueue.isDispatchThread() && !method.getName().equals("info")) onEventThread.add(type.getSimpleName() + "." + method.getName());
			try {
				final Object result = method.invoke(inner, arguments);
				return result instanceof final Model model ? guarded(Model.class, model) : result;
			}
			catch (final InvocationTargetException exc) {
				throw exc.getCause();
			}
		};
		return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] { type }, handler));
	}

	private static ImagePlus smear(final int count) {
		new Interpreter().run("run('Blood Smear...', 'width=96 height=64 count=" + count + "');");
		return IJ.getImage();
	}

	private static boolean ends(final Thread thread) {
		try {
			thread.join(TimeUnit.SECONDS.toMillis(PATIENCE_SECONDS));
			return !thread.isAlive();
		}
		catch (final InterruptedException exc) {
			Thread.currentThread().interrupt();
			return false;
		}
	}
}
