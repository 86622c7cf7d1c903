package org.fovea.attribution;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.DoubleSupplier;
import java.util.stream.Stream;

import org.fovea.Progress;
import org.fovea.attribution.InputAttribution.Shares;
import org.fovea.cam.GradCam;
import org.fovea.cam.GradCamPlusPlus;
import org.fovea.cam.HiResCam;
import org.fovea.cam.LayerCam;
import org.fovea.cam.ScoreCam;
import org.fovea.golden.Golden;
import org.fovea.golden.Peers;
import org.fovea.network.Heatmap;
import org.fovea.network.Network;
import org.fovea.network.Plan;
import org.fovea.network.Rule;
import org.fovea.network.Target;
import org.fovea.network.Tensor;
import org.fovea.network.Trace;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every technique that Captum or pytorch-grad-cam has, of a logit, a label in a region and a unit inside, on every export. */
class PeersTest {

	private static final double TOLERANCE = 1e-5;

	static Stream<Arguments> exports() {
		return Peers.all().stream().map(Peers.Entry::net).distinct().flatMap(net -> Golden.of(net).forms().stream().map(form -> Arguments
			.of(net, form)));
	}

	@Test
	void everyTechniqueHasItsPeerAndEveryNetAllForms() {
		final Set<String> techniques = new TreeSet<>(Peers.all().stream().map(Peers.Entry::technique).toList());
		assertEquals(new TreeSet<>(List.of("Saliency", "InputXGradient", "IntegratedGradients", "NoiseTunnel", "Occlusion", "OcclusionOverTheEdge",
			"GuidedBackprop", "Deconvolution", "GuidedGradCam", "LayerGradCam", "GradCAM", "GradCAMPlusPlus", "HiResCAM", "LayerCAM", "ScoreCAM")), techniques);
		assertEquals(9, exports().count());
	}

	@ParameterizedTest(name = "{0} {1}")
	@MethodSource("exports")
	void mapsEqualThoseOfPeers(final String net, final String form) {
		final Golden golden = Golden.of(net);
		try (Network network = Network.open(golden.archive(form))) {
			assertAll(Peers.all().stream().filter(entry -> entry.net().equals(net) && !isShifted(entry) && !isOverTheEdge(
				entry)).map(entry -> () -> check(entry, map(entry,
				network, form, golden.input()))));
		}
	}

	/** pytorch-grad-cam adds 1e-6 to the denominator of Grad-CAM++ whatever the size of the gradients. */
	private static boolean isShifted(final Peers.Entry entry) {
		return entry.technique().equals("GradCAMPlusPlus") && entry.number("factor") == 1;
	}

	private static boolean isOverTheEdge(final Peers.Entry entry) {
		return entry.technique().equals("OcclusionOverTheEdge");
	}

	/**
	 * Windows of 5 every 3 pixels of 16: Captum's last starts at 12 and hangs over, ours starts at 11 and touches the edge. Both agree
	 * where only other windows cover, and only there.
	 */
	@ParameterizedTest(name = "{0} {1}")
	@MethodSource("exports")
	void occlusionDiffersFromCaptumOnlyUnderTheLastWindows(final String net, final String form) {
		final Golden golden = Golden.of(net);
		try (Network network = Network.open(golden.archive(form))) {
			for (final Peers.Entry entry : Peers.all().stream().filter(e -> e.net().equals(net) && isOverTheEdge(e)).toList()) {
				final float[] ours = new Occlusion(5, 3, 16, Occlusion.Quantity.DROP).map(network, Scorer.of(entry.target(network, form)), golden
					.input(), constant(golden.input(), 0.25f), Progress.NONE).values();
				final double largest = largest(toDouble(entry.values()));
				double under = 0;
				for (int p = 0; p < 256; p++) {
					final double difference = Math.abs(entry.values()[p] - ours[p]);
					if (p % 16 < 11 && p / 16 < 11) assertEquals(0, difference, TOLERANCE * largest, entry + " at " + p);
					else under = Math.max(under, difference);
				}
				assertTrue(under > 0.01 * largest, entry + ": " + under / largest);
			}
		}
	}

