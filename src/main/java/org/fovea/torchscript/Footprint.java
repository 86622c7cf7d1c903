package org.fovea.torchscript;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/**
 * Which pixels of the image the elements of a tensor depend on. Along an image axis, the element with digits d₁, d₂ … sees the
 * pixels from {@code span.first + Σ dᵢ·stepᵢ} to {@code span.last + Σ dᵢ·stepᵢ} and no others; Σ runs over the digits that step along
 * that axis. Where that cannot be exact, the footprint is larger than the truth, never smaller.
 *
 * @param axes the digits of each axis of the tensor
 * @param vertical what the first element sees along y
 * @param horizontal what the first element sees along x
 * @param isKnown whether the spans mean anything; an operator that is not understood leaves nothing but a shape
 */
record Footprint(List<List<Digit>> axes, Span vertical, Span horizontal, boolean isKnown) {

	/** Merges digits that are one, and drops those that take one value only. */
	Footprint {
		axes = axes.stream().map(Footprint::tidy).toList();
	}

	private static List<Digit> tidy(final List<Digit> digits) {
		final List<Digit> tidy = new ArrayList<>();
		for (final Digit digit : digits) {
			final boolean isRepeated = digits.stream().anyMatch(d -> d != digit && d.axis().equals(digit.axis()) && d.extent() > 1);
			if (digit.extent() == 1 && (digit.axis().isEmpty() || isRepeated)) continue;
			final Digit outer = tidy.isEmpty() ? null : tidy.get(tidy.size() - 1);
			if (outer != null && isOne(outer, digit)) {
				final double step = digit.isScattered() ? Math.max(outer.step(), digit.step()) : digit.step();
				tidy.set(tidy.size() - 1, digit.of(outer.extent() * digit.extent()).stepping(step));
			}
			else tidy.add(digit);
		}
		return List.copyOf(tidy);
	}

	private static boolean isOne(final Digit outer, final Digit inner) {
		return outer.isScattered() == inner.isScattered() && outer.axis().equals(inner.axis()) && (inner.isScattered() || Math.abs(outer.step() -
			inner.step() * inner.extent()) < 1e-9 && (outer.extent() > 1) == (inner.extent() > 1));
	}

	/**
	 * The image itself.
	 *
	 * @param sizes of its tensor, the last two being height and width; of a tensor with three axes only the last is an image axis
	 * @return every element sees its own pixel
	 */
	static Footprint image(final long[] sizes) {
		final List<List<Digit>> axes = plain(sizes);
		final int x = sizes.length - 1;
		axes.set(x, List.of(Digit.along(sizes[x], ImageAxis.HORIZONTAL, 1)));
		final Span horizontal = Span.pixel((int) sizes[x]);
		if (sizes.length < 4) return new Footprint(axes, Span.NOTHING, horizontal, true);
		axes.set(x - 1, List.of(Digit.along(sizes[x - 1], ImageAxis.VERTICAL, 1)));
		return new Footprint(axes, Span.pixel((int) sizes[x - 1]), horizontal, true);
	}

	/**
	 * A tensor that does not depend on the image.
	 *
	 * @param sizes along its axes
	 * @return its footprint
	 */
	static Footprint constant(final long... sizes) {
		return new Footprint(plain(sizes), Span.NOTHING, Span.NOTHING, true);
	}

	/**
	 * A tensor of which only the shape is known.
	 *
	 * @param sizes along its axes
	 * @return its footprint
	 */
	static Footprint unknown(final long... sizes) {
		return new Footprint(plain(sizes), Span.NOTHING, Span.NOTHING, false);
	}

	private static List<List<Digit>> plain(final long[] sizes) {
		final List<List<Digit>> axes = new ArrayList<>();
		for (final long size : sizes) {
			if (size < 1) throw new UnfollowedException("an axis of size " + size);
			axes.add(List.of(Digit.plain(size)));
		}
		return axes;
	}

	/** @return the number of axes */
	int rank() {
		return axes.size();
	}

	/**
	 * An axis of this tensor.
	 *
	 * @param axis from 0, or from −1 backwards
	 * @return from 0
	 */
	int axis(final long axis) {
		final long index = axis < 0 ? axis + rank() : axis;
		if (index < 0 || index >= rank()) throw new UnfollowedException("axis " + axis + " of " + rank());
		return (int) index;
	}

	/**
	 * The size along an axis.
	 *
	 * @param axis from 0
	 * @return the number of elements
	 */
	long size(final int axis) {
		return extent(axes.get(axis));
	}

	private static long extent(final List<Digit> digits) {
		return digits.stream().mapToLong(Digit::extent).reduce(1, Math::multiplyExact);
	}

