package org.fovea.command.cam;

import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;

import org.fovea.attribution.LayerScorer;
import org.fovea.cam.Fam;
import org.fovea.command.EvidenceCommand;
import org.fovea.command.Explainer;
import org.fovea.command.Explanation;
import org.fovea.command.Layers;
import org.fovea.command.Look;
import org.fovea.command.References;
import org.fovea.network.Target;
import org.fovea.network.Tensor;
import org.fovea.network.Trace;
import org.scijava.command.Command;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;

/** Shows what makes the image similar to others, or to itself, by {@link Fam}. */
@Plugin(type = Command.class, menuPath = "Plugins>Fovea>Class activation>FAM...")
public final class FamCommand extends EvidenceCommand {

	@Parameter(label = "Reference", description = "What the image is compared with: self, the title of an open image, or the path of a file or " +
		"a folder; of a stack or a folder the mean of all images", persist = false)
	private String reference = References.SELF;

	@Parameter(label = "Layer", description = "A layer of Model Summary..., or auto for the last convolutional map", persist = false)
	private String layer = Layers.AUTO;

	@Override
	protected String target() {
		return "similarity";
	}

	@Override
	protected Explainer explainer() {
		final References references = new References("reference", reference, fit());
		return new Explainer() {

			@Override
			public Explanation explain(final Look look, final Target target) {
				final String maps = look.layer(layer);
				final Fam fam = references.fam(look, maps);
				final Tensor activation = look.activation(maps);
				final Fam.Result result = fam.map(activation).get(0);
				final Trace trace = new Trace(Map.of(), Map.of(maps, activation), Map.of(), new double[] { result.similarity() }, 0);
				return new Explanation(result.map(), trace, Optional.of(maps), OptionalDouble.empty()).asking(similarity(maps, fam, activation));
			}

			/** To the reference as it is for the image, whatever becomes of the image. */
			private LayerScorer similarity(final String maps, final Fam fam, final Tensor activation) {
				return new LayerScorer() {

					@Override
					public Set<String> layers() {
						return Set.of(maps);
					}

					@Override
					public double[] score(final Map<String, Tensor> activations) {
						return fam.settled(activation).map(activations.get(maps)).stream().mapToDouble(Fam.Result::similarity).toArray();
					}

					@Override
					public double size(final Map<String, Tensor> activations) {
						return 1;
					}
				};
			}

			@Override
			public Answer answer(final Look look, final String target) {
				return new Answer(target() + " to " + references.name(), explain(look, Target.top()), Optional.empty());
			}
		};
	}
}
