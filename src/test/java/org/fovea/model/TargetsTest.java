package org.fovea.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.stream.IntStream;

import org.fovea.FoveaException;
import org.fovea.model.ModelInfo.ScoreFunction;
import org.fovea.network.Heatmap;
import org.fovea.network.Layer;
import org.fovea.network.Network;
import org.fovea.network.Target;
import org.fovea.network.Tensor;
import org.junit.jupiter.api.Test;

class TargetsTest {

	private static final List<Layer> LAYERS = List.of(layer("features.0", 1, 6, 4, 4), layer("features.3/relu_1", 1, 8, 2, 2), layer("head", 1, 4),
		layer("tokens", 1, 5, 3));

	private static final Tensor LOGITS = Tensor.of(new float[] { 1, 9, 3, 4 }, 1, 4);

	@Test
	void topIsTheLargestLogit() {
		final Targets targets = targets("a", "b", "c", "d");
		assertEquals(9, value(targets.parse(" Top ", Optional.empty()), Network.OUTPUT, LOGITS));
		final NamedTarget top = targets.top(LOGITS, 0);
		assertEquals("b", top.name());
		assertEquals(OptionalInt.of(1), top.index());
	}

	@Test
	void labelsAndIndicesNameClasses() {
		final Targets targets = targets("White cell", "red, round", "a:1", "me@home");
		assertEquals(1, value(targets, "White cell"));
		assertEquals(1, value(targets, " white_CELL "));
		assertEquals(9, value(targets, "red, round"));
		assertEquals(3, value(targets, "a:1"));
		assertEquals(4, value(targets, "me@home"));
		assertEquals(9, value(targets, "1"));
		assertEquals("red, round", targets.parse("1", Optional.empty()).name());
		assertEquals(9, value(targets, "output:1"));
		assertEquals("red, round", targets.parse("output:1", Optional.empty()).name());
	}

	@Test
	void labelThatReadsLikeANumberWinsOverTheIndex() {
		final Targets targets = targets("3", "2", "1", "0");
		assertEquals(9, value(targets, "2"));
		assertEquals(3, value(targets, "output:2"));
		final Targets mixed = targets("one", "two", "3", "four");
		assertEquals(3, value(mixed, "3"));
		assertEquals(4, value(mixed, "output:3"));
	}

	@Test
	void exactLabelWinsOverSimilarOnes() {
		final Targets targets = targets("Cell", "cell", "CELL x", "d");
		assertEquals(9, value(targets, "cell"));
		assertEquals(1, value(targets, "Cell"));
		final String message = refused(targets, "CELL");
		assertTrue(message.contains("0, 1") && message.contains("output:0"), message);
	}

	@Test
	void labelsThatAreThereTwiceNeedTheNumber() {
		final Targets targets = targets("a", "b", "b", "c");
		final String message = refused(targets, "b");
		assertTrue(message.contains("1, 2") && message.contains("output:1"), message);
		assertEquals(3, value(targets, "output:2"));
	}

	@Test
	void unitsAndPositionsNameActivations() {
		final Targets targets = targets();
		final Tensor map = Tensor.zeros(1, 8, 2, 2);
		for (int i = 0; i < map.length(); i++) map.data()[i] = i;
		final NamedTarget unit = targets.parse("features.3/relu_1:7", Optional.empty());
		assertEquals(28 + 29 + 30 + 31, value(unit, "features.3/relu_1", map));
		assertEquals("features.3/relu_1:7", unit.name());
		final NamedTarget position = targets.parse("features.3/relu_1: 7 @ 1, 0", Optional.empty());
		assertEquals(29, value(position, "features.3/relu_1", map));
		assertEquals("features.3/relu_1:7@1,0", position.name());
		final Tensor tokens = Tensor.of(new float[] { 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14 }, 1, 5, 3);
		assertEquals(2 + 5 + 8 + 11 + 14, value(targets.parse("tokens:2", Optional.empty()), "tokens", tokens));
	}

