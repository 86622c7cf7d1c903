package org.fovea.command.attribution;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

import org.fovea.FoveaException;
import org.fovea.attribution.MapCheck;
import org.fovea.command.Explainer;
import org.fovea.command.ImageCommand;
import org.fovea.command.Layers;
import org.fovea.command.Look;
import org.fovea.command.Techniques;
import org.fovea.command.Words;
import org.fovea.image.Fill;
import org.fovea.image.Tables;
import org.scijava.ItemIO;
import org.scijava.command.Command;
import org.scijava.command.CommandService;
import org.scijava.module.MethodCallException;
import org.scijava.module.ModuleService;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;

import ij.ImagePlus;

/** Says whether a map tells anything about the network, by {@link MapCheck}. */
@Plugin(type = Command.class, menuPath = "Plugins>Fovea>Attribution>Check Map...")
public final class CheckMapCommand extends ImageCommand {

	@Parameter
	private CommandService commands;

	@Parameter
	private ModuleService modules;

	@Parameter(label = "Technique", description = "Whose map is checked", persist = false)
	private String technique = "grad-cam";

	@Parameter(label = "Options", description = "Further keys of the technique as in its macro line, such as method=smoothgrad", persist = false)
	private String options = "";

	@Parameter(label = "Target", description = "top, a label or index, layer:unit, layer:unit@x,y or label@roi", persist = false,
		callback = "targetChanged")
	private String target = "top";

	@Parameter(label = "Layer", description = "Of techniques that read one: a layer of Model Summary..., or auto", persist = false)
	private String layer = Layers.AUTO;

	@Parameter(label = "Steps", description = "In which the pixels are deleted and inserted", min = "1", persist = false)
	private int steps = 10;

	@Parameter(label = "Fill", description = "What deleted pixels become", choices = { "grey", "mean", "blur", "black" }, persist = false)
	private String fill = "mean";

	@Parameter(label = "Quantity", description = "What is measured; auto is the probability where there is one", choices = { "auto", "probability",
		"logit" }, persist = false)
	private String quantity = "auto";

	@Parameter(label = "Random maps", description = "To compare with", min = "2", persist = false)
	private int baselines = 5;

	@Parameter(label = "Stages", description = "Of shuffling the weights from the last layer to all", min = "1", persist = false)
	private int stages = 5;

	@Parameter(label = "Shuffled networks", description = "Asked for their maps at each stage", min = "1", persist = false)
	private int networks = 3;

	@Parameter(label = "Seed", description = "Of random maps and shuffled weights", persist = false)
	private int seed = 1;

	@Parameter(type = ItemIO.OUTPUT, label = "Deletion and insertion")
	private ImagePlus curves;

	@Parameter(type = ItemIO.OUTPUT, label = "Randomisation")
	private ImagePlus cascade;

	@Override
	public void initialize() throws MethodCallException {
		getInfo().getMutableInput("technique", String.class).setChoices(new Techniques(commands, modules).names());
		super.initialize();
	}

	@Override
	protected Analysis analysis() {
		final Techniques techniques = new Techniques(commands, modules);
		final Map<String, Object> keys = new LinkedHashMap<>(Map.of("layer", layer, "seed", seed));
		keys.putAll(techniques.options(technique, options));
		final Explainer explainer = techniques.of(technique, keys);
		final MapCheck check = new MapCheck(new MapCheck.Settings(atLeast("steps", 1, steps), atLeast("baselines", 2, baselines), atLeast("stages", 1,
			stages), atLeast("networks", 1, networks), seed));
		final CheckedMaps.Question question = new CheckedMaps.Question(technique.strip().toLowerCase(Locale.ROOT), target, Words.parse(Fill.class,
			"fill", fill), Words.parse(Quantity.class, "quantity", quantity), techniques.caution(technique));
		final List<CheckedMaps.Plane> found = new ArrayList<>();
		final CheckedMaps maps = new CheckedMaps(check, explainer, question);
		return new Analysis() {

			@Override
			public void add(final Look look) {
				found.add(maps.check(look));
			}

			@Override
			public Runnable finish() {
				final Optional<ImagePlus> measured = maps.curves(image(), found);
				final Optional<ImagePlus> shuffled = maps.cascade(image(), found);
				return () -> {
					Tables.show(maps.table(image(), id(), found), Tables.MAPS);
					shuffled.ifPresent(plot -> cascade = present("cascade", plot));
					measured.ifPresent(plot -> curves = present("curves", plot));
					say(found.get(0).verdict());
				};
			}
		};
	}

	private static int atLeast(final String key, final int least, final int value) {
		if (value < least) throw new FoveaException("'" + key + "' must be " + least + " or more, not " + value + ".");
		return value;
	}
}
