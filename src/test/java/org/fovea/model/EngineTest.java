package org.fovea.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.fovea.FoveaException;
import org.fovea.Progress;
import org.fovea.model.Fixtures.Recorder;
import org.fovea.model.ModelInfo.ScoreFunction;
import org.fovea.model.ModelService.CheckReport;
import org.fovea.model.ModelService.ImportRequest;
import org.fovea.model.bioimageio.Npy;
import org.fovea.network.Plan;
import org.fovea.network.Tensor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Imports of real TorchScript networks; networks and numbers come from {@code src/test/python/model_fixtures.py}. */
class EngineTest {

	private static final List<Double> MEAN = List.of(0.485, 0.456, 0.406);

	private static final List<Double> DEVIATION = List.of(0.229, 0.224, 0.225);

	@TempDir
	private Path temporary;

	private Path store;

	private Registry registry;

	@BeforeEach
	void open() {
		store = temporary.resolve("store");
		registry = new Registry(Fixtures.setup(store, new EngineOpener()));
	}

	@AfterEach
	void close() {
		registry.close();
	}

	@Test
	void importedClassifierEqualsPyTorch() throws IOException {
		final Path file = Fixtures.file(temporary, "classifier.pt");
		final ModelInfo info = registry.add(request(file, ModelKind.CLASSIFIER, MEAN, DEVIATION, List.of("a", "b", "c", "d")), Progress.NONE);
		assertEquals(new InputFormat(3, 0, 0, 8, 1, info.input().preprocessing()), info.input());
		assertEquals(ScoreFunction.SOFTMAX, info.activation());
		try (Model model = registry.open("classifier"); Model again = registry.open("classifier")) {
			assertSame(model.network(), again.network());
			final Tensor expected = array("classifier-logits.npy");
			final Tensor found = model.network().run(Plan.FORWARD, model.prepare(array("classifier-input.npy"))).output();
			assertArrayEquals(expected.data(), found.data(), 1e-5f);
			assertArrayEquals(expected.shape(), found.shape());
		}
		final CheckReport report = registry.check("classifier", Progress.NONE);
		assertTrue(report.hashMatches());
		assertEquals(0, report.rewriteDifference());
		assertTrue(report.testDifference().orElseThrow() < 1e-5, report.toString());
		assertEquals(2, report.rectifiers());
		assertTrue(report.layers() >= 6, report.toString());
		assertEquals(List.of(), report.limitations());
	}

	@Test
	void packagesOfBothFormatsReproduceTheirTestTensors() throws IOException {
		for (final boolean isOld : new boolean[] { true, false }) {
			final Recorder progress = new Recorder();
			final Path zip = Fixtures.zip(temporary.resolve(isOld ? "old.zip" : "new.zip"), segmenter(isOld));
			final ModelInfo info = registry.add(Fixtures.request(zip), progress);
			assertEquals(ModelKind.SEGMENTER, info.kind());
			assertEquals(ScoreFunction.SIGMOID, info.activation());
			assertEquals(8, info.input().minimum());
			assertEquals(4, info.input().multiple());
			final CheckReport report = registry.check(info.id(), Progress.NONE);
			assertTrue(report.testDifference().orElseThrow() < 1e-5, report.toString());
			assertEquals(0, report.rewriteDifference());
			assertEquals(3, report.rectifiers());
			assertTrue(progress.messages.stream().anyMatch(message -> message.startsWith("Test image: largest difference")));
		}
	}

	@Test
	void sizesAreFoundOut() throws IOException {
		final ModelInfo fixed = registry.add(request(Fixtures.file(temporary, "fixed.pt"), ModelKind.CLASSIFIER, List.of(), List.of(), List.of()),
			Progress.NONE);
		assertTrue(fixed.input().isFixed(), fixed.toString());
		assertEquals(28, fixed.input().width());
		assertEquals(1, fixed.input().channels());
		final ModelInfo segmenter = registry.add(request(Fixtures.file(temporary, "segmenter.pt"), ModelKind.SEGMENTER, List.of(), List.of(), List
			.of()), Progress.NONE);
		assertEquals(8, segmenter.input().minimum());
		assertEquals(4, segmenter.input().multiple());
		assertEquals(ScoreFunction.SIGMOID, segmenter.activation());
	}

	@Test
	void generatorsTakeCodes() throws IOException {
		final ModelInfo info = registry.add(request(Fixtures.file(temporary, "generator.pt"), ModelKind.GENERATOR, List.of(), List.of(), List.of()),
			Progress.NONE);
		assertEquals(new InputFormat(16, 1, 1, 1, 1, info.input().preprocessing(), new Layout("bc")), info.input());
		assertTrue(registry.check("generator", Progress.NONE).testDifference().orElseThrow() < 1e-5);
		try (Model model = registry.open("generator")) {
			final Tensor code = Tensor.of(new float[] { -2, 3, 0.5f, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0 }, 1, 16, 1, 1);
			assertArrayEquals(code.data(), model.prepare(code).data());
			assertArrayEquals(new int[] { 1, 3, 8, 8 }, model.network().run(Plan.FORWARD, model.prepare(code)).output().shape());
		}
	}

	@Test
	void networksThatEndInProbabilitiesAreShownAsTheyAre() throws IOException {
		final ModelInfo info = registry.add(request(Fixtures.file(temporary, "probabilities.pt"), ModelKind.CLASSIFIER, List.of(0.5), List.of(0.5),
			List.of()), Progress.NONE);
		assertEquals(ScoreFunction.NONE, info.activation());
	}

