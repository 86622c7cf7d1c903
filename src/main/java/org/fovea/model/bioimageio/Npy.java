package org.fovea.model.bioimageio;

import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.fovea.FoveaException;
import org.fovea.network.Tensor;

/** numpy's {@code .npy} files, format versions 1 to 3: one array of numbers, in C or Fortran order. */
public final class Npy {

	private static final byte[] MAGIC = { (byte) 0x93, 'N', 'U', 'M', 'P', 'Y' };

	private static final int LONGEST_HEADER = 1 << 16;

	private static final Pattern TYPE = Pattern.compile("['\"]descr['\"]\\s*:\\s*['\"]([<>|=])([fiub])(\\d)['\"]");

	private static final Pattern ORDER = Pattern.compile("['\"]fortran_order['\"]\\s*:\\s*(True|False)");

	private static final Pattern SHAPE = Pattern.compile("['\"]shape['\"]\\s*:\\s*\\(([\\d\\s,L]*)\\)");

	private Npy() {
	}

	/**
	 * Reads an array; numbers of other types become 32-bit floats.
	 *
	 * @param in the file, from its start; not closed
	 * @return the array, in C order
	 * @throws FoveaException if it is no array of numbers
	 * @throws IOException if it cannot be read or is cut off
	 */
	public static Tensor read(final InputStream in) throws IOException {
		final DataInputStream data = new DataInputStream(in);
		final byte[] magic = data.readNBytes(MAGIC.length);
		if (!Arrays.equals(magic, MAGIC)) throw new FoveaException("This is no numpy file; save the array with numpy.save.");
		final int version = data.readUnsignedByte();
		data.readUnsignedByte();
		if (version < 1 || version > 3) throw new FoveaException("The numpy file has the unknown format version " + version + ".");
		final int length = version == 1 ? Short.toUnsignedInt(Short.reverseBytes(data.readShort())) : Integer.reverseBytes(data.readInt());
		if (length < 0 || length > LONGEST_HEADER) throw new FoveaException("The numpy file has an absurdly long header.");
		final String header = new String(data.readNBytes(length), version < 3 ? StandardCharsets.ISO_8859_1 : StandardCharsets.UTF_8);
		final Matcher type = find(TYPE, header);
		final int[] shape = shape(find(SHAPE, header).group(1));
		final float[] values = values(data, type.group(2) + type.group(3), type.group(1).equals(">"), count(shape));
		final boolean isFortran = find(ORDER, header).group(1).equals("True");
		return isFortran ? transpose(Tensor.of(values, reverse(shape))) : Tensor.of(values, shape);
	}

	/**
	 * Writes an array as little-endian {@code float32} in C order, format version 1.
	 *
	 * @param tensor the array
	 * @param out the file; not closed
	 * @throws IOException if it cannot be written
	 */
	public static void write(final Tensor tensor, final OutputStream out) throws IOException {
		final StringBuilder header = new StringBuilder("{'descr': '<f4', 'fortran_order': False, 'shape': (");
		for (final int size : tensor.shape()) header.append(size).append(", ");
		header.append("), }");
		while ((MAGIC.length + 4 + header.length() + 1) % 64 != 0) header.append(' ');
		header.append('\n');
		final ByteBuffer buffer = ByteBuffer.allocate(MAGIC.length + 4 + header.length() + 4 * tensor.length()).order(ByteOrder.LITTLE_ENDIAN);
		buffer.put(MAGIC).put((byte) 1).put((byte) 0).putShort((short) header.length());
		buffer.put(header.toString().getBytes(StandardCharsets.ISO_8859_1));
		for (final float value : tensor.data()) buffer.putFloat(value);
		out.write(buffer.array());
	}

	private static Matcher find(final Pattern pattern, final String header) {
		final Matcher matcher = pattern.matcher(header);
		if (!matcher.find()) {
			throw new FoveaException("The numpy file does not hold plain numbers; save an array of floats or integers with numpy.save.");
		}
		return matcher;
	}

	private static int[] shape(final String text) {
		try {
			return Arrays.stream(text.replace("L", "").split(",")).map(String::strip).filter(size -> !size.isEmpty()).mapToInt(
				Integer::parseInt).toArray();
		}
		catch (final NumberFormatException e) {
			throw new FoveaException("The numpy file has the impossible shape (" + text + ").", e);
		}
	}

	private static int count(final int[] shape) {
		long count = 1;
		for (final int size : shape) {
			count *= size;
			if (count > Integer.MAX_VALUE / 8) throw new FoveaException("The numpy file is too large for a test tensor.");
		}
		return (int) count;
	}

	private static float[] values(final InputStream in, final String type, final boolean isBigEndian, final int count) throws IOException {
		final int width = type.charAt(1) - '0';
		final byte[] bytes = in.readNBytes(count * width);
		if (bytes.length < count * width) throw new EOFException("The numpy file ends after " + bytes.length / width + " of " + count + " values.");
		final ByteBuffer buffer = ByteBuffer.wrap(bytes).order(isBigEndian ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN);
		final float[] values = new float[count];
		for (int i = 0; i < count; i++) values[i] = value(buffer, type);
		return values;
	}

	private static float value(final ByteBuffer buffer, final String type) {
		return switch (type) {
			case "f2" -> half(buffer.getShort());
			case "f4" -> buffer.getFloat();
			case "f8" -> (float) buffer.getDouble();
			case "i1" -> buffer.get();
			case "u1", "b1" -> Byte.toUnsignedInt(buffer.get());
			case "i2" -> buffer.getShort();
			case "u2" -> Short.toUnsignedInt(buffer.getShort());
			case "i4" -> buffer.getInt();
			case "u4" -> Integer.toUnsignedLong(buffer.getInt());
			case "i8" -> buffer.getLong();
			case "u8" -> unsigned(buffer.getLong());
			default -> throw new FoveaException("The numpy file holds numbers of type " + type + "; save them as float32.");
		};
	}

	private static float unsigned(final long bits) {
		return bits >= 0 ? bits : (float) ((bits >>> 1 | bits & 1) * 2.);
	}

	private static float half(final short bits) {
		final int exponent = bits >> 10 & 31;
		final int mantissa = bits & 1023;
		final float magnitude = exponent == 31 ? mantissa == 0 ? Float.POSITIVE_INFINITY : Float.NaN : exponent == 0 ? mantissa * 0x1p-24f
			: Math.scalb(1024 + mantissa, exponent - 25);
		return bits < 0 ? -magnitude : magnitude;
	}

	private static int[] reverse(final int[] shape) {
		final int[] reversed = new int[shape.length];
		for (int i = 0; i < shape.length; i++) reversed[i] = shape[shape.length - 1 - i];
		return reversed;
	}

	private static Tensor transpose(final Tensor tensor) {
		final int[] from = tensor.shape();
		final int[] to = reverse(from);
		final float[] result = new float[tensor.length()];
		final int[] position = new int[to.length];
		for (int i = 0; i < result.length; i++) {
			result[i] = tensor.at(reverse(position));
			for (int axis = to.length - 1; axis >= 0 && ++position[axis] == to[axis]; axis--) position[axis] = 0;
		}
		return Tensor.of(result, to);
	}
}
