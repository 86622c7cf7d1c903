package org.fovea;

/**
 * Something the user can understand and mend; the message is one sentence that says what to do. Whoever shows it shows the
 * message alone and sends the trace to the log.
 */
public class FoveaException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	/** @param sentence what went wrong and what to do, for a person who has never seen a tensor */
	public FoveaException(final String sentence) {
		super(sentence);
	}

	/**
	 * @param sentence what went wrong and what to do, for a person who has never seen a tensor
	 * @param cause what the log should hold
	 */
	public FoveaException(final String sentence, final Throwable cause) {
		super(sentence, cause);
	}
}
