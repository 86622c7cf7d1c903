package org.fovea.sample;

/** A platelet: small, irregular, granules crowded in the middle of a pale body. */
final class Platelet implements Body {

	/** Mean radius in pixels at scale 1. */
	static final double RADIUS = 14.5;

	private final double x;
	private final double y;
	private final Outline outline;
	private final double amount;
	private final double edge;
	private final double clumping;
	private final Grains grains;
	private final Noise warp;
	private final Stain stain;

	Platelet(final double x, final double y, final double scale, final Staining staining, final Dice dice) {
		this.x = x;
		this.y = y;
		double radius = Math.max(9, dice.normal(RADIUS, 3)) * scale;
		if (dice.chance(0.06)) radius *= dice.uniform(1.3, 1.8);
		this.outline = Outline.of(dice, radius, 1 + Math.abs(dice.normal(0.08, 0.14)), 0.05, 6);
		this.amount = Math.max(0.45, dice.normal(0.95, 0.28));
		this.edge = scale * dice.uniform(2.5, 8);
		this.clumping = dice.uniform(0.03, 0.35);
		this.grains = new Grains(dice.bits(), 8 * scale, 8 * scale);
		this.warp = new Noise(dice.bits(), 7 * scale, 2);
		this.stain = staining.platelet().mix(staining.azure().times(1.3), Math.max(0, dice.normal(0.15, 0.25)));
	}

	@Override
	public CellType type() {
		return CellType.PLATELET;
	}

	@Override
	public double x() {
		return x;
	}

	@Override
	public double y() {
		return y;
	}

	@Override
	public double reach() {
		return outline.largest() + 3 * edge;
	}

	@Override
	public Part paint(final Slide slide, final int px, final int py) {
		final double dx = px - x;
		final double dy = py - y;
		final double distance = outline.distance(dx, dy) + edge * 0.25 * warp.at(px, py);
		if (distance > 2 * edge) return Part.BACKGROUND;
		final double body = Curves.step(edge * 1.2, -edge * 1.2, distance);
		final double middle = Curves.step(0, -outline.largest() * 0.7, distance);
		final double density = 0.35 + 0.45 * middle + clumping * (grains.at(px, py) - 0.3) + 0.1 * warp.at(py, px);
		slide.add(px, py, stain, body * amount * Math.max(0.1, 1.25 * density));
		return distance < 0 ? Part.PLATELET : Part.BACKGROUND;
	}
}
