package org.fovea.command;

import org.scijava.plugin.Parameter;

/** A command whose technique draws a map of evidence for a target over the image. */
public abstract class MapCommand extends EvidenceCommand {

	@Parameter(label = "Target", description = "top, a label or index, layer:unit, layer:unit@x,y or label@roi", persist = false,
		callback = "targetChanged")
	private String target = "top";

	@Override
	protected final String target() {
		return target;
	}
}
