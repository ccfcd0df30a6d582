"""The garbage collector while a page is checked.

A check makes many small objects. Most of them die as it ends, without the collector, and what stays
is the report. So the collector would find next to nothing, and looking takes a tenth of the time.
"""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager

MOST_UNSEEN = 1_000_000
"""Objects that reports may hold, or leave behind, until the collector looks at all of them."""


class Collector:
    """Lets the garbage collector rest, and wakes it once in a while."""

    def __init__(self) -> None:
        self.unseen = 0

    @contextmanager
    def resting(self) -> Iterator[None]:
        """Hold the collector, and let it take what is left in the end for old and looked at."""
        enabled = gc.isenabled()
        gc.disable()
        try:
            yield
        finally:
            if enabled:
                self._spare()
                gc.enable()

    def _spare(self) -> None:
        self.unseen += gc.get_count()[0]
        if self.unseen > MOST_UNSEEN:
            # A few definitions speak of each other, and only the collector can take those away.
            self.unseen = 0
            gc.collect()
        elif not gc.get_freeze_count():  # or it would thaw what others have frozen
            # What is frozen and thawed again is in the oldest generation.
            gc.freeze()
            gc.unfreeze()


without_collection = Collector().resting
