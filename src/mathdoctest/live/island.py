"""What the scripts of a page need to know of it, as JSON and as JavaScript."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Callable
from functools import lru_cache
from typing import Any

from mathdoctest.definitions import Definition
from mathdoctest.evaluate import UnknownValueError
from mathdoctest.live.code import updates
from mathdoctest.live.explain import Entry, data
from mathdoctest.live.page import Item, LivePage
from mathdoctest.live.program import (
    Compiler,
    Graph,
    exactly,
    identifier,
    javascript,
    rational,
    repetition,
)
from mathdoctest.mathml import FormulaError, render
from mathdoctest.rounding import digits15
from mathdoctest.tree import Node, Ref, walk

ISLAND = "mathdoctest-claims"
"""The id of the element that holds a page's data."""

_MATH = re.compile(r"\$([^$]+)\$")
_ROLES = ("learning rate", "target", "weight", "bias", "input")
"""What a given is for, by the first words of its meaning, where the notation says no role."""

_PROGRAM = """<script>
(() => {{
// Without overflow: e^-|x| is never more than 1.
const logistic = (x) => x < 0 ? Math.exp(x) / (1 + Math.exp(x)) : 1 / (1 + Math.exp(-x));
{after}// From the numbers that this page begins with, everything that follows from them.
const values = {values};
// The same in fractions, without rounding: are both sides of a sign equal as they are printed?
const exactly = {exactly};
globalThis.mathdoctest = {{ values, exactly, exact: {exact} }};
}})();
</script>
"""


def foot(page: LivePage, address: Callable[[str], str]) -> str:
    """The line at the foot of a page, and the data for its scripts; nothing without numbers.

    Args:
        page: the page.
        address: what turns a link of the notation into one of this page.
    """
    if not page.items:
        return ""
    said = _counted(page.checked, page.coded)
    island = _Island(page, address)
    content = json.dumps(island.content(), ensure_ascii=False, separators=(",", ":"))
    content = content.replace("</", "<\\/")  # a script ends at the first </, whatever it stands in
    return (
        f'\n<p class="claims-foot">{said}.</p>\n'
        f'<script type="application/json" id="{ISLAND}">{content}</script>\n'
        f"{island.program()}"
    )


def _counted(checked: int, coded: int) -> str:
    """How many numbers a page's formulas vouch for, and how many its code."""
    first = checked or coded
    numbers = "One number" if first == 1 else f"{first:,} numbers"
    are = "is" if coded == 1 else "are"
    if not checked:
        return f"{numbers} on this page {are} held to its code"
    said = f"{numbers} on this page {'was' if checked == 1 else 'were'} checked when it was built"
    return f"{said}, and {coded:,} more {are} held to its code" if coded else said


