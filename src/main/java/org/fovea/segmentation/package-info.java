/**
 * From maps to regions: thresholds, connected components, colour models and minimal cuts. Numbers in, sets of pixels out; the maximum flow
 * itself is JGraphT's.
 */
package org.fovea.segmentation;
