package org.fovea.model;

import java.util.List;
import java.util.Optional;

/**
 * What is known of a model without opening it.
 *
 * @param id unique in the registry; what macros record
 * @param name for people
 * @param description one or two sentences
 * @param kind what it is for
 * @param labels of the classes in order; empty when unknown (then indices are shown)
 * @param activation what turns logits into scores
 * @param input what it takes
 * @param layer where class activation maps are read by default; empty = last convolutional map
 * @param sha256 of the weights file, lower-case hexadecimal
 * @param licence SPDX identifier, or empty
 * @param citation how to cite it, or empty
 * @param origin where it comes from
 * @param sample id of the sample image that suits it, if one does
 */
public record ModelInfo(String id, String name, String description, ModelKind kind, List<String> labels, ScoreFunction activation,
	InputFormat input, Optional<String> layer, String sha256, String licence, String citation, Origin origin, Optional<String> sample)
{

	/** Copies the labels. */
	public ModelInfo {
		labels = List.copyOf(labels);
	}

	/**
	 * A model without a sample image.
	 *
	 * @param id unique in the registry
	 * @param name for people
	 * @param description one or two sentences
	 * @param kind what it is for
	 * @param labels of the classes in order; empty when unknown
	 * @param activation what turns logits into scores
	 * @param input what it takes
	 * @param layer where class activation maps are read by default; empty = last convolutional map
	 * @param sha256 of the weights file, lower-case hexadecimal
	 * @param licence SPDX identifier, or empty
	 * @param citation how to cite it, or empty
	 * @param origin where it comes from
	 */
	public ModelInfo(final String id, final String name, final String description, final ModelKind kind, final List<String> labels,
		final ScoreFunction activation, final InputFormat input, final Optional<String> layer, final String sha256, final String licence,
		final String citation, final Origin origin)
	{
		this(id, name, description, kind, labels, activation, input, layer, sha256, licence, citation, origin, Optional.empty());
	}

	/** What turns logits into scores between 0 and 1. */
	public enum ScoreFunction {
		/** One class excludes the others. */
		SOFTMAX,
		/** Every class for itself. */
		SIGMOID,
		/** The output is shown as it is. */
		NONE
	}

	/** Where a model comes from. */
	public enum Origin {
		/** Shipped with Fovea. */
		BUNDLED,
		/** Imported by the user. */
		STORE,
		/** Brought by another jar through {@link ModelProvider}. */
		EXTENSION
	}
}
