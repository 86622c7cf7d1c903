package org.fovea.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.fovea.CancelledException;
import org.fovea.FoveaException;
import org.fovea.Progress;
import org.fovea.model.Fixtures.CountingOpener;
import org.fovea.model.Fixtures.Recorder;
import org.fovea.model.ModelService.ImportRequest;
import org.fovea.model.bioimageio.Npy;
import org.fovea.network.Tensor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Imports with an engine that only takes means, so that everything around it can be watched. */
class ImporterTest {

	@TempDir
	private Path temporary;

	private final CountingOpener opener = new CountingOpener();

	private Path store;

	private Registry registry;

	@BeforeEach
	void open() {
		store = temporary.resolve("store");
		registry = new Registry(Fixtures.setup(store, opener));
	}

	@AfterEach
	void close() {
		registry.close();
		assertEquals(opener.opened.get() - failedToOpen, opener.closed.get(), "every network that was opened is closed");
	}

	private int failedToOpen;

	@Test
	void bareFilesBecomePackages() throws IOException {
		final Path file = Files.write(temporary.resolve("My Net_v2.final.PT"), Fixtures.net("1"));
		final ImportRequest request = new ImportRequest(file.toString(), Optional.empty(), ModelKind.CLASSIFIER, 7, 5, List.of(0.5, 0.5), List.of(
			0.25), List.of("cell, round", "dust"), Optional.of(Fixtures.sha256(Fixtures.net("1")).toUpperCase()));
		final Recorder progress = new Recorder();
		final ModelInfo info = registry.add(request, progress);
		assertEquals("my-net-v2-final", info.id());
		assertEquals(List.of("cell, round", "dust"), info.labels());
		assertEquals(ModelInfo.ScoreFunction.SOFTMAX, info.activation());
		assertEquals(ModelInfo.Origin.STORE, info.origin());
		assertEquals(2, info.input().channels());
		assertEquals(7, info.input().width());
		assertEquals(5, info.input().height());
		assertEquals(Fixtures.sha256(Fixtures.net("1")), info.sha256());
		assertTrue(progress.messages.get(progress.messages.size() - 1).startsWith("Test image: largest difference 0"), progress.messages.toString());
		assertEquals(List.of("bioimageio.yaml", "test_input.npy", "test_output.npy", "weights.pt").stream().map(name -> "my-net-v2-final/" + name)
			.toList(), Fixtures.files(store));
		assertEquals(Optional.of(0.), registry.check("my-net-v2-final", Progress.NONE).testDifference());
	}

	@Test
	void zipsAndFoldersAreImportedAlike() throws IOException {
		final Map<String, byte[]> files = files();
		final Path nested = Fixtures.zip(temporary.resolve("nested.zip"), prefixed("top/", files));
		final Path flat = Fixtures.zip(temporary.resolve("flat.bioimage.io.zip"), files);
		final Path folder = Files.createDirectories(temporary.resolve("Folder"));
		for (final Map.Entry<String, byte[]> file : files.entrySet()) Files.write(folder.resolve(file.getKey()), file.getValue());
		for (final Path path : List.of(nested, flat, folder, folder.resolve("rdf.yaml"))) {
			final ImportRequest request = new ImportRequest(path.toString(), path.endsWith("rdf.yaml") ? Optional.of("from-yaml") : Optional.empty(),
				ModelKind.CLASSIFIER, 0, 0, List.of(), List.of(), List.of(), Optional.empty());
			final Recorder progress = new Recorder();
			final ModelInfo info = registry.add(request, progress);
			assertEquals(List.of("cell", "dust"), info.labels());
			assertEquals("CC0-1.0", info.licence());
			assertTrue(progress.messages.stream().anyMatch(message -> message.startsWith("Test image: largest difference 0.25")), progress.messages
				.toString());
			assertEquals(List.of("cover.png", "in.npy", "out.npy", "rdf.yaml", "weights.pt").stream().map(name -> info.id() + "/" + name).toList(),
				Fixtures.files(store.resolve(info.id())).stream().map(name -> info.id() + "/" + name).toList());
		}
		assertEquals(List.of("flat", "folder", "from-yaml", "nested"), registry.models().stream().map(ModelInfo::id).toList());
	}

