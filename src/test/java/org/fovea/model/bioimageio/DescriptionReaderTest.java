package org.fovea.model.bioimageio;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;

import org.fovea.FoveaException;
import org.fovea.model.InputFormat;
import org.fovea.model.Layout;
import org.fovea.model.ModelInfo.ScoreFunction;
import org.fovea.model.ModelKind;
import org.fovea.model.PixelType;
import org.fovea.model.preprocessing.EnsureType;
import org.fovea.network.Tensor;
import org.junit.jupiter.api.Test;

class DescriptionReaderTest {

	private static final String NEW = """
		%YAML 1.2
		---
		type: model
		format_version: 0.5.4
		name: A net
		description: What it does.
		license: MIT
		cite:
		- {text: A paper, doi: 10.1/2}
		- {text: A page, url: https://example.org}
		tags: [nuclei]
		inputs:
		- id: raw
		  axes:
		  - type: batch
		    size: 1
		  - type: channel
		    channel_names: [red, green, blue]
		  - {type: space, id: y, size: {min: 32, step: 16}}
		  - {type: space, size: {min: 32, step: 16}}
		  preprocessing:
		  - id: ensure_dtype
		    kwargs: {dtype: float32}
		  - id: zero_mean_unit_variance
		    kwargs: {axes: [y, x], eps: 1e-6}
		  test_tensor: {source: in.npy}
		outputs:
		- id: probability
		  axes:
		  - {type: batch}
		  - {type: channel, channel_names: [nucleus, edge]}
		  - {type: space, id: y, size: {tensor_id: raw, axis_id: y}, halo: 8}
		  - {type: space, id: x, size: {tensor_id: raw, axis_id: x}, halo: 8}
		  postprocessing:
		  - id: sigmoid
		  test_tensor: {source: ./out.npy, sha256: 39925FB38BC74530902E44BF8E43A8BD0A9E3675AAB758D89F47DC66CB9818ED}
		weights:
		  pytorch_state_dict: {source: weights.torch}
		  torchscript: {source: weights.pt, sha256: a4b0659a1b48454588b12179855ad0a0c9b69ccaa89b8bb06e6271e8f60b02fe, pytorch_version: 2.5.1}
		""";

	private static final String OLD = """
		format_version: 0.4.9
		name: Old
		inputs:
		- axes: &axes bczyx
		  name: raw
		  data_type: uint8
		  preprocessing:
		  - name: scale_linear
		    kwargs: {axes: zyx, gain: [1, 2], offset: 0.5}
		  shape: {min: [1, 2, 1, 64, 32], step: [0, 0, 0, 32, 16]}
		outputs:
		- axes: *axes
		  name: out
		  shape: {reference_tensor: raw, scale: [1, 0, 1, 1, 1], offset: [0, 1.5, 0, 0, 0]}
		test_inputs: [in.npy]
		test_outputs: ["https://example.org/out.npy"]
		sample_inputs: [in.tif]
		covers: ["cover.png"]
		documentation: README.md
		attachments: {files: [a.ijm]}
		weights:
		  torchscript: {source: weights.pt}
		""";

	@Test
	void format05IsRead() {
		final Description description = DescriptionReader.read(NEW);
		assertEquals("A net", description.name());
		assertEquals("MIT", description.licence());
		assertEquals("A paper 10.1/2; A page https://example.org", description.citation());
		assertEquals(ModelKind.SEGMENTER, description.kind());
		assertEquals(List.of("nucleus", "edge"), description.labels());
		assertEquals(ScoreFunction.SIGMOID, description.activation());
		final InputFormat input = description.input();
		assertEquals(new InputFormat(3, 0, 0, 32, 16, input.preprocessing(), Layout.BCYX), input);
		assertEquals(2, input.preprocessing().size());
		assertEquals("a4b0659a1b48454588b12179855ad0a0c9b69ccaa89b8bb06e6271e8f60b02fe", description.weights().sha256().orElseThrow());
		assertEquals(Optional.of(new FileReference("out.npy", Optional.of("39925fb38bc74530902e44bf8e43a8bd0a9e3675aab758d89f47dc66cb9818ed"))),
			description.outputs().get(0).test());
		assertEquals(List.of("weights.pt", "in.npy", "out.npy"), description.files().stream().map(FileReference::source).toList());
	}

