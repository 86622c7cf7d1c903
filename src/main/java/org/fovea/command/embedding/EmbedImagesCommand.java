package org.fovea.command.embedding;

import java.nio.file.Path;
import java.util.Optional;

import org.fovea.FoveaException;
import org.fovea.activation.Pooling;
import org.fovea.command.Layers;
import org.fovea.command.ModelCommand;
import org.fovea.command.Words;
import org.fovea.command.Work;
import org.fovea.image.EmbeddingTable;
import org.fovea.image.Fit;
import org.fovea.image.OutputFile;
import org.fovea.image.Series;
import org.fovea.image.Tables;
import org.fovea.model.Model;
import org.scijava.command.Command;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;
import org.scijava.widget.FileWidget;

import ij.ImagePlus;
import ij.gui.Roi;
import ij.measure.ResultsTable;
import ij.plugin.frame.RoiManager;

/** Turns images into vectors, one row of a table for each, by {@link Pooling} the activation of a layer. */
@Plugin(type = Command.class, menuPath = "Plugins>Fovea>Embedding>Embed Images...")
public final class EmbedImagesCommand extends ModelCommand {

	private enum Regions {
		PLANES, ROIS
	}

	@Parameter(label = "Image", persist = false, required = false)
	private ImagePlus image;

	@Parameter(label = "Layer", description = "A layer of Model Summary..., or auto: an embedder's result, else what the last linear layer reads",
		persist = false)
	private String layer = Layers.AUTO;

	@Parameter(label = "Pooling", description = "Of maps: mean or max over positions, or every value", choices = { "mean", "max", "flatten" },
		persist = false)
	private String pooling = "mean";

	@Parameter(label = "Source", description = "Folder of images (its subfolders are classes); empty = the current image",
		style = FileWidget.DIRECTORY_STYLE, persist = false)
	private String source = "";

	@Parameter(label = "Regions", description = "Of the current image: every plane, or the ROIs of the ROI Manager (their groups are classes)",
		choices = { "planes", "rois" }, persist = false)
	private String regions = "planes";

	@Parameter(label = "Fit", description = "model resizes to the model's input size, native keeps the resolution, auto is model if it has a size",
		choices = { "auto", "model", "native" }, persist = false)
	private String fit = "auto";

	@Parameter(label = "Save as", description = "File for the table (.csv) or for the vectors alone (.npy); empty = none",
		style = FileWidget.SAVE_STYLE, persist = false)
	private String save = "";

	@Override
	protected Work prepare() {
		final Pooling vectors = Words.parse(Pooling.class, "pooling", pooling);
		final Fit resolution = Words.parse(Fit.class, "fit", fit);
		final Optional<Path> file = OutputFile.of(save, ".csv", ".npy");
		final Series images = images();
		models().info(id());
		return progress -> {
			try (Model model = models().open(id())) {
				final Embedder embedder = new Embedder(model, layer, vectors, resolution);
				final Series.Visited visited = images.visit(embedder::add, progress);
				final EmbeddingTable table = embedder.finished();
				file.ifPresent(table::save);
				if (table.isLarge() && file.isEmpty()) {
					throw new FoveaException("These " + table.size() + " vectors are too many numbers for a table on the screen; name a file that ends in " +
						".csv or .npy in 'save'.");
				}
				final ResultsTable shown = table.table();
				return () -> {
					Tables.show(shown, images.name() + "-embedding");
					if (!visited.words().isEmpty()) say(visited.words());
				};
			}
		};
	}

	private Series images() {
		if (!source.isBlank()) return Series.of(source);
		if (image == null || image.getWidth() == 0) throw new FoveaException("Open an image first, or name a folder in 'source'.");
		if (Words.parse(Regions.class, "regions", regions) == Regions.PLANES) return Series.of(image);
		final RoiManager manager = RoiManager.getInstance2();
		return Series.regions(image, manager == null ? new Roi[0] : manager.getRoisAsArray());
	}
}
