package org.fovea.embedding;

import java.util.Optional;

/**
 * The eigenvectors of S_t w = (1 + λ) S_w w where both are a diagonal matrix and a few products of rows, S_w = Δ^(1/2) (1 + Vᵀ V) Δ^(1/2). With the
 * Cholesky factor C of 1 + V Vᵀ, which is as large as there are rows, T = 1 − Vᵀ C⁻ᵀ (1 + C)⁻¹ V has T Tᵀ = (1 + Vᵀ V)⁻¹, so that
 * the wanted ones are w = Δ^(−1/2) T y with the eigenvectors y of Tᵀ Δ^(−1/2) S_t Δ^(−1/2) T − 1. Nothing is as large as columns × columns.
 */
final class WideDiscriminants implements Lanczos.Operator {

	private final ScaledRows within;
	private final ScaledRows total;
	private final double[] ratio;
	private final Triangle factor;
	private final Triangle shifted;
	private final Stage stage;

	private WideDiscriminants(final ScaledRows within, final ScaledRows total, final double[] ratio, final Triangle factor, final Stage stage) {
		this.within = within;
		this.total = total;
		this.ratio = ratio;
		this.factor = factor;
		shifted = factor.plusIdentity();
		this.stage = stage;
	}

	/**
	 * Prepares the operator.
	 *
	 * @param within V
	 * @param total what S_t is beside its diagonal, with the same column factors Δ^(−1/2)
	 * @param diagonal of S_t
	 * @return the operator, empty where rounding spoils the factor
	 */
	static Optional<WideDiscriminants> of(final ScaledRows within, final ScaledRows total, final double[] diagonal, final Stage stage) {
		final double[][] products = CrossProduct.of(within.columns(), stage);
		for (int i = 0; i < products.length; i++) products[i][i] += 1;
		final double[] ratio = new double[diagonal.length];
		for (int i = 0; i < ratio.length; i++) ratio[i] = diagonal[i] * within.columnFactors()[i] * within.columnFactors()[i];
		return Triangle.of(products, stage).map(factor -> new WideDiscriminants(within, total, ratio, factor, stage));
	}

	@Override
	public int size() {
		return ratio.length;
	}

	@Override
	public void apply(final double[] x, final double[] y) {
		final double[] turned = turn(x);
		final double[] product = total.sum(total.times(turned, stage.progress()), stage.progress());
		for (int i = 0; i < product.length; i++) product[i] += ratio[i] * turned[i];
		final double[] inner = shifted.solveTransposed(factor.solve(within.times(product, stage.progress())));
		final double[] back = within.sum(inner, stage.progress());
		for (int i = 0; i < y.length; i++) y[i] = product[i] - back[i] - x[i];
	}

	/** T x. */
	private double[] turn(final double[] x) {
		final double[] turned = within.sum(factor.solveTransposed(shifted.solve(within.times(x, stage.progress()))), stage.progress());
		for (int i = 0; i < turned.length; i++) turned[i] = x[i] - turned[i];
		return turned;
	}

	/** w of y. */
	double[] weights(final double[] vector) {
		final double[] weights = turn(vector);
		for (int i = 0; i < weights.length; i++) weights[i] *= within.columnFactors()[i];
		return weights;
	}
}
