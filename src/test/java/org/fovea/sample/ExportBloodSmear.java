package org.fovea.sample;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

import javax.imageio.ImageIO;

/**
 * Writes simulated fields and crops for the training scripts, each as {@code NAME.png}, {@code NAME-labels.png} and {@code NAME.csv} (type,
 * group, x, y, box); NAME is {@code field-N} or {@code crop-N-TYPE}. Arguments: folder, number of fields, number of crops per cell type, size of crops, seed.
 */
public final class ExportBloodSmear {

	private ExportBloodSmear() {}

	/**
	 * Writes them.
	 *
	 * @param args folder, fields, crops per type, crop size, seed
	 * @throws IOException if the folder cannot be written
	 */
	public static void main(final String... args) throws IOException {
		final Path folder = Files.createDirectories(Path.of(args[0]));
		final BloodSmear smear = new BloodSmear(640, 480, Long.parseLong(args[4]));
		for (int i = 0; i < Integer.parseInt(args[1]); i++) write(smear.field(i), folder, String.format(Locale.ROOT, "field-%04d", i));
		for (final CellType type : CellType.values()) {
			for (int i = 0; i < Integer.parseInt(args[2]); i++) {
				write(smear.crop(type, Integer.parseInt(args[3]), i), folder, String.format(Locale.ROOT, "crop-%04d-%s", i, type.title()));
			}
		}
	}

	private static void write(final Smear smear, final Path folder, final String name) throws IOException {
		final BufferedImage image = new BufferedImage(smear.width(), smear.height(), BufferedImage.TYPE_INT_RGB);
		image.setRGB(0, 0, smear.width(), smear.height(), smear.image().update(null).getCurrentStorageArray(), 0, smear.width());
		ImageIO.write(image, "png", folder.resolve(name + ".png").toFile());
		final BufferedImage labels = new BufferedImage(smear.width(), smear.height(), BufferedImage.TYPE_BYTE_GRAY);
		labels.getRaster().setDataElements(0, 0, smear.width(), smear.height(), smear.labels().update(null).getCurrentStorageArray());
		ImageIO.write(labels, "png", folder.resolve(name + "-labels.png").toFile());
		final List<String> lines = new ArrayList<>(List.of("type,group,x,y,minX,minY,maxX,maxY"));
		for (final Cell c : smear.cells()) {
			lines.add(String.format(Locale.ROOT, "%s,%s,%.1f,%.1f,%d,%d,%d,%d", c.type().title(), c.type().group(), c.x(), c.y(), c.minX(), c.minY(),
				c.maxX(), c.maxY()));
		}
		Files.write(folder.resolve(name + ".csv"), lines);
	}
}
