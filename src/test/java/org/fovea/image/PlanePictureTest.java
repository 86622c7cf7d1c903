package org.fovea.image;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

import ij.ImagePlus;
import ij.process.FloatProcessor;

import org.fovea.FoveaException;
import org.fovea.model.InputFormat;
import org.fovea.model.Layout;
import org.fovea.model.Model;
import org.fovea.model.ModelInfo;
import org.fovea.model.ModelKind;
import org.fovea.model.PreprocessingStep;
import org.fovea.model.preprocessing.Axis;
import org.fovea.model.preprocessing.Parameter;
import org.fovea.model.preprocessing.ScaleLinear;
import org.fovea.model.preprocessing.ScaleRange;
import org.fovea.model.preprocessing.ZeroMeanUnitVariance;
import org.fovea.network.Network;
import org.fovea.network.Picture;
import org.fovea.network.Picture.Window;
import org.fovea.network.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Windows of a plane hold what the network would see there if it saw everything. */
class PlanePictureTest {

	private static final Plane PLANE = new Plane(1, 1);
	private static final EnumSet<Axis> PIXELS = EnumSet.of(Axis.CHANNEL, Axis.Y, Axis.X);

	static Stream<PreprocessingStep> steps() {
		return Stream.of(new ScaleLinear(Parameter.of(0.5), Parameter.of(-3)), new ZeroMeanUnitVariance(PIXELS, 1e-6), new ScaleRange(1, 99.8, PIXELS,
			1e-6), new ScaleLinear(new Parameter(Optional.of(Axis.X), Stream.iterate(1., g -> g + 1).limit(24).toList()), new Parameter(Optional.of(
				Axis.X), Stream.iterate(0., g -> g).limit(24).toList())));
	}

	@ParameterizedTest
	@MethodSource("steps")
	void everyWindowIsPartOfTheWhole(final PreprocessingStep step) {
		final ImagePlus image = FramingTest.ramp(21, 18);
		image.setRoi(5, 3, 9, 8);
		final Model model = model(new InputFormat(1, 0, 0, 4, 10, List.of(step)));
		final Framing framing = new Framing(image, model.info().input(), Extent.TILES, Fit.NATIVE);
		final Tensor whole = model.prepare(framing.pixels(PLANE), framing.type());
		final Picture picture = framing.picture(PLANE, model);
		assertArrayEquals(new int[] { 24, 24 }, new int[] { picture.width(), picture.height() });
		assertEquals(14, picture.accepted(5));
		for (final Window window : List.of(new Window(0, 0, 24, 24), new Window(3, 2, 8, 7), new Window(17, 11, 7, 13), new Window(20, 0, 4, 24),
			new Window(20, 20, 4, 4)))
		{
			final Tensor part = picture.read(window);
			for (int y = 0; y < window.height(); y++) {
				for (int x = 0; x < window.width(); x++) assertEquals(whole.at(0, 0, window.y() + y, window.x() + x), part.at(0, 0, y, x));
			}
		}
	}

	@Test
	void onlyWhatIsAskedForIsReadWherePixelsStandAlone() {
		final FloatProcessor pixels = new FloatProcessor(40, 30);
		pixels.setf(35, 25, Float.NaN);
		final Model model = model(new InputFormat(1, 0, 0, 1, 1, List.of()));
		final Picture picture = new Framing(new ImagePlus("hole", pixels), model.info().input(), Extent.TILES, Fit.NATIVE).picture(PLANE, model);
		assertEquals(20 * 20, picture.read(new Window(0, 0, 20, 20)).length());
		assertThrows(FoveaException.class, () -> picture.read(new Window(20, 10, 20, 20)));
	}

	@Test
	void otherOrdersOfAxesAreRefused() {
		final InputFormat format = new InputFormat(1, 0, 0, 1, 1, List.of(), new Layout("byxc"));
		final ImagePlus image = FramingTest.ramp(40, 30);
		final String sentence = assertThrows(FoveaException.class, () -> new Framing(image, format, Extent.TILES, Fit.NATIVE)).getMessage();
		assertTrue(sentence.contains("bcyx, not byxc"), sentence);
	}

	private static Model model(final InputFormat format) {
		final ModelInfo info = new ModelInfo("m", "", "", ModelKind.SEGMENTER, List.of(), ModelInfo.ScoreFunction.NONE, format, Optional.empty(), "",
			"", "", ModelInfo.Origin.STORE);
		return new Model() {

			@Override
			public ModelInfo info() {
				return info;
			}

			@Override
			public Network network() {
				throw new UnsupportedOperationException();
			}

			@Override
			public void close() {
				// nothing was opened
			}
		};
	}
}
