"""Whether a symbol is given another meaning: a second problem, another case, a new round.

A page may use a symbol anew without a word. What tells that from a slip of the pen: the old meaning
does not fit what is said, and the new one does.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterator
from itertools import dropwhile, islice, takewhile

from mathdoctest.cases import SEVERAL, Cases
from mathdoctest.definitions import Definition, Lineage, references, renamed
from mathdoctest.document import LONG_FIGURE, Document
from mathdoctest.evaluate import Exact, equal
from mathdoctest.examples import examples_apart, is_in_time
from mathdoctest.inequalities import COMPARED
from mathdoctest.iteration import is_circular
from mathdoctest.learning import agree
from mathdoctest.ledger import Ledger
from mathdoctest.lexer import BUILTIN
from mathdoctest.links import Links
from mathdoctest.matrices import cells
from mathdoctest.names import has_names, has_symbols, is_datum, is_numeric, name_of
from mathdoctest.nearness import (
    FAR_OFF,
    LONG,
    MISLAID,
    NEAR_MISS,
    NEARER,
    OTHER_SIZE,
    distance,
    far,
    is_slip,
    nearly,
    ratio,
    slack,
    unlike,
)
from mathdoctest.outcomes import bear_out
from mathdoctest.outline import Statement, stem_of
from mathdoctest.places import Places
from mathdoctest.relisting import MOST_SLIPPED, Relisting
from mathdoctest.renewal import newer_data, renewed, unmarked
from mathdoctest.rounding import as_float, half_place, printed, prints, significant
from mathdoctest.tree import (
    Arr,
    Call,
    Div,
    Neg,
    Node,
    Num,
    Opaque,
    Pow,
    Ref,
    Stand,
    Sym,
    literals,
    walk,
)
from mathdoctest.unparse import unparse
from mathdoctest.wording import AGAIN, CONCLUDES, LIKEWISE, sentence, sentence_of

_NUMBER = re.compile(r"\d+(?:\.\d+)?")
COUNTERS = frozenset(("t", "epoch", "iter", "iteration", "round", "step"))
"""Names that count steps: each step gives them the next number."""
HALF_OFF = 0.5
"""A number that differs so much from the one before is told anew, and no slip of it."""
SAME = 0.01
"""A datum so far from another section's result, and no misprint of it, is no result of this one."""
MOST_BEHIND = 40
"""Quantities of a formula that are looked at for what they are made from."""
LONGEST_SECTION = 40
"""Statements of a section that are searched for a number."""
NEXT = 6
"""Statements right behind one that may tell that a section has data of its own, or before it."""
_BITS = frozenset((0, 1))
"""What stands in a truth table."""

_TOLD = re.compile(
    r"(\\?[A-Za-z]+(?:_(?:\w|\{\w+\}))?)\s*=\s*[-\u2212]?\d[\d.,{}]*\s*(?=[$,;)]|\\\))"
)
"""A name that is said to be a number, and nothing more."""
LONGEST_LIST = 400
"""Characters on either side of a datum in which a sentence may tell those of other samples."""


