package org.fovea.model;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.UnaryOperator;

import org.fovea.CancelledException;
import org.fovea.FoveaException;
import org.fovea.Progress;

/**
 * Fetches a file. What has arrived when a connection breaks is kept in a hidden folder and continued by the next try, as long as the
 * server says that the file is still the same; it is deleted when the user cancels, when the disk is full, and when the hash is wrong.
 *
 * @param folder for unfinished downloads
 * @param writing what the file's stream passes through; the identity except where a test plays a full disk
 * @param progress told how far it is, asked whether to stop
 */
record Download(Path folder, UnaryOperator<OutputStream> writing, Progress progress) {

	private static final int TRIES = 4;

	private static final Duration PATIENCE = Duration.ofSeconds(30);

	private static final int POLL = 100;

	private static final int BLOCK = 1 << 16;

	/** The state of one download. */
	private record Partial(URI uri, Path file, Path validator, FileChannel channel, Optional<String> sha256, HttpClient client) {

		private Optional<String> knownValidator() throws IOException {
			return Files.exists(validator) ? Optional.of(Files.readString(validator)).filter(text -> !text.isBlank()) : Optional.empty();
		}

		private void restart() throws IOException {
			channel.truncate(0);
			Files.deleteIfExists(validator);
		}

		private void discard() throws IOException {
			Files.deleteIfExists(validator);
			Files.deleteIfExists(file);
		}
	}

