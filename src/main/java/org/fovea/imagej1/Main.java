package org.fovea.imagej1;

import java.awt.GraphicsEnvironment;

import net.imagej.patcher.LegacyInjector;

/**
 * Starts Fovea without Fiji. Without arguments: with a display, opens ImageJ with Fovea's menu and the demo; without one, runs the demo
 * and writes its pictures and tables to the folder that the system property {@code fovea.demo} names ({@code target/demo}). With
 * arguments: runs the ImageJ macro of that file without a display, the rest being what {@code getArgument()} returns. Exit code 0 when
 * the macro ran to its end or to {@code exit()}, 1 when it failed.
 */
public final class Main {

	private Main() {
	}

	/**
	 * Runs the demo or a macro, and ends the Java virtual machine.
	 *
	 * @param args nothing, or a macro file and its argument
	 */
	public static void main(final String... args) {
		// No class of ImageJ may be loaded before it is patched, and none of AWT before it knows whether there is a display.
		if (args.length > 0) System.setProperty("java.awt.headless", "true");
		System.setProperty("slf4j.internal.verbosity", "ERROR");
		final ClassLoader loader = Main.class.getClassLoader();
		Thread.currentThread().setContextClassLoader(loader);
		if (!GraphicsEnvironment.isHeadless()) {
			Desktop.open();
			return;
		}
		LegacyInjector.preinit(loader);
		final boolean succeeded = HeadlessImageJ.run(args);
		System.exit(succeeded ? 0 : 1);
	}
}
