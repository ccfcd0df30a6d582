"""Formulas that a page types in sentences and fences, without LaTeX."""

from __future__ import annotations

import math
from time import process_time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from verdicts import claims, is_clean, undecided, wrong

import mathdoctest
from mathdoctest.extract import extract
from mathdoctest.fix import fix
from mathdoctest.recheck import Session

STEP = """Forward pass (x = 0.5, target = 0.8, w₁ = 0.4, w₂ = 0.6, b₁ = 0.1, b₂ = 0.2):

Step 1: z₁ = w₁·x + b₁ = 0.4·0.5 + 0.1 = {z}
Step 2: h = σ(z₁) = 1/(1 + e^(-0.3)) ≈ {h}
Step 3: y = w₂·h + b₂ = 0.6·0.5744 + 0.2 ≈ {y}
Step 4: L = (y - target)² ≈ {loss}

∂L/∂y = 2(y - target)
      = 2(0.5447 - 0.8)
      = {slope}
"""
RIGHT = {"z": "0.3", "h": "0.5744", "y": "0.5447", "loss": "0.0652", "slope": "-0.5107"}


def typed(text: str) -> list[str]:
    """What is read as formulas of names, as it stands in the page."""
    page = extract(text)
    return [text[f.span.start : f.span.end] for f in page.formulas if f.delimiter == "typed"]


def fenced(text: str) -> str:
    return f"```\n{text}\n```\n"


@pytest.mark.parametrize("layout", [str, fenced])
def test_a_calculation_is_read_with_the_names_in_it(layout: type[str]) -> None:
    page = layout(STEP.format(**RIGHT))
    assert is_clean(page)
    assert not undecided(page)
    assert len(claims(page)) > 20


@pytest.mark.parametrize("layout", [str, fenced])
@pytest.mark.parametrize(
    ("slot", "slip"),
    [("z", "0.4"), ("h", "0.5474"), ("y", "0.5347"), ("loss", "0.0625"), ("slope", "-0.5017")],
)
def test_a_wrong_result_is_found_by_what_it_is_of(layout: type[str], slot: str, slip: str) -> None:
    page = layout(STEP.format(**(RIGHT | {slot: slip})))
    digits, right = slip.lstrip("-"), RIGHT[slot].lstrip("-")
    assert (digits, right) in wrong(page)


def test_what_is_put_in_is_held_to_the_value_of_its_name() -> None:
    page = fenced("x = 3\nw = 0.25\nz = w * x = 0.25 * {} = {}\nh = z**2 = 0.75**2 = 0.5625")
    assert not wrong(page.format("3", "0.75"))
    # By itself the arithmetic is right.
    assert wrong(page.format("8", "2.00")) == [("8", "3"), ("2.00", "0.75")]


@pytest.mark.parametrize(
    ("text", "slip", "right"),
    [
        ("p = σ(0.5) ≈ {}", "0.6252", "0.6225"),
        ("p = 0.25, q = 1 - p = {}", "0.57", "0.75"),
        ("p1 = 0.3, loss = -log(p1) ≈ {}", "1.402", "1.204"),
        ("y = e^-0.3 ≈ {}", "0.714", "0.741"),
        ("x = 0.5, y = e^(-x) ≈ {}", "0.6605", "0.6065"),
        ("y = tanh(0.5) ≈ {}", "0.4261", "0.4621"),
        ("y = sqrt(2) ≈ {}", "1.441", "1.414"),
        ("a = max(0, 0.3) = {}", "0.4", "0.3"),
        ("v = 0.5·[2, 4] - [1, 0.5] = [0, {}]", "1.6", "1.5"),
        ("x₁ = 2, x₂ = 3, m = x₁ × x₂ = {}", "7", "6"),
        ("net_h1 = 0.4, out_h1 = 2 * net_h1 = {}", "0.9", "0.8"),
        ("ŷ = 0.7, e = ŷ - 1 = {}", "-0.4", "-0.3"),
    ],
)
def test_each_way_to_type_is_read(text: str, slip: str, right: str) -> None:
    assert is_clean(text.format(right))
    assert not undecided(text.format(right))
    assert wrong(text.format(slip)) == [(slip.lstrip("-"), right.lstrip("-"))]