	/** @return the size along each axis */
	long[] sizes() {
		return axes.stream().mapToLong(Footprint::extent).toArray();
	}

	/** @return the number of elements */
	long elements() {
		return Arrays.stream(sizes()).reduce(1, Math::multiplyExact);
	}

	/**
	 * What the first element sees along an image axis.
	 *
	 * @param axis the image axis
	 * @return the span
	 */
	Span span(final ImageAxis axis) {
		return axis == ImageAxis.VERTICAL ? vertical : horizontal;
	}

	/** @return whether nothing of the image is seen */
	boolean isNothing() {
		return isKnown && vertical.isNothing() && horizontal.isNothing();
	}

	/**
	 * Whether every element sees the whole image.
	 *
	 * @param axis along which
	 * @return whether it does
	 */
	boolean isWhole(final ImageAxis axis) {
		return isKnown && span(axis).isWhole() && !isScattered();
	}

	/** @return whether positions have lost their order */
	boolean isScattered() {
		return axes.stream().flatMap(List::stream).anyMatch(Digit::isScattered);
	}

	/**
	 * Whether the elements along an axis differ in what they see.
	 *
	 * @param axis of the tensor
	 * @return whether they do, in whatever order
	 */
	boolean hasPositions(final int axis) {
		return axes.get(axis).stream().anyMatch(d -> d.isScattered() || d.step() != 0 && span(d.axis().get()).isLimited());
	}

	/** @return whether this is a stack of maps {@code [N, C, h, w]}, its rows along y and its columns along x */
	boolean isStackOfMaps() {
		return rank() == 4 && axes.get(0).stream().allMatch(d -> d.axis().isEmpty()) && axes.get(1).stream().allMatch(d -> d.axis().isEmpty()) && steps(
			2, ImageAxis.VERTICAL) && steps(3, ImageAxis.HORIZONTAL) && !isScattered();
	}

	private boolean steps(final int axis, final ImageAxis along) {
		return axes.get(axis).size() == 1 && axes.get(axis).get(0).isAlong(along) && axes.get(axis).get(0).step() > 0;
	}

	/**
	 * Other digits for an axis.
	 *
	 * @param axis of the tensor
	 * @param digits outermost first
	 * @return the changed footprint
	 */
	Footprint with(final int axis, final List<Digit> digits) {
		final List<List<Digit>> changed = new ArrayList<>(axes);
		changed.set(axis, digits);
		return with(changed);
	}

	/**
	 * Other axes.
	 *
	 * @param changed the digits of each
	 * @return the changed footprint
	 */
	Footprint with(final List<List<Digit>> changed) {
		return new Footprint(changed, vertical, horizontal, isKnown);
	}

	/**
	 * Another span.
	 *
	 * @param axis the image axis
	 * @param span what the first element sees along it
	 * @return the changed footprint
	 */
	Footprint with(final ImageAxis axis, final Span span) {
		return axis == ImageAxis.VERTICAL ? new Footprint(axes, span, horizontal, isKnown) : new Footprint(axes, vertical, span, isKnown);
	}

	/** @return the footprint that includes what padding mirrored */
	Footprint settled() {
		return new Footprint(axes, vertical.settled(), horizontal.settled(), isKnown);
	}

	/**
	 * Lets every element see what any element along an axis saw.
	 *
	 * @param axis of the tensor
	 * @return the footprint after a sum, a normalisation or the like over the axis; its size stays
	 */
	Footprint mixed(final int axis) {
		final Footprint union = union(axis);
		final List<Digit> still = new ArrayList<>();
		for (final Digit d : axes.get(axis)) still.add(d.isScattered() ? Digit.plain(d.extent()) : d.stepping(0));
		Footprint result = union.with(axis, still);
		for (final ImageAxis along : ImageAxis.values()) {
			final double spacing = spacing(axis, along);
			if (spacing > 0) result = result.wholeIfCovered(along, spacing);
		}
		return result;
	}

	/** The largest step along an axis; 0 where it has no positions. */
	private double spacing(final int axis, final ImageAxis along) {
		return axes.get(axis).stream().filter(d -> d.isScattered() || d.isAlong(along)).mapToDouble(d -> Math.abs(d.step())).max().orElse(0);
	}

	/** Widens the spans by everything along an axis; the digits stay. */
	private Footprint union(final int axis) {
		Footprint result = axes.get(axis).stream().anyMatch(d -> d.axis().isPresent()) ? settled() : this;
		for (final Digit d : axes.get(axis)) {
			if (d.axis().isEmpty()) continue;
			final ImageAxis along = d.axis().get();
			result = result.with(along, result.span(along).across(Math.min(0, d.travel()), Math.max(0, d.travel())));
		}
		return result;
	}

