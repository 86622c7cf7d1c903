package org.fovea.command.embedding;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;

import org.junit.jupiter.api.Test;

class NeighborPlotCommandTest {

	@Test
	void plotsOfApproximateNeighboursSayHowManyAreTrue() {
		assertEquals(List.of("perplexity 30"), NeighborPlotCommand.notes("perplexity 30", 1));
		assertEquals(List.of("perplexity 30", "from 98.7 % of the true neighbours"), NeighborPlotCommand.notes("perplexity 30", 0.9874));
	}
}
