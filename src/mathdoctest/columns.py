r"""What a table's own formulas say of the numbers below and beside them.

Many a page gives its data as a table: ``$i$`` and ``$x_i$`` in the head, numbers below; or a symbol
in the first cell of a row and its value in the next. A column whose head is a formula of the first
column's letter, or an equation with one, says what each of its numbers stands for: that formula,
with the row's own number for the letter. One whose head is a formula of other columns' symbols or
titles is that formula of the numbers beside it. Rows may take the place of columns. A head may name
a unit, and words may call a formula something.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import partial

from mathdoctest.heads import NEW, SLOPE, in_formulas
from mathdoctest.numerals import LOWERED, whole_number

_LETTER = re.compile(r"[A-Za-z]")
_INDEX = re.compile(r"\\[a-z]+|[A-Za-z]")
_LETTERS = re.compile(r"(\\[a-z]+(?![a-z])|[i-n]),? ?(\\[a-z]+(?![a-z])|[i-n])")
"""Two indices side by side."""
_DIGITS = re.compile(r"(\d),? ?(\d)")
_BELOW = re.compile(r"_(?:\{[^{}]*\}|\\[a-z]+|[A-Za-z])")
_NUMBER = re.compile(r"\d+(?:\.\d+)?")
_RELATION = re.compile(
    r"[=<>≈≤≥≠&]|\\(?:approx|le|ge|ne|to|mid|text|frac\{\\partial|dots|sum|prod)\b|\.\.\."
)
_OUTSIDE = re.compile(r"\([^()]*\)")
"""What stands in brackets: the ``X = k`` of ``P(X = k)`` relates nothing outside of them."""
_BARE = re.compile(r"(?:\\(?:hat|bar|mathrm|vec)\{?)?\\?[A-Za-z]\}?")
_SYMBOL = re.compile(
    r"(?:\\(?:hat|bar|mathrm|vec)[{ ]?)?\\?[A-Za-z]+\}?"
    r"(?:_(?:[A-Za-z0-9]|\{[\w, ]+\})|\^\{?[\(\[]\d+[\)\]]\}?){0,2}"
    r"|\(\\?[A-Za-z]+(?:_(?:\d|\{\w+\})|\^\{[\(\[]\d+[\)\]]\}){1,2}\)_(?:\d|\{[\d, ]+\})"
)
_TYPED = re.compile(r"(?P<letter>[A-Za-z])(?P<below>[₀-₉]{0,3})")
_REST = re.compile(r"within|error|residuals?|rest\b|innerhalb|fehler", re.IGNORECASE)
_SIGNED = re.compile(r"[-−–]?\d+(?:\.\d+)?")
_FORMULA = re.compile(r"\$([^$]+)\$")
_DELIMITED = re.compile(r"\\{1,2}\(((?:[^\\]|\\(?!\\?[()]))++)\\{1,2}\)|\$`([^`$]+)`\$")
"""A formula in other delimiters than dollars."""
_VALUE = frozenset(
    "number value values result wert werte old before initial start alt valeur valeurs valor "
    "valores valore valori waarde wartość значение 值 数值 取值 値 数値 값".split()
)
"""Words over a column of values."""
_ENTRY = re.compile(r"_(?:\{\d{1,2}\}|\d)\Z")
"""What makes an entry of the name of a matrix."""
_INSIDE = r"(?:[^{}]|\{[^{}]*\})+"
"""What stands in the braces of a fraction, with other braces in them or not."""
_MARKS = ("'", "^+", "^{+}", "^{new}", r"^{\text{new}}", r"^{\mathrm{new}}")
"""What makes the name of a new value of the name of the old one."""
_NO_PART = "".join(
    rf"(?<!{before}\{{)"
    for before in ("_", r"\^", *(rf"\\{style}" for style in
                   ("hat", "bar", "tilde", "vec", "dot", "mathrm", "mathbf", "mathcal", "text")))
)  # fmt: skip
"""Not in the braces of a subscript or a style: there a letter is a part of a longer name."""
FAR_BEFORE = 600
"""Characters before a table in which a sentence may say what a column is."""
UNROUNDED = re.compile(
    r"\b(?:not (?:been )?rounded|never rounded|unrounded|without rounding"
    r"|(?:at|with|in|to) full precision|more (?:digits|decimals|places) than|ungerundet\w*"
    r"|nicht gerundet|ohne Rundung|non arrondi\w*|sin redondear|sem arredondar"
    r"|senza arrotondare|non arrotondat\w)\b",
    re.IGNORECASE,
)
"""Behind such words the cells beside a number are not what it was computed from."""
_LAST_ROW = re.compile(r"^ {0,3}\|.*$", re.MULTILINE)
"""A row of a table before."""
_EMPHASIS = "*_ "
_BY_LETTER = re.compile(r"\\partial ?\{?([A-Za-z]|\\[a-z]+)\}?(?=\s*[}$])")
"""What a head differentiates by, if that is a letter without an index."""
_TITLE = re.compile(r"[A-Za-z][a-z]{2,}(?: [A-Za-z]{2,})*")
_SHORT = re.compile(r"\\(?:text|mathrm)\{([A-Za-z]{3,})\}(?:_(?:[a-z](?![a-z])|\{[a-z]\}))?")
_WORDS = re.compile(r"(?<![A-Za-z\\])[A-Za-z]{2,}")
_UNIT = re.compile(r"\$,? *(?:/|in\b|\(|\[)[^$,]{1,12}")
"""A formula and its unit: ``$t$ / s``, ``$I$ (mA)``, ``$V$ in mL``."""


def implied(
    head: Sequence[str], rows: Sequence[Sequence[str]], before: str
) -> Mapping[tuple[int, int], str]:
    """The LaTeX that cells stand for, by row and column from 0.

    Args:
        head: the texts of the head's cells; their own row is -1.
        rows: the texts of the cells of each row.
        before: what the page says before the table.
    """
    head = [_in_dollars(text) for text in in_formulas(head)]
    rows = [[_in_dollars(text) for text in row] for row in rows]
    formulas = [_told(_headed(text)) for text in head]
    # Over several columns one symbol has as many meanings: that of each method.
    formulas = [latex if formulas.count(latex) == 1 else "" for latex in formulas]
    found: dict[tuple[int, int], str] = {}
    key = _key(formulas)
    if key < 0 and head and _counts(letter := head[0].strip(_EMPHASIS), formulas[1:]):
        formulas[0], key = letter, 0
    if key < 0 and head and _LETTER.fullmatch(first := column_symbol(head[0])):
        # “step $k$” counts the rows, whatever it calls them.
        formulas[0], key = first, 0
    # The first or the last row may be one of beginnings or of sums.
    counted = [
        (r, row)
        for r, row in enumerate(rows if key >= 0 else ())
        if len(row) > key and _NUMBER.fullmatch(row[key].strip("$ "))
    ]
    if len(counted) < max(len(rows) - 1, 1):
        counted = []
    said = [_said(before, column_symbol(text), head) for text in head]
    full = [equation or text for equation, text in zip(said, head, strict=True)]
    if UNROUNDED.search(before, max(0, len(before) - FAR_BEFORE)) is None:
        found.update(_beside(full, rows, key if counted else -1))
    found.update(_across(head, rows))
    for column, latex in enumerate(formulas if counted else ()):
        if column == key or not latex or _relates(latex):
            continue
        for r, row in counted:
            # What stands in the same row is known better than what it is called.
            told = found.get((r, column), latex)
            own = _with(told, formulas[key], row[key].strip("$ "))
            if own and own != latex:
                found[r, column] = own
    for place, latex in _of_two(formulas, rows):
        found.setdefault(place, latex)
    for place, latex in _mean_squares(head, rows):
        found.setdefault(place, latex)
    symbols = [_formula(row[0]) if row else "" for row in rows]
    for place, latex in _of_each(head, symbols):
        found.setdefault(place, latex)
    for column, text in enumerate(head):
        word = text.strip(_EMPHASIS).lower()
        if word in _VALUE:
            for r, row in enumerate(rows):
                # The nearest formula before it; a row may have a symbol and what that is.
                inside = [_formula(text) for text in row[:column]]
                latex = next((f for f in reversed(inside) if _LETTER.search(f)), "")
                if latex and not _relates(latex):
                    found[r, column] = latex
            continue
        put = _told_of(word, symbols, before)
        for r, symbol in enumerate(symbols if put else ()):
            if _SYMBOL.fullmatch(symbol):
                found[r, column] = put.format(symbol)
    return found


def _key(formulas: Sequence[str]) -> int:
    """The column that is headed by a letter alone; -1 without one."""
    return next((k for k, latex in enumerate(formulas) if _LETTER.fullmatch(latex)), -1)


def called(head: Sequence[str], rows: Sequence[Sequence[str]]) -> Mapping[tuple[int, int], str]:
    """The symbols of cells whose column is headed by one and its formula, by row and column.

    Below ``$e_t = o_t - d_t$`` and beside the 1 of ``$t$`` that is ``e_{1}``.
    """
    head = [_in_dollars(text) for text in head]
    letters = [_formula(text) for text in head]
    key = _key(letters)
    found: dict[tuple[int, int], str] = {}
    for column, text in enumerate(head if key >= 0 else ()):
        symbol, equals, _ = _formula(text).partition("=")
        if not equals or not _SYMBOL.fullmatch(symbol := symbol.strip()):
            continue
        for r, row in enumerate(rows):
            value = row[key].strip("$ ") if len(row) > key else ""
            own = _with(symbol, letters[key], value) if whole_number(value) is not None else symbol
            if own and own != symbol:
                found[r, column] = own
    return found


def _said(before: str, symbol: str, head: Sequence[str]) -> str:
    r"""What a sentence right before a table says of a column: ``$r = y - \\hat y$``.

    Only of the other columns, so that it speaks of the table, and not before another table: that
    one may be of another model, or have been told to mean something else.
    """
    if not symbol:
        return ""
    near = _LAST_ROW.split(before[-FAR_BEFORE:])[-1]
    told = re.findall(rf"\$\s*{re.escape(symbol)}\s*=([^$=]{{1,200}})\$", near)
    titles = [_title(text) for text in head]
    if not told:
        return ""
    rest = _SHORT.sub(partial(_full, titles), told[-1])
    others = {other for text in head if (other := column_symbol(text)) and other != symbol}
    for other in (*filter(None, titles), *sorted(others, key=len, reverse=True)):
        rest = _around(other).sub(" ", rest)
    return "" if _LETTER.search(rest) else f"${symbol} = {told[-1]}$"


def _of_two(
    formulas: Sequence[str], rows: Sequence[Sequence[str]]
) -> Iterator[tuple[tuple[int, int], str]]:
    r"""Columns whose heads have two indices, which stand side by side in front: 12 below ``ij``."""
    letters = _LETTERS.fullmatch(formulas[0]) if formulas else None
    if letters is None or letters[1] == letters[2]:
        return
    columns = [(k, latex) for k, latex in enumerate(formulas) if k and not _relates(latex)]
    for r, row in enumerate(rows):
        digits = _DIGITS.fullmatch(row[0].strip("*$() ")) if row else None
        if digits is None:
            continue
        place = {letters[1]: digits[1], letters[2]: digits[2]}
        for column, latex in columns:
            own = _BELOW.sub(partial(_at, place), latex)
            if own != latex:
                yield (r, column), own


def _at(place: Mapping[str, str], found: re.Match[str]) -> str:
    """A subscript with numbers for its indices."""
    inside = found[0].removeprefix("_").strip("{}")
    put = _INDEX.sub(lambda one: place.get(one[0], one[0]), inside)
    return found[0] if put == inside else f"_{{{put.replace(' ', '')}}}"


def _of_each(head: Sequence[str], symbols: Sequence[str]) -> Iterator[tuple[tuple[int, int], str]]:
    r"""Columns whose heads are formulas of a symbol that stands for that of each row.

    Below ``$\theta$`` there are parameters, and beside each its ``$\partial J/\partial\theta$``.
    Or the rows are called ``$w_1$`` and ``$w_2$``, and the column ``$\partial J/\partial w$``.
    """
    named = [symbol for symbol in symbols if _SYMBOL.fullmatch(symbol)]
    any_one = _formula(head[0]) if head else ""
    if not _SYMBOL.fullmatch(any_one):
        letters = {symbol.partition("_")[0].strip() for symbol in named}
        below = [found[1] for text in head[1:] for found in _BY_LETTER.finditer(text)]
        any_one = next((letter for letter in below if {letter} == letters), "")
    if not _SYMBOL.fullmatch(any_one) or any_one in named or len(named) < len(symbols) - 1:
        return
    for column, text in enumerate(head[1:], 1):
        latex = _told(_headed(text))
        if latex == any_one or _relates(latex) or not _holds(latex, any_one):
            continue
        for r, symbol in enumerate(symbols):
            if symbol in named:
                yield (r, column), _around(any_one).sub(f" {symbol}".replace("\\", "\\\\"), latex)


def _counts(letter: str, formulas: Sequence[str]) -> bool:
    """Whether a head without dollars is the letter that other heads have in their subscripts."""
    if not _LETTER.fullmatch(letter):
        return False
    inside = re.compile(rf"_(?:{letter}|\{{{letter}(?: ?[-+] ?\d)?\}})(?![A-Za-z])")
    return any(map(inside.search, formulas))


def _told_of(word: str, symbols: Sequence[str], before: str) -> str:
    """The formula of what a word over a column says of the symbols of its rows: ``{}'``."""
    named = [symbol for symbol in symbols if _SYMBOL.fullmatch(symbol)]
    if word in NEW:
        marks = (mark for mark in _MARKS if any(name + mark in before for name in named))
        mark = next(marks, "")
        return "{}" + mark.replace("{", "{{").replace("}", "}}") if mark else ""
    if word in SLOPE:
        for name in named:
            # Of an entry, or of the matrix that it is one of.
            below = rf"(?:\\math\w+\{{)?{re.escape(_ENTRY.sub('', name))}"
            found = re.search(
                rf"\\frac\{{\\partial ?({_INSIDE})\}}\{{\\partial ?{below}"
                rf"|\\partial ?([^\s/${{}}]+(?:\{{\w+\}})?) ?/ ?\\partial ?{below}",
                before,
            )
            if found is not None:
                above = (found[1] or found[2]).replace("{", "{{").replace("}", "}}")
                return rf"\frac{{{{\partial {above}}}}}{{{{\partial {{}}}}}}"
    return ""


