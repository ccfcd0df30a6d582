"""What published pages do that no page before them did."""

from __future__ import annotations

import math

import pytest
from verdicts import claims, undecided, wrong

H_1 = math.tanh(0.4)
SLOPE = 1 - H_1**2
TAGGED = r"""
Let $w\_1 = 0.4$ and $x\_1 = 1$.

{% equation(id="first") %}
h\_1 = \tanh(w\_1 x\_1) \approx {}, \qquad 1 - h\_1^2 \approx {}
{% end %}
"""
ENDED = "$x = 3$.\n\n{% katex %}\ny = 2 x = {}\n{% endkatex %}\n\nGo on.\n"
HUGO = "$x = 3$.\n\n{{< katex display >}}\ny = 2 x = {}\n{{< /katex >}}\n\nGo on.\n"
DOUBLE = "$x = 3$.\n\n{{< math >}}\n$$y = 2 x = {}$$\n{{< /math >}}\n\nGo on.\n"


def fill(page: str, *values: str) -> str:
    for value in values:
        page = page.replace("{}", value, 1)
    return page


@pytest.mark.parametrize("page", [ENDED, HUGO, DOUBLE])
def test_what_stands_between_the_tags_of_a_site_generator_is_a_formula(page: str) -> None:
    assert not wrong(fill(page, "6"))
    assert wrong(fill(page, "7")) == [("7", "6")]


def test_an_escaped_underscore_of_an_index_is_one() -> None:
    right = f"{H_1:.4f}", f"{SLOPE:.4f}"
    assert not wrong(fill(TAGGED, *right))
    assert not undecided(fill(TAGGED, *right))
    off = f"{SLOPE + 0.01:.4f}"
    assert wrong(fill(TAGGED, right[0], off)) == [(off, right[1])]


@pytest.mark.parametrize(
    "name", [r"max\_steps", r"d\_model", r"\text{lr\_max}", r"\mathrm{n\_in}", r"one\_hot"]
)
def test_an_underscore_in_a_word_is_none_of_an_index(name: str) -> None:
    assert not wrong(f"$m = 2$, $d = 3$, $l = 4$, $n = 5$. ${name} = 512$ and $\\theta\\_1 = 2$.")


def test_a_tag_that_is_never_closed_takes_no_text() -> None:
    page = "$x = 3$.\n\n{% math %}\nIt is $y = 2 x = {}$.\n\nNothing more.\n"
    assert not wrong(fill(page, "6"))
    assert wrong(fill(page, "7")) == [("7", "6")]


def test_prose_between_tags_stays_prose() -> None:
    page = "{% math %}\nOf the 7 pages that we read = 3 were new ones.\n{% endmath %}\n"
    assert all(claim.verdict != "wrong" for claim in claims(page))


def test_an_escaped_asterisk_is_one_in_a_formula() -> None:
    assert not wrong(r"$y = 2 \* 3 = 6$")
    assert wrong(r"$y = 2 \* 3 = 7$") == [("7", "6")]
