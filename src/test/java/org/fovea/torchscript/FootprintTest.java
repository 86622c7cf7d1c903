package org.fovea.torchscript;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Footprints against a list of pixels for every single element, through random sequences of operators. */
class FootprintTest {

	/** What every element sees, one by one: the rows and columns of the image. */
	private record Explicit(int[] sizes, BitSet[][] pixels) {

		static Explicit image(final int... sizes) {
			final Explicit image = new Explicit(sizes, new BitSet[product(sizes)][]);
			final int width = sizes[3];
			for (int i = 0; i < image.pixels.length; i++) {
				image.pixels[i] = new BitSet[] { one(i / width % sizes[2]), one(i % width) };
			}
			return image;
		}

		private static BitSet one(final int bit) {
			final BitSet set = new BitSet();
			set.set(bit);
			return set;
		}

		private static int product(final int... sizes) {
			return Arrays.stream(sizes).reduce(1, Math::multiplyExact);
		}

		int[] index(final int element, final int... of) {
			final int[] index = new int[of.length];
			int rest = element;
			for (int i = of.length - 1; i >= 0; i--) {
				index[i] = rest % of[i];
				rest /= of[i];
			}
			return index;
		}

		private int element(final int... index) {
			int element = 0;
			for (int i = 0; i < sizes.length; i++) element = element * sizes[i] + index[i];
			return element;
		}

		/** Elements of a new tensor, each the union of old ones. */
		private Explicit gathered(final int[] newSizes, final java.util.function.Function<int[], List<int[]>> sources) {
			final Explicit result = new Explicit(newSizes, new BitSet[product(newSizes)][]);
			for (int e = 0; e < result.pixels.length; e++) {
				final BitSet[] union = { new BitSet(), new BitSet() };
				for (final int[] source : sources.apply(index(e, newSizes))) {
					for (int a = 0; a < 2; a++) union[a].or(pixels[element(source)][a]);
				}
				result.pixels[e] = union;
			}
			return result;
		}

		private static int[] at(final int[] index, final int axis, final int value) {
			final int[] changed = index.clone();
			changed[axis] = value;
			return changed;
		}

		private int[] resized(final int axis, final int size) {
			return at(sizes, axis, size);
		}

		Explicit along(final int axis, final int size, final java.util.function.IntFunction<IntStream> old) {
			return gathered(resized(axis, size), index -> old.apply(index[axis]).filter(i -> i >= 0 && i < sizes[axis]).mapToObj(i -> at(index, axis, i))
				.toList());
		}

		Explicit mixed(final int axis) {
			return along(axis, sizes[axis], p -> IntStream.range(0, sizes[axis]));
		}

		Explicit reshaped(final int... newSizes) {
			return new Explicit(newSizes, pixels);
		}

		Explicit permuted(final List<Integer> order) {
			return gathered(order.stream().mapToInt(i -> sizes[i]).toArray(), index -> {
				final int[] source = new int[sizes.length];
				for (int i = 0; i < sizes.length; i++) source[order.get(i)] = index[i];
				return List.of(source);
			});
		}

		Explicit join(final Explicit other) {
			final int[] joined = IntStream.range(0, sizes.length).map(i -> Math.max(sizes[i], other.sizes[i])).toArray();
			final Explicit result = gathered(joined, index -> List.of(clamped(index)));
			for (int e = 0; e < result.pixels.length; e++) {
				final BitSet[] more = other.pixels[other.element(other.clamped(index(e, joined)))];
				for (int a = 0; a < 2; a++) result.pixels[e][a].or(more[a]);
			}
			return result;
		}

		private int[] clamped(final int[] index) {
			return IntStream.range(0, sizes.length).map(i -> Math.min(index[i], sizes[i] - 1)).toArray();
		}
	}

	/** A tensor followed in both ways. */
	private record Both(Explicit explicit, Footprint footprint, String story) {