def _beside(
    head: Sequence[str], rows: Sequence[Sequence[str]], key: int
) -> Iterator[tuple[tuple[int, int], str]]:
    """Columns whose heads are formulas of the symbols of other columns than the ``key``."""
    symbols = [column_symbol(text) or _title(text) for text in head]
    if key >= 0:
        symbols[key] = ""
    for column, text in enumerate(head):
        latex = _worded(text, symbols[:column]) or _told(_headed(text))
        latex = _SHORT.sub(partial(_full, symbols[:column]), latex)
        if not latex or _SYMBOL.fullmatch(latex) or _relates(latex) or "\\partial" in latex:
            continue
        inside = [k for k, symbol in enumerate(symbols) if symbol and _holds(latex, symbol)]
        if not inside or column in inside:
            continue
        for r, row in enumerate(rows):
            cells = {symbols[k]: row[k].strip("$ ") for k in inside if k < len(row)}
            if len(cells) == len(inside) and all(map(_SIGNED.fullmatch, cells.values())):
                yield (r, column), _put(latex, cells)


def _full(titles: Sequence[str], short: re.Match[str]) -> str:
    r"""The title that a word in a formula shortens: ``\text{grad}`` below “Gradient”."""
    word = short[1].lower()
    meant = [title for title in titles if title and title.lower().startswith(word)]
    return meant[0] if len(meant) == 1 else short[0]


