"""What exercise sheets and lab records say: sums over two indices, means of columns, points."""

from __future__ import annotations

import math

import pytest
from verdicts import wrong

import mathdoctest


def verdicts(page: str) -> dict[str, str]:
    return {claim.text: claim.verdict for claim in mathdoctest.check(page).claims}


PARTS = {"11": 2.51, "12": 1.25, "13": 0.12, "21": 0.75, "22": 0.54, "23": 0.23}


@pytest.mark.parametrize(
    "sign", ["\\sum_{i,j}", "\\sum_{i, j}", "\\sum_{ij}", "\\sum_i \\sum_j", "\\sum_{i}\\sum_{j}"]
)
def test_a_sum_over_two_indices_runs_over_all_that_is_told(sign: str) -> None:
    told = ", ".join(f"$q_{{{k}}} = {part}$" for k, part in PARTS.items())
    page = f"{told}.\n\n$Q = {sign} q_{{ij}} = %s$ and $R = {sign} q_{{ij}}^2 = %s$\n"
    total, squares = (f"{sum(part**n for part in PARTS.values()):.3f}" for n in (1, 2))
    assert not wrong(page % (total, squares))
    assert wrong(page % ("4.520", squares)) == [("4.520", total)]
    assert wrong(page % (total, "9.371")) == [("9.371", squares)]


def test_a_sum_over_two_indices_of_what_nobody_tells_is_what_the_page_says() -> None:
    page = (
        "$E_{11} = 76.316$, $E_{12} = 23.684$, $N = 190$.\n\n"
        "$$\\chi^2 = \\sum_{i,j} \\frac{(O_{ij} - E_{ij})^2}{E_{ij}} = 0.7737 + 2.4931 = 3.2668$$"
        "\n\n"
        "and $\\varphi = \\sqrt{\\chi^2 / N} = %s$.\n"
    )
    right = f"{math.sqrt(3.2668 / 190):.4f}"
    assert not wrong(page % right)
    assert wrong(page % "0.0172") == [("0.0172", right)]


SPEEDS = (12.4, 19.9, 28.2, 36.1, 41.3)
INVERSE = [1 / speed for speed in SPEEDS]
COLUMN = "| v | Y = 1/v |\n|---:|---:|\n" + "".join(
    f"| {speed} | {one:.5f} |\n" for speed, one in zip(SPEEDS, INVERSE, strict=True)
)


@pytest.mark.parametrize("mean", ["\\overline{Y}", "\\bar{Y}", "\\bar Y"])
def test_the_mean_of_a_column_is_told_by_the_letter_of_its_head(mean: str) -> None:
    page = f"{COLUMN}\n${mean} = %s$\n"
    right = f"{sum(INVERSE) / len(INVERSE):.6f}"
    assert not wrong(page % right)
    assert wrong(page % "0.046354") == [("0.046354", right)]


def test_a_list_is_the_sample_of_the_letter_that_its_mean_has() -> None:
    page = (
        "We read 0.412, 0.405, 0.419 and 0.408.\n\n"
        "$\\overline{A} = \\frac{0.412 + 0.405 + 0.419 + 0.408}{4} = 0.4110$\n\n"
        "$\\alpha = \\overline{Y} - 0.012054 \\, \\overline{X} = 0.043654 - 0.012054 \\cdot 1.9375"
        " = 0.02030$\n"
    )
    assert not wrong(page)


@pytest.mark.parametrize("words", ["percentage points", "percent", "Prozentpunkte", "por ciento"])
def test_words_behind_a_formula_may_make_its_number_one_of_hundredths(words: str) -> None:
    page = f"$D = 3.5603$. If it climbs by $h = 0.5$ {words}, then $-D h = -1.780\\%$.\n"
    assert not wrong(page)
    assert wrong(page.replace("1.780", "1.870"))


def test_a_result_told_beside_others_that_were_worked_out_may_be_rounded() -> None:
    a, b = 1 / 7 * 0.2475, 0.03381 * 0.17905  # the second one as it was before it was rounded
    page = (
        f"$d_A = 0.2475 / 7 = {0.2475 / 7:.4f}$, $d_B = {0.03381:.4f}$ and $q = 0.17905$.\n\n"
        f"$J = d_B q = {b:.5f}$ and $P = \\frac{{d_A}}{{d_A + J}} = {a / (a + b):.5f}$\n"
    )
    assert not wrong(page)


def test_numbers_that_may_rest_on_what_is_varied_are_not_varied_without_it() -> None:
    def loss(w: float) -> float:
        p = 1 / (1 + math.exp(-2 * w))
        q = 1 / (1 + math.exp(-3 * w))
        return -(math.log(p) + math.log(1 - q)) / 2

    w, h = 0.7, 0.01
    p, q = (1 / (1 + math.exp(-x * w)) for x in (2, 3))
    page = (
        f"$w = 0.7$, $p = \\frac{{1}}{{1 + e^{{-2 w}}}} = {p:.5f}$,"
        f" $q = \\frac{{1}}{{1 + e^{{-3 w}}}} = {q:.5f}$.\n\n"
        f"$l_1 = -\\ln {p:.5f} = {-math.log(p):.5f}$ and"
        f" $l_2 = -\\ln (1 - {f'{q:.5f}'.replace('9', '6')}) = {-math.log(1 - q):.5f}$,"
        f" $L = \\frac{{l_1 + l_2}}{{2}} = {loss(w):.5f}$.\n\n"
        f"$\\varepsilon = 0.01$: $L(w + \\varepsilon) = {loss(w + h):.7f}$\n"
    )
    assert f"{loss(w + h):.7f}" not in dict(wrong(page))


