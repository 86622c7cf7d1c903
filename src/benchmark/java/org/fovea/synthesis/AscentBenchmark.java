package org.fovea.synthesis;

import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;

import org.fovea.Progress;
import org.fovea.network.Network;
import org.fovea.network.Plan;
import org.fovea.network.Preparation;
import org.fovea.network.Preparation.Prepared;
import org.fovea.network.Target;
import org.fovea.network.Tensor;
import org.fovea.network.Trace;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What a step of activation maximisation, of MACO and of DeepDream costs beside the forward and backward of the network alone. The archives are written by
 * {@code src/test/python/export_zoo.py}; their folder is named with {@code -p folder=…}.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 4)
@Measurement(iterations = 5, time = 5)
public class AscentBenchmark {

	private static final int SIDE = 224;
	private static final int STEPS = 10;
	private static final int CROPS = 8;
	private static final Target TARGET = Target.logit(7);

	@Param("target/zoo/nets")
	public String folder;

	private Network network;
	private Tensor image;
	private Tensor batch;
	private Plan plan;
	private Ascent fourier;
	private Ascent pixel;
	private Maco maco;
	private DeepDream dream;

	/** Opens resnet18. */
	@Setup
	public void open() {
		network = Network.open(Path.of(folder, "resnet18-traced.pt"));
		image = noise(1);
		batch = noise(CROPS);
		plan = Plan.FORWARD.gradient(Network.INPUT);
		final List<Transformation> shaken = List.of(new Transformation.Jitter(8), new Transformation.Zoom(0.1), new Transformation.Rotation(10));
		final PixelRange range = PixelRange.grey(-2.5, 2.5, 3);
		fourier = new Ascent(network, Preparation.NONE, range, new FourierParametrization(SIDE), List.of(new Decay(0.01)), shaken, new Optimizer.Adam(
			0.05), STEPS);
		pixel = new Ascent(network, Preparation.NONE, range, new PixelParametrization(), List.of(new Decay(0.01)), shaken, new Optimizer.Adam(0.05),
			STEPS);
		maco = new Maco(network, Preparation.NONE, range, Phase.natural(3, SIDE, SIDE), STEPS, CROPS, 0.08, SIDE, SIDE);
		dream = new DeepDream(network, new Still(), range, 1, 1.4, STEPS, 0.05, 8);
	}

	private static Tensor noise(final int count) {
		final Random random = new Random(1);
		final Tensor noise = Tensor.zeros(count, 3, SIDE, SIDE);
		for (int i = 0; i < noise.length(); i++) noise.data()[i] = (float) random.nextGaussian();
		return noise;
	}

	/** At its own size only. */
	private static final class Still implements DeepDream.Scenery {

		@Override
		public Tensor resize(final Tensor pixels, final int width, final int height) {
			return pixels.size(2) == height ? pixels : Tensor.zeros(1, 3, height, width);
		}

		@Override
		public Prepared prepare(final Tensor pixels) {
			return Preparation.NONE.prepare(pixels);
		}
	}

	/** Gives it back. */
	@TearDown
	public void close() {
		network.close();
	}

	/** Forward and backward alone. */
	@Benchmark
	public Trace network() {
		return network.run(plan, TARGET, image);
	}

	/** A step on a Fourier series with all defaults. */
	@Benchmark
	@OperationsPerInvocation(STEPS)
	public Ascent.Summit fourier() {
		return fourier.climb(List.of(TARGET), 1, new int[] { 3, SIDE, SIDE }, Progress.NONE, Ascent.Watcher.NONE);
	}

	/** A step on pixels. */
	@Benchmark
	@OperationsPerInvocation(STEPS)
	public Ascent.Summit pixel() {
		return pixel.climb(List.of(TARGET), 1, new int[] { 3, SIDE, SIDE }, Progress.NONE, Ascent.Watcher.NONE);
	}

	/** Forward and backward alone of as many images as MACO has crops. */
	@Benchmark
	public Trace networkOfCrops() {
		return network.run(plan, TARGET, batch);
	}

	/** A step of MACO with eight crops, in one batch. */
	@Benchmark
	@OperationsPerInvocation(STEPS)
	public Maco.Made maco() {
		return maco.make(List.of(TARGET), 1, Progress.NONE, Ascent.Watcher.NONE);
	}

	/** A step of DeepDream at one size, with a tenth of the forward that measures the end. */
	@Benchmark
	@OperationsPerInvocation(STEPS)
	public DeepDream.Dream dream() {
		return dream.dream(image, TARGET, 1, Progress.NONE, Ascent.Watcher.NONE);
	}
}
