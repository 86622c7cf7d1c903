package org.fovea.cam;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import javax.imageio.ImageIO;

import org.fovea.Progress;
import org.fovea.network.Heatmap;
import org.fovea.network.Layer;
import org.fovea.network.Network;
import org.fovea.network.Plan;
import org.fovea.network.Tensor;
import org.fovea.sample.BloodSmear;

/**
 * Holds enlarged features against the features of the enlarged image: a network that sees the image 2 or 4 times as large has 2 or 4 times as
 * many positions, and says itself what lies between those of the image. Figures of {@code docs/commands/featup.md}:
 * {@code java -cp … org.fovea.cam.Sharpness TABLE COUNT [FOLDER]} writes them for the middle 256×192 pixels of COUNT simulated fields, or of the
 * first images of a folder.
 */
public final class Sharpness {

	private static final String LAYER = "block4";
	private static final int UNITS = 96;

	private final Network network;

	Sharpness(final Network network) {
		this.network = network;
	}

	/**
	 * Writes a table.
	 *
	 * @param args the table's file, how many images, and a folder of images in place of simulated fields
	 * @throws IOException if an image cannot be read
	 * @throws URISyntaxException never
	 */
	public static void main(final String... args) throws IOException, URISyntaxException {
		final List<Tensor> images = images(args);
		final Map<String, double[]> sums = new LinkedHashMap<>();
		try (Network network = FeatureFieldTest.bloodCells()) {
			for (final Tensor image : images) {
				new Sharpness(network).measure(image, Mix.units(IntStream.range(0, UNITS).boxed().toList(), UNITS), 64, 50).forEach((name, figures) -> sums
					.merge(name, figures, (a, b) -> new double[] { a[0] + b[0], a[1] + b[1], a[2] + b[2] }));
			}
		}
		final StringBuilder table = new StringBuilder("| | ×2 | ×4 | explained |\n|---|---|---|---|\n");
		sums.forEach((name, sum) -> table.append(String.format(Locale.ROOT, "| %s | %.3f | %.3f | %.3f |%n", name, sum[0] / images.size(), sum[1] /
			images.size(), sum[2] / images.size())));
		Files.writeString(Path.of(args[0]), table);
	}

	private static List<Tensor> images(final String... args) throws IOException {
		final int count = Integer.parseInt(args[1]);
		final List<Tensor> images = new ArrayList<>();
		if (args.length == 2) {
			final BloodSmear smear = new BloodSmear(640, 480, 1);
			for (int i = 0; i < count; i++) images.add(prepared(smear.field(i).image().update(null).getCurrentStorageArray(), 640));
			return images;
		}
		try (Stream<Path> files = Files.list(Path.of(args[2]))) {
			for (final Path file : files.sorted().limit(count).toList()) {
				final BufferedImage image = ImageIO.read(file.toFile());
				images.add(prepared(image.getRGB(0, 0, image.getWidth(), image.getHeight(), null, 0, image.getWidth()), image.getWidth()));
			}
		}
		return images;
	}

	/** The middle 256×192 pixels, as blood-cells prepares them. */
	static Tensor prepared(final int[] rgb, final int width) {
		final float[] mean = { 188, 177, 182 };
		final float[] deviation = { 16, 26, 19 };
		final int left = (width - 256) / 2;
		final int top = (rgb.length / width - 192) / 2;
		final float[] values = new float[3 * 256 * 192];
		for (int i = 0; i < values.length; i++) {
			final int c = i / (256 * 192);
			final int p = i % (256 * 192);
			final int colour = rgb[(top + p / 256) * width + left + p % 256];
			values[i] = ((colour >> 16 - 8 * c & 255) - mean[c]) / deviation[c];
		}
		return Tensor.of(values, 1, 3, 192, 256);
	}

