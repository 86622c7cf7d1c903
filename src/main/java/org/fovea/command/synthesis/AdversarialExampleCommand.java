package org.fovea.command.synthesis;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

import org.fovea.FoveaException;
import org.fovea.command.Change;
import org.fovea.command.Changes;
import org.fovea.command.Limits;
import org.fovea.command.Lists;
import org.fovea.command.Look;
import org.fovea.command.Original;
import org.fovea.command.Question;
import org.fovea.command.Words;
import org.fovea.image.Provenance;
import org.fovea.model.NamedTarget;
import org.fovea.model.Targets;
import org.fovea.network.Tensor;
import org.fovea.synthesis.Ascent;
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
public final class AdversarialExampleCommand extends OptimizedImageCommand {

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

	private final Changes changes = new Changes();

	@Override
	void check() {
		Words.parse(Goal.class, "goal", goal);
		Words.parse(Method.class, "method", method);
		Words.parse(Ball.Norm.class, "norm", norm);
		Lists.share("epsilon", epsilon);
		Limits.check("steps", steps, 1, Integer.MAX_VALUE);
		if (Words.parse(Goal.class, "goal", goal) == Goal.TOWARDS && target.strip().equalsIgnoreCase("top")) {
			throw new FoveaException("The image is seen as 'top' already; name the class to go towards as target.");
		}
	}

	/** One step has no course that could be plotted. */
	@Override
	Optional<String> axis() {
		return taken() == 1 ? Optional.empty() : Optional.of("confidence");
	}

	private int taken() {
		return Words.parse(Method.class, "method", method) == Method.FGSM ? 1 : steps;
	}

	@Override
	Altered alter(final Look look, final Original original, final Ascent.Watcher watcher) {
		final Tensor output = original.output(original.pixels());
		final NamedTarget asked = look.target(target);
		final boolean isTop = asked.name().equals("top");
		final Question question = new Question(look.model(), isTop ? new Targets(look.model().info(), List.of()).top(output, 0) : asked);
		final Direction direction = switch (Words.parse(Goal.class, "goal", goal)) {
			case AUTO -> isTop ? Direction.AWAY : Direction.TOWARDS;
			case AWAY -> Direction.AWAY;
			case TOWARDS -> Direction.TOWARDS;
		};
		final Ball ball = original.ball(Words.parse(Ball.Norm.class, "norm", norm), Lists.share("epsilon", epsilon));
		final Ascent.Summit summit = Attack.of(original.network(), original.preparation(), ball, taken()).perturb(original.pixels(), question
			.certainty(), direction, look.progress(), watcher);
		final Change change = new Change(look.view().image().getTitle(), look.view().plane().label(look.view().image()), question, direction, original
			.depth(), original.pixels(), summit.pixels(), output, original.output(summit.pixels()));
		final String stopped = summit.isStopped() ? "step " + summit.steps() : "";
		changes.add(change, summit.isStopped() ? "adversarial (stopped at " + stopped + ")" : "adversarial");
		return new Altered(summit.pixels(), "", stopped);
	}

	@Override
	Finished finished(final List<Done> all, final Provenance facts) {
		final ImagePlus image = changes.image(all.get(0).look().view(), "adversarial-example");
		final String done = all.stream().map(Done::altered).map(altered -> altered.stopped().isEmpty() ? Integer.toString(taken()) : "stopped at " + altered
			.stopped()).distinct().collect(Collectors.joining("; "));
		changes.facts(facts.with("Steps", done)).write(image);
		return new Finished(image, () -> {
			changes.showTable();
			example = present("example", image);
			say(changes.sentence());
		});
	}
}
