/** Class activation maps: numbers in, heatmaps out. */
package org.fovea.cam;