CODE = """\
- `x = [1, 2]`, target `y = 1`
- `W = [[0.1, 0.2], [0.3, 0.4]]`, `b = [0.1, 0.1]`, `v = [[0.5, 0.5]]`
- `z = W x + b = [0.6, 1.2]`
- `s = v z = 0.5*0.6 + 0.5*1.2 = 0.9`
- `e = s - y = -0.1`
- `L = (0.9 - 1)² = 0.01`
- `w := 0.5 - 0.1*(-0.1) = 0.51` (both)
"""


def test_a_page_may_keep_its_formulas_in_code_spans() -> None:
    assert is_clean(CODE)
    for right, slip in (
        ("1.2]", "1.3]"),
        ("= 0.9`", "= 0.8`"),
        ("-0.1`", "0.1`"),
        ("0.51", "0.49"),
    ):
        assert wrong(CODE.replace(right, slip)), slip


def test_code_spans_that_quote_a_few_formulas_are_code() -> None:
    text = "Say `x = 3`, then `y = 2*x = 7` is wrong, and so is `z = 2*x + 1 = 8`.\n"
    assert not wrong(text)


def test_code_spans_whose_formulas_are_mostly_wrong_are_code() -> None:
    lines = [f"`y{n} = 2*x = {n + 10}` and `z{n} = x*x = {n + 20}`\n" for n in range(1, 6)]
    assert not wrong("Say `x = 3`.\n\n" + "\n".join(lines))


@pytest.mark.parametrize("assigns", [":=", "←", "="])
def test_numbers_that_begin_with_the_old_value_make_the_new_one(assigns: str) -> None:
    for open_, close, minus in (("", "", "·"), ("$", "$", r" \cdot ")):
        page = (
            f"{open_}w = 0.6{close}, and {open_}g = 2w = 1.2{close}.\n\n"
            f"{open_}w {assigns} 0.6 - 0.1{minus}1.2 = {{}}{close}\n\n"
            f"{open_}h = 2w = 0.96{close}\n"
        )
        assert is_clean(page.format("0.48"))
        assert ("0.84", "0.48") in wrong(page.format("0.84"))


@pytest.mark.parametrize(
    "text",
    [
        "Learning rate: 0.1 and epochs = 20",
        "The score was x = 3 : 4, and n = 20 people came.",
        "A grade of B = 3.0, and of C = 2.0",
        "See section 3.2 = the one above, a = b",
        "y = 2 apples × 3",
        "5 = 5, x = 3, y = 4",
        "`y = 2*x = 7` and `x = 3`",
        "[y = 2x = 7](https://example.org/y=2)",
    ],
)
def test_words_and_data_without_a_calculation_are_left_alone(text: str) -> None:
    assert not typed(text)
    assert is_clean(text)


@pytest.mark.parametrize(
    "code",
    [
        "def f(x):\n    y = 2 * x\n    return y\nx = 3\ny = f(x) = 7",
        "w = 0.5;\nfor (i = 0; i < 3; i++) {\n  w = w * 2;\n}",
        "x == 3\ny = 2*x\nprint(y)",
        "count += 1\ncount = count * 2 = 7",
    ],
)
def test_a_program_is_no_calculation(code: str) -> None:
    assert not typed(fenced(code))
    assert is_clean(fenced(code))


def test_what_is_mostly_wrong_as_formulas_is_text() -> None:
    page = "Room A1 = 20 m, so A2 = A1 + 3 = 41, A3 = A1 + 2 = 52, and A4 = A1 + 1 = 63."
    assert typed(page)
    assert is_clean(page)
    assert not [c for c in claims(page) if c.verdict == "wrong"]


def test_text_that_makes_a_formula_elsewhere_wrong_is_text() -> None:
    page = "$k = 5$\n\nTake k = 3 and m = k + 1 = 4 here.\n\n$$2 k = 2 \\cdot 5 = 10$$\n"
    assert not wrong(page)


def test_a_line_that_begins_with_a_relation_goes_on_from_the_formula_above() -> None:
    page = "$$P = 0.95 \\cdot 0.01 + 0.05 \\cdot 0.99$$\n\n= 0.0095 + 0.0495\n\n= {}\n"
    assert not undecided(page.format("0.059"))
    assert wrong(page.format("0.095")) == [("0.095", "0.059")]
    # Behind words it goes on from nothing.
    assert typed("Some words.\n\n= 0.0095 + 0.0495\n") == []


