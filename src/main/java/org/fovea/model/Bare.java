package org.fovea.model;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;

import org.fovea.CancelledException;
import org.fovea.FoveaException;
import org.fovea.Progress;
import org.fovea.model.ModelInfo.ScoreFunction;
import org.fovea.model.ModelService.ImportRequest;
import org.fovea.model.bioimageio.DescriptionWriter;
import org.fovea.model.bioimageio.DescriptionWriter.Size;
import org.fovea.model.bioimageio.FileReference;
import org.fovea.network.Tensor;

/**
 * What can be found out about a TorchScript file that comes without a description, by running it on noise of likely shapes.
 *
 * @param request what the user said
 * @param pixels a test image, 0–255, or a test code
 * @param logits what the network makes of it
 * @param activation what turns that into scores
 * @param size that the network takes, fixed and smallest
 */
record Bare(ImportRequest request, Tensor pixels, Tensor logits, ScoreFunction activation, Size size) {

	/** Larger inputs than any network is made for can take all memory, and the process with it. */
	private static final int LARGEST_SIDE = 4096;

	private static final List<Integer> CHANNELS = List.of(3, 1, 2, 4, 5, 6, 8, 16);

	private static final List<Integer> SIDES = List.of(224, 256, 64, 128, 32, 28, 299, 384, 512);

	private static final List<Integer> SMALL_SIDES = List.of(8, 16, 32, 64, 128);

	private static final List<Integer> STEPS = List.of(1, 2, 4, 8, 16, 32);

	private static final List<Integer> CODES = List.of(64, 128, 100, 256, 512, 32, 16, 8);

	/**
	 * Finds out.
	 *
	 * @param network to be explored
	 * @param request what the user said
	 * @param progress asked whether to stop
	 * @return what was found
	 * @throws FoveaException if the network accepts none of the shapes, or is not of the kind that the user said
	 */
	static Bare explore(final OpenNetwork network, final ImportRequest request, final Progress progress) {
		if (network.inputs() != 1) {
			throw new FoveaException("This network takes " + network.inputs() + " inputs, and a TorchScript file alone does not say which; " +
				"import it as a bioimage.io package that describes them.");
		}
		final int given = Math.max(request.mean().size(), request.deviation().size());
		if (request.mean().size() > 1 && request.deviation().size() > 1 && request.mean().size() != request.deviation().size()) {
			throw new FoveaException("There are " + request.mean().size() + " means but " + request.deviation().size() +
				" deviations; give one of each, or one of each for every channel.");
		}
		if (request.deviation().stream().anyMatch(deviation -> !(deviation > 0))) {
			throw new FoveaException("A deviation must be larger than 0, for example 0.229,0.224,0.225.");
		}
		final Explorer explorer = new Explorer(network, progress);
		final List<int[]> shapes = shapes(request, given);
		final int[] shape = shapes.stream().filter(explorer::accepts).findFirst().orElseThrow(() -> refused(request, explorer));
		final Size size = shape.length < 4 || request.kind() == ModelKind.GENERATOR ? new Size(1, 1, 1, 1) : explorer.size(shape, request);
		final Tensor pixels = noise(request.kind(), shape);
		final Tensor logits = explorer.run(prepare(pixels, request)).get(0);
		refuseKind(request.kind(), logits);
		refuseLabels(request.labels(), logits.rank() < 2 ? 1 : logits.size(1));
		final String last = network.inventory(List.of(prepare(pixels, request))).last();
		return new Bare(request, pixels, logits, activation(request.kind(), logits, last), size);
	}

	/** @return the test image's scores */
	Tensor scores() {
		return Scores.of(logits, activation);
	}

	/**
	 * Describes the network for others.
	 *
	 * @param name for people
	 * @param weights in the package
	 * @param input test image in the package
	 * @param output its scores in the package
	 * @return the description
	 */
	DescriptionWriter.Bare description(final String name, final FileReference weights, final FileReference input, final FileReference output) {
		return new DescriptionWriter.Bare(name, request.kind(), request.labels(), activation, size, request.mean(), request.deviation(), pixels
			.shape(), logits.shape(), weights, input, output);
	}

	/**
	 * Holds that there are as many labels as classes.
	 *
	 * @param labels may be empty
	 * @param classes of the network
	 */
	static void refuseLabels(final List<String> labels, final int classes) {
		if (!labels.isEmpty() && labels.size() != classes) {
			throw new FoveaException("The network tells " + classes + " classes apart, but there are " + labels.size() +
				" labels; give one for each class, or none.");
		}
	}

	private static List<int[]> shapes(final ImportRequest request, final int given) {
		final List<int[]> shapes = new ArrayList<>();
		if (request.kind() == ModelKind.GENERATOR) {
			for (final int code : CODES) {
				shapes.add(new int[] { 1, code });
				shapes.add(new int[] { 1, code, 1, 1 });
			}
			return shapes;
		}
		final List<Integer> channels = given > 1 ? List.of(given) : CHANNELS;
		final boolean isFixed = request.width() > 0 && request.height() > 0;
		if (Math.max(request.width(), request.height()) > LARGEST_SIDE) {
			throw new FoveaException("'size' must be at most " + LARGEST_SIDE + " pixels a side, not " + request.width() + "×" + request.height() +
				"; use 0 for networks that take any size.");
		}
		for (final int side : isFixed ? List.of(0) : SIDES) {
			for (final int channel : channels) {
				shapes.add(isFixed ? new int[] { 1, channel, request.height(), request.width() } : new int[] { 1, channel, side, side });
			}
		}
		return shapes;
	}