class Reuse:
    """Tells new meanings of symbols from slips, for one document."""

    def __init__(self, ledger: Ledger, document: Document, links: Links) -> None:
        self.ledger = ledger
        self.document = document
        self.values = document.values
        self.laying = links.laying
        self.literals = links.literals
        self.cases = Cases(ledger, document)
        self.places = Places(ledger, document)
        self.lists = Relisting(document, self.laying, self.cases, self.places)

    def tells_samples(self, statement: Statement, old: Definition) -> bool:
        """Whether a line tells the data of several samples: ``x = 1, y = 2; x = 2, y = 3``."""
        if not old.given or len(statement.chain.parts) != 2:
            return False
        text, here = self.document.text, statement.chain.start
        start = max(text.rfind("\n", 0, here) + 1, here - LONGEST_LIST)
        if not start <= old.start < here:
            return False
        end = text.find("\n", here, here + LONGEST_LIST)
        names = _TOLD.findall(text, start, here + LONGEST_LIST if end < 0 else end)
        told = Counter(names)
        return sum(count > 1 for count in told.values()) > 1

    def _is_another_line(self, statement: Statement, old: Definition) -> bool:
        """Whether an equation in a free letter has two numbers that an earlier one has not.

        ``y = 2 x + 1`` and ``y = 2.5 x - 0.5`` are two lines; a slip would be in one number.
        """
        _, *parts = statement.chain.parts
        source = parts[0].node
        if len(parts) > 1 or old.node is None or not has_symbols(source):
            return False
        free = {ref.definition.name for ref in references(old.node) if ref.definition.blank}
        if not free & {leaf.name for leaf in walk(source) if isinstance(leaf, Sym)}:
            return False
        before, now = (Counter(num.digits for num in literals(node)) for node in (old.node, source))
        return min((before - now).total(), (now - before).total()) > 1

    def gives_anew(self, k: int, statement: Statement, first: Sym) -> bool:
        """Whether a symbol is given another meaning: a running index, or another section's symbol.

        Only where the old meaning does not fit and the new one does; so a slip stays a slip.
        """
        versions = self.document.definitions.get(first.name, ())
        source = statement.chain.parts[1].node
        if not versions or versions[-1].page != self.document.path:
            return False
        if statement.chain.parts[1].relation in COMPARED:
            return False  # it only says what the old meaning is less than
        old = versions[-1]
        if (old.cells or isinstance(source, Arr)) and self.lists.other_shape(k, source, old):
            return True
        if is_datum(source) and self.tells_samples(statement, old):
            return True
        datum = is_datum(source) or _is_fraction(source)
        if self.cases.is_introduced(k, old) if datum else self.cases.is_set(k, old):
            return True
        if self._made_from_itself(k, statement, old):
            return True
        if old.cells:
            # What a rule makes of this very step is no other item's.
            made = self.document.is_instance(old) and is_datum(source)
            if made and self._is_told_already(k, old):
                return self.lists.is_wholly_other(k, source, old)
            return not made and self.lists.gives_anew(k, statement, old)
        if isinstance(source, Num) and "." not in source.digits and self.document.is_counter(first):
            return old.given or self.cases.counts_up(k, source, self.values.known(Ref(0, 0, old)))
        if isinstance(source, Opaque):
            return self._computed_anew(k, statement, old) or self._by_unread_formula(k, old)
        if self._told_at_last(k, source, old) or self._at_other_values(k, source, old):
            return True
        if self._is_another_line(statement, old):
            return True
        if self._computed_anew(k, statement, old) or self._begins(k, statement, old):
            return True
        if self._said_of_newer_data(k, statement, old) or self._typed_in_turn(k, source, old):
            return True
        if self._data_of_round(statement, old) or self._at_new_argument(source, old):
            return True
        if (
            is_datum(source)
            and AGAIN.search(sentence(self.ledger.page, statement))
            and renewed(self.document, first.name) is not None
        ):
            return True
        if self._said_before(k, source, old):
            return False
        if old.section == statement.section and self._of_others(k, statement, old):
            return True
        if self._assigned(statement, old) or self._both_put_in(k, source, old):
            return True
        if (
            self._of_newer_data(k, statement, old)
            or self._other_interval(source, old)
            or self._is_complex(source, old)
            or self._of_data_beside(k, statement, old)
            or self._of_own_data(k, source, old)
            or self._in_another_example(k, statement, old)
        ):
            return True
        if is_datum(source) and self._is_borne_out(k, source, old):
            return True
        if old.section == statement.section:
            # Within one section only what no slip of the pen could have made of the old value.
            if not is_datum(source) or isinstance(source, Arr):
                following = [p.node for p in statement.chain.parts[2:] if literals(p.node)]
                return (
                    bool(following)
                    and (
                        self._wholly_other(k, source, old, following)
                        or self._by_another_formula(k, source, old, following)
                    )
                ) or self.cases.changes(k, source, old)
            value = self.values.known(Ref(first.start, first.end, old))
            number = literals(source)[0]
            counts = "." not in number.digits and self.document.is_counter(first)
            if not counts and self.cases.begins(k, number, old, value, given=old.given):
                return True
            if value is None or not (
                old.given
                or self.places.in_items(old, statement)
                or self.places.in_parts(old, statement)
            ):
                return False
            if first.name in COUNTERS and old.given and abs(number.value - value) == 1:
                return True
            if old.given and (
                self.places.in_cases(k, old)
                or self.places.among_data(k, old)
                or self._together(k, old)
                or self.places.in_same_words(k, old)
                or self._listed_likewise(k, old, source, value)
            ):
                return True
            if old.given and self._runs(number, versions):
                return True
            if (
                old.given
                and significant(number) >= LONG
                and self.places.in_parts(old, statement)
                and self._goes_on_with(k, number, value)
            ):
                return True
            shown = old.node.digits if isinstance(old.node, Num) else ""
            # What is said once may be a slip; what the page goes on with was meant.
            # A number that stands nowhere else is none of the others that slipped in.
            once = self.document.numerals()[number.digits] == 1 and significant(number) >= LONG
            now = -number.value if isinstance(source, Neg) else number.value
            return (unlike(number, value, shown) or _is_turned(number, now, value)) and (
                far(number, value)
                or self.places.in_parts(old, statement)
                or (once and self.places.in_items(old, statement))
                or (old.given and self.document.numerals()[number.digits] > 1)
                or (old.given and self._updated_likewise(k, statement, first, old))
            )
        before = self.values.known(Ref(first.start, first.end, old))
        bound = self.document.bind(source, k)
        if isinstance(bound, Arr):
            return self.lists.other_shape(k, source, old)
        if before is None:
            return False
        if isinstance(bound, Opaque):
            # A function that nobody declares may be any one: “$S_2 = f(2.4) = 2.4$”.
            return isinstance(source, Call) and self._by_unread_formula(k, old)
        if is_datum(source):
            return self._told_elsewhere(k, statement, bound, old)
        return self._worked_out_elsewhere(k, statement, bound, old)

    def _is_told_already(self, k: int, old: Definition) -> bool:
        """Whether a statement of the same section has told what a rule makes of a step."""
        here = self.document.statements[k].section
        return any(
            name_of(before.chain.parts[0].node) == old.name
            and before.section == here
            and len(before.chain.parts) > 1
            and is_datum(before.chain.parts[1].node)
            for before in self.document.statements[max(0, k - LONGEST_SECTION) : k]
        )

    def _is_borne_out(self, k: int, source: Node, old: Definition) -> bool:
        """Whether a number is no slip of the old one, and what follows is computed from it."""
        before = self.values.known(Ref(0, 0, old))
        number = literals(source)[0]
        return (
            before is not None
            and unlike(number, before)
            and not CONCLUDES.search(sentence(self.ledger.page, self.document.statements[k]))
            and bear_out(self.document, self.laying, k, old, source)
        )

    def _told_elsewhere(self, k: int, statement: Statement, bound: Node, old: Definition) -> bool:
        """Whether another section tells a number that is no slip of the old value."""
        number = literals(bound)[0]
        value, before = map(self.values.known, (bound, Ref(0, 0, old)))
        if value is None or before is None:
            return False
        if distance(value, before) <= NEAR_MISS:
            if old.given and self._goes_on_with(k, number, before):
                return significant(number) >= LONG
            if not nearly(number, before) and self._is_stale(k, number, before, old):
                return not is_slip(number, before)
            # The page had this very figure before, as that of something else.
            return unlike(number, before) and (
                self.literals.known(number) is not None or self.literals.announced(number, old)
            )
        goes_on = self._goes_on_with(k, number, before) or _is_turned(number, value, before)
        if goes_on and self._has_own_data(k):
            return True
        return (
            old.given
            or self.was_told_first(old)
            or self._among_new_data(k)
            or self._is_stale(k, number, before, old)
            or (
                unlike(number, before)
                and (
                    far(number, before)
                    or (distance(value, before) > HALF_OFF and not self._keeps(k, number, before))
                    or self._goes_on_with(k, number, before)
                    or _is_said_twice(statement)
                    or AGAIN.search(sentence(self.ledger.page, statement)) is not None
                )
            )
        )

    def was_told_first(self, old: Definition) -> bool:
        """Whether a result was told in advance, as a final answer: another one is told so, too."""
        *_, before, last = (old, *self.document.definitions.get(old.name, (old,)))
        told = before.node
        value = self.values.known(Ref(0, 0, last))
        return (
            last is old
            and before.given
            and isinstance(told, Num)
            and value is not None
            and prints(told, value)
        )

    def _is_stale(self, k: int, number: Num, before: Exact, old: Definition) -> bool:
        """Whether so much was given anew since a result that a section hardly tells it again.

        With several data of its own a section tells results of its own. With weights that were
        updated before it, so it does unless a number looks like a slip of the old result.
        """
        names, own = set(), set()
        for statement in reversed(self.document.statements[max(0, k - LONGEST_SECTION) : k]):
            first, *parts = (part.node for part in statement.chain.parts)
            if statement.chain.start <= old.start:
                break
            versions = self.document.definitions.get(name_of(first), ())
            if not parts or name_of(first) == old.name or not isinstance(first, Sym):
                continue
            marked = unmarked(first.name) in self.document.definitions
            if marked or any(new.version and new.start == first.start for new in versions):
                names.add(first.name)
                if statement.section == self.document.statements[k].section and is_datum(parts[0]):
                    own.add(first.name)
        return len(own) >= SEVERAL or (len(names) >= SEVERAL and not is_slip(number, before))

    def _worked_out_elsewhere(
        self, k: int, statement: Statement, bound: Node, old: Definition
    ) -> bool:
        """Whether another section works a symbol out as something that is not its old value."""
        source = statement.chain.parts[1].node
        if self.values.identical(bound, Ref(0, 0, old)):
            return False
        if self._repeated(old, bound):
            return True
        following = [part.node for part in statement.chain.parts[2:] if literals(part.node)]
        following = following or self._said_next(k, old.name)
        if self._wholly_other(k, source, old, following):
            return True
        value, before = map(self.values.known, (bound, Ref(0, 0, old)))
        if not following or before is None:
            return False
        if value is not None and distance(value, before) < SAME and is_numeric(source):
            return False  # it is the next step of the same calculation, rounded
        # What comes out is seen where steps between are written in another form: “$-\\log 0.4$”.
        result = next(filter(is_datum, following), following[0])
        if any(self.laying.fits_better(node, bound, old, k) for node in (following[0], result)) or (
            value is None and self._agree_elsewhere(following, old, k)
        ):
            return True
        shown = self.values.known(following[0]) if value is not None else None
        if shown is not None and value is not None and ratio(value, before) > OTHER_SIZE:
            return distance(shown, value) <= NEAR_MISS  # rounded, or mistyped
        return (
            not literals(bound)
            and self.laying.slips_from(following[0], bound, k) == 1
            and any(self.laying.fits_better(segment, bound, old, k) for segment in following[1:])
        )

    def _made_from_itself(self, k: int, statement: Statement, old: Definition) -> bool:
        r"""Whether a datum is made anew from what was made of it: ``y = A x``, then ``x = y / 2``.

        What follows must be what the formula gives, for most of the numbers, and not the datum.
        """
        source, *following = (part.node for part in statement.chain.parts[1:])
        if not following or is_numeric(source) or isinstance(source, Opaque):
            return False
        if not all(one.is_told for one in old.scalars):
            return False
        bound, shown = (self.document.bind(node, k) for node in (source, following[-1]))
        if isinstance(bound, Opaque) or isinstance(shown, Opaque):
            return False
        own = {id(one) for one in old.scalars}
        lineages = (Lineage(ref.definition) for ref in islice(references(bound), MOST_BEHIND))
        if not any(one in lineage for lineage in lineages for one in own):
            return False
        made, told = (cells(node) if isinstance(node, Arr) else [node] for node in (bound, shown))
        if len(made) != len(told) or len(made) != len(own):
            return False
        right = sum(agree(cell, node, self.values) for cell, node in zip(told, made, strict=True))
        entries = (Ref(0, 0, one) for one in old.scalars)
        stays = sum(
            agree(cell, node, self.values) for cell, node in zip(told, entries, strict=True)
        )
        return 2 * right > len(told) and stays < right

    def given_together(self, k: int, statement: Statement) -> list[tuple[Sym, Node]]:
        """The symbols of a list that are given anew with their numbers: ``(x, y) = (2, 4)``.

        A slip of the pen changes one of them, and not all. What heads a section may as well change
        one of a truth table: ``(x, y) = (0, 1)``.
        """
        first, *parts = (part.node for part in statement.chain.parts)
        if len(parts) != 1 or not isinstance(first, Arr) or not isinstance(parts[0], Arr):
            return []
        symbols, data = cells(first), cells(parts[0])
        if len(symbols) != len(data) or len(data) < 2 or not is_datum(parts[0]):
            return []
        made: list[tuple[Sym, Node]] = []
        # “$n_1, n_2 = 0$” starts again; a point may be worked out further.
        shared = len(set(map(self.values.known, data))) == 1
        heads = k == 0 or self.document.statements[k - 1].section != statement.section
        for symbol, datum in zip(symbols, data, strict=True):
            name = name_of(symbol)
            old = self.document.definitions.get(name, (self.document.taken(name),))[-1]
            if not isinstance(symbol, Sym) or old is None or old.cells:
                return []
            if old.page != self.document.path:
                return []
            if not old.given and not (shared and self._is_other_result(statement, datum, old)):
                return []
            before, value = map(self.values.known, (Ref(symbol.start, symbol.end, old), datum))
            heads = heads and old.section != statement.section and {before, value} <= _BITS
            if before is None or (before == value and not heads):
                return []
            if before != value:
                made.append((symbol, datum))
        return made if heads or len(made) == len(data) else []

    def _is_other_result(self, statement: Statement, datum: Node, old: Definition) -> bool:
        """Whether a number is far from the result of another section that has its name."""
        before = self.values.known(Ref(0, 0, old))
        value = self.values.known(datum)
        return (
            old.section != statement.section
            and before is not None
            and value is not None
            and distance(value, before) > FAR_OFF
        )

    def given_on_the_way(self, k: int, statement: Statement) -> Sym | None:
        """What a chain gives anew between its first name and its number, as ``b`` in ``a = b = 3``.

        Another section's datum, if the section goes on with the number instead.
        """
        *parts, last = (part.node for part in statement.chain.parts)
        if len(parts) < 2 or not is_datum(last) or not all(isinstance(p, Sym) for p in parts):
            return None
        name = parts[-1]
        versions = self.document.definitions.get(name_of(name), ())
        if not isinstance(name, Sym) or not versions or not literals(last):
            return None
        old, number = versions[-1], literals(last)[0]
        if not old.given or old.cells or old.page != self.document.path:
            return None
        before = self.values.known(Ref(name.start, name.end, old))
        if before is None or not self._elsewhere(k, old) or prints(number, before):
            return None
        return name if self._goes_on_with(k, number, before) else None

    def gives_power(self, k: int, first: Pow, segments: list[Node]) -> bool:
        r"""Whether a power of a quantity is worked out as what that quantity does not give.

        The square of another section's quantity, or a reciprocal with something added to it first,
        such as the ``\sigma^{-1} = 1 / \sqrt{1.25 + 10^{-5}}`` of a normalisation.
        """
        source, *following = segments
        if not isinstance(first.base, Sym) or isinstance(source, Opaque):
            return False
        versions = self.document.definitions.get(first.base.name, ())
        if not versions or versions[-1].cells:
            return False
        if not is_numeric(source):
            # Its formula said again, of data that were given since.
            return any(
                ref.definition.given and ref.definition.version and ref.definition.start > own.start
                for own in versions[-1:]
                for ref in references(self.document.bind(source, k))
            )
        if isinstance(source, Num):
            # What is told by its square only: “$R^2 = 0.71$, and here $R^2 = 0.78$”.
            value = self.values.known(self.document.bind(first, k))
            return self.document.statement_of(versions[-1]) is None and self.cases.begins(
                k, source, versions[-1], value, given=True
            )
        if is_datum(source) or not following:
            return False
        bound = self.document.bind(source, k)
        value, before = map(self.values.known, (bound, self.document.bind(first, k)))
        if value is None or before is None:
            return False
        result = following[-1]
        # A step between that is rounded badly matters little where the result is that of no slip.
        told = (
            isinstance(result, Num)
            and distance(result.value, value) < SAME
            and distance(value, before) > FAR_OFF
            and len(literals(source)) > MOST_SLIPPED
        )
        if not told and self.laying.slips_from(following[0], bound, k):
            return False
        if isinstance(first.exp, Neg):
            results = [s for s in following if isinstance(s, Num)]
            return any(
                not prints(s, before)
                and distance(s.value, value) < distance(s.value, before)
                and abs(as_float(s.value - value)) <= 3 * half_place(s)
                for s in results
            )
        # A slip of the pen changes an operand or the result, and not both so that they agree.
        return distance(value, before) >= NEAR_MISS

    def _of_newer_data(self, k: int, statement: Statement, old: Definition) -> bool:
        """Whether a symbol's own formula is said again after its data were given anew.

        What follows must not be the old value, unless another problem gave the data.
        """
        source, *following = (part.node for part in statement.chain.parts[1:])
        following = following or self._said_next(k, old.name)
        if not following or is_numeric(source):
            return False
        if self.lists.is_unknown_of_newer(k, source, old):
            return True
        if old.node is None or old.given:
            return False
        new = newer_data(self.document, old) if self.document.has_versions() else {}
        bound = self.document.bind(source, k) if new else source
        if not new or isinstance(bound, (Arr, Opaque)):
            return False
        made = renamed(old.node, new)
        identical = self.values.identical(bound, made)
        if identical is None or (not identical and self._elsewhere(k, old)):
            # A symbol that was told by its place alone has no other values to try, and another
            # problem may have declared its own function by a name in the formula.
            identical = _written_alike(bound, made)
        newest = {id(latest) for latest in new.values()}
        if not identical and not (
            # Another example may write it in other symbols: the input as $h_1$ instead of $x$.
            self._elsewhere(k, old)
            and any(id(ref.definition) in newest for ref in references(bound))
        ):
            return False
        if self._elsewhere(k, old) and any(
            latest.given and not self._elsewhere(k, latest) for latest in new.values()
        ):
            return True
        return self.laying.slips_from(following[0], Ref(0, 0, old), k) != 0

    def _of_data_beside(self, k: int, statement: Statement, old: Definition) -> bool:
        r"""Whether a formula of data that its own sentence gives comes to what is said behind it.

        “A stone falls from $h = 45$ with $g = 10$: $t = \sqrt{2h/g} = 3$” is of another $t$.
        """
        source, *following = (part.node for part in statement.chain.parts[1:])
        if not following or is_numeric(source) or not is_numeric(following[0]):
            return False
        bound = self.document.bind(source, k)
        start = max(sentence_of(self.ledger.page, statement)[0], old.start)
        data = [ref.definition for ref in references(bound)]
        if not data or not all(datum.given and datum.start >= start for datum in data):
            return False
        value, before = map(self.values.known, (bound, Ref(0, 0, old)))
        if value is None or before is None or distance(value, before) <= NEAR_MISS:
            return False
        return self.laying.agrees(self.document.bind(following[0], k), bound)

    def _of_own_data(self, k: int, source: Node, old: Definition) -> bool:
        """Whether a calculation has only data of its own section besides the numbers of before.

        However near they are to the old data: “slope 1.90°” in the second problem, 1.85° before.
        """
        if old.node is None or not is_numeric(source) or is_datum(source):
            return False
        if not self._elsewhere(k, old):
            return False
        data = (ref.definition.node for ref in islice(references(old.node), MOST_BEHIND))
        before = [part.node for part in self.document.parts_of(old)]
        before += [node for node in data if node is not None]
        said = {num.digits for node in before for num in literals(node)}
        others = [num for num in literals(source) if num.digits not in said]
        section = self.document.statements[k].section
        entered = takewhile(lambda d: d.section == section, reversed(self.document.entered))
        own = {
            num.digits
            for datum in islice(entered, LONGEST_SECTION)
            if datum.given and datum.version and datum.node is not None
            for num in literals(datum.node)
        }
        return bool(others) and all(num.digits in own for num in others)

    def _is_complex(self, source: Node, old: Definition) -> bool:
        """Whether a complex quantity is told with other parts than before: ``8 + j4 - j31.83``.

        It has no value here that could be compared.
        """
        units = _imaginary(source)
        return (
            units > 0
            and self.values.known(Ref(0, 0, old)) is None
            and any(_imaginary(part.node) != units for part in self.document.parts_of(old))
        )

    def _other_interval(self, source: Node, old: Definition) -> bool:
        r"""Whether both ends of ``a \pm b`` are others, and neither by a slip of the pen."""
        if old.node is None or not all(map(_is_interval, (source, old.node))):
            return False
        now, before = _figures(source), _figures(old.node)
        return len(now) == len(before) and all(
            unlike(num, other.value) for num, other in zip(now, before, strict=True)
        )

    def _said_before(self, k: int, source: Node, old: Definition) -> bool:
        """Whether the page has said a number of this quantity before, rightly or not."""
        num = source.arg if isinstance(source, Neg) else source
        if not isinstance(num, Num) or old.given:
            return False
        known = self.literals.known(num)
        if isinstance(known, Ref) and known.definition is old:
            return True
        statements = self.document.statements[max(0, k - LONGEST_SECTION) : k]
        return significant(num) >= LONG and any(
            type(last := s.chain.parts[-1].node) is type(source)
            and isinstance(last := last.arg if isinstance(last, Neg) else last, Num)
            and last.digits == num.digits
            and name_of(s.chain.parts[0].node) == old.name
            and s.chain.start >= old.start
            for s in statements
        )

    def _at_other_values(self, k: int, source: Node, old: Definition) -> bool:
        """Whether a function that the page never declares is taken at other numbers than before.

        In ``k_1 = f(0.1, 1.11)`` after ``k_1 = f(0, 1)``; one of them alone may be a slip.
        """
        if not isinstance(source, Call) or source.name in BUILTIN or not literals(source):
            return False
        if self.document.is_function(source.name):
            return False
        statements = self.document.statements
        for j in range(k - 1, max(k - LONGEST_SECTION, 0) - 1, -1):
            first, *parts = (part.node for part in statements[j].chain.parts)
            if not parts or name_of(first) != old.name:
                continue
            said = parts[0]
            if not isinstance(said, Call) or said.name != source.name:
                return False
            now, before = ([num.digits for num in literals(call)] for call in (source, said))
            return len(now) != len(before) or sum(map(str.__ne__, now, before)) > 1
        return False

    def _told_at_last(self, k: int, source: Node, old: Definition) -> bool:
        """Whether quantities of the page tell what a formula did that has no value here."""
        if old.given or self.values.known(Ref(0, 0, old)) is not None:
            return False
        bound = self.document.bind(source, k)
        if isinstance(bound, (Arr, Opaque)) or self.values.known(bound) is None:
            return False
        if is_datum(source):
            return False
        if old.section != self.document.statements[k].section:
            return True
        now = {id(ref.definition) for ref in references(bound)}
        before = () if old.node is None else references(old.node)
        return bool(now) and now.isdisjoint(id(ref.definition) for ref in before)

    def _wholly_other(self, k: int, source: Node, old: Definition, following: list[Node]) -> bool:
        """Whether a calculation has other numbers than the one that gave the old value.

        A slip of the pen changes one of them, and what follows does not follow then.
        """
        if not is_numeric(source) or len(literals(source)) < 2:
            return False
        bound = self.document.bind(source, k)
        value, before = (self.values.known(node) for node in (bound, Ref(0, 0, old)))
        if value is None or before is None:
            return False
        slips = self._slips(bound, old)
        if not 0 < slips < math.inf:
            return False
        if equal(value, before):
            return True  # of other inputs that come to the same
        if slips < 2:
            return not following and self._elsewhere(k, old) and self._beside_another(k)
        if not following:
            return self._elsewhere(k, old) and distance(value, before) > NEAR_MISS
        surely = slips > MOST_SLIPPED or (
            self._elsewhere(k, old) and distance(value, before) > NEAR_MISS
        )
        return surely and self.laying.slips_from(following[0], bound, k) == 0

    def _by_another_formula(
        self, k: int, source: Node, old: Definition, following: list[Node]
    ) -> bool:
        """Whether a symbol is worked out by another formula: in series, and then in parallel.

        All that follows must be right for that formula, and wrong for the old value.
        """
        bound = self.document.bind(source, k)
        if isinstance(bound, (Arr, Opaque)):
            return False
        value, before = self.values.known(bound), self.values.known(Ref(0, 0, old))
        if value is None or before is None:
            return False
        if old.given and not self.cases.is_measured(old):
            # A datum, and what it would be with other parts: the slip of an operand would not
            # come to what is printed.
            return (
                is_numeric(source)
                and len(literals(source)) > MOST_SLIPPED
                and distance(value, before) > MISLAID
                and self.laying.slips_from(following[0], bound, k) == 0
            )
        if not any(literals(part.node) for part in self.document.parts_of(old)):
            return False  # it was not worked out yet: another symbol is a slip
        if is_numeric(source):
            if distance(value, before) < MISLAID / 2 + slack(source):
                return False  # it is the next step of the same calculation
            # The same formula with other numbers may be the first one with a slip in it.
            said = [part.node for part in self.document.parts_of(old) if is_numeric(part.node)]
            if not said or self._form(source) in map(self._form, said):
                return False
        return all(
            self.laying.fits_better(segment, bound, old, k)
            or self._is_rather(segment, bound, value, before)
            for segment in following
        )

    def _is_rather(self, segment: Node, bound: Node, value: Exact, before: Exact) -> bool:
        """Whether a number is a value but for the rounding of operands, and not another one."""
        num = segment.arg if isinstance(segment, Neg) else segment
        if not isinstance(num, Num) or significant(num) <= LONG:
            return False
        off = abs(as_float(num.value) - abs(as_float(value)))
        room = half_place(num) + self.ledger.doubts.moved(bound, ())
        return (off <= room or nearly(num, value)) and distance(num.value, abs(before)) > NEAR_MISS

    def _form(self, node: Node) -> str:
        """A calculation as it is written, whatever its numbers are."""
        written = "".join(self.document.text[node.start : node.end].split())
        return _NUMBER.sub("#", written)

    def _beside_another(self, k: int) -> bool:
        """Whether a quantity in the same formula has another value now, too."""
        statements = self.document.statements
        for j in (k - 1, k + 1):
            if not 0 <= j < len(statements) or statements[j].formula != statements[k].formula:
                continue
            first, *parts = statements[j].chain.parts
            versions = self.document.definitions.get(name_of(first.node), ())
            if not parts or not is_numeric(parts[0].node) or not versions:
                continue
            bound = self.document.bind(parts[0].node, j)
            now = None if isinstance(bound, (Arr, Opaque)) else self.values.known(bound)
            before = self.values.known(Ref(0, 0, versions[0]))
            if now is not None and before is not None and distance(now, before) > NEAR_MISS:
                return True
        return False

    def _elsewhere(self, k: int, old: Definition) -> bool:
        return old.section != self.document.statements[k].section

    def _goes_on_with(self, k: int, number: Num, before: Exact) -> bool:
        """Whether a section prints a number again, and the old value of what it is for nowhere."""
        return number.digits in self._digits_behind(k) and not self._keeps(k, number, before)

    def _assigned(self, statement: Statement, old: Definition) -> bool:
        """Whether a symbol that has changed before is assigned another number: ``w := 0.3``."""
        first = statement.chain.parts[1]
        if first.relation != ":=" or not old.version or not is_datum(first.node):
            return False
        value = self.values.known(Ref(0, 0, old))
        numbers = literals(first.node)
        return value is not None and len(numbers) == 1 and unlike(numbers[0], value)

    def _both_put_in(self, k: int, source: Node, old: Definition) -> bool:
        """Whether a formula right behind has both values of a symbol in it: ``0.6 H_1 + 0.4 H_2``.

        Where a page calls both ``H``, its formula tells that neither is a slip.
        """
        before = self.values.known(Ref(0, 0, old)) if is_datum(source) else None
        if before is None or isinstance(source, Arr):
            return False
        number = literals(source)[0]
        both = {number.digits, printed(abs(before), number)}
        if significant(number) < LONG or len(both) == 1:
            return False
        return any(
            both <= {num.digits for num in literals(part.node)}
            for behind in self._behind(k, NEXT)
            for part in behind.chain.parts
        )

    def _has_own_data(self, k: int) -> bool:
        """Whether a section gives another quantity anew, before a statement or right behind it."""
        section = self.document.statements[k].section
        own = takewhile(lambda d: d.section == section, reversed(self.document.entered))
        return any(d.given and d.version > 0 for d in islice(own, LONGEST_SECTION)) or any(
            map(self._is_other_datum, self._behind(k, NEXT))
        )

    def _at_new_argument(self, source: Node, old: Definition) -> bool:
        r"""Whether a function is taken at what was worked out since: ``z = -0.1``, ``y = f(-0.1)``.

        In the round before the same symbol was its value at another ``z``.
        """
        if not isinstance(source, Call) or len(source.args) != 1 or not is_datum(source.args[0]):
            return False
        numbers = literals(source.args[0])
        since = takewhile(lambda d: d.start > old.start, reversed(self.document.entered))
        return len(numbers) == 1 and any(
            d.version > 0
            and (value := self.values.known(Ref(0, 0, d))) is not None
            and prints(numbers[0], abs(value))
            for d in islice(since, NEXT)
        )

    def _among_new_data(self, k: int) -> bool:
        """Whether a line gives data of which most are new to the page, or others than before.

        Who says results again says more than one that is still so.
        """
        statements = self.document.statements
        line = statements[k].line
        new = known = 0
        for near in (range(k - 1, -1, -1), range(k + 1, len(statements))):
            for j in takewhile(lambda j: statements[j].line == line, near):
                first, *parts = statements[j].chain.parts
                if (
                    not isinstance(first.node, Sym)
                    or len(parts) != 1
                    or not is_datum(parts[0].node)
                ):
                    continue
                versions = self.document.definitions.get(first.node.name, ())
                old = next((v for v in reversed(versions) if v.line < line), None)
                value = None if old is None else self.values.known(Ref(0, 0, old))
                told = self.values.known(parts[0].node)
                agrees = value is not None and told is not None and distance(told, value) < SAME
                known += agrees
                new += not agrees
        return new > max(known, 1)

    def _is_other_datum(self, statement: Statement) -> bool:
        """Whether a formula gives another section's datum another value."""
        *parts, last = (part.node for part in statement.chain.parts)
        versions = self.document.definitions.get(name_of(parts[-1]), ()) if parts else ()
        if not versions or not is_datum(last) or isinstance(last, Arr):
            return False
        old, number = versions[-1], literals(last)[0]
        value = self.values.known(Ref(0, 0, old)) if old.given and not old.cells else None
        return old.section != statement.section and value is not None and unlike(number, value)

    def _keeps(self, k: int, number: Num, before: Exact) -> bool:
        """Whether a section goes on with the old value of what a number is for."""
        return printed(abs(before), number) in self._digits_behind(k)

    def _digits_behind(self, k: int) -> set[str]:
        """The digits of the numbers in a statement's section, behind it."""
        return {
            num.digits
            for behind in self._behind(k, LONGEST_SECTION)
            for part in behind.chain.parts
            for num in literals(part.node)
        }

    def _behind(self, k: int, most: int) -> Iterator[Statement]:
        """Those of some statements right behind one that stand in its section."""
        statements = self.document.statements
        for j in range(k + 1, min(k + most, len(statements))):
            if statements[j].section == statements[k].section:
                yield statements[j]

    def _said_next(self, k: int, name: str) -> list[Node]:
        """What the statements right behind one say of the same quantity, in numbers.

        Between them the page may work out parts of it.
        """
        statements = self.document.statements
        own = takewhile(
            lambda s: (
                s.section == statements[k].section
                and (
                    s.chain.parts[0].relation
                    or name_of(s.chain.parts[0].node) == name
                    or is_numeric(s.chain.parts[0].node)
                )
            ),
            statements[k + 1 : k + LONGEST_SECTION],
        )
        return [
            part.node
            for s in own
            if s.chain.parts[0].relation or not is_numeric(s.chain.parts[0].node)
            for part in s.chain.parts[0 if s.chain.parts[0].relation else 1 :]
            if literals(part.node)
        ]

    def _repeated(self, old: Definition, bound: Node) -> bool:
        """Whether numbers say a quantity's own formula, with what its symbols are by now."""
        if old.node is None or old.given or not literals(bound) or has_names(bound):
            return False
        new = newer_data(self.document, old)
        return bool(new) and self.laying.agrees(bound, renamed(old.node, new))

    def _begins(self, k: int, statement: Statement, old: Definition) -> bool:
        """Whether numbers begin what was only a rule: one that rests on what comes after it."""
        parts = [part for part in statement.chain.parts[1:] if not name_of(part.node)]
        if (
            old.node is None
            or old.given
            or not parts
            or not all(is_numeric(part.node) for part in parts)
        ):
            return False
        later = [
            ref.definition.start for ref in references(old.node) if ref.definition.start > old.start
        ]
        if not later:
            return False
        value, said = (
            self.values.known(node)
            for node in (Ref(0, 0, old), self.document.bind(parts[0].node, k))
        )
        if value is not None and said is not None and distance(said, value) < MISLAID:
            # What it rests on was told meanwhile, and this puts it in.
            return False
        # Data that a formula itself puts in for others come after its beginning only.
        formulas = self.ledger.page.formulas
        place = self.ledger.page.formula_before(old.start)
        end = formulas[place].span.end if place >= 0 else 0
        return any(start >= end for start in later)

    def _of_others(self, k: int, statement: Statement, old: Definition) -> bool:
        """Whether a symbol is computed from other quantities now, and the numbers say so too.

        What it was before has been worked out as well: so neither formula is a slip of the other.
        """
        source, *following = (part.node for part in statement.chain.parts[1:])
        if isinstance(source, Opaque) or old.node is None or old.given or not following:
            return False
        bound = self.document.bind(source, k)
        if isinstance(bound, (Arr, Opaque)):
            return False
        now, before = ({id(ref.definition) for ref in references(n)} for n in (bound, old.node))
        if now <= before:
            return False
        if self.values.known(bound) is None:
            # Nothing tells what is right here, the old value least of all.
            return (
                self.places.in_items(old, statement)
                or self.places.in_parts(old, statement)
                or self._agree_elsewhere(following, old, k)
            )
        if not any(isinstance(n, Stand) for a in self._worked_out(old) for n in walk(a)):
            return False
        return self.laying.fits_better(following[0], bound, old, k) or (
            self.places.in_parts(old, statement) and self._nearer(following[0], bound, old, k)
        )

    def _nearer(self, segment: Node, bound: Node, old: Definition, k: int) -> bool:
        """Whether numbers are about a new value, and nowhere near the old one."""
        if isinstance(segment, Opaque):
            return False
        said, new, before = map(
            self.values.known, (self.document.bind(segment, k), bound, Ref(0, 0, old))
        )
        return (
            said is not None
            and new is not None
            and before is not None
            and distance(said, new) < NEAR_MISS
            and distance(said, before) > FAR_OFF
        )

    def _agree_elsewhere(self, segments: list[Node], old: Definition, k: int) -> bool:
        """Whether a calculation and its result agree, and neither is near the old value."""
        before = self.values.known(Ref(0, 0, old))
        if len(segments) < 2 or is_datum(segments[0]) or not all(map(is_numeric, segments)):
            return False
        first, *others = (self.values.known(self.document.bind(node, k)) for node in segments)
        return (
            before is not None
            and first is not None
            and distance(first, before) > FAR_OFF
            and all(v is not None and distance(v, first) < MISLAID for v in others)
        )

    def _worked_out(self, old: Definition) -> list[Node]:
        """What a page said of a quantity in numbers."""
        return [node for node in self.document.alternatives(old) if node is not old.node]

    def _data_of_round(self, statement: Statement, old: Definition) -> bool:
        """Whether numbers are put into a circular rule that are nothing it has given so far."""
        parts = statement.chain.parts[1:]
        return (
            all(is_numeric(part.node) for part in parts)
            and (len(parts) > 1 or is_datum(parts[0].node))
            and is_circular(self.document, old.name)
        )

    def _updated_likewise(self, k: int, statement: Statement, first: Sym, old: Definition) -> bool:
        """Whether words tell it like another of its kind, of which there is a new value by now."""
        if not LIKEWISE.search(sentence(self.ledger.page, statement, over=True)):
            return False
        for before in self.document.statements[max(0, k - NEXT) : k]:
            told = before.chain.parts[0].node
            if (
                isinstance(told, Sym)
                and told.name != first.name
                and stem_of(told) == stem_of(first)
            ):
                versions = self.document.definitions.get(told.name, ())
                if len(versions) > 1 and versions[-1].start > old.start:
                    return True
        return False

    def _listed_likewise(self, k: int, old: Definition, source: Node, value: Exact) -> bool:
        """Whether items of a list differ in their numbers only: “- Patient 2: predicts 1, $y = 0$”.

        Nor is it a slip: no slip makes the number of the old value, or another item has it too.
        """
        if not self.places.labelled_likewise(k, old):
            return False
        statements = self.document.statements
        said = [
            self.values.known(parts[1].node)
            for s in statements[max(0, k - LONGEST_SECTION) : k + LONGEST_SECTION]
            if len(parts := s.chain.parts) == 2
            and name_of(parts[0].node) == old.name
            and is_datum(parts[1].node)
        ]
        number = literals(source)[0]
        return unlike(number, value) or said.count(self.values.known(source)) > 1

    def _in_another_example(self, k: int, statement: Statement, old: Definition) -> bool:
        """Whether a quantity is worked out for the next of several examples.

        With the example's own data, or with figures that leave fewer slips than those before do.
        """
        source, *following = (part.node for part in statement.chain.parts[1:])
        if is_datum(source) or isinstance(source, Opaque):
            return False
        now = examples_apart(self.document.text, statement.chain.start, old.start)
        if not now:
            return False
        following = following or self._said_next(k, old.name)
        if not following:
            return False
        bound = self.document.bind(source, k)
        if isinstance(bound, (Arr, Opaque)):
            return False
        slips = self.laying.slips_from(following[0], bound, k)
        if slips is None or (is_in_time(now) and not is_numeric(source)):
            return False
        value, before = map(self.values.known, (bound, Ref(0, 0, old)))
        if not is_numeric(source):
            return value is not None and value != before
        others = self._slips(bound, old)
        if is_in_time(now) and (value == before or others == math.inf or others < MOST_SLIPPED):
            return False  # the next step may say the same again, rounded
        return slips < others + (self.laying.slips_from(following[0], Ref(0, 0, old), k) or 0)

    def _runs(self, number: Num, versions: tuple[Definition, ...]) -> bool:
        """Whether a datum that was given anew before takes a value that the page goes on with."""
        return (
            len(number.digits) > 1
            and len(versions) > 1
            and all(version.given for version in versions)
            and self.document.numerals()[number.digits] > 1
        )

    def _together(self, k: int, old: Definition) -> bool:
        """Whether another datum was given beside an old one, and is given beside the new one anew.

        One of them alone may be a slip: “$n = 5$, $p = 0.5$” and later “$n = 10$, $p = 0.9$”.
        """
        statements = self.document.statements
        line = statements[k].line
        if old.line == line:
            return False
        for near in (range(k - 1, -1, -1), range(k + 1, len(statements))):
            for j in takewhile(lambda j: statements[j].line == line, near):
                first, *parts = statements[j].chain.parts
                if not isinstance(first.node, Sym) or first.node.name == old.name:
                    continue
                if len(parts) != 1 or not isinstance(number := parts[0].node, Num):
                    continue
                for version in self.document.definitions.get(first.node.name, ()):
                    if version.line == old.line and version.given:
                        value = self.values.known(Ref(0, 0, version))
                        if value is not None and distance(number.value, value) > NEAR_MISS:
                            return True
        return False

    def _computed_anew(self, k: int, statement: Statement, old: Definition) -> bool:
        """Whether a symbol is computed from other numbers, and what follows agrees with these.

        A slip of the pen changes the operands or the result, and the other one still agrees with
        the old value.
        """
        # What is not understood, and what it is compared with, says nothing of its value.
        parts = list(
            takewhile(
                lambda part: (
                    part.relation not in COMPARED
                    and (part.plain or is_numeric(part.node))
                    and not isinstance(part.node, Arr)
                ),
                dropwhile(lambda part: isinstance(part.node, Opaque), statement.chain.parts[1:]),
            )
        )
        if len(parts) < 2 or is_datum(parts[0].node):
            return False
        before = self.values.known(Ref(0, 0, old))
        new, *following = (self.values.known(self.document.bind(part.node, k)) for part in parts)
        if before is None or new is None:
            return False
        if len(following) > 1 and self._throughout(k, [part.node for part in parts], old):
            return True
        last = parts[-1].node
        if isinstance(last, Num) and significant(last) >= LONG_FIGURE and prints(last, before):
            return False  # what comes out is the old value
        if distance(new, before) < NEAR_MISS and not (
            # Results of several cases may be near each other: then two segments have to agree.
            (len(following) > 1 and self.places.in_items(old, statement))
            or (
                self._surely(parts[-1].node, new, before)
                and self._slips(self.document.bind(parts[0].node, k), old) > 1
            )
        ):
            return False
        return all(
            value is not None
            and (
                distance(value, new) < NEARER * distance(value, before)
                # Neither the operands nor the result say the old value.
                or distance(value, before) > FAR_OFF
                or (
                    isinstance(part.node, Num)
                    and not prints(part.node, before)
                    and unlike(part.node, before)
                )
            )
            for part, value in zip(parts[1:], following, strict=True)
        )

    def _slips(self, bound: Node, old: Definition) -> float:
        """How many numbers of a calculation are none of the old value's own."""
        match = self.laying.lay(bound, Ref(bound.start, bound.end, old))
        return math.inf if match is None else match.wrong

    def _typed_in_turn(self, k: int, source: Node, old: Definition) -> bool:
        """Whether lines typed one below the other assign a number anew that was computed with.

        What is typed so reads like a program, which says no number twice.
        """
        before = self.document.statement_of(old)
        statement = self.document.statements[k]
        if before is None or not old.given or not is_datum(source) or statement.chain.parts[2:]:
            return False
        formulas = self.ledger.page.formulas
        here, there = formulas[statement.formula], formulas[before.formula]
        if here.delimiter != "typed" or there.delimiter != "typed":
            return False
        text = self.ledger.page.text
        line, end = text.rfind("\n", 0, here.span.start) + 1, text.find("\n", here.span.end)
        behind = text[here.span.end : len(text) if end < 0 else end]
        if text[line : here.span.start].strip(" >-*") or behind.strip(" .;"):
            return False
        between = self.document.statements[max(0, k - LONGEST_SECTION) : k]
        return any(
            one.chain.start > before.chain.start
            and any(isinstance(n, Sym) and n.name == old.name for n in walk(part.node))
            for one in between
            for part in one.chain.parts[1:]
        )

    def _said_of_newer_data(self, k: int, statement: Statement, old: Definition) -> bool:
        """Whether the formula of a quantity is said again, whose data were given anew since.

        No number behind it may be nearer to what the quantity was before.
        """
        source, *behind_it = (part.node for part in statement.chain.parts[1:])
        if is_datum(source) or not has_symbols(source) or not any(map(literals, behind_it)):
            return False
        before = self.values.known(Ref(0, 0, old))
        bound = self.document.bind(source, k)
        if before is None or isinstance(bound, (Arr, Opaque)):
            return False
        new = self.values.known(bound)
        if new is None or equal(new, before):
            return False
        said = (part.node for part in self.document.parts_of(old) if has_symbols(part.node))
        # What was said before is bound here to compare it, and uses nothing that comes later.
        first = len(self.document.unresolved)
        by_now = [self.values.known(self.document.bind(node, k)) for node in said]
        del self.document.unresolved[first:]
        if not any(value is not None and equal(value, new) for value in by_now):
            return False
        shown = (self.values.known(self.document.bind(part, k)) for part in behind_it)
        return all(
            value is not None and distance(value, new) < distance(value, before) for value in shown
        )

    def _by_unread_formula(self, k: int, old: Definition) -> bool:
        """Whether another problem computes a symbol in a way that is not understood."""
        last = self.document.statements[k].chain.parts[-1].node
        before = self.values.known(Ref(0, 0, old))
        return (
            self._elsewhere(k, old)
            and self._has_own_data(k)
            and isinstance(last, Num)
            and before is not None
            and unlike(last, before)
        )

    def _throughout(self, k: int, segments: list[Node], old: Definition) -> bool:
        """Whether a calculation has several other operands, and goes on with these.

        One number of what follows may be a slip.
        """
        first, *following = (self.document.bind(node, k) for node in segments)
        new, before = (self.values.known(node) for node in (first, Ref(0, 0, old)))
        result = segments[-1]
        if (
            new is None
            or before is None
            or not isinstance(result, Num)
            or significant(result) < LONG
            or prints(result, before)
            or self._slips(first, old) < MOST_SLIPPED
        ):
            return False
        # The operands of a result are rounded as well.
        unit = 2 * half_place(result)
        off = [abs(as_float(result.value - value)) for value in (new, before)]
        return off[0] <= unit < off[1] or any(
            value is not None and distance(value, new) < NEARER * distance(value, before)
            for value in map(self.values.known, following)
        )

    def _surely(self, result: Node, new: Exact, before: Exact) -> bool:
        """Whether all the digits of a long result are those of a new value, and not of the old."""
        return (
            isinstance(result, Num)
            and significant(result) >= LONG_FIGURE
            and prints(result, new)
            and unlike(result, before)
        )


