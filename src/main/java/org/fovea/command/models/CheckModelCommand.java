package org.fovea.command.models;

import org.fovea.command.ModelCommand;
import org.fovea.command.Work;
import org.fovea.model.ModelService;
import org.scijava.command.Command;
import org.scijava.plugin.Plugin;

/** Verifies a model's hash, its test tensors and that looking inside it changes nothing. */
@Plugin(type = Command.class, menuPath = "Plugins>Fovea>Models>Check Model...")
public final class CheckModelCommand extends ModelCommand {

	@Override
	protected Work prepare() {
		models().info(id());
		return progress -> {
			final ModelService.CheckReport report = models().check(id(), progress);
			return () -> new ModelTables(models()).check(report);
		};
	}
}
