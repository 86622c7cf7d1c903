package org.fovea.network;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import org.fovea.golden.Golden;
import org.fovea.network.LocalChanges.Windows;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is computed again after a change is what one run of the whole changed image gives. */
class LocalChangesTest {

	private static final double TOLERANCE = 1e-5;
	/** Only what operators do counts, so that networks are cut that are too small for it to pay. */
	private static final Route.Costs FREE = new Route.Costs(1, 0, 0);

	/** How much of the image and of later places is computed again, at most; 1 where the whole network runs. */
	@ParameterizedTest
	@CsvSource({ "gap, traced, 3, 64, 72, 8, 8, 0.2", "gap, frozen, 3, 61, 50, 7, 5, 0.3", "gap, scripted, 3, 33, 40, 4, 3, 0.3",
		"residual, traced, 3, 96, 101, 12, 9, 0.2", "residual, scripted, 3, 90, 64, 16, 16, 0.3", "residual, frozen, 3, 70, 71, 9, 20, 0.3",
		"resnet18, traced, 3, 128, 128, 16, 16, 0.3", "resnet18, frozen, 3, 111, 97, 13, 17, 0.4", "mobilenet-v2, scripted, 3, 96, 96, 12, 12, 0.4",
		"squeezenet, traced, 3, 96, 105, 12, 12, 0.4", "densenet, traced, 3, 96, 96, 16, 16, 0.4", "googlenet, frozen, 3, 128, 128, 16, 28, 0.4",
		"convnext, scripted, 3, 96, 96, 12, 12, 0.4", "pre-activation, traced, 3, 64, 64, 8, 8, 0.5", "plain, traced, 3, 16, 16, 3, 1, 0.5",
		"unet, traced, 1, 128, 132, 16, 16, 0.5", "unet, scripted, 1, 140, 128, 10, 20, 0.5", "five-channels, traced, 5, 48, 48, 6, 6, 0.4",
		"blood-cells, , 3, 160, 160, 20, 20, 0.4", "squeeze-excitation, traced, 3, 64, 64, 8, 8, 0.2", "vit, scripted, 3, 32, 32, 4, 4, 1",
		"attention, traced, 3, 16, 16, 4, 4, 0.2", "dict-output, traced, 3, 64, 64, 8, 8, 0.2", "in-place, traced, 3, 48, 48, 6, 6, 1" })
	void outputsAreThoseOfTheWholeChangedImage(final String name, final String form, final int channels, final int height, final int width,
		final int side, final int stride, final double share) throws URISyntaxException
	{
		try (Network network = open(name, form)) {
			final Question question = new Question(network, Golden.formula(3, 1, channels, height, width), Golden.formula(4, 1, channels, height, width),
				new Windows(starts(height, side, stride), starts(width, side, stride), side));
			final LocalChanges changes = question.check(Set.of(Network.OUTPUT));
			assertEquals(share < 1, !changes.stages().isEmpty(), () -> "stages: " + changes.stages());
			if (share < 1) assertTrue(changes.share(0) < share, () -> "share of the image: " + changes.share(0));
		}
	}

	static Stream<String> networksOfOneImage() {
		return Golden.names().stream().filter(name -> Golden.of(name).inputs().length == 1 && Golden.of(name).input().rank() == 4);
	}

	/** Whatever a network is made of, the answer is right or refused as it is for the image itself. */
	@ParameterizedTest
	@MethodSource("networksOfOneImage")
	void everyKindOfNetwork(final String name) {
		final Golden golden = Golden.of(name);
		final Tensor image = Tensor.of(golden.input().slice(0).data(), 1, golden.input().size(1), golden.input().size(2), golden.input().size(3));
		final int side = Math.max(1, Math.min(image.size(2), image.size(3)) / 5);
		final Windows windows = new Windows(starts(image.size(2), side, 2 * side), starts(image.size(3), side, 2 * side), side);
		try (Network network = Network.open(golden.archive(golden.forms().get(0)))) {
			new Question(network, image, Golden.formula(4, image.shape()), windows).check(Set.of(Network.OUTPUT));
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "gap", "residual", "unet" })
	void anyWindowsOfAnyImage(final String name) {
		final SplittableRandom random = new SplittableRandom(11);
		try (Network network = Network.open(Golden.of(name).archive("traced"))) {
			final int channels = name.equals("unet") ? 1 : 3;
			final int multiple = name.equals("unet") ? 4 : 1;
			int local = 0;
			for (int i = 0; i < 12; i++) {
				final int height = random.nextInt(8, 28) * multiple;
				final int width = random.nextInt(8, 28) * multiple;
				final int side = random.nextInt(1, Math.min(height, width) / 2);
				final Windows windows = new Windows(starts(height, side, random.nextInt(1 + side / 2, 2 * side + 2)), starts(width, side, random.nextInt(1 +
					side / 2, 2 * side + 2)), side);
				final Question question = new Question(network, Golden.formula(i, 1, channels, height, width), Golden.formula(i + 50, 1, channels, height,
					width), windows);
				if (!question.check(Set.of(Network.OUTPUT)).stages().isEmpty()) local++;
			}
			assertTrue(local > 3, "only " + local + " of 12 ran on crops");
		}
	}

