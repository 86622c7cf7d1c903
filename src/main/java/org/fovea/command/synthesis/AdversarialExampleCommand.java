package org.fovea.command.synthesis;

import java.util.ArrayList;
import java.util.List;

import org.fovea.FoveaException;
import org.fovea.Progress;
import org.fovea.command.Change;
import org.fovea.command.Changes;
import org.fovea.command.ImageCommand;
import org.fovea.command.Lists;
import org.fovea.command.Look;
import org.fovea.command.Original;
import org.fovea.command.Question;
import org.fovea.command.Words;
import org.fovea.image.Provenance;
import org.fovea.image.View;
import org.fovea.model.NamedTarget;
import org.fovea.model.Targets;
import org.fovea.network.Tensor;
import org.fovea.synthesis.Attack;
import org.fovea.synthesis.Attack.Direction;
import org.fovea.synthesis.Ball;
import org.scijava.ItemIO;
import org.scijava.command.Command;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;

import ij.ImagePlus;

/** Changes an image by so little that nobody sees it, so that the model sees something else, by {@link Attack}. */
@Plugin(type = Command.class, menuPath = "Plugins>Fovea>Synthesis>Adversarial Example...")
public final class AdversarialExampleCommand extends ImageCommand {

	private enum Method {
		FGSM, PGD
	}

	private enum Goal {
		AUTO, AWAY, TOWARDS
	}

	@Parameter(label = "Target", description = "top, a label or index, layer:unit, layer:unit@x,y or label@roi", persist = false,
		callback = "targetChanged")
	private String target = "top";

	@Parameter(label = "Goal", description = "Away from the target, towards it, or auto: away from top, towards any other", choices = { "auto", "away",
		"towards" }, persist = false)
	private String goal = "auto";

	@Parameter(label = "Method", description = "One step (fast gradient sign) or several (projected gradient descent)", choices = { "fgsm", "pgd" },
		persist = false)
	private String method = "pgd";

	@Parameter(label = "Norm", description = "How change is measured: the largest of all pixels, or the root mean square", choices = { "linf", "l2" },
		persist = false)
	private String norm = "linf";

	@Parameter(label = "Epsilon", description = "The largest change, as a share of the full range of pixels", persist = false)
	private String epsilon = "2/255";

	@Parameter(label = "Steps", description = "Of projected gradient descent", min = "1", persist = false)
	private int steps = 10;

	@Parameter(type = ItemIO.OUTPUT, label = "Adversarial example")
	private ImagePlus example;

	@Override
	protected Analysis analysis() {
		final Goal wanted = Words.parse(Goal.class, "goal", goal);
		final boolean isOneStep = Words.parse(Method.class, "method", method) == Method.FGSM;
		final Ball.Norm measure = Words.parse(Ball.Norm.class, "norm", norm);
		final double share = Lists.share("epsilon", epsilon);
		if (steps < 1) throw new FoveaException("'steps' must be at least 1, not " + steps + ".");
		if (wanted == Goal.TOWARDS && target.strip().equalsIgnoreCase("top")) {
			throw new FoveaException("The image is seen as 'top' already; name the class to go towards as target.");
		}
		return new Planes() {

			@Override
			Tensor change(final Original original, final Question question, final Direction direction, final Progress progress) {
				final Ball ball = original.ball(measure, share);
				return Attack.of(original.network(), original.preparation(), ball, isOneStep ? 1 : steps).perturb(original.pixels(), question.certainty(),
					direction, progress);
			}
		};
	}

	/** Collects the planes. */
	private abstract class Planes implements Analysis {

		private final List<View> views = new ArrayList<>();
		private final Changes changes = new Changes("adversarial");
		private Provenance facts;

		abstract Tensor change(Original original, Question question, Direction direction, Progress progress);

		@Override
		public void add(final Look look) {
			final Original original = Original.of(look);
			if (views.isEmpty()) facts = provenance(look);
			views.add(look.view());
			final Tensor output = original.output(original.pixels());
			final NamedTarget asked = look.target(target);
			final boolean isTop = asked.name().equals("top");
			final Question question = new Question(look.model(), isTop ? new Targets(look.model().info(), List.of()).top(output, 0) : asked);
			final Direction direction = goal.equalsIgnoreCase("auto") ? isTop ? Direction.AWAY : Direction.TOWARDS : Words.parse(Direction.class, "goal",
				goal);
			final Tensor changed = change(original, question, direction, look.progress());
			changes.add(new Change(look.view().image().getTitle(), look.view().plane().label(look.view().image()), question, direction, original
				.depth(), original.pixels(), changed, output, original.output(changed)));
		}

		@Override
		public Runnable finish() {
			final ImagePlus image = changes.image(views.get(0), "adversarial-example");
			changes.facts(facts).write(image);
			return () -> {
				changes.showTable();
				example = present("example", image);
				say(changes.sentence());
			};
		}
	}
}
