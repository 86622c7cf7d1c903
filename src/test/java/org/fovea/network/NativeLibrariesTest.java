package org.fovea.network;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;

import org.fovea.FoveaException;
import org.junit.jupiter.api.Test;

/** A second PyTorch in the process is refused in words. */
class NativeLibrariesTest {

	@Test
	void refusesASecondTorch() {
		final NativeLibraries libraries = new NativeLibraries(List.of("/lib/libc.so.6", "/plugins/engines/pytorch-2.0/libtorch_cpu.so"));
		final FoveaException refusal = assertThrows(FoveaException.class, libraries::refuseSecondTorch);
		assertTrue(refusal.getMessage().contains("/plugins/engines/pytorch-2.0/libtorch_cpu.so"), refusal::getMessage);
		assertTrue(refusal.getMessage().contains("restart ImageJ"), refusal::getMessage);
	}

	@Test
	void acceptsAnythingElse() {
		assertDoesNotThrow(new NativeLibraries(List.of("/lib/libc.so.6", "/data/libtorch-notes.txt/libm.so.6"))::refuseSecondTorch);
	}
}