		Both then(final String what, final Explicit newExplicit, final Footprint newFootprint) {
			return new Both(newExplicit, newFootprint, story + "; " + what);
		}

		int[] sizes() {
			return explicit.sizes;
		}

		void check() {
			assertEquals(Arrays.toString(explicit.sizes), Arrays.toString(footprint.sizes()), story);
			for (int e = 0; e < explicit.pixels.length; e++) {
				final int[] index = explicit.index(e, explicit.sizes);
				for (final ImageAxis along : ImageAxis.values()) {
					final BitSet seen = explicit.pixels[e][along.ordinal()];
					final Span span = footprint.settled().span(along);
					final double shift = shift(index, along);
					if (span.wraps() && (span.first() + shift < -1e-6 || span.last() + shift > span.pixels() - 1 + 1e-6)) continue;
					assertTrue(seen.isEmpty() || seen.nextSetBit(0) >= span.first() + shift - 1e-6 && seen.length() - 1 <= span.last() + shift + 1e-6,
						() -> story + ": " + Arrays.toString(index) + " sees " + seen + " along " + along + ", outside of " + footprint);
				}
			}
		}

		private double shift(final int[] index, final ImageAxis along) {
			double shift = 0;
			for (int axis = 0; axis < index.length; axis++) {
				final List<Digit> digits = footprint.axes().get(axis);
				int rest = index[axis];
				for (int d = digits.size() - 1; d >= 0; d--) {
					if (digits.get(d).isAlong(along)) shift += rest % digits.get(d).extent() * digits.get(d).step();
					rest /= (int) digits.get(d).extent();
				}
			}
			return shift;
		}
	}

	@ParameterizedTest
	@ValueSource(ints = { 1, 2, 3, 4, 5, 6, 7, 8 })
	void noElementSeesMoreThanItsFootprint(final int seed) {
		final Random random = new Random(seed);
		for (int trial = 0; trial < 60; trial++) {
			final int[] sizes = { 1 + random.nextInt(2), 1 + random.nextInt(3), 4 + random.nextInt(9), 4 + random.nextInt(9) };
			final Both image = new Both(Explicit.image(sizes), Footprint.image(Arrays.stream(sizes).asLongStream().toArray()), Arrays.toString(sizes));
			final List<Both> history = new ArrayList<>(List.of(image));
			for (int step = 0; step < 6; step++) {
				final Both next = next(history, random);
				if (next.explicit.pixels.length > 4000) break;
				next.check();
				history.add(next);
			}
		}
	}

