package org.fovea.network;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;

import org.fovea.FoveaException;

/**
 * The way from the image to what is wanted of a network, in stages: places through which everything comes, chosen so that stages from crop
 * to crop cost least in all. Costs are counted, not measured, so that the same question gets the same way.
 */
final class Route {

	/**
	 * What things cost, in multiply-adds.
	 *
	 * @param value that an operator makes
	 * @param transfer of one value between Java and the engine
	 * @param start of a stage, for each window
	 */
	record Costs(double value, double transfer, double start) {

		/** As they are on processors of today. */
		static final Costs USUAL = new Costs(10, 60, 2e6);
	}

	/**
	 * A place on the way.
	 *
	 * @param name of the layer
	 * @param units of the layer
	 * @param vertical along y
	 * @param horizontal along x
	 */
	record Place(String name, int units, Reach vertical, Reach horizontal) {}

	/**
	 * A stage.
	 *
	 * @param from where it begins
	 * @param to where it ends
	 * @param verticalGrid on which crops of {@code from} begin
	 * @param horizontalGrid on which crops of {@code from} begin
	 */
	record Stage(Place from, Place to, int verticalGrid, int horizontalGrid) {}

	private final Network network;
	private final Tensor input;
	private final LocalChanges.Windows windows;
	private final Costs costs;
	private final List<Layer> layers;
	private final double[] work;
	private final Map<String, Integer> order = new HashMap<>();

	/**
	 * Looks at the network.
	 *
	 * @param network the network
	 * @param input the image
	 * @param windows in which it is changed
	 * @param costs of what is done
	 */
	Route(final Network network, final Tensor input, final LocalChanges.Windows windows, final Costs costs) {
		this.costs = costs;
		this.network = network;
		this.input = input;
		this.windows = windows;
		layers = network.layers(input);
		work = new double[layers.size() + 1];
		final Set<String> parents = new LinkedHashSet<>();
		for (final Layer layer : layers) {
			if (layer.isModule() && layer.name().contains(".")) parents.add(layer.name().substring(0, layer.name().lastIndexOf('.')));
		}
		for (int i = 0; i < layers.size(); i++) {
			work[i + 1] = work[i] + (parents.contains(layers.get(i).name()) ? 0 : work(layers.get(i)));
			order.put(layers.get(i).name(), i + 1);
		}
		order.put(Network.OUTPUT, layers.size());
		order.put(Network.INPUT, 0);
	}

	private double work(final Layer layer) {
		final double values = Arrays.stream(layer.shape()).asDoubleStream().reduce(1, (a, b) -> a * b);
		return layer.parameters() * values / Math.max(1, layer.units()) + costs.value() * values;
	}

	/**
	 * Finds ways that cost less than running the whole network for each window: the best of all, then the best with one stage, because some
	 * networks ask the image for its size on the way.
	 *
	 * @param wanted layers, or {@link Network#OUTPUT}
	 * @return the stages of each way, the best first
	 */
	List<List<Stage>> ways(final Set<String> wanted) {
		final List<Place> places = places(wanted);
		final double[] least = new double[places.size()];
		final List<List<Stage>> best = new ArrayList<>(List.of(List.of()));
		final List<List<Stage>> direct = new ArrayList<>();
		for (int to = 1; to < places.size(); to++) {
			least[to] = Double.POSITIVE_INFINITY;
			best.add(List.of());
			for (int from = 0; from < to; from++) {
				final Optional<Stage> stage = stage(places.get(from), places.get(to));
				if (stage.isEmpty()) continue;
				if (from == 0) direct.add(List.of(stage.get()));
				final double cost = least[from] + cost(stage.get());
				if (cost >= least[to]) continue;
				least[to] = cost;
				final List<Stage> way = new ArrayList<>(best.get(from));
				way.add(stage.get());
				best.set(to, way);
			}
		}
		final double whole = rest(places.get(0), wanted);
		return Stream.of(best, direct).flatMap(ways -> ways.stream().filter(way -> !way.isEmpty() && cost(way, wanted) < whole).min(Comparator
			.comparingDouble(way -> cost(way, wanted))).stream()).distinct().toList();
	}

	private double cost(final List<Stage> way, final Set<String> wanted) {
		return way.stream().mapToDouble(this::cost).sum() + rest(way.get(way.size() - 1).to(), wanted);
	}

