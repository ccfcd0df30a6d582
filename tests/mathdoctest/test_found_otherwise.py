"""Right numbers of another case than the page's: other settings, other items, other units."""

from __future__ import annotations

import math

import pytest
from verdicts import is_clean, table, undecided, wrong

SCORES = (2.0, 1.0, 0.0)
ROOT = math.sqrt(3)


def softmax(*scores: float) -> list[float]:
    total = sum(map(math.exp, scores))
    return [math.exp(z) / total for z in scores]


def told(numbers: list[float]) -> str:
    return "(" + ", ".join(f"{number:.4f}" for number in numbers) + ")"


SCALED = softmax(*(z / ROOT for z in SCORES))
PLAIN = softmax(*SCORES)
VALUES = ((1, 0), (0, 1), (3, 2))


def mixed(weights: list[float]) -> list[float]:
    return [sum(w * v[i] for w, v in zip(weights, VALUES, strict=True)) for i in range(2)]


ATTENTION = (
    r"$v_1 = (1, 0)$, $v_2 = (0, 1)$, $v_3 = (3, 2)$, $q = (2, 1, 0)$, $d_k = 3$."
    "\n\n"
    rf"Weights $a = \operatorname{{softmax}}(q / \sqrt{{d_k}}) = {told(SCALED)}$ and the output "
    rf"$o = \sum_i a_i v_i = {told(mixed(SCALED))}$."
    "\n\n"
)


def test_lists_by_another_formula() -> None:
    page = ATTENTION + r"Unscaled: $a = \operatorname{softmax}(q) = %s$ and $o = %s$."
    assert wrong(page % (told(PLAIN), told(mixed(PLAIN)))) == []
    # A slip in the new list, and one in what follows from it.
    off = told([PLAIN[0], PLAIN[1] + 0.03, PLAIN[2]])
    assert [text for text, _ in wrong(page % (off, told(mixed(PLAIN))))] == [
        f"{PLAIN[1] + 0.03:.4f}"
    ]
    shifted = [mixed(PLAIN)[0], mixed(PLAIN)[1] + 0.1]
    expected = [(f"{shifted[1]:.4f}", f"{mixed(PLAIN)[1]:.4f}")]
    assert wrong(page % (told(PLAIN), told(shifted))) == expected


def test_the_same_formula_with_other_numbers_is_wrong() -> None:
    page = ATTENTION + r"So $a = \operatorname{softmax}(q / \sqrt{d_k}) = %s$."
    assert wrong(page % told(SCALED)) == []
    assert len(wrong(page % told(PLAIN))) == 3


@pytest.mark.parametrize("setting", ["With a mask", "Without the third key", "Ohne den dritten"])
def test_lists_in_another_setting(setting: str) -> None:
    first = softmax(SCORES[0] / ROOT, SCORES[1] / ROOT)
    masked = f"({first[0]:.4f}, {first[1]:.4f}, 0)"
    assert wrong(ATTENTION + rf"{setting} the weights are $a = {masked}$.") == []


@pytest.mark.parametrize("words", ["So", "With these scores", "As computed"])
def test_lists_told_again(words: str) -> None:
    page = ATTENTION + rf"{words} the weights are $a = %s$."
    assert wrong(page % told(SCALED)) == []
    off = [SCALED[0] + 0.1, *SCALED[1:]]
    assert wrong(page % told(off)) == [(f"{off[0]:.4f}", f"{SCALED[0]:.4f}")]


def entropy(shares: tuple[float, ...]) -> float:
    return -sum(p * math.log(p) for p in shares)


def test_what_was_before() -> None:
    one, two = (0.7, 0.2, 0.1), (0.5, 0.25, 0.25)
    page = (
        rf"First input: $p = {one}$. Second input: $p = {two}$."
        "\n\n"
        r"The entropy of the %s shares is $-\sum_i p_i \ln p_i = %.4f$."
    )
    assert wrong(page % ("first", entropy(one))) == []
    assert wrong(page % ("second", entropy(two))) == []
    off = f"{entropy(one) + 0.09:.4f}"
    assert [text for text, _ in wrong(page % ("first", float(off)))] == [off]
    # Nothing says that the old shares are meant.
    stale = f"{entropy(one):.4f}"
    assert [text for text, _ in wrong(page % ("new", float(stale)))] == [stale]


