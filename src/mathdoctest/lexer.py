r"""LaTeX mathematics to tokens, each with its place in the page.

Spacing and styling are left out, and every way to write a sign is taken for one of them, so that
the parser sees ``\approx`` where the page has ``≈``.
"""

from __future__ import annotations

import re
import string
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from functools import lru_cache
from itertools import pairwise
from operator import itemgetter
from typing import NamedTuple

MAX_TOKENS = 20_000
"""Tokens of one formula beyond this are refused."""
UNIT = "\x1f"
"""What stands before a unit in a formula that was typed as text: what follows are no names."""


class Token(NamedTuple):
    """One token: its kind, its canonical text, and its place in the page."""

    kind: str
    text: str
    start: int
    end: int


@dataclass(slots=True)
class Names:
    """What a page's formulas say about its names before any of them is parsed."""

    symbols: set[str] = field(default_factory=set)
    """Bases of all names that stand at the left of a relation."""
    words: set[str] = field(default_factory=set)
    """Names of several letters written without ``\\text``."""
    upright: set[str] = field(default_factory=set)
    """Those of the symbols that are written upright, as units are."""
    functions: set[str] = field(default_factory=set)
    """Names that are declared as functions: ``f(x) = …``."""
    tabular: set[str] = field(default_factory=set)
    """Names of quantities that have something in brackets in their names: ``P(A)``, ``d(B, C)``."""
    points: set[str] = field(default_factory=set)
    """Quantities named like values of a declared function, at what no quantity is: ``V(A)``."""
    applied: dict[str, list[Applied]] = field(default_factory=dict)
    """For each base, where it stands with brackets at the left of a relation."""

    numbered: bool = False
    """Whether the page numbers names without a subscript, as in ``h1 = 0.5``."""
    indexed: set[tuple[str, str]] = field(default_factory=set)
    """Bases and numbers of the subscripts with which they stand there: ``i_1`` may be ``i1``."""
    numbers: dict[str, set[str]] = field(default_factory=dict)
    """For each base, the brackets of numbers that it has at the left of relations: ``S(0) = 9``."""
    raised: set[tuple[str, str]] = field(default_factory=set)
    """Letters and what is raised above them in their names: ``W^Q``, and ``e^{(1)}``, an error."""
    transposed: set[str] = field(default_factory=set)
    """Letters in a row that stand transposed at the left of a relation: a name or ``QK^T``."""
    matrices: set[str] = field(default_factory=set)
    """Bases of the symbols that are told as a matrix."""
    sizes: set[str] = field(default_factory=set)
    r"""Bases of names in bars at the left of relations that nothing else tells: ``|Z| = 5``."""
    imaginary: set[str] = field(default_factory=set)
    """Bases of the symbols that have an ``i`` or ``j`` in what they are."""
    normal: frozenset[str] = frozenset()
    """What the page calls the distribution function of the normal distribution."""
    behind: Mapping[int, Fraction] = field(default_factory=dict)
    """By where a formula ends, what the unit behind its dollars is worth: ``$R = 10$ kΩ``."""
    spreads: frozenset[str] = frozenset()
    r"""What the page uses and tells nowhere that may be uncertainties: ``\Delta U``, ``u_U``."""
    in_tables: frozenset[str] = frozenset()
    """Stems of the names that the rows of tables number: ``x`` where ``$x_i$`` heads a column."""
    honour: bool = False
    """Whether the prefixes of units count: ``29 mA`` is 0.029."""
    prefixed: bool = False
    """Whether a unit with a prefix was met."""
    commas: str = ""
    """What commas between digits mean, if they do not separate; see `mathdoctest.commas`."""

    keyed: set[str] = field(default_factory=set)
    """Names whose entries have words for indices: ``W[\\text{hi}] = 0.5``."""

    def copy(self) -> Names:
        """The same names, for a page that continues another."""
        return Names(
            set(self.symbols), set(self.words), set(self.upright), set(self.functions),
            set(self.tabular), set(self.points),
            {base: list(found) for base, found in self.applied.items()}, self.numbered,
            set(self.indexed), {base: set(found) for base, found in self.numbers.items()},
            set(self.raised), matrices=set(self.matrices), sizes=set(self.sizes),
            imaginary=set(self.imaginary), keyed=set(self.keyed),
        )  # fmt: skip

    def settle(self) -> None:
        """Tell declared functions from quantities that merely have brackets in their names.

        What says a function uses its argument: ``f(x) = x^2``. ``P(A) = 0.3`` does not.
        Nobody raises to the first power: where several letters have a 1 above them, the digits
        there are numbers of layers.
        """
        if sum(mark == "1" for _, mark in self.raised) < LAYERED:
            self.raised = {(base, mark) for base, mark in self.raised if not mark.isdecimal()}
        for word in self.transposed:
            if not self.symbols.issuperset(word):
                self.symbols.add(word)
                self.words.add(word)
        self.transposed.clear()
        for word in self.matrices & self.words:
            if word.isupper() and self.matrices.issuperset(word):
                self.words.discard(word)  # AB is a product of A and B
                self.symbols.discard(word)
        # What is complex has no value here, but its size has.
        complex_ = self.imaginary if self.symbols.isdisjoint("ij") else set()
        self.sizes -= self.symbols - complex_
        for quantities in (self.applied, self.numbers):
            quantities.pop("round", None)  # what it makes of a number is known
        for base in self.applied.keys() & self.symbols:
            self.applied[base] = [one for one in self.applied[base] if not _is_varied(one.args)]
        self.applied = {base: found for base, found in self.applied.items() if found}
        declared = {
            base: [one for one in found if _uses(one, self.applied.keys())]
            for base, found in self.applied.items()
        }
        waiting = {
            base: found for base, found in self.applied.items() if base not in self.functions
        }
        for base, found in list(waiting.items()):
            if base in CONVENTIONAL and not any(
                _unusual(one.args, sums=base in OF_FORMULAS) for one in found
            ):
                self.functions.add(base)
                del waiting[base]
        while True:
            told = [
                base
                for base, found in waiting.items()
                if any(_uses(one, waiting.keys()) and not _unusual(one.args) for one in found)
                # What is declared may be applied to a sum, as in f(-x) and f(x + h).
                and not any(_unusual(one.args, sums=True) for one in found)
            ]
            if not told:
                break
            for base in told:
                self.functions.add(base)
                del waiting[base]
        self.tabular.update(
            base
            for base, found in waiting.items()
            if base not in self.symbols or not any(_is_product(one.args) for one in found)
        )
        for base, brackets in self.numbers.items():
            if base in OF_FORMULAS and base not in self.tabular and base not in self.symbols:
                # What everybody calls so has its values nowhere but in itself.
                self.functions.add(base)
            elif base not in self.functions and base not in self.tabular:
                # A product would have its number in front.
                self.points.update(base + one for one in brackets)
        for base in self.functions & declared.keys():
            variables = {t.text for one in declared[base] for t in one.args}
            if declared[base]:
                self.points.update(
                    base + application(one.args)
                    for one in self.applied[base]
                    if _is_point(one, variables | self.symbols)
                )


def application(args: Iterable[Token]) -> str:
    """The brackets behind a name, as part of it."""
    return f"({''.join(token.text for token in args)})"