	@Test
	void filesThatThePackageDoesNotNameStayOutside() throws IOException {
		final Map<String, byte[]> files = files();
		files.put("malware.exe", new byte[10]);
		registry.add(Fixtures.request(Fixtures.zip(temporary.resolve("a.zip"), files)), Progress.NONE);
		assertTrue(Fixtures.files(store).stream().noneMatch(name -> name.contains("malware")));
	}

	@Test
	void everyHashIsVerified() throws IOException {
		for (final String name : List.of("weights.pt", "in.npy")) {
			final Map<String, byte[]> files = files();
			final byte[] changed = files.get(name).clone();
			changed[changed.length - 1] ^= 1;
			files.put(name, changed);
			assertFails("'" + name + "' has the SHA-256", Fixtures.request(Fixtures.zip(temporary.resolve("a.zip"), files)));
		}
		final Path file = Files.write(temporary.resolve("a.pt"), Fixtures.net("1"));
		assertFails("'a.pt' has the SHA-256", with(file, ModelKind.CLASSIFIER, List.of(), Optional.of("0".repeat(64))));
		assertFails("64 hexadecimal digits", with(file, ModelKind.CLASSIFIER, List.of(), Optional.of("12")));
		assertEquals(0, opener.opened.get(), "nothing is opened before its hash is known to be right");
	}

	@Test
	void missingFilesAndWrongContentAreRefused() throws IOException {
		final Map<String, byte[]> withoutWeights = files();
		withoutWeights.remove("weights.pt");
		assertFails("lacks the file 'weights.pt'", Fixtures.request(Fixtures.zip(temporary.resolve("a.zip"), withoutWeights)));
		final Map<String, byte[]> withoutCover = files();
		withoutCover.remove("cover.png");
		assertEquals("b", registry.add(Fixtures.request(Fixtures.zip(temporary.resolve("b.zip"), withoutCover)), Progress.NONE).id());
		registry.remove("b");
		assertFails("There is no file", Fixtures.request(temporary.resolve("nowhere.pt")));
		assertFails("no bioimageio.yaml", Fixtures.request(Files.createDirectories(temporary.resolve("empty"))));
		assertFails("which model", Fixtures.request(" "));
		failedToOpen++;
		assertFails("'text.pt' is no TorchScript", Fixtures.request(Files.writeString(temporary.resolve("text.pt"), "hello")));
		final byte[] whole = Files.readAllBytes(Fixtures.zip(temporary.resolve("c.zip"), files()));
		assertFails("damaged or truncated", Fixtures.request(Files.write(temporary.resolve("c.zip"), Arrays.copyOf(whole, 300))));
	}

	@Test
	void labelsMustBeAsManyAsClasses() throws IOException {
		final Path file = Files.write(temporary.resolve("a.pt"), Fixtures.net("1"));
		assertFails("3 classes apart, but there are 2 labels", with(file, ModelKind.CLASSIFIER, List.of("a", "b"), Optional.empty()));
		assertFails("not maps", with(file, ModelKind.SEGMENTER, List.of(), Optional.empty()));
	}

	@Test
	void numbersOfChannelsMustAgree() throws IOException {
		final Path file = Files.write(temporary.resolve("a.pt"), Fixtures.net("1"));
		assertFails("2 means but 3 deviations", new ImportRequest(file.toString(), Optional.empty(), ModelKind.CLASSIFIER, 0, 0, List.of(0., 0.),
			List.of(1., 1., 1.), List.of(), Optional.empty()));
		assertFails("larger than 0", new ImportRequest(file.toString(), Optional.empty(), ModelKind.CLASSIFIER, 0, 0, List.of(), List.of(0.), List
			.of(), Optional.empty()));
	}

