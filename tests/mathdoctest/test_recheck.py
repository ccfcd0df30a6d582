"""Checking a page again after an edit finds exactly what checking all of it finds."""

from __future__ import annotations

import pickle
import random
import runpy
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from leftovers import sizes

from mathdoctest import check, project
from mathdoctest.edits import edits
from mathdoctest.extract import extract
from mathdoctest.patch import apply
from mathdoctest.recheck import Session
from mathdoctest.report import Report
from mathdoctest.source import read

ROOT = Path(__file__).parents[2]
LONG = runpy.run_path(str(ROOT / "benchmarks" / "pages.py"))
PAGES = sorted(
    [
        *(ROOT / "docs").glob("*.md"),
        *(ROOT / "tests" / "data").rglob("*.md"),
        ROOT / "README.md",
    ]
)
EDITS = 8
"""Edits tried on each page."""

CHAIN = """# A network

## Given

Let $x = 0.6$, $w = 1.2$ and $b = -0.3$; $\\sigma(z) = \\frac{1}{1 + e^{-z}}$.

$$
z = w \\cdot x + b = 1.2 \\cdot 0.6 - 0.3 = 0.72 - 0.3 = 0.42
$$

$$
a = \\sigma(z) = \\frac{1}{1 + e^{-0.42}} \\approx 0.60348
$$

$$
E = \\frac{1}{2} (1 - a)^2 \\approx \\frac{1}{2} (1 - 0.60348)^2 \\approx 0.07861
$$

Then $w \\leftarrow w - 0.1 \\cdot a \\approx 1.2 - 0.1 \\cdot 0.60348 \\approx 1.13965$
and $w \\approx 1.13965$.

$$
3.5 \\cdot 2.5 + 0.25 = 8.75 + 0.25 = 9
$$
"""


