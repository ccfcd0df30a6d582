"""What notebooks and exams sum up: tables of a step, and sentences that tell what came of it."""

from __future__ import annotations

import math

import pytest
from verdicts import undecided, wrong

# What a step makes of parameters whose slopes no formula of the page tells.
OLD = {"u_1": "0.40", "u_2": "-0.30", "v_1": "0.75", "v_2": "0.20", "c": "-0.10"}
SLOPES = {"u_1": "0.1284", "u_2": "-0.0731", "v_1": "0.3192", "v_2": "-0.2057", "c": "0.4410"}
NEW = {name: f"{float(OLD[name]) - 0.3 * float(SLOPES[name]):.5f}" for name in OLD}
GIVEN = ", ".join(f"${name} = {value}$" for name, value in OLD.items()) + r" and $\eta = 0.3$."
ANY_ONE = r"| $\theta$ | $\partial L/\partial\theta$ | $\theta'$ |"
LISTED = "| weight | gradient | new |"
REPEATED = "| weight | old | gradient | new |"


def step(head: str, slopes: dict[str, str] = SLOPES, new: dict[str, str] = NEW) -> str:
    """A page that gives parameters, and sums a step up in a table."""
    old = {name: f" {value} |" if "old" in head else "" for name, value in OLD.items()}
    rows = [f"| ${name}$ |{old[name]} {slopes[name]} | {new[name]} |" for name in OLD]
    return "\n".join([f"Given {GIVEN}", "", head, "|---" * (head.count("|") - 1) + "|", *rows, ""])


@pytest.mark.parametrize("head", [ANY_ONE, LISTED, REPEATED])
def test_a_step_of_given_parameters_is_worked_out_again(head: str) -> None:
    assert wrong(step(head)) == []
    assert not set(NEW.values()) & {f"-{text}" for text in undecided(step(head))}
    off = {**NEW, "v_1": NEW["v_1"].replace("24", "42")}
    assert off != NEW
    assert wrong(step(head, new=off)) == [(off["v_1"], NEW["v_1"])]


def test_a_slope_that_no_formula_tells_is_that_of_the_new_value() -> None:
    assert undecided(step(ANY_ONE)) == []


@pytest.mark.parametrize(
    ("slip", "meant"),
    [
        ({"v_1": "3.1920"}, "0.3192"),  # the point
        ({"v_1": "0.3129"}, "0.3192"),  # two digits exchanged
        ({"u_2": "0.1284"}, "-0.0731"),  # that of the row above
    ],
)
def test_a_slope_that_does_not_lead_to_its_new_value_is_wrong(
    slip: dict[str, str], meant: str
) -> None:
    found = wrong(step(ANY_ONE, slopes={**SLOPES, **slip}))
    assert [text for text, _ in found] == list(slip.values())
    assert abs(float(found[0][1])) == pytest.approx(abs(float(meant)), abs=2e-4)


@pytest.mark.parametrize(
    ("slopes", "new"),
    [
        # The sign of the slope, or the way of the step: nobody knows.
        ({"v_1": "-0.3192"}, {}),
        # Neither looks like a slip: the one may be clipped, and the other not.
        ({"v_1": "0.2600"}, {}),
        # A neighbour's slope, and a new value that was not worked out.
        ({"v_1": "-0.0731"}, {"v_1": "0.75"}),
    ],
)
def test_a_slope_is_not_wrong_where_the_new_value_may_be(
    slopes: dict[str, str], new: dict[str, str]
) -> None:
    found = wrong(step(ANY_ONE, {**SLOPES, **slopes}, {**NEW, **new}))
    assert not {text for text, _ in found} & {text.lstrip("-") for text in slopes.values()}


SLOPED = r"""
$p = 0.8$, $q = -0.5$, $r = 0.3$, $s = 0.6$, $d = -0.4$, $\lambda = 0.2$. The loss is $L = 0.31$.
Its slopes are

- $\partial L / \partial p = d \cdot 1.7 = -0.68$
- $\partial L / \partial q = d \cdot 0.35 = -0.14$
- $\partial L / \partial r = d \cdot 2.3 = -0.92$

| parameter | before | after |
|---|---|---|
| $p$ | 0.8 | %s |
| $q$ | -0.5 | %s |
| $r$ | 0.3 | 0.484 |
| $s$ | 0.6 | 0.6 |
"""


