package org.fovea.sample;

/**
 * How one field was stained and dried. Densities are relative to the field's background and were measured on real Giemsa-stained smears
 * (means and spread of each class in the camera's red, green and blue).
 *
 * @param hemoglobin of a red cell of full thickness
 * @param rim of a red cell's edge, where the camera sees more purple
 * @param nucleus chromatin
 * @param platelet granules
 * @param lilac cytoplasm of granulocytes
 * @param azure cytoplasm of lymphocytes and monocytes
 * @param eosin granules of eosinophils
 * @param violet granules of basophils
 * @param pallor how pale red cells are in the middle, 0 to 1
 * @param drying how many refractile bubbles a red cell has, on average
 * @param shape how far red cells are from round, about 0.01 to 0.05
 */
record Staining(Stain hemoglobin, Stain rim, Stain nucleus, Stain platelet, Stain lilac, Stain azure, Stain eosin, Stain violet, double pallor,
	double drying, double shape)
{

	private static final Stain HEMOGLOBIN_BROWN = new Stain(0.042, 0.100, 0.124);
	private static final Stain HEMOGLOBIN_PINK = new Stain(0.044, 0.096, 0.062);
	private static final Stain RIM = new Stain(0.060, 0.116, 0.040);
	private static final Stain NUCLEUS = new Stain(0.150, 0.258, -0.024);
	private static final Stain PLATELET = new Stain(0.150, 0.185, 0.010);
	private static final Stain LILAC = new Stain(0.034, 0.092, 0.012);
	private static final Stain AZURE = new Stain(0.090, 0.080, 0.006);
	private static final Stain EOSIN = new Stain(0.026, 0.120, 0.055);
	private static final Stain VIOLET = new Stain(0.200, 0.290, 0.020);

	static Staining of(final Dice dice) {
		final Stain hemoglobin = HEMOGLOBIN_PINK.mix(HEMOGLOBIN_BROWN, dice.uniform()).vary(dice, 0.10).times(dice.normal(1, 0.10));
		final double depth = dice.normal(1, 0.18);
		final double blueness = Math.max(0, dice.normal(0.1, 0.16));
		final Stain nucleus = NUCLEUS.mix(new Stain(0.235, 0.215, -0.03), blueness).vary(dice, 0.08).times(depth);
		final boolean dried = dice.chance(0.3);
		return new Staining(hemoglobin, RIM.vary(dice, 0.08), nucleus, PLATELET.mix(AZURE.times(1.5), blueness).vary(dice, 0.1).times(depth),
			LILAC.vary(dice, 0.15).times(dice.uniform(0.65, 1.25)), AZURE.vary(dice, 0.15), EOSIN.vary(dice, 0.12), VIOLET.vary(dice, 0.1),
			Math.max(0, Math.min(1, dice.normal(dried ? 0.4 : 0.65, 0.22))), dried ? dice.uniform(0.3, 1.4) : 0.03, dice.uniform(0.012, 0.045));
	}
}