class Applied(NamedTuple):
    """A name with brackets at the left of a relation."""

    args: tuple[Token, ...]
    """What stands in the brackets."""
    right: tuple[Token, ...]
    """What stands right of the relation."""


SIGMOIDS = frozenset(("\\sigma", "sigmoid", "Sigmoid", "sigm", "expit", "logistic"))
"""Names of the logistic function."""
CONVENTIONAL = frozenset(
    (
        "f",
        "g",
        "\\phi",
        "\\varphi",
        "\\psi",
        "\\text",
        "softmax",
        "relu",
        "ReLU",
        *SIGMOIDS,
        "clip",
    )
)
"""Names that mean a function wherever they stand before a bracket."""


OF_FORMULAS = SIGMOIDS | {"softmax", "relu", "ReLU"}
"""Names that no quantity has: a sum in their brackets is what they are applied to."""


STEPS = frozenset(("\\varepsilon", "\\epsilon"))
"""Letters of a small step from a quantity's value."""


def _unusual(args: tuple[Token, ...], *, sums: bool = False) -> bool:
    r"""Whether brackets hold more than variables, as in ``P(A \mid B)`` or ``p(x = 1)``.

    ``sums`` says whether a sum is nothing unusual.
    """
    return any(
        token.kind in ("rel", "sep")
        or token.text in ("|", "\\cap", "\\cup", "\\neg")
        or (token.text in ("+", "-") and not sums)
        for token in args
    )


def _is_varied(args: tuple[Token, ...]) -> bool:
    r"""Whether brackets hold a small step: ``L(w + \varepsilon)`` is no name of a quantity."""
    signs = [token.text for token in args]
    return any(sign in STEPS and before in "+-" for before, sign in pairwise(signs))


def _is_product(args: tuple[Token, ...]) -> bool:
    r"""Whether brackets hold a product, which a matrix is multiplied by: ``U(r \odot h)``."""
    return any(token.text in ("\\odot", "\\cdot", "\\times") for token in args)


def _is_point(one: Applied, variables: set[str]) -> bool:
    """Whether a value is given in numbers at something that is no quantity, such as a state."""
    names = [token.text for token in one.args if token.kind in ("word", "name", "text")]
    return (
        bool(names)
        and not variables & set(names)
        and all(
            token.kind in ("word", "text") or token.text in "_{}," or token.kind == "num"
            for token in one.args
        )
        and not any(
            token.kind in ("word", "name") and token.text not in KNOWN_FUNCTIONS
            for token in one.right
        )
    )


def _uses(one: Applied, waiting: Iterable[str]) -> bool:
    """Whether the right side holds an argument, outside the brackets of other such names."""
    variables = {t.text for t in one.args if t.kind in ("word", "name", "text")}
    tokens = list(one.right)
    i = 0
    while i < len(tokens):
        token = tokens[i]
        # In b_H(x) the letter below is a part of the name.
        after = i + 1
        while after < len(tokens) and tokens[after].text == "_":
            _, after, _ = subscript(tokens, after + 1)
        if token.text in waiting and after < len(tokens) and tokens[after].text == "(":
            i = _matching(tokens, after) + 1
            continue
        if token.text in variables or (
            token.kind == "word" and len(token.text) == 2 and variables & set(token.text)
        ):
            return True
        i = after
    return False


RELATIONS = {
    "=": "=", ":=": ":=", "\\coloneqq": ":=", "\\equiv": "=", "\\doteq": "\\approx",
    "≈": "\\approx", "\\approx": "\\approx", "\\simeq": "\\approx", "\\sim": "\\approx",
    "\\cong": "\\approx", "\\approxeq": "\\approx", "≃": "\\approx", "≅": "\\approx",
    "\\leftarrow": "\\leftarrow", "\\gets": "\\leftarrow", "←": "\\leftarrow",
    "<": "<", ">": ">", "\\lt": "<", "\\gt": ">",
    "\\le": "\\le", "\\leq": "\\le", "≤": "\\le", "\\leqslant": "\\le",
    "\\ge": "\\ge", "\\geq": "\\ge", "≥": "\\ge", "\\geqslant": "\\ge",
    "\\ne": "\\ne", "\\neq": "\\ne", "≠": "\\ne", "\\ll": "\\ll", "\\gg": "\\gg",
    "\\in": "\\in", "∈": "\\in",
    "\\to": "\\to", "\\rightarrow": "\\to", "\\longrightarrow": "\\to", "→": "\\to",
    "\\mapsto": "\\to",
}  # fmt: skip
"""Every way to write a relation, and the one that it is taken for."""
_MOMENTS = frozenset(("E", "\\mathbb{E}", "Var", "\\mathbb{V}", "V", "Cov", "Corr", "\\mathcal{E}"))
"""Letters and words that have what they are a moment of in square brackets."""
COMPARISONS = frozenset(("=", "\\ne", "<", ">", "\\le", "\\ge"))
"""Relations that hold or do not, between any two numbers."""
UNDEFINED = "undefined"
"""The name of what a function is where none of its cases holds."""