def _mean_squares(
    head: Sequence[str], rows: Sequence[Sequence[str]]
) -> Iterator[tuple[tuple[int, int], str]]:
    """An analysis of variance: sums of squares by degrees of freedom, and F by their ratio."""
    titles = [text.strip("$" + _EMPHASIS).lower() for text in head]
    if not {"ss", "df", "ms"} <= set(titles):
        return
    squares, freedom, mean = map(titles.index, ("ss", "df", "ms"))
    found: dict[int, str] = {}
    error = -1
    for r, row in enumerate(rows):
        cells = [text.strip("$ ") for text in row]
        if len(cells) > max(squares, freedom, mean) and all(
            _NUMBER.fullmatch(cells[k]) for k in (squares, freedom)
        ):
            found[r] = f"\\frac{{{cells[squares]}}}{{{cells[freedom]}}}"
            yield (r, mean), found[r]
            error = r if _REST.match(row[0].strip(_EMPHASIS)) else error
    for r in found.keys() - {error} if error >= 0 and "f" in titles else ():
        yield (r, titles.index("f")), f"\\frac{{{found[r]}}}{{{found[error]}}}"


def _across(
    head: Sequence[str], rows: Sequence[Sequence[str]]
) -> Iterator[tuple[tuple[int, int], str]]:
    """Rows that begin with a symbol, below a row of numbers that begins with one, too."""
    letter = _formula(head[0]) if head else ""
    values = [text.strip("$ ") for text in head[1:]]
    if not values or not _LETTER.fullmatch(letter) or not all(map(_SIGNED.fullmatch, values)):
        return
    listed = False
    for r, row in enumerate(rows):
        latex = _told(_formula(row[0])) if row else ""
        if not latex or _relates(latex):
            continue
        for k, value in enumerate(values, 1):
            own = _with(latex, letter, value)
            if own and own != latex:
                yield (r, k), own
            elif own and _BARE.fullmatch(latex):
                yield (r, k), f"{latex}_{{{k}}}"
                listed = True
    if listed:
        for k in range(1, len(head)):
            yield (-1, k), f"{letter}_{{{k}}}"


