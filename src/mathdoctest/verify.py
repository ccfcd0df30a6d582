"""The check itself: every link of every chain, every bound number, every symbol against the code.

`check` goes through a page once, from top to bottom. Each chain of formulas is laid out segment by
segment: a literal of one segment stands for a part of the segment before (`align`), and is right if
its digits are those of that part's exact value.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from fractions import Fraction
from numbers import Real
from pathlib import Path
from typing import Any, Literal

from mathdoctest.align import Aligner, Match, TooMuchWorkError
from mathdoctest.document import Definition, Document, Function, Statement, is_datum, name_of
from mathdoctest.evaluate import Exact, UnknownValueError, Values, equal
from mathdoctest.extract import extract
from mathdoctest.latex import Chain, LatexError, Names, Part, Token, collect, lex, parse
from mathdoctest.page import Binding, Formula, Number, Page, Table, Verdict
from mathdoctest.report import Claim, Finding, Link, Operand, Report
from mathdoctest.rounding import digits15, printed, prints
from mathdoctest.tree import (
    Add,
    Arr,
    Call,
    Deriv,
    Div,
    Mul,
    Neg,
    Node,
    Num,
    Opaque,
    Param,
    Pow,
    Ref,
    Stand,
    Sym,
    children,
    literals,
    walk,
)
from mathdoctest.unparse import unparse

CODE_TOLERANCE = 1e-12
"""How far a symbol may be from its Python expression, relatively."""
NEAR_MISS = 0.05
"""A literal this near to what it stands for was meant to be it."""
MAX_SOURCES = 5
"""Earlier segments of a chain that a segment is laid against."""
MAX_ALTERNATIVES = 8
"""Expressions remembered for one quantity."""

_EQUALITIES = ("=", "\\approx", "\\leftarrow", "\\to")
_ORDER = {"<": "less than", ">": "greater than", "\\le": "at most", "\\ge": "at least", "\\ne": "different from"}


@dataclass(frozen=True, slots=True)
class Examined:
    """A checked page, and the names that another page may continue with."""

    report: Report
    document: Document


@dataclass(frozen=True, slots=True)
class NotationRow:
    """One row of a notation table: a formula, and the Python expressions of its versions."""

    formula: Formula
    expressions: tuple[str, ...]
    path: str
    line: int


def check(
    text: str,
    *,
    path: str | None = None,
    notation: str | None = None,
    strict: bool = False,  # noqa: ARG001 - what is strict is judged by `Report.ok`
    namespace: Mapping[str, Any] | None = None,
) -> Report:
    """Check a Markdown page.

    Args:
        text: the page.
        path: its path, for messages and to find a page that it continues.
        notation: the path of the page whose table binds symbols to Python expressions.
        strict: kept for callers that pass it on; a report holds everything, and ``ok(strict=True)``
            judges it.
        namespace: the names that the page's code defined; ``None`` if it was not run.

    Returns:
        The report. It never raises for what is in the page.
    """
    return examine(extract(text, path or "<text>"), notation=notation, namespace=namespace).report


def examine(
    page: Page,
    *,
    notation: str | None = None,
    namespace: Mapping[str, Any] | None = None,
    walked: frozenset[str] = frozenset(),
) -> Examined:
    """Check a page that was read already; see `check`."""
    base: Document | None = None
    problem = ""
    own = page.front.get("mathdoctest")
    name = own.get("continues") if isinstance(own, Mapping) else None
    if isinstance(name, str) and name:
        target = Path(page.path).parent / name
        if str(target) in walked or len(walked) > 8:
            problem = f"this page continues itself, through {name}"
        else:
            try:
                text = target.read_bytes().decode("utf-8")
            except (OSError, UnicodeDecodeError) as error:
                problem = f"continues {name}, which cannot be read: {error}"
            else:
                before = extract(text, str(target))
                base = examine(before, walked=walked | {str(page.path), str(target)}).document
    rows: tuple[NotationRow, ...] = ()
    if notation is not None:
        rows = notation_rows(page, notation)
    examined = _check_page(page, base, rows, namespace, log_base=0)
    if any(c.verdict == "wrong" for c in examined.report.claims) and re.search(r"\\log(?![a-z_])|\blog\(", page.text):
        # \log alone is natural to some and decadic to others: the page's own numbers tell.
        for log_base in (10, 2):
            other = _check_page(page, base, rows, namespace, log_base=log_base)
            if _wrong(other.report) < _wrong(examined.report):
                examined = other
    if problem:
        examined = replace(examined, report=_with_problem(examined.report, problem))
    return examined


def _wrong(report: Report) -> int:
    return sum(c.verdict == "wrong" for c in report.claims)


def _with_problem(report: Report, message: str) -> Report:
    found = Finding(0, 0, 1, 1, 1, 1, "continues", "wrong", message)
    return replace(report, findings=(*report.findings, found))


def _check_page(
    page: Page,
    base: Document | None,
    rows: tuple[NotationRow, ...],
    namespace: Mapping[str, Any] | None,
    *,
    log_base: int,
) -> Examined:
    checker = _Checker(page, base, rows, namespace, log_base=log_base)
    return Examined(checker.run(), checker.document)


def notation_rows(page: Page, notation: str) -> tuple[NotationRow, ...]:
    """The rows that bind symbols to Python, from the notation page's tables.

    A table counts if its header has the columns ``Symbol`` and ``Python``.
    """
    source = page
    if Path(page.path) != Path(notation):
        try:
            source = extract(Path(notation).read_bytes().decode("utf-8"), notation)
        except (OSError, UnicodeDecodeError):
            return ()
    rows: list[NotationRow] = []
    formulas = {f.span.start: f for f in source.formulas}
    for table in source.tables:
        heads = [cell.text.split("<!--")[0].strip().lower() for cell in table.header]
        if "symbol" not in heads or "python" not in heads:
            continue
        symbol, python = heads.index("symbol"), heads.index("python")
        for row in table.rows:
            if len(row) <= max(symbol, python):
                continue
            inside = [f for at, f in formulas.items() if row[symbol].span.start <= at < row[symbol].span.end]
            codes = tuple(re.findall(r"`([^`]+)`", row[python].text))
            if inside and codes:
                rows.append(NotationRow(inside[0], codes, source.path, source.position(row[symbol].span.start)[0]))
    return tuple(rows)


@dataclass(slots=True)
class _Segment:
    """A segment of a chain after it was checked: every literal stands for something."""

    node: Node
    text: str


@dataclass(slots=True)
class _Chain:
    """What has been laid of a chain, for the segments that follow."""

    sources: list[Node] = field(default_factory=list)
    quantity: Definition | None = None
    section: int = -1
    prefer: frozenset[int] = frozenset()
    params: dict[str, int] = field(default_factory=dict)


class _Checker:
    """One page's check: what was found so far, and what its names mean."""

    def __init__(
        self,
        page: Page,
        base: Document | None,
        rows: tuple[NotationRow, ...],
        namespace: Mapping[str, Any] | None,
        *,
        log_base: int,
    ) -> None:
        self.page = page
        self.rows = rows
        self.namespace = namespace
        self.values = Values(log_base=log_base)
        self.aligner = Aligner(self.values)
        self.claims: list[Claim] = []
        self.findings: list[Finding] = []
        self.links: list[Link] = []
        self.printed: dict[str, Node] = {}
        """What each printed text stood for last."""
        self.seen_undefined: set[str] = set()
        self.root: dict[int, int] = {}
        """For a literal that is wrong, by identity: the claim that is its cause."""
        self.roots_by_value: dict[str, int] = {}
        self.names = Names()
        self.statements: list[Statement] = []
        if base is not None:
            self.names.symbols |= base.names.symbols
            self.names.words |= base.names.words
            self.names.functions |= base.names.functions
        self._read()
        self.document = Document(self.statements, self.names, self.values, page.text, page.path, base)
        self.last = _Chain()

    # -- reading -----------------------------------------------------------------------------------

    def _read(self) -> None:
        tokens: list[list[Token] | None] = []
        for formula in self.page.formulas:
            try:
                tokens.append(lex(formula.latex, formula.body.start))
            except LatexError as error:
                tokens.append(None)
                self.find(error.start, error.end, "too-large", "unknown", error.reason)
        for found in tokens:
            if found:
                collect(found, self.names)
        for k, (formula, found) in enumerate(zip(self.page.formulas, tokens, strict=True)):
            if found is None:
                continue
            chains = parse(found, self.names, formula.body.end)
            for chain in chains:
                self.statements.append(
                    Statement(chain, k, self.page.position(chain.start)[0], formula.section, formula.display)
                )

    def run(self) -> Report:
        for problem in self.page.problems:
            self.find(problem.span.start, problem.span.end, problem.rule, "unknown", problem.message)
        numbers = [n for n in self.page.numbers if n.kind in ("bound", "unbound")]
        events: list[tuple[int, int, Any]] = [(s.chain.start, k, s) for k, s in enumerate(self.statements)]
        events += [(n.span.start, -1, n) for n in numbers]
        events.sort(key=lambda event: event[:2])
        for start, k, event in events:
            if isinstance(event, Number):
                self._number(event)
                continue
            try:
                self._statement(k, event)
            except (UnknownValueError, RecursionError) as error:
                end = event.chain.end
                self.find(start, end, "not-understood", "unknown", str(error) if isinstance(error, UnknownValueError) else "definitions nested too deep")
        self._claims_nothing()
        self._code()
        self._unused()
        self._order()
        checked: dict[str, int] = {}
        for link in self.links:
            checked[link.kind] = checked.get(link.kind, 0) + 1
        return Report(self.page, tuple(self.claims), tuple(self.findings), tuple(self.links), checked)

    def _order(self) -> None:
        """Put claims and findings into reading order, and every index that names them along."""
        claims = sorted(range(len(self.claims)), key=lambda i: (self.claims[i].start, self.claims[i].end))
        moved = {old: new for new, old in enumerate(claims)}
        self.claims = [
            replace(self.claims[i], cause=moved[c]) if (c := self.claims[i].cause) is not None else self.claims[i]
            for i in claims
        ]
        findings = sorted(range(len(self.findings)), key=lambda i: (self.findings[i].start, self.findings[i].end))
        shifted = {old: new for new, old in enumerate(findings)}
        self.findings = [self.findings[i] for i in findings]
        self.links = sorted(
            (
                replace(
                    link,
                    claims=tuple(sorted(moved[i] for i in link.claims)),
                    findings=tuple(sorted(shifted[i] for i in link.findings)),
                )
                for link in self.links
            ),
            key=lambda link: (link.start, link.end),
        )

    # -- saying ------------------------------------------------------------------------------------

    def find(self, start: int, end: int, rule: str, verdict: Verdict, message: str, *, advice: bool = False) -> int:
        """Note a finding; returns its index."""
        line, column = self.page.position(start)
        end_line, end_column = self.page.position(max(start, end))
        self.findings.append(
            Finding(start, max(start, end), line, column, end_line, end_column, rule, verdict, message, advice=advice)
        )
        return len(self.findings) - 1

    def link(self, start: int, end: int, kind: str, claims: Iterable[int], findings: Iterable[int]) -> None:
        """Note one thing that was checked."""
        line, column = self.page.position(start)
        text = " ".join(self.page.text[start:end].split())
        self.links.append(Link(start, end, line, column, kind, text, tuple(claims), tuple(findings)))

    def claim(
        self,
        num: Num,
        source: Node | None,
        *,
        role: Literal["given", "claim"] = "claim",
        flipped: bool = False,
        reason: str = "",
    ) -> int:
        """Note a printed number and what it stands for; returns its index."""
        start, end = num.start, num.end
        line, column = self.page.position(start)
        end_line, end_column = line, column + end - start
        if "\n" in self.page.text[start:end]:
            end_line, end_column = self.page.position(end)
        text = self.page.text[start:end]
        index = len(self.claims)
        if source is None:
            self.claims.append(
                Claim(start, end, line, column, end_line, end_column, text, role, "unknown", message=reason, rule="unknown-literal")
            )
            return index
        value = self.values.exact(source)
        right = prints(num, value) and not flipped
        claim = Claim(
            start, end, line, column, end_line, end_column, text, role,
            "verified" if right else "wrong", exact=digits15(value), expected=text, quantity=source,
        )  # fmt: skip
        if role == "given":
            self.claims.append(claim)
            self._remember(num, source)
            return index
        stands_for = unparse(source)
        if right:
            claim = replace(claim, stands_for=stands_for)
            self._remember(num, source)
        else:
            claim = self._wrong_claim(claim, num, source, value, stands_for, index, flipped=flipped)
        self.claims.append(claim)
        return index

    def _wrong_claim(
        self, claim: Claim, num: Num, source: Node, value: Exact, stands_for: str, index: int, *, flipped: bool
    ) -> Claim:
        sign = flipped or value < 0
        rule = "wrong-sign" if sign and (prints(num, -value) or prints(num, value)) else "wrong-literal"
        expected = _expected(num, value, claim.text)
        if flipped and value >= 0:
            expected = f"-{expected}"
        cause = self._cause(num, source, value)
        self.roots_by_value.setdefault(_key(value), index if cause is None else cause)
        self.root[id(num)] = index if cause is None else cause
        self.values.keep(num)
        self.printed[_text_key(num)] = source
        shown = digits15(value)
        message = f"{claim.text} stands for {stands_for}, which is {shown}; to {_places(num)} it is {expected}"
        if rule == "wrong-sign":
            message = f"{claim.text} stands for {stands_for}, which is {shown}: the sign is wrong"
        return replace(
            claim,
            rule=rule,
            stands_for=stands_for,
            expected=expected,
            message=message,
            operands=self.operands(source),
            cause=cause,
        )

    def _cause(self, num: Num, source: Node, value: Exact) -> int | None:
        """The earlier wrong literal that a wrong one repeats or was computed from."""
        found = self.roots_by_value.get(_key(value))
        if found is not None:
            return found
        for part in walk(source):
            if isinstance(part, Stand) and id(part.num) in self.root:
                return self.root[id(part.num)]
        return None

    def operands(self, source: Node) -> tuple[Operand, ...]:
        """The quantities that a value was computed from, one step down."""
        inside = source
        if isinstance(inside, Ref) and inside.definition.node is not None and not inside.definition.given:
            inside = inside.definition.node
        found: dict[str, Operand] = {}
        for part in walk(inside):
            if isinstance(part, Ref):
                value = self.values.known(part)
                if value is not None:
                    found.setdefault(
                        part.definition.latex, Operand(part.definition.latex, digits15(value), part.definition.line)
                    )
        return tuple(found.values())

    def _remember(self, num: Num, source: Node) -> None:
        self.printed[_text_key(num)] = source

    # -- statements --------------------------------------------------------------------------------

    def _statement(self, k: int, statement: Statement) -> None:
        chain = statement.chain
        first_unresolved = len(self.document.unresolved)
        if chain.parts[0].relation:
            self._continue(k, statement)
        elif len(chain.parts) == 1:
            self._mention(k, chain.parts[0].node)
        elif chain.parts[1].relation == "\\leftarrow":
            self._update(k, statement)
        else:
            self._assert(k, statement)
        self._report_unresolved(first_unresolved)

    def _mention(self, k: int, node: Node) -> None:
        if isinstance(node, Opaque):
            self._not_understood(node)
            return
        if self.page.formulas[self.statements[k].formula].cell and isinstance(node, (Num, Neg)):
            return
        self.document.bind(node, k)

    def _not_understood(self, node: Opaque) -> int | None:
        """Say that a segment was not understood, unless an undefined name says so already."""
        if node.reason.endswith("is not defined"):
            return None
        return self.find(node.start, max(node.end, node.start), "not-understood", "unknown", node.reason)

    def _report_unresolved(self, first: int) -> None:
        for found in self.document.unresolved[first:]:
            if found.kind == "loose":
                self.find(
                    found.start, found.end, "loose-subscript", "unknown",
                    f"the subscript of {found.name} needs braces: without them only its first character is one",
                )  # fmt: skip
                continue
            if found.name in self.seen_undefined:
                continue
            self.seen_undefined.add(found.name)
            if found.kind == "function":
                self.find(
                    found.start, found.end, "undeclared-function", "unknown",
                    f"the function {found.name} is applied but never declared: write {found.name}(x) = … once",
                )  # fmt: skip
            else:
                self.find(found.start, found.end, "undefined-symbol", "unknown", f"{found.name} is not defined on this page")

    def _continue(self, k: int, statement: Statement) -> None:
        """A chain that begins with a relation goes on from the one before it."""
        chain = self.last
        if not chain.sources or chain.section != statement.section:
            chain = _Chain(section=statement.section)
            if not chain.sources:
                self.find(
                    statement.chain.start, statement.chain.end, "no-left-side", "unknown",
                    "a chain that begins with a relation, and nothing before it to go on from",
                )  # fmt: skip
        self._links(k, statement.chain.parts, chain)
        self.last = chain

    def _assert(self, k: int, statement: Statement) -> None:
        parts = statement.chain.parts
        document = self.document
        first = parts[0].node
        defined = document.define(k) if name_of(first) or isinstance(first, Call) else None
        chain = _Chain(section=statement.section)
        if isinstance(defined, Function):
            self._function(k, statement, defined, chain)
        elif isinstance(defined, Definition):
            self._definition(k, statement, defined, chain)
        else:
            self._restatement(k, statement, chain)
        self.last = chain

    def _function(self, k: int, statement: Statement, function: Function, chain: _Chain) -> None:
        parts = statement.chain.parts
        scope = {name: i for i, name in enumerate(function.params)}
        findings: list[int] = []
        if function.body is None and isinstance(parts[1].node, Opaque):
            found = self._not_understood(parts[1].node)
            findings += [found] if found is not None else []
        self.link(parts[0].node.start, parts[1].node.end, "definition", (), findings)
        first = parts[0].node
        # An argument that is a quantity of the page keeps its value behind the declaration.
        known = all(self.document.lookup(name, k) is not None for name in function.params)
        chain.params = {} if known else scope
        bound = self.document.bind(first, k, chain.params)
        chain.sources = [bound]
        if not isinstance(bound, Arr) and not known:
            chain.sources = [function.body or bound]
        self._links(k, parts[2:], chain)

    def _definition(self, k: int, statement: Statement, definition: Definition, chain: _Chain) -> None:
        parts = statement.chain.parts
        chain.quantity = definition
        lhs = self._as_node(parts[0].node, definition)
        place = next((i for i, p in enumerate(parts) if i and not self._names_only(p.node, parts, i)), 1)
        source = parts[place].node
        start, end = parts[0].node.start, source.end
        kind = "definition"
        claims: list[int] = []
        findings: list[int] = []
        if is_datum(source):
            restated = self._restated_datum(source)
            if restated is not None:
                claims, node = restated
                self._redefine(definition, node)
                kind = "equation"
            else:
                kind = "given"
                claims = [self.claim(num, num, role="given") for num in literals(source)]
                findings += self._given_relation(parts[place], definition)
        elif isinstance(source, Opaque):
            found = self._not_understood(source)
            findings += [found] if found is not None else []
        else:
            bound = self._bound_of(definition)
            if bound is not None and literals(bound) and not any(isinstance(n, (Ref, Param)) for n in walk(bound)):
                node, claims, notes = self._free(bound, definitional=True)
                findings += notes
                self._redefine(definition, node)
            elif isinstance(bound, Opaque):
                found = self._not_understood(bound)
                findings += [found] if found is not None else []
            if parts[place].relation == "\\approx" and bound is not None and not isinstance(bound, Opaque) and not literals(bound):
                findings.append(self._relation_finding(parts[place], "a definition is exact: write ="))
        chain.sources = [lhs]
        if definition.cells and not definition.given:
            bound_array = self._bound_of(definition)
            chain.sources = [lhs] if bound_array is None else [bound_array]
        self.link(start, end, kind, claims, findings)
        self._links(k, parts[place + 1 :], chain)

    def _given_relation(self, part: Part, definition: Definition) -> list[int]:
        if part.relation != "\\approx":
            return []
        return [self._relation_finding(part, f"{definition.latex} is given here, and what is given is exact: write =")]

    def _names_only(self, node: Node, parts: tuple[Part, ...], i: int) -> bool:
        """Whether a segment in front is one more name of the same quantity (``a = b = 0.5``)."""
        name = name_of(node)
        if not name or i == len(parts) - 1:
            return False
        if isinstance(node, Deriv) and not isinstance(self.document.bind(node, 0), Opaque):
            return False
        versions = self.document.definitions.get(name)
        return not versions or versions[-1].start == parts[i].node.start

    def _bound_of(self, definition: Definition) -> Node | None:
        if definition.cells:
            rows = tuple(tuple(cell.node or Opaque(0, 0, "") for cell in row) for row in definition.cells)
            return Arr(definition.start, definition.start, rows, definition.flat)
        return definition.node

    def _as_node(self, like: Node, definition: Definition) -> Node:
        if definition.cells:
            rows = tuple(tuple(Ref(like.start, like.end, cell) for cell in row) for row in definition.cells)
            return Arr(like.start, like.end, rows, definition.flat)
        return Ref(like.start, like.end, definition)

    def _redefine(self, definition: Definition, node: Node) -> None:
        """Replace a definition's expression by the one in which each literal stands for something."""
        definition.given = False
        if isinstance(node, Arr) and definition.cells:
            for row, cells in zip(definition.cells, node.rows, strict=True):
                for cell, made in zip(row, cells, strict=True):
                    cell.node = made
                    cell.given = False
            return
        definition.node = node

    def _restated_datum(self, source: Node) -> tuple[list[int], Node] | None:
        """A new name for figures that were computed before: they keep standing for what they were."""
        nums = literals(source)
        found = []
        for num in nums:
            known = self.printed.get(_text_key(num))
            significant = len(num.digits.replace(".", "").lstrip("0"))
            trivial = significant < 3 and len(nums) > 1
            if known is None or (isinstance(known, Num) and not trivial) or (significant < 3 and not trivial):
                return None
            found.append((num, known))
        if not any(not isinstance(known, Num) for _, known in found) or not any(
            len(num.digits.replace(".", "").lstrip("0")) >= 3 and not isinstance(known, Num) and "." in num.digits
            for num, known in found
        ):
            return None
        # The magnitude was computed; here its sign must agree.
        pairs = dict((id(num), known) for num, known in found)
        claims = [self.claim(num, known) for num, known in found]
        return claims, self._resolved(source, pairs)

    def _restatement(self, k: int, statement: Statement, chain: _Chain) -> None:
        """An equation whose left side has a meaning already."""
        parts = statement.chain.parts
        document = self.document
        first = parts[0].node
        prefer: frozenset[int] = frozenset()
        if document.has_versions():
            prefer = self._built_from(first, k)
        chain.prefer = prefer
        if isinstance(first, Call) and first.args:
            free = [a.name for a in first.args if isinstance(a, Sym) and document.lookup(a.name, k) is None]
            if len(free) == len(first.args):
                chain.params = {name: i for i, name in enumerate(free)}
        lhs = document.bind(first, k, chain.params, prefer)
        if isinstance(lhs, Ref):
            chain.quantity = lhs.definition
        if isinstance(lhs, Opaque):
            self._not_understood(lhs)
            chain.sources = []
        elif not isinstance(first, Sym) and self._ahead(lhs, statement.chain.start):
            # s^2 = … with s itself only taken from it further down: nothing to compare with yet.
            chain.sources = []
        else:
            chain.sources = [lhs]
            if literals(lhs) and not any(isinstance(n, (Ref, Param)) for n in walk(lhs)):
                node, claims, notes = self._free(lhs, definitional=True)
                chain.sources = [node]
                if claims or notes:
                    self.link(lhs.start, lhs.end, "equation", claims, notes)
        before = len(chain.sources)
        self._links(k, parts[1:], chain)
        if isinstance(lhs, Call) and lhs.function is not None and len(chain.sources) > before and chain.params:
            alternatives = lhs.function.alternatives.setdefault(lhs.order, [])
            alternatives.extend(s for s in chain.sources[before:] if not literals(s))

    def _ahead(self, node: Node, start: int) -> bool:
        """Whether a tree refers to something that this page defines only further down."""
        return any(
            isinstance(n, Ref) and n.definition.start > start and n.definition.page == self.page.path for n in walk(node)
        )

    def _built_from(self, node: Node, k: int) -> frozenset[int]:
        """The versions that the left side of an assertion was built from."""
        found: frozenset[int] = frozenset()
        for part in walk(node):
            if isinstance(part, (Sym, Deriv)):
                name = name_of(part if isinstance(part, Sym) else part.of)
                definition = self.document.lookup(name, k) if name else None
                if definition is not None:
                    found |= self.document.closure(definition)
            if isinstance(part, Deriv):
                break
        return found

    def _update(self, k: int, statement: Statement) -> None:
        parts = statement.chain.parts
        document = self.document
        first = parts[0].node
        chain = _Chain(section=statement.section)
        if not isinstance(first, Sym):
            self.find(parts[1].relation_start, parts[1].relation_end, "not-understood", "unknown", "only a symbol can be updated")
            return
        versions = document.definitions.get(first.name, [])
        source = parts[1].node
        if versions and versions[-1].version and not literals(statement.chain.parts[-1].node) and len(parts) == 2:  # noqa: PLR2004
            self._general_update(k, statement, versions)
            return
        if isinstance(source, Opaque):
            self._not_understood(source)
            return
        bound = document.bind(source, k)
        if not versions:
            self.find(
                first.start, first.end, "undefined-symbol", "unknown",
                f"{first.name} is updated but was never defined",
            )  # fmt: skip
        findings = []
        if isinstance(bound, Opaque):
            found = self._not_understood(bound)
            findings += [found] if found is not None else []
        if versions:
            findings += self._update_follows(k, statement, versions, bound)
        claims: list[int] = []
        if literals(bound) and not any(isinstance(n, (Ref, Param)) for n in walk(bound)):
            bound, claims, notes = self._free(bound, definitional=True)
            findings += notes
        definition = document.update(k, first, bound)
        chain.quantity = definition
        chain.sources = [self._as_node(first, definition)]
        self.link(first.start, source.end, "update", claims, findings)
        self._links(k, parts[2:], chain)
        self.last = chain

    def _update_follows(self, k: int, statement: Statement, versions: list[Definition], bound: Node) -> list[int]:
        """An update starts from the old value, or computes the quantity again from what has changed."""
        part = statement.chain.parts[1]
        latex = versions[-1].latex
        inside = [n.definition for n in walk(bound) if isinstance(n, Ref)]
        for definition in inside:
            if definition.wrt is not None and definition.wrt.name != versions[-1].name:
                message = f"{latex} is updated with {definition.latex}, the gradient of another quantity"
                return [self.find(part.relation_start, part.node.end, "update", "wrong", message)]
        if isinstance(bound, (Opaque, Arr)) or any(definition in versions for definition in inside):
            return []
        before = versions[-1].node
        if before is None or versions[-1].given:
            message = f"this update of {latex} does not start from the old {latex}"
            return [self.find(part.relation_start, part.node.end, "update", "wrong", message)]
        again = self.document.bind(part.node, k, prefer=self.document.closure(versions[-1]))
        if self.values.identical(again, before) is False:
            message = f"{latex} was computed in another way before (line {versions[-1].line}), and this does not start from the old {latex}"
            return [self.find(part.relation_start, part.node.end, "update", "wrong", message)]
        if self.values.identical(bound, before):
            message = f"nothing that {latex} is computed from has changed: write ="
            return [self.find(part.relation_start, part.relation_end, "update", "wrong", message)]
        return []

    def _general_update(self, k: int, statement: Statement, versions: list[Definition]) -> None:
        """The update rule said again: it must say what was done."""
        parts = statement.chain.parts
        source = parts[1].node
        before = self.document.closure(versions[-1]) - {id(versions[-1])}
        bound = self.document.bind(source, k, prefer=before)
        same = not isinstance(bound, (Opaque, Arr)) and self.values.identical(bound, versions[-1].node or bound)
        if same:
            self.link(parts[0].node.start, source.end, "update", (), ())
            return
        bound = self.document.bind(source, k)
        if isinstance(bound, (Opaque, Arr)) or self.values.known(bound) is None:
            found = self._not_understood(bound) if isinstance(bound, Opaque) else None
            self.link(parts[0].node.start, source.end, "update", (), () if found is None else (found,))
            return
        definition = self.document.update(k, Sym(parts[0].node.start, parts[0].node.end, versions[0].name, "", ""), bound)
        self.link(parts[0].node.start, source.end, "update", (), ())
        self.last = _Chain([self._as_node(parts[0].node, definition)], definition, statement.section)

    # -- links -------------------------------------------------------------------------------------

    def _links(self, k: int, parts: Iterable[Part], chain: _Chain) -> None:
        for part in parts:
            node = part.node
            bound = node if isinstance(node, Opaque) else self.document.bind(node, k, chain.params, chain.prefer)
            self._link(part, bound, chain)

    def _link(self, part: Part, target: Node, chain: _Chain) -> None:
        start = part.relation_start
        if isinstance(target, Opaque):
            found = self._not_understood(target)
            self.link(start, max(target.end, start), "unknown", (), () if found is None else (found,))
            return
        if part.relation in _ORDER or part.relation in ("\\in", "\\ll", "\\gg", "\\propto"):
            self._compare(part, target, chain)
            return
        if part.relation == "\\leftarrow":
            self.find(start, part.relation_end, "not-understood", "unknown", "an update inside a chain")
            return
        if not literals(target) or self._symbolic(target, chain):
            self._identity(part, target, chain)
            return
        claims, findings, resolved = self._lay(part, target, chain)
        if resolved is not None:
            if chain.sources:
                findings += self._relation(part, chain.sources[-1], resolved)
            self._push(chain, resolved)
        self.link(start, target.end, "equation", claims, findings)

    def _symbolic(self, target: Node, chain: _Chain) -> bool:
        """Whether a segment with symbols is an identity, its numbers being constants of the formula."""
        if not chain.sources or not any(isinstance(n, (Ref, Param)) for n in walk(target)):
            return False
        source = chain.sources[-1]
        if isinstance(source, Arr) or isinstance(target, Arr):
            return self._same(source, target)[0] is True
        if self.values.identical(source, target):
            return True
        if any("." in num.digits or num.scale != 1 for num in literals(target)):
            return False
        try:
            return self.aligner.lay(target, source) is None
        except TooMuchWorkError:
            return False

    def _push(self, chain: _Chain, node: Node) -> None:
        chain.sources.append(node)
        quantity = chain.quantity
        if quantity is not None and not isinstance(node, (Arr, Stand)) and len(quantity.alternatives) < MAX_ALTERNATIVES:
            if not (isinstance(node, Neg) and isinstance(node.arg, Stand)) and not _mentions(node, quantity):
                quantity.alternatives.append(node)

    def _identity(self, part: Part, target: Node, chain: _Chain) -> None:
        """Two sides in symbols must be the same whatever the givens are."""
        start = part.relation_start
        findings: list[int] = []
        if not chain.sources:
            self._push(chain, target)
            self.link(start, target.end, "unknown", (), ())
            return
        source = chain.sources[-1]
        kind = "gradient" if chain.quantity is not None and chain.quantity.derivative else "identity"
        verdict, reason = self._same(source, target)
        if verdict is False:
            findings.append(self.find(target.start, target.end, kind if kind == "gradient" else "identity", "wrong", reason))
        elif verdict is None:
            findings.append(self.find(target.start, target.end, "undecided", "unknown", reason))
        else:
            findings += self._relation(part, source, target, identical=True)
        if verdict is not False:
            self._push(chain, target)
        self.link(start, target.end, kind, (), findings)

    def _same(self, source: Node, target: Node) -> tuple[bool | None, str]:
        if isinstance(source, Arr) or isinstance(target, Arr):
            if not (isinstance(source, Arr) and isinstance(target, Arr)) or source.shape != target.shape:
                return False, "the two sides have different shapes"
            for p, q in zip(source.rows, target.rows, strict=True):
                for a, b in zip(p, q, strict=True):
                    verdict, reason = self._same(a, b)
                    if verdict is not True:
                        return verdict, reason
            return True, ""
        identical = self.values.identical(source, target)
        a, b = self.values.known(source), self.values.known(target)
        left, right = unparse(source), unparse(target)
        if identical is False:
            if a is not None and b is not None and equal(a, b):
                return False, (
                    f"{left} and {right} agree only at this page's values, not in general"
                )
            if a is not None and b is not None:
                return False, f"{left} is {digits15(a)}, but {right} is {digits15(b)}"
            return False, f"{left} and {right} are not the same"
        if identical is None:
            if a is not None and b is not None:
                if equal(a, b):
                    return True, ""
                return False, f"{left} is {digits15(a)}, but {right} is {digits15(b)}"
            return None, self._why(source, target)
        if a is not None and b is not None and not equal(a, b):
            return False, f"{left} is {digits15(a)}, but {right} is {digits15(b)}"
        return True, ""

    def _why(self, *nodes: Node) -> str:
        for node in nodes:
            try:
                self.values.exact(node)
            except UnknownValueError as error:
                return f"cannot be decided: {error}"
        return "cannot be decided"

    def _lay(self, part: Part, target: Node, chain: _Chain) -> tuple[list[int], list[int], Node | None]:
        """Find what each literal of a segment stands for; claims, findings and the resolved segment."""
        best: tuple[Match, Node] | None = None
        try:
            for source in list(reversed(chain.sources))[:MAX_SOURCES]:
                match = self.aligner.lay(target, source)
                if match is not None and (best is None or match.wrong < best[0].wrong):
                    best = (match, source)
                    if not match.wrong:
                        break
        except TooMuchWorkError:
            found = self.find(target.start, target.end, "too-large", "unknown", "this segment takes too much work to compare with the one before")
            return [], [found], None
        if best is not None and best[0].wrong and not self._plausible(target, best[0], best[1]):
            best = None
        if best is None:
            return self._unlaid(part, target, chain)
        match, _source = best
        flipped = {id(num) for num in match.flipped}
        pairs = sorted(match.pairs, key=lambda pair: pair[0].start)
        claims = [self.claim(num, source, flipped=id(num) in flipped) for num, source in pairs]
        findings = [
            found
            for (num, source), index in zip(pairs, claims, strict=True)
            if self.claims[index].verdict == "verified" and (found := self._calculator(num, source)) is not None
        ]
        return claims, findings, self._resolved(target, {id(num): source for num, source in pairs})

    def _plausible(self, target: Node, match: Match, source: Node) -> bool:
        """Whether wrong literals were meant to be what they were laid against.

        A gross difference in a segment whose own value agrees means that it was laid wrongly.
        """
        gross = [
            num
            for num, stands in match.pairs
            if not prints(num, self.values.exact(stands)) and _distance(num.value, self.values.exact(stands)) > NEAR_MISS
        ]
        if not gross or isinstance(target, (Num, Arr)) or (isinstance(target, Neg) and isinstance(target.arg, Num)):
            return True
        try:
            shown, exact = self.values.exact(target), self.values.exact(source)
        except UnknownValueError:
            return True
        return _distance(shown, exact) > 0.02  # noqa: PLR2004 - further off than rounded operands explain

    def _calculator(self, num: Num, source: Node) -> int | None:
        """Would a reader who types the displayed operands get the displayed number?"""
        if not self.values.has_stand(source):
            return None
        try:
            shown = self.values.shown(source)
        except UnknownValueError:
            return None
        if prints(num, shown):
            return None
        typed = unparse(source)
        text = self.page.text[num.start : num.end]
        return self.find(
            num.start, num.end, "calculator", "wrong",
            f"{text} is right, but typing {typed} gives {_expected(num, shown, text)}: show a guard digit more",
            advice=True,
        )  # fmt: skip

    def _resolved(self, node: Node, pairs: Mapping[int, Node]) -> Node:
        """A tree with each literal replaced by a stand-in for what it stands for."""
        if isinstance(node, Num):
            source = pairs.get(id(node))
            return node if source is None else Stand(node.start, node.end, node, source)
        if isinstance(node, Arr):
            rows = tuple(tuple(self._resolved(c, pairs) for c in row) for row in node.rows)
            return Arr(node.start, node.end, rows, node.flat)
        inside = children(node)
        if not inside:
            return node
        made = [self._resolved(child, pairs) for child in inside]
        if all(a is b for a, b in zip(made, inside, strict=True)):
            return node
        match node:
            case Add():
                return Add(node.start, node.end, tuple(made))
            case Mul():
                return Mul(node.start, node.end, tuple(made), node.how)
            case Neg():
                return Neg(node.start, node.end, made[0])
            case Div():
                return Div(node.start, node.end, made[0], made[1])
            case Pow():
                return Pow(node.start, node.end, made[0], made[1])
            case Call():
                return Call(node.start, node.end, node.name, tuple(made), node.order, node.function)
            case _:
                return node

    def _relation(self, part: Part, source: Node, target: Node, *, identical: bool = False) -> list[int]:
        """``=`` if and only if the two displayed sides are exactly equal."""
        if part.relation not in ("=", "\\approx"):
            return []
        exact = identical or self._shown_equal(source, target)
        if exact is None or exact == (part.relation == "="):
            return []
        if exact:
            return [self._relation_finding(part, "both sides are exactly equal as displayed: write =")]
        return [self._relation_finding(part, "the two displayed sides differ: write \\approx")]

    def _relation_finding(self, part: Part, message: str) -> int:
        return self.find(part.relation_start, part.relation_end, "relation", "wrong", message, advice=True)

    def _shown_equal(self, source: Node, target: Node) -> bool | None:
        if isinstance(source, Arr) and isinstance(target, Arr):
            cells = [
                self._shown_equal(a, b)
                for p, q in zip(source.rows, target.rows, strict=False)
                for a, b in zip(p, q, strict=False)
            ]
            if any(cell is False for cell in cells):
                return False
            return None if any(cell is None for cell in cells) else True
        if isinstance(source, Arr) or isinstance(target, Arr):
            return None
        try:
            return equal(self.values.shown(source), self.values.shown(target))
        except UnknownValueError:
            return None

    def _compare(self, part: Part, target: Node, chain: _Chain) -> None:
        """An inequality: decided by the exact values."""
        start = part.relation_start
        if literals(target):
            target, claims, findings = self._free(target, definitional=False, quiet=True)
        else:
            claims, findings = [], []
        source = chain.sources[-1] if chain.sources else None
        if source is None or isinstance(source, Arr) or part.relation in ("\\ll", "\\gg", "\\propto"):
            if not any(isinstance(n, Param) for s in chain.sources for n in walk(s)):
                findings.append(self.find(start, target.end, "undecided", "unknown", "this relation cannot be decided"))
            self.link(start, target.end, "inequality", claims, findings)
            return
        try:
            holds = self._holds(part.relation, source, target)
        except UnknownValueError as error:
            findings.append(self.find(start, target.end, "undecided", "unknown", f"cannot be decided: {error}"))
        else:
            if not holds:
                left = digits15(self.values.exact(source))
                says = f"is {left}, which is not {_ORDER.get(part.relation, 'in')} {unparse(target)}"
                findings.append(self.find(start, target.end, "inequality", "wrong", f"{unparse(source)} {says}"))
        if not isinstance(target, Arr):
            chain.sources.append(target)
        self.link(start, target.end, "inequality", claims, findings)

    def _holds(self, relation: str, source: Node, target: Node) -> bool:
        a = self.values.exact(source)
        if relation == "\\in":
            if not isinstance(target, Arr) or target.shape != (1, 2):
                raise UnknownValueError("not an interval")
            low, high = (self.values.exact(cell) for cell in target.rows[0])
            opening, closing = self.page.text[target.start], self.page.text[target.end - 1]
            return bool((a > low or (a == low and opening == "[")) and (a < high or (a == high and closing == "]")))
        b = self.values.exact(target)
        same = equal(a, b)
        return {
            "<": a < b and not same,
            ">": a > b and not same,
            "\\le": a < b or same,
            "\\ge": a > b or same,
            "\\ne": not same,
        }[relation]

    # -- what has no source ------------------------------------------------------------------------

    def _unlaid(self, part: Part, target: Node, chain: _Chain) -> tuple[list[int], list[int], Node | None]:
        """A segment that cannot be laid against the ones before it: judge it by its value."""
        resolved, claims, findings = self._free(target, definitional=not chain.sources, quiet=True)
        sources = [s for s in reversed(chain.sources)]
        known = [s for s in sources if not isinstance(s, Arr) and self.values.known(s) is not None]
        if isinstance(resolved, Arr) or not known:
            if sources or not claims:
                reason = self._why(*sources) if sources and not known else "this segment cannot be laid against the one before it"
                findings.append(self.find(part.relation_start, target.end, "undecided", "unknown", reason))
            return claims, findings, resolved
        source = known[0]
        value, wanted = self.values.known(resolved), self.values.exact(source)
        if value is not None and equal(value, wanted):
            return claims, findings, resolved
        shown = self.values.known(target)
        if shown is not None and _distance(shown, wanted) <= _slack(target):
            findings.append(
                self.find(part.relation_start, target.end, "undecided", "unknown", "this segment cannot be laid against the one before it, though its value agrees")
            )
            return claims, findings, resolved
        if shown is None:
            findings.append(self.find(part.relation_start, target.end, "undecided", "unknown", self._why(target)))
            return claims, findings, None
        findings.append(
            self.find(
                target.start, target.end, "does-not-follow", "wrong",
                f"this is {digits15(shown)} as printed, but {unparse(source)} is {digits15(wanted)}",
            )
        )  # fmt: skip
        return claims, findings, None

    def _free(self, node: Node, *, definitional: bool, quiet: bool = False) -> tuple[Node, list[int], list[int]]:
        """Literals with no segment before them: data said again, or data of the formula itself."""
        claims: list[int] = []
        findings: list[int] = []
        pairs: dict[int, Node] = {}
        for num in literals(node):
            known = self._known_literal(num)
            if known is not None:
                claims.append(self.claim(num, known))
                pairs[id(num)] = known
            elif "." not in num.digits and num.scale == 1:
                continue
            elif definitional:
                claims.append(self.claim(num, num, role="given"))
                if not quiet:
                    text = self.page.text[num.start : num.end]
                    findings.append(
                        self.find(
                            num.start, num.end, "unbound-literal", "unverified",
                            f"nothing before says what {text} stands for: give it a name first ($x = {text}$)",
                            advice=True,
                        )
                    )  # fmt: skip
            else:
                claims.append(self.claim(num, None, reason="nothing on the page says what this stands for"))
        return self._resolved(node, pairs), claims, findings

    def _known_literal(self, num: Num) -> Node | None:
        """What the same figure stood for where it was printed before."""
        found = self.printed.get(_text_key(num))
        if found is not None and not (isinstance(found, Num) and "." not in num.digits):
            return found
        significant = len(num.digits.replace(".", "").lstrip("0"))
        if significant < 4:  # noqa: PLR2004 - a shorter figure may be anything, unless it is a datum
            return self._same_datum(num)
        for versions in self.document.definitions.values():
            for definition in versions[-1:]:
                for inner in [definition, *(cell for row in definition.cells for cell in row)]:
                    if inner.node is None:
                        continue
                    made = Ref(num.start, num.end, inner)
                    value = self.values.known(made)
                    if value is None:
                        continue
                    if prints(num, value):
                        return made
                    if prints(num, -value):
                        return Neg(num.start, num.end, made)
        return None

    def _same_datum(self, num: Num) -> Node | None:
        """A datum of exactly this value."""
        if "." not in num.digits:
            return None
        for versions in self.document.definitions.values():
            for inner in versions[-1:]:
                if inner.given and inner.node is not None:
                    made = Ref(num.start, num.end, inner)
                    value = self.values.known(made)
                    if value == num.value and prints(num, value):
                        return made
        return None

    # -- numbers in prose and tables -----------------------------------------------------------------

    def _number(self, number: Number) -> None:
        start, end = number.span.start, number.span.end
        line, column = self.page.position(start)
        text = number.text
        kind: Literal["table", "prose"] = "table" if number.binding is not None and not _adjacent(number) else "prose"
        claim = Claim(start, end, line, column, line, column + end - start, text, "claim", "unverified", kind=kind, expected=text)
        if number.kind == "unbound" or number.binding is None:
            claim = replace(
                claim, rule="unbound-number",
                message=f"nothing backs {text}: write $…$, bind it (<!-- = … -->) or exempt it (<!-- exempt: why -->)",
            )  # fmt: skip
        elif number.binding.kind == "python":
            claim = self._python_number(claim, number, number.binding)
        else:
            claim = self._math_number(claim, number, number.binding)
        self.claims.append(claim)
        self.link(start, end, kind, (len(self.claims) - 1,), ())

    def _python_number(self, claim: Claim, number: Number, binding: Binding) -> Claim:
        claim = replace(claim, stands_for=binding.source)
        if self.namespace is None:
            return replace(claim, verdict="unknown", rule="code-not-run", message="bound to Python, which runs only if asked for (--run-code)")
        try:
            value = _evaluate(binding.source, {**self.namespace, **binding.variables})
        except Exception as error:  # noqa: BLE001 - whatever the page's own expression raises
            return replace(claim, verdict="wrong", rule="code-failed", message=f"{binding.source} raises {type(error).__name__}: {error}")
        if isinstance(value, str):
            sign = "-" if number.negative else ""
            own = f"{sign}{number.text}{'%' if number.percent else ''}"
            if value in (number.text, own):
                return replace(claim, verdict="verified", exact=value)
            return replace(
                claim, verdict="wrong", rule="wrong-literal", exact=value, expected=value,
                message=f"{number.text} stands for {binding.source}, which is {value}",
            )  # fmt: skip
        number_value = _as_number(value)
        if number_value is None:
            return replace(claim, verdict="wrong", rule="code-failed", message=f"{binding.source} gives {value!r}, which is not a finite number")
        return self._judge(claim, number, number_value, binding.source, None)

    def _math_number(self, claim: Claim, number: Number, binding: Binding) -> Claim:
        claim = replace(claim, stands_for=binding.source)
        node = self.binding_node(binding, number.span.start)
        if isinstance(node, (Opaque, Arr)):
            reason = node.reason if isinstance(node, Opaque) else "a matrix"
            return replace(claim, verdict="unknown", rule="not-understood", message=f"{binding.source}: {reason}")
        try:
            value = self.values.exact(node)
        except UnknownValueError as error:
            return replace(claim, verdict="unknown", rule="undecided", message=f"{binding.source}: {error}")
        return self._judge(claim, number, value, binding.source, node)

    def binding_node(self, binding: Binding, at: int) -> Node:
        """The tree of a binding's formula, with the versions that hold at a place of the page."""
        try:
            chains = parse(lex(binding.source, at), self.names, at)
        except LatexError as error:
            return Opaque(at, at, error.reason)
        if len(chains) != 1 or len(chains[0].parts) != 1:
            return Opaque(at, at, "a binding is one expression, without relations")
        now = sum(1 for s in self.statements if s.chain.start < at)
        prefer: frozenset[int] = frozenset()
        if binding.before:
            prefer = frozenset(id(v[-2]) for v in self.document.definitions.values() if len(v) > 1)
        first = len(self.document.unresolved)
        node = self.document.bind(chains[0].parts[0].node, now, prefer=prefer)
        del self.document.unresolved[first:]
        return node

    def _judge(self, claim: Claim, number: Number, value: Exact, source: str, node: Node | None) -> Claim:
        digits = re.sub(r"[,\s\u00a0\u2009\u202f_']", "", number.text)
        mantissa, _, exponent = digits.lower().partition("e")
        scale = Fraction(10) ** int(exponent) if exponent and abs(int(exponent)) < 400 else Fraction(1)  # noqa: PLR2004
        if number.percent:
            scale /= 100
        if mantissa.startswith("."):
            mantissa = f"0{mantissa}"
        num = Num(claim.start, claim.end, mantissa, Fraction(mantissa) * scale, scale)
        magnitude = -value if number.negative else value
        exact = digits15(value)
        if prints(num, magnitude):
            if node is not None:
                self.printed.setdefault(_text_key(num), self.values.keep(Neg(0, 0, node) if number.negative else node))
            return replace(claim, verdict="verified", exact=exact, quantity=node)
        expected = _expected(num, magnitude, number.text)
        operands = () if node is None else self.operands(node)
        rule = "wrong-sign" if prints(num, -magnitude) else "wrong-literal"
        sign = "-" if number.negative else ""
        return replace(
            claim, verdict="wrong", rule=rule, exact=exact, expected=expected, operands=operands, quantity=node,
            message=f"{sign}{number.text} stands for {source}, which is {exact}; to {_places(num)} it is {expected}",
        )  # fmt: skip

    # -- the page as a whole -------------------------------------------------------------------------

    def _claims_nothing(self) -> None:
        """A display block without a relation says nothing that could be true."""
        claiming = {s.formula for s in self.statements if len(s.chain.parts) > 1 or s.chain.parts[0].relation}
        for k, formula in enumerate(self.page.formulas):
            if formula.display and k not in claiming and any(s.formula == k for s in self.statements):
                self.find(
                    formula.span.start, formula.span.end, "claims-nothing", "unverified",
                    "this display claims nothing: it has no =, ≈ or other relation", advice=True,
                )  # fmt: skip

    def _unused(self) -> None:
        """A symbol that is defined and used nowhere else may be a slip of the pen."""
        bound = {name_of_row(row, self.names) for row in self.rows}
        for name, versions in self.document.definitions.items():
            first = versions[0]
            if first.derivative or first.page != self.page.path or first.uses or name in bound or len(versions) > 1:
                continue
            if any(cell.uses for row in first.cells for cell in row):
                continue
            self.find(
                first.start, first.start + len(first.latex), "unused-symbol", "unverified",
                f"{first.latex} is defined here and used nowhere else", advice=True,
            )  # fmt: skip

    def _code(self) -> None:
        """Every symbol of the notation table against its Python expression."""
        if self.namespace is None or not self.rows:
            return
        own_page = self.rows[0].path == self.page.path
        first_versions = frozenset(id(v[0]) for v in self.document.definitions.values() if len(v) > 1)
        for row in self.rows:
            try:
                compiled = compile(row.expressions[0].strip(), f"{row.path}:{row.line}", "eval")
            except (SyntaxError, ValueError) as error:
                if own_page:
                    self.find(row.formula.span.start, row.formula.span.end, "code-failed", "wrong", f"`{row.expressions[0]}` is not a Python expression: {error}")
                continue
            if not set(compiled.co_names[:1]) <= self.namespace.keys():
                continue
            node, place = self._row_node(row, first_versions, own_page=own_page)
            if node is None:
                continue
            self._compare_code(row, node, place)

    def _row_node(self, row: NotationRow, versions: frozenset[int], *, own_page: bool) -> tuple[Node | None, tuple[int, int]]:
        """A row's symbol as this page means it, and where to report; nothing if the page does not define it."""
        chains = parse(lex(row.formula.latex, row.formula.body.start), self.names, row.formula.body.end)
        place = (row.formula.span.start, row.formula.span.end)
        if len(chains) != 1 or len(chains[0].parts) != 1:
            return None, place
        tree = chains[0].parts[0].node
        first = len(self.document.unresolved)
        node = self.document.bind(tree, len(self.statements), prefer=versions)
        unresolved = len(self.document.unresolved) > first
        del self.document.unresolved[first:]
        if own_page:
            return (node, place) if not unresolved else (None, place)
        if unresolved or isinstance(node, Opaque):
            return None, place
        here = [
            r.definition for r in walk(node)
            if isinstance(r, Ref) and r.definition.page == self.page.path and r.definition.start >= 0
        ]  # fmt: skip
        if not here:
            return None, place
        definition = here[0]
        return node, (definition.start, definition.start + len(definition.latex))

    def _compare_code(self, row: NotationRow, node: Node, place: tuple[int, int]) -> None:
        source = row.expressions[0]
        symbol = " ".join(row.formula.latex.split())
        where = f"`{source}` ({row.path}:{row.line})"
        findings: list[int] = []
        try:
            value = _evaluate(source, self.namespace or {})
        except Exception as error:  # noqa: BLE001 - whatever the page's own expression raises
            findings.append(self.find(*place, "code-failed", "wrong", f"{where} raises {type(error).__name__}: {error}"))
        else:
            findings += self._differs(symbol, node, value, where, place)
        self.link(*place, "code", (), findings)

    def _differs(self, symbol: str, node: Node, value: Any, where: str, place: tuple[int, int]) -> list[int]:
        if isinstance(node, Arr):
            cells = [cell for r in node.rows for cell in r]
            flat = _flatten(value)
            if flat is None or len(flat) != len(cells):
                return [self.find(*place, "code-differs", "wrong", f"{symbol} has {len(cells)} entries, but {where} has another shape")]
            for i, (cell, entry) in enumerate(zip(cells, flat, strict=True), 1):
                found = self._differs(f"entry {i} of {symbol}", cell, entry, where, place)
                if found:
                    return found
            return []
        exact = self.values.known(node)
        if exact is None:
            return [self.find(*place, "undecided", "unknown", f"{symbol} has no value on this page, so {where} cannot be compared")]
        number = _as_number(value)
        if number is None:
            return [self.find(*place, "code-failed", "wrong", f"{where} gives {value!r}, which is not a finite number")]
        a, b = float(exact), float(number)
        if abs(a - b) <= CODE_TOLERANCE * max(abs(a), abs(b)) or abs(a - b) < 1e-300:  # noqa: PLR2004
            return []
        return [self.find(*place, "code-differs", "wrong", f"{symbol} is {digits15(exact)} by the page's formulas, but {where} is {b!r}")]


