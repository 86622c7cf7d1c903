package org.fovea.image;

import java.awt.Rectangle;
import java.util.Optional;

import org.fovea.model.Model;
import org.fovea.model.PreprocessingStep;
import org.fovea.network.Picture;
import org.fovea.network.Tensor;

/** A plane at its own resolution, cut, mirrored and prepared window by window; at once only where the preprocessing needs all of it. */
final class PlanePicture implements Picture {

	private final Framing framing;
	private final Plane plane;
	private final Model model;
	private final View view;
	private final Optional<Tensor> prepared;

	/**
	 * Settles how the plane is read.
	 *
	 * @param framing that does not resize
	 * @param plane of its image
	 * @param model whose preprocessing applies
	 */
	PlanePicture(final Framing framing, final Plane plane, final Model model) {
		this.framing = framing;
		this.plane = plane;
		this.model = model;
		view = framing.view(plane);
		final boolean isPointwise = model.info().input().preprocessing().stream().allMatch(PreprocessingStep::isPointwise);
		prepared = isPointwise ? Optional.empty() : Optional.of(model.prepare(framing.pixels(plane), framing.type()));
	}

	@Override
	public int channels() {
		return model.info().input().channels();
	}

	@Override
	public int width() {
		return view.tensorWidth();
	}

	@Override
	public int height() {
		return view.tensorHeight();
	}

	@Override
	public int accepted(final int side) {
		return framing.accepted(side);
	}

	@Override
	public Tensor read(final Window window) {
		final Rectangle source = prepared.isPresent() ? new Rectangle(width(), height()) : source(window);
		final Tensor read = prepared.orElseGet(() -> framing.pixels(plane, source));
		final Tensor part = Tensor.zeros(1, channels(), window.height(), window.width());
		for (int i = 0; i < part.length(); i++) {
			final int row = i / window.width();
			final int x = mirror(window.x() + i % window.width(), view.width()) - source.x;
			final int y = mirror(window.y() + row % window.height(), view.height()) - source.y;
			part.data()[i] = read.data()[(row / window.height() * source.height + y) * source.width + x];
		}
		return prepared.isPresent() ? part : model.prepare(part, framing.type());
	}

	private int mirror(final int position, final int size) {
		return prepared.isPresent() ? position : Resampling.mirror(position, size);
	}

	/** The pixels of the area that a window shows, directly or mirrored. */
	private Rectangle source(final Window window) {
		final int left = lowest(window.x(), window.width(), view.width());
		final int top = lowest(window.y(), window.height(), view.height());
		final int right = Math.min(view.width(), window.x() + window.width());
		final int bottom = Math.min(view.height(), window.y() + window.height());
		return new Rectangle(left, top, right - left, bottom - top);
	}

	private static int lowest(final int origin, final int length, final int size) {
		final int beyond = origin + length - size;
		return beyond <= 0 ? origin : Math.min(origin, Math.max(0, size - 1 - beyond));
	}
}