def assert_same(ours: Report, whole: Report) -> None:
    """One by one, so that a failure shows what differs."""
    # First what is known before the rest of the report is made.
    assert ours.counts == whole.counts
    assert ours.ok() == whole.ok()
    assert ours.claims == whole.claims
    assert ours.findings == whole.findings
    assert ours.links == whole.links
    assert ours.checked == whole.checked
    assert ours.page == whole.page
    # What is written only when somebody reads it.
    for one, other in zip(ours.claims, whole.claims, strict=True):
        assert (one.stands_for, one.exact) == (other.stands_for, other.exact)
        assert (one.quantity is None) == (other.quantity is None)


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.stem)
def test_slips_on_a_page_are_reported_as_by_a_whole_check(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    session = Session(text, path=str(path))
    assert_same(session.report, check(text, path=str(path)))
    possible = list(edits(extract(text, str(path))))
    chance = random.Random(path.stem)  # noqa: S311 -- a sample
    for edit in chance.sample(possible, min(EDITS, len(possible))):
        edited = apply(text, edit.patches)
        assert_same(session.check(edited), check(edited, path=str(path)))
    assert session.check(text) is session.report


@pytest.mark.parametrize("name", ["walkthrough", "appendix-3"])
def test_slips_are_compared_with_the_code_as_by_a_whole_check(name: str) -> None:
    path = ROOT / "docs" / f"{name}.md"
    chosen = project.settings(path, project.Options(run_code=True))
    source = read(path)
    code = project.run_code(source, chosen)
    again = project.checker(source, chosen)
    possible = list(edits(extract(source.text, str(path))))
    for edit in random.Random(name).sample(possible, 3 * EDITS):  # noqa: S311 -- a sample
        edited = apply(source.text, edit.patches)
        assert_same(again(edited), project.check_text(edited, path, chosen, code))


@pytest.mark.parametrize(
    ("make", "formulas", "again"),
    # A digit of a name's subscript changes what the page means.
    [(LONG["chains"], 90, 2), (LONG["chains"], 500, 2), (LONG["walkthroughs"], 90, 10)],
)
def test_slips_on_a_long_page_are_reported_as_by_a_whole_check(
    make: Callable[[int, int], str], formulas: int, again: int
) -> None:
    text = make(formulas, 7)
    session = Session(text)
    possible = [edit for edit in edits(extract(text)) if edit.kind == "digit"]
    for edit in random.Random(1).sample(possible, 40):  # noqa: S311 -- a sample
        edited = apply(text, edit.patches)
        assert_same(session.check(edited), check(edited))
    assert session.again <= again, "these edits touch only a part of the page"


def test_a_report_is_made_for_whoever_reads_it_wherever_that_is() -> None:
    edited = CHAIN.replace("w = 1.2$", "w = 1.25$")
    whole = check(edited)
    report = Session(CHAIN).check(edited)
    assert report.counts == whole.counts
    assert "claims" not in vars(report), "nothing is moved to know whether the page passes"
    assert pickle.loads(pickle.dumps(report)) == whole  # noqa: S301 -- our own
    assert Session(CHAIN).check(edited) == whole
    with pytest.raises(AttributeError, match="claim"):
        report.claim  # type: ignore[attr-defined]  # noqa: B018


@settings(max_examples=150, deadline=None)
@given(
    at=st.integers(0, len(CHAIN)),
    removed=st.integers(0, 6),
    inserted=st.one_of(
        st.text("0123456789.+-=xwzab_{}()\\ ", max_size=4),
        st.sampled_from(["$", "$$", "\n", "\n\n", "`", "#", "|", "\\cdot", "\\approx", "<!--"]),
    ),
)
def test_any_edit_is_reported_as_by_a_whole_check(at: int, removed: int, inserted: str) -> None:
    edited = CHAIN[:at] + inserted + CHAIN[at + removed :]
    assert_same(SESSION.check(edited), check(edited))


SESSION = Session(CHAIN)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("x = 0.6$", "x = 0.7$"),  # a given, on which nearly everything depends
        ("w = 1.2$", "w = 1.25$"),  # the same, and all that follows moves
        ("0.72 - 0.3 =", "0.73 - 0.3 ="),  # one printed number
        ("\\approx 0.60348\n", "\\approx 0.60349\n"),  # one that others repeat
        ("\\approx 1.13965$\n", "\\approx 1.1396$\n"),  # an update
        ("8.75 + 0.25", "8.755 + 0.25"),  # plain arithmetic, whose operand may be the slip
        ("+ b =", "- b ="),  # an operator
    ],
)
def test_an_edit_inside_a_formula_needs_no_whole_check(old: str, new: str) -> None:
    assert CHAIN.count(old) == 1
    session = Session(CHAIN)
    edited = CHAIN.replace(old, new)
    report = session.check(edited)
    assert session.again == 0
    assert report.claims != session.report.claims
    assert_same(report, check(edited))
    assert_same(session.check(CHAIN), check(CHAIN))


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("b = -0.3", "c = -0.3"),  # another name
        ("## Given\n", "## Given\n\n$k = 3$\n"),  # another formula
        ("w \\leftarrow w", "w = w"),  # no update any more
        ("1 + e^{-z}", "2 + e^{-z}"),  # a whole number that stands for a quantity elsewhere
    ],
)
def test_an_edit_that_may_concern_all_of_the_page_is_checked_as_a_whole(old: str, new: str) -> None:
    session = Session(CHAIN)
    edited = CHAIN.replace(old, new)
    assert_same(session.check(edited), check(edited))
    assert session.again == 1


def test_versions_do_not_remember_each_other() -> None:
    session = Session(CHAIN)
    first = session.check(CHAIN.replace("x = 0.6$", "x = 0.7$"))
    session.check(CHAIN.replace("w = 1.2$", "w = 1.9$"))
    assert_same(session.check(CHAIN.replace("x = 0.6$", "x = 0.7$")), first)


def test_a_quantity_that_starts_from_itself_leaves_its_definition_to_another_statement() -> None:
    page = "$x = 2$, $y = 3$\n\n$G = x y$\n\n$H = G + 1 = 7$. Again, $G = x y$.\n"
    edited = page.replace("$G = x y$", "$G = G y$", 1)
    assert_same(Session(page).check(edited), check(edited))


