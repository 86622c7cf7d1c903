package org.fovea.command.embedding;

import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

import org.fovea.embedding.LinearProjection;
import org.fovea.embedding.Matrix;
import org.fovea.plot.Scatter.Aspect;

/**
 * Where a method puts rows.
 *
 * @param points one row for each, one column for each axis
 * @param axis name of the axes, a number is added
 * @param notes printed on the plot
 * @param aspect of the plot
 * @param projection that made the points, where it is a linear one
 * @param keepsUnits whether distances between points are in the units of the columns
 */
record Places(Matrix points, String axis, List<String> notes, Aspect aspect, Optional<LinearProjection> projection, boolean keepsUnits) {

	/**
	 * The coordinates along each axis.
	 *
	 * @param unit what 1 stands for
	 * @return one array for each axis
	 */
	List<double[]> columns(final double unit) {
		return IntStream.range(0, points.columns()).mapToObj(axisIndex -> {
			final float[] column = points.column(axisIndex);
			return IntStream.range(0, column.length).mapToDouble(i -> unit * column[i]).toArray();
		}).toList();
	}

	/** @return the first two axes, which the plot shows */
	Matrix shown() {
		if (points.columns() == 2) return points;
		final Matrix shown = new Matrix(points.rows(), 2);
		for (int row = 0; row < points.rows(); row++) shown.setRow(row, points.get(row, 0), points.get(row, 1));
		return shown;
	}
}