	@Test
	void format04IsRead() {
		final Description description = DescriptionReader.read(OLD);
		final InputFormat input = description.input();
		assertEquals(new Layout("bczyx"), input.layout());
		assertEquals(2, input.channels());
		assertEquals(64, input.minimum());
		assertEquals(32, input.multiple());
		assertFalse(input.isFixed());
		assertEquals(ScoreFunction.NONE, description.activation());
		assertEquals(3, description.outputs().get(0).axis('c').orElseThrow().size());
		assertEquals(List.of("weights.pt", "in.npy", "https://example.org/out.npy", "in.tif", "cover.png", "README.md", "a.ijm"), description
			.files().stream().map(FileReference::source).toList());
		final Tensor pixels = Tensor.zeros(1, 2, 64, 64);
		pixels.data()[0] = 3.7f;
		pixels.data()[64 * 64] = 300;
		final Tensor prepared = input.prepare(pixels, PixelType.BYTE);
		assertEquals("Tensor[1, 2, 1, 64, 64]", prepared.toString());
		assertEquals(3.5f, prepared.at(0, 0, 0, 0, 0));
		assertEquals(510.5f, prepared.at(0, 1, 0, 0, 0));
	}

	@Test
	void foveasOwnPartWins() {
		final Description description = DescriptionReader.read(NEW + """
			config:
			  fovea: {kind: Denoiser, labels: [no, 1e5, "x: y"], activation: none, layer: down.2, sample: blood-smear}
			""");
		assertEquals(ModelKind.DENOISER, description.kind());
		assertEquals(List.of("no", "100000.0", "x: y"), description.labels());
		assertEquals(ScoreFunction.NONE, description.activation());
		assertEquals(Optional.of("down.2"), description.layer());
		assertEquals(Optional.of("blood-smear"), description.sample());
	}

	@Test
	void kindIsGuessedFromTheTensors() {
		final String flat = NEW.replaceAll("(?s)  - \\{type: space, id: y, size: \\{tensor_id.*?postprocessing", "  postprocessing");
		assertEquals(ModelKind.CLASSIFIER, DescriptionReader.read(flat).kind());
		assertEquals(ModelKind.EMBEDDER, DescriptionReader.read(flat.replace("id: sigmoid", "{id: ensure_dtype, kwargs: {dtype: float32}}").replace(
			"[nuclei]", "[cell embedding]")).kind());
		assertEquals(ModelKind.DENOISER, DescriptionReader.read(NEW.replace("[nuclei]", "[Denoising]")).kind());
		final String code = NEW.replaceAll("  - \\{type: space, (id: y, )?size: \\{min.*\n", "").replaceAll("(?s)  - id: zero_mean.*?1e-6}\n", "");
		assertEquals(ModelKind.GENERATOR, DescriptionReader.read(code).kind());
	}

	@Test
	void numbersOfChannelsAreNoLabels() {
		assertEquals(List.of(), DescriptionReader.read(NEW.replace("[nucleus, edge]", "[channel0, channel1]")).labels());
	}

	@Test
	void softmaxIsRead() {
		assertEquals(ScoreFunction.SOFTMAX, DescriptionReader.read(NEW.replace("id: sigmoid", "id: softmax")).activation());
	}

	@Test
	void networksMayTakeOtherOrdersOfAxes() {
		final String last = NEW.replaceFirst("(?s)  - type: channel\n    channel_names: \\[red, green, blue]\n", "").replaceFirst(
			"(?s)(  - \\{type: space, size: \\{min: 32, step: 16}}\n)", "$1  - {type: channel, channel_names: [a, b, c]}\n");
		assertEquals("byxc", DescriptionReader.read(last).input().layout().axes());
		final String none = NEW.replaceFirst("(?s)  - type: channel\n    channel_names: \\[red, green, blue]\n", "");
		final InputFormat grey = DescriptionReader.read(none).input();
		assertEquals("byx", grey.layout().axes());
		assertEquals(1, grey.channels());
	}

	@Test
	void describedNumberTypesAreImpliedCasts() {
		final String bytes = NEW.replaceFirst("  preprocessing:\n  - id: ensure_dtype\n    kwargs: \\{dtype: float32}\n",
			"  data: {type: uint8}\n  preprocessing:\n");
		final List<?> steps = DescriptionReader.read(bytes).input().preprocessing();
		assertEquals(new EnsureType(EnsureType.Type.UINT8), steps.get(0));
		assertEquals(new EnsureType(EnsureType.Type.UINT8), steps.get(2));
	}

