package org.fovea.command.explorer;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

import org.fovea.network.Layer;

/**
 * A part of a network in the tree of its modules; operators stand below the module that calls them.
 *
 * @param name the last part of its path
 * @param layer that can be looked at here; empty for modules that only group others
 * @param children in order of execution
 */
record LayerNode(String name, Optional<Layer> layer, List<LayerNode> children) {

	/** Copies the children. */
	LayerNode {
		children = List.copyOf(children);
	}

	/**
	 * Groups layers by their paths.
	 *
	 * @param layers in order of execution
	 * @param filter every layer below the root has it in its name or operator, in any case; empty for all
	 * @return the root, which is no layer itself
	 */
	static LayerNode tree(final List<Layer> layers, final String filter) {
		final String wanted = filter.strip().toLowerCase(Locale.ROOT);
		final Branch root = new Branch();
		for (final Layer layer : layers) {
			if ((layer.name() + " " + layer.operator()).toLowerCase(Locale.ROOT).contains(wanted)) root.add(layer);
		}
		return root.node("");
	}

	/** @return whether any child has children itself */
	boolean hasGrandchildren() {
		return children.stream().anyMatch(child -> !child.children.isEmpty());
	}

	/**
	 * Compares names.
	 *
	 * @param other node
	 * @return whether both trees look the same but for what is said of the layers
	 */
	boolean hasTreeOf(final LayerNode other) {
		if (!name.equals(other.name) || children.size() != other.children.size()) return false;
		return IntStream.range(0, children.size()).allMatch(i -> children.get(i).hasTreeOf(other.children.get(i)));
	}

	@Override
	public String toString() {
		return name;
	}

	/** A node while its children come in. */
	private static final class Branch {

		private final Map<String, Branch> children = new LinkedHashMap<>();
		private Optional<Layer> layer = Optional.empty();

		private void add(final Layer added) {
			final int slash = added.name().indexOf('/');
			final String path = slash < 0 ? added.name() : added.name().substring(0, slash);
			Branch branch = this;
			for (final String part : path.split("\\.")) {
				if (!part.isEmpty()) branch = branch.children.computeIfAbsent(part, name -> new Branch());
			}
			if (slash >= 0) branch = branch.children.computeIfAbsent(added.name().substring(slash), name -> new Branch());
			branch.layer = Optional.of(added);
		}

		private LayerNode node(final String name) {
			final List<LayerNode> nodes = children.entrySet().stream().map(entry -> entry.getValue().node(entry.getKey())).toList();
			return new LayerNode(name.startsWith("/") ? name.substring(1) : name, layer, nodes);
		}
	}
}
