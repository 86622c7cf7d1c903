package org.fovea.sample;

/** What a pixel of a smear shows; the label image holds {@link #label()}. */
public enum Part {
	/** Plasma and glass. */
	BACKGROUND("background"),
	/** A red blood cell. */
	RED_CELL("RBC"),
	/** A platelet. */
	PLATELET("platelet"),
	/** A white blood cell outside its nucleus. */
	CYTOPLASM("cytoplasm"),
	/** The nucleus of a white blood cell. */
	NUCLEUS("nucleus");

	private final String title;

	Part(final String title) {
		this.title = title;
	}

	/** @return the value in the label image: 0 background, 1 RBC, 2 platelet, 3 cytoplasm, 4 nucleus */
	public int label() {
		return ordinal();
	}

	/** @return the word for tables and slices */
	public String title() {
		return title;
	}
}
