package org.fovea.network;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

import org.fovea.golden.Golden;
import org.fovea.network.LocalChanges.Windows;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is computed again after a change is what one run of the whole changed image gives. */
class LocalChangesTest {

	private static final double TOLERANCE = 1e-5;

	@ParameterizedTest
	@CsvSource({ "gap, traced, 3, 64, 72, 8, 8", "resnet18, scripted, 3, 128, 128, 16, 8" })
	void probe(final String name, final String form, final int channels, final int height, final int width, final int side, final int stride)
		throws URISyntaxException
	{
		try (Network network = open(name, form)) {
			final Tensor input = Golden.formula(3, 1, channels, height, width);
			final LocalChanges changes = new LocalChanges(network, input, Golden.formula(4, 1, channels, height, width), new Windows(starts(height, side,
				stride), starts(width, side, stride), side), Set.of(Network.OUTPUT));
			System.out.println(name + " " + changes.stages());
			for (int i = 0; i < changes.stages().size(); i++) System.out.println(changes.share(i));
			System.out.println(changes.batches(16).stream().map(List::size).toList());
		}
	}

	private static List<Integer> starts(final int size, final int side, final int stride) {
		final List<Integer> starts = new ArrayList<>();
		for (int start = 0; start + side < size; start += stride) starts.add(start);
		starts.add(size - side);
		return starts;
	}

	private static Network open(final String name, final String form) throws URISyntaxException {
		if (!name.equals("blood-cells")) return Network.open(Golden.of(name).archive(form));
		return Network.open(Path.of(LocalChangesTest.class.getResource("/org/fovea/models/blood-cells/blood-cells.pt").toURI()));
	}
}
