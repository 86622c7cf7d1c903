package org.fovea.imagej1;

import java.awt.Component;
import java.awt.EventQueue;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.nio.file.Path;

import javax.swing.AbstractButton;
import javax.swing.JFrame;
import javax.swing.JLabel;
import javax.swing.JList;
import javax.swing.JTabbedPane;

import ij.IJ;
import ij.ImageJ;
import ij.ImagePlus;
import ij.macro.Interpreter;
import ij.process.ColorProcessor;
import ij.process.ImageConverter;

/**
 * Makes the pictures of the page about the explorer, which needs a display, from a simulated smear and the bundled model:
 *
 * <pre>
 * mvn -q test-compile exec:java -Dmain-scope=test -Dmain-class=org.fovea.imagej1.ExplorerPictures -Dexec.args=docs/images
 * </pre>
 */
public final class ExplorerPictures {

	private static final int WIDTH = 1120;
	private static final int HEIGHT = 700;
	private static final int COLOURS = 128;

	private ExplorerPictures() {
	}

	/**
	 * Makes the pictures, and ends the Java virtual machine.
	 *
	 * @param args the folder to write to
	 * @throws Exception if something does not come about
	 */
	public static void main(final String... args) throws Exception {
		Thread.currentThread().setContextClassLoader(ExplorerPictures.class.getClassLoader());
		new ImageJ(ImageJ.NO_SHOW);
		new MenuEntries(Commands.shared().list()).install();
		new Interpreter().run("run('Blood Smear...', 'width=640 height=480 count=12 seed=1'); run('Unit Explorer...');");
		ExplorerDriver.await("the window", () -> ExplorerDriver.frame() != null && ExplorerDriver.find(JList.class, "units").getModel().getSize() > 0);
		EventQueue.invokeAndWait(() -> {
			ExplorerDriver.frame().setSize(WIDTH, HEIGHT);
			ExplorerDriver.frame().validate();
		});
		press("search-stack");
		ExplorerDriver.await("patches", () -> ExplorerDriver.find(JList.class, "patches").getModel().getSize() == 9);
		save((JFrame) ExplorerDriver.frame(), ((JFrame) ExplorerDriver.frame()).getContentPane(), Path.of(args[0], "unit-explorer.png"));
		final JTabbedPane tabs = ExplorerDriver.find(JTabbedPane.class, "tabs");
		EventQueue.invokeAndWait(() -> tabs.setSelectedIndex(1));
		press("maximize");
		ExplorerDriver.await("the picture", () -> ExplorerDriver.find(JLabel.class, "stimulus-note").getText().endsWith("after 256 steps"));
		save((JFrame) ExplorerDriver.frame(), tabs, Path.of(args[0], "unit-explorer-picture.png"));
		System.exit(0);
	}

	private static void press(final String name) throws Exception {
		final AbstractButton button = ExplorerDriver.find(AbstractButton.class, name);
		EventQueue.invokeAndWait(button::doClick);
	}

	private static void save(final JFrame frame, final Component part, final Path file) throws Exception {
		ExplorerDriver.settle();
		final BufferedImage picture = new BufferedImage(part.getWidth(), part.getHeight(), BufferedImage.TYPE_INT_RGB);
		EventQueue.invokeAndWait(() -> {
			final Graphics2D g = picture.createGraphics();
			g.setColor(frame.getContentPane().getBackground());
			g.fillRect(0, 0, part.getWidth(), part.getHeight());
			part.printAll(g);
			g.dispose();
		});
		final ImagePlus image = new ImagePlus(frame.getTitle(), new ColorProcessor(picture));
		new ImageConverter(image).convertRGBtoIndexedColor(COLOURS);
		IJ.saveAs(image, "PNG", file.toString());
	}
}