	@Test
	void regionsWeighPositions() {
		final ModelInfo segmenter = model(ModelKind.SEGMENTER, "cell", "dust");
		final Targets targets = new Targets(segmenter, LAYERS);
		final Heatmap region = new Heatmap(2, 1, new float[] { 0, 1 }, false);
		final Tensor output = Tensor.of(new float[] { 1, 2, 3, 4, 5, 6, 7, 8 }, 1, 2, 2, 2);
		final NamedTarget target = targets.parse("Dust@ROI", Optional.of(region));
		assertEquals(6 + 8, value(target, Network.OUTPUT, output));
		assertEquals("dust@roi", target.name());
		assertEquals(2 + 4, value(targets.parse("0@roi", Optional.of(region)), Network.OUTPUT, output));
		assertTrue(assertThrows(FoveaException.class, () -> targets.parse("dust@roi", Optional.empty())).getMessage().contains("Draw a selection"));
		assertTrue(assertThrows(FoveaException.class, () -> targets.parse("dust@roi", Optional.of(new Heatmap(1, 1, new float[1], false))))
			.getMessage().contains("smaller than one of the pixels"));
		assertTrue(assertThrows(FoveaException.class, () -> targets.parse("top@roi", Optional.of(region))).getMessage().contains("cell, dust"));
		assertTrue(assertThrows(FoveaException.class, () -> targets.parse("rock@roi", Optional.of(region))).getMessage().contains("cell, dust"));
		assertTrue(assertThrows(FoveaException.class, () -> targets("a", "b").parse("a@roi", Optional.of(region))).getMessage().contains(
			"area=selection"));
	}

	@Test
	void wrongInputIsAnsweredWithWhatExists() {
		final Targets targets = targets("a", "b", "c", "d");
		assertTrue(refused(targets, "z").contains("a, b, c, d"));
		assertTrue(refused(targets, "4").contains("0 to 3"));
		assertTrue(refused(targets, "-1").contains("0 to 3"));
		assertTrue(refused(targets, "").contains("a, b, c, d"));
		assertTrue(refused(targets, "99999999999999999999").contains("0 to 3"));
		assertTrue(refused(targets, "output:4").contains("0 to 3"));
		final String layer = refused(targets, "feature.0:2");
		assertTrue(layer.contains("no layer 'feature.0'") && layer.indexOf("features.0") < layer.indexOf("tokens"), layer);
		assertTrue(refused(targets, "features.0:6").contains("0 to 5"));
		assertTrue(refused(targets, "tokens:3").contains("0 to 2"));
		assertTrue(refused(targets, "head:1@0,0").contains("no map"));
		assertTrue(refused(targets, "features.0:1@2").contains("layer:unit@x,y"));
		final Targets unknown = new Targets(model(ModelKind.CLASSIFIER), List.of());
		assertTrue(refused(unknown, "cat").contains("class number from 0"));
		assertEquals(4, value(unknown, "3"));
		assertFalse(unknown.parse("any.layer:12", Optional.empty()).target().layers().isEmpty());
	}

	@Test
	void longListsAreCutShort() {
		final String[] labels = IntStream.range(0, 1000).mapToObj(i -> "class " + i).toArray(String[]::new);
		final String message = refused(targets(labels), "klass");
		assertTrue(message.contains("1000 in all") && message.length() < 500, message);
	}

	@Test
	void regionsBetweenThePositionsAreRefused() {
		final float[] mask = new float[64];
		mask[0] = 1;
		final Target between = Target.region(0, new Heatmap(8, 8, mask, false));
		final FoveaException refusal = assertThrows(FoveaException.class, () -> Scores.margin(between, Tensor.zeros(1, 2, 2, 2)));
		assertTrue(refusal.getMessage().contains("2×2") && refusal.getMessage().endsWith("draw a larger one."), refusal::getMessage);
		assertEquals(0, between.evaluate(Map.of("output", Tensor.zeros(1, 2, 8, 8))).values()[0]);
	}

