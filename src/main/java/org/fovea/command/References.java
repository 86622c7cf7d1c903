package org.fovea.command;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.WeakHashMap;

import org.fovea.Progress;
import org.fovea.cam.Fam;
import org.fovea.image.Extent;
import org.fovea.image.Fit;
import org.fovea.image.Framing;
import org.fovea.image.Plane;
import org.fovea.image.ReferenceImages;
import org.fovea.network.Network;

import ij.ImagePlus;

/** What an image is compared with: itself, or the mean embedding of other images, each plane of a stack counting as one. */
public final class References {

	/** The word for the image itself. */
	public static final String SELF = "self";

	private final Optional<ReferenceImages> images;
	private final Fit fit;
	/** Networks that forgot something have embeddings of their own. */
	private final Map<Network, Map<String, double[]>> means = new WeakHashMap<>();

	/**
	 * Finds the images.
	 *
	 * @param key the macro key, for the sentence
	 * @param text {@code self}, the title of an open image, a file or a folder
	 * @param fit at which resolution they are seen
	 * @throws org.fovea.FoveaException if there is no such thing
	 */
	public References(final String key, final String text, final Fit fit) {
		final String wanted = text.strip();
		images = wanted.equalsIgnoreCase(SELF) || wanted.isEmpty() ? Optional.empty() : Optional.of(ReferenceImages.of(key, wanted));
		this.fit = fit;
	}

	/** @return what the images are called in results */
	public String name() {
		return images.map(ReferenceImages::name).orElse("itself");
	}

	/**
	 * The technique that compares with them. Of an image with a selection the selection is seen; in tiles if the look is in tiles.
	 *
	 * @param look the plane that is compared
	 * @param layer where
	 * @return FAM
	 */
	public Fam fam(final Look look, final String layer) {
		return images.map(found -> new Fam(layer, means.computeIfAbsent(look.network(), network -> new HashMap<>())
			.computeIfAbsent(layer, key -> mean(found, look, key)))).orElseGet(() -> new Fam(layer));
	}

	private double[] mean(final ReferenceImages found, final Look look, final String layer) {
		final Progress progress = look.progress();
		double[] sum = new double[0];
		int count = 0;
		for (int i = 0; i < found.size(); i++) {
			final ImagePlus image = found.image(i);
			final Framing framing = found.framing(image, look.model().info().input(), look.tiles().isPresent() ? Extent.TILES : Extent.AUTO, fit);
			final List<Plane> planes = Plane.all(image);
			for (int p = 0; p < planes.size(); p++) {
				progress.check();
				progress.report("Reference " + (i + 1) + " of " + found.size(), (i + (double) p / planes.size()) / found.size());
				final Look other = look.tiles().isPresent() ? Look.tiled(look.model(), framing, planes.get(p), progress) : Look.whole(look.model(),
					framing, planes.get(p), progress);
				final double[] embedding = Fam.embeddings(layer, other.activation(layer)).get(0);
				if (count == 0) sum = new double[embedding.length];
				for (int k = 0; k < sum.length; k++) sum[k] += embedding[k];
				count++;
			}
		}
		final int all = count;
		return Arrays.stream(sum).map(v -> v / all).toArray();
	}
}
