package org.fovea.cam;

/**
 * Grad-CAM: ReLU(Σ_k w_k A_k) with w_k = mean(g_k), A the layer's activation and g = ∂S/∂A (Selvaraju et al. 2017, "Grad-CAM: Visual
 * explanations from deep networks via gradient-based localization", equations 1 and 2). Never negative.
 */
public final class GradCam extends GradientCam {

	/** @param layer whose maps are weighted, {@code [N, C, h, w]} */
	public GradCam(final String layer) {
		super(layer, false);
	}

	@Override
	void add(final double[] sum, final Unit unit) {
		double w = 0;
		for (int p = 0; p < sum.length; p++) w += unit.g(p);
		w /= sum.length;
		for (int p = 0; p < sum.length; p++) sum[p] += w * unit.a(p);
	}
}
