"""A check lets the garbage collector rest, and leaves it nothing that would pile up."""

from __future__ import annotations

import gc
import runpy
import weakref
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

import mathdoctest
from mathdoctest import garbage
from mathdoctest.definitions import Definition

ROOT = Path(__file__).parents[2]
LONG = runpy.run_path(str(ROOT / "benchmarks" / "pages.py"))
SAYS_BOTH_WAYS = "$x = 2$, $y = 3$, $a = x + y$ and $b = a = x + y$; $a = b$ and $b = a$."
"""Two quantities, each of which is said to be the other one too."""


@pytest.fixture
def clean() -> Iterator[None]:
    gc.collect()
    gc.disable()
    yield
    gc.enable()


@pytest.mark.parametrize("make", [LONG["chains"], LONG["walkthroughs"]])
@pytest.mark.usefixtures("clean")
def test_a_check_of_a_long_page_leaves_no_garbage(make: Callable[[int], str]) -> None:
    mathdoctest.check(make(100))
    assert gc.collect() == 0


@pytest.mark.parametrize("enabled", [True, False])
def test_the_collector_is_on_or_off_again_as_it_was(enabled: bool) -> None:
    if not enabled:
        gc.disable()
    try:
        mathdoctest.check("$1.5 + 2 = 3.5$")
        assert gc.isenabled() is enabled
    finally:
        gc.enable()


def test_what_others_have_frozen_stays_frozen() -> None:
    gc.freeze()
    try:
        mathdoctest.check("$1.5 + 2 = 3.5$")
        assert gc.get_freeze_count() > 0
    finally:
        gc.unfreeze()


def test_garbage_of_many_checks_is_collected_once_in_a_while(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    class Node:
        """Something that refers to itself."""

        itself: Node

    monkeypatch.setattr(garbage, "MOST_UNSEEN", 10_000)
    gc.collect()
    before = definitions()  # those that other tests still hold
    lost = Node()
    lost.itself = lost
    seen = weakref.ref(lost)
    del lost
    for _ in range(200):
        mathdoctest.check(SAYS_BOTH_WAYS)
    assert seen() is None
    assert definitions() - before < 200 * 2


def definitions() -> int:
    """How many definitions are alive."""
    return sum(type(thing) is Definition for thing in gc.get_objects())
