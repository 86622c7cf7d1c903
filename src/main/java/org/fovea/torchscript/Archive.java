package org.fovea.torchscript;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.Channels;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collections;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

import org.fovea.FoveaException;

/**
 * A TorchScript file, read without an engine and without executing anything: its code as text, its saved objects as plain values, and
 * its tensors' numbers left on disk until asked for. Reading says what the file contains, not that it is safe to run: for that see
 * {@link ArchiveChecker}. Immutable and safe to use from several threads; the file is opened for each request and must stay as it is.
 * <p>
 * Entries are named without the archive's top folder: {@code data.pkl}, {@code code/__torch__.py}, {@code data/0}.
 * </p>
 */
public final class Archive {

	private static final String DATA = "data.pkl";
	private static final String CONSTANTS = "constants.pkl";
	private static final String CODE = "code/";

	private static final long MAX_REPEATED = 1L << 24;

	/** Small entries that say how to read the others. */
	private static final Set<String> MARKS = Set.of("version", "byteorder", ".data/version", ".data/serialization_id", ".format_version",
		".storage_alignment");

	/** Of code and pickles together; those of the largest published networks are a few megabytes. */
	private static final long MAX_READ = 128L << 20;

	private final Path file;
	private final ZipEntries zip;
	private final String root;
	private final Map<String, ZipEntries.Entry> entries;
	private final SortedMap<String, String> code;
	private final Unpickler.Pickle data;
	private final Unpickler.Pickle constants;
	private final ByteOrder order;

	private Archive(final Path file, final ZipEntries zip) throws IOException {
		this.file = file;
		this.zip = zip;
		this.root = root(zip.entries().keySet());
		this.entries = entries(zip.entries(), root);
		ForeignFile.refuseOtherZips(file, entries.keySet(), this::small);
		refuseAmbiguous(entries.keySet());
		if (root.isEmpty()) throw damaged(file, "its files are not in a folder, as they are when somebody packed it again", null);
		final long total = entries.entrySet().stream().filter(e -> isRead(e.getKey())).mapToLong(e -> e.getValue().size()).sum();
		if (total > MAX_READ) throw new FoveaException("The code of '" + file.getFileName() + "' would take " + (total >> 20) +
			" MB, more than any network needs, so it was not opened; export the network again.");
		this.code = readCode();
		this.data = unpickle(DATA, "data");
		this.constants = entries.containsKey(CONSTANTS) ? unpickle(CONSTANTS, "constants") : new Unpickler.Pickle(List.of(), List.of(), Set.of());
		if (!(data.value() instanceof ScriptObject) || !(constants.value() instanceof List)) {
			throw damaged(file, "it holds no network", null);
		}
		this.order = entries.containsKey("byteorder") && new String(small("byteorder"), StandardCharsets.US_ASCII).startsWith("big")
			? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
	}

	/**
	 * Opens a TorchScript file.
	 *
	 * @param file a file written by {@code torch.jit.save}
	 * @return what it holds
	 * @throws FoveaException if it cannot be read, is damaged, or is something else; the sentence says what and how to export
	 */
	public static Archive read(final Path file) {
		ForeignFile.refuse(file);
		try {
			return new Archive(file, ZipEntries.list(file));
		}
		catch (final ZipBombException e) {
			throw new FoveaException("'" + file.getFileName() + "' was not opened because " + e.getMessage() +
				", far more than its length allows; get the file again from a source that you trust.", e);
		}
		catch (final MalformedZipException e) {
			throw damaged(file, e.getMessage(), e);
		}
		catch (final IOException e) {
			throw unreadable(file, e);
		}
	}

	/** @return the file that was read */
	public Path file() {
		return file;
	}

	/** @return the name of the folder inside the zip that holds everything */
	public String root() {
		return root;
	}

	/** @return the names of all entries, in the order of the archive */
	public Set<String> names() {
		return entries.keySet();
	}

	/**
	 * The length of an entry.
	 *
	 * @param name one of {@link #names()}
	 * @return bytes when unpacked
	 * @throws IllegalArgumentException if there is no such entry
	 */
	public long size(final String name) {
		return entry(name).size();
	}

	/**
	 * Reads a whole entry from the file.
	 *
	 * @param name one of {@link #names()}
	 * @return its unpacked bytes
	 * @throws IllegalArgumentException if there is no such entry
	 * @throws FoveaException if the entry is damaged or larger than 2 GB, or the file cannot be read or has changed
	 */
	public byte[] bytes(final String name) {
		final ZipEntries.Entry entry = entry(name);
		if (entry.size() > Integer.MAX_VALUE - 8) {
			throw new FoveaException("'" + name + "' in '" + file.getFileName() + "' is too large to be read at once.");
		}
		try {
			return zip.bytes(entry);
		}
		catch (final MalformedZipException e) {
			throw damaged(file, e.getMessage(), e);
		}
		catch (final IOException e) {
			throw unreadable(file, e);
		}
	}

