package org.fovea.torchscript;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import java.util.Set;

import org.fovea.FoveaException;
import org.junit.jupiter.api.Test;

/** What the rewritten code says; that it computes the same is held against PyTorch's own numbers elsewhere. */
class InstrumenterTest {

	private static final String HEAD = """
		class M(Module):
		  __parameters__ = []
		  __buffers__ = []
		  training : bool
		  conv : __torch__.C
		  __annotations__["block1-0"] = __torch__.C
		""";
	private static final String CONV = """
		class C(Module):
		  __parameters__ = ["weight", ]
		  weight : Tensor
		  def forward(self: __torch__.C,
		    x: Tensor) -> Tensor:
		    weight = self.weight
		    _0 = torch.conv2d(x, weight)
		    return torch.relu_(_0)
		""";

	private static String rewritten(final String forward) {
		return instrument(forward).code().get("code/__torch__.py");
	}

	private static Instrumenter.Instrumented instrument(final String forward) {
		return new Instrumenter(Map.of("code/__torch__.py", HEAD + forward + CONV), "__torch__.M", Set.of()).instrument();
	}

	@Test
	void submodulesAreTappedUnderTheirPath() {
		final String code = rewritten("""
			  def forward(self: __torch__.M,
			    x: Tensor) -> Tensor:
			    conv = self.conv
			    _0 = getattr(self, "block1-0")
			    return (_0).forward((conv).forward(x, ), )
			""");
		assertTrue(code.contains("(fovea_probe).tap(torch.add(fovea_scope, \".conv\"), (conv).forward(fovea_probe, torch.add(fovea_scope, \".conv\"), x, ), )"),
			code);
		assertTrue(code.contains("(fovea_probe).tap(torch.add(fovea_scope, \".block1-0\"), (_0).forward("), code);
	}

	@Test
	void operatorsAreTappedButForTheOneThatTheModuleReturns() {
		final String code = rewritten("""
			  def forward(self: __torch__.M,
			    x: Tensor) -> Tensor:
			    return x
			""");
		assertTrue(code.contains("_0 = (fovea_probe).tap(torch.add(fovea_scope, \"/conv2d_1\"), torch.conv2d(x, weight), )"), code);
		assertTrue(code.contains("return (fovea_probe).relu_(_0, )"), code);
	}

	@Test
	void arithmeticOnNumbersIsLeftAlone() {
		final String code = rewritten("""
			  def forward(self: __torch__.M,
			    x: Tensor) -> Tensor:
			    n = torch.add(torch.size(x, 0), 1)
			    y = torch.add(x, n)
			    return torch.mul(y, 2)
			""");
		assertTrue(code.contains("n = torch.add(torch.size(x, 0), 1)"), code);
		assertTrue(code.contains("y = (fovea_probe).tap(torch.add(fovea_scope, \"/add_1\"), torch.add(x, n), )"), code);
	}

	@Test
	void unusedInPlaceResultsAreLeftAlone() {
		final String code = rewritten("""
			  def forward(self: __torch__.M,
			    x: Tensor) -> Tensor:
			    y = torch.clone(x)
			    _1 = torch.add_(y, 1)
			    return y
			""");
		assertTrue(code.contains("    _1 = torch.add_(y, 1)\n"), code);
	}

	@Test
	void whatCannotBeFollowedLeavesInputAndOutput() {
		final Instrumenter.Instrumented program = instrument("""
			  def forward(self: __torch__.M,
			    x: Tensor) -> Tensor:
			    m = ops.mystery.get(self)
			    return (m).forward(x, )
			""");
		assertEquals(1, program.limitations().size());
		assertTrue(program.limitations().get(0).startsWith("Only input and output can be looked at"), program.limitations()::toString);
		assertFalse(program.code().get("code/__torch__.py").contains("fovea_scope"));
		assertTrue(program.code().get("code/__torch__.py").contains("def " + Instrumenter.RUN));
	}

	@Test
	void everyInputIsNamedAndOtherArgumentsTakeTheirDefaults() {
		final Instrumenter.Instrumented program = instrument("""
			  def forward(self: __torch__.M,
			    left: Tensor,
			    right: Tensor,
			    mask: Optional[Tensor]=None,
			    times: int=3) -> Dict[str, Tensor]:
			    return {"a": left, "b": right}
			""");
		assertEquals(java.util.List.of("left", "right"), program.inputs());
		assertTrue(program.code().get("code/__torch__.py").contains("tap(\"input.1\", input_1, ), None, 3, )"));
	}

	@Test
	void refusesWhatTakesNoImage() {
		final FoveaException number = assertThrows(FoveaException.class, () -> instrument("""
			  def forward(self: __torch__.M,
			    x: Tensor,
			    n: int) -> Tensor:
			    return x
			"""));
		assertTrue(number.getMessage().contains("'n' of type int"), number::getMessage);
		final FoveaException nothing = assertThrows(FoveaException.class, () -> instrument("""
			  def forward(self: __torch__.M) -> int:
			    return 1
			"""));
		assertTrue(nothing.getMessage().contains("takes no tensor"), nothing::getMessage);
		final FoveaException none = assertThrows(FoveaException.class, () -> instrument("  x : int\n"));
		assertTrue(none.getMessage().contains("no 'forward'"), none::getMessage);
	}

	@Test
	void operatorsThatTheEngineLacksFailWhenTheyAreCalled() {
		final Map<String, String> code = Map.of("code/__torch__.py", HEAD + """
			  def forward(self: __torch__.M,
			    x: Tensor) -> Tensor:
			    if torch.gt(torch.size(x, 0), 5):
			      y = torch.brand_new(torch.brand_new(x), [1, 2])
			    else:
			      y = torch.relu(x)
			    return y
			""");
		final String rewritten = new Instrumenter(code, "__torch__.M", Set.of("brand_new")).instrument().code().get("code/__torch__.py");
		assertTrue(rewritten.contains("y = __torch__.fovea.missing(\"torch.brand_new\")"), rewritten);
		assertFalse(rewritten.contains("torch.brand_new("), rewritten);
	}
}
