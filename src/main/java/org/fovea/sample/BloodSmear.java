package org.fovea.sample;

import java.util.ArrayList;
import java.util.List;

import org.fovea.Progress;

import net.imglib2.img.array.ArrayImgs;

/**
 * A simulated Giemsa-stained blood smear under an oil-immersion lens: any number of fields, and single-cell crops, with the truth about
 * every pixel. Stains absorb by Beer and Lambert's law; sizes and colours follow real smears of 640 × 480 pixels. The same arguments give
 * the same bits on every machine. Immutable and safe to use from several threads.
 */
public final class BloodSmear {

	/** Largest side of a field, in pixels. */
	public static final int MAXIMUM_SIDE = 16384;

	private static final double SHARE_OF_CELLS = 0.3;

	private final int width;
	private final int height;
	private final long seed;
	private final double scale;

	/**
	 * A smear at the magnification of real fields of 640 × 480 pixels, where a red cell is about 96 pixels wide.
	 *
	 * @param width of a field, in pixels
	 * @param height of a field, in pixels
	 * @param seed of every random draw
	 */
	public BloodSmear(final int width, final int height, final long seed) {
		this(width, height, seed, 1);
	}

	/**
	 * A smear at any magnification.
	 *
	 * @param width of a field, in pixels, 1 to {@value #MAXIMUM_SIDE}
	 * @param height of a field, in pixels, 1 to {@value #MAXIMUM_SIDE}
	 * @param seed of every random draw
	 * @param scale 1 = a red cell is about 96 pixels wide; 0.05 to 8
	 * @throws IllegalArgumentException if a number is out of its range
	 */
	public BloodSmear(final int width, final int height, final long seed, final double scale) {
		if (width < 1 || height < 1 || width > MAXIMUM_SIDE || height > MAXIMUM_SIDE || (long) width * height > 1L << 28) {
			throw new IllegalArgumentException("A field of " + width + " x " + height + " pixels cannot be simulated.");
		}
		if (!(scale >= 0.05 && scale <= 8)) throw new IllegalArgumentException("The scale must be between 0.05 and 8, not " + scale + ".");
		this.width = width;
		this.height = height;
		this.seed = seed;
		this.scale = scale;
	}

	/**
	 * Simulates one field; stain, density of cells and focus differ between fields.
	 *
	 * @param index which field, from 0
	 * @return the field
	 */
	public Smear field(final int index) {
		return field(index, Progress.NONE);
	}

	/**
	 * Simulates one field, and can be stopped: large ones take seconds.
	 *
	 * @param index which field, from 0
	 * @param progress told how much of the field is done; asked many times a second whether to stop
	 * @return the field
	 * @throws org.fovea.CancelledException if it was stopped
	 */
	public Smear field(final int index, final Progress progress) {
		final Dice dice = new Dice(seed, 1, index);
		final Staining staining = Staining.of(dice);
		return render(width, height, Arrangement.field(width, height, scale, staining, dice), dice, Dice.mix(seed), progress);
	}

	/**
	 * Simulates a crop with one cell in the middle and parts of its neighbours around it.
	 *
	 * @param type of the cell
	 * @param size of both sides, in pixels
	 * @param index which crop, from 0
	 * @return the crop
	 */
	public Smear crop(final CellType type, final int size, final int index) {
		if (size < 1 || size > MAXIMUM_SIDE) throw new IllegalArgumentException("A crop of " + size + " pixels cannot be simulated.");
		final Dice dice = new Dice(seed, 2, index, type.ordinal());
		final Staining staining = Staining.of(dice);
		return render(size, size, Arrangement.around(type, size, scale, staining, dice), dice, dice.bits(), Progress.NONE);
	}

	private Smear render(final int columns, final int rows, final List<Body> bodies, final Dice dice, final long camera,
		final Progress progress)
	{
		final Slide slide = new Slide(columns, rows);
		final List<Cell> cells = new ArrayList<>();
		for (int i = 0; i < bodies.size(); i++) {
			progress.report("Laying out cells", SHARE_OF_CELLS * i / bodies.size());
			progress.check();
			lay(bodies.get(i), slide, cells);
		}
		final int[] argb = new Optics(camera, scale).expose(slide, dice, done -> {
			progress.report("Taking the picture", SHARE_OF_CELLS + (1 - SHARE_OF_CELLS) * done);
			progress.check();
		});
		return new Smear(ArrayImgs.argbs(argb, columns, rows), ArrayImgs.unsignedBytes(slide.labels(), columns, rows), List.copyOf(cells));
	}

	private static void lay(final Body body, final Slide slide, final List<Cell> cells) {
		final int left = (int) Math.max(0, Math.floor(body.x() - body.reach()));
		final int top = (int) Math.max(0, Math.floor(body.y() - body.reach()));
		final int right = (int) Math.min(slide.width() - 1.0, Math.ceil(body.x() + body.reach()));
		final int bottom = (int) Math.min(slide.height() - 1.0, Math.ceil(body.y() + body.reach()));
		int minX = Integer.MAX_VALUE;
		int minY = Integer.MAX_VALUE;
		int maxX = -1;
		int maxY = -1;
		for (int y = top; y <= bottom; y++) {
			for (int x = left; x <= right; x++) {
				final Part part = body.paint(slide, x, y);
				if (part == Part.BACKGROUND) continue;
				slide.label(x, y, part);
				minX = Math.min(minX, x);
				maxX = Math.max(maxX, x);
				minY = Math.min(minY, y);
				maxY = Math.max(maxY, y);
			}
		}
		if (maxX >= 0) cells.add(new Cell(body.type(), body.x(), body.y(), minX, minY, maxX, maxY));
	}
}