PROPORTIONAL = ("\\propto", "∝")
"""What stands behind such a sign is a quantity of its own."""
_IMPLIES = {
    "\\Rightarrow", "\\implies", "\\Longrightarrow", "\\iff", "\\Leftrightarrow", "⇒", "⟹",
    "\\therefore", "\\because", "∴", "∵", "\\land", "\\wedge", "\\quad", "\\qquad", "\\enspace",
    "\\hfill", "\\colon", "\\mid", *PROPORTIONAL,
}  # fmt: skip
_IGNORED = {
    "\\big", "\\Big", "\\bigg", "\\Bigg", "\\bigl", "\\bigr", "\\Bigl",
    "\\Bigr", "\\biggl", "\\biggr", "\\Biggl", "\\Biggr", "\\middle", "\\displaystyle",
    "\\textstyle", "\\scriptstyle", "\\limits", "\\nolimits", "\\nonumber", "\\notag", "\\hline",
    "\\,", "\\;", "\\:", "\\!", "\\ ", "\\>", "\\thinspace", "\\medspace", "\\thickspace",
    "\\boxed", "\\mathstrut", "\\strut", "\\allowbreak", "\\nobreak", "\\bf", "\\rm", "\\it",
    "\\cancel", "\\tiny", "\\scriptsize", "\\footnotesize", "\\small", "\\normalsize", "\\large",
    "\\Large", "\\LARGE", "\\huge", "\\Huge", "\\$", "\\fbox", "\\bold",
    "\\red", "\\blue", "\\green", "\\orange", "\\purple", "\\gray", "\\pink", "\\teal",
    "\\noindent", "\\mathord", "\\scriptscriptstyle", "\\mathop", "\\checkmark",
}  # fmt: skip
_SCRIPTS = frozenset(("\\mathcal", "\\mathscr", "\\mathbb", "\\mathfrak"))
"""Styles that make another letter: the loss ``\\mathcal{L}`` beside a number ``L`` of layers."""
_STYLES = _SCRIPTS | frozenset(
    "\\mathbf \\mathit \\boldsymbol \\bm \\mathsf \\underline \\pmb".split()
)
"""Styles of letters; what stands in their braces is a name all the same."""
_STYLED = re.compile(
    r"\s*+\{\s*+(?P<name>[A-Za-z]++|\\[A-Za-z]++)\s*+\}|\s++(?P<letter>[A-Za-z])(?![A-Za-z])"
)
_LABELLED_ARROWS = frozenset(
    ("\\xrightarrow", "\\xleftarrow", "\\xRightarrow", "\\xLeftarrow", "\\xmapsto")
)
"""Arrows of a diagram in one line, each with words above it; they relate nothing."""
_DROPPED_WITH_ARGUMENT = {
    "\\label", "\\tag", "\\color", "\\hspace", "\\vspace", "\\phantom", "\\hphantom", "\\vphantom",
    "\\class", "\\style", "\\ref", "\\eqref", "\\cite", "\\textcolor", "\\colorbox", "\\href",
    "\\htmlClass", "\\htmlStyle", "\\htmlId", "\\cssId",
}  # fmt: skip
_TEXT = {
    "\\text", "\\mathrm", "\\operatorname", "\\textrm", "\\textbf", "\\textit", "\\mbox",
    "\\texttt", "\\mathtt", "\\textsf", "\\textnormal", "\\hbox",
}  # fmt: skip
_SET_OVER = frozenset(("\\overset", "\\stackrel", "\\underset"))
"""Commands that set their first argument above or below the second."""
_RELATED = re.compile(
    r"\s*\{(?!\s*[?!]|[^{}]{0,60}(?:\{\s*)?\b(?:mod|set|soll|should|want|no)\b)"
    r"(?:[^{}]|\{[^{}]*\}){0,60}\}\s*"
    r"(?:\{\s*(?P<braced>:?=|≈|\\approx|\\simeq)\s*\}|(?P<bare>:?=|≈|\\approx(?![A-Za-z])))"
)
"""What stands behind one of them where it only says why a relation holds."""
_PRINTED = re.compile(r"(?P<sign>[-\u2212+]?)(?P<number>\d+(?:\.\d+)?)")
"""A number that is set as text is."""
_WITH_MORE = (
    {"\\left", "\\right", "\\begin", "\\end", "\\ce"}
    | _TEXT
    | _STYLES
    | _DROPPED_WITH_ARGUMENT
    | _LABELLED_ARROWS
    | _SET_OVER
)
"""Commands that take what follows with them."""
ACCENTS = {
    "\\hat", "\\bar", "\\tilde", "\\vec", "\\dot", "\\ddot", "\\overline", "\\widehat",
    "\\widetilde", "\\check", "\\breve", "\\acute", "\\grave", "\\mathring",
}  # fmt: skip
ACCENT_ALIASES = {"\\widehat": "\\hat", "\\widetilde": "\\tilde", "\\overline": "\\bar"}
_GREEK = set(
    "alpha beta gamma delta epsilon varepsilon zeta eta theta vartheta iota kappa lambda mu nu xi "
    "omicron pi varpi rho varrho sigma varsigma tau upsilon phi varphi chi psi omega Gamma Delta "
    "Theta Lambda Xi Pi Sigma Upsilon Phi Psi Omega ell hbar nabla imath jmath aleph".split()
)
_UNICODE = {
    "−": "-", "–": "-", "·": "\\cdot", "⋅": "\\cdot", "∙": "\\cdot", "×": "\\times", "∗": "*",
    "÷": "\\div", "@": "\\cdot", "⊙": "\\odot", "∘": "\\circ", "∂": "\\partial", "√": "\\sqrt",
    "Σ": "\\Sigma",
    "∑": "\\sum", "∏": "\\prod", "∞": "\\infty", "′": "'", "’": "'", "…": "\\dots",
    "⊤": "\\top", "‖": "\\|", "∣": "|", "⋯": "\\dots", "ℓ": "\\ell",
    "±": "\\pm", "∓": "\\mp", "⊗": "\\otimes",
}  # fmt: skip
_SPELLED = {
    "\\{": "\\{", "\\lbrace": "\\{", "\\}": "\\}", "\\rbrace": "\\}",
    "\\lbrack": "[", "\\rbrack": "]", "\\lvert": "|", "\\rvert": "|", "\\vert": "|",
    "\\lVert": "\\|", "\\rVert": "\\|", "\\Vert": "\\|", "\\|": "\\|",
    "\\%": "%", "\\prime": "'", "\\*": "*",
}  # fmt: skip
"""Commands for signs that have a character of their own."""
_UNICODE_GREEK = dict(
    zip(
        "αβγδεζηθικλμνξοπρστυφχψωΓΔΘΛΞΠΥΦΨΩ",
        (
            "alpha beta gamma delta epsilon zeta eta theta iota kappa lambda mu nu xi omicron pi "
            "rho sigma tau upsilon phi chi psi omega "
            "Gamma Delta Theta Lambda Xi Pi Upsilon Phi Psi Omega"
        ).split(),
        strict=True,
    )
)
_SIGNS: dict[str, tuple[str, str]] = {
    **dict.fromkeys("€£$✓✔✅☑\ufe0f", ("", "")),
    **{
        sign: ("cmd" if plain[0] == "\\" and plain != "\\|" else "op", plain)
        for sign, plain in _UNICODE.items()
    },
    **dict.fromkeys(_IGNORED, ("", "")),
    ";;": ("op", ","),  # what Markdown left of the two spaces \\;\\; in a list
    **{command: ("op", plain) for command, plain in _SPELLED.items()},
    "...": ("cmd", "\\dots"),
    "\\degree": ("raised", "\\circ"),
    "ᵀ": ("raised", "\\top"),
    "°": ("raised", "\\circ"),
    **{sign: ("sep", sign) for sign in _IMPLIES},
    **{f"\\{name}": ("name", f"\\{name}") for name in _GREEK},
    "\\Pr": ("word", "P"),
    **{letter: ("name", f"\\{name}") for letter, name in _UNICODE_GREEK.items()},
    **{sign: ("rel", plain) for sign, plain in RELATIONS.items()},
}
"""Characters and commands that mean something else than themselves: kind and text of their tokens.

What is of no kind is left out, and what is raised is an exponent.
"""
_SUBSCRIPTS = dict(zip("₀₁₂₃₄₅₆₇₈₉ₐₑₕᵢⱼₖₗₘₙₒₚₛₜₓ", "0123456789aehijklmnopstx", strict=True))
_SUPERSCRIPTS = dict(zip("⁰¹²³⁴⁵⁶⁷⁸⁹⁻⁺·ˣᶻⁿ", "0123456789-+.xzn", strict=True))
_ABOVE = {
    "\u0302": "\\hat", "\u0303": "\\tilde", "\u0304": "\\bar", "\u0305": "\\bar", "\u0307": "\\dot",
    "\u20d7": "\\vec",
}  # fmt: skip
"""Marks that stand behind the letter that they are drawn above."""
_MARKED = [
    whole
    for letter in string.ascii_letters
    for mark in _ABOVE
    if len(whole := unicodedata.normalize("NFC", letter + mark)) == 1
]
"""Letters that are one character with their mark, such as ŷ."""
_TRANSPARENT = {
    "aligned", "align", "align*", "alignat", "alignat*", "alignedat", "gather", "gather*",
    "gathered", "split", "equation", "equation*", "multline", "multline*", "eqnarray", "eqnarray*",
    "displaymath", "math", "flalign", "flalign*",
}  # fmt: skip
_WORDS_BETWEEN = re.compile(
    r"(and|or|with|if|where|for|so|hence|thus|but|then|since|because|otherwise|i\.e\.|e\.g\.|we|is|"
    r"the|of|to|at|in|on|by|from|when|while|gives?|that)\b|[,;:.]",
    re.IGNORECASE,
)

