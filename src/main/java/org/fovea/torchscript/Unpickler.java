package org.fovea.torchscript;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Reads the pickles of TorchScript archives without executing anything: it knows the opcodes that PyTorch writes and the handful of
 * functions that they may name, builds plain values, and refuses everything else. It is stricter than PyTorch where PyTorch could be
 * led astray: a container is complete before it is put into another, so that there are no cycles and the depth is known.
 * <p>
 * It is our own because general pickle libraries keep the classes that may be built in a register shared by the whole virtual
 * machine, and because their leniency would let an archive mean one thing here and another to the engine. Format: protocol 2 as
 * documented in Python's {@code pickletools}.
 * </p>
 */
final class Unpickler {

	/** Modules inside modules; the deepest networks reach a dozen. The engine frees such values recursively. */
	private static final int MAX_DEPTH = 200;

	/** How many values a walk that ignores sharing may meet; the engine does such walks. */
	private static final long MAX_UNSHARED = 20_000_000;

	private static final Set<String> LIST_BUILDERS = Set.of("build_intlist", "build_tensorlist", "build_doublelist", "build_boollist");

	/**
	 * What a pickle holds.
	 *
	 * @param value the object at its root
	 * @param tensors all tensors met, whether or not the root reaches them
	 * @param types names and type expressions met, which the engine would resolve
	 */
	record Pickle(Object value, List<TensorReference> tensors, Set<String> types) {}

	/** A finished value, how deep it nests and how many values it holds, shared ones counted each time. */
	private record Node(Object value, int depth, long size) {}

	/** A tuple that is no value because it holds what only the next call can use. */
	private record Arguments(List<Object> elements) {}

	/** A function or class named by the pickle. */
	private record Global(String module, String name) {

		String qualified() {
			return module + "." + name;
		}
	}

	/** An object whose attributes are still to come. */
	private record Instance(String type) {}

	/** The numbers that a tensor is about to be made of. */
	private record Storage(String entry, Dtype dtype, long elements) {}

	/** What PyTorch writes in place of a tensor's hooks. */
	private record NoHooks() {}

	/** A list or dictionary that grows until it is put somewhere. */
	private static final class Builder {

		private final List<Object> elements;
		private final Map<Object, Object> items;
		private int depth = 1;
		private long size = 1;
		private Node finished;

		Builder(final List<Object> elements, final Map<Object, Object> items) {
			this.elements = elements;
			this.items = items;
		}

		void grow(final Node node) throws MalformedPickleException {
			if (finished != null) throw damaged();
			depth = Math.max(depth, node.depth + 1);
			size += node.size;
		}

		Node finish() throws MalformedPickleException {
			if (finished == null) {
				finished = node(items == null ? Collections.unmodifiableList(elements) : Collections.unmodifiableMap(items), depth, size);
			}
			return finished;
		}
	}

	private final ByteBuffer in;
	private final String folder;
	private final ArrayList<Object> stack = new ArrayList<>();
	private final ArrayList<Object> memo = new ArrayList<>();
	private final Deque<Integer> marks = new ArrayDeque<>();
	private final List<TensorReference> tensors = new ArrayList<>();
	private final Set<String> types = new TreeSet<>();

	private Unpickler(final byte[] pickle, final String folder) {
		this.in = ByteBuffer.wrap(pickle).order(ByteOrder.LITTLE_ENDIAN);
		this.folder = folder;
	}

	/**
	 * Reads a pickle.
	 *
	 * @param pickle the bytes
	 * @param folder where the storages are that it names, such as {@code data}
	 * @return what it holds; lists and maps cannot be changed
	 * @throws MalformedPickleException if TorchScript would not have written it
	 */
	static Pickle read(final byte[] pickle, final String folder) throws MalformedPickleException {
		return new Unpickler(pickle, folder).run();
	}

	private Pickle run() throws MalformedPickleException {
		if (u8() != 0x80 || u8() != 2) throw new MalformedPickleException("its data is not in the format that TorchScript uses");
		for (int opcode = u8(); opcode != '.'; opcode = u8()) {
			execute(opcode);
		}
		if (stack.size() != 1 || !marks.isEmpty()) throw damaged();
		return new Pickle(value(stack.get(0)).value, List.copyOf(tensors), Collections.unmodifiableSet(types));
	}

