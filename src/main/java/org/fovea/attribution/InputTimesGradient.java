package org.fovea.attribution;

import java.util.Optional;

import org.fovea.Progress;
import org.fovea.network.Passes;
import org.fovea.network.Rule;
import org.fovea.network.Target;
import org.fovea.network.Tensor;

/**
 * x ⊙ ∂S/∂x (Shrikumar et al. 2016, "Not just a black box", section 3.2). The residual is S − Σ x·∂S/∂x, which is zero for networks of
 * ReLUs without biases.
 */
public final class InputTimesGradient implements InputAttribution {

	@Override
	public Shares attribute(final Passes passes, final Target target, final Progress progress) {
		final Shares gradient = new Gradient(Rule.PLAIN).attribute(passes, target, progress);
		final Tensor input = passes.input();
		final float[] values = gradient.values().data().clone();
		final double[] residual = gradient.trace().values().clone();
		final int length = values.length / residual.length;
		for (int i = 0; i < values.length; i++) {
			values[i] *= input.data()[i];
			residual[i / length] -= values[i];
		}
		return new Shares(Tensor.of(values, input.shape()), gradient.trace(), Optional.of(new Sum(residual, gradient.trace().values(), 0, 0)));
	}
}
