"""Notebooks, scripts and docstrings, checked and corrected where they stand."""

from __future__ import annotations

import ast
import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mathdoctest import config
from mathdoctest.cli import main
from mathdoctest.fix import fix_file
from mathdoctest.patch import Patch, apply
from mathdoctest.project import Options, check_file
from mathdoctest.source import read
from mathdoctest.views import ViewError, docstrings, notebook, percent

RUN = Options(run_code=True)

PERCENT = r"""# ---
# title: A script
# mathdoctest:
#   strict: false
# ---

# %% [markdown]
# # Page
#
# Let $x = 1.7$.
#
# $$
# y = 2 \cdot x + 0.3 = 2 \cdot 1.7 + 0.3 = 3.6 + 0.3 = 3.7
# $$

# %%
x = 1.7
text = '''
```
'''

# %%
y = 2 * x + 0.3
assert round(y, 9) == 3.7

# %% [md]
'''
So $y = 3.7$, twice 7.5<!-- = 2 * y -->.
'''

# %% [raw]
nothing of this
"""


@pytest.fixture(autouse=True)
def _elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    config.forget()
    monkeypatch.chdir(tmp_path)


def a_notebook(*cells: tuple[str, str | list[str]]) -> str:
    made = [
        {"cell_type": kind, "metadata": {"source": "x"}, "source": source, "outputs": ["source"]}
        for kind, source in cells
    ]
    data = {"metadata": {"language_info": {"name": "python"}}, "cells": made, "nbformat": 4}
    return json.dumps(data, indent=1, ensure_ascii=True) + "\n"


NOTEBOOK = a_notebook(
    ("markdown", ['# Page \u2013 \U0001d70e "q"\n', "\n", "Let $x = 1.7$.\n", "\n", "$$\n",
                  "y = 2 \\cdot x = 2 \\cdot 1.7 = 3.5\n", "$$"]),
    ("code", "x = 1.7\nassert x == 1.8"),
    ("raw", "$z = 1 = 2$"),
    ("markdown", "So $y = 3.5$, and $\\frac{y}{10^{2}} = 3.5 \\times 10^{-2}$."),
)  # fmt: skip


def wrong(path: Path) -> list[tuple[int, int, str, str]]:
    report = check_file(path, RUN)
    return [(c.line, c.column, c.text, c.expected) for c in report.claims if c.verdict == "wrong"]


def write(name: str, text: str) -> Path:
    Path(name).write_text(text, encoding="utf-8")
    return Path(name)


def place(text: str, needle: str) -> tuple[int, int]:
    at = text.index(needle)
    return text.count("\n", 0, at) + 1, at - text.rfind("\n", 0, at)


def test_a_script_is_checked_at_its_own_lines() -> None:
    path = write("page.py", PERCENT)
    line, column = place(PERCENT, "3.6 + ")
    last = place(PERCENT, "7.5<!--")
    assert wrong(path) == [(line, column, "3.6", "3.4"), (*last, "7.5", "7.4")]
    report = check_file(path, RUN)
    assert [f.rule for f in report.findings if f.verdict == "wrong"] == []
    assert report.checked["fence"] == 2
    assert report.page.front["title"] == "A script"


def test_code_of_a_script_fails_at_its_own_line() -> None:
    path = write("page.py", PERCENT.replace("== 3.7\n\n", "== 3.8\n\n"))
    found = [f for f in check_file(path, RUN).findings if f.rule == "code-failed"]
    assert [(f.line, f.column) for f in found] == [place(PERCENT, "assert round")]


def test_a_notebook_is_checked_at_its_own_lines() -> None:
    path = write("page.ipynb", NOTEBOOK)
    first, second = place(NOTEBOOK, "3.5\\n"), place(NOTEBOOK, "3.5$, and")
    third = place(NOTEBOOK, "3.5 \\\\times")
    assert [(line, column) for line, column, _, _ in wrong(path)] == [first, second, third]
    (found,) = [f for f in check_file(path, RUN).findings if f.rule == "code-failed"]
    assert (found.line, found.column) == place(NOTEBOOK, "assert x")


