package org.fovea.synthesis;

import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

import org.fovea.network.Tensor;

/**
 * The images that differ from an original by no more than allowed, and that can be stored. Where the original itself lies beyond the ends of the
 * range it may stay there: the bound on the difference always holds.
 *
 * @param norm in which differences are measured
 * @param radius how large they may be, in pixel values
 * @param low the smallest pixel
 * @param high the largest pixel
 * @param grid the values that can be stored
 */
public record Ball(Norm norm, double radius, double low, double high, Grid grid) {

	/** How differences are measured. */
	public enum Norm {
		/** The largest difference of a value. */
		LINF,
		/** The square root of the sum of all squared differences. */
		L2
	}

	/**
	 * The values that can be stored: origin + k · spacing for whole k.
	 *
	 * @param origin the value for k = 0
	 * @param spacing between values, not 0
	 */
	public record Grid(double origin, double spacing) {

		/** Every 32-bit number. */
		public static final Grid NONE = new Grid(0, 0);

		/** Whole numbers. */
		public static final Grid WHOLE = new Grid(0, 1);

		private boolean isFine() {
			return spacing == 0;
		}

		private double value(final double k) {
			return origin + k * spacing;
		}

		private double step(final double value) {
			return (value - origin) / spacing;
		}
	}

	/** Steps by which a bound may be missed by rounding alone. */
	private static final double ROUNDING = 1e-6;

	/**
	 * The nearest image inside, stored or not.
	 *
	 * @param original {@code [1, C, H, W]}
	 * @param moved of the same shape
	 * @return moved, shrunk towards the original and cut off at the ends of the range
	 */
	public Tensor inside(final Tensor original, final Tensor moved) {
		final float[] result = new float[moved.length()];
		final double shrink = norm == Norm.L2 ? Math.min(1, radius / Math.max(Double.MIN_NORMAL, length(original, moved))) : 1;
		for (int i = 0; i < result.length; i++) {
			final double x = original.data()[i];
			final double delta = norm == Norm.L2 ? shrink * (moved.data()[i] - x) : Math.max(-radius, Math.min(radius, moved.data()[i] - x));
			result[i] = (float) Math.max(Math.min(low, x), Math.min(Math.max(high, x), x + delta));
		}
		return Tensor.of(result, moved.shape());
	}

	/**
	 * The image as it is stored, still inside: the bound holds for the stored values, exactly.
	 *
	 * @param original {@code [1, C, H, W]}, storable
	 * @param moved of the same shape
	 * @return values of the grid, not further from the original than the radius
	 */
	public Tensor stored(final Tensor original, final Tensor moved) {
		final Tensor inside = inside(original, moved);
		final Tensor stored = Tensor.zeros(moved.shape());
		for (int i = 0; i < stored.length(); i++) {
			final float x = original.data()[i];
			stored.data()[i] = grid.isFine() ? fine(x, inside.data()[i]) : rounded(x, inside.data()[i]);
		}
		if (norm == Norm.L2) tighten(original, stored);
		if (norm == Norm.L2 && !grid.isFine()) fill(original, inside, stored);
		return stored;
	}

	/** A 32-bit number that is not further away than the radius, where rounding put it there. */
	private float fine(final float x, final float moved) {
		float value = moved;
		while (norm == Norm.LINF && Math.abs((double) value - x) > radius) value = Math.nextAfter(value, (double) x);
		return value;
	}

	private float rounded(final double x, final double moved) {
		final double from = Math.rint(grid.step(x));
		final double most = norm == Norm.L2 ? Double.POSITIVE_INFINITY : Math.floor(radius / Math.abs(grid.spacing()) + ROUNDING);
		final double a = grid.step(low);
		final double b = grid.step(high);
		final double least = Math.max(from - most, Math.min(from, Math.ceil(Math.min(a, b) - ROUNDING)));
		final double highest = Math.min(from + most, Math.max(from, Math.floor(Math.max(a, b) + ROUNDING)));
		return (float) grid.value(Math.max(least, Math.min(highest, Math.rint(grid.step(moved)))));
	}

	/** Takes steps back, first where rounding went furthest, until the length fits. */
	private void tighten(final Tensor original, final Tensor stored) {
		double square = Math.pow(length(original, stored), 2);
		if (square <= radius * radius) return;
		final float[] values = stored.data();
		if (grid.isFine()) {
			while (length(original, stored) > radius) {
				for (int i = 0; i < values.length; i++) values[i] = (float) (original.data()[i] + (1 - ROUNDING) * (values[i] - (double) original.data()[i]));
			}
			return;
		}
		final List<Integer> order = IntStream.range(0, values.length).filter(i -> values[i] != original.data()[i]).boxed().sorted(Comparator
			.comparingDouble(i -> Math.abs(values[i] - original.data()[i]))).toList();
		for (final int i : order) {
			final double before = (double) values[i] - original.data()[i];
			values[i] = (float) grid.value(grid.step(values[i]) - Math.signum(before * grid.spacing()));
			final double after = (double) values[i] - original.data()[i];
			square += after * after - before * before;
			if (square <= radius * radius && length(original, stored) <= radius) return;
		}
		tighten(original, stored);
	}

	/** Takes further steps, first where rounding fell shortest, as long as the length allows: small changes would else be rounded away. */
	private void fill(final Tensor original, final Tensor wanted, final Tensor stored) {
		final float[] values = stored.data();
		final List<Integer> order = IntStream.range(0, values.length).filter(i -> isShort(original, wanted, stored, i)).boxed().sorted(Comparator
			.comparingDouble(i -> -Math.abs((double) wanted.data()[i] - values[i]))).toList();
		double square = Math.pow(length(original, stored), 2);
		for (final int i : order) {
			final double before = (double) values[i] - original.data()[i];
			final float next = rounded(original.data()[i], values[i] + Math.signum(wanted.data()[i] - values[i]) * Math.abs(grid.spacing()));
			final double after = (double) next - original.data()[i];
			if (square + after * after - before * before > radius * radius * (1 - ROUNDING)) continue;
			square += after * after - before * before;
			values[i] = next;
		}
	}

	private static boolean isShort(final Tensor original, final Tensor wanted, final Tensor stored, final int i) {
		final double x = original.data()[i];
		return Math.abs(wanted.data()[i] - x) > Math.abs(stored.data()[i] - x);
	}

	/**
	 * How far an image is from the original.
	 *
	 * @param original any shape
	 * @param moved of the same shape
	 * @return the norm of the difference
	 */
	public double distance(final Tensor original, final Tensor moved) {
		if (norm == Norm.L2) return length(original, moved);
		double largest = 0;
		for (int i = 0; i < moved.length(); i++) largest = Math.max(largest, Math.abs((double) moved.data()[i] - original.data()[i]));
		return largest;
	}

	private static double length(final Tensor original, final Tensor moved) {
		double sum = 0;
		for (int i = 0; i < moved.length(); i++) sum += Math.pow((double) moved.data()[i] - original.data()[i], 2);
		return Math.sqrt(sum);
	}
}
