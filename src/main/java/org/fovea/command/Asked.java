package org.fovea.command;

import java.util.List;

import org.fovea.FoveaException;
import org.fovea.model.ModelInfo;
import org.fovea.network.Target;

final class Asked {

	private Asked() {
	}

	static Target target(final Look look, final String text) {
		final ModelInfo info = look.model().info();
		final List<String> labels = info.labels();
		if (text.equalsIgnoreCase("top")) return Target.top();
		final int label = labels.indexOf(text);
		if (label >= 0) return Target.logit(label);
		if (text.matches("\\d+")) return Target.logit(Integer.parseInt(text));
		throw new FoveaException("Model '" + info.id() + "' has no target '" + text + "'; use top, " + String.join(", ", labels) +
			", or layer:unit.");
	}
}
