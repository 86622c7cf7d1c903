package org.fovea.command.explorer;

import java.awt.Point;
import java.awt.Rectangle;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

import org.fovea.image.Sight;
import org.fovea.image.View;
import org.fovea.network.Layer;
import org.fovea.network.ReceptiveField;

/** Numbers as people read them. */
final class Readout {

	private Readout() {
	}

	/** Four digits, without the zeros behind them. */
	static String number(final double value) {
		if (value == Math.rint(value) && Math.abs(value) < 1e6) return Long.toString((long) value);
		final String text = String.format(Locale.ROOT, "%.4g", value);
		return text.contains("e") ? text : text.replaceFirst("0+$", "").replaceFirst("\\.$", "");
	}

	/** Such as {@code 64 × 60 × 80}, without the batch. */
	static String shape(final Layer layer) {
		final int[] shape = layer.shape();
		if (shape.length < 2) return Arrays.stream(shape).mapToObj(Integer::toString).collect(Collectors.joining(" × "));
		return Arrays.stream(shape, 1, shape.length).mapToObj(Integer::toString).collect(Collectors.joining(" × "));
	}

	/** What one position of a layer sees, in the network's pixels. */
	static String field(final Layer layer) {
		return both(layer, field -> field.isWhole() ? "whole image" : Integer.toString(field.size()), "not known");
	}

	/** How far neighbouring positions of a layer lie apart, in the network's pixels. */
	static String jump(final Layer layer) {
		return both(layer, field -> field.isWhole() || field.jump() == 0 ? "–" : number(field.jump()), "–");
	}

	/** Where the mouse is, what the unit says there, and what it sees of the image. */
	static String position(final Scene scene, final int unit, final Point position) {
		final int width = scene.units().maps().get(unit).width();
		final float value = scene.units().maps().get(unit).values()[position.y * width + position.x];
		final Sight sight = scene.sight(position);
		final Rectangle box = sight.box();
		final String seen = switch (sight.extent()) {
			case PART -> "sees x " + span(box.x, box.width) + ", y " + span(box.y, box.height);
			case WHOLE -> "sees the whole image";
			case UNKNOWN -> "receptive field not known";
		};
		return "(" + position.x + ", " + position.y + ") = " + number(value) + "  ·  " + seen;
	}

	/** What of which image the network sees. */
	static String seen(final Scene scene) {
		final View view = scene.view();
		final String plane = view.plane().label(view.image());
		final boolean isPart = view.area().width < view.image().getWidth() || view.area().height < view.image().getHeight();
		final boolean isResized = view.width() != view.area().width || view.height() != view.area().height;
		return view.image().getTitle() + (plane.isEmpty() ? "" : ", " + plane) + (isPart ? ", selection " : ", ") + view.area().width + " × " + view
			.area().height + (isResized ? " seen as " + view.width() + " × " + view.height() : "");
	}

	private static String span(final int from, final int size) {
		return from + "–" + (from + size - 1);
	}

	private interface Reading {

		String of(ReceptiveField field);
	}

	private static String both(final Layer layer, final Reading reading, final String unknown) {
		final String x = layer.horizontal().map(reading::of).orElse(unknown);
		final String y = layer.vertical().map(reading::of).orElse(unknown);
		return x.equals(y) ? x : x + " × " + y;
	}
}