_SHARE = re.compile(
    r"\{\s*+(\()\s*+(\d++(?:\.\d++)?+)\s*+(\\?%)\s*+(\))\s*+\}"
    r"(?=\s*+(?:[=≈,;&]|\\(?:approx|q?quad|text)\b|\\\\|\Z))"
)
"""What is said again in percent among words, where nothing is computed with it."""

_ESCAPED_INDEX = re.compile(
    r"(\\(?:text[a-z]*+|mathrm|mathtt|operatorname|mbox)\*?\s*+\{[^{}]*+\})"
    r"|((?:(?<![A-Za-z])[A-Za-z]|\\[A-Za-z]++|[)}'*])\s*+)"
    r"\\_(?=\s*+(?:[{\\]|[0-9]|[A-Za-z](?![A-Za-z])))"
)
r"""What Markdown needs no more than a ``_`` for: ``x\_1``, but not the ``_`` in ``max\_steps``."""

_BLANKS = r"[ \t\r\n~\u00a0\u2009\u202f\u200b]"
_LENGTH = r"(?:[\d.]++\s*(?:[a-z]{2}|\\[A-Za-z]++)|\\[A-Za-z]*(?:skip|jot|sep))"
_PATTERNS = {
    "": rf"{_BLANKS}++(?:(?<=\s)%[^\n]*+{_BLANKS}*+)*+|(?<=\s)%[^\n]*+\n?",  # space and comments
    "num": r"(?:\d+(?:(?:\{,\}|\\,)\d{3}(?!\d))*(?:\.\d+)?|\.\d+)(?:[eE][+-]?\d+(?![\d.]))?",
    "word": rf"[A-Za-z]+(?![{''.join(_ABOVE)}])",
    "marked": rf"[A-Za-z\u0391-\u03c9][{''.join(_ABOVE)}]|[{''.join(_MARKED)}]",
    # A backslash that ends a line is all that Markdown left of the two that end a row.
    # So does a display inside a display, and after a row's end only a length is its distance.
    "row": rf"\\\\(?:\s*\[\s*-?{_LENGTH}\s*\])?|\\[\[\]]|\\[ \t]*\r?\n",
    "cmd": r"\\(?:[A-Za-z]+(?:\*(?=\{))?|.)",
    "sub": r"[₀₁₂₃₄₅₆₇₈₉ₐₑₕᵢⱼₖₗₘₙₒₚₛₜₓ]+",
    "sup": r"[⁰¹²³⁴⁵⁶⁷⁸⁹⁻⁺]+(?:·[⁰¹²³⁴⁵⁶⁷⁸⁹]+)?[ˣᶻⁿ]?|[ˣᶻⁿ]",
    "text": rf"{UNIT}[A-Za-zµμΩ]+(?:[/·][A-Za-zµμΩ]+)*[²³]?",
    "power": r"↑(?:[-−]?(?:\d+(?:\.\d+)?|[A-Za-z\u03b1-\u03c9](?:_?\d|[₀-₉]+)?))?",
    "op": r":=|;;|\.{3}|.",
}
"""The pieces that a formula is cut into, by kind."""
_FREQUENT = rf" (?!{_BLANKS}|%)|[-+=(){{}}^_&]"
"""Pieces of a blank or a sign alone, which most are: looked for first."""
_PIECE = re.compile("|".join((_FREQUENT, *_PATTERNS.values())), re.DOTALL)
_KINDS = {kind: re.compile(pattern, re.DOTALL) for kind, pattern in _PATTERNS.items()}
_LONG = 100_000
"""Characters of a formula that is not cut into pieces all at once, which would take memory."""
_KNOWN: dict[str, tuple[str, str]] = {
    **{letter: ("word", letter) for letter in string.ascii_letters},
    **{digit: ("num", digit) for digit in string.digits},
    **{sign: ("op", sign) for sign in string.punctuation},
    **dict.fromkeys("~ \n", ("", "")),
    **{command: ("more", command) for command in _WITH_MORE},
    **_SIGNS,
}
"""The kind and the text of the token that a piece is, for the most frequent ones."""
_DIGITS = frozenset(string.digits)
_SUBSCRIBED = 2
"""Tokens of the least subscript: its sign, and a letter."""
_SINGLE = ("num", "word", "name", "text")
"""Kinds of tokens that most subscripts are one of."""
_WHOLE = frozenset(("num", "word", "op", "cmd", "name", "rel", "sep", "row", "text"))
"""Kinds of pieces that are one token."""

_PLACE = re.compile(r"\d{1,2}|[ijk]{1,2}|[\dijk],[\dijk]")
"""What says of an entry where it stands."""
_BREAK_KINDS = frozenset(("sep", "row"))
_BREAK_SIGNS = frozenset(",;&")
"""What a name may stand behind that is at the left of a relation, but for the beginning."""

KNOWN_FUNCTIONS = {
    "exp", "ln", "log", "lg", "sin", "cos", "tan", "cot", "arcsin", "arccos", "arctan", "sinh",
    "cosh", "tanh", "sqrt", "max", "min", "gcd", "lcm", "abs", "sec", "csc", "norm", "tr", "det",
    "asin", "acos", "atan", "erf", "sgn", "sign",
}  # fmt: skip
"""Functions that need no declaration, by the names that authors write."""
BUILTIN = KNOWN_FUNCTIONS | {
    "log2", "log10", "deg", "pi", "factorial", "binomial", "pm", "mod", "floor", "ceil", "round",
    "ncdf", "npdf", "entry", UNDEFINED, *COMPARISONS,
}  # fmt: skip
"""All that a tree can hold of them: ``\\log_2`` and ``^\\circ`` have names of their own there.

A comparison is a function of four: what it is if the comparison holds, the two sides, and what it
is otherwise.
"""

_OPERATORS = frozenset(("rank", "rk", "dim", "diag", "Var", "Cov", "Corr"))
"""What is said of a quantity before it without being computed here; no words about its name."""


class LatexError(ValueError):
    """A place in a formula that is not understood."""

    def __init__(self, reason: str, start: int, end: int) -> None:
        super().__init__(reason)
        self.reason = reason
        self.start = start
        self.end = end


def braced(latex: str, at: int) -> int:
    """The index of the brace that closes the one at ``at``; the text's end where none does."""
    depth = 0
    i = at
    size = len(latex)
    while i < size:
        char = latex[i]
        if char == "\\":
            i += 2
            continue
        if char == "{":
            depth += 1
        elif char == "}":
            depth -= 1
            if depth == 0:
                return i
        i += 1
    return size