	@Test
	void whatCannotBeUsedIsRefusedInASentence() {
		assertRefused("keras_hdf5, onnx", NEW.replaceFirst("(?s)weights:.*", "weights: {keras_hdf5: {source: a}, onnx: {source: b}}\n"));
		assertRefused("0.3.2", NEW.replace("0.5.4", "0.3.2"));
		assertRefused("dataset", NEW.replace("type: model", "type: dataset"));
		assertRefused("sharpen", NEW.replace("zero_mean_unit_variance", "sharpen"));
		assertRefused("outside the package", NEW.replace("source: in.npy", "source: ../in.npy"));
		assertRefused("outside the package", NEW.replace("source: in.npy", "source: /etc/passwd"));
		assertRefused("outside the package", NEW.replace("source: in.npy", "source: 'a\\\\..\\\\in.npy'"));
		assertRefused("outside the package", NEW.replace("source: weights.pt", "source: file:///weights.pt"));
		assertRefused("hexadecimal", NEW.replace("a4b0659a1b", "x"));
		assertRefused("'inputs' is missing", NEW.replace("inputs:", "ins:"));
		assertRefused("planes", OLD.replace("[1, 2, 1, 64, 32]", "[1, 2, 16, 64, 32]"));
		assertRefused("one size for each axis", OLD.replace("[1, 2, 1, 64, 32]", "[1, 2, 64, 32]"));
		assertRefused("kind", NEW + "config: {fovea: {kind: oracle}}\n");
		assertRefused("mapping", "- a\n- b\n");
		assertRefused("YAML", "a: [1, 2");
		assertRefused("duplicate key a in line 2", "a: 1\na: 2\n");
		assertRefused("mapping", "");
	}

	@Test
	void yamlCannotMakeObjectsOrFillTheMemory() {
		assertRefused("YAML", NEW + "x: !!javax.script.ScriptEngineManager [!!java.net.URLClassLoader [[!!java.net.URL ['http://127.0.0.1/']]]]\n");
		final StringBuilder bomb = new StringBuilder("a0: &a0 [x, x, x, x, x, x, x, x, x]\n");
		for (int i = 1; i < 12; i++) {
			bomb.append("a").append(i).append(": &a").append(i).append(" [").append(("*a" + (i - 1) + ", ").repeat(9)).append("x]\n");
		}
		assertRefused("YAML", bomb + NEW.replaceFirst("(?s)^%YAML 1.2\n---\n", ""));
		assertRefused("YAML", "a: " + "[".repeat(5000) + "]".repeat(5000));
		assertRefused("YAML", "a: &a [*a]\nb: {? *a : 1}\n" + "c: *a\n".repeat(100));
		assertRefused("YAML", "a: " + "x".repeat(3 << 20));
	}

	@Test
	void ownDescriptionsAreReadBack() {
		final DescriptionWriter.Bare bare = new DescriptionWriter.Bare("n/o", ModelKind.CLASSIFIER, List.of("yes", "no", "1e5", "a: b, c"),
			ScoreFunction.SOFTMAX, new DescriptionWriter.Size(0, 0, 16, 8), List.of(0.5), List.of(0.25), new int[] { 1, 3, 32, 32 }, new int[] { 1,
				4 }, new FileReference("weights.pt", Optional.of("a".repeat(64))), new FileReference("i.npy", Optional.empty()), new FileReference(
					"o.npy", Optional.empty()));
		final Description description = DescriptionReader.read(DescriptionWriter.write(bare));
		assertEquals(List.of("yes", "no", "1e5", "a: b, c"), description.labels());
		assertEquals(ScoreFunction.SOFTMAX, description.activation());
		assertEquals(16, description.input().minimum());
		assertEquals(8, description.input().multiple());
		final Tensor pixels = Tensor.zeros(1, 3, 16, 16);
		pixels.data()[0] = 255;
		assertEquals(2, description.input().prepare(pixels, PixelType.BYTE).at(0, 0, 0, 0), 1e-6);
		assertEquals(-2, description.input().prepare(pixels, PixelType.BYTE).at(0, 1, 0, 0), 1e-6);
		assertEquals((255 - 0.5) / 0.25, description.input().prepare(pixels, PixelType.SHORT).at(0, 0, 0, 0), 1e-4);
	}

	@Test
	void hashesAndPathsAreCompleted() {
		final FileReference remote = new FileReference("https://example.org/out.npy", Optional.empty());
		final String text = DescriptionWriter.localized(OLD, "b".repeat(64), List.of(remote));
		final Description description = DescriptionReader.read(text);
		assertEquals(Optional.of("b".repeat(64)), description.weights().sha256());
		assertEquals(remote.localPath(), description.outputs().get(0).test().orElseThrow().source());
	}

	private static void assertRefused(final String part, final String yaml) {
		final String message = assertThrows(FoveaException.class, () -> DescriptionReader.read(yaml)).getMessage();
		assertTrue(message.contains(part), message);
		assertFalse(message.contains("\n"), message);
		assertTrue(message.endsWith("."), message);
	}
}