	/**
	 * Takes away the limits where every element sees the image but for a border narrower than a step.
	 *
	 * @param along the image axis
	 * @param spacing the step, in pixels
	 * @return the footprint, without limits where that is so
	 */
	Footprint wholeIfCovered(final ImageAxis along, final double spacing) {
		final Span span = span(along);
		double first = span.first();
		double last = span.last();
		for (final List<Digit> digits : axes) {
			for (final Digit d : digits) {
				if (!d.isAlong(along)) continue;
				first += Math.max(0, d.travel());
				last += Math.min(0, d.travel());
			}
		}
		final double border = Math.max(0, spacing - 1) + 1e-6;
		return span.isLimited() && first <= border && last >= span.pixels() - 1 - border ? with(along, span.whole()) : this;
	}

	/**
	 * Forgets which element of an axis sees what.
	 *
	 * @param axis of the tensor
	 * @param size its new size
	 * @return every element sees at most what any element along the axis saw
	 */
	Footprint scattered(final int axis, final long size) {
		final double spacing = Math.max(spacing(axis, ImageAxis.VERTICAL), spacing(axis, ImageAxis.HORIZONTAL));
		return union(axis).with(axis, List.of(hasPositions(axis) ? Digit.scattered(size, spacing) : Digit.plain(size)));
	}

	/**
	 * Spaces the positions of an axis evenly.
	 *
	 * @param axis of the tensor
	 * @return the footprint with a single digit on the axis; empty where it has no positions, or those of both image axes
	 */
	Optional<Footprint> even(final int axis) {
		final List<Digit> digits = axes.get(axis);
		final List<ImageAxis> along = digits.stream().flatMap(d -> d.axis().stream()).distinct().toList();
		if (along.size() != 1 || digits.get(0).axis().isEmpty() || digits.stream().anyMatch(Digit::isScattered)) return Optional.empty();
		final Even even = Even.of(digits);
		final ImageAxis a = along.get(0);
		return Optional.of(with(axis, List.of(Digit.along(extent(digits), a, even.step()))).with(a, span(a).across(even.from(), even.to())));
	}

	/**
	 * Goes on beyond the ends of an axis with its elements at the other end.
	 *
	 * @param axis of the tensor
	 * @param low elements that are added before the first; negative where some are taken away
	 * @param high elements that are added behind the last; negative where some are taken away
	 * @return the new footprint; the elements that were added look beyond the image's borders, and {@link Span#wraps} says where that leads
	 */
	Footprint wrapped(final int axis, final long low, final long high) {
		final long size = size(axis) + low + high;
		final Optional<Footprint> even = even(axis).map(Footprint::settled);
		if (even.isEmpty()) return scattered(axis, size);
		final Digit digit = even.get().axes.get(axis).get(0);
		final ImageAxis along = digit.axis().orElseThrow();
		final Span span = even.get().span(along);
		final double lowest = span.first() + Math.min(0, digit.travel());
		final double highest = span.last() + Math.max(0, digit.travel());
		final double step = Math.abs(digit.step());
		// Behind a crop the elements that are added would seem to look at pixels that are there.
		if (lowest - step >= 0 || highest + step <= span.pixels() - 1) return scattered(axis, size);
		return even.get().window(axis, size, 1, -low, -low).with(along, span.across(-low * digit.step(), -low * digit.step()).wrapped());
	}

	/**
	 * Slides a window along an axis: new element p sees the old elements from {@code p·ratio + low} to {@code p·ratio + high}.
	 *
	 * @param axis of the tensor
	 * @param size its new size
	 * @param ratio old elements from one new element to the next
	 * @param low the first old element that new element 0 sees; negative in padding
	 * @param high the last one
	 * @return the new footprint
	 */
	Footprint window(final int axis, final long size, final double ratio, final double low, final double high) {
		if (size < 1) throw new UnfollowedException("a window that does not fit");
		final Optional<Footprint> even = even(axis);
		if (even.isEmpty()) return mixed(axis).with(axis, List.of(Digit.plain(size)));
		final Digit digit = even.get().axes.get(axis).get(0);
		final ImageAxis along = digit.axis().orElseThrow();
		final Span before = low == 0 && digit.step() > 0 ? even.get().span(along) : even.get().span(along).settled();
		final Span span = before.across(Math.min(low * digit.step(), high * digit.step()), Math.max(low * digit.step(), high * digit.step()));
		final double covered = Math.max(0, high * digit.step());
		final Span settled = span.mirrored(Math.max(0, before.mirroredLow() - covered), Math.max(0, before.mirroredHigh() - covered)).settled();
		return even.get().with(along, settled).with(axis, List.of(Digit.along(size, along, digit.step() * ratio)));
	}