def test_a_formula_in_brackets_is_the_formula() -> None:
    page = r"$( z = 0.5 \times 3 - 0.1 = {} )$ and $(y = 2 z = 2.8)$"
    assert not wrong(page.replace("{}", "1.4"))
    assert wrong(page.replace("{}", "1.5"))[0] == ("1.5", "1.4")


def test_a_bullet_that_markdown_does_not_know_is_no_code() -> None:
    page = "Squares:\n\n\t• $(3 - 5)^2 = (-2)^2 = {}$\n\t• $1 + 1 = 2$\n"
    assert wrong(page.format("5")) == [("5", "4")]
    assert not claims("Squares:\n\n\techo $(3 - 5) = 5$\n")


def test_lines_that_end_with_an_operator_are_one_calculation() -> None:
    page = fenced("1 + 0 - 3 +\n4 + 0 - 6 +\n7 + 0 - 9 = {}")
    assert not wrong(page.format("-6"))
    assert wrong(page.format("-2")) == [("2", "6")]


def test_a_letter_behind_numbers_alone_is_a_unit() -> None:
    page = r"$A = 4$ and $V = 2A = 8$. Then $I = \frac{3}{6} = %s A$, and $F = 2 A = 8$."
    assert not wrong(page % "0.5")
    assert wrong(page % "0.6") == [("0.6", "0.5")]


def test_only_the_wrong_digits_are_corrected() -> None:
    page = fenced(STEP.format(**(RIGHT | {"y": "0.5474"})))
    assert fix(page, mathdoctest.check(page)) == fenced(STEP.format(**RIGHT))


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 10_000), st.sampled_from("0123456789·+-()=₁ x"))
def test_an_edit_is_judged_as_by_a_whole_check(at: int, char: str) -> None:
    text = STEP.format(**RIGHT) + "\n$k = 2$ and $2 k = 4$\n"
    session = Session(text)
    at %= len(text)
    edited = text[:at] + char + text[at + 1 :]
    said, fresh = session.check(edited), mathdoctest.check(edited)
    assert said.claims == fresh.claims
    assert said.findings == fresh.findings


@pytest.mark.parametrize("piece", [
    "x = ", ";= 1", "\n", "x\n", "(x = ", "a_1 ", "f(", "x = 1, ", "x = 2·x\n", "2 - ", "e^-",
    "= \n", "if a", "x =      ", "[x, ", "Aa = 1\n",
])  # fmt: skip
@pytest.mark.parametrize("layout", [str, fenced])
def test_hostile_text_takes_linear_time(layout: type[str], piece: str) -> None:
    """Eight times as much takes about eight times as long."""

    def once(count: int) -> float:
        text = layout("y = 2·x = 3\n" + piece * count)
        begin = process_time()
        extract(text)
        return process_time() - begin

    times = [min(once(count) for _ in range(3)) for count in (2_000, 16_000)]
    assert times[1] < 24 * times[0] + 0.2


OPERANDS = st.sampled_from(["a", "b", "c", "2", "0.5", "1.25"])
SIGNS = st.sampled_from([(" + ", " + "), (" - ", " - "), ("·", r" \cdot ")])


@settings(max_examples=150, deadline=None)
@given(OPERANDS, st.lists(st.tuples(SIGNS, OPERANDS), min_size=1, max_size=4), st.booleans())
def test_what_is_typed_is_judged_as_its_latex_is(
    first: str, rest: list[tuple[tuple[str, str], str]], slip: bool
) -> None:
    values = {"a": 1.5, "b": 0.25, "c": 3.0}
    plain = first + "".join(sign + operand for (sign, _), operand in rest)
    latex = first + "".join(sign + operand for (_, sign), operand in rest)
    result = eval(plain.replace("·", "*"), {}, values) + (0.5 if slip else 0)  # noqa: S307
    data = [f"{name} = {value}" for name, value in values.items()]
    texts = [
        ", ".join(data) + f", y = {plain} = {result:.6f}",
        ", ".join(f"${one}$" for one in data) + f", $y = {latex} = {result:.6f}$",
    ]
    if not any(name in plain for name in values):
        return
    ends = [[c for c in claims(text) if c.text == f"{abs(result):.6f}"] for text in texts]
    assert [c.verdict for c in ends[0]] == [c.verdict for c in ends[1]]
    if slip:
        # What is found may be a slip of an operand: half of 1.25 is 0.5 more than half of 0.25.
        assert wrong(texts[0])
    else:
        assert [c.verdict for c in ends[0]] == ["verified"]