	/** With the constant in the denominator our formula gives the peer's map: nothing else is different. */
	@ParameterizedTest(name = "{0} {1}")
	@MethodSource("exports")
	void theConstantInTheDenominatorIsAllThatDiffersInGradCamPlusPlus(final String net, final String form) {
		final Golden golden = Golden.of(net);
		try (Network network = Network.open(golden.archive(form))) {
			final List<Peers.Entry> shifted = Peers.all().stream().filter(entry -> entry.net().equals(net) && isShifted(entry)).toList();
			double worst = 0;
			for (final Peers.Entry entry : shifted) {
				final String layer = entry.layer(network, form);
				final Trace trace = network.run(Plan.FORWARD.tap(layer).gradient(layer), entry.target(network, form), golden.input());
				final Tensor a = trace.activation(layer);
				final Tensor g = trace.gradient(layer);
				final double[] without = plusPlus(a, g, 0);
				final double[] with = plusPlus(a, g, 1e-6);
				final double[] peer = new double[with.length];
				for (int p = 0; p < peer.length; p++) peer[p] = entry.values()[p];
				assertArrayEquals(peer, with, TOLERANCE * largest(peer), entry.toString());
				final float[] ours = new GradCamPlusPlus(layer).map(network, entry.target(network, form), golden.input()).maps().get(0).values();
				for (int p = 0; p < ours.length; p++) {
					assertEquals(Math.max(0, without[p]), ours[p], TOLERANCE * largest(without), entry.toString());
					worst = Math.max(worst, Math.abs(with[p] - without[p]) / largest(without));
				}
			}
			assertTrue(worst > 10 * TOLERANCE, "the constant changes the map by " + worst);
		}
	}

	/** Where every weighted sum is negative, nothing is left after the ReLU: not a small map, none. */
	@ParameterizedTest
	@ValueSource(strings = { "traced", "scripted", "frozen" })
	void gradCamWithoutPositiveEvidenceIsEmptyAsInCaptum(final String form) {
		final Golden golden = Golden.of("unet");
		final List<Peers.Entry> negative = Peers.all().stream().filter(entry -> entry.net().equals("unet") && entry.technique().equals(
			"LayerGradCam") && largest(positive(entry.values())) == 0).toList();
		assertEquals(1, negative.size());
		try (Network network = Network.open(golden.archive(form))) {
			final Peers.Entry entry = negative.get(0);
			assertTrue(new GradCam(entry.layer(network, form)).map(network, entry.target(network, form), golden.input()).maps().get(0).isEmpty());
		}
	}

	private static double[] positive(final float[] values) {
		return Arrays.stream(toDouble(values)).map(value -> Math.max(0, value)).toArray();
	}

	private static double[] plusPlus(final Tensor a, final Tensor g, final double constant) {
		final int positions = a.size(2) * a.size(3);
		final double[] map = new double[positions];
		for (int k = 0; k < a.size(1); k++) {
			double total = 0;
			for (int p = 0; p < positions; p++) total += a.data()[k * positions + p];
			double weight = 0;
			for (int p = 0; p < positions; p++) {
				final double gradient = g.data()[k * positions + p];
				if (gradient > 0) weight += gradient * gradient * gradient / (2 * gradient * gradient + total * Math.pow(gradient, 3) + constant);
			}
			for (int p = 0; p < positions; p++) map[p] += weight * a.data()[k * positions + p];
		}
		return map;
	}

	private static double largest(final double[] values) {
		return Arrays.stream(values).map(Math::abs).max().orElseThrow();
	}

	private record Found(float[] values, boolean isCut) {

		static Found of(final Heatmap map) {
			return new Found(map.values(), !map.isSigned());
		}
	}

