"""Numbers in prose and tables that their author bound to a formula or to Python."""

from __future__ import annotations

import re
from collections.abc import Container, Mapping
from dataclasses import replace
from fractions import Fraction
from typing import Any, Literal

from mathdoctest.analogy import analogues
from mathdoctest.document import Definition, Document, references
from mathdoctest.evaluate import Exact, UnknownValueError
from mathdoctest.latex import MAX_DIGITS, parse
from mathdoctest.learning import is_blank
from mathdoctest.ledger import Ledger
from mathdoctest.lexer import LatexError, lex
from mathdoctest.links import FAR_OFF, LONG, NEAR_MISS, distance
from mathdoctest.page import Binding, Number
from mathdoctest.python import LostError, as_number, evaluate_python, shown
from mathdoctest.repair import one_slip
from mathdoctest.report import Claim
from mathdoctest.rounding import (
    digits15,
    expected_text,
    places,
    printed,
    prints,
    significant,
    text_key,
)
from mathdoctest.tree import ONE, Arr, Call, Neg, Node, Num, Opaque, Ref, literals, walk


class Prose:
    """Checks bound numbers against the names of one document, and notes them in a ledger."""

    def __init__(
        self, ledger: Ledger, document: Document, namespace: Mapping[str, Any] | None
    ) -> None:
        self.ledger = ledger
        self.document = document
        self.values = document.values
        self.namespace = namespace

    def check(self, number: Number) -> None:
        """Compare one number with what it is bound to, and note the claim."""
        start, end = number.span.start, number.span.end
        line, column = self.ledger.page.position(start)
        text = number.text
        kind: Literal["table", "prose"] = (
            "table" if number.binding is not None and not _adjacent(number) else "prose"
        )
        claim = Claim(
            start,
            end,
            line,
            column,
            line,
            column + end - start,
            text,
            "claim",
            "unverified",
            kind=kind,
            expected=text,
        )
        unbound = replace(
            claim, rule="unbound-number",
            message=f"nothing backs {text}: write $…$, bind it (<!-- = … -->) "
            "or exempt it (<!-- exempt: why -->)",
        )  # fmt: skip
        if number.kind == "unbound" or number.binding is None:
            claim = unbound
        elif number.binding.implied:
            claim = self._implied_number(claim, number, number.binding) or unbound
        elif number.binding.kind == "python":
            claim = self._python_number(claim, number, number.binding)
        else:
            claim = self._math_number(claim, number, number.binding)
        self.ledger.claims.append(claim)
        self.ledger.link(start, end, kind, (len(self.ledger.claims) - 1,), ())

    def _python_number(self, claim: Claim, number: Number, binding: Binding) -> Claim:
        claim = replace(claim, said=binding.source)
        if self.namespace is None:
            return replace(
                claim,
                verdict="unknown",
                rule="code-not-run",
                message="bound to Python, which runs only if asked for (--run-code)",
            )
        own = f"-{number.text}" if number.negative else number.text
        stands_for = f"{own} stands for {binding.source}, which"
        try:
            value = evaluate_python(binding.source, self.namespace, binding.variables)
        except LostError as error:
            return replace(
                claim, verdict="wrong", rule="no-value", expected="", crash=error.crash,
                message=f"{stands_for} has no value: {error.crash}",
            )  # fmt: skip
        except Exception as error:  # noqa: BLE001 - whatever the page's own expression raises
            return replace(
                claim,
                verdict="wrong",
                rule="code-failed",
                message=f"{stands_for} raises {type(error).__name__}: {error}",
            )
        if isinstance(value, str):
            if value == own or (number.percent and value == f"{own}%"):
                return replace(claim, verdict="verified", value=value)
            return replace(
                claim, verdict="wrong", rule="wrong-literal", value=value, expected=value,
                message=f"{stands_for} is {value}",
            )  # fmt: skip
        number_value = as_number(value)
        if number_value is None:
            return replace(
                claim,
                verdict="wrong",
                rule="code-failed",
                message=f"{stands_for} is {shown(value)}, which is not a finite number",
            )
        return self._judge(claim, number, number_value, binding.source, None)

    def _math_number(self, claim: Claim, number: Number, binding: Binding) -> Claim:
        claim = replace(claim, said=binding.source)
        node = self.binding_node(binding, number.span.start)
        if isinstance(node, (Opaque, Arr)):
            reason = node.reason if isinstance(node, Opaque) else "a matrix"
            return replace(
                claim,
                verdict="unknown",
                rule="not-understood",
                message=f"{binding.source}: {reason}",
            )
        try:
            value = self.values.exact(node)
        except UnknownValueError as error:
            return replace(
                claim, verdict="unknown", rule="undecided", message=f"{binding.source}: {error}"
            )
        return self._judge(claim, number, value, binding.source, node)

    def _implied_number(self, claim: Claim, number: Number, binding: Binding) -> Claim | None:
        """Compare a number with what its table says it is, as far as that can be told.

        A symbol that the page gives nowhere else takes the table's number. Nothing is said of a
        number that is quite another: the head may mean something else.
        """
        node = self.binding_node(binding, number.span.start)
        num = _literal(number)
        if num is None or isinstance(node, (Opaque, Arr)):
            return None
        if is_blank(node):
            assert isinstance(node, Ref)  # noqa: S101 - for the type checker
            value: Node = Neg(num.start, num.end, num) if number.negative else num
            likewise = self._likewise(claim, number, num, node.definition)
            if likewise is not None:
                return likewise
            self.document.learn(node.definition, value)
            self.ledger.doubts.assume(num)
            return replace(claim, verdict="verified", role="given", value=num.value)
        for other in literals(node):
            # What a row is computed from may be rounded itself.
            self.ledger.doubts.assume(other)
        found = self._math_number(claim, number, binding)
        if found.verdict == "verified":
            return found
        if any(ref.definition.start > num.start for ref in references(node)):
            # What is defined further down may hold a slip that is found only there.
            return None
        worth = self.values.known(node)
        if found.verdict != "wrong" or worth is None:
            return None
        meant = printed(-worth if number.negative else worth, num).lstrip("-")
        # What is computed from the numbers beside it alone means nothing else, nor does a step.
        surely = isinstance(node, Ref) and not node.definition.given
        surely = surely or not any(isinstance(n, (Ref, Call)) for n in walk(node))
        reach = FAR_OFF if surely else NEAR_MISS
        near = distance(num.value, abs(worth)) <= reach or one_slip(num.digits, meant)
        return None if not near or self.ledger.doubts.excuse(num, node, worth) else found

    def _likewise(self, claim: Claim, number: Number, num: Num, blank: Definition) -> Claim | None:
        """Compare a result with the formula of a quantity with another number in its name."""
        if "." not in num.digits or significant(num) < LONG:
            return None
        own = Definition(blank.name, blank.latex, num.start, 0, page=self.document.path)
        sign = -1 if number.negative else 1
        options = [
            (made, value)
            for made in analogues(self.document, own, self.document.before(num.start))
            if (value := self.values.known(made)) is not None
        ]
        for made, value in options:
            if prints(num, sign * value):
                self._take(blank, made)
                return self._judge(claim, number, value, blank.latex, made)
        if len(options) != 1 or distance(sign * num.value, options[0][1]) > FAR_OFF:
            return None
        made, value = options[0]
        if self.ledger.doubts.excuse(num, made, value):
            return None
        self._take(blank, made)
        return self._judge(claim, number, value, blank.latex, made)

    def _take(self, blank: Definition, made: Node) -> None:
        self.document.learn(blank, self.values.keep(made))
        blank.given = False

    def binding_node(self, binding: Binding, at: int) -> Node:
        """The tree of a binding's formula, with the versions that hold at a place of the page."""
        try:
            chains = parse(lex(binding.source, at), self.document.names, at)
        except LatexError as error:
            return Opaque(at, at, error.reason)
        if len(chains) != 1 or len(chains[0].parts) != 1:
            return Opaque(at, at, "a binding is one expression, without relations")
        now = self.document.before(at)
        prefer: Container[int] | None = None
        if binding.before:
            prefer = frozenset(id(v[-2]) for v in self.document.definitions.values() if len(v) > 1)
        first = len(self.document.unresolved)
        node = self.document.bind(chains[0].parts[0].node, now, prefer=prefer)
        del self.document.unresolved[first:]
        return node

    def _judge(
        self, claim: Claim, number: Number, value: Exact, source: str, node: Node | None
    ) -> Claim:
        num = _literal(number)
        if num is None:
            return replace(
                claim,
                verdict="unknown",
                rule="not-understood",
                message=f"{number.text[:40]} is no number that {source} could be compared with",
            )
        magnitude = -value if number.negative else value
        exact = digits15(value)
        if prints(num, magnitude):
            if node is not None:
                self.ledger.printed.setdefault(
                    text_key(num), self.values.keep(Neg(0, 0, node) if number.negative else node)
                )
            return replace(claim, verdict="verified", value=exact, quantity=node)
        expected = expected_text(num, magnitude, number.text)
        operands = () if node is None else self.ledger.operands(node)
        rule = "wrong-sign" if prints(num, -magnitude) else "wrong-literal"
        sign = "-" if number.negative else ""
        return replace(
            claim, verdict="wrong", rule=rule, value=exact, expected=expected, operands=operands,
            quantity=node,
            message=f"{sign}{number.text} stands for {source}, which is {exact}; "
            f"to {places(num)} it is {expected}",
        )  # fmt: skip


def _literal(number: Number) -> Num | None:
    """A number of prose as a formula would have it; nothing for a date, a version or the like."""
    digits = re.sub(r"[,\s\u00a0\u2009\u202f_']", "", number.text)
    found = re.fullmatch(r"(\d*\.?\d+)(?:[eE]([+-]?\d{1,3}))?", digits)
    if found is None or len(found.group(1)) > MAX_DIGITS:
        return None
    mantissa = f"0{found.group(1)}" if digits.startswith(".") else found.group(1)
    scale = Fraction(10) ** int(found.group(2)) if found.group(2) else ONE
    if number.percent:
        scale /= 100
    value = Fraction(mantissa) * scale
    return Num(number.span.start, number.span.end, mantissa, value, scale)


def _adjacent(number: Number) -> bool:
    """Whether a binding stands behind its number, not in the head of its column."""
    return number.binding is not None and number.binding.span.start >= number.span.end
