package org.fovea.image;

import java.awt.Rectangle;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

import ij.WindowManager;
import ij.macro.Variable;
import ij.measure.ResultsTable;
import ij.text.TextWindow;

import org.fovea.FoveaException;

/**
 * A table of objects, one in each row: numbers that describe them (features), words, and often the image that they come from. Read only.
 */
public final class RowTable {

	/** The column that holds classes where nobody names another. */
	public static final String CLASS = "Class";

	private static final Pattern FEATURE = Pattern.compile("f\\d+(@x\\d+y\\d+)?");
	private static final Pattern COORDINATE = Pattern.compile("(PC|LD|IC|t-SNE|UMAP) \\d+");

	/** Where objects were found, as Fovea and Analyze > Measure write it: numbers that describe no object. */
	private static final Set<String> POSITIONS = Set.of("Slice", "Frame", "Channel", "Ch", "X", "Y", "Width", "Height", "ROI", "Group", "XM", "YM", "BX",
		"BY", "FeretX", "FeretY", "XStart", "YStart");
	private static final Set<String> PLACES = Set.of("Label", "Path", "Image", "ROI", CLASS);

	private final String name;
	private final ResultsTable table;
	private final List<String> headings;

	/**
	 * Looks at a table.
	 *
	 * @param name for people
	 * @param table any of ImageJ's
	 */
	public RowTable(final String name, final ResultsTable table) {
		this.name = name;
		this.table = table;
		headings = Arrays.stream(table.getHeadings()).filter(heading -> !heading.isBlank()).toList();
	}

	/**
	 * Finds a table.
	 *
	 * @param text title of an open table, path of a CSV, TSV or text file as {@link TableFile} reads them, or empty for the active table
	 * @return the table
	 * @throws FoveaException if there is none, listing those that are open, or if it has no rows
	 */
	public static RowTable find(final String text) {
		final RowTable found = text.isBlank() ? active() : open(text.strip()).or(() -> file(text.strip())).orElseThrow(() -> new FoveaException(
			"There is no open table and no file '" + text.strip() + "'; " + choice()));
		if (found.size() == 0) throw new FoveaException("The table '" + found.name + "' has no rows; fill it first.");
		return found;
	}

	private static RowTable active() {
		final ResultsTable active = ResultsTable.getActiveTable();
		if (active != null && active.size() > 0) return new RowTable(Optional.ofNullable(active.getTitle()).orElse("Results"), active);
		final ResultsTable results = ResultsTable.getResultsTable();
		if (results.size() > 0) return new RowTable("Results", results);
		throw new FoveaException("Open a table first: Embed Images... makes one from images, Analyze > Measure and File > Open... (CSV) others.");
	}

	private static Optional<RowTable> open(final String title) {
		if (title.equals("Results")) return Optional.of(new RowTable(title, ResultsTable.getResultsTable()));
		return Optional.ofNullable(ResultsTable.getResultsTable(title)).map(found -> new RowTable(title, found));
	}

	private static Optional<RowTable> file(final String text) {
		try {
			final Path path = Path.of(text);
			if (!Files.isRegularFile(path)) return Optional.empty();
			return Optional.of(new RowTable(path.getFileName().toString(), TableFile.read(path)));
		}
		catch (final InvalidPathException e) {
			return Optional.empty();
		}
		catch (final IOException e) {
			throw new FoveaException("'" + text + "' cannot be read as a table; save it as CSV with one heading for each column.", e);
		}
	}

	private static String choice() {
		final List<String> titles = titles();
		return titles.isEmpty() ? "open one, or make one with Embed Images...." : "open are " + String.join(", ", titles) + ".";
	}

	/** @return the titles of the tables that are open and have rows */
	public static List<String> titles() {
		final Set<String> titles = new LinkedHashSet<>();
		final java.awt.Window[] windows = WindowManager.getAllNonImageWindows();
		if (windows != null) for (final java.awt.Window window : windows) {
			if (window instanceof final TextWindow text && text.getResultsTable() != null && text.getResultsTable().size() > 0) titles.add(text
				.getTitle());
		}
		if (ResultsTable.getResultsTable().size() > 0) titles.add("Results");
		return List.copyOf(titles);
	}

