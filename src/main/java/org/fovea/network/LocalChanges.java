package org.fovea.network;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;

import org.fovea.FoveaException;
import org.fovea.network.CropAxis.Leg;
import org.fovea.network.Reach.Range;
import org.fovea.network.Route.Stage;

/**
 * A network before an image in which one window after another is changed. What a change cannot have reached is not computed again: from
 * crop to crop the changed positions of a few places are computed and put into what the places hold of the unchanged image, and only the
 * rest of the network, where everything has been reached, runs as a whole. The crops hold all that the positions see, and end at the image's
 * borders where the image does, so nothing is approximated. Some windows are computed both ways; where the two do not agree, or where
 * nothing is saved, the whole network runs for each window. For one thread at a time.
 */
public final class LocalChanges {

	/** How far both ways may differ, as a share of the largest value. */
	private static final double AGREEMENT = 1e-5;
	/** Along each axis: fewer leave more windows in a batch, more make smaller crops. */
	private static final int SIZE_CLASSES = 4;
	/** One window in so many is computed both ways. */
	private static final int COMPARED = 40;

	private final Network network;
	private final Tensor input;
	private final Tensor cover;
	private final Windows windows;
	private final Set<String> wanted;
	private List<Stage> stages;
	private CropAxis vertical;
	private CropAxis horizontal;
	private Map<String, Tensor> clean = Map.of();
	/** What passes those parts of the network whose results are not used. */
	private Idle idle = new Idle(Optional.empty(), 0);

	/**
	 * Prepares the windows: every top with every left, numbered row by row.
	 *
	 * @param network that takes one image
	 * @param input {@code [1, C, H, W]}
	 * @param cover what stands in a window when it is changed, of the input's shape
	 * @param windows where they lie
	 * @param wanted layers whose activation is wanted, {@link Network#OUTPUT} for the first result
	 * @throws FoveaException if the network does not accept the image or passes no such layer
	 */
	public LocalChanges(final Network network, final Tensor input, final Tensor cover, final Windows windows, final Set<String> wanted) {
		this(network, input, cover, windows, wanted, Route.Costs.USUAL);
	}

	/** With other costs than the usual. */
	LocalChanges(final Network network, final Tensor input, final Tensor cover, final Windows windows, final Set<String> wanted,
		final Route.Costs costs)
	{
		this.network = network;
		this.input = input;
		this.cover = cover;
		this.windows = windows;
		this.wanted = Set.copyOf(wanted);
		follow(List.of());
		if (windows.count() > 1) choose(costs);
	}

	/**
	 * Prepares windows of an image that is too large for the network at once.
	 *
	 * @param stage from the image to a joint that everything wanted depends on the image through
	 * @param activation of the joint
	 * @param small an image that the network accepts
	 */
	LocalChanges(final Network network, final Tensor input, final Tensor cover, final Windows windows, final Set<String> wanted, final Stage stage,
		final Tensor activation, final Tensor small)
	{
		this.network = network;
		this.input = input;
		this.cover = cover;
		this.windows = windows;
		this.wanted = Set.copyOf(wanted);
		follow(List.of(stage));
		clean = Map.of(stage.to().name(), activation);
		idle = new Idle(Optional.of(small), 1);
	}

	/** Takes the first way that agrees with the whole network. */
	private void choose(final Route.Costs costs) {
		final int compared = Math.min(windows.count(), 2 + windows.count() / COMPARED);
		final List<Integer> some = IntStream.range(0, compared).map(i -> (int) ((long) i * (windows.count() - 1) / (compared - 1))).boxed().toList();
		Map<String, Tensor> expected = Map.of();
		for (final List<Stage> way : new Route(network, input, windows, costs).ways(wanted)) {
			if (expected.isEmpty()) expected = whole(some);
			follow(way);
			clean = read(network.run(tap(names()), input), names());
			for (int entries = 0; entries < 2; entries++) {
				idle = new Idle(Optional.empty(), entries);
				if (agrees(some, expected)) return;
			}
			follow(List.of());
		}
	}

	private List<String> names() {
		return stages.stream().map(stage -> stage.to().name()).toList();
	}

	private void follow(final List<Stage> chosen) {
		stages = chosen;
		vertical = new CropAxis(stages.stream().map(s -> new Leg(s.from().vertical(), s.to().vertical(), s.verticalGrid())).toList(), windows.tops(),
			windows.side(), SIZE_CLASSES);
		horizontal = new CropAxis(stages.stream().map(s -> new Leg(s.from().horizontal(), s.to().horizontal(), s.horizontalGrid())).toList(), windows
			.lefts(), windows.side(), SIZE_CLASSES);
	}

	private boolean agrees(final List<Integer> some, final Map<String, Tensor> expected) {
		try {
			for (int n = 0; n < some.size(); n++) {
				final Map<String, Tensor> found = local(some.subList(n, n + 1));
				for (final String layer : wanted) {
					if (!agrees(expected.get(layer), n, found.get(layer))) return false;
				}
			}
			return true;
		}
		catch (final FoveaException e) {
			return false;
		}
	}

