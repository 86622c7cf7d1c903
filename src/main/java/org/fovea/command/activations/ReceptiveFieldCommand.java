package org.fovea.command.activations;

import java.awt.Point;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

import org.fovea.activation.Activation;
import org.fovea.command.ImageCommand;
import org.fovea.command.Layers;
import org.fovea.command.Look;
import org.fovea.command.Units;
import org.fovea.image.FieldImage;
import org.fovea.image.Provenance;
import org.fovea.image.Sight;
import org.fovea.image.Tables;
import org.fovea.image.View;
import org.fovea.network.Layer;
import org.fovea.network.ReceptiveField;
import org.scijava.ItemIO;
import org.scijava.command.Command;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;

import ij.ImagePlus;
import ij.measure.ResultsTable;

/** Shows what part of the image the position of a layer under a point sees. */
@Plugin(type = Command.class, menuPath = "Plugins>Fovea>Activations>Receptive Field...")
public final class ReceptiveFieldCommand extends ImageCommand {

	@Parameter(label = "Layer", description = "A layer of Model Summary..., or auto for the last convolutional map", persist = false)
	private String layer = Layers.AUTO;

	@Parameter(label = "Unit", description = "Whose activation is listed: an index from 0, or auto for the unit that fires most there", persist = false)
	private String unit = "auto";

	@Parameter(type = ItemIO.OUTPUT, label = "Receptive field")
	private ImagePlus field;

	/** One plane: what the network saw, and what the layer made of it. */
	private record Page(View view, Layer layer, Activation activation) {

		private Reading read(final Point place, final String unit) {
			final int[] at = Sight.position(view, layer, place.x + 0.5, place.y + 0.5);
			final int k = Units.one(unit, activation.units(), layer.name()).orElseGet(() -> activation.strongest(at[0], at[1]));
			return new Reading(Sight.of(view, layer, at[0], at[1]), place, at[0], at[1], k, activation.at(k, at[0], at[1]));
		}
	}

	/** What is said of a place. */
	private record Reading(Sight sight, Point place, int x, int y, int unit, float activation) {

		private String words(final Layer layer) {
			final String size = sight.extent() == Sight.Extent.PART ? (int) sight.width() + "×" + (int) sight.height() : sight.words();
			return String.format(Locale.ROOT, "%s/%d at %d,%d: %.4g; receptive field %s", layer.name(), unit, x, y, activation, size);
		}
	}

	@Override
	protected Analysis analysis() {
		Units.check(unit);
		final List<Point> places = FieldImage.places(image());
		final List<Page> pages = new ArrayList<>();
		final List<Provenance> facts = new ArrayList<>();
		return new Analysis() {

			@Override
			public void add(final Look look) {
				final String name = facts.isEmpty() ? look.layer(layer) : facts.get(0).get("Layer");
				final Page page = new Page(look.view(), look.described(name), Activation.of(name, look.activation(name)));
				places.forEach(place -> page.read(place, unit));
				if (facts.isEmpty()) facts.add(provenance(look).with("Layer", name));
				pages.add(page);
			}

			@Override
			public Runnable finish() {
				final Page first = pages.get(0);
				final FieldImage drawn = new FieldImage(first.view(), pages.size(), place -> {
					final Reading reading = first.read(place, unit);
					return new FieldImage.Field(reading.sight(), reading.words(first.layer()));
				});
				final ImagePlus picture = drawn.draw(places);
				facts.get(0).write(picture);
				return () -> {
					field = present("field", picture);
					drawn.listen();
					list(pages, places);
					say(first.read(places.get(0), unit).words(first.layer()));
				};
			}
		};
	}

	private void list(final List<Page> pages, final List<Point> places) {
		final ResultsTable table = Tables.of(Tables.FIELDS);
		for (final Page page : pages) {
			for (final Point place : places) {
				final Reading r = page.read(place, unit);
				final ReceptiveField h = page.layer().horizontal().orElse(NONE);
				final ReceptiveField v = page.layer().vertical().orElse(NONE);
				Tables.row(table, "Image", page.view().image().getTitle(), "Slice", page.view().label(), "X", place.x, "Y", place.y, "Layer", page.layer()
					.name(), "Unit", r.unit(), "Column", r.x(), "Row", r.y(), "Activation", r.activation(), "Field", r.sight().words(), "Size x", size(h),
					"Size y", size(v), "Jump x", h.jump(), "Jump y", v.jump(), "Offset x", h.offset(), "Offset y", v.offset(), "Left", r.sight().box().x,
					"Top", r.sight().box().y, "Width", r.sight().box().width, "Height", r.sight().box().height);
			}
		}
		Tables.show(table, Tables.FIELDS);
	}

	private static final ReceptiveField NONE = new ReceptiveField(0, Double.NaN, Double.NaN);

	private static double size(final ReceptiveField field) {
		return field.isWhole() ? Double.POSITIVE_INFINITY : field.size() == 0 ? Double.NaN : field.size();
	}
}
