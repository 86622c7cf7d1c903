package org.fovea.torchscript;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipFile;

import org.fovea.FoveaException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Reads what PyTorch 2.13 wrote (see archive_fixtures.py for what each file holds) and writes it again. */
class ArchiveTest {

	@TempDir
	private Path folder;

	@Test
	void readsAScriptedNetwork() {
		final Archive archive = Archive.read(Archives.fixture("small.pt"));
		assertEquals("small", archive.root());
		assertTrue(archive.names().containsAll(List.of("data.pkl", "constants.pkl", "version", "byteorder", "data/0", "extra/labels.txt",
			".data/serialization_id")), archive.names()::toString);
		assertEquals(List.of("code/__torch__.py", "code/__torch__/torch/nn/modules/conv.py", "code/__torch__/torch/nn/modules/linear.py"), List
			.copyOf(archive.code().keySet()));
		assertTrue(archive.code().get("code/__torch__.py").startsWith("class Small(Module):\n"));
		assertEquals("__torch__.Small", archive.data().type());
		assertEquals(List.of("training", "_is_full_backward_hook", "conv", "head"), List.copyOf(archive.data().attributes().keySet()));
		final ScriptObject conv = (ScriptObject) archive.data().attributes().get("conv");
		final TensorReference weight = (TensorReference) conv.attributes().get("weight");
		assertArrayEquals(new long[] { 2, 1, 3, 3 }, weight.shape());
		assertArrayEquals(new long[] { 9, 9, 3, 1 }, weight.strides());
		assertTrue(weight.requiresGrad());
		assertEquals("float32", weight.dtype());
		assertEquals(18, archive.values(weight).length);
		assertTrue(archive.constants().isEmpty());
		assertEquals("cell\nbackground\n", new String(archive.bytes("extra/labels.txt"), StandardCharsets.UTF_8));
	}

	@Test
	void readsTheConstantsOfAFrozenNetwork() {
		final Archive scripted = Archive.read(Archives.fixture("small.pt"));
		final Archive frozen = Archive.read(Archives.fixture("small-frozen.pt"));
		assertTrue(frozen.data().attributes().isEmpty());
		final TensorReference constant = (TensorReference) frozen.constants().get(0);
		assertEquals("constants/0", constant.storage());
		final ScriptObject conv = (ScriptObject) scripted.data().attributes().get("conv");
		assertArrayEquals(scripted.values((TensorReference) conv.attributes().get("weight")), frozen.values(constant));
	}

	@Test
	void readsEveryKindOfValue() {
		final Map<String, Object> values = Archive.read(Archives.fixture("values.pt")).data().attributes();
		assertEquals(List.of(1L, -1L, 300L, 70000L, 1L << 40), values.get("ints"));
		assertEquals(List.of(0.5, -1e300), values.get("doubles"));
		assertEquals(List.of(true, false), values.get("flags"));
		assertEquals(List.of("Zelle", "Nährmedium", "細胞"), values.get("texts"));
		assertEquals(Map.of("a", List.of(1L, 2L), "b", List.of()), values.get("table"));
		assertEquals(List.of(3L, "three"), values.get("pair"));
		assertEquals(List.of(1L, 2.5), values.get("point"));
		assertTrue(values.containsKey("nothing"));
		assertNull(values.get("nothing"));
		assertEquals(new OpaqueValue("torch.device", List.of("cpu")), values.get("device"));
		assertInstanceOf(ScriptObject.class, values.get("0-dash"));
		final List<?> tensors = (List<?>) values.get("tensors");
		assertArrayEquals(new long[] { 2 }, ((TensorReference) tensors.get(0)).shape());
		final ScriptObject first = (ScriptObject) values.get("first");
		final ScriptObject same = (ScriptObject) values.get("same");
		assertSame(first.attributes().get("weight"), same.attributes().get("weight"));
		assertThrows(UnsupportedOperationException.class, values::clear);
		assertThrows(UnsupportedOperationException.class, tensors::clear);
	}

