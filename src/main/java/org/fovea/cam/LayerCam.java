package org.fovea.cam;

/**
 * Layer-CAM: ReLU(Σ_k relu(g_k) ⊙ A_k) (Jiang et al. 2021, "LayerCAM: Exploring hierarchical class activation maps for localization",
 * equations 6 and 7). Made for early layers as well, where one weight for a whole map is too coarse.
 */
public final class LayerCam extends GradientCam {

	/** @param layer whose maps are weighted, {@code [N, C, h, w]} */
	public LayerCam(final String layer) {
		super(layer, false);
	}

	@Override
	void add(final double[] sum, final Unit unit) {
		for (int p = 0; p < sum.length; p++) sum[p] += Math.max(0, unit.g(p)) * unit.a(p);
	}
}