def test_another_length_of_a_list_may_tell_what_other_lists_are_counted_from() -> None:
    page = (
        "$p_0 = 0.7$, $p_1 = 0.3$, so $p = [0.7, 0.3]$, $q = [0.2, 0.4]$ "
        "and $\\sum_i p_i q_i = 0.26$.\n"
    )
    edited = page.replace("[0.7, 0.3]", "[0.7, 0.3, 0.1]")
    assert_same(Session(page).check(edited), check(edited))


@pytest.mark.parametrize("name", ["appendix-3", "what-next"])
def test_a_version_leaves_nothing_behind(name: str) -> None:
    """Else one found later might be taken for it, as two numbers may have one identity in turn."""
    path = ROOT / "docs" / f"{name}.md"
    text = path.read_text(encoding="utf-8")
    session = Session(text, path=str(path))
    possible = [e for e in edits(extract(text, str(path))) if e.kind in ("subscript", "symbol")]
    chance = random.Random(name)  # noqa: S311 -- a sample
    some = chance.sample(possible, 200) + [e for e in possible if e.kind == "subscript"][-800::4]
    versions = [apply(text, edit.patches) for edit in some]
    session.check(versions[0])
    before = sizes(session)
    for version in versions[1:]:
        session.part(version)
    session.check(versions[0])
    after = sizes(session)
    # A function's derivatives are what they are, whichever version asks for one first.
    assert after - before <= Counter({"Function._derived": 9})


ASIDE = r"""$$S = -0.4 \log_2 0.4 - 0.6 \log_2 0.6$$

$$\log_2 0.4 = -1.322$$

$$\log_2 0.6 = -0.737$$

$$= -0.4 \times (-1.322) - 0.6 \times (-0.737)$$

$$\sigma^2 = \frac{1.5^2 + 0.5^2}{2} = 1.25$$

$$\sigma^2 = \frac{2.25 + 0.25}{2} = \frac{2.5}{2}$$
"""


def test_a_datum_that_one_version_works_out_is_a_datum_again_in_the_next() -> None:
    page = (
        r"$l = 1.00$ m and $g = 9.81$ m/s² give $T = 2 \pi \sqrt{l / g} = 2.006$ s. The longer one"
        " has $l' = 1.05$ m and $T' = 2.056$ s.\n\nOn the mountain $g' = 9.79$ m/s², so the first"
        " one has $T' = 2.008$ s there, and the longer one $T' = 2.058$ s.\n"
    )
    session = Session(page)
    for old, new in (("2.006", "2.056"), ("1.05", "1.06")):
        version = page.replace(old, new)
        assert_same(session.check(version), check(version))
    assert not session.again


