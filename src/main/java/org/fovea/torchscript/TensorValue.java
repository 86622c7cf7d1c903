package org.fovea.torchscript;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A tensor while the code is followed: its footprint, and what shares its memory, so that operators that work in place change both.
 */
final class TensorValue {

	private Footprint footprint;
	private final List<TensorValue> sharing;
	private final boolean isAligned;
	private long weights;
	private Set<String> passed = Set.of();
	private Optional<TensorReference> origin = Optional.empty();
	private Optional<Weights> handed = Optional.empty();

	private TensorValue(final Footprint footprint, final List<TensorValue> sharing, final boolean isAligned, final long weights) {
		this.footprint = footprint;
		this.sharing = sharing;
		this.isAligned = isAligned;
		this.weights = weights;
		sharing.add(this);
	}

	/**
	 * A tensor with memory of its own.
	 *
	 * @param footprint what it sees
	 * @return the tensor
	 */
	static TensorValue of(final Footprint footprint) {
		return new TensorValue(footprint, new ArrayList<>(), true, 0);
	}

	/**
	 * A weight, or the result of an operator that was handed weights.
	 *
	 * @param footprint what it sees
	 * @param weights how many trained numbers it or the operator has
	 * @return the tensor
	 */
	static TensorValue weighted(final Footprint footprint, final long weights) {
		return new TensorValue(footprint, new ArrayList<>(), true, weights);
	}

	/**
	 * A tensor as it was saved.
	 *
	 * @param saved in the archive
	 * @param weights how many trained numbers it has
	 * @return the tensor
	 */
	static TensorValue saved(final TensorReference saved, final long weights) {
		final TensorValue tensor = weighted(Footprint.constant(saved.shape()), weights);
		tensor.from(saved);
		return tensor;
	}

	/**
	 * Notes where the numbers stand in the archive.
	 *
	 * @param saved the tensor there, as this one arranges it
	 */
	void from(final TensorReference saved) {
		origin = Optional.of(saved);
	}

	/** @return where the numbers stand in the archive, arranged as they are here; empty where they are computed */
	Optional<TensorReference> origin() {
		return origin;
	}

	/**
	 * Notes what the operator was handed that made this tensor.
	 *
	 * @param kernels its weights
	 */
	void madeWith(final Weights kernels) {
		handed = Optional.of(kernels);
	}

	/** @return the weights of the operator that made this, told once */
	Optional<Weights> takeKernels() {
		final Optional<Weights> taken = handed;
		handed = Optional.empty();
		return taken;
	}

	/**
	 * A tensor that shares this one's memory.
	 *
	 * @param seen what it sees
	 * @return the view
	 */
	TensorValue view(final Footprint seen) {
		return new TensorValue(seen, sharing, false, 0);
	}

	/**
	 * A part of this tensor, cut along its axes.
	 *
	 * @param seen what it sees
	 * @return the view
	 */
	TensorValue part(final Footprint seen) {
		return new TensorValue(seen, sharing, isAligned, 0);
	}

	/**
	 * This tensor behind a place that it passes.
	 *
	 * @param place its name
	 * @return the same memory, known to have passed the place
	 */
	TensorValue passing(final String place) {
		final TensorValue behind = new TensorValue(footprint, sharing, isAligned, weights);
		final Set<String> places = new LinkedHashSet<>(passed);
		places.add(place);
		behind.passed = places;
		behind.origin = origin;
		return behind;
	}

	/** @return the places through which everything came that the tensor holds of the image, in order */
	Set<String> passed() {
		return passed;
	}

	/**
	 * Notes what the tensor was made from.
	 *
	 * @param operands what an operator was handed
	 */
	void madeFrom(final List<TensorValue> operands) {
		final Set<String> common = new LinkedHashSet<>();
		boolean isFirst = true;
		for (final TensorValue operand : operands) {
			if (operand.footprint.isNothing()) continue;
			if (isFirst) common.addAll(operand.passed);
			else common.retainAll(operand.passed);
			isFirst = false;
		}
		passed = common;
	}

	/** @return what the tensor sees */
	Footprint footprint() {
		return footprint;
	}

	/** @return how many numbers a weight has */
	long weights() {
		return weights;
	}

	/** @return how many trained numbers the operator has that made this, told once */
	long takeWeights() {
		final long taken = weights;
		weights = 0;
		return taken;
	}

	/**
	 * Replaces what the tensor sees, and tells whatever shares its memory.
	 *
	 * @param seen by the new content
	 */
	void overwrite(final Footprint seen) {
		final boolean isSame = seen.equals(footprint) || seen.isNothing() && sharing.stream().allMatch(t -> t.footprint.isNothing());
		footprint = seen;
		sharing.forEach(t -> t.origin = Optional.empty());
		if (isSame) return;
		for (final TensorValue other : sharing) {
			if (other != this) other.absorb(this);
		}
	}

	/**
	 * Corrects what was worked out, without a change of the content.
	 *
	 * @param seen what the tensor sees
	 */
	void correct(final Footprint seen) {
		footprint = seen;
	}

	private void absorb(final TensorValue changed) {
		footprint = isAligned && changed.isAligned ? absorbed(changed.footprint) : Footprint.unknown(footprint.sizes());
	}

	private Footprint absorbed(final Footprint changed) {
		if (changed.rank() != footprint.rank()) return Footprint.unknown(footprint.sizes());
		Footprint fitting = changed;
		for (int i = 0; i < changed.rank(); i++) {
			if (changed.size(i) == footprint.size(i)) continue;
			if (changed.hasPositions(i)) return Footprint.unknown(footprint.sizes());
			fitting = fitting.with(i, List.of());
		}
		return footprint.join(fitting);
	}
}
