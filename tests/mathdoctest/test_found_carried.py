"""What a page says of one table, step or list, and what it does not say of the next one."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from verdicts import wrong


def table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    lines = [head, ["--:"] * len(head), *rows]
    return "".join(f"| {' | '.join(line)} |\n" for line in lines)


# ------------------------------------------------------- formulas told before another table

POINTS = ((2.31, 2.36), (4.75, 4.61), (3.18, 3.42), (5.07, 5.05))
HEAD = ("$y$", r"$\hat y$", "$d$")
SAYS = r"The deviation is $d = y - \hat y$."


def rows(third: Sequence[str]) -> list[list[str]]:
    """The points with what stands beside them in the third column."""
    return [[f"{y:.2f}", f"{fit:.2f}", d] for (y, fit), d in zip(POINTS, third, strict=True)]


DEVIATIONS = [f"{y - fit:.2f}" for y, fit in POINTS]
SQUARES = [f"{(y - fit) ** 2:.4f}" for y, fit in POINTS]


def test_a_formula_that_a_sentence_tells_is_that_of_the_table_behind_it() -> None:
    assert wrong(f"{SAYS}\n\n{table(HEAD, rows(DEVIATIONS))}") == []
    off = [*DEVIATIONS[:2], "-0.42", DEVIATIONS[3]]
    assert wrong(f"{SAYS}\n\n{table(HEAD, rows(off))}") == [("0.42", "0.24")]


@pytest.mark.parametrize(
    ("words", "third"),
    [
        ("Squared, still as $d$:", SQUARES),
        ("With the other sign:", [f"{fit - y:.2f}" for y, fit in POINTS]),
        ("In units of 0.05:", [f"{(y - fit) / 0.05:.2f}" for y, fit in POINTS]),
        # A fit of its own, of which one row agrees.
        ("The second instrument read:", ["-0.05", "0.15", "-0.20", "0.01"]),
    ],
)
def test_a_later_table_with_the_same_heads_may_mean_something_else(
    words: str, third: Sequence[str]
) -> None:
    first = f"{SAYS}\n\n{table(HEAD, rows(DEVIATIONS))}\n"
    assert wrong(f"{first}{words}\n\n{table(HEAD, rows(third))}") == []


def test_the_formula_in_a_head_is_not_that_of_the_same_symbol_in_another_head() -> None:
    inputs = (1.0, 3.0, 5.0)
    own = table(["$x$", "$u = 0.5 x + 2$"], [[f"{x:.1f}", f"{0.5 * x + 2:.1f}"] for x in inputs])
    other = [[f"{x:.1f}", u] for x, u in zip(inputs, ("2.4", "3.5", "4.6"), strict=True)]
    assert wrong(f"{own}\nThe other model:\n\n{table(['$x$', '$u$'], other)}") == []


@pytest.mark.parametrize(
    "words", [f"{SAYS} Printed are squares, still called $d$:", f"{SAYS} The signs are turned:"]
)
def test_what_most_rows_contradict_is_not_what_the_column_means(words: str) -> None:
    third = SQUARES if "squares" in words else [f"{fit - y:.2f}" for y, fit in POINTS]
    assert wrong(f"{words}\n\n{table(HEAD, rows(third))}") == []


def test_coarse_numbers_bear_no_formula_out_that_comes_to_less_than_their_roundings() -> None:
    pairs = ((1.8, 2.0, "0.0200"), (3.3, 3.0, "0.0400"), (3.9, 4.0, "0.0050"))
    body = [[f"{y}", f"{fit}", loss] for y, fit, loss in pairs]
    says = r"Not the loss $e = (\hat y - y)^2$, but the one of Huber, which is linear from 0.2 on:"
    assert wrong(says + "\n\n" + table(["$y$", r"$\hat y$", "$e$"], body)) == []


# ------------------------------------------------------- steps that are no plain descent

STEP = r"""
$p = 0.40$, $q = -0.15$, $r = 0.25$ and the rate $\eta = 0.2$.{}

