from __future__ import annotations

import ast
import json
import re
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest
from handmade import claim, finding, page, report
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator  # type: ignore[import-untyped]
from patience import within

from mathdoctest import check, reporting
from mathdoctest.report import Claim, Operand, Report
from mathdoctest.reporting import github, sarif, text
from mathdoctest.source import Failure

SIGMOID = page(
    "# Page\n\nTwo nodes.\n\n$$\nz_2 = 1.87\n$$\n\n$$\n"
    "a_2 = \\sigma(z_2) = \\frac{1}{1 + e^{-1.87}} \\approx 0.86607\n$$\n\n"
    "$$\nz_o = 0.86607 \\cdot 0.1\n$$\n\nIt is $0.86607$.\n"
)


def sigmoid_report() -> Report:
    wrong: dict[str, Any] = {
        "verdict": "wrong",
        "rule": "wrong-literal",
        "said": r"\sigma(z_2)",
        "value": "0.8664582774667875",
        "expected": "0.86646",
        "message": "0.86607 should be 0.86646",
    }
    return report(
        SIGMOID,
        claim(SIGMOID, "1.87", role="given"),
        claim(SIGMOID, "0.86607", **wrong, operands=(Operand("z_2", "1.87", 6),)),
        claim(SIGMOID, "0.86607", 1, **wrong, cause=1),
        claim(SIGMOID, "0.86607", 2, **wrong, cause=2),
        finding(SIGMOID, "0.1", rule="relation", message="not exactly equal", advice=True),
        checked={"equation": 3, "given": 1, "definition": 2},
    )


def validate(document: object) -> None:
    schema = json.loads(files("mathdoctest").joinpath("schema/report.schema.json").read_text())
    Draft202012Validator.check_schema(schema)
    Draft202012Validator(schema).validate(document)


def whole(found: Report, style: reporting.Format, *failures: Failure, strict: bool = False) -> str:
    rendered = reporting.render(found, style, strict=strict)
    pages: list[reporting.Rendered | Failure] = [rendered, *failures]
    return "".join(reporting.document(pages, style))


def test_a_wrong_number_is_shown_under_its_formula_with_what_follows_from_it() -> None:
    assert text.render(sigmoid_report()) == (
        "docs/walkthrough.md:10:53: wrong-literal\n"
        "  a_2 = \\sigma(z_2) = \\frac{1}{1 + e^{-1.87}} \\approx 0.86607\n"
        "                                                      ^^^^^^^\n"
        "  stands for \\sigma(z_2), with z_2 = 1.87 (line 6)\n"
        "  exact 0.8664582775…, to 5 decimals 0.86646\n"
        "  2 more literals on lines 14–17 repeat or follow from it\n"
        "\n"
        "docs/walkthrough.md:14:21: advice: relation: not exactly equal"
    )


def test_advice_is_shown_in_full_where_it_fails_the_run() -> None:
    shown = text.render(sigmoid_report(), strict=True)
    assert shown.endswith(
        "docs/walkthrough.md:14:21: relation\n"
        "  z_o = 0.86607 \\cdot 0.1\n"
        "                      ^^^\n"
        "  not exactly equal"
    )


def test_the_end_of_a_run_says_how_much_was_checked_by_kind() -> None:
    found = sigmoid_report()
    lines = whole(found, "text").splitlines()[-2:]
    assert lines == [
        "1 file, 6 links checked: 2 definitions, 1 given, 3 links of equations",
        "4 numbers: 1 verified (1 of them a given), 3 wrong; 1 piece of advice",
    ]
    quiet = "".join(reporting.document([reporting.render(found, "text")], "text", quiet=True))
    assert "links checked" not in quiet


def test_a_clean_page_says_only_how_much_was_checked() -> None:
    clean = report(SIGMOID, claim(SIGMOID, "1.87"), checked={"given": 1})
    assert text.render(clean) == ""
    assert (
        whole(clean, "text") == "1 file, 1 link checked: 1 given\n1 number: 1 verified, 0 wrong\n"
    )


