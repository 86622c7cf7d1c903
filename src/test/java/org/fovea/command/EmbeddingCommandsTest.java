package org.fovea.command;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;

import org.fovea.Progress;
import org.fovea.activation.Pooling;
import org.fovea.command.embedding.EmbedImagesCommand;
import org.fovea.command.embedding.IcaPlotCommand;
import org.fovea.command.embedding.LdaPlotCommand;
import org.fovea.command.embedding.NearestNeighborsCommand;
import org.fovea.command.embedding.PcaPlotCommand;
import org.fovea.command.embedding.TsnePlotCommand;
import org.fovea.command.embedding.UmapPlotCommand;
import org.fovea.embedding.Matrix;
import org.fovea.embedding.Pca;
import org.fovea.golden.Golden;
import org.fovea.image.RowTable;
import org.fovea.image.ScatterImage;
import org.fovea.model.ModelKind;
import org.fovea.network.Network;
import org.fovea.network.Plan;
import org.fovea.network.Tensor;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.scijava.command.Command;
import org.scijava.module.Module;

import ij.ImagePlus;
import ij.measure.ResultsTable;
import ij.plugin.filter.Analyzer;

/** From images to vectors to plots, through SciJava. */
class EmbeddingCommandsTest {

	@TempDir
	private static Path store;

	private static Workbench bench;

	@TempDir
	private Path folder;

	@BeforeAll
	static void open() {
		bench = new Workbench(store);
		bench.add("gap", ModelKind.CLASSIFIER);
	}

	@AfterAll
	static void close() {
		bench.close();
	}

	@BeforeEach
	void clearTable() {
		Analyzer.setResultsTable(new ResultsTable());
	}

	/** Three blobs in five dimensions, two columns that are no features, one row without a number. */
	private Path blobs() throws IOException {
		final Random random = new Random(2);
		final StringBuilder text = new StringBuilder("Name,a,b,c,d,e,Kind\n");
		for (int i = 0; i < 60; i++) {
			final int blob = i % 3;
			text.append("object ").append(i);
			for (int k = 0; k < 5; k++) text.append(',').append(i == 7 && k == 2 ? "NaN" : String.valueOf((k == blob ? 20 : 0) + random.nextGaussian()));
			text.append(',').append("xyz".charAt(blob)).append('\n');
		}
		return Files.writeString(folder.resolve("blobs.csv"), text);
	}

	@Test
	void vectorsAreThePooledActivationsOfEveryPlane() {
		final Golden gap = Golden.of("gap");
		final Tensor half = Tensor.of(scaled(gap.input().data()), gap.input().shape());
		final ImagePlus stack = Workbench.image(gap.input(), half);
		bench.run(EmbedImagesCommand.class, "image", stack, "model", "gap", "layer", "features.2", "pooling", "max");
		final RowTable table = RowTable.find("");
		assertEquals(2, table.size());
		assertEquals(12, table.features("auto", Optional.empty()).size());
		try (Network network = Network.open(gap.archive("traced"))) {
			final float[] first = Pooling.MAX.vector(network.run(Plan.FORWARD.tap("features.2"), gap.input()).activation("features.2"));
			final float[] second = Pooling.MAX.vector(network.run(Plan.FORWARD.tap("features.2"), half).activation("features.2"));
			for (int k = 0; k < 12; k++) assertArrayEquals(new double[] { first[k], second[k] }, table.numbers("f" + k), 1e-6);
		}
		assertEquals(2, table.origin(1).orElseThrow().slice() / 3 + 1, "the second plane of three channels");
	}

	private static float[] scaled(final float[] values) {
		final float[] half = values.clone();
		for (int i = 0; i < half.length; i++) half[i] /= 2;
		return half;
	}

