package org.fovea.cam;

import java.util.Optional;

import org.fovea.network.Layer;
import org.fovea.network.ReceptiveField;
import org.fovea.network.Tensor;

/**
 * Where the positions of a map lie in the network's input. A position lies in the middle of what it sees, which with strides and padding is
 * rarely where a map that is stretched over the input would put it.
 *
 * @param vertical along y
 * @param horizontal along x
 */
public record Lattice(Axis vertical, Axis horizontal) {

	/**
	 * Positions along one axis, in input pixels; pixel i reaches from i to i + 1.
	 *
	 * @param positions how many
	 * @param first the centre of position 0
	 * @param step between neighbours
	 * @param pixels of the input
	 */
	public record Axis(int positions, double first, double step, int pixels) {

		/**
		 * Where a position lies.
		 *
		 * @param position from 0
		 * @return its centre in input pixels
		 */
		double centre(final int position) {
			return first + position * step;
		}

		/** @return the centre of every position */
		double[] centres() {
			final double[] centres = new double[positions];
			for (int p = 0; p < positions; p++) centres[p] = centre(p);
			return centres;
		}

		/** Positions that share the input evenly. */
		static Axis even(final int positions, final int pixels) {
			final double step = (double) pixels / positions;
			return new Axis(positions, step / 2, step, pixels);
		}

		private static Axis of(final Optional<ReceptiveField> field, final int positions, final int pixels) {
			return field.filter(f -> !f.isWhole() && f.jump() > 0).map(f -> new Axis(positions, f.offset() + f.size() / 2.0, f.jump(), pixels)).orElseGet(
				() -> even(positions, pixels));
		}
	}

	/**
	 * The positions of a layer: in the middle of their receptive fields, or sharing the input evenly where these are not known or are the
	 * whole image.
	 *
	 * @param layer whose output the map is
	 * @param map {@code [N, C, h, w]}
	 * @param input {@code [N, C, H, W]}
	 * @return the positions
	 */
	public static Lattice of(final Layer layer, final Tensor map, final Tensor input) {
		return new Lattice(Axis.of(layer.vertical(), map.size(2), input.size(2)), Axis.of(layer.horizontal(), map.size(3), input.size(3)));
	}

	/**
	 * Positions that share the input evenly.
	 *
	 * @param height of the map
	 * @param width of the map
	 * @param input {@code [N, C, H, W]}
	 * @return the positions
	 */
	public static Lattice even(final int height, final int width, final Tensor input) {
		return new Lattice(Axis.even(height, input.size(2)), Axis.even(width, input.size(3)));
	}
}