def test_a_list_may_leave_out_where_nothing_is_taken_away() -> None:
    page = (
        "$$p = \\frac{[e^2, e^1]}{e^2 + e^1} = [0.731, 0.269]$$\n\n"
        "$$d = p - y = [0.731 - 1,\\; %s] = [-0.269,\\; 0.269]$$\n\n$$2 d = [-0.538, 0.538]$$\n"
    )
    assert not wrong(page % "0.269")
    assert wrong(page % "0.296")[0] == ("0.296", "0.269")


def test_a_number_of_a_cell_may_stand_in_bold_dollars() -> None:
    page = (
        "$\\eta = 0.1$\n\n| weight | old | gradient | new |\n|---|---|---|---|\n"
        "| $u$ | $0.5$ | $-0.0404$ | **$0.50404$** |\n| $v$ | $-0.4$ | $-0.0606$ | **$%s$** |\n"
        "| $w$ | $0.7$ | $-0.0551$ | __$0.70551$__ |\n"
    )
    right = f"{-0.4 + 0.1 * 0.0606:.5f}"
    assert {c.verdict for c in mathdoctest.check(page % right).claims} == {"verified"}
    assert wrong(page % "-0.39349") == [("0.39349", right.lstrip("-"))]


def test_a_function_that_nobody_declares_computes_a_symbol_anew_in_another_section() -> None:
    page = (
        "## One\n\n$x_2 = 0.7$ and $S_2 = e^{x_2} / 10 = 0.20$.\n\n"
        "## Two\n\n$W = 2$, $H = 0.5$.\n\n$S_2 = g(W X + H) = g(2.4) = 2.4$\n"
    )
    assert not wrong(page)


def test_each_item_of_a_list_may_work_a_symbol_out_by_its_own_formula() -> None:
    page = (
        "The softmax gives $p_1 = 0.6292$, $p_2 = 0.2558$ and $p_3 = 0.1149$.\n\n"
        "- If the class is 1: $L = -\\ln p_1 = 0.4633$\n"
        "- If the class is 2: $L = -\\ln p_2 = 1.3633$\n"
        "- If the class is 3: $L = -\\ln p_3 = 2.1637$\n"
    )
    assert not wrong(page)


def test_what_adds_up_to_one_may_be_rounded_results() -> None:
    scores = (2.0, 1.0, 0.1)
    whole = sum(map(math.exp, scores))
    shares = [math.exp(score) / whole for score in scores]
    told = ", ".join(f"$p_{k} = {share:.4f}$" for k, share in enumerate(shares, 1))
    page = (
        f"Softmax of (2.0, 1.0, 0.1): {told}.\n\nThen $L = -\\ln p_2 = {{}}$;"
        f" were it the third one, $L = -\\ln p_3 = {-math.log(shares[2]):.4f}$.\n"
    )
    assert not wrong(page.format(f"{-math.log(shares[1]):.4f}"))
    assert wrong(page.format("1.7410"))


LAYERS = (
    "$x = [0.5, 0.2]$\n\n$$w^1 = \\begin{bmatrix} 0.1 & 0.3 \\\\ 0.2 & 0.4 \\end{bmatrix}$$\n\n"
    "$$a^1 = \\tanh(w^1 x) = \\begin{bmatrix} %s \\\\ %s \\end{bmatrix}$$\n\n"
    "$$w^2 = [0.5, -0.3], \\quad z^2 = w^2 a^1 = %s, \\quad a^2 = (z^2)^2 = %s$$\n\n"
    "$$\\delta^2 = a^2 - 0.4 = %s$$\n"
)


def test_digits_above_letters_may_be_the_numbers_of_layers() -> None:
    a = math.tanh(0.11), math.tanh(0.18)
    z = 0.5 * a[0] - 0.3 * a[1]
    right = (f"{a[0]:.5f}", f"{a[1]:.5f}", f"{z:.6f}", f"{z**2:.8f}", f"{z**2 - 0.4:.6f}")
    assert {c.verdict for c in mathdoctest.check(LAYERS % right).claims} == {"verified"}
    for k, text in enumerate(right):
        slip = text[:-2] + str((int(text[-2]) + 5) % 10) + text[-1]
        found = wrong(LAYERS % (*right[:k], slip, *right[k + 1 :]))
        assert slip.lstrip("-") in dict(found)


@pytest.mark.parametrize(
    ("page", "right", "slip"),
    [
        ("$a = 3$, $b = 0.5$, $c = a^2 = 9$, so $c^2 = 81$ and $(c^2)^2 = %s$.\n", "6561", "6651"),
        ("$\\sigma = 0.3$, $\\sigma^2 = 0.09$, $\\sigma^3 = %s$.\n", "0.027", "0.072"),
        ("$r = 2$: $r^1 = 2$, $r^2 = 4$, $r^3 = %s$.\n", "8", "6"),
    ],
)
def test_a_power_stays_a_power(page: str, right: str, slip: str) -> None:
    assert not wrong(page % right)
    assert wrong(page % slip) == [(slip, right)]


@pytest.mark.parametrize(
    "page",
    [
        "$x_1 = 1$, $x_2 = 2$, $x_3 = 5$: $\\sum_{i,j=1}^{2} x_i x_j = %s$\n",
        "$x_1 = 1$, $x_2 = 2$, $x_3 = 5$: $\\sum_{i=1}^{2} \\sum_{j=1}^{2} x_i x_j = %s$\n",
    ],
)
def test_the_bounds_of_a_sum_over_two_indices_hold_for_both(page: str) -> None:
    assert not wrong(page % "9")
    assert wrong(page % "64") == [("64", "9")]


def test_an_index_that_is_written_twice_is_no_sum_over_two() -> None:
    assert not wrong("$q_1 = 1$, $q_2 = 2$ and $\\sum_{ii} q_i = 3$\n")
