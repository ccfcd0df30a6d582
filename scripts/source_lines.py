"""Link each expression of docs/notation.md to the line of src/backprop that computes its value.

No line is looked up by hand. A step is taken again, watched line by line, and the first line after
which a variable holds the value is the one that computes it. What the step is given is computed
nowhere, and gets no link. Of a training, which makes many steps, it is the first that is watched.
"""

import ast
import re
import sys
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType
from typing import Any

import numpy as np

import backprop
from backprop import History, Step
from mathdoctest.project import Settings, run_code
from mathdoctest.source import read

ROOT = Path(__file__).parents[1]
NOTATION = ROOT / "docs" / "notation.md"
PACKAGE = Path(backprop.__file__).parent
ROW = re.compile(r"^\|.*$", re.MULTILINE)
CODE = re.compile(
    r"\[?`(?P<code>\(?(?P<name>step|steps\[n\]|history|cured)\.[^`]+)`(?:\]\([^)]*\))?"
)
COUNTER = "n"
"""What the notation calls the number of steps."""


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


def watched(codes: Mapping[str, str], names: Mapping[str, Any]) -> dict[str, tuple[str, int]]:
    """The place that computes each expression; nothing for those that the step was given.

    Args:
        codes: the expressions, with the name that each begins with.
        names: what that names: steps and histories.
    """
    found: dict[str, tuple[str, int]] = {}
    for name, again in repeats(names).items():
        computed = [code for code in codes if codes[code] == name and not given(code)]
        watch = Watch({code: whole(code, names) for code in computed})
        before = sys.gettrace()
        sys.settrace(watch)
        try:
            again()
        finally:
            sys.settrace(before)
        found |= watch.found
    return {
        code: (file, statement(PACKAGE / file, line))
        for code, (file, line) in found.items()
        if file
    }


def given(code: str) -> bool:
    """Whether an expression is about the network from before a step."""
    return re.match(r"\w+(\[\w+\])?\.before\b", code) is not None


def repeats(names: Mapping[str, Any]) -> dict[str, Callable[[], object]]:
    """What takes a step again, or the first of a training, by what the notation calls it."""
    step: Step = names["step"]
    givens = (step.forward.inputs, step.target, step.learning_rate)

    def trained(history: History) -> Callable[[], object]:
        return lambda: backprop.train(history.start, *givens, steps=1)

    return {
        "step": lambda: backprop.step(step.before, *givens),
        f"steps[{COUNTER}]": lambda: backprop.step(names["history"][1], *givens),
        "history": trained(names["history"]),
        "cured": trained(names["cured"]),
    }


def whole(code: str, names: Mapping[str, Any]) -> Any:  # noqa: ANN401 - an array or a number
    """The array that an expression picks its number from, or else the number, after one step."""
    node = ast.parse(code, mode="eval").body
    value = evaluate(node, names)
    while isinstance(node, ast.Subscript) and not isinstance(evaluate(node.value, names), tuple):
        node, index = node.value, ast.unparse(node.slice)
        value = evaluate(node, names)
        if COUNTER in re.findall(r"\w+", index):
            return value[1]
    return value


def evaluate(node: ast.expr, names: Mapping[str, Any]) -> Any:  # noqa: ANN401 - an array or a number
    """The value of an expression of the notation, which is this project's own."""
    return eval(ast.unparse(node), {**names, COUNTER: 1})  # noqa: S307


def statement(path: Path, line: int) -> int:
    """The first line of the statement that a line belongs to."""
    lines = [
        node.lineno
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.stmt) and node.lineno <= line <= (node.end_lineno or node.lineno)
    ]
    return max(lines, default=line)


def linked(text: str, names: Mapping[str, Any]) -> str:
    """The notation page with a link at each expression whose line is known."""
    rows = ROW.findall(text)
    codes = {m["code"]: m["name"] for row in rows for m in CODE.finditer(row)}
    found = watched(codes, names)

    def expression(match: re.Match[str]) -> str:
        code = match["code"]
        if code not in found:
            return f"`{code}`"
        name, line = found[code]
        return f"[`{code}`](source.md#__codelineno-{Path(name).stem}-{line})"

    return ROW.sub(lambda row: CODE.sub(expression, row[0]), text)


def examples() -> dict[str, Any]:
    """The step of the pages and the trainings from there; exits if their code does not run."""
    page = ROOT / "docs" / "what-next.md"
    names = run_code(read(page), Settings(run_code=True)).namespace or {}
    wanted = {"step": Step, "steps": list, "history": History, "cured": History}
    for name, kind in wanted.items():
        if not isinstance(names.get(name), kind):
            sys.exit(f"docs/what-next.md defines no `{name}`. Run: mathdoctest check {page}")
    return {name: names[name] for name in wanted}


def main() -> None:
    """Write the page."""
    text = NOTATION.read_text(encoding="utf-8")
    NOTATION.write_text(linked(text, examples()), encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
