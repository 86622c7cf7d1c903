package org.fovea.golden;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

import org.fovea.FoveaException;
import org.fovea.network.Layer;
import org.fovea.network.Network;
import org.fovea.network.Plan;
import org.fovea.network.Rule;
import org.fovea.network.Target;
import org.fovea.network.Tensor;
import org.fovea.network.Trace;

/**
 * Holds the full-size networks of {@code export_zoo.py} against their golden values and writes a Markdown table: not a test, because
 * the archives are too large to be committed. Rows are appended, so that networks can be exported, swept and deleted one by one.
 */
public final class ZooSweep {

	private static final String HEAD = """
		| network | form | output | against PyTorch | submodules | largest difference | operators | ReLUs | gradient | guided |
		|---|---|---|---|---|---|---|---|---|---|
		""";

	private ZooSweep() {
	}

	/**
	 * Sweeps networks.
	 *
	 * @param arguments the folder that {@code export_zoo.py} wrote, the Markdown file to append to, then names of networks; none for all
	 * @throws IOException if the table cannot be written
	 */
	public static void main(final String... arguments) throws IOException {
		final Path folder = Path.of(arguments[0]);
		final Path table = Path.of(arguments[1]);
		final List<String> names = arguments.length > 2 ? List.of(arguments).subList(2, arguments.length) : Golden.names(folder);
		final StringBuilder rows = new StringBuilder(Files.exists(table) ? Files.readString(table) : HEAD);
		for (final String name : names) {
			final Golden golden = Golden.in(folder, name);
			for (final String form : golden.forms()) rows.append(row(golden, form));
			Files.writeString(table, rows);
		}
	}

	private static String row(final Golden golden, final String form) {
		final List<String> cells = new ArrayList<>(List.of(golden.name(), form));
		try (Network network = Network.open(golden.archive(form))) {
			final Tensor[] inputs = golden.inputs();
			final List<Layer> layers = network.layers(inputs);
			final Trace trace = network.run(Plan.FORWARD, inputs);
			cells.add(comparison(golden, form, trace, network, layers));
			cells.add(number(golden.output().difference(trace.output())));
			cells.addAll(submodules(golden, form, network, layers));
			cells.add(Long.toString(layers.stream().filter(layer -> !layer.isModule()).count()));
			if (golden.hasGradients()) cells.addAll(gradients(golden, network));
			cells.addAll(network.limitations());
		}
		catch (final FoveaException e) {
			cells.add(e.getMessage());
		}
		return cells.stream().collect(Collectors.joining(" | ", "| ", " |\n"));
	}

	/** Whether the rewritten network computes the same bits as the untouched archive, nothing tapped and everything tapped. */
	private static String comparison(final Golden golden, final String form, final Trace trace, final Network network, final List<Layer> layers) {
		final Tensor[] inputs = golden.inputs();
		final Tensor plain = plain(golden, form);
		final String[] all = layers.stream().map(Layer::name).toArray(String[]::new);
		final Trace tapped = network.run(Plan.FORWARD.tap(all), inputs);
		final boolean isEqual = Arrays.equals(plain.data(), trace.output().data()) && Arrays.equals(plain.data(), tapped.output().data());
		return isEqual ? "bit-identical" : "differs";
	}

	private static Tensor plain(final Golden golden, final String form) {
		try (PlainArchive archive = new PlainArchive(golden.archive(form))) {
			return archive.run(golden.outputs().keySet(), golden.inputs()).get("output");
		}
		catch (final UnsupportedOperationException e) {
			// Scripted googlenet and inception return named tuples with missing members, which the engine cannot hand to Java.
			try (Network unprobed = Network.openUnprobed(golden.archive(form))) {
				return unprobed.run(Plan.FORWARD, golden.inputs()).output();
			}
		}
	}

	private static List<String> submodules(final Golden golden, final String form, final Network network, final List<Layer> layers) {
		if (form.equals("frozen")) return List.of("none left", "");
		final Set<String> names = layers.stream().map(Layer::name).collect(Collectors.toSet());
		final Set<String> forgotten = form.equals("traced") ? Set.of("Identity", "StochasticDepth") : Set.of();
		final List<Golden.Passage> passages = golden.passages().stream().filter(passage -> !forgotten.contains(passage.of())).toList();
		final List<Golden.Passage> seen = passages.stream().filter(passage -> names.contains(passage.layer())).toList();
		final Trace trace = network.run(Plan.FORWARD.tap(seen.stream().map(Golden.Passage::layer).toArray(String[]::new)), golden.inputs());
		double worst = 0;
		for (final Golden.Passage passage : seen) worst = Math.max(worst, passage.activation().difference(trace.activation(passage.layer())));
		return List.of(seen.size() + " of " + passages.size(), number(worst));
	}

	private static List<String> gradients(final Golden golden, final Network network) {
		final Plan plan = Plan.FORWARD.gradient(Network.INPUT);
		final Target target = Target.logit(golden.target());
		final Trace plain = network.run(plan, target, golden.inputs());
		final String gradient = number(distance(golden.gradient(), plain.gradient(Network.INPUT)));
		if (golden.activeRectifiers() == 0) return List.of("none", gradient, "");
		final Trace guided = network.run(plan.under(Rule.GUIDED), target, golden.inputs());
		final Reference expected = golden.map(golden.rectifiers6() > 0 ? "guided6" : "guided").orElseThrow();
		return List.of(guided.rectifiers() + " of " + golden.activeRectifiers(), gradient, number(distance(expected, guided.gradient(
			Network.INPUT))));
	}

	/** ‖actual − expected‖ / ‖expected‖ over the sampled values: in networks this deep some ReLU always stands on the edge. */
	private static double distance(final Reference expected, final Tensor actual) {
		double error = 0;
		double norm = 0;
		for (int k = 0; k < expected.values().length; k++) {
			final double value = expected.values()[k];
			final double difference = value - actual.data()[(int) ((long) k * expected.length() / expected.values().length)];
			error += difference * difference;
			norm += value * value;
		}
		return Math.sqrt(error / norm);
	}

	private static String number(final double value) {
		return String.format(Locale.ROOT, "%.1e", value);
	}
}
