package org.fovea.model;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

import org.fovea.FoveaException;
import org.fovea.model.bioimageio.Description;
import org.fovea.model.bioimageio.FileReference;
import org.fovea.model.bioimageio.Npy;
import org.fovea.model.bioimageio.TensorDescription;
import org.fovea.network.Tensor;

/**
 * Runs the test tensors of a package as bioimage.io means it: preprocessing, network, postprocessing.
 *
 * @param folder of the package
 * @param description of the model
 */
record PackageTest(Path folder, Description description) {

	/** @return the network's inputs made from the test tensors; empty where one of them is missing */
	Optional<List<Tensor>> inputs() {
		final List<Tensor> inputs = new ArrayList<>();
		for (final TensorDescription input : description.inputs()) {
			if (input.test().isEmpty()) return Optional.empty();
			inputs.add(process(input, read(input.test().get())));
		}
		return Optional.of(inputs);
	}

	/**
	 * Compares what a network returned with the test tensors.
	 *
	 * @param outputs of the network, in order
	 * @return the largest |difference|; empty where there is nothing to compare with
	 * @throws FoveaException if an output has another shape
	 */
	Optional<Double> difference(final List<Tensor> outputs) {
		OptionalDouble largest = OptionalDouble.empty();
		for (int i = 0; i < Math.min(outputs.size(), description.outputs().size()); i++) {
			final TensorDescription output = description.outputs().get(i);
			if (output.test().isEmpty() || output.unknown().isPresent()) continue;
			final Tensor expected = read(output.test().get());
			final Tensor found = outputs.get(i);
			if (!Arrays.equals(expected.shape(), found.shape())) {
				throw new FoveaException("The network returns a tensor of shape " + Arrays.toString(found.shape()) + " for the test input, but the " +
					"package expects " + Arrays.toString(expected.shape()) + "; the weights and the description do not belong together.");
			}
			largest = OptionalDouble.of(Math.max(largest.orElse(0), largest(expected, process(output, found))));
		}
		return largest.isPresent() ? Optional.of(largest.getAsDouble()) : Optional.empty();
	}

	/**
	 * The largest |difference| of two tensors.
	 *
	 * @param a one
	 * @param b of the same length
	 * @return the maximum; infinite where only one of two values is a number
	 */
	static double largest(final Tensor a, final Tensor b) {
		double largest = 0;
		for (int i = 0; i < a.length(); i++) {
			final float x = a.data()[i];
			final float y = b.data()[i];
			if (Float.compare(x, y) == 0) continue;
			final double difference = Math.abs((double) x - y);
			largest = Math.max(largest, Double.isNaN(difference) ? Double.POSITIVE_INFINITY : difference);
		}
		return largest;
	}

	private static Tensor process(final TensorDescription tensor, final Tensor values) {
		if (tensor.steps().isEmpty()) return values;
		Tensor result = tensor.layout().restore(values);
		for (final PreprocessingStep step : tensor.steps()) result = step.apply(result);
		return tensor.layout().arrange(result).reshape(values.shape());
	}

	private Tensor read(final FileReference file) {
		try (InputStream in = new BufferedInputStream(Files.newInputStream(folder.resolve(file.source())))) {
			return Npy.read(in);
		}
		catch (final IOException e) {
			throw Failures.of("The test tensor '" + file.name() + "' cannot be read", e);
		}
	}
}
