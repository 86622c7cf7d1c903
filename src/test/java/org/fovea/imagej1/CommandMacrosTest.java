package org.fovea.imagej1;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import org.fovea.golden.Golden;
import org.fovea.model.ModelService;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import ij.WindowManager;

/** Fovea's commands in macros of ImageJ 1.x without a display, from importing a network to measuring its maps. */
class CommandMacrosTest {

	private static final String ID = "macro-gap";

	@TempDir
	private Path folder;

	@BeforeAll
	static void start() throws IOException {
		HeadlessImageJ.start();
		forget();
		final Path archive = Golden.of("gap").archive("scripted");
		assertTrue(HeadlessImageJ.runMacro("run(\"Import Model...\", \"path=[" + archive.toString().replace('\\', '/') + "] id=" + ID +
			" labels=[red, green, blue, round, long one]\");", ""));
	}

	@AfterAll
	static void forget() {
		final ModelService models = Commands.shared().context().service(ModelService.class);
		if (models.models().stream().anyMatch(info -> info.id().equals(ID))) models.remove(ID);
	}

	@AfterEach
	void closeImages() {
		final int[] ids = WindowManager.getIDList();
		if (ids == null) return;
		for (final int id : ids) WindowManager.getImage(id).close();
	}

	@Test
	void mapsAreImagesThatMacrosMeasure() throws IOException {
		assertEquals("2 Blood Smear-grad-cam 32 96x64 micron 1 1 long one", result("""
			run("Blood Smear...", "width=96 height=64 count=1 seed=3");
			run("Grad-CAM...", "model=macro-gap target=[long one]");
			getDimensions(w, h, c, z, t);
			getVoxelSize(x, y, d, unit);
			getStatistics(area, mean, min, max);
			getMinAndMax(low, high);
			n = nImages - 1;
			text = "" + n + " " + getTitle() + " " + bitDepth() + " " + w + "x" + h + " " + replace(unit, "µm", "micron") + " " + (min >= 0) + " " +
				(low == 0) + " " + getInfo("Target");
			File.append(text, getArgument());
			"""));
	}

	@Test
	void picturesThatWereMadeAreClassifiedAgain() throws IOException {
		assertEquals("macro-gap-activation-maximization 24 3 20x16 features.4/5 1", result("""
			run("Activation Maximization...", "model=macro-gap layer=features.4 units=3-5 size=20x16 steps=3");
			setSlice(3);
			text = getTitle() + " " + bitDepth() + " " + nSlices + " " + getWidth() + "x" + getHeight() + " " + getInfo("slice.label");
			run("Classify...", "model=macro-gap");
			File.append(text + " " + nResults, getArgument());
			run("Clear Results");
			"""));
	}

	@Test
	void signedMapsOfSelectionsAndOverlays() throws IOException {
		assertEquals("20x10 1 Blood Smear-saliency-map-overlay 1 24", result("""
			run("Blood Smear...", "width=96 height=64");
			makeRectangle(5, 6, 20, 10);
			run("Saliency Map...", "model=macro-gap reduction=signed show=heatmap");
			getMinAndMax(low, high);
			text = "" + getWidth() + "x" + getHeight() + " " + (low == -high);
			close();
			run("Saliency Map...", "model=macro-gap show=overlay lut=Fire opacity=0.8");
			File.append(text + " " + getTitle() + " " + Overlay.size + " " + bitDepth(), getArgument());
			"""));
	}

	@Test
	void regionsAreListedDrawnAndManaged() throws IOException {
		assertEquals("1 2 Blood Smear-localize-object 2 1 1 1", result("""
			run("Clear Results");
			roiManager("reset");
			run("Blood Smear...", "width=320 height=240 seed=1");
			makeRectangle(1, 1, 5, 5);
			roiManager("add");
			Overlay.remove;
			run("Select None");
			run("Localize Object...", "model=blood-cells target=WBC threshold=0.4 manager=true");
			text = "" + nResults + " " + RoiManager.size + " " + getTitle() + " " + Overlay.size + " ";
			roiManager("select", 1);
			getDimensions(w, h, c, z, t);
			getVoxelSize(vx, vy, vz, unit);
			Roi.getBounds(x, y, width, height);
			text = text + (abs(getResult("BX", 0) - x * vx) < 0.0001) + " " + (abs(getResult("Width", 0) - width * vx) < 0.0001) + " " +
				(getResultString("Technique", 0) == "grad-cam");
			roiManager("reset");
			run("Clear Results");
			File.append(text, getArgument());
			"""));
	}