	private void execute(final int opcode) throws MalformedPickleException {
		switch (opcode) {
			case 'N' -> push(null);
			case 0x88 -> push(Boolean.TRUE);
			case 0x89 -> push(Boolean.FALSE);
			case 'K' -> push((long) u8());
			case 'M' -> push((long) (need(2).getShort() & 0xFFFF));
			case 'J' -> push((long) need(4).getInt());
			case 0x8a -> {
				if (u8() != 8) throw damaged();
				push(need(8).getLong());
			}
			case 'G' -> push(Double.longBitsToDouble(Long.reverseBytes(need(8).getLong())));
			case 'X' -> push(text(need(4).getInt()));
			case 'q' -> memoise(u8());
			case 'r' -> memoise(need(4).getInt());
			case 'h' -> recall(u8());
			case 'j' -> recall(need(4).getInt());
			case '(' -> marks.push(stack.size());
			case ')' -> stack.add(tuple(List.of()));
			case 0x85 -> stack.add(tuple(pop(1)));
			case 0x86 -> stack.add(tuple(pop(2)));
			case 0x87 -> stack.add(tuple(pop(3)));
			case 't' -> stack.add(tuple(popToMark()));
			case ']' -> stack.add(new Builder(new ArrayList<>(), null));
			case '}' -> stack.add(new Builder(null, new LinkedHashMap<>()));
			case 'a' -> append(pop(1));
			case 'e' -> append(popToMark());
			case 's' -> put(pop(2));
			case 'u' -> put(popToMark());
			case 'c' -> stack.add(new Global(line(), line()));
			case 0x81 -> instantiate(pop(2));
			case 'b' -> build(pop(2));
			case 'R' -> call(pop(2));
			case 'Q' -> stack.add(storage(pop(1).get(0)));
			default -> throw new MalformedPickleException("its data holds an instruction (" + opcode + ") that TorchScript never writes");
		}
	}

	private void push(final Object scalar) {
		stack.add(new Node(scalar, 0, 1));
	}

	private List<Object> pop(final int count) throws MalformedPickleException {
		final int bottom = marks.isEmpty() ? 0 : marks.peek();
		return popFrom(stack.size() - count, bottom);
	}

	private List<Object> popToMark() throws MalformedPickleException {
		if (marks.isEmpty()) throw damaged();
		final int mark = marks.pop();
		return popFrom(mark, mark);
	}

	private List<Object> popFrom(final int start, final int bottom) throws MalformedPickleException {
		if (start < bottom) throw damaged();
		final List<Object> top = stack.subList(start, stack.size());
		final List<Object> popped = new ArrayList<>(top);
		top.clear();
		return popped;
	}

	private void memoise(final int index) throws MalformedPickleException {
		if (stack.isEmpty() || index < 0 || index > memo.size()) throw damaged();
		final Object top = stack.get(stack.size() - 1);
		if (index == memo.size()) memo.add(top);
		else memo.set(index, top);
	}

	private void recall(final int index) throws MalformedPickleException {
		if (index < 0 || index >= memo.size()) throw damaged();
		stack.add(memo.get(index));
	}

	private static Node node(final Object value, final int depth, final long size) throws MalformedPickleException {
		if (depth > MAX_DEPTH) throw new MalformedPickleException("its data is nested more than " + MAX_DEPTH + " levels deep");
		if (size > MAX_UNSHARED) throw new MalformedPickleException("its data refers to itself more than " + MAX_UNSHARED + " times");
		return new Node(value, depth, size);
	}

	/** Closes what was still growing. */
	private static Node value(final Object item) throws MalformedPickleException {
		if (item instanceof final Node node) return node;
		if (item instanceof final Builder builder) return builder.finish();
		throw damaged();
	}

	private static Object tuple(final List<Object> items) throws MalformedPickleException {
		final List<Object> values = new ArrayList<>(items.size());
		int depth = 0;
		long size = 1;
		for (final Object item : items) {
			if (!(item instanceof Node) && !(item instanceof Builder)) return new Arguments(items);
			final Node node = value(item);
			values.add(node.value);
			depth = Math.max(depth, node.depth);
			size += node.size;
		}
		return node(Collections.unmodifiableList(values), depth + 1, size);
	}

