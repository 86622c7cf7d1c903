package org.fovea.command.embedding;

import java.util.List;
import java.util.Optional;

import org.fovea.embedding.FastIca;
import org.fovea.plot.Scatter.Aspect;
import org.scijava.command.Command;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;

/** Draws rows along independent directions, by {@link FastIca}. */
@Plugin(type = Command.class, menuPath = "Plugins>Fovea>Embedding>ICA Plot...")
public final class IcaPlotCommand extends LinearPlotCommand {

	@Parameter(label = "Seed", description = "Of the start", persist = false)
	private int seed = 1;

	@Override
	protected Method method() {
		final int wanted = components();
		return (features, labels, progress) -> {
			final FastIca.Result found = new FastIca(wanted, seed).fit(features.matrix(), progress);
			final String end = found.converged() ? "converged after " + found.iterations() + " steps" : "not converged: do not trust the axes";
			return new Places(found.sources(), "IC", List.of(end), Aspect.FREE, Optional.of(found.projection()), false);
		};
	}
}
