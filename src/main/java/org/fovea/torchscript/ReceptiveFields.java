package org.fovea.torchscript;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The receptive fields of everything that passes the probe, found by following the rewritten code with footprints in place of
 * tensors. Numbers that the code computes from shapes are right because the shapes come from a real run. Needs no engine and reads no
 * weights. Immutable and safe to use from several threads.
 */
public final class ReceptiveFields {

	/**
	 * The part of the image that one position sees along an axis: from {@code offset + p·jump} to {@code offset + p·jump + size − 1}.
	 *
	 * @param size in pixels; {@link Integer#MAX_VALUE} for the whole image
	 * @param jump pixels from one position to the next; 0 where there is one position only
	 * @param offset the first pixel that position 0 sees; negative in padding
	 * @param wraps whether positions that look beyond a border see something at the opposite one there, because padding is circular
	 */
	public record Field(int size, double jump, double offset, boolean wraps) {

		/**
		 * A field that nothing is seen of beyond the image's borders.
		 *
		 * @param size in pixels; {@link Integer#MAX_VALUE} for the whole image
		 * @param jump pixels from one position to the next
		 * @param offset the first pixel that position 0 sees
		 */
		public Field(final int size, final double jump, final double offset) {
			this(size, jump, offset, false);
		}

		/** The whole image, from every position. */
		static final Field WHOLE = new Field(Integer.MAX_VALUE, 0, 0);

		static Field of(final Span span, final double jump) {
			return span.isWhole() ? WHOLE : new Field((int) Math.ceil(span.last() - span.first() + 1 - 1e-6), jump, span.first(), span.wraps());
		}
	}

	/**
	 * What was found out about a place.
	 *
	 * @param vertical its field along y, where there is one and it is known
	 * @param horizontal its field along x, where there is one and it is known
	 * @param weights how many trained numbers the operator at this place was handed as constants, as in frozen networks
	 * @param through the places with maps through which everything came that this place has of the image, itself included, in order, as far
	 *          as the code could be followed
	 * @param kernels what the convolution or linear operator at this place applies, where the archive holds it
	 */
	public record Found(Optional<Field> vertical, Optional<Field> horizontal, long weights, List<String> through, Optional<Weights> kernels) {}

	private final Archive archive;
	private final Map<String, String> code;

	/**
	 * @param archive whose objects and constants the code uses
	 * @param code as rewritten by {@link Instrumenter}: path below the archive's root to text
	 */
	public ReceptiveFields(final Archive archive, final Map<String, String> code) {
		this.archive = archive;
		this.code = Map.copyOf(code);
	}

	/**
	 * Follows the code.
	 *
	 * @param inputs the sizes of the network's inputs, batch first; the first is the image, and so are others of its height and width
	 * @param shapes the sizes of what passed the probe in a run with such inputs, by place as the probe names it
	 * @return what was found, by place in the order of execution; places behind something that cannot be followed are missing
	 */
	public Map<String, Found> find(final List<int[]> inputs, final Map<String, int[]> shapes) {
		final Branches branches = new Branches();
		final FieldProbe probe = new FieldProbe(shapes);
		attempt(() -> {
			final List<Object> arguments = new ArrayList<>();
			for (final int[] input : inputs) arguments.add(TensorValue.of(footprint(input, inputs.get(0))));
			arguments.add(Unknown.VALUE);
			new Interpreter(new Program(code), constants(), probe, branches).run(archive.data(), Instrumenter.RUN, arguments);
		});
		final Map<String, Found> found = new LinkedHashMap<>();
		probe.footprints().forEach((place, footprint) -> attempt(() -> found.put(place, new Found(footprint.field(ImageAxis.VERTICAL), footprint.field(
			ImageAxis.HORIZONTAL), probe.weights().getOrDefault(place, 0L), through(probe, place), Optional.ofNullable(probe.kernels().get(
				place))))));
		return found;
	}

	private static List<String> through(final FieldProbe probe, final String place) {
		return probe.passed().getOrDefault(place, Set.of()).stream().filter(passed -> probe.footprints().get(passed).isStackOfMaps()).toList();
	}

	/**
	 * Does something that may fail. The code is anybody's, and whatever about it is not understood costs the receptive fields from there
	 * on, never the list of layers.
	 */
	private static void attempt(final Runnable work) {
		try {
			work.run();
		}
		catch (final RuntimeException | StackOverflowError e) {
			return;
		}
	}

	private static Footprint footprint(final int[] input, final int[] image) {
		return isImage(input, image) ? Footprint.image(sizes(input)) : Footprint.constant(sizes(input));
	}

	private static boolean isImage(final int[] input, final int[] first) {
		final int n = input.length;
		return n > 2 && n == first.length && input[n - 1] == first[n - 1] && input[n - 2] == first[n - 2];
	}

	private static long[] sizes(final int[] shape) {
		return Arrays.stream(shape).asLongStream().toArray();
	}

	/** Scalars as numbers, other tensors by their size; those of a frozen network, which has no other parameters, as weights. */
	private List<Object> constants() {
		final boolean isFrozen = archive.data().attributes().values().stream().noneMatch(v -> v instanceof ScriptObject || v instanceof TensorReference);
		final List<Object> values = new ArrayList<>();
		for (final Object constant : archive.constants()) {
			if (!(constant instanceof final TensorReference tensor)) values.add(constant == null ? null : Unknown.VALUE);
			else if (tensor.shape().length > 0) {
				values.add(TensorValue.saved(tensor, isFrozen ? tensor.elements() : 0));
			}
			else {
				final float value = archive.values(tensor)[0];
				values.add(tensor.dtype().startsWith("int") ? (Object) (long) value : tensor.dtype().startsWith("float") ? (Object) (double) value
					: Unknown.VALUE);
			}
		}
		return values;
	}
}
