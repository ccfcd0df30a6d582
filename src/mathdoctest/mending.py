"""Segments with wrong numbers that are right: of another operand, of other data or units."""

from __future__ import annotations

import math
import re
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from functools import partial
from itertools import islice

from mathdoctest.align import Match
from mathdoctest.chains import Part
from mathdoctest.conversion import in_unit, thousands, times, unit, unlike_units
from mathdoctest.definitions import Definition, references, renamed
from mathdoctest.derivative import number
from mathdoctest.document import Document
from mathdoctest.evaluate import Exact, equal
from mathdoctest.figures import Figures
from mathdoctest.laying import MAX_SOURCES, Laid, is_taken
from mathdoctest.learning import has_blank
from mathdoctest.ledger import Ledger
from mathdoctest.literals import Literals
from mathdoctest.names import has_names, is_datum, name_of
from mathdoctest.nearness import (
    FAR_OFF,
    LONG,
    NEAR_MISS,
    TIMES_NEARER,
    distance,
    far,
    is_slip,
    nearly,
    unlike,
)
from mathdoctest.repair import DOUBTFUL, Repair, Segment
from mathdoctest.rounding import PERCENT, as_float, printed, prints, significant
from mathdoctest.slips import is_shifted, one_slip
from mathdoctest.tree import (
    Add,
    Arr,
    Call,
    Mul,
    Neg,
    Node,
    Num,
    Ref,
    Stand,
    behind,
    literals,
    resolve,
    walk,
)
from mathdoctest.units import worth
from mathdoctest.wording import EARLIER, INTRODUCES, OF_ANOTHER, sentence

LEAST_PERCENT = 2
"""A share of more than this is none."""
SURELY_MOVED = 3
"""Digits that tell a number whose point the units have moved."""
MAX_BARE = 200
"""Parts of a formula that are searched for units."""
LEFT_OUT = "the sum before it lacks a term of its formula, of which nothing tells the value"
"""Why a result is not decided that such a sum does not come to."""
COARSE = 2
"""Digits of a result that is told from others by its number."""
ROUND = 3
"""Zeros at the end of a number that says a count roughly."""
SOON = 6
"""Statements right behind one that may say again what it puts in."""
SAME = 0.001
"""How far the sizes of what is told in two units may be from powers of ten."""
OTHER_UNITS = "this is in another unit, and nothing tells how to convert it"
"""Why a result that is off as the units are is not decided."""

CENTS = 2
"""Decimals of a sum of money."""
_PAID = re.compile(
    r"\b(?:instal?lments?|monthly payments?|repayments?|annuit(?:y|ies)|Monatsrate\w*|Raten\w*"
    r"|Annuität\w*|mensualités?|cuotas?|mensualidad\w*|parcelas?|prestaç\w+|rata|rate mensili)\b",
    re.IGNORECASE,
)
"""What a page calls the sums that are paid again and again."""
_APART = re.compile(r"\n[ \t]*(?:\n|[-*+] |\d{1,2}[.)] )")
"""What stands between two paragraphs, or two items."""


