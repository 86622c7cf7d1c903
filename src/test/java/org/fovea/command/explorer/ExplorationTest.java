package org.fovea.command.explorer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.Rectangle;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

import org.fovea.FoveaException;
import org.fovea.Progress;
import org.fovea.command.Workbench;
import org.fovea.golden.Golden;
import org.fovea.image.Provenance;
import org.fovea.model.ModelKind;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import ij.IJ;
import ij.ImagePlus;
import ij.gui.Roi;

/** What is asked and what is shown, without a window. */
class ExplorationTest {

	@TempDir
	private static Path store;
	private static Workbench bench;

	private final List<Question> asked = new ArrayList<>();
	private final List<Throwable> logged = new ArrayList<>();
	private final List<Exploration.Change> changes = new ArrayList<>();
	private Exploration exploration;

	@BeforeAll
	static void open() {
		bench = new Workbench(store);
		bench.add("gap", ModelKind.CLASSIFIER);
	}

	@AfterAll
	static void close() {
		bench.close();
	}

	@BeforeEach
	void start() {
		exploration = new Exploration("gap", asked::add, logged::add);
		exploration.addListener(changes::add);
	}

	@Test
	void followsImagesButNotWhatFoveaMadeOfThem() {
		final ImagePlus first = image();
		exploration.follow(first);
		final ImagePlus result = image();
		Provenance.start().with(Provenance.TECHNIQUE, "Feature Maps").write(result);
		exploration.follow(result);
		assertEquals(Optional.of(first), exploration.question().image());
		exploration.follow(image());
		assertEquals(2, asked.size());
	}

	@Test
	void looksAgainWhenItsOwnImageChanges() {
		final ImagePlus image = image();
		exploration.follow(image);
		exploration.changed(image());
		assertEquals(1, asked.size());
		exploration.changed(image);
		assertEquals(2, asked.size());
		assertEquals(asked.get(0), asked.get(1));
	}

	@Test
	void anAnswerToAnotherQuestionIsDropped() {
		exploration.chooseImage(image());
		final Answer early = answer(exploration.question());
		exploration.chooseLayer("features.0");
		exploration.answered(early.question(), early);
		assertEquals(Optional.empty(), exploration.answer());
		exploration.answered(exploration.question(), answer(exploration.question()));
		assertEquals("features.0", exploration.answer().orElseThrow().layer().orElseThrow().name());
	}

	@Test
	void aNewLayerBeginsWithItsFirstUnitAndANewPlaneKeepsTheUnit() {
		exploration.chooseImage(image());
		arrive();
		exploration.chooseUnit(2);
		exploration.refresh();
		arrive();
		assertEquals(2, exploration.unit());
		exploration.chooseOrder(UnitMaps.Order.MAXIMUM);
		exploration.chooseLayer("features.0");
		arrive();
		assertEquals(exploration.units().get(0), exploration.unit());
	}

	@Test
	void aSelectionOrAnImageOfAnotherSizeKeepsTheUnit() {
		final ImagePlus image = image();
		exploration.chooseImage(image);
		arrive();
		exploration.chooseUnit(2);
		image.setRoi(2, 3, 16, 12);
		exploration.changed(image);
		arrive();
		assertEquals(new Rectangle(2, 3, 16, 12), exploration.scene().orElseThrow().view().area());
		assertEquals(2, exploration.unit());
		image.setRoi(2, 3, 2, 2);
		exploration.changed(image);
		arrive();
		assertTrue(exploration.complaint().isPresent());
		exploration.chooseImage(IJ.createImage("larger", "RGB ramp", 40, 32, 1));
		arrive();
		assertEquals(2, exploration.unit());
		exploration.chooseLayer("features.0");
		arrive();
		assertEquals(0, exploration.unit());
	}

	@Test
	void aUnitThatWasAskedForIsLookedAtAsSoonAsItsLayerIsKnown() {
		exploration.chooseImage(image());
		exploration.choose("gap", "features.3", OptionalInt.of(3));
		arrive();
		assertEquals(3, exploration.unit());
		exploration.choose("gap", "features.0", OptionalInt.empty());
		arrive();
		assertEquals(0, exploration.unit());
		exploration.choose("gap", "features.0", OptionalInt.of(5));
		exploration.chooseLayer("features.3");
		arrive();
		assertEquals(0, exploration.unit(), "somebody went on");
	}

	@Test
	void unitsThatDoNotExistAreNotChosen() {
		exploration.chooseImage(image());
		arrive();
		exploration.chooseUnit(exploration.scene().orElseThrow().units().count());
		assertEquals(0, exploration.unit());
	}

	@Test
	void theLayerThatAutoStandsForIsNotAskedForAgain() {
		exploration.chooseImage(image());
		arrive();
		final int before = asked.size();
		exploration.chooseLayer(exploration.answer().orElseThrow().layer().orElseThrow().name());
		assertEquals(before, asked.size());
	}

