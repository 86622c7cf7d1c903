package org.fovea.cam;

/**
 * HiRes-CAM: Σ_k g_k ⊙ A_k (Draelos &amp; Carin 2020, "Use HiResCAM instead of Grad-CAM for faithful explanations of convolutional neural
 * networks", equation 3). Signed: where the network ends in global pooling and one linear layer, the values sum up to S less its bias.
 */
public final class HiResCam extends GradientCam {

	/** @param layer whose maps are weighted, {@code [N, C, h, w]} */
	public HiResCam(final String layer) {
		super(layer, true);
	}

	@Override
	void add(final double[] sum, final Unit unit) {
		for (int p = 0; p < sum.length; p++) sum[p] += unit.g(p) * unit.a(p);
	}
}