TOGETHER = (
    "$a = 3 \\cdot 0.7 = 2.1$, $b = 2 a = 4.2$.\n\n$p = -a = -2.1$, $q = -b = -4.2$, together %s.\n"
)
STEPPED = """Let $x = 2$, $w = 0.5$, $v = 0.3$, $u = 0.8$ and $\\eta = 0.1$.

| weight | old | gradient | new |
|--|--|--|--|
| $w$ | 0.5 | -0.42 | 0.542 |
| $v$ | 0.3 | -0.7 | 0.37 |
| $u$ | 0.8 | 0.35 | 0.765 |

Again it is $h' = w' x = 1.084$ and $y' = v' h' = 0.40108$.
"""
TOLD_OF_OTHERS = {
    "a rule whose numbers only a table tells": (
        (
            "With $w_1 = 0.7$, $w_2 = 0.6$, $h_1 = 0.71$, $h_2 = 0.46$ let $d_j = (1 - h_j^2) w_j$:"
            "\n\n| $j$ | $d_j$ |\n|--|--|\n| 1 | 0.3471 |\n| 2 | 0.4730 |\n"
        ),
        [("| 2 |", "| 1 |"), ("0.4730", "0.4740"), ("$d_j$ |", "$e_j$ |"), ("$h_2", "$h_3")],
    ),
    "a result in another unit that is told": (
        (
            "$f = 2 \\cdot 5 = 10\\,\\mathrm{cm}$ and $D = \\frac{1}{f} = "
            "\\frac{1}{0.1\\,\\mathrm{m}} = 10$ and $q = \\log_{10} f = 1$.\n"
        ),
        [("cm", "km"), ("0.1", "0.2"), ("5 =", "6 ="), ("= 1$", "= 2$")],
    ),
    "an equation that asks for a letter anew": (
        (
            "$\\sin b = 0.4229$, so $b = 25.0^\\circ$. Then $\\sin b = 0.5698$, so "
            "$b = 34.7^\\circ$.\n"
        ),
        [("34.7", "25.0"), ("0.5698", "0.4229"), ("25.0", "34.7"), ("so $b = 34", "so $c = 34")],
    ),
    "a function that is declared anew": (
        (
            "**(a)** $f(x) = x^3$: $f(2) = 8$.\n\n**(b)** $f(x) = x^2$: $f(2) = 4$.\n\n"
            "$y = 2 q + 1$ and $y = 2.5 q - 0.5$.\n"
        ),
        [("x^2", "x^4"), ("**(b)**", "(b)"), ("= 8", "= 9"), ("2.5 q", "2 q"), ("x^3", "x^2")],
    ),
    "what was measured": (
        "$U = (6.24 \\pm 0.03)\\,\\mathrm{V}$, and $\\Delta U / U = 0.0048$ so $2 U = 12.48$.\n",
        [("0.03", "0.04"), ("6.24", "6.34"), ("\\Delta U /", "\\Delta I /"), ("\\pm", "+")],
    ),
    "small print": (
        (
            "x₁ = 0.5 and w₁ = 0.3, so net_h₁ = x₁ * w₁ = 0.5 * 0.3 = 0.15, then"
            " w₁_new = w₁ - net_h₁ = 0.3 - 0.15 = 0.15.\n"
        ),
        [("0.15, then", "0.16, then"), ("h₁ = x", "h = x"), ("_new", "_old"), ("0.5 *", "0.6 *")],
    ),
    "what symbols told first and then numbers": (
        "$G = E - 2 F$\n\n$G = 0.94 - 0.5 \\cdot 0.42$\n\n$G = 0.73$ and $2 G = 1.46$\n",
        [("2 F$", "2$"), ("0.94", "0.95"), ("0.73", "0.74"), ("$G = E - 2 F$", "$E = 2$")],
    ),
    "words of others in code spans": (
        (
            "`Info(Sun) = 2 * 0.25 = 0.5`, `Info(Rain) = 3 * 0.25 = 0.75`,"
            " `Gain(S, Sun) = 0.5 + 0.75 = 1.25`.\n"
        ),
        [("0.5`", "0.6`"), ("Info(Rain)", "Info(3)"), ("1.25", "1.35"), ("`Gain", "Gain")],
    ),
    "a difference of the two numbers before": (
        "The means are $m = 31.30$ and $n = 28.50$. The difference is 2.80, or $2.80$.\n",
        [
            ("31.30", "31.40"),
            ("2.80,", "2.90,"),
            ("The difference", "Theirs"),
            ("$2.80$", "$2.70$"),
        ],
    ),
    "a factor that is a percentage": (
        "$i = 5.4\\% / 12 = 0.45\\%$.\n\nSo $A = 15000 \\cdot 1.0045^{12} = 15829.54$.\n",
        [("0.45\\%", "0.46\\%"), ("1.0045", "1.0046"), (".54$", ".57$"), ("5.4\\%", "5.5\\%")],
    ),
    "letters of matrices in a row": (
        (
            "$A = \\begin{pmatrix} 2 & 1 \\\\ 0 & 3 \\end{pmatrix}$ and"
            " $B = \\begin{pmatrix} 4 \\\\ 1 \\end{pmatrix}$.\n\nSo"
            " $AB = \\begin{pmatrix} 9 \\\\ 3 \\end{pmatrix}$, $(AB)_2 = 3$, $(AB)_1 / 2 = 4.5$\n"
        ),
        [("$B =", "$C ="), ("$AB =", "$Ab ="), ("9 \\\\", "8 \\\\"), ("(AB)_2", "(AB)_1")],
    ),
    "what words say of a calculation": (
        "The sigmoid $1/(1 + e^{-2.3})$ is 0.909. So $s = 2 \\cdot 0.909 = 1.818$.\n",
        [
            ("is 0.909", "of 0.909"),
            ("is 0.909", "is 0.919"),
            ("2.3", "2.4"),
            ("909.", "909 times 2."),
        ],
    ),
    "totals of two samples": (
        "$\\sum x = 840$ and $m = 840/5 = 168$.\n\nMen: $\\sum x = 910$ and $m = 910/5 = 182$.\n",
        [("910$", "842$"), ("840$", "910$"), ("Men:", "Without men,"), ("\n\nMen", " Men")],
    ),
    "a function that is not known": (
        "Here σ is an ELU.\n\n$\\sigma(-2.0) = -0.86$ and $\\sigma(0.8) = 0.8$.\n",
        [("ELU", "ReLU"), ("0.8$", "0.69$"), ("-0.86", "0.12")],
    ),
    "a new list by the formula of the old one": (
        (
            "$x = [0.8, -0.5]$, $w = [2, 3]$, $z = [2 \\cdot 0.8, 3 \\cdot 0.5] = [1.6, 1.5]$,"
            " $k = 2$, $v = k z = [3.2, 3.0]$\n\n$z' = [1.7, 1.9]$ and $v' = [3.4, 3.8]$\n"
        ),
        [("[1.7, 1.9]", "[1.7, 1.8]"), ("k = 2", "k = 3"), ("[3.4, 3.8]", "[3.4, 3.0]")],
    ),
    "a sum over a sample": (
        "| $x_i$ |\n|--|\n| 1.5 |\n| 2.5 |\n| 4.1 |\n\n$A = \\sum (x_i - 2)^2 = 4.91$\n",
        [("2.5", "2.6"), ("4.91", "4.92"), ("- 2)", "- 3)")],
    ),
    "which function a letter means": (
        "Each node has a ReLU.\n\n$w = 0.5$, $x = 2.4$, $h = \\sigma(w x) = \\sigma(1.2) = 1.2$.\n",
        [
            ("= 1.2$", "= 0.7685$"),
            ("ReLU", "tanh"),
            ("\\sigma(1.2) = ", ""),
            ("w = 0.5", "w = 0.4"),
        ],
    ),
    "a new value after a table of steps": (
        (
            "$x = 0.5$, $u = 0.7$, $v = 0.25$, $\\eta = 0.5$, $y = u x + v = 0.6000$\n\n"
            "| w | old | gradient | new |\n|---|---|---|---|\n| $u$ | 0.7 | 0.2 | 0.6 |\n"
            "| $v$ | 0.25 | 0.1 | 0.2 |\n\n$y' = 0.5000$ and $z = 2 y' = 1.000$\n"
        ),
        [("x = 0.5", "x = 0.6"), ("\\eta = 0.5", "\\eta = 0.6"), ("0.5000", "0.5100")],
    ),
    "data of a table that come out": (
        (
            "$k = 0.5$\n\n| $a$ | $k a$ |\n|---|---|\n| 1.31 | 0.655 |\n| 2.75 | 1.375 |\n"
            "| 3.19 | 1.595 |\n"
        ),
        [("k = 0.5", "k = 0.6"), ("1.375", "1.357"), ("k = 0.5", "k = 0.4")],
    ),
    "a result of the state before": (
        (
            "$w = 0.5$, $x = 2$. First $y = \\sigma(w x) = 0.7311$.\n\n"
            "The step: $w = 0.5 + 0.2 = 0.7$. Now $y = \\sigma(w x) = 0.8022$.\n\n"
            "Before:\n\n$$y = 0.7311$$\n"
        ),
        [("Before:", "After:"), ("w = 0.5$", "w = 0.6$"), ("$$y = 0.7311", "$$y = 0.7411")],
    ),
    "a negative result": (
        "$z = 0.2553 - 1.7878 = -1.5325$.\n\nSo the result is -1.5325.\n",
        [("0.2553", "0.2555"), ("is -1.5325", "is -1.5352"), ("0.2553 - ", "0.2553 + ")],
    ),
    "a function of numbers in text": (
        "Let w = 0.5. So y = w² = 0.25, tanh(0.5) = 0.4621.\n\nIt is σ(1.4) = 0.8022.\n",
        [("tanh(0.5)", "tanh(0.6)"), ("0.8022", "0.8012"), ("w = 0.5", "w = 0.6")],
    ),
    "a cell behind a named formula": (
        (
            "$w = 0.5$, $x = 2.2$, $y = 0.31$\n\n| what | value |\n|---|---|\n"
            "| $d = w x$ | 1.10 |\n| $c = w x + y$ | 1.41 |\n"
        ),
        [("x = 2.2", "x = 2.4"), ("1.41", "1.14"), ("1.10", "1.20")],
    ),
    "a sum": (
        "The shares are $1.61$ and $1.03$, whose sum is $2.64$.\n",
        [("1.61", "1.71"), ("2.64", "2.46")],
    ),
    "a long sum": (
        (
            "The shares are $1.61$, $1.03$, $2.11$, $3.07$, $4.02$, $5.55$ and $2.21$,"
            " whose sum is $19.60$.\n"
        ),
        [("19.60", "19.80")],
    ),
    "a change": (
        (
            "Let $w = 0.5$ and $v = 1.3$.\n\n$$L = (2 w - 3)^2 = 4$$\n\n"
            "$$L' = (2 v - 3)^2 = 0.16$$\n\n"
            "The loss has gone down by $3.84$, that is by $96\\,\\%$.\n"
        ),
        [("v = 1.3", "v = 1.4"), ("96", "69")],
    ),
    "a share": (
        "Let $m = 40$.\n\n$$m - 18.6 = 21.4$$\n\nor $53.5\\,\\%$ of all there was.\n",
        [("53.5", "0.535"), ("m = 40", "m = 42"), ("- 18.6", "- 18.5")],
    ),
    "a name behind a result": (
        "Let $x = 3$: $a = 2 x = 6 = b$. Then $c = b + 1.5 = 7.5$.\n",
        [("x = 3", "x = 4"), ("= 6", "= 7"), ("b + 1.5", "b + 2.5"), ("7.5", "8.5")],
    ),
    "a step": (
        (
            "Let $x_1 = 1.5$, $x_2 = 0.8$, $w_1 = 0.4$, $w_2 = 0.35$, $t = 1$ and"
            " $\\eta = 0.1$.\n\n"
            "$y = w_1 x_1 + w_2 x_2 = 0.88$ and $E = \\frac{1}{2} (y - t)^2 = 0.0072$.\n\n"
            "$\\frac{\\partial E}{\\partial w_1} = (y - t) x_1 = -0.18$ and"
            " $\\frac{\\partial E}{\\partial w_2} = (y - t) x_2 = -0.096$.\n\n"
            "$w_1 \\leftarrow w_1 - \\eta \\frac{\\partial E}{\\partial w_1} = 0.418$.\n\n"
            "$w_2 \\leftarrow 0.3596$.\n"
        ),
        [("x_2 = 0.8", "x_2 = 0.2"), ("\\eta = 0.1", "\\eta = 0.01")],
    ),
    "a leak": (
        "We use leaky ReLU with slope $0.1$ below zero.\n\n$$h = \\text{ReLU}(-2) = -0.2$$\n",
        [("$0.1$", "$0.2$")],
    ),
    "a loss a step further on": (
        (
            "Let $x = 1.5$, $w = 0.4$, $b = 0.1$ and $\\varepsilon = 0.01$.\n\n"
            "$$z = w x + b = 0.7, \\quad L = z^2 = 0.49$$\n\n"
            "Now $L(w + \\varepsilon) = 0.511225$.\n"
        ),
        [
            ("w = 0.4", "w = 0.5"),
            ("L = z^2", "L = z^3"),
            ("= 0.01", "= 0.02"),
            ("0.5112", "0.5211"),
        ],
    ),
    "a negative sum": (
        TOGETHER % "-6.3",
        [("0.7", "0.8"), ("-6.3", "-6.4")],
    ),
    "a result before its formula": (
        "Let $x = 2.5$.\n\n$6.0 = x + 3.5$ and $y = 2 x = 5$.\n",
        [("x = 2.5", "x = 2.1"), ("6.0", "6.1")],
    ),
    "an example of its own": (
        (
            "## Example 1\n\n$$p = 2 a = 2 \\cdot 0.15 = 0.3$$\n\n"
            "## Example 2\n\n$$q = 3 a = 0.6$$\n"
        ),
        [("0.15 = 0.3", "0.16 = 0.32"), ("## Example 2", "## Results")],
    ),
    "new values of a table": (
        STEPPED,
        [("-0.42 | 0.542", "-0.44 | 0.544"), ("0.1$.", "0.2$."), ("| new |", "| other |")],
    ),
}


