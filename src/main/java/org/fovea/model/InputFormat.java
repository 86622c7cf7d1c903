package org.fovea.model;

import java.util.List;

/**
 * What a network takes.
 *
 * @param channels how many
 * @param width in pixels; 0 = any
 * @param height in pixels; 0 = any
 * @param minimum the smallest side accepted
 * @param multiple sides must be multiples of this; 1 = any
 * @param preprocessing steps from pixel values as ImageJ shows them (8-bit and RGB 0–255, 16/32-bit as is) to the network's input
 */
public record InputFormat(int channels, int width, int height, int minimum, int multiple, List<PreprocessingStep> preprocessing) {

	/** @return whether the network takes one size only */
	public boolean isFixed() {
		return width > 0 && height > 0;
	}
}
