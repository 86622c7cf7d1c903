package org.fovea.network;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

import org.fovea.network.Reach.Range;

/** Where the crops of every window lie along one axis, stage by stage. Windows of the same size class have crops of the same lengths. */
final class CropAxis {

	/**
	 * A stage along the axis.
	 *
	 * @param from where it begins
	 * @param to where it ends
	 * @param grid on which crops of {@code from} begin
	 */
	record Leg(Reach from, Reach to, int grid) {}

	private final List<Leg> legs;
	private final List<Integer> starts;
	private final int side;
	private final int[] classes;
	private final List<int[]> lengths = new ArrayList<>();

	/**
	 * Lays the crops.
	 *
	 * @param legs the stages
	 * @param starts the windows' first pixels
	 * @param side of the windows
	 * @param most size classes, at least 1
	 */
	CropAxis(final List<Leg> legs, final List<Integer> starts, final int side, final int most) {
		this.legs = legs;
		this.starts = starts;
		this.side = side;
		classes = new int[starts.size()];
		final List<int[]> needed = new ArrayList<>();
		for (int i = 0; i < starts.size(); i++) needed.add(needed(i));
		final List<Integer> sums = needed.stream().map(n -> Arrays.stream(n).sum()).sorted().distinct().toList();
		final int step = (sums.size() + most - 1) / most;
		for (int i = 0; i < starts.size(); i++) {
			classes[i] = sums.indexOf(Arrays.stream(needed.get(i)).sum()) / step;
			while (lengths.size() <= classes[i]) lengths.add(new int[legs.size()]);
		}
		for (int i = 0; i < starts.size(); i++) {
			final int[] longest = lengths.get(classes[i]);
			for (int leg = 0; leg < longest.length; leg++) longest[leg] = Math.max(longest[leg], needed.get(i)[leg]);
		}
	}

	private int[] needed(final int start) {
		return IntStream.range(0, legs.size()).map(leg -> legs.get(leg).from().crop(seen(start, leg), legs.get(leg).grid())).toArray();
	}

	private Range seen(final int start, final int leg) {
		return legs.get(leg).to().seen(legs.get(leg).from(), changed(start, leg + 1));
	}

	/**
	 * The size class of a window.
	 *
	 * @param start which window
	 * @return the class
	 */
	int sizeClass(final int start) {
		return classes[start];
	}

	/**
	 * What a window changes.
	 *
	 * @param start which window
	 * @param place 0 = the image, else what stage {@code place − 1} leads to
	 * @return positions of the place
	 */
	Range changed(final int start, final int place) {
		if (place == 0) return new Range(starts.get(start), starts.get(start) + side);
		return legs.get(place - 1).to().changed(starts.get(start), side);
	}

	/**
	 * The crop with which a stage begins.
	 *
	 * @param start which window
	 * @param leg which stage
	 * @return positions of the place where it begins
	 */
	Range crop(final int start, final int leg) {
		final int length = lengths.get(classes[start])[leg];
		final int origin = legs.get(leg).from().origin(seen(start, leg), legs.get(leg).grid(), length);
		return new Range(origin, origin + length);
	}

	/**
	 * Where the crop of a stage lies at its end.
	 *
	 * @param start which window
	 * @param leg which stage
	 * @return the position of the place where it ends that is the crop's first
	 */
	int origin(final int start, final int leg) {
		return (int) Math.round(crop(start, leg).from() * legs.get(leg).from().field().jump() / legs.get(leg).to().field().jump());
	}
}