	@Test
	void idsThatAreTakenOrImpossibleAreRefused() throws IOException {
		final Path file = Files.write(temporary.resolve("net.pt"), Fixtures.net("1"));
		registry.add(Fixtures.request(file), Progress.NONE);
		final List<String> before = Fixtures.files(store);
		final String message = assertThrows(FoveaException.class, () -> registry.add(Fixtures.request(file), Progress.NONE)).getMessage();
		assertTrue(message.contains("already a model 'net'"), message);
		final ImportRequest request = new ImportRequest(file.toString(), Optional.of("My Net"), ModelKind.CLASSIFIER, 0, 0, List.of(), List.of(), List
			.of(), Optional.empty());
		assertTrue(assertThrows(FoveaException.class, () -> registry.add(request, Progress.NONE)).getMessage().contains("'my-net'"));
		assertEquals(before, Fixtures.files(store));
	}

	@Test
	void fullDiskLeavesNothingBehind() throws IOException {
		final Path zip = Fixtures.zip(temporary.resolve("a.zip"), files());
		final Path bare = Files.write(temporary.resolve("b.pt"), Fixtures.net("1"));
		for (final Path path : List.of(zip, bare)) {
			for (final int room : new int[] { 0, 10, 700 }) {
				final Registry.Setup setup = new Registry.Setup(List.of(), List::of, new Store(store), opener, 0, Fixtures.smallDisk(room), (sentence,
					e) -> {});
				try (Registry small = new Registry(setup)) {
					final String message = assertThrows(FoveaException.class, () -> small.add(Fixtures.request(path), Progress.NONE)).getMessage();
					assertTrue(message.contains("disk is full"), message);
				}
				assertEquals(List.of(), Fixtures.files(store));
			}
		}
	}

	@Test
	void cancellingLeavesNothingBehind() throws IOException {
		final Path zip = Fixtures.zip(temporary.resolve("a.zip"), files());
		for (final String step : List.of("Copying weights.pt", "Copying in.npy", "Running", "Test image")) {
			assertThrows(CancelledException.class, () -> registry.add(Fixtures.request(zip), new Recorder(step)), step);
			assertEquals(List.of(), Fixtures.files(store), step);
		}
	}

	@Test
	void hostileZipsAreRefused() throws IOException {
		for (final String name : List.of("../evil.txt", "/evil.txt", "a/../../evil.txt", "a\\..\\evil.txt", "C:evil.txt")) {
			final Map<String, byte[]> files = files();
			files.put(name, new byte[3]);
			assertFails("outside the package", Fixtures.request(Fixtures.zip(temporary.resolve("a.zip"), files)));
		}
		final Map<String, byte[]> bomb = files();
		bomb.put("in.npy", new byte[80 << 20]);
		assertFails("100 times its size", Fixtures.request(Fixtures.zip(temporary.resolve("a.zip"), bomb)));
		final Map<String, byte[]> many = files();
		for (int i = 0; i < 10_001; i++) many.put("f" + i, new byte[0]);
		assertFails("files, which no model does", Fixtures.request(Fixtures.zip(temporary.resolve("a.zip"), many)));
	}

	@Test
	void linksThatLeaveAFolderAreRefused() throws IOException {
		final Path folder = Files.createDirectories(temporary.resolve("linked"));
		for (final Map.Entry<String, byte[]> file : files().entrySet()) Files.write(folder.resolve(file.getKey()), file.getValue());
		final Path secret = Files.write(temporary.resolve("secret.npy"), files().get("in.npy"));
		Files.delete(folder.resolve("in.npy"));
		Files.createSymbolicLink(folder.resolve("in.npy"), secret);
		assertFails("link that leaves the package", Fixtures.request(folder));
	}

