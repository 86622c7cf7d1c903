package org.fovea.model;

import java.nio.file.Path;
import java.util.List;

import org.fovea.Progress;
import org.scijava.service.AbstractService;

/** The service of models on a disk with little room; engine and store are the real ones. */
public final class SmallDisk extends AbstractService implements ModelService {

	private final Registry registry;

	/**
	 * Makes the service.
	 *
	 * @param store the folder of the models
	 * @param room in bytes
	 */
	public SmallDisk(final Path store, final long room) {
		registry = new Registry(new Registry.Setup(List.of(), List::of, new Store(store), new EngineOpener(), 0, Fixtures.smallDisk(room), (sentence,
			e) -> {}));
	}

	@Override
	public List<ModelInfo> models() {
		return registry.models();
	}

	@Override
	public ModelInfo info(final String id) {
		return registry.find(id).info();
	}

	@Override
	public Model open(final String id) {
		return registry.open(id);
	}

	@Override
	public ModelInfo add(final ImportRequest request, final Progress progress) {
		return registry.add(request, progress);
	}

	@Override
	public void remove(final String id) {
		registry.remove(id);
	}

	@Override
	public CheckReport check(final String id, final Progress progress) {
		return registry.check(id, progress);
	}

	@Override
	public void export(final String id, final Path zip) {
		registry.export(id, zip);
	}

	@Override
	public void dispose() {
		registry.close();
	}
}
