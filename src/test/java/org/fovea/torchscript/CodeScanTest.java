package org.fovea.torchscript;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashSet;
import java.util.Set;

import org.fovea.torchscript.OperatorList.Standing;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Ways to reach an operator that must not be reached. */
class CodeScanTest {

	private static final OperatorList OPERATORS = OperatorList.read();

	/** Each of these wrote a file while PyTorch 2.13 loaded it from a method that {@code __setstate__} calls. */
	@ParameterizedTest
	@ValueSource(strings = { "torch.save(x, \"F\", )", "ops.aten.save(x, \"F\", )", "getattr(torch, \"save\")(x, \"F\", )",
		"getattr(torch, \"sa\" \"ve\")(x, \"F\", )", "getattr(torch, \"s\\141ve\")(x, \"F\", )", "t = torch\n    t.save(x, \"F\", )",
		"t = torch.save\n    t(x, \"F\", )", "torch . \\\n      save(x, \"F\", )", "(torch).save(x, \"F\", )",
		"g = getattr\n    g(torch, \"save\")(x, \"F\", )", "a = ops.aten\n    a.save(x, \"F\", )", "a = ops\n    a.aten.save(x, \"F\", )",
		"(torch.#\n   save(x, \"F\", ))", "torch.\rsave(x, \"F\", )", "torch.\u000bsave(x, \"F\", )", "b = [torch.save(i, \"F\") for i in [x]]",
		"torch.save(filename=\"F\", item=x)", "getattr(torch, \"\"\"save\"\"\")(x, \"F\", )", "torch.save # a comment\n" })
	void findsEveryWayToSave(final String statement) {
		assertTrue(isRefused(statement), statement);
	}

	/** PyTorch 2.13 takes none of these, but nobody should rely on it. */
	@ParameterizedTest
	@ValueSource(strings = { "(x).save(\"F\", )", "getattr(x, \"save\")(\"F\", )", "getattr(x, 'save')('F', )", "a, b = torch, 1",
		"(torch if True else torch).save(x)", "getattr(torch, \"save\", None)(x)", "1if True else torch.save(x)", "# type: torch.save",
		"getattr(x, \"\".join([\"save\"]))", "getattr(x, \"sa\" + \"ve\")", "getattr(x, (\"save\"))", "getattr(x, name)", "getattr(x)",
		"x = \"a\\\" torch.save(x)\n", "x = 'it''s' if torch else y", "x = __torch__", "x = __torch__.torch", "y = `torch`", "y = x.é",
		"(__torch__.torch).classes.c10d.TCPStore()", "y = \"never ends", "y = (", "y = )", "y = \"\\xff\"", "fork(torch.from_file, \"F\")",
		"ops.prim.PythonOp()", "ops.prim.rpc_sync(\"w\", f)" })
	void findsWhatComesClose(final String statement) {
		assertTrue(isRefused(statement), statement);
	}

	@ParameterizedTest
	@ValueSource(strings = { "y = torch.relu(x, )", "y = \"torch.save(x)\"", "y = 'ops.aten.save'", "y = x # torch.save(x)", "y = self.torch",
		"y = (self).ops", "y = getattr(self, \"0-dash\")", "y = getattr(self.features, \"denseblock1\")", "torch.warn(\"a\", 2)",
		"y = ops.prim.NumToTensor(torch.size(x, 0))", "y = __torch__.torch.nn.functional.relu(x, )", "y = [-1, 2.5e-3, 1., .5, 1e5]",
		"y = unchecked_cast(Tensor, x)", "ops.prim.RaiseException(\"a\\n\\\"b\\\"\\303\\251\")", "y = CONSTANTS.c0", "y = x.dtype", "torch : int",
		"y = f(torch=1)" })
	void letsOrdinaryCodePass(final String statement) throws UnusualCodeException {
		final CodeScan scan = scan(statement);
		assertEquals(Set.of(), found(scan));
	}

	@Test
	void namesWhatItFinds() throws UnusualCodeException {
		final CodeScan scan = scan(
			"y = ops.torchvision.nms(torch.save(x), ops.mylib.x(x, ), torch._unsafe_index(x, [x]), __torch__.torch.classes.a.B(x), torch.in_a_newer_pytorch(x))");
		assertEquals(Set.of("torch.save"), scan.found(Standing.DANGEROUS));
		assertEquals(Set.of("ops.torchvision.nms", "ops.mylib.x"), scan.found(Standing.UNKNOWN));
		assertEquals(Set.of("torch._unsafe_index"), scan.found(Standing.INTERNAL));
		assertEquals(Set.of("__torch__.torch.classes.a.B"), scan.classes());
	}

