package org.fovea.model.bioimageio;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

import org.fovea.model.Layout;
import org.fovea.model.PreprocessingStep;
import org.fovea.model.preprocessing.EnsureType;

/**
 * One input or output of a model.
 *
 * @param id its name
 * @param axes in the network's order
 * @param type of its numbers
 * @param steps of pre- or postprocessing
 * @param unknown the name of a step that cannot be applied, if there is one
 * @param test an array to test the model with
 */
public record TensorDescription(String id, List<AxisDescription> axes, EnsureType.Type type, List<PreprocessingStep> steps,
	Optional<String> unknown, Optional<FileReference> test)
{

	/** Copies the lists. */
	public TensorDescription {
		axes = List.copyOf(axes);
		steps = List.copyOf(steps);
	}

	/** @return the order of its axes */
	public Layout layout() {
		return new Layout(axes.stream().map(axis -> String.valueOf(axis.letter())).collect(Collectors.joining()));
	}

	/** @return whether it has rows and columns */
	public boolean isImage() {
		return axis('y').isPresent() && axis('x').isPresent();
	}

	/**
	 * One of the axes.
	 *
	 * @param letter of the axis
	 * @return the axis, if the tensor has it
	 */
	public Optional<AxisDescription> axis(final char letter) {
		return axes.stream().filter(axis -> axis.letter() == letter).findFirst();
	}
}
