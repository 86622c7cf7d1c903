package org.fovea.command;

import java.util.List;

import ij.ImagePlus;

import org.fovea.image.Plane;

/** Which planes of a stack are looked at. */
public enum Slices {
	/** The one that is shown. */
	CURRENT,
	/** Every depth at every time. */
	ALL;

	List<Plane> of(final ImagePlus image) {
		return this == ALL ? Plane.all(image) : List.of(Plane.current(image));
	}
}
