"""What the math font that the build makes can draw, and what stands beside it."""

from __future__ import annotations

import sys
from importlib.metadata import distribution
from typing import TYPE_CHECKING

import pytest
from fontTools.ttLib import TTFont

from mathdoctest.fonts import CHARACTERS, FONT_NAME, LICENCE_NAME, FontError, write_math_font

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(autouse=True)
def _each_test_starts_anew() -> None:
    write_math_font.cache_clear()


def test_the_subset_draws_every_character_that_it_promises(tmp_path: Path) -> None:
    write_math_font(tmp_path)
    drawn = TTFont(tmp_path / FONT_NAME).getBestCmap()
    assert [character for character in CHARACTERS if ord(character) not in drawn] == []


def test_the_subset_keeps_what_makes_it_a_math_font(tmp_path: Path) -> None:
    write_math_font(tmp_path)
    font = TTFont(tmp_path / FONT_NAME)
    assert font["MATH"].table.MathVariants.VertGlyphConstruction
    features = {record.FeatureTag for record in font["GSUB"].table.FeatureList.FeatureRecord}
    assert features == {"ssty", "ss04"}


def test_the_time_of_the_build_is_not_in_the_subset(tmp_path: Path) -> None:
    write_math_font(tmp_path)
    whole = distribution("ziamath").locate_file("ziamath/fonts/STIXTwoMath-Regular.ttf")
    made = [TTFont(str(path))["head"].modified for path in (whole, tmp_path / FONT_NAME)]
    assert made[0] == made[1]


def test_the_subset_is_small(tmp_path: Path) -> None:
    write_math_font(tmp_path)
    assert (tmp_path / FONT_NAME).stat().st_size < 49_000


def test_the_licence_stands_beside_the_font_and_in_it(tmp_path: Path) -> None:
    write_math_font(tmp_path)
    text = (tmp_path / LICENCE_NAME).read_text(encoding="utf-8")
    assert "SIL OPEN FONT LICENSE Version 1.1" in text
    assert "Copyright 2001-2021 The STIX Fonts Project Authors" in text
    assert "changed" in text.splitlines()[0]
    names = TTFont(tmp_path / FONT_NAME)["name"]
    assert "STIX Fonts Project Authors" in names.getDebugName(0)
    assert "SIL Open Font License" in names.getDebugName(13)


def test_a_second_run_writes_nothing_and_other_contents_are_replaced(tmp_path: Path) -> None:
    write_math_font(tmp_path)
    font, licence = tmp_path / FONT_NAME, tmp_path / LICENCE_NAME
    first = font.read_bytes()
    before = [path.stat().st_mtime_ns for path in (font, licence)]
    write_math_font.cache_clear()
    write_math_font(tmp_path)
    assert [path.stat().st_mtime_ns for path in (font, licence)] == before
    licence.write_text("Made from an older recipe.\n", encoding="utf-8")
    font.write_bytes(b"old")
    write_math_font.cache_clear()
    write_math_font(tmp_path)
    assert font.read_bytes() == first


@pytest.mark.parametrize("missing", ["fontTools", "brotli", "ziamath"])
def test_a_missing_package_is_named(
    missing: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, missing, None)
    with pytest.raises(FontError, match=r"mathdoctest\[font\]") as error:
        write_math_font(tmp_path)
    assert f"package {missing}:" in str(error.value)
    assert list(tmp_path.iterdir()) == []
