package org.fovea.torchscript;

import java.util.HashMap;
import java.util.Map;

/** An object while the code is followed: a module, or an instance of a class of the archive. */
final class Instance {

	private final String type;
	private final Map<String, Object> attributes = new HashMap<>();
	private final int created;

	/**
	 * @param type qualified name of its class
	 * @param created when; see {@link Branches}
	 */
	Instance(final String type, final int created) {
		this.type = type;
		this.created = created;
	}

	/** @return the qualified name of its class */
	String type() {
		return type;
	}

	/** @return its attributes, to be changed in place by whoever may */
	Map<String, Object> attributes() {
		return attributes;
	}

	/** @return when it was made */
	int created() {
		return created;
	}
}
