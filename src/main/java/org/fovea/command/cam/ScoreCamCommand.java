package org.fovea.command.cam;

import org.fovea.cam.ScoreCam;
import org.fovea.cam.GradientCam;
import org.fovea.command.ClassActivationCommand;
import org.fovea.command.Look;
import org.fovea.network.Target;
import org.scijava.command.Command;
import org.scijava.plugin.Plugin;

/** Shows which regions keep a class alive when all else is masked, by {@link ScoreCam}. */
@Plugin(type = Command.class, menuPath = "Plugins>Fovea>Class activation>Score-CAM...")
public final class ScoreCamCommand extends ClassActivationCommand {

	private static final int BATCH = 16;

	@Override
	protected GradientCam.Result map(final Look look, final String layer, final Target target) {
		return new ScoreCam(layer, BATCH).map(look.passes(), target, look.progress());
	}
}
