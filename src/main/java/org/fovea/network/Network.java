package org.fovea.network;

import java.nio.file.Path;
import java.util.List;

/**
 * A trained network opened for introspection: any layer can be read, changed and differentiated. Safe to use from several
 * threads; runs are done one after another on the engine's own thread, and memory does not grow with the number of runs.
 */
public final class Network implements AutoCloseable {

	/** The name of the first input in plans; further inputs are {@code input.1}, {@code input.2} … */
	public static final String INPUT = "input";

	/** The name of the network's result in plans and targets (of the first, where there are several). */
	public static final String OUTPUT = "output";

	private Network() {
	}

	/**
	 * Reads, checks, rewrites and loads a TorchScript archive.
	 *
	 * @param archive a file written by {@code torch.jit.save}
	 * @return the network, to be closed
	 * @throws org.fovea.FoveaException with a sentence for the user if the file is no TorchScript, unsafe or cannot be loaded
	 */
	public static Network open(final Path archive) {
		throw new IllegalStateException("skeleton: " + archive);
	}

	/** @return the SHA-256 of the archive as it was on disk, lower-case hexadecimal */
	public String sha256() {
		throw new IllegalStateException("skeleton");
	}

	/** @return the names of the tensors that the network takes, in order, as its author called them */
	public List<String> inputs() {
		throw new IllegalStateException("skeleton");
	}

	/** @return what could not be made visible, a sentence each; empty when every submodule and operator can be tapped */
	public List<String> limitations() {
		throw new IllegalStateException("skeleton");
	}

	/**
	 * Runs the example once and lists every place that it passes, in order of execution.
	 *
	 * @param example inputs of a size that the network accepts
	 * @return the layers
	 */
	public List<Layer> layers(final Tensor... example) {
		throw new IllegalStateException("skeleton");
	}

	/**
	 * Runs forward.
	 *
	 * @param plan what to bring back and to change; its gradients must be empty
	 * @param inputs the network's inputs
	 * @return outputs and activations
	 */
	public Trace run(final Plan plan, final Tensor... inputs) {
		throw new IllegalStateException("skeleton");
	}

	/**
	 * Runs forward and backward from a target.
	 *
	 * @param plan what to bring back and to change
	 * @param target what to differentiate
	 * @param inputs the network's inputs
	 * @return outputs, activations, the target's values and gradients
	 */
	public Trace run(final Plan plan, final Target target, final Tensor... inputs) {
		throw new IllegalStateException("skeleton");
	}

	@Override
	public void close() {
		throw new IllegalStateException("skeleton");
	}
}
