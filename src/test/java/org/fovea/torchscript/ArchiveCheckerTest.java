package org.fovea.torchscript;

import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;

import org.fovea.FoveaException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Hostile and damaged archives, each made from a good one by one change. */
class ArchiveCheckerTest {

	private static final long[] ONE = { 1 };

	@TempDir
	private Path folder;

	static Stream<Path> goodArchives() throws IOException {
		final Path nets = Path.of("src/test/resources/nets");
		return Stream.concat(Stream.of("small", "small-frozen", "formats", "values", "stateful", "choice").map(n -> Archives.fixture(n + ".pt")),
			Files.list(nets).sorted());
	}

	@ParameterizedTest
	@MethodSource("goodArchives")
	void letsRealExportsPass(final Path file) {
		final Archive archive = Archive.read(file);
		assertSame(archive, ArchiveChecker.check(archive));
	}

	@Test
	void refusesCodeThatWritesFiles() {
		final String message = refuse(Archives.withStatement(folder.resolve("x.pt"), "torch.save(x, \"stolen\", )"));
		assertTrue(message.contains("torch.save") && message.contains("write files"), message);
	}

	@Test
	void refusesCodeThatWritesFilesWhenLoaded() {
		final Path file = Archives.withCode(folder.resolve("x.pt"), code -> code.replace("  def forward",
			"  def __setstate__(self: __torch__.Small,\n    state: Tensor) -> NoneType:\n    ops.aten.save(state, \"stolen\", )\n    return None\n  def forward"));
		assertTrue(refuse(file).contains("ops.aten.save"));
	}

	@Test
	void namesCustomOperators() {
		final String message = refuse(Archives.withStatement(folder.resolve("x.pt"),
			"y = ops.torchvision.nms(x, x, 0.5); z = ops.mylib.op(x)"));
		assertTrue(message.contains("custom operators") && message.contains("ops.torchvision.nms") && message.contains("ops.mylib.op"), message);
	}

	@Test
	void namesCustomClasses() {
		assertTrue(refuse(Archives.withStatement(folder.resolve("x.pt"), "y = __torch__.torch.classes.dist_c10d.TCPStore(\"h\", 1)")).contains(
			"__torch__.torch.classes.dist_c10d.TCPStore"));
		final Pickles instance = new Pickles().global("__torch__.torch.classes.a", "B").op(")").raw(0x81).op("}b");
		assertTrue(refuse(withData(instance)).contains("__torch__.torch.classes.a.B"));
		final Pickles tagged = new Pickles().global("torch.jit._pickle", "restore_type_tag").op("]").text("List[__torch__.torch.classes.a.B]").raw(
			0x86).op("R");
		assertTrue(refuse(withData(tagged)).contains("__torch__.torch.classes.a.B"));
	}

	@Test
	void namesQuantisedNetworks() {
		assertTrue(refuse(Archives.withStatement(folder.resolve("x.pt"), "y = ops.quantized.conv2d(x, x, 1., 0)")).contains("quantised"));
	}

	@Test
	void namesInternalOperators() {
		assertTrue(refuse(Archives.withStatement(folder.resolve("x.pt"), "y = torch._unsafe_index(x, [x])")).contains("torch._unsafe_index"));
	}

	@ParameterizedTest
	@ValueSource(strings = { "(", "[", "{" })
	void refusesAbsurdNesting(final String open) {
		final String close = open.equals("(") ? ")" : open.equals("[") ? "]" : "}";
		final String message = refuse(Archives.withStatement(folder.resolve("x.pt"), "y = " + open.repeat(200_000) + close.repeat(200_000)));
		assertTrue(message.contains("nested"), message);
	}

	@Test
	void refusesDeepTypesInTheData() {
		final Pickles tagged = new Pickles().global("torch.jit._pickle", "restore_type_tag").op("]").text("List[".repeat(5000) + "int" + "]".repeat(
			5000)).raw(0x86).op("R");
		assertTrue(refuse(withData(tagged)).contains("nested"));
	}

	@Test
	void refusesLongChainsOfCalls() {
		final StringBuilder functions = new StringBuilder();
		for (int i = 0; i < 1000; i++) {
			functions.append("def f" + i + "(x: Tensor) -> Tensor:\n  return __torch__.f" + (i + 1) + "(x, )\n");
		}
		assertTrue(refuse(Archives.withCode(folder.resolve("x.pt"), code -> functions + code)).contains("depend on each other"));
	}

	@Test
	void refusesNamedTuplesThatTakeForEver() {
		final StringBuilder tuples = new StringBuilder();
		for (int i = 0; i < 50; i++) {
			tuples.append("class T" + i + "(NamedTuple):\n  a : __torch__.T" + (i + 1) + "\n  b : __torch__.T" + (i + 1) + "\n");
		}
		assertTrue(refuse(Archives.withCode(folder.resolve("x.pt"), code -> tuples + code)).contains("depend on each other"));
	}

	@Test
	void refusesAStorageShorterThanDeclared() {
		final Path file = Archives.with(folder.resolve("x.pt"), "small.pt", Map.of("data/0", new byte[8]));
		assertTrue(refuse(file).contains("holds 8 bytes where it needs 72"));
	}