def _is_said_twice(statement: Statement) -> bool:
    """Whether a datum is told in two ways, which no slip of the pen does: 0.312 and 31.2 %."""
    said = [part.node for part in statement.chain.parts[1:]]
    same = len({node.value for node in said if isinstance(node, Num)}) == 1
    return len(said) > 1 and same and all(isinstance(node, Num) for node in said)


def _written_alike(a: Node, b: Node) -> bool:
    """Whether two trees are written in the same way, of the same quantities."""
    own, others = ([id(ref.definition) for ref in references(node)] for node in (a, b))
    return own == others and unparse(a) == unparse(b)


def _imaginary(node: Node) -> int:
    """How often an imaginary unit stands in a sum."""
    return sum(isinstance(n, Sym) and n.name in ("i", "j", "\\mathrm{j}") for n in walk(node))


def _is_interval(node: Node) -> bool:
    return (
        is_numeric(node)
        and bool(_figures(node))
        and any(isinstance(n, Call) and n.name == "pm" for n in walk(node))
    )


def _figures(node: Node) -> list[Num]:
    """The numbers of a tree as they are printed, whatever they stand for."""
    return [n.num if isinstance(n, Stand) else n for n in walk(node) if isinstance(n, (Num, Stand))]


def _is_turned(number: Num, value: Exact, before: Exact) -> bool:
    """Whether a number has another sign than the old one, and other digits.

    Of one slip comes another digit, or another sign, but not both.
    """
    return (value < 0) != (before < 0) and not prints(number, abs(before))


def _is_fraction(node: Node) -> bool:
    """Whether a datum is told as a fraction: ``p = 1/6``."""
    return isinstance(node, Div) and all(
        isinstance(part, Num) and part.value.denominator == 1 for part in (node.num, node.den)
    )
