package org.fovea.sample;

/** A white blood cell: cytoplasm with granules, nucleus with chromatin. */
final class WhiteCell implements Body {

	private final CellType type;
	private final double x;
	private final double y;
	private final double scale;
	private final Outline outline;
	private final Nucleus nucleus;
	private final Staining staining;
	private final double depth;
	private final double eosinophilia;
	private final double edge;
	private final double ragged;
	private final Stain plasma;
	private final Grains fine;
	private final Grains coarse;
	private final Noise clouds;
	private final Noise chromatin;
	private final Noise fold;
	private final Grains pores;
	private final Grains vacuoles;

	WhiteCell(final CellType type, final double x, final double y, final double scale, final Staining staining, final Dice dice) {
		this.type = type;
		this.x = x;
		this.y = y;
		this.scale = scale;
		this.staining = staining;
		final double radius = scale * radius(type, dice);
		this.outline = Outline.of(dice, radius, 1 + Math.abs(dice.normal(0.06, 0.10)), 0.045, 10);
		this.nucleus = Nucleus.of(type, radius, dice);
		this.depth = dice.normal(1, 0.14);
		this.eosinophilia = Math.max(0.5, dice.normal(0.9, 0.2));
		this.edge = scale * dice.uniform(1.5, 6);
		this.ragged = scale * (dice.chance(0.4) ? dice.uniform(4, 12) : 2);
		final double strength = Math.max(0.4, dice.normal(1, 0.28));
		this.plasma = switch (type) {
			case LYMPHOCYTE -> staining.azure().mix(staining.lilac(), dice.uniform(0, 0.5)).times(1.1 * strength);
			case MONOCYTE -> staining.azure().mix(staining.lilac(), dice.uniform(0.3, 0.8)).times(strength);
			case EOSINOPHIL -> staining.lilac().times(0.7 * strength);
			default -> staining.lilac().mix(staining.azure(), dice.uniform(0, 0.25)).times(strength);
		};
		this.fine = new Grains(dice.bits(), 5 * scale, 4.5 * scale);
		this.coarse = new Grains(dice.bits(), (type == CellType.BASOPHIL ? 12 : 7) * scale, (type == CellType.BASOPHIL ? 9 : 6.5) * scale);
		this.clouds = new Noise(dice.bits(), 30 * scale, 3);
		this.chromatin = new Noise(dice.bits(), 17 * scale, 3);
		this.pores = new Grains(dice.bits(), 25 * scale, 15 * scale);
		this.fold = new Noise(dice.bits(), 48 * scale, 3);
		this.vacuoles = new Grains(dice.bits(), 34 * scale, 6 * scale);
	}

	private static double radius(final CellType type, final Dice dice) {
		return switch (type) {
			case LYMPHOCYTE -> Math.max(48, dice.normal(66, 9));
			case MONOCYTE -> Math.max(80, dice.normal(104, 10));
			case EOSINOPHIL -> Math.max(70, dice.normal(96, 11));
			case BASOPHIL -> Math.max(66, dice.normal(84, 9));
			default -> Math.max(64, dice.normal(95, 13));
		};
	}

	@Override
	public CellType type() {
		return type;
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
		return outline.largest() + 2 * ragged + 2 * edge;
	}

	@Override
	public Part paint(final Slide slide, final int px, final int py) {
		final double dx = px - x;
		final double dy = py - y;
		final double cloud = clouds.at(px, py);
		final double toEdge = outline.distance(dx, dy) + ragged * cloud;
		if (toEdge > 2 * edge) return Part.BACKGROUND;
		final double body = Curves.step(edge * 1.5, -edge * 1.5, toEdge);
		final double toNucleus = Math.max(nucleus.distance(dx, dy), toEdge + 1.5 * scale);
		final double soft = 1.6 * scale;
		final double inside = Curves.step(soft, -soft, toNucleus);
		slide.fade(px, py, 0.85 * body);
		cytoplasm(slide, px, py, body * (1 - inside), cloud, toEdge);
		if (inside > 0) chromatin(slide, px, py, dx, dy, body * inside, toNucleus);
		if (type == CellType.BASOPHIL) slide.add(px, py, staining.violet(), body * (0.15 + coarse.at(px + 5 * cloud * scale, py)) * (0.8 + 0.4 * cloud) * Curves.step(0, -8 * scale, toEdge));
		if (inside > 0.5) return Part.NUCLEUS;
		return toEdge < 0 ? Part.CYTOPLASM : Part.BACKGROUND;
	}

	private void cytoplasm(final Slide slide, final int px, final int py, final double share, final double cloud, final double toEdge) {
		final double granules = fine.at(px, py);
		final double membrane = StrictMath.exp(-toEdge * toEdge / (16 * scale * scale));
		double density = 0.80 + 0.36 * cloud + 0.10 * membrane;
		switch (type) {
			case NEUTROPHIL, EOSINOPHIL, BASOPHIL -> density += 0.55 * (granules - 0.3);
			case MONOCYTE -> density += 0.3 * (granules - 0.3) - 0.5 * vacuoles.at(px + 10 * cloud, py);
			default -> density += 0.2 * (granules - 0.3);
		}
		slide.add(px, py, plasma, share * Math.max(0.05, density));
		if (type == CellType.EOSINOPHIL) {
			slide.add(px, py, staining.eosin(), share * Curves.step(2 * scale, -6 * scale, toEdge) * eosinophilia * (0.40 + 0.80 * coarse.at(px, py) + 0.35 * cloud));
		}
	}

	private void chromatin(final Slide slide, final int px, final int py, final double dx, final double dy, final double share,
		final double toNucleus)
	{
		final double clumps = chromatin.at(px, py);
		final double strands = fold.ridge(px, py);
		final double membrane = StrictMath.exp(-toNucleus * toNucleus / (20 * scale * scale));
		double density = 0.82 + 0.15 * clumps + 0.22 * strands + 0.14 * membrane + 0.12 * nucleus.overlap(dx, dy) - 0.35 * pores.at(px + 9 * clumps, py);
		if (type == CellType.LYMPHOCYTE) density += 0.12;
		if (type == CellType.MONOCYTE) density -= 0.14;
		slide.add(px, py, staining.nucleus(), share * depth * density);
		slide.add(px, py, staining.lilac(), share * 0.3);
	}
}
