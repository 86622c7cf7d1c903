package org.fovea.command.attribution;

import java.util.Optional;

import org.fovea.attribution.Saliency;
import org.fovea.command.Explainer;
import org.fovea.command.Explanation;
import org.fovea.command.MapCommand;
import org.fovea.command.Words;
import org.scijava.command.Command;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;

/** Shows which pixels could change the target most, by {@link Saliency}. */
@Plugin(type = Command.class, menuPath = "Plugins>Fovea>Attribution>Saliency Map...")
public final class SaliencyMapCommand extends MapCommand {

	@Parameter(label = "Reduction", description = "How the channels' gradients become one value: largest magnitude, squared length, signed sum",
		choices = { "absolute", "squared", "signed" }, persist = false)
	private String reduction = "absolute";

	@Override
	protected Explainer explainer() {
		final Saliency saliency = new Saliency(Words.parse(Saliency.Reduction.class, "reduction", reduction));
		return (look, target) -> {
			final Saliency.Result result = saliency.map(look.network(), target, look.input());
			return new Explanation(result.maps().get(0), result.trace(), Optional.empty());
		};
	}
}
