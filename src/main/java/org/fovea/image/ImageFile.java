package org.fovea.image;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.Set;

import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;

import ij.IJ;
import ij.ImagePlus;
import ij.io.FileInfo;
import ij.io.Opener;
import ij.io.TiffDecoder;

import org.fovea.FoveaException;

/**
 * A file as ImageJ opens it, but without ImageJ's own words about a damaged one: its dialog would wait in the middle of long work, and in a
 * macro its error would end the macro. A truncated file is refused, where ImageJ fills what is missing with zeros.
 */
final class ImageFile {

	/** What ImageJ opens as something else than an image. */
	private static final Set<Integer> NO_IMAGES = Set.of(Opener.LUT, Opener.JAVA_OR_TEXT, Opener.ROI, Opener.TEXT, Opener.TABLE);

	/** Pixels of less than a byte, or of a byte and a half. */
	private static final Set<Integer> PACKED = Set.of(FileInfo.BITMAP, FileInfo.GRAY12_UNSIGNED);

	private static final String OTHERS = "HandleExtraFileTypes";

	private ImageFile() {
	}

	/**
	 * Opens a file.
	 *
	 * @param file the file
	 * @return the image, not shown
	 * @throws FoveaException if it is no image, or damaged
	 */
	static ImagePlus open(final Path file) {
		final String path = file.toAbsolutePath().toString();
		final Opener opener = new Opener();
		opener.setSilentMode(true);
		try {
			final int type = type(file, opener.getFileType(path));
			IJ.redirectErrorMessages(true);
			final ImagePlus opened = type == Opener.UNKNOWN ? other(path) : opener.openImage(path);
			if (opened == null || opened.getWidth() == 0) throw new IOException("ImageJ opens no such files");
			return opened;
		}
		catch (final IOException | RuntimeException exc) {
			throw new FoveaException("'" + file.getFileName() + "' cannot be opened as an image: " + reason(exc) + ".", exc);
		}
		finally {
			IJ.redirectErrorMessages(false);
		}
	}

	/** By the plugin with which Fiji opens what ImageJ does not know, as ImageJ itself asks it. */
	private static ImagePlus other(final String path) {
		try {
			Class.forName(OTHERS, false, IJ.getClassLoader());
		}
		catch (final ClassNotFoundException exc) {
			return null;
		}
		return IJ.runPlugIn(OTHERS, path) instanceof final ImagePlus opened ? opened : null;
	}

	private static String reason(final Exception exc) {
		return exc.getMessage() == null || exc.getMessage().isBlank() ? exc.getClass().getSimpleName() : exc.getMessage().strip().replaceFirst("\\.$", "");
	}

	/** The type by which a file that is whole is opened; a TIFF that ImageJ does not read may be known to others. */
	private static int type(final Path file, final int type) throws IOException {
		if (NO_IMAGES.contains(type)) throw new IOException("it holds text or something else");
		if (Files.size(file) == 0) throw new IOException("it is empty");
		if (type == Opener.TIFF) return checkTiff(file) ? type : Opener.UNKNOWN;
		if (type == Opener.JPEG) checkJpeg(file);
		if (type == Opener.PNG || type == Opener.JPEG || type == Opener.GIF || type == Opener.BMP) decode(file);
		return type;
	}

	/** Whether ImageJ reads it. */
	private static boolean checkTiff(final Path file) throws IOException {
		final FileInfo[] pages = pages(file);
		final long length = Files.size(file);
		for (final FileInfo page : pages) {
			if (end(page) > length) throw new IOException("it is truncated");
		}
		return pages.length > 0;
	}

	private static FileInfo[] pages(final Path file) {
		try (InputStream stream = Files.newInputStream(file)) {
			final FileInfo[] pages = new TiffDecoder(stream, file.getFileName().toString()).getTiffInfo();
			return pages == null ? new FileInfo[0] : pages;
		}
		catch (final IOException | RuntimeException exc) {
			return new FileInfo[0];
		}
	}

	/** Where the pixels of a page end; of compressed ones only what the strips say. */
	private static long end(final FileInfo page) {
		if (page.stripOffsets != null && page.stripLengths != null && page.stripOffsets.length == page.stripLengths.length && page.stripOffsets.length > 1) {
			long end = 0;
			for (int i = 0; i < page.stripOffsets.length; i++) {
				end = Math.max(end, Integer.toUnsignedLong(page.stripOffsets[i]) + Integer.toUnsignedLong(page.stripLengths[i]));
			}
			return end;
		}
		if (page.compression > FileInfo.COMPRESSION_NONE || PACKED.contains(page.fileType)) return 0;
		final long each = (long) page.width * page.height * page.getBytesPerPixel();
		return page.getOffset() + each * Math.max(1, page.nImages) + page.getGap() * (Math.max(1, page.nImages) - 1);
	}

	/** Decoders fill what is missing with grey: behind the last start of a scan the end of the image must come. */
	private static void checkJpeg(final Path file) throws IOException {
		final byte[] bytes = Files.readAllBytes(file);
		int scan = -1;
		int end = -1;
		for (int i = 0; i + 1 < bytes.length; i++) {
			if (bytes[i] != (byte) 0xff) continue;
			if (bytes[i + 1] == (byte) 0xda) scan = i;
			else if (bytes[i + 1] == (byte) 0xd9) end = i;
		}
		if (end < scan || scan < 0) throw new IOException("it is truncated");
	}

	/** Reads all pixels, so that whatever is wrong with them is said here. */
	private static void decode(final Path file) throws IOException {
		try (ImageInputStream stream = ImageIO.createImageInputStream(file.toFile())) {
			final Iterator<ImageReader> readers = ImageIO.getImageReaders(stream);
			if (!readers.hasNext()) throw new IOException("it is damaged");
			final ImageReader reader = readers.next();
			try {
				reader.setInput(stream, true, true);
				reader.read(0);
			}
			catch (final IndexOutOfBoundsException | IllegalArgumentException | NegativeArraySizeException exc) {
				throw new IOException("it is damaged", exc);
			}
			finally {
				reader.dispose();
			}
		}
	}
}
