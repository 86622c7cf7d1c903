package org.fovea.activation;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

import org.fovea.FoveaException;
import org.fovea.network.Layer;
import org.fovea.network.Tensor;

/**
 * The images that excite each unit most, and where (Zeiler &amp; Fergus 2014, section 4.1): of every image the maximum of the unit's map, and
 * of these the n largest. Images come one after another and are not kept; memory grows with units × n alone. Equal activations are
 * ordered as the images came; of equal positions the first counts, row by row. For a unit that also goes below 0, as those of linear layers and
 * convolutions without a ReLU, every activation is worth a rank, negative ones and 0 included. For a unit that never does, 0 means that it did not
 * fire: it has no patch of images in which it is 0 everywhere, and is silent where it is 0 everywhere in all of them.
 *
 * @param <S> what stands for an image
 */
public final class TopPatches<S> {

	private final String layer;
	private final int count;
	private final Map<Integer, List<Patch<S>>> best = new TreeMap<>();
	private final Set<Integer> signed = new HashSet<>();
	private int units = -1;

	/**
	 * Starts with no image.
	 *
	 * @param layer whose units are excited
	 * @param count n, how many patches of each unit
	 */
	public TopPatches(final String layer, final int count) {
		if (count < 1) throw new FoveaException("'count' must be at least 1, not " + count + ".");
		this.layer = layer;
		this.count = count;
	}

	/**
	 * A place that excites a unit.
	 *
	 * @param <S> what stands for an image
	 * @param unit from 0
	 * @param source the image
	 * @param x column of the unit's map, from 0
	 * @param y row of the unit's map, from 0
	 * @param activation there
	 */
	public record Patch<S>(int unit, S source, int x, int y, float activation) {}

	/**
	 * How many units a layer has here.
	 *
	 * @param layer with maps, tokens or numbers
	 * @return their count
	 */
	public static int units(final Layer layer) {
		return Activation.of(layer.name(), Tensor.zeros(layer.shape())).units();
	}

	/**
	 * Looks at an image.
	 *
	 * @param source what stands for it
	 * @param activation of the layer, {@code [N, C, h, w]}, {@code [N, T, D]} or {@code [N, C]}; its first entry counts
	 * @param wanted units, from 0
	 * @throws FoveaException if the layer has no units, or not as many as before
	 */
	public void add(final S source, final Tensor activation, final List<Integer> wanted) {
		final Activation a = Activation.of(layer, activation);
		if (units >= 0 && units != a.units()) {
			throw new FoveaException("Layer '" + layer + "' has " + a.units() + " units for this image and had " + units + " before.");
		}
		units = a.units();
		for (final int unit : wanted) strongest(source, a, unit);
	}

	private void strongest(final S source, final Activation a, final int unit) {
		int at = -1;
		float max = Float.NEGATIVE_INFINITY;
		for (int p = 0; p < a.positions(); p++) {
			final float value = a.at(unit, p);
			if (value > max) {
				max = value;
				at = p;
			}
			if (value < 0) signed.add(unit);
		}
		final List<Patch<S>> patches = best.computeIfAbsent(unit, unknown -> new ArrayList<>());
		if (at < 0) return;
		if (patches.size() == count && !(max > patches.get(count - 1).activation())) return;
		patches.add(new Patch<>(unit, source, at % a.width(), at / a.width(), max));
		patches.sort(Comparator.comparing((Patch<S> patch) -> -patch.activation()));
		if (patches.size() > count) patches.remove(count);
	}

	/** @return the patches of each unit, the strongest first; none of a unit that is silent */
	public Map<Integer, List<Patch<S>>> best() {
		final Map<Integer, List<Patch<S>>> copy = new TreeMap<>();
		best.forEach((unit, patches) -> copy.put(unit, patches.stream().filter(patch -> patch.activation() != 0 || signed.contains(unit)).toList()));
		return copy;
	}
}