	@Test
	void plotsShowTheRowsWhereTheMethodPutThem() throws IOException {
		final Module module = bench.run(PcaPlotCommand.class, "table", blobs().toString(), "classes", "Kind", "components", 3);
		final ScatterImage plot = (ScatterImage) module.getOutput("plot");
		assertEquals("blobs-pca", plot.getTitle());
		assertEquals(59, plot.page().scatter().size());
		final RowTable table = RowTable.find("Results");
		assertEquals(List.of("Name", "a", "b", "c", "d", "e", "Kind", "PC 1", "PC 2", "PC 3"), table.headings());
		final Matrix data = new Matrix(59, 5);
		for (int k = 0; k < 5; k++) for (int row = 0; row < 59; row++) data.set(row, k, (float) table.numbers("abcde".substring(k, k + 1))[row]);
		final Pca.Result pca = new Pca(3).fit(data, Progress.NONE);
		for (int row = 0; row < 59; row++) {
			assertEquals(pca.scores().get(row, 1), plot.page().scatter().y()[row], 1e-4);
			assertEquals(pca.scores().get(row, 2), table.numbers("PC 3")[row], 1e-4);
		}
		assertTrue(plot.page().scatter().notes().contains("1 rows left out (no number)"), plot.page().scatter().notes().toString());
		assertEquals("blobs.csv", plot.getProp("Table"));
	}

	/** The blobs, so far from zero that single precision could not tell them apart. */
	private String away(final double offset, final double factor) throws IOException {
		final RowTable near = RowTable.find(blobs().toString());
		final StringBuilder text = new StringBuilder("Name,a,b,c,d,e,Kind\n");
		for (int row = 0; row < near.size(); row++) {
			text.append("object,");
			for (final String heading : List.of("a", "b", "c", "d", "e")) text.append(offset + factor * near.numbers(heading)[row]).append(',');
			text.append(near.words("classes", "Kind").get(row)).append('\n');
		}
		return Files.writeString(folder.resolve("blobs.csv"), text).toString();
	}

	@Test
	void rowsFarFromZeroArePlottedAsThoseNearIt() throws IOException {
		final ScatterImage near = (ScatterImage) bench.run(PcaPlotCommand.class, "table", blobs().toString()).getOutput("plot");
		final ScatterImage far = (ScatterImage) bench.run(PcaPlotCommand.class, "table", away(1e10, 1)).getOutput("plot");
		assertEquals(near.page().scatter().notes(), far.page().scatter().notes());
		assertArrayEquals(near.page().scatter().y(), far.page().scatter().y(), 1e-4);
		for (final double scale : new double[] { 1e45, 1e-60 }) {
			final ScatterImage scaled = (ScatterImage) bench.run(PcaPlotCommand.class, "table", away(0, scale)).getOutput("plot");
			assertEquals(near.page().scatter().notes(), scaled.page().scatter().notes());
			for (int i = 0; i < 59; i++) assertEquals(near.page().scatter().x()[i], scaled.page().scatter().x()[i] / scale, 1e-4);
			final Object[] neighbors = { "table", away(0, scale), "metric", "euclidean", "count", 50 };
			bench.run(NearestNeighborsCommand.class, neighbors);
			final double distance = RowTable.find("Results").numbers("Distance")[49] / scale;
			bench.run(NearestNeighborsCommand.class, "table", blobs().toString(), "metric", "euclidean", "count", 50);
			assertEquals(RowTable.find("Results").numbers("Distance")[49], distance, 1e-5);
		}
		assertTrue(bench.refusal(PcaPlotCommand.class, "table", away(0, 1e305)).contains("too large"));
		final Object[] query = { "table", blobs().toString(), "classes", "Kind", "metric", "cosine", "count", 1 };
		final String expected = found(query);
		away(0, 1e-60);
		assertEquals(expected, found(query));
	}

