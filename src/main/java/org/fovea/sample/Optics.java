package org.fovea.sample;

import java.util.function.DoubleConsumer;
import java.util.stream.IntStream;

/**
 * Microscope and camera: illumination, absorption, defocus, chromatic fringe, sharpening, noise and the soft colours of a compressed
 * picture. One instrument for all fields of a smear; focus differs from field to field.
 */
final class Optics {

	private final long camera;
	private final double scale;

	/**
	 * @param camera decides the dust on it
	 * @param scale magnification relative to 640 × 480 fields
	 */
	Optics(final long camera, final double scale) {
		this.camera = camera;
		this.scale = scale;
	}

	/**
	 * Takes the picture.
	 *
	 * @param slide left with transmitted light where there was density
	 * @param dice decides lamp and focus
	 * @param milestone told now and then what share is done; what it throws ends the exposure
	 * @return opaque ARGB, row by row
	 */
	int[] expose(final Slide slide, final Dice dice, final DoubleConsumer milestone) {
		final int width = slide.width();
		final int height = slide.height();
		final float[][] light = slide.density();
		smudge(slide, dice);
		dust(slide, new Dice(camera));
		final double level = dice.normal(0, 2);
		final double[] lamp = { 201 + level + dice.normal(0, 1), 203 + level + dice.normal(0, 0.8), 198 + level + dice.normal(0, 2.2) };
		final double leanX = dice.normal(0.027, 0.006);
		final double leanY = dice.normal(0.07, 0.012);
		final double vignette = dice.normal(-0.19, 0.035);
		final double focus = scale * Math.max(1.0, dice.normal(2.0, 0.55));
		final double fringe = scale * dice.uniform(0.2, 0.9);
		final double fringeX = dice.normal(0, 0.4) * scale;
		final double fringeY = dice.normal(0, 0.4) * scale;
		final double crispness = dice.uniform(0.6, 1.15);
		for (int c = 0; c < 3; c++) {
			milestone.accept(0.1 + 0.2 * c);
			transmit(light[c]);
			final int side = c - 1;
			Plane.blur(light[c], width, focus + fringe * Math.abs(side) * 0.5, focus + fringe * Math.abs(side) * 0.5, side * fringeX, side * fringeY);
			milestone.accept(0.2 + 0.2 * c);
			sharpen(light[c], width, (float) (c == 2 ? 0.4 * crispness : crispness));
			illuminate(light[c], width, height, lamp[c], leanX, leanY, vignette);
		}
		noise(light, width, dice.bits(), milestone);
		milestone.accept(0.9);
		return develop(light, width);
	}

	/** Dried plasma and stain that lie on the glass. */
	private void smudge(final Slide slide, final Dice dice) {
		final Noise clouds = new Noise(dice.bits(), 160 * scale, 3);
		final double strength = dice.uniform(0.002, 0.012);
		final Stain tint = new Stain(1, 0.75, dice.uniform(-0.1, 0.9));
		IntStream.range(0, slide.height()).parallel().forEach(y -> {
			for (int x = 0; x < slide.width(); x++) slide.add(x, y, tint, strength * clouds.at(x, y));
		});
		final double area = slide.width() * (double) slide.height() / (640 * 480 * scale * scale);
		final int specks = dice.poisson(1.3 * area);
		for (int i = 0; i < specks; i++) {
			spot(slide, dice.uniform(0, slide.width()), dice.uniform(0, slide.height()), scale * dice.uniform(4, 11), dice.uniform(0.03, 0.11),
				new Stain(1, 0.85, dice.uniform(0.2, 0.9)), dice);
		}
	}

	/** Grains on the camera: small rings, at the same places in all pictures. */
	private void dust(final Slide slide, final Dice dice) {
		final double area = slide.width() * (double) slide.height() / (640 * 480 * scale * scale);
		final int rings = dice.poisson(9 * area);
		for (int i = 0; i < rings; i++) {
			final double cx = dice.uniform(0, slide.width());
			final double cy = dice.uniform(0, slide.height());
			final double radius = scale * dice.uniform(2.5, 5);
			final double strength = dice.uniform(0.02, 0.09);
			final int reach = (int) Math.ceil(3 * radius);
			for (int y = Math.max(0, (int) cy - reach); y < Math.min(slide.height(), cy + reach); y++) {
				for (int x = Math.max(0, (int) cx - reach); x < Math.min(slide.width(), cx + reach); x++) {
					final double r = Math.sqrt((x - cx) * (x - cx) + (y - cy) * (y - cy)) / radius;
					slide.add(x, y, new Stain(1, 1, 1), strength * (StrictMath.exp(-6 * (r - 1) * (r - 1)) - 0.6 * StrictMath.exp(-4 * r * r)));
				}
			}
		}
	}

