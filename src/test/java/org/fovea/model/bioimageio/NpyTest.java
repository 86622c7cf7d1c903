package org.fovea.model.bioimageio;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;

import org.fovea.FoveaException;
import org.fovea.network.Tensor;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Against files that numpy wrote; they come from {@code src/test/python/model_fixtures.py}. */
class NpyTest {

	@TestFactory
	Stream<DynamicTest> filesOfNumpyAreRead() throws IOException {
		final List<DynamicTest> tests = new ArrayList<>();
		for (final Fields example : golden().list("cases")) {
			tests.add(DynamicTest.dynamicTest(example.required("name"), () -> {
				final Tensor read = Npy.read(new ByteArrayInputStream(file(example)));
				assertArrayEquals(example.numbers("shape").stream().mapToInt(Double::intValue).toArray(), read.shape());
				final List<Double> expected = example.numbers("values");
				for (int i = 0; i < expected.size(); i++) assertEquals(expected.get(i).floatValue(), read.data()[i]);
			}));
		}
		assertTrue(tests.size() > 20);
		return tests.stream();
	}

	@Test
	void whatIsWrittenEqualsNumpyByteForByte() throws IOException {
		final Fields example = golden().list("cases").stream().filter(fields -> fields.required("name").equals("version 1")).findFirst()
			.orElseThrow();
		final ByteArrayOutputStream out = new ByteArrayOutputStream();
		Npy.write(Tensor.of(new float[] { 0, 1, 2, 3, 4, 5 }, 2, 3), out);
		assertArrayEquals(Npy.read(new ByteArrayInputStream(file(example))).data(), Npy.read(new ByteArrayInputStream(out.toByteArray())).data());
		assertEquals(0, (out.size() - 24) % 64, "the data starts at a multiple of 64");
	}

	@Test
	void everyRankSurvivesTheRoundTrip() throws IOException {
		for (final int[] shape : new int[][] { {}, { 3 }, { 2, 1, 4 }, { 0, 2 } }) {
			final Tensor tensor = Tensor.zeros(shape);
			for (int i = 0; i < tensor.length(); i++) tensor.data()[i] = i - 0.5f;
			final ByteArrayOutputStream out = new ByteArrayOutputStream();
			Npy.write(tensor, out);
			final Tensor read = Npy.read(new ByteArrayInputStream(out.toByteArray()));
			assertArrayEquals(shape, read.shape());
			assertArrayEquals(tensor.data(), read.data());
		}
	}

	@Test
	void cutOffFilesAreRefused() throws IOException {
		final byte[] whole = file(golden().list("cases").get(0));
		for (final int length : new int[] { 7, 9, whole.length - 1 }) {
			final byte[] part = Arrays.copyOf(whole, length);
			assertThrows(EOFException.class, () -> Npy.read(new ByteArrayInputStream(part)));
		}
		assertThrows(FoveaException.class, () -> Npy.read(new ByteArrayInputStream(Arrays.copyOf(whole, 40))));
	}

	@Test
	void whatIsNoArrayOfNumbersIsRefused() {
		assertThrows(FoveaException.class, () -> Npy.read(new ByteArrayInputStream("no array".getBytes(StandardCharsets.UTF_8))));
		assertRefused("{'descr': '|O', 'fortran_order': False, 'shape': (1,), }");
		assertRefused("{'descr': '<c8', 'fortran_order': False, 'shape': (1,), }");
		assertRefused("{'descr': '<f4', 'fortran_order': False, 'shape': (-1,), }");
		assertRefused("{'descr': '<f4', 'fortran_order': False, 'shape': (99999999, 99999999), }");
		assertRefused("{'descr': '<f4', 'fortran_order': False, 'shape': (99999999999,), }");
		assertRefused("{'descr': '<f4', 'fortran_order': False, 'shape': (2147483648,), }");
	}

	private static void assertRefused(final String header) {
		final ByteArrayOutputStream out = new ByteArrayOutputStream();
		out.writeBytes(new byte[] { (byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0, (byte) header.length(), 0 });
		out.writeBytes(header.getBytes(StandardCharsets.ISO_8859_1));
		assertThrows(FoveaException.class, () -> Npy.read(new ByteArrayInputStream(out.toByteArray())), header);
	}

	private static byte[] file(final Fields example) {
		return Base64.getDecoder().decode(example.required("file"));
	}

	private static Fields golden() throws IOException {
		try (InputStream in = NpyTest.class.getResourceAsStream("/org/fovea/model/arrays.yaml")) {
			return new Fields("", Yaml.read(new String(in.readAllBytes(), StandardCharsets.UTF_8)));
		}
	}
}
