package org.fovea.torchscript;

/**
 * Keeps apart what happens for certain and what only one branch of an undecided condition does. Every list and dict is stamped with
 * the time at which it was made; inside such a branch only what was made there may change.
 */
final class Branches {

	private int clock;
	private int start;

	/** @return the time, which moves on */
	int now() {
		return clock++;
	}

	/**
	 * Enters a branch that may or may not be taken.
	 *
	 * @return what {@link #leave} wants
	 */
	int enter() {
		final int outer = start;
		start = ++clock;
		return outer;
	}

	/**
	 * Leaves a branch.
	 *
	 * @param outer what {@link #enter} returned
	 */
	void leave(final int outer) {
		start = outer;
	}

	/** @return whether what happens now may not happen at all */
	boolean isUndecided() {
		return start > 0;
	}

	/**
	 * Refuses a change that only one branch makes.
	 *
	 * @param created when the object was made
	 */
	void requireOwn(final int created) {
		if (created < start) throw new UnfollowedException("a change in a branch that may not be taken");
	}
}