	private static FoveaException refused(final ImportRequest request, final Explorer explorer) {
		if (request.kind() == ModelKind.GENERATOR) {
			return new FoveaException("The network accepts no code of 8 to 512 numbers; import it as a bioimage.io package that describes its input.",
				explorer.failure().orElse(null));
		}
		final String size = request.width() > 0 ? request.width() + "×" + request.height() : "28×28 to 512×512";
		return new FoveaException("The network accepts no image of " + size +
			" pixels with 1 to 16 channels; give the size it was trained with, and one mean and deviation for each channel.", explorer.failure().orElse(null));
	}

	private static void refuseKind(final ModelKind kind, final Tensor output) {
		final boolean isMap = output.rank() == 4 && output.size(2) * output.size(3) > 1;
		final String shape = Arrays.toString(output.shape());
		if (kind == ModelKind.CLASSIFIER && isMap) {
			throw new FoveaException("The network returns maps of shape " + shape + ", not one number for each class; import it as a segmenter, " +
				"denoiser or generator.");
		}
		if ((kind == ModelKind.SEGMENTER || kind == ModelKind.DENOISER) && output.rank() != 4) {
			throw new FoveaException("The network returns numbers of shape " + shape + ", not maps; import it as a classifier or an embedder.");
		}
	}

	private static ScoreFunction activation(final ModelKind kind, final Tensor output, final String last) {
		final boolean isScored = kind == ModelKind.CLASSIFIER || kind == ModelKind.SEGMENTER || kind == ModelKind.SCOUTER;
		if (!isScored || last.matches("softmax|sigmoid|sigmoid_")) return ScoreFunction.NONE;
		final int classes = output.rank() < 2 ? 1 : output.size(1);
		if (classes > 1 && areProbabilities(output, classes)) return ScoreFunction.NONE;
		return classes == 1 ? ScoreFunction.SIGMOID : ScoreFunction.SOFTMAX;
	}

	private static boolean areProbabilities(final Tensor output, final int classes) {
		final int positions = output.length() / classes;
		for (int p = 0; p < positions; p++) {
			double sum = 0;
			for (int k = 0; k < classes; k++) {
				final float value = output.data()[k * positions + p];
				if (!(value >= 0)) return false;
				sum += value;
			}
			if (Math.abs(sum - 1) > 1e-4) return false;
		}
		return true;
	}

	/** Grey values for an image, a normal distribution for a code. */
	private static Tensor noise(final ModelKind kind, final int... shape) {
		final Tensor tensor = Tensor.zeros(shape);
		final Random random = new Random(1);
		for (int i = 0; i < tensor.length(); i++) {
			tensor.data()[i] = (float) (kind == ModelKind.GENERATOR ? random.nextGaussian() : random.nextInt(256));
		}
		return tensor;
	}

	private static Tensor prepare(final Tensor pixels, final ImportRequest request) {
		final Tensor image = pixels.rank() == 4 ? pixels : pixels.reshape(pixels.size(0), pixels.size(1), 1, 1);
		Tensor result = image;
		for (final PreprocessingStep step : DescriptionWriter.steps(request.kind(), request.mean(), request.deviation(), image.size(1))) {
			result = step.apply(result);
		}
		return result.reshape(pixels.shape());
	}

	/** Tries shapes. */
	private static final class Explorer {

		private final OpenNetwork network;
		private final Progress progress;
		private RuntimeException failure;

		private Explorer(final OpenNetwork network, final Progress progress) {
			this.network = network;
			this.progress = progress;
		}

		private Optional<RuntimeException> failure() {
			return Optional.ofNullable(failure);
		}

		private List<Tensor> run(final Tensor input) {
			return network.run(List.of(input));
		}

		private boolean accepts(final int... shape) {
			progress.check();
			try {
				return !run(Tensor.zeros(shape)).isEmpty();
			}
			catch (final CancelledException e) {
				throw e;
			}
			catch (final RuntimeException e) {
				failure = e;
				return false;
			}
		}

		/** A network that takes its size plus no power of two takes that size only. */
		private Size size(final int[] shape, final ImportRequest request) {
			if (request.width() > 0 && request.height() > 0) return new Size(request.width(), request.height(), 1, 1);
			final int minimum = SMALL_SIDES.stream().filter(side -> side < shape[2] && accepts(1, shape[1], side, side)).findFirst().orElse(
				shape[2]);
			final Optional<Integer> step = STEPS.stream().filter(distance -> accepts(1, shape[1], minimum + distance, minimum +
				distance)).findFirst();
			return step.map(distance -> new Size(0, 0, minimum, distance)).orElseGet(() -> new Size(minimum, minimum, 1, 1));
		}
	}
}
