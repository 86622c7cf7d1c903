package org.fovea.torchscript;

import java.util.ArrayList;
import java.util.List;

/** A list or tuple while the code is followed. */
final class ListValue {

	private final List<Object> items;
	private final int created;

	/**
	 * @param items its items
	 * @param created when; see {@link Branches}
	 */
	ListValue(final List<?> items, final int created) {
		this.items = new ArrayList<>(items);
		this.created = created;
	}

	/** @return the items, to be changed in place by whoever may */
	List<Object> items() {
		return items;
	}

	/** @return when it was made */
	int created() {
		return created;
	}

	/**
	 * One item.
	 *
	 * @param index from 0, or from −1 backwards
	 * @return the item
	 */
	Object get(final long index) {
		final long i = index < 0 ? index + items.size() : index;
		if (i < 0 || i >= items.size()) throw new UnfollowedException("an item that is not there");
		return items.get((int) i);
	}
}