@pytest.mark.parametrize(
    ("name", "text", "code"),
    [
        ("page.ipynb", NOTEBOOK, "x = 1.7\\nassert"),
        ("page.py", PERCENT, "x = 1.7\ntext"),
    ],
)
def test_a_cell_of_code_is_said_to_stand_where_it_does(name: str, text: str, code: str) -> None:
    path = write(name, text)
    found = [f for f in check_file(path).findings if f.rule == "code-not-run"]
    fences = [link for link in check_file(path, RUN).links if link.kind == "fence"]
    where = place(text, code)
    assert (found[0].line, found[0].column) == where
    assert (fences[0].line, fences[0].column) == where


DOCSTRINGS = '''\
"""The module: $a = 2 \\\\cdot 3 = 7$."""


def f(x):
    r"""Square something.

    Let $c = 1.5$, so $d = 2 \\cdot c = 4$.

    >>> f(2)
    5
    $e = 1 = 2$

    And $d = 3$.
    """
    return x * x  # "$g = 1 = 2$"
'''


def test_docstrings_are_checked_at_their_own_lines() -> None:
    path = write("module.py", DOCSTRINGS)
    assert [(line, column) for line, column, _, _ in wrong(path)] == [
        place(DOCSTRINGS, "7$"),
        place(DOCSTRINGS, "4$."),
    ]


@pytest.mark.parametrize(
    ("name", "text", "pairs"),
    [
        ("page.py", PERCENT, [("3.6 + 0.3", "3.4 + 0.3"), ("7.5<", "7.4<")]),
        (
            "page.ipynb",
            NOTEBOOK,
            [("= 3.5\\n", "= 3.4\\n"), ("3.5$, and", "3.4$, and"), ("3.5 \\\\t", "3.4 \\\\t")],
        ),
        ("module.py", DOCSTRINGS, [("= 7$", "= 6$"), ("= 4$", "= 3$")]),
    ],
)
def test_a_fix_changes_the_digits_and_no_other_byte(
    name: str, text: str, pairs: list[tuple[str, str]]
) -> None:
    path = Path(name)
    path.write_bytes(b"\xef\xbb\xbf" + text.replace("\n", "\r\n").encode())
    fix_file(path, RUN)
    for before, after in pairs:
        assert text.count(before) == 1
        text = text.replace(before, after)
    assert path.read_bytes() == b"\xef\xbb\xbf" + text.replace("\n", "\r\n").encode()
    assert not fix_file(path, RUN).changed


