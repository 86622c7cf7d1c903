package org.fovea.command;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.Rectangle;
import java.awt.geom.Rectangle2D;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

import org.fovea.command.activations.ActivationMaskCommand;
import org.fovea.command.activations.FeatureMapsCommand;
import org.fovea.command.activations.FiltersCommand;
import org.fovea.command.activations.ReceptiveFieldCommand;
import org.fovea.command.activations.TopPatchesCommand;
import org.fovea.golden.Golden;
import org.fovea.model.ModelKind;
import org.fovea.network.Heatmap;
import org.fovea.network.Kernels;
import org.fovea.network.Layer;
import org.fovea.network.Network;
import org.fovea.network.Plan;
import org.fovea.network.Tensor;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.scijava.Cancelable;
import org.scijava.event.EventHandler;
import org.scijava.event.EventService;
import org.scijava.event.EventSubscriber;
import org.scijava.module.Module;
import org.scijava.task.event.TaskEvent;

import ij.CompositeImage;
import ij.ImagePlus;
import ij.VirtualStack;
import ij.gui.ImageRoi;
import ij.gui.PointRoi;
import ij.gui.Roi;
import ij.gui.TextRoi;
import ij.io.FileSaver;
import ij.measure.ResultsTable;
import ij.plugin.filter.Analyzer;
import ij.process.ByteProcessor;
import ij.process.ColorProcessor;
import ij.process.FloatProcessor;
import ij.process.ImageProcessor;

/** Filters, feature maps, masks, top patches and receptive fields through SciJava, against what the network itself says. */
class ActivationCommandsTest {

	private static final String LAYER = "features.3";

	@TempDir
	private static Path store;

	@TempDir
	private Path folder;

	private static Workbench bench;
	private final Golden gap = Golden.of("gap");

	@BeforeAll
	static void open() {
		bench = new Workbench(store);
		bench.add("gap", ModelKind.CLASSIFIER, "one", "two", "three", "four", "five");
		bench.add("one-channel", ModelKind.CLASSIFIER);
		bench.add("squeeze-excitation", ModelKind.CLASSIFIER);
	}

	@AfterAll
	static void close() {
		bench.close();
	}

	@BeforeEach
	void clearTable() {
		Analyzer.setResultsTable(new ResultsTable());
	}

	@Test
	void filtersAreTheWeightsAndTheirColours() {
		final Module module = bench.run(FiltersCommand.class, "model", "gap");
		final ImagePlus weights = (ImagePlus) module.getOutput("weights");
		final Kernels kernels = kernels("gap", "features.0");
		assertEquals("features.0", weights.getProp("Layer"));
		assertArrayEquals(new int[] { 3, 3, 3, 8, 1 }, weights.getDimensions());
		for (int unit = 0; unit < 8; unit++) {
			for (int input = 0; input < 3; input++) {
				final int index = weights.getStackIndex(input + 1, unit + 1, 1);
				assertArrayEquals(kernels.values().slice(unit).slice(input).data(), (float[]) weights.getStack().getPixels(index));
				assertEquals("features.0/" + unit + " input " + input, weights.getStack().getSliceLabel(index));
			}
		}
		final Heatmap all = new Heatmap(kernels.values().length(), 1, kernels.values().data(), true);
		assertEquals(all.min(), Float.parseFloat(weights.getProp("Minimum")));
		assertEquals(all.max(), Float.parseFloat(weights.getProp("Maximum")));
		assertEquals(Math.max(all.max(), -all.min()), weights.getDisplayRangeMax(), 1e-7);
		assertEquals(-weights.getDisplayRangeMax(), weights.getDisplayRangeMin());
		final ResultsTable table = Analyzer.getResultsTable();
		assertEquals(8, table.size());
		assertEquals(new Heatmap(27, 1, kernels.values().slice(5).data(), true).max(), table.getValue("Maximum", 5), 1e-7);
		final ImagePlus tiles = (ImagePlus) module.getOutput("tiles");
		assertEquals(24, tiles.getBitDepth());
		final int zoom = (tiles.getWidth() - 2) / 9;
		for (int unit = 0; unit < 8; unit++) {
			final double limit = table.getValue("White", unit);
			final int pixel = tiles.getProcessor().get(unit % 3 * (3 * zoom + 1) + zoom / 2, unit / 3 * (3 * zoom + 1) + zoom / 2);
			for (int input = 0; input < 3; input++) {
				assertEquals(128 + 127 * kernels.values().at(unit, input, 0, 0, 0) / limit, pixel >> 16 - 8 * input & 0xff, 0.51);
			}
		}
	}

