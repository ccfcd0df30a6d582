"""Which slips of the pen are tried, and which of them leave a formula true."""

from __future__ import annotations

import re
from collections import Counter
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mathdoctest.edits import KINDS, edits, number_edits, scan
from mathdoctest.extract import extract
from mathdoctest.page import Page
from mathdoctest.patch import apply
from mathdoctest.sameness import declared, renamed, why_same


def made(text: str, *kinds: str) -> list[str]:
    """The formulas (or lines) that the edits of some kinds make of a page."""
    page = extract(text)
    return [apply(text, e.patches) for e in edits(page) if not kinds or e.kind in kinds]


def inner(text: str, *kinds: str) -> list[str]:
    return [re.sub(r"^\$|\$$", "", line).strip() for line in made(f"${text}$", *kinds)]


def test_each_digit_becomes_each_other_digit() -> None:
    assert inner("x = 1.5", "digit") == [
        *(f"x = {d}.5" for d in "023456789"),
        *(f"x = 1.{d}" for d in "012346789"),
    ]


@pytest.mark.parametrize(
    ("number", "moved"),
    [
        ("0.75026", {"0.075026", "7.5026"}),
        ("1.5", {"0.15", "15"}),
        ("12", {"1.2", "120"}),
        ("0.6", {"0.06", "6"}),
        ("1,234.5", {"123.45", "12345"}),
        ("1{,}234", {"123.4", "12340"}),
        (".5", {"0.05", "5"}),
    ],
)
def test_the_point_moves_one_place_either_way(number: str, moved: set[str]) -> None:
    assert {text for kind, text in number_edits(number) if kind == "decimal point"} == moved


def test_signs_are_flipped_and_deleted() -> None:
    assert inner("x = -1", "sign flipped", "sign deleted") == ["-x = -1", "x = +1", "x = 1"]
    assert inner("x = 2 \\cdot 3", "sign flipped") == [
        "-x = 2 \\cdot 3",
        "x = -2 \\cdot 3",
        "x = 2 \\cdot (-3)",
    ]
    assert "x = e^{+z}" in inner("x = e^{-z}", "sign flipped")


def test_an_operator_becomes_each_other_one() -> None:
    assert inner("x = a + b", "operator") == ["x = a - b", "x = a \\cdot  b", "x = a / b"]
    assert inner("x = a\\times b", "operator") == ["x = a+ b", "x = a- b", "x = a/ b"]


def test_a_relation_becomes_the_others() -> None:
    assert inner("x = 1", "relation") == ["x \\approx  1", "x \\leftarrow  1"]
    assert inner("x\\leftarrow 1", "relation") == ["x= 1", "x\\approx  1"]
    assert inner("x \\le 1", "relation") == ["x \\ge  1"]


def test_a_subscript_becomes_every_other_one_of_the_page() -> None:
    page = "$a_1 = b_{11}$ and $a_1 = c_\\text{pred}$"
    assert [m for m in made(page, "subscript") if m.endswith("and $a_1 = c_\\text{pred}$")] == [
        "$a_{11} = b_{11}$ and $a_1 = c_\\text{pred}$",
        "$a_{\\text{pred}} = b_{11}$ and $a_1 = c_\\text{pred}$",
        "$a_1 = b_1$ and $a_1 = c_\\text{pred}$",
        "$a_1 = b_{\\text{pred}}$ and $a_1 = c_\\text{pred}$",
    ]


def test_a_prime_comes_and_goes() -> None:
    assert inner(r"s = \sigma'(z)", "prime") == [r"s = \sigma(z)"]
    assert inner(r"s = \sigma(z)", "prime") == [r"s = \sigma'(z)"]


def test_a_symbol_becomes_every_other_one_of_the_page() -> None:
    assert inner(r"x_1 = \eta z", "symbol") == [
        r"\eta  = \eta z",
        r"z = \eta z",
        r"x_1 = x_1 z",
        r"x_1 = z z",
        r"x_1 = \eta x_1",
        r"x_1 = \eta \eta",
    ]


def test_two_different_numbers_change_places() -> None:
    assert inner("x = 1 + 2 = 3", "swap") == ["x = 2 + 1 = 3", "x = 3 + 2 = 1", "x = 1 + 3 = 2"]
    assert inner("x = 2 + 2", "swap") == []
    assert made("$x = 1$, $y = 2$, $z = 3$", "swap with neighbour") == [
        "$x = 2$, $y = 1$, $z = 3$",
        "$x = 1$, $y = 3$, $z = 2$",
    ]


def test_what_claims_nothing_is_not_edited() -> None:
    assert made("The symbol $a_1$ is $\\sigma(z)$, see [2](x.md) and `x = 1`.") == []
    assert made("```python\nx = 1\n```\n\n## Step 2\n") == []


def test_layout_and_indices_are_no_mathematics() -> None:
    text = "\\begin{array}{cc} x &= 1 \\\\[4pt] \\end{array}"
    assert {t.text for t in scan(text) if t.kind == "number"} == {"1"}
    summed = scan(r"\sum_{i=1}^{5} x_i = 15")
    assert [t.text for t in summed if t.kind == "relation"] == ["="]
    assert [t.text for t in summed if t.kind == "number"] == ["1", "5", "15"]


