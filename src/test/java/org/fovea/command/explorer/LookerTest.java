package org.fovea.command.explorer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.Point;
import java.awt.Rectangle;
import java.awt.geom.Point2D;
import java.awt.geom.Rectangle2D;
import java.nio.file.Path;
import java.util.Optional;

import org.fovea.CancelledException;
import org.fovea.FoveaException;
import org.fovea.Progress;
import org.fovea.command.Workbench;
import org.fovea.command.activations.FeatureMapsCommand;
import org.fovea.golden.Golden;
import org.fovea.image.Extent;
import org.fovea.image.Fit;
import org.fovea.image.Framing;
import org.fovea.image.Plane;
import org.fovea.model.Model;
import org.fovea.model.ModelKind;
import org.fovea.network.Heatmap;
import org.fovea.network.Network;
import org.fovea.network.Plan;
import org.fovea.network.Target;
import org.fovea.network.Tensor;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import ij.IJ;
import ij.ImagePlus;
import ij.gui.OvalRoi;

/** What the window finds is what the commands find, and what lies under the mouse is what the network saw there. */
class LookerTest {

	private static final String LAYER = "features.3";

	@TempDir
	private static Path store;
	private static Workbench bench;

	@BeforeAll
	static void open() {
		bench = new Workbench(store);
		bench.add("gap", ModelKind.CLASSIFIER, "red", "white", "platelet", "debris", "other");
		bench.add("one-channel", ModelKind.CLASSIFIER);
	}

	@AfterAll
	static void close() {
		bench.close();
	}

	@Test
	void unitsEqualTheFeatureMapsCommand() {
		final ImagePlus image = stack();
		image.setPosition(1, 2, 1);
		image.setRoi(new OvalRoi(3, 2, 21, 17));
		final Sight sight = look(image, LAYER).sight().orElseThrow();
		final ImagePlus maps = (ImagePlus) bench.run(FeatureMapsCommand.class, "image", image, "model", "gap", "layer", LAYER).getOutput("maps");
		assertEquals(maps.getStackSize(), sight.units().count());
		for (int unit = 0; unit < sight.units().count(); unit++) {
			assertArrayEquals((float[]) maps.getStack().getPixels(unit + 1), sight.units().maps().get(unit).values());
		}
		assertEquals(new Rectangle(3, 2, 21, 17), sight.view().area());
		assertEquals(2, sight.view().plane().slice());
		assertEquals(21, sight.picture().getWidth());
	}

	@Test
	void theFieldUnderTheMouseHoldsWhatTheUnitSees() {
		final ImagePlus image = stack();
		image.setRoi(5, 4, 20, 16);
		final Sight sight = look(image, LAYER).sight().orElseThrow();
		final Heatmap map = sight.units().maps().get(0);
		int seen = 0;
		try (Model model = bench.models().open("gap")) {
			final Tensor input = model.prepare(new Framing(image, model.info().input(), Extent.AUTO, Fit.AUTO).pixels(Plane.current(image)));
			for (int y = 0; y < map.height(); y++) {
				for (int x = 0; x < map.width(); x++) {
					final Rectangle2D field = sight.field(new Point(x, y)).orElseThrow();
					Target target = Target.position(LAYER, 0, x, y);
					for (int unit = 1; unit < sight.units().count(); unit++) target = target.plus(Target.position(LAYER, unit, x, y));
					final Tensor gradient = model.network().run(Plan.FORWARD.gradient(Network.INPUT), target, input).gradient(Network.INPUT);
					for (int i = 0; i < gradient.length(); i++) {
						if (gradient.data()[i] == 0) continue;
						seen++;
						final int u = 5 + i % 20;
						final int v = 4 + i / 20 % 16;
						assertTrue(field.contains(u, v, 1, 1), "(" + u + ", " + v + ") outside " + field + " of " + x + ", " + y);
					}
				}
			}
		}
		assertTrue(seen > 100, seen + " pixels");
	}

