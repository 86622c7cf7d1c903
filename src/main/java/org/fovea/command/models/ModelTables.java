package org.fovea.command.models;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

import org.fovea.image.Tables;
import org.fovea.model.InputFormat;
import org.fovea.model.ModelInfo;
import org.fovea.model.ModelService;
import org.fovea.network.Layer;
import org.fovea.network.ReceptiveField;

import ij.measure.ResultsTable;

/** The registry, the layers of a model and the findings of a check as tables. */
final class ModelTables {

	private final ModelService models;

	ModelTables(final ModelService models) {
		this.models = models;
	}

	/** Shows every model. */
	void registry() {
		final ResultsTable table = Tables.of(Tables.MODELS);
		for (final ModelInfo info : models.models()) {
			table.addRow();
			table.addValue("Model", info.id());
			table.addValue("Name", info.name());
			table.addValue("Kind", word(info.kind()));
			table.addValue("Labels", String.join(", ", info.labels()));
			table.addValue("Input", input(info.input()));
			table.addValue("Origin", word(info.origin()));
			table.addValue("Licence", info.licence());
			table.addValue("SHA-256", info.sha256());
		}
		Tables.show(table, Tables.MODELS);
	}

	/**
	 * What is known of a model, a line for each fact.
	 *
	 * @param info the model
	 * @return plain text
	 */
	static String card(final ModelInfo info) {
		final StringBuilder text = new StringBuilder(info.name()).append("\n\n");
		if (!info.description().isBlank()) text.append(info.description()).append("\n\n");
		line(text, "Id", info.id());
		line(text, "Kind", word(info.kind()));
		line(text, "Labels", info.labels().isEmpty() ? "not known; classes are shown by number" : String.join(", ", info.labels()));
		line(text, "Input", input(info.input()));
		line(text, "Layer", info.layer().orElse("last convolutional map"));
		line(text, "Licence", info.licence());
		line(text, "Citation", info.citation());
		line(text, "Origin", word(info.origin()));
		line(text, "SHA-256", info.sha256());
		return text.toString();
	}

	private static void line(final StringBuilder text, final String what, final String value) {
		if (!value.isBlank()) text.append(what).append(": ").append(value).append('\n');
	}

	/** Shows a model's layers, and behind them what of the model cannot be made visible. */
	void layers(final List<Layer> layers, final List<String> limitations) {
		final ResultsTable table = Tables.of(Tables.LAYERS);
		for (final Layer layer : layers) {
			table.addRow();
			table.addValue("Layer", layer.name());
			table.addValue("Operator", layer.operator());
			table.addValue("Output shape", Arrays.stream(layer.shape()).mapToObj(Integer::toString).collect(Collectors.joining("×")));
			table.addValue("Parameters", layer.parameters());
			table.addValue("Receptive field", both(layer, field -> field.isWhole() ? "whole image" : Integer.toString(field.size())));
			table.addValue("Jump", both(layer, field -> field.isWhole() ? "" : number(field.jump())));
		}
		for (final String sentence : limitations) {
			table.addRow();
			table.addValue("Layer", "not visible");
			table.addValue("Operator", sentence);
		}
		Tables.show(table, Tables.LAYERS);
	}

	/** Shows what a check found. */
	void check(final ModelService.CheckReport report) {
		final ResultsTable table = Tables.of(Tables.CHECK);
		row(table, "Model", report.id());
		row(table, "SHA-256", report.sha256());
		row(table, "Hash matches the description", report.hashMatches() ? "yes" : "no");
		row(table, "Largest difference to the test output", report.testDifference().map(d -> Double.toString(d)).orElse("no test tensors"));
		row(table, "Largest difference to the unmodified network", Double.toString(report.rewriteDifference()));
		row(table, "Layers that can be looked at", Integer.toString(report.layers()));
		row(table, "ReLUs that can be put under a rule", Integer.toString(report.rectifiers()));
		report.limitations().forEach(sentence -> row(table, "Not visible", sentence));
		Tables.show(table, Tables.CHECK);
	}

	private static void row(final ResultsTable table, final String what, final String found) {
		table.addRow();
		table.addValue("Check", what);
		table.addValue("Result", found);
	}

	private interface Reading {

		String of(ReceptiveField field);
	}

	private static String both(final Layer layer, final Reading reading) {
		final Optional<String> x = layer.horizontal().map(reading::of);
		final Optional<String> y = layer.vertical().map(reading::of);
		return x.equals(y) ? x.orElse("") : x.orElse("?") + "×" + y.orElse("?");
	}

	private static String input(final InputFormat format) {
		final String size = format.isFixed() ? format.width() + "×" + format.height() : "any size from " + format.minimum();
		return (format.channels() == 1 ? "1 channel, " : format.channels() + " channels, ") + size;
	}

	private static String number(final double value) {
		return value == Math.rint(value) ? Long.toString((long) value) : Double.toString(value);
	}

	private static String word(final Enum<?> constant) {
		return constant.name().toLowerCase(Locale.ROOT);
	}
}
