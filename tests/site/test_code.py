"""Which numbers bound to Python can follow: those whose expression the notation can tell."""

from __future__ import annotations

from pathlib import Path

import pytest

from mathdoctest.live.island import foot
from mathdoctest.live.page import Item, LivePage, read_page

NOTATION = """
| Symbol | Meaning | Role | Python |
|:--|:--|:--|:--|
| $p$ | price of a box | price | `shop.prices[0][1]` |
| $w$ | a weight | weight | `old.w` |
| $L$ | the loss | error | `old.loss` |

| Symbol | After `n` steps |
|:--|:--|
| $w$ | `past.weights[n, 0]` |
| $L$ | [`past.losses[n]`](code.md#loss), `steps[n].loss`, `loss(past[n], w)` |

| Symbol | Next | After `k` steps that halve it |
|:--|:--|:--|
| $w$ | $\\frac{w}{2}$ | `halved[k][0]` |
| $L$ | | `loss(halved[k])` |
| $3 \\cdot w$ | | `three[k]` |

| Symbol | Next | After `n` steps |
|:--|:--|:--|
| $w$ | $w - v$ | `lost[n]` |
"""
FORMULAS = r"""---
mathdoctest:
  live: true
---
A box costs $p = 2.5$ and the weight is $w = 0.5$.

$$
L = \frac{1}{2} \cdot w^2 = 0.125
$$

$$
w \leftarrow w - 0.1 \cdot \frac{\partial L}{\partial w} = 0.5 - 0.1 \cdot 0.5 = 0.45
$$

"""


@pytest.fixture
def read(tmp_path: Path) -> object:
    notation = tmp_path / "notation.md"
    notation.write_text(NOTATION, encoding="utf-8")

    def read(sentence: str) -> LivePage:
        path = tmp_path / "page.md"
        text = FORMULAS + sentence
        path.write_text(text, encoding="utf-8")
        return read_page(text.partition("---\n")[2].partition("---\n")[2], path, str(notation))

    return read


def last(page: LivePage) -> Item:
    return page.items[-1]


@pytest.mark.parametrize(
    ("number", "expression", "value"),
    [
        ("2.5", "shop.prices[0][1]", "2.5"),
        ("2.5", "shop.prices[0, 1]", "2.5"),  # the same element
        ("7.6", "3 * shop.prices[0][1] + 0.1", "7.6"),
        ("0.92", "np.log(shop.prices[0][1])", "0.916290731874155"),
        ("6.25", "shop.prices[0][1] ** 2", "6.25"),
        ("2.5", "max(old.w, shop.prices[0][1])", "2.5"),
        ("-0.5", "-old.w", "-0.5"),
        ("25", "float(100 * (shop.prices[0][1] / 10))", "25"),
        ("0.125", "past.losses[0]", "0.125"),
        ("0.101", "past.losses[1]", "0.10125"),
        ("0.01520", "past.losses[10]", "0.0151970818"),
        ("0.02375", "past.losses[0] - steps[1].loss", "0.02375"),
        ("0.17", "past.weights[10, 0]", "0.174339"),
        ("0.02", "loss(past[1], 0.2)", "0.02"),  # with another weight put in
        ("4.5", "loss(past[0], -3)", "4.5"),
        ("0.5", "halved[0][0]", "0.5"),
        ("0.25", "halved[1][0]", "0.25"),
        ("0.0625", "halved[3][0]", "0.0625"),
        ("0.00195", "loss(halved[3])", "0.001953125"),
        ("0.375", "three[2]", "0.375"),
        ("0.3", "past.weights[10, 0] + halved[2][0]", "0.299339"),  # one kind beside the other
    ],
)
def test_arithmetic_with_known_quantities_follows(
    read: object, number: str, expression: str, value: str
) -> None:
    page = read(f"That is {number}<!-- = {expression} --> at last.\n")  # type: ignore[operator]
    item = last(page)
    assert item.printed.value == pytest.approx(float(number))
    assert not item.coded
    assert item.explanation.value.startswith(value)
    assert "held to its code" not in foot(page, str)


@pytest.mark.parametrize(
    ("number", "expression", "source"),
    [
        ("0.101", "past.losses[1]", "code.md#loss"),
        ("0.101", "steps[1].loss", ""),
        ("0.202", "2 * past.losses[1]", ""),  # no line computes that
    ],
)
def test_a_number_after_some_steps_leads_to_its_line(
    read: object, number: str, expression: str, source: str
) -> None:
    page = read(f"That is {number}<!-- = {expression} --> at last.\n")  # type: ignore[operator]
    assert not last(page).coded
    assert last(page).explanation.source == source


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("That is 3<!-- = len(rows) -->.", "One number on this page is held to its code."),
        (
            "That is 3<!-- = len(rows) --> or 4<!-- = len(cells) -->.",
            "2 numbers on this page are held to its code.",
        ),
    ],
)
def test_the_foot_of_a_page_speaks_of_no_numbers_that_are_not_there(
    tmp_path: Path, text: str, said: str
) -> None:
    assert said in foot(read_page(text, tmp_path / "page.md", None), str)