	/** @return the table's name */
	public String name() {
		return name;
	}

	/** @return how many rows it has */
	public int size() {
		return table.size();
	}

	/** @return the headings of all columns */
	public List<String> headings() {
		return headings;
	}

	/**
	 * The columns that describe the objects.
	 *
	 * @param columns {@code auto} for what {@code Embed Images...} wrote (f0, f1 …), or, where there is no such column, for every column of
	 *          numbers but the coordinates of earlier plots, positions (slice, box, centroid …) and the classes, which may be numbers as well;
	 *          otherwise headings separated by commas, each may end in {@code *}
	 * @param classes the column that holds the classes of the rows; {@link #CLASS} is taken for one in any case
	 * @return their headings
	 * @throws FoveaException if one is missing or holds no numbers, or if there is none, listing those that exist
	 */
	public List<String> features(final String columns, final Optional<String> classes) {
		if (!isAuto(columns)) return named(columns);
		final List<String> numeric = headings.stream().filter(heading -> !heading.equals(CLASS) && !classes.equals(Optional.of(heading))).filter(
			this::isNumeric).toList();
		final List<String> own = numeric.stream().filter(heading -> FEATURE.matcher(heading).matches()).toList();
		if (!own.isEmpty()) return own;
		final List<String> others = numeric.stream().filter(heading -> !COORDINATE.matcher(heading).matches() && !POSITIONS.contains(heading) && !heading
			.equals("Label")).toList();
		if (others.isEmpty() && !numeric.isEmpty()) {
			throw new FoveaException("The only numbers of the table '" + name + "' are positions, classes or coordinates of plots; name those that are meant " +
				"in 'columns'.");
		}
		if (others.isEmpty()) throw new FoveaException("The table '" + name + "' has no columns of numbers; choose another table.");
		return others;
	}

	/**
	 * The columns that somebody may have taken for features, but that do not hold numbers alone.
	 *
	 * @param columns as for {@link #features}
	 * @param classes as for {@link #features}
	 * @return their headings; none where columns are named, or are those of {@code Embed Images...}
	 */
	public List<String> ignored(final String columns, final Optional<String> classes) {
		if (!isAuto(columns) || features(columns, classes).stream().anyMatch(heading -> FEATURE.matcher(heading).matches())) return List.of();
		return headings.stream().filter(heading -> !PLACES.contains(heading) && !classes.equals(Optional.of(heading)) && !isNumeric(heading)).toList();
	}

	private static boolean isAuto(final String columns) {
		return columns.isBlank() || columns.strip().equalsIgnoreCase("auto");
	}

	private List<String> named(final String columns) {
		final Set<String> chosen = new LinkedHashSet<>();
		for (final String part : Arrays.stream(columns.split(",")).map(String::strip).filter(word -> !word.isEmpty()).toList()) {
			final List<String> matching = headings.stream().filter(heading -> part.endsWith("*") ? heading.startsWith(part.substring(0, part.length() -
				1)) : heading.equals(part)).toList();
			if (matching.isEmpty()) throw missing("columns", part);
			matching.stream().filter(heading -> !isNumeric(heading)).findFirst().ifPresent(heading -> {
				throw new FoveaException("Column '" + heading + "' of the table '" + name + "' holds words, not numbers; leave it out of 'columns'.");
			});
			chosen.addAll(matching);
		}
		return List.copyOf(chosen);
	}

	private FoveaException missing(final String key, final String heading) {
		return new FoveaException("The table '" + name + "' has no column '" + heading + "' for '" + key + "'; it has " + listed() + ".");
	}

	/** @return the headings for a sentence, the first of many */
	public String listed() {
		return headings.size() <= 20 ? String.join(", ", headings) : String.join(", ", headings.subList(0, 20)) + " and " + (headings.size() - 20) +
			" more";
	}

	/**
	 * A column of numbers.
	 *
	 * @param heading of the column
	 * @return one for each row, NaN where there is none
	 */
	public double[] numbers(final String heading) {
		return table.getColumnAsDoubles(table.getColumnIndex(heading));
	}

