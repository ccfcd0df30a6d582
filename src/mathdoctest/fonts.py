"""A small web font for formulas: STIX Two Math, cut down to the glyphs that they use.

Without a font that has an OpenType MATH table, browsers draw fractions, stretched brackets and
primes poorly, and few systems have one. The whole font weighs 1.5 MB; this subset about 42 kB. The
font comes from the ziamath wheel, so a page asks no other host for it, and no repository has to
hold a binary.
"""

from __future__ import annotations

import hashlib
import importlib.metadata
import importlib.util
import io
import os
import tempfile
from functools import cache
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from fontTools.ttLib import TTFont

FONT_NAME = "stix-two-math.woff2"
LICENCE_NAME = "stix-two-math.OFL.txt"


def _range(first: str, last: str) -> frozenset[str]:
    return frozenset(map(chr, range(ord(first), ord(last) + 1)))


_ASCII = _range(" ", "~")
# Browsers draw a one-letter identifier with these: a `v` in the source becomes U+1D463 on screen.
_ITALIC_LATIN = (
    _range("\N{MATHEMATICAL ITALIC CAPITAL A}", "\N{MATHEMATICAL ITALIC SMALL G}")
    | {"\N{PLANCK CONSTANT}"}  # the italic h, which Unicode had before the other letters
    | _range("\N{MATHEMATICAL ITALIC SMALL I}", "\N{MATHEMATICAL ITALIC SMALL Z}")
)
_ITALIC_GREEK = _range("\N{MATHEMATICAL ITALIC SMALL ALPHA}", "\N{MATHEMATICAL ITALIC PI SYMBOL}")
_CAPITAL_GREEK = _range("Α", "Ρ") | _range("Σ", "Ω")
_PUNCTUATION = frozenset("\xa0¬±·×÷°§–—‘’“”…‖†′″‴⁗") | _range("\N{EN QUAD}", "\N{HAIR SPACE}")
_ARROWS = frozenset("←↑→↓↔⇐⇒⇔↦⟵⟶⟷⟸⟹⟺")
_OPERATORS = frozenset("∀∂∃∅∆∇∈∉∋∏∑−∓∕∖∗∘√∝∞∠∣∥∧∨∩∪∫∴∵∼≃≅≈≔≠≡≤≥≪≫⊂⊆⊕⊗⊙⊤⊥⋅⋆⋮⋯⋱⌈⌉⌊⌋⟨⟩ℝ")
_ACCENTS = frozenset("\u0302\u0303\u0304\u0305\u0307\u0308\u20d7^~ˆ˜¯ˉ˙¨⏞⏟‾")

CHARACTERS = (
    _ASCII
    | _ITALIC_LATIN
    | _ITALIC_GREEK
    | _CAPITAL_GREEK
    | _PUNCTUATION
    | _ARROWS
    | _OPERATORS
    | _ACCENTS
)
"""What the subset can draw."""

_IN_SCRIPTS = _ASCII | _ITALIC_LATIN | _ITALIC_GREEK | frozenset("′−⋅∂")
"""What is worth a heavier drawing in scripts; for everything, it would double the size."""


class FontError(RuntimeError):
    """The subset cannot be made; the message says what is missing and how to get it."""


@cache
def write_math_font(folder: Path) -> None:
    """Write the subset and its licence into a folder, unless the same are there already.

    Files:
        ``stix-two-math.woff2`` and, as its licence asks, ``stix-two-math.OFL.txt`` beside it.

    Raises:
        FontError: The packages that hold and cut the font are not installed.
    """
    try:
        source = _source()
        made_from = _fingerprint(source)
        licence = folder / LICENCE_NAME
        if (folder / FONT_NAME).exists() and _holds(licence, made_from):
            return
        woff2 = _subset(source)
    except ImportError as error:
        raise FontError(
            f"The math font needs the package {error.name}: install mathdoctest[font], "
            "or leave out the option `font`."
        ) from error
    folder.mkdir(parents=True, exist_ok=True)
    notice = (
        "stix-two-math.woff2 is STIX Two Math, changed: cut down to the glyphs that formulas use.\n"
        f"Made from {made_from}.\n\n"
    )
    text = resources.files("mathdoctest").joinpath("OFL.txt").read_text(encoding="utf-8")
    _replace(folder / FONT_NAME, woff2)
    # The licence comes last: it carries the mark by which the next build knows that both are whole.
    _replace(licence, (notice + text).encode())


def _source() -> Path:
    spec = importlib.util.find_spec("ziamath")  # not imported: only its font file is wanted
    if spec is None or spec.origin is None:
        raise ModuleNotFoundError("No module named 'ziamath'", name="ziamath")
    return Path(spec.origin).parent / "fonts" / "STIXTwoMath-Regular.ttf"


def _holds(path: Path, text: str) -> bool:
    return path.exists() and text in path.read_text(encoding="utf-8")


def _fingerprint(source: Path) -> str:
    """Name all that decides the subset's bytes, so that a change of any makes it anew."""
    versions = " ".join(
        f"{name} {importlib.metadata.version(name)}" for name in ("ziamath", "fonttools")
    )
    recipe = hashlib.sha256(
        b"\0".join([Path(__file__).read_bytes(), str(source.stat().st_size).encode()])
    )
    return f"{versions}, recipe {recipe.hexdigest()[:16]}"


def _subset(source: Path) -> bytes:
    import brotli  # noqa: F401, PLC0415 - what fontTools lacks it does not name
    from fontTools import subset  # noqa: PLC0415 - an extra, and slow to import
    from fontTools.ttLib import TTFont  # noqa: PLC0415

    font = TTFont(source, recalcTimestamp=False)  # the same bytes on each machine
    _thin_out_scripts(font, _IN_SCRIPTS)
    options = subset.Options(
        layout_features=["ssty", "ss04"],  # script-size glyphs; primes of the right height
        hinting=False,
        name_IDs=[0, 1, 2, 3, 4, 5, 6, 7, 13, 14],  # with copyright, trademark and licence
    )
    options.drop_tables += ["DSIG"]  # a signature of the whole font, void once it is cut
    subsetter = subset.Subsetter(options)
    subsetter.populate(unicodes=map(ord, CHARACTERS))
    subsetter.subset(font)
    font.flavor = "woff2"
    buffer = io.BytesIO()
    font.save(buffer)
    return buffer.getvalue()


def _thin_out_scripts(font: TTFont, characters: Iterable[str]) -> None:
    """Keep one script-size drawing, and only for some characters.

    The font has two for nearly every glyph, one for scripts and one for scripts of scripts. The
    second is left out: a script of a script then shows the normal drawing, merely smaller.
    """
    glyph_of = font.getBestCmap()
    kept = {glyph_of[ord(c)] for c in characters if ord(c) in glyph_of}
    table = font["GSUB"].table
    lookups = {
        index
        for record in table.FeatureList.FeatureRecord
        if record.FeatureTag == "ssty"
        for index in record.Feature.LookupListIndex
    }
    for index in lookups:
        for outer in table.LookupList.Lookup[index].SubTable:
            alternates = getattr(outer, "ExtSubTable", outer).alternates
            for glyph in list(alternates):
                if glyph in kept:
                    alternates[glyph] = alternates[glyph][:1]
                else:
                    del alternates[glyph]


def _replace(path: Path, content: bytes) -> None:
    """Write a file so that a build beside this one sees the old or the new one, never a part."""
    descriptor, name = tempfile.mkstemp(dir=path.parent)
    with os.fdopen(descriptor, "wb") as file:
        file.write(content)
    temporary = Path(name)
    temporary.chmod(0o644)
    temporary.replace(path)