	@ParameterizedTest
	@ValueSource(classes = { PcaPlotCommand.class, LdaPlotCommand.class, IcaPlotCommand.class, TsnePlotCommand.class, UmapPlotCommand.class })
	void plantedBlobsStayTogetherInEveryPlotAndEveryRunIsTheSame(final Class<? extends Command> command) throws IOException {
		final Object[] options = command == TsnePlotCommand.class ? new Object[] { "table", blobs().toString(), "classes", "Kind", "perplexity", 10.0 }
			: new Object[] { "table", blobs().toString(), "classes", "Kind" };
		final ScatterImage plot = (ScatterImage) bench.run(command, options).getOutput("plot");
		final double[] x = plot.page().scatter().x();
		final double[] y = plot.page().scatter().y();
		int same = 0;
		for (int i = 0; i < x.length; i++) {
			final int from = i;
			final int nearest = IntStream.range(0, x.length).filter(j -> j != from).boxed().min((a, b) -> Double.compare(Math.hypot(x[a] - x[from], y[a] -
				y[from]), Math.hypot(x[b] - x[from], y[b] - y[from]))).orElseThrow();
			same += kind(nearest) == kind(i) ? 1 : 0;
		}
		assertTrue(same >= 56, command.getSimpleName() + ": " + same);
		assertArrayEquals((int[]) plot.getProcessor().getPixels(), (int[]) ((ImagePlus) bench.run(command, options).getOutput("plot")).getProcessor()
			.getPixels());
	}

	/** The blob of a point: the eighth row was left out. */
	private static int kind(final int point) {
		return (point < 7 ? point : point + 1) % 3;
	}

	@Test
	void oneAxisIsDrawnWithTheClassesAboveEachOther() throws IOException {
		final ScatterImage plot = (ScatterImage) bench.run(LdaPlotCommand.class, "table", blobs().toString(), "classes", "Kind", "components", 1)
			.getOutput("plot");
		assertEquals("Kind (no measure)", plot.page().scatter().vertical());
		for (int i = 0; i < 59; i++) assertEquals(kind(i), plot.page().scatter().y()[i], 0.31);
	}

	@Test
	void weightsOfFlattenedPixelsAreImages() {
		final Golden gap = Golden.of("gap");
		final Tensor[] planes = IntStream.range(0, 6).mapToObj(i -> noise(gap.input().shape(), i)).toArray(Tensor[]::new);
		bench.run(EmbedImagesCommand.class, "image", Workbench.image(planes), "model", "gap", "layer", "input", "pooling", "flatten");
		final ImagePlus weights = (ImagePlus) bench.run(PcaPlotCommand.class, "details", true).getOutput("weights");
		assertArrayEquals(new int[] { 16, 16 }, new int[] { weights.getWidth(), weights.getHeight() });
		assertEquals(6, weights.getStackSize());
		assertEquals("PC 2 f1", weights.getStack().getShortSliceLabel(5));
		assertEquals(-weights.getDisplayRangeMin(), weights.getDisplayRangeMax());
		double squares = 0;
		for (int slice = 1; slice <= 3; slice++) for (final float w : (float[]) weights.getStack().getPixels(slice)) squares += w * w;
		assertEquals(1, squares, 1e-4, "the weights of an axis have length 1");
	}

	private static Tensor noise(final int[] shape, final int seed) {
		final Random random = new Random(seed);
		final Tensor tensor = Tensor.zeros(shape);
		for (int i = 0; i < tensor.length(); i++) tensor.data()[i] = random.nextFloat();
		return tensor;
	}

	@Test
	void neighborsAreTheNearestAndTellTheClass() throws IOException {
		final Module module = bench.run(NearestNeighborsCommand.class, "table", blobs().toString(), "classes", "Kind", "query", "1,3", "count", 4,
			"metric", "euclidean");
		final ImagePlus montage = (ImagePlus) module.getOutput("montage");
		assertEquals(2, montage.getStackSize());
		assertTrue(montage.getProp("Found").startsWith("4-nearest-neighbour accuracy 1.000"), montage.getProp("Found"));
		final RowTable found = RowTable.find("Results");
		assertEquals(8, found.size());
		final RowTable all = RowTable.find(folder.resolve("blobs.csv").toString());
		final double[][] columns = List.of("a", "b", "c", "d", "e").stream().map(all::numbers).toArray(double[][]::new);
		final int[] nearest = IntStream.range(0, 60).filter(row -> row != 2 && row != 7).boxed().sorted((p, q) -> Double.compare(distance(columns, 2, p),
			distance(columns, 2, q))).mapToInt(Integer::intValue).limit(4).toArray();
		for (int rank = 0; rank < 4; rank++) {
			assertEquals(nearest[rank] + 1, found.numbers("Neighbor")[4 + rank]);
			assertEquals(distance(columns, 2, nearest[rank]), found.numbers("Distance")[4 + rank], 1e-4);
		}
	}

