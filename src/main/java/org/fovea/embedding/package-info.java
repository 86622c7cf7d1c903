/**
 * Many numbers per object become two that can be drawn: nearest neighbours, linear projections (PCA, LDA, ICA), maps of neighbourhoods (t-SNE,
 * UMAP), and how far such a map can be trusted. Pure mathematics on matrices; whether the numbers come from a network or from a results table
 * is of no concern here. Same input, same seed, same bits, whatever the number of threads.
 */
package org.fovea.embedding;
