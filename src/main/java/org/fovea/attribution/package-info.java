/** Techniques that say which pixels mattered: numbers in, heatmaps out. */
package org.fovea.attribution;
