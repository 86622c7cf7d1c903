package org.fovea.cam;

/**
 * Grad-CAM++: ReLU(Σ_k w_k A_k) with w_k = Σ_p α_kp·relu(g_kp) and α_kp = g²/(2g² + Σ_q A_kq·g³) (Chattopadhay et al. 2018, "Grad-CAM++:
 * Generalized gradient-based visual explanations for deep convolutional networks", equations 5 and 19, for a score exp(S), whose factor
 * exp(S) every weight shares and which is left out). Only a denominator of zero is guarded: a constant in every denominator would
 * weigh units with small gradients as the constant wants. The map is not that of λS: α = 1/(2 + Σ A g) depends on the size of the gradients.
 */
public final class GradCamPlusPlus extends WeightedCam {

	/** @param layer whose maps are weighted, {@code [N, C, h, w]} */
	public GradCamPlusPlus(final String layer) {
		super(layer);
	}

	@Override
	double weight(final Unit unit) {
		double total = 0;
		for (int p = 0; p < unit.positions(); p++) total += unit.a(p);
		double w = 0;
		for (int p = 0; p < unit.positions(); p++) w += alpha(unit.g(p), total) * Math.max(0, unit.g(p));
		return w;
	}

	private static double alpha(final double g, final double total) {
		final double denominator = 2 * g * g + total * g * g * g;
		return denominator == 0 ? 0 : g * g / denominator;
	}
}
