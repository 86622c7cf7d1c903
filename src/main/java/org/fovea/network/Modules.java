package org.fovea.network;

import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Optional;
import java.util.Set;

import org.fovea.torchscript.Archive;
import org.fovea.torchscript.ReceptiveFields.Field;
import org.fovea.torchscript.ReceptiveFields.Found;
import org.fovea.torchscript.ScriptObject;
import org.fovea.torchscript.TensorReference;

/** The tree of submodules in an archive, as far as layers are described by it. */
final class Modules {

	private final Archive archive;
	private final ScriptObject root;

	Modules(final Archive archive) {
		this.archive = archive;
		this.root = archive.data();
	}

	/** @return where the modules were saved */
	Archive archive() {
		return archive;
	}

	/**
	 * Describes a layer.
	 *
	 * @param name as in plans
	 * @param shape of its activation
	 * @param found its receptive field, and the weights that an operator was handed; empty where neither is known
	 * @return the layer
	 */
	Layer layer(final String name, final int[] shape, final Optional<Found> found) {
		final Optional<ReceptiveField> vertical = found.flatMap(Found::vertical).map(Modules::field);
		final Optional<ReceptiveField> horizontal = found.flatMap(Found::horizontal).map(Modules::field);
		final String place = name.replaceFirst("#\\d+$", "");
		final Optional<ScriptObject> module = module(place);
		final int slash = place.lastIndexOf('/');
		if (module.isEmpty() && slash >= 0) {
			final String operator = place.substring(slash + 1).replaceFirst("_\\d+$", "");
			return new Layer(name, operator, false, shape, found.map(Found::weights).orElse(0L), vertical, horizontal);
		}
		final String type = module.map(ScriptObject::type).map(t -> t.substring(t.lastIndexOf('.') + 1)).orElse("Module");
		return new Layer(name, type, true, shape, module.map(Modules::parameters).orElse(0L), vertical, horizontal);
	}

	private static ReceptiveField field(final Field field) {
		return new ReceptiveField(field.size(), field.jump(), field.offset(), field.wraps());
	}

	private Optional<ScriptObject> module(final String path) {
		ScriptObject object = root;
		for (final String part : path.replaceFirst("^\\.", "").split("\\.")) {
			if (!(object.attributes().get(part) instanceof final ScriptObject child)) return Optional.empty();
			object = child;
		}
		return Optional.of(object);
	}

	private static long parameters(final ScriptObject module) {
		return parameters(module, Collections.newSetFromMap(new IdentityHashMap<>()));
	}

	private static long parameters(final ScriptObject module, final Set<Object> seen) {
		if (!seen.add(module)) return 0;
		long count = 0;
		for (final Object value : module.attributes().values()) {
			if (value instanceof final ScriptObject child) count += parameters(child, seen);
			else if (value instanceof final TensorReference tensor && tensor.requiresGrad()) {
				long numbers = 1;
				for (final long size : tensor.shape()) numbers *= size;
				count += numbers;
			}
		}
		return count;
	}
}
