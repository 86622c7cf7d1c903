package org.fovea.command.cam;

import java.util.Arrays;
import java.util.Optional;

import org.fovea.cam.Cam;
import org.fovea.cam.GradCam;
import org.fovea.cam.GradCamPlusPlus;
import org.fovea.cam.ScoreCam;
import org.fovea.cam.UnitWeights.Weights;
import org.fovea.command.Look;
import org.fovea.network.Target;

/** The techniques that give every unit of a layer one weight, by the names of their commands. */
enum Weighing {
	/** By {@link Cam}. */
	CAM("cam"),
	/** By {@link GradCam}. */
	GRAD_CAM("grad-cam"),
	/** By {@link GradCamPlusPlus}. */
	GRAD_CAM_PLUS_PLUS("grad-cam++"),
	/** By {@link ScoreCam}. */
	SCORE_CAM("score-cam");

	private static final int BATCH = 16;

	private final String technique;

	Weighing(final String technique) {
		this.technique = technique;
	}

	/** Finds the one of a technique, if it has such weights. */
	static Optional<Weighing> of(final String technique) {
		return Arrays.stream(values()).filter(weighing -> weighing.technique.equalsIgnoreCase(technique.strip())).findFirst();
	}

	/** The weights of the layer's units for a target. */
	Weights weigh(final Look look, final String layer, final Target target) {
		return switch (this) {
			case CAM -> new Cam(layer).weigh(look.passes(), target, look.progress());
			case GRAD_CAM -> new GradCam(layer).weigh(look.trace(layer, target));
			case GRAD_CAM_PLUS_PLUS -> new GradCamPlusPlus(layer).weigh(look.trace(layer, target));
			case SCORE_CAM -> new ScoreCam(layer, BATCH).weigh(look.passes(), target, look.progress());
		};
	}
}
