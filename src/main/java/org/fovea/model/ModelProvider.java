package org.fovea.model;

import java.nio.file.Path;
import java.util.List;

import org.scijava.plugin.SciJavaPlugin;

/** Lets another jar bring models: annotate an implementation with {@code @Plugin(type = ModelProvider.class)}. */
public interface ModelProvider extends SciJavaPlugin {

	/** @return folders in bioimage.io form, one for each model */
	List<Path> packages();
}
