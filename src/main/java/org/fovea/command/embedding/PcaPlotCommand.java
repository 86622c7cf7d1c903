package org.fovea.command.embedding;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

import org.fovea.embedding.Pca;
import org.fovea.plot.Scatter.Aspect;
import org.scijava.command.Command;
import org.scijava.plugin.Plugin;

/** Draws rows along the directions in which they vary most, by {@link Pca}. */
@Plugin(type = Command.class, menuPath = "Plugins>Fovea>Embedding>PCA Plot...")
public final class PcaPlotCommand extends LinearPlotCommand {

	@Override
	protected Method method() {
		final int wanted = components();
		return (features, labels, progress) -> {
			final Pca.Result found = new Pca(wanted).fit(features.matrix(), progress);
			final List<String> notes = new ArrayList<>();
			for (int i = 0; i < Math.min(2, found.ratios().length); i++) {
				notes.add(String.format(Locale.ROOT, "PC %d explains %.1f %%", i + 1, 100 * found.ratios()[i]));
			}
			if (!found.exact()) notes.add("randomised PCA");
			explained(found.ratios());
			return new Places(found.scores(), "PC", notes, Aspect.EQUAL, Optional.of(found.projection()), true);
		};
	}
}
