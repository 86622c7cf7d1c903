package org.fovea.torchscript;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

import org.fovea.torchscript.CodeTokens.Kind;
import org.fovea.torchscript.OperatorList.Standing;

/**
 * Looks through code for the operators that it could call, on whatever way: {@code torch.NAME}, {@code ops.NAMESPACE.NAME}, a method
 * of a value ({@code x.NAME}), or {@code getattr(x, "NAME")}. It looks at words, not at structure, and counts each word that could be
 * an operator, so that renaming, line breaks, brackets and spread texts hide nothing: the two namespaces may appear only with a
 * name behind them, and {@code getattr} only with a text as the name.
 * <p>
 * It also measures how deep the code nests, because PyTorch's compiler recurses and dies with the whole virtual machine when the
 * stack ends.
 * </p>
 */
final class CodeScan {

	/** Words between whose parts the compiler descends. */
	private static final Set<String> JOINING = Set.of("and", "or", "not", "if", "else", "in", "is", "await", "lambda", "for");

	/** Words that wrap all the rest of a function into one more block. */
	private static final Set<String> LEAVING = Set.of("return", "break", "continue", "elif");

	/** An open bracket. */
	private static final class Bracket {

		private final boolean getattr;
		private int arguments;
		private int chain;
		private boolean onlyTexts = true;
		private boolean empty = true;
		private final StringBuilder texts = new StringBuilder();

		Bracket(final boolean getattr) {
			this.getattr = getattr;
		}
	}

	private final OperatorList operators;
	private final Set<String> declared;
	private final Map<Standing, Set<String>> found = new TreeMap<>();
	private final Set<String> classes = new TreeSet<>();
	private final CallGraph graph = new CallGraph();
	private CallGraph.Unit unit;
	private int depth;

	/**
	 * Starts with nothing found.
	 *
	 * @param operators what may be called
	 * @param declared names of the archive's own attributes and methods
	 */
	CodeScan(final OperatorList operators, final Set<String> declared) {
		this.operators = operators;
		this.declared = declared;
	}

	/**
	 * The attributes and methods that code defines: a private operator of PyTorch may share its name with one of them.
	 *
	 * @param code text of a file
	 * @return the names
	 * @throws UnusualCodeException if PyTorch never writes such code
	 */
	static Set<String> declarations(final String code) throws UnusualCodeException {
		final Set<String> names = new HashSet<>();
		final CodeTokens tokens = new CodeTokens(code);
		String before = "\n";
		for (tokens.next(); tokens.kind() != Kind.END; tokens.next()) {
			if (tokens.kind() == Kind.WORD && before.equals("def")) names.add(tokens.text());
			else if (tokens.kind() == Kind.WORD && before.equals("\n") && tokens.indentation() > 0) {
				final String name = tokens.text();
				tokens.next();
				if (tokens.is(':')) names.add(name);
				if (name.equals("def") && tokens.kind() == Kind.WORD) names.add(tokens.text());
			}
			before = tokens.text();
		}
		return names;
	}

	/**
	 * Looks through one file.
	 *
	 * @param module the name that others call it by, such as {@code __torch__.torch.nn.functional}
	 * @param code its text
	 * @throws UnusualCodeException if PyTorch never writes such code
	 */
	void scan(final String module, final String code) throws UnusualCodeException {
		unit = graph.function(module + ".");
		String owner = "";
		boolean lineStart = true;
		final CodeTokens tokens = new CodeTokens(code);
		final Deque<Bracket> brackets = new ArrayDeque<>();
		final Deque<Integer> blocks = new ArrayDeque<>();
		Bracket level = new Bracket(false);
		boolean attribute = false;
		int exits = 0;
		tokens.next();
		while (tokens.kind() != Kind.END) {
			final String text = tokens.text();
			final boolean afterDot = attribute;
			attribute = false;
			final boolean first = lineStart;
			lineStart = tokens.kind() == Kind.LINE;
			switch (tokens.kind()) {
				case LINE -> {
					if (brackets.isEmpty()) level = new Bracket(false);
					tokens.next();
					if (brackets.isEmpty() && tokens.kind() != Kind.LINE && tokens.kind() != Kind.END) indent(blocks, tokens.indentation());
					continue;
				}
				case TEXT -> {
					level.texts.append(text);
					level.empty = false;
				}
				case WORD -> {
					level.onlyTexts = level.empty = false;
					if (JOINING.contains(text)) level.chain++;
					if (LEAVING.contains(text)) exits++;
					if (first && brackets.isEmpty() && (text.equals("def") || text.equals("class"))) {
						final int indentation = tokens.indentation();
						tokens.next();
						final String name = tokens.text();
						tokens.next();
						if (text.equals("class")) owner = module + "." + name;
						exits = 0;
						if (text.equals("class")) unit = graph.type(owner, isNamedTuple(tokens));
						else unit = indentation == 0 || owner.isEmpty() ? graph.function(module + "." + name) : graph.method(owner, name);
						continue;
					}
					if (afterDot) attribute(text);
					else if (text.equals("torch") || text.equals("ops") || text.equals("__torch__")) {
						namespace(tokens);
						nests(blocks.size() + brackets.size() + level.chain + exits);
						continue;
					}
					else if (text.equals("getattr")) {
						tokens.next();
						if (!tokens.is('(')) throw new UnusualCodeException("getattr without arguments");
						level.chain++;
						brackets.push(level);
						level = new Bracket(true);
					}
				}
				case SIGN -> {
					switch (text.charAt(0)) {
						case '(', '[', '{' -> {
							level.onlyTexts = level.empty = false;
							level.chain++;
							brackets.push(level);
							level = new Bracket(false);
						}
						case ')', ']', '}' -> {
							if (brackets.isEmpty()) throw new UnusualCodeException("a closing bracket without an opening one");
							argument(level);
							if (level.getattr && level.arguments < 2) throw new UnusualCodeException("getattr without a name");
							level = brackets.pop();
						}
						case ',' -> {
							argument(level);
							level.chain = 0;
						}
						case ':', '=' -> level.onlyTexts = level.empty = false;
						default -> {
							level.onlyTexts = level.empty = false;
							level.chain++;
							attribute = text.equals(".");
						}
					}
				}
				default -> level.onlyTexts = level.empty = false;
			}
			nests(blocks.size() + brackets.size() + level.chain + exits);
			tokens.next();
		}
		if (!brackets.isEmpty()) throw new UnusualCodeException("an opening bracket without a closing one");
	}

