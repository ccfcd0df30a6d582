"""Somebody else's project: the built wheel in a fresh environment, ten lines of settings."""

from __future__ import annotations

import os
import subprocess
import sys
import venv
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]

SETTINGS = """\
[project]
name = "bridge"
version = "1.0"

[tool.mathdoctest]
run-code = true
strict = true

[tool.pytest.ini_options]
addopts = "--mathdoctest"
"""

CODE = """\
def load(mass, gravity=9.81):
    return mass * gravity
"""

PAGE = """\
# What the bridge carries

A lorry of mass $m = 1250$ stands on it, and gravity is $g = 9.81$. Its weight is

$$
F = m \\cdot g = 1250 \\cdot 9.81 = 12262.5
$$

Half of it rests on either end: $\\frac{F}{2} = 6131.25$.

```python
from bridge import load
```

The code says 12262.5<!-- = load(1250) -->.
"""


def run(*command: str | Path, cwd: Path) -> subprocess.CompletedProcess[str]:
    """One command in the project, which finds nothing of this checkout."""
    environment = {k: v for k, v in os.environ.items() if k not in ("PYTHONPATH", "VIRTUAL_ENV")}
    return subprocess.run(  # noqa: S603 - commands of this test
        [str(part) for part in command], cwd=cwd, capture_output=True, text=True, timeout=300,
        check=False, env=environment,
    )  # fmt: skip


@pytest.fixture(scope="module")
def python(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The interpreter of a fresh environment that holds the wheel, and pytest."""
    base = tmp_path_factory.mktemp("wheel")
    built = run(
        sys.executable, "-m", "pip", "wheel", "-q", "--no-deps", "--no-build-isolation",
        "-w", base, ROOT, cwd=base,
    )  # fmt: skip
    assert built.returncode == 0, built.stderr
    (wheel,) = base.glob("*.whl")
    venv.create(base / "venv", with_pip=True)
    interpreter = base / "venv" / ("Scripts" if os.name == "nt" else "bin") / "python"
    pins = base / "pins.txt"
    lock = (ROOT / "requirements.txt").read_text(encoding="utf-8")
    names = ("mpmath", "numpy", "pyyaml", "pytest")
    lines = [
        line.split(" \\")[0]
        for line in lock.splitlines()
        if line.startswith(tuple(f"{n}==" for n in names))
    ]
    pins.write_text("\n".join(lines), encoding="utf-8")
    installed = run(
        interpreter, "-m", "pip", "install", "-q", "-c", pins, wheel, "pytest", cwd=base
    )
    assert installed.returncode == 0, installed.stderr
    return interpreter


@pytest.fixture
def project(tmp_path: Path) -> Path:
    (tmp_path / "pyproject.toml").write_text(SETTINGS, encoding="utf-8")
    (tmp_path / "bridge.py").write_text(CODE, encoding="utf-8")
    (tmp_path / "page.md").write_text(PAGE, encoding="utf-8")
    return tmp_path


def test_the_settings_are_ten_lines() -> None:
    assert len(SETTINGS.splitlines()) <= 10


def test_a_true_page_passes_by_the_command_and_by_pytest(python: Path, project: Path) -> None:
    checked = run(python, "-m", "mathdoctest", "check", "page.md", cwd=project)
    assert checked.returncode == 0, checked.stdout + checked.stderr
    tested = run(python, "-m", "pytest", "-q", "page.md", cwd=project)
    assert tested.returncode == 0, tested.stdout + tested.stderr
    assert " passed" in tested.stdout


@pytest.mark.parametrize(
    ("file", "old", "new", "says"),
    [
        ("page.md", "6131.25", "6131.52", "6131.25"),
        ("bridge.py", "gravity=9.81", "gravity=9.18", "11475"),
    ],
)
def test_a_number_that_drifts_fails_both_in_a_sentence(
    python: Path, project: Path, file: str, old: str, new: str, says: str
) -> None:
    path = project / file
    path.write_text(path.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")
    checked = run(python, "-m", "mathdoctest", "check", "page.md", cwd=project)
    assert checked.returncode == 1
    assert says in checked.stdout
    assert "page.md:" in checked.stdout
    tested = run(python, "-m", "pytest", "-q", "page.md", cwd=project)
    assert tested.returncode == 1
    assert says in tested.stdout
    assert "Traceback" not in checked.stdout + checked.stderr


def test_fix_puts_the_right_number_back(python: Path, project: Path) -> None:
    page = project / "page.md"
    page.write_text(PAGE.replace("6131.25", "6131.52"), encoding="utf-8")
    assert run(python, "-m", "mathdoctest", "fix", "page.md", cwd=project).returncode == 0
    assert page.read_text(encoding="utf-8") == PAGE
