"""What a page's names mean: versioned definitions and functions, in reading order."""

from __future__ import annotations

import itertools
import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Container, Iterable, Mapping, MutableMapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import NamedTuple

from mathdoctest.binding import Binder
from mathdoctest.chains import Chain, Part
from mathdoctest.definitions import (
    Definition,
    Function,
    Numbers,
    is_made_behind,
    references,
    renamed,
)
from mathdoctest.derivative import number
from mathdoctest.evaluate import Exact, Values
from mathdoctest.examples import (
    counted_apart,
    examples_apart,
    is_in_time,
    items_apart,
    label_before,
    told_before,
)
from mathdoctest.figures import Figures
from mathdoctest.general import (
    LETTERS,
    TIME,
    Making,
    fit_index,
    free_letters,
    index_letters,
    instance,
    instance_of,
    is_step,
)
from mathdoctest.gradients import Gradients
from mathdoctest.instances import Instance, instances, shown
from mathdoctest.lexer import BUILTIN, Names
from mathdoctest.limits import MAX_GENERAL
from mathdoctest.matrices import cells
from mathdoctest.names import Unresolved, has_symbols, is_datum, name_of
from mathdoctest.nearness import distance
from mathdoctest.numerals import whole_number
from mathdoctest.outline import (
    Statement,
    begins,
    declares,
    finer,
    is_understood,
    numbered,
    numerals_of,
    parameter,
    passed_over,
    runs_over_time,
    starts_from_itself,
    stem_of,
)
from mathdoctest.rounding import prints, significant
from mathdoctest.samples import Samples
from mathdoctest.solving import solve, unknown_inside
from mathdoctest.tree import (
    Add,
    Arr,
    Call,
    Deriv,
    Mul,
    Neg,
    Node,
    Num,
    Opaque,
    Param,
    Ref,
    Sum,
    Sym,
    literals,
    replaced,
    walk,
)
from mathdoctest.variation import steps_often
from mathdoctest.wording import BEGINS, CHANGES, SENTENCE_END

_SIGN = re.compile(r"\\[A-Za-z]+|\d+|\S")
_NEW_MARK = re.compile(r"'\Z|\^\{(?:\+|new|neu|nuevo|nouveau|novo)\}")
"""What makes the name of a new value of that of the old one."""
_CONDITION = re.compile(
    r"\b(?:for|if|when|where|für|wenn|falls|pour|si|quand|para|se|cuando|quando|per|als|voor)\b"
    r".*(?:[<>≤≥]|\\[lg](?:e|t|eq)\b)",
    re.DOTALL,
)
"""What tells for which arguments a formula holds."""
_EXTREME = re.compile(
    r"(?:\b(?:max|min)i(?:m\w*|zed|sed)\b|\b(?:larg|great|high|small|low)est\b|\bstationary\b"
    r"|\b(?:am )?(?:größt|kleinst)\w*|\b(?:extrem|optim|máxim|mínim|massim|minim)\w*)"
    r"[^.;:$]{0,30}\b(?:for|when|if|at|where|für|bei|wenn|falls|pour|quand|lorsque|si|para|cuando"
    r"|quando|se|per)\W*\Z"
    r"|[最极極][大小高低优佳][^。；$]{0,12}\$*\Z",
    re.IGNORECASE,
)
"""Before an equation that tells where something is largest, and holds nowhere else."""
NEAR = 60
"""Characters before a formula in which its sentence may begin."""
UNLIKE = 3
"""Signs that only one of two formulas has: of one slip of the pen come two."""
MAX_LETTERS = 2
"""Index letters of a general formula that is checked for indices."""
MAX_INDEX = 4
"""A general formula is checked for indices up to this."""
MAX_VERSIONS = 100
"""Values of one symbol that are looked through."""
MAX_CASES = 4
"""Statements behind a declaration that may say the same function for another case."""
_BRACED_BELOW = re.compile(r"_\{[^{}]*\}\Z")
_FIRST_ENTRY = re.compile(r"(?P<stem>.+?(?P<outer>_\{[^{},]+(?=,))?)(?:_\{|,)0\}")
"""The name of an entry 0: ``z_{0}`` of ``z``, ``a_{1,0}`` of ``a_{1}``."""
_MORE = 0.5
"""How far a total is from the sum over all that is shown if there is much more of it."""
LONG_FIGURE = 5
"""Digits of a number that is a result rather than a datum."""


@dataclass(frozen=True, slots=True)
class Base:
    """What a page hands on to one that continues it: its names, each as before any update."""

    definitions: dict[str, Definition]
    functions: dict[str, Function]
    names: Names


