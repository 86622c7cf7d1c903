package org.fovea.network;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

import org.fovea.CancelledException;
import org.fovea.FoveaException;
import org.fovea.torchscript.Helper;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDManager;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.engine.PtSymbolBlock;
import ai.djl.pytorch.jni.JniUtils;

/**
 * The PyTorch engine of this process: loaded once, at the first use, and driven from one thread of its own, because its modes belong to
 * threads and because two threads that run networks at once slow each other down.
 */
final class Torch {

	private static final String[] NONE = {};

	/** PyTorch's compiler descends into nested calls; Java's usual stack ends at about 400 of them. */
	private static final long STACK_BYTES = 64L << 20;

	private final ExecutorService thread = Executors.newSingleThreadExecutor(task -> {
		final Thread t = new Thread(null, task, "Fovea engine", STACK_BYTES);
		t.setDaemon(true);
		return t;
	});
	private final PtNDManager manager;
	private final PtSymbolBlock backward;
	private final PtSymbolBlock fourier;

	/** Holds the engine of the process; made when first asked for. */
	private static final class Holder {

		static final Torch INSTANCE = new Torch();
	}

	private Torch() {
		NativeLibraries.current().refuseSecondTorch();
		manager = call(Torch::start);
		backward = helper(Helper.backward());
		fourier = helper(Helper.fourier());
	}

	/**
	 * The engine.
	 *
	 * @return the only one
	 * @throws FoveaException if PyTorch cannot be loaded
	 */
	static Torch instance() {
		try {
			return Holder.INSTANCE;
		}
		catch (final ExceptionInInitializerError e) {
			if (e.getCause() instanceof final FoveaException known) throw known;
			throw new FoveaException("PyTorch could not be started; see the log for the reason.", e.getCause());
		}
		catch (final NoClassDefFoundError e) {
			throw new FoveaException("PyTorch could not be started earlier; restart ImageJ and see the log for the reason.", e);
		}
	}

	private static PtNDManager start() {
		setUnlessSet("ai.djl.offline", "true");
		setUnlessSet("ai.djl.default_engine", "PyTorch");
		setUnlessSet("ai.djl.pytorch.graph_optimizer", "false");
		setUnlessSet("ai.djl.pytorch.num_interop_threads", "1");
		setUnlessSet("ai.djl.pytorch.num_threads", Integer.toString(Math.max(1, Runtime.getRuntime().availableProcessors() - 1)));
		Thread.currentThread().setContextClassLoader(Torch.class.getClassLoader());
		final NDManager base = Engine.getEngine("PyTorch").newBaseManager();
		JniUtils.setGradMode(true);
		JniUtils.setGraphExecutorOptimize(false);
		return (PtNDManager) base;
	}

	private static void setUnlessSet(final String key, final String value) {
		if (System.getProperty(key) == null) System.setProperty(key, value);
	}

	/** @return the manager below which every run makes its own */
	PtNDManager manager() {
		return manager;
	}

	/** @return device, threads and version, for people */
	String description() {
		final String version = Engine.getEngine("PyTorch").getVersion();
		return call(() -> "CPU, " + JniUtils.getNumThreads() + (JniUtils.getNumThreads() == 1 ? " thread" : " threads") + ", PyTorch " + version);
	}

	/** @return the module that differentiates */
	PtSymbolBlock backward() {
		return backward;
	}

	/** @return the module that computes Fourier transforms */
	PtSymbolBlock fourier() {
		return fourier;
	}

	/**
	 * Loads an archive with frozen parameters, in evaluation mode. On the engine's thread only.
	 *
	 * @param archive a checked archive
	 * @return the module
	 * @throws IOException if it cannot be read
	 */
	LoadedModule load(final Path archive) throws IOException {
		return LoadedModule.load(manager, weights -> JniUtils.loadModule(weights, archive, false, NONE, NONE, true));
	}

	private PtSymbolBlock helper(final byte[] archive) {
		return call(() -> LoadedModule.load(manager, weights -> JniUtils.loadModule(weights, new ByteArrayInputStream(archive), false, false))).block();
	}

	/**
	 * Does something on the engine's thread and waits for it.
	 *
	 * @param <T> of the result
	 * @param task what
	 * @return its result
	 * @throws CancelledException if the waiting thread is interrupted; what runs in the engine ends by itself
	 */
	<T> T call(final Callable<T> task) {
		final Future<T> future = thread.submit(task);
		try {
			return future.get();
		}
		catch (final InterruptedException e) {
			future.cancel(false);
			Thread.currentThread().interrupt();
			throw new CancelledException();
		}
		catch (final CancellationException e) {
			throw new CancelledException();
		}
		catch (final ExecutionException e) {
			if (e.getCause() instanceof final RuntimeException known) throw known;
			if (e.getCause() instanceof final Error error) throw error;
			throw new FoveaException("PyTorch failed; see the log for the reason.", e.getCause());
		}
	}
}
