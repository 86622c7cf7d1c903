package org.fovea.command.attribution;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

import org.fovea.attribution.MapCheck;
import org.fovea.attribution.MapCheck.Report;
import org.fovea.attribution.MapCheck.Stage;

/** The check of a map in words, whatever they are. */
final class Verdict {

	private static final double FAILS = 0.5;
	private static final double PASSES = 0.2;
	private static final double SPREADS = 2;

	private Verdict() {
	}

	/**
	 * Puts a report into words.
	 *
	 * @param report what was found
	 * @param caution what is known against the technique
	 * @return sentences
	 */
	static String of(final Report report, final Optional<String> caution) {
		return String.join(" ", curves(report), edges(report), randomisation(report), caution.orElse("")).strip();
	}

	private static String curves(final Report report) {
		final double[] scores = report.own().deletion().scores();
		final double gone = scores[scores.length - 1];
		if (scores[0] <= gone) {
			return number("The score does not fall when the whole image is deleted (%.3g to %.3g), so deletion and insertion say nothing here.", scores[0],
				gone);
		}
		final String deletion = against(report.randomDeletions(), report.own().deletion().area(), -1);
		final String insertion = against(report.randomInsertions(), report.own().insertion().area(), 1);
		return deletion.equals(insertion) ? "Deletion and insertion: " + deletion + "." : "Deletion: " + deletion + "; insertion: " + insertion + ".";
	}

	private static String against(final double[] random, final double area, final int better) {
		final double mean = Arrays.stream(random).average().orElse(Double.NaN);
		final double difference = better * (area - mean);
		final double spread = SPREADS * MapCheck.deviation(random);
		return difference > spread ? "better than random maps" : difference < -spread ? "worse than random maps" : "no better than random maps";
	}

	private static String edges(final Report report) {
		final boolean deletes = report.edges().deletion().area() <= report.own().deletion().area();
		final boolean inserts = report.edges().insertion().area() >= report.own().insertion().area();
		final String curves = deletes && inserts ? "An edge detector, which knows no network, does as well or better in both." : deletes
			? "An edge detector does as well or better in deletion." : inserts ? "An edge detector does as well or better in insertion." : "";
		final String alike = Math.abs(report.edgeCorrelation()) >= FAILS ? number("The map resembles the edges of the image (%.2f).", report
			.edgeCorrelation()) : "";
		return (curves + " " + alike).strip();
	}

	private static String randomisation(final Report report) {
		if (report.stages().isEmpty()) return "This network holds no weights that can be shuffled, so randomisation was not checked.";
		final double correlation = report.stages().get(report.stages().size() - 1).mean();
		if (Math.abs(correlation) >= FAILS) {
			return number("FAILS randomisation: networks with shuffled weights draw much the same map (%.2f), so it shows the image or the architecture, " +
				"not what was learned.", correlation);
		}
		final Optional<Stage> upper = report.stages().stream().filter(stage -> 2 * stage.shuffled() >= report.parts() && stage.shuffled() < report
			.parts()).findFirst().filter(stage -> stage.mean() >= FAILS);
		if (upper.isPresent()) {
			return number("FAILS randomisation of the upper layers: with the last %d of %d shuffled the map stays much the same (%.2f), so it does not " +
				"show what these learned.", upper.get().shuffled(), report.parts(), upper.get().mean());
		}
		if (Math.abs(correlation) >= PASSES) {
			return number("Passes randomisation only in part: networks with shuffled weights draw a somewhat similar map (%.2f).", correlation);
		}
		return number("Passes randomisation: the map changes when the weights are shuffled (%.2f).", correlation);
	}

	private static String number(final String format, final Object... values) {
		return String.format(Locale.ROOT, format, values);
	}
}