	/**
	 * The same elements under other sizes.
	 *
	 * @param sizes of the same product
	 * @return the footprint
	 */
	Footprint reshaped(final long... sizes) {
		if (Arrays.stream(sizes).reduce(1, Math::multiplyExact) != elements()) throw new UnfollowedException("a shape that does not fit");
		if (!isKnown) return unknown(sizes);
		final Deque<Digit> rest = new ArrayDeque<>(tidyPlain(axes.stream().flatMap(List::stream).toList()));
		final List<List<Digit>> result = new ArrayList<>();
		for (final long size : sizes) {
			final List<Digit> digits = new ArrayList<>();
			long left = size;
			if (left == 1 && !rest.isEmpty() && rest.peek().extent() == 1) digits.add(rest.poll());
			while (left > 1) {
				final Digit d = rest.pop();
				if (left % d.extent() == 0) digits.add(d);
				else if (d.extent() % left == 0) {
					final long inner = d.extent() / left;
					digits.add(d.of(left).stepping(d.isScattered() ? d.step() : d.step() * inner));
					rest.push(d.of(inner));
				}
				else return shuffled(sizes);
				left /= digits.get(digits.size() - 1).extent();
			}
			result.add(digits);
		}
		if (!rest.isEmpty() && !result.isEmpty()) result.get(result.size() - 1).addAll(rest);
		return with(result);
	}

	private static List<Digit> tidyPlain(final List<Digit> digits) {
		final List<Digit> tidy = new ArrayList<>();
		for (final Digit d : digits) {
			final Digit outer = tidy.isEmpty() ? null : tidy.get(tidy.size() - 1);
			final boolean isPlain = d.axis().isEmpty() && !d.isScattered();
			if (isPlain && outer != null && outer.axis().isEmpty() && !outer.isScattered()) tidy.set(tidy.size() - 1, d.of(d.extent() * outer.extent()));
			else tidy.add(d);
		}
		return tidy;
	}

	private Footprint shuffled(final long[] sizes) {
		Footprint result = this;
		double spacing = 0;
		for (int i = 0; i < rank(); i++) {
			result = result.union(i);
			for (final ImageAxis along : ImageAxis.values()) spacing = Math.max(spacing, spacing(i, along));
		}
		final List<List<Digit>> digits = new ArrayList<>();
		for (final long size : sizes) digits.add(List.of(Digit.scattered(size, spacing)));
		return isNothing() ? constant(sizes) : result.with(digits);
	}

	/**
	 * The axes in another order.
	 *
	 * @param order old axes, from 0
	 * @return the footprint
	 */
	Footprint permuted(final List<Integer> order) {
		return with(order.stream().map(axes::get).toList());
	}

	/**
	 * Adds an axis of size 1.
	 *
	 * @param at before which axis, from 0
	 * @return the footprint
	 */
	Footprint inserted(final int at) {
		final List<List<Digit>> changed = new ArrayList<>(axes);
		changed.add(at, List.of());
		return with(changed);
	}

	/**
	 * Takes away an axis that has one element, or of which the elements no longer differ.
	 *
	 * @param axis from 0
	 * @return the footprint
	 */
	Footprint without(final int axis) {
		final List<List<Digit>> changed = new ArrayList<>(axes);
		changed.remove(axis);
		return with(changed);
	}

	/**
	 * Repeats a tensor along axes of size 1, and along new ones in front.
	 *
	 * @param sizes new; −1 keeps the old
	 * @return the footprint
	 */
	Footprint expanded(final long... sizes) {
		final List<List<Digit>> changed = new ArrayList<>();
		final int added = sizes.length - rank();
		for (int i = 0; i < sizes.length; i++) {
			final boolean isKept = i >= added && (sizes[i] == -1 || size(i - added) == sizes[i]);
			if (!isKept && i >= added && size(i - added) != 1) throw new UnfollowedException("an axis that cannot be expanded");
			changed.add(isKept ? axes.get(i - added) : List.of(Digit.plain(sizes[i])));
		}
		return with(changed);
	}

