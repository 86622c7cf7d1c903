package org.fovea.torchscript;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/** The union of two footprints, element by element. Where steps differ, the smaller footprint is widened to fit the other's steps. */
final class Join {

	private Footprint a;
	private Footprint b;
	private final List<List<Digit>> digits = new ArrayList<>();

	/**
	 * @param a a footprint
	 * @param b another; axes of size 1 are repeated
	 */
	Join(final Footprint a, final Footprint b) {
		this.a = a.settled();
		this.b = b.settled();
	}

	/** @return the union */
	Footprint result() {
		final long[] sizes = Footprint.broadcast(a, b);
		if (!a.isKnown() || !b.isKnown()) return Footprint.unknown(sizes);
		final boolean isWhole = whole(ImageAxis.VERTICAL) && whole(ImageAxis.HORIZONTAL);
		if (isWhole) {
			a = ordered(a);
			b = ordered(b);
		}
		while (a.rank() < sizes.length) a = a.inserted(0);
		while (b.rank() < sizes.length) b = b.inserted(0);
		for (int i = 0; i < sizes.length; i++) digits.add(axis(i));
		return new Footprint(digits, a.vertical().join(b.vertical()), a.horizontal().join(b.horizontal()), true);
	}

	private boolean whole(final ImageAxis along) {
		return a.isWhole(along) || b.isWhole(along);
	}

	/** Where everything is seen, order does not matter. */
	private static Footprint ordered(final Footprint f) {
		return f.with(f.axes().stream().map(digits -> digits.stream().map(d -> d.isScattered() ? Digit.plain(d.extent()) : d).toList()).toList());
	}

	private List<Digit> axis(final int i) {
		if (a.size(i) == 1 && b.size(i) > 1) return pairs(i, still(b.axes().get(i)), b.axes().get(i));
		if (b.size(i) == 1 && a.size(i) > 1) return pairs(i, a.axes().get(i), still(a.axes().get(i)));
		if (a.size(i) == 1) return a.axes().get(i).isEmpty() ? b.axes().get(i) : a.axes().get(i);
		if (!align(i)) {
			a = a.even(i).orElseGet(() -> a.scattered(i, a.size(i)));
			b = b.even(i).orElseGet(() -> b.scattered(i, b.size(i)));
		}
		final Optional<List<List<Digit>>> aligned = aligned(a.axes().get(i), b.axes().get(i));
		return pairs(i, aligned.orElseThrow().get(0), aligned.get().get(1));
	}

	private boolean align(final int i) {
		return aligned(a.axes().get(i), b.axes().get(i)).isPresent();
	}

	private static List<Digit> still(final List<Digit> digits) {
		return digits.stream().map(d -> Digit.plain(d.extent())).toList();
	}

	/** Splits the digits of both until their extents agree; empty where they cannot be made to. */
	private static Optional<List<List<Digit>>> aligned(final List<Digit> p, final List<Digit> q) {
		final Deque<Digit> restP = new ArrayDeque<>(p);
		final Deque<Digit> restQ = new ArrayDeque<>(q);
		final List<Digit> doneP = new ArrayList<>();
		final List<Digit> doneQ = new ArrayList<>();
		while (!restP.isEmpty() && !restQ.isEmpty()) {
			final long extentP = restP.peekLast().extent();
			final long extentQ = restQ.peekLast().extent();
			final long common = extentP % extentQ == 0 ? extentQ : extentQ % extentP == 0 ? extentP : 0;
			if (common == 0) return Optional.empty();
			doneP.add(0, splitInner(restP, common));
			doneQ.add(0, splitInner(restQ, common));
		}
		return restP.isEmpty() && restQ.isEmpty() ? Optional.of(List.of(doneP, doneQ)) : Optional.empty();
	}

	private static Digit splitInner(final Deque<Digit> digits, final long extent) {
		final Digit d = digits.pollLast();
		if (d.extent() > extent) digits.addLast(d.of(d.extent() / extent).stepping(d.isScattered() ? d.step() : d.step() * extent));
		return d.of(extent);
	}

	private List<Digit> pairs(final int i, final List<Digit> p, final List<Digit> q) {
		final List<Digit> result = new ArrayList<>();
		for (int k = 0; k < p.size(); k++) result.add(pair(p.get(k), q.get(k)));
		return result;
	}

	private Digit pair(final Digit p, final Digit q) {
		final Digit joined = joined(p, q);
		for (final ImageAxis along : ImageAxis.values()) {
			final double step = joined.isAlong(along) ? joined.step() : 0;
			a = widened(a, p, along, step);
			b = widened(b, q, along, step);
		}
		return joined;
	}

	private Digit joined(final Digit p, final Digit q) {
		if (p.isScattered() || q.isScattered()) return Digit.scattered(p.extent(), Math.max(Math.abs(p.step()), Math.abs(q.step())));
		final boolean stepsP = steps(a, p);
		final boolean stepsQ = steps(b, q);
		if (stepsP && stepsQ) return p.axis().equals(q.axis()) && Math.abs(q.step()) > Math.abs(p.step()) ? q : p;
		if (stepsP) return p;
		if (stepsQ) return q;
		return p.axis().isPresent() ? p : q;
	}

	private static boolean steps(final Footprint f, final Digit d) {
		return d.axis().isPresent() && d.step() != 0 && f.span(d.axis().get()).isLimited();
	}

	private static Footprint widened(final Footprint f, final Digit d, final ImageAxis along, final double newStep) {
		final Span span = f.span(along);
		final double deviation = ((d.isAlong(along) ? d.step() : 0) - newStep) * (d.extent() - 1);
		return !span.isLimited() || deviation == 0 ? f : f.with(along, span.across(Math.min(0, deviation), Math.max(0, deviation)));
	}
}
