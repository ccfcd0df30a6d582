"""Compare the site as MkDocs has built it with the same site as ProperDocs has built it.

    python scripts/compare_builds.py FOLDER FOLDER

Every file has to be the same, but for the line in which a page names its generator, and the
sitemap, which holds the day.
"""

import re
import sys
from itertools import zip_longest
from pathlib import Path

GENERATOR = re.compile(rb'<meta name="generator" content="[^"]*">')
COUNTED = {
    "formulas": re.compile(rb"<math\b"),
    "numbers with a claim": re.compile(rb"\bdata-claim="),
}


def contents(folder: Path) -> dict[str, bytes]:
    """Each file of a site by its path, without what may differ."""
    found = {}
    for path in sorted(folder.rglob("*")):
        if path.is_file() and not path.name.startswith("sitemap."):
            found[path.relative_to(folder).as_posix()] = GENERATOR.sub(b"", path.read_bytes())
    return found


def counts(pages: dict[str, bytes]) -> dict[str, int]:
    """How many pages, formulas and claims a site has."""
    html = [content for path, content in pages.items() if path.endswith(".html")]
    found = {name: sum(len(sign.findall(c)) for c in html) for name, sign in COUNTED.items()}
    return {"pages": len(html), **found}


def differences(one: dict[str, bytes], other: dict[str, bytes]) -> list[str]:
    """A sentence for each file that is not the same in both."""
    found = []
    for path in sorted(one.keys() | other.keys()):
        if path not in one or path not in other:
            found.append(f"{path}: only the {'second' if path in other else 'first'} build has it")
        elif one[path] != other[path]:
            lines = zip_longest(one[path].splitlines(), other[path].splitlines(), fillvalue=b"")
            line, a, b = next((n, a, b) for n, (a, b) in enumerate(lines, 1) if a != b)
            found.append(f"{path}:{line}: {shown(a)} in the first build, {shown(b)} in the second")
    return found


def shown(line: bytes) -> str:
    """A line, cut where it gets too long to read."""
    return repr(line.decode(errors="replace")[:80])


def main() -> None:
    """Say what is in both, or what differs, and exit with status 1 if something does."""
    if len(sys.argv) != 3:
        sys.exit("name the folders of two builds")
    one, other = (contents(Path(name)) for name in sys.argv[1:])
    said = [
        ", ".join(f"{n:,} {what}" for what, n in counts(pages).items()) for pages in (one, other)
    ]
    found = differences(one, other)
    if found or not one:
        sys.exit("\n".join([*found, f"first build: {said[0]}", f"second build: {said[1]}"]))
    sys.stdout.write(f"{said[0]}, and {len(one):,} files in all: the same in both builds\n")


if __name__ == "__main__":
    main()
