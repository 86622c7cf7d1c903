"""Writes the list of operators that the code of an archive may call, from PyTorch's own list of schemas.

    python3 src/test/python/operators.py src/main/resources/org/fovea/torchscript/operators.txt

Each line is a standing and a name:
  allowed    pure mathematics, shapes, random numbers, strings, lists, dictionaries, exceptions, printing
  internal   what PyTorch's compiler and optimiser put in, backward kernels, other devices and kernels that do not check their
             arguments: exports do not call them, and some of them read or write outside their tensors when called badly
  dangerous  touches files, the network, other processes or Python

Run against torch 2.13.0, whose list contains every aten and prim operator of libtorch 2.7.1, the one that Fovea runs on (found by
searching libtorch_cpu.so for schemas). The list must never be older than the engine: names in these two namespaces that are not on
it are left to the engine, which does not know them either.
"""
import re
import sys

import torch

DANGEROUS = re.compile(r"aten::(save|load|.*file.*)|prim::(rpc_.*|PythonOp|IgnoredPythonOp)")

# Public names that no export of a network calls, or that do not check what they are given.
INTERNAL = re.compile(r"""aten::(
    .*_backward | .*_backward_.* | fbgemm_.* | cudnn_.* | miopen_.* | mkldnn_.* | mps_.* | quantized_.* | quantize_.* | empty_quantized
    | fused_moving_avg_obs_fake_quant | set_ | set_data | record_stream | sparse_resize.* | resize_as_sparse.* | empty_permuted
    | copy_sparse_to_sparse.* | glu_jvp | glu_backward_jvp | hspmm | sspaddmm | sym_constrain_range.* | hash_tensor
    | to_here | local_value | owner | owner_name | is_owner | confirmed_by_owner | get_gradients
    | .*_unsafe | slice_inverse | to_mkldnn | nested_to_padded_tensor | segment_reduce
    )""", re.X)

# Private names that scripted and traced networks do call, because nn.functional or the tracer does.
EXPORTED = """
__and__ __contains__ __derive_index __getitem__ __iand__ __ilshift__ __interpolate __ior__ __irshift__ __is__ __isnot__ __ixor__
__lshift__ __not__ __or__ __range_length __round_to_zero_floordiv __rshift__ __upsample __upsample_bilinear __upsample_nearest __xor__
_adaptive_avg_pool2d _adaptive_avg_pool3d _addmm_activation _aminmax _assert_async _assert_scalar _assert_tensor_metadata
_autocast_to_full_precision _autocast_to_reduced_precision _batch_norm_impl_index _cast_Byte _cast_Char _cast_Double _cast_Float
_cast_Half _cast_Int _cast_Long _cast_Short _cdist_forward _conj _conj_physical _convolution _convolution_mode _dim_arange
_euclidean_dist _fft_c2c _fft_c2r _fft_r2c _get_tracing_state _grad_sum_to_size _infer_size _is_all_true _is_any_true _linalg_det
_linalg_eigh _linalg_eigvals _linalg_slogdet _linalg_solve_ex _linalg_svd _list_to_tensor _local_scalar_dense _log_softmax
_logcumsumexp _lu_with_info _masked_scale _masked_softmax _native_batch_norm_legit _native_batch_norm_legit_functional
_native_batch_norm_legit_no_training _native_multi_head_attention _ncf_unsqueeze _ncf_view _neg_view _nested_tensor_from_mask
_nested_tensor_from_mask_left_aligned _no_grad_embedding_renorm_ _no_grad_fill_ _no_grad_normal_ _no_grad_uniform_ _no_grad_zero_
_pack_padded_sequence _pad_circular _pad_enum _pad_packed_sequence _pdist_forward _pin_memory _prelu_kernel _print _reshape_alias
_reshape_from_tensor _safe_softmax _sample_dirichlet _scaled_dot_product_attention_math _scaled_dot_product_flash_attention_for_cpu _set_item
_shape_as_tensor _size_if_not_equal _softmax _stack _standard_gamma _tensor_to_list _thnn_fused_gru_cell _thnn_fused_lstm_cell
_to_copy _transform_bias_rescale_qkv _transformer_encoder_layer_fwd _trilinear _unique _unique2 _unsafe_view _unwrap_optional
_upsample_bicubic2d_aa _upsample_bilinear2d_aa _upsample_lanczos2d_aa _upsample_nearest_exact1d _upsample_nearest_exact2d _upsample_nearest_exact3d
_weight_norm _weight_norm_interface
""".split()

PRIM = """
EnumName EnumValue IfThenElse ModuleContainerIndex NumToTensor Print RaiseException StringIndex TupleIndex TupleUnpack Uninitialized
abs awaitable_nowait awaitable_wait data device dtype grad index is_cpu is_cuda is_ipu is_maia is_meta is_mkldnn is_mps is_mtia
is_nested is_quantized is_sparse is_sparse_csr is_vulkan is_xla is_xpu itemsize layout max min name nbytes rangelist requires_grad
shape tolist type unchecked_cast unchecked_unwrap_optional
""".split()


def standing(name):
    if DANGEROUS.fullmatch(name):
        return "dangerous"
    namespace, short = name.split("::")
    if namespace == "prim":
        return "allowed" if short in PRIM else "internal"
    if short in EXPORTED:
        return "allowed"
    return "internal" if short.startswith("_") or INTERNAL.fullmatch(name) else "allowed"


def main(target):
    names = {schema.name for schema in torch._C._jit_get_all_schemas()}
    names |= {"aten::" + name for name in EXPORTED} | {"prim::" + name for name in PRIM}
    names |= {"prim::rpc_sync", "prim::rpc_async", "prim::rpc_remote"}
    with open(target, "w", newline="\n") as out:
        out.write(f"# Written by src/test/python/operators.py from torch {torch.__version__.split('+')[0]}; not to be edited.\n")
        for name in sorted(names):
            if name.split("::")[0] in ("aten", "prim"):
                out.write(f"{standing(name)} {name}\n")


if __name__ == "__main__":
    main(sys.argv[1])
