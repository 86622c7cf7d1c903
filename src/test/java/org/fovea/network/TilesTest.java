package org.fovea.network;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

import org.fovea.CancelledException;
import org.fovea.FoveaException;
import org.fovea.Progress;
import org.fovea.golden.Golden;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is computed tile by tile is what the whole image gives, at seams and at borders. */
class TilesTest {

	private static final double TOLERANCE = 1e-5;

	/** An image in memory that remembers how much of it was read at once. */
	private static final class Remembered implements Picture {

		private final Tensor image;
		private final int multiple;
		private final List<Window> windows = new ArrayList<>();

		Remembered(final int multiple, final int... shape) {
			image = Golden.formula(5, shape);
			this.multiple = multiple;
		}

		@Override
		public int channels() {
			return image.size(1);
		}

		@Override
		public int width() {
			return image.size(3);
		}

		@Override
		public int height() {
			return image.size(2);
		}

		@Override
		public int accepted(final int side) {
			return (side + multiple - 1) / multiple * multiple;
		}

		@Override
		public Tensor read(final Window window) {
			windows.add(window);
			final Tensor cut = Tensor.zeros(1, channels(), window.height(), window.width());
			for (int i = 0; i < cut.length(); i++) {
				final int row = i / window.width();
				cut.data()[i] = image.at(0, row / window.height(), window.y() + row % window.height(), window.x() + i % window.width());
			}
			return cut;
		}

		private int largest() {
			return windows.stream().mapToInt(w -> w.width() * w.height()).max().orElseThrow();
		}
	}

	@ParameterizedTest
	@CsvSource({ "gap, traced, features.5, 1, 71, 103, 8", "gap, frozen, /relu_3, 1, 90, 77, 16", "gap, scripted, features.2, 1, 61, 70, 5",
		"residual, traced, layer2, 1, 141, 160, 8", "residual, scripted, layer2, 1, 131, 203, 24", "five-channels, traced, auto, 1, 60, 63, 8",
		"resnet18, scripted, layer2, 1, 300, 331, 32", "blood-cells, , block4, 1, 389, 470, 64", "blood-cells, , block3, 1, 329, 340, 32" })
	void classifiersAreExplainedAsInOnePass(final String name, final String form, final String layer, final int multiple, final int height,
		final int width, final int side) throws URISyntaxException
	{
		final Remembered picture = new Remembered(multiple, 1, name.startsWith("five") ? 5 : 3, height, width);
		try (Network network = open(name, form)) {
			final String place = layer.equals("auto") ? network.layers(picture.image).stream().filter(Layer::isSpatial).reduce((a, b) -> b).orElseThrow()
				.name() : layer;
			final Target target = Target.logit(2);
			final Trace whole = network.run(Plan.FORWARD.tap(place).gradient(place, Network.INPUT), target, picture.image);
			final Tiles tiles = new Tiles(network, picture, side);
			final Trace tiled = tiles.gradient(place, target, Rule.PLAIN, Progress.NONE);
			assertTrue(picture.windows.stream().distinct().count() >= 9, () -> "tiles: " + picture.windows);
			assertTrue(picture.largest() < height * width, () -> "read " + picture.largest() + " pixels at once");
			assertSame(whole.activation(place), tiled.activation(place));
			assertSame(whole.gradient(place), tiled.gradient(place));
			assertSame(whole.gradient(Network.INPUT), tiled.gradient(Network.INPUT));
			assertSame(whole.output(), tiled.output());
			assertSame(whole.output(), tiles.output(place, Progress.NONE));
			assertEquals(whole.values()[0], tiled.values()[0], TOLERANCE * Math.abs(whole.values()[0]) + 1e-6);
		}
	}

	@ParameterizedTest
	@CsvSource({ "gap, traced, features.5, 71, 103, 8", "gap, frozen, features.2, 90, 77, 5", "gap, scripted, features.0, 64, 49, 8",
		"residual, scripted, layer2, 175, 181, 16", "residual, traced, layer1, 131, 160, 8", "blood-cells, , block3, 329, 340, 32" })
	void rulesHoldAcrossSeams(final String name, final String form, final String layer, final int height, final int width, final int side)
		throws URISyntaxException
	{
		final Remembered picture = new Remembered(1, 1, 3, height, width);
		try (Network network = open(name, form)) {
			final String place = name.equals("gap") && form.equals("frozen") ? "/relu_2" : layer;
			for (final Rule rule : List.of(Rule.GUIDED, Rule.DECONVNET)) {
				for (final Target target : List.of(Target.logit(2), Target.unit(place, 3))) {
					picture.windows.clear();
					final Trace whole = network.run(Plan.FORWARD.gradient(Network.INPUT).under(rule), target, picture.image);
					final Trace tiled = new Tiles(network, picture, side).gradient(place, target, rule, Progress.NONE);
					assertTrue(picture.largest() < height * width, () -> "read " + picture.largest() + " pixels at once");
					assertSame(whole.gradient(Network.INPUT), tiled.gradient(Network.INPUT));
					assertEquals(whole.values()[0], tiled.values()[0], TOLERANCE * Math.abs(whole.values()[0]) + 1e-6);
				}
			}
		}
	}

