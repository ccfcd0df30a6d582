"""The numbers of a formula, with the powers of ten, percent signs and units behind them."""

from __future__ import annotations

import re
from fractions import Fraction
from functools import lru_cache

from mathdoctest.cursor import ENDS_SEGMENT, ENDS_TERM, MAX_AHEAD, TIMES, Cursor
from mathdoctest.lexer import KNOWN_FUNCTIONS, LatexError, subscript
from mathdoctest.limits import MAX_DIGITS
from mathdoctest.ratios import ratio
from mathdoctest.tree import ONE, Node, Num
from mathdoctest.units import worth

OHM = "\\Omega"
"""A letter that is a unit where no quantity is called so."""
MAX_SCALE = 400
"""A power of ten beyond this does not make a literal."""
_ENDS_NUMBER = ENDS_TERM | {"^"}
"""Signs behind which nothing more belongs to a number: no percent sign and no unit."""
_NO_UNIT = TIMES.keys() | {"+", "-", ")", "}", "{", "^"}
"""Signs and commands that no unit begins with, to tell sooner than by looking for one."""
_CURRENCY = re.compile(r"\s*(?:[A-Z]{3}|Rs\.?|R\$|US\$|[€£¥₹])\s*")


@lru_cache(maxsize=4096)
def figure(text: str) -> tuple[str, Fraction, int | None]:
    """A number's mantissa, what that is worth, and the exponent of ``1.2e-3``, if it has one.

    Kept, because most numbers of a page are printed several times.
    """
    whole, _, fraction = text.partition(".")
    exponent = None
    if not (whole + fraction).isdigit():
        text = text.replace("{,}", "").replace("\\,", "")
        text, e, power = text.lower().partition("e")
        whole, _, fraction = text.partition(".")
        exponent = int(power) if e else None
    return text, ratio(int(whole + fraction), 10 ** len(fraction)), exponent


