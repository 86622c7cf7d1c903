package org.fovea.torchscript;

import java.util.Set;

/** What the instrumenter knows of PyTorch's operators, by their name behind {@code torch.}. */
final class Operators {

	/** Operators whose single Tensor result is worth looking at. */
	private static final Set<String> TAPPED = Set.of("conv1d", "conv2d", "conv3d", "_convolution", "convolution", "conv_transpose1d",
		"conv_transpose2d", "conv_transpose3d", "linear", "addmm", "matmul", "bmm", "baddbmm", "mm", "relu", "relu_", "relu6", "relu6_", "leaky_relu",
		"leaky_relu_", "prelu", "rrelu", "elu", "elu_", "selu", "selu_", "celu", "celu_", "gelu", "gelu_", "silu", "silu_", "mish", "mish_", "hardswish",
		"hardswish_", "hardsigmoid", "hardsigmoid_", "hardtanh", "hardtanh_", "sigmoid", "sigmoid_", "tanh", "tanh_", "softplus", "softsign",
		"softmax", "log_softmax", "log_sigmoid", "threshold", "threshold_", "clamp_min", "max_pool1d", "max_pool2d", "max_pool3d", "avg_pool1d",
		"avg_pool2d", "avg_pool3d", "adaptive_avg_pool1d", "adaptive_avg_pool2d", "adaptive_avg_pool3d", "adaptive_max_pool2d", "mean",
		"batch_norm", "layer_norm", "group_norm", "instance_norm", "local_response_norm", "cat", "concat", "stack", "upsample_nearest1d",
		"upsample_nearest2d", "upsample_nearest3d", "upsample_bilinear2d", "upsample_bicubic2d", "upsample_linear1d", "upsample_trilinear3d",
		"pixel_shuffle", "pixel_unshuffle", "channel_shuffle", "scaled_dot_product_attention", "embedding", "grid_sampler", "einsum");

	/** Operators on numbers as well as on tensors, worth looking at where their result is a Tensor. */
	private static final Set<String> ARITHMETIC = Set.of("add", "add_", "sub", "sub_", "mul", "mul_", "div", "div_");

	private static final Set<String> NO_TENSOR = Set.of("size", "dim", "len", "numel", "item", "is_floating_point", "is_complex", "stride",
		"storage_offset", "get_device", "__is__", "__isnot__", "__contains__", "element_size", "sym_size", "sym_numel", "is_same_size", "max_pool2d_with_indices",
		"topk", "sort", "lstm", "gru", "svd", "qr", "var_mean", "std_mean", "unique", "_native_multi_head_attention", "native_batch_norm", "native_layer_norm",
		"_set_item", "warn", "format", "append");

	private static final Set<String> TENSOR_LISTS = Set.of("chunk", "split", "unbind", "split_with_sizes", "tensor_split", "unsafe_chunk",
		"unsafe_split", "meshgrid", "hsplit", "vsplit");

	private static final Set<String> ALSO_PAIRS = Set.of("max", "min", "median", "mode", "kthvalue", "cummax", "cummin");

	/** Rectifiers that the probe runs itself, so that gradients can pass them under a rule. */
	private static final Set<String> RECTIFIERS = Set.of("relu", "relu_", "relu6", "relu6_", "hardtanh", "hardtanh_", "clamp_min", "threshold");

	/** Activations in place that keep their result for the backward pass, which therefore nobody may change. */
	private static final Set<String> KEPT = Set.of("leaky_relu_", "elu_", "selu_", "celu_", "gelu_", "silu_", "mish_", "hardswish_",
		"hardsigmoid_", "sigmoid_", "tanh_", "threshold_", "rrelu_", "mul_", "div_");

	private Operators() {
	}

	/**
	 * Whether an operator in place keeps its result for the backward pass.
	 *
	 * @param name behind {@code torch.}
	 * @return whether it does
	 */
	static boolean keepsResult(final String name) {
		return KEPT.contains(name);
	}

	/**
	 * Whether an operator's result is worth looking at.
	 *
	 * @param name behind {@code torch.}
	 * @return whether it is
	 */
	static boolean isTapped(final String name) {
		return TAPPED.contains(name) || ARITHMETIC.contains(name);
	}

	/**
	 * Whether the probe must run an operator.
	 *
	 * @param name behind {@code torch.}
	 * @param arguments how many
	 * @return whether it is a rectifier in a form that the probe knows
	 */
	static boolean isRectifier(final String name, final int arguments) {
		final int expected = switch (name) {
			case "hardtanh", "hardtanh_", "threshold" -> 3;
			case "clamp_min" -> 2;
			default -> 1;
		};
		return RECTIFIERS.contains(name) && arguments == expected;
	}

	/**
	 * The type of an operator's result.
	 *
	 * @param name behind {@code torch.}
	 * @param arguments the types of its arguments
	 * @return the type, or {@link TypeNames#UNKNOWN}
	 */
	static String result(final String name, final java.util.List<String> arguments) {
		if (TAPPED.contains(name)) return TypeNames.TENSOR;
		if (NO_TENSOR.contains(name)) return TypeNames.UNKNOWN;
		final boolean tensorFirst = !arguments.isEmpty() && arguments.get(0).equals(TypeNames.TENSOR);
		if (TENSOR_LISTS.contains(name)) return "List[Tensor]";
		if (ALSO_PAIRS.contains(name) && arguments.size() > 1 && !arguments.get(1).equals(TypeNames.TENSOR)) return TypeNames.UNKNOWN;
		if (ARITHMETIC.contains(name)) return arguments.contains(TypeNames.TENSOR) ? TypeNames.TENSOR : TypeNames.UNKNOWN;
		return tensorFirst ? TypeNames.TENSOR : TypeNames.UNKNOWN;
	}
}
