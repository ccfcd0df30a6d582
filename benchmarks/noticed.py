"""Of single slips in a mixed page, how many does each tool notice?

    python benchmarks/noticed.py

The page has code, the output of code, equations, sentences with numbers and a table. Each tool gets
it in its own dialect, and has to pass the clean page first. Then one digit, sign, operator, name or
pair of numbers is changed at a time, the same for all.
"""

from __future__ import annotations

import contextlib
import doctest
import io
import json
import re
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from pathlib import Path

import pytest
from measure import table

from mathdoctest.project import Settings, check_source
from mathdoctest.sameness import why_same
from mathdoctest.source import Source

PLACES = ("code", "output", "equation", "prose", "table")
MISSING = 3
"""The exit status of a tool that is not installed."""
KINDS = ("digit", "swap", "sign", "operator", "name")


@dataclass(frozen=True)
class Piece:
    """One part of the page, as its author thinks of it."""

    place: str
    text: str
    """What can be edited: lines of code, an output, LaTeX, a sentence, or the cells of a row."""
    shown: str = ""
    """For an output: the expression that is printed."""
    bound: tuple[str, ...] = ()
    """For a sentence: what each of its numbers stands for, as a formula."""
    header: str = ""
    """For the first row of a table: its head; `#` stands where a column can be bound."""


PAGE = (
    Piece(
        "code",
        "from math import exp\n"
        "x, v = 1.1, 0.2\n"
        "w, c = 2.2, 0.4\n"
        "z = x * v + w * c\n"
        "a = 1 / (1 + exp(-z))\n"
        "t = 0.9\n"
        "e = a - t\n"
        "d = e * a * (1 - a)",
    ),
    Piece("output", "1.1", "round(z, 5)"),
    Piece("output", "0.75026", "round(a, 5)"),
    Piece("output", "-0.02806", "round(d, 5)"),
    Piece("equation", "x = 1.1"),
    Piece("equation", "v = 0.2"),
    Piece("equation", "w = 2.2"),
    Piece("equation", "c = 0.4"),
    Piece("equation", "t = 0.9"),
    Piece(
        "equation",
        r"z = x \cdot v + w \cdot c = 1.1 \cdot 0.2 + 2.2 \cdot 0.4 = 0.22 + 0.88 = 1.1",
    ),
    Piece("equation", r"a = \frac{1}{1 + e^{-z}} = \frac{1}{1 + e^{-1.1}} \approx 0.75026"),
    Piece("equation", r"s = a \cdot (1 - a) \approx 0.75026 \cdot 0.24974 \approx 0.18737"),
    Piece("equation", r"d = (a - t) \cdot s \approx -0.14974 \cdot 0.18737 \approx -0.02806"),
    Piece(
        "prose",
        "The neuron answers 0.75026 where 0.9 is wanted, so it is 0.14974 too low. "
        "Its delta is -0.02806.",
        bound=("$a$", "$t$", "$t - a$", "$d$"),
    ),
    Piece("code", "f = lambda n: 1 / (1 + exp(-n / 2))\ng = lambda n: n * n / 8"),
    Piece("output", "0.81757", "round(f(3), 5)"),
    Piece("output", "1.125", "round(g(3), 5)"),
    Piece("table", "0 | 0.50000 | 0.000", header="n#n | sigmoid#f(n) | square#g(n)"),
    Piece("table", "1 | 0.62246 | 0.125"),
    Piece("table", "2 | 0.73106 | 0.500"),
    Piece("table", "3 | 0.81757 | 1.125"),
)
NOTATION = "| Symbol | Python |\n|:--|:--|\n" + "\n".join(f"| ${n}$ | `{n}` |" for n in "xvwctzad")
"""What ties the symbols of the page to its code; only `mathdoctest` reads it."""
NUMBER = re.compile(r"(?<![\w.])\d+(?:\.\d+)?(?!\w)")


@dataclass(frozen=True)
class Slip:
    """The page with one thing changed."""

    place: str
    kind: str
    page: tuple[Piece, ...]
    said: str
    reason: str
    """Why the page is as true as before, where it is."""