def test_new_values_are_steps_by_the_slopes_that_the_page_has_told() -> None:
    p, q = f"{0.8 - 0.2 * -0.68:.3f}", f"{-0.5 - 0.2 * -0.14:.3f}"
    assert wrong(SLOPED % (p, q)) == []
    assert not {p, q.lstrip("-")} & set(undecided(SLOPED % (p, q)))
    assert wrong(SLOPED % (p, "-0.427")) == [("0.427", q.lstrip("-"))]


def test_parameters_that_a_table_leaves_as_they_were_are_none_of_a_step() -> None:
    page = f"Given {GIVEN}\n\n| weight | pruned |\n|---|---|\n" + "".join(
        f"| ${name}$ | {'0' if name == 'v_2' else value} |\n" for name, value in OLD.items()
    )
    assert wrong(page) == []


TOLD_LOSS = (
    r"With $p = 0.8$ and $d = -0.4$ the loss is $L = 0.31$. Its slope is $%s = d \cdot 1.7 = %s$."
)
SLOPE = r"\frac{\partial L}{\partial p}"


def test_a_loss_that_a_number_alone_tells_may_depend_on_anything() -> None:
    slope = f"{-0.4 * 1.7:.2f}"
    assert wrong(TOLD_LOSS % (SLOPE, slope)) == []
    assert wrong(TOLD_LOSS % (SLOPE, "-0.86")) == [("0.86", slope.lstrip("-"))]


def test_a_loss_that_a_formula_tells_depends_on_what_that_holds() -> None:
    page = r"Let $p = 0.8$, $d = -0.4$ and $L = p d^2$. Its slope is $%s = %s$."
    slope = f"{0.4**2:.2f}"
    assert wrong(page % (SLOPE, slope)) == []
    assert wrong(page % (SLOPE, "0.61")) == [("0.61", slope)]


# A rule for lists, which begins with zero, and what it makes of them step by step.
MEANS = r"""
All is done entry by entry, $\beta = 0.9$, and the mean starts at zero:

$$m_k = \beta m_{k-1} + (1 - \beta) g_k, \qquad \hat m_k = \frac{m_k}{1 - \beta^k}$$

First step

- $g_1 = (-6.8, 5.8)$
- $m_1 = (-0.680, %s)$
- $\hat m_1 = (-6.800, 5.800)$

Second step

- $g_2 = (-5.8, 5.0)$
- $m_2 = (%s, 1.022)$
- $\hat m_2 = (%s, 5.379)$
"""
FIRST, SECOND = f"{0.1 * 5.8:.3f}", f"{0.9 * -0.68 + 0.1 * -5.8:.3f}"
MEAN = f"{float(SECOND) / (1 - 0.9**2):.3f}"


def test_a_rule_for_lists_makes_the_list_of_each_step() -> None:
    page = MEANS % (FIRST, SECOND, MEAN)
    assert wrong(page) == []
    assert wrong(MEANS % ("0.058", SECOND, MEAN)) == [("0.058", FIRST)]
    assert wrong(MEANS % (FIRST, SECOND, "-11.920")) == [("11.920", MEAN.lstrip("-"))]
    assert wrong(MEANS % (FIRST, "-1.912", MEAN))[0] == ("1.912", SECOND.lstrip("-"))


@pytest.mark.parametrize(
    "page",
    [
        # The mean begins with what is said to be no zero.
        (
            r"$\beta = 0.9$, $m_0 = (1.0, 2.0)$: $m_k = \beta m_{k-1} + (1 - \beta) g_k$."
            "\n\n- $g_1 = (3.0, 4.0)$\n- $m_1 = (1.2, 2.2)$\n"
        ),
        # What it begins with is told nowhere, and is no zero.
        (
            r"$\beta = 0.9$. $m_k = \beta m_{k-1} + (1 - \beta) g_k$."
            "\n\n- $g_1 = (3.0, 4.0)$\n- $m_1 = (1.2, 2.2)$\n"
        ),
        # Data, to which no step leads.
        (
            r"With $a = 0.5$ the targets are $y_k = a x_k$, but for noise."
            "\n\n- $x_1 = (2.0, 4.0)$\n- $y_1 = (1.07, 1.88)$\n"
        ),
        # Another run of the same rule.
        (
            r"$\beta = 0.9$. $m_k = \beta m_{k-1} + (1 - \beta) g_k$."
            "\n\n## First run\n\n- $g_1 = (3.0, 4.0)$\n- $m_1 = (0.30, 0.40)$\n"
            "\n## Second run\n\n- $g_1 = (1.5, 6.0)$\n- $m_1 = (0.15, 0.60)$\n"
        ),
    ],
)
def test_a_list_that_a_rule_does_not_make_is_no_slip(page: str) -> None:
    assert wrong(page) == []


