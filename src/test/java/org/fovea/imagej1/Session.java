package org.fovea.imagej1;

import java.awt.AWTEvent;
import java.awt.Button;
import java.awt.Checkbox;
import java.awt.Choice;
import java.awt.Component;
import java.awt.Container;
import java.awt.Dialog;
import java.awt.EventQueue;
import java.awt.Point;
import java.awt.Rectangle;
import java.awt.Robot;
import java.awt.TextField;
import java.awt.Toolkit;
import java.awt.Window;
import java.awt.event.AWTEventListener;
import java.awt.event.ActionEvent;
import java.awt.event.InputEvent;
import java.awt.event.ItemEvent;
import java.awt.event.WindowEvent;
import java.util.List;
import java.util.Vector;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.FutureTask;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import ij.Executer;
import ij.gui.GenericDialog;

/** A command started as its menu entry starts it, and the dialog that it opened. */
record Session(Dialog dialog, FutureTask<Void> run) {

	private static final long PATIENCE = 60;

	/** Starts a command and waits for its dialog. */
	static Session start(final String command) throws Exception {
		final BlockingQueue<Dialog> opened = new LinkedBlockingQueue<>();
		final AWTEventListener listener = event -> {
			if (event.getID() == WindowEvent.WINDOW_OPENED && event.getSource() instanceof final Dialog dialog) opened.add(dialog);
		};
		Toolkit.getDefaultToolkit().addAWTEventListener(listener, AWTEvent.WINDOW_EVENT_MASK);
		try {
			final FutureTask<Void> run = inThread(() -> new Executer(command).run());
			final Dialog dialog = opened.poll(PATIENCE, TimeUnit.SECONDS);
			if (dialog == null) throw new AssertionError(command + " opened no dialog");
			settle();
			return new Session(dialog, run);
		}
		finally {
			Toolkit.getDefaultToolkit().removeAWTEventListener(listener);
		}
	}

	static FutureTask<Void> inThread(final Runnable action) {
		final FutureTask<Void> task = new FutureTask<>(action, null);
		new Thread(task, "command").start();
		return task;
	}

	/** Waits until the command has ended. */
	void finish() throws Exception {
		run.get(PATIENCE, TimeUnit.SECONDS);
		settle();
	}

	TextField number(final int index) {
		return (TextField) at(((GenericDialog) dialog).getNumericFields(), index);
	}

	TextField string(final int index) {
		return (TextField) at(((GenericDialog) dialog).getStringFields(), index);
	}

	Choice choice(final int index) {
		return (Choice) at(((GenericDialog) dialog).getChoices(), index);
	}

	Checkbox checkbox(final int index) {
		return (Checkbox) at(((GenericDialog) dialog).getCheckboxes(), index);
	}

	Button button(final String label) {
		return components(dialog).filter(Button.class::isInstance).map(Button.class::cast).filter(button -> button.getLabel().trim().equals(label))
			.findFirst().orElseThrow();
	}

	void type(final TextField field, final String text) throws Exception {
		EventQueue.invokeAndWait(() -> field.setText(text));
		settle();
	}

	void select(final Choice choice, final String item) throws Exception {
		EventQueue.invokeAndWait(() -> {
			choice.select(item);
			choice.dispatchEvent(new ItemEvent(choice, ItemEvent.ITEM_STATE_CHANGED, item, ItemEvent.SELECTED));
		});
		settle();
	}

	void toggle(final Checkbox box) throws Exception {
		EventQueue.invokeAndWait(() -> {
			box.setState(!box.getState());
			box.dispatchEvent(new ItemEvent(box, ItemEvent.ITEM_STATE_CHANGED, box.getLabel(), box.getState() ? ItemEvent.SELECTED : ItemEvent.DESELECTED));
		});
		settle();
	}

	void press(final String label) {
		final Button button = button(label);
		EventQueue.invokeLater(() -> button.dispatchEvent(new ActionEvent(button, ActionEvent.ACTION_PERFORMED, button.getActionCommand())));
	}

	/** Clicks until the dialog closes: without a window manager, AWT may take a new window to lie at the screen's corner until it is moved. */
	void clickWithTheMouse(final String label) throws Exception {
		final Button button = button(label);
		final Robot robot = new Robot();
		robot.setAutoWaitForIdle(true);
		for (int i = 0; dialog.isShowing(); i++) {
			final Point place = new Point(300 + i % 2, 200);
			EventQueue.invokeAndWait(() -> dialog.setLocation(place));
			settle();
			final Rectangle bounds = onScreen(button);
			robot.mouseMove((int) bounds.getCenterX(), (int) bounds.getCenterY());
			robot.mousePress(InputEvent.BUTTON1_DOWN_MASK);
			robot.mouseRelease(InputEvent.BUTTON1_DOWN_MASK);
			settle();
		}
	}

	private static Rectangle onScreen(final Component component) throws Exception {
		final FutureTask<Rectangle> task = new FutureTask<>(() -> component.isShowing() ? new Rectangle(component.getLocationOnScreen(), component
			.getSize()) : new Rectangle());
		EventQueue.invokeAndWait(task);
		return task.get();
	}

	/** Presses a key while a window has the focus. */
	static void pressKey(final Window window, final int key) throws Exception {
		final Point corner = window.getLocationOnScreen();
		final Robot robot = new Robot();
		robot.mouseMove(corner.x + 20, corner.y + 20);
		EventQueue.invokeAndWait(window::requestFocus);
		robot.waitForIdle();
		robot.keyPress(key);
		robot.keyRelease(key);
	}

	/** Lets the events that are under way, and those that they cause, be handled. */
	private static void settle() throws Exception {
		new Robot().waitForIdle();
		EventQueue.invokeAndWait(() -> {});
	}

	private static Component at(final Vector<?> components, final int index) {
		return (Component) List.copyOf(components).get(index);
	}

	private static Stream<Component> components(final Container container) {
		return Stream.of(container.getComponents()).flatMap(component -> component instanceof final Container inner ? Stream.concat(Stream.of(component),
			components(inner)) : Stream.of(component));
	}
}
