package org.fovea.model;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;

/**
 * The open networks: each once, shared by all who want it. Those that nobody uses stay open until memory is wanted, then the least
 * recently used goes first. Safe to use from several threads; opening one network does not hold up another.
 */
final class NetworkPool implements AutoCloseable {

	private final NetworkOpener opener;
	private final long bound;

	/** By hash of the weights, least recently used first. */
	private final Map<String, Entry> entries = new LinkedHashMap<>();

	/**
	 * @param opener opens networks
	 * @param bound bytes of weights to keep open at most, beyond those in use
	 */
	NetworkPool(final NetworkOpener opener, final long bound) {
		this.opener = opener;
		this.bound = bound;
	}

	/** One network and those who use it. */
	private static final class Entry {

		private final CompletableFuture<OpenNetwork> network = new CompletableFuture<>();
		private final long bytes;
		private int users;
		private boolean isForgotten;

		private Entry(final long bytes) {
			this.bytes = bytes;
		}
	}

	/** The right to use a network until it is given back. */
	final class Lease implements AutoCloseable {

		private final Entry entry;
		private boolean isGivenBack;

		private Lease(final Entry entry) {
			this.entry = entry;
		}

		/** @return the network */
		OpenNetwork network() {
			return entry.network.join();
		}

		@Override
		public void close() {
			final List<OpenNetwork> closing;
			synchronized (NetworkPool.this) {
				if (isGivenBack) return;
				isGivenBack = true;
				entry.users--;
				closing = new ArrayList<>(evict(0));
				if (entry.users == 0 && entry.isForgotten) closing.add(entry.network.join());
			}
			closing.forEach(OpenNetwork::close);
		}
	}

	/**
	 * Opens a network, or shares the one that is open.
	 *
	 * @param key the hash of its weights
	 * @param archive where they are; asked only if it is not open yet
	 * @param bytes how large they are
	 * @return the network, to be given back
	 */
	Lease lease(final String key, final Supplier<Path> archive, final long bytes) {
		final Entry entry;
		final boolean isNew;
		final List<OpenNetwork> closing = new ArrayList<>();
		synchronized (this) {
			isNew = !entries.containsKey(key);
			if (isNew) closing.addAll(evict(bytes));
			entry = isNew ? new Entry(bytes) : entries.remove(key);
			entries.put(key, entry);
			entry.users++;
		}
		closing.forEach(OpenNetwork::close);
		if (isNew) open(key, entry, archive);
		return wait(entry);
	}

	/**
	 * Closes a network as soon as nobody uses it; the next to ask for it opens it anew.
	 *
	 * @param key the hash of its weights
	 */
	void forget(final String key) {
		final Entry entry;
		final boolean isUnused;
		synchronized (this) {
			entry = entries.remove(key);
			if (entry == null) return;
			entry.isForgotten = true;
			isUnused = entry.users == 0;
		}
		if (isUnused) entry.network.join().close();
	}

	/** Closes what nobody uses; the rest follows when it is given back. */
	@Override
	public void close() {
		final List<String> keys;
		synchronized (this) {
			keys = List.copyOf(entries.keySet());
		}
		keys.forEach(this::forget);
	}

	private void open(final String key, final Entry entry, final Supplier<Path> archive) {
		try {
			entry.network.complete(opener.open(archive.get()));
		}
		catch (final RuntimeException | Error e) {
			synchronized (this) {
				entries.remove(key, entry);
			}
			entry.network.completeExceptionally(e);
		}
	}

	private Lease wait(final Entry entry) {
		try {
			entry.network.join();
			return new Lease(entry);
		}
		catch (final CompletionException e) {
			if (e.getCause() instanceof final RuntimeException cause) throw cause;
			if (e.getCause() instanceof final Error cause) throw cause;
			throw e;
		}
	}

	/** Takes out what must be closed so that so many more bytes fit; the caller holds the lock. */
	private List<OpenNetwork> evict(final long wanted) {
		long total = wanted + entries.values().stream().mapToLong(entry -> entry.bytes).sum();
		final List<OpenNetwork> evicted = new ArrayList<>();
		for (final Iterator<Entry> iterator = entries.values().iterator(); total > bound && iterator.hasNext();) {
			final Entry entry = iterator.next();
			if (entry.users > 0) continue;
			iterator.remove();
			total -= entry.bytes;
			evicted.add(entry.network.join());
		}
		return evicted;
	}
}