def slips() -> Iterator[Slip]:
    """Every slip, the same for all tools."""
    for index, piece in enumerate(PAGE):
        for kind, text in _edits(piece):
            if text != piece.text:
                page = (*PAGE[:index], replace(piece, text=text), *PAGE[index + 1 :])
                reason = why_same(piece.text, text) if piece.place == "equation" else ""
                yield Slip(piece.place, kind, page, f"{piece.text} -> {text}", reason)


def _edits(piece: Piece) -> Iterator[tuple[str, str]]:
    text = piece.text

    def put(start: int, end: int, new: str) -> str:
        return text[:start] + new + text[end:]

    numbers = list(NUMBER.finditer(text))
    for number in numbers:
        for at in range(*number.span()):
            if text[at].isdigit():
                yield "digit", put(at, at + 1, str((int(text[at]) + 3) % 10))
    for one, other in pairwise(numbers):
        between = text[one.end() : other.start()]
        yield "swap", put(one.start(), other.end(), other[0] + between + one[0])
    for sign in re.finditer(r"(?<=[({=] )?-(?=[\d.z])", text):
        yield "sign", put(*sign.span(), "")
    if piece.place in ("prose", "table", "output"):
        for number in numbers:
            if text[max(0, number.start() - 1)] != "-" and float(number[0]):
                yield "sign", put(*number.span(), f"-{number[0]}")
    for old, new in ((" + ", " - "), (" - ", " + "), (" * ", " + "), (" / ", " * "),
                     (r"\cdot", "+"), (r" \approx ", " = ")):  # fmt: skip
        if piece.place in ("code", "equation"):
            for found in re.finditer(re.escape(old), text):
                yield "operator", put(*found.span(), new)
    if piece.place in ("code", "equation"):
        names = re.compile(r"(?<![\\\w{])[xvwczatsed](?![\w(])(?!\^)")
        order = "xvwczatsed"
        for found in names.finditer(text):
            other_name = order[(order.index(found[0]) + 1) % len(order)]
            yield "name", put(*found.span(), other_name)


# ------------------------------------------------------------------ dialects


def _rows(pieces: Sequence[Piece], *, bind: bool) -> str:
    """A table: its rows stand in a row in the page."""
    heads = [head.strip().partition("#") for head in pieces[0].header.split("|")]

    def head(name: str, source: str) -> str:
        if not bind:
            return name
        return f"{name}<!-- n -->" if source == "n" else f"{name}<!-- = {source} -->"

    lines = [" | ".join(head(name, source) for name, _, source in heads), "--:|--:|--:"]
    lines += [piece.text for piece in pieces]
    return "\n".join(f"| {line} |" for line in lines)


def _written(
    page: Sequence[Piece], code: Callable[[str], str], output: Callable[[str, str], str], *,
    bind: bool = False,
) -> str:  # fmt: skip
    """The page in a dialect, given how that writes code and output."""
    parts = ["# A neuron"]
    for n, piece in enumerate(page):
        if piece.place == "code":
            parts.append(code(piece.text))
        elif piece.place == "output":
            parts.append(output(piece.shown, piece.text))
        elif piece.place == "equation":
            parts.append(f"$$\n{piece.text}\n$$")
        elif piece.place == "prose":
            parts.append(_bound(piece) if bind else piece.text)
        elif piece.header:
            rows = [p for p in page[n:] if p.place == "table"]
            parts.append(_rows(rows, bind=bind))
    if bind:
        parts.append(NOTATION)
    return "\n\n".join(parts) + "\n"


def _bound(piece: Piece) -> str:
    """A sentence with a comment behind each number."""
    sources = iter(piece.bound)
    return NUMBER.sub(lambda number: f"{number[0]}<!-- = {next(sources)} -->", piece.text)


def fenced(language: str, text: str) -> str:
    """A block of code."""
    return f"```{language}\n{text}\n```"


def prompts(text: str) -> str:
    """Lines typed at a prompt."""
    return "\n".join(f">>> {line}" for line in text.splitlines())


