package org.fovea.command;

import java.util.Arrays;
import java.util.Locale;

import org.fovea.FoveaException;
import org.fovea.image.Depth;
import org.fovea.image.Pictures;
import org.fovea.image.View;
import org.fovea.model.InputFormat;
import org.fovea.model.Model;
import org.fovea.model.PixelType;
import org.fovea.network.Network;
import org.fovea.network.Plan;
import org.fovea.network.Preparation;
import org.fovea.network.Preparation.Prepared;
import org.fovea.network.Tensor;
import org.fovea.synthesis.Ball;
import org.fovea.synthesis.DeepDream;
import org.fovea.synthesis.PixelRange;

/**
 * The pixels of a plane that a technique changes, at the resolution that the model sees, as they can be stored.
 *
 * @param model open
 * @param view where they lie in the image
 * @param depth how the image stores them
 * @param pixels {@code [1, C, height, width]} of the view, without what is mirrored beyond
 */
public record Original(Model model, View view, Depth depth, Tensor pixels) {

	/** Shares that differ by less are the same. */
	private static final double ROUNDING = 1e-6;

	/** Shares are stated with so many steps to 1. */
	private static final double DIGITS = 1e6;

	/**
	 * Reads a plane.
	 *
	 * @param look the plane before the model, not in tiles
	 * @return its pixels
	 */
	public static Original of(final Look look) {
		look.input();
		final Tensor[] seen = new Tensor[1];
		look.painted().apply((pixels, type) -> seen[0] = pixels);
		final Tensor cropped = look.view().cropped(seen[0]);
		// Resized pixels lie between those that can be stored, so the range is that of the rounded ones.
		final Tensor stored = new Pictures(Depth.of(look.view().image(), cropped)).rounded(cropped);
		return new Original(look.model(), look.view(), Depth.of(look.view().image(), stored), stored);
	}

	/** @return how pixels are stored */
	public Pictures pictures() {
		return new Pictures(depth);
	}

	/** @return from pixels of this kind to the network's input */
	public Preparation preparation() {
		return preparation(model, view, depth.type());
	}

	/** @return how the image is shown at any size, mirrored where the model takes larger ones only */
	public DeepDream.Scenery scenery() {
		final InputFormat format = model.info().input();
		return new DeepDream.Scenery() {

			@Override
			public Tensor resize(final Tensor pixels, final int width, final int height) {
				return Pictures.resized(pixels, width, height);
			}

			@Override
			public Prepared prepare(final Tensor pixels) {
				final int width = format.width() > 0 ? format.width() : format.accepted(pixels.size(3));
				final int height = format.height() > 0 ? format.height() : format.accepted(pixels.size(2));
				final View mirror = Pictures.mirror(pixels, width, height);
				final Prepared prepared = format.differentiable(mirror.mirrored(pixels), depth.type());
				return new Prepared(prepared.input(), gradient -> mirror.pullBack(prepared.pullBack().apply(gradient)));
			}
		};
	}

	/** @return the values that pixels can have, and which are usual */
	public PixelRange range() {
		return Canvas.range(model, depth);
	}

	/** @return the model's network */
	public Network network() {
		return model.network();
	}

	/**
	 * The images that may become of it.
	 *
	 * @param norm in which change is measured
	 * @param share of the full range: the largest change, or in the L2 norm the root mean square one
	 * @return the ball
	 * @throws FoveaException if not even one pixel could be changed by one grey value
	 */
	public Ball ball(final Ball.Norm norm, final double share) {
		final double full = depth.span() * (norm == Ball.Norm.L2 ? Math.sqrt(pixels.length()) : 1);
		final double radius = share * full;
		if (radius < Math.abs(depth.spacing()) * (1 - ROUNDING)) throw new FoveaException(tooSmall(share, full / Math.abs(depth.spacing())));
		return new Ball(norm, radius, depth.low(), depth.high(), new Ball.Grid(depth.origin(), depth.spacing()));
	}

	private String tooSmall(final double share, final double steps) {
		final double least = Math.ceil(DIGITS / steps) / DIGITS;
		return String.format(Locale.ROOT, "'epsilon' is less than one grey value (%.3g of pixels between %s and %s), so nothing would change; use at " +
			"least epsilon=%s, or convert the image to 32-bit.", share, number(depth.low()), number(depth.high()), number(least));
	}

	private static String number(final double value) {
		return value == Math.rint(value) ? Long.toString((long) value) : Double.toString(value);
	}

	/**
	 * What the model says.
	 *
	 * @param changed pixels of the same size
	 * @return its output
	 */
	public Tensor output(final Tensor changed) {
		return model.network().run(Plan.FORWARD, preparation().prepare(changed).input()).output();
	}

	/** @return {@code [C, H, W]} */
	public int[] shape() {
		return Arrays.copyOfRange(pixels.shape(), 1, 4);
	}

	private static Preparation preparation(final Model model, final View view, final PixelType type) {
		final InputFormat format = model.info().input();
		return new Preparation() {

			@Override
			public Prepared prepare(final Tensor pixels) {
				final Prepared prepared = format.differentiable(view.mirrored(pixels), type);
				return new Prepared(prepared.input(), gradient -> view.pullBack(prepared.pullBack().apply(gradient)));
			}

			@Override
			public int most() {
				return format.layout().axes().contains("b") ? Integer.MAX_VALUE : 1;
			}
		};
	}
}