def lex(latex: str, offset: int = 0) -> list[Token]:
    """The tokens of a formula, spacing and styling left out.

    ``offset`` is the place of ``latex[0]`` in the page. Raises `LatexError` past `MAX_TOKENS`.
    """
    if "\\_" in latex:
        # As long as before, for the places of all that follows.
        latex = _ESCAPED_INDEX.sub(lambda found: found[1] or found[2] + "_ ", latex)
    tokens: list[Token] = []
    add = tokens.append
    # What `Token(…)` does, without the Python function that a named tuple puts around it.
    new = tuple.__new__
    known = _KNOWN
    at_once = len(latex) <= _LONG
    pieces = iter(_PIECE.findall(latex)) if at_once else _pieces(latex, 0)
    end = offset
    while piece := next(pieces, ""):
        if piece == " ":
            end += 1
            continue
        start = end
        end += len(piece)
        if piece in known:
            kind, text = known[piece]
        elif piece[0] in _DIGITS:
            kind, text = "num", piece
        else:
            kind, text = _token_of(piece)
        if kind in _WHOLE:
            add(new(Token, (kind, text, start, end)))
        elif kind == "more":
            behind = offset + _lex_command(latex, text, end - offset, offset, tokens)
            if at_once:
                while end < behind and (piece := next(pieces, "")):
                    end += len(piece)
                # Else what stands in its braces looked like the beginning of something longer.
                at_once = end == behind
            if not at_once:
                pieces = _pieces(latex, behind - offset)
                end = behind
        elif kind:
            made = [*_opened(kind, text, start, end)]
            tokens += _lowered_on(tokens, made) if kind == "sub" else made
        if len(tokens) > MAX_TOKENS:
            size = offset + len(latex)
            raise LatexError(f"a formula of more than {MAX_TOKENS:,} tokens", offset, size)
    if "[" in latex:
        tokens = _with_moments(tokens)
    if ")_" in latex:
        tokens = _with_entries(tokens)
    if "_new" in latex or "_old" in latex:
        tokens = _with_times(tokens)
    if "{d}" in latex:
        tokens = _with_differentials(tokens)
    return _without_brackets(tokens) if tokens and tokens[0].text == "(" else tokens


def _with_moments(tokens: list[Token]) -> list[Token]:
    """Parentheses for the square brackets of ``E[X]``, which is a name like ``P(A)``."""
    tokens = list(tokens)
    opened: list[bool] = []
    for i, token in enumerate(tokens):
        if token.text in ("[", "("):
            opened.append(token.text == "[" and i > 0 and tokens[i - 1].text in _MOMENTS)
            if opened[-1]:
                tokens[i] = token._replace(text="(")
        elif token.text in ("]", ")") and opened and opened.pop():
            tokens[i] = token._replace(text=")")
    return tokens


def _with_times(tokens: list[Token]) -> list[Token]:
    """A mark for the word behind a small number that says when it is so: ``w₅_new``."""
    made: list[Token] = []
    for token in tokens:
        if (
            token.text in ("new", "old")
            and len(made) > _SUBSCRIBED
            and made[-1].text == "_"
            and made[-2].text == "}"
            and made[-2].start == made[-2].end == made[-1].start
        ):
            made[-1] = made[-1]._replace(text="^")
            opened = Token("op", "{", token.start, token.start)
            made += [opened, token, Token("op", "}", token.end, token.end)]
        else:
            made.append(token)
    return made


def _with_differentials(tokens: list[Token]) -> list[Token]:
    r"""One name for an upright ``d`` and the letter behind it: ``\mathrm{d}V`` is ``dV``."""
    made: list[Token] = []
    for token in tokens:
        before = made[-1] if made else token
        # A drift velocity has it below its name.
        lowered = len(made) > 1 and made[-2].text in ("_", "^")
        sign = before[:2] == ("text", "d") and not lowered
        if sign and token.kind == "word" and len(token.text) == 1:
            made[-1] = Token("word", f"d{token.text}", before.start, token.end)
        else:
            made.append(token)
    return made


def _with_entries(tokens: list[Token]) -> list[Token]:
    """Names of entries as ``W_{1,12}`` where a page writes them as ``(W_1)_{12}``."""
    made: list[Token] = []
    i = 0
    while i < len(tokens):
        found = _entry(tokens, i)
        if found is None:
            made.append(tokens[i])
            i += 1
        else:
            entry, i = found
            made += entry
    return made


def _entry(tokens: list[Token], i: int) -> tuple[list[Token], int] | None:
    """The name of an entry, if one begins at ``i``, and the index of the token behind it.

    A name with a subscript or a mark stands in its brackets, and numbers or running letters behind
    them. ``(x + y)_1``, the entry of a power and the ``(A)_{16}`` of another base are none.
    """
    close = skip_scripts(tokens, i + 2)
    behind = [token.text for token in tokens[close : close + 2]]
    if tokens[i].text != "(" or close <= i + 2 or behind != [")", "_"]:
        return None
    name, *inside = tokens[i + 1 : close]
    place, end, _ = subscript(tokens, close + 2)
    if name.kind not in ("word", "name", "cmd", "text") or not _PLACE.fullmatch(place):
        return None
    signs = [token.text for token in inside]
    if any(sign == "^" and not _marks(inside[k + 1 :]) for k, sign in enumerate(signs)):
        return None
    start = name._replace(start=tokens[i].start)
    below = tokens[close + 2 : end]
    if "_" not in signs:
        return [start, *inside, tokens[close + 1], *below], end
    at = signs.index("_") + 1
    behind_own = subscript(inside, at)[1]
    own = [token for token in inside[at:behind_own] if token.text not in "{}"]
    below = [token for token in below if token.text not in "{}"]
    if not own:
        return None
    opened, comma = Token("op", "{", *own[0][2:]), Token("op", ",", *own[-1][2:])
    closed = Token("op", "}", *tokens[end - 1][2:])
    made = [start, *inside[:at], opened, *own, comma, *below, closed, *inside[behind_own:]]
    return made, end


def _marks(raised: list[Token]) -> bool:
    r"""Whether what stands above a name is part of it, as ``(1)`` and ``\text{new}`` are."""
    inner = raised[1:2] if raised and raised[0].text == "{" else raised[:1]
    return any(token.kind == "text" or token.text in ("(", "[") for token in inner)


def _without_brackets(tokens: list[Token]) -> list[Token]:
    """A formula without the brackets around all of it, if it relates something: ``( x = 2 )``."""
    depth = 0
    related = False
    for i, (kind, text, _, _) in enumerate(tokens):
        if kind == "op":
            depth += (text == "(") - (text == ")")
            if text == "," and depth == 1:
                return tokens  # data of which each is said by itself
        related = related or (kind == "rel" and text in ("=", "\\approx") and depth == 1)
        if not depth:
            return tokens[1:-1] if related and i == len(tokens) - 1 else tokens
    return tokens


def _pieces(latex: str, at: int) -> Iterator[str]:
    """The pieces of a formula from ``at`` on, each made when it is asked for."""
    return (found[0] for found in _PIECE.finditer(latex, at))


@lru_cache(maxsize=4096)
def _token_of(piece: str) -> tuple[str, str]:
    """The kind and the text of the token that a piece is."""
    if piece[0] == "%":
        return "", piece  # a comment: of a percent sign it is known what it is
    if piece[0] == UNIT and len(piece) > 1:
        return "text", piece[1:]
    kind = next(kind for kind, pattern in _KINDS.items() if pattern.match(piece))
    return ("more" if kind == "cmd" and piece.rstrip("*") in _WITH_MORE else kind), piece


