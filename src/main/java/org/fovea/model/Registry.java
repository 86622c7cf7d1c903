package org.fovea.model;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

import org.fovea.FoveaException;
import org.fovea.Progress;
import org.fovea.model.ModelService.CheckReport;
import org.fovea.model.ModelService.ImportRequest;
import org.fovea.network.Network;
import org.fovea.network.Tensor;

/** What {@link ModelService} promises, without SciJava. Safe to use from several threads. */
final class Registry implements AutoCloseable {

	private final Setup setup;
	private final NetworkPool pool;
	private final Unpacked unpacked;
	private final Importer importer;

	/** Descriptions that were read, by file, as long as the file stays the same. */
	private final Map<Path, Read> descriptions = new ConcurrentHashMap<>();

	/**
	 * What a registry is made of.
	 *
	 * @param bundled folders of the models that come with Fovea
	 * @param extensions folders of the models that others bring; asked each time
	 * @param store the user's models
	 * @param opener opens networks
	 * @param bound bytes of weights to keep open at most, beyond those in use
	 * @param writing what every written stream passes through; the identity except where a test plays a full disk
	 * @param warning told of models that cannot be read
	 */
	record Setup(List<Path> bundled, Supplier<List<Path>> extensions, Store store, NetworkOpener opener, long bound,
		UnaryOperator<OutputStream> writing, BiConsumer<String, Exception> warning) {}

	/** A description and the state of the file that it was read from. */
	private record Read(FileTime time, long size, Optional<ModelPackage> model) {}

	/**
	 * Makes a registry; nothing is read yet.
	 *
	 * @param setup its parts
	 */
	Registry(final Setup setup) {
		this.setup = setup;
		this.pool = new NetworkPool(setup.opener(), setup.bound());
		this.unpacked = new Unpacked(setup.store().root().resolve(".unpacked"), setup.writing());
		this.importer = new Importer(setup.store(), setup.opener(), this::isTaken, setup.writing());
	}

	/** @return every model, bundled ones first, then by name */
	List<ModelInfo> models() {
		return packages().values().stream().map(ModelPackage::info).sorted(Comparator.comparing((final ModelInfo info) -> info
			.origin() != ModelInfo.Origin.BUNDLED).thenComparing(ModelInfo::name, String.CASE_INSENSITIVE_ORDER).thenComparing(ModelInfo::id))
			.toList();
	}

	/**
	 * Finds a model.
	 *
	 * @param id its id
	 * @return the package
	 * @throws FoveaException if there is none, listing those that exist
	 */
	ModelPackage find(final String id) {
		final Map<String, ModelPackage> all = packages();
		return Optional.ofNullable(all.get(id.strip())).orElseThrow(() -> new FoveaException("There is no model '" + id + "'; " + (all.isEmpty()
			? "import one with Import Model...." : "choose one of: " + all.keySet().stream().sorted().collect(Collectors.joining(", ")) + ".")));
	}

	/**
	 * Opens a model, or shares the one that is open.
	 *
	 * @param id its id
	 * @return the model, to be closed
	 */
	Model open(final String id) {
		final ModelPackage model = find(id);
		final ModelInfo info = model.info();
		final NetworkPool.Lease lease = pool.lease(info.sha256(), () -> unpacked.weights(model), size(model.weights()));
		if (!lease.network().sha256().equals(info.sha256())) {
			lease.close();
			pool.forget(info.sha256());
			throw new FoveaException("The weights of '" + id + "' are not those that were imported; remove the model and import it again.");
		}
		return new SharedModel(info, lease);
	}

	/**
	 * Imports a model.
	 *
	 * @param request what and how
	 * @param progress told how far it is
	 * @return its description
	 */
	ModelInfo add(final ImportRequest request, final Progress progress) {
		return importer.add(request, progress).info();
	}

	/**
	 * Deletes a model; who has it open may go on using it.
	 *
	 * @param id its id
	 */
	void remove(final String id) {
		final String name = id.strip();
		final boolean isThere = Ids.isValid(name) && Files.isDirectory(setup.store().folder(name));
		if (!isThere) {
			final ModelPackage model = find(name);
			throw new FoveaException("'" + name + "' is not in your store but " + (model.origin() == ModelInfo.Origin.BUNDLED ? "comes with Fovea"
				: "is brought by another plugin") + ", so it cannot be removed.");
		}
		final Optional<ModelPackage> model = read(setup.store().folder(name), ModelInfo.Origin.STORE);
		setup.store().remove(name);
		descriptions.keySet().removeIf(file -> file.startsWith(setup.store().folder(name)));
		model.ifPresent(removed -> pool.forget(removed.info().sha256()));
	}

