package org.fovea.command;

import java.util.ArrayList;
import java.util.List;

import org.fovea.FoveaException;
import org.fovea.image.Provenance;
import org.fovea.model.Model;
import org.fovea.model.ModelInfo;
import org.fovea.model.ModelKind;
import org.fovea.model.ModelService;
import org.fovea.network.Network;
import org.scijava.module.MethodCallException;
import org.scijava.module.MutableModuleItem;
import org.scijava.plugin.Parameter;

import ij.IJ;

/**
 * A command about one model of the registry. Where it also declares {@code layer} or {@code target}, the dialog offers what the chosen
 * model has; macros may name any unit.
 */
public abstract class ModelCommand extends FoveaCommand {

	/** The choice that asks for a target in words. */
	static final String OTHER = "other...";

	private static final int MOST_LABELS = 200;

	@Parameter
	private ModelService models;

	@Parameter(label = "Model", description = "A model of the registry; Import Model... adds your own", persist = false,
		callback = "modelChanged")
	private String model = "blood-cells";

	@Override
	public void initialize() throws MethodCallException {
		final List<String> ids = models.models().stream().map(ModelInfo::id).toList();
		choices("model", ids);
		if (isInteractive()) {
			if (!ids.contains(model) && !ids.isEmpty()) model = ids.get(0);
			modelChanged();
		}
		super.initialize();
	}

	/** @return the registry */
	protected final ModelService models() {
		return models;
	}

	/** @return the id of the chosen model */
	protected final String id() {
		return model;
	}

	/**
	 * What every result of a model says of itself.
	 *
	 * @param network of the chosen model
	 * @param before what is said first
	 * @return the longer provenance: model and hash, device, and all options as macros write them
	 */
	protected final Provenance provenance(final Network network, final Provenance before) {
		return before.with("Model", model).with("SHA-256", network.sha256()).with("Device", network.device()).with("Options", macroOptions());
	}

	/** Offers the layers and targets of the chosen model. */
	protected void modelChanged() {
		try {
			if (getInfo().getInput("target") != null) choices("target", targets(models.info(model)));
			if (getInfo().getInput("layer") != null) choices("layer", layers());
		}
		catch (final FoveaException exc) {
			say(exc.getMessage());
		}
	}

	/** Asks for a target in words when none of the offered ones will do. */
	protected void targetChanged() {
		if (!OTHER.equals(getInput("target"))) return;
		final String text = IJ.getString("Target (label, index, layer:unit, layer:unit@x,y or label@roi)", "top");
		final String target = text == null || text.isBlank() ? "top" : text.strip();
		final List<String> offered = new ArrayList<>(targets(models.info(model)));
		if (!offered.contains(target)) offered.add(1, target);
		choices("target", offered);
		setInput("target", target);
	}

	/**
	 * The targets that the dialog offers.
	 *
	 * @param info of the chosen model
	 * @return what {@code target} may be; {@link #OTHER} asks for one in words
	 */
	protected List<String> targets(final ModelInfo info) {
		final List<String> targets = new ArrayList<>(List.of("top"));
		info.labels().stream().limit(MOST_LABELS).forEach(targets::add);
		if (info.kind() == ModelKind.SEGMENTER) info.labels().stream().limit(MOST_LABELS).map(label -> label + "@roi").forEach(targets::add);
		targets.add(OTHER);
		return targets;
	}

	/**
	 * The layers that the dialog offers.
	 *
	 * @param opened the chosen model
	 * @return their names, without {@code auto}
	 */
	protected List<String> layers(final Model opened) {
		return new Layers(opened).withMaps();
	}

	private List<String> layers() {
		final List<String> names = new ArrayList<>(List.of(Layers.AUTO));
		try (Model opened = models.open(model)) {
			names.addAll(layers(opened));
		}
		return names;
	}

	private void choices(final String name, final List<String> values) {
		final MutableModuleItem<String> item = getInfo().getMutableInput(name, String.class);
		item.setChoices(values);
		if (!values.isEmpty() && !values.contains(getInput(name)) && isInteractive()) setInput(name, values.get(0));
	}
}