class Mending:
    """Lays a segment with wrong numbers in the way that the page means it, where that is told."""

    def __init__(self, ledger: Ledger, document: Document, known: Literals) -> None:
        self.ledger = ledger
        self.document = document
        self.values = document.values
        self.laying = known.laying
        self.literals = known
        self.repair = Repair(
            ledger,
            document.values,
            document.numerals,
            document.alternatives,
            partial(_is_opposed, document, known.figures),
            lambda: known.laying.aligner.worked,
        )

    def explained(
        self, part: Part, target: Node, chain: Laid, match: Match, source: Node, *, learnt: bool
    ) -> tuple[tuple[Match, Node] | None, str]:
        """A segment with wrong numbers laid in another way, and why they are not decided, if so."""
        if self._of_other_units(target, source):
            return (match, source), OTHER_UNITS
        if self._lacks_term(target, source, chain):
            return (match, source), LEFT_OUT
        if self._is_by_another_formula(target, source, chain):
            return (match, source), self.laying.why(chain.sources[-1])
        for explain in (self._approximated, self._in_round_numbers):
            if (other := explain(part, target, source)) is not None:
                return other, ""
        if (hot := self._one_hot(target, source)) is not None:
            return (hot, source), ""
        if (paid := self._in_cents(target, source)) is not None:
            return paid, ""
        if (earlier := self._of_earlier(target, source)) is not None:
            return earlier, ""
        best = self._mended(target, chain, match, source, learnt=learnt)
        doubtful = best is not None and best[0].wrong and self.repair.doubtful
        return best, DOUBTFUL if doubtful else ""

    def _is_by_another_formula(self, target: Node, source: Node, chain: Laid) -> bool:
        """Whether a result comes from a formula of things that the page does not tell.

        Of another point of a curve, “at [S] = 400”, the rate is not what it was before.
        """
        formula = chain.sources[-1]
        if source is formula or not is_datum(target) or not isinstance(source, Ref):
            return False
        return not is_datum(formula) and self.values.known(formula) is None and has_names(formula)

    def _told_at_the_end(self, target: Node, source: Node) -> tuple[Match, Node] | None:
        r"""A result with a unit that numbers without any were worked out to: all are in that unit.

        Such are the readings of a table: ``\bar{V} = (18.27 + 18.31) / 2 = 18.29\,\text{mL}``.
        """
        num = target.arg if isinstance(target, Neg) else target
        text = self.document.text
        size = worth(unit(text, num)) if isinstance(num, Num) else None
        if not isinstance(num, Num) or not size or size == 1:
            return None
        whole = source.definition.node if isinstance(source, Ref) else source
        parts = [] if whole is None else [*islice(behind((whole,)), MAX_BARE)]
        told = [part for part in parts if isinstance(part, Num) and part.start < part.end]
        if not told or len(parts) == MAX_BARE or any(unit(text, one) for one in told):
            return None
        made = times(whole or source, size)
        match = self.laying.lay(target, self.values.keep(made))
        return None if match is None or match.wrong else (match, made)

    def _of_unit_told_nowhere(self, target: Node, source: Node) -> Iterator[Node]:
        """A number with a unit, where an operand was only taken for what stands in its place.

        Currents that the page has read in milliamperes go into a formula as they are.
        """
        value = self.values.known(source)
        if not isinstance(target, Num) or value is None or significant(target) < SURELY_MOVED:
            return
        factor = thousands(target, value)
        if factor is None or not unit(self.document.text, target):
            return
        whole = source.definition.node if isinstance(source, Ref) else source
        if whole is not None and any(ref.definition.blank for ref in references(whole)):
            yield times(source, factor)

    def _lacks_term(self, target: Node, source: Node, chain: Laid) -> bool:
        """Whether a result is not what a sum comes to that lacks an unknown term of its formula.

        Authors put in all but the bias, ``z = w_1 x_1 + w_2 x_2 + b``, and compute with it.
        """
        first = chain.sources[0]
        whole = first.definition.node if isinstance(first, Ref) else first
        if not isinstance(whole, Add) or not isinstance(source, Add) or not isinstance(target, Num):
            return False
        if len(whole.terms) <= len(source.terms) or self.values.known(whole) is not None:
            return False
        value = self.values.known(source)
        slip = value is None or not unlike(target, value) or nearly(target, value)
        return not slip and any(map(has_blank, whole.terms))

    def _one_hot(self, target: Node, source: Node) -> Match | None:
        r"""A class taken from a list of shares: ``p - y = [0.67, -0.76, 0.09]`` with ``y = 2``.

        The number of the class, or the label of another example, stands for a list that has a one
        in one place: every entry is as it was, but for one that is less by one.
        """
        if not isinstance(target, Arr) or not isinstance(source, Arr):
            return None
        cells = [cell for row in source.rows for cell in row]
        shown = [cell for row in target.rows for cell in row]
        label = _taken_from(cells[0])
        if len(cells) != len(shown) or label is None:
            return None
        listed = self._is_label_of_another(cells, target)
        pairs: list[tuple[Num, Node]] = []
        for cell, entry in zip(cells, shown, strict=True):
            share = cell.terms[0] if isinstance(cell, Add) else cell
            num = entry.arg if isinstance(entry, Neg) else entry
            if not (listed or _taken_from(cell) is label) or not isinstance(num, Num):
                return None
            pairs.append((num, share if num is entry else self.values.keep(_one_less(share))))
        values = [self.values.known(stands) for _, stands in pairs]
        wrong = sum(
            value is None or not prints(num, value)
            for (num, _), value in zip(pairs, values, strict=True)
        )
        ones = sum(isinstance(entry, Neg) for entry in shown)
        # Of a list nothing but the place of its one may be another.
        few = not wrong if listed else wrong < len(cells) / 2
        return Match(wrong, 0, tuple(pairs)) if ones == 1 and few else None

    def _is_label_of_another(self, cells: Sequence[Node], target: Node) -> bool:
        """Whether a list that is taken from shares is a label of an item or a paragraph before."""
        taken = [_taken_from(cell) for cell in cells]
        bits = [one.node.value for one in taken if one is not None and isinstance(one.node, Num)]
        if len(bits) != len(cells) or sorted(bits) != [*[0] * (len(bits) - 1), 1]:
            return False
        starts = [one.start for one in taken if one is not None]
        between = self.document.text[min(starts) : target.start] if min(starts) >= 0 else ""
        return _APART.search(between) is not None

    def _told_below(self, num: Num, definition: Definition) -> bool:
        r"""Whether another section says soon that a quantity is now this number.

        An exercise may answer before it is solved: “$\hat{y} - y = 6 - 4 = 2$. $\hat{y} = wx = 6$”.
        """
        k = self.document.reached
        section = self.document.statements[k].section
        return definition.section != section and any(
            later.section == section
            and name_of(parts[0].node) == definition.name
            and any(isinstance(p.node, Num) and p.node.digits == num.digits for p in parts[1:])
            for later in self.document.statements[k + 1 : k + 1 + SOON]
            for parts in (later.chain.parts,)
        )

    def _of_other_units(self, target: Node, source: Node) -> bool:
        """Whether a number and what it stands for have units that nothing converts."""
        text = self.document.text
        whole = source.definition.node if isinstance(source, Ref) else source
        inside = references(whole) if whole is not None else []
        if any(part.definition.moved for part in inside):
            return True
        if not isinstance(target, Num):
            return False
        own = unit(text, target)
        if own and unlike_units(text, source, target) and not in_unit(text, source, target):
            return True
        for part in inside:
            versions = self.document.definitions.get(part.definition.name, ())
            given = {
                unit(text, one.node)
                for one in versions
                if one.start >= 0 and isinstance(one.node, Num)
            } - {""}
            if own and len(given) > 1 and own not in given:
                return True
        return False

    def _approximated(self, part: Part, target: Node, source: Node) -> tuple[Match, Node] | None:
        r"""A value of a function as a method approximates it: ``y(0.4) \approx 1.5282`` by Euler.

        It is near the exact one, by no slip of the pen, and the page has worked it out before.
        """
        if part.relation != "\\approx" or not isinstance(target, Num):
            return None
        if not isinstance(source, Call) or source.function is None:
            return None
        value = self.values.known(source)
        worked_out = self.literals.known(target) if significant(target) >= LONG else None
        if value is None or worked_out is None or isinstance(worked_out, Num):
            return None
        if not unlike(target, value) or distance(target.value, abs(value)) > NEAR_MISS:
            return None
        return Match(0, 0, ((target, worked_out),)), source

    def _in_round_numbers(
        self, part: Part, target: Node, source: Node
    ) -> tuple[Match, Node] | None:
        r"""A count that is told roughly: ``197^2 \approx 39{,}000``."""
        value = self.values.known(source)
        if part.relation != "\\approx" or not isinstance(target, Num) or value is None:
            return None
        digits = target.digits
        zeros = len(digits) - len(digits.rstrip("0"))
        if "." in digits or zeros < ROUND or abs(value - target.value) * 2 > 10**zeros:
            return None
        return Match(0, 0, ((target, target),)), source

    def _in_cents(self, target: Node, source: Node) -> tuple[Match, Node] | None:
        r"""A sum of money that is paid in cents so many times: ``48 \cdot 422.73``.

        What is paid is what is printed, and no more digits of it are.
        """
        if not isinstance(target, Num) or target.decimals != CENTS or not isinstance(source, Mul):
            return None
        printed_as = [one.num if isinstance(one, Stand) else one for one in source.factors]
        numbers = [one for one in printed_as if isinstance(one, Num)]
        if len(numbers) < len(printed_as):
            return None
        if sorted({one.decimals for one in numbers}) != [0, CENTS]:
            return None
        made = replace(source, factors=tuple(numbers))
        if self.values.known(made) != target.value or not _PAID.search(self.document.text):
            return None
        return Match(0, 0, ((target, made),)), made

    def _of_earlier(self, target: Node, source: Node) -> tuple[Match, Node] | None:
        """Numbers of what a quantity was before: “the entropy of the first weights is …”."""
        page = self.ledger.page
        statement = self.document.statements[self.document.reached]
        if not self.document.has_versions() or not EARLIER.search(sentence(page, statement)):
            return None
        versions = {
            name: self.document.definitions.get(name, ())[-MAX_SOURCES:-1]
            for ref in references(source)
            for name in (ref.definition.array or ref.definition.name,)
        }
        for name, before in versions.items():
            for version in reversed(before):
                earlier = {
                    id(ref.definition): version.entry(ref.definition.place)
                    if ref.definition.array
                    else version
                    for ref in references(source)
                    if name == (ref.definition.array or ref.definition.name)
                }
                told = {key: one for key, one in earlier.items() if one is not None}
                made = renamed(source, told)
                again = self.laying.lay(target, self.values.keep(made))
                if again is not None and not again.wrong and len(told) == len(earlier):
                    return again, made
        return None

    def _mended(
        self, target: Node, chain: Laid, match: Match, source: Node, *, learnt: bool
    ) -> tuple[Match, Node] | None:
        """A segment with wrong numbers, laid again with another operand, or with other data."""
        repaired = None
        self.repair.doubtful = False
        if self._retold(target, source, match, chain):
            again = self.laying.lay(target, source)
            if again is not None:
                return again, source
        if self.document.names.honour and (told := self._told_at_the_end(target, source)):
            place = chain.sources.index(source)
            chain.sources[place] = told[1]
            if chain.quantity is not None:
                self.document.redefine(chain.quantity, told[1])
                self.laying.forget()
            return told
        if (converted := self._converted(target, source)) is not None:
            found, made = converted
            repaired = self._repaired(target, chain, found, made) if found.wrong else None
            return repaired or found, made
        for convert in (self._as_converted, self._in_other_units):
            if (converted := convert(target, source, match, chain)) is not None:
                return converted
        if not self._taken(target, source, match, chain) and not self.laying.returns(
            target, source, chain
        ):
            repaired = self._repaired(target, chain, match, source)
        if repaired is not None:
            return repaired, source
        place = chain.sources.index(source)
        if self._anew(target, source, match, chain, learnt=learnt):
            source = chain.sources[place]
            return self.laying.lay(target, source) or match, source
        if self._unsaid(target, source, match, chain):
            source = chain.sources[place]
            again = self.laying.lay(target, source)
            return None if again is None else (again, source)
        return match, source

    def _repaired(self, target: Node, chain: Laid, match: Match, source: Node) -> Match | None:
        """A segment with wrong numbers, laid again with an operand taken for another one."""
        return self.repair.find(
            match,
            Segment(
                list(reversed(chain.sources))[:MAX_SOURCES],
                lambda: self.laying.lay(target, source),
            ),
            lambda: self.laying.goes_on(target, source, chain),
        )

    def _converted(self, target: Node, source: Node) -> tuple[Match, Node] | None:
        r"""A number in another unit than the one before it: ``0.25\text{ h} = 15\text{ min}``."""
        if not literals(target) or self.values.known(source) is None:
            return None
        best: tuple[Match, Node] | None = None
        ways = [] if self.document.names.honour else in_unit(self.document.text, source, target)
        ways += self._in_percent(target, source)
        ways += self._of_unit_told_nowhere(target, source)
        for made in ways:
            match = self.laying.lay(target, self.values.keep(made))
            if match is not None and (best is None or match.wrong < best[0].wrong):
                best = match, made
        if best is None or (best[0].wrong and not self._nearer(target, best[1], source)):
            return None
        return best

    def _in_percent(self, target: Node, source: Node) -> Iterator[Node]:
        r"""Numbers in percent of which only the last one says so: ``8.5 + 4.8 = 13.3\%``.

        A share and its percentage are told apart by their size, or by the hundred that is in it.
        """
        value = self.values.known(source)
        if (
            isinstance(target, Num)
            and target.scale == PERCENT
            and value is not None
            and (abs(value) >= LEAST_PERCENT or _times_hundred(source))
            and not any(isinstance(n, Num) and n.scale == PERCENT for n in walk(source))
        ):
            yield times(source, PERCENT)

    def _nearer(self, target: Node, made: Node, source: Node) -> bool:
        """Whether a wrong number is rather meant in its own unit than in the one before."""
        value = self.values.known(target)
        return value is not None and distance(as_float(value), self.values.exact(made)) < distance(
            as_float(value), self.values.exact(source)
        )

    def _in_other_units(
        self, target: Node, source: Node, match: Match, chain: Laid
    ) -> tuple[Match, Node] | None:
        """A segment that puts metres in as millimetres, where the next one follows from that.

        It is told by the units of both, or by the numbers: all that is off is so by a power of a
        thousand, and the next segment is right for what is printed, and not for what the page gave.
        """
        following = self.laying.next_segment(chain)
        new: dict[int, Definition] = {}
        told = True
        for num, stands in match.pairs:
            if self.laying.fits(num, stands):
                continue
            if not isinstance(stands, Ref):
                return None
            factor = self._by_units(num, stands)
            if factor is None:
                told = False
                factor = thousands(num, self.values.exact(stands))
            if factor is None:
                return None
            old = stands.definition
            node = times(Ref(num.start, num.end, old), factor)
            new[id(old)] = replace(old, node=node, given=False, alternatives=[])
        own = source.definition.node if isinstance(source, Ref) else None
        made = renamed(source if own is None else own, new)
        again = self.laying.lay(target, made)
        if again is None or again.wrong:
            return None
        if not (new and told) and not self._goes_on_with(following, made, source):
            return None
        place = chain.sources.index(source)
        self._rename(chain, new)
        return self.laying.lay(target, made) or again, chain.sources[place]

    def _goes_on_with(self, following: Node | None, made: Node, source: Node) -> bool:
        """Whether a segment is right for other quantities and not for those of the page."""
        if following is None or not literals(following) or self.laying.agrees(following, source):
            return False
        laid = self.laying.lay(following, made)
        off = [] if laid is None else [pair for pair in laid.pairs if not self.laying.fits(*pair)]
        return (
            laid is not None
            and not off[1:]
            and (not off or is_slip(off[0][0], self.values.exact(off[0][1])))
        )

    def _by_units(self, num: Num, stands: Ref) -> Fraction | None:
        """What makes a quantity of a printed number, whose units are both told and are others."""
        text = self.document.text
        parts = self.document.parts_of(stands.definition)
        own = unit(text, stands) or (unit(text, parts[-1].node) if parts else "")
        into = unit(text, num)
        if not own or not into or own == into:
            return None
        sizes = worth(own), worth(into)
        return sizes[0] / sizes[1] if sizes[0] and sizes[1] and sizes[0] != sizes[1] else None

    def _as_converted(
        self, target: Node, source: Node, match: Match, chain: Laid
    ) -> tuple[Match, Node] | None:
        """A segment that puts a datum in as its own equation converted it."""
        told: dict[int, tuple[Definition, Num]] = {}
        for num, stands in match.pairs:
            if self.laying.fits(num, stands) or not isinstance(stands, Ref):
                continue
            definition = stands.definition
            said = self._conversions(definition) if definition.start >= 0 else {}
            same = [n for n in said.values() if n.value == num.value and n.scale == num.scale]
            if not same or len(said) < 2:
                return None
            told[id(definition)] = definition, same[0]
        new = {key: replace(d, node=n, given=True, alternatives=[]) for key, (d, n) in told.items()}
        own = source.definition.node if isinstance(source, Ref) else None
        again = (
            self.laying.lay(target, renamed(source if own is None else own, new)) if new else None
        )
        if again is None or again.wrong:
            return None
        place = chain.sources.index(source)
        renewed = {k: self.document.renew(d, n, chain.section) for k, (d, n) in told.items()}
        self._rename(chain, renewed)
        return self.laying.lay(target, chain.sources[place]) or again, chain.sources[place]

    def _conversions(self, definition: Definition) -> Mapping[str, Num]:
        """What a datum is by its units, where its equation tells it in each: 27 °C and 300 K."""
        parts = [part.node for part in self.document.parts_of(definition)]
        said = {unit(self.document.text, node): node for node in parts if isinstance(node, Num)}
        return {} if "" in said else said

    def is_converted(self, definition: Definition) -> bool:
        r"""Whether a datum is told in two units, of which a formula may want either."""
        node = definition.node
        given = definition.given and isinstance(node, Num) and definition.start >= 0
        return given and len(self._conversions(definition)) > 1

    def puts_in_older(self, target: Node, match: Match, chain: Laid) -> bool:
        """Whether a segment puts in what quantities were before an update, and goes on with that.

        The 0.5 of a weight is what 0.4911, which it is by now, is to one decimal.
        """
        older: dict[int, Definition] = {}
        for num, stands in match.pairs:
            if not isinstance(stands, Ref) or self._is_exactly(num, stands.definition):
                continue
            before = next((v for v in self._before(stands) if self._is_exactly(num, v)), None)
            if before is not None:
                older[id(stands.definition)] = before
        following = self.laying.next_segment(chain) if older else None
        if following is None:
            return False
        stood = {id(num): stands for num, stands in match.pairs}
        past = {key: renamed(stands, older) for key, stands in stood.items()}
        made = [self.values.keep(resolve(target, pairs)) for pairs in (stood, past)]
        now, then = (self.laying.lay(following, source) for source in made)
        if then is None:
            return False
        if now is not None and (
            now.wrong < then.wrong
            or (now.wrong == then.wrong and now.error <= TIMES_NEARER * then.error)
        ):
            return False  # it is not by the roundings of the page alone that both are wrong
        self._rename(chain, older)
        return True

    def _before(self, ref: Ref) -> Iterator[Definition]:
        """What a quantity was earlier: its versions, and what the step to it starts from."""
        now = ref.definition
        if now.version:
            yield from self.document.definitions.get(now.name, ())
        start = now.node.terms[0] if isinstance(now.node, Add) else None
        if isinstance(start, (Num, Stand)) and not now.given:
            yield replace(now, node=start, given=True, alternatives=[])

    def _is_exactly(self, num: Num, definition: Definition) -> bool:
        value = self.values.known(Ref(num.start, num.end, definition))
        return value is not None and equal(value, num.value)

    def _is_converted(self, num: Num, definition: Definition) -> bool:
        """Whether a quantity is put in in another unit, which is told behind it."""
        was = Ref(num.start, num.end, definition)
        text = self.document.text
        own = unit(text, num)
        return own not in ("", unit(text, was)) and _differ_by_prefix(
            self.values.known(was), num.value
        )

    def _rename(self, chain: Laid, new: Mapping[int, Definition]) -> None:
        """Put other quantities into a chain, by the identities of the old ones."""
        chain.sources = [renamed(source, new) for source in chain.sources]
        if chain.quantity is not None and chain.quantity.node is not None:
            chain.quantity.node = renamed(chain.quantity.node, new)
            chain.quantity.alternatives.clear()
        self.laying.forget()

    def _anew(self, target: Node, source: Node, match: Match, chain: Laid, *, learnt: bool) -> bool:
        """Whether a segment puts other data in than the page gave, and goes on with them.

        A second example on a page often takes the symbols of the first without a word. What tells
        it from a slip: several data differ at once, and the next segment follows from them.
        """
        gross, made, rounded = self._off(match)
        apart = True
        computed = False
        slipped = self._slips_beside(gross.values(), chain)
        for _, definition in slipped.values():
            del gross[id(definition)]
        for num, definition in gross.values():
            value = self.values.exact(Ref(num.start, num.end, definition))
            computed |= not definition.given
            if distance(num.value, value) <= NEAR_MISS:
                return False
            apart = apart and far(num, value)
        if self.laying.following is None or not gross:
            return False
        if not all(any(id(r.definition) in gross for r in references(node)) for node in made):
            return False  # No other datum made this number another one.
        taken = self._taken(target, source, match, chain)
        known = {id(num): self._another(num, d, chain.section) for num, d in gross.values()}
        told = {key: node for key, node in known.items() if node is not None}
        own = {id(num): self._found_here(num, d, chain.section) for num, d in gross.values()}
        found = {key: node for key, node in own.items() if node is not None}
        told |= found
        tabled = all(self.literals.is_tabled(num, d) for num, d in gross.values())
        converted = all(self._is_converted(num, d) for num, d in gross.values())
        if not (
            len(gross) > 1
            or made
            or converted
            or learnt
            or taken
            or tabled
            or all(id(num) in told or self._other_datum(num, d) for num, d in gross.values())
        ):
            return False
        elsewhere = all(d.section != chain.section for _, d in gross.values())
        announced = (learnt and elsewhere) or all(
            self.literals.announced(num, d) for num, d in gross.values()
        )
        if rounded and not (elsewhere and announced):
            return False  # A number that is off by little makes the others doubtful.
        # One result that is not as it was is a slip, several with other data are another example.
        if computed and len(gross) == 1 and not converted:
            ((num, definition),) = gross.values()
            other = elsewhere and self._other_datum(num, definition)
            if not told and not other and not tabled:
                return False
        # Two slips at once are no other example either, though a coarse result may fit them.
        if (
            not apart
            and not converted
            and not announced
            and not learnt
            and not taken
            and not self.laying.comes_exactly(target)
            and not any(
                unlike(num, self.values.exact(Ref(num.start, num.end, d)))
                for num, d in gross.values()
            )
        ):
            return False
        # What is of quite another size is no slip, even where the next number is one.
        exactly = computed or not announced
        apart = apart and (not computed or bool(told) or elsewhere)
        if self.laying.follows(target, source, chain, exactly=exactly, or_slips=apart and not told):
            told = found
        else:
            # Not as printed, but without slips, and with all digits of what its numbers stand for.
            meant = resolve(target, {**_others(match, gross), **told})
            apart = apart or bool(told)
            if not self.laying.follows(meant, source, chain, exactly=exactly, or_slips=apart):
                return False
        new = {}
        for num, definition in gross.values():
            node = told.get(id(num), num)
            moved = self._is_converted(num, definition)
            anew = self.document.renew(definition, node, chain.section)
            anew.moved = moved
            new[id(definition)] = anew
            if node is num:
                self.ledger.data.add(id(num))
            self.ledger.redefined(num, definition.latex, definition, put_in=True)
        self._rename(chain, new)
        return True

    def _off(self, match: Match) -> tuple[dict[int, tuple[Num, Definition]], list[Node], bool]:
        """Numbers that are not what they stand for.

        Returns those of quantities, by these; what the others stand for; and whether some were
        only rounded badly, and left out. So are those that repeat a slip that stands above.
        """
        gross: dict[int, tuple[Num, Definition]] = {}
        made: list[Node] = []
        rounded = False
        for num, stands in match.pairs:
            value = self.values.known(stands)
            if value is None or self.laying.is_slip_of(num, stands):
                continue
            nothing = value != 0 == num.value and self._is_told_elsewhere(stands)
            if prints(num, value) and not nothing:
                continue
            if significant(num) > 1 and nearly(num, abs(value)):
                rounded = True
            elif isinstance(stands, Ref):
                gross[id(stands.definition)] = (num, stands.definition)
            else:
                made.append(stands)
        return gross, made, rounded

    def _is_told_elsewhere(self, stands: Node) -> bool:
        """Whether another section gave a datum, which nobody rounds to nothing: 0 for 0.5."""
        section = self.document.statements[self.document.reached].section
        return (
            isinstance(stands, Ref)
            and stands.definition.given
            and stands.definition.section != section
        )

    def _slips_beside(
        self, gross: Iterable[tuple[Num, Definition]], chain: Laid
    ) -> dict[int, tuple[Num, Definition]]:
        """The slips of the pen, by number, where other numbers are of quite another size.

        Those are of other data than another section gave; a slip beside them is one still.
        """
        slipped = {}
        others = 0
        for num, definition in gross:
            value = self.values.exact(Ref(num.start, num.end, definition))
            elsewhere = definition.section != chain.section or definition.start > num.start
            if far(num, value) and elsewhere and not definition.blank:
                others += 1
            elif (
                definition.start < num.start
                and significant(num) > 1
                and one_slip(num.digits, printed(abs(value), num))
            ):
                slipped[id(num)] = num, definition
            else:
                return {}
        return slipped if others else {}

    def _another(self, num: Num, definition: Definition, section: int) -> Node | None:
        """What a number was before, where that is no value of the quantity in whose place it is.

        It was told as ``t_{0.975}``, say, or is of quite another size, or it is what an earlier
        problem found, and not the last one: “the load of problem 1”.
        """
        value = self.values.known(Ref(num.start, num.end, definition))
        known = self.literals.known(num)
        if known is None or value is None or not unlike(num, value):
            return None
        longer = f"{definition.name}_"
        if far(num, value) or any(
            d.name.startswith(longer) and prints(num, self.values.exact(Ref(0, 0, d)))
            for d in self.literals.figures.near(num)
        ):
            return known
        *earlier, last = self.document.definitions.get(definition.name, (definition,))
        if (
            last is definition
            and definition.section != section
            and significant(num) >= LONG
            and distance(num.value, value) > FAR_OFF
        ):
            for other in reversed(earlier):
                made = Ref(num.start, num.end, other)
                before = self.values.known(made)
                problem = other.section not in (section, last.section)
                if problem and before is not None and prints(num, before):
                    return made
        return None

    def _found_here(self, num: Num, definition: Definition, section: int) -> Node | None:
        r"""The result that a section has just found, put in for a symbol of an earlier problem.

        The network's output is $a_2 = 0.73$ here, its loss $\frac{1}{2} (y - t)^2$ as before.
        """
        if definition.section == section or definition.given or significant(num) < COARSE:
            return None
        entered = self.document.entered
        last = next((d for d in reversed(entered) if not d.given and d.start >= 0), None)
        if last is None or last.section != section or last.name == definition.name:
            return None
        made = Ref(num.start, num.end, last)
        value = self.values.known(made)
        return made if value is not None and prints(num, value) else None

    def _other_datum(self, num: Num, definition: Definition) -> bool:
        """Whether a number is too far from a datum for a slip, or announced in a sentence."""
        value = self.values.known(Ref(num.start, num.end, definition))
        if value is None:
            return False
        if self._told_below(num, definition):
            return True
        if not unlike(num, value):
            # Another problem's datum may look like a slip of this one's, but is not told as well.
            section = self.document.statements[self.document.reached].section
            return self.literals.is_listed(num, definition) or (
                definition.section != section and self.literals.announced(num, definition)
            )
        return far(num, value) or self.literals.announced(num, definition)

    def _taken(self, target: Node, source: Node, match: Match, chain: Laid) -> bool:
        """Whether a segment differs only in what the page has never said, and is gone on with.

        A symbol's value that was only taken from where a number stood contradicts no other one.
        """
        off = [stands for num, stands in match.pairs if not self.laying.fits(num, stands)]
        return bool(off) and all(map(is_taken, off)) and self.laying.goes_on(target, source, chain)

    def _told(self, chain: Laid) -> list[Node]:
        """What a chain says so far, the definition that it began with included."""
        own = None if chain.quantity is None else chain.quantity.node
        return [*chain.sources, *([] if own is None else [own])]

    def _unsaid(self, target: Node, source: Node, match: Match, chain: Laid) -> bool:
        """Whether what the page gives further down was taken for what is meant here.

        Then the symbols have no value yet, and the numbers put in their places tell it. A result
        from further down is another one only where no slip of the pen made the number of it.
        """
        below = [
            d
            for d in dict.fromkeys(
                ref.definition
                for said in self._told(chain)
                for ref in references(said, chain.searched)
            )
            if not d.blank and d.start > target.start and d.page == self.document.path
        ]
        if not below:
            return False
        off = [
            (num, value)
            for num, stands in match.pairs
            if (value := self.values.known(stands)) is not None
            and not self.laying.fits(num, stands)
        ]
        another = all(
            unlike(num, value) and distance(num.value, abs(value)) > FAR_OFF for num, value in off
        )
        # In the same section only what is of quite another size, or is gone on with here.
        here = another and (
            all(far(num, value) for num, value in off)
            or self.laying.follows(target, target, chain, exactly=True, or_slips=True)
        )
        # What is worked out only below was not known here, if the next number comes of this one.
        goes_on = self.laying.goes_on(target, source, chain)
        new = {
            id(d): self.document.unsaid(d)
            for d in below
            if (
                (d.given or another or goes_on)
                and (d.section > chain.section or ((here or goes_on) and not d.given))
            )
            or self._is_of_case(d)
        }
        if not new:
            return False
        self._rename(chain, new)
        self.literals.learn(target, chain)
        return True

    def _is_of_case(self, definition: Definition) -> bool:
        """Whether a datum is given in a sentence of another case: “without the last one”."""
        statement = self.document.statement_of(definition)
        if not definition.given or statement is None:
            return False
        words = sentence(self.ledger.page, statement)
        return OF_ANOTHER.search(words) is not None or INTRODUCES.search(words) is not None

    def _retold(self, target: Node, source: Node, match: Match, chain: Laid) -> bool:
        """Whether numbers told as mere numbers are other ones here, and are gone on with.

        Then they were the slips. Else both what is said here and all that follows would be wrong.
        """
        if self.laying.following is None or match.flipped:
            return False
        told: dict[int, tuple[Num, Num]] = {}
        given: set[str] = set()
        for num, stands in match.pairs:
            if self.laying.fits(num, stands):
                continue
            datum = self.repair.datum(stands)
            if datum is None or datum.scale != num.scale:
                return False
            moved = thousands(num, datum.value) is not None
            moved = moved or _differ_by_prefix(datum.value, num.value)
            if moved and unit(self.document.text, datum):
                return False  # It is put in in another unit.
            elsewhere = isinstance(stands, Ref) and stands.definition.section != chain.section
            if elsewhere and unlike(num, datum.value):
                return False  # What was told by its place there, another number tells here.
            if id(datum) not in self.ledger.weak:
                if not one_slip(datum.digits, num.digits) and not is_shifted(
                    datum.digits, num.digits
                ):
                    return False  # Data of another example.
                given.add(num.digits)
            told[id(datum)] = datum, num
        following = self.laying.next_segment(chain) if told else None
        if (
            following is None
            or not literals(following)
            or self.laying.follows_from(following, source)
        ):
            return False
        if not given.isdisjoint(n.digits for n in literals(following)):
            return False  # Said twice is not gone on with.
        with self.values.supposing({key: num.value for key, (_, num) in told.items()}):
            again = self.laying.lay(target, source)
            if again is None or again.wrong or not self.laying.follows_from(following, source):
                return False
            if given and not self.laying.agrees(following, source):
                return False
        for datum, num in told.values():
            self.values.mean(datum, num.value)
            self.ledger.blame(datum, num.value, num.digits)
        return True