	@Test
	void whatFoveaWritesItReads() throws IOException {
		registry.add(request(Fixtures.file(temporary, "classifier.pt"), ModelKind.CLASSIFIER, MEAN, DEVIATION, List.of("yes", "no", "1e5",
			"a, b: c")), Progress.NONE);
		final Path zip = temporary.resolve("again.zip");
		registry.export("classifier", zip);
		final ModelInfo again = registry.add(Fixtures.request(zip), Progress.NONE);
		final ModelInfo first = registry.find("classifier").info();
		assertEquals(first.labels(), again.labels());
		assertEquals(first.input(), again.input());
		assertEquals(first.sha256(), again.sha256());
		assertEquals(first.activation(), again.activation());
	}

	@Test
	void whatIsNoUsableNetworkIsRefusedAndLeavesNothingBehind() throws IOException {
		refuse("state-dict.pth", ModelKind.CLASSIFIER, "torch.jit");
		refuse("two-inputs.pt", ModelKind.CLASSIFIER, "2 inputs");
		refuse("segmenter.pt", ModelKind.CLASSIFIER, "segmenter");
		refuse("classifier.pt", ModelKind.SEGMENTER, "classifier");
		final Path text = Files.writeString(temporary.resolve("text.pt"), "no network");
		assertThrows(FoveaException.class, () -> registry.add(Fixtures.request(text), Progress.NONE));
		final byte[] whole = Fixtures.bytes("classifier.pt");
		final Path truncated = Files.write(temporary.resolve("half.pt"), Arrays.copyOf(whole, whole.length / 2));
		assertThrows(FoveaException.class, () -> registry.add(Fixtures.request(truncated), Progress.NONE));
		final ImportRequest size = new ImportRequest(Fixtures.file(temporary, "fixed.pt").toString(), Optional.empty(), ModelKind.CLASSIFIER, 30, 30,
			List.of(), List.of(), List.of(), Optional.empty());
		assertTrue(assertThrows(FoveaException.class, () -> registry.add(size, Progress.NONE)).getMessage().contains("30×30"));
		assertEquals(List.of(), Fixtures.files(store));
	}

	private void refuse(final String name, final ModelKind kind, final String part) throws IOException {
		final Path file = Fixtures.file(temporary, name);
		final String message = assertThrows(FoveaException.class, () -> registry.add(request(file, kind, List.of(), List.of(), List.of()),
			Progress.NONE)).getMessage();
		assertTrue(message.contains(part), message);
		assertEquals(List.of(), Fixtures.files(store));
	}

	private static ImportRequest request(final Path path, final ModelKind kind, final List<Double> mean, final List<Double> deviation,
		final List<String> labels)
	{
		return new ImportRequest(path.toString(), Optional.empty(), kind, 0, 0, mean, deviation, labels, Optional.empty());
	}

	private static Tensor array(final String name) throws IOException {
		return Npy.read(new ByteArrayInputStream(Fixtures.bytes(name)));
	}

	private static Map<String, byte[]> segmenter(final boolean isOld) throws IOException {
		final String old = """
			format_version: 0.4.10
			name: Segmenter
			inputs:
			- name: raw
			  axes: bcyx
			  data_type: float32
			  shape: {min: [1, 1, 8, 8], step: [0, 0, 4, 4]}
			  preprocessing: [{name: zero_mean_unit_variance, kwargs: {axes: cyx, mode: per_sample}}]
			outputs:
			- name: mask
			  axes: bcyx
			  data_type: float32
			  shape: {reference_tensor: raw, scale: [1, 1, 1, 1], offset: [0, 0, 0, 0]}
			  postprocessing: [{name: sigmoid}]
			test_inputs: [segmenter-input.npy]
			test_outputs: [segmenter-scores.npy]
			weights: {torchscript: {source: segmenter.pt}}
			""";
		final String recent = """
			format_version: 0.5.4
			name: Segmenter
			inputs:
			- id: raw
			  axes:
			  - {type: batch}
			  - {type: channel, channel_names: [intensity]}
			  - {type: space, id: y, size: {min: 8, step: 4}}
			  - {type: space, id: x, size: {min: 8, step: 4}}
			  preprocessing: [{id: zero_mean_unit_variance, kwargs: {axes: [channel, y, x]}}]
			  test_tensor: {source: segmenter-input.npy}
			outputs:
			- id: mask
			  axes:
			  - {type: batch}
			  - {type: channel, channel_names: [mask]}
			  - {type: space, id: y, size: {tensor_id: raw, axis_id: y}}
			  - {type: space, id: x, size: {tensor_id: raw, axis_id: x}}
			  postprocessing: [{id: sigmoid}]
			  test_tensor: {source: segmenter-scores.npy}
			weights: {torchscript: {source: segmenter.pt, pytorch_version: 2.13.0}}
			""";
		final Map<String, byte[]> files = new LinkedHashMap<>();
		files.put(isOld ? "rdf.yaml" : "bioimageio.yaml", (isOld ? old : recent).getBytes(StandardCharsets.UTF_8));
		for (final String name : List.of("segmenter.pt", "segmenter-input.npy", "segmenter-scores.npy")) files.put(name, Fixtures.bytes(name));
		return files;
	}
}