def _in_dollars(text: str) -> str:
    r"""A cell whose formulas stand in dollars, for ``\( x \)`` as for ``$x$``."""
    return (
        _DELIMITED.sub(lambda m: f"${(m[1] or m[2]).strip()}$", text)
        if "\\(" in text or "`" in text
        else text
    )


def _title(text: str) -> str:
    """What words call a column: “present value”."""
    return text if _TITLE.fullmatch(text) else ""


def _worded(text: str, titles: Sequence[str]) -> str:
    r"""A head that is a formula of other columns' titles: ``$t \cdot$ present value``."""
    latex = text.replace("$", "").strip()
    rest = latex
    for title in filter(_TITLE.fullmatch, titles):
        rest = _around(title).sub("", rest)
    return latex if rest != latex and "$" in text and not _WORDS.search(rest) else ""


def column_symbol(text: str) -> str:
    """The symbol of a column: alone in its head, said there to be something, or beside words."""
    found = _FORMULA.findall(_in_dollars(text))
    symbol = found[0].partition("=")[0].strip() if len(found) == 1 else ""
    return symbol if _SYMBOL.fullmatch(symbol) else ""


def row_symbol(text: str) -> str:
    """The symbol of a row: that of its formula, or one that is typed as text: ``w₁``."""
    typed = _TYPED.fullmatch(text.strip())
    if typed is None:
        return column_symbol(text)
    subscript = typed["below"].translate(LOWERED)
    return typed["letter"] + (f"_{{{subscript}}}" if subscript else "")


