package org.fovea.segmentation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.BitSet;
import java.util.Random;

import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;

class MinCutTest {

	/** The flow's value is the cost of the cut that it names, and no other of all 2ⁿ cuts costs less. */
	@RepeatedTest(60)
	void maximumFlowIsMinimumCut(final RepetitionInfo repetition) {
		final Random random = new Random(repetition.getCurrentRepetition());
		final int nodes = 1 + random.nextInt(10);
		final double[] source = random.doubles(nodes, 0, 3).map(v -> v < 0.7 ? 0 : v).toArray();
		final double[] sink = random.doubles(nodes, -1, 3).toArray();
		final double[][] join = new double[nodes][nodes];
		final MinCut graph = new MinCut(nodes);
		for (int i = 0; i < nodes; i++) {
			graph.tie(i, source[i] / 2, sink[i]);
			graph.tie(i, source[i] / 2, 0);
			for (int j = i + 1; j < nodes; j++) {
				join[i][j] = random.nextInt(3) == 0 ? 0 : 2 * random.nextDouble();
				graph.join(i, j, join[i][j]);
			}
		}
		final MinCut.Cut cut = graph.solve();
		double least = Double.POSITIVE_INFINITY;
		for (long bits = 0; bits < 1L << nodes; bits++) {
			least = Math.min(least, cost(BitSet.valueOf(new long[] { bits }), source, sink, join));
		}
		assertEquals(least, cut.cost(), 1e-9);
		assertEquals(least, cost(cut.source(), source, sink, join), 1e-9);
	}

	private static double cost(final BitSet withSource, final double[] source, final double[] sink, final double[][] join) {
		double cost = 0;
		for (int i = 0; i < source.length; i++) {
			cost += withSource.get(i) ? sink[i] : source[i];
			for (int j = i + 1; j < source.length; j++) {
				if (withSource.get(i) != withSource.get(j)) cost += join[i][j];
			}
		}
		return cost;
	}

	@Test
	void withoutTiesNothingIsCut() {
		final MinCut graph = new MinCut(3);
		graph.join(0, 1, 5);
		final MinCut.Cut cut = graph.solve();
		assertEquals(0, cut.cost());
		assertTrue(cut.source().isEmpty());
	}
}