	@Test
	void similarityToAnOpenImage() throws IOException {
		assertEquals("similarity to other 1 similarity to itself 1", result("""
			run("Blood Smear...", "width=96 height=64 seed=3");
			smear = getTitle();
			makeRectangle(10, 5, 60, 50);
			run("Duplicate...", "title=other");
			selectImage(smear);
			run("Select None");
			run("FAM...", "model=blood-embedding reference=other show=heatmap");
			text = getInfo("Target") + " " + (parseFloat(getInfo("Score")) < 0.99999) + " ";
			selectImage(smear);
			run("FAM...", "model=blood-embedding show=heatmap");
			File.append(text + getInfo("Target") + " " + (abs(parseFloat(getInfo("Score")) - 1) < 0.00001), getArgument());
			"""));
	}

	@Test
	void scoresOfAllSlicesStandInTheTable() throws IOException {
		assertEquals("3 3 field 2 1", result("""
			run("Clear Results");
			run("Blood Smear...", "width=64 height=48 count=3");
			run("Classify...", "model=macro-gap slices=all");
			sum = getResult("red", 1) + getResult("green", 1) + getResult("blue", 1) + getResult("round", 1) + getResult("long one", 1);
			File.append("" + nSlices + " " + nResults + " " + getResultString("Slice", 1) + " " + (abs(sum - 1) < 0.0001), getArgument());
			run("Clear Results");
			"""));
	}

	@Test
	void sharesTellWhatTheyMissAndCoversGiveProbabilities() throws IOException {
		assertEquals("1 0 1 1 1", result("""
			run("Blood Smear...", "width=64 height=48 seed=3");
			smear = getTitle();
			run("Saliency Map...", "model=macro-gap method=[integrated gradients] show=heatmap");
			text = "" + (indexOf(getMetadata("Info"), "Missing from the sum of shares: ") >= 0);
			selectImage(smear);
			run("Saliency Map...", "model=macro-gap show=heatmap");
			text = text + " " + (indexOf(getMetadata("Info"), "Missing from the sum of shares: ") >= 0);
			selectImage(smear);
			run("Occlusion Map...", "model=macro-gap window=16 quantity=probability fill=blur show=heatmap");
			getStatistics(area, mean, min, max);
			text = text + " " + (min >= 0 && max <= 1 && max > 0) + " " + (getWidth() == 64 && getHeight() == 48);
			selectImage(smear);
			run("RISE...", "model=macro-gap masks=40 cells=4 seed=2 show=heatmap");
			getStatistics(area, mean, min, max);
			File.append(text + " " + (min < 0 && max > 0), getArgument());
			"""));
	}

	@Test
	void cellsAreAStackWithTheirTypeInEachSlice() throws IOException {
		assertEquals("8 120x120 RBC platelet neutrophil basophil RBC WBC", result("""
			run("Clear Results");
			run("Blood Smear...", "width=120 height=150 content=cells count=8 seed=2");
			text = "" + nSlices + " " + getWidth() + "x" + getHeight();
			slices = newArray(1, 2, 3, 7, 8);
			for (i = 0; i < slices.length; i++) {
				setSlice(slices[i]);
				text = text + " " + getInfo("slice.label");
			}
			run("Classify...", "model=blood-cells slices=all");
			File.append(text + " " + getResultString("Class", 3), getArgument());
			run("Clear Results");
			"""));
	}

