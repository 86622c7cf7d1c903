package org.fovea.golden;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;

import org.fovea.network.Heatmap;
import org.fovea.network.Network;
import org.fovea.network.Target;
import org.fovea.network.Tensor;

/** Maps by Captum and pytorch-grad-cam of logits, regions and inner units, written by {@code src/test/python/peers.py}. */
public final class Peers {

	private Peers() {}

	/**
	 * One map of a peer.
	 *
	 * @param net the network
	 * @param technique the peer's class
	 * @param layer the submodule whose maps it weighs, where it weighs any
	 * @param values of the whole map in C order, neither cut off nor stretched
	 * @param description everything that the script says of it
	 */
	public record Entry(String net, String technique, Optional<String> layer, float[] values, JsonObject description) {

		/**
		 * A number that belongs to the map.
		 *
		 * @param name {@code delta}, {@code samples}, {@code noise} or {@code factor}
		 * @return the number
		 */
		public double number(final String name) {
			return description.get(name).getAsDouble();
		}

		/**
		 * The layer in one export of the network.
		 *
		 * @param network opened from it
		 * @param form of the export
		 * @return its name there
		 */
		public String layer(final Network network, final String form) {
			return Golden.of(net).layer(network, form, layer.orElseThrow());
		}

		/**
		 * What the map explains.
		 *
		 * @param network opened from an export
		 * @param form of the export
		 * @return the target, its layer called as in that export
		 */
		public Target target(final Network network, final String form) {
			final JsonObject target = description.getAsJsonObject("target");
			final int index = target.get("index").getAsInt();
			return switch (target.get("kind").getAsString()) {
				case "logit" -> Target.logit(index);
				case "unit" -> Target.position(Golden.of(net).layer(network, form, target.get("layer").getAsString()), index, target.get("x")
					.getAsInt(), target.get("y").getAsInt());
				case "region" -> Target.region(index, rectangle(target, Golden.of(net).input()));
				default -> throw new IllegalStateException(target.toString());
			};
		}

		private static Heatmap rectangle(final JsonObject target, final Tensor input) {
			final int width = input.size(3);
			final Heatmap region = new Heatmap(width, input.size(2), new float[width * input.size(2)], false);
			for (int y = target.get("top").getAsInt(); y < target.get("bottom").getAsInt(); y++) {
				Arrays.fill(region.values(), y * width + target.get("left").getAsInt(), y * width + target.get("right").getAsInt(), 1);
			}
			return region;
		}

		@Override
		public String toString() {
			return net + " " + technique + layer.map(name -> " at " + name).orElse("") + " of " + description.get("target");
		}
	}

	/** @return all maps */
	public static List<Entry> all() {
		try (Reader json = new InputStreamReader(Peers.class.getResourceAsStream("/peers.json"), StandardCharsets.UTF_8);
				InputStream npy = Peers.class.getResourceAsStream("/peers.npy"))
		{
			final float[] values = Npy.read(npy);
			final List<Entry> entries = new ArrayList<>();
			for (final JsonElement element : JsonParser.parseReader(json).getAsJsonObject().getAsJsonArray("maps")) {
				final JsonObject map = element.getAsJsonObject();
				final int at = map.get("at").getAsInt();
				entries.add(new Entry(map.get("net").getAsString(), map.get("technique").getAsString(), Optional.ofNullable(map.get("layer")).map(
					JsonElement::getAsString), Arrays.copyOfRange(values, at, at + map.get("count").getAsInt()), map));
			}
			return entries;
		}
		catch (final IOException e) {
			throw new UncheckedIOException(e);
		}
	}
}
