package org.fovea.network;

import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import org.fovea.FoveaException;
import org.fovea.golden.Golden;
import org.fovea.torchscript.Archive;
import org.fovea.torchscript.Instrumenter;
import org.fovea.torchscript.ReceptiveFields;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

/**
 * Receptive fields against three judges: the formula for chains, the input's gradient (which is 0 wherever a unit cannot look), and
 * the three forms in which one network is exported.
 */
class ReceptiveFieldTest {

	/** Their maps are {@code [N, H, W, C]} in places, which {@link Seed#at} does not know. */
	private static final List<String> CHANNELS_LAST = List.of("swin", "swin-v2", "convnext");

	static Stream<Golden> images() {
		return Golden.names().stream().filter(name -> !CHANNELS_LAST.contains(name)).map(Golden::of).filter(golden -> golden.input().rank() == 4);
	}

	/** With whatever weights: what has a gradient lies in the field. */
	@ParameterizedTest
	@MethodSource("images")
	void gradientsStayInsideTheField(final Golden golden) {
		try (Network network = Network.open(golden.archive(golden.forms().get(0)))) {
			final List<Layer> layers = network.layers(golden.inputs()).stream().filter(ReceptiveFieldTest::isLimited).filter(Layer::isSpatial).toList();
			for (int i = 0; i < layers.size(); i += Math.max(1, layers.size() / 6)) {
				final Layer layer = layers.get(i);
				final int h = layer.shape()[2];
				final int w = layer.shape()[3];
				for (final int[] at : new int[][] { { h / 2, w / 3 }, { h - 1, 0 } }) {
					supports(network, layer, List.of(at), golden.inputs()).forEach(support -> assertInside(layer, at, support));
				}
			}
		}
	}

	private static boolean isLimited(final Layer layer) {
		return layer.vertical().filter(f -> !f.isWhole()).isPresent() && layer.horizontal().filter(f -> !f.isWhole()).isPresent();
	}

	/** Of each entry of the batch; none where the code computes without gradients. */
	private static List<Support> supports(final Network network, final Layer layer, final List<int[]> positions, final Tensor... inputs) {
		try {
			final Tensor gradient = network.run(Plan.FORWARD.gradient(Network.INPUT), Seed.at(layer.name(), layer.shape(), positions), inputs).gradient(
				Network.INPUT);
			return IntStream.range(0, positions.size()).mapToObj(n -> Support.of(gradient.slice(n))).toList();
		}
		catch (final FoveaException e) {
			return List.of();
		}
	}

	private static void assertInside(final Layer layer, final int[] at, final Support support) {
		if (support.equals(Support.NONE)) return;
		final ReceptiveField vertical = layer.vertical().orElseThrow();
		final ReceptiveField horizontal = layer.horizontal().orElseThrow();
		final String what = layer.name() + " at " + Arrays.toString(at) + " sees " + support + ", not " + vertical + " and " + horizontal;
		assertTrue(support.top() >= first(vertical, at[0]) && support.bottom() <= first(vertical, at[0]) + vertical.size() - 1, what);
		assertTrue(support.left() >= first(horizontal, at[1]) && support.right() <= first(horizontal, at[1]) + horizontal.size() - 1, what);
	}

	private static double first(final ReceptiveField field, final int position) {
		return field.offset() + position * field.jump();
	}

	/** With positive weights and nothing that gates: every limit of the field is reached. */
	@ParameterizedTest
	@CsvSource({ "plain, traced, 16, 16", "gap, frozen, 32, 28", "residual, scripted, 64, 56", "unet, traced, 72, 64", "dict-output, scripted, 20, 24",
		"loop, scripted, 24, 20", "language, scripted, 24, 20", "one-channel, scripted, 24, 20", "five-channels, traced, 24, 20",
		"dashed, traced, 24, 20", "squeezenet, scripted, 80, 80", "resnet18, traced, 112, 128", "densenet, scripted, 96, 80",
		"googlenet, frozen, 96, 80", "shufflenet, frozen, 80, 80" })
	void positiveWeightsFillTheField(final String name, final String form, final int height, final int width, @TempDir final Path folder) {
		final Golden golden = Golden.of(name);
		try (Network network = Network.open(PositiveArchive.write(golden.archive(form), folder.resolve("positive.pt")))) {
			final int channels = golden.input().size(1);
			final List<Layer> layers = network.layers(Tensor.zeros(1, channels, height, width)).stream().filter(ReceptiveFieldTest::isLimited).filter(
				layer -> layer.isSpatial() && !layer.operator().contains("Pad") && !interior(layer, height, width).isEmpty()).toList();
			assertFalse(layers.isEmpty());
			for (int i = layers.size() - 1; i >= 0; i -= Math.max(1, layers.size() / 5)) assertFilled(network, layers.get(i), channels, height, width);
		}
	}