	/** By PyTorch: {@code weight.double().flatten(1).norm(dim=1)} of the archive's parameters. */
	@Test
	void normsAreThoseOfPyTorch() {
		bench.run(FiltersCommand.class, "model", "gap");
		final double[] first = { 1.394032, 1.467299, 1.346541, 1.768606, 1.845694, 1.458138, 1.604353, 1.071715 };
		assertArrayEquals(first, Analyzer.getResultsTable().getColumn("Norm"), 2e-6);
		Analyzer.setResultsTable(new ResultsTable());
		bench.run(FiltersCommand.class, "model", "gap", "layer", "fc", "units", "3,0");
		assertArrayEquals(new double[] { 1.808649, 1.328905 }, Analyzer.getResultsTable().getColumn("Norm"), 2e-6);
	}

	@Test
	void filtersOfOneLayerShareARangeWhereAsked() {
		bench.run(FiltersCommand.class, "model", "gap", "scaling", "layer", "units", "2,0");
		final ResultsTable table = Analyzer.getResultsTable();
		assertEquals(2, table.size());
		assertEquals(2, table.getValue("Unit", 0));
		final Heatmap all = new Heatmap(8 * 27, 1, kernels("gap", "features.0").values().data(), true);
		for (int row = 0; row < 2; row++) assertEquals(Math.max(all.max(), -all.min()), table.getValue("White", row), 1e-7);
	}

	@Test
	void otherFiltersAreGreyTilesOrATable() {
		final Module second = bench.run(FiltersCommand.class, "model", "gap", "layer", "features.2", "units", "0-3");
		assertEquals(8, ((ImagePlus) second.getOutput("tiles")).getBitDepth());
		assertArrayEquals(new int[] { 3, 3, 8, 4, 1 }, ((ImagePlus) second.getOutput("weights")).getDimensions());
		final ImagePlus table = (ImagePlus) bench.run(FiltersCommand.class, "model", "gap", "layer", "fc").getOutput("weights");
		assertArrayEquals(new int[] { 16, 5, 1, 1, 1 }, table.getDimensions());
		assertArrayEquals(kernels("gap", "fc").values().data(), Workbench.pixels(table));
	}

	@Test
	void layersWithoutFiltersAreRefusedInWords() {
		assertEquals("Layer 'features.1' (ReLU) has no filters; choose one of features.0, features.2, features.4, fc.", bench.refusal(FiltersCommand.class,
			"model", "gap", "layer", "features.1"));
		assertTrue(bench.refusal(FiltersCommand.class, "model", "gap", "units", "8").contains("units 0 to 7"));
		assertTrue(bench.refusal(FiltersCommand.class, "model", "gap", "scaling", "tile").contains("filter, layer"));
	}