def test_formulas_of_an_indented_block_are_read_as_in_a_fence() -> None:
    page = (
        "A loan of\n\n    C = 48,000\n    D = 0.65 * C = 0.65 * 48,000 = 31,200.00\n"
        "    a = D / 4.30564 = 31,200 / 4.30564 = %s\n\nis paid back.\n"
    )
    assert not wrong(page % "7,246.31")  # 31200 / 4.30564 = 7246.309
    assert wrong(page % "7,246.13") == [("7,246.13", "7,246.31")]


def test_a_minus_may_stand_right_behind_a_sign_of_multiplication() -> None:
    page = "So:\n=0.59(1−0.59)(0.9×−0.0376)=%s\n"
    assert not wrong(page % "−0.0082")
    assert wrong(page % "−0.0819") == [("0.0819", "0.0082")]


def test_a_decimal_fraction_right_behind_a_word_of_chinese_is_a_number() -> None:
    page = "$w = 0.2 - 0.01466 = 0.18534$。因此w更新为%s。参见第3.2节。"
    texts = [claim.text for claim in mathdoctest.check(page % "0.18534").claims]
    assert texts.count("0.18534") == 2
    assert "3.2" not in texts


BOLD = """
The sigmoid is σ.

Z₂ = σ(0.4) ≈ 0.5987

Y(in) = (0.5987)(0.5) + 0.2
= {product} + 0.2
= **0.49934**

Y₁ = σ(0.49934) ≈ **{result}**
"""


def test_a_result_in_bold_is_the_result_of_its_formula() -> None:
    # sigmoid(0.49934) = 1 / (1 + e^-0.49934) = 0.6223
    assert not wrong(BOLD.format(product="0.29934", result="0.6223"))
    assert not undecided(BOLD.format(product="0.29934", result="0.6223"))
    assert wrong(BOLD.format(product="0.29934", result="0.7223")) == [("0.7223", "0.6223")]


def test_a_last_digit_beside_typed_formulas_leaves_them_formulas() -> None:
    # sigmoid(0.4) = 0.598688, half of which is 0.299344.
    page = BOLD.format(product="0.29935", result="0.7223")
    assert wrong(page) == [("0.29935", "0.29934"), ("0.7223", "0.6223")]


ENTROPY = -sum(n / 14 * math.log2(n / 14) for n in (9, 5))


@pytest.mark.parametrize("log", ["log2", "log₂", "log_2"])
@pytest.mark.parametrize("around", ["{}", "It is {}.", "```\n{}\n```", "- Before: {}"])
def test_a_logarithm_may_have_its_base_behind_its_name(log: str, around: str) -> None:
    formula = f"H = -(9/14) * {log}(9/14) - (5/14) * {log}(5/14) = <result>"
    page = around.format(formula)
    right, off = f"{ENTROPY:.3f}", f"{ENTROPY - 0.002:.3f}"
    assert not wrong(page.replace("<result>", right))
    assert right in {c.text for c in claims(page.replace("<result>", right)) if c.stands_for}
    assert wrong(page.replace("<result>", off)) == [(off, right)]


@pytest.mark.parametrize(
    "right",
    [
        "$L = log2(8) = 3$ and $M = log10(1000) = 3$.",
        "$L = \\log2(8) = 3$.",
        f"$L = \\log 2 (8) = {math.log(2) * 8:.3f}$.",
        f"$L = \\log 2^3 = {math.log(8):.3f}$.",
        "In bits: −log₂(1/3) ≈ 1.585, -log2(0.25) = 2.",
        "pH = -log10(0.01) = 2",
        "- 10log10(50) = 17.0\n- 2log2(4) = 4\n- −174 + 10log10(20e6) = -101.0 dBm",
    ],
)
def test_a_number_is_a_base_only_between_the_logarithm_and_its_brackets(right: str) -> None:
    assert not wrong(right)