	/** Positions whose field lies inside the image. */
	private static List<int[]> interior(final Layer layer, final int height, final int width) {
		final List<int[]> inside = new ArrayList<>();
		final int[] size = { height, width };
		for (int y = 0; y < layer.shape()[2]; y++) {
			for (int x = 0; x < layer.shape()[3]; x++) {
				if (isInside(layer.vertical().orElseThrow(), y, height) && isInside(layer.horizontal().orElseThrow(), x, size[1])) {
					inside.add(new int[] { y, x });
				}
			}
		}
		return inside;
	}

	private static boolean isInside(final ReceptiveField field, final int position, final int pixels) {
		return first(field, position) >= 0 && first(field, position) + field.size() <= pixels;
	}

	/** Several images, because max-pooling passes only one gradient of its window; several positions, because fractional jumps differ. */
	private static void assertFilled(final Network network, final Layer layer, final int channels, final int height, final int width) {
		final List<int[]> positions = new ArrayList<>();
		for (int n = 0; n < 8; n++) positions.add(neighbour(interior(layer, height, width), n % 4));
		final ReceptiveField vertical = layer.vertical().orElseThrow();
		final ReceptiveField horizontal = layer.horizontal().orElseThrow();
		double top = Double.POSITIVE_INFINITY;
		double bottom = Double.NEGATIVE_INFINITY;
		double left = Double.POSITIVE_INFINITY;
		double right = Double.NEGATIVE_INFINITY;
		final List<Support> supports = supports(network, layer, positions, random(positions.size(), channels, height, width));
		for (int n = 0; n < positions.size(); n++) {
			final int[] at = positions.get(n);
			assertInside(layer, at, supports.get(n));
			top = Math.min(top, supports.get(n).top() - at[0] * vertical.jump());
			bottom = Math.max(bottom, supports.get(n).bottom() - at[0] * vertical.jump());
			left = Math.min(left, supports.get(n).left() - at[1] * horizontal.jump());
			right = Math.max(right, supports.get(n).right() - at[1] * horizontal.jump());
		}
		assertEquals(vertical.offset(), top, 1e-6, layer.name() + " top");
		assertEquals(vertical.size(), Math.ceil(bottom - vertical.offset() + 1 - 1e-6), layer.name() + " height");
		assertEquals(horizontal.offset(), left, 1e-6, layer.name() + " left");
		assertEquals(horizontal.size(), Math.ceil(right - horizontal.offset() + 1 - 1e-6), layer.name() + " width");
	}

	/** A position some way down and right of the first, because each enlargement in a network treats rows in turn; the first where none is. */
	private static int[] neighbour(final List<int[]> positions, final int phase) {
		final int[] first = positions.get(0);
		return positions.stream().filter(at -> (at[0] - first[0]) % 4 == phase && (at[1] - first[1]) % 4 == phase).findFirst().orElse(first);
	}

	private static Tensor random(final int... shape) {
		final Tensor tensor = Tensor.zeros(shape);
		final Random random = new Random(1);
		for (int i = 0; i < tensor.length(); i++) tensor.data()[i] = 0.5f + random.nextFloat();
		return tensor;
	}

	/** Kernel, stride, padding. */
	private static ReceptiveField chain(final int[]... windows) {
		int size = 1;
		int jump = 1;
		int offset = 0;
		for (final int[] w : windows) {
			size += (w[0] - 1) * jump;
			offset -= w[2] * jump;
			jump *= w[1];
		}
		return new ReceptiveField(size, jump, offset);
	}