	/**
	 * Fetches a file.
	 *
	 * @param address beginning with {@code https://} or {@code http://}
	 * @param sha256 that the file must have; empty = not checked
	 * @param target where it appears when it is whole, on the same disk as the folder
	 * @throws FoveaException if it cannot be had or has another hash
	 * @throws CancelledException if the user asked to stop
	 */
	void fetch(final String address, final Optional<String> sha256, final Path target) {
		final URI uri = uri(address);
		final String key = HexFormat.of().formatHex(Copy.sha256().digest(uri.toString().getBytes(StandardCharsets.UTF_8)));
		final Path file = folder.resolve(key + ".part");
		final Path validator = folder.resolve(key + ".validator");
		try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE); FileLock lock = lock(channel)) {
			if (lock == null) throw new FoveaException("This file is being downloaded already; wait until that is done.");
			fetch(new Partial(uri, file, validator, channel, sha256, HttpClient.newBuilder().followRedirects(HttpClient.Redirect.NORMAL)
				.connectTimeout(PATIENCE).build()));
		}
		catch (final IOException e) {
			throw Failures.of("The model could not be downloaded", e);
		}
		try {
			Files.move(file, target, StandardCopyOption.ATOMIC_MOVE);
			Files.deleteIfExists(validator);
		}
		catch (final IOException e) {
			throw Failures.of("The downloaded model could not be put into its place", e);
		}
	}

	private void fetch(final Partial partial) throws IOException {
		try {
			final boolean wasStarted = partial.channel.size() > 0;
			transferAll(partial);
			if (isWrong(partial) && wasStarted) {
				partial.restart();
				transferAll(partial);
			}
			if (isWrong(partial)) {
				throw new HashException("The downloaded file has the SHA-256 " + hash(partial) + ", not " + partial.sha256.orElseThrow() +
					"; check the hash or the address, nothing was imported.");
			}
		}
		catch (final CancelledException | HashException | WriteException e) {
			partial.discard();
			if (e instanceof WriteException) throw (IOException) e.getCause();
			throw e;
		}
		catch (final IOException | RuntimeException e) {
			if (partial.channel.size() == 0) partial.discard();
			throw e;
		}
	}

	/** The file is not the one that was asked for. */
	private static final class HashException extends FoveaException {

		private static final long serialVersionUID = 1L;

		private HashException(final String sentence) {
			super(sentence);
		}
	}

	/** The disk refused. */
	private static final class WriteException extends RuntimeException {

		private static final long serialVersionUID = 1L;

		private WriteException(final IOException cause) {
			super(cause);
		}
	}

	private static FileLock lock(final FileChannel channel) throws IOException {
		try {
			return channel.tryLock();
		}
		catch (final OverlappingFileLockException e) {
			return null;
		}
	}

	private boolean isWrong(final Partial partial) throws IOException {
		return partial.sha256.isPresent() && !hash(partial).equals(partial.sha256.get());
	}

	private String hash(final Partial partial) throws IOException {
		return new Copy(writing, progress).hash(partial.file);
	}

	/** Connects again, from where it broke off, while that brings the file forward. */
	private void transferAll(final Partial partial) throws IOException {
		for (int attempt = 1;; attempt++) {
			if (attempt > TRIES) {
				throw new FoveaException("The server " + partial.uri.getHost() + " keeps sending other parts of the file; try again later.");
			}
			final long before = partial.channel.size();
			try {
				if (transfer(partial)) return;
			}
			catch (final IOException e) {
				progress.check();
				if (partial.channel.size() == 0) {
					throw new FoveaException("Nothing could be had from " + partial.uri.getHost() + " (" + reason(e) +
						"); check the address and the connection to the network.", e);
				}
				if (attempt >= TRIES || partial.channel.size() <= before) {
					throw new FoveaException("The connection to " + partial.uri.getHost() + " broke off (" + reason(e) +
						"); try again, the download goes on where it stopped.", e);
				}
			}
		}
	}

	/** Fetches what is missing; false where the part on disk was of no use and has been thrown away. */
	private boolean transfer(final Partial partial) throws IOException {
		final HttpResponse<InputStream> response = connect(partial);
		try (InputStream body = response.body()) {
			final int status = response.statusCode();
			if (status == 416 && partial.channel.size() > 0) {
				final boolean isWhole = partial.sha256.isPresent() && !isWrong(partial);
				if (!isWhole) partial.restart();
				return isWhole;
			}
			if (status != 200 && status != 206) {
				throw new FoveaException("The server " + partial.uri.getHost() + " answered with status " + status +
					" instead of the file; check the address.");
			}
			final boolean continues = status == 206 && response.headers().firstValue("Content-Range").orElse("").startsWith("bytes " +
				partial.channel.size() + "-");
			if (!continues) partial.restart();
			if (status == 206 && !continues) return false;
			remember(partial, response);
			final long start = partial.channel.size();
			final long length = response.headers().firstValueAsLong("Content-Length").orElse(-1);
			final long room = Files.getFileStore(folder).getUsableSpace();
			if (length > room) {
				throw new FoveaException("The model needs " + (length >> 20) + " MB, but the disk has only " + (room >> 20) +
					" MB left; free some space.");
			}
			pump(partial, body, start, length < 0 ? -1 : start + length);
			return true;
		}
	}

	private static void remember(final Partial partial, final HttpResponse<?> response) throws IOException {
		final Optional<String> tag = response.headers().firstValue("ETag").filter(text -> !text.startsWith("W/"));
		final Optional<String> validator = tag.or(() -> response.headers().firstValue("Last-Modified"));
		if (validator.isPresent()) Files.writeString(partial.validator, validator.get());
	}

	private HttpResponse<InputStream> connect(final Partial partial) throws IOException {
		final HttpRequest.Builder request = HttpRequest.newBuilder(partial.uri).header("User-Agent", "Fovea");
		final Optional<String> validator = partial.knownValidator();
		if (validator.isEmpty() && partial.sha256.isEmpty()) partial.restart();
		final long size = partial.channel.size();
		if (size > 0) {
			request.header("Range", "bytes=" + size + "-");
			validator.ifPresent(value -> request.header("If-Range", value));
		}
		final CompletableFuture<HttpResponse<InputStream>> future = partial.client.sendAsync(request.build(), HttpResponse.BodyHandlers
			.ofInputStream());
		progress.report("Connecting to " + partial.uri.getHost(), 0);
		return await(future, new AtomicLong());
	}

	private void pump(final Partial partial, final InputStream body, final long start, final long total) throws IOException {
		partial.channel.position(start);
		final AtomicLong done = new AtomicLong(start);
		final CompletableFuture<Void> pumping = new CompletableFuture<>();
		final Thread thread = new Thread(() -> {
			try {
				copy(partial, body, done);
				pumping.complete(null);
			}
			catch (final IOException | RuntimeException e) {
				pumping.completeExceptionally(e);
			}
		}, "fovea-download");
		thread.setDaemon(true);
		thread.start();
		try {
			await(pumping, done, () -> progress.report("Downloading, " + (done.get() >> 20) + " MB", total > 0 ? (double) done.get() / total : 0));
			if (total >= 0 && done.get() < total) throw new IOException("the file is " + (total - done.get()) + " bytes short");
		}
		finally {
			body.close();
			join(thread);
		}
	}

	private void copy(final Partial partial, final InputStream body, final AtomicLong done) throws IOException {
		final byte[] block = new byte[BLOCK];
		final OutputStream out = writing.apply(Channels.newOutputStream(partial.channel));
		for (int length; (length = body.read(block)) >= 0;) {
			try {
				out.write(block, 0, length);
				out.flush();
			}
			catch (final IOException e) {
				throw new WriteException(e);
			}
			done.addAndGet(length);
		}
	}

	private <T> T await(final CompletableFuture<T> future, final AtomicLong done) throws IOException {
		return await(future, done, () -> {});
	}

	/** Waits in short steps, so that cancelling is heard, and gives up on a server that falls silent. */
	private <T> T await(final CompletableFuture<T> future, final AtomicLong done, final Runnable step) throws IOException {
		long last = done.get();
		long since = System.nanoTime();
		while (true) {
			try {
				return future.get(POLL, TimeUnit.MILLISECONDS);
			}
			catch (final TimeoutException e) {
				if (progress.isCancelled()) {
					future.cancel(true);
					throw new CancelledException();
				}
				step.run();
				if (done.get() != last) {
					last = done.get();
					since = System.nanoTime();
				}
				if (System.nanoTime() - since > PATIENCE.toNanos()) throw new IOException("no answer for " + PATIENCE.toSeconds() + " seconds", e);
			}
			catch (final InterruptedException e) {
				Thread.currentThread().interrupt();
				throw new CancelledException();
			}
			catch (final ExecutionException e) {
				if (e.getCause() instanceof final IOException cause) throw cause;
				if (e.getCause() instanceof final RuntimeException cause) throw cause;
				throw new IOException(e.getCause());
			}
		}
	}

	private static void join(final Thread thread) {
		try {
			thread.join(PATIENCE.toMillis());
		}
		catch (final InterruptedException e) {
			Thread.currentThread().interrupt();
		}
	}

	private static URI uri(final String address) {
		try {
			final URI uri = URI.create(address.replace(" ", "%20"));
			if (uri.getHost() == null) throw new IllegalArgumentException("no host");
			return uri;
		}
		catch (final IllegalArgumentException e) {
			throw new FoveaException("'" + address + "' is no web address; it should look like https://host/folder/model.zip.", e);
		}
	}

	private static String reason(final IOException e) {
		return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage().lines().findFirst().orElse("").replaceAll("[.\\s]+$", "");
	}
}