	/**
	 * Every so many elements of an axis.
	 *
	 * @param axis from 0
	 * @param start the first
	 * @param count how many
	 * @param stride from one to the next
	 * @return the footprint
	 */
	Footprint sliced(final int axis, final long start, final long count, final long stride) {
		if (count < 1) throw new UnfollowedException("an empty slice");
		if (start == 0 && stride == 1 && count == size(axis)) return this;
		if (!hasPositions(axis)) return with(axis, List.of(Digit.plain(count)));
		final List<Digit> digits = axes.get(axis);
		final Digit inner = digits.get(digits.size() - 1);
		if (digits.size() > 1 && stride % inner.extent() == 0) return fixed(axis, start % inner.extent()).sliced(axis, start / inner.extent(), count, stride /
			inner.extent());
		final Optional<Footprint> even = even(axis).map(Footprint::settled);
		if (even.isEmpty()) return scattered(axis, count);
		final Digit digit = even.get().axes.get(axis).get(0);
		final ImageAxis along = digit.axis().orElseThrow();
		final double skipped = start * digit.step();
		return even.get().with(along, even.get().span(along).across(skipped, skipped)).with(axis, List.of(Digit.along(count, along, digit.step() *
			stride)));
	}

	/** The elements of an axis whose innermost digit has a value. */
	private Footprint fixed(final int axis, final long value) {
		final List<Digit> digits = axes.get(axis);
		final Digit inner = digits.get(digits.size() - 1);
		final Footprint outer = settled().with(axis, digits.subList(0, digits.size() - 1));
		if (inner.axis().isEmpty()) return outer;
		final double skipped = value * inner.step();
		return outer.with(inner.axis().get(), outer.span(inner.axis().get()).across(skipped, skipped));
	}

	/**
	 * What is seen by the result of an operator that combines tensors element by element.
	 *
	 * @param other the other tensor; axes of size 1 are repeated
	 * @return the union
	 */
	Footprint join(final Footprint other) {
		return new Join(this, other).result();
	}

	/** @return the sizes of both, broadcast */
	static long[] broadcast(final Footprint a, final Footprint b) {
		final int rank = Math.max(a.rank(), b.rank());
		final long[] sizes = new long[rank];
		for (int i = 0; i < rank; i++) {
			final int ofA = i - rank + a.rank();
			final int ofB = i - rank + b.rank();
			final long sizeA = ofA < 0 ? 1 : a.size(ofA);
			final long sizeB = ofB < 0 ? 1 : b.size(ofB);
			if (sizeA != sizeB && sizeA != 1 && sizeB != 1) throw new UnfollowedException("shapes that do not fit");
			sizes[i] = Math.max(sizeA, sizeB);
		}
		return sizes;
	}

	/**
	 * The receptive field of the tensor's positions.
	 *
	 * @param along the image axis
	 * @return the field; empty where the tensor does not depend on the image, where that is not known, and where its positions are in no
	 *         order that a single jump describes
	 */
	Optional<ReceptiveFields.Field> field(final ImageAxis along) {
		final Footprint f = settled();
		if (!isKnown || span(along).isNothing()) return Optional.empty();
		if (isWhole(along)) return Optional.of(ReceptiveFields.Field.WHOLE);
		if (rank() <= 2) return f.ofVector(along);
		if (isScattered()) return Optional.empty();
		final int main = 2 + along.ordinal();
		final boolean isMaps = rank() == 4 && axes.get(main).stream().anyMatch(d -> d.isAlong(along));
		return isMaps ? f.mixed(0).mixed(1).ofPositions(along) : f.ofPositions(along);
	}

	private Optional<ReceptiveFields.Field> ofVector(final ImageAxis along) {
		Footprint f = this;
		for (int i = 0; i < rank(); i++) f = f.mixed(i);
		return Optional.of(ReceptiveFields.Field.of(f.span(along), 0));
	}

	private Optional<ReceptiveFields.Field> ofPositions(final ImageAxis along) {
		final List<List<Digit>> stepping = axes.stream().filter(digits -> digits.stream().anyMatch(d -> d.isAlong(along))).toList();
		if (stepping.isEmpty()) return Optional.of(ReceptiveFields.Field.of(span(along), 0));
		if (stepping.size() > 1) return Optional.empty();
		final List<Digit> digits = stepping.get(0);
		final boolean isShared = digits.stream().anyMatch(d -> d.axis().isPresent() && !d.isAlong(along));
		final List<Digit> own = isShared ? digits.stream().filter(d -> d.isAlong(along)).toList() : digits;
		final int at = digits.indexOf(own.get(0));
		final boolean isBlock = Collections.indexOfSubList(digits, own) == at && digits.get(0).axis().isPresent();
		if (!isBlock || isShared && digits.stream().anyMatch(d -> d.axis().isEmpty())) return Optional.empty();
		final Even even = Even.of(own);
		return Optional.of(ReceptiveFields.Field.of(span(along).across(even.from(), even.to()), even.step()));
	}
}
