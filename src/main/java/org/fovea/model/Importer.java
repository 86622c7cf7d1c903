package org.fovea.model;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

import org.fovea.FoveaException;
import org.fovea.Progress;
import org.fovea.model.ModelService.ImportRequest;
import org.fovea.model.bioimageio.Description;
import org.fovea.model.bioimageio.DescriptionReader;
import org.fovea.model.bioimageio.DescriptionWriter;
import org.fovea.model.bioimageio.FileReference;
import org.fovea.model.bioimageio.Npy;
import org.fovea.network.Tensor;

/**
 * Brings models into the store: copies or downloads, verifies, opens and tests them in a hidden folder and lets them appear when all of
 * that went well.
 *
 * @param store to put them into
 * @param opener opens networks
 * @param isTaken whether an id has a model already
 * @param writing what every written stream passes through; the identity except where a test plays a full disk
 */
record Importer(Store store, NetworkOpener opener, Predicate<String> isTaken, UnaryOperator<OutputStream> writing) {

	private static final String WEIGHTS = "weights.pt";

	/** What is being imported and how far it is. */
	private record Job(ImportRequest request, Path folder, Progress progress, Copy copy, Download download) {

		private Optional<String> sha256() {
			return request.sha256().map(String::strip).filter(text -> !text.isEmpty()).map(text -> text.toLowerCase(Locale.ROOT));
		}
	}

	/**
	 * Imports a model.
	 *
	 * @param request what and how
	 * @param progress told how far it is, asked whether to stop
	 * @return the package in the store
	 * @throws FoveaException if it is not usable; nothing is left behind then
	 * @throws org.fovea.CancelledException if the user asked to stop; nothing is left behind either
	 */
	ModelPackage add(final ImportRequest request, final Progress progress) {
		final String path = request.path().strip();
		if (path.isEmpty()) throw new FoveaException("Say which model to import: a TorchScript file, a zip, a folder, or a web address.");
		request.sha256().map(String::strip).filter(text -> !text.isEmpty() && !text.matches("[0-9a-fA-F]{64}")).ifPresent(text -> {
			throw new FoveaException("'" + text + "' is no SHA-256, which has 64 hexadecimal digits; leave it empty if you do not know it.");
		});
		final boolean isRemote = path.matches("(?i)https?://.*");
		final Optional<Path> local = isRemote ? Optional.empty() : Optional.of(local(path));
		final String id = Ids.choose(request.id(), isRemote ? remoteName(path) : String.valueOf(local.get().getFileName()));
		if (isTaken.test(id)) throw new FoveaException("There is already a model '" + id + "'; choose another id or remove that model first.");
		final Path folder = store.stage();
		try {
			final Job job = new Job(request, folder, progress, new Copy(writing, progress), new Download(store.downloads(), writing, progress));
			if (isRemote) addRemote(job, path);
			else addLocal(job, local.get());
			progress.check();
			store.publish(folder, id);
			return ModelPackage.read(store.folder(id), ModelInfo.Origin.STORE);
		}
		catch (final IOException e) {
			throw Failures.of("The model could not be imported", e);
		}
		finally {
			Store.discard(folder);
		}
	}

	private void addRemote(final Job job, final String address) throws IOException {
		final String name = remoteName(address);
		if (name.matches("(?i).*\\.ya?ml")) {
			final String file = DescriptionReader.FILE_NAMES.get(0);
			job.download.fetch(address, Optional.empty(), job.folder.resolve(file));
			addPackage(job, new RemoteContent(URI.create(address.replace(" ", "%20")), job.download), file, job.sha256());
			return;
		}
		final Path file = store.stage().resolve(name.isEmpty() ? "model" : name);
		try {
			job.download.fetch(address, job.sha256(), file);
			addFile(job, file, Optional.empty());
		}
		finally {
			Store.discard(file.getParent());
		}
	}

	private void addLocal(final Job job, final Path path) throws IOException {
		if (!Files.exists(path)) throw new FoveaException("There is no file or folder '" + path + "'; check the path.");
		if (Files.isDirectory(path)) addFolder(job, path, ModelPackage.descriptionIn(path));
		else if (path.toString().matches("(?i).*\\.ya?ml")) addFolder(job, path.toAbsolutePath().getParent(), path);
		else addFile(job, path, job.sha256());
	}

	private void addFolder(final Job job, final Path folder, final Path description) throws IOException {
		try (Content content = new FolderContent(folder)) {
			final String name = description.getFileName().toString();
			final String file = DescriptionReader.FILE_NAMES.contains(name) ? name : DescriptionReader.FILE_NAMES.get(0);
			content.copy(name, job.folder.resolve(file), job.copy);
			addPackage(job, content, file, job.sha256());
		}
	}

	private void addFile(final Job job, final Path file, final Optional<String> sha256) throws IOException {
		if (sha256.isPresent()) verify(file.getFileName().toString(), job.copy.hash(file), sha256);
		final Optional<ZipContent> zip = ZipContent.find(file);
		if (zip.isEmpty()) {
			addBare(job, file);
			return;
		}
		try (ZipContent content = zip.get()) {
			content.copy(content.description(), job.folder.resolve(content.description()), job.copy);
			addPackage(job, content, content.description(), Optional.empty());
		}
	}

