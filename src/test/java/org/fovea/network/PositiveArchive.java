package org.fovea.network;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Set;

import org.fovea.torchscript.Archive;
import org.fovea.torchscript.ScriptObject;
import org.fovea.torchscript.TensorReference;

/** Copies of networks in which every weight is positive, so that no gradient cancels and, for a positive input, no ReLU gates. */
final class PositiveArchive {

	private final Archive archive;
	private final Map<String, byte[]> replaced = new HashMap<>();
	private final Set<Object> seen = Collections.newSetFromMap(new IdentityHashMap<>());

	private PositiveArchive(final Path file) {
		this.archive = Archive.read(file);
		visit("", archive.data());
		archive.constants().forEach(constant -> visit("", constant));
	}

	/**
	 * Writes the copy.
	 *
	 * @param file a network
	 * @param copy where to
	 * @return the copy
	 */
	static Path write(final Path file, final Path copy) {
		final PositiveArchive positive = new PositiveArchive(file);
		positive.archive.write(copy, Map.of(), positive.replaced);
		return copy;
	}

	private void visit(final String name, final Object value) {
		if (value instanceof final ScriptObject object && seen.add(object)) object.attributes().forEach(this::visit);
		if (value instanceof final TensorReference tensor && tensor.dtype().equals("float32")) replace(name, tensor);
	}

	private void replace(final String name, final TensorReference tensor) {
		final ByteBuffer numbers = ByteBuffer.wrap(archive.bytes(tensor.storage())).order(ByteOrder.LITTLE_ENDIAN);
		for (int i = 0; i + 4 <= numbers.capacity(); i += 4) {
			final float positive = 0.1f * Math.abs(numbers.getFloat(i)) + 0.01f;
			numbers.putFloat(i, name.equals("running_mean") ? 0 : name.equals("running_var") ? 1 : positive);
		}
		replaced.put(tensor.storage(), numbers.array());
	}
}