	@Test
	void rulesHoldForDenseResults() {
		final Remembered picture = new Remembered(4, 1, 1, 172, 184);
		try (Network network = Network.open(Golden.of("unet").archive("traced"))) {
			final Target target = Target.logit(1);
			for (final Rule rule : List.of(Rule.GUIDED, Rule.DECONVNET)) {
				final Tensor whole = network.run(Plan.FORWARD.gradient(Network.INPUT).under(rule), target, picture.image).gradient(Network.INPUT);
				assertSame(whole, new Tiles(network, picture, 8).gradient(Network.OUTPUT, target, rule, Progress.NONE).gradient(Network.INPUT));
			}
		}
	}

	@ParameterizedTest
	@CsvSource({ "gap, traced, features.5, 3, 1, 71, 83, 8", "residual, scripted, layer2, 3, 1, 141, 150, 12", "unet, traced, output, 1, 4, 140, 152, 8" })
	void changesOfLargeImagesAreThoseOfTheWhole(final String name, final String form, final String layer, final int channels, final int multiple,
		final int height, final int width, final int side)
	{
		final Remembered picture = new Remembered(multiple, 1, channels, height, width);
		final Tensor cover = Golden.formula(9, 1, channels, height, width);
		final LocalChanges.Windows windows = new LocalChanges.Windows(List.of(0, 31, height - 9), List.of(0, 2, 40, width - 9), 9);
		try (Network network = Network.open(Golden.of(name).archive(form))) {
			final LocalChanges expected = new LocalChanges(network, picture.image, cover, windows, Set.of(Network.OUTPUT));
			final LocalChanges found = new Tiles(network, picture, side).changes(layer, cover, windows, Set.of(Network.OUTPUT), Progress.NONE);
			assertSame(expected.unchanged().get(Network.OUTPUT), found.unchanged().get(Network.OUTPUT));
			assertTrue(found.share(0) < 0.8, () -> "share of the image: " + found.share(0));
			for (int i = 0; i < windows.count(); i++) {
				assertSame(expected.run(List.of(i)).get(Network.OUTPUT), found.run(List.of(i)).get(Network.OUTPUT));
			}
		}
	}

	@ParameterizedTest
	@CsvSource({ "traced, 140, 152, 4", "frozen, 132, 144, 16" })
	void denseResultsAreJoinedThemselves(final String form, final int height, final int width, final int side) {
		final Remembered picture = new Remembered(4, 1, 1, height, width);
		final float[] inside = new float[height * width];
		for (int i = 0; i < inside.length; i++) inside[i] = i / width > 20 && i / width < 90 && i % width > 40 && i % width < 110 ? 1 : 0;
		try (Network network = Network.open(Golden.of("unet").archive(form))) {
			final Tiles tiles = new Tiles(network, picture, side);
			for (final Target target : List.of(Target.logit(1), Target.region(2, new Heatmap(width, height, inside, false)))) {
				final Trace whole = network.run(Plan.FORWARD.gradient(Network.INPUT), target, picture.image);
				final Trace tiled = tiles.gradient(Network.OUTPUT, target, Rule.PLAIN, Progress.NONE);
				assertTrue(picture.largest() < height * width, () -> "read " + picture.largest() + " pixels at once");
				assertTrue(picture.windows.stream().distinct().count() >= 9, () -> "tiles: " + picture.windows);
				assertSame(whole.output(), tiled.output());
				assertSame(whole.gradient(Network.INPUT), tiled.gradient(Network.INPUT));
				assertEquals(whole.values()[0], tiled.values()[0], TOLERANCE * Math.abs(whole.values()[0]));
				final Trace once = new Tiles(network, picture, 2 * width).trace(Network.OUTPUT, target, Progress.NONE);
				assertArrayEquals(whole.output().data(), once.output().data());
				assertSame(once.gradient(Network.OUTPUT), tiles.trace(Network.OUTPUT, target, Progress.NONE).gradient(Network.OUTPUT));
				picture.windows.clear();
			}
		}
	}