def _times_hundred(source: Node) -> bool:
    """Whether a calculation makes a percentage of a share itself: it has a factor 100."""
    if isinstance(source, Ref) and source.definition.node is not None:
        source = source.definition.node
    return any(
        isinstance(digits, Num) and digits.digits == "100" and digits.scale == 1
        for part in walk(source)
        if isinstance(part, Mul)
        for factor in part.factors
        for digits in (factor.num if isinstance(factor, Stand) else factor,)
    )


def _others(match: Match, apart: Container[int]) -> dict[int, Node]:
    """What numbers stand for, by identity, but for the quantities of some identities."""
    return {
        id(num): stands
        for num, stands in match.pairs
        if not (isinstance(stands, Ref) and id(stands.definition) in apart)
    }


def _is_opposed(document: Document, figures: Figures, num: Num) -> bool:
    """Whether the page has a quantity of a number's value with a minus, and none without.

    A number that has one already is none of these.
    """
    if document.text[max(num.start - 2, 0) : num.start].rstrip().endswith(("-", "−")):
        return False
    worth = {
        document.values.known(Ref(0, 0, definition))
        for definition in figures.near(num)
        if definition.start < num.start
    }
    return -num.value in worth and num.value not in worth


def _one_less(share: Node) -> Node:
    """What a share lacks to be the whole: ``1 - p``."""
    minus = Neg(share.start, share.end, share)
    return Add(share.start, share.end, (number(1, share), minus))


def _taken_from(cell: Node) -> Definition | None:
    """What is taken from an entry of a list, ``y`` in ``p_1 - y``, and no list itself."""
    if not isinstance(cell, Add) or len(cell.terms) != 2 or not isinstance(cell.terms[1], Neg):
        return None
    taken = cell.terms[1].arg
    return taken.definition if isinstance(taken, Ref) else None


def _differ_by_prefix(before: Exact | None, now: Fraction) -> bool:
    """Whether a quantity is told in another unit: 15.0 in centimetres, and 0.150 in metres."""
    sizes = [as_float(abs(value)) for value in (before or 0, now)]
    if not all(0 < size < math.inf for size in sizes):
        return False
    powers = math.log10(sizes[0]) - math.log10(sizes[1])
    return abs(round(powers)) > 1 and abs(powers - round(powers)) < SAME
