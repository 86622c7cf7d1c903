package org.fovea.command.cam;

import java.util.Optional;

import org.fovea.cam.GradCam;
import org.fovea.command.Explainer;
import org.fovea.command.Explanation;
import org.fovea.command.LayerMapCommand;
import org.scijava.command.Command;
import org.scijava.plugin.Plugin;

/** Shows which regions speak for a class, by {@link GradCam}. */
@Plugin(type = Command.class, menuPath = "Plugins>Fovea>Class activation>Grad-CAM...")
public final class GradCamCommand extends LayerMapCommand {

	@Override
	protected Explainer explainer() {
		return (look, target) -> {
			final String layer = look.layer(layer());
			final GradCam.Result result = new GradCam(layer).map(look.network(), target, look.input());
			return new Explanation(result.maps().get(0), result.trace(), Optional.of(layer));
		};
	}
}