	@Test
	void readsObjectsWithAStateOfTheirOwn() {
		final ScriptObject root = Archive.read(Archives.fixture("stateful.pt")).data();
		assertTrue(root.attributes().isEmpty());
		final List<?> state = (List<?>) root.state().orElseThrow();
		assertInstanceOf(TensorReference.class, state.get(0));
		assertEquals(false, state.get(1));
	}

	@Test
	void readsEnumerations() {
		final Object colour = Archive.read(Archives.fixture("choice.pt")).data().attributes().get("colour");
		assertEquals(new OpaqueValue("__torch__.Colour", List.of(2L)), colour);
	}

	@ParameterizedTest
	@ValueSource(strings = { "float64", "float32", "float16", "bfloat16", "int8", "uint8", "int16", "int32", "int64" })
	void readsNumbersInEveryFormat(final String dtype) {
		assertArrayEquals(new float[] { 0, 1, 2, 3, 4, 5 }, buffer("as_" + dtype));
	}

	@Test
	void readsUnusualNumbers() {
		assertArrayEquals(new float[] { 0, 1, 1, 1, 1, 1 }, buffer("as_bool"));
		assertArrayEquals(new float[] { 1.5f, -0.25f, 65504f, 0x1p-24f, Float.POSITIVE_INFINITY, Float.NaN, -0f }, buffer("halves"));
		assertThrows(FoveaException.class, () -> buffer("as_complex64"));
	}

	@Test
	void readsViews() {
		assertArrayEquals(new float[] { 0, 4, 8, 1, 5, 9, 2, 6, 10, 3, 7, 11 }, buffer("transposed"));
		assertArrayEquals(new float[] { 1, 5, 9 }, buffer("column"));
		assertArrayEquals(new float[] { 4, 6 }, buffer("every_other"));
		assertArrayEquals(new float[] { 7, 7, 7, 7, 7, 7 }, buffer("repeated"));
		assertArrayEquals(new float[] { 2.5f }, buffer("scalar"));
		assertEquals(0, buffer("empty").length);
	}

	@Test
	void readsBigEndianArchives() {
		final Path file = Archives.with(folder.resolve("big.pt"), "formats.pt", Map.of("byteorder", "big".getBytes(StandardCharsets.US_ASCII)));
		final Archive archive = Archive.read(file);
		final float[] swapped = archive.values((TensorReference) archive.data().attributes().get("as_int32"));
		assertArrayEquals(new float[] { 0, 1 << 24, 2 << 24, 3 << 24, 4 << 24, 5 << 24 }, swapped);
	}

	@Test
	void readsArchivesThatWerePackedAgain() {
		final Path again = Archives.zip(folder.resolve("again.pt"), Archives.entries(Archives.fixture("formats.pt")));
		final Archive archive = Archive.read(again);
		assertArrayEquals(new float[] { 4, 6 }, archive.values((TensorReference) archive.data().attributes().get("every_other")));
	}

	@Test
	void hashesTheFile() throws IOException {
		final Path file = Files.write(folder.resolve("x.pt"), Files.readAllBytes(Archives.fixture("small.pt")));
		final String known = Archive.read(file).sha256();
		assertEquals(64, known.length());
		// printed by sha256sum
		assertEquals("c76a21c6cd40eed5e2d69faa3e16823fbf9e638e4b38af3c361e6c342a002b6a", known);
	}

	@Test
	void noticesThatTheFileChanged() throws IOException {
		final Path file = Files.write(folder.resolve("x.pt"), Files.readAllBytes(Archives.fixture("small.pt")));
		final Archive archive = Archive.read(file);
		Files.write(file, new byte[] { 1 });
		assertThrows(FoveaException.class, archive::sha256);
		assertThrows(FoveaException.class, () -> archive.bytes("data/0"));
	}

