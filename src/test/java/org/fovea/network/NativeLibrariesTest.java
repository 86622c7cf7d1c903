package org.fovea.network;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;

import org.fovea.FoveaException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A second PyTorch in the process is refused in words. */
class NativeLibrariesTest {

	@ParameterizedTest
	@ValueSource(strings = { "/plugins/engines/pytorch 2.0/libtorch_cpu.so", "C:\\Fiji.app\\engines\\torch_cpu.dll",
		"/Applications/Fiji.app/engines/libc10.dylib" })
	void refusesASecondTorch(final String path) {
		final NativeLibraries libraries = new NativeLibraries(List.of("/lib/libc.so.6", path));
		final FoveaException refusal = assertThrows(FoveaException.class, libraries::refuseSecondTorch);
		assertTrue(refusal.getMessage().contains(path), refusal::getMessage);
		assertTrue(refusal.getMessage().contains("restart ImageJ"), refusal::getMessage);
	}

	@Test
	void acceptsAnythingElse() {
		assertDoesNotThrow(new NativeLibraries(List.of("/lib/libc.so.6", "/data/libtorch-notes/libm.so.6"))::refuseSecondTorch);
	}

	@Test
	void readsTheListsOfEverySystem() {
		assertEquals(List.of("/usr/lib/libm.so.6", "C:\\Program Files\\Java\\bin\\jvm.dll"), NativeLibraries.parse(
			"Dynamic libraries:\n7f2a-7f2b r-xp 00000000 103:02 131 /usr/lib/libm.so.6\n0x00007ff8 - 0x00007ff9 \tC:\\Program Files\\Java\\bin\\jvm.dll\n7ffc-7ffd [stack]\n")
			.paths());
	}

	@Test
	void seesTheLibrariesOfThisProcess() {
		assertTrue(NativeLibraries.current().paths().stream().anyMatch(path -> path.contains("jvm")));
	}
}
