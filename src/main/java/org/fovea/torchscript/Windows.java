package org.fovea.torchscript;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.LongToIntFunction;

/** Operators whose elements see a window of their argument: convolution, pooling, resampling, padding. */
final class Windows {

	private Windows() {
	}

	/**
	 * Applies an operator.
	 *
	 * @param name behind {@code torch.}
	 * @param a its arguments
	 * @return its result; empty if it is none of these
	 * @throws UnfollowedException if its arguments are not understood
	 */
	static Optional<Object> apply(final String name, final Arguments a) {
		return Optional.ofNullable(switch (name) {
			case "conv1d", "conv2d", "conv3d" -> TensorValue.of(convolution(a, 3, 4, 5));
			case "_convolution_mode" -> TensorValue.of(convolution(a, 3, 4, 5));
			case "conv_transpose1d", "conv_transpose2d", "conv_transpose3d" -> TensorValue.of(transposed(a, 3, 4, 5, a.has(6) ? a.whole(6) : 1, 7));
			case "_convolution", "convolution" -> TensorValue.of(a.flag(6) ? transposed(a, 3, 4, 7, a.whole(8), 5) : convolution(a, 3, 4, 5));
			case "max_pool1d", "max_pool2d", "max_pool3d" -> TensorValue.of(pool(a, axes(name), a.wholes(4, axes(name), 1), a.flag(5)));
			case "max_pool1d_with_indices", "max_pool2d_with_indices", "max_pool3d_with_indices" -> {
				final Footprint pooled = pool(a, name.charAt(8) - '0', a.wholes(4, name.charAt(8) - '0', 1), a.flag(5));
				yield new ListValue(List.of(TensorValue.of(pooled), TensorValue.of(pooled)), 0);
			}
			case "avg_pool1d", "avg_pool2d", "avg_pool3d" -> TensorValue.of(pool(a, axes(name), a.wholes(99, axes(name), 1), a.flag(4)));
			case "lp_pool2d" -> throw new UnfollowedException(name);
			case "adaptive_avg_pool1d", "adaptive_avg_pool2d", "adaptive_avg_pool3d" -> TensorValue.of(adaptive(a, axes(name)));
			case "adaptive_max_pool1d", "adaptive_max_pool2d", "adaptive_max_pool3d" -> {
				final Footprint pooled = adaptive(a, axes(name));
				yield new ListValue(List.of(TensorValue.of(pooled), TensorValue.of(pooled)), 0);
			}
			case "pad", "constant_pad_nd" -> TensorValue.of(padded(a, name.equals("pad") && a.has(2) ? (String) a.get(2) : "constant"));
			case "reflection_pad1d", "reflection_pad2d", "reflection_pad3d" -> TensorValue.of(padded(a, "reflect"));
			case "replication_pad1d", "replication_pad2d", "replication_pad3d" -> TensorValue.of(padded(a, "replicate"));
			case "upsample_nearest1d", "upsample_nearest2d", "upsample_nearest3d", "_upsample_nearest_exact1d", "_upsample_nearest_exact2d",
					"_upsample_nearest_exact3d", "upsample_linear1d", "upsample_bilinear2d", "upsample_trilinear3d", "upsample_bicubic2d",
					"_upsample_bilinear2d_aa", "_upsample_bicubic2d_aa" -> TensorValue.of(resampled(name, a));
			case "im2col" -> TensorValue.of(columns(a));
			default -> null;
		});
	}

	private static int axes(final String name) {
		return name.charAt(name.length() - 2) - '0';
	}

	/** Mixes the channels and puts new ones in their place. */
	private static Footprint channels(final Footprint x, final int spatial, final long count) {
		final int axis = x.rank() - spatial - 1;
		if (axis < 0) throw new UnfollowedException("too few axes");
		return x.mixed(axis).with(axis, List.of(Digit.plain(count)));
	}

