"""Write the tables of docs/corrections.md from a run of the checker over the original's equations.

The page holds one marker for each cause, and the table of the figures behind it::

    <!-- wrong figures, cause 1 -->

Whatever table stands below a marker is replaced.
"""

import re
import sys
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path

import mathdoctest

ROOT = Path(__file__).parents[1]
ORIGINAL = ROOT / "tests" / "data" / "original.md"
PAGE = ROOT / "docs" / "corrections.md"
PLACE = re.compile(r"(?m)^<!-- wrong figures, cause (\d+) -->\n(?:\n(?:\|.*\n)+)?")
DECIMALS = Decimal("1e-8")


def causes(report: mathdoctest.Report) -> list[list[mathdoctest.Claim]]:
    """The wrong claims of a report, grouped by the one that the others repeat or follow from."""
    groups: dict[int, list[mathdoctest.Claim]] = {}
    for index, claim in enumerate(report.claims):
        if claim.verdict != "wrong":
            continue
        root = index
        while (cause := report.claims[root].cause) is not None:
            root = cause
        groups.setdefault(root, []).append(claim)
    return list(groups.values())


def table(number: int, group: list[mathdoctest.Claim]) -> str:
    """One cause's figures, each column bound to the same run, made by the page's own code."""
    bound = f"causes[{number - 1}][row]"
    columns = {
        "line": f"{bound}.line",
        "it stands for": "",
        "printed": f"{bound}.text",
        "exact": f"float({bound}.exact)",
        "should be": f"{bound}.expected",
    }
    header = (f"{name}<!-- = {code} -->" if code else name for name, code in columns.items())
    lines = [f"| {' | '.join(header)} |", "|--:|:--|--:|--:|--:|"]
    lines += [
        f"| {claim.line} | ${claim.stands_for}$ | {claim.text} "
        f"| {Decimal(claim.exact).quantize(DECIMALS, ROUND_HALF_UP)} | {claim.expected} |"
        for claim in group
    ]
    return "\n".join(lines) + "\n"


def filled(page: str) -> str:
    """The page with every table as the checker makes it today; exits if a cause has no place."""
    original = ORIGINAL.read_text(encoding="utf-8")
    groups = causes(mathdoctest.check(original, path=str(ORIGINAL)))
    places = [int(number) for number in PLACE.findall(page)]
    if places != list(range(1, len(groups) + 1)):
        sys.exit(
            f"docs/corrections.md has places for the causes {places}, "
            f"but the checker finds {len(groups)}: write a section for each"
        )

    def place(found: re.Match[str]) -> str:
        number = int(found[1])
        return f"<!-- wrong figures, cause {number} -->\n\n{table(number, groups[number - 1])}"

    return PLACE.sub(place, page)


def main() -> None:
    """Rewrite the page."""
    page = PAGE.read_text(encoding="utf-8")
    PAGE.write_text(filled(page), encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