	private static Both next(final List<Both> history, final Random random) {
		final Both x = history.get(history.size() - 1);
		final Explicit e = x.explicit;
		final Footprint f = x.footprint;
		final int axis = random.nextInt(x.sizes().length);
		final int size = x.sizes()[axis];
		switch (random.nextInt(12)) {
			case 0: {
				final int kernel = 1 + random.nextInt(Math.min(3, size));
				final int stride = 1 + random.nextInt(2);
				final int padding = random.nextInt(2);
				final int count = (size + 2 * padding - kernel) / stride + 1;
				return x.then("window " + axis, e.along(axis, count, p -> IntStream.range(p * stride - padding, p * stride - padding + kernel)), f.window(
					axis, count, stride, -padding, kernel - 1 - padding));
			}
			case 1: {
				final List<Integer> order = new ArrayList<>(IntStream.range(0, x.sizes().length).boxed().toList());
				java.util.Collections.shuffle(order, random);
				return x.then("permuted " + order, e.permuted(order), f.permuted(order));
			}
			case 2:
				return x.then("mixed " + axis, e.mixed(axis), f.mixed(axis));
			case 3: {
				final int start = random.nextInt(size);
				final int stride = 1 + random.nextInt(2);
				final int count = (size - start + stride - 1) / stride;
				return x.then("sliced " + axis, e.along(axis, count, p -> IntStream.of(start + p * stride)), f.sliced(axis, start, count, stride));
			}
			case 4: {
				final int[] sizes = reshaped(x.sizes(), random);
				return x.then("reshaped " + Arrays.toString(sizes), e.reshaped(sizes), f.reshaped(Arrays.stream(sizes).asLongStream().toArray()));
			}
			case 5: {
				final Optional<Both> other = history.stream().filter(y -> y != x && fits(x.sizes(), y.sizes())).findAny();
				if (other.isEmpty()) return x;
				return x.then("joined with (" + other.get().story + ")", e.join(other.get().explicit), f.join(other.get().footprint));
			}
			case 6: {
				final List<Digit> digits = new ArrayList<>(f.axes().get(axis));
				digits.add(Digit.plain(2));
				return x.then("enlarged " + axis, e.along(axis, 2 * size, p -> IntStream.of(p / 2)), f.with(axis, digits));
			}
			case 7: {
				final int stride = 1 + random.nextInt(3);
				final int kernel = 1 + random.nextInt(4);
				final int padding = random.nextInt(kernel);
				final int count = (size - 1) * stride - 2 * padding + kernel;
				if (count < 1) return x;
				return x.then("transposed window " + axis, e.along(axis, count, p -> IntStream.range(0, kernel).filter(k -> (p + padding - k) % stride == 0)
					.map(k -> (p + padding - k) / stride)), f.window(axis, count, 1.0 / stride, (padding - kernel + 1.0) / stride, (double) padding /
						stride));
			}
			case 8: {
				final Both sum = x.then("summed " + axis, e.mixed(axis).along(axis, 1, p -> IntStream.of(0)), f.mixed(axis).with(axis, List.of()));
				return sum.then("gated", e.join(sum.explicit), f.join(sum.footprint));
			}
			case 9:
				return x.then("rolled " + axis, e.along(axis, size, p -> IntStream.of((p + 1) % size)), f.scattered(axis, size));
			case 10: {
				final int low = random.nextInt(3) - 1;
				final int high = random.nextInt(3) - 1;
				final int count = size + low + high;
				if (count < 1) return x;
				return x.then("wrapped " + axis, e.along(axis, count, p -> IntStream.of(Math.floorMod(p - low, size))), f.wrapped(axis, low, high));
			}
			default: {
				final Arguments flip = new Arguments(List.of(TensorValue.of(f), new ListValue(List.of((long) axis), 0)), java.util.Map.of());
				return x.then("flipped " + axis, e.along(axis, size, p -> IntStream.of(size - 1 - p)), ((TensorValue) Views.apply("flip", flip).orElseThrow())
					.footprint());
			}
		}
	}

	private static boolean fits(final int[] a, final int[] b) {
		return a.length == b.length && IntStream.range(0, a.length).allMatch(i -> a[i] == b[i] || a[i] == 1 || b[i] == 1);
	}

	/** Merges two neighbouring axes or splits one. */
	private static int[] reshaped(final int[] sizes, final Random random) {
		final List<Integer> all = new ArrayList<>(Arrays.stream(sizes).boxed().toList());
		final int at = random.nextInt(all.size());
		if (random.nextBoolean() && at + 1 < all.size()) all.set(at, all.get(at) * all.remove(at + 1));
		else {
			final int size = all.get(at);
			final int[] divisors = IntStream.rangeClosed(1, size).filter(d -> size % d == 0).toArray();
			final int divisor = divisors[random.nextInt(divisors.length)];
			all.set(at, size / divisor);
			all.add(at + 1, divisor);
		}
		return all.stream().mapToInt(Integer::intValue).toArray();
	}

	@Test
	void circularPaddingIsExactBetweenTheBorders() {
		final Footprint image = Footprint.image(new long[] { 1, 1, 8, 9 });
		final Footprint padded = image.wrapped(3, 1, 2).window(3, 10, 1, 0, 2);
		assertEquals(Optional.of(new ReceptiveFields.Field(3, 1, -1, true)), padded.field(ImageAxis.HORIZONTAL));
		assertEquals(Optional.of(new ReceptiveFields.Field(1, 1, 0)), padded.field(ImageAxis.VERTICAL));
		assertEquals(Optional.empty(), image.sliced(3, 3, 6, 1).wrapped(3, 1, 1).field(ImageAxis.HORIZONTAL), "behind a crop");
	}

