package org.fovea.imagej1;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** The macro that shows what Fovea does. */
final class Demo {

	private static final String MACRO = "/script_templates/Fovea/Fovea_Demo.ijm";

	private Demo() {
	}

	/** @return the macro's text */
	static String macro() {
		try (InputStream in = Demo.class.getResourceAsStream(MACRO)) {
			return new String(in.readAllBytes(), StandardCharsets.UTF_8);
		}
		catch (final IOException exc) {
			throw new UncheckedIOException(exc);
		}
	}
}
