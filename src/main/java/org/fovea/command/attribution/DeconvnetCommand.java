package org.fovea.command.attribution;

import java.util.Optional;

import org.fovea.attribution.Gradient;
import org.fovea.attribution.InputAttribution;
import org.fovea.command.Look;
import org.fovea.command.PixelMapCommand;
import org.fovea.network.Rule;
import org.scijava.ItemVisibility;
import org.scijava.command.Command;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;

/** Projects a class or unit back to the pixels; a random network shows much the same, so check it with another method. */
@Plugin(type = Command.class, menuPath = "Plugins>Fovea>Attribution>Deconvnet...")
public final class DeconvnetCommand extends PixelMapCommand {

	private static final String CAUTION = "Known to fail the randomisation check (Adebayo et al. 2018; Nie et al. 2018): networks with random layers draw much the same " +
		"picture, so it is no evidence of what was learned.";

	@Parameter(visibility = ItemVisibility.MESSAGE, persist = false, required = false)
	private String caution = CAUTION;

	@Override
	protected InputAttribution attribution(final Look look) {
		return new Gradient(Rule.DECONVNET);
	}

	@Override
	protected Optional<String> caution() {
		return Optional.of(CAUTION);
	}
}