def test_what_is_only_believed_is_counted_apart() -> None:
    found = check("With $a = 2$ and $b = 3$, $a b = 6$ and $a + b = 6$.\n")
    assert whole(found, "text").endswith("4 numbers: 3 verified (2 of them givens), 1 wrong\n")
    summary = json.loads(whole(found, "json"))["summary"]
    assert (summary["claims"]["verified"], summary["givens"]) == (3, 2)


def test_numbers_that_nobody_vouches_for_take_one_line_unless_they_fail_the_run() -> None:
    prose = page("It takes 7 of 12 days.\n\nOr 9.\n", "a.md")
    found = report(
        prose,
        *(claim(prose, n, verdict="unverified", kind="prose") for n in ("7", "12", "9")),
    )
    assert text.render(found) == (
        "a.md: 3 things are unverified, on lines 1–3 (--strict lists each)"
    )
    assert text.render(found, strict=True).count("\n  ") == 9


def test_what_is_to_be_said_of_several_places_is_said_once() -> None:
    prose = page("$a = 1.5$\n\n$a = 2.5$ and $a = 3.5$\n\n$b = 4.5$\n", "a.md")
    found = report(
        prose,
        *(
            finding(prose, n, rule="relation", message="not equal", advice=True)
            for n in ("1.5", "3.5")
        ),
        finding(prose, "2.5", rule="relation", message="equal", advice=True),
        finding(prose, "4.5", rule="relation", message="not equal", advice=True),
    )
    assert text.render(found).splitlines() == [
        "a.md:1:6: advice: relation: not equal (2 more times, on lines 3–5)",
        "a.md:3:6: advice: relation: equal",
    ]
    assert text.render(found, strict=True).count("not equal") == 3


def test_an_unknown_number_has_its_reason() -> None:
    found = report(SIGMOID, claim(SIGMOID, "1.87", verdict="unknown", message="no symbol q"))
    assert text.render(found) == "docs/walkthrough.md:6:7: unknown: no symbol q"


def test_a_number_in_a_table_is_shown_in_its_line() -> None:
    table = page("| step | loss |\n|---|---|\n|\t1 | 3.61 |\n", "t.md")
    found = report(
        table,
        claim(
            table,
            "3.61",
            verdict="wrong",
            rule="wrong-literal",
            kind="table",
            said="second.loss",
            value="3.613122",
            expected="3.62",
        ),
    )
    assert text.render(found) == (
        "t.md:3:7: wrong-literal\n"
        "  | 1 | 3.61 |\n"
        "        ^^^^\n"
        "  stands for second.loss\n"
        "  exact 3.613122, to 2 decimals 3.62"
    )


def test_a_long_formula_is_cut_around_the_number() -> None:
    long = page("$$\n" + "a + " * 100 + "1.5" + " + b" * 100 + "\n$$\n")
    line, first, last = text.excerpt(long, *(long.text.index("1.5") + i for i in (0, 3)))
    assert len(line) == text.WIDTH
    assert line[first:last] == "1.5"
    assert line.startswith("…")
    assert line.endswith("…")


def test_a_row_of_a_long_alignment_stands_alone() -> None:
    rows = "\\begin{aligned}\n" + "x &= 1 + 2 + 3 + 4 \\\\\n" * 9 + "y &= 7.25\n\\end{aligned}\n"
    aligned = page("$$\n" + rows + "$$\n")
    start = aligned.text.index("7.25")
    assert text.excerpt(aligned, start, start + 4) == ("y &= 7.25", 5, 9)


def test_a_page_of_one_endless_line_is_reported_in_linear_time() -> None:
    endless = page("It has " + " ".join(str(number) for number in range(40_000)))
    found = report(
        endless,
        *(
            Claim(m.start(), m.end(), 1, m.start() + 1, 1, m.end() + 1, m[0], "claim", "unverified")
            for m in re.finditer(r"\d+", endless.text)
        ),
    )
    # Were the whole line looked at for every number of it, this would take minutes.
    with within(30):
        shown = text.render(found, strict=True)
    assert shown.count("^\n") > 39_000


def test_marks_stand_under_wide_characters() -> None:
    wide = page("数 12.5 日\n", "w.md")
    found = report(wide, finding(wide, "12.5"))
    excerpt, marks = text.render(found).splitlines()[1:3]
    assert excerpt == "  数 12.5 日"
    assert marks == "     ^^^^"  # two columns for the sign, one for the space, two to indent