def name_of_row(row: NotationRow, names: Names) -> str:
    """The symbol that a notation row is about."""
    chains = parse(lex(row.formula.latex, 0), names, len(row.formula.latex))
    return name_of(chains[0].parts[0].node) if chains else ""


def _adjacent(number: Number) -> bool:
    """Whether a binding stands behind its number, not in the head of its column."""
    return number.binding is not None and number.binding.span.start >= number.span.end


def _mentions(node: Node, definition: Definition) -> bool:
    return any(isinstance(n, Ref) and n.definition is definition for n in walk(node))


def _evaluate(expression: str, namespace: Mapping[str, Any]) -> Any:
    """A page's own expression; only called once the page's code was allowed to run."""
    return eval(compile(expression.strip(), "<binding>", "eval"), dict(namespace))  # noqa: S307


def _as_number(value: Any) -> Exact | None:
    """A scalar as an exact number; nothing for anything else."""
    if hasattr(value, "item") and getattr(value, "size", 1) == 1:
        value = value.item()
    if isinstance(value, bool) or not isinstance(value, Real):
        return None
    if isinstance(value, float) and not math.isfinite(value):
        return None
    return Fraction(value) if isinstance(value, (int, float, Fraction)) else Fraction(float(value))


def _flatten(value: Any) -> list[Any] | None:
    if hasattr(value, "ravel"):
        return list(value.ravel())
    if isinstance(value, (list, tuple)):
        found: list[Any] = []
        for item in value:
            inner = _flatten(item)
            found.extend(inner if inner is not None else [item])
        return found
    return None


