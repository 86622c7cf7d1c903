package org.fovea.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.fovea.FoveaException;
import org.fovea.Progress;
import org.fovea.network.Plan;
import org.fovea.network.Tensor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.scijava.Context;
import org.scijava.plugin.PluginInfo;
import org.scijava.plugin.PluginService;

class DefaultModelServiceTest {

	/** Where {@link Provider} finds its model. */
	private static final String EXTENSION = "fovea.test.extension";

	@TempDir
	private Path temporary;

	private Context context;
	private String store;

	/** Another jar's models. */
	public static final class Provider implements ModelProvider {

		@Override
		public List<Path> packages() {
			return List.of(Path.of(System.getProperty(EXTENSION)));
		}
	}

	@BeforeEach
	void start() {
		store = System.getProperty(StoreLocation.PROPERTY);
		System.setProperty(StoreLocation.PROPERTY, temporary.resolve("store").toString());
		context = new Context(ModelService.class);
	}

	@AfterEach
	void stop() {
		context.dispose();
		if (store == null) System.clearProperty(StoreLocation.PROPERTY);
		else System.setProperty(StoreLocation.PROPERTY, store);
		System.clearProperty(EXTENSION);
	}

	@Test
	void serviceImportsOpensAndRemoves() throws IOException {
		final ModelService service = context.service(ModelService.class);
		assertTrue(service.models().stream().allMatch(model -> model.origin() == ModelInfo.Origin.BUNDLED));
		final int bundled = service.models().size();
		final ModelInfo info = service.add(Fixtures.request(Fixtures.file(temporary, "classifier.pt")), Progress.NONE);
		assertEquals(info, service.info("classifier"));
		assertEquals(bundled + 1, service.models().size());
		try (Model model = service.open("classifier")) {
			final Tensor output = model.network().run(Plan.FORWARD, model.prepare(Tensor.zeros(2, 3, 9, 11))).output();
			assertEquals(2, output.size(0));
			assertEquals(4, output.size(1));
		}
		assertEquals(0, service.check("classifier", Progress.NONE).rewriteDifference());
		service.export("classifier", temporary.resolve("out.zip"));
		assertTrue(Files.size(temporary.resolve("out.zip")) > 0);
		service.remove("classifier");
		assertEquals(bundled, service.models().size());
		assertThrows(FoveaException.class, () -> service.open("classifier"));
	}

	@Test
	void otherJarsBringModels() throws IOException {
		final Path folder = Files.createDirectories(temporary.resolve("brought"));
		Files.write(folder.resolve("weights.pt"), Fixtures.net("x"));
		Files.writeString(folder.resolve("bioimageio.yaml"), Fixtures.description(Fixtures.net("x"), ""));
		System.setProperty(EXTENSION, folder.toString());
		context.service(PluginService.class).addPlugin(new PluginInfo<>(Provider.class, ModelProvider.class));
		assertEquals(ModelInfo.Origin.EXTENSION, context.service(ModelService.class).info("brought").origin());
	}

	@Test
	void bundledModelsAreFoundInAFolderAndInAJar() throws IOException, ReflectiveOperationException {
		final byte[] weights = Fixtures.net("b");
		final byte[] description = Fixtures.description(weights, "").getBytes(StandardCharsets.UTF_8);
		final String name = "org/fovea/model/DefaultModelServiceTest$Provider.class";
		final byte[] anchor = DefaultModelServiceTest.class.getClassLoader().getResourceAsStream(name).readAllBytes();
		final Map<String, byte[]> files = Map.of(name, anchor, "org/fovea/models/one/bioimageio.yaml", description, "org/fovea/models/one/weights.pt",
			weights);
		final Path jar = Fixtures.zip(temporary.resolve("a jar.jar"), files);
		final Path folder = temporary.resolve("classes");
		for (final Map.Entry<String, byte[]> file : files.entrySet()) {
			Files.createDirectories(folder.resolve(file.getKey()).getParent());
			Files.write(folder.resolve(file.getKey()), file.getValue());
		}
		for (final Path place : List.of(jar, folder)) {
			try (URLClassLoader loader = new ChildFirst(place.toUri().toURL()); BundledModels bundled = new BundledModels(loader.loadClass(
				Provider.class.getName()), "org/fovea/models"))
			{
				assertEquals(1, bundled.folders().size());
				assertEquals("one", ModelPackage.read(bundled.folders().get(0), ModelInfo.Origin.BUNDLED).id());
			}
		}
	}

	@Test
	void storeIsWhereItIsNamedThenInFijiThenAtHome() throws IOException {
		final Path home = temporary.resolve("home");
		final Path fiji = temporary.resolve("Fiji");
		assertEquals(Path.of("named"), StoreLocation.choose(Optional.of("named"), Optional.of(fiji), home));
		assertEquals(home.resolve(".fovea/models"), StoreLocation.choose(Optional.of(" "), Optional.of(fiji), home));
		Files.createDirectories(fiji.resolve("jars"));
		Files.createDirectories(fiji.resolve("plugins"));
		assertEquals(fiji.resolve("models/fovea"), StoreLocation.choose(Optional.empty(), Optional.of(fiji), home));
		Files.writeString(fiji.resolve("models"), "in the way");
		assertEquals(home.resolve(".fovea/models"), StoreLocation.choose(Optional.empty(), Optional.of(fiji), home));
		assertEquals(home.resolve(".fovea/models"), StoreLocation.choose(Optional.empty(), Optional.empty(), home));
		assertFalse(Files.exists(home));
	}

	/** Loads the test's classes anew from one place. */
	private static final class ChildFirst extends URLClassLoader {

		private ChildFirst(final URL place) {
			super(new URL[] { place }, DefaultModelServiceTest.class.getClassLoader());
		}

		@Override
		protected Class<?> loadClass(final String name, final boolean resolve) throws ClassNotFoundException {
			return name.equals(Provider.class.getName()) ? findClass(name) : super.loadClass(name, resolve);
		}
	}
}
