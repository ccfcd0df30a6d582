"""Equations of which only a part stands between dollars: ``the focal length ($f$) = -15 cm``.

A formula, a relation and a number side by side are one formula, whatever stands in dollars of it.
What the words around may make of the formula something else is left as it is.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from mathdoctest.inline import Math
from mathdoctest.lexer import KNOWN_FUNCTIONS, OF_FORMULAS
from mathdoctest.numerals import Numeral
from mathdoctest.page import WITHOUT
from mathdoctest.plain import Calculation, side_at
from mathdoctest.units import worth

_GAP = re.compile(
    r"(?P<close>\)?)[*_]*+[ \t]*+(?:(?P<relation>[=≈])(?![=>])|(?P<word>(?<=\))[을를이은는]"
    r"|(?<=[$)])[为を]|(?<=\)[ ])(?:of|is|to)(?=[ ]))(?=[ ]*[*_]*[-\u2212]?\d)"
    r"|(?P<verb>(?:is|gives|equals|makes|yields|ergibt|ist|gibt|donne|vaut|est|da|es|dà|è|dá|é)\b"
    r"(?:[ ](?:then|thus|therefore|hence|now|also|dann|alors|donc|entonces|allora|então))?)"
    r"(?=[ ]+[-\u2212]?\d))[ \t]*+[*_]*+"
)
"""What stands between a formula and the number that it is said to be: ``($\\eta$) of 0.1``."""
_TIMES = re.compile(r"[ ]?(?:倍|배|times\b|or\b|to\b|if\b|when\b)")
"""Behind such a number the words say something else than what a symbol is."""
_COMMANDS = re.compile(
    r"\\(?:[dt]?frac|cdot|times|div|sqrt|exp|ln|log|left|right|pi|[,;:! ])(?![A-Za-z])|e(?=\s*\^)"
)
_WORKED_OUT = re.compile(r"[\d\s.,(){}\[\]^+*/\u2212\u00b7\u00d7-]+")
"""A calculation of numbers, but for commands."""
_SAID = re.compile(r"[ ]?\)?(?:[.,;:!?)](?!\d)|\s*\Z|\s*\n\s*\n|[ ](?:and|und|et|y|e|so|which)[ ])")
"""What stands behind a number that is all that a calculation is said to be."""
_HEAD = re.compile(r"[*_]*+[)\]]?[*_]*+[ \t]*+[*_]*+(?=\$|\\\()")
_NAMES = "|".join(sorted(filter(str.isalpha, KNOWN_FUNCTIONS | OF_FORMULAS)))
_FUNCTION = re.compile(rf"(?<![\\$A-Za-z0-9_])(?:{_NAMES})\(\Z")
"""The name of a function and a bracket, behind which its argument is a formula."""
_INSIDE = re.compile(r"[$`(\\]*\s*+(?:=(?![=>])|≈|\\approx(?![A-Za-z]))")
"""A formula that begins with its relation."""
_RELATION = re.compile(r"=|≈|\\approx(?![A-Za-z])")
_OPEN = re.compile(r"[^\s=<>](?:\s*)(?:=|≈|\\approx)\s*\Z")
_NUMBER_BEHIND = re.compile(r"[ \t]*[*_]*[ \t]*(?P<number>[-\u2212]?\d)")
_NO_EQUATION = re.compile(
    r"[<>;&,]|\\(?:[lg]eq?|ne|in|to|quad|qquad|leftarrow|mid|text|sim)(?![a-z])"
)
"""What a formula that goes on behind its dollars does not hold."""
_UPRIGHT = re.compile(r"\\(?:text|mathrm)\{([^{}]{1,20})\}\s*\Z")
"""What may be the unit that ends a formula."""
_LONE = re.compile(r"\s*+(?P<sign>[-+\u2212]?)\s*+(?P<number>\d++(?:,\d{3})*+(?:\.\d++)?+)\s*+")
_TOLD = re.compile(r"[^\W_][)\]]?[*_]*[ \t]*[=≈][ \t*_]*\Z")
_BEHIND_FORMULA = re.compile(r"[\w^({\u2212-]|[*_ \t]*(?:or|to|and|oder|bis|o|a|ou|à)[ \t]+[$\d]")
_WORD = re.compile(r"[A-Za-z0-9_]")
_LIST = re.compile(r"[ \t]*[,;][ \t]*[-+\u2212]?\d")
_CHOICE = re.compile(r"[ \t]*(?:[,;/][ \t]*[-+\u2212]?\d|\[|(?:or|oder|ou|o)[ \t]|\.[ \t]+[a-z])")
"""What stands behind a number that is one of several answers, or the mark of an item or a note."""
_BEFORE = re.compile(r"(?:\A|[\s(*_])([^\W\d_]+)[*_]*\s+[*_]*\Z")
_SHORT = 4
"""Letters of words that mostly say how a formula is used, and not what it is."""
_NAMING = frozenset(
    "with and let if for when is then so thus here that have get where take mass rate time area "
    "size cost loss mean gain load work heat flow step at by from again now says gives con mit bei "
    "für also wenn ist donc soit pour avec est à para por con es si".split()
)
"""Short words that a quantity can stand behind."""
_MAKING = frozenset(
    "average total double twice half squared variance median maximum minimum square inverse "
    "reciprocal logarithm negative minus times plus over number standard deviation".split()
)
"""Long words that make another quantity of the one behind them."""
_LABEL = re.compile(
    r"(?:\A|(?<=[\n:.;•]))[\s>*_+–-]*+(?:\(?\w{1,4}[.)][ *_]++)?"
    r"(?P<words>[^\W\d_][^\n$:;.()]*?)[*_]*[ ]\(\Z"
)
"""Words at the beginning of a line, behind which a bracket names what they mean."""
_OTHERS = re.compile(
    r"gradient|d[eé]riv|respect|ableitung|\b(?:at|for|in|by|to|from|on|with|wrt|new|updated?|after"
    r"|changes?|change|next|range|steps?|since|where|when|neue?|nuev[oa]s?|nov[oa]s?|für|bei|nach)\b"
    r"|đạo hàm|theo|梯度|导数|導數|偏导|新|更新|微分|勾配|기울기|미분",
    re.IGNORECASE,
)
"""Words that make something else of the quantity that is named behind them."""
_SAYS = re.compile(r"\)(?:[ ][a-z]{2,14}){0,2}[*_]*[:：][*_]*[ \t]*+[*_]*+")
_SYMBOL = re.compile(
    r"\s*(?:\\?[A-Za-z]+|\\(?:hat|bar|tilde|vec|mathbf|mathrm)\s?\{?\\?[A-Za-z]+\}?)"
    r"(?:\s?_\s?(?:\w|\{[^{}]{1,12}\}))?\s*"
)
_MEASURE = re.compile(
    r"\s*[-+\u2212]?\s*\d+(?:,\d{3})*(?:(?:\.|\{,\})\d+)?(?:\s*\\(?:times|cdot)\s*10\^(?:\d|\{\s*-?\d+\s*\}))?"
    r"\s*(?:\\%|\^\{?\\circ\}?|°)?\s*(?:(?:\\[ ,;:!]|~)?\s*\\(?:text|mathrm)\{[^{}\d]+\}"
    r"(?:\^\{?-?\d\}?)?)?\s*"
)
"""A number, perhaps with its unit."""
_ENDS = re.compile(r"[*_]*(?:[.;]?[ \t]*(?:\n|\Z)|[.;,]?[ ]+\(|[.;,][ ]+[^\W\d_]|[ ]+[—–-][ ])")
"""What stands behind a number that is all that is said of a quantity."""
_LONGEST_LABEL = 80
"""Characters of a line before a bracket that may say what is named in it."""
_NEAR = 60
_DELIMITERS = frozenset(("$", "$$", "\\(", "$`"))


def joined(text: str, maths: Sequence[Math], numerals: Sequence[Numeral]) -> list[Math]:
    """The formulas of a paragraph, with what goes on outside of their dollars."""
    if not any(
        _GAP.match(text, math.end)
        or _SAYS.match(text, math.end)
        or _is_head(text, math)
        or _is_open(text, math)
        for math in maths
    ):
        return list(maths)
    ends = {n.start: n.end for n in numerals if not n.reason}
    starts = {math.start: i for i, math in enumerate(maths)}
    made: list[Math] = []
    i = 0
    while i < len(maths):
        math = maths[i]
        i += 1
        if i < len(maths) and _is_head(text, math):
            math = _headed(text, math, maths[i])
            i += 1
        elif _is_open(text, math):
            math = _closed(text, math, ends)
        elif (told := _labelled(text, math, maths[i : i + 1], ends)) is not None:
            i += i < len(maths) and maths[i].start < told.end
            math = told
        elif math.delimiter in _DELIMITERS and _can_go_on(text, math):
            math, i = _extended(text, maths, i, ends, starts)
        made.append(math)
    return made


def _is_head(text: str, math: Math) -> bool:
    """Whether a formula without a relation stands before one that begins with it."""
    if math.delimiter not in _DELIMITERS or not (gap := _HEAD.match(text, math.end)):
        return False
    latex = text[math.body_start : math.body_end]
    alone = not _RELATION.search(latex) and not _NO_EQUATION.search(latex)
    return alone and _INSIDE.match(text, gap.end()) is not None


def _is_open(text: str, math: Math) -> bool:
    """Whether a formula ends with its relation, and a number stands behind it: ``$d =$ 2.3``."""
    latex = text[math.body_start : math.body_end]
    ends = math.delimiter in _DELIMITERS and _OPEN.search(latex) is not None
    return ends and _NUMBER_BEHIND.match(text, math.end) is not None


def _closed(text: str, math: Math, ends: dict[int, int]) -> Math:
    """Such a formula with its number."""
    behind = _NUMBER_BEHIND.match(text, math.end)
    said = side_at(text, behind.start("number"), ends) if behind else None
    if said is None or _CHOICE.match(text, said.end):
        return math
    between = " " * (said.start - math.body_end)
    latex = text[math.body_start : math.body_end] + between + said.latex
    return Math(math.start, said.end, math.body_start, said.end, math.delimiter, latex)


def _headed(text: str, head: Math, said: Math) -> Math:
    r"""Both formulas as one: ``($\beta$) $= 0.1$``.

    With a function that stands before the brackets, if one does: ``softmax($z$) $= [0.3, 0.7]$``.
    """
    start, body_start, opened = head.start, head.body_start, ""
    between = " " * (said.body_start - head.body_end)
    name = _FUNCTION.search(text, max(0, start - _NEAR), start)
    if name and text.startswith(")", head.end):
        start = body_start = name.start()
        opened = text[start : head.start] + " " * (head.body_start - head.start)
        close = head.end - head.body_end
        between = f"{between[:close]}){between[close + 1 :]}"
    inside, behind = (text[one.body_start : one.body_end] for one in (head, said))
    latex = opened + inside + between + behind
    return Math(start, said.end, body_start, said.body_end, head.delimiter, latex)


def _labelled(text: str, math: Math, behind: Sequence[Math], ends: dict[int, int]) -> Math | None:
    r"""A line that names a quantity and says its number: ``**Gravity ($g$):** $9.81$``."""
    colon = _SAYS.match(text, math.end) if math.delimiter in _DELIMITERS else None
    symbol = text[math.body_start : math.body_end]
    if colon is None or not _SYMBOL.fullmatch(symbol):
        return None
    label = _LABEL.search(text, max(0, math.start - _LONGEST_LABEL), math.start)
    if label is None or _OTHERS.search(label["words"]):
        return None
    at = colon.end()
    if behind and behind[0].start == at:
        start, body_end, end = behind[0].body_start, behind[0].body_end, behind[0].end
        latex = text[start:body_end]
        if not _MEASURE.fullmatch(latex) or _LIST.match(text, end):
            return None
    else:
        said = side_at(text, at, ends)
        if said is None or not _ENDS.match(text, said.end):
            return None
        start, body_end, end, latex = said.start, said.end, said.end, said.latex
    between = "=".rjust(at - math.body_end).ljust(start - math.body_end)
    return Math(
        math.start, end, math.body_start, body_end, math.delimiter, symbol + between + latex
    )


def lone_number(text: str, math: Math) -> re.Match[str] | None:
    """The number that is all of a formula behind words and a relation: ``mean = $4.5$``."""
    number = _LONE.fullmatch(text, math.body_start, math.body_end)
    return (
        number if number and _TOLD.search(text[max(0, math.start - _NEAR) : math.start]) else None
    )


def _extended(
    text: str, maths: Sequence[Math], i: int, ends: dict[int, int], starts: dict[int, int]
) -> tuple[Math, int]:
    """The formula before the ``i``-th with all that goes on from it, and which comes then."""
    first = maths[i - 1]
    latex = text[first.body_start : first.body_end]
    end = first.end
    body_end = first.body_end
    bracketed = first.start > 0 and text[first.start - 1] == "("
    while gap := _GAP.match(text, end):
        if gap["close"] and not (bracketed and end == first.end):
            break
        if gap["verb"] and not _is_calculation(latex):
            break
        at = gap.end()
        said: Calculation | None
        if at in starts:
            other = maths[starts[at]]
            said = _other(text, other)
            behind = other.body_end, other.end
        else:
            said = side_at(text, at, ends)
            if said is not None and _LIST.match(text, said.end):
                said = None
            if said is not None and gap["word"] and _TIMES.match(text, said.end):
                said = None
            if said is not None and gap["verb"] and not _SAID.match(text, said.end):
                said = None
            behind = (said.end, said.end) if said else (0, 0)
        if said is None:
            break
        at = max(map(gap.start, ("relation", "word", "verb")))
        between = "".join(
            (gap["relation"] or "=") if k == at else " " for k in range(body_end, said.start)
        )
        latex += between + said.latex
        body_end, end = behind
        i += at in starts
    if end == first.end:
        return first, i
    return Math(first.start, end, first.body_start, body_end, first.delimiter, latex), i


def _is_calculation(latex: str) -> bool:
    r"""Whether a formula works out a number of others: ``\frac{1}{1 + e^{-2.3}}``."""
    rest, commands = _COMMANDS.subn("", latex)
    signs = re.search(r"[\d)}]\s*[-+*/^\u2212\u00b7\u00d7]", rest)
    return _WORKED_OUT.fullmatch(rest) is not None and (commands > 0 or signs is not None)


def _other(text: str, math: Math) -> Calculation | None:
    """A formula that another one goes on with, if it says a number."""
    if math.delimiter in WITHOUT:
        return Calculation(math.start, math.end, math.latex)
    latex = text[math.body_start : math.body_end]
    if (
        math.delimiter not in _DELIMITERS
        or not any(map(str.isdigit, latex))
        or _NO_EQUATION.search(_UPRIGHT.sub(_without_unit, latex))
        or _BEHIND_FORMULA.match(text, math.end)
    ):
        return None
    return Calculation(math.body_start, math.body_end, latex)


def _without_unit(upright: re.Match[str]) -> str:
    return "" if worth(upright[1]) is not None else upright[0]


def _can_go_on(text: str, math: Math) -> bool:
    """Whether what stands behind a formula can be said of it, and not of more than it."""
    latex = text[math.body_start : math.body_end]
    if _NO_EQUATION.search(latex):
        return False
    if _RELATION.search(latex):
        return True
    before = text[max(0, math.start - _NEAR) : math.start]
    attached = before.rstrip("*_")
    bare = attached.rstrip()
    if attached.endswith("("):
        letter = attached[:-1].rstrip("*_ \t\n")[-1:]
        named = letter.isalpha() and not _WORD.match(attached[-2:-1])
        return named or not _GAP.match(text, math.end)
    if not bare:
        return math.start <= _NEAR
    if len(bare) == len(attached):
        return bare[-1] in "|>“率取设令設"
    if bare.rstrip("*_")[-1:] in tuple(".:;,([|—•→⇒>?!"):
        return True
    word = _BEFORE.search(before)
    if word is None:
        return "\n" in attached[len(bare) :] and bare[-1] in "*_"
    name = word[1].lower()
    return name in _NAMING or (len(name) > _SHORT and name not in _MAKING)
