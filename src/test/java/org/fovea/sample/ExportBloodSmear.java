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
 * Writes simulated fields and crops for the training scripts: {@code field-N.png}, {@code field-N-labels.png}, {@code field-N.csv} (type,
 * group, x, y, box) and {@code crop-N-TYPE.png}. Arguments: folder, number of fields, number of crops per cell type, size of crops, seed.
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
		for (int i = 0; i < Integer.parseInt(args[1]); i++) {
			final Smear field = smear.field(i);
			final String name = String.format(Locale.ROOT, "field-%04d", i);
			write(field, folder.resolve(name + ".png"));
			final BufferedImage labels = new BufferedImage(field.width(), field.height(), BufferedImage.TYPE_BYTE_GRAY);
			labels.getRaster().setDataElements(0, 0, field.width(), field.height(), field.labels().update(null).getCurrentStorageArray());
			ImageIO.write(labels, "png", folder.resolve(name + "-labels.png").toFile());
			final List<String> lines = new ArrayList<>(List.of("type,group,x,y,minX,minY,maxX,maxY"));
			for (final Cell c : field.cells()) {
				lines.add(String.format(Locale.ROOT, "%s,%s,%.1f,%.1f,%d,%d,%d,%d", c.type().title(), c.type().group(), c.x(), c.y(), c.minX(), c.minY(),
					c.maxX(), c.maxY()));
			}
			Files.write(folder.resolve(name + ".csv"), lines);
		}
		for (final CellType type : CellType.values()) {
			for (int i = 0; i < Integer.parseInt(args[2]); i++) {
				write(smear.crop(type, Integer.parseInt(args[3]), i), folder.resolve(String.format(Locale.ROOT, "crop-%04d-%s.png", i, type.title())));
			}
		}
	}

	private static void write(final Smear smear, final Path file) throws IOException {
		final BufferedImage image = new BufferedImage(smear.width(), smear.height(), BufferedImage.TYPE_INT_RGB);
		image.setRGB(0, 0, smear.width(), smear.height(), smear.image().update(null).getCurrentStorageArray(), 0, smear.width());
		ImageIO.write(image, "png", file.toFile());
	}
}