def column_formula(text: str) -> str:
    """The formula of a column: what it is said to be where its symbol is given, too."""
    found = _FORMULA.findall(_in_dollars(text))
    return _told(found[0].strip()) if len(found) == 1 else ""


def _around(symbol: str) -> re.Pattern[str]:
    """Where a formula holds a symbol, and not a longer name that begins or ends like it."""
    # A command begins with a sign of its own, whatever letters are before it.
    first = r"(?<![_^])" if symbol.startswith("\\") else r"(?<![A-Za-z\\_^])"
    return re.compile(rf"{first}{_NO_PART}{re.escape(symbol)}(?![A-Za-z_^'({{])")


def _holds(latex: str, symbol: str) -> bool:
    return _around(symbol).search(latex) is not None


def _put(latex: str, cells: Mapping[str, str]) -> str:
    """A formula with numbers for symbols, the longest symbols first."""
    for symbol in sorted(cells, key=len, reverse=True):
        # A number holds nothing that stands for a part of what was found.
        latex = _around(symbol).sub(f"({cells[symbol]})", latex)
    return latex


def _formula(text: str) -> str:
    """The LaTeX of a cell that holds one formula and nothing else."""
    inner = text.strip("* ")
    if len(inner) > 2 and inner[0] == inner[-1] == "$" and "$" not in inner[1:-1]:
        return inner[1:-1].strip()
    return ""