def test_a_number_with_other_givens_put_in_says_which(read: object) -> None:
    page = read("That is 0.02<!-- = loss(past[1], 0.2) --> at last.\n")  # type: ignore[operator]
    assert last(page).explanation.meaning == "the loss, after 1 step, for $w = 0.2$"


def test_a_number_after_another_kind_of_steps_says_which(read: object) -> None:
    page = read("That is 0.00195<!-- = loss(halved[3]) --> at last.\n")  # type: ignore[operator]
    assert last(page).explanation.meaning == "the loss, after 3 steps that halve it"
    assert last(page).explanation.symbol == "L^{(3)}"
    assert "after_3 = after[0]([p, w], later && 3)" in foot(page, str)
    page = read("That is 0.375<!-- = three[2] --> at last.\n")  # type: ignore[operator]
    assert last(page).explanation.symbol == ""


@pytest.mark.parametrize(
    ("number", "expression"),
    [
        ("0.25", "lost[1]"),  # what its steps are made of is no symbol of the page
        ("0.126", "halved[2][0]"),  # not what its steps make
        ("2.6", "shop.prices[0][1]"),  # not what the page says it is
        ("2.5", "price"),
        ("2.5", "shop.prices[0][0]"),
        ("2.5", "shop.best()"),
        ("2.5", "np.sum(shop.prices)"),
        ("2.5", "min(shop.prices[0][1], key=len)"),
        ("0.1", "past.losses[-1]"),
        ("0.1", "past.losses[True]"),
        ("0.1", "past.losses[10**9]"),
        ("0.1", "past.losses[1000000000]"),
        ("0.1", "loss(past[1], True)"),
        ("0.1", "loss(past[1], price)"),
        ("0.1", "loss(past[1.5], 0.2)"),
        ("0.3", "loss(past[1], 0.2)"),
        ("2.5", "shop.prices[0][1] if old.w else 1"),
        ("2.5", "("),
    ],
)
def test_what_else_python_says_keeps_to_the_page(
    read: object, number: str, expression: str
) -> None:
    page = read(f"That is {number}<!-- = {expression} --> at last.\n")  # type: ignore[operator]
    assert last(page).coded
    assert "1 more is held to its code" in foot(page, str)


def test_a_table_gives_its_numbers_to_the_expression(read: object) -> None:
    page = read(  # type: ignore[operator]
        "| steps<!-- n --> | loss<!-- = past.losses[n] --> | other<!-- = n + 1 --> |\n"
        "|--:|--:|--:|\n| 0 | 0.125 | 1 |\n| 2 | 0.0820 | 3 |\n"
    )
    first, plain, later, _ = page.items[-4:]
    assert first.explanation.symbol == "L"
    assert plain.explanation.code == "0 + 1"
    assert later.explanation.code == "past.losses[2]"
    assert later.explanation.meaning == "the loss, after 2 steps"
    assert later.explanation.role == "error"
    assert "after_2 = after[0]([p, w], later && 2)" in foot(page, str)


def test_updates_that_lead_nowhere_stop_no_build(tmp_path: Path) -> None:
    notation = tmp_path / "notation.md"
    notation.write_text(NOTATION, encoding="utf-8")
    path = tmp_path / "page.md"
    bound = "5<!-- = past.weights[40, 0] -->"
    for update in (
        r"(1 - w)^{0.5}",
        r"w^2 \cdot 10^{9}",
        r"\sqrt{w - 1}",
        r"\ln(w - 1) + 3",
        r"\frac{1}{w - 2}",
    ):
        text = f"The weight is $w = 2$, and $w \\leftarrow {update}$: {bound}.\n"
        path.write_text(text, encoding="utf-8")
        assert last(read_page(text, path, str(notation))).coded


def test_without_updates_nothing_is_after_any(tmp_path: Path) -> None:
    notation = tmp_path / "notation.md"
    notation.write_text(NOTATION, encoding="utf-8")
    path = tmp_path / "page.md"
    text = "The weight is $w = 0.5$, and later 0.5<!-- = past.weights[3, 0] -->.\n"
    path.write_text(text, encoding="utf-8")
    assert last(read_page(text, path, str(notation))).coded