	@Test
	void letsAttributesShareANameWithAnInternalOperator() throws UnusualCodeException {
		final String code = "class A(Module):\n  _foreach_add : Tensor\n  def save(self: __torch__.A) -> Tensor:\n    return self._foreach_add\n";
		assertEquals(Set.of("_foreach_add", "save"), CodeScan.declarations(code));
		final CodeScan declared = new CodeScan(OPERATORS, CodeScan.declarations(code));
		declared.scan("__torch__", code + "  def forward(self: __torch__.A) -> Tensor:\n    return (self).save()\n");
		assertEquals(Set.of(), found(declared));
		final CodeScan undeclared = new CodeScan(OPERATORS, Set.of());
		undeclared.scan("__torch__", code);
		assertEquals(Set.of("._foreach_add"), found(undeclared));
	}

	@Test
	void measuresEveryKindOfNesting() throws UnusualCodeException {
		final int n = 300;
		for (final String deep : new String[] { "(".repeat(n) + "x" + ")".repeat(n), "[".repeat(n) + "]".repeat(n), "x" + "[0]".repeat(n), "-"
			.repeat(n) + "x", "not ".repeat(n) + "x", "x" + " + x".repeat(n), "x" + "()".repeat(n), "x if y else ".repeat(n) + "x", "x" + ".y"
				.repeat(n), "f(".repeat(n) + "x, ".repeat(5) + ")".repeat(n) })
		{
			assertTrue(scan("y = " + deep).depth() >= n, deep);
		}
		assertTrue(scan("y = [" + "-1, ".repeat(5000) + "]").depth() < 10);
		assertTrue(scan("y = x\n    ".repeat(5000)).depth() < 10);
		final StringBuilder blocks = new StringBuilder("y = x\n");
		for (int i = 0; i < n; i++) {
			blocks.append(" ".repeat(4 + i)).append("if x:\n");
		}
		assertTrue(scan(blocks + " ".repeat(5 + n) + "y = x").depth() >= n);
		assertTrue(scan("if x:\n      return x\n    ".repeat(n) + "y = x").depth() >= n);
		assertTrue(scan("if x:\n      y = x\n    " + "elif x:\n      y = x\n    ".repeat(n)).depth() >= n);
	}

	@Test
	void addsUpNestingAlongCalls() throws UnusualCodeException {
		final int n = 100;
		final StringBuilder functions = new StringBuilder();
		final StringBuilder classes = new StringBuilder();
		final StringBuilder methods = new StringBuilder("class M:\n");
		final StringBuilder tuples = new StringBuilder();
		for (int i = 0; i < n; i++) {
			functions.append("def f" + i + "(x: Tensor) -> Tensor:\n  return ((((__torch__.m.f" + (i + 1) + "(x, )))))\n");
			classes.append("class C" + i + "(Module):\n  next : __torch__.m.C" + (i + 1) + "\n  def forward(self: __torch__.m.C" + i +
				") -> int:\n    return (self.next).forward()\n");
			methods.append("  def m" + i + "(self: __torch__.m.M) -> int:\n    return (self).m" + (i + 1) + "()\n");
			tuples.append("class T" + i + "(NamedTuple):\n  a : __torch__.m.T" + (i + 1) + "\n");
		}
		assertTrue(longest(functions).levels() >= 8 * n);
		assertTrue(longest(classes).levels() >= 4 * n);
		assertTrue(longest(methods).levels() >= 4 * n);
		assertEquals(n, longest(tuples).namedTuples());
		assertTrue(longest(new StringBuilder("def f(x: Tensor) -> Tensor:\n  return x\n".repeat(1)).append(
			"def g(x: Tensor) -> Tensor:\n  return torch.relu(x, )\n".repeat(1))).levels() < 20);
	}

	@Test
	void followsCirclesOnce() throws UnusualCodeException {
		final StringBuilder code = new StringBuilder();
		for (int i = 0; i < 5000; i++) {
			code.append("def f" + i + "(x: Tensor) -> Tensor:\n  return __torch__.m.f" + (i + 1) % 5000 + "(x, )\n");
		}
		assertTrue(longest(code).levels() >= 4 * 5000);
	}

	private static CallGraph.Longest longest(final CharSequence code) throws UnusualCodeException {
		final CodeScan scan = new CodeScan(OPERATORS, Set.of());
		scan.scan("__torch__.m", code.toString());
		return scan.longest();
	}

	private static boolean isRefused(final String statement) {
		try {
			return !found(scan(statement)).isEmpty();
		}
		catch (final UnusualCodeException e) {
			return true;
		}
	}

	private static Set<String> found(final CodeScan scan) {
		final Set<String> all = new HashSet<>(scan.classes());
		all.addAll(scan.found(Standing.DANGEROUS));
		all.addAll(scan.found(Standing.INTERNAL));
		all.addAll(scan.found(Standing.UNKNOWN));
		return all;
	}

	private static CodeScan scan(final String statement) throws UnusualCodeException {
		final CodeScan scan = new CodeScan(OPERATORS, Set.of());
		scan.scan("__torch__", "class A(Module):\n  def forward(self: __torch__.A,\n    x: Tensor) -> Tensor:\n    " + statement +
			"\n    return x\n");
		return scan;
	}

	@Test
	void endsWithTheFirstThingThatPyTorchNeverWrites() {
		assertThrows(UnusualCodeException.class, () -> scan("y = $"));
	}
}
