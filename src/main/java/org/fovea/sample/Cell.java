package org.fovea.sample;

/**
 * One cell of a {@link Smear}, in pixels of its image.
 *
 * @param type what it is
 * @param x centre; outside the image where the border cuts more than half of the cell
 * @param y centre
 * @param minX of the smallest box that holds the cell's visible pixels, inclusive
 * @param minY likewise
 * @param maxX likewise
 * @param maxY likewise
 */
public record Cell(CellType type, double x, double y, int minX, int minY, int maxX, int maxY) {}