	@Test
	void chainsFollowTheFormula() {
		final int[] stem = { 7, 2, 3 };
		final int[] pool = { 3, 2, 1 };
		final int[] same = { 3, 1, 1 };
		final int[] half = { 3, 2, 1 };
		final Map<String, Layer> resnet = layers("resnet18", "scripted", 1, 3, 64, 96);
		assertField(chain(stem), resnet.get("conv1"));
		assertField(chain(stem, pool), resnet.get("maxpool"));
		assertField(chain(stem, pool, same, same, same, same), resnet.get("layer1"));
		assertField(chain(stem, pool, same, same, same, same, half, same), resnet.get("layer2"));
		assertField(chain(stem, pool, same, same, same, same, half, same, half, same, half, same), resnet.get("layer4"));
		assertField(new ReceptiveField(43, 4, -21), resnet.get("layer1"));
		final int[] squeeze = { 3, 2, 0 };
		final Map<String, Layer> squeezenet = layers("squeezenet", "traced", 1, 3, 128, 128);
		assertField(chain(squeeze, squeeze, same, same, squeeze, same, same, squeeze, same, same, same, same), squeezenet.get("features"));
		final Map<String, Layer> fiveChannels = layers("five-channels", "scripted", 1, 5, 32, 32);
		assertField(chain(same, new int[] { 5, 1, 2 }), fiveChannels.get("dilated"));
	}

	private static void assertField(final ReceptiveField expected, final Layer layer) {
		assertEquals(Optional.of(expected), layer.vertical(), layer.name());
		assertEquals(Optional.of(expected), layer.horizontal(), layer.name());
	}

	private static Map<String, Layer> layers(final String name, final String form, final int... shape) {
		return layers(name, form, new Tensor[] { Tensor.zeros(shape) });
	}

	private static Map<String, Layer> layers(final String name, final String form, final Tensor... inputs) {
		try (Network network = Network.open(Golden.of(name).archive(form))) {
			return network.layers(inputs).stream().collect(Collectors.toMap(Layer::name, Function.identity(), (a, b) -> a, LinkedHashMap::new));
		}
	}

	/** Araujo, Norris, Sim: Computing Receptive Fields of Convolutional Neural Networks. Distill 2019. */
	@ParameterizedTest
	@CsvSource({ "alexnet, 224, 195", "vgg16, 224, 212", "resnet50, 224, 483", "inception-v3, 299, 1311" })
	void deepNetworksHaveTheirPublishedFields(final String name, final int side, final int size) throws URISyntaxException {
		try (Network network = Network.open(Path.of(ReceptiveFieldTest.class.getResource("/fields/" + name + ".pt").toURI()))) {
			final List<Layer> layers = network.layers(Tensor.zeros(1, 3, side, side));
			final Layer last = layers.stream().filter(ReceptiveFieldTest::isLimited).reduce((a, b) -> b).orElseThrow();
			assertEquals(size, last.vertical().orElseThrow().size());
			assertEquals(32, last.horizontal().orElseThrow().jump());
		}
	}

	/** Whatever is not understood costs receptive fields, not the list. */
	@Test
	void surprisesAreNoErrors() {
		final Archive archive = Archive.read(Golden.of("plain").archive("traced"));
		final Map<String, String> code = new Instrumenter(archive.code(), archive.data().type(), Set.of()).instrument().code();
		final Map<String, int[]> shapes = Map.of("input", new int[] { 1, 3, 16, 16 }, ".conv1", new int[] { 1, 8, 16, 16 }, ".relu1", new int[] { 1, 7,
			16, 16 }, ".pool", new int[] { 1, 8, 8, 8 });
		final List<int[]> inputs = List.of(new int[] { 1, 3, 16, 16 });
		final Map<String, ReceptiveFields.Found> found = new ReceptiveFields(archive, code).find(inputs, shapes);
		assertTrue(found.get(".conv1").vertical().isPresent());
		assertTrue(found.get(".relu1").vertical().isEmpty(), "a shape that disagrees");
		assertTrue(found.get(".pool").vertical().isEmpty(), "what comes behind it");
		assertEquals(Map.of(), new ReceptiveFields(archive, Map.of()).find(inputs, shapes));
		assertEquals(Map.of(), new ReceptiveFields(archive, code).find(List.of(), Map.of()));
		final Map<String, String> endless = new HashMap<>(code);
		endless.replaceAll((path, text) -> text.replace("    conv1 = self.conv1\n", "    while True:\n      pass\n    conv1 = self.conv1\n"));
		assertEquals(Set.of("input"), new ReceptiveFields(archive, endless).find(inputs, shapes).keySet());
	}

