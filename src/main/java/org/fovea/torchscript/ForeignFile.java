package org.fovea.torchscript;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.fovea.FoveaException;

/** Recognises what people take for a TorchScript file and says how to make one of it. */
final class ForeignFile {

	private static final String EXPORT = "torch.jit.script(model.eval()).save(\"model.pt\")";

	/** Reads the first bytes of an entry. */
	interface Reader {

		/**
		 * Reads.
		 *
		 * @param name an entry
		 * @return its first bytes
		 * @throws IOException if the file is damaged or cannot be read
		 */
		byte[] read(String name) throws IOException;
	}

	private ForeignFile() {
	}

	/**
	 * Refuses what is no zip file.
	 *
	 * @param file a file of any kind
	 * @throws FoveaException if its beginning is not that of a zip file
	 */
	static void refuse(final Path file) {
		final String name = "'" + file.getFileName() + "'";
		if (Files.isDirectory(file)) throw new FoveaException(name + " is a folder; choose a TorchScript file (.pt) instead.");
		if (Files.notExists(file)) throw new FoveaException("There is no file '" + file + "'; check its name and folder.");
		final byte[] head;
		try (InputStream in = Files.newInputStream(file)) {
			head = in.readNBytes(512);
		}
		catch (final IOException e) {
			throw new FoveaException(name + " could not be read (" + e.getMessage() + "); check that you may read it.", e);
		}
		if (head.length == 0) throw new FoveaException(name + " is empty; download, copy or export it again.");
		final String text = new String(head, StandardCharsets.ISO_8859_1);
		if (text.startsWith("PK\3\4")) return;
		if (text.startsWith("\u0089HDF\r\n")) throw other(name, "a Keras or HDF5 file");
		if (text.length() > 9 && text.charAt(8) == '{' && text.startsWith("\0\0", 6)) throw weights(name, "a SafeTensors file");
		if (text.startsWith("\u0080\2") || text.startsWith("\u0080\3") || text.startsWith("\u0080\4") || text.startsWith("\u0080\5")) {
			throw weights(name, "a Python pickle, as torch.save writes it,");
		}
		if (text.startsWith("ET", 4)) throw other(name, "an ExecuTorch program");
		if (text.startsWith("TFL", 4)) throw other(name, "a TensorFlow Lite file");
		if (text.charAt(0) == 8 && text.length() > 2 && (text.contains("pytorch") || text.contains("onnx") || file.toString().toLowerCase(
			java.util.Locale.ROOT).endsWith(".onnx"))) throw other(name, "an ONNX file");
		final String start = text.stripLeading().toLowerCase(java.util.Locale.ROOT);
		if (start.startsWith("<!doctype") || start.startsWith("<html")) {
			throw new FoveaException(name + " is a web page, not a network; download the file itself instead of the page about it.");
		}
		if (text.startsWith("version https://git-lfs")) {
			throw new FoveaException(name + " only points to a file kept by Git LFS; download the network itself.");
		}
		throw new FoveaException(name + " is not a TorchScript file; export the network in Python with " + EXPORT + ".");
	}

	/**
	 * Refuses zip files that hold something else than a TorchScript network.
	 *
	 * @param file the zip file
	 * @param names its entries, without the top folder
	 * @param reader opens one of them
	 * @throws FoveaException if code or data are missing or the layout is another one
	 * @throws IOException if the file is damaged or cannot be read
	 */
	static void refuseOtherZips(final Path file, final Set<String> names, final Reader reader) throws IOException {
		final String name = "'" + file.getFileName() + "'";
		final boolean code = names.stream().anyMatch(n -> n.startsWith("code/") && n.endsWith(".py"));
		if (names.contains("model.json")) {
			throw new FoveaException(name + " was saved by a PyTorch older than 1.4; load it there and export it again with PyTorch 1.6 or newer.");
		}
		if (code && names.contains("data.pkl")) return;
		if (code) throw new FoveaException(name + " holds code but no data (data.pkl), so it is incomplete; download, copy or export it again.");
		if (names.stream().anyMatch(n -> n.endsWith("exported_program.json") || n.equals("archive_format") || n.startsWith("models/") && n
			.endsWith(".json"))) throw other(name, "a torch.export program (.pt2)");
		if (names.stream().anyMatch(n -> n.startsWith(".data/ts_code/") || n.equals(".data/extern_modules"))) throw other(name, "a torch.package");
		if (!names.contains("data.pkl")) {
			throw new FoveaException(name + " is a zip file without a TorchScript network in it; choose the .pt file itself, or import a bioimage.io package.");
		}
		if (names.contains("bytecode.pkl")) throw other(name, "a PyTorch Lite file for phones");
		final String pickle = new String(reader.read("data.pkl"), StandardCharsets.ISO_8859_1);
		final String module = wholeModule(pickle);
		if (!module.isEmpty()) {
			throw new FoveaException(name + " is a whole model (" + module +
				") saved by torch.save, which only the Python code that defined it can open; export it there with " + EXPORT + ".");
		}
		throw weights(name, "a file of weights (state_dict or checkpoint) saved by torch.save");
	}

	/** The first class in a pickle that is neither a container nor a tensor: the class of the model, where one was saved. */
	private static String wholeModule(final String pickle) {
		final Matcher globals = Pattern.compile("c([A-Za-z_][\\w.]*)\n([A-Za-z_]\\w*)\n").matcher(pickle);
		while (globals.find()) {
			final String module = globals.group(1);
			if (module.equals("collections") || module.equals("torch") || module.equals("torch._utils") || module.equals("builtins") || module
				.equals("__builtin__")) continue;
			// A checkpoint may carry options of any class after its weights; a model's own class comes first.
			return globals.start() < 8 ? module + "." + globals.group(2) : "";
		}
		return "";
	}

	private static FoveaException weights(final String name, final String what) {
		return new FoveaException(name + " is " + what +
			" and holds weights without the network's structure; load them into the model in Python and export it with " + EXPORT + ".");
	}

	private static FoveaException other(final String name, final String what) {
		return new FoveaException(name + " is " + what + ", which Fovea cannot open; export the original PyTorch model with " + EXPORT + ".");
	}
}
