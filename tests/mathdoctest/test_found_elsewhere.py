"""Results of another case than the page's own: another sample, method, item, or state."""

from __future__ import annotations

import math

import pytest
from verdicts import is_clean, wrong

OPERANDS = (
    r"The first flask: $V = 18.35 - 0.25 = 18.10$ mL. Another group had %s with a blank of 0.30: "
    r"$V = 18.62 - 0.30 = 18.32$ mL."
)
TITLES = (
    r"$\chi^2 = \frac{(28 - 25)^2}{25} + \frac{(72 - 75)^2}{75} = 0.36 + 0.12 = 0.48$."
    "\n\n"
    r"**Independence.** $\chi^2 = \frac{4.2^2}{42} + \frac{0.6^2}{12} = 0.42 + 0.03 = %s$."
)
CELLS = r"The exact solution is $x = (1.5, 2.25)$. %s $x_2 = 1.2 \cdot \frac{3 + 0.4}{2} = 2.04$."

SPREAD = math.sqrt(((2 - 4) ** 2 + (3 - 4) ** 2 + (7 - 4) ** 2) / 2)
WORKED_OUT = rf"$s = \sqrt{{\frac{{4 + 1 + 9}}{{2}}}} = {SPREAD:.3f}$. "


@pytest.mark.parametrize(
    "said",
    [
        r"Without the last one $s = 0.707$.",
        r"Ohne den letzten $s = 0.707$.",
        r"Si se excluye el último, $s = 0.707$.",
        r"Un autre groupe a trouvé $s = 0.707$.",
        r"In version B, $s = 0.707$.",
        r"With twice the noise, $s = 5.291$.",
        r"When the load rises to 45, $s = 4.5$.",
        r"Depois da atualização $s = 1.214$.",
        r"For $q = -1$: $s = 0.707$.",
        r"By linear regression over all points $s = 2.641$.",
        r"El valor $s = 4.5$ se alcanza a los 74 años.",
    ],
)
def test_a_result_of_another_case_is_no_slip_of_this_one(said: str) -> None:
    assert is_clean(WORKED_OUT + said)
    assert is_clean(WORKED_OUT + f"\n\n{said}")


@pytest.mark.parametrize(
    "said",
    [
        r"So we have $s = 0.707$.",
        r"In other words, $s = 0.707$.",
        r"On the other hand $s = 0.707$.",
        r"Without the last one $s = 2.466$.",
        r"The value $s = 4.5$ is large.",
        r"By the rule above $s = 2.641$.",
    ],
)
def test_what_the_words_tell_of_the_same_case_or_a_slip_of_it_is_held_to_it(said: str) -> None:
    number = said.partition("= ")[2].partition("$")[0]
    assert [text for text, _ in wrong(WORKED_OUT + said)] == [number]


def test_what_follows_a_result_of_another_case_may_be_of_either() -> None:
    page = r"$a = 3 \cdot 0.5 = 1.5$. In version B, $a = 4.2$. $L = 2 a = %s$."
    assert is_clean(page % "3.0")
    assert is_clean(page % "8.4")


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("Wind: ", "Humidity: "),
        ("*Mail 1.* ", "*Mail 2.* "),
        ("**Wind.**\n\n", "**Humidity.**\n\n"),
        ("1 → 2 isobaric: ", "3 → 1 isothermal: "),
    ],
)
def test_the_next_item_has_a_result_of_its_own(first: str, second: str) -> None:
    page = rf"{first}$G = 0.94 - 0.5 \cdot 0.8 = 0.54$" + "\n\n" + rf"{second}$G = 0.152$"
    assert is_clean(page)
    assert wrong(page.replace(second, first)) == [("0.152", "0.540")]


def test_a_label_over_some_lines_says_what_they_are_of() -> None:
    page = (
        r"$p = \frac{3}{3 + 2} = 0.60$ and $q = \frac{1}{1 + 3} = 0.25$."
        "\n\n%s\n\n"
        r"Estimates: $p = 0.65$ and $q = 0.21$."
    )
    assert is_clean(page % "Second iteration:")
    assert [text for text, _ in wrong(page % "In full:")] == ["0.65", "0.21"]


def test_a_calculation_of_operands_that_a_sentence_tells_is_of_another_sample() -> None:
    assert is_clean(OPERANDS % "18.62")
    assert wrong((OPERANDS % "18.62").replace("18.32", "18.23"))
    assert ("18.53", "18.35") in wrong(
        r"$V = 18.35 - 0.25 = 18.10$. Again $V = 18.53 - 0.25 = 18.10$."
    )


def test_a_calculation_under_a_title_of_its_own_that_comes_out_is_another() -> None:
    assert is_clean(TITLES % f"{4.2**2 / 42 + 0.6**2 / 12:.2f}")
    assert wrong(TITLES % "0.54")


def test_a_calculation_of_an_entry_by_another_method_is_not_held_to_the_list() -> None:
    assert is_clean(CELLS % "With relaxation the first step gives")
    assert wrong(CELLS % "It follows that")


def test_a_list_of_another_case_has_other_entries() -> None:
    page = (
        r"$W = \begin{pmatrix} 0.4 & 0.2 \\ 0.3 & 0.6 \end{pmatrix}$, $x = (1, 2)^\top$. "
        r"$h = W x = (0.8, 1.5)^\top$. %s $h = (%s, 3.1)^\top$."
    )
    assert is_clean(page % ("With the mask $(0, 1)$:", "0.0"))
    assert wrong(page % ("So", "0.0"))


