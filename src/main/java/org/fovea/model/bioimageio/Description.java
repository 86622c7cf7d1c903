package org.fovea.model.bioimageio;

import java.util.List;
import java.util.Optional;

import org.fovea.model.InputFormat;
import org.fovea.model.ModelInfo;
import org.fovea.model.ModelInfo.ScoreFunction;
import org.fovea.model.ModelKind;

/**
 * What a bioimage.io description says of a model.
 *
 * @param name for people
 * @param description for people
 * @param kind what it is for
 * @param labels of the classes; empty when unknown
 * @param activation what turns the network's output into scores
 * @param layer where maps are read by default
 * @param sample id of the sample image that suits it
 * @param inputs that the network takes
 * @param outputs that it gives
 * @param weights the TorchScript archive
 * @param files everything that belongs to a package of it, the weights included
 * @param licence SPDX identifier, or empty
 * @param citation how to cite it, or empty
 */
public record Description(String name, String description, ModelKind kind, List<String> labels, ScoreFunction activation,
	Optional<String> layer, Optional<String> sample, List<TensorDescription> inputs, List<TensorDescription> outputs, FileReference weights,
	List<FileReference> files, String licence, String citation)
{

	/** Copies the lists. */
	public Description {
		labels = List.copyOf(labels);
		inputs = List.copyOf(inputs);
		outputs = List.copyOf(outputs);
		files = List.copyOf(files);
	}

	/**
	 * What the registry says of the model.
	 *
	 * @param id in the registry
	 * @param origin where it comes from
	 * @param sha256 of the weights
	 * @return the model's description
	 */
	public ModelInfo info(final String id, final ModelInfo.Origin origin, final String sha256) {
		return new ModelInfo(id, name, description, kind, labels, activation, input(), layer, sha256, licence, citation, origin, sample);
	}

	/** @return what the first input takes */
	public InputFormat input() {
		final TensorDescription input = inputs.get(0);
		final Optional<AxisDescription> y = input.axis('y');
		final Optional<AxisDescription> x = input.axis('x');
		final int shortest = Math.min(y.map(AxisDescription::minimum).orElse(1), x.map(AxisDescription::minimum).orElse(1));
		final int longest = Math.max(y.map(AxisDescription::minimum).orElse(1), x.map(AxisDescription::minimum).orElse(1));
		final boolean isFixed = y.filter(axis -> axis.size() > 0).isPresent() && x.filter(axis -> axis.size() > 0).isPresent();
		final int multiple = commonMultiple(y.map(AxisDescription::step).orElse(1), x.map(AxisDescription::step).orElse(1));
		return new InputFormat(input.axis('c').map(AxisDescription::size).orElse(1), x.map(AxisDescription::size).orElse(1), y.map(
			AxisDescription::size).orElse(1), isFixed ? shortest : longest, multiple, input.steps(), input.layout());
	}

	private static int commonMultiple(final int a, final int b) {
		int divisor = a;
		int rest = b;
		while (rest != 0) {
			final int next = divisor % rest;
			divisor = rest;
			rest = next;
		}
		return a / Math.max(1, divisor) * b;
	}
}
