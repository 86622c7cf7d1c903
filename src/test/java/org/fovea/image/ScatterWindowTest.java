package org.fovea.image;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.Component;
import java.awt.Container;
import java.awt.Dimension;
import java.awt.EventQueue;
import java.awt.Label;
import java.awt.Point;
import java.awt.event.ComponentAdapter;
import java.awt.event.ComponentEvent;
import java.awt.event.InputEvent;
import java.awt.event.MouseEvent;
import java.awt.event.MouseWheelEvent;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import org.fovea.plot.Colouring;
import org.fovea.plot.Page;
import org.fovea.plot.Scatter;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import ij.IJ;
import ij.ImageJ;
import ij.gui.Toolbar;

/** A plot under the mouse. */
@Tag("display")
@Timeout(60)
class ScatterWindowTest {

	private static final class Told implements PointSource {

		private final LinkedBlockingQueue<Integer> opened = new LinkedBlockingQueue<>();
		private final LinkedBlockingQueue<Integer> fetched = new LinkedBlockingQueue<>();
		private final List<int[]> tables = new ArrayList<>();
		private final List<Boolean> threads = new ArrayList<>();

		@Override
		public String label(final int point) {
			return "point " + point;
		}

		@Override
		public Optional<BufferedImage> thumbnail(final int point) {
			threads.add(EventQueue.isDispatchThread());
			fetched.add(point);
			return Optional.of(new BufferedImage(20, 20, BufferedImage.TYPE_INT_RGB));
		}

		@Override
		public void open(final int point) {
			opened.add(point);
		}

		@Override
		public void tabulate(final int[] points) {
			tables.add(points);
		}

		@Override
		public int group(final int[] points) {
			return points.length;
		}
	}

	private final Told told = new Told();
	private ScatterImage plot;
	private ScatterCanvas canvas;

	@BeforeEach
	void open() throws Exception {
		if (IJ.getInstance() == null) new ImageJ(ImageJ.EMBEDDED);
		final double[] x = { 0, 10, 0, 10, 5 };
		final double[] y = { 0, 0, 10, 10, 5 };
		plot = new ScatterImage("plot", new Scatter("plot", "x", "y", x, y, Colouring.NONE, List.of(), Scatter.Aspect.FREE), told);
		EventQueue.invokeAndWait(() -> {
			Toolbar.getInstance().setTool(Toolbar.RECTANGLE);
			plot.show();
			plot.getWindow().setLocation(50, 50);
			plot.getWindow().toFront();
		});
		canvas = (ScatterCanvas) plot.getCanvas();
	}

	@AfterEach
	void close() throws Exception {
		EventQueue.invokeAndWait(() -> {
			plot.changes = false;
			plot.close();
			Toolbar.getInstance().setTool(Toolbar.RECTANGLE);
		});
	}

	/** Events as the window system sends them, whether or not it has placed the window by now. */
	private void mouse(final int kind, final double x, final double y, final int modifiers, final int button) throws Exception {
		EventQueue.invokeAndWait(() -> canvas.dispatchEvent(new MouseEvent(canvas, kind, System.currentTimeMillis(), modifiers, (int) Math.round(x),
			(int) Math.round(y), 1, false, button)));
	}

	private void move(final double x, final double y) throws Exception {
		mouse(MouseEvent.MOUSE_MOVED, x, y, 0, MouseEvent.NOBUTTON);
	}

	private void drag(final double x1, final double y1, final double x2, final double y2) throws Exception {
		move(x1, y1);
		mouse(MouseEvent.MOUSE_PRESSED, x1, y1, InputEvent.BUTTON1_DOWN_MASK, MouseEvent.BUTTON1);
		for (int i = 1; i <= 5; i++) {
			mouse(MouseEvent.MOUSE_DRAGGED, x1 + (x2 - x1) * i / 5, y1 + (y2 - y1) * i / 5, InputEvent.BUTTON1_DOWN_MASK, MouseEvent.NOBUTTON);
		}
		mouse(MouseEvent.MOUSE_RELEASED, x2, y2, 0, MouseEvent.BUTTON1);
	}

	private void turnWheel(final double x, final double y, final int notches) throws Exception {
		EventQueue.invokeAndWait(() -> {
			final Point corner = canvas.getLocationOnScreen();
			final Point window = plot.getWindow().getLocationOnScreen();
			final int px = corner.x + (int) Math.round(x);
			final int py = corner.y + (int) Math.round(y);
			plot.getWindow().dispatchEvent(new MouseWheelEvent(plot.getWindow(), MouseEvent.MOUSE_WHEEL, System.currentTimeMillis(), 0, px - window.x, py -
				window.y, px, py, 0, false, MouseWheelEvent.WHEEL_UNIT_SCROLL, 3, notches, notches));
		});
	}

	@Test
	void thePointUnderTheMouseShowsItsPictureAndAClickOpensIt() throws Exception {
		move(plot.page().px(4), plot.page().py(4));
		assertEquals(4, told.fetched.poll(20, TimeUnit.SECONDS));
		assertEquals(List.of(false), told.threads, "pictures are fetched beside the event thread");
		mouse(MouseEvent.MOUSE_PRESSED, plot.page().px(4), plot.page().py(4), InputEvent.BUTTON1_DOWN_MASK, MouseEvent.BUTTON1);
		mouse(MouseEvent.MOUSE_RELEASED, plot.page().px(4), plot.page().py(4), 0, MouseEvent.BUTTON1);
		assertEquals(4, told.opened.poll(20, TimeUnit.SECONDS));
	}

