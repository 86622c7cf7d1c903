package org.fovea.model;

/** How ImageJ stores the pixels that are given to a model: some steps depend on it. */
public enum PixelType {
	/** 8-bit and RGB: 0 to 255. */
	BYTE,
	/** 16-bit: as they are. */
	SHORT,
	/** 32-bit: as they are. */
	FLOAT
}
