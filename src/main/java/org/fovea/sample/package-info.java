/**
 * The simulated microscopy that the demo, the bundled models and the tests are made of: {@link org.fovea.sample.BloodSmear} gives fields and
 * single-cell crops of a stained blood smear with the truth about every pixel.
 */
package org.fovea.sample;
