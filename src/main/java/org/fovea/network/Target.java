package org.fovea.network;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

import org.fovea.FoveaException;

/**
 * What is asked of the network: a number S for each entry of the batch, with its derivative by the activations it is made from.
 * Targets are values that can be added and scaled; they know no engine, so a network may run in another process.
 */
public interface Target {

	/** @return the layers whose activations make S; {@link Network#OUTPUT} for the network's result */
	Set<String> layers();

	/**
	 * Computes S and ∂S/∂A.
	 *
	 * @param activations of {@link #layers()}, batch first
	 * @return value and derivatives
	 * @throws FoveaException if the network has no such class, unit or position
	 */
	Evaluation evaluate(Map<String, Tensor> activations);

	/**
	 * S and its derivatives.
	 *
	 * @param values S for each entry of the batch
	 * @param gradients ∂S/∂A by layer, each of the shape of A
	 */
	record Evaluation(double[] values, Map<String, Tensor> gradients) {}

	/**
	 * The logit of a class, summed over all positions where the output is dense.
	 *
	 * @param index of the class, from 0
	 * @return the target
	 */
	static Target logit(final int index) {
		return unit(Network.OUTPUT, index);
	}

	/**
	 * One unit of a layer, summed over all positions: {@code Σ A[:, index]}.
	 *
	 * @param layer the layer
	 * @param index of the unit (axis 1), from 0
	 * @return the target
	 */
	static Target unit(final String layer, final int index) {
		return new Linear(layer, index, a -> 1);
	}

	/**
	 * One unit at one position of its map.
	 *
	 * @param layer the layer
	 * @param index of the unit
	 * @param x column of the map, from 0
	 * @param y row of the map, from 0
	 * @return the target
	 */
	static Target position(final String layer, final int index, final int x, final int y) {
		return new Linear(layer, index, new Position(x, y));
	}

	/**
	 * A class inside a region of a dense output: {@code Σ_{p in region} logit_p}.
	 *
	 * @param index of the class
	 * @param region the weight of each position, a map of any size that is sampled at the output's positions
	 * @return the target
	 */
	static Target region(final int index, final Heatmap region) {
		return new Linear(Network.OUTPUT, index, new Region(region));
	}

	/**
	 * The class with the largest logit of each entry.
	 *
	 * @return the target
	 */
	static Target top() {
		return new Top(new int[0]);
	}

	/**
	 * The same target with every choice made, so that it means the same for changed inputs: {@link #top} becomes the class that is top now.
	 *
	 * @param output of the network on the unchanged input
	 * @return the settled target
	 */
	default Target settled(final Tensor output) {
		return this;
	}

	/**
	 * S₁ + S₂.
	 *
	 * @param other the other target
	 * @return the sum
	 */
	default Target plus(final Target other) {
		return combine(this, 1, other, 1);
	}

	/**
	 * S₁ − S₂.
	 *
	 * @param other the other target
	 * @return the difference
	 */
	default Target minus(final Target other) {
		return combine(this, 1, other, -1);
	}

	/**
	 * f·S.
	 *
	 * @param factor f
	 * @return the scaled target
	 */
	default Target times(final double factor) {
		return combine(this, factor, this, 0);
	}

	private static Target combine(final Target first, final double a, final Target second, final double b) {
		final Set<String> layers = new LinkedHashSet<>(first.layers());
		layers.addAll(second.layers());
		return new Target() {

			@Override
			public Set<String> layers() {
				return layers;
			}

			@Override
			public Target settled(final Tensor output) {
				return combine(first.settled(output), a, second.settled(output), b);
			}

			@Override
			public Evaluation evaluate(final Map<String, Tensor> activations) {
				final Evaluation one = first.evaluate(activations);
				final Evaluation two = second.evaluate(activations);
				final double[] values = new double[one.values().length];
				Arrays.setAll(values, i -> a * one.values()[i] + b * two.values()[i]);
				final Map<String, Tensor> gradients = new LinkedHashMap<>();
				for (final String layer : layers) {
					final float[] sum = new float[activations.get(layer).length()];
					add(sum, one.gradients().get(layer), a);
					add(sum, two.gradients().get(layer), b);
					gradients.put(layer, Tensor.of(sum, activations.get(layer).shape()));
				}
				return new Evaluation(values, gradients);
			}
		};
	}

	private static void add(final float[] sum, final Tensor gradient, final double factor) {
		if (gradient == null) return;
		for (int i = 0; i < sum.length; i++) sum[i] += (float) (factor * gradient.data()[i]);
	}
}