def test_new_text_is_written_as_its_place_wants_it() -> None:
    made = notebook(a_notebook(("markdown", "x $1.5$")))
    at = made.text.index("1.5")
    assert made.patch(Patch(at, at + 3, r"1.2 \times 10^{3}")).text == r"1.2 \\times 10^{3}"
    made = docstrings('"x \\\\ 1.5"')
    at = made.text.index("1.5")
    assert made.patch(Patch(at, at + 3, r"1 \times 2")).text == r"1 \\times 2"


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("a.ipynb", "{", "is not a notebook: Expecting property name"),
        ("a.ipynb", "[]", "is not a notebook of version 4: it has no list of cells"),
        ("a.ipynb", '{"cells": 3}', "is not a notebook of version 4"),
        ("a.py", "def f(:\n", "is not valid Python"),
    ],
)
def test_what_is_not_what_its_name_says_is_named(
    name: str, text: str, said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    write(name, text)
    assert main(["check", name]) == 2
    assert f"mathdoctest: {name}: {said}" in capsys.readouterr().err


def test_a_search_takes_notebooks_and_scripts_with_markdown_and_no_other_code() -> None:
    write("a.py", PERCENT)
    write("b.ipynb", NOTEBOOK)
    write("c.py", DOCSTRINGS)
    write("d.py", "# %%\nx = 1\n")
    write("e.md", "Text\n")
    Path("f.py").write_bytes(b"\xff# %% [markdown]\n")
    from mathdoctest.source import find  # noqa: PLC0415

    assert list(find((".",))) == [Path("a.py"), Path("b.ipynb"), Path("e.md")]


def test_a_command_of_ipython_is_not_passed_over() -> None:
    path = write("a.ipynb", a_notebook(("code", "x = 1\n!ls"), ("code", "%%bash\nls")))
    report = check_file(path, RUN)
    found = [(f.rule, f.verdict) for f in report.findings]
    assert found == [("unlexed", "unverified")] * 2


def test_what_only_sets_how_plots_are_shown_is_left_out() -> None:
    path = write(
        "a.ipynb",
        a_notebook(
            ("code", "%matplotlib inline\nx = 1\nassert x == 2"),
            ("code", ["%config InlineBackend.x = 1\n", "y = 3 \\\n", "    % 2\n", "assert y == 3"]),
        ),
    )
    report = check_file(path, RUN)
    text = path.read_text(encoding="utf-8")
    assert [(f.rule, f.line, f.column) for f in report.findings] == [
        ("code-failed", *place(text, "assert x")),
        ("code-failed", *place(text, "assert y")),
    ]


def test_fences_within_code_do_not_end_it() -> None:
    path = write("a.ipynb", a_notebook(("code", 's = """\n````\n"""\nassert s == 1')))
    (found,) = check_file(path, RUN).findings
    assert (found.rule, found.verdict) == ("code-failed", "wrong")


def test_cells_whose_names_are_written_with_escapes_are_found() -> None:
    text = '{"cells": [{"cell\\u005ftype": "markdown", "s\\u006furce": "$a = 1 = 2$"}]}'
    assert notebook(text).text.strip() == "$a = 1 = 2$"


CELLS = st.lists(
    st.tuples(
        st.sampled_from(["markdown", "code", "raw"]),
        st.one_of(st.text(max_size=30), st.lists(st.text(max_size=20), max_size=4)),
    ),
    max_size=5,
)


@given(CELLS, st.booleans())
def test_every_character_of_a_notebook_s_view_is_that_of_the_file(
    cells: list[tuple[str, str | list[str]]],
    ascii_only: bool,
) -> None:
    text = a_notebook(*cells)
    if not ascii_only:
        text = json.dumps(json.loads(text), ensure_ascii=False)
    made = notebook(text)
    shown = [t if isinstance(t, str) else "".join(t) for kind, t in cells if kind != "raw"]
    for source in shown:
        assert source.strip() in made.text
    for piece in made.pieces:
        seen = made.text[piece.start : piece.start + piece.length]
        # A digit becomes another: the file says so in the same place, and nothing else.
        for offset, char in enumerate(seen, piece.start):
            if char.isascii() and char.isdigit():
                changed = apply(text, [made.patch(Patch(offset, offset + 1, "7"))])
                assert len(changed) == len(text)
                again = notebook(changed)
                assert again.text == made.text[:offset] + "7" + made.text[offset + 1 :]


@given(st.text("#% [markdown]'\"\n x1$=`\\", max_size=120))
def test_no_script_stops_the_reader(text: str) -> None:
    made = percent(text)
    for piece in made.pieces:
        run = made.text[piece.start : piece.start + piece.length]
        assert text[piece.origin : piece.origin + piece.length] == run


@given(st.text("\"'rdef():\n x1$=\\>#", max_size=80))
def test_no_module_stops_the_reader(text: str) -> None:
    try:
        ast.parse(text)
    except (SyntaxError, ValueError):
        with pytest.raises(ViewError, match="is not valid Python"):
            docstrings(text)
    else:
        made = docstrings(text)
        for piece in made.pieces:
            run = made.text[piece.start : piece.start + piece.length]
            assert run == text[piece.origin : piece.origin + piece.length] or "\\" in text


def test_a_percent_page_is_mutated_and_its_survivors_are_at_its_own_lines(
    capsys: pytest.CaptureFixture[str],
) -> None:
    write("page.py", PERCENT.replace("= 3.6", "= 3.4").replace("7.5<", "7.4<"))
    assert main(["mutate", "--run-code", "--min-score", "95", "page.py"]) == 0
    line, _ = place(PERCENT, "3.6 + 0.3")
    assert f"page.py:{line}:" in capsys.readouterr().out


def test_the_text_of_a_markdown_file_is_its_own() -> None:
    path = write("a.md", "x\r\ny 1\n")
    source = read(path)
    assert source.view is None
    assert source.position(source.text.index("1")) == (2, 3)