class _Island:
    """The data of one page. Formulas, symbols and terms are tables, for most of them recur."""

    def __init__(self, page: LivePage, address: Callable[[str], str]) -> None:
        self.page = page
        self.address = address
        self.values = page.document.values
        self.formulas: dict[str, int] = {}
        self.symbols: dict[tuple[str, str, str, str, str], int] = {}
        self.terms: dict[tuple[str, str, int], int] = {}
        self.graph = Graph()
        self.outputs: dict[int, int] = {}
        """The results of the page's function: where each node of the graph is among them."""
        self.givens = data(page.document) if page.live else []
        self.updates = updates(page.document, self.givens)
        later = {
            key: (of.quantity, of.course, of.steps, of.at)
            for key, (_, of) in page.code.later.items()
        }
        self.compiler = Compiler(
            self.values,
            self.givens,
            graph=self.graph,
            later=later,
            updated=[course.updates for course in page.code.courses],
        )

    def content(self) -> dict[str, Any]:
        """All of it; its keys are those that ``claims.js`` and ``live.js`` read."""
        claims = [self.claim(item) for item in self.page.items]
        live = self.live() if self.givens else None
        content: dict[str, Any] = {
            "claims": claims,
            "terms": [[self.formula(latex), value, out] for latex, value, out in self.terms],
            "symbols": [
                [self.formula(symbol), prose(meaning), code, source and self.address(source), role]
                for symbol, meaning, code, source, role in self.symbols
            ],
        }
        if live is not None:
            content["live"] = live
        content["formulas"] = [self.page.roles.mark(mathml(latex)) for latex in self.formulas]
        return content

    def claim(self, item: Item) -> list[Any]:
        """symbol, formula, value, terms, state; on a live page: output, decimals, flags, scale."""
        found, printed = item.explanation, item.printed
        symbol = (found.symbol, found.meaning, found.code, found.source, found.role)
        place = self.symbols.setdefault(symbol, len(self.symbols)) if any(symbol) else -1
        terms = [
            self.terms.setdefault((t.latex, t.value, self.output(t.node)), len(self.terms))
            for t in found.terms
        ]
        state = 1 if found.given else 2 if found.after else 0
        row = [place, self.formula(found.formula), found.value, terms, state]
        output = -1 if item.coded else self.output(found.node)
        if output >= 0:
            flags = self.exact(item) + 2 * item.own + 4 * printed.grouped
            row += [output, printed.decimals, flags, *([printed.scale] if printed.scale else [])]
        return row

    def exact(self, item: Item) -> bool:
        """Whether a number is printed without any rounding."""
        return bool(self.values.exact(item.explanation.node) == item.printed.value)

    def formula(self, latex: str) -> int:
        """The place of a formula in the table of formulas; -1 for none."""
        return self.formulas.setdefault(latex, len(self.formulas)) if latex else -1

    def output(self, node: Node) -> int:
        """The place of a quantity among the function's results; -1 where no given moves it."""
        if not self.givens:
            return -1
        try:
            index = self.compiler.add(node)
        except (UnknownValueError, RecursionError):
            return -1
        if not self.graph.moving(index):
            return -1
        return self.outputs.setdefault(index, len(self.outputs))

    def live(self) -> dict[str, Any]:
        """What can be changed on the page, and what a step of its own updates changes."""
        entries = {entry.latex.replace(" ", ""): entry for entry in self.page.explainer.entries}
        givens = []
        nexts = []
        descended: list[Definition] = []
        for k, given in enumerate(self.givens):
            entry = entries.get(given.latex.replace(" ", ""), Entry(""))
            head = re.split(r",| from | of ", entry.meaning)[0]
            role = entry.role or next((role for role in _ROLES if role in head), "")
            value = digits15(self.values.exact(given.require()))
            name = identifier(given.name)
            givens.append([self.formula(given.latex), name, value, prose(entry.meaning), role])
            if k in self.updates:
                output = self.output(self.updates[k])
                if output >= 0:
                    nexts.append([k, output])
                    descended += self.descended(self.updates[k])
        loss = [-1, -1]
        if descended and all(quantity is descended[0] for quantity in descended):
            node = self.values.keep(Ref(0, 0, descended[0]))
            loss = [self.output(node), self.formula(descended[0].latex)]
        rounded = [
            item.printed.decimals
            for item in self.page.items
            if item.claim and not item.coded and not self.exact(item)
        ]
        return {
            "givens": givens,
            "next": nexts,
            "loss": loss,
            "precision": max(set(rounded), key=rounded.count) if rounded else 5,
            "relations": self.page.relations,
        }

    def descended(self, updated: Node) -> list[Definition]:
        """What an update makes smaller: the L of each ∂L/∂w in it."""
        found: list[Definition] = []
        whole = updated.definition.require() if isinstance(updated, Ref) else updated
        for node in walk(whole):
            if isinstance(node, Ref) and node.definition.derivative:
                name = node.definition.name.partition("/")[0].removeprefix("∂")
                found += self.page.document.definitions.get(name, ())[:1]
        return found

    def program(self) -> str:
        """The functions of a live page; only after `content`, which finds what they must return."""
        if not self.givens:
            return ""
        values = javascript(self.graph, list(self.outputs), len(self.givens))
        graph = Graph()
        exact = Compiler(self.values, self.givens, graph=graph)
        shown = {i.claim.start: (k, i.own) for k, i in enumerate(self.page.items) if i.claim}
        printed = Compiler(self.values, self.givens, graph=graph, shown=shown, exact=exact)
        related = {k for items in self.page.relations for k in items}
        places: list[int] = []
        outputs: list[int] = []
        for k, item in enumerate(self.page.items):
            if item.claim is not None and k not in related:
                continue
            node: Any = item.explanation.node if item.claim is None else item.claim.quantity
            try:
                index = printed.add(node)
            except (UnknownValueError, RecursionError):
                continue
            if rational(graph, index):
                places.append(k)
                outputs.append(graph.negative(index) if item.own else index)
        return _PROGRAM.format(
            after=self.after(),
            values=values,
            exactly=exactly(graph, outputs),
            exact=json.dumps(places, separators=(",", ":")),
        )

    def after(self) -> str:
        """What is repeated on the page as functions, where any of its numbers needs one."""
        if all(operation.kind != "after" for operation in self.graph.operations):
            return ""
        made = []
        for course in self.page.code.courses:
            compiler = Compiler(self.values, self.givens)
            nodes = {place: compiler.add(node) for place, node in course.updates.items()}
            made.append(repetition(compiler.graph, nodes, len(self.givens)))
        return f"// Steps that are made again and again.\nconst after = [{', '.join(made)}];\n"


@lru_cache(maxsize=4096)
def mathml(latex: str) -> str:
    """A formula for the explanations; as it is written where it cannot be converted."""
    try:
        made = render(latex, display=False)
    except FormulaError:
        return f"<code>{html.escape(latex)}</code>"
    return re.sub(r'^<math alttext="[^"]*"', "<math", made)


def prose(text: str) -> str:
    """A meaning with its formulas, as HTML."""
    pieces = _MATH.split(text)
    return "".join(
        mathml(piece) if i % 2 else html.escape(piece, quote=False)
        for i, piece in enumerate(pieces)
    )
