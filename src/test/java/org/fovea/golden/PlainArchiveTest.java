package org.fovea.golden;

import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

import ai.djl.engine.EngineException;

import org.fovea.network.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Holds the ground under the golden values: the engine's own libtorch computes what the exporting PyTorch did. */
class PlainArchiveTest {

	/** Scripted by a PyTorch whose {@code interpolate} has a branch with an operator that the engine's libtorch has not. */
	static final Set<String> TOO_NEW = Set.of("unet-scripted", "dict-output-scripted");

	/** Returns a named tuple with members that are None, which the engine's Java side cannot hand over. */
	static final Set<String> WITH_NONE = Set.of("googlenet-scripted");

	static Stream<Arguments> archives() {
		return Golden.names().stream().map(Golden::of).flatMap(golden -> golden.forms().stream().map(form -> Arguments.of(golden, form)));
	}

	static Stream<Arguments> runnable() {
		return archives().filter(archive -> isRunnable((Golden) archive.get()[0], (String) archive.get()[1]));
	}

	static boolean isRunnable(final Golden golden, final String form) {
		final String archive = golden.name() + "-" + form;
		return !TOO_NEW.contains(archive) && !WITH_NONE.contains(archive);
	}

	@ParameterizedTest
	@MethodSource("runnable")
	void engineComputesWhatPyTorchDid(final Golden golden, final String form) {
		try (PlainArchive archive = new PlainArchive(golden.archive(form))) {
			final Map<String, Tensor> results = archive.run(golden.outputs().keySet(), golden.inputs());
			assertEquals(golden.outputs().keySet(), results.keySet());
			golden.outputs().forEach((name, expected) -> expected.check(results.get(name), name));
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "unet", "dict-output" })
	void engineRefusesOperatorsOfNewerPyTorch(final String name) {
		final EngineException refusal = assertThrows(EngineException.class, () -> new PlainArchive(Golden.of(name).archive("scripted")).close());
		assertTrue(refusal.getMessage().contains("aten::_upsample_lanczos2d_aa"), refusal::getMessage);
	}

	@Test
	void engineRefusesMissingMembers() {
		final Golden golden = Golden.of("googlenet");
		try (PlainArchive archive = new PlainArchive(golden.archive("scripted"))) {
			assertThrows(UnsupportedOperationException.class, () -> archive.run(golden.outputs().keySet(), golden.inputs()));
		}
	}
}
