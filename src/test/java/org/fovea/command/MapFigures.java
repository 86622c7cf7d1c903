package org.fovea.command;

import java.awt.Rectangle;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.scijava.Cancelable;
import org.scijava.Context;
import org.scijava.command.CommandInfo;
import org.scijava.command.CommandService;
import org.scijava.module.Module;
import org.scijava.module.ModuleService;

import ij.IJ;
import ij.ImagePlus;
import ij.process.FloatProcessor;

/**
 * Measures every map technique of the menu, through its command, on the fields of BCCD's {@code val.txt}: the pointing game and the energy
 * inside the boxes of the target's cells, chance beside them. Prints the rows of docs/accuracy.md.
 */
public final class MapFigures {

	private static final Pattern OBJECT = Pattern.compile("<object>.*?</object>", Pattern.DOTALL);
	private static final Pattern MODEL = Pattern.compile("(?:^|\\s)model=(\\S+)");
	private static final Map<String, String> LABELS = Map.of("WBC", "WBC", "platelet", "Platelets", "RBC", "RBC");

	private final Path data;
	private final Context context = new Context();
	private final PrintWriter out = new PrintWriter(System.out, true, StandardCharsets.UTF_8);

	private MapFigures(final Path data) {
		this.data = data;
	}

	/** One field's figures. */
	private record Figure(boolean isHit, double energy, double area, boolean isEmpty) {}

	/**
	 * Measures.
	 *
	 * @param arguments the folder of BCCD; how many fields, evenly spread over val.txt; the targets, comma-separated; the techniques,
	 *          comma-separated, each with further keys behind a colon as in {@code saliency map:method=smoothgrad reduction=signed} or
	 *          {@code featup:method=implicit}, the model among them as in {@code fam:model=blood-embedding}, or all
	 * @throws IOException if the data cannot be read
	 */
	public static void main(final String[] arguments) throws IOException {
		final MapFigures figures = new MapFigures(Path.of(arguments[0]));
		try {
			figures.run(Integer.parseInt(arguments[1]), List.of(arguments[2].split(",")), arguments[3]);
		}
		finally {
			figures.context.dispose();
		}
	}

	private void run(final int count, final List<String> targets, final String wanted) throws IOException {
		final List<String> all = Files.readAllLines(data.resolve("val.txt")).stream().map(String::strip).filter(line -> !line.isEmpty()).toList();
		final List<String> fields = new ArrayList<>();
		for (int i = 0; i < Math.min(count, all.size()); i++) fields.add(all.get(i * all.size() / Math.min(count, all.size())));
		final List<String> names = new Techniques(context.service(CommandService.class), context.service(ModuleService.class)).names();
		for (final String technique : wanted.equals("all") ? names : List.of(wanted.split(","))) {
			for (final String target : targets) {
				final long start = System.nanoTime();
				final List<Figure> found = new ArrayList<>();
				for (final String field : fields) {
					final List<Rectangle> boxes = boxes(field, LABELS.get(target));
					if (!boxes.isEmpty()) found.add(figure(map(technique, target, field), boxes));
				}
				out.println(row(technique, target, found, (System.nanoTime() - start) / 1e9));
			}
		}
	}

	private static String row(final String technique, final String target, final List<Figure> found, final double seconds) {
		final List<Figure> said = found.stream().filter(f -> !f.isEmpty()).toList();
		return String.format(Locale.ROOT, "| %s | %s | %d | %d | %.3f | %.3f | %.3f | %.1f s |", technique, target, found.size(), found.size() - said
			.size(), found.stream().filter(Figure::isHit).count() / (double) found.size(), said.stream().mapToDouble(Figure::energy).average().orElse(
				Double.NaN), found.stream().mapToDouble(Figure::area).average().orElse(Double.NaN), seconds / found.size());
	}

	/** The share of the field that boxes cover is what a random pixel, and energy spread evenly, would score. */
	private static Figure figure(final FloatProcessor map, final List<Rectangle> boxes) {
		final float[] values = (float[]) map.getPixels();
		double inside = 0;
		double total = 0;
		int covered = 0;
		int best = 0;
		for (int i = 0; i < values.length; i++) {
			final int x = i % map.getWidth();
			final int y = i / map.getWidth();
			final boolean isInside = boxes.stream().anyMatch(box -> box.contains(x, y));
			if (isInside) covered++;
			if (values[i] > 0) total += values[i];
			if (values[i] > 0 && isInside) inside += values[i];
			if (values[i] > values[best]) best = i;
		}
		final int x = best % map.getWidth();
		final int y = best / map.getWidth();
		final boolean isHit = total > 0 && boxes.stream().anyMatch(box -> box.contains(x, y));
		return new Figure(isHit, inside / total, (double) covered / values.length, !(total > 0));
	}

	private FloatProcessor map(final String technique, final String target, final String field) {
		final String[] parts = technique.split(":", 2);
		final CommandInfo info = context.service(CommandService.class).getCommands().stream().filter(i -> i.getMenuPath().size() > 2 && i.getMenuPath()
			.getLeaf().getName().replace("...", "").equalsIgnoreCase(parts[0])).findFirst().orElseThrow();
		final List<Object> inputs = new ArrayList<>(List.of("image", IJ.openImage(data.resolve("images").resolve(field + ".jpg").toString()),
			"target", target, "show", "heatmap"));
		final Matcher model = MODEL.matcher(parts.length > 1 ? parts[1] : "");
		if (model.find()) inputs.addAll(List.of("model", model.group(1)));
		new Techniques(context.service(CommandService.class), context.service(ModuleService.class)).options(parts[0], model.replaceAll("")).forEach((key,
			value) -> inputs.addAll(List.of(key, value)));
		try {
			final Module module = context.service(ModuleService.class).run(info, true, inputs.toArray()).get();
			if (module.getDelegateObject() instanceof final Cancelable command && command.isCanceled()) {
				throw new IllegalStateException(technique + ": " + command.getCancelReason());
			}
			return (FloatProcessor) ((ImagePlus) module.getOutput("heatmap")).getProcessor();
		}
		catch (final InterruptedException | ExecutionException exc) {
			throw new IllegalStateException(exc);
		}
	}

	private List<Rectangle> boxes(final String field, final String label) throws IOException {
		final String text = Files.readString(data.resolve("annotations").resolve(field + ".xml"));
		final List<Rectangle> boxes = new ArrayList<>();
		final Matcher objects = OBJECT.matcher(text);
		while (objects.find()) {
			if (!tag(objects.group(), "name").equals(label)) continue;
			final int[] sides = Arrays.stream(new String[] { "xmin", "ymin", "xmax", "ymax" }).mapToInt(side -> Integer.parseInt(tag(objects.group(),
				side))).toArray();
			boxes.add(new Rectangle(sides[0] - 1, sides[1] - 1, sides[2] - sides[0] + 1, sides[3] - sides[1] + 1));
		}
		return boxes;
	}

	private static String tag(final String text, final String name) {
		final Matcher matcher = Pattern.compile("<" + name + ">\\s*(.*?)\\s*</" + name + ">").matcher(text);
		if (!matcher.find()) throw new IllegalStateException("No " + name);
		return matcher.group(1);
	}
}
