package org.fovea.network;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import org.fovea.FoveaException;

/**
 * The native libraries of this process. Two copies of libtorch in one process overwrite each other's state and can end it, so a second
 * one is refused.
 *
 * @param paths of the mapped libraries; empty where the system does not tell
 */
record NativeLibraries(List<String> paths) {

	private static final Path MAPS = Path.of("/proc/self/maps");

	/** @return what is mapped now */
	static NativeLibraries current() {
		if (!Files.isReadable(MAPS)) return new NativeLibraries(List.of());
		try (var lines = Files.lines(MAPS)) {
			return new NativeLibraries(lines.filter(line -> line.indexOf('/') > 0).map(line -> line.substring(line.indexOf('/'))).distinct()
				.toList());
		}
		catch (final IOException e) {
			return new NativeLibraries(List.of());
		}
	}

	/**
	 * Refuses to load PyTorch where it is there already.
	 *
	 * @throws FoveaException if another plugin has loaded a libtorch
	 */
	void refuseSecondTorch() {
		for (final String path : paths) {
			final String file = path.substring(path.lastIndexOf('/') + 1);
			if (file.startsWith("libtorch") || file.startsWith("torch_cpu") || file.startsWith("libc10")) {
				throw new FoveaException("Another plugin has already loaded PyTorch from " + path +
					", and two copies can crash ImageJ; restart ImageJ and use Fovea first.");
			}
		}
	}
}
