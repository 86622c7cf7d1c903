package org.fovea.torchscript;

import java.util.Optional;
import java.util.Set;

/** Operators that work element by element. */
final class Pointwise {

	private static final Set<String> OF_ONE = Set.of("relu", "relu6", "leaky_relu", "rrelu", "elu", "selu", "celu", "gelu", "silu", "mish", "hardswish",
		"hardsigmoid", "hardtanh", "sigmoid", "tanh", "softplus", "softsign", "log_sigmoid", "threshold", "clamp", "clamp_min", "clamp_max", "hardshrink",
		"softshrink", "tanhshrink", "exp", "expm1", "log", "log1p", "log2", "log10", "sqrt", "rsqrt", "square", "reciprocal", "abs", "neg", "sign", "sgn",
		"floor", "ceil", "round", "trunc", "frac", "sin", "cos", "tan", "atan", "erf", "erfc", "isnan", "isinf", "logical_not", "bitwise_not", "clone",
		"nan_to_num", "zero", "fill", "bernoulli", "normal", "uniform", "positive", "bool", "long", "int", "prelu", "_cast_Float", "logit",
		"deg2rad", "exponential", "clip");

	private static final Set<String> OF_SEVERAL = Set.of("add", "sub", "mul", "div", "true_divide", "floor_divide", "remainder", "fmod", "rsub", "pow",
		"atan2", "maximum", "minimum", "fmax", "fmin", "eq", "ne", "lt", "le", "gt", "ge", "logical_and", "logical_or", "logical_xor", "bitwise_and",
		"bitwise_or", "__and__", "__or__", "addcmul", "addcdiv", "lerp", "where", "subtract", "multiply", "divide", "masked_fill", "copy", "hypot", "xlogy");

	private Pointwise() {
	}

	/**
	 * Applies an operator.
	 *
	 * @param name behind {@code torch.}
	 * @param a its arguments
	 * @return its result; empty if it is none of these
	 * @throws UnfollowedException if its arguments are not understood
	 */
	static Optional<Object> apply(final String name, final Arguments a) {
		if (OF_SEVERAL.contains(name)) return Optional.of(TensorValue.of(joined(a)));
		return OF_ONE.contains(name) ? Optional.of(TensorValue.of(a.footprint(0))) : Optional.empty();
	}

	private static Footprint joined(final Arguments a) {
		Footprint union = null;
		for (final Object argument : a.positional()) {
			if (argument == Unknown.VALUE) throw new UnfollowedException("an operand");
			if (argument instanceof final TensorValue tensor) union = union == null ? tensor.footprint() : union.join(tensor.footprint());
		}
		if (union == null) throw new UnfollowedException("no operand");
		return union;
	}
}