	@Test
	void everyPositionIsFoundInTheMiddleOfItsCell() {
		final ImagePlus image = stack();
		image.setRoi(5, 4, 20, 15);
		final Sight sight = look(image, LAYER).sight().orElseThrow();
		final Heatmap map = sight.units().maps().get(0);
		for (int y = 0; y < map.height(); y++) {
			for (int x = 0; x < map.width(); x++) {
				final Rectangle2D cell = sight.cell(new Point(x, y));
				if (cell.isEmpty()) continue;
				assertEquals(Optional.of(new Point(x, y)), sight.position(new Point2D.Double(cell.getCenterX(), cell.getCenterY())));
			}
		}
		assertEquals(Optional.empty(), sight.position(new Point2D.Double(4.9, 5)));
		assertEquals(Optional.empty(), sight.position(new Point2D.Double(25.1, 5)));
	}

	@Test
	void theLastLayerHasTheLabelsOfTheClasses() {
		final Answer answer = look(stack(), "fc");
		assertTrue(answer.sight().orElseThrow().units().areValues());
		assertEquals(Optional.of("platelet"), answer.label(2));
		assertEquals(Optional.empty(), look(stack(), LAYER).label(2));
		assertFalse(answer.sight().get().hasPositions());
		assertTrue(answer.sight().get().verdict().matches("\\w+ \\(.*\\)"), answer.sight().get().verdict());
	}

	@Test
	void withoutAnImageTheLayersAreListed() {
		try (Looker looker = new Looker(bench.models())) {
			final Answer answer = looker.answer(new Question("gap", Optional.empty(), "auto"), Progress.NONE);
			assertTrue(answer.layers().size() > 5);
			assertEquals(Optional.empty(), answer.sight());
			assertEquals(Optional.empty(), answer.complaint());
		}
	}

	@Test
	void anImageThatTheModelRefusesIsExplainedBesideTheLayers() {
		final ImagePlus grey = IJ.createImage("grey", "8-bit ramp", 32, 32, 1);
		final Answer answer = look(grey, LAYER);
		assertEquals(Optional.empty(), answer.sight());
		assertEquals(LAYER, answer.layer().orElseThrow().name());
		assertTrue(answer.complaint().orElseThrow().contains("RGB"), answer.complaint().get());
	}

	@Test
	void anImageThatIsTooLargeAsksForASelection() {
		final ImagePlus large = IJ.createImage("large", "RGB white", 4000, 1100, 1);
		assertTrue(look(large, LAYER).complaint().orElseThrow().contains("select a part"));
		large.setRoi(3900, 1000, 40, 30);
		assertTrue(look(large, LAYER).sight().isPresent());
	}

	@Test
	void changingTheModelClosesTheOneBefore() {
		try (Looker looker = new Looker(bench.models())) {
			assertEquals("gap", looker.answer(new Question("gap", Optional.empty(), "auto"), Progress.NONE).model().id());
			assertEquals("one-channel", looker.answer(new Question("one-channel", Optional.empty(), "auto"), Progress.NONE).model().id());
			assertThrows(FoveaException.class, () -> looker.answer(new Question("nobody", Optional.empty(), "auto"), Progress.NONE));
		}
	}

	@Test
	void stopsWhereItIsTold() {
		try (Looker looker = new Looker(bench.models())) {
			final Progress cancelled = new Progress() {

				@Override
				public void report(final String what, final double fraction) {
					// nobody listens
				}

				@Override
				public boolean isCancelled() {
					return true;
				}
			};
			assertThrows(CancelledException.class, () -> looker.answer(new Question("gap", Optional.of(stack()), LAYER), cancelled));
		}
	}

	private static Answer look(final ImagePlus image, final String layer) {
		try (Looker looker = new Looker(bench.models())) {
			return looker.answer(new Question("gap", Optional.of(image), layer), Progress.NONE);
		}
	}

	/** Two planes of noise, 29×23 pixels. */
	private static ImagePlus stack() {
		final Tensor first = Golden.formula(1, 1, 3, 23, 29);
		final Tensor second = Golden.formula(2, 1, 3, 23, 29);
		return Workbench.image(first, second);
	}
}
