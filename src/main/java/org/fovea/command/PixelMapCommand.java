package org.fovea.command;

import java.util.Arrays;
import java.util.Optional;

import org.fovea.attribution.InputAttribution;
import org.fovea.attribution.InputAttribution.Shares;
import org.fovea.attribution.Reduction;
import org.scijava.plugin.Parameter;

/** A command whose technique gives every value of the input a share in the target. */
public abstract class PixelMapCommand extends MapCommand {

	@Parameter(label = "Reduction", description = "How the channels of a pixel become one value: largest magnitude, squared length, signed sum",
		choices = { "absolute", "squared", "signed" }, persist = false)
	private String reduction = "absolute";

	/** Checks the technique's own inputs, before anything is opened. */
	protected void check() {
		// most techniques have none
	}

	/**
	 * Makes the technique.
	 *
	 * @param look the plane before the model
	 * @return the technique
	 */
	protected abstract InputAttribution attribution(Look look);

	/**
	 * The layer that the technique reads as well.
	 *
	 * @param look the plane before the model
	 * @return its name; empty for techniques that go from the target to the pixels
	 */
	protected Optional<String> layer(final Look look) {
		return Optional.empty();
	}

	@Override
	protected final Explainer explainer() {
		final Reduction channels = Words.parse(Reduction.class, "reduction", reduction);
		check();
		return (look, target) -> {
			final Shares shares = attribution(look).attribute(look.passes(), target, look.progress());
			return new Explanation(shares.maps(channels).get(0), shares.trace(), layer(look), Arrays.stream(shares.residual())
				.findFirst());
		};
	}
}