def test_numbers_in_prose_and_tables_are_edited_and_exempt_ones_are_not() -> None:
    page = extract(
        "It is 1.5<!-- = x --> and -2<!-- = y -->, not 28<!-- exempt: counted -->.\n\n"
        "| n | v<!-- = x --> |\n|--|--|\n| a | 3 |\n"
    )
    counted = Counter((e.place, e.kind) for e in edits(page))
    assert counted == {
        ("prose", "digit"): 27,
        ("prose", "decimal point"): 4,
        ("prose", "sign flipped"): 1,
        ("prose", "sign deleted"): 1,
        ("prose", "swap"): 3,
        ("table", "digit"): 9,
        ("table", "decimal point"): 2,
        ("table", "sign flipped"): 1,
    }


WALK = r"""
$$
z_o = a_1 \cdot w_{h1} + a_2 \cdot w_{h2}
\approx 0.75026 \cdot 0.6 - 0.86646 \cdot 0.1 = 0.4
$$

$b = -0.5$ and
$\delta_o = (y_{\text{pred}} - y) \cdot \sigma'(z_o)$ and $w \leftarrow w - \eta \cdot
\frac{\partial \text{Loss}}{\partial w}$.
"""


def test_every_edit_is_a_change_of_the_page_and_every_kind_occurs() -> None:
    page = extract(WALK)
    found = list(edits(page))
    assert {edit.kind for edit in found} == set(KINDS)
    for edit in found:
        assert apply(WALK, edit.patches) != WALK
        assert edit.patches == tuple(sorted(edit.patches, key=lambda p: p.start))
    texts = Counter(apply(WALK, edit.patches) for edit in found)
    assert max(texts.values()) == 1


@given(st.text(r"\{}$^_'=+-.0123456789abxyz()&, σ≈·" + "\n", max_size=80))
def test_no_formula_stops_the_scanner_and_every_token_is_where_it_says(latex: str) -> None:
    tokens = scan(latex)
    for token, after in pairwise(tokens):
        assert token.end <= after.start
    for token in tokens:
        assert latex[token.start : token.end] == token.text != ""
    page = Page(latex)
    assert list(edits(page)) == []


@given(st.text(r"\{}$^_'=+-.0123456789abxyz()&, σ≈·" + "\n", max_size=80))
def test_edits_of_any_page_lie_within_it(text: str) -> None:
    for edit in edits(extract(text)):
        for patch in edit.patches:
            assert 0 <= patch.start <= patch.end <= len(text)


# ------------------------------------------------------------------ sameness


@pytest.mark.parametrize(
    ("before", "after", "reason"),
    [
        (r"z = 2 \cdot 3", r"z = 3 \cdot 2", "a commuted product"),
        (r"z = a_1 \cdot w \cdot b", r"z = b \cdot w \cdot a_{1}", "a commuted product"),
        ("z = 1 + 2", "z = 2 + 1", "a sum in another order"),
        (r"a = \frac{1}{1 + e^{-z}}", r"a = \frac{1}{e^{-z} + 1}", "a sum in another order"),
        ("d = (a - b)^2", "d = (b - a)^2", "the same terms and factors in another order"),
        (r"a = x \cdot 1", "a = x / 1", "the same value whatever the symbols stand for"),
        ("a = 0.5", "a = .50", "the same value whatever the symbols stand for"),
        (r"a = b \cdot c", r"a = b \times c", "the same formula"),
        (r"a_{\text{p}} = 1", "a_p = 1", "the same formula"),
        (
            r"A = \begin{bmatrix} 2 & 3 \end{bmatrix} \odot \begin{bmatrix} 5 & 7 \end{bmatrix}",
            r"A = \begin{bmatrix} 5 & 3 \end{bmatrix} \odot \begin{bmatrix} 2 & 7 \end{bmatrix}",
            "a commuted product",
        ),
        (
            r"A = \begin{bmatrix} a + b \\ c \end{bmatrix}",
            r"A = \begin{bmatrix} b + a \\ c \end{bmatrix}",
            "a sum in another order",
        ),
        (
            r"D = A^\top \odot B",
            r"D = B \odot A^{\top}",
            "the same value whatever the symbols stand for",
        ),
    ],
)
def test_an_edit_that_changes_nothing_is_known_with_its_reason(
    before: str, after: str, reason: str
) -> None:
    assert why_same(before, after) == reason


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("z = 1 - 2", "z = 2 - 1"),
        ("z = 2", r"z \approx 2"),
        ("z = 2", "z = 3"),
        ("z = 2 = 3", "z = 3 = 2"),
        (r"a = \sigma(z)", r"a = \sigma'(z)"),
        (r"a = \sigma(z_1)", r"a = \sigma(z_2)"),
        (r"a = \sigma(z) \cdot x", r"a = \sigma(x) \cdot z"),
        ("x = a^2", "x = a^3"),
        ("x = 2^a", "x = a^2"),
        ("x = a / b", "x = b / a"),
        (r"g = \frac{\partial L}{\partial w}", r"g = \frac{\partial w}{\partial L}"),
        (r"g = \frac{\partial L}{\partial w_1}", r"g = \frac{\partial L}{\partial w_2}"),
        (r"a = \frac{1}{1 + e^{-z}}", r"a = \frac{1}{1 + e^{z}}"),
        ("x = 1.1", "z_1 = 1.1"),
        (r"x = \foo{a}", r"x = \foo{b}"),
        ("x = |a|", "x = |-a|"),
        # One matrix ends and the next begins: what stands side by side there is no product.
        (
            r"z = \begin{bmatrix} a & b \end{bmatrix} \begin{bmatrix} c \\ d \end{bmatrix}",
            r"z = \begin{bmatrix} a & c \end{bmatrix} \begin{bmatrix} b \\ d \end{bmatrix}",
        ),
        (
            r"W = \begin{bmatrix} 2 & 3 \end{bmatrix} - 9 \begin{bmatrix} 5 & 7 \end{bmatrix}",
            r"W = \begin{bmatrix} 2 & 3 \end{bmatrix} - 5 \begin{bmatrix} 9 & 7 \end{bmatrix}",
        ),
        (r"D = A^\top B", r"D = B A^\top"),
        (r"D = A^\top \odot B", r"D = A \odot B^\top"),
        (
            r"D = W \begin{bmatrix} a & b \end{bmatrix}",
            r"D = V \begin{bmatrix} a & b \end{bmatrix}",
        ),
    ],
)
def test_nothing_else_is_called_the_same(before: str, after: str) -> None:
    assert why_same(before, after) == ""


