package org.fovea.image;

import java.awt.Rectangle;
import java.awt.geom.Point2D;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;
import java.util.Optional;

import ij.ImagePlus;
import ij.gui.Roi;

import org.fovea.network.Heatmap;
import org.fovea.network.Tensor;

/**
 * Where a network's input lies in an image, and the way back: the left upper {@code width × height} pixels of the tensor show the area;
 * what lies beyond is mirrored so that a network's grid fits. The pixels themselves are read by {@link Framing#pixels}.
 *
 * @param image the image
 * @param plane of the image
 * @param area of the image, in its pixels
 * @param roi the image's selection, whether or not it is the area's reason
 * @param width of the part of the tensor that shows the area
 * @param height of the part of the tensor that shows the area
 * @param tensorWidth W
 * @param tensorHeight H
 */
public record View(ImagePlus image, Plane plane, Rectangle area, Optional<Roi> roi, int width, int height, int tensorWidth,
	int tensorHeight)
{

	/** @return what the plane is called in tables: its label or position; 1 where it has neither */
	public String label() {
		final String label = plane.label(image);
		return label.isEmpty() ? "1" : label;
	}

	/**
	 * Leaves out the positions of a layer that lie in the mirrored border alone.
	 *
	 * @param activation of a layer over the whole tensor
	 * @return {@code [N, C, h', w']} for maps, anything else as it is
	 */
	public Tensor shown(final Tensor activation) {
		if (activation.rank() != 4) return activation;
		final int w = (int) Math.ceil((double) activation.size(3) * width / tensorWidth - 1e-6);
		final int h = (int) Math.ceil((double) activation.size(2) * height / tensorHeight - 1e-6);
		if (w == activation.size(3) && h == activation.size(2)) return activation;
		final Tensor shown = Tensor.zeros(activation.size(0), activation.size(1), h, w);
		for (int row = 0; row < shown.length() / w; row++) {
			System.arraycopy(activation.data(), (row / h * activation.size(2) + row % h) * activation.size(3), shown.data(), row * w, w);
		}
		return shown;
	}

	/**
	 * Brings a map back to the image's pixels, bilinearly, without the mirrored border.
	 *
	 * @param map over the whole tensor, of any size
	 * @return one value for each pixel of the area
	 */
	public Heatmap toArea(final Heatmap map) {
		return resize(map, area.width, area.height);
	}

	/**
	 * Brings a map back to the area at a size of choice.
	 *
	 * @param map over the whole tensor, of any size
	 * @param newWidth that the area should get
	 * @param newHeight that the area should get
	 * @return the map over the area
	 */
	public Heatmap resize(final Heatmap map, final int newWidth, final int newHeight) {
		final Axis horizontal = new Axis(newWidth, map.width(), (double) width / tensorWidth);
		final Axis vertical = new Axis(newHeight, map.height(), (double) height / tensorHeight);
		final float[] values = new float[newWidth * newHeight];
		for (int y = 0, i = 0; y < newHeight; y++) {
			final int row = vertical.low(y) * map.width();
			final int next = vertical.high(y) * map.width();
			final double f = vertical.fraction(y);
			for (int x = 0; x < newWidth; x++, i++) {
				final int a = horizontal.low(x);
				final int b = horizontal.high(x);
				final double g = horizontal.fraction(x);
				final double upper = map.values()[row + a] * (1 - g) + map.values()[row + b] * g;
				final double lower = map.values()[next + a] * (1 - g) + map.values()[next + b] * g;
				values[i] = (float) (upper * (1 - f) + lower * f);
			}
		}
		return new Heatmap(newWidth, newHeight, values, map.isSigned());
	}

	/**
	 * What ImageJ shows of the area now, with its colours and display range and without overlays.
	 *
	 * @return a picture of the area's size
	 */
	public BufferedImage picture() {
		return Copy.picture(image, plane, area);
	}

	/**
	 * Where a part of the tensor lies in the image.
	 *
	 * @param part in pixels of the tensor, of any size
	 * @return the same part in pixels of the image, not clipped
	 */
	public Rectangle2D toImage(final Rectangle2D part) {
		final double scaleX = (double) area.width / width;
		final double scaleY = (double) area.height / height;
		return new Rectangle2D.Double(area.x + part.getX() * scaleX, area.y + part.getY() * scaleY, part.getWidth() * scaleX, part.getHeight() *
			scaleY);
	}

	/**
	 * Where a point of the image lies in the tensor.
	 *
	 * @param point in pixels of the image
	 * @return the same point in pixels of the tensor
	 */
	public Point2D toTensor(final Point2D point) {
		return new Point2D.Double((point.getX() - area.x) * width / area.width, (point.getY() - area.y) * height / area.height);
	}

	/**
	 * Width of a map's pixel in image pixels.
	 *
	 * @param mapWidth columns of a map over the whole tensor
	 * @return image pixels per map pixel
	 */
	double scaleX(final int mapWidth) {
		return (double) area.width / width * tensorWidth / mapWidth;
	}

	/**
	 * Height of a map's pixel in image pixels.
	 *
	 * @param mapHeight rows of a map over the whole tensor
	 * @return image pixels per map pixel
	 */
	double scaleY(final int mapHeight) {
		return (double) area.height / height * tensorHeight / mapHeight;
	}

	/**
	 * Adds what lies beyond the area.
	 *
	 * @param pixels {@code [N, C, height, width]}
	 * @return {@code [N, C, tensorHeight, tensorWidth]}
	 */
	public Tensor mirrored(final Tensor pixels) {
		return Resampling.reflect(pixels, tensorWidth, tensorHeight);
	}

	/**
	 * Brings a gradient from the mirrored pixels to those of the area: the transposed map.
	 *
	 * @param gradient {@code [N, C, tensorHeight, tensorWidth]}
	 * @return {@code [N, C, height, width]}
	 */
	public Tensor pullBack(final Tensor gradient) {
		if (width == tensorWidth && height == tensorHeight) return gradient;
		final Tensor result = Tensor.zeros(gradient.size(0), gradient.size(1), height, width);
		for (int i = 0; i < gradient.length(); i++) {
			final int row = i / tensorWidth;
			final int y = Resampling.mirror(row % tensorHeight, height);
			result.data()[(row / tensorHeight * height + y) * width + Resampling.mirror(i % tensorWidth, width)] += gradient.data()[i];
		}
		return result;
	}

	/**
	 * The pixels of the area without what lies beyond.
	 *
	 * @param pixels {@code [N, C, tensorHeight, tensorWidth]}
	 * @return {@code [N, C, height, width]}
	 */
	public Tensor cropped(final Tensor pixels) {
		if (width == tensorWidth && height == tensorHeight) return pixels;
		final Tensor result = Tensor.zeros(pixels.size(0), pixels.size(1), height, width);
		for (int row = 0; row < result.length() / width; row++) {
			System.arraycopy(pixels.data(), (row / height * tensorHeight + row % height) * tensorWidth, result.data(), row * width, width);
		}
		return result;
	}

	/**
	 * The selection as the network sees it.
	 *
	 * @return 1 inside, 0 outside, at the tensor's size; empty where the image has none
	 */
	public Optional<Heatmap> selection() {
		return roi.map(r -> {
			final float[] inside = new float[tensorWidth * tensorHeight];
			for (int y = 0; y < height; y++) {
				final int v = area.y + (int) ((y + 0.5) * area.height / height);
				for (int x = 0; x < width; x++) {
					final int u = area.x + (int) ((x + 0.5) * area.width / width);
					if (r.contains(u, v)) inside[y * tensorWidth + x] = 1;
				}
			}
			return new Heatmap(tensorWidth, tensorHeight, inside, false);
		});
	}

	/** Where the pixels of the area fall between the pixels of a map that covers a little more than the area. */
	private record Axis(int pixels, int mapped, double shown) {

		private double position(final int i) {
			return Math.min(mapped - 1d, Math.max(0, (i + 0.5) / pixels * shown * mapped - 0.5));
		}

		private int low(final int i) {
			return (int) position(i);
		}

		private int high(final int i) {
			return Math.min(mapped - 1, low(i) + 1);
		}

		private double fraction(final int i) {
			return position(i) - low(i);
		}
	}
}
