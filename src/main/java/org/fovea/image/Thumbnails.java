package org.fovea.image;

import java.awt.EventQueue;
import java.awt.image.BufferedImage;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Fetches small pictures of points beside the event thread, and keeps them. */
final class Thumbnails implements AutoCloseable {

	private static final int MOST = 2_000;

	private final PointSource source;
	private final Runnable arrived;
	private final Map<Integer, Optional<BufferedImage>> known = new HashMap<>();
	private final ExecutorService worker = Executors.newSingleThreadExecutor(task -> {
		final Thread thread = new Thread(task, "Fovea thumbnails");
		thread.setDaemon(true);
		return thread;
	});
	private volatile int wanted = -1;

	/**
	 * Nothing fetched yet.
	 *
	 * @param source what stands behind the points
	 * @param arrived called on the event thread when a picture has come
	 */
	Thumbnails(final PointSource source, final Runnable arrived) {
		this.source = source;
		this.arrived = arrived;
	}

	/**
	 * A picture, at once or later; to be called on the event thread.
	 *
	 * @param point its index
	 * @return the picture where it is there already
	 */
	Optional<BufferedImage> of(final int point) {
		if (known.containsKey(point)) return known.get(point);
		if (wanted != point && !worker.isShutdown()) {
			wanted = point;
			worker.execute(() -> fetch(point));
		}
		return Optional.empty();
	}

	private void fetch(final int point) {
		if (wanted != point) return;
		final Optional<BufferedImage> picture = source.thumbnail(point);
		EventQueue.invokeLater(() -> {
			if (known.size() >= MOST) known.clear();
			known.put(point, picture);
			if (wanted == point) wanted = -1;
			arrived.run();
		});
	}

	@Override
	public void close() {
		worker.shutdownNow();
	}
}
