package org.fovea.command.explorer;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

import org.fovea.FoveaException;
import org.fovea.activation.FeatureMaps;
import org.fovea.activation.UnitStatistics;
import org.fovea.network.Heatmap;
import org.fovea.network.Layer;
import org.fovea.network.Tensor;

/**
 * What all units of a layer compute on one image, with what is needed to draw many of them quickly. Immutable.
 *
 * @param maps one for each unit, at the layer's resolution; a single value where the layer has no positions
 * @param thumbnails the same maps, no larger than {@link #THUMBNAIL}
 * @param statistics of each map
 */
record UnitMaps(List<Heatmap> maps, List<Heatmap> thumbnails, List<UnitStatistics> statistics) {

	/** The longest side of a thumbnail. */
	static final int THUMBNAIL = 128;

	/** Copies the lists. */
	UnitMaps {
		maps = List.copyOf(maps);
		thumbnails = List.copyOf(thumbnails);
		statistics = List.copyOf(statistics);
	}

	/** In which order units are looked at. */
	enum Order {
		/** As the network numbers them. */
		NUMBER("Number"),
		/** The largest maximum first. */
		MAXIMUM("Maximum"),
		/** The largest mean first. */
		MEAN("Mean");

		private final String label;

		Order(final String label) {
			this.label = label;
		}

		@Override
		public String toString() {
			return label;
		}
	}

	/**
	 * Reads the first entry of a batch.
	 *
	 * @param layer that was read
	 * @param activation {@code [N, C, h, w]}, {@code [N, C]}, or tokens {@code [N, T, D]}, whose D units have T positions in a row
	 * @return its units
	 * @throws FoveaException if the activation has other axes or holds nothing
	 */
	static UnitMaps of(final Layer layer, final Tensor activation) {
		if (activation.length() == 0) throw new FoveaException("Layer '" + layer.name() + "' is empty on this image; choose another layer.");
		final List<Heatmap> maps = new FeatureMaps(layer.name()).maps(withMaps(activation));
		final List<UnitStatistics> statistics = IntStream.range(0, maps.size()).mapToObj(unit -> UnitStatistics.of(unit, maps.get(unit))).toList();
		return new UnitMaps(maps, maps.stream().map(UnitMaps::thumbnail).toList(), statistics);
	}

	/** @return how many units there are */
	int count() {
		return maps.size();
	}

	/** @return whether units have one value only */
	boolean areValues() {
		return maps.get(0).values().length == 1;
	}

	/**
	 * Sorts the units.
	 *
	 * @param order wanted; units that are equal in it stay as the network numbers them
	 * @return every unit
	 */
	List<Integer> sorted(final Order order) {
		final List<Integer> units = new ArrayList<>(IntStream.range(0, count()).boxed().toList());
		switch (order) {
			case NUMBER -> {}
			case MAXIMUM -> units.sort(Comparator.comparingDouble((Integer unit) -> statistics.get(unit).max()).reversed());
			case MEAN -> units.sort(Comparator.comparingDouble((Integer unit) -> statistics.get(unit).mean()).reversed());
		}
		return List.copyOf(units);
	}

	private static Tensor withMaps(final Tensor activation) {
		return switch (activation.rank()) {
			case 0 -> activation.reshape(1, 1);
			case 1 -> activation.reshape(1, activation.length());
			case 3 -> columns(activation.slice(0));
			default -> activation;
		};
	}

	private static Tensor columns(final Tensor tokens) {
		final int positions = tokens.size(0);
		final int units = tokens.size(1);
		final float[] turned = new float[tokens.length()];
		for (int p = 0; p < positions; p++) {
			for (int k = 0; k < units; k++) turned[k * positions + p] = tokens.data()[p * units + k];
		}
		return Tensor.of(turned, 1, units, 1, positions);
	}

	/** Keeps the strongest value of each block, so that a single position that fires is not lost. */
	private static Heatmap thumbnail(final Heatmap map) {
		final int step = (Math.max(map.width(), map.height()) + THUMBNAIL - 1) / THUMBNAIL;
		if (step <= 1) return map;
		final int width = (map.width() + step - 1) / step;
		final int height = (map.height() + step - 1) / step;
		final float[] values = new float[width * height];
		for (int y = 0; y < map.height(); y++) {
			for (int x = 0; x < map.width(); x++) {
				final float value = map.values()[y * map.width() + x];
				final int i = y / step * width + x / step;
				if (Math.abs(value) > Math.abs(values[i])) values[i] = value;
			}
		}
		return new Heatmap(width, height, values, map.isSigned());
	}
}