	@Test
	void aDrawnSelectionSelectsThePointsInIt() throws Exception {
		final Page page = plot.page();
		drag(page.px(2) - 20, page.py(2) - 20, page.px(4) + 20, page.py(4) + 20);
		assertEquals("{2, 4}", plot.selected().toString());
		assertEquals("[2, 4]", Arrays.toString(canvas.chosen()));
		assertTrue(told.opened.isEmpty(), "a drag is no click");
	}

	@Test
	void anOutlineThatEndsWhereItBeganSelectsAsWell() throws Exception {
		final double[][] corners = outline();
		EventQueue.invokeAndWait(() -> Toolbar.getInstance().setTool(Toolbar.FREEROI));
		mouse(MouseEvent.MOUSE_PRESSED, corners[0][0], corners[0][1], InputEvent.BUTTON1_DOWN_MASK, MouseEvent.BUTTON1);
		for (int i = 1; i <= 4; i++) {
			for (int step = 1; step <= 5; step++) {
				final double x = corners[i - 1][0] + (corners[i % 4][0] - corners[i - 1][0]) * step / 5;
				final double y = corners[i - 1][1] + (corners[i % 4][1] - corners[i - 1][1]) * step / 5;
				mouse(MouseEvent.MOUSE_DRAGGED, x, y, InputEvent.BUTTON1_DOWN_MASK, MouseEvent.NOBUTTON);
			}
		}
		mouse(MouseEvent.MOUSE_RELEASED, corners[0][0], corners[0][1], 0, MouseEvent.BUTTON1);
		assertEquals("{2, 4}", plot.selected().toString());
	}

	@Test
	void aPolygonSelectsWhenItIsClosed() throws Exception {
		final double[][] corners = outline();
		EventQueue.invokeAndWait(() -> Toolbar.getInstance().setTool(Toolbar.POLYGON));
		for (int i = 0; i <= 4; i++) {
			assertEquals("{}", plot.selected().toString());
			move(corners[i % 4][0], corners[i % 4][1]);
			mouse(MouseEvent.MOUSE_PRESSED, corners[i % 4][0], corners[i % 4][1], InputEvent.BUTTON1_DOWN_MASK, MouseEvent.BUTTON1);
			mouse(MouseEvent.MOUSE_RELEASED, corners[i % 4][0], corners[i % 4][1], 0, MouseEvent.BUTTON1);
		}
		assertEquals("{2, 4}", plot.selected().toString());
	}

	/** Around the third and the fifth point. */
	private double[][] outline() {
		final Page page = plot.page();
		return new double[][] { { page.px(2) - 20, page.py(2) - 20 }, { page.px(4) + 20, page.py(2) - 20 }, { page.px(4) + 20, page.py(4) + 20 }, { page
			.px(2) - 20, page.py(4) + 20 } };
	}

	@Test
	void theWordsUnderThePlotAreReadToTheEnd() throws Exception {
		final Page page = plot.page();
		drag(page.px(2) - 20, page.py(2) - 20, page.px(4) + 20, page.py(4) + 20);
		final Label words = label(plot.getWindow());
		assertEquals("2 of 5 points selected", words.getText());
		EventQueue.invokeAndWait(() -> assertTrue(words.getWidth() >= words.getPreferredSize().width, words.toString()));
		EventQueue.invokeAndWait(() -> plot.getWindow().setSize(500, 400));
		EventQueue.invokeAndWait(() -> assertTrue(words.getX() + words.getWidth() <= plot.getWindow().getWidth(), words.toString()));
	}

	private static Label label(final Container container) {
		for (final Component component : container.getComponents()) {
			if (component instanceof final Label label) return label;
			if (component instanceof final Container inner && label(inner) != null) return label(inner);
		}
		return null;
	}

	@Test
	void theWheelAndTheMagnifierZoomAndTheHandDrags() throws Exception {
		final Page before = plot.page();
		final double x = before.px(4);
		final double y = before.py(4);
		turnWheel(x, y, -3);
		assertTrue(plot.page().viewport().maxX() < before.viewport().maxX());
		assertEquals(x, plot.page().px(4), 2, "what is under the mouse stays");
		EventQueue.invokeAndWait(() -> Toolbar.getInstance().setTool(Toolbar.HAND));
		final double left = plot.page().px(4);
		drag(x, y, x + 60, y + 30);
		assertEquals(left + 60, plot.page().px(4), 2);
		EventQueue.invokeAndWait(() -> {
			canvas.showAll();
			Toolbar.getInstance().setTool(Toolbar.MAGNIFIER);
		});
		drag(x - 40, y - 30, x + 40, y + 30);
		assertEquals(plot.page().axes().getCenterX(), plot.page().px(4), 15, "the box fills the plot");
		assertTrue(plot.page().viewport().maxX() - plot.page().viewport().minX() < 4);
	}

	@Test
	void aLargerWindowHasALargerPlot() throws Exception {
		final int width = plot.getWidth();
		final Dimension larger = plot.getWindow().getSize();
		larger.setSize(larger.width + 120, larger.height + 40);
		final CountDownLatch resized = new CountDownLatch(1);
		plot.getWindow().addComponentListener(new ComponentAdapter() {

			@Override
			public void componentResized(final ComponentEvent event) {
				// News of the window's first size may still be under way.
				if (plot.getWindow().getSize().equals(larger)) resized.countDown();
			}
		});
		EventQueue.invokeAndWait(() -> plot.getWindow().setSize(larger));
		assertTrue(resized.await(20, TimeUnit.SECONDS));
		assertEquals(width + 120, plot.getWidth());
		assertEquals(width + 120, canvas.getWidth());
		for (int i = 0; i < 5; i++) assertTrue(plot.page().axes().contains(plot.page().px(i), plot.page().py(i)));
	}
}
