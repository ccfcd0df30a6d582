"""What `mathdoctest.mathml` promises of a formula and its numbers."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mathdoctest.mathml import FormulaError, plain_text, render

NUMBER = st.from_regex(r"[0-9]{1,3}(\.[0-9]{1,5})?", fullmatch=True)
# Every place in which an author may put a number: {} is the number.
PLACES = st.sampled_from(
    [
        "{}",
        "-{}",
        "(-{})",
        r"\frac{{{}}}{{1 + e^{{-{}}}}}",
        r"\sqrt{{{}}}",
        "x^{{{}}}",
        "a_{{{}}}",
        r"\left({} - y\right)^2",
        r"\sigma({})",
        r"\text{{Loss}} \cdot {}",
        r"\max(x, {})",
        r"\begin{{bmatrix}} {} & {} \\ -{} & 0 \end{{bmatrix}}",
        r"\begin{{aligned}} y &= {} \\ &\approx {} \end{{aligned}}",
        r"\boxed{{{}}}",
        r"{}\%",
        r"\hat{{y}} = {}",
        r"\lvert {} \rvert",
    ]
)
JOINTS = st.sampled_from(["=", r"\approx", "+", "-", r"\cdot", r"\times", r"\leftarrow", ","])


@st.composite
def formulas(draw: st.DrawFn) -> tuple[str, list[tuple[int, int]]]:
    """A formula, and where each of its drawn numbers stands."""
    latex = ""
    spans = []
    for piece in range(draw(st.integers(1, 5))):
        if piece:
            latex += f" {draw(JOINTS)} "
        before, *rest = draw(PLACES).replace("{}", "\0").split("\0")
        latex += before.format()
        for after in rest:
            number = draw(NUMBER)
            spans.append((len(latex), len(latex) + len(number)))
            latex += number + after.format()
    return latex, spans


def elements(mathml: str) -> ET.Element:
    return ET.fromstring(mathml.replace("&ApplyFunction;", ""))


@given(formulas(), st.booleans())
def test_slots_change_nothing_that_is_seen(
    formula: tuple[str, list[tuple[int, int]]], display: bool
) -> None:
    latex, spans = formula
    plain = render(latex, display=display)
    assert render(latex, display=display, slots={span: {} for span in spans}) == plain


@given(formulas())
def test_each_number_carries_the_attributes_of_its_slot(
    formula: tuple[str, list[tuple[int, int]]],
) -> None:
    latex, spans = formula
    slots = {span: {"data-claim": str(n), "tabindex": "0"} for n, span in enumerate(spans)}
    carried = {
        element.get("data-claim"): element.text
        for element in elements(render(latex, display=True, slots=slots)).iter("mn")
        if element.get("tabindex") == "0"
    }
    assert carried == {str(n): latex[slice(*span)] for n, span in enumerate(spans)}


@pytest.mark.parametrize(
    ("latex", "shown"),
    [
        (r"1{,}234.5", "1,234.5"),
        (r"12{,}345{,}678", "12,345,678"),
        (r"0{,}75", "0,75"),
        (r"12\,345", "12\N{THIN SPACE}345"),
    ],
)
def test_a_grouped_number_is_one_number(latex: str, shown: str) -> None:
    formula = f"x = {latex} + 1"
    mathml = render(formula, display=False, slots={(4, 4 + len(latex)): {"id": "n"}})
    assert f'<mn id="n">{shown}</mn>' in mathml


def test_a_number_with_a_power_of_ten_is_one_group() -> None:
    latex = r"\eta = 1.2 \times 10^{-3}"
    mathml = render(latex, display=False, slots={(7, len(latex)): {"data-claim": "3"}})
    (group,) = (e for e in elements(mathml).iter() if e.get("data-claim") == "3")
    assert group.tag == "mrow"
    assert "".join(group.itertext()) == "1.2×10−3"


def test_attributes_are_escaped() -> None:
    hostile = '"><script>alert(1)</script>'
    mathml = render("x = 1.5", display=False, slots={(4, 7): {"data-claim": hostile}})
    (number,) = elements(mathml).iter("mn")
    assert number.get("data-claim") == hostile


def test_the_formula_keeps_its_latex_as_a_text_alternative() -> None:
    found: dict[str, str | None] = {}

    class Reader(HTMLParser):
        def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
            if tag == "math":
                found.update(attrs)

    Reader().feed(render(r"a < \text{\"b\" \& c}", display=True))
    assert found == {"alttext": r"a < \text{\"b\" \& c}", "display": "block"}


@pytest.mark.parametrize("span", [(4, 99), (-1, 2), (5, 5), (6, 4)])
def test_a_slot_outside_the_formula_is_refused(span: tuple[int, int]) -> None:
    with pytest.raises(FormulaError, match=re.escape(str(span))):
        render("x = 1.5", display=False, slots={span: {}})


def test_overlapping_slots_are_refused() -> None:
    with pytest.raises(FormulaError, match=re.escape("(5, 7)")):
        render("x = 1.5", display=False, slots={(4, 6): {}, (5, 7): {}})


@pytest.mark.parametrize("latex", [r"\phantom{x}1.5\foo", r"\frac{1.5}{2", r"1.5}"])
def test_latex_that_cannot_be_converted_is_named_as_the_author_wrote_it(latex: str) -> None:
    start = latex.index("1.5")
    with pytest.raises(FormulaError) as plain:
        render(latex, display=False)
    with pytest.raises(FormulaError) as slotted:
        render(latex, display=False, slots={(start, start + 3): {}})
    assert f"`{latex}`" in str(plain.value)
    assert re.search(r"\(character [0-9]+\)", str(plain.value))
    assert str(slotted.value) == str(plain.value)


def test_a_fault_is_named_with_its_place() -> None:
    with pytest.raises(FormulaError, match=r"\(character 5\)"):
        render(r"a + \foo", display=False)


@pytest.mark.parametrize("latex", [r"\hspace{1.5em}", r"\operatorname{f1.5}"])
def test_a_slot_on_what_is_no_number_of_the_formula_is_refused(latex: str) -> None:
    start = latex.index("1.5")
    assert "<math" in render(latex, display=False)
    with pytest.raises(FormulaError, match=r"`1\.5` stands in"):
        render(latex, display=False, slots={(start, start + 3): {}})


def test_the_mark_of_a_slot_in_a_formula_itself_is_refused() -> None:
    with pytest.raises(FormulaError, match=r"U\+E000"):
        render("\\text{\ue0007\ue001}", display=False)


@pytest.mark.parametrize(
    ("latex", "text"),
    [
        (r"\delta_o", "δₒ"),
        (r"w_{h1}", "wₕ₁"),
        (r"y_{\text{pred}}", "y_pred"),
        (r"\sigma'(z_1)", "σ′(z₁)"),
        (r"w_5^+", "w₅⁺"),
        (r"x^2", "x²"),
        (r"\frac{\partial \text{Loss}}{\partial w_{11}}", "∂Loss/∂w₁₁"),
        (r"\frac{1}{1 + e^{-z}}", "1/(1+e^(−z))"),
        (r"\sqrt{2}", "√2"),
        (r"a \cdot b \approx 0.5", "a⋅b≈0.5"),
    ],
)
def test_a_formula_reads_well_as_plain_text(latex: str, text: str) -> None:
    assert plain_text(render(latex, display=False)) == text


@pytest.mark.parametrize(
    ("latex", "text"),
    [
        (r"z_1 = x_1 \cdot w_{11} \approx 0.22", "z1 = x1⋅w11 ≈ 0.22"),
        (r"\frac{1}{1 + e^{-1.1}}", "1/(1+e^(−1.1))"),
        (r"\sigma'(z_o) \cdot y_{\text{pred}}^2", "σ′(zo)⋅ypred^2"),
        (r"\sqrt{2} \le 1.5", "√2 ≤ 1.5"),
        (r"\begin{pmatrix} 1 & 2 \\ 3 & 4 \end{pmatrix}", "( 1 2 3 4 )"),
    ],
)
def test_a_formula_can_be_searched_for_as_it_is_typed(latex: str, text: str) -> None:
    assert plain_text(render(latex, display=True), typed=True) == text
