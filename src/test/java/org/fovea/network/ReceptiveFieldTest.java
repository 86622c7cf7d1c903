package org.fovea.network;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.fovea.FoveaException;
import org.fovea.golden.Golden;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
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

	static Stream<Arguments> archives() {
		return Golden.names().stream().filter(name -> !CHANNELS_LAST.contains(name)).map(Golden::of).filter(golden -> golden.input().rank() == 4)
			.flatMap(golden -> golden.forms().stream().map(form -> Arguments.of(golden, form)));
	}

	/** With whatever weights: what has a gradient lies in the field. */
	@ParameterizedTest
	@MethodSource("archives")
	void gradientsStayInsideTheField(final Golden golden, final String form) {
		try (Network network = Network.open(golden.archive(form))) {
			final List<Layer> layers = network.layers(golden.inputs()).stream().filter(ReceptiveFieldTest::isLimited).filter(Layer::isSpatial).toList();
			for (int i = 0; i < layers.size(); i += Math.max(1, layers.size() / 6)) {
				final Layer layer = layers.get(i);
				final int h = layer.shape()[2];
				final int w = layer.shape()[3];
				for (final int[] at : new int[][] { { h / 2, w / 3 }, { h - 1, 0 } }) {
					final Optional<Support> support = support(network, layer, at[0], at[1], golden.inputs());
					support.ifPresent(s -> assertInside(layer, at[0], at[1], s, golden.input()));
				}
			}
		}
	}

	private static boolean isLimited(final Layer layer) {
		return layer.vertical().filter(f -> !f.isWhole()).isPresent() && layer.horizontal().filter(f -> !f.isWhole()).isPresent();
	}

	/** Empty where the code computes without gradients. */
	private static Optional<Support> support(final Network network, final Layer layer, final int y, final int x, final Tensor... inputs) {
		try {
			return Optional.of(Support.of(network.run(Plan.FORWARD.gradient(Network.INPUT), Seed.at(layer.name(), layer.shape(), y, x), inputs)
				.gradient(Network.INPUT)));
		}
		catch (final FoveaException e) {
			return Optional.empty();
		}
	}

	private static void assertInside(final Layer layer, final int y, final int x, final Support support, final Tensor input) {
		if (support.equals(Support.NONE)) return;
		final ReceptiveField vertical = layer.vertical().orElseThrow();
		final ReceptiveField horizontal = layer.horizontal().orElseThrow();
		final String what = layer.name() + " at " + y + ", " + x + " sees " + support + ", not " + vertical + " and " + horizontal;
		assertTrue(support.top() >= first(vertical, y) && support.bottom() <= first(vertical, y) + vertical.size() - 1, what);
		assertTrue(support.left() >= first(horizontal, x) && support.right() <= first(horizontal, x) + horizontal.size() - 1, what);
	}

	private static double first(final ReceptiveField field, final int position) {
		return field.offset() + position * field.jump();
	}

	/** With positive weights and nothing that gates: every limit of the field is reached. */
	@ParameterizedTest
	@CsvSource({ "plain, traced, 16, 16", "gap, frozen, 40, 36", "residual, scripted, 96, 80", "unet, traced, 112, 96", "unet, frozen, 112, 96",
		"dict-output, scripted, 24, 28", "loop, scripted, 24, 20", "language, scripted, 24, 20", "one-channel, scripted, 24, 20",
		"five-channels, traced, 24, 20", "dashed, traced, 24, 20", "squeezenet, scripted, 128, 128", "resnet18, traced, 160, 192",
		"densenet, scripted, 160, 128", "googlenet, frozen, 160, 128", "shufflenet, frozen, 128, 128" })
	void positiveWeightsFillTheField(final String name, final String form, final int height, final int width, @TempDir final Path folder) {
		final Golden golden = Golden.of(name);
		try (Network network = Network.open(PositiveArchive.write(golden.archive(form), folder.resolve("positive.pt")))) {
			final int channels = golden.input().size(1);
			final List<Layer> layers = network.layers(Tensor.zeros(1, channels, height, width)).stream().filter(ReceptiveFieldTest::isLimited).filter(
				Layer::isSpatial).filter(layer -> !interior(layer, height, width).isEmpty()).toList();
			assertFalse(layers.isEmpty());
			for (int i = 0; i < layers.size(); i += Math.max(1, layers.size() / 8)) assertFilled(network, layers.get(i), channels, height, width);
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

	private static void assertFilled(final Network network, final Layer layer, final int channels, final int height, final int width) {
		final List<int[]> interior = interior(layer, height, width);
		final ReceptiveField vertical = layer.vertical().orElseThrow();
		final ReceptiveField horizontal = layer.horizontal().orElseThrow();
		double top = Double.POSITIVE_INFINITY;
		double bottom = Double.NEGATIVE_INFINITY;
		double left = Double.POSITIVE_INFINITY;
		double right = Double.NEGATIVE_INFINITY;
		for (int k = 0; k < Math.min(6, interior.size()); k++) {
			final int[] at = interior.get(k * 7919 % interior.size());
			Support support = Support.NONE;
			for (int image = 0; image < 5; image++) {
				support = support.union(support(network, layer, at[0], at[1], random(image, 1, channels, height, width)).orElseThrow());
			}
			assertInside(layer, at[0], at[1], support, Tensor.zeros(1, 1, height, width));
			top = Math.min(top, support.top() - at[0] * vertical.jump());
			bottom = Math.max(bottom, support.bottom() - at[0] * vertical.jump());
			left = Math.min(left, support.left() - at[1] * horizontal.jump());
			right = Math.max(right, support.right() - at[1] * horizontal.jump());
		}
		assertEquals(vertical.offset(), top, 1e-6, layer.name() + " top");
		assertEquals(vertical.size(), Math.ceil(bottom - vertical.offset() + 1 - 1e-6), layer.name() + " height");
		assertEquals(horizontal.offset(), left, 1e-6, layer.name() + " left");
		assertEquals(horizontal.size(), Math.ceil(right - horizontal.offset() + 1 - 1e-6), layer.name() + " width");
	}

	private static Tensor random(final int seed, final int... shape) {
		final Tensor tensor = Tensor.zeros(shape);
		final Random random = new Random(seed);
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

	/** Convolutions are found in all forms; their order, and where normalisations went, differ. */
	@ParameterizedTest
	@MethodSource("networks")
	void allFormsAgree(final Golden golden) {
		final List<Map<String, Layer>> forms = golden.forms().stream().map(form -> layers(golden.name(), form, golden.inputs())).toList();
		for (final Map<String, Layer> form : forms) assertEquals(convolutions(forms.get(0)), convolutions(form));
		if (!golden.forms().containsAll(List.of("traced", "scripted"))) return;
		forms.get(0).forEach((name, layer) -> {
			final Layer other = forms.get(1).get(name);
			if (other == null || !layer.isModule() || !Arrays.equals(layer.shape(), other.shape())) return;
			assertEquals(List.of(layer.vertical(), layer.horizontal()), List.of(other.vertical(), other.horizontal()), name);
		});
	}

	private static List<String> convolutions(final Map<String, Layer> layers) {
		return layers.values().stream().filter(layer -> layer.operator().toLowerCase(java.util.Locale.ROOT).matches("_?conv[\\w]*")).filter(
			layer -> layer.shape().length > 3).map(layer -> Arrays.toString(layer.shape()) + layer.vertical() + layer.horizontal()).sorted().toList();
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
