package org.fovea.command.cam;

import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

import org.fovea.FoveaException;
import org.fovea.cam.Mix;
import org.fovea.cam.UnitWeights.Weights;
import org.fovea.command.Explainer;
import org.fovea.command.Explanation;
import org.fovea.command.LayerMapCommand;
import org.fovea.command.Look;
import org.fovea.command.Techniques;
import org.fovea.command.Units;
import org.fovea.command.Words;
import org.fovea.network.Heatmap;
import org.fovea.network.Target;
import org.scijava.ItemIO;
import org.scijava.command.Command;
import org.scijava.command.CommandService;
import org.scijava.module.MethodCallException;
import org.scijava.module.ModuleService;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;

import ij.ImagePlus;

/** Draws a layer's units, or a map made of them, at the resolution of the image, by the two forms of FeatUp. */
@Plugin(type = Command.class, menuPath = "Plugins>Fovea>Class activation>FeatUp...")
public final class FeatUpCommand extends LayerMapCommand {

	private static final String SELF = "featup";
	private static final String EXPLAINED = "Explained after shrinking";

	private enum Draw {
		MAP, UNITS
	}

	@Parameter
	private CommandService commands;

	@Parameter
	private ModuleService modules;

	@Parameter(label = "Method", description = "bilateral follows the image's edges; implicit fits a field to many views of the image", choices = {
		"bilateral", "implicit" }, persist = false)
	private String method = "bilateral";

	@Parameter(label = "Draw", description = "The map of a technique for the target, or the layer's units", choices = { "map", "units" },
		persist = false)
	private String draw = "map";

	@Parameter(label = "Technique", description = "Whose map is drawn; implicit needs cam, grad-cam, grad-cam++ or score-cam", persist = false)
	private String technique = "grad-cam";

	@Parameter(label = "Units", description = "all, or indices from 0 such as 0-15,20", persist = false)
	private String units = "all";

	@Parameter(label = "Range", description = "Colours that differ by more belong to different things, in standard deviations of the image",
		min = "0", stepSize = "0.05", persist = false)
	private double range = 0.25;

	@Parameter(label = "Views", description = "Of implicit: shifted, enlarged and mirrored copies of the image", min = "1", persist = false)
	private int views = 64;

	@Parameter(label = "Steps", description = "Of implicit: conjugate gradients", min = "0", persist = false)
	private int steps = 50;

	@Parameter(label = "Seed", description = "Of the views", persist = false)
	private int seed = 1;

	@Parameter(type = ItemIO.OUTPUT, label = "Units")
	private ImagePlus maps;

	@Override
	public void initialize() throws MethodCallException {
		getInfo().getMutableInput("technique", String.class).setChoices(new Techniques(commands, modules).names().stream().filter(name -> !name
			.equals(SELF)).toList());
		super.initialize();
	}

	@Override
	protected Analysis analysis() {
		final Analysis map = super.analysis();
		return Words.parse(Draw.class, "draw", draw) == Draw.MAP ? map : new EnlargedUnits(enlarger(), layer(), new Units(units),
			this::provenance, stack -> maps = present("maps", stack));
	}

	@Override
	protected Explainer explainer() {
		if (technique.strip().equalsIgnoreCase(SELF)) throw new FoveaException("FeatUp does not enlarge itself; choose another technique.");
		final Enlarger enlarger = enlarger();
		final Explainer other = new Techniques(commands, modules).of(technique, Map.of("layer", layer()));
		final Optional<Weighing> weighing = Weighing.of(technique);
		if (weighing.isEmpty() && enlarger.method() == Enlarger.Method.IMPLICIT) {
			throw new FoveaException("method=implicit needs a technique that gives every unit one weight: cam, grad-cam, grad-cam++ or score-cam.");
		}
		return weighing.<Explainer> map(how -> (look, target) -> weighted(look, target, how, enlarger)).orElseGet(() -> enlarged(other, enlarger));
	}

	/** Asks what the other technique asks. */
	private static Explainer enlarged(final Explainer other, final Enlarger enlarger) {
		return new Explainer() {

			@Override
			public Explanation explain(final Look look, final Target target) {
				return enlarged(look, other.explain(look, target));
			}

			@Override
			public Answer answer(final Look look, final String target) {
				final Answer answer = other.answer(look, target);
				return new Answer(answer.question(), enlarged(look, answer.explanation()), answer.target());
			}

			private Explanation enlarged(final Look look, final Explanation coarse) {
				final Enlarger.Enlarged fine = enlarger.enlarge(look, coarse);
				return coarse.drawn(fine.maps(coarse.map().isSigned()).get(0)).noting(Map.of(EXPLAINED, fine.explained()));
			}
		};
	}

	private Explanation weighted(final Look look, final Target target, final Weighing weighing, final Enlarger enlarger) {
		final String layer = look.layer(layer());
		final Weights weights = weighing.weigh(look, layer, target);
		final Enlarger.Enlarged enlarged = enlarger.enlarge(look, layer, weights.trace().activation(layer), Mix.of(weights.values()));
		final Heatmap sum = enlarged.maps(weights.isSigned()).get(0);
		return new Explanation(weights.isSigned() ? sum : sum.positive(), weights.trace(), Optional.of(layer), OptionalDouble.empty())
			.noting(Map.of(EXPLAINED, enlarged.explained()));
	}

	private Enlarger enlarger() {
		return new Enlarger(Words.parse(Enlarger.Method.class, "method", method), range, views, steps, seed);
	}
}