DIALECTS: dict[str, Callable[[Sequence[Piece]], str]] = {
    "mathdoctest": lambda page: _written(
        page,
        lambda code: fenced("python", code),
        lambda shown, out: fenced("pycon", f">>> {shown}\n{out}"),
        bind=True,
    ),
    "Sybil alone": lambda page: _written(
        page,
        lambda code: fenced("python", code),
        lambda shown, out: fenced("python", f">>> {shown}\n{out}"),
    ),
    "mktestdocs": lambda page: _written(
        page,
        lambda code: fenced("python", code),
        lambda shown, out: fenced("python", f"assert {shown} == {out}"),
    ),
    "pytest-examples": lambda page: _written(
        page,
        lambda code: fenced("py", code),
        lambda shown, out: fenced("py", f"print({shown})\n#> {out}"),
    ),
    "doctest": lambda page: _written(page, prompts, lambda shown, out: f">>> {shown}\n{out}"),
    "doctestplus": lambda page: _written(page, prompts, lambda shown, out: f">>> {shown}\n{out}"),
}


# ------------------------------------------------------------------ tools


def by_mathdoctest(files: Sequence[Path]) -> set[Path]:
    """The files that fail a strict check, with their code run."""
    failed = set()
    for path in files:
        chosen = Settings(strict=True, run_code=True, notation=str(path))
        source = Source(path, path.read_text(encoding="utf-8"))
        if not check_source(source, chosen).ok(strict=True):
            failed.add(path)
    return failed


def by_sybil(files: Sequence[Path]) -> set[Path]:
    """The files of which an example fails."""
    from sybil import Sybil  # noqa: PLC0415 -- one peer at a time
    from sybil.document import Document  # noqa: PLC0415
    from sybil.parsers.markdown import PythonCodeBlockParser  # noqa: PLC0415

    parsers = Sybil(parsers=[PythonCodeBlockParser()]).parsers
    failed = set()
    for path in files:
        document = Document.parse(str(path), *parsers)
        try:
            for example in document.examples():
                example.evaluate()
        except Exception:  # noqa: BLE001 -- that is how it fails
            failed.add(path)
    return failed


def by_mktestdocs(files: Sequence[Path]) -> set[Path]:
    """The files whose code raises."""
    from mktestdocs import check_md_file  # noqa: PLC0415

    failed = set()
    for path in files:
        try:
            check_md_file(path, memory=True)
        except Exception:  # noqa: BLE001
            failed.add(path)
    return failed


def by_doctest(files: Sequence[Path]) -> set[Path]:
    """The files that Python's own doctest fails."""
    return {
        path
        for path in files
        if doctest.testfile(str(path), module_relative=False, encoding="utf-8").failed
    }


class _Failures:
    """A pytest plugin: the files of which a test failed."""

    def __init__(self) -> None:
        self.files: set[Path] = set()
        self.passed = 0

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        self.passed += report.passed
        if report.failed:
            self.files.add(Path(dict(report.user_properties).get("file", report.fspath)))

    def pytest_collectreport(self, report: pytest.CollectReport) -> None:
        if report.failed:
            self.files.add(Path(report.fspath))


EXAMPLES = """
import pytest
from pathlib import Path
from pytest_examples import CodeExample, EvalExample, find_examples

FILES = sorted(Path(__file__).parent.glob("*.md"))

@pytest.mark.parametrize("path", FILES, ids=str)
def test_examples(path, eval_example: EvalExample, record_property):
    record_property("file", str(path))
    names = {}
    problem = ""
    for example in find_examples(path):
        try:
            names = eval_example.run_print_check(example, module_globals=names)
        except BaseException as error:
            problem = repr(error)
            break
    # Outside, because pytest 9.2 stumbles over the traceback that pytest-examples makes up.
    if problem:
        pytest.fail(problem, pytrace=False)
"""


def by_pytest_examples(files: Sequence[Path]) -> set[Path]:
    """The files that pytest-examples fails."""
    folder = files[0].parent
    test = folder / "test_examples.py"
    test.write_text(EXAMPLES, encoding="utf-8")
    return _by_pytest(folder, str(test))