	@Test
	void writesTheSameNetworkAgain() {
		final Archive archive = Archive.read(Archives.fixture("small.pt"));
		final Path target = folder.resolve("out.pt");
		archive.write(target, Map.of("code/__torch__.py", "# new\n", "code/__torch__/added.py", "# added\n"), Map.of("version", new byte[] { '7' }));
		final Map<String, byte[]> expected = new HashMap<>(Archives.entries(Archives.fixture("small.pt")));
		expected.keySet().removeIf(name -> name.endsWith(".debug_pkl") || name.contains("/extra/"));
		expected.put("small/code/__torch__.py", "# new\n".getBytes(StandardCharsets.UTF_8));
		expected.put("small/code/__torch__/added.py", "# added\n".getBytes(StandardCharsets.UTF_8));
		expected.put("small/version", new byte[] { '7' });
		final Map<String, byte[]> actual = Archives.entries(target);
		assertEquals(expected.keySet(), actual.keySet());
		expected.forEach((name, bytes) -> assertArrayEquals(bytes, actual.get(name), name));
		assertEquals("# new\n", Archive.read(target).code().get("code/__torch__.py"));
	}

	@Test
	void alignsWhatItWrites() throws IOException {
		final Path target = folder.resolve("out.pt");
		Archive.read(Archives.fixture("formats.pt")).write(target, Map.of(), Map.of());
		final byte[] bytes = Files.readAllBytes(target);
		for (final ZipEntries.Entry entry : ZipEntries.list(target).entries().values()) {
			assertEquals(0, entry.start() % 64, entry.name());
			assertFalse(entry.deflated());
		}
		assertEquals('P', bytes[0]);
	}

	@Test
	void writesNothingWhenTheSourceIsDamaged() throws IOException {
		final Path source = Files.write(folder.resolve("x.pt"), Files.readAllBytes(Archives.fixture("formats.pt")));
		final long start = ZipEntries.list(source).entries().get("formats/data/2").start();
		try (RandomAccessFile file = new RandomAccessFile(source.toFile(), "rw")) {
			file.seek(start);
			file.write(77);
		}
		final Archive archive = Archive.read(source);
		final Path target = Files.writeString(folder.resolve("out.pt"), "before");
		final FoveaException e = assertThrows(FoveaException.class, () -> archive.write(target, Map.of(), Map.of()));
		assertTrue(e.getMessage().contains("damaged"), e.getMessage());
		assertEquals("before", Files.readString(target));
		try (var files = Files.list(folder)) {
			assertEquals(2, files.count());
		}
	}

	@Test
	void saysWhenItCannotWrite() {
		final Archive archive = Archive.read(Archives.fixture("small.pt"));
		final FoveaException e = assertThrows(FoveaException.class, () -> archive.write(folder.resolve("no/such/folder/x.pt"), Map.of(), Map
			.of()));
		assertTrue(e.getMessage().contains("could not be written"), e.getMessage());
	}

	@Test
	void writesMoreEntriesThanAnOldZipHolds() throws IOException {
		final Path target = folder.resolve("many.zip");
		try (ZipOutput out = ZipOutput.create(target)) {
			for (int i = 0; i < 70_000; i++) {
				out.add("many/" + i, new byte[0]);
			}
			out.commit();
		}
		assertEquals(70_000, ZipEntries.list(target).entries().size());
		try (ZipFile zip = new ZipFile(target.toFile())) {
			assertEquals(70_000, zip.size());
		}
	}

	@Test
	void leavesOutWhatTheEngineWouldMistakeForCode() {
		final Map<String, byte[]> extra = new LinkedHashMap<>();
		extra.put("code/__torch__/x.PY", "torch.save".getBytes(StandardCharsets.UTF_8));
		extra.put("CODE/__torch__/y.py", "torch.save".getBytes(StandardCharsets.UTF_8));
		final Archive archive = Archive.read(Archives.with(folder.resolve("x.pt"), "small.pt", extra));
		final Path target = folder.resolve("out.pt");
		archive.write(target, Map.of(), Map.of());
		assertTrue(Archives.entries(target).keySet().stream().noneMatch(name -> name.endsWith("x.PY") || name.endsWith("y.py")));
	}

	private static float[] buffer(final String name) {
		final Archive archive = Archive.read(Archives.fixture("formats.pt"));
		return archive.values((TensorReference) archive.data().attributes().get(name));
	}
}
