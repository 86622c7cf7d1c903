package org.fovea.network;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.fovea.FoveaException;
import org.fovea.golden.Golden;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A network goes on from what is put in its middle, whatever input it was started with. */
class InsertTest {

	@ParameterizedTest
	@ValueSource(strings = { "traced", "scripted" })
	void theRestOfTheNetworkDependsOnWhatWasInserted(final String form) {
		final Golden golden = Golden.of("gap");
		final String layer = "features.2";
		try (Network network = Network.open(golden.archive(form))) {
			final Target target = Target.logit(golden.target());
			final Trace whole = network.run(Plan.FORWARD.tap(layer).gradient(layer), target, golden.input());
			final Plan insert = Plan.FORWARD.with(new Intervention.Insert(layer, whole.activation(layer))).gradient(layer);
			final Trace rest = network.run(insert, target, Tensor.zeros(1, 3, 8, 8));
			assertArrayEquals(whole.output().data(), rest.output().data());
			assertArrayEquals(whole.gradient(layer).data(), rest.gradient(layer).data());
		}
	}

	@Test
	void whatDoesNotFitTheRestIsRefused() {
		final Golden golden = Golden.of("gap");
		try (Network network = Network.open(golden.archive("traced"))) {
			final Plan plan = Plan.FORWARD.with(new Intervention.Insert("features.2", Tensor.zeros(1, 2, 4, 4)));
			assertThrows(FoveaException.class, () -> network.run(plan, golden.input()));
			assertEquals(1, network.run(Plan.FORWARD, golden.input()).output().size(0));
			assertTrue(network.device().startsWith("CPU"), network::device);
		}
	}
}