def test_two_names_of_one_quantity_are_the_same_if_the_page_says_so() -> None:
    page = [r"D = \delta_o \approx 0.5", r"Z &= A + B \\ &= c = z_o, \quad q = 1", "p \\approx r"]
    names = renamed(page)
    assert why_same(r"g = D \cdot 2", r"g = \delta_o \cdot 2", aliases=names) == (
        "another name of the same quantity"
    )
    assert why_same("g = Z + 1", "g = c + 1", aliases=names)
    assert why_same("g = z_o + 1", "g = c + 1", aliases=names)
    for before, after in [
        ("g = D + 1", "g = Z + 1"),
        ("g = Z + 1", "g = q + 1"),
        ("g = p + 1", "g = r + 1"),
        (r"\frac{\partial L}{\partial Z} = 1", r"\frac{\partial L}{\partial c} = 1"),
    ]:
        assert why_same(before, after, aliases=names) == ""


SIGMOID = r"\sigma(z) = \frac{1}{1 + e^{-z}}"


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (r"s = \sigma'(z_1)", r"s = \sigma'(-z_1)"),
        (r"s = \sigma(z)", r"s = 1 - \sigma(-z)"),
        (r"s = \sigma'(z)", r"s = \sigma(z) \cdot (1 - \sigma(z))"),
    ],
)
def test_what_the_page_s_functions_are_is_taken_into_account(before: str, after: str) -> None:
    functions = declared([r"a = \sigma(z)", SIGMOID, r"\sigma'(z) = 0"])
    assert why_same(before, after) == ""
    reason = "the same value, by what the page's functions are"
    assert why_same(before, after, functions) == reason
    assert why_same(before, after + " + 0.0001", functions) == ""


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (r"s = \sigma(z)", r"s = \sigma(-z)"),
        (r"s = \sigma'(z_1)", r"s = \sigma'(z_2)"),
        (r"s = \tau(z)", r"s = \tau(-z)"),
        (r"s = \sigma(z)", r"s = \sigma'(z)"),
        (r"f(x) = f(x)", r"f(x) = f(-x)"),
    ],
)
def test_nothing_else_is_the_same_by_the_page_s_functions(before: str, after: str) -> None:
    assert why_same(before, after, declared([SIGMOID, "f(x) = f(x) + 1"])) == ""


@given(st.integers(-99, 99), st.integers(-99, 99), st.integers(1, 99))
def test_sameness_of_numbers_is_that_of_exact_arithmetic(a: int, b: int, c: int) -> None:
    def n(value: int) -> str:
        return f"({value})"

    left = f"x = {n(a)} \\cdot {n(b)} + \\frac{{{n(b)}}}{{{n(c)}}}"
    right = f"x = {n(b)} \\cdot ({n(a)} + 1 / {n(c)})"
    assert why_same(left, right)
    assert not why_same(left, right + " + 0.001")


def test_formulas_nested_without_end_are_no_trouble() -> None:
    deep = "x = " + "(" * 5000 + "1" + ")" * 5000
    assert why_same(deep, deep.replace("1", "2")) == ""
    wide = "x = " + "\\frac{1}{" * 3000 + "1" + "}" * 3000
    assert why_same(wide, wide.replace("=", "= 0 +")) == ""
