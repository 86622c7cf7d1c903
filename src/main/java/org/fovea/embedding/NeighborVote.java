package org.fovea.embedding;

/**
 * How well the nearest neighbours of a row tell its class: each row with a label is given the label that most of its neighbours have, itself
 * left out; of labels with equally many votes the one with the nearest neighbour. Neighbours without a label do not vote.
 *
 * @param accuracy the share of labelled rows that get their own label, NaN if there are none
 * @param rows the number of labelled rows
 * @param votes how many rows of each class (first index) are given each class (second index), in the order of the classes; rows whose neighbours
 *          all lack a label are in none, and count as wrong
 */
public record NeighborVote(double accuracy, int rows, int[][] votes) {

	/**
	 * Lets the neighbours vote.
	 *
	 * @param neighbors of each row among the others
	 * @param labels of the rows
	 * @return how well that went
	 */
	public static NeighborVote leaveOneOut(final Neighbors neighbors, final Labels labels) {
		if (neighbors.rows() != labels.size()) throw new IllegalArgumentException(labels.size() + " labels for " + neighbors.rows() + " rows.");
		final int classes = labels.classes().size();
		final int[][] votes = new int[classes][classes];
		int labelled = 0;
		int right = 0;
		for (int row = 0; row < neighbors.rows(); row++) {
			final int own = labels.number(row);
			if (own == Labels.NONE) continue;
			labelled++;
			final int given = winner(neighbors, labels, row);
			if (given != Labels.NONE) votes[own][given]++;
			if (given == own) right++;
		}
		return new NeighborVote((double) right / labelled, labelled, votes);
	}

	private static int winner(final Neighbors neighbors, final Labels labels, final int row) {
		final int[] counts = new int[labels.classes().size()];
		int most = 0;
		for (int rank = 0; rank < neighbors.k(); rank++) {
			final int voter = labels.number(neighbors.index(row, rank));
			if (voter != Labels.NONE) most = Math.max(most, ++counts[voter]);
		}
		for (int rank = 0; rank < neighbors.k(); rank++) {
			final int voter = labels.number(neighbors.index(row, rank));
			if (voter != Labels.NONE && counts[voter] == most) return voter;
		}
		return Labels.NONE;
	}
}
