/**
 * Scatter plots: what is drawn where, for screens, bitmaps and SVG files alike. Pictures of numbers only; windows, mice and images live in
 * {@code image}.
 */
package org.fovea.plot;