	private static void spot(final Slide slide, final double cx, final double cy, final double radius, final double strength, final Stain stain,
		final Dice dice)
	{
		final Noise ragged = new Noise(dice.bits(), radius, 2);
		final int reach = (int) Math.ceil(3 * radius);
		for (int y = Math.max(0, (int) cy - reach); y < Math.min(slide.height(), cy + reach); y++) {
			for (int x = Math.max(0, (int) cx - reach); x < Math.min(slide.width(), cx + reach); x++) {
				final double q = ((x - cx) * (x - cx) + (y - cy) * (y - cy)) / (radius * radius);
				slide.add(x, y, stain, strength * StrictMath.exp(-q * (1 + 0.5 * ragged.at(x, y))));
			}
		}
	}

	private static void transmit(final float[] density) {
		final double decade = StrictMath.log(10);
		IntStream.range(0, density.length).parallel().forEach(i -> density[i] = (float) StrictMath.exp(-decade * density[i]));
	}

	private void sharpen(final float[] light, final int width, final float strength) {
		final float[] soft = light.clone();
		Plane.blur(soft, width, 5.0 * scale, 5.0 * scale, 0, 0);
		for (int i = 0; i < light.length; i++) light[i] += strength * (light[i] - soft[i]);
	}

	private static void illuminate(final float[] light, final int width, final int height, final double lamp, final double leanX,
		final double leanY, final double vignette)
	{
		IntStream.range(0, height).parallel().forEach(y -> {
			final double v = (y + 0.5) / height - 0.5;
			for (int x = 0; x < width; x++) {
				final double u = (x + 0.5) / width - 0.5;
				light[y * width + x] *= (float) (lamp * (1 + leanX * u + leanY * v + vignette * u * u));
			}
		});
	}

	/** Noise of a sensor whose picture was enlarged: correlated, more so along columns, and most in blue. */
	private static void noise(final float[][] light, final int width, final long seed, final DoubleConsumer milestone) {
		final float[] grain = new float[light[0].length];
		for (int p = 0; p < 4; p++) {
			milestone.accept(0.7 + 0.05 * p);
			final Dice dice = new Dice(seed, p);
			for (int i = 0; i < grain.length; i++) grain[i] = noise(dice.bits());
			final boolean blue = p == 3;
			Plane.blur(grain, width, blue ? 1.1 : 0.85, blue ? 1.4 : 1.15, 0, 0);
			final double gain = p == 0 ? 5.3 : blue ? 12.5 : 3.9;
			for (int c = 0; c < 3; c++) {
				if (p != 0 && p != c + 1) continue;
				final float[] plane = light[c];
				for (int i = 0; i < grain.length; i++) plane[i] += (float) (gain * grain[i]);
			}
		}
	}

	/** About normal, of deviation 1: the sum of four 16-bit uniforms. */
	private static float noise(final long bits) {
		final long sum = (bits & 0xFFFF) + (bits >>> 16 & 0xFFFF) + (bits >>> 32 & 0xFFFF) + (bits >>> 48);
		return (sum - 131070) / 37837f;
	}

	/** Colours at half the resolution of brightness, as JPEG keeps them, then 8 bits. */
	private static int[] develop(final float[][] light, final int width) {
		final int[] argb = new int[light[0].length];
		final float[] blueness = new float[argb.length];
		final float[] redness = new float[argb.length];
		for (int i = 0; i < argb.length; i++) {
			final float luma = 0.299f * light[0][i] + 0.587f * light[1][i] + 0.114f * light[2][i];
			blueness[i] = light[2][i] - luma;
			redness[i] = light[0][i] - luma;
			light[1][i] = luma;
		}
		Plane.blur(blueness, width, 1.2, 1.2, 0, 0);
		Plane.blur(redness, width, 1.2, 1.2, 0, 0);
		for (int i = 0; i < argb.length; i++) {
			final float luma = light[1][i];
			final float red = luma + redness[i];
			final float blue = luma + blueness[i];
			final float green = (luma - 0.299f * red - 0.114f * blue) / 0.587f;
			argb[i] = 0xFF000000 | eight(red) << 16 | eight(green) << 8 | eight(blue);
		}
		return argb;
	}

	private static int eight(final float value) {
		return Math.max(0, Math.min(255, Math.round(value)));
	}
}
