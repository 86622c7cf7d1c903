/** ImagePlus to tensor and back: pixels, selections, calibration, colours, overlays, tables. */
package org.fovea.image;