	/**
	 * The operators found so far.
	 *
	 * @param standing what is thought of them
	 * @return their names, sorted
	 */
	Set<String> found(final Standing standing) {
		return found.getOrDefault(standing, Set.of());
	}

	/** @return classes of other libraries that the code would make or name */
	Set<String> classes() {
		return classes;
	}

	/** @return blocks, brackets and chained operators around the innermost word, at most */
	int depth() {
		return depth;
	}

	/** @return how deep the compiler recurses through functions and classes that mention each other, at most */
	CallGraph.Longest longest() {
		return graph.longest();
	}

	private void nests(final int levels) {
		depth = Math.max(depth, levels);
		unit.nests(levels);
	}

	/** Reads what stands between a class's name and its colon. */
	private static boolean isNamedTuple(final CodeTokens tokens) throws UnusualCodeException {
		if (!tokens.is('(')) return false;
		tokens.next();
		final boolean namedTuple = tokens.text().equals("NamedTuple");
		if (tokens.kind() != Kind.WORD) throw new UnusualCodeException("a class without a base");
		tokens.next();
		if (!tokens.is(')')) throw new UnusualCodeException("a class with an unusual base");
		tokens.next();
		return namedTuple;
	}

	private static void indent(final Deque<Integer> blocks, final int indentation) {
		while (!blocks.isEmpty() && blocks.peek() >= indentation) {
			blocks.pop();
		}
		if (indentation > 0) blocks.push(indentation);
	}

	/** The second argument of getattr names the attribute. */
	private void argument(final Bracket bracket) throws UnusualCodeException {
		if (bracket.getattr && !bracket.empty && ++bracket.arguments == 2) {
			if (!bracket.onlyTexts) throw new UnusualCodeException("getattr with a computed name");
			attribute(bracket.texts.toString());
		}
		bracket.texts.setLength(0);
		bracket.onlyTexts = bracket.empty = true;
	}

	/** Reads what follows one of the three words from which everything outside the file is reached. */
	private void namespace(final CodeTokens tokens) throws UnusualCodeException {
		final String root = tokens.text();
		final StringBuilder path = new StringBuilder(root);
		int names = 0;
		String first = "";
		String second = "";
		tokens.next();
		// Declaring an attribute or a variable of that name makes nothing reachable.
		if (!root.equals("__torch__") && (tokens.is(':') || tokens.is('='))) return;
		final int most = root.equals("torch") ? 1 : root.equals("ops") ? 2 : Integer.MAX_VALUE;
		while (names < most && tokens.is('.')) {
			tokens.next();
			if (tokens.kind() != Kind.WORD) throw new UnusualCodeException("'" + path + ".' without a name");
			path.append('.').append(tokens.text());
			if (++names == 1) first = tokens.text();
			if (names == 2) second = tokens.text();
			tokens.next();
		}
		switch (root) {
			case "torch" -> operator("aten", first, path);
			case "ops" -> operator(first, second, path);
			default -> {
				if (first.isEmpty() || first.equals("torch") && second.isEmpty()) throw unnamed(path);
				if (first.equals("torch") && second.equals("classes")) classes.add(path.toString());
				unit.mentions(path.toString());
			}
		}
	}

	private void operator(final String namespace, final String name, final CharSequence path) throws UnusualCodeException {
		if (name.isEmpty()) throw unnamed(path);
		final Standing standing = operators.of(namespace, name);
		// What a newer PyTorch added to its own namespaces does not exist in the engine; whether the code gets there is not known here.
		if (standing == Standing.UNKNOWN && (namespace.equals("aten") || namespace.equals("prim"))) return;
		if (standing != Standing.ALLOWED) found.computeIfAbsent(standing, s -> new TreeSet<>()).add(path.toString());
	}

	/**
	 * A name behind a dot is an operator when what stands before it is a tensor, a list or a text. The dangerous ones cannot be reached
	 * that way (tried with PyTorch 2.13), so that a network may have methods of these names.
	 */
	private void attribute(final String name) {
		unit.mentionsMethod(name);
		final Standing standing = operators.of("aten", name);
		if ((standing == Standing.DANGEROUS || standing == Standing.INTERNAL) && !declared.contains(name)) {
			found.computeIfAbsent(standing, s -> new TreeSet<>()).add("." + name);
		}
	}

	private static UnusualCodeException unnamed(final CharSequence path) {
		return new UnusualCodeException("'" + path + "' without a name behind it");
	}
}
