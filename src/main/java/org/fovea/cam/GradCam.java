package org.fovea.cam;

/**
 * Grad-CAM: ReLU(Σ_k w_k A_k) with w_k = mean(g_k), A the layer's activation and g = ∂S/∂A (Selvaraju et al. 2017, "Grad-CAM: Visual
 * explanations from deep networks via gradient-based localization", equations 1 and 2). Never negative.
 */
public final class GradCam extends WeightedCam {

	/** @param layer whose maps are weighted, {@code [N, C, h, w]} */
	public GradCam(final String layer) {
		super(layer);
	}

	@Override
	double weight(final Unit unit) {
		double sum = 0;
		for (int p = 0; p < unit.positions(); p++) sum += unit.g(p);
		return sum / unit.positions();
	}
}
