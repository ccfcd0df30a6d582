"""Sybil parsers: a page's code, equations, tables and numbers as Sybil examples.

In a ``conftest.py``::

    from mathdoctest.sybil import PARSERS, PageDocument
    from sybil import Sybil

    pytest_collect_file = Sybil(
        parsers=PARSERS, patterns=["*.md"], document_types={".md": PageDocument}
    ).pytest()

Every link of an equation, every number and every code block is an example of its own, with file,
line and column. The page's code runs, and the page is checked, once: when the first of its
examples is evaluated. So what Sybil's ``setup`` or fixtures put into the document's namespace is
there for the code. Strictness and the notation page are those of the page's project.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cached_property, partial
from pathlib import Path
from unittest import SkipTest
from weakref import WeakKeyDictionary

from sybil import Document, Example, Region
from sybil.typing import Parser

from mathdoctest import project
from mathdoctest.items import Item, doubted, explain, items
from mathdoctest.report import Report
from mathdoctest.reporting.paths import relative
from mathdoctest.run import unlexed
from mathdoctest.source import Source

_NOT_EQUATIONS = frozenset({"table", "prose", "fence"})


class _Subject:
    """A document on its way from its text to its report."""

    def __init__(self, document: Document) -> None:
        self._namespace = document.namespace
        self.source = Source(Path(relative(document.path)), document.text)
        self.settings = project.settings(self.source.path, project.as_tests(self.source.path))
        self.found: set[tuple[int, str]] = set()
        """Place and kind of everything that a parser has made an example of."""

    @cached_property
    def outline(self) -> Report:
        """What there is to check; the code has not run."""
        return project.check_text(self.source.text, self.source.path, self.settings, project.Code())

    @cached_property
    def report(self) -> Report:
        """What came of it, the code included."""
        return project.check_source(self.source, self.settings, self._namespace)

    @cached_property
    def items(self) -> list[Item]:
        return items(self.report, strict=self.settings.strict)

    def explained(self, chosen: Iterable[Item]) -> str:
        """What is wrong with some of the items.

        Raises:
            SkipTest: nothing is, but some of it could not be decided.
        """
        chosen = list(chosen)
        wrong = [explain(self.report, item.complaints) for item in chosen if item.complaints]
        doubts = dict.fromkeys(doubted(item) for item in chosen if item.doubts)
        if doubts and not wrong:
            raise SkipTest("; ".join(doubts))
        return "\n\n".join(wrong)


_SUBJECTS: WeakKeyDictionary[Document, _Subject] = WeakKeyDictionary()


def _subject(document: Document) -> _Subject:
    if document not in _SUBJECTS:
        _SUBJECTS[document] = _Subject(document)
    return _SUBJECTS[document]


def _evaluate(start: int, kind: str, example: Example) -> str:
    """What is wrong with one thing; Sybil takes an empty text for success."""
    subject = _subject(example.document)
    return subject.explained(i for i in subject.items if (i.start, i.kind) == (start, kind))


def _regions(subject: _Subject, places: Iterable[tuple[int, str]]) -> Iterator[Region]:
    for start, kind in sorted(set(places)):
        subject.found.add((start, kind))
        # Without a length: links may begin at the same place, and Sybil's regions may not overlap.
        yield Region(start, start, kind, partial(_evaluate, start, kind))


def equations(document: Document) -> Iterable[Region]:
    """Every link of every formula, those in tables included."""
    subject = _subject(document)
    links = subject.outline.links
    return _regions(subject, ((k.start, k.kind) for k in links if k.kind not in _NOT_EQUATIONS))


def tables(document: Document) -> Iterable[Region]:
    """Every number of every table."""
    subject = _subject(document)
    return _regions(
        subject, ((k.start, k.kind) for k in subject.outline.links if k.kind == "table")
    )


def prose(document: Document) -> Iterable[Region]:
    """Every number in prose."""
    subject = _subject(document)
    return _regions(
        subject, ((k.start, k.kind) for k in subject.outline.links if k.kind == "prose")
    )


def code(document: Document) -> Iterable[Region]:
    """Every block of Python, and every block that cannot be read: none is passed over."""
    subject = _subject(document)
    places = []
    for fence in subject.outline.page.fences:
        if fence.kind == "unlexed":
            places.append((unlexed(subject.outline.page, fence).start, "unlexed"))
        elif fence.kind in ("python", "doctest"):
            places.append((fence.span.start, "fence"))
    return _regions(subject, places)


def page(document: Document) -> Iterable[Region]:
    """One example at the end, for whatever is wrong with the page and no other example tells."""
    end = len(document.text)
    return [Region(end, end, "page", _evaluate_page)]


def _evaluate_page(example: Example) -> str:
    subject = _subject(example.document)
    return subject.explained(i for i in subject.items if (i.start, i.kind) not in subject.found)


class PageDocument(Document):
    """Sybil's document, with the right column for an example that is not the first of its line."""

    def examples(self) -> Iterator[Example]:
        """Every example, in reading order."""
        for _, region in self.regions:
            line = self.text.count("\n", 0, region.start) + 1
            column = region.start - self.text.rfind("\n", 0, region.start)
            yield Example(self, line, column, region, self.namespace)


PARSERS: tuple[Parser, ...] = (code, equations, tables, prose, page)
"""All of them. ``page`` belongs to every choice of the others."""