	private static boolean agrees(final Tensor expected, final int n, final Tensor found) {
		final int length = expected.length() / expected.size(0);
		if (found.length() != length) return false;
		double largest = 0;
		double deviation = 0;
		for (int i = 0; i < length; i++) {
			largest = Math.max(largest, Math.abs(expected.data()[n * length + i]));
			deviation = Math.max(deviation, Math.abs(expected.data()[n * length + i] - found.data()[i]));
		}
		return deviation <= AGREEMENT * largest;
	}

	/**
	 * Which windows run together.
	 *
	 * @param most windows in a batch, at least 1
	 * @return the numbers of the windows, each once
	 */
	public List<List<Integer>> batches(final int most) {
		final Map<Integer, List<Integer>> classes = new TreeMap<>();
		for (int i = 0; i < windows.count(); i++) {
			classes.computeIfAbsent(vertical.sizeClass(row(i)) * SIZE_CLASSES + horizontal.sizeClass(column(i)), c -> new ArrayList<>()).add(i);
		}
		final List<List<Integer>> batches = new ArrayList<>();
		for (final List<Integer> same : classes.values()) {
			for (int from = 0; from < same.size(); from += most) batches.add(List.copyOf(same.subList(from, Math.min(same.size(), from + most))));
		}
		return batches;
	}

	/**
	 * What the network makes of the image with one of some windows changed.
	 *
	 * @param some one of {@link #batches}
	 * @return the wanted activations, one entry for each window
	 */
	public Map<String, Tensor> run(final List<Integer> some) {
		if (stages.isEmpty()) return whole(some);
		try {
			return local(some);
		}
		catch (final FoveaException e) {
			if (idle.small().isPresent()) throw e;
			follow(List.of());
			return whole(some);
		}
	}

	/** @return what the network makes of the image as it is: the wanted activations */
	public Map<String, Tensor> unchanged() {
		return stages.isEmpty() ? read(network.run(tap(wanted), input), wanted) : behind(base(stages.size()));
	}

	/** @return from where to where the network runs on crops, none where it runs as a whole */
	List<Stage> stages() {
		return stages;
	}

	/**
	 * How much of a stage's first place is computed.
	 *
	 * @param stage from 0
	 * @return the mean over all windows, as a share of the place
	 */
	double share(final int stage) {
		final double rows = IntStream.range(0, windows.tops().size()).map(i -> vertical.crop(i, stage).length()).average().orElse(0);
		final double columns = IntStream.range(0, windows.lefts().size()).map(i -> horizontal.crop(i, stage).length()).average().orElse(0);
		return rows * columns / stages.get(stage).from().vertical().positions() / stages.get(stage).from().horizontal().positions();
	}

	private Map<String, Tensor> whole(final List<Integer> some) {
		final Range rows = new Range(0, input.size(2));
		final Range columns = new Range(0, input.size(3));
		final List<Patch> patches = some.stream().map(i -> window(i, new Box(rows, columns))).toList();
		return read(network.run(tap(wanted), pasted(input, cover, patches)), wanted);
	}

	private Map<String, Tensor> local(final List<Integer> some) {
		Tensor part = cover;
		for (int k = 0; k < stages.size(); k++) {
			final int stage = k;
			final List<Patch> patches = IntStream.range(0, some.size()).mapToObj(n -> patch(some.get(n), n, stage, crop(some.get(n), stage))).toList();
			part = stage(stages.get(k), pasted(base(k), part, patches));
		}
		final Stage last = stages.get(stages.size() - 1);
		final Box all = new Box(new Range(0, last.to().vertical().positions()), new Range(0, last.to().horizontal().positions()));
		final List<Patch> patches = IntStream.range(0, some.size()).mapToObj(n -> patch(some.get(n), n, stages.size(), all)).toList();
		return behind(pasted(base(stages.size()), part, patches));
	}

	/** Runs the rest of the network. */
	private Map<String, Tensor> behind(final Tensor joint) {
		final String name = stages.get(stages.size() - 1).to().name();
		if (wanted.equals(Set.of(name))) return Map.of(name, joint);
		return read(network.run(tap(wanted).with(new Intervention.Insert(name, joint)), idle.input(input)), wanted);
	}

	/** Runs the part of the network between two places on crops. */
	private Tensor stage(final Stage stage, final Tensor crops) {
		final String to = stage.to().name();
		final boolean isFirst = stage.from().name().equals(Network.INPUT);
		final Plan tapping = tap(List.of(to));
		final boolean runsOn = to.equals(Network.OUTPUT) || idle.small().isPresent();
		final Plan ending = runsOn ? tapping : tapping.with(new Intervention.Leave(to, idle.of(clean.get(to))));
		final Plan plan = isFirst ? ending : ending.with(new Intervention.Insert(stage.from().name(), crops));
		return read(network.run(plan, isFirst ? crops : idle.input(input)), List.of(to)).get(to);
	}

	private Tensor base(final int place) {
		return place == 0 ? input : clean.get(stages.get(place - 1).to().name());
	}

