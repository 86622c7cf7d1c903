package org.fovea.imagej1;

import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.Component;
import java.awt.Container;
import java.awt.EventQueue;
import java.awt.Frame;
import java.awt.Point;
import java.awt.Rectangle;
import java.awt.Robot;
import java.awt.event.InputEvent;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import javax.swing.JComponent;
import javax.swing.JLabel;
import javax.swing.JList;
import javax.swing.JTree;
import javax.swing.text.JTextComponent;

import org.fovea.command.explorer.ExplorerWindow;

import ij.WindowManager;

/** The explorer's window as somebody sees it who sits before the screen. */
final class ExplorerDriver {

	private static final long PATIENCE_SECONDS = 60;

	private final Robot robot;

	ExplorerDriver() throws Exception {
		robot = new Robot();
		robot.setAutoWaitForIdle(true);
	}

	static Frame frame() {
		return WindowManager.getFrame(ExplorerWindow.TITLE);
	}

	static <T> T find(final Class<T> type, final String name) {
		assertNotNull(frame());
		return components(frame()).filter(c -> name.equals(c.getName()) && type.isInstance(c)).map(type::cast).findFirst().orElseThrow();
	}

	static String text(final String name) {
		return find(JLabel.class, name).getText();
	}

	static String message() {
		return find(JTextComponent.class, "message").getText();
	}

	/** Selects a layer in the tree and waits for its units. */
	static void choose(final String layer) throws Exception {
		final JTree tree = find(JTree.class, "layers");
		EventQueue.invokeAndWait(() -> tree.setSelectionRow(row(tree, layer)));
		await("units of " + layer, () -> text("units-title").equals(layer) && find(JList.class, "units").getModel().getSize() > 0);
	}

	static int row(final JTree tree, final String layer) {
		int row = -1;
		for (final String part : layer.split("\\.")) {
			do {
				row++;
				assertTrue(row < tree.getRowCount(), part + " of " + layer + " is not among " + rows(tree));
				tree.expandRow(row);
			}
			while (!tree.getPathForRow(row).getLastPathComponent().toString().equals(part));
		}
		return row;
	}

	private static List<String> rows(final JTree tree) {
		return IntStream.range(0, tree.getRowCount()).mapToObj(row -> tree.getPathForRow(row).getLastPathComponent().toString()).toList();
	}

	void click(final JComponent component) throws Exception {
		click(component, value(() -> new Rectangle(component.getSize())));
	}

	void click(final JComponent component, final Rectangle place) throws Exception {
		final Point corner = onScreen(component).getLocation();
		robot.mouseMove(corner.x + place.x + Math.min(place.width / 2, 30), corner.y + place.y + place.height / 2);
		robot.mousePress(InputEvent.BUTTON1_DOWN_MASK);
		robot.mouseRelease(InputEvent.BUTTON1_DOWN_MASK);
		settle();
	}

	void doubleClick(final JComponent component, final Rectangle place) throws Exception {
		final Point corner = onScreen(component).getLocation();
		robot.mouseMove(corner.x + place.x + Math.min(place.width / 2, 30), corner.y + place.y + place.height / 2);
		for (int i = 0; i < 2; i++) {
			robot.mousePress(InputEvent.BUTTON1_DOWN_MASK);
			robot.mouseRelease(InputEvent.BUTTON1_DOWN_MASK);
		}
		settle();
	}

	void move(final int x, final int y) {
		robot.mouseMove(x, y);
	}

	void press(final JComponent component, final int key) throws Exception {
		EventQueue.invokeAndWait(component::requestFocusInWindow);
		settle();
		robot.keyPress(key);
		robot.keyRelease(key);
		settle();
	}

	static Rectangle onScreen(final Component component) throws Exception {
		return value(() -> new Rectangle(component.getLocationOnScreen(), component.getSize()));
	}

	/** Waits until something holds, asking on the event thread. */
	static void await(final String what, final BooleanSupplier condition) throws Exception {
		final BlockingQueue<Boolean> never = new LinkedBlockingQueue<>();
		final long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
		while (!value(condition::getAsBoolean)) {
			assertTrue(System.nanoTime() < end, () -> "waited in vain for " + what + (frame() == null ? "" : "; the window says: " + message()));
			never.poll(20, TimeUnit.MILLISECONDS);
		}
	}

	static <T> T value(final Callable<T> question) throws Exception {
		final FutureTask<T> task = new FutureTask<>(question);
		EventQueue.invokeAndWait(task);
		return task.get();
	}

	/** Lets the events that are under way, and those that they cause, be handled. */
	static void settle() throws Exception {
		new Robot().waitForIdle();
		EventQueue.invokeAndWait(() -> {});
	}

	private static Stream<Component> components(final Container container) {
		return Stream.of(container.getComponents()).flatMap(component -> component instanceof final Container inner ? Stream.concat(Stream.of(component),
			components(inner)) : Stream.of(component));
	}
}
