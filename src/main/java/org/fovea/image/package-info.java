/**
 * Between ImageJ's images and the network's numbers. A {@link org.fovea.image.Framing} cuts a {@link org.fovea.image.View} out of an
 * {@link ij.ImagePlus}: one plane, whole or inside the selection, resized or native, as {@code [1, C, H, W]} in ImageJ's own values. The
 * view remembers where it was cut, so that a {@link org.fovea.network.Heatmap} comes back to the pixels that it explains:
 * {@link org.fovea.image.MapImages} makes windows and overlays of them, {@link org.fovea.image.UnitImages} stacks of feature maps,
 * {@link org.fovea.image.Tables} named results tables. Nothing here changes an input image, and nothing here knows a model.
 */
package org.fovea.image;