class Document:
    """The names of one page, in reading order."""

    def __init__(
        self,
        statements: list[Statement],
        names: Names,
        values: Values,
        text: str,
        path: str = "",
        base: Base | None = None,
    ) -> None:
        self.statements = statements
        self.names = names
        self.values = values
        self.text = text
        self.path = path
        self.definitions: MutableMapping[str, tuple[Definition, ...]] = {}
        """The versions of each quantity, the last one the latest."""
        self.entered: list[Definition] = []
        """Every version of every quantity in the order in which they were made, and those whose
        expression changed once more."""
        self._updated = False
        self.functions: MutableMapping[str, Function] = {}
        self.unresolved: list[Unresolved] = []
        self.has_blanks = False
        """Whether anything on the page has no value of its own."""
        self.lost: dict[tuple[int, ...], bool] = {}
        self._numerals: Counter[str] | None = None
        self.outside: list[str] = []
        """The digits of the numbers in the page's sentences and tables."""
        self.blanks: MutableMapping[str, Definition] = {}
        """Quantities that the page mentions and never defines."""
        self.defined_by: MutableMapping[int, Definition | Function] = {}
        """What each statement defines."""
        self._definers: dict[str, list[int]] = {}
        self.function_definers: dict[str, int] = {}
        self._slope: _Slope | None = None
        """The page's differential equation."""
        self._instances: dict[str, list[Instance]] | None = None
        """Where functions are written out at a number, once it is asked for."""
        self._starts = [statement.chain.start for statement in statements]
        self.reached = -1
        """The statement that is being checked: those before it have defined what they define."""
        self.binding: set[int] = set()
        self.general: dict[str, list[int]] = {}
        """Statements that say what a symbol with a running index is, by the symbol's stem.

        Or what a derivative by such a symbol is.
        """
        self._making = Making()
        self._timed: bool | None = None
        """Whether time is a running index on the page."""
        self._numbered: set[str] | None = None
        """Stems of names that are numbered somewhere on the page."""
        self.written = 0
        """How many terms and cells its sums and matrices were written out to."""
        if base is not None:
            for first in base.definitions.values():
                self.enter(first)
            self.functions.update(base.functions)
        for k, statement in enumerate(statements):
            self._note(k, statement.chain)
        for k, statement in enumerate(statements):
            self._note_aliases(k, statement.chain)
        self.samples: Samples | None = None
        """What the page's tables hold, once they are read."""
        self._from_zero = self._lengths_from_zero()
        """How many entries lists have that are counted from 0."""

    def _lengths_from_zero(self) -> set[int]:
        lengths = set()
        for name in self._definers:
            found = _FIRST_ENTRY.fullmatch(name)
            stem = found["stem"] + ("}" if found["outer"] else "") if found else ""
            if found is None or stem not in self._definers:
                continue
            before = name[: -len("0}")]
            length = next(n for n in itertools.count(1) if f"{before}{n}}}" not in self._definers)
            last = [self.statements[k].chain.parts[-1].node for k in self._definers[stem]]
            told = [node for node in last if isinstance(node, Arr)]
            if length > 1 and (
                any(
                    length in (len(node.rows), len(node.rows[0]))
                    and 1 in (len(node.rows), len(node.rows[0]))
                    for node in told
                )
                or (not told and all(map(has_symbols, last)))
            ):
                lengths.add(length)
        return lengths

    def so_far(self) -> Sequence[Definition]:
        """The quantities in the order in which they were told."""
        return self.entered

    @cached_property
    def differentiated(self) -> list[tuple[int, str]]:
        """Where the page says what a derivative is, and of which quantity."""
        told = [s.chain for s in self.statements if len(s.chain.parts) > 1]
        firsts = [(chain.start, chain.parts[0].node) for chain in told]
        return [(at, name_of(first.of)) for at, first in firsts if isinstance(first, Deriv)]

    def handed_on(self) -> Base:
        """What a page that continues this one begins with."""
        first = {name: versions[0] for name, versions in self.definitions.items()}
        return Base(first, dict(self.functions), self.names)

    def _note(self, k: int, chain: Chain) -> None:
        if len(chain.parts) < 2 or chain.parts[0].relation:
            return
        first, second = chain.parts[0].node, chain.parts[1]
        if second.relation not in ("=", ":=", "\\approx", "\\leftarrow"):
            return
        if (
            isinstance(first, Call)
            and first.order == 0
            and first.args
            and first.name not in BUILTIN
            and declares(first)
        ):
            self.function_definers.setdefault(first.name, k)
            return
        if self._slope is None:
            self._slope = _slope_of(k, chain)
        name = name_of(first)
        if (
            isinstance(first, Sym)
            and index_letters(first)
            and not (is_step(first) and is_datum(second.node))
            and self._runs(first, chain)
        ):
            known = self.general.setdefault(stem_of(first), [])
            if len(known) < MAX_GENERAL and not any(self._says_again(k, j) for j in known):
                known.append(k)
            return
        if isinstance(first, Deriv) and isinstance(first.wrt, Sym) and index_letters(first.wrt):
            rules = self.general.setdefault(f"∂{name_of(first.of)}/∂{stem_of(first.wrt)}", [])
            if len(rules) < MAX_GENERAL and self._runs(first.wrt, chain):
                rules.append(k)
        if name and second.relation != "\\leftarrow" and not starts_from_itself(chain):
            if isinstance(second.node, Sym) and self._is_condition(chain):
                return
            self._definers.setdefault(name, []).append(k)

    def _is_condition(self, chain: Chain) -> bool:
        r"""Whether a sentence only says when two quantities meet: “it is largest for $R = R_i$”."""
        words = self.text[max(0, chain.start - NEAR) : chain.start]
        return _EXTREME.search(SENTENCE_END.split(words)[-1]) is not None

    def _note_aliases(self, k: int, chain: Chain) -> None:
        """In ``a = b = 0.5`` with ``b`` never defined alone in its section, both are given.

        So they are at a start, ``m = v = (0, 0)``, behind which a new list is told for each.
        """
        parts = chain.parts
        if len(parts) < 3 or k not in self._definers.get(name_of(parts[0].node), ()):
            return
        for part in parts[1:-1]:
            inner = name_of(part.node)
            if not inner:
                return
            definers = self._definers.setdefault(inner, [k])
            other = self.statements[definers[0]]
            lists = isinstance(parts[-1].node, Arr) and isinstance(other.chain.parts[1].node, Arr)
            if definers[0] > k and (lists or other.section > self.statements[k].section):
                definers.insert(0, k)

    def _runs(self, symbol: Sym, chain: Chain) -> bool:
        """Whether the letters of a subscript are running indices, and no part of a name.

        They are if the page numbers the same name elsewhere, in a table too, or has it as a list or
        matrix, and the formula holds no measured numbers of its own.
        """
        if not is_step(symbol) and any(
            "." in num.digits for part in chain.parts for num in literals(part.node)
        ):
            return False
        if self._numbered is None:
            self._numbered = set()
            for statement in self.statements:
                parts = statement.chain.parts
                self._numbered.update(numbered(statement.chain))
                first = parts[0].node
                if isinstance(first, Sym) and any(isinstance(part.node, Arr) for part in parts[1:]):
                    self._numbered.add(first.name)
        stem = stem_of(symbol)
        return stem in self._numbered or stem in self.names.in_tables

    # -- looking names up --------------------------------------------------------------------------

    def lookup(
        self, name: str, now: int, prefer: Container[int] | None = None
    ) -> Definition | None:
        """The version of a quantity that a statement means; a later one if none came before."""
        versions = self.definitions.get(name)
        definers = self._definers.get(name, ())
        # A quantity that is being defined is in a circle: no later value of it is meant.
        if not versions and self.binding.isdisjoint(definers):
            for k in definers:
                if k > min(now, self.reached) and k not in self.binding:
                    self.define(k)
                    versions = self.definitions.get(name)
                    if versions:
                        break
        if not versions:
            return self._start_value(name)
        if len(versions) > 1 and prefer is not None:
            chosen = list(itertools.islice((v for v in reversed(versions) if id(v) in prefer), 2))
            if len(chosen) == 1:
                return chosen[0]
        return self._of_example(versions, now) if len(versions) > 1 else versions[-1]

    def _of_example(self, versions: Sequence[Definition], now: int) -> Definition:
        """The version of a datum that the example of a statement has; else the newest."""
        if not versions[-1].given or not 0 <= now < len(self.statements):
            return versions[-1]
        end = told_before(self.text, self.statements[now].chain.start)
        if end is None:
            return versions[-1]
        recent = versions[-MAX_VERSIONS:]
        told = next((version for version in reversed(recent) if version.start < end), None)
        return told if told is not None and told.given else versions[-1]

    def _start_value(self, name: str) -> Definition | None:
        """What ``y_0`` is on a page with a differential equation that gives ``y(0) = 1``."""
        unknown = name.removesuffix("_{0}")
        if self._slope is None or unknown == name or unknown not in self._slope.params:
            return None
        if name in self._definers:
            return None
        start = f"{unknown}("
        given = [versions[0] for known, versions in self.definitions.items()
                 if known.startswith(start)]  # fmt: skip
        return given[0] if len(given) == 1 and given[0].given else None

    def before(self, at: int) -> int:
        """How many statements begin before a place of the page."""
        return bisect_left(self._starts, at)

    def line(self, at: int) -> int:
        """The line of a place of the page, counted from the statement that it stands in."""
        k = bisect_right(self.statements, at, key=begins) - 1
        if k < 0:
            return self.text.count("\n", 0, at) + 1
        said = self.statements[k]
        return said.line + self.text.count("\n", said.chain.start, at)

    def numerals(self) -> Counter[str]:
        """The digits of all numbers that the page prints, and how often."""
        if self._numerals is None:
            self._numerals = Counter(t for t in self.outside if len(t) > 1)
            for statement in self.statements:
                self._numerals.update(numerals_of(statement))
        return self._numerals

    def blank(self, sym: Sym | Sum) -> Definition:
        """What stands for a symbol, or a total, that the page defines nowhere."""
        name = name_of(sym)
        found = self.blanks.get(name)
        if found is None or self._is_of_another_example(found, sym):
            made = self._stepped(name, sym)
            if made is not None:
                return made
            reason = f"{name} is not defined"
            latex = self.text[sym.start : sym.end] or name
            found = Definition(name, latex, 0, 0, page=self.path, reason=reason, blank=True)
            self.blanks[name] = found
            self.has_blanks = True
        return found

    def _stepped(self, name: str, sym: Sym | Sum) -> Definition | None:
        """The quantity that a table above has stepped on to, by the name of its old value."""
        made = self.stepped.get(_NEW_MARK.sub("", name)) if self.stepped else None
        if made is None or made.node is None or not _NEW_MARK.search(name):
            return None
        latex = self.text[sym.start : sym.end] or name
        return self.enter(replace(made, name=name, latex=latex))

    def step(self, name: str, at: int, node: Node | None) -> None:
        """Note the new value of a quantity that a table tells there and calls nothing."""
        latex = f"{name}'"
        reason = f"the new value of {name} is not known"
        self.stepped[name] = Definition(
            latex, latex, at, self.line(at), node=node, reason=reason, page=self.path
        )

    def _is_of_another_example(self, learnt: Definition, sym: Sym | Sum) -> bool:
        """Whether a number was put in a symbol's place only in an example before."""
        if learnt.node is None or learnt.start:
            return False
        now = examples_apart(self.text, sym.start, learnt.node.start)
        return bool(now) and not is_in_time(now)

    def learn(self, definition: Definition, node: Node) -> None:
        """Take the number that a page puts in a symbol's place for the symbol's value."""
        definition.node = node
        definition.given = True
        self._numbers.add(definition)
        if not isinstance(node, Num) or significant(node) >= LONG_FIGURE:
            definition.result = True
        self.values.forget()

    def tell(self, definition: Definition, at: int, line: int) -> None:
        """Keep what a table says there a symbol is, as if an equation did: ``x_2`` beside 2."""
        definition.blank = False
        definition.start, definition.line = at, line
        self.blanks.pop(definition.name, None)
        self.enter(definition)

    def taken(self, name: str) -> Definition | None:
        """What stands for a symbol that only a number in its place, or a count, tells."""
        blank = self.blanks.get(name)
        return blank if blank is not None and blank.node is not None else None

    @cached_property
    def steps_often(self) -> bool:
        """Whether the page tells more small steps than are worked out."""
        return steps_often(self.text)

    @cached_property
    def stepped(self) -> dict[str, Definition]:
        """What tables have stepped on to so far, by the names of the old values."""
        return {}

    @cached_property
    def told_by_formula(self) -> set[str]:
        """Names that stand at the left of equations, without and with their subscripts."""
        firsts = (s.chain.parts[0].node for s in self.statements if len(s.chain.parts) > 1)
        names = [first.name for first in firsts if isinstance(first, Sym)]
        return {*names, *(name.partition("_{")[0] for name in names)}

    @cached_property
    def finer(self) -> frozenset[int]:
        """The statements that tell a result as a datum."""
        return finer(self.statements)

    @cached_property
    def lists_are_rows(self) -> bool:
        r"""Whether lists stand before matrices in products: ``x^\top \delta`` is a matrix then."""
        shapes: dict[str, bool] = {}
        for statement in self.statements:
            first, *parts = (part.node for part in statement.chain.parts)
            for node in parts:
                if isinstance(first, Sym) and isinstance(node, Arr):
                    shapes.setdefault(first.name, 1 not in node.shape)
        if len(set(shapes.values())) < 2:
            return False
        before = behind = 0
        for statement in self.statements:
            for part in statement.chain.parts:
                for node in walk(part.node):
                    if isinstance(node, Mul) and node.how != "odot":
                        kinds = [
                            1 not in f.shape if isinstance(f, Arr) else shapes.get(name_of(f))
                            for f in node.factors
                        ]
                        pairs = list(itertools.pairwise(kinds))
                        before += pairs.count((False, True))
                        behind += pairs.count((True, False))
        return before > behind

    @cached_property
    def _from_00(self) -> set[str]:
        """Names with an index 0 among their subscripts: their entries are counted from there."""
        symbols = (
            node
            for statement in self.statements
            for part in statement.chain.parts
            for node in walk(part.node)
            if isinstance(node, Sym) and "0" in node.sub
        )
        return {symbol.name.partition("_{")[0] for symbol in symbols}

    def doubt(self, definition: Definition, reason: str) -> None:
        """Take away the value of a quantity, until the page puts a number in its place."""
        definition.node = None
        definition.blank = True
        definition.result = True
        definition.reason = reason
        definition.alternatives.clear()
        self.has_blanks = True
        self.values.forget()

    def unsaid(self, definition: Definition) -> Definition:
        """The quantity that a name means before the page gives it: one without a value yet."""
        self.has_blanks = True
        reason = f"{definition.name} is not defined yet"
        return replace(definition, node=None, given=False, blank=True, reason=reason, uses=0)

    def renew(self, old: Definition, node: Node, section: int) -> Definition:
        """Another quantity of the same name, from here on."""
        line = self.line(node.start)
        made = Definition(old.name, old.latex, node.start, line, page=self.path, section=section)
        made.node = node
        made.given = isinstance(node, Num)
        made.uses = 1
        made.blank = old.blank
        if old.blank:
            self.blanks[old.name] = made
        else:
            self.definitions[old.name] = ()
            self.enter(made)
        return made

    def sampled(self, node: Node, now: int) -> Node | None:
        """What a mean or a total is by the tables above statement ``now``."""
        if not self.samples:
            return None
        return self.samples.of(node, node.start, lambda part: self.bind(part, now))

    def is_of_another_sample(self, total: Sum, told: Definition) -> bool:
        """Whether a total was told of a sample that another one has followed since."""
        if not self.samples or told.page != self.path or not told.start < total.start:
            return False
        return self.samples.is_told_since(total, told.start, total.start)

    def works_out(self, node: Node, told: Node, k: int) -> bool:
        """Whether a segment of a chain is more than a name: an entry of a list, or a known sum.

        Args:
            node: the segment.
            told: what the chain ends with.
            k: the statement.
        """
        if isinstance(node, Sym):
            return self.listed(node, k) is not None
        return isinstance(node, Sum) and self._adds_up(node, told, k)

    def _adds_up(self, total: Sum, told: Node, k: int) -> bool:
        """Whether a total is the sum over a sample of the page, or nearly so.

        A number that is far from it is of a larger sample, of which a table shows some members.
        """
        made = self.sampled(total, k)
        value = None if made is None else self.values.known(made)
        shown = self.values.known(self.bind(told, k)) if is_datum(told) else value
        return value is not None and shown is not None and distance(shown, value) < _MORE

    def reach(self, definition: Definition) -> None:
        """Make a quantity the latest of its name again where the page gives it.

        What is used before it is given may have been something else there.
        """
        versions = self.definitions.get(definition.name, ())
        if versions and versions[-1] is not definition and versions[-1].start < definition.start:
            self.definitions[definition.name] = ()
            self.enter(definition)

    # -- defining ----------------------------------------------------------------------------------

    def define(self, k: int) -> Definition | Function | None:
        """What statement ``k`` defines, made on first need; nothing if it defines nothing new."""
        if k in self.defined_by:
            return self.defined_by[k]
        if k in self.binding:
            return None
        chain = self.statements[k].chain
        if len(chain.parts) < 2 or chain.parts[0].relation or chain.parts[0].plain:
            return None
        first, second = chain.parts[0].node, chain.parts[1]
        self.binding.add(k)
        try:
            if isinstance(first, Call) and first.name not in BUILTIN:
                return self._define_function(k, first, second.node)
            name = name_of(first)
            if second.relation not in ("=", ":=", "\\approx"):
                return None
            if not name:
                understood = (part.node for part in chain.parts[1:] if is_understood(part.node))
                self._solve(k, first, next(understood, second.node))
                return None
            if self.definitions.get(name):
                return None
            if isinstance(first, Sym) and self._is_entry(first, chain.parts[-1].node):
                return None
            if (
                isinstance(first, Sym)
                and first.sub
                and not has_symbols(second.node)
                and self._instance(first, k) is not None
            ):
                return None
            if (
                isinstance(first, Deriv)
                and not self._is_told_alone(first, second.node, k)
                and self.gradients.derivative(first, k, frozenset()) is not None
            ):
                return None
            if isinstance(first, Sum) and not self._is_told(first, k):
                return None
            source = second.node
            for part in chain.parts[1:]:
                source = part.node
                if passed_over(chain, source):
                    continue
                inner = name_of(source)
                if (
                    not inner
                    or self.is_function(inner)
                    or self.definitions.get(inner)
                    or self.works_out(source, chain.parts[-1].node, k)
                    or self._definers.get(inner, [k])[0] not in self.binding
                ):
                    break
                if isinstance(source, Deriv) and self.says_something(source, k, name):
                    break
            made = self._make(k, first, name, source)
            if made.given and passed_over(chain, second.node):
                # A formula that is not understood came to it: it rests on what nobody knows.
                for one in (made, *made.entries):
                    one.result = True
            for part in chain.parts[1:]:
                if part.node is not source and isinstance(part.node, Deriv):
                    self._note_unknown(part.node, k)
            for part in chain.parts[1:]:
                if part.node is source or not isinstance(part.node, Sym):
                    break
                # a = b = 0.5 gives two quantities one value, from which each goes its own way.
                self._make(k, part.node, part.node.name, source)
            self.defined_by[k] = made
            last = chain.parts[-1]
            if len(chain.parts) > 2 and last.relation == "=" and self._is_new(last.node, k):
                # a = 2 x = 0.5 = c tells c, too.
                self._make(k, last.node, name_of(last.node), first)
                self.defined_by[k] = made
            return made
        finally:
            self.binding.discard(k)

    def _is_new(self, node: Node, k: int) -> bool:
        """Whether it is a symbol of which nothing else on the page tells what it is."""
        if not isinstance(node, Sym) or node.name in self._definers:
            return False
        return self.resolve(node, k, frozenset()) is None

    def _is_told(self, total: Sum, k: int) -> bool:
        """Whether only its result tells a total: what can be added up needs none.

        Which table is meant where none is named is told by the result, too.
        """
        if self.sampled(total, k) is not None:
            return True
        unresolved = len(self.unresolved)
        bound = self.bind(total, k)
        del self.unresolved[unresolved:]
        return isinstance(bound, Ref) and bound.definition.blank

    def _is_told_alone(self, node: Deriv, source: Node, k: int) -> bool:
        """Whether a derivative is told as a number, and so is what it is taken of.

        What such a quantity depends on the page does not say, so the number is a datum too.
        """
        if not (is_datum(source) and isinstance(node.of, Sym) and isinstance(node.wrt, Sym)):
            return False
        above = self.lookup(node.of.name, k, frozenset())
        return above is not None and above.given and node.of.name != node.wrt.name

    def says_something(self, node: Deriv, k: int, name: str) -> bool:
        """Whether a derivative has a value by the page's definitions, and so is no mere name."""
        of = node.of
        if not isinstance(of, Sym) or of.name == name:
            return True
        if isinstance(node.wrt, Sym) and self.resolve(node.wrt, k, frozenset()) is None:
            return True
        return self.gradients.derivative(node, k, frozenset()) is not None

    def _solve(self, k: int, left: Node, right: Node) -> None:
        r"""Define the one unknown inside a left side: ``\sigma^2 = …`` before ``\sigma``."""
        unknown = unknown_inside(left, lambda sym: self._is_known(sym, k))
        if unknown is not None and not isinstance(right, Opaque):
            self.solve(k, left, unknown, right)

    def solve(self, k: int, left: Node, unknown: Sym, right: Node) -> None:
        """Define a symbol inside of what statement ``k`` says something equals."""
        source = solve(left, unknown, right)
        if source is None:
            return
        bound = self.bind(source, k)
        if isinstance(bound, (Arr, Opaque)) or self.values.known(bound) is None:
            return
        latex = self.text[unknown.start : unknown.end]
        definition = Definition(
            unknown.name, latex, unknown.start, self.statements[k].line, node=bound, page=self.path
        )
        definition.section = self.statements[k].section
        self.enter(definition)
        self.unresolved.append(Unresolved(unknown.start, unknown.end, unknown.name, "solved"))

    def _is_known(self, sym: Sym, k: int) -> bool:
        """Whether a symbol has a meaning that an equation should not give it anew."""
        if self.definitions.get(sym.name) or self.component(sym) is not None:
            return True
        for later in self._definers.get(sym.name, ()):
            part = self.statements[later].chain.parts[1].node
            if later < k or has_symbols(part):
                return True
        return False

    def _note_unknown(self, node: Deriv, k: int) -> None:
        """Note the names in a derivative that mean nothing here."""
        for part in (node.of, node.wrt):
            if isinstance(part, Sym) and self.resolve(part, k, frozenset()) is None:
                self.unresolved.append(Unresolved(part.start, part.end, part.name, "symbol"))

    def _make(self, k: int, first: Node, name: str, source: Node) -> Definition:
        statement = self.statements[k]
        latex = self.text[first.start : first.end]
        definition = Definition(name, latex, first.start, statement.line, page=self.path)
        definition.section = statement.section
        if isinstance(first, Deriv):
            definition.derivative = True
            self._note_unknown(first, k)
        bound = self.bind(source, k)
        self.attach(definition, bound)
        definition.given = is_datum(source)
        if isinstance(source, Num) and (made := self.sampled(first, k)) is not None:
            value = self.values.known(self.values.keep(made))
            if value is not None and prints(source, value):
                # It is rounded where what it is made of is not.
                definition.node = made
        definition = self.enter(definition)
        self.defined_by[k] = definition
        return definition

    def enter(self, definition: Definition) -> Definition:
        """Add a version to those of its quantity; returns it, or one like it that was known."""
        before = self.definitions.get(definition.name, ())
        self.definitions[definition.name] = (*before, definition)
        self.entered.append(definition)
        self._updated |= bool(before)
        return definition

    def numbers(self) -> Mapping[int, Sequence[Definition]]:
        """The quantities that are a number, or were one once, by the number's identity."""
        self._numbers.look_at(self.entered)
        return self._numbers.found

    @cached_property
    def _numbers(self) -> Numbers:
        return Numbers()

    @property
    def gradients(self) -> Gradients:
        """What makes its derivatives; it is not kept, since each would keep the other alive."""
        return Gradients(self)

    def figures(self) -> Figures:
        """A way to find its quantities by their values."""
        return Figures(self)

    def has_versions(self) -> bool:
        """Whether any quantity has more than one version yet."""
        return self._updated

    def attach(self, definition: Definition, bound: Node) -> None:
        """Give a definition its expression; an array's cells become definitions of their own."""
        if not isinstance(bound, Arr):
            if isinstance(bound, Opaque):
                definition.reason = bound.reason
                definition.blank = True
                self.has_blanks = True
                return
            definition.node = bound
            return
        definition.flat = bound.flat
        rows: list[tuple[Definition, ...]] = []
        for i, row in enumerate(bound.rows, 1):
            cells = []
            for j, cell in enumerate(row, 1):
                sub = str(
                    j if bound.flat or len(bound.rows) == 1 else i if len(row) == 1 else f"{i},{j}"
                )
                base, brace, outer = definition.name.partition("_{")
                inner = f"{outer.rstrip('}')},{sub}" if brace else sub
                made = Definition(
                    f"{base}_{{{inner}}}", _latex_of_entry(definition.latex, sub),
                    definition.start, definition.line,
                    definition.version, cell, is_datum(cell), page=self.path,
                    array=definition.name, place=(i - 1) * len(row) + j - 1,
                )  # fmt: skip
                cells.append(made)
            rows.append(tuple(cells))
        definition.cells = tuple(rows)
        definition.node = None
        definition.reason = f"{definition.latex} is a matrix"

    def update(self, k: int, first: Sym, bound: Node, *, tells: bool = True) -> Definition:
        """A new version of a quantity; ``tells`` says whether the statement is about it."""
        before = self.definitions.get(first.name, ())
        definition = Definition(
            first.name, self.text[first.start : first.end], first.start, self.statements[k].line,
            len(before), page=self.path, section=self.statements[k].section,
        )  # fmt: skip
        self.attach(definition, bound)
        definition = self.enter(definition)
        if tells:
            self.defined_by[k] = definition
        return definition

    def is_told_with(self, name: str, other: str) -> bool:
        """Whether any equation of a quantity, perhaps one further down, has another one in it."""
        return any(
            isinstance(node, Sym) and node.name == other
            for k in self._definers.get(name, ())[:MAX_VERSIONS]
            for part in self.statements[k].chain.parts[1:]
            for node in walk(part.node)
        )

    def is_mentioned(self, sym: Sym) -> bool:
        """Whether the page says anywhere what a symbol is."""
        return (
            bool(self.definitions.get(sym.name))
            or sym.name in self._definers
            or self.component(sym) is not None
        )

    def starts_from(self, sym: Sym, datum: Node) -> bool:
        r"""Whether the first formula of a symbol is one of numbers that begins with its value.

        As a step of descent does: ``w_1 = -0.4 - 0.5 \cdot 0.1``.
        """
        if self.definitions.get(sym.name) or sym.name not in self._definers:
            return False
        source = self.statements[self._definers[sym.name][0]].chain.parts[1].node
        if not isinstance(source, Add) or has_symbols(source) or not is_datum(source.terms[0]):
            return False
        value = self.values.known(source.terms[0])
        return value is not None and value == self.values.known(datum)

    # -- what is said of a quantity later on -------------------------------------------------------

    def use(self, definition: Definition) -> None:
        """Note that something refers to a quantity."""
        definition.uses += 1

    def extent(self, definition: Definition) -> tuple[int, int]:
        """Where a definition of this page is written.

        One that nobody wrote, such as the derivative that a bound number asks for, has only the
        place of what asked for it.
        """
        start, latex = definition.start, definition.latex
        return start, start + (len(latex) if self.text.startswith(latex, start) else 1)

    def is_used(self, definition: Definition) -> bool:
        """Whether anything refers to a quantity."""
        return definition.uses > 0

    def is_function(self, name: str) -> bool:
        """Whether the page declares a function of this name, perhaps further down."""
        return name in self.functions or name in self.function_definers

    def redefine(self, definition: Definition, node: Node) -> None:
        """Replace a definition's expression by the one whose literals stand for something."""
        definition.given = False
        self.entered.append(definition)
        if isinstance(node, Arr) and definition.cells:
            for row, cells in zip(definition.cells, node.rows, strict=True):
                for cell, inner in zip(row, cells, strict=True):
                    cell.node = inner
                    cell.given = False
            return
        before, definition.node = definition.node, node
        if before is not None and definition.uses:
            # What was used before it was told may be another number now, and so what is made of it.
            old, new = self.values.known(before), self.values.known(node)
            if old is not None and old != new:
                self.values.forget()

    def alternatives(self, definition: Definition) -> Sequence[Node]:
        """Other expressions that the page gave for a quantity so far."""
        return definition.alternatives

    def add_alternative(self, definition: Definition, node: Node) -> None:
        """Remember another expression for a quantity."""
        definition.alternatives.append(node)

    def bodies(self, function: Function, order: int) -> Sequence[Node]:
        """Other bodies that the page gave for a function or a derivative of it so far."""
        return function.alternatives.get(order, ())

    def add_bodies(self, function: Function, order: int, nodes: Iterable[Node]) -> None:
        """Remember other bodies of a function."""
        function.alternatives.setdefault(order, []).extend(nodes)

    def _define_function(self, k: int, first: Call, source: Node) -> Function | None:
        if first.order or first.name in BUILTIN:
            return None
        if not declares(first):
            return None
        if first.name in self.functions and not self._is_another(k, first, source):
            return None
        params = tuple(parameter(arg) for arg in first.args)
        if not has_symbols(source) and (
            all(name[:1].isdigit() or self.definitions.get(name) for name in params)
            or any(isinstance(arg, Sym) and arg.sub.isdecimal() for arg in first.args)
        ):
            # A value at the page's own argument, or at one of several, and no declaration.
            return None
        function = Function(first.name, params, None, first.start, self.statements[k].line)
        self.functions[first.name] = function
        scope = {name: i for i, name in enumerate(params)}
        body = self.bind(source, k, scope)
        constant = has_symbols(source) and not any(isinstance(n, Param) for n in walk(body))
        # What rests on the data of a table is the value of those data, at no other argument.
        told = constant and bool(self.samples)
        if not isinstance(body, Arr) and not told and not self._is_by_cases(k, first):
            # What is not understood in a part of it is not understood as a whole.
            unread = (node for node in walk(body) if isinstance(node, Opaque))
            function.body = next(unread, body)
        self.defined_by[k] = function
        return function

    def right_side(self, name: str, arity: int) -> Function | None:
        """The ``f(x, y)`` of the page's ``dy/dx = …``, which most pages never declare."""
        if self._slope is None or name != self._slope.function:
            return None
        k, place, _, params = self._slope
        source = self.statements[k].chain.parts[place].node
        params = params[len(params) - arity :]
        names = {n.name for n in walk(source) if isinstance(n, Sym)}
        if not 1 <= arity <= len(params) or (place == 1 and not names <= set(params)):
            return None
        body = self.bind(source, k, {param: i for i, param in enumerate(params)})
        if isinstance(body, (Arr, Opaque)):
            return None
        function = Function(name, params, body, source.start, self.statements[k].line)
        self.functions.setdefault(name, function)
        return function

    def at_work(self, name: str) -> Function | None:
        """A function that the page never declares, as it is where it is written out at a number."""
        if self._instances is None:
            self._instances = {}
            for statement in self.statements:
                for one in instances(statement.chain):
                    self._instances.setdefault(one.name, []).append(one)
        body = shown(self._instances.get(name, ()))
        if body is None:
            return None
        function = Function(name, ("x",), body, body.start, self.line(body.start))
        self.functions.setdefault(name, function)
        return function

    def _is_by_cases(self, k: int, first: Call) -> bool:
        """Whether one sentence says a function twice: “$f(z) = z$ for $z > 0$, and $f(z) = …”."""
        for j in range(k + 1, min(k + 1 + MAX_CASES, len(self.statements))):
            again = self.statements[j].chain.parts[0].node
            between = self.text[self.statements[k].chain.end : again.start]
            if "\n\n" in between:
                return False
            if isinstance(again, Call) and again.name == first.name and again.order == first.order:
                return _CONDITION.search(between) is not None
        return False

    def _is_another(self, k: int, first: Call, source: Node) -> bool:
        """Whether another section or label declares a function by a name that was used before.

        A slip of the pen changes one sign of a formula, or exchanges two.
        """
        old = self.functions[first.name]
        if not 0 <= old.start < first.start or old.body is None:
            return False
        said = self.statements[self.before(old.start)]
        words = SENTENCE_END.split(self.text[max(0, first.start - NEAR) : first.start])[-1]
        # “With $f(x) = x^2 - 1$ we get …” is another case, and no slip.
        opens = BEGINS.fullmatch(words) is not None or CHANGES.search(words) is not None
        counted = counted_apart(self.text, first.start, old.start)
        apart = counted or items_apart(self.text, first.start, old.start)
        if said.section == self.statements[k].section and not opens and not apart:
            labels = {label_before(self.text, start) for start in (old.start, first.start)}
            if len(labels) < 2 or "" in labels:
                return False
        params = [arg.name for arg in first.args if isinstance(arg, Sym)]
        inside = {n.name for n in walk(source) if isinstance(n, Sym)}
        if isinstance(source, Opaque) or not inside & set(params):
            return False
        if any(self.definitions.get(name) for name in params):
            return False
        before, now = (
            Counter(_SIGN.findall(self.text[part.start : part.end]))
            for part in (said.chain.parts[1].node, source)
        )
        least = 1 if opens or counted else UNLIKE
        return (before - now).total() + (now - before).total() >= least

    def current(self, function: Function, now: int, prefer: Container[int] | None) -> Function:
        """The function with what the symbols in its body are by now: weights that were updated."""
        if function.body is None or not self.has_versions():
            return function
        new: dict[int, Definition] = {}
        for ref in references(function.body):
            latest = self.lookup(ref.definition.name, now, prefer)
            if latest is not None and latest is not ref.definition:
                new[id(ref.definition)] = latest
        if not new:
            return function
        key = tuple(new.values())
        found = function.renewed.get(key)
        if found is None:
            body = renamed(function.body, new)
            found = Function(function.name, function.params, body, function.start, function.line)
            function.renewed[key] = found
        return found

    # -- binding -----------------------------------------------------------------------------------

    def bind(
        self,
        node: Node,
        now: int,
        params: Mapping[str, int] | None = None,
        prefer: Container[int] | None = None,
    ) -> Node:
        """A tree with every symbol resolved as statement ``now`` means it."""
        return Binder(self, now, params or {}, prefer).bind(node)

    def listed(self, sym: Sym, now: int) -> Definition | None:
        r"""The list of what the page has told one by one, where a formula with arrays needs one.

        After ``d_1 = 0.3`` and ``d_2 = 0.1`` the ``d`` of ``d x^T = \begin{bmatrix}…`` is both.
        """
        if sym.sub or self.definitions.get(sym.name) or not 0 <= now < len(self.statements):
            return None
        if not self.definitions.get(f"{sym.name}_{{2}}"):
            return None
        for k in (now, *self._definers.get(sym.name, ())):
            parts = self.statements[k].chain.parts
            if not any(isinstance(node, Arr) for part in parts for node in walk(part.node)):
                return None
        entries: list[Definition] = []
        while versions := self.definitions.get(f"{sym.name}_{{{len(entries) + 1}}}"):
            entries.append(versions[-1])
        if len(entries) < 2 or any(e.cells or e.start > self._starts[now] for e in entries):
            return None
        last = entries[-1]
        latex = self.text[sym.start : sym.end]
        found = Definition(sym.name, latex, last.start, last.line, page=self.path, flat=True)
        found.cells = (tuple(entries),)
        found.section = last.section
        return found

    def _is_entry(self, sym: Sym, last: Node) -> bool:
        """Whether a symbol is a cell of an array, and is not said to be an array itself.

        Of the steps ``v_1 = v P`` of a state ``v`` each is one.
        """
        entry = self.component(sym)
        several = isinstance(last, Arr) and len(cells(last)) > 1
        return entry is not None and (bool(entry.cells) or not several)

    def component(self, sym: Sym) -> Definition | None:
        """The cell of an array that a subscript means: ``x_1`` of ``x = [1, 2]``.

        A matrix may be a capital letter, and its entries small ones: ``w_{12}`` of ``W``.
        """
        if not sym.sub:
            return None
        base = sym.name[: -len(f"_{{{sym.sub}}}")]
        versions = self.definitions.get(base)
        small = base[:1].islower() and not base[1:2].isalpha()
        if not versions and small and sym.name not in self._definers and base not in self._from_00:
            versions = self.definitions.get(base[0].upper() + base[1:])
        outer = ""
        sub = sym.sub
        if not (versions and versions[-1].cells) and "," in sub:
            # What a rule for all calls W is none of the W_1 and W_2 that it is for.
            outer, _, sub = sub.partition(",")
            versions = self.definitions.get(f"{base}_{{{outer}}}")
        if not versions or not versions[-1].cells:
            return None
        definition = versions[-1]
        parts = sub.split(",")
        digits = [k for p in parts if (k := whole_number(p)) is not None]
        if len(digits) != len(parts) or any(p[1:] and p[0] == "0" for p in parts):
            return None  # the state 01 is a label, and not the first
        cells = definition.cells
        if 1 in definition.shape and len(digits) == 1:
            line = cells[0] if len(cells) == 1 else tuple(row[0] for row in cells)
            at = digits[0] - self.first_index(len(line))
            return line[at] if 0 <= at < len(line) else None
        if len(digits) == 1 and len(sub) == 2:
            digits = [int(sub[0]), int(sub[1])]
        if len(digits) == 2 and 0 < digits[0] <= len(cells) and 0 < digits[1] <= len(cells[0]):
            return cells[digits[0] - 1][digits[1] - 1]
        return None

    def first_index(self, length: int) -> int:
        """What the entries of lists of a length are counted from.

        0 where the page tells those of one such list so: “$p_0 = …$, $p_1 = …$, $p = [0.7, 0.3]$”.
        """
        return int(length not in self._from_zero)

    def resolve(self, sym: Sym, now: int, prefer: Container[int] | None) -> Definition | None:
        """The quantity that a symbol means in a statement."""
        definition = self.listed(sym, now) or self.lookup(sym.name, now, prefer)
        if definition is not None and definition.cells and sym.sub:
            # A vector x_1 of one section, and a list x of the next: there x_1 is a number of it.
            cell = self.component(sym)
            if cell is not None and cell.given and cell.start > definition.start:
                definition = cell
        if definition is not None and self.general and self._is_step_here(sym, definition, now):
            # What another section calls so is no step of this section's rule.
            definition = self._instance(sym, now) or definition
        if definition is None:
            definition = self.component(sym) or self._instance(sym, now)
        stem = stem_of(sym)
        # What a list further down prints of it is no better than what a rule makes of it here.
        if definition is None and sym.sub and not self.general.get(stem):
            definition = self.component(sym) if self.lookup(stem, now, prefer) else None
        if definition is not None:
            self.use(definition)
        return definition

    def _is_step_here(self, sym: Sym, definition: Definition, now: int) -> bool:
        """Whether a section has a rule for a symbol's steps, and its value is another section's."""
        rules = self.general.get(stem_of(sym)) if sym.sub else None
        return rules is not None and any(
            0 <= now < len(self.statements)
            and self.statements[k].section == self.statements[now].section != definition.section
            and definition.section >= 0
            and self._is_rule(k)
            for k in rules
        )

    def _says_again(self, k: int, j: int) -> bool:
        """Whether a general formula is an earlier one, which holds wherever this one does."""
        one, other = (
            self.text[chain.start : chain.parts[1].node.end]
            for chain in (self.statements[k].chain, self.statements[j].chain)
        )
        return one == other and (
            not self._is_rule(k) or self.statements[k].section == self.statements[j].section
        )

    def parts_of(self, definition: Definition) -> tuple[Part, ...]:
        """What the equation that gives a quantity says of it."""
        statement = self.statement_of(definition)
        return () if statement is None else statement.chain.parts[1:]

    def statement_of(self, definition: Definition) -> Statement | None:
        """The equation that gives a quantity, where one does."""
        definers = self._definers.get(definition.name, ())
        i = bisect_left(definers, definition.start, key=self._start_of)
        if i < len(definers) and self._start_of(definers[i]) == definition.start:
            return self.statements[definers[i]]
        return None

    def _start_of(self, k: int) -> int:
        return self.statements[k].chain.parts[0].node.start

    def is_renewed_below(self, name: str) -> bool:
        """Whether a statement further down in the section that is checked says what a name is."""
        section = self.statements[self.reached].section
        return any(
            k > self.reached and self.statements[k].section == section
            for k in self._definers.get(name, ())
        )

    def is_said_before(self, k: int) -> bool:
        """Whether an earlier statement says a statement's equation in the same symbols."""

        def said(j: int) -> list[list[str]]:
            parts = self.statements[j].chain.parts[:2]
            return [self.text[p.node.start : p.node.end].split() for p in parts]

        name = name_of(self.statements[k].chain.parts[0].node)
        earlier = (j for j in self._definers.get(name, ()) if j < k)
        return any(said(j) == said(k) for j in itertools.islice(earlier, MAX_GENERAL))

    def _is_rule(self, k: int) -> bool:
        first = self.statements[k].chain.parts[0].node
        return isinstance(first, Sym) and is_step(first)

    def _instance(self, sym: Sym, now: int) -> Definition | None:
        """The quantity that a general formula makes of a symbol: ``z_3`` by ``z_j = …``."""
        rules = self.general.get(stem_of(sym), ()) if sym.sub else ()
        if not rules or self._making.is_vain(sym.name, now):
            return None
        with self._making.of(sym.name):
            found = self._instance_by(rules, sym, now)
        self._making.end(sym.name, now, made=found is not None)
        return found

    def _gives(self, sym: Sym, now: int) -> bool:
        """Whether a statement tells a symbol as a datum."""
        if now >= len(self.statements):
            return False
        first, *parts = (part.node for part in self.statements[now].chain.parts)
        return isinstance(first, Sym) and first.name == sym.name and any(map(is_datum, parts[:1]))

    def _instance_by(self, rules: Iterable[int], sym: Sym, now: int) -> Definition | None:
        for k in rules:
            chain = self.statements[k].chain
            first = chain.parts[0].node
            index = fit_index(first.sub, sym.sub) if isinstance(first, Sym) else None
            if index is None:
                continue
            if k > now and (chain.parts[1].relation == "\\leftarrow" or starts_from_itself(chain)):
                continue  # before its update a symbol has another value
            stepwise = self._is_rule(k)
            # Behind the last statement there may be a table yet.
            here = self.statements[min(now, len(self.statements) - 1)]
            if stepwise and self.statements[k].section != here.section:
                continue
            if not self._making.goes_on():
                return None
            unresolved = len(self.unresolved)
            formula = instance(chain.parts[1].node, index)
            source = self.bind(formula, max(k, now))
            if not self._has_value(source, sym, now):
                begun = self._begun(formula, sym, max(k, now))
                if stepwise or begun is not None:
                    # The step that a rule begins with rests on none before it.
                    del self.unresolved[unresolved:]
                if not isinstance(begun, Arr) or not self._has_value(begun, sym, now):
                    continue
                source = begun
            if k > now and self._gives(sym, now) and is_made_behind(source, here.chain.start):
                continue
            latex = f"{self.text[first.start : first.end].rpartition('_')[0]}_{{{sym.sub}}}"
            line = self.statements[k].line
            definition = Definition(sym.name, latex, first.start, line, page=self.path)
            self.attach(definition, source)
            if stepwise:
                definition.section = self.statements[k].section
            self._instanced.add(id(definition))
            return self.enter(definition)
        return None

    def _begun(self, formula: Node, sym: Sym, now: int) -> Node | None:
        """The first step of a rule, if it begins with zero, as the moments of Adam do."""

        def instead(leaf: Node) -> Node:
            if not isinstance(leaf, Sym) or leaf.sub != "0" or stem_of(leaf) != stem_of(sym):
                return leaf
            return leaf if self.is_mentioned(leaf) else number(0, leaf)

        begun = replaced(formula, instead)
        return None if begun is formula else self.bind(begun, now)

    @cached_property
    def _instanced(self) -> set[int]:
        """The quantities that general formulas have made, by identity."""
        return set()

    def is_instance(self, definition: Definition) -> bool:
        """Whether a general formula has made a quantity for its index."""
        return id(definition) in self._instanced

    def _has_value(self, source: Node, sym: Sym, now: int) -> bool:
        """Whether a general formula makes a number of a symbol, or the list that is given for it.

        Of a list it may mean another product than is read, so that one entry at least has to agree.
        """
        if not isinstance(source, Arr):
            return not isinstance(source, Opaque) and self.values.known(source) is not None
        told = self.statements[now].chain.parts[1].node if self._gives(sym, now) else None
        if not isinstance(told, Arr) or told.shape != source.shape:
            return False
        pairs = zip(cells(told), map(self.values.known, cells(source)), strict=True)
        return any(worth is not None and _shows(cell, worth) for cell, worth in pairs)

    def instances(self, chain: Chain, now: int) -> list[Chain]:
        """A general formula for each index that makes all its symbols known ones."""
        letters = sorted(free_letters(chain))
        if not letters or len(letters) > MAX_LETTERS:
            return []
        found: list[Chain] = []
        # All in one, under no symbol's name: what one index has no value for, the next has not.
        with self._making.of(""):
            for numbers in itertools.product(range(MAX_INDEX + 1), repeat=len(letters)):
                made = instance_of(chain, dict(zip(letters, numbers, strict=True)))
                first = len(self.unresolved)
                for part in made.parts:
                    self.bind(part.node, now)
                if all(u.kind == "ahead" for u in self.unresolved[first:]):
                    found.append(made)
                del self.unresolved[first:]
        return found

    def is_counter(self, symbol: Sym) -> bool:
        """Whether a symbol is a running index: a letter that always is, or the page's time."""
        if symbol.name != TIME:
            return symbol.name in LETTERS
        if self._timed is None:
            self._timed = any(runs_over_time(statement.chain) for statement in self.statements)
        return self._timed

    def is_general(self, chain: Chain) -> bool:
        """Whether a chain speaks of symbols with a running index that is no name of the page."""
        free = free_letters(chain)
        return bool(free) and any(
            isinstance(node, Sym)
            and index_letters(node) & free
            and not self.definitions.get(node.name)
            and node.name not in self._definers
            and self._runs(node, chain)
            for part in chain.parts
            for node in walk(part.node)
        )

    def mean(self, derivative: Definition, node: Node) -> None:
        """Take a derivative for what the page means by it."""
        derivative.node = node
        derivative.alternatives.clear()
        self.values.forget()