	/**
	 * A column of words, or of numbers as the table shows them.
	 *
	 * @param key the macro key, for the sentence
	 * @param heading of the column
	 * @return one for each row
	 * @throws FoveaException if there is no such column, listing those that exist
	 */
	public List<String> words(final String key, final String heading) {
		if (!headings.contains(heading)) throw missing(key, heading);
		if (heading.equals("Label") && table.getLabel(0) != null) return IntStream.range(0, size()).mapToObj(row -> Optional.ofNullable(table.getLabel(row)).orElse("")).toList();
		return Arrays.stream(table.getColumnAsStrings(heading)).map(word -> word == null || word.equals("NaN") ? "" : word).toList();
	}

	/**
	 * Whether a column holds numbers.
	 *
	 * @param heading of the column
	 * @return whether every cell is a number, empty or says that there is none ({@code NA}, {@code NaN} …), and at least one is a number
	 */
	public boolean isNumeric(final String heading) {
		if (heading.equals("Label") && table.getLabel(0) != null) return false;
		final Variable[] cells = table.getColumnAsVariables(heading);
		if (cells == null) return false;
		boolean isNumeric = false;
		for (final Variable cell : cells) {
			if (cell.getString() != null && !Notation.isMissing(cell.getString().strip())) return false;
			isNumeric |= cell.getString() == null && !Double.isNaN(cell.getValue());
		}
		return isNumeric;
	}

	/**
	 * A row in words.
	 *
	 * @param row from 0
	 * @return where it comes from, or its label, or its number
	 */
	public String label(final int row) {
		return origin(row).map(Origin::label).or(() -> Optional.ofNullable(table.getLabel(row))).or(() -> cell("Label", row)).orElseGet(() -> "row " + (row + 1));
	}

	/**
	 * Where a row comes from: columns Path or Image, with Slice, ROI and a box in X, Y, Width and Height where they are there.
	 *
	 * @param row from 0
	 * @return the place, empty where the table does not say
	 */
	public Optional<Origin> origin(final int row) {
		final String image = cell("Path", row).or(() -> cell("Image", row)).orElse("");
		if (image.isBlank()) return Optional.empty();
		final int slice = number("Slice", row).map(Double::intValue).filter(value -> value > 0).orElse(1);
		final Optional<Double> width = number("Width", row);
		final Optional<Double> height = number("Height", row);
		final boolean hasBox = number("X", row).isPresent() && number("Y", row).isPresent() && width.isPresent() && height.isPresent();
		final Optional<Rectangle> box = hasBox ? Optional.of(new Rectangle(number("X", row).get().intValue(), number("Y", row).get().intValue(), width
			.get().intValue(), height.get().intValue())) : Optional.empty();
		return Optional.of(new Origin(image, slice, box, cell("ROI", row).orElse("")));
	}

	private Optional<String> cell(final String heading, final int row) {
		return headings.contains(heading) ? Optional.ofNullable(table.getStringValue(heading, row)).filter(word -> !word.isBlank() && !word.equals(
			"NaN")) : Optional.empty();
	}

	private Optional<Double> number(final String heading, final int row) {
		return headings.contains(heading) ? Optional.of(table.getValue(heading, row)).filter(Double::isFinite) : Optional.empty();
	}

	/**
	 * Copies rows, without the features of {@code Embed Images...}.
	 *
	 * @param rows which, in order
	 * @param target that gets them appended
	 */
	public void copy(final int[] rows, final ResultsTable target) {
		final Map<String, Variable[]> kept = new LinkedHashMap<>();
		headings.stream().filter(heading -> !FEATURE.matcher(heading).matches() && !heading.equals("Label")).forEach(heading -> kept.put(heading, table
			.getColumnAsVariables(heading)));
		for (final int row : rows) {
			target.addRow();
			if (table.getLabel(row) != null) target.addLabel(table.getLabel(row));
			kept.forEach((heading, cells) -> {
				if (cells[row].getString() == null) target.addValue(heading, cells[row].getValue());
				else target.addValue(heading, cells[row].getString());
			});
		}
	}

	/** @return the name without a file's extension, for titles */
	public String stem() {
		return name.toLowerCase(Locale.ROOT).matches(".*\\.(csv|tsv|txt|npy|xls)") ? name.substring(0, name.lastIndexOf('.')) : name;
	}

	/** @return the table itself, for those who add to it */
	ResultsTable table() {
		return table;
	}
}
