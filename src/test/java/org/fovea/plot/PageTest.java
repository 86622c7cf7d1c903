package org.fovea.plot;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.Color;
import java.awt.Rectangle;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Random;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

import javax.xml.parsers.DocumentBuilderFactory;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

class PageTest {

	private static final String[] NAMES = { "lymphocyte <&>", "monocyte", "" };

	private static Scatter scatter(final int size, final Scatter.Aspect aspect) {
		final Random random = new Random(3);
		final double[] x = random.doubles(size, -30, 70).toArray();
		final double[] y = random.doubles(size, 1000, 1002).toArray();
		return new Scatter("Cells", "t-SNE 1", "t-SNE 2", x, y, Colouring.Classes.of("Class", IntStream.range(0, size).mapToObj(i -> NAMES[i % 3])
			.toList()), List.of("trustworthiness 0.97"), aspect);
	}

	@ParameterizedTest
	@EnumSource(Scatter.Aspect.class)
	void everyPointIsOnThePageAndPixelsAreCoordinates(final Scatter.Aspect aspect) {
		final Scatter scatter = scatter(200, aspect);
		final Page page = Page.whole(scatter, 640, 480);
		for (int i = 0; i < scatter.size(); i++) {
			assertTrue(page.axes().contains(page.px(i), page.py(i)));
			assertEquals(scatter.x()[i], page.x(page.px(i)), 1e-9);
			assertEquals(scatter.y()[i], page.y(page.py(i)), 1e-9);
		}
		final double ratio = (page.px(0) - page.px(1)) / (scatter.x()[0] - scatter.x()[1]) / ((page.py(1) - page.py(0)) / (scatter.y()[0] - scatter
			.y()[1]));
		if (aspect == Scatter.Aspect.EQUAL) assertEquals(1, ratio, 1e-6);
		else assertTrue(ratio < 0.1, "the thin cloud fills the plot");
	}

	@Test
	void theNearestPointIsThatOfASearchThroughAll() {
		final Page page = Page.whole(scatter(300, Scatter.Aspect.FREE), 640, 480);
		final Random random = new Random(4);
		for (int trial = 0; trial < 200; trial++) {
			final double x = random.nextDouble() * 640;
			final double y = random.nextDouble() * 480;
			final int best = IntStream.range(0, 300).boxed().min((a, b) -> Double.compare(Math.hypot(page.px(a) - x, page.py(a) - y), Math.hypot(page.px(
				b) - x, page.py(b) - y))).orElseThrow();
			final boolean isHit = page.axes().contains(x, y) && Math.hypot(page.px(best) - x, page.py(best) - y) <= 8;
			assertEquals(isHit ? best : -1, page.nearest(x, y, 8).orElse(-1));
		}
	}

	@Test
	void zoomKeepsWhatIsUnderTheMouse() {
		Page page = Page.whole(scatter(10, Scatter.Aspect.EQUAL), 640, 480);
		final double x = page.x(200);
		final double y = page.y(100);
		for (int i = 0; i < 500; i++) page = page.zoomed(0.8, 200, 100);
		assertEquals(x, page.x(200), 1e-6);
		assertEquals(y, page.y(100), 1e-6);
		assertTrue(page.viewport().maxX() > page.viewport().minX());
		final Page moved = page.dragged(30, -20);
		assertEquals(x, moved.x(230), 1e-6);
		assertEquals(y, moved.y(80), 1e-6);
		for (int i = 0; i < 5000; i++) page = page.zoomed(1.5, 200, 100);
		assertTrue(Double.isFinite(page.viewport().maxX() - page.viewport().minX()));
	}

	@Test
	void aBoxFillsThePlot() {
		final Page page = Page.whole(scatter(10, Scatter.Aspect.FREE), 640, 480);
		final Page magnified = page.magnified(new Rectangle2D.Double(100, 90, 50, 40));
		assertEquals(page.x(100), magnified.x(magnified.axes().getMinX()), 1e-9);
		assertEquals(page.y(130), magnified.y(magnified.axes().getMaxY()), 1e-9);
	}

	@Test
	void anOutlineHoldsThePointsThatAreDrawnInIt() {
		final Page page = Page.whole(scatter(300, Scatter.Aspect.FREE), 640, 480);
		final Rectangle box = new Rectangle(150, 100, 120, 130);
		assertArrayEquals(IntStream.range(0, 300).filter(i -> page.px(i) >= 150 && page.px(i) < 270 && page.py(i) >= 100 && page.py(i) < 230)
			.toArray(), page.inside(box));
	}

	@Test
	void pointsHaveTheirClassesColours() {
		final Scatter scatter = new Scatter("", "", "", new double[] { 0, 1, 2 }, new double[] { 0, 1, 2 }, Colouring.Classes.of("c", List.of("a", "b",
			"")), List.of(), Scatter.Aspect.FREE);
		final Page page = Page.whole(scatter, 400, 300);
		final BufferedImage image = ScatterPlot.image(page, new BitSet(), 1);
		final Color[] expected = { Palette.color(0), Palette.color(1), Palette.UNKNOWN };
		for (int i = 0; i < 3; i++) {
			final Color pixel = new Color(image.getRGB((int) page.px(i), (int) page.py(i)));
			final double alpha = 205 / 255.0;
			assertEquals(255 - alpha * (255 - expected[i].getRed()), pixel.getRed(), 12);
			assertEquals(255 - alpha * (255 - expected[i].getBlue()), pixel.getBlue(), 12);
		}
		assertEquals(800, ScatterPlot.image(page, new BitSet(), 2).getWidth());
	}

