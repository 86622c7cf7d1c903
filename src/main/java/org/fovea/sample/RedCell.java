package org.fovea.sample;

/** A red blood cell: biconcave, paler in the middle, with a purple rim, sometimes with refractile bubbles from drying. */
final class RedCell implements Body {

	/** Mean radius in pixels at scale 1. */
	static final double RADIUS = 48;

	private final double x;
	private final double y;
	private final Outline outline;
	private final Outline pallor;
	private final double pallorX;
	private final double pallorY;
	private final double depth;
	private final double softness;
	private final double dot;
	private final double amount;
	private final double edge;
	private final double scale;
	private final Staining staining;
	private final Noise thickness;
	private final double tiltX;
	private final double tiltY;
	private final double[][] bubbles;

	RedCell(final double x, final double y, final double radius, final double scale, final Staining staining, final Dice dice) {
		this.x = x;
		this.y = y;
		this.scale = scale;
		this.staining = staining;
		double aspect = 1 + Math.abs(dice.normal(0.06, 0.12));
		if (dice.chance(0.10)) aspect *= dice.uniform(1.2, 1.7);
		Outline drawn = Outline.of(dice, radius, aspect, staining.shape() * dice.uniform(0.5, 1.4), 7);
		if (dice.chance(0.02)) drawn = drawn.tailed(dice.angle(), dice.uniform(0.3, 0.8), dice.uniform(0.12, 0.3));
		this.outline = drawn;
		final boolean slit = dice.chance(0.08);
		final double opening = Math.max(0.12, dice.normal(0.16 + 0.36 * staining.pallor(), 0.14));
		this.pallor = Outline.of(dice, radius * Math.min(0.68, opening), slit ? dice.uniform(1.8, 3.2) : aspect * dice.uniform(1, 1.25), 0.06, 6);
		this.pallorX = dice.normal(0, 0.07) * radius;
		this.pallorY = dice.normal(0, 0.07) * radius;
		this.depth = Math.max(0.05, Math.min(1, dice.normal(0.15 + 0.80 * staining.pallor(), 0.25)));
		this.softness = radius * dice.uniform(0.08, 0.30);
		this.dot = dice.chance(0.06) ? dice.uniform(0.25, 0.7) : 0;
		this.amount = dice.normal(1.05, 0.15) * (1 - 0.16 * opening);
		this.edge = scale * dice.uniform(2.5, 7);
		this.thickness = new Noise(dice.bits(), radius * 0.7, 2);
		final double lean = dice.uniform(0, 0.16) / radius;
		final double direction = dice.angle();
		this.tiltX = lean * StrictMath.cos(direction);
		this.tiltY = lean * StrictMath.sin(direction);
		this.bubbles = new double[dice.poisson(staining.drying())][];
		for (int i = 0; i < bubbles.length; i++) {
			final double r = radius * 0.75 * Math.sqrt(dice.uniform());
			final double a = dice.angle();
			bubbles[i] = new double[] { r * StrictMath.cos(a), r * StrictMath.sin(a), scale * dice.uniform(2.5, 8), dice.angle(), dice.uniform(0.4, 1.2), dice.uniform(1, 1.8), dice.uniform(-0.6, 1) };
		}
	}

	@Override
	public CellType type() {
		return CellType.RED_CELL;
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
		return outline.largest() + 2 * edge;
	}

	@Override
	public Part paint(final Slide slide, final int px, final int py) {
		final double dx = px - x;
		final double dy = py - y;
		final double distance = outline.distance(dx, dy);
		if (distance > edge) return Part.BACKGROUND;
		final double body = Curves.step(edge, -edge, distance);
		final double inPallor = pallor.distance(dx - pallorX, dy - pallorY);
		double hollow = depth * Curves.step(softness, -softness, inPallor);
		if (dot > 0) {
			final double q = ((dx - pallorX) * (dx - pallorX) + (dy - pallorY) * (dy - pallorY)) / (0.3 * outline.largest() * 0.3 * outline.largest());
			hollow *= 1 - dot * StrictMath.exp(-2 * q);
		}
		final double wall = StrictMath.exp(distance / (10 * scale));
		final double bulk = amount * (1 - hollow) * (1 + 0.08 * thickness.at(px, py) + tiltX * dx + tiltY * dy);
		slide.pile(px, py, staining.hemoglobin().mix(staining.rim(), 0.9 * wall), body * Math.max(0.03, bulk) * (1 + 0.12 * wall));
		for (final double[] bubble : bubbles) bubble(slide, px, py, dx - bubble[0], dy - bubble[1], bubble);
		return distance < 0 ? Part.RED_CELL : Part.BACKGROUND;
	}

	private void bubble(final Slide slide, final int px, final int py, final double dx, final double dy, final double[] bubble) {
		final double radius = bubble[2];
		final double cos = StrictMath.cos(bubble[3]);
		final double sin = StrictMath.sin(bubble[3]);
		final double side = (dx * cos + dy * sin) / radius;
		final double along = (dy * cos - dx * sin) / (radius * bubble[5]);
		final double r = Math.sqrt(side * side + along * along) * (1 + 0.15 * thickness.at(4 * dx, 4 * dy));
		if (r > 2.2) return;
		final double ring = StrictMath.exp(-8 * (r - 1) * (r - 1)) * (0.55 + 0.45 * side);
		final double light = StrictMath.exp(-3 * ((r * r) + 0.5 * side));
		slide.add(px, py, staining.rim(), bubble[4] * (1.8 * ring - 2.0 * (0.3 + 0.7 * bubble[6]) * light));
	}
}
