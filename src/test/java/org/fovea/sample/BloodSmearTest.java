package org.fovea.sample;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.zip.CRC32;

import org.fovea.CancelledException;
import org.fovea.Progress;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Holds the simulated smear against numbers measured on the 205 training fields of the BCCD data set (MIT licence): densities are
 * −log10(value / 90th percentile of the field's channel), ranges are the 5th to 95th percentile over the annotated cells.
 */
class BloodSmearTest {

	private static final int FIELDS = 12;
	private static List<Smear> fields;

	@BeforeAll
	static void simulate() {
		final BloodSmear smear = new BloodSmear(640, 480, 11);
		fields = IntStream.range(0, FIELDS).parallel().mapToObj(smear::field).toList();
	}

	@Test
	void sameSeedGivesTheSameBitsInAnyThread() {
		final BloodSmear again = new BloodSmear(640, 480, 11);
		final List<Smear> serial = IntStream.range(0, 3).mapToObj(again::field).toList();
		for (int i = 0; i < serial.size(); i++) {
			assertArrayEquals(pixels(fields.get(i)), pixels(serial.get(i)));
			assertArrayEquals(labels(fields.get(i)), labels(serial.get(i)));
			assertEquals(fields.get(i).cells(), serial.get(i).cells());
		}
	}

	@Test
	void bitsAreTheSameOnEveryMachine() {
		final CRC32 crc = new CRC32();
		final Smear smear = new BloodSmear(200, 150, 42).field(3);
		for (final int p : pixels(smear)) for (int s = 0; s < 32; s += 8) crc.update(p >>> s);
		crc.update(labels(smear));
		assertEquals(4118858672L, crc.getValue(), "checksum of the first release; macros and figures rely on it");
	}

	@Test
	void progressRisesAndCancellingStops() {
		final List<Double> reports = new ArrayList<>();
		final Progress watching = new Progress() {

			@Override
			public void report(final String what, final double fraction) {
				reports.add(fraction);
			}

			@Override
			public boolean isCancelled() {
				return reports.size() == 20;
			}
		};
		assertThrows(CancelledException.class, () -> new BloodSmear(640, 480, 1).field(0, watching));
		assertEquals(20, reports.size());
		assertEquals(reports.stream().sorted().toList(), reports);
		assertTrue(reports.get(0) >= 0 && reports.get(19) <= 1);
	}

	@Test
	void seedAndIndexChangeTheField() {
		final int[] first = pixels(new BloodSmear(96, 96, 1).field(0));
		assertFalse(Arrays.equals(first, pixels(new BloodSmear(96, 96, 2).field(0))));
		assertFalse(Arrays.equals(first, pixels(new BloodSmear(96, 96, 1).field(1))));
	}

	@ParameterizedTest
	@CsvSource({ "1,1,1", "1,9,1", "7,1,1", "2,3,1", "16,16,1", "31,640,1", "1500,40,1", "160,120,0.25", "5,5,8", "64,64,0.05" })
	void anySizeAndScaleWorks(final int width, final int height, final double scale) {
		for (int i = 0; i < 3; i++) {
			final Smear smear = new BloodSmear(width, height, 5, scale).field(i);
			assertEquals(width, smear.width());
			assertEquals(height, smear.height());
			assertArrayEquals(new long[] { width, height }, smear.labels().dimensionsAsLongArray());
			assertEquals(width * height, pixels(smear).length);
			for (final int p : pixels(smear)) assertEquals(0xFF, p >>> 24);
		}
	}

	@ParameterizedTest
	@CsvSource({ "0,5,1", "5,-1,1", "100000,5,1", "16384,16385,1", "5,5,0", "5,5,NaN", "5,5,9" })
	void impossibleSizesAreRefused(final int width, final int height, final double scale) {
		assertThrows(IllegalArgumentException.class, () -> new BloodSmear(width, height, 1, scale));
	}

	@Test
	void cellsHaveTheSizeOfRealOnesAndScaleWithTheField() {
		assertEquals(100, fields.stream().flatMap(f -> f.cells().stream()).filter(c -> whole(c, 640, 480) && c.type() == CellType.RED_CELL)
			.mapToInt(c -> c.maxX() - c.minX() + 1).average().orElseThrow(), 8);
		// annotators drew their boxes, 39 pixels wide, some pixels outside the platelet
		assertEquals(30, fields.stream().flatMap(f -> f.cells().stream()).filter(c -> whole(c, 640, 480) && c.type() == CellType.PLATELET)
			.mapToInt(c -> c.maxX() - c.minX() + 1).average().orElseThrow(), 5);
		final double half = IntStream.range(0, 4).mapToObj(new BloodSmear(320, 240, 11, 0.5)::field).flatMap(f -> f.cells().stream())
			.filter(c -> whole(c, 320, 240) && c.type() == CellType.RED_CELL).mapToInt(c -> c.maxX() - c.minX() + 1).average().orElseThrow();
		assertEquals(50, half, 4);
	}

	@Test
	void mostFieldsHoldAWhiteCellAndAPlatelet() {
		assertTrue(fields.stream().filter(f -> f.cells().stream().anyMatch(c -> c.type().isWhite())).count() >= 0.85 * FIELDS);
		assertTrue(fields.stream().filter(f -> f.cells().stream().anyMatch(c -> c.type() == CellType.PLATELET)).count() >= 0.75 * FIELDS);
		assertTrue(fields.stream().allMatch(f -> f.cells().stream().anyMatch(c -> c.type() == CellType.RED_CELL)));
	}

	@Test
	void labelsAreWhereTheCellsAre() {
		for (final Smear field : fields) {
			final byte[] labels = labels(field);
			final boolean[] covered = new boolean[labels.length];
			for (final Cell c : field.cells()) {
				for (int y = c.minY(); y <= c.maxY(); y++) {
					for (int x = c.minX(); x <= c.maxX(); x++) {
						final int i = y * field.width() + x;
						covered[i] |= fits(c.type(), labels[i]);
					}
				}
			}
			for (int i = 0; i < labels.length; i++) {
				final int pixel = i;
				assertTrue(covered[i] || labels[i] == Part.BACKGROUND.label(), () -> "label " + labels[pixel] + " at " + pixel + " belongs to no cell");
			}
		}
	}

	@ParameterizedTest
	@EnumSource(CellType.class)
	void cropsShowTheCellInTheMiddleInsideItsBox(final CellType type) {
		for (int i = 0; i < 2; i++) {
			final int size = 320;
			final Smear crop = new BloodSmear(1, 1, 3).crop(type, size, i);
			final List<Cell> wanted = crop.cells().stream().filter(c -> c.type() == type).toList();
			final Cell cell = wanted.stream().min((a, b) -> Double.compare(fromMiddle(a, size), fromMiddle(b, size))).orElseThrow();
			assertTrue(fromMiddle(cell, size) < 0.12 * size, () -> "centre at " + cell.x() + ", " + cell.y());
			if (type == CellType.RED_CELL) continue;
			assertEquals(1, wanted.size());
			int minX = size;
			int maxX = -1;
			int minY = size;
			int maxY = -1;
			final byte[] labels = labels(crop);
			for (int p = 0; p < labels.length; p++) {
				if (!fits(type, labels[p])) continue;
				minX = Math.min(minX, p % size);
				maxX = Math.max(maxX, p % size);
				minY = Math.min(minY, p / size);
				maxY = Math.max(maxY, p / size);
			}
			assertEquals(List.of(cell.minX(), cell.minY(), cell.maxX(), cell.maxY()), List.of(minX, minY, maxX, maxY));
		}
	}

	@Test
	void lymphocytesAreFilledByTheirNucleusAndGranulocytesAreNot() {
		assertTrue(nuclearShare(CellType.LYMPHOCYTE) > 0.5);
		assertTrue(nuclearShare(CellType.NEUTROPHIL) < 0.45);
		assertTrue(nuclearShare(CellType.NEUTROPHIL) > 0.15);
		assertTrue(nuclearShare(CellType.EOSINOPHIL) < 0.45);
	}

	@Test
	void classesCoverTheAreaThatTheyCoverInRealFields() {
		assertEquals(0.43, share(Part.RED_CELL), 0.12);
		assertEquals(0.006, share(Part.PLATELET), 0.004);
		assertEquals(0.097, share(Part.CYTOPLASM) + share(Part.NUCLEUS), 0.035);
	}

	@ParameterizedTest
	@CsvSource({ //
		"RED_CELL,  0.023,0.076, 0.076,0.150, 0.050,0.142", //
		"PLATELET,  0.073,0.177, 0.072,0.245,-0.013,0.040", //
		"CYTOPLASM, 0.006,0.080, 0.019,0.136, 0.003,0.043", //
		"NUCLEUS,   0.085,0.271, 0.178,0.378,-0.026,0.034" })
	void stainsHaveTheDensityOfRealOnes(final Part part, final double redFrom, final double redTo, final double greenFrom, final double greenTo,
		final double blueFrom, final double blueTo)
	{
		final double[][] ranges = { { redFrom, redTo }, { greenFrom, greenTo }, { blueFrom, blueTo } };
		for (int c = 0; c < 3; c++) {
			final int channel = c;
			final double mean = fields.stream().mapToDouble(f -> density(f, part, channel)).filter(d -> !Double.isNaN(d)).average().orElseThrow();
			assertTrue(ranges[c][0] <= mean && mean <= ranges[c][1], () -> part + " channel " + channel + " has density " + mean);
		}
	}

	@ParameterizedTest
	@CsvSource({ "16,195.3,202.2", "8,196.5,203.3", "0,191.8,201.3" })
	void theBackgroundHasTheColourOfRealFields(final int shift, final double from, final double to) {
		final double mean = fields.stream().mapToDouble(f -> {
			final byte[] labels = labels(f);
			final int[] pixels = pixels(f);
			return IntStream.range(0, labels.length).filter(i -> labels[i] == 0).mapToDouble(i -> pixels[i] >>> shift & 0xFF).average().orElseThrow();
		}).average().orElseThrow();
		assertTrue(from <= mean && mean <= to, () -> "mean " + mean);
	}

	@Test
	void everyStainVariesBetweenFields() {
		for (final Part part : List.of(Part.RED_CELL, Part.NUCLEUS)) {
			final double[] green = fields.stream().mapToDouble(f -> density(f, part, 1)).filter(d -> !Double.isNaN(d)).toArray();
			final double mean = Arrays.stream(green).average().orElseThrow();
			final double deviation = Math.sqrt(Arrays.stream(green).map(g -> (g - mean) * (g - mean)).average().orElseThrow());
			assertTrue(deviation > 0.005 && deviation < 0.08, () -> part + " varies by " + deviation);
		}
	}

	private static double density(final Smear field, final Part part, final int channel) {
		final int[] pixels = pixels(field);
		final byte[] labels = labels(field);
		final int shift = 16 - 8 * channel;
		final int[] sorted = Arrays.stream(pixels).map(p -> p >>> shift & 0xFF).sorted().toArray();
		final double background = sorted[(int) (0.9 * sorted.length)];
		return IntStream.range(0, pixels.length).filter(i -> labels[i] == part.label())
			.mapToDouble(i -> -Math.log10(Math.max(1, pixels[i] >>> shift & 0xFF) / background)).average().orElse(Double.NaN);
	}

	private static double share(final Part part) {
		return fields.stream().mapToLong(f -> count(f, part)).sum() / (640.0 * 480 * FIELDS);
	}

	private static double nuclearShare(final CellType type) {
		final List<Smear> crops = IntStream.range(0, 4).mapToObj(i -> new BloodSmear(1, 1, 9).crop(type, 250, i)).toList();
		final double nucleus = crops.stream().mapToLong(c -> count(c, Part.NUCLEUS)).sum();
		return nucleus / (nucleus + crops.stream().mapToLong(c -> count(c, Part.CYTOPLASM)).sum());
	}

	private static long count(final Smear smear, final Part part) {
		final byte[] labels = labels(smear);
		return IntStream.range(0, labels.length).filter(i -> labels[i] == part.label()).count();
	}

	private static boolean fits(final CellType type, final int label) {
		if (type.isWhite()) return label == Part.CYTOPLASM.label() || label == Part.NUCLEUS.label();
		return label == (type == CellType.PLATELET ? Part.PLATELET : Part.RED_CELL).label();
	}

	private static boolean whole(final Cell cell, final int width, final int height) {
		return cell.minX() > 0 && cell.minY() > 0 && cell.maxX() < width - 1 && cell.maxY() < height - 1;
	}

	private static double fromMiddle(final Cell cell, final int size) {
		return Math.hypot(cell.x() - (size - 1) / 2.0, cell.y() - (size - 1) / 2.0);
	}

	private static int[] pixels(final Smear smear) {
		return smear.image().update(null).getCurrentStorageArray();
	}

	private static byte[] labels(final Smear smear) {
		return smear.labels().update(null).getCurrentStorageArray();
	}
}