	@ParameterizedTest
	@ValueSource(strings = { "gap:pool", "squeeze-excitation:conv2", "squeeze-excitation:/mul_1", "attention:attention", "attention:mlp", "vit:encoder",
		"plain:fc", "resnet18:avgpool", "repeated:norm", "swin:avgpool" })
	void whatSeesEverythingSaysSo(final String place) {
		final String name = place.split(":")[0];
		final Layer layer = layers(name, "traced", Golden.of(name).inputs()).get(place.split(":")[1]);
		assertTrue(layer.vertical().orElseThrow().isWhole() && layer.horizontal().orElseThrow().isWhole());
	}

	@ParameterizedTest
	@ValueSource(strings = { "two-inputs:numbers", "generator:up1", "recurrent:gru", "swin:features.1.1", "attention:norm1" })
	void whatHasNoSingleFieldHasNone(final String place) {
		final String name = place.split(":")[0];
		final Layer layer = layers(name, "traced", Golden.of(name).inputs()).get(place.split(":")[1]);
		assertEquals(List.of(Optional.empty(), Optional.empty()), List.of(layer.vertical(), layer.horizontal()));
	}

	@Test
	void tokensAndWindowsAreFollowed() {
		assertField(new ReceptiveField(4, 4, 0), layers("tokens", "frozen", 1, 3, 16, 16).values().iterator().next());
		assertField(new ReceptiveField(4, 4, 0), layers("tokens", "traced", 1, 3, 16, 16).get("mlp"));
		final Map<String, Layer> swin = layers("swin", "traced", 1, 3, 32, 32);
		assertField(new ReceptiveField(4, 4, 0), swin.get("features.0"));
		assertField(new ReceptiveField(4 * 4 + 2 * 3 * 2, 4, -3 * 4), swin.get("features.1.0"));
	}

	static Stream<Golden> networks() {
		return Golden.names().stream().map(Golden::of).filter(golden -> golden.forms().size() > 1);
	}

	/** Freezing drops names and the layers that a caller returns; what is left has the same fields. */
	@ParameterizedTest
	@MethodSource("networks")
	void allFormsAgree(final Golden golden) {
		final Map<String, Map<String, Layer>> forms = golden.forms().stream().collect(Collectors.toMap(Function.identity(), form -> layers(golden.name(),
			form, golden.inputs())));
		final Map<String, Layer> reference = forms.getOrDefault("scripted", forms.get("traced"));
		forms.forEach((form, layers) -> {
			final Set<String> found = convolutions(layers);
			assertTrue(convolutions(reference).containsAll(found), () -> found + " in " + convolutions(reference));
			layers.forEach((name, layer) -> {
				final Layer other = reference.get(name);
				if (other == null || !layer.isModule()) return;
				assertEquals(List.of(other.vertical(), other.horizontal()), List.of(layer.vertical(), layer.horizontal()), name);
			});
		});
	}

	private static Set<String> convolutions(final Map<String, Layer> layers) {
		return layers.values().stream().filter(layer -> layer.operator().toLowerCase(Locale.ROOT).matches("_?conv.*")).filter(layer -> layer
			.shape().length > 3).map(layer -> Arrays.toString(layer.shape()) + layer.vertical() + layer.horizontal()).collect(Collectors.toSet());
	}

	@Test
	void frozenOperatorsKnowTheirWeights() {
		final List<Long> modules = layers("plain", "traced", 1, 3, 16, 16).values().stream().filter(l -> l.operator().equals("Conv2d")).map(
			Layer::parameters).toList();
		final List<Long> operators = layers("plain", "frozen", 1, 3, 16, 16).values().stream().filter(l -> l.parameters() > 0).map(Layer::parameters)
			.toList();
		assertEquals(List.of(216L, 864L, 864L), modules);
		assertEquals(modules, operators.subList(0, 3));
	}
}
