package org.fovea.torchscript;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * An instance of a class of the archive's code, as it was saved: for a module its parameters, buffers, constants and submodules.
 * One object may be reached on several ways (shared modules); two are equal only if they are the same.
 */
public final class ScriptObject {

	private final String type;
	private final Map<String, Object> attributes;
	private final Object state;

	ScriptObject(final String type, final Map<String, Object> attributes, final Object state) {
		this.type = type;
		this.attributes = Collections.unmodifiableMap(new LinkedHashMap<>(attributes));
		this.state = state;
	}

	/** @return the qualified name of its class, such as {@code __torch__.torchvision.models.resnet.ResNet} */
	public String type() {
		return type;
	}

	/**
	 * @return its attributes in the order in which they were saved: {@link ScriptObject}, {@link TensorReference}, {@link OpaqueValue},
	 *         {@link java.util.List} (lists and tuples), {@link Map}, {@link Long}, {@link Double}, {@link Boolean}, {@link String} or null
	 */
	public Map<String, Object> attributes() {
		return attributes;
	}

	/** @return what the class's own {@code __setstate__} will be handed, where the object was not saved as plain attributes */
	public Optional<Object> state() {
		return Optional.ofNullable(state);
	}

	@Override
	public String toString() {
		return type + attributes.keySet();
	}
}