	/** The image, and the last of every run of places that see the same. */
	private List<Place> places(final Set<String> wanted) {
		final Map<String, Layer> known = new HashMap<>();
		layers.forEach(layer -> known.put(layer.name(), layer));
		known.put(Network.OUTPUT, network.result(input));
		final List<Place> places = new ArrayList<>();
		places.add(new Place(Network.INPUT, input.size(1), Reach.image(input.size(2)), Reach.image(input.size(3))));
		for (final String name : network.through(wanted, input)) {
			final Optional<Place> place = Optional.ofNullable(known.get(name)).flatMap(this::place);
			if (place.isEmpty()) continue;
			final Place last = places.get(places.size() - 1);
			final boolean isSame = places.size() > 1 && last.units() == place.get().units() && last.vertical().equals(place.get().vertical()) && last
				.horizontal().equals(place.get().horizontal());
			if (isSame) places.set(places.size() - 1, place.get());
			else places.add(place.get());
		}
		return places;
	}

	private Optional<Place> place(final Layer layer) {
		if (!layer.isSpatial() || layer.shape()[0] != input.size(0) || layer.vertical().isEmpty() || layer.horizontal().isEmpty()) return Optional
			.empty();
		final ReceptiveField vertical = layer.vertical().get();
		final ReceptiveField horizontal = layer.horizontal().get();
		if (vertical.isWhole() || horizontal.isWhole() || vertical.wraps() || horizontal.wraps() || vertical.jump() <= 0 || horizontal.jump() <= 0) return Optional.empty();
		if (isMirrored(layer)) return Optional.empty();
		return Optional.of(new Place(layer.name(), layer.units(), new Reach(input.size(2), layer.shape()[2], vertical), new Reach(input.size(3),
			layer.shape()[3], horizontal)));
	}

	/** Behind mirrored borders fields are wider than those of what is made from them, so they do not tell how far apart positions are. */
	private boolean isMirrored(final Layer layer) {
		return layer.operator().toLowerCase(Locale.ROOT).contains("pad") || layers.subList(order.get(layer.name()), layers.size()).stream().anyMatch(
			later -> isSmaller(later.vertical(), layer.vertical()) || isSmaller(later.horizontal(), layer.horizontal()));
	}

	private static boolean isSmaller(final Optional<ReceptiveField> one, final Optional<ReceptiveField> other) {
		return one.isPresent() && one.get().jump() > 0 && one.get().size() < other.get().size();
	}

	private Optional<Stage> stage(final Place from, final Place to) {
		if (order.get(from.name()) >= order.get(to.name())) return Optional.empty();
		final List<Layer> between = layers.subList(order.get(from.name()), order.get(to.name()));
		try {
			return Optional.of(new Stage(from, to, from.vertical().grid(jumps(between, Layer::vertical, to.vertical())), from.horizontal().grid(jumps(
				between, Layer::horizontal, to.horizontal()))));
		}
		catch (final FoveaException e) {
			return Optional.empty();
		}
	}

	private static List<Double> jumps(final List<Layer> between, final Function<Layer, Optional<ReceptiveField>> axis,
		final Reach to)
	{
		return Stream.concat(between.stream().flatMap(layer -> axis.apply(layer).stream()), Stream.of(to.field()))
			.map(ReceptiveField::jump).filter(jump -> jump > 0).distinct().toList();
	}

	private double cost(final Stage stage) {
		final Place from = stage.from();
		final Place to = stage.to();
		final double area = cropped(windows.tops(), from.vertical(), to.vertical(), stage.verticalGrid()) * cropped(windows.lefts(), from
			.horizontal(), to.horizontal(), stage.horizontalGrid());
		final double share = area / from.vertical().positions() / from.horizontal().positions();
		final double made = share * to.units() * to.vertical().positions() * to.horizontal().positions();
		return share * (work[order.get(to.name())] - work[order.get(from.name())]) + costs.transfer() * (area * from.units() + made) + costs.start() * windows.count();
	}

	private double cropped(final List<Integer> starts, final Reach from, final Reach to, final int grid) {
		return starts.stream().mapToDouble(start -> from.crop(to.seen(from, to.changed(start, windows.side())), grid)).sum();
	}

	private double rest(final Place last, final Set<String> wanted) {
		final double transfer = costs.transfer() * last.units() * last.vertical().positions() * last.horizontal().positions();
		final double behind = wanted.equals(Set.of(last.name())) ? 0 : costs.start() + work[layers.size()] - work[order.get(last.name())];
		return windows.count() * (transfer + behind);
	}
}
