package org.fovea.embedding;

/**
 * How well the nearest neighbours of a row tell its class: each row with a label is given the label that most of its neighbours have, itself
 * left out; of labels with equally many votes the one with the nearest neighbour. Neighbours without a label do not vote.
 *
 * @param accuracy the share of labelled rows that get their own label, NaN if there are none
 * @param rows the number of labelled rows
 * @param votes how many rows of each class (first index) are given each class (second index), in the order of the classes
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
		throw new UnsupportedOperationException();
	}
}