@pytest.mark.parametrize("name", TOLD_OF_OTHERS)
def test_what_words_tell_of_other_numbers_is_told_anew_after_an_edit(name: str) -> None:
    page, changes = TOLD_OF_OTHERS[name]
    session = Session(page)
    assert_same(session.report, check(page))
    for old, new in changes:
        version = page.replace(old, new)
        assert version != page
        assert_same(session.check(version), check(version))


def test_a_chain_that_goes_on_from_one_further_up_is_made_again_with_it() -> None:
    session = Session(ASIDE)
    for edit in edits(extract(ASIDE)):
        edited = apply(ASIDE, edit.patches)
        assert_same(session.check(edited), check(edited))


SAID_AGAIN = """$x = 2.57$ and $y = 3 x = 7.71$.

{}
"""


@pytest.mark.parametrize(
    "again", ["So it is about 7.71.", "| what | y |\n|---|---|\n| it | 7.71 |"]
)
def test_a_number_that_says_a_result_again_is_judged_by_the_new_result(again: str) -> None:
    page = SAID_AGAIN.format(again)
    session = Session(page)
    for edited in (page.replace("2.57", "2.59"), page.replace("y = 3 x", "y = 2 x")):
        assert session.check(edited) == check(edited)


@pytest.mark.parametrize(
    ("old", "new"), [("48.19 + 3.11\\,x$", "48.18 + 3.11\\,x$"), ("= 62.1667$", "= 62.1668$")]
)
def test_a_slip_that_rounded_data_could_explain_is_judged_by_what_else_is_printed(
    old: str, new: str
) -> None:
    text = """Data $\\bar{x} = 4.5$, $\\bar y = 62.1667$ and $b_1 = 3.1067$.

$$
b_0 = \\bar{y} - b_1 \\bar{x} = 62.1667 - 3.1067 \\times 4.5 \\approx 48.187
$$

So the fitted line is

$$
\\hat{y} = 48.19 + 3.11\\,x .
$$

In one line: $\\hat{y} = 48.19 + 3.11\\,x$.
"""
    assert text.count(old) == 1
    edited = text.replace(old, new)
    session = Session(text)
    assert_same(session.check(edited), check(edited))
    assert not session.again
    assert session.check(edited).counts["wrong"]


SENTENCES = [
    "- Case A: $T = 298$, so $k = 2T = 596$.\n- Case B: $T = 289$, so $k = 2T = 578$.\n",
    "With $a = 2.0$, $b = 3.0$, $c = 4.0$ it is $a b c = 24$, for $a = 2.5$ it is $a b c = 30$.\n",
    "With $R = 10$ kΩ and $C = 47$ µF it is $t = R C = 0.47$ s, so $2 t = 0.94$ s.\n",
    "A matrix has $d^2 = 4096^2 \\approx 16.8$ M weights, and $2 \\cdot 4096 = 8192$.\n",
    "It is $2x = 5.0$ or $2x = 7.0$, and $y = 1.5$, $2y = 3.0$.\n",
]


@pytest.mark.parametrize("page", SENTENCES)
def test_words_and_units_around_formulas_count_after_an_edit_as_before_it(page: str) -> None:
    session = Session(page)
    for at, digit in ((at, digit) for at, digit in enumerate(page) if digit.isdigit()):
        other = page[:at] + str((int(digit) + 3) % 10) + page[at + 1 :]
        again, whole = session.check(other), check(other)
        assert again.claims == whole.claims
        assert again.findings == whole.findings