	private int row(final int window) {
		return window / windows.lefts().size();
	}

	private int column(final int window) {
		return window % windows.lefts().size();
	}

	private Box crop(final int window, final int stage) {
		return new Box(vertical.crop(row(window), stage), horizontal.crop(column(window), stage));
	}

	private Patch window(final int window, final Box box) {
		return new Patch(box, new Box(vertical.changed(row(window), 0), horizontal.changed(column(window), 0)), 0, 0, 0);
	}

	private Patch patch(final int window, final int n, final int place, final Box box) {
		if (place == 0) return window(window, box);
		return new Patch(box, new Box(vertical.changed(row(window), place), horizontal.changed(column(window), place)), n, vertical.origin(row(window),
			place - 1), horizontal.origin(column(window), place - 1));
	}

	private static Plan tap(final Iterable<String> layers) {
		Plan plan = Plan.FORWARD;
		for (final String layer : layers) {
			if (!layer.equals(Network.OUTPUT)) plan = plan.tap(layer);
		}
		return plan;
	}

	private static Map<String, Tensor> read(final Trace trace, final Iterable<String> layers) {
		final Map<String, Tensor> read = new LinkedHashMap<>();
		for (final String layer : layers) read.put(layer, layer.equals(Network.OUTPUT) ? trace.output() : trace.activation(layer));
		return read;
	}

	/**
	 * What passes where results are not used.
	 *
	 * @param small an image to start with, where that of the right size is too large
	 * @param entries of the batch; none costs nothing, but some networks do not take that
	 */
	private record Idle(Optional<Tensor> small, int entries) {

		private Tensor input(final Tensor image) {
			return small.orElseGet(() -> of(image));
		}

		private Tensor of(final Tensor like) {
			if (entries == like.size(0)) return like;
			final int[] shape = like.shape();
			shape[0] = entries;
			return Tensor.zeros(shape);
		}
	}

	/** Positions of a place along both axes. */
	private record Box(Range rows, Range columns) {}

	/**
	 * What is cut out of a place, and what has changed there.
	 *
	 * @param box that is cut out
	 * @param changed positions of the place
	 * @param entry of the tensor that holds the changed values
	 * @param top the row of the place that is the tensor's first
	 * @param left the column of the place that is the tensor's first
	 */
	private record Patch(Box box, Box changed, int entry, int top, int left) {}

	/** Cuts boxes of one size out of a place and puts the changed values there. */
	private static Tensor pasted(final Tensor base, final Tensor part, final List<Patch> patches) {
		final int units = base.size(1);
		final int rows = patches.get(0).box().rows().length();
		final int columns = patches.get(0).box().columns().length();
		final Tensor pasted = Tensor.zeros(patches.size(), units, rows, columns);
		for (int n = 0; n < patches.size(); n++) {
			final Patch patch = patches.get(n);
			final Range above = patch.box().rows();
			final Range beside = patch.box().columns();
			final int top = Math.max(above.from(), patch.changed().rows().from());
			final int bottom = Math.min(above.to(), patch.changed().rows().to());
			final int left = Math.max(beside.from(), patch.changed().columns().from());
			final int right = Math.min(beside.to(), patch.changed().columns().to());
			if (part.rank() != 4 || part.size(1) != units || top < patch.top() || left < patch.left() || bottom - patch.top() > part.size(2) || right - patch.left() > part.size(3)) {
				throw new FoveaException("The network's layers do not lie where they should on a part of the image; use another technique.");
			}
			for (int k = 0; k < units; k++) {
				final int to = (n * units + k) * rows;
				for (int y = 0; y < rows; y++) {
					System.arraycopy(base.data(), (k * base.size(2) + above.from() + y) * base.size(3) + beside.from(), pasted.data(), (to + y) * columns,
						columns);
				}
				for (int y = top; y < bottom && left < right; y++) {
					System.arraycopy(part.data(), ((patch.entry() * units + k) * part.size(2) + y - patch.top()) * part.size(3) + left - patch.left(), pasted
						.data(), (to + y - above.from()) * columns + left - beside.from(), right - left);
				}
			}
		}
		return pasted;
	}

	/**
	 * Windows in which an image is changed: every top with every left.
	 *
	 * @param tops their first rows
	 * @param lefts their first columns
	 * @param side of all of them, in pixels
	 */
	public record Windows(List<Integer> tops, List<Integer> lefts, int side) {

		/** Copies the lists. */
		public Windows {
			tops = List.copyOf(tops);
			lefts = List.copyOf(lefts);
		}

		/** @return how many windows there are */
		public int count() {
			return tops.size() * lefts.size();
		}

		/**
		 * The first row of a window.
		 *
		 * @param window its number, row by row
		 * @return in pixels
		 */
		public int top(final int window) {
			return tops.get(window / lefts.size());
		}

		/**
		 * The first column of a window.
		 *
		 * @param window its number, row by row
		 * @return in pixels
		 */
		public int left(final int window) {
			return lefts.get(window % lefts.size());
		}
	}
}
