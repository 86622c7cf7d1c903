package org.fovea.embedding;

/** Where points lie before they are moved. */
final class Start {

	private Start() {
	}

	/** The first principal components, scaled so that the first has a given standard deviation; zeros where there are no more. */
	static Matrix principal(final Matrix data, final int dimensions, final double deviation, final Stage stage) {
		final Pca.Result pca = new Pca(dimensions).fit(data, stage.whole());
		final double factor = deviation / Math.sqrt(pca.variances()[0]);
		final Matrix start = new Matrix(data.rows(), dimensions);
		for (int row = 0; row < data.rows(); row++) {
			for (int axis = 0; axis < pca.scores().columns(); axis++) start.set(row, axis, (float) (factor * pca.scores().get(row, axis)));
		}
		return start;
	}
}
