"""The notation leads to the lines of code that compute its values."""

import re
import runpy
from pathlib import Path

ROOT = Path(__file__).parents[1]
NOTATION = ROOT / "docs" / "notation.md"
LINK = re.compile(r"\[`([^`]+)`\]\(source\.md#__codelineno-(\w+)-(\d+)\)")


def links() -> dict[str, str]:
    """Each linked expression, with the text of the line that it leads to."""
    found = {}
    for code, module, line in LINK.findall(NOTATION.read_text(encoding="utf-8")):
        source = (ROOT / "src" / "backprop" / f"{module}.py").read_text(encoding="utf-8")
        found[code] = source.splitlines()[int(line) - 1].strip()
    return found


def test_the_committed_links_are_those_that_watching_steps_gives() -> None:
    script = runpy.run_path(str(ROOT / "scripts" / "source_lines.py"))
    text = NOTATION.read_text(encoding="utf-8")
    assert script["linked"](text, script["examples"]()) == text, (
        "docs/notation.md is out of date: run .venv/bin/python scripts/source_lines.py"
    )


def test_a_link_leads_to_the_line_that_computes_the_value() -> None:
    lines = links()
    for code, expected in {
        "step.forward.pre_activations[0][0]": "z = a @ layer.weights",
        "step.forward.activations[0][1]": "a = ACTIVATIONS[layer.activation].function(z)",
        "step.loss": "terms.sum() / samples",
        "step.backward.error[0]": "error = rule.derivative(a, target) / samples",
        "step.deltas[1][0]": "delta = through(error, slopes[-1])",
        "step.deltas[0][1]": "through(deltas[0] @ layer.weights.T, slope)",
        "step.weight_gradients[0][1, 0]": "weight_gradients = [",
        "step.after.layers[1].weights[1, 0]": "weights = layer.weights - rate * dw",
        "history.losses[n]": "terms.sum() / samples",
        "history.outputs[n, 0]": "a = ACTIVATIONS[layer.activation].function(z)",
        "history.weights[0][n, 1, 0]": "weights = layer.weights - rate * dw",
        "steps[n].deltas[0][1]": "through(deltas[0] @ layer.weights.T, slope)",
        "cured.outputs[n, 0]": "z = a @ layer.weights",  # nothing comes behind it there
    }.items():
        assert expected in lines[code], code


def test_what_a_step_is_given_has_no_line_that_computes_it() -> None:
    lines = links()
    assert not [code for code in lines if re.match(r"step(s\[n\])?\.before", code)]
    assert lines.keys().isdisjoint({"step.forward.inputs[0]", "step.target[0]"})