def _text_key(num: Num) -> str:
    return f"{num.digits}*{num.scale}" if num.scale != 1 else num.digits


def _key(value: Exact) -> str:
    return f"{float(abs(value)):.12g}" if abs(value) < 1e300 else "huge"  # noqa: PLR2004


def _places(num: Num) -> str:
    return f"{num.decimals} decimals" if num.decimals != 1 else "1 decimal"


def _distance(shown: Exact, value: Exact) -> float:
    try:
        a, b = float(shown), float(value)
    except OverflowError:
        return math.inf
    return abs(a - b) / max(abs(a), abs(b), 1e-300)


def _slack(node: Node) -> float:
    """How far the printed digits of a segment can move its value, roughly and relatively."""
    slack = 1e-9
    for num in literals(node):
        if "." in num.digits or num.scale != 1:
            step = float(num.scale) * 10.0**-num.decimals
            slack += step / max(abs(float(num.value)), step)
    return min(slack, 0.05)


def _expected(num: Num, value: Exact, text: str) -> str:
    """The digits that should be printed, in the form of the ones that are: grouping, power, percent."""
    digits = printed(value, num)
    mantissa = re.match(r"[\d.,{}\\]*", text)
    power = text[mantissa.end() :] if mantissa else ""
    if power and num.scale != 1 and "10" in power:
        digits, power = _renormalised(value, num, power)
    if "{,}" in text or (re.search(r"\d,\d{3}", text) and "," in text):
        separator = "{,}" if "{,}" in text else ","
        sign, whole, point, rest = "-" if digits.startswith("-") else "", *digits.lstrip("-").partition(".")
        groups = []
        while len(whole) > 3:  # noqa: PLR2004
            groups.insert(0, whole[-3:])
            whole = whole[:-3]
        digits = sign + separator.join([whole, *groups]) + point + rest
    if text.startswith(".") and digits.lstrip("-").startswith("0."):
        digits = digits.replace("0.", ".", 1)
    return digits + power


def _renormalised(value: Exact, num: Num, power: str) -> tuple[str, str]:
    """Scientific notation whose mantissa has one digit before the point again."""
    own = re.search(r"10\s*\^\s*\{?\s*([-+]?\d+)", power)
    if own is None or value == 0:
        return printed(value, num), power
    exponent = int(own.group(1))
    magnitude = float(abs(value))
    wanted = math.floor(math.log10(magnitude)) if magnitude > 0 else exponent
    if len(num.digits.partition(".")[0]) != 1 or abs(wanted - exponent) > 300:  # noqa: PLR2004
        return printed(value, num), power
    scaled = replace(num, scale=Fraction(10) ** wanted)
    digits = printed(value, scaled)
    if digits.lstrip("-").startswith("10"):
        wanted += 1
        digits = printed(value, replace(num, scale=Fraction(10) ** wanted))
    return digits, power.replace(own.group(1), str(wanted), 1)
