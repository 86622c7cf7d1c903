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
		final Scene scene = look(image, LAYER).scene().orElseThrow();
		final ImagePlus maps = (ImagePlus) bench.run(FeatureMapsCommand.class, "image", image, "model", "gap", "layer", LAYER).getOutput("maps");
		assertEquals(maps.getStackSize(), scene.units().count());
		for (int unit = 0; unit < scene.units().count(); unit++) {
			assertArrayEquals((float[]) maps.getStack().getPixels(unit + 1), scene.units().maps().get(unit).values());
		}
		assertEquals(new Rectangle(3, 2, 21, 17), scene.view().area());
		assertEquals(2, scene.view().plane().slice());
		assertEquals(21, scene.picture().getWidth());
	}

	@Test
	void theFieldUnderTheMouseHoldsWhatTheUnitSees() {
		final ImagePlus image = stack();
		image.setRoi(5, 4, 20, 16);
		final Scene scene = look(image, LAYER).scene().orElseThrow();
		final Heatmap map = scene.units().maps().get(0);
		int seen = 0;
		try (Model model = bench.models().open("gap")) {
			final Tensor input = model.prepare(new Framing(image, model.info().input(), Extent.AUTO, Fit.AUTO).pixels(Plane.current(image)));
			for (int y = 0; y < map.height(); y++) {
				for (int x = 0; x < map.width(); x++) {
					final Rectangle field = scene.sight(new Point(x, y)).box();
					Target target = Target.position(LAYER, 0, x, y);
					for (int unit = 1; unit < scene.units().count(); unit++) target = target.plus(Target.position(LAYER, unit, x, y));
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
	void everyPositionIsFoundInTheMiddleOfItsField() {
		final ImagePlus image = stack();
		image.setRoi(5, 4, 20, 15);
		final Scene scene = look(image, LAYER).scene().orElseThrow();
		final Heatmap map = scene.units().maps().get(0);
		for (int y = 0; y < map.height(); y++) {
			for (int x = 0; x < map.width(); x++) {
				final double[] centre = scene.sight(new Point(x, y)).centre();
				final Point2D place = new Point2D.Double(centre[0], centre[1]);
				if (scene.view().area().contains(place)) assertEquals(Optional.of(new Point(x, y)), scene.position(place));
			}
		}
		assertEquals(Optional.empty(), scene.position(new Point2D.Double(4.9, 5)));
		assertEquals(Optional.empty(), scene.position(new Point2D.Double(25.1, 5)));
	}

	@Test
	void cellsTileTheArea() {
		final ImagePlus image = stack();
		image.setRoi(5, 4, 20, 15);
		final Scene scene = look(image, LAYER).scene().orElseThrow();
		double covered = 0;
		for (int y = 0; y < scene.units().maps().get(0).height(); y++) {
			for (int x = 0; x < scene.units().maps().get(0).width(); x++) {
				final Rectangle2D cell = scene.cell(new Point(x, y));
				covered += cell.getWidth() * cell.getHeight();
			}
		}
		assertEquals(20 * 15, covered, 1e-9);
	}

	@Test
	void theLastLayerHasTheLabelsOfTheClasses() {
		final Answer answer = look(stack(), "fc");
		assertTrue(answer.scene().orElseThrow().units().areValues());
		assertEquals(Optional.of("platelet"), answer.label(2));
		assertEquals(Optional.empty(), look(stack(), LAYER).label(2));
		assertFalse(answer.scene().get().hasPositions());
		assertTrue(answer.scene().get().verdict().matches("\\w+ \\(.*\\)"), answer.scene().get().verdict());
	}

	@Test
	void withoutAnImageTheLayersAreListed() {
		try (Looker looker = new Looker(bench.models())) {
			final Answer answer = looker.answer(new Question("gap", Optional.empty(), "auto"), Progress.NONE);
			assertTrue(answer.layers().size() > 5);
			assertEquals(Optional.empty(), answer.scene());
			assertEquals(Optional.empty(), answer.complaint());
		}
	}

	@Test
	void anImageThatTheModelRefusesIsExplainedBesideTheLayers() {
		final ImagePlus grey = IJ.createImage("grey", "8-bit ramp", 32, 32, 1);
		final Answer answer = look(grey, LAYER);
		assertEquals(Optional.empty(), answer.scene());
		assertEquals(LAYER, answer.layer().orElseThrow().name());
		assertTrue(answer.complaint().orElseThrow().contains("RGB"), answer.complaint().get());
	}

	@Test
	void anImageThatIsTooLargeAsksForASelection() {
		final ImagePlus large = IJ.createImage("large", "RGB white", 4000, 1100, 1);
		assertTrue(look(large, LAYER).complaint().orElseThrow().contains("select a part"));
		large.setRoi(3900, 1000, 40, 30);
		assertTrue(look(large, LAYER).scene().isPresent());
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
