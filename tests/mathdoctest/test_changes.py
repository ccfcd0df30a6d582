"""Changes in percent that a sentence tells behind the two numbers that it compares."""

from __future__ import annotations

import pytest
from verdicts import wrong

import mathdoctest


@pytest.mark.parametrize(
    ("page", "right", "off"),
    [
        ("The loss went from $0.9393$ down to $0.6332$, a drop of %s %%.", "32.6", "48.3"),
        ("El error ha bajado de 0.0707 a 0.0633, es decir, un %s%%.", "10.5", "11.7"),
        ("Its weight rises from 0.5422 to 0.6281, i.e. by %s%%.", "15.8", "13.7"),
        ("La perte passe de 0.744 à 0.248, soit une baisse de %s %%.", "66.7", "33.3"),
        ("A perda caiu de 0.744 para 0.248: uma redução de %s%%.", "66.7", "200.0"),
    ],
)
def test_a_change_in_percent_is_that_of_the_numbers_before_it(
    page: str, right: str, off: str
) -> None:
    told = {c.text: c.verdict for c in mathdoctest.check(page % right).claims}
    assert told[right] == "verified"
    assert wrong(page % off) == [(off, right)]


@pytest.mark.parametrize(
    "page",
    [
        "It went from 0.5 to 0.6, which is 83 % of something else.",
        "It grew from 0.5 to 0.6. From 3 to 4 steps it changes by 7 % each.",
        "Accuracy went from 33.3 % to 66.7 %, a rise of 33.4 %.",
        # Of 0.7351 and 0.6749 it is 8.2 %, of 0.7449 and 0.6849 as much.
        "It fell from 0.74 to 0.68, a drop of 8.3 %.",
        "It went from 12 to 9, and a rebate of 5 % helped.",
        "It fell from 0.744 to 0.248 and then to 0.147: a drop of 66.7 % at first.",
        "The error shrank from 0.21 to 0.03, and the loss by 98.4 %.",
        "It went from -0.21 to -0.33, a drop of 12.5 %.",
    ],
)
def test_a_percentage_that_may_be_another_one_is_left_alone(page: str) -> None:
    assert not wrong(page)


def test_results_of_the_page_are_compared_with_all_their_digits() -> None:
    page = (
        r"$a = \frac{2}{3} \approx 0.67$ and $b = \frac{1}{3} \approx 0.33$. It went from 0.67 to "
        "0.33, a reduction of %s %%."
    )
    assert not wrong(page % "50.0")
    assert wrong(page % "51.7") == [("51.7", "50.0")]
