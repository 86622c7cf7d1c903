package org.fovea.sample;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.IntStream;

import org.fovea.cam.GradCam;
import org.fovea.model.bioimageio.Npy;
import org.fovea.network.Heatmap;
import org.fovea.network.Network;
import org.fovea.network.Plan;
import org.fovea.network.Target;
import org.fovea.network.Tensor;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.yaml.snakeyaml.Yaml;

/** The bundled classifier, as the engine of this project runs it, finds the cells of simulated smears that it has never seen. */
class BloodCellsModelTest {

	private static final String FOLDER = "/org/fovea/models/blood-cells/";
	private static final int WBC = 0;
	private static final int PLATELET = 1;
	private static final int RBC = 2;

	private static Map<String, Object> description;
	private static Network network;

	@BeforeAll
	static void open() throws IOException, URISyntaxException {
		description = new Yaml().load(Files.readString(file("bioimageio.yaml")));
		network = Network.open(file("blood-cells.pt"));
	}

	@AfterAll
	static void close() {
		network.close();
	}

	@Test
	void everyFileHasTheHashThatTheDescriptionNames() throws IOException, URISyntaxException, NoSuchAlgorithmException {
		for (final Map<String, Object> entry : List.of(child(first("inputs"), "test_tensor"), child(first("outputs"), "test_tensor"), child(child(
			description, "weights"), "torchscript")))
		{
			final byte[] hash = MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file((String) entry.get("source"))));
			assertEquals(entry.get("sha256"), HexFormat.of().formatHex(hash), () -> "of " + entry.get("source"));
		}
	}

	@Test
	void theTestTensorsAreReproduced() throws IOException, URISyntaxException {
		final Tensor expected = Npy.read(Files.newInputStream(file("test-output.npy")));
		final Tensor found = network.run(Plan.FORWARD, prepare(Npy.read(Files.newInputStream(file("test-input.npy"))))).output();
		assertEquals(expected.length(), found.length());
		for (int i = 0; i < found.length(); i++) assertEquals(expected.data()[i], found.data()[i], 1e-4 * (1 + Math.abs(expected.data()[i])));
	}

	@Test
	void theSmallestInputAndAnyLargerOneAreAccepted() {
		for (final int[] size : new int[][] { { 32, 32 }, { 33, 47 }, { 301, 64 } }) {
			final Tensor logits = network.run(Plan.FORWARD, Tensor.zeros(1, 3, size[0], size[1])).output();
			assertEquals(3, logits.length());
		}
	}

	@ParameterizedTest
	@EnumSource(CellType.class)
	void cropsAreRecognised(final CellType type) {
		final int count = 8;
		final BloodSmear smear = new BloodSmear(1, 1, 4711);
		long right = 0;
		for (int i = 0; i < count; i++) {
			final float[] logits = network.run(Plan.FORWARD, prepare(pixels(smear.crop(type, 192, i)))).output().data();
			final boolean white = logits[WBC] > 0 == type.isWhite();
			final boolean wanted = type.isWhite() || logits[type == CellType.PLATELET ? PLATELET : RBC] > 0;
			if (white && wanted) right++;
		}
		final long correct = right;
		assertTrue(right >= count - 1, () -> correct + " of " + count + " crops of " + type.title() + " were right");
	}

	@Test
	void gradCamPointsAtTheCells() {
		final BloodSmear smear = new BloodSmear(640, 480, 4711);
		final List<Smear> fields = IntStream.range(0, 10).parallel().mapToObj(smear::field).toList();
		final double white = hits(fields, WBC, cell -> cell.type().isWhite());
		assertTrue(white >= 0.9, () -> "white cells " + white);
		final double platelets = hits(fields, PLATELET, cell -> cell.type() == CellType.PLATELET);
		assertTrue(platelets >= 0.8, () -> "platelets " + platelets);
	}

	@Test
	void theMapOfRedCellsSparesWhiteOnes() {
		final BloodSmear smear = new BloodSmear(640, 480, 4711);
		double red = 0;
		double white = 0;
		for (int i = 0; i < 4; i++) {
			final Smear field = smear.field(i);
			final float[] map = map(field, RBC);
			red += mean(map, field, Part.RED_CELL);
			white += mean(map, field, Part.NUCLEUS);
		}
		final double ratio = white / red;
		assertTrue(red > 0 && ratio < 0.3, () -> "nuclei get " + ratio + " of what red cells get");
	}

	private static double mean(final float[] map, final Smear field, final Part part) {
		final byte[] labels = field.labels().update(null).getCurrentStorageArray();
		return IntStream.range(0, map.length).filter(i -> labels[i] == part.label()).mapToDouble(i -> map[i]).average().orElse(0);
	}

	private static float[] map(final Smear field, final int label) {
		final Heatmap map = new GradCam("block4").map(network, Target.logit(label), prepare(pixels(field))).maps().get(0);
		return map.resize(field.width(), field.height()).values();
	}

	/** @return in how many of the fields that hold such a cell the map's maximum lies in the box of one */
	private static double hits(final List<Smear> fields, final int label, final Predicate<Cell> wanted) {
		int all = 0;
		int hits = 0;
		for (final Smear field : fields) {
			final List<Cell> cells = field.cells().stream().filter(wanted).toList();
			if (cells.isEmpty()) continue;
			all++;
			final float[] values = map(field, label);
			final int peak = IntStream.range(0, values.length).reduce(0, (a, b) -> values[b] > values[a] ? b : a);
			final int x = peak % 640;
			final int y = peak / 640;
			if (cells.stream().anyMatch(c -> c.minX() <= x && x <= c.maxX() && c.minY() <= y && y <= c.maxY())) hits++;
		}
		assertTrue(all > 0);
		return hits / (double) all;
	}

	private static Tensor pixels(final Smear smear) {
		final int[] argb = smear.image().update(null).getCurrentStorageArray();
		final float[] planes = new float[3 * argb.length];
		for (int c = 0; c < 3; c++) {
			for (int i = 0; i < argb.length; i++) planes[c * argb.length + i] = argb[i] >>> 16 - 8 * c & 0xFF;
		}
		return Tensor.of(planes, 1, 3, smear.height(), smear.width());
	}

	/** What the description's fixed_zero_mean_unit_variance says. */
	@SuppressWarnings("unchecked")
	private static Tensor prepare(final Tensor pixels) {
		final Map<String, Object> step = ((List<Map<String, Object>>) first("inputs").get("preprocessing")).stream()
			.filter(s -> s.get("id").equals("fixed_zero_mean_unit_variance")).findFirst().orElseThrow();
		final List<Number> mean = (List<Number>) child(step, "kwargs").get("mean");
		final List<Number> deviation = (List<Number>) child(step, "kwargs").get("std");
		final float[] values = pixels.data().clone();
		final int plane = values.length / 3;
		for (int i = 0; i < values.length; i++) {
			values[i] = (float) ((values[i] - mean.get(i / plane).doubleValue()) / deviation.get(i / plane).doubleValue());
		}
		return Tensor.of(values, pixels.shape());
	}

	@SuppressWarnings("unchecked")
	private static Map<String, Object> first(final String key) {
		return ((List<Map<String, Object>>) description.get(key)).get(0);
	}

	@SuppressWarnings("unchecked")
	private static Map<String, Object> child(final Map<String, Object> map, final String key) {
		return (Map<String, Object>) map.get(key);
	}

	private static Path file(final String name) throws URISyntaxException {
		return Path.of(BloodCellsModelTest.class.getResource(FOLDER + name).toURI());
	}
}
