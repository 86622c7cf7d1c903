package org.fovea.command.synthesis;

import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

import org.fovea.Progress;
import org.fovea.command.Canvas;
import org.fovea.command.Change;
import org.fovea.command.Changes;
import org.fovea.command.Limits;
import org.fovea.command.Question;
import org.fovea.image.Depth;
import org.fovea.model.NamedTarget;
import org.fovea.network.Tensor;
import org.fovea.synthesis.Ascent;
import org.fovea.synthesis.Attack.Direction;
import org.fovea.synthesis.Ball;
import org.fovea.synthesis.Fooling;
import org.fovea.synthesis.PixelRange.Channel;
import org.scijava.command.Command;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;

import ij.ImagePlus;

/** Makes images in which a model is certain of a class that nobody else sees, by {@link Fooling}. */
@Plugin(type = Command.class, menuPath = "Plugins>Fovea>Synthesis>Fooling Image...")
public final class FoolingImageCommand extends StartedPictureCommand {

	/** A step's root mean square, in usual deviations. */
	private static final double STEP = 0.02;

	@Parameter(label = "Confidence", description = "The probability of the class at which the work is done", min = "0", max = "1", persist = false)
	private double confidence = 0.99;

	@Parameter(label = "Steps", description = "At most", min = "0", persist = false)
	private int steps = 500;

	/** Begins with noise. */
	public FoolingImageCommand() {
		super("noise");
	}

	@Override
	protected Maker maker() {
		Limits.check("confidence", confidence, 0, 1);
		Limits.check("steps", steps, 0, 1_000_000);
		return new Maker() {

			@Override
			public List<NamedTarget> targets(final Canvas canvas) {
				final List<NamedTarget> targets = canvas.targets(target());
				targets.forEach(target -> new Question(canvas.model(), target));
				return targets;
			}

			@Override
			public Ascent.Summit make(final Canvas canvas, final List<NamedTarget> targets, final Progress progress, final Ascent.Watcher watcher) {
				final Depth depth = canvas.depth();
				final double deviation = canvas.range().channels().stream().mapToDouble(Channel::deviation).average().orElseThrow();
				final Ball ball = new Ball(Ball.Norm.LINF, depth.span(), depth.low(), depth.high(), new Ball.Grid(depth.origin(), depth.spacing()));
				return new Fooling(canvas.network(), canvas.preparation(), ball, STEP * deviation, confidence, steps).fool(canvas.start(kind(), seed()),
					targets.stream().map(target -> new Question(canvas.model(), target).certainty()).toList(), progress, watcher);
			}

			@Override
			public String axis() {
				return "confidence";
			}

			@Override
			public double[] reached(final Canvas canvas, final List<NamedTarget> targets, final Tensor pixels) {
				return IntStream.range(0, targets.size()).mapToDouble(n -> new Question(canvas.model(), targets.get(n)).certainty().probabilities(canvas
					.output(pixels.slice(n).reshape(1, pixels.size(1), pixels.size(2), pixels.size(3))))[0]).toArray();
			}
		};
	}

	@Override
	protected Optional<Finished> finished(final Result result) {
		final Canvas canvas = result.canvas();
		final Changes changes = new Changes();
		final Tensor start = canvas.start(kind(), seed());
		for (int n = 0; n < result.targets().size(); n++) {
			final NamedTarget target = result.targets().get(n);
			final Tensor pixels = result.pixels().slice(n).reshape(start.shape());
			changes.add(new Change(result.title(), target.name(), new Question(canvas.model(), target), Direction.TOWARDS, canvas.depth(), start, pixels,
				canvas.output(start), canvas.output(pixels)), "fooling" + result.stopped());
		}
		final ImagePlus image = canvas.original().map(original -> changes.image(original.view(), "fooling-image")).orElseGet(() -> changes.image(result
			.title()));
		return Optional.of(new Finished(image, changes::facts, () -> {
			changes.showTable();
			say(changes.sentence());
		}));
	}
}
