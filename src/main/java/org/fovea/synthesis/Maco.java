package org.fovea.synthesis;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;

import org.fovea.Progress;
import org.fovea.network.Network;
import org.fovea.network.Plan;
import org.fovea.network.Preparation;
import org.fovea.network.Preparation.Prepared;
import org.fovea.network.Target;
import org.fovea.network.Tensor;
import org.fovea.network.Trace;
import org.fovea.synthesis.Transformation.Motion;

/**
 * Magnitude-constrained optimisation: only the phase of a picture's Fourier spectrum is optimised, its magnitudes stay those of natural pictures
 * (Fel et al. 2023, "Unlocking feature visualization for deeper networks with magnitude constrained optimization", NeurIPS). The network sees random
 * crops, at first large and then small, with noise. Where the objective kept pulling at the picture is told by its transparency.
 *
 * @param network that is asked
 * @param preparation from crops to the network's input
 * @param range of the pixels
 * @param phase the spectrum
 * @param steps how many
 * @param crops at each step
 * @param noise deviation of the noise on crops, as a share of half the range
 * @param cropWidth of the crops as the network sees them, in pixels
 * @param cropHeight likewise
 */
public record Maco(Network network, Preparation preparation, PixelRange range, Phase phase, int steps, int crops, double noise, int cropWidth,
	int cropHeight)
{

	private static final Plan GRADIENT = Plan.FORWARD.gradient(Network.INPUT);

	/** Sides of crops at the first and at the last step, as shares of the picture's. */
	private static final double FIRST = 0.5;
	private static final double LAST = 0.05;

	/** Deviations of a crop's side and centre, as shares of the picture's. */
	private static final double SIDES = 0.05;
	private static final double CENTRES = 0.15;

	private static final double RATE = 1;

	/**
	 * Pictures and where they matter.
	 *
	 * @param summit the pictures
	 * @param transparency Σ |∂S/∂x| over steps and channels, {@code [N, 1, H, W]}
	 */
	public record Made(Ascent.Summit summit, Tensor transparency) {}

	/**
	 * Makes one picture for each target, each as if it were alone: what a network says of an image differs in the last digits with how many it is given
	 * at once, so the crops of different pictures are never mixed.
	 *
	 * @param targets S
	 * @param seed of phases, crops and noise; the same phases and crops for all
	 * @param progress asked before every step whether to stop: what is there is kept
	 * @param watcher told before every step
	 * @return the pictures
	 */
	public Made make(final List<Target> targets, final long seed, final Progress progress, final Ascent.Watcher watcher) {
		final Random random = new Random(seed);
		final Tensor start = phase.noise(random);
		final List<Tensor> phases = new ArrayList<>();
		final List<Optimizer.Climber> climbers = new ArrayList<>();
		for (int n = 0; n < targets.size(); n++) {
			phases.add(Tensor.of(start.data().clone(), start.shape()));
			climbers.add(new Optimizer.NAdam(RATE).start(start.length()));
		}
		final Tensor pixels = Ascent.repeated(pixels(start), targets.size());
		final Tensor transparency = Tensor.zeros(targets.size(), 1, pixels.size(2), pixels.size(3));
		final List<double[]> objective = new ArrayList<>();
		int done = 0;
		while (done < steps && !progress.isCancelled()) {
			final long draws = random.nextLong();
			final double[] reached = new double[targets.size()];
			for (int n = 0; n < targets.size() && !progress.isCancelled(); n++) {
				final Tensor now = pixels(phases.get(n));
				Entries.put(now, pixels, n);
				final Slope slope = slope(now, targets.get(n), done, new Random(draws), progress);
				reached[n] = slope.objective();
				add(slope.gradient(), transparency, n);
				final Tensor gradient = phase.pullBack(phases.get(n), Bound.SIGMOID.pullBack(now, slope.gradient(), range));
				climbers.get(n).step(phases.get(n).data(), gradient.data());
			}
			objective.add(reached);
			watcher.see(done, reached, pixels);
			progress.report(String.format(Locale.ROOT, "Step %d of %d, objective %.4g", done + 1, steps, Arrays.stream(reached).average().orElse(0)),
				(double) done / steps);
			done++;
		}
		for (int n = 0; n < targets.size(); n++) Entries.put(pixels(phases.get(n)), pixels, n);
		return new Made(new Ascent.Summit(pixels, objective, done, done < steps), transparency);
	}

	private Tensor pixels(final Tensor phases) {
		return Bound.SIGMOID.pixels(phase.field(phases), range);
	}

	/** Mean S of the crops and its derivative by the pixels. */
	private record Slope(double objective, Tensor gradient) {}

	private Slope slope(final Tensor pixels, final Target target, final int step, final Random random, final Progress progress) {
		final Tensor gradient = Tensor.zeros(pixels.shape());
		double objective = 0;
		final int together = Entries.together(Tensor.zeros(1, pixels.size(1), cropHeight, cropWidth), preparation);
		for (int done = 0; done < crops; done += together) {
			if (done > 0 && progress.isCancelled()) break;
			final List<Warp> warps = new ArrayList<>();
			final Tensor seen = Tensor.zeros(Math.min(together, crops - done), pixels.size(1), cropHeight, cropWidth);
			for (int n = 0; n < seen.size(0); n++) {
				warps.add(crop(pixels.size(3), pixels.size(2), step, random));
				Entries.put(noisy(warps.get(n).apply(pixels), random), seen, n);
			}
			final Prepared prepared = preparation.prepare(seen);
			final Trace trace = network.run(GRADIENT, target, prepared.input());
			objective += Arrays.stream(trace.values()).sum() / crops;
			final Tensor arrived = prepared.pullBack().apply(trace.gradient(Network.INPUT));
			for (int n = 0; n < seen.size(0); n++) {
				final float[] part = warps.get(n).pullBack(Entries.of(arrived, n, n + 1)).data();
				for (int i = 0; i < part.length; i++) gradient.data()[i] += part[i] / crops;
			}
		}
		return new Slope(objective, gradient);
	}

	private Warp crop(final int width, final int height, final int step, final Random random) {
		final double usual = FIRST + (LAST - FIRST) * step / Math.max(1, steps - 1);
		final double side = Math.max(LAST, Math.min(1, usual + SIDES * random.nextGaussian()));
		final double x = Math.max(side / 2, Math.min(1 - side / 2, 0.5 + CENTRES * random.nextGaussian()));
		final double y = Math.max(side / 2, Math.min(1 - side / 2, 0.5 + CENTRES * random.nextGaussian()));
		return new Warp(new Motion(side * width / cropWidth, 0, 0, side * height / cropHeight, (x - 0.5) * width, (y - 0.5) * height), width, height,
			cropWidth, cropHeight);
	}

	private Tensor noisy(final Tensor crop, final Random random) {
		for (int i = 0; i < crop.length(); i++) crop.data()[i] += (float) (noise * range.span() / 2 * random.nextGaussian());
		return crop;
	}

	private static void add(final Tensor gradient, final Tensor transparency, final int n) {
		final int plane = gradient.size(2) * gradient.size(3);
		for (int i = 0; i < gradient.length(); i++) transparency.data()[n * plane + i % plane] += Math.abs(gradient.data()[i]);
	}
}
