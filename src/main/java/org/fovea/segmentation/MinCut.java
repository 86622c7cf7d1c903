package org.fovea.segmentation;

import java.util.BitSet;

import org.jgrapht.alg.flow.BoykovKolmogorovMFImpl;
import org.jgrapht.graph.DefaultWeightedEdge;
import org.jgrapht.graph.SimpleDirectedWeightedGraph;

/**
 * The minimal cut of a graph between source and sink, by the maximum flow of Boykov &amp; Kolmogorov (2004) as JGraphT computes it. It cannot
 * be stopped, so graphs are kept to some thousand nodes.
 */
final class MinCut {

	private final int nodes;
	private final SimpleDirectedWeightedGraph<Integer, DefaultWeightedEdge> graph = new SimpleDirectedWeightedGraph<>(DefaultWeightedEdge.class);
	/** By node: what a cut costs that leaves it with the sink, less what it costs that leaves it with the source. */
	private final double[] pull;
	private double base;

	/** @param nodes how many, without source and sink */
	MinCut(final int nodes) {
		this.nodes = nodes;
		pull = new double[nodes];
		for (int i = 0; i < nodes + 2; i++) graph.addVertex(i);
	}

	/**
	 * Ties a node to both ends.
	 *
	 * @param i the node
	 * @param source what it costs to cut it from the source
	 * @param sink what it costs to cut it from the sink
	 */
	void tie(final int i, final double source, final double sink) {
		pull[i] += source - sink;
		base += sink;
	}

	/**
	 * Ties two nodes to each other.
	 *
	 * @param i a node
	 * @param j another one, not tied to it yet
	 * @param cost of cutting them apart, 0 or more
	 */
	void join(final int i, final int j, final double cost) {
		if (cost <= 0) return;
		graph.setEdgeWeight(graph.addEdge(i, j), cost);
		graph.setEdgeWeight(graph.addEdge(j, i), cost);
	}

	/** @return the nodes on the source's side of a minimal cut, and what the cut costs */
	Cut solve() {
		double constant = base;
		for (int i = 0; i < nodes; i++) {
			if (pull[i] > 0) graph.setEdgeWeight(graph.addEdge(nodes, i), pull[i]);
			if (pull[i] < 0) {
				graph.setEdgeWeight(graph.addEdge(i, nodes + 1), -pull[i]);
				constant += pull[i];
			}
		}
		final BoykovKolmogorovMFImpl<Integer, DefaultWeightedEdge> flow = new BoykovKolmogorovMFImpl<>(graph);
		final double cost = flow.calculateMinCut(nodes, nodes + 1);
		final BitSet source = new BitSet();
		flow.getSourcePartition().stream().filter(i -> i < nodes).forEach(source::set);
		return new Cut(source, cost + constant);
	}

	/**
	 * A cut.
	 *
	 * @param source the nodes that stay with the source
	 * @param cost of everything that is cut
	 */
	record Cut(BitSet source, double cost) {}
}
