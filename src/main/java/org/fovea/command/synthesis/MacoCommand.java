package org.fovea.command.synthesis;

import java.util.List;
import java.util.Optional;

import org.fovea.FoveaException;
import org.fovea.Progress;
import org.fovea.command.Canvas;
import org.fovea.command.Layers;
import org.fovea.command.Limits;
import org.fovea.command.PictureCommand;
import org.fovea.command.Units;
import org.fovea.command.Words;
import org.fovea.image.Depth;
import org.fovea.image.Pictures;
import org.fovea.image.Provenance;
import org.fovea.image.Series;
import org.fovea.image.Spectra;
import org.fovea.model.NamedTarget;
import org.fovea.model.PixelType;
import org.fovea.network.Tensor;
import org.fovea.synthesis.Ascent;
import org.fovea.synthesis.Bound;
import org.fovea.synthesis.Maco;
import org.fovea.synthesis.MeanSpectrum;
import org.fovea.synthesis.Phase;
import org.fovea.synthesis.RadialSpectrum;
import org.scijava.ItemIO;
import org.scijava.command.Command;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;
import org.scijava.widget.FileWidget;

import ij.ImagePlus;

/** Makes pictures of natural frequencies that excite a network, by {@link Maco}. */
@Plugin(type = Command.class, menuPath = "Plugins>Fovea>Synthesis>MACO...")
public final class MacoCommand extends PictureCommand {

	private enum Magnitudes {
		NATURAL, SMEARS, IMAGES
	}

	@Parameter(label = "Image", persist = false, required = false)
	private ImagePlus image;

	@Parameter(label = "Layer", description = "Whose units are meant: a layer of Model Summary..., auto for the last convolutional map, output for classes",
		persist = false)
	private String layer = Layers.AUTO;

	@Parameter(label = "Units", description = "In place of the target: all, or indices from 0 such as 0-15,20; one slice each", required = false,
		persist = false)
	private String units = "";

	@Parameter(label = "Steps", min = "0", persist = false)
	private int steps = 256;

	@Parameter(label = "Crops", description = "Of each step", min = "1", persist = false)
	private int crops = 32;

	@Parameter(label = "Noise", description = "On each crop, as a share of half the range", min = "0", persist = false)
	private double noise = 0.08;

	@Parameter(label = "Spectrum", description = "Magnitudes of natural pictures, 1/f; of the stained smears that the bundled models know; or of your images",
		choices = { "natural", "smears", "images" }, persist = false)
	private String spectrum = "natural";

	@Parameter(label = "Source", description = "Of spectrum=images: a folder, its subfolders too, or empty for all planes of the current image",
		style = FileWidget.DIRECTORY_STYLE, persist = false)
	private String source = "";

	@Parameter(type = ItemIO.OUTPUT, label = "Transparency")
	private ImagePlus transparency;

	private Tensor pull;
	private String skipped = "";

	@Override
	protected Maker maker() {
		final Magnitudes magnitudes = Words.parse(Magnitudes.class, "spectrum", spectrum);
		final Optional<Units> several = units.isBlank() ? Optional.empty() : Optional.of(new Units(units));
		Limits.check("steps", steps, 0, 1_000_000);
		Limits.check("crops", crops, 1, 10_000);
		Limits.check("noise", noise, 0, 10);
		final Optional<Series> images = magnitudes == Magnitudes.IMAGES ? Optional.of(images()) : Optional.empty();
		if (images.isEmpty() && !source.isBlank()) throw new FoveaException("'source' is for spectrum=images; leave it empty.");
		return new Maker() {

			@Override
			public List<NamedTarget> targets(final Canvas canvas) {
				return several.map(wanted -> canvas.targets(layer, wanted)).orElseGet(() -> canvas.targets(target()));
			}

			@Override
			public Ascent.Summit make(final Canvas canvas, final List<NamedTarget> targets, final Progress progress, final Ascent.Watcher watcher) {
				final Phase phase = images.map(some -> measured(some, canvas, progress)).orElseGet(() -> magnitudes == Magnitudes.SMEARS ? RadialSpectrum
					.smears().phase(canvas.shape()[0], canvas.height(), canvas.width()) : Phase.natural(canvas.shape()[0], canvas.height(), canvas.width()));
				final Maco.Made made = new Maco(canvas.network(), canvas.preparation(), canvas.range(), phase, steps, crops, noise, canvas.seen(canvas
					.width(), true), canvas.seen(canvas.height(), false)).make(targets.stream().map(NamedTarget::target).toList(), seed(), progress,
						watcher);
				pull = made.transparency();
				return made.summit();
			}
		};
	}

	private Series images() {
		if (!source.isBlank()) return Series.of(source);
		if (image == null || image.getWidth() == 0) throw new FoveaException("Open an image first, name a folder as source, or use spectrum=natural.");
		return Series.of(image);
	}

	private Phase measured(final Series images, final Canvas canvas, final Progress progress) {
		final MeanSpectrum spectrum = new MeanSpectrum(canvas.shape()[0], canvas.height(), canvas.width());
		skipped = new Spectra(canvas.model().info().input(), canvas.depth(), canvas.width(), canvas.height()).visit(images, picture -> spectrum.add(
			Bound.SIGMOID.field(picture, canvas.range())), progress).words();
		return spectrum.phase();
	}

	@Override
	protected Optional<Finished> finished(final Result result) {
		final List<String> labels = result.labels();
		final double largest = Pictures.largest(pull);
		final ImagePlus shown = new Pictures(new Depth(PixelType.FLOAT, 0, largest, 0, 0)).image(result.title() + "-transparency", labels, pull);
		final ImagePlus pictures = new Pictures(result.canvas().depth()).image(result.title(), labels, result.pixels());
		return Optional.of(new Finished(pictures, facts -> {
			final Provenance all = facts.with("Spectrum", source.isBlank() ? spectrum : source);
			all.write(shown);
			return all;
		}, () -> {
			transparency = present("transparency", shown);
			if (!skipped.isEmpty()) say(skipped);
		}));
	}
}
