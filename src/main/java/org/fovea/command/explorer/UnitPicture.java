package org.fovea.command.explorer;

import java.awt.AlphaComposite;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Dimension;
import java.awt.Graphics;
import java.awt.Graphics2D;
import java.awt.Point;
import java.awt.Rectangle;
import java.awt.RenderingHints;
import java.awt.event.ActionEvent;
import java.awt.event.MouseAdapter;
import java.awt.event.MouseEvent;
import java.awt.geom.AffineTransform;
import java.awt.geom.Point2D;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;

import javax.accessibility.AccessibleContext;
import javax.swing.AbstractAction;
import javax.swing.JComponent;
import javax.swing.KeyStroke;

import org.fovea.image.Luts;
import org.fovea.image.Shading;
import org.fovea.image.Sight;
import org.fovea.network.Heatmap;

/** One unit's map over the image, and what the position under the mouse sees of it. Arrow keys move the position as well. */
final class UnitPicture extends JComponent {

	private static final long serialVersionUID = 1L;

	/** Finer than this the map is smoothed by the drawing itself. */
	private static final int FINEST = 480;

	private final transient Consumer<Optional<Point>> pointed;
	private transient Optional<Scene> scene = Optional.empty();
	private transient Optional<Point> position = Optional.empty();
	private transient Optional<BufferedImage> map = Optional.empty();
	private transient Optional<BufferedImage> scaled = Optional.empty();
	private int unit;
	private float opacity = 0.6f;

	/** @param pointed is told of the position under the mouse, or that there is none */
	UnitPicture(final Consumer<Optional<Point>> pointed) {
		this.pointed = pointed;
		setName("unit");
		setFocusable(true);
		setPreferredSize(new Dimension(Style.length(26), Style.length(20)));
		setMinimumSize(new Dimension(Style.length(8), Style.length(6)));
		final MouseAdapter mouse = new MouseAdapter() {

			@Override
			public void mouseMoved(final MouseEvent event) {
				point(scene.flatMap(s -> s.position(toImage(event.getPoint()))));
			}

			@Override
			public void mouseExited(final MouseEvent event) {
				point(Optional.empty());
			}

			@Override
			public void mousePressed(final MouseEvent event) {
				requestFocusInWindow();
			}
		};
		addMouseListener(mouse);
		addMouseMotionListener(mouse);
		arrow("LEFT", -1, 0);
		arrow("RIGHT", 1, 0);
		arrow("UP", 0, -1);
		arrow("DOWN", 0, 1);
		getAccessibleContext().setAccessibleName("Map of the unit over the image");
	}

	/**
	 * Shows a unit.
	 *
	 * @param newScene of its layer; empty to show nothing
	 * @param newUnit its number
	 */
	void show(final Optional<Scene> newScene, final int newUnit) {
		if (!newScene.map(Scene::picture).equals(scene.map(Scene::picture))) scaled = Optional.empty();
		scene = newScene.filter(s -> newUnit < s.units().count());
		unit = newUnit;
		map = Optional.empty();
		position = position.filter(p -> scene.filter(s -> s.hasPositions() && contains(s, p)).isPresent());
		pointed.accept(position);
		repaint();
	}

	/**
	 * Chooses how strongly the map covers the image.
	 *
	 * @param fraction 0 to 1
	 */
	void setOpacity(final double fraction) {
		opacity = (float) fraction;
		repaint();
	}

	/**
	 * Marks a position.
	 *
	 * @param newPosition column and row; empty to mark none
	 */
	void point(final Optional<Point> newPosition) {
		if (newPosition.equals(position)) return;
		position = newPosition;
		pointed.accept(position);
		repaint();
	}

	/**
	 * Where a place of the image is drawn.
	 *
	 * @param place in pixels of the image
	 * @return the same place on this component
	 */
	Point2D toComponent(final Point2D place) {
		final Rectangle frame = frame();
		final Rectangle area = scene.orElseThrow().view().area();
		return new Point2D.Double(frame.x + (place.getX() - area.x) * frame.width / area.width, frame.y + (place.getY() - area.y) * frame.height /
			area.height);
	}

	private Point2D toImage(final Point point) {
		final Rectangle frame = frame();
		final Rectangle area = scene.orElseThrow().view().area();
		return new Point2D.Double(area.x + (point.x + 0.5 - frame.x) * area.width / frame.width, area.y + (point.y + 0.5 - frame.y) * area.height /
			frame.height);
	}

	@Override
	public AccessibleContext getAccessibleContext() {
		if (accessibleContext == null) {
			accessibleContext = new AccessibleJComponent() {

				private static final long serialVersionUID = 1L;
			};
		}
		return accessibleContext;
	}