	@Test
	void marginsAreTheDistanceToTheBestOtherClassWhereTheTargetLooks() {
		final Tensor logits = Tensor.of(new float[] { 1, 4, -2 }, 1, 3);
		assertEquals(OptionalDouble.of(3), Scores.margin(Target.logit(1), logits));
		assertEquals(OptionalDouble.of(-6), Scores.margin(Target.logit(2), logits));
		assertEquals(OptionalDouble.of(3), Scores.margin(Target.top(), logits));
		final Tensor dense = Tensor.of(new float[] { 5, 1, 2, 9, 0, 0 }, 1, 3, 1, 2);
		assertEquals(OptionalDouble.of(6 - 11), Scores.margin(Target.logit(0), dense));
		assertEquals(OptionalDouble.of(3), Scores.margin(Target.region(0, new Heatmap(2, 1, new float[] { 1, 0 }, false)), dense));
		assertEquals(OptionalDouble.of(2 - 7), Scores.margin(Target.logit(0), Tensor.of(new float[] { 1, 3, 1, 4 }, 1, 2, 2)));
		assertEquals(OptionalDouble.empty(), Scores.margin(Target.logit(0), Tensor.of(new float[] { 1 }, 1, 1)));
		assertEquals(OptionalDouble.empty(), Scores.margin(Target.logit(0).minus(Target.logit(1)), logits));
	}

	@Test
	void scoresFollowTheFunction() {
		final Tensor softmax = Scores.of(Tensor.of(new float[] { 1000, 1000, 0, 0 }, 2, 2), ScoreFunction.SOFTMAX);
		assertArrayEquals(new float[] { 0.5f, 0.5f, 0.5f, 0.5f }, softmax.data(), 1e-6f);
		final Tensor dense = Scores.of(Tensor.of(new float[] { 0, 0, (float) Math.log(3), 0 }, 1, 2, 1, 2), ScoreFunction.SOFTMAX);
		assertArrayEquals(new float[] { 0.25f, 0.5f, 0.75f, 0.5f }, dense.data(), 1e-6f);
		final Tensor tokens = Scores.of(Tensor.of(new float[] { 0, (float) Math.log(3), 0, 0 }, 1, 2, 2), ScoreFunction.SOFTMAX);
		assertArrayEquals(new float[] { 0.25f, 0.75f, 0.5f, 0.5f }, tokens.data(), 1e-6f);
		assertArrayEquals(new float[] { 0.5f, 0.75f, 0, 1 }, Scores.of(Tensor.of(new float[] { 0, (float) Math.log(3), -200, 200 }, 1, 4),
			ScoreFunction.SIGMOID).data(), 1e-6f);
		assertArrayEquals(LOGITS.data(), Scores.of(LOGITS, ScoreFunction.NONE).data());
	}

	@Test
	void bestClassesComeFirst() {
		final List<Scores.Score> best = Scores.best(LOGITS, 0, model(ModelKind.CLASSIFIER, "a", "b", "", "d"), 3);
		assertEquals(List.of("b", "d", "2"), best.stream().map(Scores.Score::label).toList());
		assertEquals(9, best.get(0).logit());
		assertEquals(1 / (1 + Math.exp(-5) + Math.exp(-6) + Math.exp(-8)), best.get(0).score(), 1e-6);
	}

	private static double value(final Targets targets, final String text) {
		return value(targets.parse(text, Optional.empty()), Network.OUTPUT, LOGITS);
	}

	private static double value(final NamedTarget target, final String layer, final Tensor activation) {
		final Target.Evaluation evaluation = target.target().evaluate(Map.of(layer, activation));
		return evaluation.values()[0];
	}

	private static String refused(final Targets targets, final String text) {
		final String message = assertThrows(FoveaException.class, () -> targets.parse(text, Optional.empty())).getMessage();
		assertTrue(message.endsWith("."), message);
		return message;
	}

	private static Targets targets(final String... labels) {
		return new Targets(model(ModelKind.CLASSIFIER, labels), LAYERS);
	}

	private static ModelInfo model(final ModelKind kind, final String... labels) {
		return new ModelInfo("net", "Net", "", kind, List.of(labels), ScoreFunction.SOFTMAX, new InputFormat(3, 0, 0, 1, 1, List.of()), Optional
			.empty(), "", "", "", ModelInfo.Origin.STORE);
	}

	private static Layer layer(final String name, final int... shape) {
		return new Layer(name, "op", false, shape, 0, Optional.empty(), Optional.empty());
	}
}
