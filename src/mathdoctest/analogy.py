r"""What a page tells by analogy: “in the same way $h_2 = 0.472$”, where $h_1$ has a formula.

A result that is told as a mere number has no formula of its own. If a quantity of the same name and
another number has one, and the page gives all that it holds for this number too, then this is what
the result stands for.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from itertools import product
from math import isclose

from mathdoctest.definitions import Definition, Lineage, references, renamed
from mathdoctest.derivative import number
from mathdoctest.document import Document
from mathdoctest.numerals import whole_number
from mathdoctest.rounding import as_float
from mathdoctest.tree import Add, Deriv, Div, Node, Ref, Stand, Sym, literals, replaced
from mathdoctest.twofold import both

MOST = 9
"""The largest number of a quantity that another one is made after."""
MAX_ENTRIES = 100
"""Entries of a list that a mean is taken of."""
MAX_NAMES = 24
"""Quantities in a formula that is gone through."""

MOST_SIBLINGS = 40
"""Quantities before one that are looked through for what a formula says of another one."""

_NAME = re.compile(r"(\\?[A-Za-z]+)((?:\^\{[^{}]*\})*)(_\{[^{}]*\})?('*)")
"""A letter, its marks, its subscript and its primes."""
_RUN = re.compile(r"\d+")
_SUBSCRIPT = re.compile(r"_\{([^{}]*)\}$")

_MEAN = re.compile(r"\\bar\{(\w+|\\[A-Za-z]+)\}")
_ONE_OF_TWO = re.compile(r"(.+)_\{[12]\}")

Rename = Callable[[str], str]


def analogues(document: Document, definition: Definition, now: int) -> Iterator[Node]:
    """What a quantity would be by the formula of another one, the nearest number first.

    Args:
        document: what the names mean.
        definition: the quantity, told as a number in statement ``now``.
        now: the statement.
    """
    name = definition.name
    for run in reversed(list(_RUN.finditer(name))):
        own = whole_number(run[0])
        if own is None or own > MOST or len(run[0]) > 1:
            continue
        others = sorted(set(range(MOST + 1)) - {own}, key=lambda n: (n > own, abs(own - n)))
        for other in others:
            made = _made(document, definition, now, run, other)
            if made:
                yield from made
                return


def by_general(document: Document, definition: Definition) -> Node | None:
    r"""What a quantity is by the formula of its bare letter: ``p_C'``, after ``p = \sigma(z)``.

    The page must know what the formula holds under the same subscript and primes, as ``z_C'``.
    """
    name = _NAME.fullmatch(definition.name)
    told = document.definitions.get(name[1], ()) if name and name[3] else ()
    formula = told[0].node if len(told) == 1 else None
    if name is None or formula is None or not _has_formula(document, told[0], definition.start):
        return None
    formula = replaced(formula, lambda n: n.source if isinstance(n, Stand) else n)
    inside = references(formula)
    if any("." in num.digits for num in literals(formula)) or len(inside) > MAX_NAMES:
        return None
    behind = definition.name.removeprefix(name[1])
    new = {}
    for ref in inside:
        own = document.definitions.get(f"{ref.definition.name}{behind}", ())
        if own and own[-1].start < definition.start and not own[-1].cells:
            new[id(ref.definition)] = own[-1]
    if not new or any(id(definition) in Lineage(one) for one in new.values()):
        return None
    made = renamed(formula, new)
    return made if document.values.known(made) is not None else None


def is_general(document: Document, definition: Definition) -> bool:
    """Whether another one of the same letter in its section is by that formula."""
    name = _NAME.fullmatch(definition.name)
    for other in reversed(document.so_far()[-MOST_SIBLINGS:]):
        same = _NAME.fullmatch(other.name)
        if name is None or same is None or other.given or other.node is None:
            continue
        if other.section != definition.section or not other.start < definition.start:
            continue
        if name.group(1, 2, 4) != same.group(1, 2, 4) or name[3] == same[3]:
            continue
        made = by_general(document, other)
        values = [document.values.known(node) for node in (made, other.node) if node is not None]
        if len(values) == 2 and None not in values and isclose(*map(as_float, values)):
            return True
    return False


def mean(document: Document, definition: Definition, now: int) -> Node | None:
    r"""The mean of the list ``x``, which is what ``\bar{x}`` is called by."""
    found = _MEAN.fullmatch(definition.name)
    if found is None:
        return None
    at = definition.start
    entries: list[Definition] = []
    whole = document.lookup(found[1], now)
    if whole is not None and whole.start < at and whole.section == definition.section:
        entries = whole.entries if 1 in whole.shape else []
    while whole is None and len(entries) < MAX_ENTRIES:
        name = f"{found[1]}_{{{len(entries) + 1}}}"
        entry = document.lookup(name, now) or document.taken(name)
        if entry is None or entry.cells or not entry.start < at:
            break
        if not entry.blank and entry.section != definition.section:
            return None
        entries.append(entry)
    if len(entries) < 2:
        return None
    terms = tuple(Ref(at, at, entry) for entry in entries)
    total = Add(at, at, terms)
    return Div(at, at, total, number(len(entries), total))


def ends(document: Document, definition: Definition) -> list[Node]:
    r"""The two values of ``\lambda_{1,2} = a \pm b``, of which ``\lambda_1`` must be one."""
    found = _ONE_OF_TWO.fullmatch(definition.name)
    versions = document.definitions.get(f"{found[1]}_{{1,2}}", ()) if found else ()
    if not versions or versions[-1].node is None or not versions[-1].start < definition.start:
        return []
    pair = next(both(versions[-1].node), None)
    return [] if pair is None else list(pair.rows[0])


def _made(
    document: Document, definition: Definition, now: int, run: re.Match[str], other: int
) -> list[Node]:
    name = definition.name
    sibling = document.definitions.get(f"{name[: run.start()]}{other}{name[run.end() :]}", ())
    formula = sibling[-1].node if sibling else None
    if formula is None or not _has_formula(document, sibling[-1], definition.start):
        return []
    formula = replaced(formula, lambda n: n.source if isinstance(n, Stand) else n)
    if any("." in num.digits for num in literals(formula)):
        return []  # These may be data that only the other one has.
    inside = references(formula)
    if not inside or len(inside) > MAX_NAMES:
        return []
    names = sorted({inner for ref in inside for inner in _names(ref.definition)})
    found: list[Node] = []
    for rename in _renames(names, str(other), run[0]):
        new = {}
        for ref in inside:
            instead = _instead(document, ref.definition, rename, now, definition.start)
            if instead is None or instead is definition:
                break
            new[id(ref.definition)] = instead
        else:
            if any(key != id(d) for key, d in new.items()) and all(
                id(definition) not in Lineage(d) for d in new.values()
            ):
                found.append(renamed(formula, new))
    return found


def _has_formula(document: Document, definition: Definition, before: int) -> bool:
    """Whether the page gives a quantity by a formula that stands before a place."""
    told = definition.node is not None and not definition.given and not definition.blank
    return told and definition.page == document.path and definition.start < before


def _names(definition: Definition) -> Iterator[str]:
    if definition.of is not None and definition.wrt is not None:
        yield from _names(definition.of)
        yield from _names(definition.wrt)
    else:
        yield definition.name


def _renames(names: list[str], old: str, new: str) -> Iterator[Rename]:
    """Ways to put a number for another one in names: all at once, or some, or a step further."""
    runs = {name: _RUN.findall(name) for name in names}
    step = int(new) - int(old)
    before = str(int(old) - 1)
    alone = [name for name in names if old in runs[name]]
    pairs = [name for name in names if any(len(r) == 2 and old in r for r in runs[name])]
    if abs(step) == 1 and any(before in runs[name] for name in names):
        # What rests on the step before: h_t and h_{t-1}.
        yield lambda name: _RUN.sub(
            lambda r: str(int(r[0]) + step) if r[0] in (old, before) else r[0], name
        )
    elif not pairs and alone:
        yield lambda name: _RUN.sub(lambda r: new if r[0] == old else r[0], name)
    for place in (0, 1) if pairs and len(alone) <= 3 else ():
        for chosen in product((True, False), repeat=len(alone)):
            put = {name for name, yes in zip(alone, chosen, strict=True) if yes}
            yield lambda name, put=put, place=place: _RUN.sub(  # type: ignore[misc]
                lambda r: (
                    (new + r[0][1] if not place else r[0][0] + new)
                    if len(r[0]) == 2 and r[0][place] == old
                    else new
                    if r[0] == old and name in put
                    else r[0]
                ),
                name,
            )


def _instead(
    document: Document, definition: Definition, rename: Rename, now: int, at: int
) -> Definition | None:
    """What stands for a quantity once its number is another one; nothing where nothing does."""
    if definition.of is not None and definition.wrt is not None:
        of = _instead(document, definition.of, rename, now, at)
        wrt = _instead(document, definition.wrt, rename, now, at)
        if of is None or wrt is None:
            return None
        return document.gradients.slope(
            Deriv(at, at, _symbol(of.name, at), _symbol(wrt.name, at)), of, wrt
        )
    name = rename(definition.name)
    if name == definition.name:
        return definition
    upper, _, lower = name.removeprefix("∂").partition("/∂")
    if lower:
        told = document.definitions.get(name)
        if (
            told
            and told[-1].start < at
            and document.values.known(Ref(at, at, told[-1])) is not None
        ):
            return told[-1]
        above, below = (document.resolve(_symbol(n, at), now, frozenset()) for n in (upper, lower))
        if above is None or below is None:
            return None
        return document.gradients.slope(
            Deriv(at, at, _symbol(upper, at), _symbol(lower, at)), above, below
        )
    found = document.resolve(_symbol(name, at), now, frozenset()) or document.taken(name)
    if found is None or found.cells or document.values.known(Ref(at, at, found)) is None:
        return None
    return found if found.start < at else None


def _symbol(name: str, at: int) -> Sym:
    sub = _SUBSCRIPT.search(name)
    return Sym(at, at, name, name.partition("_")[0], sub[1] if sub else "")