	private static Footprint convolution(final Arguments a, final int stride, final int padding, final int dilation) {
		final long[] kernel = a.footprint(1).sizes();
		final int n = kernel.length - 2;
		final long[] strides = a.wholes(stride, n, 1);
		final long[] dilations = a.wholes(dilation, n, 1);
		final boolean isSame = "same".equals(a.get(padding));
		final long[] paddings = a.get(padding) instanceof String ? new long[n] : a.wholes(padding, n, 0);
		Footprint f = channels(a.footprint(0), n, kernel[0]);
		for (int i = 0; i < n; i++) {
			final int axis = f.rank() - n + i;
			final long reach = dilations[i] * (kernel[2 + i] - 1);
			final long before = isSame ? reach / 2 : paddings[i];
			final long both = isSame ? reach : 2 * paddings[i];
			f = f.window(axis, Math.floorDiv(f.size(axis) + both - reach - 1, strides[i]) + 1, strides[i], -before, reach - before);
		}
		return f;
	}

	private static Footprint transposed(final Arguments a, final int stride, final int padding, final int outputPadding, final long groups,
		final int dilation)
	{
		final long[] kernel = a.footprint(1).sizes();
		final int n = kernel.length - 2;
		final long[] strides = a.wholes(stride, n, 1);
		final long[] paddings = a.wholes(padding, n, 0);
		final long[] added = a.wholes(outputPadding, n, 0);
		final long[] dilations = a.wholes(dilation, n, 1);
		Footprint f = channels(a.footprint(0), n, kernel[1] * groups);
		for (int i = 0; i < n; i++) {
			final int axis = f.rank() - n + i;
			final long reach = dilations[i] * (kernel[2 + i] - 1);
			final double s = strides[i];
			f = f.window(axis, (f.size(axis) - 1) * strides[i] - 2 * paddings[i] + reach + added[i] + 1, 1 / s, (paddings[i] - reach) / s, paddings[i] /
				s);
		}
		return f;
	}

	private static Footprint pool(final Arguments a, final int n, final long[] dilations, final boolean isCeil) {
		final long[] kernel = a.wholes(1, n, 1);
		final long[] strides = a.wholes(2, n, kernel);
		final long[] paddings = a.wholes(3, n, 0);
		Footprint f = a.footprint(0);
		for (int i = 0; i < n; i++) {
			final int axis = f.axis(i - n);
			final long reach = dilations[i] * (kernel[i] - 1);
			final long room = f.size(axis) + 2 * paddings[i] - reach - 1;
			long size = (isCeil ? Scalars.ceilDiv(room, strides[i]) : Math.floorDiv(room, strides[i])) + 1;
			if (isCeil && (size - 1) * strides[i] >= f.size(axis) + paddings[i]) size--;
			f = f.window(axis, size, strides[i], -paddings[i], reach - paddings[i]);
		}
		return f;
	}

	private static Footprint adaptive(final Arguments a, final int n) {
		final List<Object> sizes = a.get(1) instanceof final ListValue list ? list.items() : java.util.Collections.nCopies(n, a.get(1));
		Footprint f = a.footprint(0);
		for (int i = 0; i < n; i++) {
			final int axis = f.axis(i - n);
			final long from = f.size(axis);
			final long to = sizes.get(sizes.size() == 1 ? 0 : i) instanceof final Long size ? size : from;
			if (to == 1) f = f.mixed(axis).with(axis, List.of());
			else f = resampled(f, axis, to, (double) from / to, p -> (int) (p * from / to), p -> (int) (Scalars.ceilDiv((p + 1) * from, to) - 1));
		}
		return f;
	}

	/** New element p sees the old ones from {@code low(p)} to {@code high(p)}; {@code ratio} old ones lie between new ones. */
	private static Footprint resampled(final Footprint f, final int axis, final long size, final double ratio, final LongToIntFunction low,
		final LongToIntFunction high)
	{
		double from = Double.POSITIVE_INFINITY;
		double to = Double.NEGATIVE_INFINITY;
		for (long p = 0; p < size; p++) {
			from = Math.min(from, low.applyAsInt(p) - p * ratio);
			to = Math.max(to, high.applyAsInt(p) - p * ratio);
		}
		return f.settled().window(axis, size, ratio, from, to);
	}

	private static Footprint resampled(final String name, final Arguments a) {
		Footprint f = a.footprint(0);
		final int n = f.rank() - 2;
		final boolean isNearest = name.contains("nearest");
		final boolean isAligned = !isNearest && a.flag(2);
		final List<Object> factors = factors(a, isNearest ? 2 : 3, n);
		for (int i = 0; i < n; i++) {
			final int axis = 2 + i;
			final long from = f.size(axis);
			final boolean isScaled = factors.get(i) instanceof Double;
			final long to = a.has(1) ? a.wholes(1, n)[i] : (long) Math.floor(from * (Double) factors.get(i));
			final double scale = isAligned ? to == 1 ? 0 : (from - 1.0) / (to - 1) : isScaled ? 1 / (Double) factors.get(i) : (double) from / to;
			f = new Resampling(name, from, scale, isAligned).apply(f, axis, to);
		}
		return f;
	}

