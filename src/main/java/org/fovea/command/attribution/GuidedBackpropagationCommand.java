package org.fovea.command.attribution;

import org.fovea.attribution.Gradient;
import org.fovea.attribution.InputAttribution;
import org.fovea.command.Look;
import org.fovea.command.PixelMapCommand;
import org.fovea.network.Rule;
import org.scijava.command.Command;
import org.scijava.plugin.Plugin;

/** Shows fine structure that excites a class or unit; a random network shows much the same, so check it with another method. */
@Plugin(type = Command.class, menuPath = "Plugins>Fovea>Attribution>Guided Backpropagation...")
public final class GuidedBackpropagationCommand extends PixelMapCommand {

	@Override
	protected InputAttribution attribution(final Look look) {
		return new Gradient(Rule.GUIDED);
	}
}