	/** Of pixels made from channels, every second one: no enlargement is left. */
	@Test
	void stridesThatSkipWholeDigitsAreExact() {
		final Footprint image = Footprint.image(new long[] { 1, 4, 6, 5 });
		final Footprint enlarged = image.with(3, List.of(image.axes().get(3).get(0), Digit.plain(2)));
		assertEquals(Optional.of(new ReceptiveFields.Field(1, 1, 1)), enlarged.sliced(3, 3, 4, 2).field(ImageAxis.HORIZONTAL));
		assertEquals(Optional.of(new ReceptiveFields.Field(1, 2, 1)), enlarged.sliced(3, 2, 2, 4).field(ImageAxis.HORIZONTAL));
		final Footprint column = image.reshaped(1, 4, 30).sliced(2, 7, 4, 5).reshaped(1, 4, 4, 1);
		assertEquals(Optional.of(new ReceptiveFields.Field(1, 1, 1)), column.field(ImageAxis.VERTICAL));
		assertEquals(Optional.of(new ReceptiveFields.Field(1, 0, 2)), column.field(ImageAxis.HORIZONTAL));
	}

	@Test
	void windowsOfAttentionWidenByTheWindow() {
		final Footprint tokens = Footprint.image(new long[] { 1, 1, 8, 8 });
		final Footprint windows = tokens.reshaped(1, 1, 2, 4, 2, 4).mixed(3).mixed(5).reshaped(1, 1, 8, 8);
		assertEquals(Optional.of(new ReceptiveFields.Field(7, 1, -3)), windows.field(ImageAxis.VERTICAL));
		assertEquals(Optional.of(ReceptiveFields.Field.WHOLE), tokens.mixed(2).field(ImageAxis.VERTICAL));
		assertEquals(Optional.of(new ReceptiveFields.Field(1, 1, 0)), tokens.mixed(2).field(ImageAxis.HORIZONTAL));
	}

	@Test
	void mirroredBordersAreCoveredByWideWindows() {
		final Arguments pad = new Arguments(List.of(TensorValue.of(Footprint.image(new long[] { 1, 1, 8, 8 })), new ListValue(List.of(2L, 2L), 0),
			"reflect"), java.util.Map.of());
		final Footprint padded = ((TensorValue) Windows.apply("pad", pad).orElseThrow()).footprint();
		assertEquals(Optional.of(new ReceptiveFields.Field(9, 1, -6)), padded.field(ImageAxis.HORIZONTAL));
		assertEquals(Optional.of(new ReceptiveFields.Field(5, 1, -2)), padded.window(3, 8, 1, 0, 4).field(ImageAxis.HORIZONTAL));
		assertEquals(Optional.of(new ReceptiveFields.Field(7, 1, -4)), padded.window(3, 10, 1, 0, 2).field(ImageAxis.HORIZONTAL));
	}

	@Test
	void nothingIsClaimedOfUnknownOperators() {
		final Footprints operators = new Footprints(new Branches());
		final TensorValue image = TensorValue.of(Footprint.image(new long[] { 1, 3, 8, 8 }));
		assertEquals(Unknown.VALUE, operators.apply("fft_fft2", new Arguments(List.of(image), java.util.Map.of())));
		final TensorValue changed = TensorValue.of(image.footprint());
		final TensorValue part = changed.part(changed.footprint().sliced(1, 0, 1, 1));
		operators.apply("strange_", new Arguments(List.of(part), java.util.Map.of()));
		assertEquals(Optional.empty(), changed.footprint().field(ImageAxis.VERTICAL));
	}
}
