"""The fuzzer finds what it looks for, and says how to see it again."""

from __future__ import annotations

import importlib.util
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest

SCRIPT = Path(__file__).parents[2] / "scripts" / "fuzz.py"


@pytest.fixture
def fuzz(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    spec = importlib.util.spec_from_file_location("fuzz", SCRIPT)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    monkeypatch.setitem(sys.modules, "fuzz", module)
    spec.loader.exec_module(module)
    return module


def test_a_few_thousand_inputs_of_every_stage_pass() -> None:
    done = subprocess.run(  # noqa: S603 -- a script of ours
        [sys.executable, SCRIPT, "--inputs", "4000", "--seed", "2", "-j", "1"],
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert "seed 2, 4,000 inputs" in done.stdout


@pytest.mark.parametrize("stage", ["check", "align"])
def test_chains_reach_the_aligner_and_the_verdicts(fuzz: ModuleType, stage: str) -> None:
    chance = fuzz.random.Random(1)
    verdicts = {
        claim.verdict
        for _ in range(100)
        for claim in fuzz.mathdoctest.check(fuzz.STAGES[stage].make(chance)).claims
    }
    assert {"verified", "wrong", "unknown"} <= verdicts


def test_an_input_that_raises_is_found_and_made_small(
    fuzz: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    def run(text: str) -> None:
        if "\\frac" in text:
            raise ZeroDivisionError

    monkeypatch.setitem(fuzz.STAGES, "parse", fuzz.Stage(1.0, fuzz.a_formula, run))
    outcome = fuzz.work("parse", 0, 0, 1_000)
    assert outcome.failure.endswith(f"with this input:\n{chr(92) + 'frac'!r}\n")
    assert "ZeroDivisionError" in outcome.failure


def test_an_input_that_never_ends_is_found(
    fuzz: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    def run(text: str) -> None:
        while "x" in text:
            pass

    monkeypatch.setattr(fuzz, "SECONDS", 0.05)
    monkeypatch.setitem(fuzz.STAGES, "parse", fuzz.Stage(1.0, fuzz.a_formula, run))
    outcome = fuzz.work("parse", 0, 0, 1_000)
    assert outcome.failure.endswith("with this input:\n'x'\n")
    assert "processor time" in outcome.failure


def test_a_place_outside_of_the_input_is_found(fuzz: ModuleType) -> None:
    with pytest.raises(AssertionError, match="outside"):
        fuzz._within("abc", 2, 4)
