"""Draw both passes of the walkthrough into docs/images/forward.svg and docs/images/backward.svg.

The values come from the page itself: its code is run, and its `step` is drawn.
"""

import sys
from pathlib import Path

from backprop import Step
from backprop.diagram import draw_backward, draw_forward
from mathdoctest.project import Settings, run_code
from mathdoctest.source import read

DOCS = Path(__file__).parents[1] / "docs"
PICTURES = {
    DOCS / "images" / "forward.svg": draw_forward,
    DOCS / "images" / "backward.svg": draw_backward,
}


def walkthrough_step() -> Step:
    """The step that the walkthrough takes; exits with a sentence if its code does not run."""
    code = run_code(read(DOCS / "walkthrough.md"), Settings(run_code=True))
    step = (code.namespace or {}).get("step")
    if not isinstance(step, Step):
        reasons = "".join(f"\n  line {found.line}: {found.message}" for found in code.findings)
        sys.exit(f"docs/walkthrough.md defines no `step` to draw.{reasons}")
    return step


def main() -> None:
    """Write the pictures."""
    step = walkthrough_step()
    for picture, draw in PICTURES.items():
        picture.write_text(draw(step), encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