class Measures(Cursor):
    """Reads numbers and units."""

    def _is_currency(self) -> bool:
        r"""Whether a currency stands before its number: ``\text{NZD } 70{,}424``."""
        token = self.token
        return (
            self.tokens[self.i + 1].kind == "num"
            and token.text not in self.names.upright
            and _CURRENCY.fullmatch(token.text) is not None
        )

    def _number(self) -> Node:
        _, text, start, end = self.tokens[self.i]
        self.i += 1
        if len(text) > MAX_DIGITS:
            raise LatexError(f"a number of {len(text):,} characters", start, end)
        digits, value, exponent = figure(text)
        if exponent is None:
            scale = ONE
            ends = self.signs[self.i] in _ENDS_NUMBER or self.tokens[self.i].kind in ENDS_SEGMENT
            if ends and not self.names.behind:
                return Num(start, end, digits, value)
        elif abs(exponent) > MAX_SCALE:
            raise LatexError("a power of ten too large for a number", start, end)
        else:
            scale = Fraction(10) ** exponent
        if scale is ONE and self.signs[self.i] in ("\\times", "\\cdot", "*"):
            scientific = self._scientific()
            if scientific is not None:
                power, end, self.i = scientific
                scale = Fraction(10) ** power
        if self.signs[self.i] == "%":
            scale /= 100
            self.i += 1
        cut = self.signs[self.i] in ("\\dots", "\\ldots", "\\cdots")
        self.i += cut
        first = self.i
        unit = "" if self.signs[self.i] in _NO_UNIT else self._skip_units()
        if self.i == first and (behind := self._units_of_result(start)) > first:
            unit = "".join(self.signs[first:behind])
            self.i = behind
        if unit and self.tokens[self.i].kind == "num":
            raise self.error("amounts in two units side by side are no product")
        number = Num(start, end, digits, value if scale is ONE else value * scale, scale, cut)
        if not unit and self.names.behind and self.tokens[self.i].kind == "eof":
            return self._in_unit(number, self.names.behind.get(self.tokens[self.i].start, ONE))
        return self._in_unit(number, worth(unit) or ONE) if unit else number

    def _in_unit(self, number: Num, unit_worth: Fraction) -> Num:
        """A number with a unit, which counts where a page is right only so."""
        if unit_worth == 1:
            return number
        self.names.prefixed = True
        if not self.names.honour:
            return number
        value, scale = number.value * unit_worth, number.scale * unit_worth
        return Num(number.start, number.end, number.digits, value, scale, number.cut)

    def _scientific(self) -> tuple[int, int, int] | None:
        r"""The power, the end and the next index if ``\times 10^{…}`` follows the mantissa."""
        i = self.i
        tokens = self.tokens
        if tokens[i + 1].text != "10" or tokens[i + 2].text != "^":
            return None
        i += 3
        braced = tokens[i].text == "{"
        i += braced
        sign = 1
        if tokens[i].text in ("-", "+") and braced:
            sign = -1 if tokens[i].text == "-" else 1
            i += 1
        if tokens[i].kind != "num" or not tokens[i].text.isdigit() or len(tokens[i].text) > 3:
            return None
        if not braced and len(tokens[i].text) > 1:
            return None
        power = sign * int(tokens[i].text)
        i += 1
        if braced:
            if tokens[i].text != "}":
                return None
            i += 1
        if abs(power) > MAX_SCALE:
            return None
        return power, tokens[i - 1].end, i

    def _skip_units(self) -> str:
        r"""Step over the units beside a number, as in ``9.81 \,\text{m/s}^2``; what they are."""
        first = self.i
        while self._at_unit():
            if self.at("\\frac", "\\tfrac", "\\dfrac"):
                self.i += 1
                _, self.i, _ = subscript(self.tokens, self.i)
                _, self.i, _ = subscript(self.tokens, self.i)
                continue
            self.i += 1
            if self.at("^"):
                self.i += 1
                self._script()
            if self.at("/", "\\cdot") and self._unit_word(self.i + 1):
                self.i += 1
        return " ".join(t.text for t in self.tokens[first : self.i]) if self.i > first else ""

    def _units_of_result(self, start: int) -> int:
        r"""Where units end behind a result, though the page has symbols of their letters.

        ``a = \frac{F}{m} = 2.5\,m/s^2``: a thin space sets them off, and nothing else is there.
        """
        i = self.i
        number = next(k for k in range(i - 1, -1, -1) if self.tokens[k].start == start)
        before = self.tokens[number - 1 - (self.signs[number - 1] == "-")]
        gap = self.tokens[i].start - self.tokens[i - 1].end
        set_off = self.tokens[i].kind == "word" and gap > 1
        if before.kind != "rel" or not set_off:
            return i
        units: list[str] = []
        while (token := self.tokens[i]).kind == "word" and worth(token.text) is not None:
            units.append(token.text)
            i += 1
            if self.signs[i] == "^":
                _, i, _ = subscript(self.tokens, i + 1)
            over = self.signs[i] in ("/", "\\cdot")
            i += over
            if over and self.tokens[i].kind != "word":
                return self.i
        ends = self.tokens[i].kind in ENDS_SEGMENT or self.signs[i] in _ENDS_NUMBER
        ends = ends and self.tokens[i].kind != "rel"  # as in F = 2.5 m = 7.5
        compound = len(units) > 1
        own = compound or not set(units) & set(self.signs[:number])
        return i if units and ends and own else self.i

    def _unit_word(self, i: int) -> bool:
        """Whether the token at ``i`` is a unit: upright, or of letters without a meaning here."""
        token = self.tokens[i]
        if token.kind == "text":
            return True
        return (
            token.kind == "word"
            and worth(token.text) is not None
            and token.text not in self.names.symbols
            and not any(letter in self.names.symbols for letter in token.text)
            and self.tokens[i + 1].text not in ("_", "(", "'")
            and not self._among_symbols(i)
        )

    def _among_symbols(self, i: int) -> bool:
        """Whether the segment of a letter behind a number has names in it: ``2g`` below ``v^2``."""
        # What was looked through for one letter is not looked through again for the next one.
        low, high = self.nameless if self.nameless[0] <= i < self.nameless[1] else (i, i + 1)
        before = behind = None
        while low > max(i - MAX_AHEAD, 0) and (before := self._is_symbol(low - 1)) is False:
            low -= 1
        last = min(i + MAX_AHEAD, len(self.tokens) - 1)
        while high <= last and (behind := self._is_symbol(high)) is False:
            high += 1
        self.nameless = low, high
        return bool(before or behind)

    def _is_symbol(self, i: int) -> bool | None:
        """Whether the token at ``i`` is a name that is no unit; nothing where a segment ends."""
        kind, text, _, _ = self.tokens[i]
        if kind == "word":
            if text == "e" or text in KNOWN_FUNCTIONS:
                return False
            before = self.tokens[i - 1]
            first = before.kind in ("op", "eof") and before.text in ("(", "{", "+", "-")
            # A letter that the page has told is a name: ``2 g h`` below a height h.
            return first or text in self.names.symbols or worth(text) is None
        if kind == "name":
            return text not in ("\\mu", OHM, "\\pi")
        ends = kind in ("rel", "sep", "row", "eof") or text in (",", ";", "&")
        return None if ends else False

    def _at_unit(self) -> bool:
        """Whether a unit follows: an upright name that the page does not define as a quantity."""
        token = self.tokens[self.i]
        following = self.tokens[self.i + 1] if token.kind != "eof" else token
        if token.kind == "name" and token.text == "\\mu":
            return (
                following.kind in ("text", "word") and worth(f"\\mu {following.text}") is not None
            )
        if token.kind == "word":
            return self._unit_word(self.i)
        if token.kind == "name":
            return (
                token.text == OHM and token.text not in self.names.symbols and following.text != "_"
            )
        if token.kind == "text":
            if token.text in self.names.upright or token.text in self.names.functions:
                return False
            return not (following.kind == "op" and following.text in ("(", "_"))
        if token.kind == "cmd" and token.text in ("\\frac", "\\tfrac", "\\dfrac"):
            above = self.tokens[self.i + 2] if self.i + 2 < len(self.tokens) else token
            return (
                following.text == "{"
                and above.kind == "text"
                and above.text not in self.names.upright
            )
        return False