def _opened(kind: str, text: str, start: int, end: int) -> Iterator[Token]:
    """The tokens of a sign that means several."""
    if kind == "raised":
        yield Token("op", "^", start, start)
        yield Token("cmd", text, start, end)
    elif kind == "power":
        # e↑-0.3 is how an exponent is handed on that was typed without braces.
        yield Token("op", "^", start, start + 1)
        if len(text) > 1:
            yield Token("op", "{", start + 1, start + 1)
            yield from lex(text[1:], start + 1)
            yield Token("op", "}", end, end)
    elif kind == "marked":
        letter, mark = tuple(unicodedata.normalize("NFD", text))
        base, name = _SIGNS.get(letter, ("word", letter))
        yield Token("cmd", _ABOVE[mark], start, start)
        yield Token("op", "{", start, start)
        yield Token(base, name, start, end)
        yield Token("op", "}", end, end)
    else:
        table = _SUBSCRIPTS if kind == "sub" else _SUPERSCRIPTS
        yield Token("op", "_" if kind == "sub" else "^", start, start)
        yield Token("op", "{", start, start)
        for piece in re.findall(r"\d+(?:\.\d+)?|[a-z]+|[-+]", "".join(table[c] for c in text)):
            kind = "num" if piece[0].isdigit() else "word" if piece.isalpha() else "op"
            yield Token(kind, piece, start, end)
        yield Token("op", "}", end, end)


def _lowered_on(tokens: list[Token], made: list[Token]) -> list[Token]:
    """The tokens of a small number, which goes on a subscript that it stands behind: ``net_h₁``."""
    if len(tokens) < _SUBSCRIBED or tokens[-1].end != made[0].start or tokens[-2].text != "_":
        return made
    if tokens[-1].kind not in ("word", "name"):
        return made
    lowered = tokens.pop()
    opened = made[1]._replace(start=lowered.start, end=lowered.start)
    return [opened, lowered, *made[2:]]


def _styled_token(style: str, name: str, start: int, end: int) -> Token:
    """A name in a style of letters."""
    if style in _SCRIPTS and len(name) == 1:
        return Token("name", f"{style}{{{name}}}", start, end)
    if name[0] != "\\":
        return Token("word", name, start, end)
    return Token("name" if name[1:] in _GREEK else "cmd", name, start, end)


def _lex_command(latex: str, text: str, i: int, offset: int, tokens: list[Token]) -> int:
    """Append what a command that ends at ``i`` stands for; returns where reading goes on."""
    start = offset + i - len(text)
    append = tokens.append
    if text in _STYLES:
        styled = _STYLED.match(latex, i)
        if styled is None:
            return i
        name = styled["name"] or styled["letter"]
        append(_styled_token(text, name, start, offset + styled.end()))
        return styled.end()
    if text in ("\\left", "\\right"):
        # \left. and \right. open or close nothing.
        return i + latex.startswith(".", i)
    if text.rstrip("*") in _TEXT:
        return _lex_text(latex, text, i, offset, tokens)
    if text in _SET_OVER:
        related = _RELATED.match(latex, i)
        if related is None:
            append(Token("cmd", text, start, offset + i))
            return i
        sign = related["braced"] or related["bare"]
        append(Token("rel", RELATIONS[sign], start, offset + related.end()))
        i = related.end()
    elif text == "\\ce" and latex[i : i + 1] == "{":
        # A formula of chemistry names what it stands for.
        close = min(braced(latex, i) + 1, len(latex))
        append(Token("name", latex[i - len(text) : close], start, offset + close))
        i = close
    elif text in ("\\begin", "\\end") and latex[i : i + 1] == "{":
        close = braced(latex, i)
        name = latex[i + 1 : close].strip()
        i = min(close + 1, len(latex))
        if name in _TRANSPARENT:
            if (
                name.startswith("align")
                and name.rstrip("*").endswith("at")
                and latex[i : i + 1] == "{"
            ):
                i = braced(latex, i) + 1
            # Two environments side by side are two statements.
            append(Token("sep", text, start, offset + i))
        else:
            append(Token("begin" if text == "\\begin" else "end", name, start, offset + i))
    elif text in _DROPPED_WITH_ARGUMENT or text in _LABELLED_ARROWS:
        if text in _LABELLED_ARROWS:
            append(Token("sep", text, start, offset + i))
        while i < len(latex) and latex[i] == " ":
            i += 1
        if i < len(latex) and latex[i] == "{":
            i = min(braced(latex, i) + 1, len(latex))
    return i


def _lex_text(latex: str, text: str, i: int, offset: int, tokens: list[Token]) -> int:
    """The same for a command whose braces hold text."""
    start = offset + i - len(text)
    append = tokens.append
    while i < len(latex) and latex[i] == " ":
        i += 1
    if (share := _SHARE.match(latex, i)) is not None and _is_said(tokens):
        for kind, group in (("op", 1), ("num", 2), ("op", 3), ("op", 4)):
            at = share.span(group)
            append(Token(kind, share[group].lstrip("\\"), offset + at[0], offset + at[1]))
        return share.end()
    if i < len(latex) and latex[i] == "{":
        close = braced(latex, i)
        number = _PRINTED.fullmatch(latex, i + 1, close)
        # What is set as a program's is perhaps binary.
        if number is not None and "tt" not in text and not _raises(latex, start - offset):
            low, middle = number.span("sign")
            if low < middle:
                sign = _UNICODE.get(latex[low], latex[low])
                append(Token("op", sign, offset + low, offset + middle))
            append(Token("num", number["number"], offset + middle, offset + close))
            return min(close + 1, len(latex))
        content = " ".join(latex[i + 1 : close].replace("\\ ", " ").replace("\\,", " ").split())
        i = min(close + 1, len(latex))
        if not content:
            return i
        kind = "text"
        if _WORDS_BETWEEN.match(content) and not (
            text == "\\operatorname"
            or "_" in latex[i : i + 1]
            or (content.isupper() and _is_named(latex, i, text, tokens))
        ):
            kind = "sep"
        elif (
            content[0] + content[-1] == "()" or (content[-1] == ":" and content[:-1])
        ) and not _raises(latex, start - offset):
            kind = "sep"  # words about a formula behind it: (update gate), or Mean:
        if kind == "text" and content[:-1] and content[-1] == "=":
            append(Token(kind, content[:-1].rstrip(), start, offset + i))
            append(Token("rel", "=", offset + i, offset + i))
            return i
        append(Token(kind, content, start, offset + i))
    return i


def _is_named(latex: str, i: int, style: str, tokens: list[Token]) -> bool:
    r"""Whether capitals that end at ``i`` are a name, and no word: ``\mathrm{OR} = 2.5``."""
    applied = bool(tokens) and tokens[-1].text.lstrip("\\") in KNOWN_FUNCTIONS
    return style == "\\mathrm" or applied or latex[i : i + 2].lstrip().startswith("=")


def _is_said(tokens: list[Token]) -> bool:
    """Whether the number before is a result, which may be said again in percent."""
    return (
        bool(tokens) and tokens[-1].kind == "num" and (len(tokens) < 2 or tokens[-2].kind == "rel")
    )


def _raises(latex: str, i: int) -> bool:
    """Whether what begins at ``i`` is part of a subscript or superscript."""
    return latex[max(i - 1, 0) : i] in ("{", "^", "_")