	@Test
	void featureMapsComeSideBySideInColoursAndNumbers() {
		final ImagePlus stack = Workbench.image(gap.input(), Golden.formula(3, 1, 3, 16, 16));
		stack.getCalibration().pixelWidth = 0.25;
		final Module module = bench.run(FeatureMapsCommand.class, "image", stack, "model", "gap", "layer", LAYER, "slices", "all", "units", "0-4", "montage",
			true, "composite", "7,3,5", "statistics", true);
		final Tensor first = activation("gap", LAYER, gap.input());
		final Tensor second = activation("gap", LAYER, Golden.formula(3, 1, 3, 16, 16));
		final ImagePlus montage = (ImagePlus) module.getOutput("tiles");
		assertArrayEquals(new int[] { 26, 17, 1, 2, 1 }, montage.getDimensions());
		assertEquals(second.at(0, 4, 2, 6), montage.getStack().getProcessor(2).getf(9 + 6, 9 + 2), 1e-6);
		assertTrue(Float.isNaN(montage.getStack().getProcessor(1).getf(8, 3)));
		assertEquals(0.5, montage.getCalibration().pixelWidth, 1e-9);
		final CompositeImage composite = (CompositeImage) module.getOutput("colours");
		assertArrayEquals(new int[] { 8, 8, 3, 1, 2 }, composite.getDimensions());
		assertEquals(first.at(0, 3, 1, 5), composite.getStack().getProcessor(2).getf(5, 1), 1e-6);
		assertEquals(List.of(LAYER + "/7", LAYER + "/3", LAYER + "/5"), Workbench.labels(composite).subList(0, 3));
		final Heatmap red = new Heatmap(64, 2, concatenated(first.slice(0).slice(7), second.slice(0).slice(7)), false);
		assertEquals(red.max(), composite.getChannelLut(1).max, 1e-6);
		final ResultsTable table = Analyzer.getResultsTable();
		assertEquals(10, table.size());
		final float[] unit = second.slice(0).slice(3).data();
		assertEquals(IntStream.range(0, 64).filter(i -> unit[i] <= 0).count() / 64d, table.getValue("Sparsity", 8), 1e-9);
		assertEquals(IntStream.range(0, 64).mapToDouble(i -> unit[i]).average().orElseThrow(), table.getValue("Mean", 8), 1e-6);
		assertTrue(bench.refusal(FeatureMapsCommand.class, "image", stack, "model", "gap", "composite", "1,2").contains("three units"));
	}

	private static float[] concatenated(final Tensor a, final Tensor b) {
		final float[] both = Arrays.copyOf(a.data(), a.length() + b.length());
		System.arraycopy(b.data(), 0, both, a.length(), b.length());
		return both;
	}

	@ParameterizedTest
	@ValueSource(doubles = { 0.5, 0.9, 0.97 })
	void masksCoverTheirShareOfAllPlanesTogether(final double quantile) {
		final ImagePlus stack = Workbench.image(gap.input(), Golden.formula(3, 1, 3, 16, 16), Golden.formula(5, 1, 3, 16, 16));
		final Module module = bench.run(ActivationMaskCommand.class, "image", stack, "model", "gap", "layer", "features.2", "unit", "3", "slices", "all",
			"quantile", quantile);
		final ImagePlus mask = (ImagePlus) module.getOutput("mask");
		assertArrayEquals(new int[] { 16, 16, 1, 3, 1 }, mask.getDimensions());
		final float threshold = Float.parseFloat(mask.getProp("Threshold"));
		final ImagePlus maps = (ImagePlus) bench.run(FeatureMapsCommand.class, "image", stack, "model", "gap", "layer", "features.2", "units", "3", "slices",
			"all", "upsample", true).getOutput("maps");
		int masked = 0;
		for (int plane = 1; plane <= 3; plane++) {
			for (int i = 0; i < 256; i++) {
				final boolean isInside = maps.getStack().getProcessor(plane).getf(i) > threshold;
				assertEquals(isInside ? 255 : 0, mask.getStack().getProcessor(plane).get(i));
				masked += isInside ? 1 : 0;
			}
		}
		assertEquals(1 - quantile, masked / 768d, 1.01 / 768);
		final ImagePlus overlay = (ImagePlus) module.getOutput("overlay");
		assertArrayEquals(stack.getDimensions(), overlay.getDimensions());
		assertEquals(3, Arrays.stream(overlay.getOverlay().toArray()).filter(ImageRoi.class::isInstance).count());
		assertNull(stack.getOverlay());
	}