	private void arrow(final String key, final int dx, final int dy) {
		getInputMap().put(KeyStroke.getKeyStroke(key), key);
		getActionMap().put(key, new AbstractAction() {

			private static final long serialVersionUID = 1L;

			@Override
			public void actionPerformed(final ActionEvent event) {
				scene.filter(Scene::hasPositions).ifPresent(s -> {
					final Heatmap first = s.units().maps().get(0);
					final Point from = position.orElse(new Point(first.width() / 2, first.height() / 2));
					final Point to = new Point(from.x + dx, from.y + dy);
					point(Optional.of(contains(s, to) ? to : from));
				});
			}
		});
	}

	private static boolean contains(final Scene scene, final Point position) {
		final Heatmap first = scene.units().maps().get(0);
		return new Rectangle(first.width(), first.height()).contains(position);
	}

	/** The largest place of the area's proportions. */
	private Rectangle frame() {
		final Rectangle area = scene.orElseThrow().view().area();
		final double scale = Math.min((double) getWidth() / area.width, (double) getHeight() / area.height);
		final int width = Math.max(1, (int) Math.round(area.width * scale));
		final int height = Math.max(1, (int) Math.round(area.height * scale));
		return new Rectangle((getWidth() - width) / 2, (getHeight() - height) / 2, width, height);
	}

	@Override
	protected void paintComponent(final Graphics graphics) {
		if (scene.isEmpty()) return;
		final Graphics2D g = Style.smooth(graphics);
		final Rectangle frame = frame();
		g.drawImage(scaled(frame, g.getTransform()), frame.x, frame.y, frame.width, frame.height, null);
		if (scene.get().hasPositions()) {
			g.setRenderingHint(RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BILINEAR);
			g.setComposite(AlphaComposite.SrcOver.derive(opacity));
			g.drawImage(map(), frame.x, frame.y, frame.width, frame.height, null);
			g.setComposite(AlphaComposite.SrcOver);
		}
		position.ifPresent(p -> mark(g, p));
		g.dispose();
	}

	private void mark(final Graphics2D g, final Point p) {
		final Rectangle2D cell = toComponent(scene.orElseThrow().cell(p));
		if (scene.get().sight(p).extent() != Sight.Extent.UNKNOWN) outline(g, toComponent(scene.get().sight(p).box()), 2);
		outline(g, cell, 1);
	}

	private static void outline(final Graphics2D g, final Rectangle2D place, final float width) {
		g.setStroke(new BasicStroke(width + 2));
		g.setColor(new Color(0, 0, 0, 110));
		g.draw(place);
		g.setStroke(new BasicStroke(width));
		g.setColor(Style.MARK);
		g.draw(place);
	}

	private Rectangle2D toComponent(final Rectangle2D place) {
		final Point2D from = toComponent(new Point2D.Double(place.getMinX(), place.getMinY()));
		final Point2D to = toComponent(new Point2D.Double(place.getMaxX(), place.getMaxY()));
		return new Rectangle2D.Double(from.getX(), from.getY(), to.getX() - from.getX(), to.getY() - from.getY());
	}

	private BufferedImage map() {
		if (map.isEmpty()) {
			final Scene s = scene.orElseThrow();
			final Rectangle area = s.view().area();
			final double scale = Math.min(1, (double) FINEST / Math.max(area.width, area.height));
			final int width = Math.max(1, (int) Math.round(area.width * scale));
			final int height = Math.max(1, (int) Math.round(area.height * scale));
			final Heatmap fine = s.view().resize(s.units().maps().get(unit), width, height);
			map = Optional.of(new Shading(List.of(s.units().maps().get(unit)), Luts.AUTO).translucent(fine));
		}
		return map.get();
	}

	/** The image at the size of the screen's own pixels, kept because it is slow to shrink. */
	private BufferedImage scaled(final Rectangle frame, final AffineTransform device) {
		final int width = Math.max(1, (int) Math.round(frame.width * device.getScaleX()));
		final int height = Math.max(1, (int) Math.round(frame.height * device.getScaleY()));
		if (scaled.filter(s -> s.getWidth() == width && s.getHeight() == height).isEmpty()) scaled = Optional.of(shrunk(scene.orElseThrow().picture(),
			width, height));
		return scaled.get();
	}

	/** By halves, so that no pixel is skipped. */
	private static BufferedImage shrunk(final BufferedImage picture, final int width, final int height) {
		BufferedImage from = picture;
		while (from.getWidth() >= 2 * width && from.getHeight() >= 2 * height) from = drawn(from, from.getWidth() / 2, from.getHeight() / 2, true);
		return drawn(from, width, height, from.getWidth() >= width);
	}

	private static BufferedImage drawn(final BufferedImage picture, final int width, final int height, final boolean isSmooth) {
		final BufferedImage result = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
		final Graphics2D g = result.createGraphics();
		final Object hint = isSmooth ? RenderingHints.VALUE_INTERPOLATION_BILINEAR : RenderingHints.VALUE_INTERPOLATION_NEAREST_NEIGHBOR;
		g.setRenderingHint(RenderingHints.KEY_INTERPOLATION, Objects.requireNonNull(hint));
		g.drawImage(picture, 0, 0, width, height, null);
		g.dispose();
		return result;
	}
}