	@Test
	void vectorGraphicsAreXmlWithEveryPointAndText() throws Exception {
		final Page page = Page.whole(scatter(50, Scatter.Aspect.FREE), 640, 480);
		final BitSet selected = new BitSet();
		selected.set(3);
		final Document svg = DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(new ByteArrayInputStream(ScatterPlot.svg(page, selected)
			.getBytes(StandardCharsets.UTF_8)));
		final NodeList groups = svg.getElementsByTagName("g");
		assertEquals(1, groups.getLength());
		final NodeList circles = ((Element) groups.item(0)).getElementsByTagName("ellipse");
		assertEquals(51, circles.getLength());
		final NodeList texts = svg.getElementsByTagName("text");
		final List<String> words = IntStream.range(0, texts.getLength()).mapToObj(i -> texts.item(i).getTextContent()).toList();
		assertTrue(words.containsAll(List.of("Cells", "t-SNE 1", "t-SNE 2", "Class", "lymphocyte <&> (17)", "monocyte (17)", "none (16)",
			"trustworthiness 0.97")), words.toString());
	}

	private static List<String> legend(final int classes, final int height) {
		final List<String> names = IntStream.range(0, 2 * classes).mapToObj(i -> "class number " + i / 2 + " of a long, long name that has no room").toList();
		final double[] x = new double[2 * classes + 1];
		final List<String> words = new java.util.ArrayList<>(names);
		words.add("");
		final Scatter scatter = new Scatter("", "", "", x, x, Colouring.Classes.of("c", words), List.of("a note", "another"), Scatter.Aspect.FREE);
		final String svg = ScatterPlot.svg(Page.whole(scatter, 860, height), new BitSet());
		return Pattern.compile("<text[^>]* y=\"([^\"]*)\"[^>]*>([^<]*)</text>").matcher(svg).results().filter(match -> Double.parseDouble(match.group(1)) <
			height).map(match -> match.group(2)).toList();
	}

	@Test
	void thirtyClassesHaveAnEntryEachAndMoreAreCounted() {
		final List<String> thirty = legend(30, 620);
		for (int i = 0; i < 30; i++) {
			final String start = "class number " + i + " ";
			assertEquals(1, thirty.stream().filter(text -> text.startsWith(start) && text.endsWith("… (2)")).count(), thirty.toString());
		}
		assertTrue(thirty.indexOf(thirty.stream().filter(text -> text.startsWith("class number 9 ")).findFirst().orElseThrow()) < thirty.indexOf(thirty
			.stream().filter(text -> text.startsWith("class number 10 ")).findFirst().orElseThrow()));
		assertTrue(thirty.containsAll(List.of("none (1)", "a note", "another")) && !thirty.contains("symbols repeat"));
		final List<String> many = legend(200, 620);
		final long shown = many.stream().filter(text -> text.startsWith("class number")).count();
		assertTrue(shown > 25, many.toString());
		assertTrue(many.containsAll(List.of("… and " + (200 - shown) + " more", "none (1)", "symbols repeat", "a note", "another")), many.toString());
		assertTrue(legend(30, 150).containsAll(List.of("none (1)", "a note", "another")));
	}

	@ParameterizedTest
	@CsvSource({ "0, 1, 5, '0.0 0.2 0.4 0.6 0.8 1.0'", "-3, 7, 5, '-2 0 2 4 6'", "0, 0.003, 3, '0.000 0.001 0.002 0.003'", "99, 1201, 4, '200 400 600 800 1000 1200'" })
	void ticksAreRound(final double min, final double max, final int count, final String expected) {
		final Ticks ticks = Ticks.between(min, max, count);
		assertEquals(expected, String.join(" ", ticks.values().stream().map(ticks::text).toList()));
	}

	@Test
	void strangeNumbersOfPointsAndPlacesAreDrawn() {
		for (final double[] values : List.of(new double[0], new double[] { 5 }, new double[] { 1e-300, 1e-300 }, new double[] { -1e12, 1e12 })) {
			final Scatter scatter = new Scatter("few", "x", "y", values, values, Colouring.NONE, List.of(), Scatter.Aspect.EQUAL);
			final BufferedImage image = ScatterPlot.image(Page.whole(scatter, 300, 200), new BitSet(), 1);
			final int[] pixels = image.getRGB(0, 0, 300, 200, null, 0, 300);
			final long coloured = Arrays.stream(pixels).filter(rgb -> (rgb >> 16 & 255) < (rgb & 255) - 60).count();
			assertEquals(values.length > 0, coloured > 10, Arrays.toString(values));
		}
		assertThrows(IllegalArgumentException.class, () -> new Scatter("", "", "", new double[] { Double.NaN }, new double[] { 0 }, Colouring.NONE, List
			.of(), Scatter.Aspect.FREE));
	}

	@Test
	void quantitiesHaveAScale() throws Exception {
		final Scatter scatter = new Scatter("", "", "", new double[] { 0, 1, 2 }, new double[] { 0, 1, 2 }, new Colouring.Quantity("Area", new double[] { 5,
			Double.NaN, 20 }), List.of(), Scatter.Aspect.FREE);
		final String svg = ScatterPlot.svg(Page.whole(scatter, 400, 300), new BitSet());
		assertTrue(svg.contains(">Area<") && svg.contains(">5.000<") && svg.contains(">20.00<"), svg);
		assertTrue(svg.contains("#00224e") && svg.contains("#fee838"), svg);
	}
}
