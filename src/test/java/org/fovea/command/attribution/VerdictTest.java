package org.fovea.command.attribution;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

import org.fovea.attribution.MapCheck.Curves;
import org.fovea.attribution.MapCheck.Report;
import org.fovea.attribution.MapCheck.Stage;
import org.fovea.attribution.Replacement.Curve;
import org.fovea.network.Heatmap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The words say what the figures are. */
class VerdictTest {

	private static Curves curves(final double middle) {
		return new Curves(new Curve(new double[] { 1, middle, 0 }), new Curve(new double[] { 0, 1 - middle, 1 }));
	}

	private static Report report(final double own, final double edges, final double edgeCorrelation, final double... correlations) {
		final Stage[] stages = new Stage[correlations.length];
		Arrays.setAll(stages, i -> new Stage(i + 1, List.of(correlations[i])));
		return new Report(new Heatmap(1, 1, new float[] { 1 }, false), curves(own), curves(edges), List.of(curves(0.5), curves(0.54), curves(0.46)),
			edgeCorrelation, Math.max(1, correlations.length), List.of(stages));
	}

	@ParameterizedTest
	@CsvSource({ "0.1,better", "0.9,worse", "0.52,no better" })
	void mapsAreHeldAgainstRandomOnes(final double own, final String word) {
		final String verdict = Verdict.of(report(own, 1, 0, 0), Optional.empty());
		assertTrue(verdict.startsWith("Deletion and insertion: " + word + " than random maps."), verdict);
		assertFalse(verdict.contains("edge"), verdict);
	}

	@Test
	void edgeDetectorsThatDoAsWellAreNamed() {
		assertTrue(Verdict.of(report(0.3, 0.3, 0.7, 0), Optional.empty()).contains(
			"An edge detector, which knows no network, does as well or better in both. The map resembles the edges of the image (0.70)."));
	}

	@ParameterizedTest
	@CsvSource({ "0.9,0.9,0.9,1.0,FAILS randomisation: ", "0.9,0.9,0.6,-0.7,FAILS randomisation: ",
		"0.9,0.64,0.3,0.1,FAILS randomisation of the upper layers: with the last 2 of 4", "0.9,0.4,0.3,-0.3,Passes randomisation only in part",
		"0.9,0.4,0.6,0.1,Passes randomisation: " })
	void randomisationIsJudged(final double a, final double b, final double c, final double d, final String words) {
		final String verdict = Verdict.of(report(0.1, 1, 0, a, b, c, d), Optional.of("Known to fail."));
		assertTrue(verdict.contains(words), verdict);
		assertTrue(verdict.endsWith("Known to fail."), verdict);
	}

	/** The limits of the manual, from both sides. */
	@ParameterizedTest
	@CsvSource({ "0.5,FAILS randomisation: ", "0.49,Passes randomisation only in part", "0.2,Passes randomisation only in part",
		"0.19,Passes randomisation: " })
	void limitsAreThoseOfTheManual(final double correlation, final String words) {
		assertTrue(Verdict.of(report(0.1, 1, 0, correlation), Optional.empty()).contains(words));
		assertTrue(Verdict.of(report(0.1, 1, 0, -correlation), Optional.empty()).contains(words));
		assertEquals(correlation >= 0.5, Verdict.of(report(0.1, 1, 0, 0.1, correlation, 0.1, 0.1), Optional.empty()).contains("FAILS"));
		assertEquals(correlation >= 0.5, Verdict.of(report(0.1, 1, correlation, 0.1), Optional.empty()).contains("resembles the edges"));
	}

	@Test
	void whatCouldNotBeMeasuredIsSaid() {
		assertTrue(Verdict.of(report(0.1, 1, 0), Optional.empty()).endsWith("randomisation was not checked."));
		final Curves rising = new Curves(new Curve(new double[] { 0.1, 0.2, 0.3 }), new Curve(new double[] { 0.3, 0.2, 0.1 }));
		final Report report = new Report(new Heatmap(1, 1, new float[] { 1 }, false), rising, rising, List.of(rising, rising), Double.NaN, 1, List.of());
		assertEquals("The score does not fall when the whole image is deleted (0.100 to 0.300), so deletion and insertion say nothing here.", Verdict.of(
			report, Optional.empty()).split("(?<=here\\.)")[0]);
	}
}
