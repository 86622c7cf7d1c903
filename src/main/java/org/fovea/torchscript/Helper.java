package org.fovea.torchscript;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Writes small archives of Fovea's own, for what the engine offers to TorchScript but not to Java. */
public final class Helper {

	private Helper() {
	}

	/**
	 * The module that differentiates: {@code plain(roots, seeds, wanted)} is {@code torch.autograd.grad}, and
	 * {@code ruled(roots, seeds, wanted, pre, post, gate, rule)} walks the cut ReLUs from the last to the first.
	 *
	 * @return a TorchScript archive
	 */
	public static byte[] backward() {
		return archive("Backward", Instrumenter.resource("backward.py"));
	}

	/**
	 * The module that transforms: {@code forward(image)} is {@code torch.fft.rfft2} over the last two axes with real and imaginary parts along
	 * a last axis, and {@code inverse(spectrum, width)} is {@code torch.fft.irfft2} of such a tensor.
	 *
	 * @return a TorchScript archive
	 */
	public static byte[] fourier() {
		return archive("Fourier", Instrumenter.resource("fourier.py"));
	}

	private static byte[] archive(final String type, final String code) {
		final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
		try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
			entry(zip, "data.pkl", data(type));
			entry(zip, "code/__torch__/fovea.py", code.getBytes(StandardCharsets.UTF_8));
			entry(zip, "constants.pkl", new byte[] { (byte) 0x80, 2, ')', '.' });
			entry(zip, "version", "3\n".getBytes(StandardCharsets.US_ASCII));
		}
		catch (final IOException e) {
			throw new UncheckedIOException(e);
		}
		return bytes.toByteArray();
	}

	/** The pickle of an object whose only attribute is {@code training = False}. */
	private static byte[] data(final String type) throws IOException {
		final ByteArrayOutputStream pickle = new ByteArrayOutputStream();
		pickle.write(new byte[] { (byte) 0x80, 2 });
		pickle.write(("c__torch__.fovea\n" + type + "\n").getBytes(StandardCharsets.US_ASCII));
		pickle.write(new byte[] { 'q', 0, ')', (byte) 0x81, '}', '(', 'X', 8, 0, 0, 0 });
		pickle.write("training".getBytes(StandardCharsets.US_ASCII));
		pickle.write(new byte[] { 'q', 1, (byte) 0x89, 'u', 'b', 'q', 2, '.' });
		return pickle.toByteArray();
	}

	private static void entry(final ZipOutputStream zip, final String name, final byte[] content) throws IOException {
		final ZipEntry entry = new ZipEntry("fovea/" + name);
		final CRC32 crc = new CRC32();
		crc.update(content);
		entry.setMethod(ZipEntry.STORED);
		entry.setSize(content.length);
		entry.setCrc(crc.getValue());
		zip.putNextEntry(entry);
		zip.write(content);
		zip.closeEntry();
	}
}
