package org.fovea;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Holds who may use whom: pixels walk from images through networks and techniques back to images, and nothing looks upwards. */
class ArchitectureTest {

	private static final String[] TECHNIQUES = { "org.fovea.attribution..", "org.fovea.cam..", "org.fovea.activation..", "org.fovea.synthesis..",
		"org.fovea.dissection..", "org.fovea.embedding..", "org.fovea.segmentation.." };

	private static JavaClasses fovea;

	@BeforeAll
	static void read() {
		fovea = new ClassFileImporter().withImportOption(new ImportOption.DoNotIncludeTests()).importPackages("org.fovea");
		assertTrue(fovea.size() > 100);
	}

	@Test
	void roomsUseOnlyTheRoomsBelowThem() {
		layeredArchitecture().consideringOnlyDependenciesInLayers().withOptionalLayers(true)
			.layer("torchscript").definedBy("org.fovea.torchscript..")
			.layer("network").definedBy("org.fovea.network..")
			.layer("model").definedBy("org.fovea.model..")
			.layer("techniques").definedBy(TECHNIQUES)
			.layer("plot").definedBy("org.fovea.plot..")
			.layer("image").definedBy("org.fovea.image..")
			.layer("sample").definedBy("org.fovea.sample..")
			.layer("command").definedBy("org.fovea.command..")
			.layer("imagej1").definedBy("org.fovea.imagej1..")
			.whereLayer("torchscript").mayOnlyBeAccessedByLayers("network", "model")
			.whereLayer("network").mayOnlyBeAccessedByLayers("model", "techniques", "image", "command")
			.whereLayer("model").mayOnlyBeAccessedByLayers("image", "command", "imagej1")
			.whereLayer("techniques").mayOnlyBeAccessedByLayers("command")
			.whereLayer("plot").mayOnlyBeAccessedByLayers("image", "command")
			.whereLayer("image").mayOnlyBeAccessedByLayers("command", "imagej1")
			.whereLayer("sample").mayOnlyBeAccessedByLayers("command", "imagej1")
			.whereLayer("command").mayOnlyBeAccessedByLayers("imagej1")
			.whereLayer("imagej1").mayNotBeAccessedByAnyLayer()
			.check(fovea);
	}

	@Test
	void onlyTheNetworkKnowsTheEngine() {
		noClasses().that().resideOutsideOfPackage("org.fovea.network..").should().dependOnClassesThat().resideInAPackage("ai.djl..").check(fovea);
	}

	@Test
	void theReaderOfArchivesIsPureJava() {
		classes().that().resideInAPackage("org.fovea.torchscript..").should().onlyDependOnClassesThat().resideInAnyPackage("java..",
			"org.fovea.torchscript..", "org.fovea").check(fovea);
	}

	@Test
	void onlyImagesCommandsAndTheBridgeKnowImageJ() {
		noClasses().that().resideOutsideOfPackages("org.fovea.image..", "org.fovea.command..", "org.fovea.imagej1..").should()
			.dependOnClassesThat().resideInAnyPackage("ij", "ij..").check(fovea);
	}

	@Test
	void techniquesKnowNoWindow() {
		noClasses().that().resideInAnyPackage(TECHNIQUES).should().dependOnClassesThat().resideInAnyPackage("org.scijava..", "java.awt..",
			"javax.swing..", "ij..").check(fovea);
	}

	@Test
	void plotsKnowOnlyPens() {
		classes().that().resideInAPackage("org.fovea.plot..").should().onlyDependOnClassesThat().resideInAnyPackage("java..", "org.fovea",
			"org.fovea.plot..").check(fovea);
	}

	@Test
	void samplesKnowNoWindow() {
		noClasses().that().resideInAPackage("org.fovea.sample..").should().dependOnClassesThat().resideInAnyPackage("org.scijava..", "javax.swing..",
			"ij..", "org.fovea.network..", "org.fovea.model..").check(fovea);
	}

	@Test
	void imagesKnowNoCommand() {
		noClasses().that().resideInAPackage("org.fovea.image..").should().dependOnClassesThat().resideInAnyPackage("org.scijava..",
			"javax.swing..").check(fovea);
	}

	@Test
	void roomsDoNotCallEachOtherInCircles() {
		slices().matching("org.fovea.(*)..").should().beFreeOfCycles().check(fovea);
	}

	@Test
	void everyRoomSaysWhatItIsFor() throws IOException {
		try (Stream<Path> folders = Files.walk(Path.of("src", "main", "java"))) {
			final List<Path> silent = folders.filter(Files::isDirectory).filter(ArchitectureTest::holdsCode).filter(folder -> !Files.exists(folder
				.resolve("package-info.java"))).toList();
			assertTrue(silent.isEmpty(), "no package-info.java in " + silent);
		}
	}

	private static boolean holdsCode(final Path folder) {
		try (Stream<Path> files = Files.list(folder)) {
			return files.anyMatch(file -> file.toString().endsWith(".java"));
		}
		catch (final IOException exc) {
			throw new UncheckedIOException(exc);
		}
	}
}