def test_nothing_of_a_page_can_command_a_terminal() -> None:
    hostile = page("$\\text{\x1b[31mred\x07} = 1.5$\n", "h\x1b]0;x\x07.md")
    found = report(hostile, finding(hostile, "1.5", message="\x1b[2J is \u202ehere"))
    shown = text.render(found)
    assert not set(shown) & set("\x1b\x07\u202e")


@given(st.text(max_size=200), st.integers(0, 220), st.integers(0, 220))
def test_an_excerpt_is_one_line_of_bounded_width_that_holds_its_range(
    source: str, left: int, right: int
) -> None:
    start, end = sorted((left, right))
    line, first, last = text.excerpt(page(source), start, end)
    assert len(line) <= text.WIDTH
    assert len(line.splitlines()) <= 1
    assert 0 <= first <= last <= len(line)


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        ("0.8664582774667875", "0.8664582775…"),
        ("3.3", "3.3"),
        ("-2.7101100000000001", "-2.710110000…"),
        ("123456789012345.75", "1.234567890e+14…"),
        ("1.23456789012345e-12", "1.234567890e-12…"),
        ("0", "0"),
        ("2/3", "2/3"),
        ("nan", "nan"),
    ],
)
def test_an_exact_value_is_shown_to_ten_digits(value: str, shown: str) -> None:
    assert text.shorten(value) == shown


def test_a_circle_of_causes_is_shown_once() -> None:
    wrong: dict[str, Any] = {"verdict": "wrong", "rule": "wrong-literal", "message": "wrong"}
    found = report(
        SIGMOID,
        claim(SIGMOID, "0.86607", 0, **wrong, cause=1),
        claim(SIGMOID, "0.86607", 1, **wrong, cause=0),
        claim(SIGMOID, "0.86607", 2, **wrong, cause=0),
    )
    groups = text.grouped(found.claims)
    assert sum(1 + len(following) for following in groups.values()) == 3
    assert list(groups) == [0]


def test_the_json_report_holds_its_published_schema() -> None:
    failure = Failure("b.md", "no such file")
    document = json.loads(whole(sigmoid_report(), "json", failure))
    validate(document)
    assert document["version"] == 1
    (file,) = document["files"]
    assert file["counts"] == {"verified": 1, "wrong": 3, "unknown": 0, "unverified": 0}
    first = file["claims"][1]
    expected = {
        "line": 10,
        "column": 53,
        "end_line": 10,
        "end_column": 60,
        "text": "0.86607",
        "role": "claim",
        "verdict": "wrong",
        "rule": "wrong-literal",
        "stands_for": "\\sigma(z_2)",
        "exact": "0.8664582774667875",
        "expected": "0.86646",
    }
    assert {key: first[key] for key in expected} == expected
    assert file["claims"][2]["cause"] == 1
    assert document["errors"] == [{"path": "b.md", "message": "no such file"}]
    assert document["ok"] is False
    assert document["summary"]["checked"] == {"equation": 3, "given": 1, "definition": 2}


def test_the_json_report_of_no_file_and_of_several_is_one_object() -> None:
    validate(json.loads("".join(reporting.document([], "json"))))
    pages = [reporting.render(sigmoid_report(), "json") for _ in range(3)]
    document = json.loads("".join(reporting.document(pages, "json")))
    validate(document)
    assert document["summary"]["claims"]["wrong"] == 9


def test_an_annotation_is_escaped_as_the_runner_asks() -> None:
    odd = page("100% of it\n", "a,b:c.md")
    found = report(odd, finding(odd, "100%", rule="odd", message="50%\r\nof: it, yes"))
    assert github.render(found) == (
        "::error file=a%2Cb%3Ac.md,line=1,endLine=1,col=1,endColumn=4,title=odd"
        "::50%25%0D%0Aof: it, yes"
    )


def test_annotations_have_a_level_for_each_verdict() -> None:
    lines = github.render(sigmoid_report()).splitlines()
    assert [line.split(" ")[0] for line in lines] == ["::error"] * 3 + ["::notice"]
    strict = github.render(sigmoid_report(), strict=True).splitlines()
    assert [line.split(" ")[0] for line in strict] == ["::error"] * 4
    assert "should be 0.86646" in lines[0]


