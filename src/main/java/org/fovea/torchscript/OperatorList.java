package org.fovea.torchscript;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/** Which of PyTorch's operators code may call. The list is made by a script from PyTorch's own. */
final class OperatorList {

	/** What is thought of an operator. */
	enum Standing {
		/** Computes and nothing else. */
		ALLOWED,
		/** Part of PyTorch that exports do not call and that may not check its arguments. */
		INTERNAL,
		/** Touches files, the network, other processes or Python. */
		DANGEROUS,
		/** Not PyTorch's. */
		UNKNOWN
	}

	private final Map<String, Standing> standings;

	private OperatorList(final Map<String, Standing> standings) {
		this.standings = standings;
	}

	/** @return the list for the PyTorch that Fovea runs on */
	static OperatorList read() {
		final Map<String, Standing> standings = new HashMap<>();
		try (InputStream in = OperatorList.class.getResourceAsStream("operators.txt");
				BufferedReader lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8)))
		{
			lines.lines().filter(line -> !line.startsWith("#")).map(line -> line.split(" ")).forEach(words -> standings.put(words[1], Standing
				.valueOf(words[0].toUpperCase(Locale.ROOT))));
		}
		catch (final IOException e) {
			throw new UncheckedIOException(e);
		}
		return new OperatorList(standings);
	}

	/**
	 * Looks an operator up.
	 *
	 * @param namespace such as {@code aten}
	 * @param name without overload, such as {@code relu_}
	 * @return what is thought of it
	 */
	Standing of(final String namespace, final String name) {
		return standings.getOrDefault(namespace + "::" + name, Standing.UNKNOWN);
	}
}