	/** The outline of the overlay holds the pixels of the mask and no others, also where the area is a selection. */
	@Test
	void outlinesAreThoseOfTheMask() {
		final ImagePlus image = new ImagePlus("noise", new FloatProcessor(40, 36, Golden.formula(1, 1, 1, 36, 40).data()));
		image.setRoi(7, 5, 20, 24);
		final Module module = bench.run(ActivationMaskCommand.class, "image", image, "model", "one-channel", "quantile", 0.8);
		final ImageProcessor mask = ((ImagePlus) module.getOutput("mask")).getProcessor();
		final Roi outline = Arrays.stream(((ImagePlus) module.getOutput("overlay")).getOverlay().toArray()).filter(roi -> !(roi instanceof ImageRoi)).findFirst()
			.orElseThrow();
		final Rectangle area = new Rectangle(7, 5, 20, 24);
		int masked = 0;
		for (int y = 0; y < 36; y++) {
			for (int x = 0; x < 40; x++) {
				assertEquals(mask.get(x, y) > 0, outline.contains(x, y), x + "," + y);
				assertTrue(mask.get(x, y) == 0 || area.contains(x, y));
				masked += mask.get(x, y) > 0 ? 1 : 0;
			}
		}
		assertTrue(masked > 0 && masked <= 0.2 * 480 + 1);
	}

	@Test
	void nothingAboveTheThresholdIsSaidInWords() {
		final Module module = bench.run(ActivationMaskCommand.class, "image", Workbench.image(gap.input()), "model", "gap", "threshold", "1e9");
		final ImagePlus mask = (ImagePlus) module.getOutput("mask");
		assertEquals(0, mask.getStatistics().max);
		assertTrue(Arrays.stream(((ImagePlus) module.getOutput("overlay")).getOverlay().toArray()).anyMatch(roi -> roi instanceof final TextRoi text && text
			.getText().startsWith("Nothing above the threshold")));
		assertEquals("0 % of the area", mask.getProp("Masked").replace("0.000", "0"));
		assertTrue(bench.refusal(ActivationMaskCommand.class, "image", Workbench.image(gap.input()), "model", "gap", "quantile", 99d).contains(
			"between 0 and 1"));
		assertTrue(bench.refusal(ActivationMaskCommand.class, "image", Workbench.image(gap.input()), "model", "gap", "unit", "best").contains(
			"auto or an index"));
	}

	@Test
	void topPatchesOfAStackEqualSortingEverything() {
		final Tensor[] inputs = IntStream.range(0, 7).mapToObj(n -> Golden.formula(n, 1, 3, 16, 16)).toArray(Tensor[]::new);
		final Module module = bench.run(TopPatchesCommand.class, "image", Workbench.image(inputs), "model", "gap", "layer", LAYER, "count", 4);
		final ResultsTable table = Analyzer.getResultsTable();
		final Layer layer = layer("gap", LAYER, inputs[0]);
		final List<Tensor> activations = Arrays.stream(inputs).map(input -> activation("gap", LAYER, input)).toList();
		int row = 0;
		for (int unit = 0; unit < layer.units(); unit++) {
			final List<double[]> maxima = new ArrayList<>();
			for (int n = 0; n < inputs.length; n++) {
				final Tensor a = activations.get(n);
				double[] best = { n, 0, 0, Double.NEGATIVE_INFINITY };
				for (int p = 0; p < 64; p++) {
					if (a.at(0, unit, p / 8, p % 8) > best[3]) best = new double[] { n, p % 8, p / 8, a.at(0, unit, p / 8, p % 8) };
				}
				if (best[3] > 0) maxima.add(best);
			}
			maxima.sort(Comparator.comparing((double[] best) -> -best[3]));
			for (int rank = 0; rank < Math.min(4, maxima.size()); rank++, row++) {
				final double[] expected = maxima.get(rank);
				assertEquals(unit, table.getValue("Unit", row));
				assertEquals(rank + 1, table.getValue("Rank", row));
				assertEquals("z:" + ((int) expected[0] + 1) + "/7", table.getStringValue("Slice", row));
				assertEquals(expected[3], table.getValue("Activation", row), 1e-6);
				final Rectangle2D box = new Rectangle2D.Double(layer.horizontal().orElseThrow().first((int) expected[1]), layer.vertical().orElseThrow().first(
					(int) expected[2]), layer.horizontal().orElseThrow().size(), layer.vertical().orElseThrow().size());
				assertEquals(box.createIntersection(new Rectangle(16, 16)), new Rectangle2D.Double(table.getValue("Left", row), table.getValue("Top", row), table
					.getValue("Width", row), table.getValue("Height", row)));
			}
		}
		assertEquals(row, table.size());
		final ImagePlus sheets = (ImagePlus) module.getOutput("patches");
		assertEquals(layer.units(), sheets.getStackSize());
		assertEquals(LAYER + "/3", sheets.getStack().getSliceLabel(4));
		assertEquals("golden-top-patches", sheets.getTitle());
	}