	@Test
	void featureMapsAreStacksAndSummariesAreTables() throws IOException {
		assertEquals("3 features.2/1 1", result("""
			run("Blood Smear...", "width=64 height=48");
			run("Feature Maps...", "model=macro-gap layer=features.2 units=0-2");
			setSlice(2);
			text = "" + nSlices + " " + getInfo("slice.label");
			run("Clear Results");
			run("Model Summary...", "model=macro-gap");
			File.append(text + " " + (nResults > 5), getArgument());
			run("Clear Results");
			"""));
	}

	@Test
	void unitsAreMaskedSearchedAndTheirFieldsDrawn() throws IOException {
		assertEquals("24 3x3 8 1 1 5x5 1 3 1 Blood Smear-top-patches", result("""
			run("Clear Results");
			run("Filters...", "model=macro-gap scaling=layer");
			close();
			text = "" + nSlices + " " + getWidth() + "x" + getHeight() + " " + nResults;
			close();
			run("Clear Results");
			run("Blood Smear...", "width=64 height=48 count=3 seed=3");
			smear = getTitle();
			makePoint(20, 16);
			roiManager("reset");
			run("Activation Mask...", "model=macro-gap layer=features.2 unit=3 quantile=0.9 manager=true");
			getStatistics(area, mean, min, max);
			text = text + " " + (max == 255) + " " + roiManager("count");
			roiManager("reset");
			selectImage(smear);
			run("Receptive Field...", "model=macro-gap layer=features.2 unit=3");
			text = text + " " + getResult("Size x", 0) + "x" + getResult("Size y", 0) + " " + (Overlay.size > 1);
			run("Clear Results");
			selectImage(smear);
			run("Select None");
			// Unit 0 or 1 stays below 0 in all three.
			run("Top Patches...", "model=macro-gap layer=features.3 units=0-1 count=9 projection=guided");
			File.append(text + " " + nResults + " " + (getResult("Activation", 0) >= getResult("Activation", 1)) + " " + getTitle(), getArgument());
			run("Clear Results");
			"""));
	}

	@Test
	void resultsOfBatchModeCanBeSelected() throws IOException {
		assertEquals("2 Blood Smear-grad-cam Blood Smear-masks 1", result("""
			setBatchMode(true);
			run("Blood Smear...", "width=96 height=64 masks=true");
			selectImage("Blood Smear");
			run("Grad-CAM...", "model=macro-gap show=heatmap");
			n = nImages - 1;
			title = getTitle();
			selectImage("Blood Smear-masks");
			getStatistics(area, mean, min, max);
			File.append("" + n + " " + title + " " + getTitle() + " " + (max > 0 && max < 5), getArgument());
			"""));
	}

	@ParameterizedTest
	@ValueSource(strings = { "run(\"Grad-CAM...\", \"model=macro-gap target=purple\");", "run(\"Grad-CAM...\", \"model=unknown\");",
		"run(\"Classify...\", \"model=macro-gap slices=every\");", "run(\"Close All\"); run(\"Classify...\", \"model=macro-gap\");",
		"run(\"8-bit\"); run(\"Grad-CAM...\", \"model=macro-gap\");", "run(\"Remove Model...\", \"model=unknown\");",
		"run(\"Import Model...\", \"path=nowhere.pt\");", "run(\"Manage Models...\");", "run(\"Unit Explorer...\");", "run(\"Blood Smear...\", \"width=0\");" })
	void refusalsStopTheMacro(final String statement) {
		final Path mark = folder.resolve("mark");
		final String macro = "run(\"Blood Smear...\", \"width=64 height=48\");\n" + statement + "\nFile.append(\"went on\", getArgument());\n";
		assertFalse(HeadlessImageJ.runMacro(macro, mark.toString()));
		assertFalse(Files.exists(mark), "the macro went on");
	}

	private String result(final String macro) throws IOException {
		final Path out = folder.resolve("out");
		assertTrue(HeadlessImageJ.runMacro(macro, out.toString()));
		return Files.readString(out).trim();
	}
}