	@Test
	void unitsOfALayerAreJoinedAtTheirLayer() {
		final Remembered picture = new Remembered(1, 1, 3, 70, 83);
		final Target target = Target.position("features.2", 3, 20, 17);
		try (Network network = Network.open(Golden.of("gap").archive("traced"))) {
			final Tensor whole = network.run(Plan.FORWARD.gradient(Network.INPUT), target, picture.image).gradient(Network.INPUT);
			assertSame(whole, new Tiles(network, picture, 8).gradient("features.2", target, Rule.PLAIN, Progress.NONE).gradient(Network.INPUT));
		}
	}

	@Test
	void theSizeOfTilesDoesNotMatter() {
		final Remembered picture = new Remembered(1, 1, 3, 97, 101);
		try (Network network = Network.open(Golden.of("gap").archive("scripted"))) {
			final Tensor once = new Tiles(network, picture, 200).gradient("features.5", Target.top(), Rule.PLAIN, Progress.NONE).gradient(Network.INPUT);
			assertEquals(97 * 101, picture.largest());
			for (int side = 1; side < 100; side += 13) {
				assertSame(once, new Tiles(network, picture, side).gradient("features.5", Target.top(), Rule.PLAIN, Progress.NONE).gradient(Network.INPUT));
			}
		}
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', value = { "plain | traced | relu2 | 3 | does not take images of any size",
		"unet | traced | bottom | 1 | passes layer 'bottom' by", "unet | scripted | merge2 | 1 | passes layer 'merge2' by",
		"efficientnet | scripted | auto | 3 | sees the whole image", "squeeze-excitation | traced | auto | 3 | sees the whole image",
		"in-place | traced | relu | 3 | depends on where a tile lies", "gap | traced | fc | 3 | has no maps", "gap | traced | nowhere | 3 | no layer 'nowhere'" })
	void whatTilesWouldChangeIsRefused(final String name, final String form, final String layer, final int channels, final String sentence) {
		final Remembered picture = new Remembered(4, 1, channels, 160, 160);
		try (Network network = Network.open(Golden.of(name).archive(form))) {
			final String place = layer.equals("auto") ? network.layers(Tensor.zeros(1, channels, 64, 64)).stream().filter(l -> l.isSpatial() && l.shape()[2] >
				1).reduce((a, b) -> b).orElseThrow().name() : layer;
			final Tiles tiles = new Tiles(network, picture, 8);
			final String said = assertThrows(FoveaException.class, () -> tiles.trace(place, Target.logit(0), Progress.NONE)).getMessage();
			assertTrue(said.contains(sentence), said);
			assertTrue(said.endsWith(".") && said.indexOf('\n') < 0, said);
		}
	}

	/** A tile at the border of the image would need the opposite border. */
	@Test
	void circularPaddingIsRefused() throws URISyntaxException {
		final Remembered picture = new Remembered(1, 1, 1, 160, 160);
		try (Network network = Network.open(Path.of(TilesTest.class.getResource("/fields/circular.pt").toURI()))) {
			final Tiles tiles = new Tiles(network, picture, 40);
			assertTrue(assertThrows(FoveaException.class, () -> tiles.activation("conv3", Progress.NONE)).getMessage().contains("tiles would change it"));
		}
	}

	@Test
	void everyTileIsReportedAndCancelStopsBeforeTheNext() {
		final Remembered picture = new Remembered(1, 1, 3, 70, 70);
		final List<String> reports = new ArrayList<>();
		final Progress impatient = new Progress() {

			@Override
			public void report(final String what, final double fraction) {
				reports.add(what);
			}

			@Override
			public boolean isCancelled() {
				return reports.size() == 5;
			}
		};
		try (Network network = Network.open(Golden.of("gap").archive("traced"))) {
			assertThrows(CancelledException.class, () -> new Tiles(network, picture, 8).trace("features.5", Target.logit(0), impatient));
		}
		assertEquals(5, picture.windows.size());
		assertTrue(reports.get(4).startsWith("Tile 5 of "), reports.get(4));
	}

	private static Network open(final String name, final String form) throws URISyntaxException {
		if (!name.equals("blood-cells")) return Network.open(Golden.of(name).archive(form));
		return Network.open(Path.of(TilesTest.class.getResource("/org/fovea/models/blood-cells/blood-cells.pt").toURI()));
	}

	private static void assertSame(final Tensor expected, final Tensor found) {
		assertArrayEquals(expected.shape(), found.shape());
		double largest = 0;
		double deviation = 0;
		for (int i = 0; i < expected.length(); i++) {
			largest = Math.max(largest, Math.abs(expected.data()[i]));
			deviation = Math.max(deviation, Math.abs(expected.data()[i] - found.data()[i]));
		}
		assertTrue(largest > 0, "nothing to compare");
		assertTrue(deviation <= TOLERANCE * largest, "differs by " + deviation / largest + " of the largest");
	}
}
