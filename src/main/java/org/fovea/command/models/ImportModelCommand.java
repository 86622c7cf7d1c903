package org.fovea.command.models;

import java.util.Optional;

import org.fovea.FoveaException;
import org.fovea.command.FoveaCommand;
import org.fovea.command.Lists;
import org.fovea.command.Words;
import org.fovea.command.Work;
import org.fovea.model.ModelInfo;
import org.fovea.model.ModelKind;
import org.fovea.model.ModelService;
import org.scijava.command.Command;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;
import org.scijava.widget.Button;

import ij.io.OpenDialog;

/** Copies a model into the registry: a TorchScript file, a bioimage.io package, or either from the web. */
@Plugin(type = Command.class, menuPath = "Plugins>Fovea>Models>Import Model...")
public final class ImportModelCommand extends FoveaCommand {

	@Parameter
	private ModelService models;

	@Parameter(label = "File, folder or URL", description = "TorchScript .pt, bioimage.io package as folder or zip; a package needs nothing else")
	private String path = "";

	@Parameter(label = "Browse...", callback = "browse", required = false, persist = false)
	private Button browse;

	@Parameter(label = "Id", description = "What macros call it; empty = the file's name", persist = false)
	private String id = "";

	@Parameter(label = "Kind", choices = { "classifier", "segmenter", "embedder", "generator", "denoiser" }, persist = false)
	private String kind = "classifier";

	@Parameter(label = "Input size", description = "0 = any, 224, or 224x160 (width x height)", persist = false)
	private String size = "0";

	@Parameter(label = "Mean", description = "Of the training images, one or one per channel, comma-separated", persist = false)
	private String mean = "";

	@Parameter(label = "Deviation", description = "Of the training images, one or one per channel, comma-separated", persist = false)
	private String deviation = "";

	@Parameter(label = "Labels", description = "Comma-separated, or a text file with one per line; empty = indices", persist = false)
	private String labels = "";

	@Parameter(label = "SHA-256", description = "That the file must have; empty = not checked", persist = false)
	private String sha256 = "";

	@Override
	protected Work prepare() {
		if (path.isBlank()) throw new FoveaException("Name a file, a folder or a URL to import from.");
		final int[] sides = Lists.size(size);
		final ModelService.ImportRequest request = new ModelService.ImportRequest(path.strip(), text(id), Words.parse(ModelKind.class, "kind", kind),
			sides[0], sides[1], Lists.numbers("mean", mean), Lists.numbers("deviation", deviation), Lists.labels(labels), text(sha256));
		return progress -> {
			final ModelInfo added = models.add(request, progress);
			return () -> {
				new ModelTables(models).registry();
				say("Imported " + added.id());
			};
		};
	}

	/** Lets the user pick the file. */
	void browse() {
		final OpenDialog dialog = new OpenDialog("Import Model");
		if (dialog.getPath() != null) path = dialog.getPath();
	}

	private static Optional<String> text(final String value) {
		return Optional.of(value.strip()).filter(text -> !text.isEmpty());
	}
}
