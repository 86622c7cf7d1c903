package org.fovea.command;

import org.scijava.plugin.Parameter;

/** A command whose technique makes its maps from one layer. */
public abstract class LayerMapCommand extends MapCommand {

	@Parameter(label = "Layer", description = "A layer of Model Summary..., or auto for the last convolutional map", persist = false)
	private String layer = Layers.AUTO;

	/** @return the chosen layer's name, or {@code auto} */
	protected final String layer() {
		return layer;
	}
}
