package org.fovea.sample;

/**
 * What lies on the glass: optical density (decadic, as the camera's three channels see it) and what each pixel shows. Densities of things
 * that overlap add up, as Beer and Lambert say. Not safe for several threads.
 */
final class Slide {

	private final int width;
	private final int height;
	private final float[][] density;
	private final float[] thickness;
	private final byte[] labels;

	Slide(final int width, final int height) {
		this.width = width;
		this.height = height;
		this.density = new float[3][width * height];
		this.thickness = new float[width * height];
		this.labels = new byte[width * height];
	}

	int width() {
		return width;
	}

	int height() {
		return height;
	}

	/** @return one plane for each of red, green and blue, row by row */
	float[][] density() {
		return density;
	}

	/** @return row by row */
	byte[] labels() {
		return labels;
	}

	/** Adds stain at a pixel. */
	void add(final int x, final int y, final Stain stain, final double amount) {
		final int i = y * width + x;
		density[0][i] += (float) (amount * stain.red());
		density[1][i] += (float) (amount * stain.green());
		density[2][i] += (float) (amount * stain.blue());
	}

	/**
	 * Adds a red cell where others may lie already. Drying flattens red cells against one another, so a pile is thinner than the sum of its
	 * layers: the cube of the thickness adds up.
	 */
	void pile(final int x, final int y, final Stain stain, final double layer) {
		final int i = y * width + x;
		final double below = thickness[i];
		final double pile = StrictMath.cbrt(below * below * below + layer * layer * layer);
		thickness[i] = (float) pile;
		add(x, y, stain, pile - below);
	}

	/** Takes away a share of what lies at a pixel, where a body pushed it aside. */
	void fade(final int x, final int y, final double share) {
		final int i = y * width + x;
		final float keep = (float) (1 - share);
		density[0][i] *= keep;
		density[1][i] *= keep;
		density[2][i] *= keep;
	}

	/** Says what a pixel shows. */
	void label(final int x, final int y, final Part part) {
		labels[y * width + x] = (byte) part.label();
	}
}
