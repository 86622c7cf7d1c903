package org.fovea.golden;

import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;

/**
 * Maps by pytorch-grad-cam and shares by Captum, written by {@code src/test/python/class_activation.py}.
 *
 * @param maps of class activation
 * @param integrated Captum's integrated gradients
 * @param delta how far they miss completeness
 * @param product Captum's input times gradient
 * @param occlusion Captum's occlusion with windows of 4×4 pixels of value 0.25, stride 2
 */
public record Maps(List<Entry> maps, double[] integrated, double delta, double[] product,
	double[] occlusion) {

	/** One map, not cut off at zero. */
	public record Entry(String method, String layer, double[] values) {}

	/**
	 * Reads those of one network.
	 *
	 * @param name of the network
	 * @return its maps
	 */
	public static Maps of(final String name) {
		try (Reader reader = new InputStreamReader(Maps.class.getResourceAsStream("/class-activation.json"), StandardCharsets.UTF_8)) {
			final JsonObject net = JsonParser.parseReader(reader).getAsJsonObject().getAsJsonObject("nets").getAsJsonObject(name);
			final List<Entry> maps = new ArrayList<>();
			for (final JsonElement element : net.getAsJsonArray("maps")) {
				final JsonObject map = element.getAsJsonObject();
				maps.add(new Entry(map.get("method").getAsString(), map.get("layer").getAsString(), numbers(map.getAsJsonArray("values"))));
			}
			return new Maps(maps, numbers(net.getAsJsonArray("integrated")), net.get("delta").getAsDouble(), numbers(net.getAsJsonArray(
				"product")), numbers(net.getAsJsonArray("occlusion")));
		}
		catch (final IOException e) {
			throw new UncheckedIOException(e);
		}
	}

	private static double[] numbers(final JsonArray array) {
		final double[] numbers = new double[array.size()];
		for (int i = 0; i < numbers.length; i++) numbers[i] = array.get(i).getAsDouble();
		return numbers;
	}
}