	/**
	 * Correlations of enlarged maps with those of the enlarged image.
	 *
	 * @param image {@code [1, 3, H, W]} after preprocessing
	 * @param mix of the units
	 * @param views of the implicit form
	 * @param steps of the implicit form
	 * @return for each way: correlation at ×2, at ×4, and the variance explained after shrinking
	 */
	Map<String, double[]> measure(final Tensor image, final Mix mix, final int views, final int steps) {
		final Tensor activation = network.run(Plan.FORWARD.tap(LAYER), image).activation(LAYER);
		final Layer layer = network.layers(image).stream().filter(l -> l.name().equals(LAYER)).findFirst().orElseThrow();
		final Lattice lattice = Lattice.of(layer, activation, image);
		final Tensor maps = mix.mix(activation);
		final Map<String, Tensor> fields = new LinkedHashMap<>();
		fields.put("bilinear, stretched", stretch(maps, image));
		fields.put("bilinear, at the receptive fields", interpolate(maps, lattice, Sharpness::linear));
		fields.put("bicubic, at the receptive fields", interpolate(maps, lattice, Sharpness::cubic));
		fields.put("bilateral", new JointBilateral(0.25).enlarge(maps, lattice, image, Progress.NONE));
		fields.put("implicit", new FeatureField(new FeatureField.Options(views, steps, 0.25, 1, 8)).fit(network, LAYER, mix, lattice, image,
			Progress.NONE));
		final Map<String, double[]> figures = new LinkedHashMap<>();
		fields.forEach((name, field) -> figures.put(name, new double[] { 0, 0, Explained.variance(field, maps, lattice) }));
		for (int i = 0; i < 2; i++) {
			final int scale = 2 << i;
			final Tensor large = stretch(image, Tensor.zeros(1, 1, scale * image.size(2), scale * image.size(3)));
			final Tensor seen = network.run(Plan.FORWARD.tap(LAYER), large).activation(LAYER);
			final Tensor truth = mix.mix(seen);
			final Lattice fine = new Lattice(finer(lattice.vertical(), seen.size(2), scale), finer(lattice.horizontal(), seen.size(3), scale));
			for (final Map.Entry<String, Tensor> entry : fields.entrySet()) figures.get(entry.getKey())[i] = correlation(entry.getValue(), truth, fine);
		}
		return figures;
	}

	private static Lattice.Axis finer(final Lattice.Axis axis, final int positions, final int scale) {
		return new Lattice.Axis(positions, axis.first() / scale, axis.step() / scale, axis.pixels());
	}

	private static Tensor stretch(final Tensor maps, final Tensor like) {
		final int plane = maps.size(2) * maps.size(3);
		final int size = like.size(2) * like.size(3);
		final float[] values = new float[maps.size(1) * size];
		for (int k = 0; k < maps.size(1); k++) {
			final Heatmap map = new Heatmap(maps.size(3), maps.size(2), Arrays.copyOfRange(maps.data(), k * plane, (k + 1) * plane), true);
			System.arraycopy(map.resize(like.size(3), like.size(2)).values(), 0, values, k * size, size);
		}
		return Tensor.of(values, 1, maps.size(1), like.size(2), like.size(3));
	}

	private static Tensor interpolate(final Tensor maps, final Lattice lattice, final DoubleUnaryOperator kernel) {
		final Tensor result = Tensor.zeros(1, maps.size(1), lattice.vertical().pixels(), lattice.horizontal().pixels());
		for (int i = 0; i < result.length(); i++) {
			final int k = i / (result.size(2) * result.size(3));
			final double v = place(i / result.size(3) % result.size(2), lattice.vertical());
			final double u = place(i % result.size(3), lattice.horizontal());
			double sum = 0;
			for (int y = (int) v - 1; y <= (int) v + 2; y++) {
				for (int x = (int) u - 1; x <= (int) u + 2; x++) {
					final int row = Math.max(0, Math.min(maps.size(2) - 1, y));
					final int column = Math.max(0, Math.min(maps.size(3) - 1, x));
					sum += kernel.applyAsDouble(Math.abs(v - y)) * kernel.applyAsDouble(Math.abs(u - x)) * maps.at(0, k, row, column);
				}
			}
			result.data()[i] = (float) sum;
		}
		return result;
	}

	private static double linear(final double t) {
		return Math.max(0, 1 - t);
	}

	/** Keys' cubic with a = −0.75, as PyTorch's bicubic interpolation. */
	private static double cubic(final double t) {
		if (t >= 2) return 0;
		return t <= 1 ? (1.25 * t - 2.25) * t * t + 1 : -0.75 * (((t - 5) * t + 8) * t - 4);
	}

	private static double place(final int pixel, final Lattice.Axis axis) {
		return Math.max(0, Math.min(axis.positions() - 1, (pixel + 0.5 - axis.first()) / axis.step()));
	}

	/** Over all maps together, each less its mean. */
	private static double correlation(final Tensor field, final Tensor truth, final Lattice fine) {
		final Shrinking cells = Shrinking.of(fine);
		final int plane = field.size(2) * field.size(3);
		double both = 0;
		double first = 0;
		double second = 0;
		for (int k = 0; k < field.size(1); k++) {
			final int at = k;
			final double[] a = centred(cells.apply(IntStream.range(0, plane).mapToDouble(p -> field.data()[at * plane + p]).toArray()));
			final double[] b = centred(IntStream.range(0, a.length).mapToDouble(p -> truth.data()[at * a.length + p]).toArray());
			for (int p = 0; p < a.length; p++) {
				both += a[p] * b[p];
				first += a[p] * a[p];
				second += b[p] * b[p];
			}
		}
		return both / Math.sqrt(first * second);
	}

	private static double[] centred(final double[] values) {
		final double mean = Arrays.stream(values).average().orElseThrow();
		return Arrays.stream(values).map(v -> v - mean).toArray();
	}
}
