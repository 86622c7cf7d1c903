package org.fovea.model;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

import org.fovea.Progress;
import org.scijava.app.AppService;
import org.scijava.log.LogService;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;
import org.scijava.plugin.PluginInfo;
import org.scijava.plugin.PluginService;
import org.scijava.service.AbstractService;
import org.scijava.service.Service;

/**
 * The models in a SciJava application. The user's store is the folder that the system property {@code fovea.store} names, else
 * {@code models/fovea} in Fiji, else {@code .fovea/models} in the user's home. Weights that nobody uses stay open up to the number of
 * megabytes that {@code fovea.memory} says, a quarter of Java's memory if it says nothing.
 */
@Plugin(type = Service.class)
public final class DefaultModelService extends AbstractService implements ModelService {

	private static final String BUNDLED = "org/fovea/models";

	private static final String MEMORY = "fovea.memory";

	@Parameter
	private PluginService plugins;

	@Parameter(required = false)
	private AppService applications;

	@Parameter
	private LogService log;

	private Optional<Opened> opened = Optional.empty();

	/** What is made when the first model is asked for, because extensions are not known earlier. */
	private record Opened(BundledModels bundled, Registry registry) {}

	@Override
	public List<ModelInfo> models() {
		return registry().models();
	}

	@Override
	public ModelInfo info(final String id) {
		return registry().find(id).info();
	}

	@Override
	public Model open(final String id) {
		return registry().open(id);
	}

	@Override
	public ModelInfo add(final ImportRequest request, final Progress progress) {
		return registry().add(request, progress);
	}

	@Override
	public void remove(final String id) {
		registry().remove(id);
	}

	@Override
	public CheckReport check(final String id, final Progress progress) {
		return registry().check(id, progress);
	}

	@Override
	public void export(final String id, final Path zip) {
		registry().export(id, zip);
	}

	@Override
	public synchronized void dispose() {
		opened.ifPresent(parts -> {
			parts.registry.close();
			try {
				parts.bundled.close();
			}
			catch (final IOException e) {
				log.debug("The jar of the bundled models could not be closed", e);
			}
		});
		opened = Optional.empty();
	}

	private synchronized Registry registry() {
		if (opened.isEmpty()) opened = Optional.of(make());
		return opened.get().registry;
	}

	private Opened make() {
		final Path home = Path.of(System.getProperty("user.home"));
		final Path store = StoreLocation.choose(Optional.ofNullable(System.getProperty(StoreLocation.PROPERTY)), application(), home);
		try {
			final BundledModels bundled = new BundledModels(DefaultModelService.class, BUNDLED);
			return new Opened(bundled, new Registry(new Registry.Setup(bundled.folders(), this::extensions, new Store(store), new EngineOpener(),
				bound(), UnaryOperator.identity(), (sentence, e) -> log.warn(sentence, e))));
		}
		catch (final IOException e) {
			throw Failures.of("The models that come with Fovea cannot be read", e);
		}
	}

	private Optional<Path> application() {
		final Optional<Path> started = Optional.ofNullable(System.getProperty("imagej.dir")).map(Path::of);
		return started.or(() -> Optional.ofNullable(applications).map(service -> service.getApps().get("ImageJ")).map(app -> app
			.getBaseDirectory()).map(directory -> directory.toPath()));
	}

	private List<Path> extensions() {
		final List<Path> folders = new ArrayList<>();
		for (final PluginInfo<ModelProvider> plugin : plugins.getPluginsOfType(ModelProvider.class)) {
			final ModelProvider provider = plugins.createInstance(plugin);
			if (provider != null) folders.addAll(provider.packages());
		}
		return folders;
	}

	private static long bound() {
		final long megabytes = Long.getLong(MEMORY, 0);
		return megabytes > 0 ? megabytes << 20 : Runtime.getRuntime().maxMemory() / 4;
	}
}
