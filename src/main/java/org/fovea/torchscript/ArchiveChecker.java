package org.fovea.torchscript;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

import org.fovea.FoveaException;
import org.fovea.torchscript.OperatorList.Standing;

/**
 * Decides whether an archive may be handed to the engine. TorchScript is a program that runs when it is loaded, and the engine
 * believes what the archive says of its tensors: without this, opening a file could write files, and a damaged one ends the whole
 * virtual machine. What is guaranteed afterwards: the archive calls only operators that compute; its tensors lie inside the bytes
 * that it holds; neither its code nor its data nest deep enough to end a stack of 16 MB. What is not: that it ends, or needs little
 * memory.
 * <p>
 * Safe to use from several threads.
 * </p>
 */
public final class ArchiveChecker {

	/**
	 * Blocks, brackets and chained operators around a word. PyTorch's compiler overflows a stack of 1 MB, the default of a Java thread,
	 * between 400 and 500; of 87 exports of torchvision's classifiers (archive_sweep.py) the deepest, a vit_b_16, has 16.
	 */
	private static final int MAX_DEPTH = 200;

	/**
	 * The same, summed along calls, each counted as three more. The sweep's highest is 74, of a maxvit_t. What passes needs up to 5 kB
	 * of stack for each, so that the engine needs a thread of 16 MB, not the default, to be safe from code at this limit.
	 */
	private static final int MAX_CHAIN = 1000;

	/** Named tuples within named tuples: the time that the compiler takes more than doubles with each. The sweep's highest is 1. */
	private static final int MAX_TUPLES = 8;

	private static final int NAMES_SHOWN = 5;

	private static final OperatorList OPERATORS = OperatorList.read();

	private ArchiveChecker() {
	}

	/**
	 * Refuses what must not be loaded.
	 *
	 * @param archive an archive that was read without complaint
	 * @return the same archive
	 * @throws FoveaException with a sentence that names what was found
	 */
	public static Archive check(final Archive archive) {
		final String name = "'" + archive.file().getFileName() + "'";
		final Map<String, Long> sizes = archive.sizes();
		for (final TensorReference tensor : archive.tensors()) {
			TensorBounds.check(tensor, sizes);
		}
		try {
			final Set<String> declared = new HashSet<>();
			for (final String code : archive.code().values()) {
				declared.addAll(CodeScan.declarations(code));
			}
			final CodeScan scan = new CodeScan(OPERATORS, declared);
			for (final Map.Entry<String, String> code : archive.code().entrySet()) {
				scan.scan(module(code.getKey()), code.getValue());
			}
			for (final String type : archive.types()) {
				scan.scan("", type);
			}
			judge(name, scan);
		}
		catch (final UnusualCodeException e) {
			throw new FoveaException(name + " was not opened because its code contains " + e.getMessage() +
				", which PyTorch never writes; get the file again from a source that you trust.", e);
		}
		return archive;
	}

	private static void judge(final String name, final CodeScan scan) {
		if (!scan.found(Standing.DANGEROUS).isEmpty()) {
			throw new FoveaException(name + " was not opened because its code uses " + list(scan.found(Standing.DANGEROUS)) +
				", which can write files or reach other programs; a network for images needs no such thing, so ask its author.");
		}
		if (scan.depth() > MAX_DEPTH) {
			throw new FoveaException(name + " was not opened because its code is nested " + scan.depth() + " levels deep where " + MAX_DEPTH +
				" are allowed; get the file again from a source that you trust.");
		}
		final CallGraph.Longest longest = scan.longest();
		if (longest.levels() > MAX_CHAIN || longest.namedTuples() > MAX_TUPLES) {
			throw new FoveaException(name + " was not opened because its functions and classes depend on each other more deeply than PyTorch can follow" +
				"; get the file again from a source that you trust.");
		}
		final Set<String> quantised = new TreeSet<>();
		final Set<String> custom = new TreeSet<>(scan.classes());
		custom.addAll(scan.found(Standing.UNKNOWN));
		custom.stream().filter(c -> c.contains("quantized") || c.contains("PackedParams")).forEach(quantised::add);
		if (!quantised.isEmpty()) {
			throw new FoveaException(name + " is a quantised network (" + list(quantised) +
				"), which has no gradients to explain it by; export the network from before quantisation.");
		}
		if (!custom.isEmpty()) {
			throw new FoveaException(name + " needs custom operators that are not part of PyTorch (" + list(custom) +
				"); export the part of the network that comes before them.");
		}
		if (!scan.found(Standing.INTERNAL).isEmpty()) {
			throw new FoveaException(name + " uses internal operators of PyTorch (" + list(scan.found(Standing.INTERNAL)) +
				"); export the network on the CPU, in evaluation mode and without optimising it for inference.");
		}
	}

	/** {@code code/__torch__/torch/nn.py} is known to others as {@code __torch__.torch.nn}. */
	private static String module(final String entry) {
		return entry.substring("code/".length(), entry.length() - ".py".length()).replace('/', '.');
	}

	private static String list(final Set<String> names) {
		final List<String> shown = names.stream().limit(NAMES_SHOWN).toList();
		return String.join(", ", shown) + (names.size() > NAMES_SHOWN ? " and " + (names.size() - NAMES_SHOWN) + " more" : "");
	}
}
