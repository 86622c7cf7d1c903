package org.fovea.command;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;

import org.fovea.FoveaException;
import org.fovea.Progress;
import org.fovea.command.cam.GradCamCommand;
import org.fovea.golden.Golden;
import org.fovea.image.Extent;
import org.fovea.image.Fit;
import org.fovea.image.Framing;
import org.fovea.model.Model;
import org.fovea.model.ModelKind;
import org.fovea.network.Target;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.scijava.command.CommandService;
import org.scijava.module.ModuleService;

import ij.ImagePlus;

/** Commands that work on the map of any technique get the map that the technique's own command draws. */
class TechniquesTest {

	@TempDir
	private static Path store;

	@Test
	void namesAreTheLabelsOfTheCommandsThatDrawMaps() {
		try (Workbench bench = new Workbench(store)) {
			final List<String> names = techniques(bench).names();
			assertTrue(names.containsAll(List.of("saliency map", "grad-cam", "grad-cam++", "occlusion map", "rise")), names.toString());
			assertFalse(names.contains("feature maps"));
			assertEquals(names.size(), new HashSet<>(names).size());
			assertTrue(assertThrows(FoveaException.class, () -> techniques(bench).of("guess", Map.of())).getMessage().contains("score-cam"));
		}
	}

	@Test
	void aTechniqueExplainsAsItsCommandDoes() {
		try (Workbench bench = new Workbench(store)) {
			bench.add("gap", ModelKind.CLASSIFIER);
			final Golden golden = Golden.of("gap");
			final ImagePlus image = Workbench.image(golden.input());
			final String layer = golden.cams().get(0).layer();
			final ImagePlus drawn = (ImagePlus) bench.run(GradCamCommand.class, "image", image, "model", "gap", "layer", layer, "target", "2").getOutput(
				"heatmap");
			try (Model model = bench.models().open("gap")) {
				final Framing framing = new Framing(image, model.info().input(), Extent.AUTO, Fit.AUTO);
				final Look look = Look.whole(model, framing, org.fovea.image.Plane.current(image), Progress.NONE);
				final Explanation explanation = techniques(bench).of("Grad-CAM", Map.of("layer", layer, "seed", 3)).explain(look, Target.logit(2));
				assertArrayEquals(Workbench.pixels(drawn), explanation.map().resize(16, 16).values(), 1e-6f);
			}
		}
	}

	private static Techniques techniques(final Workbench bench) {
		return new Techniques(bench.context().service(CommandService.class), bench.context().service(ModuleService.class));
	}
}
