package org.fovea.network;

import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

import org.fovea.cam.GradCam;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.jni.IValueUtils;
import ai.djl.pytorch.jni.JniUtils;

/**
 * What looking inside costs: the rewritten network beside the archive as it was exported, on the same engine and thread. The archives are
 * written by {@code src/test/python/export_zoo.py}; their folder is named with {@code -p folder=…}.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(1)
@Warmup(iterations = 4, time = 4)
@Measurement(iterations = 6, time = 5)
public class ProbeBenchmark {

	private static final int SIDE = 224;
	private static final Target TARGET = Target.logit(7);

	@Param("target/zoo/nets")
	public String folder;

	@Param({ "resnet18", "resnet50" })
	public String model;

	@Param({ "traced" })
	public String form;

	private final Torch torch = Torch.instance();
	private Network network;
	private LoadedModule plain;
	private Tensor image;
	private Plan saliency;
	private GradCam gradCam;

	/** Opens the archive twice, rewritten and as it is. */
	@Setup
	public void open() {
		final Path archive = Path.of(folder, model + "-" + form + ".pt");
		network = Network.open(archive);
		plain = torch.call(() -> torch.load(archive));
		final float[] pixels = new float[3 * SIDE * SIDE];
		for (int i = 0; i < pixels.length; i++) pixels[i] = (float) Math.sin(0.37 * i);
		image = Tensor.of(pixels, 1, 3, SIDE, SIDE);
		saliency = Plan.FORWARD.gradient(Network.INPUT);
		gradCam = new GradCam("layer4");
	}

	/** Gives both back. */
	@TearDown
	public void close() {
		network.close();
		torch.call(() -> {
			plain.close();
			return null;
		});
	}

	/** Forward of the archive as it is. */
	@Benchmark
	public float[] plainForward() {
		return torch.call(() -> {
			try (PtNDManager manager = (PtNDManager) torch.manager().newSubManager()) {
				return IValueUtils.forward(plain.block(), new NDList(input(manager)), true).get(0).toFloatArray();
			}
		});
	}

	/** Forward of the rewritten network. */
	@Benchmark
	public Trace probedForward() {
		return network.run(Plan.FORWARD, image);
	}

	/** Forward and backward to the input of the archive as it is. */
	@Benchmark
	public float[] plainBackward() {
		return torch.call(() -> {
			try (PtNDManager manager = (PtNDManager) torch.manager().newSubManager()) {
				final NDArray x = input(manager);
				x.setRequiresGradient(true);
				final NDArray logits = IValueUtils.forward(plain.block(), new NDList(x), true).get(0);
				final NDArray seed = manager.zeros(logits.getShape());
				seed.set(new ai.djl.ndarray.index.NDIndex(0, 7), 1f);
				JniUtils.backward((PtNDArray) logits, (PtNDArray) seed, false, false);
				return x.getGradient().toFloatArray();
			}
		});
	}

	/** Gradient of a logit at the input. */
	@Benchmark
	public Trace saliency() {
		return network.run(saliency, TARGET, image);
	}

	/** Grad-CAM at the last maps. */
	@Benchmark
	public GradCam.Result gradCam() {
		return gradCam.map(network, TARGET, image);
	}

	private NDArray input(final PtNDManager manager) {
		return manager.create(image.data(), new Shape(1, 3, SIDE, SIDE));
	}
}