class _Slope(NamedTuple):
    """A differential equation, whose right side is a function."""

    statement: int
    place: int
    """Which of the statement's segments is the right side."""
    function: str
    params: tuple[str, ...]
    """What it runs over, and the unknown."""


def _slope_of(k: int, chain: Chain) -> _Slope | None:
    """A differential equation: ``dy/dx`` or ``y'``, in terms of nothing but these two.

    In ``y' = f(t, y) = t - 2y`` the right side has its own name.
    """
    first, source = (part.node for part in chain.parts[:2])
    if isinstance(source, Opaque) or is_datum(source):
        return None
    primed = isinstance(first, Sym) and first.name.endswith("'")
    if not primed and not isinstance(first, Deriv):
        return None
    names = {n.name for n in walk(source) if isinstance(n, Sym)}
    if isinstance(first, Sym):
        unknown = first.name[:-1]
        others = sorted(names - {unknown}) or ["x"]
        over = others[0]
    elif isinstance(first, Deriv) and isinstance(first.of, Sym) and isinstance(first.wrt, Sym):
        unknown, over = first.of.name, first.wrt.name
    else:
        return None
    if isinstance(source, Call) and source.name not in BUILTIN:
        params = tuple(arg.name for arg in source.args if isinstance(arg, Sym))
        declared = len(chain.parts) > 2 and len(params) == len(source.args) and unknown in params
        return _Slope(k, 2, source.name, params) if declared else None
    return _Slope(k, 1, "f", (over, unknown)) if names and names <= {over, unknown} else None


def _shows(cell: Node, worth: Exact) -> bool:
    """Whether a printed number of some digits is a value, with its sign."""
    num, sign = (cell.arg, -1) if isinstance(cell, Neg) else (cell, 1)
    return isinstance(num, Num) and significant(num) > 1 and prints(num, sign * worth)


def _latex_of_entry(latex: str, place: str) -> str:
    """How an entry of a list or matrix is written."""
    if _BRACED_BELOW.search(latex):
        return f"{latex[:-1]},{place}}}"
    return f"({latex})_{{{place}}}" if "_" in latex else f"{latex}_{{{place}}}"
