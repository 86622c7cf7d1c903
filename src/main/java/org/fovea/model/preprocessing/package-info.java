/** The steps from pixel values to a network's input, one small class each, with the meaning that bioimage.io gives them. */
package org.fovea.model.preprocessing;