	private Builder top(final boolean list) throws MalformedPickleException {
		final int bottom = marks.isEmpty() ? 0 : marks.peek();
		if (stack.size() <= bottom || !(stack.get(stack.size() - 1) instanceof final Builder builder) || list != (builder.items == null)) {
			throw damaged();
		}
		return builder;
	}

	private void append(final List<Object> items) throws MalformedPickleException {
		final Builder list = top(true);
		for (final Object item : items) {
			final Node node = value(item);
			list.grow(node);
			list.elements.add(node.value);
		}
	}

	private void put(final List<Object> items) throws MalformedPickleException {
		final Builder dict = top(false);
		if (items.size() % 2 != 0) throw damaged();
		for (int i = 0; i < items.size(); i += 2) {
			final Object key = value(items.get(i)).value;
			if (!(key instanceof String) && !(key instanceof Long) && !(key instanceof Double) && !(key instanceof Boolean)) {
				throw new MalformedPickleException("its data holds a dictionary whose keys are neither texts nor numbers");
			}
			final Node node = value(items.get(i + 1));
			dict.grow(node);
			if (dict.items.containsKey(key)) throw damaged();
			dict.items.put(key, node.value);
		}
	}

	private void instantiate(final List<Object> operands) throws MalformedPickleException {
		if (!(operands.get(0) instanceof final Global global) || !values(operands.get(1)).isEmpty()) throw damaged();
		types.add(global.qualified());
		stack.add(new Instance(global.qualified()));
	}

	private void build(final List<Object> operands) throws MalformedPickleException {
		if (!(operands.get(0) instanceof final Instance instance)) throw damaged();
		final Node state = value(operands.get(1));
		final Map<String, Object> attributes = new LinkedHashMap<>();
		boolean plain = state.value instanceof Map;
		if (plain) {
			for (final Map.Entry<?, ?> item : ((Map<?, ?>) state.value).entrySet()) {
				if (item.getKey() instanceof final String name) attributes.put(name, item.getValue());
				else plain = false;
			}
		}
		if (!plain) attributes.clear();
		stack.add(node(new ScriptObject(instance.type, attributes, plain ? null : state.value), state.depth + 1, state.size + 1));
	}

	private void call(final List<Object> operands) throws MalformedPickleException {
		if (!(operands.get(0) instanceof final Global global)) throw damaged();
		final Object arguments = operands.get(1);
		final String function = global.qualified();
		switch (global.module) {
			case "torch._utils" -> {
				switch (global.name) {
					case "_rebuild_tensor_v2" -> push(tensor(arguments, false));
					case "_rebuild_qtensor" -> push(tensor(arguments, true));
					default -> throw new MalformedPickleException("its data holds a special tensor (" + function + ") that Fovea cannot read");
				}
			}
			case "torch.jit._pickle" -> {
				if (LIST_BUILDERS.contains(global.name)) stack.add(list(arguments));
				else if (global.name.equals("restore_type_tag")) stack.add(tagged(arguments));
				else throw foreign(function);
			}
			case "collections" -> {
				if (!global.name.equals("OrderedDict") || !values(arguments).isEmpty()) throw foreign(function);
				stack.add(new NoHooks());
			}
			case "builtins", "torch" -> {
				if (!function.equals("builtins.complex") && !function.equals("torch.device")) throw foreign(function);
				stack.add(opaque(function, arguments));
			}
			default -> {
				if (!global.module.startsWith("__torch__")) throw foreign(function);
				types.add(function);
				// An enumeration's constant: the number or text that it stands for comes alone.
				final Node constant = value(arguments);
				stack.add(node(new OpaqueValue(function, Collections.singletonList(constant.value)), constant.depth + 1, constant.size + 1));
			}
		}
	}

	private static Node opaque(final String function, final Object arguments) throws MalformedPickleException {
		final Node node = value(arguments);
		return node(new OpaqueValue(function, values(arguments)), node.depth + 1, node.size + 1);
	}

	private static Node list(final Object arguments) throws MalformedPickleException {
		final List<Object> values = values(arguments);
		if (values.size() != 1 || !(values.get(0) instanceof List)) throw damaged();
		final Node node = value(arguments);
		return node(values.get(0), node.depth, node.size);
	}

	private Node tagged(final Object arguments) throws MalformedPickleException {
		final List<Object> values = values(arguments);
		if (values.size() != 2 || !(values.get(1) instanceof final String type)) throw damaged();
		types.add(type);
		final Node node = value(arguments);
		return node(values.get(0), node.depth, node.size);
	}

