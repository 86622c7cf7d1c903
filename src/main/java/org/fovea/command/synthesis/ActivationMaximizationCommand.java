package org.fovea.command.synthesis;

import java.util.List;
import java.util.Optional;

import org.fovea.Progress;
import org.fovea.command.Canvas;
import org.fovea.command.Layers;
import org.fovea.command.Limits;
import org.fovea.command.PictureCommand;
import org.fovea.command.Units;
import org.fovea.command.Words;
import org.fovea.model.NamedTarget;
import org.fovea.synthesis.Ascent;
import org.fovea.synthesis.Blur;
import org.fovea.synthesis.Clip;
import org.fovea.synthesis.Decay;
import org.fovea.synthesis.FourierParametrization;
import org.fovea.synthesis.Optimizer;
import org.fovea.synthesis.Parametrization;
import org.fovea.synthesis.PixelParametrization;
import org.fovea.synthesis.Regularizer;
import org.fovea.synthesis.Transformation;
import org.fovea.synthesis.Variation;
import org.scijava.command.Command;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;

/** Makes pictures that excite units, channels, layers or classes as much as possible, by {@link Ascent}. */
@Plugin(type = Command.class, menuPath = "Plugins>Fovea>Synthesis>Activation Maximization...")
public final class ActivationMaximizationCommand extends PictureCommand {

	private enum Space {
		FOURIER, PIXEL
	}

	private enum Method {
		ADAM, NADAM, SGD
	}

	@Parameter(label = "Layer", description = "Whose units are meant: a layer of Model Summary..., auto for the last convolutional map, output for classes",
		persist = false)
	private String layer = Layers.AUTO;

	@Parameter(label = "Units", description = "In place of the target: all, or indices from 0 such as 0-15,20; one slice each", required = false,
		persist = false)
	private String units = "";

	@Parameter(label = "Parametrization", choices = { "fourier", "pixel" }, persist = false)
	private String parametrization = "fourier";

	@Parameter(label = "Steps", min = "0", persist = false)
	private int steps = 256;

	@Parameter(label = "Rate", description = "How far each step goes", min = "0", persist = false)
	private double rate = 0.05;

	@Parameter(label = "Optimizer", choices = { "adam", "nadam", "sgd" }, persist = false)
	private String optimizer = "adam";

	@Parameter(label = "Decay", description = "Share of the picture that is taken away after each step", min = "0", max = "1", persist = false)
	private double decay = 0.01;

	@Parameter(label = "Blur", description = "Sigma in pixels; 0 = none", min = "0", persist = false)
	private double blur = 0;

	@Parameter(label = "Every", description = "Steps from one blur to the next", min = "1", persist = false)
	private int every = 4;

	@Parameter(label = "Norm", description = "Share of the faintest pixels that are emptied after each step", min = "0", max = "1", persist = false)
	private double norm = 0;

	@Parameter(label = "Contribution", description = "Share of the least useful pixels that are emptied after each step", min = "0", max = "1",
		persist = false)
	private double contribution = 0;

	@Parameter(label = "Variation", description = "Weight of the penalty on total variation", min = "0", persist = false)
	private double variation = 0;

	@Parameter(label = "Jitter", description = "Largest random shift, in pixels", min = "0", persist = false)
	private int jitter = 8;

	@Parameter(label = "Zoom", description = "Largest random change of the size, as a share", min = "0", max = "0.9", persist = false)
	private double zoom = 0.1;

	@Parameter(label = "Rotation", description = "Largest random turn, in degrees", min = "0", persist = false)
	private double rotation = 10;

	@Override
	protected Maker maker() {
		final Optional<Units> several = units.isBlank() ? Optional.empty() : Optional.of(new Units(units));
		final Space space = Words.parse(Space.class, "parametrization", parametrization);
		final Method method = Words.parse(Method.class, "optimizer", optimizer);
		Limits.check("steps", steps, 0, 1_000_000);
		Limits.positive("rate", rate);
		Limits.check("decay", decay, 0, 1);
		Limits.check("blur", blur, 0, 1000);
		Limits.check("every", every, 1, Integer.MAX_VALUE);
		Limits.check("norm", norm, 0, 1);
		Limits.check("contribution", contribution, 0, 1);
		Limits.check("variation", variation, 0, Double.MAX_VALUE);
		Limits.check("jitter", jitter, 0, 10_000);
		Limits.check("zoom", zoom, 0, 0.9);
		Limits.check("rotation", rotation, 0, 180);
		final List<Regularizer> regularizers = List.of(new Variation(variation), new Decay(decay), new Blur(blur, every), new Clip(
			Clip.Measure.NORM, norm), new Clip(Clip.Measure.CONTRIBUTION, contribution));
		final List<Transformation> transformations = List.of(new Transformation.Jitter(jitter), new Transformation.Zoom(zoom),
			new Transformation.Rotation(rotation));
		final Optimizer climber = switch (method) {
			case ADAM -> new Optimizer.Adam(rate);
			case NADAM -> new Optimizer.NAdam(rate);
			case SGD -> new Optimizer.Sgd(rate);
		};
		return new Maker() {

			@Override
			public List<NamedTarget> targets(final Canvas canvas) {
				return several.map(wanted -> canvas.targets(layer, wanted)).orElseGet(() -> canvas.targets(target()));
			}

			@Override
			public Ascent.Summit make(final Canvas canvas, final List<NamedTarget> targets, final Progress progress, final Ascent.Watcher watcher) {
				final Parametrization written = space == Space.FOURIER ? new FourierParametrization(canvas.width()) : new PixelParametrization();
				return new Ascent(canvas.network(), canvas.preparation(), canvas.range(), written, regularizers, transformations, climber, steps)
					.climb(targets.stream().map(NamedTarget::target).toList(), seed(), canvas.shape(), progress, watcher);
			}
		};
	}
}
