package org.fovea.command;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

import org.fovea.attribution.InputAttribution;
import org.fovea.attribution.InputAttribution.Shares;
import org.fovea.attribution.InputAttribution.Sum;
import org.fovea.attribution.Reduction;
import org.scijava.plugin.Parameter;

/** A command whose technique gives every value of the input a share in the target. */
public abstract class PixelMapCommand extends MapCommand {

	private static final double NOTICEABLE = 0.01;

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
			final OptionalDouble residual = shares.sum().stream().mapToDouble(sum -> sum.residual()[0]).findFirst();
			final Explanation explanation = new Explanation(shares.maps(channels).get(0), shares.trace(), layer(look), residual);
			return shares.sum().filter(sum -> sum.samples() > 0).map(sum -> judged(explanation, sum)).orElse(explanation);
		};
	}

	/** What is estimated may miss its promise for want of samples. */
	private static Explanation judged(final Explanation explanation, final Sum sum) {
		final double missing = sum.missing();
		final Explanation noted = explanation.noting(Map.of("Missing share of the sum", missing));
		return missing <= NOTICEABLE ? noted : noted.warning(String.format(Locale.ROOT, "The shares miss %.3g %% of what they should sum up to; use " +
			"more samples than %d", 100 * missing, sum.samples()));
	}
}
