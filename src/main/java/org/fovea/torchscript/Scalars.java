package org.fovea.torchscript;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/** Operators on numbers, truth values and strings, and those that ask a tensor for a number. */
final class Scalars {

	/** How torch numbers its types. */
	private static final Long INT = 3L;
	private static final Long LONG = 4L;
	private static final Long SINGLE = 6L;
	private static final Long DOUBLE = 7L;

	private Scalars() {
	}

	/**
	 * Applies an operator.
	 *
	 * @param name without its prefix
	 * @param a its arguments
	 * @return its result; empty if it is none of these
	 */
	static Optional<Object> apply(final String name, final Arguments a) {
		final Object x = a.get(0);
		final Object y = a.get(1);
		if (x instanceof final TensorValue tensor) return ofTensor(name, tensor, a);
		if (name.equals("__is__") || name.equals("__isnot__")) return identity(x, y).map(is -> is == name.equals("__is__"));
		if (name.equals("to") && x instanceof final Number p) return Optional.of(converted(p, a));
		if (x instanceof final Boolean p && y instanceof final Boolean q) return Optional.ofNullable(ofTruths(name, p, q));
		if (x instanceof Boolean || y instanceof Boolean) {
			if (name.equals("__and__") && (x.equals(false) || Boolean.FALSE.equals(y))) return Optional.of(false);
			if (name.equals("__or__") && (x.equals(true) || Boolean.TRUE.equals(y))) return Optional.of(true);
		}
		if (x instanceof final Boolean p && (name.equals("__not__") || name.equals("Bool") || name.equals("bool"))) {
			return Optional.of(name.equals("__not__") ? !p : p);
		}
		if (x instanceof final Number p && a.count() == 1) return Optional.ofNullable(ofNumber(name, p));
		if (x instanceof final Number p && y instanceof final Number q) return Optional.ofNullable(ofNumbers(name, p, q, a));
		if (x instanceof final String p) return Optional.ofNullable(ofString(name, p, a));
		return Optional.empty();
	}

	/**
	 * Divides and rounds up.
	 *
	 * @param x dividend
	 * @param y divisor
	 * @return ⌈x/y⌉
	 */
	static long ceilDiv(final long x, final long y) {
		return -Math.floorDiv(-x, y);
	}

	private static Optional<Object> ofTensor(final String name, final TensorValue tensor, final Arguments a) {
		final Footprint f = tensor.footprint();
		if (name.equals("__is__") || name.equals("__isnot__")) return identity(tensor, a.get(1)).map(is -> is == name.equals("__is__"));
		return Optional.ofNullable(switch (name) {
			case "size" -> a.count() == 1 ? new ListValue(boxed(f.sizes()), 0) : (Object) f.size(f.axis(a.whole(1)));
			case "dim" -> (long) f.rank();
			case "numel" -> f.elements();
			case "len" -> f.size(0);
			case "is_nested", "is_sparse", "is_quantized" -> false;
			default -> null;
		});
	}

	private static List<Long> boxed(final long[] numbers) {
		final List<Long> boxed = new ArrayList<>();
		for (final long number : numbers) boxed.add(number);
		return boxed;
	}

	private static Optional<Boolean> identity(final Object x, final Object y) {
		if (x instanceof Unknown || y instanceof Unknown) return Optional.empty();
		if (x == null || y == null) return Optional.of(x == y);
		return Optional.of(x instanceof Number || x instanceof Boolean || x instanceof String ? x.equals(y) : x == y);
	}

	private static Object ofTruths(final String name, final boolean p, final boolean q) {
		return switch (name) {
			case "__and__" -> p && q;
			case "__or__" -> p || q;
			case "__xor__", "ne" -> p != q;
			case "eq" -> p == q;
			default -> null;
		};
	}

	/** A number in another type; tracing computes sizes in single precision, whose rounding can make a pixel's difference. */
	private static Number converted(final Number x, final Arguments a) {
		final Object type = Stream.of(a.keywords().get("dtype"), a.get(1), a.get(2)).filter(Long.class::isInstance).findFirst().orElse(-1L);
		if (type.equals(SINGLE)) return (double) x.floatValue();
		if (type.equals(DOUBLE)) return x.doubleValue();
		return type.equals(LONG) || type.equals(INT) ? (Number) x.longValue() : x;
	}

