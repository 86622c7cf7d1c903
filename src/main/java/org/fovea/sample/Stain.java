package org.fovea.sample;

/** Optical density of a dye in one unit of thickness, in the camera's three channels. */
record Stain(double red, double green, double blue) {

	/** @return a mixture */
	Stain mix(final Stain other, final double share) {
		return new Stain(red + share * (other.red - red), green + share * (other.green - green), blue + share * (other.blue - blue));
	}

	/** @return more or less of it */
	Stain times(final double amount) {
		return new Stain(red * amount, green * amount, blue * amount);
	}

	/** @return a neighbour in colour, as another batch of dye or another camera gives */
	Stain vary(final Dice dice, final double deviation) {
		return new Stain(red * dice.normal(1, deviation), green * dice.normal(1, deviation / 2), blue + green * dice.normal(0, deviation / 3));
	}
}
