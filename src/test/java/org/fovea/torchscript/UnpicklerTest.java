package org.fovea.torchscript;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Pickles that PyTorch would not write; those that it does write are in {@link ArchiveTest}. */
class UnpicklerTest {

	@Test
	void readsScalarsAndContainers() throws MalformedPickleException {
		final Pickles p = new Pickles().op("(").raw('K', 200, 'M', 1, 2, 'J', 0xFF, 0xFF, 0xFF, 0xFF).number(Long.MIN_VALUE).op("G").raw(0x3f,
			0xf0, 0, 0, 0, 0, 0, 0, 0x88, 0x89, 'N').text("ü").op("](K\u0001K\u0002e}(").text("k").op(")ut");
		final List<?> values = (List<?>) Unpickler.read(p.stop(), "data").value();
		assertEquals(List.of(200L, 513L, -1L, Long.MIN_VALUE, 1.0, true, false), values.subList(0, 7));
		assertEquals(null, values.get(7));
		assertEquals(List.of("ü", List.of(1L, 2L), Map.of("k", List.of())), values.subList(8, 11));
	}

	@Test
	void keepsSharedObjectsShared() throws MalformedPickleException {
		final List<?> values = (List<?>) Unpickler.read(new Pickles().op("](K\u0001eq\0h\0").raw(0x86).stop(), "data").value();
		assertSame(values.get(0), values.get(1));
	}

	@ParameterizedTest
	@ValueSource(strings = { "cos\nsystem\n", "cbuiltins\neval\n", "cposix\nsystem\n", "ctorch\nload\n", "ctorch.storage\n_load_from_bytes\n",
		"c__builtin__\nexec\n", "csubprocess\nPopen\n", "ctorch._utils\n_rebuild_sparse_tensor\n", "c__main__\nIntList\n",
		"ctorch.distributed.rpc\nrref\n", "ctorch.jit._pickle\nbuild_tensor_from_id\n" })
	void callsNothingElse(final String global) {
		final byte[] pickle = new Pickles().op(global).text("true").raw(0x85).op("R").stop();
		final String message = refuse(pickle);
		assertTrue(message.contains("would call") || message.contains("special tensor"), message);
	}

	@ParameterizedTest
	@ValueSource(strings = { "i", "o", "p", "P", "I", "S", "\u0082", "\u0083", "\u0084", "0", "1", "2", "g", "V", "\u008c", "\u0093", "\u0095" })
	void knowsNoOtherInstructions(final String opcode) {
		assertTrue(refuse(new Pickles().op("NN" + opcode).stop()).contains("never writes"));
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "N", "NN.", "(N.", ")e.", "a.", "Na.", "(e.", "Nu.", "}(Nu.", "}(NNu.", "}(K\u0001NK\u0001Nu.", "R.", "Q.", "NQ.",
		"b.", "}}b.", "h\0.", "q\0.", "Nq\u0001.", "Nr\u00ff\u00ff\u00ff\u007f.", "Nr\u00ff\u00ff\u00ff\u00ff.", "X\u00ff\u00ff\u00ff\u00ff.",
		"X\u0001\0\0\0\u00ff.", "X\u00ff\u00ff\u00ff\u007fa.", "ca\nb\n.", "ca\nb\n)\u0081.", "ca\nb\nN\u0081.", "ca\nb\n)\u0081q\0}b}bh\0.",
		"\u008a\u0001a.", "K\u0005)R.", "ctorch\nFloatStorage\n.", "ctorch._utils\n_rebuild_tensor_v2\n)R.", "(t(N.", "N(\u0086.",
		"ccollections\nOrderedDict\n)R." })
	void refusesWhatMakesNoSense(final String opcodes) {
		refuse(new Pickles().op(opcodes).bytes());
	}

	@Test
	void refusesAListInsideItself() {
		refuse(new Pickles().op("]q\0h\0a").stop());
		refuse(new Pickles().op("]q\0]q\u0001h\0ah\u0001a").stop());
		refuse(new Pickles().op("}q\0").text("self").op("h\0s").stop());
	}

	@Test
	void refusesAListThatGrowsAfterItWasUsed() {
		refuse(new Pickles().op("]q\0").raw(0x85).op("h\0K\u0001a").raw(0x86).stop());
	}

	@Test
	void refusesDepthThatTheEngineCannotFree() {
		final Pickles p = new Pickles().op(")");
		for (int i = 0; i < 100_000; i++) {
			p.raw(0x85);
		}
		assertTrue(refuse(p.stop()).contains("nested"));
	}

	@Test
	void refusesSharingThatTheEngineCannotWalk() {
		final Pickles p = new Pickles().op(")q\0");
		for (int i = 0; i < 60; i++) {
			p.op("h\0h\0").raw(0x86).op("q\0");
		}
		assertTrue(refuse(p.stop()).contains("refers to itself"));
	}

	@Test
	void findsTensorsThatNothingRefersTo() throws MalformedPickleException {
		final byte[] pickle = new Pickles().tensor(4, 0, new long[] { 4 }, new long[] { 1 }).op("q\0").op("q\0").raw(0x85).op("q\0").stop();
		assertEquals(1, Unpickler.read(pickle, "data").tensors().size());
	}

	@Test
	void refusesAStorageInPlaceOfATensor() {
		refuse(new Pickles().op("(").text("storage").global("torch", "FloatStorage").text("0").text("cpu").number(1000).op("tQ").stop());
		refuse(new Pickles().op("](").op("(").text("storage").global("torch", "FloatStorage").text("0").text("cpu").number(1000).op("tQe").stop());
	}

	@Test
	void refusesStoragesInOtherFolders() {
		refuse(new Pickles().op("(").text("storage").global("torch", "FloatStorage").text("../constants/0").text("cpu").number(1).op("tQ").stop());
	}

	private static String refuse(final byte[] pickle) {
		return assertThrows(MalformedPickleException.class, () -> Unpickler.read(pickle, "data")).getMessage();
	}
}
