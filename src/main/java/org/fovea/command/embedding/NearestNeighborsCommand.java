package org.fovea.command.embedding;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;

import org.fovea.FoveaException;
import org.fovea.command.Lists;
import org.fovea.command.Words;
import org.fovea.command.Work;
import org.fovea.embedding.Distance;
import org.fovea.embedding.Labels;
import org.fovea.embedding.NearestNeighbors;
import org.fovea.embedding.NeighborVote;
import org.fovea.embedding.Neighbors;
import org.fovea.image.NeighborImages;
import org.fovea.image.NeighborImages.Strip;
import org.fovea.image.Origin;
import org.fovea.image.OutputFile;
import org.fovea.image.Provenance;
import org.fovea.image.RowTable;
import org.fovea.image.Tables;
import org.scijava.ItemIO;
import org.scijava.command.Command;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;
import org.scijava.widget.FileWidget;

import ij.ImagePlus;

/** Shows what is most like a row of a table, and how well neighbours tell the classes, by {@link NearestNeighbors}. */
@Plugin(type = Command.class, menuPath = "Plugins>Fovea>Embedding>Nearest Neighbors...")
public final class NearestNeighborsCommand extends TableCommand {

	private static final int MOST_QUERIES = 1000;
	private static final int SEED = 1;

	@Parameter(label = "Query", description = "current is the row of the image and slice in front, or else row 1; or rows such as 1-10,15; or all",
		persist = false)
	private String query = "current";

	@Parameter(label = "Count", description = "Neighbours of each query", min = "1", persist = false)
	private int count = 5;

	@Parameter(label = "Metric", choices = { "euclidean", "cosine" }, persist = false)
	private String metric = "cosine";

	@Parameter(label = "Save as", description = "File for the table of neighbours (.csv); empty = none",
		style = FileWidget.SAVE_STYLE, persist = false)
	private String save = "";

	@Parameter(type = ItemIO.OUTPUT, label = "Montage")
	private ImagePlus montage;

	@Override
	protected Work prepare() {
		final RowTable rows = rows();
		final Optional<String> column = classColumn(rows);
		final Distance distance = Words.parse(Distance.class, "metric", metric);
		final NearestNeighbors search = new NearestNeighbors(distance, SEED);
		if (count < 1) throw new FoveaException("'count' must be 1 or more, not " + count + ".");
		final Optional<Path> file = OutputFile.of(save, ".csv");
		final int[] wanted = queries(rows);
		return progress -> {
			final Features features = features(rows, column, distance);
			final Neighbors found = search.find(features.matrix(), count, progress);
			final Labels labels = features.labels(column);
			final String footer = footer(found, labels) + features.warning(column).map(warning -> "; " + warning).orElse("");
			final List<Strip> strips = Arrays.stream(wanted).mapToObj(row -> strip(row, features, found)).toList();
			final NeighborImages images = new NeighborImages(rows, column.map(name -> rows.words("classes", name)).orElseGet(() -> IntStream.range(0, rows
				.size()).mapToObj(row -> "").toList()));
			final ImagePlus image = images.montage(strips, footer);
			Provenance.start().with("Technique", title()).with("Table", rows.name()).with("Options", macroOptions()).with("Found", footer).write(image);
			file.ifPresent(path -> Tables.save(images.table(strips), path));
			return () -> {
				Tables.accompany(images.table(strips), image.getTitle(), rows);
				montage = present("montage", image);
				say(footer);
			};
		};
	}

	private int[] queries(final RowTable rows) {
		if (query.strip().equalsIgnoreCase("current")) {
			final ImagePlus front = ij.WindowManager.getCurrentImage();
			return new int[] { front == null ? 0 : IntStream.range(0, rows.size()).filter(row -> isShown(rows.origin(row), front)).findFirst().orElse(0) };
		}
		final int[] wanted = Lists.rows("query", query, rows.size());
		if (wanted.length > MOST_QUERIES) {
			throw new FoveaException("A montage of " + wanted.length + " queries is too large; name at most " + MOST_QUERIES + " rows in 'query'.");
		}
		return wanted;
	}

	private static boolean isShown(final Optional<Origin> origin, final ImagePlus front) {
		return origin.filter(place -> place.image().equals(front.getTitle()) && place.slice() == front.getCurrentSlice()).isPresent();
	}

	private static Strip strip(final int row, final Features features, final Neighbors found) {
		final int index = Arrays.binarySearch(features.rows(), row);
		if (index < 0) throw new FoveaException("Row " + (row + 1) + " has no number in some column; name another row in 'query'.");
		return new Strip(row, IntStream.range(0, found.k()).map(rank -> features.rows()[found.index(index, rank)]).toArray(), IntStream.range(0, found
			.k()).mapToDouble(rank -> features.unit() * found.distance(index, rank)).toArray());
	}

	private static String footer(final Neighbors found, final Labels labels) {
		final String exact = found.recall() < 1 ? String.format(Locale.ROOT, "%.1f %% of the true neighbours found; ", 100 * found.recall()) : "";
		if (labels.classes().size() < 2) return exact + found.rows() + " rows searched";
		final NeighborVote vote = NeighborVote.leaveOneOut(found, labels);
		return exact + String.format(Locale.ROOT, "%d-nearest-neighbour accuracy %.3f, leave-one-out over %d rows", found.k(), vote.accuracy(), vote
			.rows());
	}
}
