package org.fovea.sample;

/** The cells of a smear, with the class that a classifier of smears gives them. */
public enum CellType {
	/** A biconcave disc without a nucleus. */
	RED_CELL("RBC", "RBC"),
	/** A small granular fragment. */
	PLATELET("platelet", "platelet"),
	/** Segmented nucleus, pale granular cytoplasm. */
	NEUTROPHIL("neutrophil", "WBC"),
	/** Round nucleus, narrow blue cytoplasm. */
	LYMPHOCYTE("lymphocyte", "WBC"),
	/** Large, kidney-shaped nucleus, grey-blue cytoplasm. */
	MONOCYTE("monocyte", "WBC"),
	/** Two lobes, orange-red granules. */
	EOSINOPHIL("eosinophil", "WBC"),
	/** Dark granules over the nucleus. */
	BASOPHIL("basophil", "WBC");

	private final String title;
	private final String group;

	CellType(final String title, final String group) {
		this.title = title;
		this.group = group;
	}

	/** @return the word for tables and slices */
	public String title() {
		return title;
	}

	/** @return {@code WBC}, {@code platelet} or {@code RBC} */
	public String group() {
		return group;
	}

	/** @return whether it has a nucleus */
	public boolean isWhite() {
		return group.equals("WBC");
	}
}