def subscript(tokens: list[Token], i: int) -> tuple[str, int, bool]:
    """A subscript that begins at ``i``: its canonical text, where it ends, whether it is loose."""
    if i >= len(tokens):
        return "", i, False
    token = tokens[i]
    if token.text != "{" or token.kind != "op":
        text = token.text if token.kind in (*_SINGLE, "cmd") else ""
        if token.kind == "op" and token.text in ("+", "-"):
            text = token.text  # t_+ and t_-, the two roots
        if not text:
            return "", i, False
        loose = token.kind in ("num", "word") and len(text) > 1
        return text.lstrip("\\") if token.kind == "cmd" else text, i + 1, loose
    if [one.text for one in tokens[i + 2 : i + 3]] == ["}"] and tokens[i + 1].kind in _SINGLE:
        return _flat(tokens[i + 1].text.replace(" ", "")), i + 3, False  # as most are
    depth = 0
    pieces: list[str] = []
    while i < len(tokens) and tokens[i].kind != "eof":
        token = tokens[i]
        if token.kind == "op" and token.text == "{":
            depth += 1
        elif token.kind == "op" and token.text == "}":
            depth -= 1
            if depth == 0:
                return _flat("".join(pieces)), i + 1, False
        else:
            pieces.append(token.text.replace(" ", ""))
        i += 1
    return "".join(pieces), i, False


def _flat(sub: str) -> str:
    """A subscript without the marks of its own ones: ``o_1`` is ``o1``, and ``1_2`` is not 12."""
    return re.sub(r"(?<=[A-Za-z])_(?=\d)", "", sub) if "_" in sub else sub


def uncertainties(tokens: list[Token]) -> Iterator[str]:
    r"""The names in a formula that may be uncertainties of others: ``\Delta U``, ``u_U``."""
    for i, token in enumerate(tokens):
        if token.text in ("\\Delta", "\\delta"):
            base, j = _base_ahead(tokens, i)
        elif token.text in ("u", "s", "\\sigma"):
            base, j = token.text, i + 1
        else:
            continue
        lowered = j < len(tokens) and tokens[j].text == "_"
        below = subscript(tokens, j + 1)[0] if lowered else ""
        if below or j > i + 1:
            yield f"{base}_{{{below}}}" if below else base


def collect(tokens: list[Token], names: Names) -> None:
    """Note the names at the left of a formula's relations, and the functions that it declares."""
    size = len(tokens)
    if size < 2:
        return
    opening = True
    # In most formulas nothing begins but the formula itself, which is told without a look at each.
    once = _BREAK_SIGNS.isdisjoint(map(itemgetter(1), tokens)) and _BREAK_KINDS.isdisjoint(
        map(itemgetter(0), tokens)
    )
    for i, token in enumerate(tokens):
        kind, text, _, _ = token
        if not opening:
            if once:
                return
            opening = kind in _BREAK_KINDS or (kind == "op" and text in _BREAK_SIGNS)
            continue
        if kind == "text" and is_label(tokens, i, names):
            continue
        if text in ("|", "\\|"):
            _note_size(tokens, i, names)
        if kind in ("word", "name", "text", "cmd"):
            base, j = _base_ahead(tokens, i)
            euler = base == "e" and j < size and tokens[j].text == "^"
            _note_raised(tokens, j, base, names)
            if base and not euler:
                # Beside \pi_A and e_1 there are still the two constants.
                constant = base in ("\\pi", "e") and j < size and tokens[j].text == "_"
                at, j = j, skip_scripts(tokens, j)
                if (
                    i == 0
                    and j + 3 < size
                    and index_in_brackets(tokens, j, words=True)
                    and tokens[j + 3].text == "="
                ):
                    names.keyed.add(base)
                    j += 3
                if is_number_of_name(tokens, j) and j + 1 < size and tokens[j + 1].kind == "rel":
                    names.numbered = True
                    j += 1
                after = j
                while after < size and tokens[after].text == "&":
                    after += 1
                if (
                    after < size
                    and tokens[after].kind == "rel"
                    and tokens[after].text not in ("\\in", "\\to")
                ):
                    inside = i > 0 and tokens[i - 1].kind == "rel"
                    transposed = (
                        kind == "word" and len(base) > 1 and (inside or _is_transposed(tokens, at))
                    )
                    if transposed:
                        names.transposed.add(base)
                    elif not constant:
                        names.symbols.add(base)
                        if _is_complex(tokens, after + 1):
                            names.imaginary.add(base)
                        if [t.kind for t in tokens[after + 1 : after + 2]] == ["begin"]:
                            names.matrices.add(base)
                    if j > at and tokens[at].text == "_":
                        names.indexed.add((base, subscript(tokens, at + 1)[0]))
                    if token.kind == "text":
                        names.upright.add(base)
                    if token.kind == "word" and len(token.text) > 1 and not transposed:
                        names.words.add(token.text)
                elif j < size and tokens[j].text == "(" and tokens[j].kind == "op":
                    _note_applied(tokens, j, base, names, is_word=kind == "word" and len(text) > 1)
        opening = kind in _BREAK_KINDS or (kind == "op" and text in _BREAK_SIGNS) or text == "{"


def _note_applied(tokens: list[Token], j: int, base: str, names: Names, *, is_word: bool) -> None:
    """Note what is in the brackets behind a name, where a relation stands behind them."""
    close = _matching(tokens, j)
    after = close + 1
    while after < len(tokens) and tokens[after].text == "&":
        after += 1
    inside = tokens[j + 1 : close]
    if after >= len(tokens) or tokens[after].kind != "rel" or not inside:
        return
    if all(t.kind == "num" or t.text == "," for t in inside):
        names.numbers.setdefault(base, set()).add(application(inside))
    elif not all(t.kind == "num" or t.text in "+-*/," for t in inside):
        # A new value of Q(s, a) is made from the old one.
        updates = tokens[after].text == "\\leftarrow"
        right = () if updates else _up_to_relation(tokens, after + 1)
        names.applied.setdefault(base, []).append(Applied(tuple(inside), right))
        if is_word:
            names.words.add(base)


def _note_size(tokens: list[Token], i: int, names: Names) -> None:
    r"""Note the name in bars that begin at ``i``, where a relation stands behind: ``\|w\|_2 =``."""
    bar = tokens[i].text
    texts = [t.text for t in tokens[i : i + 2]]
    pairs = 1 + (texts == ["|", "|"])
    i += pairs
    if i >= len(tokens) or tokens[i].kind not in ("word", "name", "text", "cmd"):
        return
    base, i = _base_ahead(tokens, i)
    i = skip_scripts(tokens, i)
    if not base or [t.text for t in tokens[i : i + pairs]] != [bar] * pairs:
        return
    i = skip_scripts(tokens, i + pairs)
    while i < len(tokens) and tokens[i].text == "&":
        i += 1
    if i < len(tokens) and tokens[i].kind == "rel":
        names.sizes.add(base)


