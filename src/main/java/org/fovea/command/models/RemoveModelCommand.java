package org.fovea.command.models;

import org.fovea.command.ModelCommand;
import org.fovea.command.Work;
import org.scijava.command.Command;
import org.scijava.plugin.Plugin;

/** Deletes a model that the user imported. */
@Plugin(type = Command.class, menuPath = "Plugins>Fovea>Models>Remove Model...")
public final class RemoveModelCommand extends ModelCommand {

	@Override
	protected Work prepare() {
		models().info(id());
		return progress -> {
			models().remove(id());
			return () -> {
				new ModelTables(models()).registry();
				say("Removed " + id());
			};
		};
	}
}
