package org.fovea.network;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.net.URISyntaxException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;

import org.fovea.FoveaException;
import org.fovea.golden.Golden;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The weights that layers apply, bit for bit those of PyTorch's state dictionaries ({@code src/test/python/filters.py}). */
class KernelsTest {

	@ParameterizedTest
	@ValueSource(strings = { "gap", "plain", "residual", "unet", "generator", "five-channels", "one-channel", "dashed", "loop", "squeeze-excitation",
		"shared", "volume" })
	void areThoseOfTheStateDictionary(final String name) throws IOException {
		final Golden golden = Golden.of(name);
		for (final String form : List.of("scripted", "traced")) {
			try (Network network = Network.open(golden.archive(form))) {
				final int checked = check(network, golden(name), golden.inputs());
				assertEquals(network.withKernels(golden.inputs()).size(), checked, name + " " + form);
			}
		}
	}

	/** In a frozen network weights are constants without names; the order of execution tells which is which. */
	@ParameterizedTest
	@CsvSource({ "gap, features.0, /conv2d_1", "gap, features.4, /conv2d_3", "plain, conv2, /conv2d_2", "one-channel, net.4, /conv2d_2",
		"five-channels, depthwise, /conv2d_1", "volume, conv2, /conv3d_2", "generator, up1, /conv_transpose2d_1", "unet, head, output" })
	void frozenNetworksHaveThemAsConstants(final String name, final String trained, final String operator) throws IOException {
		final Golden golden = Golden.of(name);
		try (Network network = Network.open(golden.archive("frozen"))) {
			assertEqual(golden(name).getAsJsonObject(trained), network.kernels(operator, golden.inputs()), name);
		}
	}

	@Test
	void unusualWaysToApplyThem() throws Exception {
		try (Network network = unusual()) {
			final Tensor input = Golden.formula(0, 1, 3, 20, 18);
			assertEquals(5, check(network, golden("kernels"), input));
			assertEquals(List.of("/convolution_1", "up", "same", "line", "output"), network.withKernels(input).stream().map(Layer::name).toList());
			final Kernels up = network.kernels("up", input);
			assertTrue(up.isTransposed());
			assertEquals(List.of(0, 1, 2, 3), List.of(up.channel(0, 0), up.channel(2, 1), up.channel(3, 0), up.channel(5, 1)));
		}
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', value = {
		"normal | Layer 'normal' (ParametrizedConv2d) computes its filters while it runs, so that the file does not hold them; choose one of /convolution_1, up, same, line, output.",
		"/relu_1 | Layer '/relu_1' (relu) has no filters; choose one of /convolution_1, up, same, line, output.",
		"nowhere | The network has no layer 'nowhere' whose filters could be shown; choose one of /convolution_1, up, same, line, output." })
	void saysWhichLayersHaveNone(final String layer, final String sentence) throws Exception {
		try (Network network = unusual()) {
			assertEquals(sentence, assertThrows(FoveaException.class, () -> network.kernels(layer, Golden.formula(0, 1, 3, 20, 18))).getMessage());
		}
	}

	@Test
	void saysWhichPartsOfALayerHaveSome() {
		final Golden golden = Golden.of("residual");
		try (Network network = Network.open(golden.archive("scripted"))) {
			final String sentence = assertThrows(FoveaException.class, () -> network.kernels("layer1.0", golden.inputs())).getMessage();
			assertEquals("Layer 'layer1.0' is made of 2 layers with filters of their own; choose one of layer1.0.conv1, layer1.0.conv2.", sentence);
		}
	}

	/** A transposed convolution adds kernel (o, i) to unit o wherever input channel i has a pixel of value 1. */
	@Test
	void transposedKernelsAreWhatAPixelAdds() throws Exception {
		try (Network network = unusual()) {
			final Tensor input = Golden.formula(0, 1, 3, 20, 18);
			final Kernels kernels = network.kernels("up", input);
			final Tensor gradient = network.run(Plan.FORWARD.gradient("/relu_1"), Target.position("up", 4, 12, 14), input).gradient("/relu_1");
			int found = 0;
			for (int channel = 0; channel < 4; channel++) {
				for (final float share : gradient.slice(0).slice(channel).data()) {
					if (share == 0) continue;
					assertTrue(channel >= 2, "unit 4 belongs to the second group");
					assertTrue(has(kernels.values().slice(4).slice(channel - 2), share));
					found++;
				}
			}
			assertEquals(8, found, "even positions see four kernel elements of each of two channels");
		}
	}

	private static boolean has(final Tensor kernel, final float value) {
		for (final float weight : kernel.data()) {
			if (Math.abs(weight - value) < 1e-6) return true;
		}
		return false;
	}

	private static int check(final Network network, final JsonObject golden, final Tensor... inputs) throws IOException {
		int checked = 0;
		for (final Layer layer : network.withKernels(inputs)) {
			assertEqual(golden.getAsJsonObject(layer.name()), network.kernels(layer.name(), inputs), layer.name());
			checked++;
		}
		for (final Map.Entry<String, JsonElement> entry : golden.entrySet()) {
			if (network.layers(inputs).stream().noneMatch(layer -> layer.name().equals(entry.getKey()))) continue;
			assertEqual(entry.getValue().getAsJsonObject(), network.kernels(entry.getKey(), inputs), entry.getKey());
		}
		return checked;
	}

	private static void assertEqual(final JsonObject expected, final Kernels kernels, final String what) {
		final int[] shape = expected.getAsJsonArray("shape").asList().stream().mapToInt(JsonElement::getAsInt).toArray();
		final int[] five = { shape[0], shape[1], 1, 1, 1 };
		System.arraycopy(shape, 2, five, 7 - shape.length, shape.length - 2);
		assertEquals(Arrays.toString(five), Arrays.toString(kernels.values().shape()), what);
		assertEquals(expected.get("sha256").getAsString(), sha256(kernels.values()), what);
	}

	private static String sha256(final Tensor tensor) {
		final ByteBuffer bytes = ByteBuffer.allocate(Float.BYTES * tensor.length()).order(ByteOrder.LITTLE_ENDIAN);
		for (final float value : tensor.data()) bytes.putFloat(value);
		try {
			return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes.array()));
		}
		catch (final NoSuchAlgorithmException e) {
			throw new IllegalStateException(e);
		}
	}

	private static JsonObject golden(final String net) throws IOException {
		try (Reader json = new InputStreamReader(KernelsTest.class.getResourceAsStream("/filters.json"), StandardCharsets.UTF_8)) {
			return JsonParser.parseReader(json).getAsJsonObject().getAsJsonObject("nets").getAsJsonObject(net);
		}
	}

	private static Network unusual() throws URISyntaxException {
		return Network.open(Path.of(KernelsTest.class.getResource("/filters/kernels.pt").toURI()));
	}
}