def _is_complex(tokens: list[Token], i: int) -> bool:
    """Whether an ``i`` or ``j`` is a term or factor of the sum or product that begins at ``i``."""
    for k in range(i, min(i + _LONGEST_COMPLEX, len(tokens))):
        kind, text, _, _ = tokens[k]
        if kind in _BREAK_KINDS or kind == "rel":
            return False
        if text in ("i", "j"):
            before = tokens[k - 1]
            return k == i or before.kind == "num" or before.text in _BEFORE_IMAGINARY
    return False


_LONGEST_COMPLEX = 20
_LAYERS = frozenset("123456789")
LAYERED = 2
"""Letters with a 1 above them at the left of relations that show digits there to be no powers."""
_BEFORE_IMAGINARY = frozenset(("+", "-", "(", "\\pm", "\\cdot"))


def _note_raised(tokens: list[Token], i: int, base: str, names: Names) -> None:
    if i < len(tokens) and tokens[i].text == "_":
        # The number of a unit may stand before that of its layer: ``a_1^2``.
        i += 2 if tokens[min(i + 1, len(tokens) - 1)].text != "{" else 4
    mark, behind = raised(tokens, i, base)
    if mark.isdecimal():
        behind = skip_scripts(tokens, behind)
    while mark and behind < len(tokens) and tokens[behind].text == "&":
        behind += 1
    if mark and behind < len(tokens) and tokens[behind].kind == "rel":
        names.raised.add((base, mark))


def raised(tokens: list[Token], i: int, base: str) -> tuple[str, int]:
    r"""What may be part of a name above it, and where that ends: a capital, as in ``W^Q``.

    A capital's power is no capital. Above an ``e`` it is a number in brackets: ``e^{(1)}``. A digit
    is the number of a layer, ``z^1`` and ``z^2``, if `Names.settle` keeps it.
    """
    texts = [t.text for t in tokens[i : i + 6]]
    if texts[:1] != ["^"]:
        return "", i
    if base == "e":
        inside = texts[3:4]
        is_error = len(texts) == 6 and inside[0].isdecimal()
        if is_error and [*texts[1:3], *texts[4:6]] == ["{", "(", ")", "}"]:
            return f"({inside[0]})", i + 6
        return "", i
    braces = texts[1:2] == ["{"] and texts[3:4] == ["}"]
    letter = texts[2] if braces else texts[1] if len(texts) > 1 else ""
    if letter in _LAYERS:
        return letter, i + (4 if braces else 2)
    if len(base) == 1 == len(letter) and base.isupper() and letter.isupper() and letter != "T":
        return letter, i + (4 if braces else 2)
    return "", i


def _is_transposed(tokens: list[Token], i: int) -> bool:
    r"""Whether ``^T`` or ``^{\top}`` stands at ``i``."""
    texts = [t.text for t in tokens[i : i + 3]]
    return texts[:1] == ["^"] and any(t in ("T", "\\top", "\\intercal") for t in texts[1:])


def is_label(tokens: list[Token], i: int, names: Names) -> bool:
    r"""Whether a formula begins with words about what it defines: ``\text{Error } E = …``."""
    if i + 2 >= len(tokens) or tokens[i].kind != "text" or tokens[i].text in names.symbols:
        return False
    if tokens[i].text in KNOWN_FUNCTIONS or tokens[i].text in _OPERATORS:
        return False  # the trace of M is no new value of M
    name = tokens[i + 1]
    if len(tokens[i].text) == 1 or tokens[i].end == name.start:
        return False  # \text{p}K_a is one name
    if name.kind not in ("word", "name") or (name.kind == "word" and len(name.text) > 1):
        return False
    after = skip_scripts(tokens, i + 2)
    return after < len(tokens) and tokens[after].kind == "rel"


def is_number_of_name(tokens: list[Token], j: int) -> bool:
    """Whether a token is the number of the name that it follows without a space: ``h1``."""
    return (
        0 < j < len(tokens)
        and tokens[j].kind == "num"
        and tokens[j].text.isdigit()
        and len(tokens[j].text) <= MAX_NUMBER
        and tokens[j - 1].kind in ("word", "name")
        and tokens[j - 1].end == tokens[j].start
        and tokens[j - 1].text != "e"
        and tokens[j - 1].text not in KNOWN_FUNCTIONS
    )


MAX_NUMBER = 2
"""Digits of a number that may belong to a name."""


def _up_to_relation(tokens: list[Token], i: int) -> tuple[Token, ...]:
    """The tokens up to the next relation or separator; a row of a matrix ends nothing."""
    end = i
    depth = 0
    while end < len(tokens) and end - i < MAX_DECLARATION:
        token = tokens[end]
        depth += (token.kind == "begin" or token.text in "([{") - (
            token.kind == "end" or token.text in ")]}"
        )
        if depth <= 0 and token.kind in ("rel", "sep", "row"):
            break
        end += 1
    return tuple(tokens[i:end])


MAX_DECLARATION = 400
"""Tokens of a declaration that are searched for its argument."""


DIFFERENCES = ("\\Delta", "\\delta")
"""Letters that make one name with the next: ``\\Delta x``."""


def _base_ahead(tokens: list[Token], i: int) -> tuple[str, int]:
    token = tokens[i]
    if token.kind == "cmd":
        if token.text in ACCENTS:
            inner, j, _ = subscript(tokens, i + 1)
            return f"{ACCENT_ALIASES.get(token.text, token.text)}{{{inner}}}", j
        if token.text[1:] in KNOWN_FUNCTIONS:
            return token.text[1:], i + 1
        return "", i
    if token.text in DIFFERENCES and i + 1 < len(tokens):
        if tokens[i + 1].kind in ("word", "name", "text"):
            return f"{token.text} {tokens[i + 1].text}", i + 2
        if tokens[i + 1].text in ACCENTS:
            inner, j = _base_ahead(tokens, i + 1)
            return f"{token.text} {inner}", j
    return token.text, i + 1


def index_in_brackets(tokens: list[Token], j: int, *, words: bool = False) -> str:
    r"""The index that a name has as programs write it, if it begins at ``j``: ``h[0]``.

    It may be one of ``words`` on pages that give such entries: ``W[\text{hi}] = 0.5``.
    """
    if j + 2 >= len(tokens) or tokens[j].text != "[" or tokens[j + 2].text != "]":
        return ""
    index = tokens[j + 1]
    told = index.text.isdigit() if index.kind == "num" else words and index.kind == "text"
    return index.text if told and tokens[j - 1].end == tokens[j].start else ""


def skip_scripts(tokens: list[Token], j: int) -> int:
    """The index behind the subscripts, superscripts and primes that begin at ``j``."""
    while j < len(tokens) and tokens[j].kind == "op" and tokens[j].text in ("_", "^", "'"):
        if tokens[j].text == "'":
            j += 1
            continue
        j += 1
        if j < len(tokens) and tokens[j].kind == "op" and tokens[j].text == "{":
            depth = 0
            while j < len(tokens):
                if tokens[j].kind == "op":
                    depth += (tokens[j].text == "{") - (tokens[j].text == "}")
                j += 1
                if depth == 0:
                    break
        else:
            j += 1
    return j + 3 if index_in_brackets(tokens, j) else j


def _matching(tokens: list[Token], i: int) -> int:
    depth = 0
    for j in range(i, len(tokens)):
        if tokens[j].kind == "op":
            depth += (tokens[j].text == "(") - (tokens[j].text == ")")
            if depth == 0:
                return j
    return len(tokens)