	@Test
	void aUnitThatIsNamedTwiceIsSearchedOnce() {
		final Tensor[] inputs = IntStream.range(0, 5).mapToObj(n -> Golden.formula(n, 1, 3, 16, 16)).toArray(Tensor[]::new);
		bench.run(TopPatchesCommand.class, "image", Workbench.image(inputs), "model", "gap", "layer", "fc", "units", "1,1,0", "count", 3);
		final ResultsTable table = Analyzer.getResultsTable();
		assertEquals(6, table.size());
		for (int row = 0; row < 6; row++) {
			assertEquals(row % 3 + 1, table.getValue("Rank", row));
			assertEquals(row / 3, table.getValue("Unit", row));
		}
		final ImagePlus maps = (ImagePlus) bench.run(FeatureMapsCommand.class, "image", Workbench.image(inputs[0]), "model", "gap", "units", "2,2,1",
			"composite", "3,3,1").getOutput("colours");
		assertEquals(3, maps.getNChannels());
	}

	/** A white square is planted in one image of many; a unit that likes white finds it, and the patch shows it. */
	@Test
	void plantsAreFoundInAFolderOfManyKindsOfFiles() throws IOException {
		for (int n = 1; n <= 11; n++) {
			final ByteProcessor noise = new ByteProcessor(30 + n, 40 - n);
			for (int i = 0; i < noise.getPixelCount(); i++) noise.set(i, (i * 31 + n * 7) % 13);
			if (n == 6) {
				noise.setValue(255);
				noise.setRoi(20, 9, 6, 6);
				noise.fill();
			}
			new FileSaver(new ImagePlus("n", noise)).saveAsPng(folder.resolve("cell " + n + ".png").toString());
		}
		new FileSaver(new ImagePlus("c", new ColorProcessor(30, 30))).saveAsTiff(folder.resolve("colour.tif").toString());
		new FileSaver(new ImagePlus("s", new ByteProcessor(3, 3))).saveAsTiff(folder.resolve("small.tif").toString());
		new FileSaver(new ImagePlus("whole", new FloatProcessor(60, 50))).saveAsTiff(folder.resolve("whole.tif").toString());
		final byte[] tiff = Files.readAllBytes(folder.resolve("whole.tif"));
		Files.write(folder.resolve("truncated.tif"), Arrays.copyOf(tiff, tiff.length / 2));
		Files.write(folder.resolve("broken.png"), Arrays.copyOf(Files.readAllBytes(folder.resolve("cell 1.png")), 90));
		Files.writeString(folder.resolve("notes.txt"), "No image.");
		Files.writeString(folder.resolve(".hidden"), "Not looked at.");
		Files.createDirectory(folder.resolve("subfolder"));
		Files.move(folder.resolve("cell 6.png"), folder.resolve("subfolder/cell 6.png"));
		final Module module = bench.run(TopPatchesCommand.class, "model", "one-channel", "layer", "net.1", "source", folder.toString(), "count", 2,
			"projection", "deconvnet");
		final ImagePlus sheets = (ImagePlus) module.getOutput("patches");
		assertTrue(sheets.getProp("Skipped").equals("5 of 17 files could not be used and are named in the log"), sheets.getProp("Skipped"));
		final ResultsTable table = Analyzer.getResultsTable();
		final List<Integer> planted = IntStream.range(0, table.size()).filter(row -> table.getValue("Rank", row) == 1 && table.getStringValue("Image", row)
			.equals("subfolder/cell 6.png")).boxed().toList();
		assertTrue(planted.size() >= 3, "units that answer a bright edge");
		for (final int row : planted) {
			assertTrue(new Rectangle((int) table.getValue("Left", row), (int) table.getValue("Top", row), (int) table.getValue("Width", row), (int) table
				.getValue("Height", row)).intersects(new Rectangle(20, 9, 6, 6)), "row " + row);
		}
	}

