package org.fovea.torchscript;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A dict while the code is followed.
 *
 * @param items by key, to be changed in place by whoever may
 * @param created when; see {@link Branches}
 */
record DictValue(Map<Object, Object> items, int created) {

	/** Copies the items. */
	DictValue {
		items = new LinkedHashMap<>(items);
	}

	@Override
	public boolean equals(final Object other) {
		return this == other;
	}

	@Override
	public int hashCode() {
		return System.identityHashCode(this);
	}
}
