r"""LaTeX to MathML, in which a number can carry attributes of its own.

math-core does the conversion. A page needs more of some numbers than their digits: the claim that
a number makes, a place in the order of the Tab key. So before the conversion each such number is
replaced by a marked ``\text{…}``, which survives as one element, and that element is then turned
into the number.
"""

from __future__ import annotations

import html
import re
from collections.abc import Mapping
from typing import TypeAlias
from xml.etree import ElementTree as ET

from math_core import LatexError, LatexToMathML

Span: TypeAlias = tuple[int, int]
"""Where a number stands in its formula's LaTeX: its first character, and one past its last."""

Attributes: TypeAlias = Mapping[str, str]
"""HTML attributes, unescaped."""

# math-core passes private-use characters through, and no formula has a reason to hold them.
_OPEN, _CLOSE = "\ue000", "\ue001"
_MARKED = re.compile(f"<mtext>{_OPEN}([0-9]+){_CLOSE}</mtext>")
_DIGITS = re.compile(r"(?:[0-9.,]|\{[.,]\}|\\,)+")
_LATEX_ERROR = re.compile(r"(?P<offset>[0-9]+): (?P<what>.*?)\.?", re.DOTALL)

_converter = LatexToMathML(fancy_error=False)


class FormulaError(ValueError):
    """A formula that cannot be turned into MathML; the message names it and what is wrong."""


def render(latex: str, *, display: bool, slots: Mapping[Span, Attributes] | None = None) -> str:
    r"""Return a formula as one ``<math>`` element, with its LaTeX in ``alttext``.

    Args:
        latex: The formula without its delimiters.
        display: Whether it stands on lines of its own.
        slots: The attributes of some of its numbers, by where each stands in ``latex``. A number of
            digits becomes ``<mn …>``, with ``{,}`` and ``\,`` between them kept as what they show;
            anything else, such as ``1.2 \times 10^{-3}``, becomes one ``<mrow …>``.

    Raises:
        FormulaError: The LaTeX is not what math-core knows, or a slot is not a number's place.
    """
    ordered = sorted((slots or {}).items())
    if _OPEN in latex:
        raise FormulaError(f"the formula `{latex}` holds the private-use character U+E000")
    pieces = []
    end = 0
    for index, ((first, last), _) in enumerate(ordered):
        if not end <= first < last <= len(latex):
            raise FormulaError(
                f"the slot ({first}, {last}) does not lie inside `{latex}`, clear of other slots"
            )
        pieces += [latex[end:first], rf"\text{{{_OPEN}{index}{_CLOSE}}}"]
        end = last
    pieces.append(latex[end:])

    try:
        marked = _convert("".join(pieces), display=display)
    except FormulaError:
        _convert(latex, display=display)  # names the fault at its place in what the author wrote
        marked = ""  # without its slots the formula is sound
    mathml, filled = _MARKED.subn(lambda match: _number(latex, *ordered[int(match[1])]), marked)
    if filled != len(ordered):
        numbers = ", ".join(f"`{latex[slice(*span)]}`" for span, _ in ordered)
        raise FormulaError(f"not each of {numbers} stands in `{latex}` as a number")
    return mathml.replace("<math", f'<math alttext="{html.escape(latex)}"', 1)


def plain_text(mathml: str, *, typed: bool = False) -> str:
    """Return MathML as a line of text, with Unicode's subscripts and superscripts where they exist.

    For places that hold no markup, such as an entry of a table of contents: δₒ, σ′(z₁), y_pred.
    With ``typed``, as somebody might type it who searches for it: z1 = x1⋅w11, 1/(1+e^(−z1)).
    """
    # The one named entity that math-core writes; XML knows only five others.
    root = ET.fromstring(mathml.replace("&ApplyFunction;", ""))  # noqa: S314 - our own output
    return " ".join(_typed(root).split()) if typed else _text(root)


def _convert(latex: str, *, display: bool) -> str:
    try:
        return _converter.convert_with_local_state(latex, displaystyle=display)
    except LatexError as error:
        found = _LATEX_ERROR.fullmatch(str(error))
        what = f"{found['what']} (character {int(found['offset']) + 1})" if found else str(error)
        raise FormulaError(f"the formula `{latex}` cannot be turned into MathML: {what}") from None


def _number(latex: str, span: Span, attributes: Attributes) -> str:
    source = latex[slice(*span)]
    written = "".join(f' {name}="{html.escape(value)}"' for name, value in attributes.items())
    if _DIGITS.fullmatch(source):
        digits = source.replace("{", "").replace("}", "").replace(r"\,", "\N{THIN SPACE}")
        return f"<mn{written}>{digits}</mn>"
    inner = _convert(source, display=False).removeprefix("<math>").removesuffix("</math>")
    return f"<mrow{written}>{inner}</mrow>"


_LOWERED = dict(
    zip(
        "0123456789+-=()aehijklmnoprstuvxβγρφχ",
        "₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎ₐₑₕᵢⱼₖₗₘₙₒₚᵣₛₜᵤᵥₓᵦᵧᵨᵩᵪ",
        strict=True,
    )
) | {"−": "₋"}
_RAISED = dict(zip("0123456789+-=()in", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ⁱⁿ", strict=True)) | {"−": "⁻"}
_PRIMES = frozenset("′″‴⁗")


def _text(element: ET.Element) -> str:
    parts = [_text(child) for child in element]
    match element.tag, parts:
        case "msub", [base, low]:
            return base + _script(low, _LOWERED, "_")
        case "msup", [base, high]:
            return base + _script(high, _RAISED, "^")
        case "msubsup", [base, low, high]:
            return base + _script(low, _LOWERED, "_") + _script(high, _RAISED, "^")
        case "mfrac", [above, below]:
            return f"{_grouped(above)}/{_grouped(below)}"
        case "msqrt", _:
            return f"√{_grouped(''.join(parts))}"
        case _:
            return (element.text or "") + "".join(parts)


_RELATIONS = frozenset("=≈≠<>≤≥→←⇒⇔∈≡∼∝")


def _typed(element: ET.Element) -> str:
    parts = [_typed(child) for child in element]
    match element.tag, parts:
        case "msub" | "munder", [base, low]:
            return base + low
        case "msup" | "mover", [base, high] if not set(high) <= _PRIMES:
            return f"{base}^{_grouped(high)}"
        case "msubsup" | "munderover", [base, low, high]:
            return base + low + (high if set(high) <= _PRIMES else f"^{_grouped(high)}")
        case "mfrac", [above, below]:
            return f"{_grouped(above)}/{_grouped(below)}"
        case "msqrt", _:
            return f"√{_grouped(''.join(parts))}"
        case "mo", _ if element.text in _RELATIONS:
            return f" {element.text} "
        case "mtd" | "mtr", _:
            return f" {''.join(parts)} "
        case _:
            return (element.text or "") + "".join(parts)


def _script(text: str, alphabet: Mapping[str, str], mark: str) -> str:
    if text and set(text) <= _PRIMES:
        return text
    if all(character in alphabet for character in text):
        return "".join(alphabet[character] for character in text)
    return mark + _grouped(text)


def _grouped(text: str) -> str:
    return f"({text})" if re.search(r"[-+−=≈⋅×/, ]", text) else text