	@Test
	void foldersWithoutImagesAreRefusedInWords() throws IOException {
		assertTrue(bench.refusal(TopPatchesCommand.class, "model", "gap", "source", folder.resolve("nowhere").toString()).contains("There is no folder"));
		assertTrue(bench.refusal(TopPatchesCommand.class, "model", "gap", "source", folder.toString()).contains("holds no files"));
		Files.writeString(folder.resolve("notes.txt"), "No image.");
		assertTrue(bench.refusal(TopPatchesCommand.class, "model", "gap", "source", folder.toString()).startsWith("None of the 1 files"));
		assertEquals("Open an image first, or name a folder as source.", bench.refusal(TopPatchesCommand.class, "model", "gap"));
		final ImagePlus image = Workbench.image(gap.input());
		assertTrue(bench.refusal(TopPatchesCommand.class, "image", image, "model", "gap", "count", 0).contains("'count'"));
		assertTrue(bench.refusal(TopPatchesCommand.class, "image", image, "model", "gap", "projection", "cam").contains("none, deconvnet, guided"));
		assertTrue(bench.refusal(TopPatchesCommand.class, "image", image, "model", "gap", "layer", "nowhere").contains("features.0"));
	}

	/** A stack whose planes are made when they are asked for, and counted. */
	private static ImagePlus virtual(final int planes, final AtomicInteger reads) {
		final VirtualStack stack = new VirtualStack(16, 16, null, "") {

			@Override
			public int size() {
				return planes;
			}

			@Override
			public int getSize() {
				return planes;
			}

			@Override
			public ImageProcessor getProcessor(final int n) {
				reads.incrementAndGet();
				return new FloatProcessor(16, 16, Golden.formula(n, 1, 1, 16, 16).data());
			}

			@Override
			public String getSliceLabel(final int n) {
				return "plane " + n;
			}
		};
		stack.setBitDepth(32);
		return new ImagePlus("virtual", stack);
	}

	@Test
	void virtualStacksAreReadPlaneByPlane() {
		final AtomicInteger reads = new AtomicInteger();
		final ImagePlus image = virtual(40, reads);
		reads.set(0);
		final Module module = bench.run(TopPatchesCommand.class, "image", image, "model", "one-channel", "layer", "net.1", "units", "2", "count", 3);
		assertNull(((Cancelable) module).getCancelReason());
		assertEquals(3, Analyzer.getResultsTable().size());
		assertTrue(reads.get() >= 40 && reads.get() <= 40 + 4 * 3 + 4, reads + " planes read for 40 and 3 patches");
	}

