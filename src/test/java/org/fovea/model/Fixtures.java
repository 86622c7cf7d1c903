package org.fovea.model;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

import org.fovea.FoveaException;
import org.fovea.Progress;
import org.fovea.model.ModelService.ImportRequest;
import org.fovea.network.Network;
import org.fovea.network.Tensor;

/** What the tests of this package share: fixtures made by {@code src/test/python/model_fixtures.py}, an engine that only counts, and so on. */
final class Fixtures {

	private Fixtures() {
	}

	/**
	 * An engine without mathematics: every network returns the mean of each channel of its input. It accepts files that begin with the
	 * letters NET and counts what is opened and closed.
	 */
	static final class CountingOpener implements NetworkOpener {

		final AtomicInteger opened = new AtomicInteger();
		final AtomicInteger closed = new AtomicInteger();

		@Override
		public OpenNetwork open(final Path archive) {
			opened.incrementAndGet();
			try {
				final byte[] bytes = Files.readAllBytes(archive);
				if (!new String(bytes, 0, Math.min(3, bytes.length)).equals("NET")) throw new FoveaException("'" + archive.getFileName() + "' is no TorchScript.");
				return new Means(new Copy(UnaryOperator.identity(), Progress.NONE).hash(archive), closed);
			}
			catch (final IOException e) {
				throw new IllegalStateException(e);
			}
		}

		@Override
		public List<Tensor> runUnmodified(final Path archive, final List<Tensor> inputs) {
			return List.of(Means.means(inputs.get(0)));
		}
	}

	/** The network of {@link CountingOpener}. */
	private record Means(String sha256, AtomicInteger closed) implements OpenNetwork {

		@Override
		public Network network() {
			throw new UnsupportedOperationException();
		}

		@Override
		public int inputs() {
			return 1;
		}

		@Override
		public List<String> limitations() {
			return List.of();
		}

		@Override
		public List<Tensor> run(final List<Tensor> inputs) {
			return List.of(means(inputs.get(0)));
		}

		@Override
		public Inventory inventory(final List<Tensor> inputs) {
			return new Inventory(1, 0, "mean");
		}

		@Override
		public void close() {
			closed.incrementAndGet();
		}

		private static Tensor means(final Tensor input) {
			final int positions = input.size(2) * input.size(3);
			final Tensor result = Tensor.zeros(input.size(0), input.size(1));
			for (int i = 0; i < input.length(); i++) result.data()[i / positions] += input.data()[i] / positions;
			return result;
		}
	}

	/** Collects what is reported; asks to stop when a message begins with a word. */
	static final class Recorder implements Progress {

		final List<String> messages = new ArrayList<>();
		private final Optional<String> stop;
		private volatile boolean isCancelled;

		Recorder() {
			stop = Optional.empty();
		}

		Recorder(final String stop) {
			this.stop = Optional.of(stop);
		}

		@Override
		public synchronized void report(final String what, final double fraction) {
			if (!(fraction >= 0 && fraction <= 1)) throw new AssertionError(what + " " + fraction);
			messages.add(what);
			if (stop.filter(what::startsWith).isPresent()) isCancelled = true;
		}

		@Override
		public boolean isCancelled() {
			return isCancelled;
		}
	}

	/**
	 * A disk with little room.
	 *
	 * @param room in bytes
	 * @return what streams pass through
	 */
	static UnaryOperator<OutputStream> smallDisk(final long room) {
		final AtomicLong left = new AtomicLong(room);
		return out -> new OutputStream() {

			@Override
			public void write(final int value) throws IOException {
				write(new byte[] { (byte) value }, 0, 1);
			}

			@Override
			public void write(final byte[] block, final int offset, final int length) throws IOException {
				if (left.addAndGet(-length) < 0) throw new IOException("No space left on device");
				out.write(block, offset, length);
			}

			@Override
			public void close() throws IOException {
				out.close();
			}
		};
	}

	static Registry.Setup setup(final Path store, final NetworkOpener opener) {
		return new Registry.Setup(List.of(), List::of, new Store(store), opener, 1 << 20, UnaryOperator.identity(), (sentence, e) -> {});
	}

	static ImportRequest request(final String path) {
		return new ImportRequest(path, Optional.empty(), ModelKind.CLASSIFIER, 0, 0, List.of(), List.of(), List.of(), Optional.empty());
	}

	static ImportRequest request(final Path path) {
		return request(path.toString());
	}

	static byte[] bytes(final String name) throws IOException {
		try (InputStream in = Fixtures.class.getResourceAsStream(name)) {
			return in.readAllBytes();
		}
	}

	static Path file(final Path folder, final String name) throws IOException {
		return Files.write(folder.resolve(name), bytes(name));
	}

	static Path zip(final Path file, final Map<String, byte[]> entries) throws IOException {
		try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(file))) {
			for (final Map.Entry<String, byte[]> entry : entries.entrySet()) {
				out.putNextEntry(new ZipEntry(entry.getKey()));
				out.write(entry.getValue());
				out.closeEntry();
			}
		}
		return file;
	}

	/** All files below a folder, hidden ones too, relative and sorted. */
	static List<String> files(final Path folder) throws IOException {
		if (!Files.exists(folder)) return List.of();
		try (Stream<Path> all = Files.walk(folder)) {
			return all.filter(Files::isRegularFile).map(file -> folder.relativize(file).toString().replace('\\', '/')).sorted().toList();
		}
	}

	/** A network for {@link CountingOpener}. */
	static byte[] net(final String content) {
		return ("NET" + content).getBytes();
	}

	static String sha256(final byte[] bytes) {
		return HexFormat.of().formatHex(Copy.sha256().digest(bytes));
	}

	/** A package of a network that returns channel means; hashes may be left out. */
	static String description(final byte[] weights, final String extra) {
		return """
			type: model
			format_version: 0.5.4
			name: Means
			description: Mean of each channel.
			license: CC0-1.0
			inputs:
			- id: raw
			  axes:
			  - {type: batch}
			  - {type: channel, channel_names: [r, g]}
			  - {type: space, id: y, size: {min: 2, step: 1}}
			  - {type: space, id: x, size: {min: 2, step: 1}}
			outputs:
			- id: out
			  axes:
			  - {type: batch}
			  - {type: channel, channel_names: [cell, dust]}
			weights:
			  torchscript: {source: weights.pt, pytorch_version: 2.7.1, sha256: %s}
			%s
			""".formatted(sha256(weights), extra);
	}
}
