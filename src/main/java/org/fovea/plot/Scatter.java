package org.fovea.plot;

import java.util.List;

/**
 * Points in a plane and what is written beside them.
 *
 * @param title over the plot
 * @param horizontal name of the horizontal axis
 * @param vertical name of the vertical axis
 * @param x of the points
 * @param y of the points, upwards
 * @param colouring of the points
 * @param notes printed under the legend, a line each
 * @param aspect of the axes
 */
public record Scatter(String title, String horizontal, String vertical, double[] x, double[] y, Colouring colouring, List<String> notes,
	Aspect aspect)
{

	/** How the units of both axes compare. */
	public enum Aspect {
		/** Each axis fills the plot. */
		FREE,
		/** A unit is as long on both axes: distances can be compared. */
		EQUAL
	}

	/** Holds that every point has both coordinates, and that they are numbers. */
	public Scatter {
		if (x.length != y.length) throw new IllegalArgumentException(x.length + " and " + y.length + " coordinates.");
		for (int i = 0; i < x.length; i++) {
			if (!Double.isFinite(x[i]) || !Double.isFinite(y[i])) throw new IllegalArgumentException("Point " + i + " has no place.");
		}
		notes = List.copyOf(notes);
	}

	/** @return how many points there are */
	public int size() {
		return x.length;
	}
}
