"""Link each expression of docs/notation.md to the line of src/backprop that computes its value.

No line is looked up by hand. The step of the walkthrough is taken again, watched line by line, and
the first line after which a variable holds the value is the one that computes it. What the step is
given is computed nowhere, and gets no link.
"""

import ast
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType
from typing import Any

import numpy as np

import backprop
from backprop import Step
from mathdoctest.project import Settings, run_code
from mathdoctest.source import read

ROOT = Path(__file__).parents[1]
NOTATION = ROOT / "docs" / "notation.md"
PACKAGE = Path(backprop.__file__).parent
CELL = re.compile(
    r"\[?`(?P<code>step\.[^`]+|\([^`]*step\.[^`]+)`(?:\]\([^)]*\))? \|$", re.MULTILINE
)


@dataclass
class Watch:
    """Looks at every variable of the package after every line."""

    targets: dict[str, Any]
    """The values to look for, by their expression."""
    found: dict[str, tuple[str, int]] = field(default_factory=dict)
    """The file and the line that computed each, or nothing where it was given."""
    _last: dict[int, int] = field(default_factory=dict)

    def __call__(self, frame: FrameType, event: str, _: object) -> "Watch | None":
        """Be called by Python: before each line, at each call and at each return."""
        if Path(frame.f_code.co_filename).parent != PACKAGE:
            return None
        if event == "call":  # an argument was computed where the call stands
            caller = frame.f_back
            if caller is not None:
                self.look(frame, Path(caller.f_code.co_filename), caller.f_lineno)
        elif id(frame) in self._last:
            self.look(frame, Path(frame.f_code.co_filename), self._last[id(frame)])
        self._last[id(frame)] = frame.f_lineno
        if event == "return":
            del self._last[id(frame)]
        return self

    def look(self, frame: FrameType, path: Path, line: int) -> None:
        """Note the line for each value that a variable holds for the first time."""
        for value in (part for local in frame.f_locals.values() for part in parts(local)):
            for code, target in self.targets.items():
                if code not in self.found and equal(value, target):
                    self.found[code] = (path.name if path.parent == PACKAGE else "", line)


def parts(value: Any) -> Iterator[Any]:  # noqa: ANN401 - a variable holds anything
    """A value, or the values in a list."""
    yield from value if isinstance(value, (list, tuple)) else (value,)


def equal(value: Any, target: Any) -> bool:  # noqa: ANN401 - a variable holds anything
    """Whether two numbers or arrays are the same, to the last bit."""
    numbers = (float, np.floating, np.ndarray)
    if not isinstance(value, numbers) or np.iscomplexobj(value):
        return False
    return np.shape(value) == np.shape(target) and bool(np.all(value == target))


def watched(step: Step, codes: list[str]) -> dict[str, tuple[str, int]]:
    """The place that computes each expression; nothing for those that the step was given."""
    computed = [code for code in codes if not code.startswith("step.before")]
    watch = Watch({code: whole(code, step) for code in computed})
    before = sys.gettrace()
    sys.settrace(watch)
    try:
        backprop.step(step.before, step.forward.inputs, step.target, step.learning_rate)
    finally:
        sys.settrace(before)
    return {
        code: (name, statement(PACKAGE / name, line))
        for code, (name, line) in watch.found.items()
        if name
    }


def whole(code: str, step: Step) -> Any:  # noqa: ANN401 - an array or a number
    """The array that an expression picks its number from, or else the number."""
    node = ast.parse(code, mode="eval").body
    value = evaluate(node, step)
    while isinstance(node, ast.Subscript) and not isinstance(evaluate(node.value, step), tuple):
        node = node.value
        value = evaluate(node, step)
    return value


def evaluate(node: ast.expr, step: Step) -> Any:  # noqa: ANN401 - an array or a number
    """The value of an expression of the notation, which is this project's own."""
    return eval(ast.unparse(node), {"step": step})  # noqa: S307


def statement(path: Path, line: int) -> int:
    """The first line of the statement that a line belongs to."""
    lines = [
        node.lineno
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.stmt) and node.lineno <= line <= (node.end_lineno or node.lineno)
    ]
    return max(lines, default=line)


def linked(text: str, step: Step) -> str:
    """The notation page with a link at each expression whose line is known."""
    found = watched(step, [match["code"] for match in CELL.finditer(text)])

    def cell(match: re.Match[str]) -> str:
        code = match["code"]
        if code not in found:
            return f"`{code}` |"
        name, line = found[code]
        return f"[`{code}`](source.md#__codelineno-{Path(name).stem}-{line}) |"

    return CELL.sub(cell, text)


def walkthrough_step() -> Step:
    """The step that the walkthrough takes; exits with a sentence if its code does not run."""
    code = run_code(read(ROOT / "docs" / "walkthrough.md"), Settings(run_code=True))
    step = (code.namespace or {}).get("step")
    if not isinstance(step, Step):
        sys.exit(
            "docs/walkthrough.md defines no `step`. Run: mathdoctest check docs/walkthrough.md"
        )
    return step


def main() -> None:
    """Write the page."""
    text = NOTATION.read_text(encoding="utf-8")
    NOTATION.write_text(linked(text, walkthrough_step()), encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