def test_a_fraction_may_be_one_character() -> None:
    page = """m = 3, v = 2, a = 0.25, t = 1.

- E = ½·m·v² = {}
- L = ½(a − t)² = {}
- F = ¾(m + v) = {}

The area is ½ × 10 × 8 = {} cm².
"""
    right = ("6", "0.2813", "3.75", "40")
    assert not wrong(page.format(*right))
    for i, off in enumerate(["12", "0.5625", "3.57", "80"]):
        told = page.format(*right[:i], off, *right[i + 1 :])
        assert wrong(told) == [(off, right[i])], told
    # 2½ is no product, and is left alone.
    assert not wrong("$2½ = 2.5$. The dough rests 2½ + 1 = 3½ hours.")


FENCED = """Start with x = 0.6, w = 0.35, v = −0.7, u = 0.2 and η = 0.5:

```
z = w·x = 0.35·0.6 = 0.21
```

* ∂L/∂w = z·x = 0.126
* ∂L/∂v = −0.5·x·z = −0.063
* ∂L/∂u = x·x = 0.36

So w ← w − η·∂L/∂w = 0.287.

| parameter | before | gradient | after |
|---|---|---|---|
| w | 0.35 | 0.126 | 0.287 |
| v | −0.70 | −0.063 | {} |
| u | 0.20 | 0.36 | 0.02 |
"""


def test_one_wrong_cell_does_not_make_text_of_the_formulas_that_explain_the_others() -> None:
    assert not wrong(FENCED.format("−0.6685"))
    assert wrong(FENCED.format("0.287")) == [("0.287", "-0.669")]
    off = FENCED.format("0.287").replace("x·z = −0.063", "x·z = 0.063")
    assert [text for text, _ in wrong(off)] == ["0.063", "0.287"]


@pytest.mark.parametrize(
    ("right", "off"),
    [
        ("- C2 = ((4.1+5.0)/2, (3.9+4.6)/2) = (4.55, 4.25)", "4.52"),
        ("M′ = ( (1.0 + 1.6)/2 , (1.2 + 0.8)/2 ) = (1.30, 1.00) and so on.", "1.03"),
        ("- r = 14/18 = 0.7778, s = 2 r = 1.5556 and r = 0.7778.\n- All: r⁴ = 0.3660", "0.3606"),
    ],
)
def test_lists_and_powers_are_worked_out_in_text(right: str, off: str) -> None:
    assert not wrong(right)
    last = right.rpartition("=")[2].strip(" ()").partition(")")[0].rpartition(" ")[2]
    assert wrong(right.replace(last, off)) == [(off, last)]


@pytest.mark.parametrize(
    "text",
    [
        "Two ranges: A = (3-5, 2-4), B = (1/2, 3/4) and C = (10/12, 2021) = (5/6, 21).",
        "With x = 3: y = x + 1 = 4. We solve z² = 9, w^2 = 16; R² = 0.98 and cm² = 4.",
    ],
)
def test_lists_and_powers_that_compute_nothing_are_left_alone(text: str) -> None:
    assert not wrong(text)


ENTROPIES = """- `Entropy(S) = - (9/14) * log2(9/14) - (5/14) * log2(5/14) ≈ 0.940`
- `Entropy(Sunny) = - (2/5) * log2(2/5) - (3/5) * log2(3/5) ≈ <sunny>`
- `Entropy(Rainy) = - (3/5) * log2(3/5) - (2/5) * log2(2/5) ≈ 0.971`

`Gain(S, Outlook) = 0.940 - [(5/14) * 0.971 + (5/14) * 0.971]`
`Gain(S, Outlook) ≈ 0.940 - 0.694 ≈ <gain>`
"""


def test_code_spans_tell_what_words_are_of_others() -> None:
    right = ENTROPIES.replace("<sunny>", "0.971").replace("<gain>", "0.247")
    assert not wrong(right)
    assert not undecided(right)
    assert ("0.961", "0.971") in wrong(ENTROPIES.replace("<sunny>", "0.961").replace("<gain>", "0"))
    assert wrong(right.replace("0.247", "0.257")) == [("0.257", "0.247")]
    # A call in a program is none.
    assert not wrong("`Total(Price, Tax) = 3` and `Total(Price, Tax) = 4`, `Tax = 2`.")