def test_a_datum_of_another_case_does_not_hold_further_up() -> None:
    page = r"$t = \frac{d}{s / \sqrt n} = \frac{2.833}{2.639 / \sqrt 6} = 2.629$. %s $n = 5$."
    assert is_clean(page % "Without the fourth one, there are")
    assert wrong(page % "Here")


def test_a_function_applied_by_its_own_name_is_no_meaning_of_sigma() -> None:
    p = 1 / (1 + math.exp(0.4))
    page = r"$h = \mathrm{ReLU}(-0.3) = 0$ and $p = \sigma(-0.4) = %s$."
    assert is_clean(page % f"{p:.4f}")
    assert wrong(page % "0.4031") == [("0.4031", f"{p:.4f}")]
    assert is_clean(r"With ReLU, $h = \sigma(-0.4) = 0$.")


@pytest.mark.parametrize(
    "words",
    ["Measured was", "Gemessen haben wir", "Al medir obtuvimos", "Simpson gives", "Welch:"],
)
def test_what_was_measured_or_found_by_another_method_may_be_near(words: str) -> None:
    page = (
        "With $s = 1.2$ and $g = 9.81$ the time is $t = \\sqrt{2 s / g} = 0.4946$.\n\n%s $t = %s$."
    )
    assert not wrong(page % (words, "0.4964"))
    assert wrong(page % ("So again", "0.4964"))


RATED = "The rate is $\\eta = %s$.%s\n\n" + "\n\n".join(
    f"$$w_{k} = {k}.5 - {{rate}} \\cdot 2 = {{new{k}}}$$" for k in (1, 2, 3)
)


@pytest.mark.parametrize(
    ("told", "used", "words"),
    [
        ("0.1", 0.01, " In the first steps a tenth of it is enough."),
        ("0.03", 0.01, " The first stage has 0.01."),
        ("0.5", 0.05, " The penalty is $\\rho = 0.1$."),
    ],
)
def test_updates_may_put_in_another_rate_that_the_page_tells(
    told: str, used: float, words: str
) -> None:
    news = {f"new{k}": f"{k + 0.5 - 2 * used:g}" for k in (1, 2, 3)}
    page = (RATED % (told, words)).replace("{rate}", f"{used:g}")
    for name, new in news.items():
        page = page.replace(f"{{{name}}}", new)
    assert (told, f"{used:g}") not in wrong(page)


@pytest.mark.parametrize(
    "page",
    [
        f"The squares of 0.6 and 0.8 sum up to {0.6**2 + 0.8**2:.2f}.",
        f"The products of 1.20 and 2.50 add up to {1.2 * 2.5:.2f}.",
        f"Die Quadrate von 0,6 und 0,8, deren Summe {0.6**2 + 0.8**2:.2f} ist.".replace(".", ","),
        (
            "With $m = 52.3$ and $s = 1.265$ the interval $m \\pm 1.96 s$ is effectively from"
            f" {52.3 - 1.96 * 1.265:.2f} to 54.00, since the scale ends at 54."
        ),
        (
            "The handbook has $c = 0.385$, we found $c_b = 0.39736$. The $c$ of the book departs"
            f" from $c_b$ by {100 * (1 - 0.385 / 0.39736):.2f} %."
        ),
    ],
)
def test_what_is_made_of_numbers_is_not_their_sum_or_end(page: str) -> None:
    assert not wrong(page)


@pytest.mark.parametrize(
    "page",
    [
        # An enumeration of which only the end is read.
        "We pay $1.00$ for the first kilometre of road, $1.25$ and $2.10$, whose sum is $4.35$.",
        "The parts are $\\frac{1}{1}$, $1.25$ and $2.10$, whose sum is $4.35$.",
        # A level of significance, and a wave length.
        (
            "The significance level is $\\alpha = 0.05$.\n\nLet $h = 1.5$ and $g = 0.5$.\n\n"
            "$$h_{\\text{new}} = 1.5 - 0.06 \\cdot 2 = 1.38$$\n\n"
            "$$g_{\\text{new}} = 0.5 - 0.06 \\cdot 3 = 0.32$$"
        ),
        # What another network would do.
        (
            "Unlike a leaky ReLU with slope 0.5, negative inputs are cut off here.\n\n"
            "Let $z_1 = -2.5$.\n\n$$h_1 = \\mathrm{ReLU}(z_1) = \\mathrm{ReLU}(-2.5) = 0.00$$"
        ),
        # Changes of something else.
        (
            "Let $L = 2 \\cdot 0.45 = 0.9$ and $L' = 2 \\cdot 0.35 = 0.7$."
            " The error of the other model decreased by 32.2 %."
        ),
        (
            "Let $L = 2 \\cdot 0.45 = 0.9$ and $L' = 2 \\cdot 0.35 = 0.7$."
            " Prices have grown by 23.2 %."
        ),
    ],
)
def test_what_only_looks_told_of_the_numbers_before_is_left_alone(page: str) -> None:
    assert not wrong(page)


@pytest.mark.parametrize(
    "words",
    ["Sin embargo,", "Sans doute", "Ohne Weiteres ist", "Without loss of generality", "Hence"],
)
def test_words_that_lead_on_tell_of_no_other_case(words: str) -> None:
    page = "We have $s = 3 \\cdot 1.1 = 3.3$.\n\n%s $s = 3.8$."
    assert wrong(page % words) == [("3.8", "3.3")]