def by_doctestplus(files: Sequence[Path]) -> set[Path]:
    """The files that pytest-doctestplus fails."""
    folder = files[0].parent
    return _by_pytest(folder, "--doctest-plus", "--doctest-glob=*.md", str(folder))


def _by_pytest(folder: Path, *arguments: str) -> set[Path]:
    recorder = _Failures()
    common = ["-q", "-p", "no:cacheprovider", "--rootdir", str(folder), "-c", "/dev/null"]
    status = pytest.main([*common, *arguments], plugins=[recorder])
    if status not in (pytest.ExitCode.OK, pytest.ExitCode.TESTS_FAILED) or not recorder.passed:
        raise RuntimeError(f"pytest ended with {status!r} and {recorder.passed} tests passed")
    return {folder / path.name for path in recorder.files}


TOOLS: dict[str, Callable[[Sequence[Path]], set[Path]]] = {
    "mathdoctest": by_mathdoctest,
    "Sybil alone": by_sybil,
    "mktestdocs": by_mktestdocs,
    "pytest-examples": by_pytest_examples,
    "doctest": by_doctest,
    "doctestplus": by_doctestplus,
}


def noticed(tool: str, tried: Sequence[Slip], folder: Path) -> list[bool]:
    """Which slips a tool notices; exits where it does not pass the clean page."""
    write = DIALECTS[tool]
    files = [folder / f"page-{n:04}.md" for n in range(len(tried) + 1)]
    for path, page in zip(files, [PAGE, *(slip.page for slip in tried)], strict=True):
        path.write_text(write(page), encoding="utf-8")
    quiet = io.StringIO()
    with contextlib.redirect_stdout(quiet), contextlib.redirect_stderr(quiet):
        failed = TOOLS[tool](files)
    if files[0] in failed:
        sys.exit(f"{tool} does not pass the clean page:\n{files[0].read_text(encoding='utf-8')}")
    return [path in failed for path in files[1:]]


def alone(tool: str) -> list[bool] | None:
    """The same in a process of its own: the tools change how Python prints and imports."""
    done = subprocess.run(  # noqa: S603 -- this script
        [sys.executable, "-B", __file__, tool], capture_output=True, text=True, check=False
    )
    if done.returncode == MISSING:
        print(f"{tool} is not measured: {done.stderr.strip()}", file=sys.stderr)
        return None
    if done.returncode:
        sys.exit(done.stderr)
    results: list[bool] = json.loads(done.stdout)
    return results


def main() -> None:
    """Print the share that each tool notices, by place and by kind, and what ours does not."""
    tried = list(slips())
    if len(sys.argv) > 1:
        with tempfile.TemporaryDirectory() as folder:
            try:
                print(json.dumps(noticed(sys.argv[1], tried, Path(folder))))
            except ImportError as error:
                sys.stderr.write(str(error))
                sys.exit(MISSING)
        return
    found = {tool: results for tool in TOOLS if (results := alone(tool)) is not None}
    groups = [*(("place", place) for place in PLACES), *(("kind", kind) for kind in KINDS)]
    for field, title in (("place", "where"), ("kind", "what")):
        names = [value for group, value in groups if group == field]
        counts = Counter(getattr(slip, field) for slip in tried)
        rows = []
        for tool, results in found.items():
            seen = Counter(getattr(s, field) for s, r in zip(tried, results, strict=True) if r)
            share = [f"{seen[n]} of {counts[n]}" if counts[n] else "-" for n in names]
            rows.append([tool, *share, f"{100 * sum(results) / len(tried):.0f} %"])
        print(table([f"noticed, by {title}", *names, "all"], rows), end="\n\n")
    missed = [s for s, seen in zip(tried, found["mathdoctest"], strict=True) if not seen]
    true = sum(bool(slip.reason) for slip in missed)
    print(f"mathdoctest does not notice {len(missed)}, of which {true} leave the page true:\n")
    for slip in missed:
        print(f"- {slip.place}, {slip.kind}: {slip.said}{slip.reason and f' ({slip.reason})'}")


if __name__ == "__main__":
    main()