	@Test
	void descriptionsWithoutHashAreCompleted() throws IOException {
		final Map<String, byte[]> files = files();
		files.put("rdf.yaml", new String(files.get("rdf.yaml"), StandardCharsets.UTF_8).replaceAll(", sha256: [0-9a-f]{64}", "").getBytes(
			StandardCharsets.UTF_8));
		final ModelInfo info = registry.add(Fixtures.request(Fixtures.zip(temporary.resolve("a.zip"), files)), Progress.NONE);
		assertEquals(Fixtures.sha256(files.get("weights.pt")), info.sha256());
		registry.open("a").close();
	}

	@Test
	void whatIsExportedCanBeImported() throws IOException {
		registry.add(Fixtures.request(Fixtures.zip(temporary.resolve("a.zip"), files())), Progress.NONE);
		final Path zip = temporary.resolve("out/exported.zip");
		registry.export("a", zip);
		assertEquals(List.of("exported.zip"), Fixtures.files(zip.getParent()));
		final ModelInfo info = registry.add(Fixtures.request(zip), Progress.NONE);
		assertEquals("exported", info.id());
		assertEquals(registry.find("a").info().sha256(), info.sha256());
		assertEquals(registry.find("a").info().labels(), info.labels());
	}

	@Test
	void anotherProcessThatIsFasterIsNotOverwritten() throws IOException {
		final Store other = new Store(store);
		final Path first = other.stage();
		Files.writeString(first.resolve("file"), "first");
		final Path second = other.stage();
		Files.writeString(second.resolve("file"), "second");
		other.publish(first, "same");
		assertTrue(assertThrows(FoveaException.class, () -> other.publish(second, "same")).getMessage().contains("already a model 'same'"));
		assertEquals("first", Files.readString(store.resolve("same/file")));
	}

	private void assertFails(final String part, final ImportRequest request) throws IOException {
		final List<String> before = Fixtures.files(store);
		final String message = assertThrows(FoveaException.class, () -> registry.add(request, Progress.NONE)).getMessage();
		assertTrue(message.contains(part), message);
		assertTrue(message.endsWith(".") && !message.contains("\n"), message);
		assertEquals(before, Fixtures.files(store));
	}

	private static ImportRequest with(final Path path, final ModelKind kind, final List<String> labels, final Optional<String> sha256) {
		return new ImportRequest(path.toString(), Optional.empty(), kind, 0, 0, List.of(), List.of(), labels, sha256);
	}

	/** A package whose test output is 0.25 off in one place. */
	private static Map<String, byte[]> files() throws IOException {
		final byte[] weights = Fixtures.net("package");
		final Tensor input = Tensor.of(new float[] { 1, 2, 3, 4, 5, 6, 7, 8 }, 1, 2, 2, 2);
		final byte[] in = npy(input);
		final Map<String, byte[]> files = new LinkedHashMap<>();
		files.put("rdf.yaml", Fixtures.description(weights, "covers: [cover.png]").replace("outputs:\n", "  test_tensor: {source: in.npy, sha256: " +
			Fixtures.sha256(in) + "}\noutputs:\n").replace("weights:\n", "  test_tensor: {source: out.npy}\nweights:\n").getBytes(
				StandardCharsets.UTF_8));
		files.put("weights.pt", weights);
		files.put("in.npy", in);
		files.put("out.npy", npy(Tensor.of(new float[] { 2.5f, 6.75f }, 1, 2)));
		files.put("cover.png", new byte[20]);
		return files;
	}

	private static byte[] npy(final Tensor tensor) throws IOException {
		final ByteArrayOutputStream out = new ByteArrayOutputStream();
		Npy.write(tensor, out);
		return out.toByteArray();
	}

	private static Map<String, byte[]> prefixed(final String prefix, final Map<String, byte[]> files) {
		final Map<String, byte[]> result = new LinkedHashMap<>();
		files.forEach((name, bytes) -> result.put(prefix + name, bytes));
		return result;
	}
}
