package org.fovea.network;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What every single position of small networks sees, by the gradient of PyTorch: with positive weights it is above 0 at each pixel that is seen.
 * The networks pad in circles, enlarge by sizes that tracing computes, keep some of the pixels that were made from channels, or have even
 * kernels.
 */
class EveryPositionTest {

	private static final int HEIGHT = 20;
	private static final int WIDTH = 24;

	@ParameterizedTest
	@ValueSource(strings = { "circular", "shuffled", "even" })
	void seesItsFieldToTheLastPixel(final String name) throws URISyntaxException {
		try (Network network = open(name)) {
			int wrapped = 0;
			int exact = 0;
			for (final Layer layer : followed(network)) {
				final List<int[]> positions = positions(layer);
				final Tensor gradient = gradient(network, layer, positions);
				for (int n = 0; n < positions.size(); n++) {
					final Support seen = Support.of(gradient.slice(n));
					final List<Seen> both = List.of(new Seen(layer.vertical().orElseThrow(), positions.get(n)[0], HEIGHT, seen.top(), seen.bottom()), new Seen(
						layer.horizontal().orElseThrow(), positions.get(n)[1], WIDTH, seen.left(), seen.right()));
					for (final Seen one : both) {
						one.check(layer.name());
						wrapped += one.field.isPart(one.position, one.pixels) ? 0 : 1;
						exact += one.isInside() ? 1 : 0;
					}
				}
			}
			assertEquals(name.equals("circular"), wrapped > 0);
			assertTrue(exact > 200, exact + " inside the image");
		}
	}

	/** What a position sees along an axis. */
	private record Seen(ReceptiveField field, int position, int pixels, int first, int last) {

		private boolean isInside() {
			return field.first(position) >= 0 && field.last(position) <= pixels - 1 && field.jump() == Math.rint(field.jump());
		}

		/** Exactly the field inside the image, both borders where it wraps, no more than the field elsewhere. */
		private void check(final String layer) {
			final String what = layer + " at " + position + " sees " + first + " to " + last + ", not " + field;
			if (isInside()) assertTrue(first == field.first(position) && last == field.last(position), what);
			else if (!field.isPart(position, pixels)) assertTrue(first == 0 && last == pixels - 1, what);
			else assertTrue(first >= field.first(position) && last <= field.last(position), what);
		}
	}

	/** Where positions differ, the field is the smallest that holds what any of them sees. */
	@Test
	void enlargementsBySizesThatTracingComputesAreFollowed() throws URISyntaxException {
		try (Network network = open("recomputed")) {
			final List<Layer> layers = followed(network);
			assertTrue(layers.stream().anyMatch(layer -> layer.name().equals("conv3")), layers.toString());
			for (final Layer layer : layers) {
				final List<int[]> positions = positions(layer);
				final Tensor gradient = gradient(network, layer, positions);
				final ReceptiveField h = layer.horizontal().orElseThrow();
				double left = Double.POSITIVE_INFINITY;
				double right = Double.NEGATIVE_INFINITY;
				for (int n = 0; n < positions.size(); n++) {
					final Support seen = Support.of(gradient.slice(n));
					final int x = positions.get(n)[1];
					assertTrue(seen.left() >= h.first(x) - 1e-6 && seen.right() <= h.last(x) + 1e-6, layer.name() + " at " + x + ": " + seen);
					if (h.first(x) < 0 || h.last(x) > WIDTH - 1) continue;
					left = Math.min(left, seen.left() - x * h.jump());
					right = Math.max(right, seen.right() - x * h.jump());
				}
				assertEquals(h.size(), Math.ceil(right - left + 1 - 1e-6), layer.name());
			}
		}
	}

	/** Beyond the border of a part of the image lies its other border, which is no border of the image. */
	@Test
	void circularPaddingBehindACropClaimsNoLessThanIsSeen() throws URISyntaxException {
		try (Network network = open("cropped-circular")) {
			final Layer layer = network.layers(Tensor.zeros(1, 1, HEIGHT, WIDTH)).stream().filter(l -> l.name().equals("conv2")).findFirst().orElseThrow();
			final List<int[]> positions = positions(layer);
			final Tensor gradient = gradient(network, layer, positions);
			for (int n = 0; n < positions.size(); n++) {
				final Support seen = Support.of(gradient.slice(n));
				layer.vertical().ifPresent(field -> assertTrue(field.isWhole() || seen.top() >= field.first(0) && seen.bottom() <= field.last(0)));
				layer.horizontal().ifPresent(field -> assertTrue(field.isWhole() || seen.left() >= field.first(0) && seen.right() <= field.last(0)));
			}
		}
	}

	private static Network open(final String name) throws URISyntaxException {
		return Network.open(Path.of(EveryPositionTest.class.getResource("/fields/" + name + ".pt").toURI()));
	}

	private static List<Layer> followed(final Network network) {
		final List<Layer> layers = network.layers(Tensor.zeros(1, 1, HEIGHT, WIDTH)).stream().filter(Layer::isSpatial).toList();
		assertTrue(layers.size() > 1);
		for (final Layer layer : layers) {
			assertTrue(layer.vertical().filter(f -> !f.isWhole()).isPresent() && layer.horizontal().filter(f -> !f.isWhole()).isPresent(), layer.toString());
		}
		return layers;
	}

	private static List<int[]> positions(final Layer layer) {
		final List<int[]> positions = new ArrayList<>();
		for (int y = 0; y < layer.shape()[2]; y++) {
			for (int x = y % 3; x < layer.shape()[3]; x += 3) positions.add(new int[] { y, x });
		}
		return positions;
	}

	private static Tensor gradient(final Network network, final Layer layer, final List<int[]> positions) {
		final Tensor input = Tensor.zeros(positions.size(), 1, HEIGHT, WIDTH);
		final Random random = new Random(1);
		for (int i = 0; i < input.length(); i++) input.data()[i] = 0.5f + random.nextFloat();
		return network.run(Plan.FORWARD.gradient(Network.INPUT), Seed.at(layer.name(), layer.shape(), positions), input).gradient(Network.INPUT);
	}
}
