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
import org.fovea.image.Spectra;
import org.fovea.model.NamedTarget;
import org.fovea.model.PixelType;
import org.fovea.network.Tensor;
import org.fovea.synthesis.Ascent;
import org.fovea.synthesis.Bound;
import org.fovea.synthesis.Maco;
import org.fovea.synthesis.Phase;
import org.scijava.ItemIO;
import org.scijava.command.Command;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;

import ij.ImagePlus;

/** Makes pictures of natural frequencies that excite a network, by {@link Maco}. */
@Plugin(type = Command.class, menuPath = "Plugins>Fovea>Synthesis>MACO...")
public final class MacoCommand extends PictureCommand {

	private enum Magnitudes {
		NATURAL, IMAGE
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

	@Parameter(label = "Spectrum", description = "Magnitudes of natural pictures, 1/f, or those of all planes of the current image", choices = { "natural",
		"image" }, persist = false)
	private String spectrum = "natural";

	@Parameter(type = ItemIO.OUTPUT, label = "Transparency")
	private ImagePlus transparency;

	private Tensor pull;

	@Override
	protected Maker maker() {
		final Magnitudes magnitudes = Words.parse(Magnitudes.class, "spectrum", spectrum);
		final Optional<Units> several = units.isBlank() ? Optional.empty() : Optional.of(new Units(units));
		Limits.check("steps", steps, 0, 1_000_000);
		Limits.check("crops", crops, 1, 10_000);
		Limits.check("noise", noise, 0, 10);
		if (magnitudes == Magnitudes.IMAGE && (image == null || image.getWidth() == 0)) {
			throw new FoveaException("Open an image first, or use spectrum=natural.");
		}
		return new Maker() {

			@Override
			public List<NamedTarget> targets(final Canvas canvas) {
				return several.map(wanted -> canvas.targets(layer, wanted)).orElseGet(() -> canvas.targets(target()));
			}

			@Override
			public Ascent.Summit make(final Canvas canvas, final List<NamedTarget> targets, final Progress progress, final Ascent.Watcher watcher) {
				final Phase phase = magnitudes == Magnitudes.NATURAL ? Phase.natural(canvas.shape()[0], canvas.height(), canvas.width()) : Phase.of(
					Bound.SIGMOID.field(Spectra.planes(image, canvas.model().info().input(), canvas.depth(), canvas.width(), canvas.height()), canvas
						.range()));
				final Maco.Made made = new Maco(canvas.network(), canvas.preparation(), canvas.range(), phase, steps, crops, noise, canvas.seen(canvas
					.width(), true), canvas.seen(canvas.height(), false)).make(targets.stream().map(NamedTarget::target).toList(), seed(), progress,
						watcher);
				pull = made.transparency();
				return made.summit();
			}
		};
	}

	@Override
	protected Optional<Finished> finished(final Result result) {
		final List<String> labels = result.labels();
		final double largest = Pictures.largest(pull);
		final ImagePlus shown = new Pictures(new Depth(PixelType.FLOAT, 0, largest, 0, 0)).image(result.title() + "-transparency", labels, pull);
		final ImagePlus pictures = new Pictures(result.canvas().depth()).image(result.title(), labels, result.pixels());
		return Optional.of(new Finished(pictures, facts -> {
			facts.write(shown);
			return facts;
		}, () -> transparency = present("transparency", shown)));
	}
}
