"""The pages notice when the code behind them computes something else, and it is noticed if not."""

from __future__ import annotations

import ast
import importlib.util
import os
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).parents[1]
SCRIPTS = ROOT / "scripts"


def load(name: str) -> ModuleType:
    """A script as a module; it imports its neighbours by name."""
    spec = importlib.util.spec_from_file_location(name, SCRIPTS / f"{name}.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    spec.loader.exec_module(module)
    return module


code_mutants = load("code_mutants")
mutate_code = load("mutate_code")
MUTANTS = code_mutants.mutants(ROOT / "src" / "backprop")


def run(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(  # noqa: S603 -- our own script
        [sys.executable, str(SCRIPTS / "mutate_code.py"), *arguments],
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
        env={**os.environ, "PYTHONPATH": ""},
    )


def test_some_slips_of_every_kind_fail_the_documentation_tests() -> None:
    done = run("--sample", "10", "--jobs", "2")
    assert done.returncode == 0, done.stdout + done.stderr
    assert "MISSED" not in done.stdout
    assert " change a published number" in done.stdout
    # Each is shown as a sentence with page, line, published and computed value.
    assert "docs/walkthrough.md, line " in done.stdout


def test_each_mutant_is_another_program_with_one_place_changed() -> None:
    assert len(MUTANTS) > 400
    assert {mutant.kind for mutant in MUTANTS} == set(code_mutants.KINDS)
    for mutant in MUTANTS[::7]:
        text = (ROOT / "src" / "backprop" / mutant.module).read_text(encoding="utf-8")
        assert ast.dump(ast.parse(mutant.source)) != ast.dump(ast.parse(text))
        before, after = text.splitlines(), mutant.source.splitlines()
        assert before[: mutant.line - 1] == after[: mutant.line - 1]


SLIPS: list[tuple[str, str, str]] = [
    # module, what stands there, what somebody could write
    ("passes.py", "a @ layer.weights", "(a * layer.weights)"),
    ("passes.py", "error * slope", "(error)"),
    ("passes.py", "layer.weights.T", "layer.weights"),
    ("training.py", "layer.weights - rate * dw", "(layer.weights + rate * dw)"),
    ("training.py", "rate * dw", "(2 * (rate * dw))"),
    ("activations.py", "1 + e", "(1 - e)"),
    ("activations.py", "np.minimum", "np.maximum"),
    ("activations.py", "z.real > 0", "(z.real < 0)"),
    ("losses.py", "(a - y) ** 2 / 2", "((a - y) ** 2 * 2)"),
]


@pytest.mark.parametrize(("module", "before", "after"), SLIPS)
def test_the_slips_that_everybody_makes_are_among_them(
    module: str, before: str, after: str
) -> None:
    assert any((m.module, m.before, m.after) == (module, before, after) for m in MUTANTS)


def test_updating_the_output_layer_too_early_is_among_them() -> None:
    early = [mutant for mutant in MUTANTS if mutant.kind == "update order"]
    assert [mutant.function for mutant in early] == ["step"]


@pytest.mark.parametrize(
    ("before", "after", "differs"),
    [
        (0.58989, 0.58989 * (1 + 1e-13), False),
        (0.58989, 0.58989 * (1 + 1e-6), True),
        (0.0, 0.0, False),
        (0.0, 1e-30, True),
        ("0.58989", "0.58990", True),
        (1.5, "ValueError", True),
        ("ValueError", "ValueError", False),
    ],
)
def test_only_more_than_rounding_noise_counts_as_a_change(
    before: float | str, after: float | str, *, differs: bool
) -> None:
    place = mutate_code.Place("docs/a.md", 3, "symbol", "x")
    assert bool(mutate_code.differences({place: before}, {place: after})) is differs


NUMBER = mutate_code.Place("docs/a.md", 3, "number", "x", "0.58989")
SYMBOL = mutate_code.Place("docs/a.md", 9, "symbol", "step.x[0]", "x_1")
OUTPUT = mutate_code.Place("docs/a.md", 3, "output", "print(x.round(5))")
SYMBOL_SAYS = "x_1 is 1.1 by the page's formulas, but `step.x[0]` (docs/notation.md:12)"
ENDED = mutate_code.Ended("ValueError")
NO_VALUE = "has no value: the code at docs/a.md:1 ends with ValueError: no"


@pytest.mark.parametrize(
    ("place", "before", "after", "said", "names"),
    [
        (NUMBER, "0.58989", "0.58990", "3: 0.58989 stands for x and should be 0.58990", True),
        (NUMBER, "0.58989", "0.58990", "3: 0.58989 stands for x, which is 0.589901", True),
        (NUMBER, "0.58989", "0.58990", "4: 0.58989 stands for x and should be 0.58990", False),
        (NUMBER, "0.58989", "0.58990", "3: 0.58989 stands for x and should be 0.58991", False),
        (NUMBER, "0.58989", "0.58990", "3: 0.58988 stands for x and should be 0.58990", False),
        (NUMBER, "0.58989", ENDED, f"3: 0.58989 stands for x, which {NO_VALUE}", True),
        (NUMBER, "0.58989", ENDED, "3: 0.58989 stands for x, which has no value", False),
        (NUMBER, "0.58989", ENDED, "3: this is not known, because the page's code failed", False),
        (NUMBER, "0.58989", ENDED, "1: ValueError: no", False),
        (SYMBOL, 1.1, 12.0, f"5: {SYMBOL_SAYS} is 12.0", True),
        (SYMBOL, 1.1, 12.0, f"5: {SYMBOL_SAYS} is 13.0", False),
        (SYMBOL, 1.2, 12.0, f"5: {SYMBOL_SAYS} is 12.0", False),
        (SYMBOL, 1.1, ENDED, f"5: {SYMBOL_SAYS} raises ValueError: no", True),
        (OUTPUT, "[0.5 0.6]", "[0.5 0.7]", "3: the output is [0.5 0.7], the page shows [0.5 0.6]",
         True),
        (OUTPUT, "[0.5 0.6]", "[0.5 0.7]", "3: the output is [0.5…, the page shows [0.5…", False),
        (OUTPUT, "True", "False", "3: the output is False, the page shows True", True),
        (OUTPUT, "[0.5 0.6]", ENDED, "3: ValueError: no; the page shows [0.5 0.6]", True),
        (OUTPUT, "[0.5 0.6]", ENDED, "3: ValueError: no", False),
    ],
)  # fmt: skip
def test_what_is_named_is_decided_by_what_the_failure_says(
    place: object, before: float | str, after: object, said: str, *, names: bool
) -> None:
    change = mutate_code.Change(place, before, after)
    failure = mutate_code.Failure("a test", f"It did not:\ndocs/a.md, line {said}\n\n  x = y")
    (judged,) = mutate_code.named([change], [failure])
    assert judged.named is names


@pytest.fixture
def project(tmp_path: Path) -> Callable[[str], Path]:
    """A small project around a function that doubles, whose page says what the test gives it."""

    def make(page: str) -> Path:
        files = {
            "src/backprop/__init__.py": "def double(x: float) -> float:\n    return x + x\n",
            "docs/walkthrough.md": (
                f"```python\nfrom backprop import double\n\nstep = double(2)\n```\n\n{page}\n"
            ),
            "docs/notation.md": (
                "---\nmathdoctest:\n  continues: walkthrough.md\n---\n\n"
                "| Symbol | Python |\n|:--|:--|\n| $q$ | `step` |\n"
            ),
            "README.md": "Nothing.\n",
            "pyproject.toml": (
                '[tool.pytest.ini_options]\n\n[tool.mathdoctest]\nnotation = "docs/notation.md"\n'
            ),
            "conftest.py": (ROOT / "conftest.py").read_text(encoding="utf-8"),
        }
        for name, text in files.items():
            (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
            (tmp_path / name).write_text(text, encoding="utf-8")
        return tmp_path

    return make


def test_a_number_that_the_pages_check_is_not_missed(project: Callable[[str], Path]) -> None:
    done = run("--project", str(project("It is 4<!-- = step -->, and $q = 4$ too; $q = q$.")))
    assert done.returncode == 0, done.stdout + done.stderr
    assert "docs/walkthrough.md, line 7: 4 stands for step and should be 8" in done.stdout


def test_a_number_that_no_page_checks_is_said_to_be_missed(
    project: Callable[[str], Path],
) -> None:
    done = run("--project", str(project("The notation page alone tells of $q$.")))
    assert done.returncode == 1, done.stdout + done.stderr
    assert "MISSED __init__.py:2: x + x  ->  (x - x)" in done.stdout
    assert "q = step: 4.0 becomes 0.0" in done.stdout


def test_pages_that_fail_as_they_are_prove_nothing(project: Callable[[str], Path]) -> None:
    done = run("--project", str(project("It is 5<!-- = step -->.")))
    assert done.returncode == 2
    assert "fail before anything is changed" in done.stderr
    assert "5 stands for step and should be 4" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_number_whose_code_ends_with_an_error_is_counted_apart(
    project: Callable[[str], Path],
) -> None:
    page = (
        "It is 4<!-- = step -->, and $q = 4$ too; $q = q$.\n\n"
        "```python\nthree = 12 / double(2)\n```\n\nAnd 3<!-- = three -->."
    )
    done = run("--project", str(project(page)))
    assert done.returncode == 0, done.stdout + done.stderr
    counts = dict(re.findall(r"^ *(\S.*?) {2,}(\d+)", done.stdout, re.MULTILINE))
    assert counts["no value: the code ends with an error"] == "1"
    assert counts["to none: the code ends with an error"] == "1"
    assert counts["named: published value and the error"] == "1"
    assert counts["named: published and computed value"] == counts["to another value"]
    assert "1 ZeroDivisionError" in done.stdout


def test_a_number_that_no_failure_names_is_said_to_be_so(project: Callable[[str], Path]) -> None:
    page = "It is 4<!-- = step -->. The notation page alone tells of $q$."
    done = run("--project", str(project(page)))
    assert done.returncode == 1, done.stdout + done.stderr
    assert "NOT NAMED __init__.py:2: x + x  ->  (x - x)" in done.stdout
    assert "q = step: 4.0 becomes 0.0" in done.stdout