	private static Object ofNumber(final String name, final Number p) {
		final boolean isWhole = p instanceof Long;
		return switch (name) {
			case "NumToTensor", "ImplicitTensorToNum", "ScalarImplicit", "IntImplicit", "FloatImplicit", "tensor", "as_tensor", "scalar_tensor", "item",
					"detach", "clone", "contiguous", "alias", "lift_fresh", "lift_fresh_copy", "cpu" -> p;
			case "Int", "int" -> p.longValue();
			case "Float", "float" -> p.doubleValue();
			case "Bool", "bool" -> p.doubleValue() != 0;
			case "str" -> p.toString();
			case "neg" -> isWhole ? (Object) (-p.longValue()) : (Object) (-p.doubleValue());
			case "abs" -> isWhole ? (Object) Math.abs(p.longValue()) : (Object) Math.abs(p.doubleValue());
			case "floor" -> (long) Math.floor(p.doubleValue());
			case "ceil" -> (long) Math.ceil(p.doubleValue());
			case "round" -> isWhole ? (Object) p : (Object) Math.rint(p.doubleValue());
			case "trunc" -> isWhole ? (Object) p : (Object) (double) p.longValue();
			case "reciprocal" -> 1 / p.doubleValue();
			case "sqrt" -> Math.sqrt(p.doubleValue());
			case "log" -> Math.log(p.doubleValue());
			case "exp" -> Math.exp(p.doubleValue());
			case "dim" -> 0L;
			default -> null;
		};
	}

	private static Object ofNumbers(final String name, final Number p, final Number q, final Arguments a) {
		final double x = p.doubleValue();
		final double y = q.doubleValue();
		final Object compared = switch (name) {
			case "eq" -> x == y;
			case "ne" -> x != y;
			case "lt" -> x < y;
			case "le" -> x <= y;
			case "gt" -> x > y;
			case "ge" -> x >= y;
			case "div", "true_divide" -> divided(x / y, a.keywords().get("rounding_mode"));
			case "pow" -> p instanceof Long && q instanceof Long && y >= 0 ? (Object) (long) Math.pow(x, y) : (Object) Math.pow(x, y);
			default -> null;
		};
		if (compared != null) return compared;
		return p instanceof Long && q instanceof Long ? ofWholes(name, p.longValue(), q.longValue(), a) : ofReals(name, x, y);
	}

	private static Object divided(final double quotient, final Object rounding) {
		if (rounding == null) return quotient;
		return (long) (rounding.equals("floor") ? Math.floor(quotient) : quotient);
	}

	private static Object ofWholes(final String name, final long p, final long q, final Arguments a) {
		return switch (name) {
			case "add" -> p + q * (a.has(2) ? a.whole(2) : 1);
			case "sub" -> p - q * (a.has(2) ? a.whole(2) : 1);
			case "rsub" -> q - p;
			case "mul" -> p * q;
			case "floordiv", "floor_divide" -> Math.floorDiv(p, q);
			case "remainder", "mod" -> Math.floorMod(p, q);
			case "max", "maximum", "clamp_min" -> Math.max(p, q);
			case "min", "minimum", "clamp_max" -> Math.min(p, q);
			case "__derive_index" -> q + p * a.whole(2);
			case "__range_length" -> Math.max(0, ceilDiv(q - p, a.whole(2)));
			default -> null;
		};
	}

	private static Object ofReals(final String name, final double x, final double y) {
		return switch (name) {
			case "add" -> x + y;
			case "sub" -> x - y;
			case "rsub" -> y - x;
			case "mul" -> x * y;
			case "floordiv", "floor_divide" -> Math.floor(x / y);
			case "max", "maximum", "clamp_min" -> Math.max(x, y);
			case "min", "minimum", "clamp_max" -> Math.min(x, y);
			default -> null;
		};
	}

	private static Object ofString(final String name, final String p, final Arguments a) {
		return switch (name) {
			case "eq" -> a.get(1) instanceof Unknown ? null : (Object) Objects.equals(p, a.get(1));
			case "ne" -> a.get(1) instanceof Unknown ? null : (Object) !Objects.equals(p, a.get(1));
			case "add" -> a.get(1) instanceof final String q ? p + q : null;
			case "startswith" -> a.get(1) instanceof final String q ? (Object) p.startsWith(q) : null;
			case "endswith" -> a.get(1) instanceof final String q ? (Object) p.endsWith(q) : null;
			case "len" -> (long) p.length();
			case "str" -> p;
			case "Bool", "bool" -> !p.isEmpty();
			default -> null;
		};
	}
}