	private Storage storage(final Object item) throws MalformedPickleException {
		if (!(item instanceof final Arguments arguments) || arguments.elements.size() != 5) throw damaged();
		final List<Object> a = arguments.elements;
		if (!(a.get(1) instanceof final Global global) || !global.module.equals("torch") || !"storage".equals(scalar(a.get(0))) ||
			!(scalar(a.get(2)) instanceof final String key) || !(scalar(a.get(3)) instanceof String) || !(scalar(a.get(
				4)) instanceof final Long elements) || elements < 0 || !isName(key) || key.contains("/")) throw damaged();
		final Optional<Dtype> dtype = Dtype.ofStorage(global.name);
		if (dtype.isEmpty()) throw new MalformedPickleException("its tensors are in a number format (" + global.name + ") that Fovea does not know");
		return new Storage(folder + "/" + key, dtype.get(), elements);
	}

	/** Tensors with more to them than numbers in a storage are checked like others but carried as opaque. */
	private Object tensor(final Object item, final boolean quantised) throws MalformedPickleException {
		if (!(item instanceof final Arguments arguments)) throw damaged();
		final List<Object> a = arguments.elements;
		final int flag = quantised ? 5 : 4;
		if (a.size() < flag + 2 || a.size() > flag + 3) throw damaged();
		if (!(a.get(0) instanceof final Storage storage) || !(scalar(a.get(1)) instanceof final Long offset) || !(scalar(a.get(
			flag)) instanceof final Boolean requiresGrad) || !(a.get(flag + 1) instanceof NoHooks)) throw damaged();
		final long[] shape = longs(a.get(2));
		final long[] strides = longs(a.get(3));
		final TensorReference reference = new TensorReference(storage.entry, storage.dtype.pytorchName(), storage.elements, offset, shape,
			strides, requiresGrad);
		tensors.add(reference);
		final boolean plain = a.size() == flag + 2 || scalar(a.get(flag + 2)) instanceof final Map<?, ?> bits && bits.isEmpty();
		return plain && !quantised ? reference : new OpaqueValue(quantised ? "quantised tensor" : "tensor with flags", List.of(reference));
	}

	private static Object scalar(final Object item) throws MalformedPickleException {
		return value(item).value;
	}

	@SuppressWarnings("unchecked")
	private static List<Object> values(final Object item) throws MalformedPickleException {
		if (!(value(item).value instanceof final List<?> list)) throw damaged();
		return (List<Object>) list;
	}

	private static long[] longs(final Object item) throws MalformedPickleException {
		final List<Object> values = values(item);
		final long[] longs = new long[values.size()];
		for (int i = 0; i < longs.length; i++) {
			if (!(values.get(i) instanceof final Long value)) throw damaged();
			longs[i] = value;
		}
		return longs;
	}

	private ByteBuffer need(final int bytes) throws MalformedPickleException {
		if (in.remaining() < bytes) throw damaged();
		return in;
	}

	private int u8() throws MalformedPickleException {
		return need(1).get() & 0xFF;
	}

	private String text(final int length) throws MalformedPickleException {
		if (length < 0 || length > in.remaining()) throw damaged();
		final ByteBuffer slice = in.slice(in.position(), length);
		in.position(in.position() + length);
		try {
			return StandardCharsets.UTF_8.newDecoder().decode(slice).toString();
		}
		catch (final CharacterCodingException e) {
			throw damaged();
		}
	}

	private String line() throws MalformedPickleException {
		final int start = in.position();
		while (u8() != '\n') {
			if (in.position() - start > 2000) throw damaged();
		}
		final int stop = in.position() - 1;
		in.position(start);
		final String line = text(stop - start);
		in.position(stop + 1);
		if (!isName(line)) throw damaged();
		return line;
	}

	/** Names are shown to people. */
	private static boolean isName(final String text) {
		return !text.isEmpty() && text.length() < 2000 && text.chars().noneMatch(Character::isISOControl);
	}

	private static MalformedPickleException foreign(final String function) {
		return new MalformedPickleException("its data would call " + function + ", which TorchScript never does");
	}

	private static MalformedPickleException damaged() {
		return new MalformedPickleException("its data is not what TorchScript writes");
	}
}
