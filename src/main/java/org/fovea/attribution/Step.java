package org.fovea.attribution;

import org.fovea.Progress;

/**
 * One of several equal steps of a technique, told to whoever watches the whole.
 *
 * @param whole who watches
 * @param what the technique does
 * @param index of the step, from 0
 * @param count of steps
 */
record Step(Progress whole, String what, int index, int count) implements Progress {

	@Override
	public void report(final String part, final double fraction) {
		whole.report(what, (index + fraction) / count);
	}

	@Override
	public boolean isCancelled() {
		return whole.isCancelled();
	}
}