	/** @return the code: text by entry name, such as {@code code/__torch__/torchvision/models/resnet.py} */
	public SortedMap<String, String> code() {
		return code;
	}

	/** @return the network as it was saved */
	public ScriptObject data() {
		return (ScriptObject) data.value();
	}

	/** @return what the code calls {@code CONSTANTS.c0}, {@code CONSTANTS.c1} …: as {@link ScriptObject#attributes()} */
	@SuppressWarnings("unchecked")
	public List<Object> constants() {
		return (List<Object>) constants.value();
	}

	/**
	 * Hashes the file.
	 *
	 * @return SHA-256, lower-case hexadecimal
	 * @throws FoveaException if the file cannot be read or has changed
	 */
	public String sha256() {
		try (InputStream in = Channels.newInputStream(zip.open())) {
			final MessageDigest digest = MessageDigest.getInstance("SHA-256");
			final byte[] buffer = new byte[1 << 16];
			for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
				digest.update(buffer, 0, n);
			}
			return HexFormat.of().formatHex(digest.digest());
		}
		catch (final IOException e) {
			throw unreadable(file, e);
		}
		catch (final NoSuchAlgorithmException e) {
			throw new IllegalStateException(e);
		}
	}

	/**
	 * Reads the numbers of a tensor.
	 *
	 * @param tensor a tensor of this archive
	 * @return its elements as floats, whatever their format on disk, last axis fastest
	 * @throws FoveaException if it reaches outside its storage, has more elements than fit into memory or holds no real numbers, or the file
	 *           cannot be read or has changed
	 */
	public float[] values(final TensorReference tensor) {
		TensorBounds.check(tensor, Map.of(tensor.storage(), entries.containsKey(tensor.storage()) ? size(tensor.storage()) : 0L));
		final long[] shape = tensor.shape();
		final long elements = tensor.elements();
		final long bytes = Dtype.ofName(tensor.dtype()).bytes();
		final long extent = TensorBounds.extent(tensor);
		// Only a view that repeats its numbers has more elements than its storage.
		if (Math.max(elements, extent * bytes) > Integer.MAX_VALUE - 8 || elements > Math.max(MAX_REPEATED, tensor.storageLength())) {
			throw new FoveaException("A tensor of '" + file.getFileName() + "' is too large to be read at once: " + tensor + ".");
		}
		final float[] values = new float[(int) elements];
		if (elements == 0) return values;
		final ByteBuffer numbers = range(tensor.storage(), tensor.offset() * bytes, (int) (extent * bytes));
		final long[] index = new long[shape.length];
		long at = 0;
		for (int i = 0; i < values.length; i++) {
			values[i] = Dtype.ofName(tensor.dtype()).read(numbers, (int) (at * bytes));
			for (int axis = shape.length - 1; axis >= 0; axis--) {
				at += tensor.strides()[axis];
				if (++index[axis] < shape[axis]) break;
				at -= tensor.strides()[axis] * shape[axis];
				index[axis] = 0;
			}
		}
		return values;
	}

	/**
	 * Writes this archive with some entries changed, uncompressed and aligned as PyTorch wants it. The target appears whole or not at
	 * all; tensors are copied from file to file. What the engine does not need is left out: positions in the old code, attachments,
	 * code for phones, and names that only the engine, which ignores upper and lower case, would take for code or data.
	 *
	 * @param target the file to write; replaced if it exists
	 * @param newCode code to replace or add, text by entry name
	 * @param replacedEntries other entries to replace or add, bytes by name
	 * @throws FoveaException if the file cannot be written, this archive is damaged, or it has changed on disk
	 */
	public void write(final Path target, final Map<String, String> newCode, final Map<String, byte[]> replacedEntries) {
		final Map<String, byte[]> replaced = new TreeMap<>(replacedEntries);
		newCode.forEach((name, text) -> replaced.put(name, text.getBytes(StandardCharsets.UTF_8)));
		try (ZipOutput out = ZipOutput.create(target)) {
			for (final Map.Entry<String, ZipEntries.Entry> entry : entries.entrySet()) {
				if (!isNeeded(entry.getKey()) || replaced.containsKey(entry.getKey())) continue;
				final ZipEntries.Entry source = entry.getValue();
				out.add(source.name(), source.crc(), source.size(), sink -> zip.copy(source, sink));
			}
			for (final Map.Entry<String, byte[]> entry : replaced.entrySet()) {
				out.add(root + "/" + entry.getKey(), entry.getValue());
			}
			out.commit();
		}
		catch (final MalformedZipException e) {
			throw damaged(file, e.getMessage(), e);
		}
		catch (final IOException e) {
			throw new FoveaException("'" + target.getFileName() + "' could not be written (" + e.getMessage() +
				"); check that the disk is not full and the folder can be written to.", e);
		}
	}

	/** @return every tensor that the engine would build, also those that nothing refers to */
	List<TensorReference> tensors() {
		return Stream.concat(data.tensors().stream(), constants.tensors().stream()).toList();
	}

	/** @return names and type expressions that the engine would resolve while it builds the saved objects */
	Set<String> types() {
		final Set<String> types = new TreeSet<>(data.types());
		types.addAll(constants.types());
		return types;
	}

	/** @return bytes of each entry */
	Map<String, Long> sizes() {
		final Map<String, Long> sizes = new LinkedHashMap<>();
		entries.forEach((name, entry) -> sizes.put(name, entry.size()));
		return sizes;
	}

	private static boolean isRead(final String name) {
		return isCode(name) || name.equals(DATA) || name.equals(CONSTANTS);
	}

	private static boolean isCode(final String name) {
		return name.startsWith(CODE) && name.endsWith(".py");
	}

	private static boolean isNeeded(final String name) {
		return isRead(name) || name.startsWith("data/") || name.startsWith("constants/") || MARKS.contains(name);
	}

	private SortedMap<String, String> readCode() throws IOException {
		final SortedMap<String, String> texts = new TreeMap<>();
		for (final Map.Entry<String, ZipEntries.Entry> entry : entries.entrySet()) {
			if (!isCode(entry.getKey())) continue;
			try {
				texts.put(entry.getKey(), StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(zip.bytes(entry.getValue()))).toString());
			}
			catch (final CharacterCodingException e) {
				throw new MalformedZipException("its code is not text");
			}
		}
		return Collections.unmodifiableSortedMap(texts);
	}

	private Unpickler.Pickle unpickle(final String name, final String folder) throws IOException {
		try {
			return Unpickler.read(zip.bytes(entries.get(name)), folder);
		}
		catch (final MalformedPickleException e) {
			throw damaged(file, e.getMessage(), e);
		}
	}

	/** Entries of which only the first bytes matter. */
	private byte[] small(final String name) throws IOException {
		final ZipEntries.Entry entry = entries.get(name);
		return zip.range(entry, 0, (int) Math.min(entry.size(), 1 << 16));
	}

	private ByteBuffer range(final String name, final long from, final int count) {
		try {
			return ByteBuffer.wrap(zip.range(entry(name), from, count)).order(order);
		}
		catch (final MalformedZipException e) {
			throw damaged(file, e.getMessage(), e);
		}
		catch (final IOException e) {
			throw unreadable(file, e);
		}
	}

	private ZipEntries.Entry entry(final String name) {
		final ZipEntries.Entry entry = entries.get(name);
		if (entry == null) throw new IllegalArgumentException("There is no entry '" + name + "'.");
		return entry;
	}

	/** PyTorch takes the folder of the first entry. */
	private static String root(final Set<String> names) throws IOException {
		for (final String name : names) {
			if (name.startsWith("/") || name.contains("\\") || name.contains(":") || List.of(name.split("/")).contains("..")) {
				throw new MalformedZipException("the name '" + name + "' in it points outside the archive");
			}
		}
		if (names.isEmpty()) throw new MalformedZipException("it is empty");
		final String first = names.iterator().next();
		return first.substring(0, Math.max(0, first.indexOf('/')));
	}

	private static Map<String, ZipEntries.Entry> entries(final Map<String, ZipEntries.Entry> all, final String root) {
		final Map<String, ZipEntries.Entry> inside = new LinkedHashMap<>();
		all.forEach((name, entry) -> {
			final String folder = root.isEmpty() ? "" : root + "/";
			if (name.startsWith(folder) && !name.endsWith("/")) inside.put(name.substring(folder.length()), entry);
		});
		return Collections.unmodifiableMap(inside);
	}

	/** The engine finds entries regardless of upper and lower case. */
	private static void refuseAmbiguous(final Set<String> names) throws IOException {
		final Map<String, String> seen = new TreeMap<>();
		for (final String name : names) {
			final String other = seen.put(name.toLowerCase(Locale.ROOT), name);
			if (other != null && !isCode(name)) throw new MalformedZipException("it holds both '" + other + "' and '" + name + "'");
		}
	}

	private static FoveaException damaged(final Path file, final String what, final Throwable cause) {
		return new FoveaException("'" + file.getFileName() + "' is damaged and cannot be opened: " + what +
			"; download, copy or export it again.", cause);
	}

	private static FoveaException unreadable(final Path file, final IOException e) {
		return new FoveaException("'" + file.getFileName() + "' could not be read (" + e.getMessage() +
			"); check that the file is there, complete and not in use.", e);
	}
}
