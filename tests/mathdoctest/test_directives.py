"""Fences that hold Markdown, as MyST's do, and displays with blank lines around their formulas."""

from __future__ import annotations

import pytest
from verdicts import claims, is_clean, undecided, wrong

from mathdoctest.extract import extract

EXAMPLE = """# Pipes

{fence}{{{directive}}} {title}
:label: ex-pipe

The radius is $r = 0.5$.

$$
d = 2 r = 2 \\cdot 0.5 = {d}
$$
{fence}

Text behind it: $3 r = 1.5$.
"""


@pytest.mark.parametrize("fence", ["```", "````", "~~~"])
@pytest.mark.parametrize("directive", ["prf:example", "note", "admonition", "exercise"])
def test_a_directive_of_prose_is_read_as_the_page_around_it(fence: str, directive: str) -> None:
    def page(d: str) -> str:
        return EXAMPLE.format(fence=fence, directive=directive, title="A pipe", d=d)

    assert is_clean(page("1.0"))
    assert not undecided(page("1.0"))
    assert wrong(page("1.1")) == [("1.1", "1.0")]


def test_an_example_begins_a_problem_of_its_own() -> None:
    one = "```{prf:example} One\nLet $x = 2$, so $3x = 6$.\n```\n"
    assert is_clean(one + one.replace("One", "Two").replace("2", "5").replace("6", "15"))


def test_code_in_a_directive_is_code() -> None:
    page = "````{note}\nHere $x = 2$.\n\n```python\nx = 3\n```\n\nAnd $2x = 5$.\n````\n"
    assert wrong(page) == [("5", "4")]
    assert [fence.language for fence in extract(page).fences] == ["python"]


@pytest.mark.parametrize(
    "info", ["{code-cell} python", "{r}", "{mermaid}", "{python}", "{figure} a"]
)
def test_no_other_fence_is_opened(info: str) -> None:
    assert claims(f"```{info}\n$x = 2$ and $2x = 5$\n```\n") == []


def test_a_directive_that_is_never_closed_is_told() -> None:
    page = extract("```{note}\nHere $x = 2$.\n")
    assert [(problem.rule, problem.span.start) for problem in page.problems] == [
        ("unclosed-fence", 0)
    ]


def test_blank_lines_may_stand_around_a_formula() -> None:
    display = "$$\n\ny = 2 x = %s\n\n$$"
    page = f"Let $x = 2$.\n\n{display}\n\nThen\n\n$$\n\nz = y + 1 = 5\n\n$$\n\nand so on.\n"
    assert is_clean(page % "4")
    assert not undecided(page % "4")
    assert ("6", "4") in wrong(page % "6")


def test_a_dollar_sign_left_open_takes_no_prose_with_it() -> None:
    page = "$$\n\nHere is some text with words.\n\n$$\nx = 2\n$$\n"
    assert [problem.rule for problem in extract(page).problems] == ["unclosed-math"]
    assert [formula.latex.strip() for formula in extract(page).formulas] == ["x = 2"]
