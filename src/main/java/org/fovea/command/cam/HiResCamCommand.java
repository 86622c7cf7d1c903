package org.fovea.command.cam;

import org.fovea.cam.HiResCam;
import org.fovea.cam.GradientCam;
import org.fovea.command.ClassActivationCommand;
import org.fovea.command.Look;
import org.fovea.network.Target;
import org.scijava.command.Command;
import org.scijava.plugin.Plugin;

/** Shows which positions speak for and against a class, by {@link HiResCam}. */
@Plugin(type = Command.class, menuPath = "Plugins>Fovea>Class activation>HiRes-CAM...")
public final class HiResCamCommand extends ClassActivationCommand {

	@Override
	protected GradientCam.Result map(final Look look, final String layer, final Target target) {
		return new HiResCam(layer).map(look.trace(layer, target));
	}
}
