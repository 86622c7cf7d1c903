package org.fovea.imagej1;

import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

import org.fovea.Progress;
import org.fovea.model.ModelKind;
import org.fovea.model.ModelService;

/** A small network of the test resources, as a user's own model. */
final class TinyModel {

	static final String ID = "tiny";
	static final List<String> LABELS = List.of("red", "white cell", "platelet", "debris", "other");

	private TinyModel() {
	}

	/** Imports the model into the store of the tests, afresh. */
	static void add() {
		final ModelService models = Commands.shared().context().service(ModelService.class);
		if (models.models().stream().anyMatch(model -> model.id().equals(ID))) models.remove(ID);
		models.add(new ModelService.ImportRequest(file().toString(), Optional.of(ID), ModelKind.CLASSIFIER, 0, 0, List.of(), List.of(), LABELS, Optional
			.empty()), Progress.NONE);
	}

	static Path file() {
		try {
			return Path.of(TinyModel.class.getResource("/nets/gap-traced.pt").toURI());
		}
		catch (final URISyntaxException exc) {
			throw new IllegalStateException(exc);
		}
	}
}
