package org.fovea.image;

import org.fovea.network.Heatmap;

/**
 * A map and the view that it explains.
 *
 * @param view what the network saw
 * @param map over the whole of the view's tensor, of any size
 */
public record Placed(View view, Heatmap map) {}
