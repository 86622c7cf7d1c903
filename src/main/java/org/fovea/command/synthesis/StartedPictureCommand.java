package org.fovea.command.synthesis;

import java.util.Optional;

import org.fovea.FoveaException;
import org.fovea.command.Canvas.Start;
import org.fovea.command.PictureCommand;
import org.fovea.command.Words;
import org.scijava.plugin.Parameter;

import ij.ImagePlus;

/** A command whose pictures begin with something that the user chooses. */
abstract class StartedPictureCommand extends PictureCommand {

	@Parameter(label = "Image", persist = false, required = false)
	private ImagePlus image;

	@Parameter(label = "Start", description = "Noise of usual pixels, a blank picture, the usual mean, or the current image", choices = { "noise", "blank",
		"mean", "image" }, persist = false)
	private String start;

	/** @param start that is offered first */
	StartedPictureCommand(final String start) {
		this.start = start;
	}

	/** @return what pictures begin with */
	final Start kind() {
		return Words.parse(Start.class, "start", start);
	}

	@Override
	protected final Optional<ImagePlus> start() {
		if (kind() != Start.IMAGE) return Optional.empty();
		if (image == null || image.getWidth() == 0 || image.getHeight() == 0) {
			throw new FoveaException("Open an image first, or use start=noise, blank or mean.");
		}
		return Optional.of(image);
	}
}
