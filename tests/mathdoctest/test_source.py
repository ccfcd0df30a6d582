from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mathdoctest import source
from mathdoctest.patch import Patch, apply, compose
from mathdoctest.source import Failure, Source, UnreadableError, decode, find, read, write


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"ok\nb\xe9d\n", "is not UTF-8: byte 0xe9 at offset 4 (line 2); save it as UTF-8"),
        (b"\xef\xbb\xbf\xff", "is not UTF-8: byte 0xff at offset 3 (line 1); save it as UTF-8"),
        (b"\xff\xfea\x00", "is UTF-16, not UTF-8; save it as UTF-8"),
        (b"\xff\xfe\x00\x00a\x00\x00\x00", "is UTF-32, not UTF-8; save it as UTF-8"),
        (
            b"\x89PNG\n\n\x00\x00",
            "is binary: a zero byte at offset 6 (line 3); name a page of text instead",
        ),
    ],
)
def test_bytes_that_are_no_page_are_named_with_their_place(data: bytes, sentence: str) -> None:
    with pytest.raises(UnreadableError) as caught:
        decode(data)
    assert str(caught.value) == sentence


def test_a_file_beyond_any_page_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(source, "LARGEST", 10)
    (tmp_path / "big.md").write_bytes(b"x" * 11)
    with pytest.raises(UnreadableError, match="larger than 0 MiB"):
        read(tmp_path / "big.md")


def test_paths_that_are_no_file_are_named_as_what_they_are(tmp_path: Path) -> None:
    with pytest.raises(UnreadableError, match="no such file"):
        read(tmp_path / "missing.md")
    with pytest.raises(UnreadableError, match="is a folder"):
        read(tmp_path)
    with pytest.raises(UnreadableError, match="not a regular file"):
        read(Path(os.devnull))
    with pytest.raises(UnreadableError, match="could not be read"):
        read(Path("a\0b.md"))
    with pytest.raises(UnreadableError, match="could not be read"):
        read(tmp_path / ("x" * 400))


def test_a_file_that_may_not_be_read_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = tmp_path / "secret.md"
    page.write_text("x", encoding="utf-8")

    def refused(*_: object) -> None:
        # The superuser, who may run the tests, is refused nothing.
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "open", refused)
    with pytest.raises(UnreadableError, match="may not be read"):
        read(page)


@given(st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"])), st.booleans())
def test_what_is_read_and_written_back_is_the_same_bytes(text: str, mark: bool) -> None:
    data = (b"\xef\xbb\xbf" if mark else b"") + text.encode()
    if any(data.startswith(foreign) for foreign, _ in source._FOREIGN_MARKS):
        return
    decoded, marked = decode(data)
    assert Source(Path("p.md"), decoded, marked).encode(decoded) == data


def test_writing_keeps_mode_mark_and_line_endings(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_bytes(b"\xef\xbb\xbfa\r\nb\nc\rd")
    page.chmod(0o640)
    link = tmp_path / "link.md"
    link.symlink_to(page)
    write(read(link), read(link).text.replace("b", "B"))
    assert page.read_bytes() == b"\xef\xbb\xbfa\r\nB\nc\rd"
    assert stat.S_IMODE(page.stat().st_mode) == 0o640
    assert link.is_symlink()
    assert sorted(p.name for p in tmp_path.iterdir()) == ["link.md", "page.md"]


def test_an_interrupted_write_leaves_the_old_file_and_nothing_else(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = tmp_path / "page.md"
    page.write_text("old", encoding="utf-8")

    def interrupted(_handle: int) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(os, "fsync", interrupted)
    with pytest.raises(KeyboardInterrupt):
        write(read(page), "new")
    assert page.read_text(encoding="utf-8") == "old"
    assert list(tmp_path.iterdir()) == [page]


def test_a_full_disk_is_said_in_a_sentence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    page = tmp_path / "page.md"
    page.write_text("old", encoding="utf-8")

    def full(_handle: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(UnreadableError, match=r"could not be written \(No space left"):
        write(read(page), "new")
    assert page.read_text(encoding="utf-8") == "old"
    assert list(tmp_path.iterdir()) == [page]


def _tree(folder: Path, *names: str) -> None:
    for name in names:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("x", encoding="utf-8")


def test_a_folder_is_searched_in_order_and_hidden_ones_are_not(tmp_path: Path) -> None:
    _tree(
        tmp_path,
        "b.md",
        "a/z.md",
        "a/b.MARKDOWN",
        "a/notes.txt",
        ".git/x.md",
        "node_modules/y.md",
        "c/drafts/d.md",
    )
    found = find((str(tmp_path),), excluded=lambda path: path.name == "drafts")
    names = [p.relative_to(tmp_path).as_posix() for p in found if isinstance(p, Path)]
    assert names == ["b.md", "a/b.MARKDOWN", "a/z.md"]


def test_a_page_that_is_named_twice_is_found_once(tmp_path: Path) -> None:
    _tree(tmp_path, "b.md", "c.txt")
    (tmp_path / "link.md").symlink_to(tmp_path / "b.md")
    named = (str(tmp_path / "b.md"), str(tmp_path), str(tmp_path / "c.txt"))
    assert list(find(named)) == [tmp_path / "b.md", tmp_path / "c.txt"]


def test_a_folder_without_markdown_is_said(tmp_path: Path) -> None:
    _tree(tmp_path, "a.txt")
    assert list(find((str(tmp_path),))) == [
        Failure(
            str(tmp_path),
            "is a folder without Markdown (*.md, *.markdown, *.ipynb, or *.py in percent cells); "
            "name a page, or another folder",
        )
    ]


@given(st.text("abc", min_size=1, max_size=12), st.data())
def test_composed_patches_do_what_the_patches_do_one_after_the_other(
    text: str, data: st.DataObject
) -> None:
    def patches(of: str) -> list[Patch]:
        cuts = sorted(data.draw(st.sets(st.integers(0, len(of)), max_size=6)))
        return [
            Patch(start, end, data.draw(st.text("XY", min_size=1, max_size=3)))
            for start, end in zip(cuts[::2], cuts[1::2], strict=False)
        ]

    first = patches(text)
    middle = apply(text, first)
    # What is patched again is patched whole, as a number is.
    shift, whole = 0, []
    for patch in first:
        start = patch.start + shift
        whole.append(Patch(start, start + len(patch.text), "Z" * data.draw(st.integers(1, 3))))
        shift += len(patch.text) - (patch.end - patch.start)
    again = data.draw(st.lists(st.sampled_from(whole), unique=True)) if whole else []
    assert apply(text, compose(tuple(first), again)) == apply(middle, again)
