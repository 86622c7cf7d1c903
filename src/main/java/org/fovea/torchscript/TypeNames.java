package org.fovea.torchscript;

import java.util.ArrayList;
import java.util.List;

/** Types as the code writes them, without blanks: {@code Tensor}, {@code List[Tensor]}, {@code Tuple[Tensor,int]} … */
final class TypeNames {

	/** The type of a dense array. */
	static final String TENSOR = "Tensor";
	/** A type that was not worked out. */
	static final String UNKNOWN = "?";

	private TypeNames() {
	}

	/**
	 * The arguments of a generic type.
	 *
	 * @param type a type
	 * @return what stands between its brackets, split at commas of the outermost level
	 */
	static List<String> arguments(final String type) {
		final int open = type.indexOf('[');
		final List<String> arguments = new ArrayList<>();
		if (open < 0) return arguments;
		int depth = 0;
		int start = open + 1;
		for (int i = start; i < type.length() - 1; i++) {
			final char c = type.charAt(i);
			if (c == '[') depth++;
			else if (c == ']') depth--;
			else if (c == ',' && depth == 0) {
				arguments.add(type.substring(start, i));
				start = i + 1;
			}
		}
		if (start < type.length() - 1) arguments.add(type.substring(start, type.length() - 1));
		return arguments;
	}

	/**
	 * The name of a generic type.
	 *
	 * @param type a type
	 * @return what stands before its brackets
	 */
	static String generic(final String type) {
		final int open = type.indexOf('[');
		return open < 0 ? type : type.substring(0, open);
	}
}