	@Test
	void refusesAMissingStorage() {
		assertTrue(refuse(Archives.with(folder.resolve("x.pt"), "small.pt", Map.of("data/1", new byte[0]))).contains("missing"));
	}

	@Test
	void letsATensorThatJustFitsPass() {
		ArchiveChecker.check(Archive.read(withData(new Pickles().tensor(18, 2, new long[] { 4, 4 }, new long[] { 4, 1 }))));
		ArchiveChecker.check(Archive.read(withData(new Pickles().tensor(18, 18, new long[] { 0, 4 }, new long[] { 4, 1 }))));
		ArchiveChecker.check(Archive.read(withData(new Pickles().tensor(18, 17, new long[] { 5 }, new long[] { 0 }))));
	}

	static Stream<Pickles> badTensors() {
		final long max = Long.MAX_VALUE;
		return Stream.of(new Pickles().tensor(18, 3, new long[] { 4, 4 }, new long[] { 4, 1 }), new Pickles().tensor(18, 19, new long[] { 0 }, ONE),
			new Pickles().tensor(18, -1, ONE, ONE), new Pickles().tensor(18, 0, new long[] { -1 }, ONE), new Pickles().tensor(18, 10, new long[] {
				3 }, new long[] { -2 }), new Pickles().tensor(18, 0, new long[] { 2, 2 }, ONE), new Pickles().tensor(19, 0, ONE, ONE), new Pickles()
					.tensor(max, 0, ONE, ONE), new Pickles().tensor(max / 4 + 2, 0, ONE, ONE), new Pickles().tensor(18, max, ONE, ONE), new Pickles()
						.tensor(18, 0, new long[] { max, max }, new long[] { 0, 0 }), new Pickles().tensor(18, 0, new long[] { max }, new long[] {
							max }), new Pickles().tensor(18, 0, new long[] { 1L << 32, 2 }, new long[] { 1L << 32, 1 }), new Pickles().tensor(18, 0,
								new long[100], new long[100]));
	}

	@ParameterizedTest
	@MethodSource("badTensors")
	void refusesTensorsOutsideTheirStorage(final Pickles tensor) {
		assertTrue(refuse(withData(tensor)).contains("damaged"));
	}

	@Test
	void checksAlsoTensorsThatNothingRefersTo() {
		final Pickles hidden = new Pickles().tensor(18, 100, ONE, ONE).op("q\0K\u0001q\0").raw(0x86);
		assertTrue(refuse(withData(hidden)).contains("reaches outside"));
	}

	@ParameterizedTest
	@ValueSource(strings = { "/etc/passwd", "../../evil.py", "small/../../evil.py", "C:/evil.py", "small\\..\\evil.py" })
	void refusesNamesThatPointOutside(final String name) {
		final Map<String, byte[]> entries = Archives.entries(Archives.fixture("small.pt"));
		entries.put(name, new byte[1]);
		final String message = refuse(Archives.zip(folder.resolve("x.pt"), entries));
		assertTrue(message.contains("points outside"), message);
	}

	@Test
	void refusesNamesThatWouldSpoilASentence() {
		final Map<String, byte[]> entries = Archives.entries(Archives.fixture("small.pt"));
		entries.put("small/a\nb", new byte[1]);
		assertTrue(refuse(Archives.zip(folder.resolve("x.pt"), entries)).contains("cannot be read"));
	}

	@Test
	void refusesEntriesThatDifferInCaseOnly() {
		final Path file = Archives.with(folder.resolve("x.pt"), "small.pt", Map.of("DATA.pkl", new byte[1]));
		assertTrue(refuse(file).contains("holds both"));
	}

	@Test
	void refusesABomb() {
		final Path file = Archives.with(folder.resolve("x.pt"), "small.pt", Map.of("data/9", new byte[100 << 20]));
		assertTrue(refuse(file).contains("far more than its length allows"));
	}

	@Test
	void refusesCodeThatIsNoText() {
		final Path file = Archives.with(folder.resolve("x.pt"), "small.pt", Map.of("code/__torch__.py", new byte[] { (byte) 0xFF, (byte) 0xFE }));
		assertTrue(refuse(file).contains("not text"));
	}

	@Test
	void refusesDataThatWouldRunPython() {
		final byte[] pickle = new Pickles().global("os", "system").text("true").raw(0x85).op("R").stop();
		assertTrue(refuse(Archives.with(folder.resolve("x.pt"), "small.pt", Map.of("data.pkl", pickle))).contains("os.system"));
		assertTrue(refuse(Archives.with(folder.resolve("x.pt"), "small.pt", Map.of("constants.pkl", pickle))).contains("os.system"));
	}

	@Test
	void saysOneSentence() {
		final Path file = Archives.with(folder.resolve("x.pt"), "small.pt", Map.of("code/__torch__.py", "y = $".getBytes(
			StandardCharsets.UTF_8)));
		final String message = refuse(file);
		assertTrue(message.endsWith(".") && message.indexOf(". ") < 0, message);
	}

	private Path withData(final Pickles value) {
		return Archives.with(folder.resolve("x.pt"), "small.pt", Map.of("data.pkl", Pickles.network(value)));
	}

	private static String refuse(final Path file) {
		return assertThrows(FoveaException.class, () -> ArchiveChecker.check(Archive.read(file))).getMessage();
	}
}