	@Test
	void cancellingStopsTheSearchAndShowsNothing() {
		final AtomicInteger reads = new AtomicInteger();
		final ImagePlus image = virtual(100_000, reads);
		final Object canceller = new Object() {

			@EventHandler
			public void on(final TaskEvent event) {
				if (!event.getTask().isCanceled() && String.valueOf(event.getTask().getStatusMessage()).contains("plane 5")) event.getTask().cancel("enough");
			}
		};
		final List<EventSubscriber<?>> subscribed = bench.context().service(EventService.class).subscribe(canceller);
		final Module module = bench.run(TopPatchesCommand.class, "image", image, "model", "one-channel", "layer", "net.1");
		bench.context().service(EventService.class).unsubscribe(subscribed);
		assertTrue(((Cancelable) module).isCanceled());
		assertNull(module.getOutput("patches"));
		assertEquals(0, Analyzer.getResultsTable().size());
	}

	@Test
	void receptiveFieldsOfPointsAreRectangles() {
		final ImagePlus image = Workbench.image(gap.input());
		final Layer layer = layer("gap", "features.2", gap.input());
		final PointRoi points = new PointRoi(6, 9);
		points.addPoint(0, 0);
		image.setRoi(points);
		final ImagePlus field = (ImagePlus) bench.run(ReceptiveFieldCommand.class, "image", image, "model", "gap", "layer", "features.2", "unit", "4")
			.getOutput("field");
		final ResultsTable table = Analyzer.getResultsTable();
		assertEquals(2, table.size());
		final int x = (int) table.getValue("Column", 0);
		final int y = (int) table.getValue("Row", 0);
		final double left = layer.horizontal().orElseThrow().first(x);
		final double centre = left + (layer.horizontal().orElseThrow().size() - 1) / 2d;
		assertTrue(Math.abs(centre - 6) <= layer.horizontal().orElseThrow().jump() / 2, "the nearest centre");
		assertEquals(activation("gap", "features.2", gap.input()).at(0, 4, y, x), table.getValue("Activation", 0), 1e-6);
		assertEquals(layer.horizontal().orElseThrow().size(), table.getValue("Size x", 0));
		assertEquals(new Rectangle((int) left, (int) layer.vertical().orElseThrow().first(y), layer.horizontal().orElseThrow().size(), layer.vertical()
			.orElseThrow().size()).intersection(new Rectangle(16, 16)), field.getOverlay().get(0).getBounds());
		assertEquals(0, table.getValue("Left", 1));
		assertEquals("golden-receptive-field", field.getTitle());
		assertNull(image.getOverlay());
	}

	@Test
	void fieldsWithoutLimitsAreSaidInWords() {
		final Tensor input = Golden.of("squeeze-excitation").input();
		final ImagePlus image = Workbench.image(input);
		final ImagePlus field = (ImagePlus) bench.run(ReceptiveFieldCommand.class, "image", image, "model", "squeeze-excitation", "layer", "conv2").getOutput(
			"field");
		assertEquals("whole image", Analyzer.getResultsTable().getStringValue("Field", 0));
		assertEquals(new Rectangle(image.getWidth(), image.getHeight()), field.getOverlay().get(0).getBounds());
	}

	private static Kernels kernels(final String name, final String layer) {
		try (Network network = Network.open(Golden.of(name).archive("traced"))) {
			return network.kernels(layer, Golden.of(name).inputs());
		}
	}

	private static Tensor activation(final String name, final String layer, final Tensor input) {
		try (Network network = Network.open(Golden.of(name).archive("traced"))) {
			return network.run(Plan.FORWARD.tap(layer), input).activation(layer);
		}
	}

	private static Layer layer(final String name, final String layer, final Tensor input) {
		try (Network network = Network.open(Golden.of(name).archive("traced"))) {
			return network.layers(input).stream().filter(l -> l.name().equals(layer)).findFirst().orElseThrow();
		}
	}
}
