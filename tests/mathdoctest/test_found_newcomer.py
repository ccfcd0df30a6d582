"""What somebody meets who writes a first page of formulas and runs the checker over it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from markdown import Markdown
from verdicts import undecided, wrong

import mathdoctest
from mathdoctest.cli import main
from mathdoctest.markdown import MathExtension
from mathdoctest.mathml import FormulaError
from mathdoctest.reporting import render
from mathdoctest.source import UnreadableError, decode

# ------------------------------------------------------------------ columns written in a line


@pytest.mark.parametrize("mark", [r"\top", "T", r"{\top}", r"\intercal"])
def test_a_gradient_is_differentiated_through_columns_written_in_a_line(mark: str) -> None:
    page = (
        f"With $x = (6, -2)^{mark}$, $w = (3, 5)^{mark}$ and $t = 1$ let $o = w^{mark} x = 8$ and "
        r"$J = \frac{1}{2} (o - t)^2 = 24.5$. Then"
    )

    def rules(formula: str) -> list[str]:
        report = mathdoctest.check(f"{page}\n\n$$\n{formula}\n$$\n")
        assert report.checked["gradient"] == 1
        return [finding.rule for finding in report.findings if not finding.advice]

    assert rules(r"\frac{\partial J}{\partial t} = t - o = -7") == []
    assert rules(r"\frac{\partial J}{\partial t} = o + t = 9") == ["gradient"]
    assert rules(r"\frac{\partial J}{\partial w_1} = (o - t) x_1 = 42") == []
    assert rules(r"\frac{\partial J}{\partial w_1} = (o - t) x_2 = -14") == ["gradient"]


def test_a_column_written_in_a_line_needs_no_name_for_its_numbers() -> None:
    report = mathdoctest.check(r"With $x = (0.6, -2.5)^\top$ we get $x_1 + x_2 = -1.9$.")
    assert report.ok(strict=True)
    assert report.checked["given"] == 1
    assert [claim.role for claim in report.claims] == ["given", "given", "claim"]


@pytest.mark.parametrize("mark", ["", r"^\top"])
def test_a_list_that_was_computed_is_said_again_under_another_heading(mark: str) -> None:
    page = (
        "# Forward\n\n"
        r"With $z = [0.6, -0.3]$ and $d = -0.2$ we get $a = \sigma(z) = [0.6457, 0.4256]$."
        "\n\n# Backward\n\n"
        rf"Using $a = [{{}}, 0.4256]{mark}$ we get $g = d a = [-0.1291, -0.0851]$."
    )
    report = mathdoctest.check(page.format("0.6457"))
    assert report.ok()
    assert [c.role for c in report.claims if c.line == 7] == ["claim"] * 4
    assert wrong(page.format("0.6475")) == [("0.6475", "0.6457")]


# ------------------------------------------------------------------ what follows from a slip


@pytest.mark.parametrize(
    ("follows", "does_not"),
    [
        ("$2 q = 70.32$", "$3 q = 150.48$"),
        ("$30 q = 1054.8$", "$30 q = 1058.4$"),
        ("$q = 35.16$", "$q = 35.61$"),
        ("$r = 5 - 2 q = 5 - 70.32 = -65.32$", "$r = 5 - 2 q = 5 - 70.32 = -63.52$"),
    ],
)
def test_only_what_a_wrong_number_leads_to_as_it_is_printed_is_told_under_it(
    follows: str, does_not: str
) -> None:
    page = f"With $a = 9.5$ and $k = 3.7$ we get $q = a k = 35.16$, so {follows}; also {does_not}."
    report = mathdoctest.check(page)
    slip = next(i for i, claim in enumerate(report.claims) if claim.text == "35.16")
    told = page.index("also")
    below = {c.start < told: c.cause for c in report.claims if c.verdict == "wrong"}
    assert below == {True: slip, False: None}


# ------------------------------------------------------------------ updates


@pytest.mark.parametrize("name", ["u", r"\mathbf{u}"])
def test_an_entry_of_a_vector_is_known_when_it_is_updated(name: str) -> None:
    page = (
        rf"With ${name} = \begin{{pmatrix}} 0.7 \\ -0.4 \end{{pmatrix}}$ and $q = 0.5$ we set"
        "\n\n"
        r"$$u_1 \leftarrow u_1 - q \cdot 0.2 = 0.7 - 0.5 \cdot 0.2 = 0.6$$"
        "\n\n"
        r"and $2 u_1 = 1.2$, but $u_1 + u_2 = "
    )
    report = mathdoctest.check(f"{page}0.2$.")
    assert report.ok(strict=True)
    assert report.checked["update"] == 1
    assert wrong(f"{page}0.3$.") == [("0.3", "0.2")]


def test_what_a_new_value_is_less_than_gives_it_no_value() -> None:
    page = (
        r"With $u = 0.7$ and $q = 0.5$ we set $u \leftarrow u - q \cdot 0.2 = 0.6$. As $u < {}$, "
        r"we have $2 u = 1.2$."
    )
    report = mathdoctest.check(page.format("1"))
    assert report.ok(strict=True)
    assert report.checked["inequality"] == 1
    assert [f.rule for f in mathdoctest.check(page.format("0.5")).findings] == ["inequality"]


def updates(formula: str) -> list[str]:
    """What is said against an update in a page with weights, a rate and a gradient."""
    given = r"With $w = 0.5$, $v = 0.2$, $\eta = 0.1$, $\text{lr} = 0.1$ and $g = 2$ we set "
    report = mathdoctest.check(f"{given}${formula}$.")
    assert report.checked["update"] == 1
    return [finding.rule for finding in report.findings if not finding.advice]


def test_a_learning_rate_does_not_take_the_step_of_a_weight() -> None:
    assert updates(r"w \leftarrow w - \eta g = 0.5 - 0.1 \cdot 2 = 0.3") == []
    assert updates(r"\eta \leftarrow w - \eta g = 0.5 - 0.1 \cdot 2 = 0.3") == ["update"]
    assert updates(r"\text{lr} \leftarrow w - g \cdot \text{lr} = 0.3") == ["update"]
    assert updates(r"\eta \leftarrow w") == ["update"]


@pytest.mark.parametrize(
    "formula",
    [
        r"\eta \leftarrow 0.5 \eta = 0.05",
        r"\eta \leftarrow \eta - 0.1 \eta = 0.09",
        r"\eta \leftarrow \frac{\eta}{1 + 0.5 g} = 0.05",
        r"v \leftarrow w - 2 v = 0.1",  # Euclid's step
        r"v \leftarrow 0.9 v + 0.1 g = 0.38",
        r"v \leftarrow 0.9 v - \eta g = -0.02",
        r"w \leftarrow v + w - \eta g = 0.5",
    ],
)
def test_other_steps_start_where_they_are_meant_to(formula: str) -> None:
    assert updates(formula) == []


def test_what_is_one_where_an_entry_is_positive_is_so_entry_by_entry() -> None:
    page = (
        r"With $z = [0.6, -0.3, 0.2]$ and $g = [0.5, 0.7, 0.9]$ let "
        r"$d = g \odot \mathbf{1}_{z > 0} = "
    )
    assert mathdoctest.check(f"{page}[0.5, 0, 0.9]$.").ok()
    assert wrong(f"{page}[0.5, 0, 0.8]$.") == [("0.8", "0.9")]


# ------------------------------------------------------------------ settings and commands


@pytest.mark.parametrize(
    ("settings", "complaint"),
    [
        ({"chek": True}, "mathdoctest has no setting 'chek'; did you mean 'check'?"),
        ({"zoo": True}, "mathdoctest has no setting 'zoo'; there are font, claims, check"),
        ({"check": "yes"}, "mathdoctest.check must be true or false, not 'yes'"),
        ({"font": 3}, "mathdoctest.font must be the path of a folder, not 3"),
    ],
)
def test_the_extension_answers_wrong_settings_as_the_project_file_does(
    settings: dict[str, object], complaint: str
) -> None:
    md = Markdown(extensions=[MathExtension(**settings)])
    with pytest.raises(FormulaError, match=f"^markdown_extensions: {re.escape(complaint)}$"):
        md.convert("$x = 1$")


# ------------------------------------------------------------------ what a message says


def told(page: str) -> str:
    """The report of a page for a reader."""
    return render(mathdoctest.check(page), "text", strict=False).body


@pytest.mark.parametrize(
    "share",
    [
        r"$s = \frac{a}{b} \approx 11.76\,\%$",
        r"$s = \frac{a}{b} = 12.75\,\%$; that is $s = 11.76\%$",
        r"a share of 11.76%<!-- = $\frac{a}{b}$ -->",
    ],
)
def test_a_percentage_is_told_as_a_percentage(share: str) -> None:
    page = f"With $a = 51$ and $b = 400$ we get {share}."
    assert "\n  exact 12.75 %, to 2 decimals 12.75" in told(page)
    (claim,) = (c for c in mathdoctest.check(page).claims if c.verdict == "wrong")
    assert (claim.exact, claim.expected) == ("0.1275", "12.75")
    assert claim.message.endswith(", which is 12.75 %; to 2 decimals it is 12.75")


def test_a_power_of_ten_is_no_percentage() -> None:
    page = r"With $a = 51$ and $b = 400$ we get $s = \frac{a}{b} = 11.76 \cdot 10^{-2}$."
    assert "\n  exact 0.1275, " in told(page)
    assert "exact 33.33333333… %, to 1 decimal 33.3" in told(
        r"With $a = 1$ and $b = 3$ we get $s = \frac{a}{b} \approx 33.4\%$."
    )


@pytest.mark.parametrize(
    ("formula", "said"),
    [
        (r"$a b - 5 = -2.5$", r"stands for a \cdot b - 5, with a = 1.2 (line 1), b = 2 (line 1)"),
        (r"$\frac{a}{b} - 3 \approx -2.6$", r"stands for \frac{a}{b} - 3, with"),
        (r"The sum is -2.7<!-- = $a b - 5$ -->.", "stands for a b - 5, with"),
    ],
)
def test_a_number_behind_a_minus_sign_is_told_with_its_sign(formula: str, said: str) -> None:
    page = f"With $a = 1.2$ and $b = 2$ we see: {formula}"
    assert said in told(page)
    (claim,) = (c for c in mathdoctest.check(page).claims if c.verdict == "wrong")
    exact, expected = claim.exact.removeprefix("-"), claim.expected
    assert f"\n  exact -{exact}, to 1 decimal -{expected}" in told(page)


def test_a_number_that_is_taken_away_is_told_as_it_is() -> None:
    page = r"With $a = 1.2$ and $b = 2$ we see: $5 - a b = 5 - 2.5$."
    assert "stands for a \\cdot b, " in told(page)
    assert "\n  exact 2.4, to 1 decimal 2.4" in told(page)


@pytest.mark.parametrize(
    ("formula", "said"),
    [
        (r"$\Delta g = 0.0032 \cdot 9.784 = 0.032$", r"stands for 0.0032 \cdot 9.784"),
        ("$c = 2 a = 7$", r"stands for 2 \cdot a, with a = 3 (line 1)"),
        (r"$v = [a, 2 a] = [3, 7]$", r"stands for 2 \cdot a, with a = 3 (line 1)"),
        (r"$c = 1 - 2 a = -6$", r"stands for 1 - 2 \cdot a, with a = 3 (line 1)"),
        (r"$a \leftarrow a - 0.5 = 2.6$", "stands for a - 0.5, with a = 3 (line 1)"),
        ("$c = 2 a = 6$ and $c = 7$", "stands for c, with a = 3 (line 1)"),
    ],
)
def test_a_result_is_told_by_the_formula_that_defines_it_on_the_same_line(
    formula: str, said: str
) -> None:
    assert f"\n  {said}\n" in told(f"With $a = 3$ we get {formula}.")


# ------------------------------------------------------------------ the command line


@pytest.mark.parametrize(
    ("arguments", "usage", "said"),
    [
        (["check", "--strct", "page.md"], "check", "no option --strct; did you mean --strict?"),
        (["page.md"], "", "page.md is no command; to check it: mathdoctest check page.md"),
        (
            ["--strict", "my page.md"],
            "",
            "my page.md is no command; to check it: mathdoctest check --strict 'my page.md'",
        ),
        (["."], "", ". is no command; to check it: mathdoctest check ."),
    ],
)
def test_a_slip_on_the_command_line_is_answered_with_what_was_meant(
    arguments: list[str], usage: str, said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as ended:
        main(arguments)
    assert ended.value.code == 2
    shown = capsys.readouterr().err
    assert shown.startswith(f"usage: mathdoctest {usage}")
    assert shown.endswith(f"{said}\n")


@pytest.mark.parametrize(
    ("data", "what", "remedy"),
    [
        (
            b"\x89PNG\r\n\x1a\n\xff",
            "is binary: byte 0x89 at offset 0",
            "name a page of text instead",
        ),
        (b"\x01\x00", "is binary: a zero byte at offset 1", "name a page of text instead"),
        ("Für $x = 1$".encode("latin-1"), "is not UTF-8: byte 0xfc", "save it as UTF-8"),
        (b"\x1b[1m\xfcber\x1b[0m\t\r\n\f", "is not UTF-8: byte 0xfc", "save it as UTF-8"),
    ],
)
def test_a_file_that_is_no_text_is_not_to_be_saved_in_another_encoding(
    data: bytes, what: str, remedy: str
) -> None:
    with pytest.raises(UnreadableError) as caught:
        decode(data)
    assert str(caught.value).startswith(what)
    assert str(caught.value).endswith(remedy)


def test_a_path_of_the_settings_that_is_not_there_is_said_to_come_from_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "pyproject.toml").write_text(
        '[tool.mathdoctest]\npaths = ["page.md", "README.md"]\n', encoding="utf-8"
    )
    (tmp_path / "page.md").write_text("With $x = 1$, $2 x = 2$.\n", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    assert main(["check"]) == 2
    shown = capsys.readouterr()
    assert "README.md: no such file or folder; `paths` in [tool.mathdoctest]" in shown.err
    assert "2 numbers: 2 verified" in shown.out
    assert main(["check", "READ.md"]) == 2
    assert "READ.md: no such file or folder; check the spelling" in capsys.readouterr().err


# ------------------------------------------------------------------ numbers that were rounded

LEDGER = r"$a = 10$, $b = \frac{a}{3} \approx 3.33$, $c = 10 - 3.33 = 6.67$, $d = 6.67 - 3.33 = %s$"


def test_who_typed_rounded_numbers_is_told_what_they_were_rounded_from() -> None:
    report = mathdoctest.check(LEDGER % "3.34")
    said = render(report, "text").body
    assert "stands for 6.67 - 3.33, with 6.666666667… for 6.67, 3.333333333… for 3.33\n" in said
    annotation = render(report, "github").body
    assert "should be 3.33 (exact 3.333333333…), with 6.666666667… for 6.67" in annotation
    (claim,) = (c for c in report.claims if c.verdict == "wrong")
    assert claim.stands_for == "6.67 - 3.33"


def test_where_rounded_numbers_give_another_result_a_digit_more_is_asked_for() -> None:
    found = [f for f in mathdoctest.check(LEDGER % "3.33").findings if f.rule == "calculator"]
    assert [f.message for f in found] == [
        "3.33 is right, but typing 6.67 - 3.33 gives 3.34: show a guard digit more"
    ]


PAID = r"""The loan is $L = 12000$ at $i = 0.0045$ a month for $n = 24$ months. To the cent, we pay
$$
A = \operatorname{round}\left(L \cdot \frac{i}{1 - (1+i)^{-n}}, 2\right) = %s
$$
and then owe $B = \operatorname{round}(L (1 + i) - A, 2) = %s$, which is $\lfloor B \rceil = %s$."""


def test_what_is_rounded_by_its_formula_is_computed_with_as_it_is() -> None:
    right = ("528.61", "11525.39", "11525")
    assert not undecided(PAID % right)
    assert not wrong(PAID % right)
    for at, slip in enumerate(("528.60", "11525.38", "11526")):
        told = wrong(PAID % (*right[:at], slip, *right[at + 1 :]))
        assert (slip, right[at]) in told


def test_ways_to_round_a_number_that_lies_halfway_are_not_decided() -> None:
    for tie in (r"\operatorname{round}(5/2) = 3", r"\operatorname{round}(1/8, 2) = 0.12"):
        found = [f.message for f in mathdoctest.check(f"${tie}$").findings if f.rule == "undecided"]
        assert found == ["cannot be decided: what is rounded lies halfway, where rules differ"]
    assert wrong(r"$\operatorname{round}(21/8, 1) = 2.7$") == [("2.7", "2.6")]
    assert wrong(r"$\operatorname{round}(-8/3) = -2$") == [("2", "3")]
    assert not wrong(r"$\operatorname{round}(\sqrt{8}, 3) = 2.828$")


@pytest.mark.parametrize(
    ("shown", "right"),
    [
        (r"1.167 \times 10^{1}", r"1.167 \times 10^{-1}"),
        (r"1.167 \times 10^1", r"1.167 \times 10^{-1}"),
        (r"1.187 \cdot 10^{-1}", r"1.167 \cdot 10^{-1}"),
    ],
)
def test_a_power_of_ten_is_corrected_in_its_exponent(shown: str, right: str) -> None:
    assert wrong(rf"$U = 6.24$, $I = 0.0187$ and $P = U I = {shown}$.") == [(shown, right)]


MEASURED = r"""We read $U = (6.24 \pm 0.03)\,\mathrm{V}$ and $I = (18.7 \pm 0.2)\,\mathrm{mA}$, so
$R = \frac{U}{I} = \frac{6.24\,\mathrm{V}}{0.0187\,\mathrm{A}} = %s\,\Omega$ with
$\Delta U / U = %s\,\%%$ and $\Delta I / I = %s\,\%%$."""


def test_what_was_measured_is_told_with_how_far_it_may_be_off() -> None:
    right = ("333.7", "0.48", "1.07")
    assert not undecided(MEASURED % right)
    assert not wrong(MEASURED % right)
    for at, slip in enumerate(("337.3", "0.84", "1.70")):
        assert (slip, right[at]) in wrong(MEASURED % (*right[:at], slip, *right[at + 1 :]))


def test_a_number_of_a_table_is_counted_there_though_nothing_backs_it() -> None:
    report = mathdoctest.check("| month | payment |\n|--|--:|\n| 1 | 12.50 |\n\nIt is 12.5.\n")
    assert [(c.text, c.kind) for c in report.claims][-2:] == [("12.50", "table"), ("12.5", "prose")]


@pytest.mark.parametrize(
    "inside",
    [
        "",
        "1, 2, 3",
        "x",
        "x, x",
        "1/0, 2",
        "1.5, -1",
        "2, 0.5",
        "e^{e^{e^9}}, 2",
    ],
)
def test_what_cannot_be_rounded_is_not_decided(inside: str) -> None:
    report = mathdoctest.check(rf"$\operatorname{{round}}({inside}) = 5$ and $1 + 1 = 2$.")
    assert not [c for c in report.claims if c.text == "5" and c.verdict == "verified"]
    assert any(found.verdict == "unknown" for found in report.findings)