	@Test
	void layersInsideTheNetworkMayBeWanted() {
		try (Network network = Network.open(Golden.of("residual").archive("traced"))) {
			final Question question = new Question(network, Golden.formula(3, 1, 3, 64, 64), Golden.formula(4, 1, 3, 64, 64), new Windows(starts(64, 8, 8),
				starts(64, 8, 8), 8));
			final LocalChanges early = question.check(Set.of("layer1.0"));
			assertEquals("layer1.0", early.stages().get(early.stages().size() - 1).to().name());
			question.check(Set.of("layer1.0", "layer2"));
			question.check(Set.of("layer1", Network.OUTPUT));
			question.check(Set.of("layer1.0.conv1"));
		}
	}

	@Test
	void everyWindowIsInOneBatchAndBatchesHaveABound() {
		try (Network network = Network.open(Golden.of("gap").archive("traced"))) {
			final Windows windows = new Windows(starts(64, 8, 5), starts(50, 8, 3), 8);
			final LocalChanges changes = new LocalChanges(network, Golden.formula(3, 1, 3, 64, 50), Golden.formula(4, 1, 3, 64, 50), windows, Set.of(
				Network.OUTPUT), FREE);
			final List<List<Integer>> batches = changes.batches(7);
			assertTrue(batches.stream().allMatch(batch -> batch.size() <= 7), batches::toString);
			assertEquals(IntStream.range(0, windows.count()).boxed().toList(), batches.stream().flatMap(List::stream).sorted().toList());
		}
	}

	@Test
	void oneWindowIsNoReasonToCut() {
		try (Network network = Network.open(Golden.of("gap").archive("traced"))) {
			final Question question = new Question(network, Golden.formula(3, 1, 3, 64, 64), Golden.formula(4, 1, 3, 64, 64), new Windows(List.of(9), List
				.of(20), 8));
			assertTrue(question.check(Set.of(Network.OUTPUT)).stages().isEmpty());
		}
	}

	/** An image, its windows, and the answer by brute force. */
	private record Question(Network network, Tensor input, Tensor cover, Windows windows) {

		LocalChanges check(final Set<String> wanted) {
			final LocalChanges changes = new LocalChanges(network, input, cover, windows, wanted, FREE);
			for (final List<Integer> batch : changes.batches(8)) {
				final Map<String, Tensor> found = changes.run(batch);
				for (int n = 0; n < batch.size(); n++) {
					final Trace expected = network.run(Plan.FORWARD.tap(wanted.stream().filter(w -> !w.equals(Network.OUTPUT)).toArray(String[]::new)),
						painted(batch.get(n)));
					for (final String layer : wanted) {
						assertSame(layer.equals(Network.OUTPUT) ? expected.output() : expected.activation(layer), found.get(layer), n, batch.size());
					}
				}
			}
			return changes;
		}

		private Tensor painted(final int window) {
			final float[] data = input.data().clone();
			for (int i = 0; i < data.length; i++) {
				final int x = i % input.size(3) - windows.left(window);
				final int y = i / input.size(3) % input.size(2) - windows.top(window);
				if (x >= 0 && y >= 0 && x < windows.side() && y < windows.side()) data[i] = cover.data()[i];
			}
			return Tensor.of(data, input.shape());
		}
	}

	private static void assertSame(final Tensor expected, final Tensor found, final int n, final int entries) {
		final int[] shape = expected.shape();
		shape[0] = entries;
		assertArrayEquals(shape, found.shape());
		double largest = 0;
		double deviation = 0;
		for (int i = 0; i < expected.length(); i++) {
			largest = Math.max(largest, Math.abs(expected.data()[i]));
			deviation = Math.max(deviation, Math.abs(expected.data()[i] - found.data()[n * expected.length() + i]));
		}
		assertTrue(deviation <= TOLERANCE * largest, "differs by " + deviation / largest + " of the largest");
	}

	private static List<Integer> starts(final int size, final int side, final int stride) {
		final List<Integer> starts = new ArrayList<>();
		for (int start = 0; start + side < size; start += stride) starts.add(start);
		starts.add(size - side);
		return starts;
	}

	private static Network open(final String name, final String form) throws URISyntaxException {
		if (!name.equals("blood-cells")) return Network.open(Golden.of(name).archive(form));
		return Network.open(Path.of(LocalChangesTest.class.getResource("/org/fovea/models/blood-cells/blood-cells.pt").toURI()));
	}
}
