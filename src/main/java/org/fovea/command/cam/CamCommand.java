package org.fovea.command.cam;

import org.fovea.cam.Cam;
import org.fovea.cam.GradientCam;
import org.fovea.command.ClassActivationCommand;
import org.fovea.command.Look;
import org.fovea.network.Target;
import org.scijava.command.Command;
import org.scijava.plugin.Plugin;

/** Shows which regions a linear classifier adds up for a class, by {@link Cam}. */
@Plugin(type = Command.class, menuPath = "Plugins>Fovea>Class activation>CAM...")
public final class CamCommand extends ClassActivationCommand {

	@Override
	protected GradientCam.Result map(final Look look, final String layer, final Target target) {
		return new Cam(layer).map(look.passes(), target, look.progress());
	}
}
