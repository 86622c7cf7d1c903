package org.fovea.image;

import java.util.List;

import ij.ImagePlus;
import ij.ImageStack;
import ij.process.ByteProcessor;
import ij.process.ColorProcessor;
import ij.process.FloatProcessor;
import ij.process.ImageProcessor;

import org.fovea.network.Kernels;
import org.fovea.network.Tensor;

/** A layer's filters: their numbers as a 32-bit stack, and as tiles of colour or grey in which 0 is mid-grey. */
public final class FilterImages {

	private static final int TILE = 32;
	private static final int LARGEST = 1200;
	private static final int GAP = 1;
	private static final int ZERO = 128;
	private static final int REACH = 127;

	private final String model;
	private final Kernels kernels;
	private final List<Shown> filters;

	/**
	 * One unit's filter.
	 *
	 * @param unit from 0
	 * @param weights {@code [inputs, depth, height, width]}
	 * @param limit drawn white; its negative is drawn black
	 */
	public record Shown(int unit, Tensor weights, double limit) {}

	/**
	 * Settles what is shown.
	 *
	 * @param model for the title
	 * @param kernels of the layer
	 * @param filters of the units, in the order in which they are shown
	 */
	public FilterImages(final String model, final Kernels kernels, final List<Shown> filters) {
		this.model = model;
		this.kernels = kernels;
		this.filters = List.copyOf(filters);
	}

	/**
	 * The numbers. Of kernels with an extent one slice for each, called {@code layer/unit}, as a hyperstack with a channel for each input, a
	 * slice for each unit and a frame for each depth; of kernels of one number a single image with a row for each unit and a column for each
	 * input.
	 *
	 * @return 32-bit, a range symmetric about 0, not shown
	 */
	public ImagePlus weights() {
		final boolean isSpatial = kernels.isSpatial();
		final ImagePlus image = new ImagePlus(model + "-weights", isSpatial ? slices() : table());
		if (isSpatial) {
			image.setDimensions(kernels.inputs(), filters.size(), kernels.depth());
			image.setOpenAsHyperStack(image.getStackSize() > 1);
		}
		double limit = 0;
		for (final Shown filter : filters) {
			for (final float weight : filter.weights().data()) limit = Math.max(limit, Math.abs(weight));
		}
		image.setLut(Luts.of(Luts.DIVERGING, true));
		new Scale(limit > 0 ? limit : 1, true).show(image);
		return image;
	}

	private ImageStack slices() {
		final int size = kernels.height() * kernels.width();
		final ImageStack stack = new ImageStack(kernels.width(), kernels.height());
		for (int depth = 0; depth < kernels.depth(); depth++) {
			for (final Shown filter : filters) {
				for (int i = 0; i < kernels.inputs(); i++) {
					final float[] kernel = new float[size];
					System.arraycopy(filter.weights().data(), (i * kernels.depth() + depth) * size, kernel, 0, size);
					stack.addSlice(label(filter.unit(), i, depth), new FloatProcessor(kernels.width(), kernels.height(), kernel));
				}
			}
		}
		return stack;
	}

	private String label(final int unit, final int i, final int depth) {
		final String name = kernels.layer() + "/" + unit;
		final String input = kernels.inputs() * kernels.groups() > 1 ? name + " input " + kernels.channel(unit, i) : name;
		return kernels.depth() > 1 ? input + " depth " + depth : input;
	}

	private ImageStack table() {
		final FloatProcessor table = new FloatProcessor(kernels.inputs(), filters.size());
		for (int row = 0; row < filters.size(); row++) {
			for (int i = 0; i < kernels.inputs(); i++) table.setf(i, row, filters.get(row).weights().data()[i]);
		}
		final ImageStack stack = new ImageStack(kernels.inputs(), filters.size());
		stack.addSlice(kernels.layer(), table);
		return stack;
	}

	/**
	 * The display. In colour, one tile for each unit, its kernels for red, green and blue at once; in grey, a row of tiles for each unit and
	 * one for each input, or tiles in rows where each unit has one input. A slice for each depth.
	 *
	 * @param isColour whether the three inputs are red, green and blue
	 * @return RGB or 8-bit, enlarged without interpolation, not shown
	 */
	public ImagePlus tiles(final boolean isColour) {
		final int each = isColour ? 1 : kernels.inputs();
		final int columns = each == 1 ? (int) Math.ceil(Math.sqrt(filters.size())) : each;
		final int rows = (filters.size() * each + columns - 1) / columns;
		final int gap = kernels.isSpatial() ? GAP : 0;
		final int wanted = Math.max(1, TILE / Math.max(kernels.width(), kernels.height()));
		final int room = LARGEST / Math.max(columns * (kernels.width() + gap), rows * (kernels.height() + gap));
		final int zoom = Math.max(1, Math.min(wanted, room));
		final int stepX = kernels.width() * zoom + gap;
		final int stepY = kernels.height() * zoom + gap;
		final ImageStack stack = new ImageStack(columns * stepX - gap, rows * stepY - gap);
		for (int depth = 0; depth < kernels.depth(); depth++) {
			final ImageProcessor page = isColour ? new ColorProcessor(stack.getWidth(), stack.getHeight()) : new ByteProcessor(stack.getWidth(), stack
				.getHeight());
			page.setColor(java.awt.Color.WHITE);
			page.fill();
			for (int tile = 0; tile < filters.size() * each; tile++) {
				draw(page, filters.get(tile / each), isColour ? -1 : tile % each, depth, new int[] { tile % columns * stepX, tile / columns * stepY, zoom });
			}
			stack.addSlice(kernels.depth() > 1 ? kernels.layer() + " depth " + depth : kernels.layer(), page);
		}
		return new ImagePlus(model + "-filters", stack);
	}

	/** @param place left, top, zoom */
	private void draw(final ImageProcessor page, final Shown filter, final int input, final int depth, final int[] place) {
		for (int y = 0; y < kernels.height() * place[2]; y++) {
			for (int x = 0; x < kernels.width() * place[2]; x++) {
				final int at = (depth * kernels.height() + y / place[2]) * kernels.width() + x / place[2];
				page.set(place[0] + x, place[1] + y, input < 0 ? grey(filter, 0, at) << 16 | grey(filter, 1, at) << 8 | grey(filter, 2, at) : grey(filter,
					input, at));
			}
		}
	}

	private int grey(final Shown filter, final int input, final int at) {
		if (!(filter.limit() > 0)) return ZERO;
		final float weight = filter.weights().data()[input * kernels.depth() * kernels.height() * kernels.width() + at];
		return (int) Math.round(ZERO + REACH * Math.max(-1, Math.min(1, weight / filter.limit())));
	}
}
