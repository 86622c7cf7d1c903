/**
 * Pictures made for a network: what excites it, what it keeps, what fools it. An {@link org.fovea.synthesis.Ascent} climbs an objective by
 * changing a picture; how the picture is written down ({@link org.fovea.synthesis.Parametrization}), shaken
 * ({@link org.fovea.synthesis.Transformation}), kept smooth ({@link org.fovea.synthesis.Regularizer}) and moved
 * ({@link org.fovea.synthesis.Optimizer}) are small values that can be combined freely. Everything between the parameters and the network's
 * input is computed here, with derivatives written down beside it, except for Fourier transforms, which are the engine's; the engine holds
 * nothing between two steps. Gradients come from one {@link org.fovea.network.Network#run} for each step.
 */
package org.fovea.synthesis;
