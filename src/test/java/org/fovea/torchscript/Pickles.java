package org.fovea.torchscript;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** Writes pickles opcode by opcode, also those that PyTorch would not write. */
final class Pickles {

	private final ByteArrayOutputStream out = new ByteArrayOutputStream();

	Pickles() {
		raw(0x80, 2);
	}

	Pickles raw(final int... bytes) {
		for (final int b : bytes) {
			out.write(b);
		}
		return this;
	}

	Pickles op(final String opcodes) {
		out.writeBytes(opcodes.getBytes(StandardCharsets.ISO_8859_1));
		return this;
	}

	Pickles text(final String text) {
		final byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
		op("X").int32(utf8.length);
		out.writeBytes(utf8);
		return this;
	}

	Pickles number(final long value) {
		raw(0x8a, 8);
		out.writeBytes(ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putLong(value).array());
		return this;
	}

	Pickles int32(final int value) {
		out.writeBytes(ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN).putInt(value).array());
		return this;
	}

	Pickles global(final String module, final String name) {
		return op("c" + module + "\n" + name + "\n");
	}

	/** A tensor of floats in storage {@code 0}. */
	Pickles tensor(final long storageLength, final long offset, final long[] shape, final long[] strides) {
		global("torch._utils", "_rebuild_tensor_v2").op("((").text("storage").global("torch", "FloatStorage").text("0").text("cpu").number(
			storageLength).op("tQ").number(offset);
		longs(shape).longs(strides);
		return raw(0x89).global("collections", "OrderedDict").op(")RtR");
	}

	private Pickles longs(final long... values) {
		op("(");
		for (final long value : values) {
			number(value);
		}
		return op("t");
	}

	byte[] stop() {
		return op(".").bytes();
	}

	byte[] bytes() {
		return out.toByteArray();
	}

	/** The network of {@code small.pt} with a single attribute, whose value is what the last opcodes leave. */
	static byte[] network(final Pickles value) {
		final Pickles p = new Pickles().global("__torch__", "Small").op(")").raw(0x81).op("}(").text("weight");
		final byte[] inner = value.out.toByteArray();
		p.out.write(inner, 2, inner.length - 2);
		return p.op("ub").stop();
	}
}