HEAT = 12.4 * 4.2 / 88.3
RECORD = rf"The result is $c = \frac{{12.4 \cdot 4.2}}{{88.3}} = {HEAT:.3f}$."


@pytest.mark.parametrize(
    "words",
    [
        "If the balance shows 0.5 g too much, it is",
        "The data sheet gives",
        "Der Hersteller nennt",
        "Wenn die Waage um 0,5 g falsch anzeigt, ist",
    ],
)
def test_values_of_another_case_may_come_near(words: str) -> None:
    assert wrong(f"{RECORD}\n\n{words} $c = {HEAT - 0.006:.3f}$.") == []


@pytest.mark.parametrize(
    "words",
    ["So", "Hence the capacity is", "If we insert this, we get", "If we take 88.3 g, we get"],
)
def test_values_of_the_same_case_have_to_agree(words: str) -> None:
    assert wrong(f"{RECORD}\n\n{words} $c = {HEAT:.3f}$.") == []
    exchanged = "0.509"
    assert wrong(f"{RECORD}\n\n{words} $c = {exchanged}$.") == [(exchanged, f"{HEAT:.3f}")]


def test_an_amount_in_words_is_another_case() -> None:
    page = r"At 20 Mbit/s the sending takes $t = \frac{600 \cdot 8}{2 \cdot 10^7} = %s$ ms; "
    page += r"at 2 Mbit/s $t = 2.4$ ms."
    assert wrong(page % "0.24") == []


@pytest.mark.parametrize(
    ("line", "right"),
    [
        (r"$h = \mathrm{ReLU}(-0.4) = 0$ and $p = \sigma(-0.4) = %s$.", "0.4013"),
        (
            r"Slopes at $z = -0.4$: $\mathrm{ReLU}'(-0.4) = 0$, softplus $\sigma(-0.4) = %s$.",
            "0.4013",
        ),
        (r"After $\tanh(0.3) = 0.2913$ the output is $p = \sigma(0.3) = %s$.", "0.5744"),
        (r"- ReLU: $\sigma(2) = %s$", "2"),
        (r"With tanh as $\sigma$ we have $\sigma(0.3) = %s$.", "0.2913"),
    ],
)
def test_the_function_that_a_letter_is(line: str, right: str) -> None:
    if "With tanh" not in line:  # there a formula stands between the name and the letter
        assert wrong(line % right) == []
    off = f"{float(right) + 0.7:.4f}"
    assert [text for text, _ in wrong(line % off)] == [off]


@pytest.mark.parametrize("words", ["for {} and {} otherwise", "para {} e {} caso contrário"])
def test_functions_of_two_cases_in_words(words: str) -> None:
    said = words.format("$z > 0$", "$f(z) = 0.1 z$")
    page = f"The activation is $f(z) = z$ {said}.\n\n"
    assert wrong(page + r"With $z_1 = -0.4$: $d = 0.5 f'(z_1) = 0.5 \cdot 0.1 = 0.05$.") == []


def test_a_condition_defines_nothing() -> None:
    volts = 9 / (470 + 220) * 220
    page = (
        r"With a load of $220$ ohms $I = \frac{9}{R_i + R_a} = \frac{9}{470 + 220} = 0.01304$ and "
        r"$U_a = R_a I = %.3f$."
        "\n\n"
        r"The power is largest for $R_a = R_i$."
    )
    assert wrong(page % volts) == []
    page = r"The load is $R_a = R_i$ with $R_i = 470$, so $R_a + R_i = %s$."
    assert wrong(page % "940") == []
    assert wrong(page % "904") == [("904", "940")]


def test_a_slope_is_no_ratio_of_uncertainties() -> None:
    page = r"The period is $T = 2.41$ s with $\delta T = 0.02$ s."
    page += (
        "\n\n"
        r"The slope is $\frac{\delta T}{\delta t} = \frac{40.2 - 46.8}{180 - 60} = %s$ K/s."
    )
    assert wrong(page % "-0.055") == []
    assert wrong(page % "-0.505") == [("0.505", "0.055")]


