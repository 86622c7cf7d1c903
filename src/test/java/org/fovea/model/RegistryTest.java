package org.fovea.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.UnaryOperator;

import org.fovea.FoveaException;
import org.fovea.Progress;
import org.fovea.model.Fixtures.CountingOpener;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RegistryTest {

	@TempDir
	private Path temporary;

	private final CountingOpener opener = new CountingOpener();

	@Test
	void modelsAreListedBundledOnesFirst() throws IOException {
		final Path bundled = makePackage("bundled/zeta", "1", "");
		final Path extension = makePackage("extension/beta", "2", "");
		makePackage("store/alpha", "3", "");
		Files.createDirectories(temporary.resolve("store/no-model"));
		Files.createDirectories(temporary.resolve("store/.incoming/half"));
		makePackage("store/broken", "4", "weights: nonsense: [");
		final List<String> warnings = new ArrayList<>();
		final Registry.Setup setup = new Registry.Setup(List.of(bundled), () -> List.of(extension), new Store(temporary.resolve("store")), opener, 1,
			UnaryOperator.identity(), (sentence, e) -> warnings.add(sentence));
		try (Registry registry = new Registry(setup)) {
			assertEquals(List.of("zeta", "alpha", "beta"), registry.models().stream().map(ModelInfo::id).toList());
			registry.models();
			assertEquals(1, warnings.size(), warnings.toString());
			assertTrue(warnings.get(0).contains("broken"));
			assertEquals(ModelInfo.Origin.EXTENSION, registry.find("beta").info().origin());
			assertEquals(List.of("cell", "dust"), registry.find("beta").info().labels());
			final String message = assertThrows(FoveaException.class, () -> registry.find("gamma")).getMessage();
			assertTrue(message.contains("alpha, beta, zeta"), message);
			assertTrue(assertThrows(FoveaException.class, () -> registry.remove("zeta")).getMessage().contains("comes with Fovea"));
			assertTrue(assertThrows(FoveaException.class, () -> registry.remove("beta")).getMessage().contains("another plugin"));
			registry.remove("broken");
			assertFalse(Files.exists(temporary.resolve("store/broken")));
		}
	}

	@Test
	void twoThreadsShareOneNetwork() throws Exception {
		makePackage("store/shared", "1", "");
		try (Registry registry = registry(1 << 20)) {
			final int count = 4;
			final CyclicBarrier barrier = new CyclicBarrier(count);
			final ExecutorService threads = Executors.newFixedThreadPool(count);
			final List<Future<Model>> futures = new ArrayList<>();
			for (int i = 0; i < count; i++) {
				futures.add(threads.submit((Callable<Model>) () -> {
					barrier.await();
					return registry.open("shared");
				}));
			}
			for (final Future<Model> future : futures) assertEquals("shared", future.get().info().id());
			threads.shutdown();
			assertEquals(1, opener.opened.get());
			for (final Future<Model> future : futures) future.get().close();
			futures.get(0).get().close();
			assertEquals(0, opener.closed.get(), "kept warm");
			registry.open("shared").close();
			assertEquals(1, opener.opened.get());
		}
		assertEquals(1, opener.closed.get());
	}

	@Test
	void leastRecentlyUsedNetworkGoesFirst() throws IOException {
		for (final String name : List.of("a", "b", "c")) makePackage("store/" + name, name.repeat(97), "");
		try (Registry registry = registry(200)) {
			registry.open("a").close();
			registry.open("b").close();
			registry.open("a").close();
			assertEquals(2, opener.opened.get());
			registry.open("c").close();
			assertEquals(1, opener.closed.get());
			registry.open("a").close();
			assertEquals(3, opener.opened.get(), "a was used after b, so b had to go");
			registry.open("b").close();
			assertEquals(4, opener.opened.get());
		}
		assertEquals(4, opener.closed.get());
	}

	@Test
	void networksInUseAreNeverClosed() throws IOException {
		makePackage("store/a", "a".repeat(97), "");
		makePackage("store/b", "b".repeat(97), "");
		try (Registry registry = registry(10)) {
			final Model a = registry.open("a");
			final Model b = registry.open("b");
			assertEquals(0, opener.closed.get());
			a.close();
			assertEquals(1, opener.closed.get());
			b.close();
			assertEquals(2, opener.closed.get());
		}
	}

	@Test
	void removedModelsWorkUntilTheyAreGivenBack() throws IOException {
		makePackage("store/a", "1", "");
		try (Registry registry = registry(1 << 20)) {
			final Model model = registry.open("a");
			registry.remove("a");
			assertEquals(List.of(), registry.models());
			assertEquals(List.of(), Fixtures.files(temporary.resolve("store")));
			assertEquals(0, opener.closed.get());
			model.close();
			assertEquals(1, opener.closed.get());
		}
	}

	@Test
	void failureToOpenIsToldToAllAndForgotten() throws IOException {
		final Path folder = makePackage("store/a", "1", "");
		final byte[] good = Files.readAllBytes(folder.resolve("weights.pt"));
		Files.writeString(folder.resolve("weights.pt"), "no network");
		try (Registry registry = registry(1 << 20)) {
			assertThrows(FoveaException.class, () -> registry.open("a"));
			Files.write(folder.resolve("weights.pt"), Fixtures.net("other"));
			assertTrue(assertThrows(FoveaException.class, () -> registry.open("a")).getMessage().contains("not those that were imported"));
			Files.write(folder.resolve("weights.pt"), good);
			registry.open("a").close();
		}
		assertEquals(opener.opened.get() - 1, opener.closed.get());
	}

	@Test
	void checkComparesHashAndTestTensors() throws IOException {
		final Path folder = makePackage("store/a", "1", "");
		try (Registry registry = registry(1 << 20)) {
			final ModelService.CheckReport report = registry.check("a", new Fixtures.Recorder());
			assertTrue(report.hashMatches());
			assertEquals(Optional.empty(), report.testDifference());
			assertEquals(0, report.rewriteDifference());
			Files.write(folder.resolve("weights.pt"), Fixtures.net("other"));
			final ModelService.CheckReport changed = registry.check("a", Progress.NONE);
			assertFalse(changed.hashMatches());
			assertEquals(Fixtures.sha256(Fixtures.net("other")), changed.sha256());
		}
	}

	@Test
	void modelsInsideJarsAreUnpackedOnce() throws IOException {
		final byte[] weights = Fixtures.net("jar");
		final Path jar = Fixtures.zip(temporary.resolve("models.jar"), Map.of("models/packed/bioimageio.yaml", Fixtures.description(weights, "")
			.getBytes(StandardCharsets.UTF_8), "models/packed/weights.pt", weights));
		try (FileSystem system = FileSystems.newFileSystem(jar, (ClassLoader) null)) {
			final Registry.Setup setup = new Registry.Setup(List.of(system.getPath("/models/packed")), List::of, new Store(temporary.resolve("store")),
				opener, 0, UnaryOperator.identity(), (sentence, e) -> {});
			try (Registry registry = new Registry(setup)) {
				assertEquals("packed", registry.open("packed").info().id());
				registry.check("packed", Progress.NONE);
				registry.export("packed", temporary.resolve("out.zip"));
			}
			assertEquals(List.of(".unpacked/" + Fixtures.sha256(weights) + ".pt"), Fixtures.files(temporary.resolve("store")));
			Files.writeString(temporary.resolve("store/.unpacked/" + Fixtures.sha256(weights) + ".pt"), "damaged");
			try (Registry registry = new Registry(setup)) {
				registry.open("packed").close();
			}
		}
		try (Registry registry = registry(0)) {
			assertEquals("out", registry.add(Fixtures.request(temporary.resolve("out.zip")), Progress.NONE).id());
		}
	}

	@Test
	void modelsInsideJarsNeedNoWritableStore() throws IOException {
		final byte[] weights = Fixtures.net("jar");
		final Path jar = Fixtures.zip(temporary.resolve("models.jar"), Map.of("packed/bioimageio.yaml", Fixtures.description(weights, "").getBytes(
			StandardCharsets.UTF_8), "packed/weights.pt", weights));
		Files.createDirectories(temporary.resolve("store"));
		Files.writeString(temporary.resolve("store/.unpacked"), "in the way");
		try (FileSystem system = FileSystems.newFileSystem(jar, (ClassLoader) null)) {
			final Registry.Setup setup = new Registry.Setup(List.of(system.getPath("/packed")), List::of, new Store(temporary.resolve("store")), opener,
				0, UnaryOperator.identity(), (sentence, e) -> {});
			try (Registry registry = new Registry(setup); Model model = registry.open("packed")) {
				assertEquals(Fixtures.sha256(weights), model.info().sha256());
			}
		}
	}

	@Test
	void exportLeavesNothingBehindOnAFullDisk() throws IOException {
		makePackage("store/a", "x".repeat(5000), "");
		final Registry.Setup setup = new Registry.Setup(List.of(), List::of, new Store(temporary.resolve("store")), opener, 0, Fixtures.smallDisk(
			100), (sentence, e) -> {});
		try (Registry registry = new Registry(setup)) {
			final Path out = temporary.resolve("out/a.zip");
			assertTrue(assertThrows(FoveaException.class, () -> registry.export("a", out)).getMessage().contains("disk is full"));
			assertEquals(List.of(), Fixtures.files(out.getParent()));
		}
	}

	@Test
	void extensionsThatComeLaterAreFound() throws IOException {
		final List<Path> extensions = new ArrayList<>();
		final Registry.Setup setup = new Registry.Setup(List.of(), () -> extensions, new Store(temporary.resolve("store")), opener, 0, UnaryOperator
			.identity(), (sentence, e) -> {});
		try (Registry registry = new Registry(setup)) {
			assertEquals(List.of(), registry.models());
			extensions.add(makePackage("extension/late", "1", ""));
			final List<ModelInfo> models = registry.models();
			assertEquals("late", models.get(0).id());
		}
	}

	private Registry registry(final long bound) {
		return new Registry(new Registry.Setup(List.of(), List::of, new Store(temporary.resolve("store")), opener, bound, UnaryOperator.identity(), (
			sentence, e) -> {}));
	}

	private Path makePackage(final String path, final String weights, final String extra) throws IOException {
		final Path folder = Files.createDirectories(temporary.resolve(path));
		Files.write(folder.resolve("weights.pt"), Fixtures.net(weights));
		Files.writeString(folder.resolve("bioimageio.yaml"), Fixtures.description(Fixtures.net(weights), extra));
		return folder;
	}
}
