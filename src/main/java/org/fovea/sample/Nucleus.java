package org.fovea.sample;

import java.util.ArrayList;
import java.util.List;

/** A nucleus as a union of rounded rods, which makes lobes, kidneys and rings. Places are relative to the cell's centre. Immutable. */
final class Nucleus {

	private final List<Rod> rods;
	private final double blend;
	private final double waviness;
	private final Noise wave;

	private Nucleus(final List<Rod> rods, final double blend, final double waviness, final Noise wave) {
		this.rods = List.copyOf(rods);
		this.blend = blend;
		this.waviness = waviness;
		this.wave = wave;
	}

	/** @return the nucleus that a cell of this type and radius has */
	static Nucleus of(final CellType type, final double radius, final Dice dice) {
		final List<Rod> rods = switch (type) {
			case NEUTROPHIL -> dice.chance(0.2) ? band(dice, radius, 0.38, 0.27, dice.uniform(3.2, 4.8)) : lobes(dice, radius, 2 + dice.index(4), 0.27);
			case LYMPHOCYTE -> round(dice, radius);
			case MONOCYTE -> band(dice, radius, 0.30, 0.40, dice.uniform(1.6, 3.4));
			case EOSINOPHIL -> lobes(dice, radius, dice.chance(0.8) ? 2 : 3, 0.29);
			case BASOPHIL -> lobes(dice, radius, 3, 0.33);
			case RED_CELL, PLATELET -> List.of();
		};
		return new Nucleus(rods, radius * 0.09, radius * dice.uniform(0.025, 0.06), new Noise(dice.bits(), radius * 0.33, 2));
	}

	private static List<Rod> lobes(final Dice dice, final double radius, final int count, final double thickness) {
		final List<Rod> rods = new ArrayList<>();
		final double start = dice.angle();
		final double stride = (count == 2 ? dice.uniform(1.8, 3.0) : dice.uniform(1.15, 1.65)) * (dice.chance(0.5) ? 1 : -1);
		double lastX = 0;
		double lastY = 0;
		for (int i = 0; i < count; i++) {
			final double angle = start + i * stride + dice.normal(0, 0.15);
			final double r = radius * dice.normal(count == 2 ? 0.36 : 0.43, 0.07);
			final double x = r * StrictMath.cos(angle);
			final double y = r * StrictMath.sin(angle);
			final double turn = angle + Math.PI / 2 + dice.normal(0, 0.6);
			final double half = radius * dice.uniform(0.03, 0.2);
			final double thick = radius * thickness * dice.uniform(0.8, 1.15);
			rods.add(new Rod(x - half * StrictMath.cos(turn), y - half * StrictMath.sin(turn), x + half * StrictMath.cos(turn),
				y + half * StrictMath.sin(turn), thick, thick * dice.uniform(0.75, 1)));
			if (i > 0) {
				final double bridge = radius * dice.uniform(0.02, 0.11);
				rods.add(new Rod(lastX, lastY, x, y, bridge, bridge));
			}
			lastX = x;
			lastY = y;
		}
		return rods;
	}

	private static List<Rod> band(final Dice dice, final double radius, final double arc, final double thickness, final double span) {
		final List<Rod> rods = new ArrayList<>();
		final int pieces = 7;
		final double start = dice.angle();
		final double shiftX = -0.12 * radius * StrictMath.cos(start + span / 2);
		final double shiftY = -0.12 * radius * StrictMath.sin(start + span / 2);
		double lastX = 0;
		double lastY = 0;
		double last = 0;
		for (int i = 0; i <= pieces; i++) {
			final double angle = start + span * i / pieces;
			final double r = radius * arc * dice.normal(1, 0.09);
			final double x = shiftX + r * StrictMath.cos(angle);
			final double y = shiftY + r * StrictMath.sin(angle);
			final double thick = radius * thickness * dice.normal(1, 0.13);
			if (i > 0) rods.add(new Rod(lastX, lastY, x, y, last, thick));
			lastX = x;
			lastY = y;
			last = thick;
		}
		return rods;
	}

	private static List<Rod> round(final Dice dice, final double radius) {
		final double angle = dice.angle();
		final double offset = radius * dice.uniform(0.02, 0.14);
		final double half = radius * dice.uniform(0.02, 0.16);
		final double x = offset * StrictMath.cos(angle);
		final double y = offset * StrictMath.sin(angle);
		final double turn = dice.angle();
		final double thick = radius * dice.uniform(0.68, 0.80);
		return List.of(new Rod(x - half * StrictMath.cos(turn), y - half * StrictMath.sin(turn), x + half * StrictMath.cos(turn),
			y + half * StrictMath.sin(turn), thick, thick * dice.uniform(0.9, 1)));
	}

	/** @return about the distance to the nuclear membrane, negative inside */
	double distance(final double x, final double y) {
		final double wx = x + waviness * wave.at(x, y);
		final double wy = y + waviness * wave.at(y + 1000, x);
		double distance = Double.MAX_VALUE;
		for (final Rod rod : rods) distance = Curves.union(distance, rod.distance(wx, wy), blend);
		return distance;
	}

	/** @return how many lobes lie over one another at a place, beyond the first, blurred at their edges */
	double overlap(final double x, final double y) {
		double covered = 0;
		for (final Rod rod : rods) covered += Curves.step(blend * 0.4, -blend, rod.distance(x, y));
		return Math.max(0, Math.min(2, covered - 1));
	}

	private record Rod(double ax, double ay, double bx, double by, double ra, double rb) {

		double distance(final double x, final double y) {
			final double dx = bx - ax;
			final double dy = by - ay;
			final double length = dx * dx + dy * dy;
			final double t = length == 0 ? 0 : Math.max(0, Math.min(1, ((x - ax) * dx + (y - ay) * dy) / length));
			final double ex = x - ax - t * dx;
			final double ey = y - ay - t * dy;
			return Math.sqrt(ex * ex + ey * ey) - (ra + t * (rb - ra));
		}
	}
}
