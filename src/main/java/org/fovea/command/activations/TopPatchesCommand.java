package org.fovea.command.activations;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

import org.fovea.FoveaException;
import org.fovea.activation.Projection;
import org.fovea.activation.TopPatches;
import org.fovea.activation.TopPatches.Patch;
import org.fovea.command.Layers;
import org.fovea.command.Look;
import org.fovea.command.SeriesCommand;
import org.fovea.command.Units;
import org.fovea.command.Words;
import org.fovea.image.PatchLinks;
import org.fovea.image.PatchSheets;
import org.fovea.image.Provenance;
import org.fovea.image.Series;
import org.fovea.image.Sight;
import org.fovea.image.Tables;
import org.fovea.model.Model;
import org.fovea.network.Layer;
import org.fovea.network.Rule;
import org.scijava.ItemIO;
import org.scijava.command.Command;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;

import ij.ImagePlus;
import ij.measure.ResultsTable;

/** Finds what excites units most in a stack or folder, by {@link TopPatches}. */
@Plugin(type = Command.class, menuPath = "Plugins>Fovea>Activations>Top Patches...")
public final class TopPatchesCommand extends SeriesCommand {

	@Parameter(label = "Layer", description = "A layer of Model Summary..., or auto for the last convolutional map", persist = false)
	private String layer = Layers.AUTO;

	@Parameter(label = "Units", description = "all, or indices from 0 such as 0-15,20", persist = false)
	private String units = "all";

	@Parameter(label = "Patches of each unit", description = "The strongest, at most one of each image", min = "1", persist = false)
	private int count = 9;

	@Parameter(label = "Projection", description = "What of each patch excites the unit, beside it", choices = { "none", "deconvnet", "guided" },
		persist = false)
	private String projection = "none";

	@Parameter(type = ItemIO.OUTPUT, label = "Patches")
	private ImagePlus patches;

	/** What stands beside each patch. */
	private enum Beside {
		NONE, DECONVNET, GUIDED;

		private Optional<Projection> projection() {
			return this == NONE ? Optional.empty() : Optional.of(new Projection(this == GUIDED ? Rule.GUIDED : Rule.DECONVNET));
		}
	}

	@Override
	protected Survey survey() {
		final Units wanted = new Units(units);
		final Beside beside = Words.parse(Beside.class, "projection", projection);
		if (isTiled() && beside != Beside.NONE) throw new FoveaException("Projections need the image at once; use area=image, or projection=none.");
		new TopPatches<Series.Place>(layer, count);
		Tables.requireRoom();
		return new Search(wanted, beside.projection());
	}

	private final class Search implements Survey {

		private final Units wanted;
		private final Optional<Projection> projecting;
		private Layer searched;
		private List<Integer> indices;
		private TopPatches<Series.Place> top;

		Search(final Units wanted, final Optional<Projection> projecting) {
			this.wanted = wanted;
			this.projecting = projecting;
		}

		@Override
		public void begin(final Model model) {
			final Layers layers = new Layers(model);
			searched = layers.get(layers.resolve(layer));
			indices = wanted.in(TopPatches.units(searched), searched.name());
			top = new TopPatches<>(searched.name(), count);
		}

		@Override
		public void add(final Look look, final Series.Place place) {
			top.add(place, look.view().shown(look.activation(searched.name())), indices);
		}

		@Override
		public Runnable finish(final Visits visits) {
			final Map<Integer, List<Patch<Series.Place>>> best = top.best();
			final PatchSheets sheets = new PatchSheets(searched.name(), indices, count, projecting.isPresent() ? PatchSheets.Beside.PROJECTIONS
				: PatchSheets.Beside.NOTHING);
			final Map<Patch<Series.Place>, Row> rows = new TreeMap<>(Comparator.comparing((Patch<Series.Place> patch) -> patch.unit()).thenComparing(
				patch -> best.get(patch.unit()).indexOf(patch)));
			final Set<Series.Place> places = best.values().stream().flatMap(List::stream).map(Patch::source).collect(Collectors.toSet());
			visits.again(places, (look, place) -> {
				final Layer described = look.described(searched.name());
				for (final List<Patch<Series.Place>> ranked : best.values()) {
					for (final Patch<Series.Place> patch : ranked) {
						if (!patch.source().equals(place)) continue;
						visits.check();
						rows.put(patch, row(look, described, patch, ranked.indexOf(patch), sheets));
					}
				}
			});
			final List<Integer> silent = indices.stream().filter(unit -> best.getOrDefault(unit, List.of()).isEmpty()).toList();
			final ImagePlus image = sheets.image(visits.series().name().replaceFirst("\\.[A-Za-z][A-Za-z0-9]{1,4}$", "") + "-top-patches");
			facts(visits, silent).write(image);
			return () -> show(image, sheets, List.copyOf(rows.values()), visits, silent);
		}

		private Row row(final Look look, final Layer described, final Patch<Series.Place> patch, final int rank, final PatchSheets sheets) {
			final Sight sight = Sight.of(look.view(), described, patch.x(), patch.y());
			sheets.draw(patch.unit(), rank, sight);
			projecting.ifPresent(technique -> sheets.draw(patch.unit(), rank, sight, technique.of(look.network(), look.input(), searched.name(), patch)));
			return new Row(patch, sight.words(), sight.centre(), look.view().label(), new PatchLinks.Found(patch.unit(), rank, patch.source(), sight
				.box()));
		}

		private Provenance facts(final Visits visits, final List<Integer> silent) {
			return provenance(visits.model().network(), Provenance.start().with("Technique", title()).with("Source", visits.series().name())).with("Layer",
				searched.name()).with("Silent units", silent.isEmpty() ? "none" : silent).with("Skipped", visits.skipped().isEmpty() ? "none" : visits
					.skipped());
		}

		private void show(final ImagePlus image, final PatchSheets sheets, final List<Row> rows, final Visits visits, final List<Integer> silent) {
			patches = present("patches", image);
			final ResultsTable table = Tables.of(Tables.PATCHES);
			rows.forEach(row -> row.write(table, visits.series(), searched.name()));
			Tables.show(table, Tables.PATCHES);
			final PatchLinks links = new PatchLinks(visits.series(), rows.stream().map(Row::found).toList());
			links.listen(image, sheets);
			links.listen(Tables.PATCHES);
			final String quiet = silent.isEmpty() ? "" : silent.size() + " of " + indices.size() + " units are silent: 0 everywhere";
			final List<String> words = new ArrayList<>(List.of(visits.skipped(), quiet));
			words.removeIf(String::isEmpty);
			if (!words.isEmpty()) say(String.join("; ", words));
		}
	}

	/** A row of the table. */
	private record Row(Patch<Series.Place> patch, String field, double[] centre, String slice, PatchLinks.Found found) {

		void write(final ResultsTable table, final Series series, final String layer) {
			Tables.row(table, "Layer", layer, PatchLinks.UNIT, patch.unit(), PatchLinks.RANK, found.rank() + 1, "Image", series.name(patch.source().image()), "Slice", slice,
				"X", centre[0], "Y", centre[1], "Activation", patch.activation(), "Left", found.box().x, "Top", found.box().y, "Width", found
					.box().width, "Height", found.box().height, "Field", field);
		}
	}
}