	/** Noise, and classes that it does not know. */
	private Path noise(final String prefix, final String heading) throws IOException {
		final Random random = new Random(8);
		final StringBuilder text = new StringBuilder("a,b,c,d," + heading + "\n");
		for (int i = 0; i < 90; i++) {
			for (int k = 0; k < 4; k++) text.append(random.nextGaussian()).append(',');
			text.append(prefix).append(random.nextInt(3)).append('\n');
		}
		return Files.writeString(folder.resolve("noise.csv"), text);
	}

	@ParameterizedTest
	@ValueSource(strings = { "Class", "kind" })
	void classesThatAreNumbersAreNotAmongTheNumbersThatFindThem(final String heading) throws IOException {
		final Object[] words = { "table", noise("class ", heading).toString(), "classes", heading, "metric", "euclidean" };
		final String expected = found(words);
		noise("", heading);
		assertEquals(expected, found(words));
		final String named = found("table", noise("", heading).toString(), "classes", heading, "metric", "euclidean", "columns", "a,b,c,d," + heading);
		assertTrue(named.endsWith("; '" + heading + "' is both class and column"), named);
		final ScatterImage plot = (ScatterImage) bench.run(LdaPlotCommand.class, "table", noise("", heading).toString(), "classes", heading).getOutput(
			"plot");
		assertTrue(plot.page().scatter().notes().contains("90 rows × 4 columns"), plot.page().scatter().notes().toString());
	}

	private static String found(final Object... inputs) {
		return ((ImagePlus) bench.run(NearestNeighborsCommand.class, inputs).getOutput("montage")).getProp("Found");
	}

	private static double distance(final double[][] columns, final int a, final int b) {
		double sum = 0;
		for (final double[] column : columns) sum += Math.pow(column[a] - column[b], 2);
		return Math.sqrt(sum);
	}

	@Test
	void plotsAreSavedAsPicturesAndNumbers() throws IOException {
		final String table = blobs().toString();
		for (final String ending : List.of("png", "svg", "csv")) {
			bench.run(PcaPlotCommand.class, "table", table, "save", folder.resolve("plot." + ending).toString());
			assertTrue(Files.size(folder.resolve("plot." + ending)) > 500, ending);
		}
		assertTrue(Files.readString(folder.resolve("plot.csv")).startsWith("Name,a,b,c,d,e,Kind,PC 1,PC 2"));
		try (var files = Files.list(folder)) {
			assertEquals(4, files.count(), "nothing half written is left");
		}
	}

	@Test
	void measurementsOfOthersAreNeverReplaced() throws IOException {
		final ResultsTable own = new ResultsTable();
		own.addRow();
		own.addValue("Area", 5);
		Analyzer.setResultsTable(own);
		final Module module = bench.run(PcaPlotCommand.class, "table", blobs().toString());
		assertFalse(module.getOutput("plot") == null);
		assertEquals(own, Analyzer.getResultsTable());
	}

	@Test
	void withoutADisplayCoordinatesBecomeColumnsOfWhatWasPlotted() {
		final Golden gap = Golden.of("gap");
		final Tensor[] planes = IntStream.range(0, 4).mapToObj(i -> noise(gap.input().shape(), i)).toArray(Tensor[]::new);
		bench.run(EmbedImagesCommand.class, "image", Workbench.image(planes), "model", "gap");
		bench.run(PcaPlotCommand.class);
		final RowTable after = RowTable.find("");
		assertEquals(16, after.features("auto", Optional.empty()).size());
		assertTrue(after.headings().containsAll(List.of("PC 1", "PC 2")), after.headings().toString());
		bench.run(PcaPlotCommand.class);
		bench.run(NearestNeighborsCommand.class);
		assertEquals(after.headings(), RowTable.find("").headings(), "nothing took the place of the table");
		bench.run(EmbedImagesCommand.class, "image", Workbench.image(planes), "model", "gap");
		assertFalse(RowTable.find("").headings().contains("PC 1"), "a report may be replaced");
	}