	private static List<Object> factors(final Arguments a, final int first, final int n) {
		if (a.get(first) instanceof final ListValue list) return list.items();
		final List<Object> factors = new ArrayList<>();
		for (int i = 0; i < n; i++) factors.add(a.get(first + i));
		return factors;
	}

	/** Where the samples of an interpolation lie. */
	private record Resampling(String name, long from, double scale, boolean isAligned) {

		Footprint apply(final Footprint f, final int axis, final long to) {
			return resampled(f, axis, to, scale, p -> clamp(low(p)), p -> clamp(high(p)));
		}

		private int clamp(final double index) {
			return (int) Math.max(0, Math.min(from - 1, index));
		}

		private double place(final long p) {
			return isAligned ? p * scale : (p + 0.5) * scale - 0.5;
		}

		private double low(final long p) {
			if (name.contains("exact")) return Math.floor((p + 0.5) * scale);
			if (name.contains("nearest")) return Math.floor(p * scale);
			if (name.endsWith("aa")) return Math.floor((p + 0.5) * scale - support() + 0.5);
			return Math.floor(Math.max(isCubic() ? place(p) : 0, place(p)) + 1e-6) - (isCubic() ? 1 : 0);
		}

		private double high(final long p) {
			if (name.contains("nearest")) return low(p);
			if (name.endsWith("aa")) return Math.floor((p + 0.5) * scale + support() + 0.5) - 1;
			if (isCubic()) return Math.floor(place(p) + 1e-6) + 2;
			return Math.ceil(Math.max(0, place(p)) - 1e-6);
		}

		private boolean isCubic() {
			return name.contains("cubic");
		}

		private double support() {
			return Math.max(1, scale) * (isCubic() ? 2 : 1);
		}
	}

	private static Footprint padded(final Arguments a, final String mode) {
		final long[] pads = a.wholes(1);
		Footprint f = a.footprint(0);
		for (int i = 0; i < pads.length / 2; i++) {
			final int axis = f.axis(-1 - i);
			final long low = pads[2 * i];
			final long high = pads[2 * i + 1];
			if (low == 0 && high == 0) continue;
			final long size = f.size(axis) + low + high;
			final Optional<Footprint> even = f.even(axis);
			if (!f.hasPositions(axis)) f = f.with(axis, List.of(Digit.plain(size)));
			else if (mode.equals("circular")) f = f.wrapped(axis, low, high);
			else if (even.isEmpty() || even.get().axes().get(axis).get(0).step() < 0) f = f.scattered(axis, size);
			else {
				final double step = even.get().axes().get(axis).get(0).step();
				final ImageAxis along = even.get().axes().get(axis).get(0).axis().orElseThrow();
				final int mirrored = mode.equals("reflect") ? 2 : mode.equals("replicate") ? 1 : 0;
				f = f.window(axis, size, 1, -low, -low);
				f = f.with(along, f.span(along).mirrored(mirrored * Math.max(0, low) * step, mirrored * Math.max(0, high) * step));
			}
		}
		return f;
	}

	/** Patches become columns {@code [N, C·k·k, positions]}. */
	private static Footprint columns(final Arguments a) {
		final long[] kernel = a.wholes(1, 2, 1);
		final long[] dilations = a.wholes(2, 2, 1);
		final long[] paddings = a.wholes(3, 2, 0);
		final long[] strides = a.wholes(4, 2, 1);
		Footprint f = channels(a.footprint(0), 2, a.footprint(0).size(1) * kernel[0] * kernel[1]);
		for (int i = 0; i < 2; i++) {
			final long reach = dilations[i] * (kernel[i] - 1);
			f = f.window(2 + i, (f.size(2 + i) + 2 * paddings[i] - reach - 1) / strides[i] + 1, strides[i], -paddings[i], reach - paddings[i]);
		}
		return f.reshaped(f.size(0), f.size(1), f.size(2) * f.size(3));
	}
}
