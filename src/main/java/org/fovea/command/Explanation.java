package org.fovea.command;

import java.util.Optional;
import java.util.OptionalDouble;

import org.fovea.network.Heatmap;
import org.fovea.network.Trace;

/**
 * What a technique says of one plane.
 *
 * @param map over the whole input, of any size
 * @param trace of the run that it comes from: the outputs and S
 * @param layer that it was read from, where it was read from one
 * @param residual what the shares of all pixels miss of what they should sum up to, where the technique promises a sum
 */
public record Explanation(Heatmap map, Trace trace, Optional<String> layer, OptionalDouble residual) {}