def _headed(text: str) -> str:
    """The LaTeX of a head: alone, with a unit, or with words, which call a formula something.

    Of a mere symbol words may say something else, such as how it changes.
    """
    alone = _formula(text)
    found = _FORMULA.findall(text)
    if alone or len(found) != 1:
        return alone
    latex = found[0].strip()
    rest = _FORMULA.sub("$", text).strip(_EMPHASIS)
    return latex if _UNIT.fullmatch(rest) or not _SYMBOL.fullmatch(latex) else ""


def _told(latex: str) -> str:
    """What a column's quantity is, of a formula that says so: ``2 x_i`` of ``y_i = 2 x_i``."""
    sides = _OUTSIDE.sub("", latex).split("=")
    return latex.partition("=")[2].strip() if len(sides) == 2 and sides[0].strip() else latex


def _relates(latex: str) -> bool:
    """Whether a formula holds a relation, outside of its brackets."""
    return _RELATION.search(_OUTSIDE.sub("", latex)) is not None


def _with(latex: str, letter: str, value: str) -> str:
    """A formula with a number for a letter: in a subscript, a mark in brackets, or as a factor."""
    number = whole_number(value)
    marked = re.sub(rf"_(?:\{{{letter}\}}|{letter}(?![A-Za-z]))", f"_{{{value}}}", latex)
    if number is not None:
        # x_{k+1} beside k = 1 is x_2.
        marked = re.sub(
            rf"([_^]\{{\(?){letter} ?([+-]) ?(\d)(\)?\}})",
            lambda m: f"{m[1]}{number + int(m[2] + m[3])}{m[4]}",
            marked,
        )
    # x_{iA} is x_{1A}, and x_{in} no x_{1n}.
    marked = re.sub(rf"_\{{{letter}([A-Z0-9])\}}", rf"_{{{value}\1}}", marked)
    marked = re.sub(rf"_\{{([A-Z0-9]){letter}\}}", rf"_{{\g<1>{value}}}", marked)
    marked = re.sub(rf"\^\{{?\({letter}\)\}}?", f"^{{({value})}}", marked)
    if marked != latex and number is None:
        return ""
    # A letter inside a command or a name is none.
    return re.sub(rf"(?<![A-Za-z\\_]){letter}(?![A-Za-z])", f"({value})", marked)
