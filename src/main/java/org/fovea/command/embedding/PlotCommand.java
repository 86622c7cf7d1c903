package org.fovea.command.embedding;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

import org.fovea.FoveaException;
import org.fovea.Progress;
import org.fovea.command.Work;
import org.fovea.embedding.Distance;
import org.fovea.embedding.Labels;
import org.fovea.embedding.Trustworthiness;
import org.fovea.image.OutputFile;
import org.fovea.image.PlotImages;
import org.fovea.image.PlotImages.Rows;
import org.fovea.image.Provenance;
import org.fovea.image.RowTable;
import org.fovea.image.ScatterImage;
import org.fovea.image.Tables;
import org.scijava.ItemIO;
import org.scijava.plugin.Parameter;
import org.scijava.widget.FileWidget;

import ij.ImagePlus;

/** A command that draws the rows of a table as points in a plane. */
abstract class PlotCommand extends TableCommand {

	private static final int NEIGHBORS = 5;
	private static final int MOST_NAMED = 3;

	@Parameter(label = "Save as", description = "File for the plot (.png, .svg) or for its coordinates (.csv); empty = none",
		style = FileWidget.SAVE_STYLE, persist = false)
	private String save = "";

	@Parameter(type = ItemIO.OUTPUT, label = "Plot")
	private ImagePlus plot;

	/**
	 * Checks the method's own inputs.
	 *
	 * @return the method
	 */
	protected abstract Method method();

	/** Places rows. */
	interface Method {

		/**
		 * Places the rows of a table.
		 *
		 * @param features what is known of them
		 * @param labels their classes, as far as they have some
		 * @param progress told how far it is
		 * @return their places
		 */
		Places place(Features features, Labels labels, Progress progress);
	}

	/** @return the distance whose neighbours the plot should keep */
	protected Distance distance() {
		return Distance.EUCLIDEAN;
	}

	/**
	 * Shows what else there is to see, after the plot.
	 *
	 * @param places what the method returned
	 * @param features what it was given
	 */
	protected void accompany(final Places places, final Features features) {
		// most methods have no more to show
	}

	@Override
	protected final Work prepare() {
		final RowTable rows = rows();
		final Optional<String> classes = classColumn(rows);
		final Method method = method();
		final Optional<Path> file = OutputFile.of(save, ".png", ".svg", ".csv");
		return progress -> {
			final Features features = features(rows, classes, distance());
			final Places places = method.place(features, features.labels(classes), progress);
			final List<double[]> columns = places.columns(places.keepsUnits() ? features.unit() : 1);
			final PlotImages images = new PlotImages(title().replace(" Plot", ""), new Rows(rows, features.rows(), classes));
			final ScatterImage image = images.plot(columns, places.axis(), notes(features, classes, places, progress), places.aspect());
			facts(features).write(image);
			file.ifPresent(path -> images.save(image, columns, places.axis(), path));
			return () -> {
				images.tabulate(columns, places.axis(), image.getTitle());
				plot = present("plot", image);
				accompany(places, features);
			};
		};
	}

	private List<String> notes(final Features features, final Optional<String> classes, final Places places, final Progress progress) {
		final List<String> notes = new ArrayList<>(places.notes());
		final int rows = features.rows().length;
		if (places.points().columns() > 1 && 2 * NEIGHBORS < rows) {
			final Trustworthiness trust = Trustworthiness.of(features.matrix(), places.shown(), NEIGHBORS, distance(), progress);
			notes.add(String.format(Locale.ROOT, "trustworthiness %.3f (k = %d)", trust.value(), NEIGHBORS));
			if (trust.rows() < rows) notes.add(String.format(Locale.ROOT, "± %.3f, from %d rows", trust.standardError(), trust.rows()));
		}
		notes.add(rows + " rows × " + features.names().size() + " columns");
		final List<String> ignored = features.ignored();
		if (!ignored.isEmpty()) {
			notes.add("not numbers: " + String.join(", ", ignored.subList(0, Math.min(MOST_NAMED, ignored.size()))) + (ignored.size() > MOST_NAMED ? " …"
				: ""));
		}
		features.warning(classes).ifPresent(notes::add);
		if (features.leftOut() > 0) notes.add(features.leftOut() + " rows left out (no number)");
		return notes;
	}

	private Provenance facts(final Features features) {
		return Provenance.start().with("Technique", title()).with("Table", features.table().name()).with("Columns", features.names().size())
			.with("Options", macroOptions());
	}

	/**
	 * Holds that a number is large enough.
	 *
	 * @param key the macro key
	 * @param value of the number
	 * @param least allowed
	 * @throws FoveaException if it is too small
	 */
	protected static void atLeast(final String key, final double value, final double least) {
		if (!(value >= least)) throw new FoveaException("'" + key + "' must be " + Tables.number(least) + " or more, not " + Tables.number(value) + ".");
	}
}