	@Test
	void anotherModelBeginsAnew() {
		exploration.chooseImage(image());
		exploration.chooseLayer("features.0");
		arrive();
		exploration.chooseModel("other");
		assertEquals("auto", exploration.question().layer());
		assertEquals(Optional.empty(), exploration.answer());
		assertEquals(0, exploration.unit());
	}

	@Test
	void aClosedImageLeavesTheLayersAndTurnsToTheNext() {
		final ImagePlus image = image();
		exploration.chooseImage(image);
		arrive();
		exploration.closed(image(), Optional.empty());
		assertTrue(exploration.scene().isPresent());
		exploration.closed(image, Optional.empty());
		assertEquals(Optional.empty(), exploration.scene());
		assertEquals(Optional.empty(), exploration.question().image());
		assertTrue(exploration.answer().isPresent());
		final ImagePlus next = image();
		exploration.chooseImage(image);
		exploration.closed(image, Optional.of(next));
		assertEquals(Optional.of(next), exploration.question().image());
	}

	@Test
	void aPlaceThatTheWindowSelectsDoesNotBecomeTheAreaButOneThatTheUserDrawsDoes() {
		final ImagePlus image = image();
		image.setRoi(2, 3, 16, 15);
		exploration.chooseImage(image);
		arrive();
		for (final Rectangle box : List.of(new Rectangle(1, 1, 9, 9), new Rectangle(5, 6, 9, 9))) {
			exploration.light(Spotlight.on(image, box, exploration.question().spotlight()));
			image.setRoi(new Roi(box));
			exploration.changed(image);
			arrive();
			assertEquals(new Rectangle(2, 3, 16, 15), exploration.scene().orElseThrow().view().area());
		}
		image.setRoi(4, 4, 12, 12);
		exploration.changed(image);
		arrive();
		assertEquals(new Rectangle(4, 4, 12, 12), exploration.scene().orElseThrow().view().area());
		exploration.unlight();
		assertEquals(new Rectangle(4, 4, 12, 12), image.getRoi().getBounds());
	}

	@Test
	void theUsersSelectionComesBackWhereOthersReadIt() {
		final ImagePlus image = image();
		exploration.chooseImage(image);
		exploration.light(Spotlight.on(image, new Rectangle(1, 1, 9, 9), exploration.question().spotlight()));
		image.setRoi(1, 1, 9, 9);
		exploration.chooseLayer("features.0");
		exploration.unlight();
		assertNull(image.getRoi());
		image.setRoi(3, 3, 8, 8);
		exploration.light(Spotlight.on(image, new Rectangle(1, 1, 9, 9), exploration.question().spotlight()));
		image.setRoi(1, 1, 9, 9);
		exploration.unlight();
		assertEquals(new Rectangle(3, 3, 8, 8), image.getRoi().getBounds());
		exploration.closed(image, Optional.empty());
		assertEquals(Optional.empty(), exploration.question().spotlight());
	}

	@Test
	void failuresAreSentences() {
		exploration.chooseImage(image());
		arrive();
		exploration.failed(exploration.question(), new FoveaException("Do that instead."));
		assertEquals(Optional.of("Do that instead."), exploration.complaint());
		assertEquals(Optional.empty(), exploration.scene());
		assertTrue(exploration.answer().isPresent());
		assertEquals(List.of(), logged);
		exploration.failed(exploration.question(), new IllegalStateException("bug"));
		assertEquals(1, logged.size());
		exploration.failed(exploration.question(), new OutOfMemoryError());
		assertTrue(exploration.complaint().orElseThrow().contains("memory"));
		arrive();
		assertEquals(Optional.empty(), exploration.complaint());
	}

	@Test
	void anImageThatWasClosedWhileItWasReadIsNoFailure() {
		final ImagePlus image = image();
		exploration.chooseImage(image);
		image.flush();
		exploration.failed(exploration.question(), new NullPointerException());
		assertEquals(Optional.empty(), exploration.complaint());
		assertEquals(List.of(), logged);
	}

	@Test
	void tellsWhatChanged() {
		exploration.chooseImage(image());
		arrive();
		exploration.chooseUnit(1);
		exploration.chooseUnit(1);
		exploration.working(exploration.question(), "Asking", 0);
		exploration.idle();
		assertEquals(List.of(Exploration.Change.QUESTION, Exploration.Change.ANSWER, Exploration.Change.UNIT, Exploration.Change.WORK,
			Exploration.Change.WORK), changes);
	}

	private void arrive() {
		exploration.answered(exploration.question(), answer(exploration.question()));
	}

	private static Answer answer(final Question question) {
		try (Looker looker = new Looker(bench.models())) {
			return looker.answer(question, Progress.NONE);
		}
	}

	private static ImagePlus image() {
		assertTrue(Golden.names().contains("gap"));
		return IJ.createImage("image", "RGB ramp", 24, 20, 1);
	}
}