	private void addPackage(final Job job, final Content content, final String descriptionFile, final Optional<String> weightsHash)
		throws IOException
	{
		final Description description = ModelPackage.read(job.folder, ModelInfo.Origin.STORE).description();
		String hash = "";
		int done = 0;
		for (final FileReference file : description.files()) {
			job.progress.report("Copying " + file.name(), (double) done++ / description.files().size());
			final boolean isWeights = file.equals(description.weights());
			final Optional<String> found = copy(job, content, file, isWeights || isTest(description, file));
			if (found.isEmpty()) continue;
			verify(file.name(), found.get(), file.sha256());
			if (isWeights) hash = found.get();
		}
		verify(description.weights().name(), hash, weightsHash);
		final Path text = job.folder.resolve(descriptionFile);
		if (description.weights().sha256().isEmpty() || description.files().stream().anyMatch(FileReference::isRemote)) {
			write(job, text, DescriptionWriter.localized(Files.readString(text), hash, description.files().stream().filter(
				file -> file.equals(description.weights()) || isTest(description, file)).toList()));
		}
		test(job, ModelPackage.read(job.folder, ModelInfo.Origin.STORE));
	}

	private static boolean isTest(final Description description, final FileReference file) {
		return description.inputs().stream().anyMatch(input -> input.test().filter(file::equals).isPresent()) || description.outputs().stream()
			.anyMatch(output -> output.test().filter(file::equals).isPresent());
	}

	/** Copies a file of a package; pictures and texts that are missing are done without. */
	private Optional<String> copy(final Job job, final Content content, final FileReference file, final boolean isNeeded) throws IOException {
		final Path target = job.folder.resolve(file.isRemote() ? file.localPath() : file.source());
		if (!file.isRemote()) {
			try {
				return Optional.of(content.copy(file.source(), target, job.copy));
			}
			catch (final NoSuchFileException e) {
				if (isNeeded) {
					throw new FoveaException("The package lacks the file '" + file.source() +
						"' that its description names; fetch the whole package.", e);
				}
				return Optional.empty();
			}
		}
		if (!isNeeded) return Optional.empty();
		Files.createDirectories(target.getParent());
		job.download.fetch(file.source(), file.sha256(), target);
		return Optional.of(job.copy.hash(target));
	}

	private void test(final Job job, final ModelPackage model) {
		job.progress.report("Opening the network", 0.9);
		try (OpenNetwork network = opener.open(model.weights())) {
			final PackageTest test = new PackageTest(model.folder(), model.description());
			final Optional<List<Tensor>> inputs = test.inputs();
			if (inputs.isEmpty()) return;
			job.progress.report("Running the test image", 0.95);
			final List<Tensor> outputs = network.run(inputs.get());
			final int channels = model.description().outputs().get(0).layout().axes().indexOf('c');
			final boolean isCounted = channels >= 0 && channels < outputs.get(0).rank();
			Bare.refuseLabels(model.description().labels(), isCounted ? outputs.get(0).size(channels) : 1);
			test.difference(outputs).ifPresent(difference -> job.progress.report("Test image: largest difference " + String.format(Locale.ROOT,
				"%.2g", difference), 1));
		}
	}

	/** The copy is opened under the file's own name, because that is what a refusal has to call it. */
	private void addBare(final Job job, final Path file) throws IOException {
		final Path copy = Files.createTempDirectory(job.folder, "opened").resolve(file.getFileName());
		job.progress.report("Copying " + file.getFileName(), 0);
		final String hash;
		try (InputStream in = Files.newInputStream(file)) {
			hash = job.copy.toFile(in, copy);
		}
		job.progress.report("Opening the network", 0.5);
		try (OpenNetwork network = opener.open(copy)) {
			final Bare bare = Bare.explore(network, job.request, job.progress);
			final FileReference input = array(job, "test_input.npy", bare.pixels());
			final FileReference output = array(job, "test_output.npy", bare.scores());
			final String name = file.getFileName().toString().replaceFirst("\\.[^.]*$", "");
			write(job, job.folder.resolve(DescriptionReader.FILE_NAMES.get(0)), DescriptionWriter.write(bare.description(name, new FileReference(
				WEIGHTS, Optional.of(hash)), input, output)));
		}
		Files.move(copy, job.folder.resolve(WEIGHTS));
		Files.delete(copy.getParent());
		test(job, ModelPackage.read(job.folder, ModelInfo.Origin.STORE));
	}

	private FileReference array(final Job job, final String name, final Tensor tensor) throws IOException {
		final Path file = job.folder.resolve(name);
		try (OutputStream out = writing.apply(Files.newOutputStream(file))) {
			Npy.write(tensor, out);
		}
		return new FileReference(name, Optional.of(job.copy.hash(file)));
	}

	private void write(final Job job, final Path file, final String text) throws IOException {
		job.copy.toFile(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)), file);
	}

	private static void verify(final String name, final String found, final Optional<String> expected) {
		expected.filter(hash -> !hash.equals(found)).ifPresent(hash -> {
			throw new FoveaException("'" + name + "' has the SHA-256 " + found + ", not " + hash +
				" as it should; fetch it again or check the hash, nothing was imported.");
		});
	}

	private static Path local(final String path) {
		try {
			return path.startsWith("file:") ? Path.of(URI.create(path)) : Path.of(path);
		}
		catch (final IllegalArgumentException e) {
			throw new FoveaException("'" + path + "' is no path of a file; choose a TorchScript file, a zip, a folder, or a web address.", e);
		}
	}

	/** The part of an address that names the file; download links of archives often end in a verb instead. */
	private static String remoteName(final String address) {
		final String[] parts = address.replaceFirst("[?#].*$", "").replaceFirst("(?i)^https?://[^/]*/*", "").split("/");
		for (int i = parts.length - 1; i >= 0; i--) {
			if (parts[i].matches("(?i).+\\.(?:pt|pth|torchscript|ts|zip|ya?ml)")) return parts[i].replaceAll("[^\\w.-]", "-");
		}
		return parts[parts.length - 1].replaceAll("[^\\w.-]", "-");
	}
}
