package org.fovea.torchscript;

import java.util.ArrayList;
import java.util.List;

/** A sum over products in Einstein's notation, such as {@code bhid,bhjd->bhij}. */
final class Einstein {

	private final List<String> operands;
	private final String result;

	/** @param equation with an arrow and without an ellipsis */
	Einstein(final String equation) {
		final String[] sides = equation.replace(" ", "").split("->");
		if (sides.length != 2 || equation.contains(".")) throw new UnfollowedException("einsum " + equation);
		operands = List.of(sides[0].split(","));
		result = sides[1];
	}

	/**
	 * What the sum sees.
	 *
	 * @param footprints of the operands
	 * @return the union over what is summed
	 */
	Footprint apply(final List<Footprint> footprints) {
		Footprint union = null;
		for (int i = 0; i < operands.size(); i++) {
			final Footprint f = arranged(footprints.get(i), operands.get(i));
			union = union == null ? f : union.join(f);
		}
		return Mixing.ofAll(union, footprints);
	}

	private Footprint arranged(final Footprint f, final String labels) {
		if (labels.length() != f.rank() || labels.chars().distinct().count() != labels.length()) throw new UnfollowedException("einsum " + labels);
		Footprint mixed = f;
		for (int i = 0; i < labels.length(); i++) {
			if (result.indexOf(labels.charAt(i)) < 0) mixed = mixed.mixed(i);
		}
		final List<List<Digit>> axes = new ArrayList<>();
		for (int i = 0; i < result.length(); i++) {
			final int at = labels.indexOf(result.charAt(i));
			axes.add(at < 0 ? List.of() : mixed.axes().get(at));
		}
		return mixed.with(axes);
	}
}
