package org.fovea.torchscript;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;

import org.fovea.FoveaException;
import org.fovea.golden.Golden;
import org.fovea.torchscript.Syntax.Expression;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Reads the code of real archives, and refuses what is none. */
class ParserTest {

	static List<String> names() {
		return Golden.names();
	}

	@ParameterizedTest
	@MethodSource("names")
	void everySpanHoldsItsOwnText(final String name) {
		final Golden golden = Golden.of(name);
		for (final String form : golden.forms()) {
			Archive.read(golden.archive(form)).code().forEach((path, text) -> {
				final List<Expression> expressions = new ArrayList<>();
				final Syntax.File file = Parser.parse(text);
				for (final Syntax.Statement statement : file.statements()) {
					if (statement instanceof final Syntax.ClassDefinition c) Walk.expressions(c.body(), expressions::add);
				}
				Walk.expressions(file.statements(), expressions::add);
				for (final Expression e : expressions) {
					final String span = text.substring(e.start(), e.end());
					assertEquals(span.strip(), span);
					assertEquals(count(span, '('), count(span, ')'), span);
					int at = e.start();
					for (final Expression child : e.children()) {
						assertTrue(child.start() >= at && child.end() <= e.end(), span);
						at = child.end();
					}
				}
			});
		}
	}

	private static long count(final String text, final char bracket) {
		return text.replaceAll("\"(\\\\.|[^\"\\\\])*\"", "").chars().filter(c -> c == bracket).count();
	}

	@Test
	void readsCallsOfCalls() {
		final Syntax.File file = Parser.parse("def f(x: Tensor) -> Tensor:\n  return (torch.relu(x, )).g([1, -2], a=\"(\\\"\", )\n");
		final Syntax.Return statement = (Syntax.Return) ((Syntax.Function) file.statements().get(0)).body().get(0);
		final Syntax.Call call = (Syntax.Call) statement.value().orElseThrow();
		assertEquals("g", ((Syntax.Attribute) call.function()).name());
		assertEquals("a", call.arguments().get(1).keyword().orElseThrow());
		assertEquals("(\"", ((Syntax.Literal) call.arguments().get(1).value()).string());
	}

	@Test
	void readsBranchesLoopsAndTypes() {
		final Syntax.File file = Parser.parse("""
			class M(Module):
			  __parameters__ = ["weight", ]
			  weight : Tensor
			  __annotations__["0-a"] = __torch__.N
			  def forward(self: __torch__.M,
			      x: Tensor,
			      y: Optional[Tensor]=None) -> Tuple[Tensor, int]:
			    aux : Optional[Tensor] = None
			    a, b, = torch.size(x), 3
			    for _0 in range(2):
			      if torch.eq(_0, 1):
			        pass
			      elif False:
			        x = x
			      else:
			        while True:
			          break
			    with a as c:
			      pass
			    return (x, 1)
			""");
		final Syntax.ClassDefinition type = (Syntax.ClassDefinition) file.statements().get(0);
		final Syntax.Function forward = (Syntax.Function) type.body().get(3);
		assertEquals(3, forward.parameters().size());
		assertEquals("Optional[Tensor]", Program.text(file, forward.parameters().get(2).type().orElseThrow()));
		assertEquals(5, forward.body().size());
		assertEquals(2, ((Syntax.Assignment) forward.body().get(1)).targets().size());
	}

	@ParameterizedTest
	@ValueSource(strings = { "x = (", "x = )", "def f(:\n  pass\n", "x = \"open\n", "  x = 1\n y = 2\n", "x = $\n", "x = 1 2\n" })
	void refusesWhatIsNoCode(final String code) {
		final FoveaException refusal = assertThrows(FoveaException.class, () -> Parser.parse(code));
		assertTrue(refusal.getMessage().contains("line"), refusal::getMessage);
	}

	@Test
	void refusesAbsurdNesting() {
		final String code = "x = " + "(".repeat(200_000) + "1" + ")".repeat(200_000) + "\n";
		assertThrows(FoveaException.class, () -> Parser.parse(code));
	}

	@Test
	void realExportsNestFarBelowTheLimit() {
		int deepest = 0;
		for (final String name : Golden.names()) {
			for (final String form : Golden.of(name).forms()) {
				for (final String text : Archive.read(Golden.of(name).archive(form)).code().values()) {
					int depth = 0;
					for (final Token token : Lexer.tokens(text)) {
						if (token.is("(") || token.is("[") || token.is("{")) deepest = Math.max(deepest, ++depth);
						else if (token.is(")") || token.is("]") || token.is("}")) depth--;
					}
				}
			}
		}
		assertTrue(deepest > 2 && deepest < Lexer.DEEPEST / 4, "nested " + deepest + " deep");
	}
}
