"""Functions that a page shows at work, and never declares."""

from __future__ import annotations

from verdicts import claims, is_clean, undecided, wrong

LOGISTIC = r"""
$$h_1 = g(s_1) = g(2.2) = \frac{1}{1 + e^{-2.2}} = 0.90$$

$$h_2 = g(s_2) = g(-1.5) = \frac{1}{1 + e^{1.5}} = 0.18$$

With $s_3 = 0.75$ it is $h_3 = g(s_3) = %s$, and the slope is $g'(s_3) = %s$.
"""


def test_a_function_is_what_it_is_at_a_number() -> None:
    # 1 / (1 + exp(-0.75)) = 0.6792, and 0.6792 · 0.3208 = 0.2179.
    assert is_clean(LOGISTIC % ("0.6792", "0.2179"))
    assert not undecided(LOGISTIC % ("0.6792", "0.2179"))
    assert wrong(LOGISTIC % ("0.6972", "0.2197")) == [("0.6972", "0.6792"), ("0.2197", "0.2179")]


def test_what_a_function_is_takes_two_numbers_to_show_where_no_other_function_is_used() -> None:
    once = "$a = g(2.5) = 2.5^2 - 1 = 5.25$ and $b = g(0.75) = %s$."
    assert not wrong(once % "0.5")
    twice = once.replace(" and", ", $c = g(1.5) = 1.5^2 - 1 = 1.25$ and")
    assert is_clean(twice % "-0.4375")
    assert wrong(twice % "-0.4735") == [("0.4735", "0.4375")]


def test_two_formulas_for_one_name_show_nothing() -> None:
    page = (
        r"$a = g(2.5) = e^{-2.5} = 0.082$, $b = g(1.5) = e^{1.5} = 4.482$, so $c = g(0.75) = %s$."
    )
    assert not wrong(page % "0.5")


def test_gravity_times_a_sum_is_no_function() -> None:
    page = "With $g = 9.81$, $h_1 = 3$ and $h_2 = 1$ it is $v = \\sqrt{2 g (h_1 - h_2)} = %s$."
    assert is_clean(page % "6.264")
    assert wrong(page % "6.246") == [("6.246", "6.264")]


def test_a_clipped_value_stays_between_its_ends() -> None:
    page = r"With $\rho = %s$ it is $r = \text{clip}(\rho, 0.8, 1.2) = %s$."
    for value, clipped in (("0.7", "0.8"), ("1.1", "1.1"), ("1.5", "1.2")):
        assert is_clean(page % (value, clipped))
    assert wrong(page % ("1.5", "1.5")) == [("1.5", "1.2")]
    # At the left it is a value, and declares nothing.
    assert wrong(r"With $x = 1.5$ it is $\text{clip}(x, 0, 1) = 2$.") == [("2", "1")]


def test_a_letter_that_the_words_give_to_another_function_is_no_sigmoid() -> None:
    page = "With $z = 0.6$:\n\n- %s: $\\sigma'(z) = 1$\n"
    assert is_clean(page % "ReLU gradient")
    assert wrong(page % "The slope") == [("1", "0")]
    both = page % "Unlike ReLU, the sigmoid has"
    assert [c.verdict for c in claims(both) if c.text == "1"] == ["wrong"]