	private static void check(final Peers.Entry entry, final Found found) {
		assertEquals(entry.values().length, found.values().length, entry.toString());
		double largest = 0;
		for (final float value : entry.values()) largest = Math.max(largest, Math.abs(value));
		for (int i = 0; i < found.values().length; i++) {
			final double expected = found.isCut() ? Math.max(0, entry.values()[i]) : entry.values()[i];
			assertEquals(expected, found.values()[i], TOLERANCE * largest, entry + " at " + i);
		}
	}

	private static Found map(final Peers.Entry entry, final Network network, final String form, final Tensor input) {
		final Target target = entry.target(network, form);
		return switch (entry.technique()) {
			case "Saliency" -> shares(new Gradient(Rule.PLAIN), network, target, input);
			case "GuidedBackprop" -> shares(new Gradient(Rule.GUIDED), network, target, input);
			case "Deconvolution" -> shares(new Gradient(Rule.DECONVNET), network, target, input);
			case "InputXGradient" -> shares(new InputTimesGradient(), network, target, input);
			case "IntegratedGradients" -> integrated(entry, network, target, input);
			case "NoiseTunnel" -> shares(new SmoothGrad((int) entry.number("samples"), entry.number("noise"), () -> noise(entry, input)), network,
				target, input);
			case "Occlusion" -> Found.of(new Occlusion(4, 2, 16, Occlusion.Quantity.DROP).map(network, Scorer.of(target), input, constant(input,
				0.25f), Progress.NONE));
			case "GuidedGradCam" -> {
				final String layer = entry.layer(network, form);
				final GradCam cam = new GradCam(layer);
				yield shares(new GuidedGradCam((passes, t, progress) -> cam.map(passes.trace(layer, t, progress)).maps()), network, target, input);
			}
			case "LayerGradCam", "GradCAM" -> Found.of(new GradCam(entry.layer(network, form)).map(network, target, input).maps().get(0));
			case "GradCAMPlusPlus" -> Found.of(new GradCamPlusPlus(entry.layer(network, form)).map(network, target.times(entry.number("factor")),
				input).maps().get(0));
			case "HiResCAM" -> Found.of(new HiResCam(entry.layer(network, form)).map(network, target, input).maps().get(0));
			case "LayerCAM" -> Found.of(new LayerCam(entry.layer(network, form)).map(network, target, input).maps().get(0));
			case "ScoreCAM" -> Found.of(new ScoreCam(entry.layer(network, form), 16).map(network, target, input, Progress.NONE).maps().get(0));
			default -> throw new IllegalStateException(entry.technique());
		};
	}

	private static Found shares(final InputAttribution technique, final Network network, final Target target, final Tensor input) {
		return new Found(technique.attribute(network, target, input, Progress.NONE).values().data(), false);
	}

	private static Found integrated(final Peers.Entry entry, final Network network, final Target target, final Tensor input) {
		final Shares shares = new IntegratedGradients(50).attribute(network, target, input, Progress.NONE);
		assertEquals(-entry.number("delta"), shares.sum().orElseThrow().residual()[0], TOLERANCE * Math.max(1, Math.abs(shares.trace().values()[0])), entry
			.toString());
		return new Found(shares.values().data(), false);
	}

	private static DoubleSupplier noise(final Peers.Entry entry, final Tensor input) {
		final float[] noise = Golden.formula(7, (int) entry.number("samples"), input.size(1), input.size(2), input.size(3)).data();
		return Arrays.stream(toDouble(noise)).iterator()::next;
	}

	private static double[] toDouble(final float[] values) {
		final double[] doubles = new double[values.length];
		for (int i = 0; i < values.length; i++) doubles[i] = values[i];
		return doubles;
	}

	private static Tensor constant(final Tensor like, final float value) {
		final float[] data = new float[like.length()];
		Arrays.fill(data, value);
		return Tensor.of(data, like.shape());
	}
}
