package org.fovea.command.embedding;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

import org.fovea.FoveaException;
import org.fovea.embedding.Lda;
import org.fovea.plot.Scatter.Aspect;
import org.scijava.command.Command;
import org.scijava.plugin.Plugin;

/** Draws rows along the directions that tell their classes apart, by {@link Lda}. */
@Plugin(type = Command.class, menuPath = "Plugins>Fovea>Embedding>LDA Plot...")
public final class LdaPlotCommand extends LinearPlotCommand {

	@Override
	protected Method method() {
		final int wanted = components();
		return (features, labels, progress) -> {
			if (labels.classes().isEmpty()) {
				throw new FoveaException("LDA needs classes: name the column that holds them in 'classes'; the table '" + features.table().name() + "' has " +
					features.table().listed() + ".");
			}
			final Lda.Result found = new Lda(wanted).fit(features.matrix(), labels, progress);
			final List<String> notes = new ArrayList<>();
			for (int i = 0; i < Math.min(2, found.ratios().length); i++) {
				notes.add(String.format(Locale.ROOT, "LD %d: %.1f %% between classes", i + 1, 100 * found.ratios()[i]));
			}
			explained(found.ratios());
			return new Places(found.scores(), "LD", notes, Aspect.FREE, Optional.of(found.projection()), false);
		};
	}
}
