package org.fovea.imagej1;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import ij.WindowManager;

/** Macros of ImageJ 1.x without a display: they write what they saw to a file, which the tests read. */
class HeadlessImageJTest {

	@TempDir
	private Path folder;

	@BeforeAll
	static void start() {
		TestCommands.add();
		HeadlessImageJ.start();
	}

	@AfterEach
	void closeImages() {
		final int[] ids = WindowManager.getIDList();
		if (ids == null) return;
		for (final int id : ids) WindowManager.getImage(id).close();
	}

	@Test
	void runsCommandsOnTheCurrentImageAndGoesOnWithTheResult() throws IOException {
		assertEquals("made 40 16 255 2", result("""
			run("Test Make...", "width=8");
			first = getImageID();
			run("Test Make...", "width=40 inverted");
			getStatistics(area, mean);
			File.append(getTitle() + " " + getWidth() + " " + getHeight() + " " + mean + " " + nImages, getArgument());
			run("Close All");
			"""));
	}

	@Test
	void passesMacroOptions() throws IOException {
		assertEquals("image=made model=large one layer=block 2 opacity=0.25 count=7 masks=false path=/a folder/n.pt", result("""
			run("Test Make...");
			run("Test Echo...", "model=[large one] layer=[block 2] opacity=0.25 count=7 masks=false path=[/a folder/n.pt]");
			File.append(getTitle(), getArgument());
			run("Close All");
			"""));
	}

	@Test
	void takesDefaultsForMissingKeysAndNoImage() throws IOException {
		assertEquals("image=none model=small layer=auto opacity=0.5 count=3 masks=true path=", result("""
			run("Test Echo...", "count=3");
			File.append(getTitle(), getArgument());
			"""));
	}

	@Test
	void showsAnOutputOnce() throws IOException {
		assertEquals("shown 1", result("""
			run("Test Shown");
			File.append(getTitle() + " " + nImages, getArgument());
			run("Close All");
			"""));
	}

	@Test
	void runsDialogsOfImageJItself() throws IOException {
		assertEquals("20 12 1 1", result("""
			newImage("a", "8-bit ramp", 40, 24, 1);
			run("Gaussian Blur...", "sigma=2");
			run("Size...", "width=20 height=12 depth=1 constrain average interpolation=Bilinear");
			makeRectangle(2, 2, 5, 5);
			roiManager("Add");
			run("Set Measurements...", "area mean redirect=None decimal=3");
			run("Measure");
			File.append(getWidth() + " " + getHeight() + " " + roiManager("count") + " " + nResults, getArgument());
			run("Clear Results");
			run("Close All");
			"""));
	}

	@Test
	void keepsTheRoiManagerOfMacros() throws IOException {
		assertEquals("2 cell 1 250 1", result("""
			newImage("a", "8-bit black", 40, 40, 1);
			roiManager("reset");
			makeRectangle(2, 2, 5, 5);
			roiManager("Add");
			makeOval(10, 10, 20, 20);
			roiManager("add");
			n = roiManager("count");
			roiManager("select", 0);
			roiManager("rename", "cell 1");
			name = RoiManager.getName(0);
			path = getArgument() + ".zip";
			roiManager("save", path);
			roiManager("show all");
			roiManager("deselect");
			roiManager("measure");
			roiManager("select", 0);
			setColor(250);
			fill();
			roiManager("delete");
			File.append(n + " " + name + " " + getPixel(3, 3) + " " + roiManager("count"), getArgument());
			run("ROI Manager...");
			roiManager("reset");
			roiManager("open", path);
			if (roiManager("count") != 2) exit("open failed");
			roiManager("reset");
			run("Clear Results");
			"""));
	}

	@ParameterizedTest
	@ValueSource(strings = { "run(\"Test Refuse\");", "run(\"Test Broken\");", "run(\"Test Echo...\", \"count=abc\");",
		"run(\"Test Echo...\", \"layer=[open\");", "run(\"No Such Command\");", "x = ;", "exit(\"I give up\");", "run(\"Measure\");" })
	void failsAndGoesNoFurther(final String statement) throws IOException {
		final Path mark = folder.resolve("mark");
		final Path macro = folder.resolve("m.ijm");
		Files.writeString(macro, statement + "\nFile.append(\"went on\", getArgument());\n");
		assertFalse(HeadlessImageJ.run(macro.toString(), mark.toString()));
		assertFalse(Files.exists(mark), "the macro went on");
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "exit();", "exit", "if (true) exit; exit(\"not reached\");\n", "return \"text\";" })
	void succeeds(final String statement) {
		assertTrue(HeadlessImageJ.runMacro(statement + "\n", "") || statement.contains("not reached"));
	}

	@Test
	void failsWithoutTheMacroFile() {
		assertFalse(HeadlessImageJ.run(folder.resolve("missing.ijm").toString()));
	}

	@Test
	void passesArgumentsAndThePathOfTheMacro() throws IOException {
		final Path macro = folder.resolve("m.ijm");
		final Path out = folder.resolve("out");
		Files.writeString(macro, "File.append(getArgument() + \" µ \" + File.getName(getInfo(\"macro.filepath\")), \"" + out.toString().replace('\\', '/') + "\");");
		assertTrue(HeadlessImageJ.run(macro.toString(), "two", "words"));
		assertEquals("two words µ m.ijm", Files.readString(out).trim());
	}

	private String result(final String macro) throws IOException {
		final Path out = folder.resolve("out");
		assertTrue(HeadlessImageJ.runMacro(macro, out.toString()));
		return Files.readString(out).trim();
	}
}