	@Test
	void measurementsThatArePlottedWithoutADisplayGetTheCoordinatesAsColumns() {
		final ResultsTable own = new ResultsTable();
		final Random random = new Random(4);
		for (int row = 0; row < 20; row++) {
			own.addRow();
			own.addLabel("cell " + row);
			own.addValue("Area", row == 3 ? Double.NaN : 100 + 10 * random.nextGaussian());
			own.addValue("Mean", random.nextGaussian());
		}
		Analyzer.setResultsTable(own);
		final ScatterImage plot = (ScatterImage) bench.run(PcaPlotCommand.class).getOutput("plot");
		assertEquals(own, Analyzer.getResultsTable());
		assertEquals(List.of("Label", "Area", "Mean", "PC 1", "PC 2"), List.of(own.getHeadings()));
		assertTrue(Double.isNaN(own.getValue("PC 1", 3)), "a row that was left out has no place");
		for (int point = 0; point < 19; point++) assertEquals(plot.page().scatter().y()[point], own.getValue("PC 2", point < 3 ? point : point + 1));
		bench.run(PcaPlotCommand.class);
		assertEquals(5, own.getHeadings().length, "coordinates are no features of the next plot");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', value = { "table | nowhere.csv | nowhere.csv", "columns | size | a, b, c", "columns | Name | words", "classes | type | Kind",
		"classes | none | LDA needs classes", "components | 0 | 1 or more", "save | plot.jpg | .svg" })
	void whatCannotBeIsAnsweredInASentence(final String key, final String value, final String hint) throws IOException {
		final Object typed = key.equals("components") ? (Object) Integer.valueOf(value) : value;
		final String sentence = key.equals("table") ? bench.refusal(LdaPlotCommand.class, "table", value) : bench.refusal(LdaPlotCommand.class, "table",
			blobs().toString(), key, typed);
		assertTrue(sentence.contains(hint), sentence);
		assertTrue(sentence.endsWith(".") && !sentence.contains("\n"), sentence);
	}

	@Test
	void foldersThatAreNotThereAreRefusedBeforeTheWork() throws IOException {
		// A perplexity that the work itself would refuse: the folder comes first.
		assertTrue(bench.refusal(TsnePlotCommand.class, "table", blobs().toString(), "perplexity", 59.0, "save", folder.resolve("none/plot.svg").toString())
			.contains("'save'"));
		assertTrue(bench.refusal(NearestNeighborsCommand.class, "table", blobs().toString(), "save", folder.resolve("none/near.csv").toString()).contains(
			"none"));
		assertTrue(bench.refusal(EmbedImagesCommand.class, "image", Workbench.image(Golden.of("gap").input()), "model", "gap", "save", folder.resolve(
			"none/v.npy").toString()).contains("none"));
		Files.createDirectory(folder.resolve("folder.csv"));
		assertTrue(bench.refusal(PcaPlotCommand.class, "table", blobs().toString(), "save", folder.resolve("folder.csv").toString()).contains(
			"is a folder"));
	}

	@Test
	void numbersOutOfRangeAreRefused() throws IOException {
		final String table = blobs().toString();
		assertTrue(bench.refusal(TsnePlotCommand.class, "table", table, "perplexity", 0.5).contains("'perplexity'"));
		assertTrue(bench.refusal(TsnePlotCommand.class, "table", table, "perplexity", 59.0).contains("perplexity"));
		assertTrue(bench.refusal(UmapPlotCommand.class, "table", table, "distance", 2.0).contains("'distance'"));
		assertTrue(bench.refusal(UmapPlotCommand.class, "table", table, "metric", "l1").contains("cosine"));
		assertTrue(bench.refusal(NearestNeighborsCommand.class, "table", table, "query", "61").contains("1 to 60"));
		assertTrue(bench.refusal(NearestNeighborsCommand.class, "table", table, "query", "8").contains("Row 8"));
		assertTrue(bench.refusal(PcaPlotCommand.class).contains("Open a table first"));
	}
}
