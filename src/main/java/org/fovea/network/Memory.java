package org.fovea.network;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;

import com.sun.management.OperatingSystemMXBean;

import org.fovea.FoveaException;

/**
 * Whether a run can fit into memory. Systems promise memory that they do not have and end the program that uses it, so a run that cannot
 * fit must not start. What is counted is less than any run needs, and what is free is counted generously: whatever fits is never refused.
 */
final class Memory {

	private static final long BYTES = 4;
	/** Between an image and one of twice its side, of layers that grow with it; four but for their borders. */
	private static final double GROWTH = 3;
	private static final Path LINUX = Path.of("/proc/meminfo");

	private Memory() {
	}

	/**
	 * Bytes that a run cannot do without: the image, the largest activation, and for gradients the outputs of all ReLUs, which PyTorch keeps.
	 *
	 * @param small layers that an image passes
	 * @param large layers that an image of twice the side passes, by which it is seen which of them grow with the image
	 * @param side of the larger of both images
	 * @param image the shape of the image in question
	 * @param isBackward whether gradients go back to the image
	 * @return bytes; 0 where the two images do not pass the same layers
	 */
	static long needed(final List<Layer> small, final List<Layer> large, final int side, final int[] image, final boolean isBackward) {
		if (!small.stream().map(Layer::name).toList().equals(large.stream().map(Layer::name).toList())) return 0;
		final Set<String> rectifiers = large.stream().filter(layer -> layer.isModule() && isRectifier(layer)).map(Layer::name).collect(Collectors
			.toSet());
		double largest = 0;
		double kept = 0;
		for (int i = 0; i < large.size(); i++) {
			final Layer layer = large.get(i);
			if (!layer.isSpatial() || values(layer) < GROWTH * values(small.get(i))) continue;
			final double values = values(layer) * image[0] * image[2] * image[3] / side / side;
			largest = Math.max(largest, values);
			final boolean isInside = !layer.isModule() && rectifiers.contains(layer.name().replaceFirst("/[^/]*$", ""));
			if (isRectifier(layer) && !isInside) kept += values;
		}
		final double pixels = Arrays.stream(image).asDoubleStream().reduce(1, (a, b) -> a * b);
		return (long) (BYTES * (pixels + Math.max(largest, isBackward ? kept : 0)));
	}

	private static double values(final Layer layer) {
		return Arrays.stream(layer.shape()).asDoubleStream().reduce(1, (a, b) -> a * b);
	}

	private static boolean isRectifier(final Layer layer) {
		return Set.of("relu", "relu_", "relu6", "relu6_").contains(layer.operator().toLowerCase(Locale.ROOT));
	}

	/**
	 * What a run may take: on Linux what the kernel calls available and free swap, elsewhere all memory that there is.
	 *
	 * @return bytes, where they can be told
	 */
	static OptionalLong free() {
		final OptionalLong total = ManagementFactory.getOperatingSystemMXBean() instanceof final OperatingSystemMXBean system ? OptionalLong.of(system
			.getTotalMemorySize() + system.getTotalSwapSpaceSize()) : OptionalLong.empty();
		try {
			if (!Files.isReadable(LINUX)) return total;
			final long kilobytes = Files.readAllLines(LINUX).stream().filter(line -> line.matches("(MemAvailable|SwapFree):.*")).mapToLong(line -> Long
				.parseLong(line.replaceAll("\\D", ""))).sum();
			return kilobytes == 0 ? total : OptionalLong.of(Math.min(kilobytes << 10, total.orElse(Long.MAX_VALUE)));
		}
		catch (final IOException e) {
			return total;
		}
	}

	/**
	 * Refuses what cannot fit.
	 *
	 * @param needed bytes
	 * @param free bytes
	 * @param image the shape of the image
	 * @throws FoveaException if more is needed than is free
	 */
	static void require(final long needed, final long free, final int[] image) {
		if (needed <= free) return;
		throw new FoveaException(String.format(Locale.ROOT, "The network needs at least %.1f GB of memory for %d×%d pixels, and %.1f GB are free; " +
			"use area=tiles, or select a smaller area.", needed * 1e-9, image[3], image[2], free * 1e-9));
	}
}
