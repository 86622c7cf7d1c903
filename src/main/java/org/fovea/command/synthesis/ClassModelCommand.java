package org.fovea.command.synthesis;

import java.util.List;

import org.fovea.Progress;
import org.fovea.command.Canvas;
import org.fovea.command.Limits;
import org.fovea.model.NamedTarget;
import org.fovea.network.Tensor;
import org.fovea.synthesis.Ascent;
import org.fovea.synthesis.Optimizer;
import org.fovea.synthesis.PixelParametrization;
import org.fovea.synthesis.Ridge;
import org.scijava.command.Command;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;

/** Makes the picture that a model takes for a class, as Simonyan et al. do: {@link Ascent} on pixels under {@link Ridge}. */
@Plugin(type = Command.class, menuPath = "Plugins>Fovea>Synthesis>Class Model...")
public final class ClassModelCommand extends StartedPictureCommand {

	@Parameter(label = "Steps", min = "0", persist = false)
	private int steps = 200;

	@Parameter(label = "Rate", description = "How far each step goes", min = "0", persist = false)
	private double rate = 0.05;

	@Parameter(label = "Lambda", description = "Weight of the picture's squared length, which keeps it near the usual mean", min = "0", persist = false)
	private double lambda = 1e-3;

	/** Begins with the mean. */
	public ClassModelCommand() {
		super("mean");
	}

	@Override
	protected Maker maker() {
		Limits.check("steps", steps, 0, 1_000_000);
		Limits.positive("rate", rate);
		Limits.check("lambda", lambda, 0, Double.MAX_VALUE);
		return new Maker() {

			@Override
			public List<NamedTarget> targets(final Canvas canvas) {
				return canvas.targets(target());
			}

			@Override
			public Ascent.Summit make(final Canvas canvas, final List<NamedTarget> targets, final Progress progress, final Ascent.Watcher watcher) {
				final Tensor start = canvas.start(kind(), seed());
				return new Ascent(canvas.network(), canvas.preparation(), canvas.range(), new PixelParametrization(), List.of(new Ridge(lambda)), List.of(),
					new Optimizer.Adam(rate), steps).climb(targets.stream().map(NamedTarget::target).toList(), seed(), Ascent.repeated(start, targets
						.size()), progress, watcher);
			}
		};
	}
}