def test_annotations_name_a_file_from_the_root_of_the_checkout() -> None:
    import os  # noqa: PLC0415

    here = page("x 1 y\n", os.path.join(os.getcwd(), "docs", "p.md"))  # noqa: PTH109, PTH118
    assert "file=docs/p.md," in github.render(report(here, finding(here, "1")))


def test_a_job_s_step_in_a_folder_names_files_from_the_root_of_the_checkout(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "book").mkdir()
    monkeypatch.chdir(tmp_path / "book")
    monkeypatch.setenv("GITHUB_WORKSPACE", str(tmp_path))
    here = page("x 1 y\n", "p.md")
    assert "file=book/p.md," in github.render(report(here, finding(here, "1")))
    (result,) = sarif.results(report(here, finding(here, "1")))
    uri = result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]
    assert uri == "book/p.md"
    monkeypatch.setenv("GITHUB_WORKSPACE", str(tmp_path / "elsewhere"))
    assert "file=p.md," in github.render(report(here, finding(here, "1")))


def test_a_sarif_log_names_rules_regions_and_relative_files() -> None:
    failure = Failure("b.md", "no such file")
    log = json.loads(whole(sigmoid_report(), "sarif", failure))
    assert log["version"] == "2.1.0"
    (run,) = log["runs"]
    rules = run["tool"]["driver"]["rules"]
    assert len({rule["id"] for rule in rules}) == len(rules)
    for result in run["results"]:
        assert rules[result["ruleIndex"]]["id"] == result["ruleId"]
        assert result["message"]["text"]
        (location,) = result["locations"]
        artifact = location["physicalLocation"]["artifactLocation"]
        assert artifact == {"uri": "docs/walkthrough.md", "uriBaseId": "%SRCROOT%"}
    region = run["results"][0]["locations"][0]["physicalLocation"]["region"]
    assert region == {
        "startLine": 10,
        "startColumn": 53,
        "endLine": 10,
        "endColumn": 60,
        "snippet": {"text": "0.86607"},
    }
    assert [result["level"] for result in run["results"]] == ["error"] * 3 + ["note"]
    assert run["results"][1]["relatedLocations"][0]["physicalLocation"]["region"] == region
    assert run["invocations"][0]["executionSuccessful"] is False
    assert run["columnKind"] == "unicodeCodePoints"


def test_sarif_fingerprints_differ_within_a_page_and_survive_a_moved_line() -> None:
    def fingerprints(found: Report) -> list[str]:
        return [r["partialFingerprints"]["mathdoctest/v1"] for r in sarif.results(found)]

    first = fingerprints(sigmoid_report())
    assert len(set(first)) == len(first)
    moved = page("\n\n" + SIGMOID.text)
    later = report(
        moved,
        claim(
            moved,
            "0.86607",
            verdict="wrong",
            rule="wrong-literal",
            said=r"\sigma(z_2)",
        ),
    )
    assert fingerprints(later) == first[:1]


def test_every_rule_has_a_title_and_help() -> None:
    from mathdoctest.rules import RULES  # noqa: PLC0415

    for name, rule in RULES.items():
        assert name == rule.name
        assert rule.title
        assert not rule.title.endswith(".")
        assert rule.help.endswith(".")


def test_every_rule_that_the_checker_names_is_in_the_table() -> None:
    from mathdoctest.rules import RULES  # noqa: PLC0415

    named: set[str] = set()
    for module in ("blocks", "extract", "inline", "ledger", "links", "notation", "project", "prose",
                   "run", "statements", "verify"):  # fmt: skip
        source = files("mathdoctest").joinpath(f"{module}.py").read_text(encoding="utf-8")
        named |= {
            node.value
            for node in ast.walk(ast.parse(source))
            if isinstance(node, ast.Constant)
            and isinstance(node.value, str)
            and re.fullmatch(r"[a-z]+(-[a-z]+)+|undecided|relation|calculator|unlexed", node.value)
        }
    # Names of other things: languages of code blocks, and a comment.
    others = {"code-block", "code-cell", "python-console", "python-repl", "no-run"}
    assert named - others <= set(RULES)
    assert len(named - others) > 20
