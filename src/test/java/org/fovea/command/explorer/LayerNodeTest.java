package org.fovea.command.explorer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

import org.fovea.golden.Golden;
import org.fovea.network.Layer;
import org.fovea.network.Network;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Layers as a tree of modules. */
class LayerNodeTest {

	@Test
	void modulesHoldModulesAndOperators() {
		final LayerNode root = LayerNode.tree(layers("block.conv/conv2d_1", "block.conv", "block/add_1", "block", "block#2", "fc"), "");
		assertEquals("[block[conv[conv2d_1], add_1], block#2, fc]", text(root));
		assertEquals("block.conv/conv2d_1", root.children().get(0).children().get(0).children().get(0).layer().orElseThrow().name());
		assertTrue(root.children().get(0).hasGrandchildren());
		assertFalse(root.children().get(1).hasGrandchildren());
	}

	@Test
	void aGroupThatIsNoLayerStaysAGroup() {
		final LayerNode group = LayerNode.tree(layers("features.0", "features.1"), "").children().get(0);
		assertEquals("features", group.name());
		assertEquals(Optional.empty(), group.layer());
	}

	@Test
	void aModuleAndAnOperatorOfOneNameAreTwo() {
		assertEquals("[add, add]", text(LayerNode.tree(layers("add", "/add"), "")));
	}

	@Test
	void aFilterKeepsTheWayToWhatItFinds() {
		assertEquals("[block[conv]]", text(LayerNode.tree(layers("block.conv", "block", "fc"), " CONV ")));
		assertEquals("[]", text(LayerNode.tree(layers("block.conv"), "pool")));
	}

	@Test
	void treesOfTheSameNamesAreAlike() {
		final LayerNode tree = LayerNode.tree(layers("a.b", "a"), "");
		assertTrue(tree.hasTreeOf(LayerNode.tree(layers("a.b", "a"), "")));
		assertFalse(tree.hasTreeOf(LayerNode.tree(layers("a.b", "a", "c"), "")));
		assertFalse(tree.hasTreeOf(LayerNode.tree(layers("a.c", "a"), "")));
	}

	@ParameterizedTest
	@ValueSource(strings = { "gap", "residual", "densenet", "loop", "repeated", "vit" })
	void holdsEveryLayerOfANetworkOnce(final String name) {
		final Golden golden = Golden.of(name);
		try (Network network = Network.open(golden.archive(golden.forms().get(0)))) {
			final List<Layer> layers = network.layers(golden.inputs());
			final List<Layer> found = new ArrayList<>();
			collect(LayerNode.tree(layers, ""), found);
			assertEquals(layers.size(), found.size());
			assertTrue(found.containsAll(layers));
		}
	}

	private static void collect(final LayerNode node, final List<Layer> found) {
		node.layer().ifPresent(found::add);
		node.children().forEach(child -> collect(child, found));
	}

	private static List<Layer> layers(final String... names) {
		return Arrays.stream(names).map(name -> new Layer(name, "Op", !name.contains("/"), new int[] { 1, 2, 3, 3 }, 0, Optional.empty(), Optional
			.empty())).toList();
	}

	private static String text(final LayerNode node) {
		return node.name() + (node.children().isEmpty() && !node.name().isEmpty() ? "" : node.children().stream().map(LayerNodeTest::text).toList());
	}
}