"""
SLOPES = {"p": (0.40, 0.310), "q": (-0.15, -0.120), "r": (0.25, 0.415)}
PLAIN = {name: f"{was - 0.2 * slope:.4f}" for name, (was, slope) in SLOPES.items()}


def steps(words: str = "", **new: str) -> str:
    """A table of steps, with other new values than those of plain descent in some rows."""
    body = [
        [f"${name}$", f"{slope:.3f}", new.get(name, PLAIN[name])]
        for name, (_, slope) in SLOPES.items()
    ]
    head = ["parameter", r"$\partial L / \partial \theta$", "new value"]
    return STEP.format(words) + table(head, body)


def test_a_new_value_that_is_a_slip_of_a_plain_step_is_found() -> None:
    assert wrong(steps()) == []
    assert wrong(steps(p="0.3830")) == [("0.3830", PLAIN["p"])]
    # One step up the slope instead of down.
    up = f"{0.25 + 0.2 * 0.415:.4f}"
    assert wrong(steps(r=up)) == [(up, PLAIN["r"])]


@pytest.mark.parametrize(
    "page",
    [
        # A step before has left one velocity, and the others are none.
        steps(
            " The momentum is 0.9, the velocities are 0.05, 0, 0.",
            p=f"{0.40 - 0.2 * (0.9 * 0.05 + 0.310):.4f}",
        ),
        steps(" Slopes are clipped to 0.35.", r=f"{0.25 - 0.2 * 0.35:.4f}"),
        steps(" The rate of $r$ is 0.1.", r=f"{0.25 - 0.1 * 0.415:.4f}"),
        steps(" Only $q$ is frozen.", q="-0.1500"),
        steps(" We shrink $p$ by a tenth first.", p=f"{0.9 * 0.40 - 0.2 * 0.310:.4f}"),
        steps(" The velocity of $p$ is 0.01.", p=f"{0.40 - 0.2 * (0.310 + 0.01):.4f}"),
    ],
)
def test_a_row_of_another_kind_of_step_is_no_slip(page: str) -> None:
    assert wrong(page) == []


# ------------------------------------------------------- lists told again of another run

RUNS = r"""
$v_t = 0.8 v_{t-1} - 0.1 g_t$, $u_t = u_{t-1} + v_t$, $u_0 = (3, 5)$, $v_0 = (0, 0)$.

- $g_1 = (3, 5)$: $v_1 = (-0.3, -0.5)$, $u_1 = (2.7, 4.5)$
- $g_2 = (2.7, 4.5)$: $v_2 = (-0.51, -0.85)$, $u_2 = (%s, 3.65)$

%s
"""


def test_a_list_that_a_rule_makes_and_the_page_tells_again_is_compared() -> None:
    second = f"{2.7 - 0.51:.2f}"
    assert wrong(RUNS % (second, "")) == []
    assert wrong(RUNS % ("2.91", ""))[0] == ("2.91", second)
    again = "At the end we have $u_2 = (%s, 3.65)$."
    assert wrong(RUNS % (second, again % second)) == []
    assert wrong(RUNS % (second, again % "2.91")) == [("2.91", second)]


@pytest.mark.parametrize(
    "words", ["Without momentum:", "The plain method would come to", "A run of half the memory:"]
)
def test_a_list_told_again_with_other_numbers_all_over_is_of_another_run(words: str) -> None:
    other = ", ".join(f"{0.9 * u:.2f}" for u in (2.7, 4.5))
    if "memory" in words:
        other = ", ".join(f"{0.9 * u - 0.04 * start:.2f}" for u, start in ((2.7, 3), (4.5, 5)))
    assert wrong(RUNS % ("2.19", f"{words} $u_1 = (2.7, 4.5)$, $u_2 = ({other})$.")) == []


# ------------------------------------------------------- labels of other items

SHARES = (0.5065, 0.3072, 0.1863)
SAID = r"The shares are $p = (0.5065, 0.3072, 0.1863)$."


def less(place: int) -> str:
    """The shares less a one in some place."""
    return ", ".join(f"{share - (k == place):.4f}" for k, share in enumerate(SHARES))


@pytest.mark.parametrize(
    "page",
    [
        (
            f"{SAID}\n\n- Label 1: $y = (1, 0, 0)$, $p - y = ({less(0)})$\n"
            f"- Label 2: $p - y = ({less(1)})$\n"
        ),
        (
            f"{SAID}\n\n1. Class one: $y = (1, 0, 0)$, $p - y = ({less(0)})$\n"
            f"2. Were it the third: $p - y = ({less(2)})$\n"
        ),
        (
            f"{SAID} With $y = (0, 1, 0)$ we have $p - y = ({less(1)})$.\n\n"
            f"Had the label been the last one, $p - y = ({less(2)})$.\n"
        ),
    ],
)
def test_a_list_less_a_one_in_another_place_is_that_of_another_label(page: str) -> None:
    assert wrong(page) == []


def test_a_one_in_the_wrong_place_right_behind_its_label_is_found() -> None:
    page = f"{SAID} With $y = (1, 0, 0)$ we have $p - y = ({less(1)})$.\n"
    assert [text for text, _ in wrong(page)] == ["0.5065", f"{1 - SHARES[1]:.4f}"]


def test_a_slip_in_a_list_less_its_own_label_is_found_in_a_later_item() -> None:
    page = f"{SAID}\n\n- Label: $y = (1, 0, 0)$\n- Slope: $p - y = (-0.4935, 0.3027, 0.1863)$\n"
    assert wrong(page) == [("0.3027", "0.3072")]
