package org.fovea.sample;

import java.util.ArrayList;
import java.util.List;

/** Where the cells of one field lie: white cells push red ones aside, red cells clump, platelets keep to the gaps. */
final class Arrangement {

	private static final double AREA = 640.0 * 480.0;
	private static final double WHITE_CELLS = 1.06;
	private static final double PLATELETS = 1.9;
	private static final int TRIES = 24;

	private final int width;
	private final int height;
	private final double scale;
	private final Staining staining;
	private final Dice dice;
	private final List<Body> white = new ArrayList<>();
	private final List<Body> red = new ArrayList<>();
	private final List<Body> platelets = new ArrayList<>();

	private Arrangement(final int width, final int height, final double scale, final Staining staining, final Dice dice) {
		this.width = width;
		this.height = height;
		this.scale = scale;
		this.staining = staining;
		this.dice = dice;
	}

	/** @return the cells of a field, in the order in which they lie on one another */
	static List<Body> field(final int width, final int height, final double scale, final Staining staining, final Dice dice) {
		final Arrangement arrangement = new Arrangement(width, height, scale, staining, dice);
		final double area = width * (double) height / (AREA * scale * scale);
		int count = dice.around(WHITE_CELLS * area);
		if (count == 0 && area > 0.1 && dice.chance(0.96)) count = 1;
		for (int i = 0; i < count; i++) arrangement.addWhite(mixture(dice));
		arrangement.addRed();
		int fragments = dice.poisson(PLATELETS * area);
		if (fragments == 0 && area > 0.1 && dice.chance(0.6)) fragments = 1;
		for (int i = 0; i < fragments; i++) arrangement.addPlatelet();
		return arrangement.bodies();
	}

	/** @return one cell in the middle with its neighbours, in the order in which they lie on one another */
	static List<Body> around(final CellType type, final int size, final double scale, final Staining staining, final Dice dice) {
		final Arrangement arrangement = new Arrangement(size, size, scale, staining, dice);
		final double x = (size - 1) / 2.0 + dice.normal(0, 0.03 * size);
		final double y = (size - 1) / 2.0 + dice.normal(0, 0.03 * size);
		switch (type) {
			case RED_CELL -> arrangement.red.add(arrangement.redCell(x, y));
			case PLATELET -> arrangement.platelets.add(new Platelet(x, y, scale, staining, dice));
			default -> arrangement.white.add(new WhiteCell(type, x, y, scale, staining, dice));
		}
		arrangement.addRed();
		return arrangement.bodies();
	}

	private static CellType mixture(final Dice dice) {
		final double draw = dice.uniform();
		if (draw < 0.60) return CellType.NEUTROPHIL;
		if (draw < 0.77) return CellType.LYMPHOCYTE;
		if (draw < 0.85) return CellType.MONOCYTE;
		return draw < 0.98 ? CellType.EOSINOPHIL : CellType.BASOPHIL;
	}

	private List<Body> bodies() {
		final List<Body> bodies = new ArrayList<>(red);
		bodies.addAll(platelets);
		bodies.addAll(white);
		return bodies;
	}

	private RedCell redCell(final double x, final double y) {
		return new RedCell(x, y, scale * RedCell.RADIUS * Math.max(0.72, dice.normal(1, 0.09)), scale, staining, dice);
	}

	private void addWhite(final CellType type) {
		for (int t = 0; t < TRIES; t++) {
			final double x = width * dice.uniform(-0.03, 1.03);
			final double y = height * dice.uniform(-0.03, 1.03);
			if (gap(white, x, y, 80 * scale) > -10 * scale) {
				white.add(new WhiteCell(type, x, y, scale, staining, dice));
				return;
			}
		}
	}

	private void addRed() {
		final double margin = 70 * scale;
		final double density = dice.uniform(16, 27) / (AREA * scale * scale);
		final int count = dice.around(density * (width + 2 * margin) * (height + 2 * margin));
		final double clumping = dice.uniform(0.1, 0.85);
		final double spread = RedCell.RADIUS * scale;
		for (int i = 0; i < count; i++) {
			for (int t = 0; t < TRIES; t++) {
				final boolean clumped = !red.isEmpty() && dice.chance(clumping);
				final double x;
				final double y;
				if (clumped) {
					final Body neighbour = red.get(Math.max(0, red.size() - 1 - dice.index(Math.min(red.size(), 1 + t))));
					final double angle = dice.angle();
					final double away = spread * dice.uniform(0.9, 1.9);
					x = neighbour.x() + away * StrictMath.cos(angle);
					y = neighbour.y() + away * StrictMath.sin(angle);
				}
				else {
					x = dice.uniform(-margin, width + margin);
					y = dice.uniform(-margin, height + margin);
				}
				if (x < -margin || y < -margin || x > width + margin || y > height + margin) continue;
				final double need = (clumped ? dice.uniform(0.8, 1.7) : 2.0) * spread;
				if (nearest(red, x, y) < need || gap(white, x, y, 0.82 * spread) < 0) continue;
				if (gap(platelets, x, y, 0.9 * spread) < 0) continue;
				red.add(redCell(x, y));
				break;
			}
		}
	}

	private void addPlatelet() {
		for (int t = 0; t < TRIES; t++) {
			final double x = width * dice.uniform();
			final double y = height * dice.uniform();
			final boolean free = nearest(red, x, y) > 1.25 * RedCell.RADIUS * scale && gap(white, x, y, 5 * scale) > 0;
			if (free || t == TRIES - 1 && gap(white, x, y, 0) > 0) {
				platelets.add(new Platelet(x, y, scale, staining, dice));
				return;
			}
		}
	}

	private static double nearest(final List<Body> bodies, final double x, final double y) {
		double nearest = Double.MAX_VALUE;
		for (final Body body : bodies) nearest = Math.min(nearest, distance(body, x, y));
		return nearest;
	}

	private static double gap(final List<Body> bodies, final double x, final double y, final double radius) {
		double gap = Double.MAX_VALUE;
		for (final Body body : bodies) gap = Math.min(gap, distance(body, x, y) - 0.92 * body.reach() - radius);
		return gap;
	}

	private static double distance(final Body body, final double x, final double y) {
		return Math.sqrt((body.x() - x) * (body.x() - x) + (body.y() - y) * (body.y() - y));
	}
}