# A current that the page reads in milliamperes, and puts in for a symbol that nothing else tells.
READ = r"""
$$s = \frac{U_2 - U_1}{\ln(I_2/I_1)} = \frac{0.70 - 0.55}{\ln(7.36/0.42)} = 0.05238$$

With $m = s / 0.0254 = 2.062$ the resistance is $r = %s / I_2 = %s$ Ω.
"""


def test_the_unit_of_a_number_that_was_only_put_in_is_not_known() -> None:
    exact = (0.70 - 0.55) / math.log(7.36 / 0.42)
    assert wrong(READ % ("s", f"{1000 * exact / 7.36:.2f}")) == []
    assert wrong(READ % ("s", f"{exact / 7.36:.6f}")) == []
    off = f"{1000 * exact / 7.36 + 0.81:.2f}"
    assert [text for text, _ in wrong(READ % ("s", off))] == [off]


def test_a_percentage_of_the_old_value_is_not_the_result_just_before_it() -> None:
    page = "$p = 1 / 9.67 = 0.1034$, so $g = p - 1 = -0.8966$.\n\nThat is 81.7 %% of %s."
    assert wrong(page % "the old one") == []
    assert wrong("$p = 8.67 / 9.67 = 0.8966$, so it gets 98.7 % now.") == [("98.7", "89.7")]


BILL = """The parts cost €48.60. With 15 %% club discount, €%s, we are at €%s;
shipping adds €3.90, which makes €%s in all."""
CUT = f"{0.15 * 48.60:.2f}"
CHEAPER = f"{48.60 - float(CUT):.2f}"
PAID = f"{float(CHEAPER) + 3.90:.2f}"
TAXED = (
    r"It is $40 \cdot 1.75 = 70.00$. Tax of $19\,\%%$ on that is $%s$, and the bill reads %s euros."
)


def test_a_bill_adds_up() -> None:
    right = BILL % (CUT, CHEAPER, PAID)
    assert wrong(right) == []
    assert not {CUT, CHEAPER, PAID} & set(undecided(right))
    assert wrong(BILL % ("9.27", CHEAPER, PAID)) == [("9.27", CUT)]
    without_discount = f"{48.60 + 3.90:.2f}"
    assert wrong(BILL % (CUT, CHEAPER, without_discount)) == [(without_discount, PAID)]


def test_a_tax_in_a_formula_is_one_of_the_last_amount() -> None:
    tax = f"{0.19 * 70:.2f}"
    total = f"{70 + float(tax):.2f}"
    assert wrong(TAXED % (tax, total)) == []
    assert wrong(TAXED % ("31.30", total)) == [("31.30", tax)]


@pytest.mark.parametrize(
    "page",
    [
        # Of what, the page does not say: it goes on with neither.
        "It costs 80.00. Another shop gives a 10 % discount, 7.50 at least.",
        "The net price is 50.00, and 19 % tax, 9.20, was paid for all of the order before.",
        # Rounded in between, or down as a shop may do.
        "It costs 33.35. With 5 % discount, 1.67, we are at 31.69.",
        # Not the last two amounts.
        "The box is 12.00, its lid 3.50, the lamp 7.25, plus 4.00 for the cable; in all 26.75.",
        "It costs 20.00, plus a deposit of 5.00. Returned, the bottle leaves 18.50.",
        # No amounts of money.
        "At 20.00 degrees the tip adds 0.50 mm, which makes 21.30 mm in all.",
        # The discount is one of the price for members.
        "Guests pay 60.00 and members 45.00. These get a 20 % discount, 9.00, and guests none.",
        "It is 60.00, for members 45.00. There is a 20 % discount, 12.00, for guests, so 48.00.",
    ],
)
def test_amounts_that_are_no_bill_are_left_alone(page: str) -> None:
    assert wrong(page) == []
