package org.fovea.command.models;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

import org.fovea.FoveaException;
import org.fovea.command.ImageCommand;
import org.fovea.command.Look;
import org.fovea.image.ScoreTable;
import org.fovea.image.Tables;
import org.fovea.model.ModelKind;
import org.fovea.model.Scores;
import org.fovea.network.Tensor;
import org.scijava.command.Command;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;

import ij.measure.ResultsTable;

/** Lists what a classifier says of the image, one row for each plane. */
@Plugin(type = Command.class, menuPath = "Plugins>Fovea>Models>Classify...")
public final class ClassifyCommand extends ImageCommand {

	private static final Set<ModelKind> KINDS = EnumSet.of(ModelKind.CLASSIFIER, ModelKind.SCOUTER, ModelKind.SEGMENTER);

	@Parameter(label = "Classes listed", description = "All in columns of their own if the model has no more, else the best", min = "1",
		persist = false)
	private int top = 5;

	@Override
	protected Analysis analysis() {
		if (top < 1) throw new FoveaException("'top' must be at least 1, not " + top + ".");
		if (!KINDS.contains(models().info(id()).kind())) {
			throw new FoveaException("Model '" + id() + "' gives no classes; choose a classifier or a segmenter.");
		}
		final List<ScoreTable.Row> rows = new ArrayList<>();
		return new Analysis() {

			@Override
			public void add(final Look look) {
				final Tensor output = look.output();
				rows.add(new ScoreTable.Row(image(), look.view().plane(), id(), Scores.best(output, 0, look.model().info(), Integer.MAX_VALUE)));
			}

			@Override
			public Runnable finish() {
				return () -> {
					final ResultsTable table = Tables.of(Tables.SCORES);
					rows.forEach(row -> new ScoreTable(top).add(table, row));
					Tables.show(table, Tables.SCORES);
				};
			}
		};
	}
}
