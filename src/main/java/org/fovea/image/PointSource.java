package org.fovea.image;

import java.awt.image.BufferedImage;
import java.util.Optional;

/** What stands behind the points of a plot: rows of a table, and often the images that they were measured in. */
public interface PointSource {

	/**
	 * A point in words.
	 *
	 * @param point its index
	 * @return one line
	 */
	String label(int point);

	/**
	 * A small picture of what a point stands for; may take a while.
	 *
	 * @param point its index
	 * @return the picture, empty where there is none or it can no longer be had
	 */
	Optional<BufferedImage> thumbnail(int point);

	/**
	 * Opens what a point stands for, and selects it there.
	 *
	 * @param point its index
	 */
	void open(int point);

	/**
	 * Shows points as a table of their own.
	 *
	 * @param points their indices, ascending
	 */
	void tabulate(int[] points);

	/**
	 * Adds what points stand for, regions or whole planes of open images, to the ROI Manager, as a group of their own.
	 *
	 * @param points their indices, ascending
	 * @return how many were added: points without a place in an image are left out
	 */
	int group(int[] points);
}
