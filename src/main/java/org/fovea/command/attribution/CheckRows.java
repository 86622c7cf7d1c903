package org.fovea.command.attribution;

import java.awt.Color;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;

import org.fovea.attribution.MapCheck;
import org.fovea.attribution.MapCheck.Curves;
import org.fovea.attribution.MapCheck.Report;
import org.fovea.attribution.MapCheck.Stage;
import org.fovea.attribution.Replacement;
import org.fovea.image.CurvePlot;
import org.fovea.image.CurvePlot.Curve;
import org.fovea.image.CurvePlot.Style;

import ij.measure.ResultsTable;

/** The check of maps as rows of a table and as curves. */
final class CheckRows {

	private static final Color MAP = new Color(200, 40, 30);
	private static final Color EDGES = new Color(30, 90, 200);
	private static final Color RANDOM = Color.GRAY;

	private CheckRows() {
	}

	/**
	 * Writes the figures of a report into the last row.
	 *
	 * @param table that gets them
	 * @param report what was found
	 */
	static void add(final ResultsTable table, final Report report) {
		add(table, "Deletion", report.own().deletion(), report.randomDeletions(), report.edges().deletion());
		add(table, "Insertion", report.own().insertion(), report.randomInsertions(), report.edges().insertion());
		table.addValue("Edge correlation", report.edgeCorrelation());
		for (final Stage stage : report.stages()) {
			if (stage.shuffled() < report.parts()) table.addValue("Shuffled " + stage.shuffled() + " of " + report.parts(), stage.mean());
			else {
				table.addValue("Shuffled all", stage.mean());
				table.addValue("Shuffled all SD", stage.deviation());
			}
		}
	}

	private static void add(final ResultsTable table, final String name, final Replacement.Curve own, final double[] random,
		final Replacement.Curve edges)
	{
		table.addValue(name, own.area());
		table.addValue(name + " random", Arrays.stream(random).average().orElse(Double.NaN));
		table.addValue(name + " random SD", MapCheck.deviation(random));
		table.addValue(name + " edges", edges.area());
	}

	/**
	 * Deletion and insertion.
	 *
	 * @param name of the plane
	 * @param report what was found
	 * @return curves of the map, the edges and the random maps, these with their standard deviation
	 */
	static CurvePlot.Page curves(final String name, final Report report) {
		final List<Curve> curves = new ArrayList<>();
		curves.add(random("random deletion", Style.LINE, report, Curves::deletion));
		curves.add(random("random insertion", Style.POINTS, report, Curves::insertion));
		curves.add(curve("edges deletion", EDGES, Style.LINE, report.edges().deletion()));
		curves.add(curve("edges insertion", EDGES, Style.POINTS, report.edges().insertion()));
		curves.add(curve("map deletion", MAP, Style.LINE, report.own().deletion()));
		curves.add(curve("map insertion", MAP, Style.POINTS, report.own().insertion()));
		return new CurvePlot.Page(name, curves);
	}

	/**
	 * The cascade of randomisation.
	 *
	 * @param name of the plane
	 * @param report what was found
	 * @return rank correlation over the number of shuffled parts, from none to all
	 */
	static CurvePlot.Page cascade(final String name, final Report report) {
		final double[] x = IntStream.rangeClosed(0, report.stages().size()).mapToDouble(i -> i == 0 ? 0 : report.stages().get(i - 1).shuffled()).toArray();
		final double[] y = IntStream.rangeClosed(0, report.stages().size()).mapToDouble(i -> i == 0 ? 1 : report.stages().get(i - 1).mean()).toArray();
		final double[] spread = IntStream.rangeClosed(0, report.stages().size()).mapToDouble(i -> i == 0 ? 0 : report.stages().get(i - 1).deviation())
			.toArray();
		final double[] ends = { 0, Math.max(1, report.parts()) };
		return new CurvePlot.Page(name, List.of(new Curve("edges", EDGES, Style.LINE, ends, new double[] { 1, 1 }, new double[0]), new Curve("map",
			MAP, Style.POINTS, x, y, spread)));
	}

	private static Curve curve(final String label, final Color color, final Style style, final Replacement.Curve curve) {
		return new Curve(label, color, style, fractions(curve.scores().length), curve.scores(), new double[0]);
	}

	private static Curve random(final String label, final Style style, final Report report, final Function<Curves, Replacement.Curve> which) {
		final List<double[]> all = report.random().stream().map(curves -> which.apply(curves).scores()).toList();
		final int length = all.get(0).length;
		final double[] mean = IntStream.range(0, length).mapToDouble(i -> all.stream().mapToDouble(scores -> scores[i]).average().orElseThrow())
			.toArray();
		final double[] spread = IntStream.range(0, length).mapToDouble(i -> MapCheck.deviation(all.stream().mapToDouble(scores -> scores[i])
			.toArray())).toArray();
		return new Curve(label, RANDOM, style, fractions(length), mean, spread);
	}

	private static double[] fractions(final int length) {
		return IntStream.range(0, length).mapToDouble(i -> (double) i / (length - 1)).toArray();
	}
}