def test_items_of_a_list_are_samples() -> None:
    page = (
        "With $w = (2, -1)$ and $b = 0$ the margins are:\n\n"
        "- $x = (1, 1)$, $y = 1$: $y (w \\cdot x + b) = %s$\n"
        "- $x = (-2, 1)$, $y = -1$: $y (w \\cdot x + b) = 5$\n"
        "- $x = (3, -1)$, $y = 1$: $y (w \\cdot x + b) = 7$\n"
        "- $x = (-1, -1)$, $y = -1$: $y (w \\cdot x + b) = %s$\n"
    )
    assert wrong(page % (1, 1)) == []
    assert wrong(page % (1, 4)) == [("4", "1")]
    assert wrong(page % (3, 1)) == [("3", "1")]


RATE = 9100 * 0.01 * 1.01**36 / (1.01**36 - 1)
LOAN = (
    r"The monthly %s is $A = 9100 \cdot \frac{0.01 \cdot 1.01^{36}}{1.01^{36} - 1} = "
    rf"{RATE:.2f}$."
    "\n\n"
    rf"The total is $36 \cdot {RATE:.2f} = %s$."
)


def test_what_is_paid_in_cents() -> None:
    cents = 36 * round(RATE, 2)
    assert f"{cents:.2f}" != f"{36 * RATE:.2f}"
    assert wrong(LOAN % ("instalment", f"{cents:.2f}")) == []
    assert len(wrong(LOAN % ("instalment", f"{cents + 1:.2f}"))) == 1
    # A quantity that is no money is carried on with all its digits.
    assert wrong(LOAN % ("gain", f"{cents:.2f}")) == [(f"{cents:.2f}", f"{36 * RATE:.2f}")]


WEIGHTS = ((2 / 7, 5, 4), (5 / 6, 8, 3), (9 / 13, 7, 6), (4 / 21, 9, 2), (7 / 12, 6, 5))


def weighed(slip: float = 0.0) -> str:
    rows = [
        [f"{k}", f"{h}", f"{w:.2f}", f"{1 - w:.2f}", f"{w * h + slip * (k == 2):.2f}"]
        for k, (w, h, _) in enumerate(WEIGHTS, 1)
    ]
    return table(["set", "$h$", "$w$", "$1 - w$", "$w h$"], rows)


def test_tables_of_numbers_that_are_not_rounded() -> None:
    said = "The weights are not rounded before they are used.\n\n"
    assert wrong(said + weighed()) == []
    exact = [["1", "4", "0.25", "1.00"], ["2", "6", "0.50", "3.00"], ["3", "8", "0.75", "%s"]]
    rows = table(["set", "$h$", "$w$", "$w h$"], exact)
    assert wrong(rows % "6.00") == []
    assert wrong(rows % "6.90") == [("6.90", "6.00")]


@pytest.mark.parametrize(
    ("line", "right", "off"),
    [
        (
            r"$50.0\,{}^\circ\mathrm{F} = \frac{5}{9} \cdot (50.0 - 32) = %s\,{}^\circ\mathrm{C}$",
            "10.0",
            "18.0",
        ),
        (r"$25.0\,{}^\circ\mathrm{C} = %s\,{}^\circ\mathrm{F}$", "77.0", "70.7"),
        (r"$25.0\,{}^\circ\mathrm{C} = %s\ \mathrm{K}$", "298.15", "289.15"),
    ],
)
def test_degrees(line: str, right: str, off: str) -> None:
    assert is_clean(line % right)
    assert undecided(line % right) == []
    assert wrong(line % off) == [(off, right)]


def test_amounts_in_two_units_are_no_product() -> None:
    page = r"$9\ \mathrm{st}\ 6\ \mathrm{lb} = 132 \cdot 0.45359 = %s\ \mathrm{kg}$."
    assert wrong(page % "59.9") == []
    assert wrong(page % "95.9") == [("95.9", "59.9")]
    area = r"$9\ \mathrm{m} \cdot 6\ \mathrm{m} = 45\ \mathrm{m}^2$."
    assert wrong(area) == [("45", "54")]


def test_forces_in_other_units_are_no_slips() -> None:
    page = (
        r"At $F = 12{,}6$ kN and $\Delta l = 0{,}12$ mm $\sigma = \frac{12600}{60{,}0} = %s$ "
        r"$\varepsilon = \frac{0{,}12}{80} = 1{,}5 \cdot 10^{-3}$ and "
        r"$E = \frac{\sigma}{\varepsilon} = 140{,}0$ kN/mm²."
        "\n\n"
    )
    page += table(["$\\sigma$", "$E$"], [["210,0", "140,0"]])
    assert wrong(page % "210") == []
