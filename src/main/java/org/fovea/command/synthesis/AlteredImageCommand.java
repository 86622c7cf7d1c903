package org.fovea.command.synthesis;

import java.util.List;
import java.util.stream.Collectors;

import org.fovea.image.Depth;
import org.fovea.image.Pictures;
import org.fovea.image.Provenance;
import org.fovea.network.Tensor;
import org.scijava.ItemIO;
import org.scijava.plugin.Parameter;

import ij.ImagePlus;

/** A command whose result is a picture of each plane. */
abstract class AlteredImageCommand extends OptimizedImageCommand {

	@Parameter(type = ItemIO.OUTPUT, label = "Picture")
	private ImagePlus picture;

	@Override
	final Finished finished(final List<Done> all, final Provenance facts) {
		final Tensor first = all.get(0).altered().pixels();
		final Tensor pixels = Tensor.zeros(all.size(), first.size(1), first.size(2), first.size(3));
		for (int n = 0; n < all.size(); n++) {
			System.arraycopy(all.get(n).altered().pixels().data(), 0, pixels.data(), n * first.length(), first.length());
		}
		final List<String> labels = all.stream().map(done -> done.label(done.plane().isEmpty() ? technique() : done.plane())).toList();
		final Depth depth = Depth.joined(all.stream().map(done -> done.original().depth()).toList());
		final ImagePlus image = new Pictures(depth).image(all.get(0).look().view(), technique(), labels, pixels);
		facts.with("Result", all.stream().map(done -> done.altered().fact()).collect(Collectors.joining("; "))).write(image);
		return new Finished(image, () -> picture = present("picture", image));
	}
}