	/**
	 * Verifies a model.
	 *
	 * @param id its id
	 * @param progress told how far it is
	 * @return what was found
	 */
	CheckReport check(final String id, final Progress progress) {
		final ModelPackage model = find(id);
		final Path weights = unpacked.weights(model);
		progress.report("Hashing the weights", 0);
		final String sha256 = hash(weights, progress);
		progress.report("Opening the network", 0.2);
		try (NetworkPool.Lease lease = pool.lease(sha256, () -> weights, size(weights))) {
			final OpenNetwork network = lease.network();
			final PackageTest test = new PackageTest(model.folder(), model.description());
			final Optional<List<Tensor>> tested = test.inputs();
			final List<Tensor> inputs = tested.orElseGet(() -> List.of(grey(model.info().input())));
			progress.report("Running the rewritten network", 0.4);
			final List<Tensor> outputs = network.run(inputs);
			progress.check();
			progress.report("Running the unmodified network", 0.6);
			final double rewriteDifference = largest(outputs, setup.opener().runUnmodified(weights, inputs));
			progress.check();
			progress.report("Looking at the layers", 0.8);
			final OpenNetwork.Inventory inventory = network.inventory(inputs);
			progress.report("Checked", 1);
			return new CheckReport(model.id(), sha256, sha256.equals(model.info().sha256()), tested.isPresent() ? test.difference(outputs) : Optional
				.empty(), rewriteDifference, inventory.layers(), inventory.rectifiers(), network.limitations());
		}
	}

	/**
	 * Writes a model as a zip.
	 *
	 * @param id its id
	 * @param zip the file to write
	 */
	void export(final String id, final Path zip) {
		new Exporter(setup.writing()).export(find(id), zip);
	}

	@Override
	public void close() {
		pool.close();
	}

	/** A model whose network is shared. */
	private record SharedModel(ModelInfo info, NetworkPool.Lease lease) implements Model {

		@Override
		public Network network() {
			return lease.network().network();
		}

		@Override
		public void close() {
			lease.close();
		}
	}

	private boolean isTaken(final String id) {
		return Files.exists(setup.store().folder(id)) || packages().containsKey(id);
	}

	/** Where two have the same id, bundled models win over extensions, and those over the store. */
	private Map<String, ModelPackage> packages() {
		final Map<String, ModelPackage> result = new LinkedHashMap<>();
		collect(result, setup.bundled(), ModelInfo.Origin.BUNDLED);
		collect(result, setup.extensions().get(), ModelInfo.Origin.EXTENSION);
		collect(result, setup.store().folders(), ModelInfo.Origin.STORE);
		return result;
	}

	private void collect(final Map<String, ModelPackage> result, final List<Path> folders, final ModelInfo.Origin origin) {
		for (final Path folder : new ArrayList<>(folders)) {
			read(folder, origin).ifPresent(model -> result.putIfAbsent(model.id(), model));
		}
	}

	private Optional<ModelPackage> read(final Path folder, final ModelInfo.Origin origin) {
		if (!ModelPackage.isIn(folder)) return Optional.empty();
		try {
			final Path file = ModelPackage.descriptionIn(folder);
			final FileTime time = Files.getLastModifiedTime(file);
			final long size = Files.size(file);
			final Read known = descriptions.get(file);
			if (known != null && known.time.equals(time) && known.size == size) return known.model;
			final Optional<ModelPackage> model = readAnew(folder, origin);
			descriptions.put(file, new Read(time, size, model));
			return model;
		}
		catch (final FoveaException | IOException e) {
			setup.warning().accept("The model in '" + folder + "' is left out because it cannot be read.", e);
			return Optional.empty();
		}
	}

	private Optional<ModelPackage> readAnew(final Path folder, final ModelInfo.Origin origin) {
		try {
			final ModelPackage model = ModelPackage.read(folder, origin);
			if (model.description().weights().sha256().isPresent()) return Optional.of(model);
			throw new FoveaException("The model '" + model.id() + "' does not say which SHA-256 its weights have.");
		}
		catch (final FoveaException e) {
			setup.warning().accept("The model in '" + folder + "' is left out: " + e.getMessage(), e);
			return Optional.empty();
		}
	}

	private static Tensor grey(final InputFormat input) {
		final int side = input.accepted(64);
		final Tensor pixels = Tensor.zeros(1, input.channels(), input.height() > 0 ? input.height() : side, input.width() > 0 ? input.width()
			: side);
		for (int i = 0; i < pixels.length(); i++) pixels.data()[i] = i * 37 % 256;
		return input.prepare(pixels, PixelType.BYTE);
	}

	private static double largest(final List<Tensor> rewritten, final List<Tensor> unmodified) {
		if (rewritten.size() != unmodified.size()) return Double.POSITIVE_INFINITY;
		double largest = 0;
		for (int i = 0; i < rewritten.size(); i++) {
			final boolean areAlike = Arrays.equals(rewritten.get(i).shape(), unmodified.get(i).shape());
			largest = Math.max(largest, areAlike ? PackageTest.largest(rewritten.get(i), unmodified.get(i)) : Double.POSITIVE_INFINITY);
		}
		return largest;
	}

	private String hash(final Path file, final Progress progress) {
		try {
			return new Copy(setup.writing(), progress).hash(file);
		}
		catch (final IOException e) {
			throw Failures.of("The weights cannot be read", e);
		}
	}

	private static long size(final Path file) {
		try {
			return Files.size(file);
		}
		catch (final IOException e) {
			throw Failures.of("The weights cannot be found", e);
		}
	}
}
