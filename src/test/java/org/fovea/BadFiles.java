package org.fovea;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;

/** The files that docs/bad-input.md speaks of, made from good ones of the test resources by one change each. */
final class BadFiles {

	private static final Path RESOURCES = Path.of("src/test/resources");
	private static final Path GOOD = RESOURCES.resolve("torchscript/small.pt");
	private static final String CODE = "small/code/__torch__.py";

	private final Path folder;

	/** @param folder for the files */
	BadFiles(final Path folder) {
		this.folder = folder;
	}

	/** Writes them all. */
	void write() throws IOException {
		Files.copy(GOOD, folder.resolve("good.pt"));
		Files.writeString(folder.resolve("notes.pt"), "These are my notes.\n");
		Files.copy(RESOURCES.resolve("torchscript/weights.pth"), folder.resolve("weights.pth"));
		Files.copy(RESOURCES.resolve("torchscript/whole.pth"), folder.resolve("whole.pth"));
		final byte[] bytes = Files.readAllBytes(GOOD);
		Files.write(folder.resolve("truncated.pt"), Arrays.copyOf(bytes, bytes.length / 2));
		final byte[] garbage = bytes.clone();
		Arrays.fill(garbage, 200, garbage.length - 30, (byte) 0x5a);
		Files.write(folder.resolve("garbage.pt"), garbage);
		changed("escape.pt", entries -> entries.put("../outside.txt", text("outside")));
		changed("bomb.pt", entries -> entries.put("small/data/0", new byte[80 << 20]));
		changed("short.pt", entries -> entries.put("small/data/0", new byte[8]));
		code("hostile.pt", code -> code.replace("  def forward", """
			  def __setstate__(self: __torch__.Small,
			    state: Tensor) -> NoneType:
			    torch.save(state, "stolen", )
			    return None
			  def forward"""));
		code("deep.pt", code -> statement(code, "y = " + "(".repeat(100_000) + "x" + ")".repeat(100_000)));
		code("custom.pt", code -> statement(code, "y = ops.torchvision.nms(x, x, 0.5)"));
		final String description = "type: model\nformat_version: 0.5.4\nname: Bad\n";
		zip("escape.zip", Map.of("bioimageio.yaml", text(description), "../outside.txt", text("outside")));
		final byte[] weights = new byte[80 << 20];
		zip("bomb.zip", Map.of("bioimageio.yaml", text(description + """
			inputs:
			- {id: in, axes: [{type: batch}, {type: channel, channel_names: [a]}, {type: space, id: y, size: 8}, {type: space, id: x, size: 8}]}
			outputs:
			- {id: out, axes: [{type: batch}, {type: channel, channel_names: [a]}]}
			weights: {torchscript: {source: weights.pt, pytorch_version: 2.7.1}}
			"""), "weights.pt", weights));
	}

	private void changed(final String name, final Consumer<Map<String, byte[]>> change) throws IOException {
		final Map<String, byte[]> entries = new LinkedHashMap<>();
		try (ZipFile file = new ZipFile(GOOD.toFile())) {
			for (final ZipEntry entry : file.stream().toList()) entries.put(entry.getName(), file.getInputStream(entry).readAllBytes());
		}
		change.accept(entries);
		zip(name, entries);
	}

	private void code(final String name, final UnaryOperator<String> change) throws IOException {
		changed(name, entries -> entries.computeIfPresent(CODE, (key, bytes) -> {
			final String before = new String(bytes, StandardCharsets.UTF_8);
			final String after = change.apply(before);
			if (after.equals(before)) throw new IllegalStateException("Nothing changed in " + name + ".");
			return text(after);
		}));
	}

	private static String statement(final String code, final String statement) {
		return code.replace("    x: Tensor) -> Tensor:\n", "    x: Tensor) -> Tensor:\n    " + statement + "\n");
	}

	private void zip(final String name, final Map<String, byte[]> entries) throws IOException {
		try (OutputStream out = Files.newOutputStream(folder.resolve(name)); ZipOutputStream zip = new ZipOutputStream(out)) {
			for (final Map.Entry<String, byte[]> entry : entries.entrySet()) {
				zip.putNextEntry(new ZipEntry(entry.getKey()));
				zip.write(entry.getValue());
			}
		}
	}

	private static byte[] text(final String text) {
		return text.getBytes(StandardCharsets.UTF_8);
	}
}
