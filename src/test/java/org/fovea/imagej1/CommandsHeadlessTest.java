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

/** Fovea's own commands in macros of ImageJ 1.x without a display. */
class CommandsHeadlessTest {

	@TempDir
	private Path folder;

	@BeforeAll
	static void start() {
		HeadlessImageJ.start();
		TinyModel.add();
	}

	@AfterEach
	void closeImages() {
		final int[] ids = WindowManager.getIDList();
		if (ids == null) return;
		for (final int id : ids) WindowManager.getImage(id).close();
	}

	@Test
	void explainsASmear() throws IOException {
		assertEquals("Blood Smear 96 64 24\nBlood Smear-grad-cam 96 64 32 µm\n2", result("""
			run("Blood Smear...", "width=96 height=64 seed=3");
			log();
			run("Grad-CAM...", "model=tiny target=[white cell] show=heatmap");
			getPixelSize(unit, width, height);
			File.append(getTitle() + " " + getWidth() + " " + getHeight() + " " + bitDepth() + " " + unit, getArgument());
			File.append(nImages, getArgument());
			function log() { File.append(getTitle() + " " + getWidth() + " " + getHeight() + " " + bitDepth(), getArgument()); }
			"""));
	}

	@Test
	void classifiesIntoATable() throws IOException {
		final String csv = result("""
			run("Clear Results");
			run("Blood Smear...", "width=96 height=64");
			run("Classify...", "model=tiny top=3");
			saveAs("Results", getArgument());
			run("Clear Results");
			""");
		assertTrue(TinyModel.LABELS.stream().filter(csv::contains).count() >= 3, csv);
	}

	@ParameterizedTest
	@ValueSource(strings = { "run(\"Grad-CAM...\", \"model=tiny\");",
		"run(\"Blood Smear...\", \"width=64 height=64\"); run(\"Grad-CAM...\", \"model=nowhere\");",
		"run(\"Blood Smear...\", \"width=64 height=64\"); run(\"Grad-CAM...\", \"model=tiny target=unicorn\");",
		"run(\"Blood Smear...\", \"width=64 height=64\"); run(\"Grad-CAM...\", \"model=tiny layer=nowhere\");",
		"run(\"Blood Smear...\", \"width=1\");", "run(\"Import Model...\", \"path=[/no such file.pt]\");" })
	void stopsTheMacro(final String statements) throws IOException {
		final Path mark = folder.resolve("mark");
		assertFalse(HeadlessImageJ.runMacro(statements + "\nFile.append(\"went on\", getArgument());", mark.toString()));
		assertFalse(Files.exists(mark), "the macro went on");
	}

	private String result(final String macro) throws IOException {
		final Path out = folder.resolve("out");
		assertTrue(HeadlessImageJ.runMacro(macro, out.toString()));
		return Files.readString(out).trim();
	}
}
