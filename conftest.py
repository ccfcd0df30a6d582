"""Every page is a test: its code, each link of its equations, and each of its numbers."""

import pytest
from hypothesis import settings
from sybil import Sybil

from mathdoctest.sybil import PARSERS, PageDocument

pytest_collect_file = Sybil(
    parsers=PARSERS,
    patterns=["docs/*.md", "README.md"],
    document_types={".md": PageDocument},
).pytest()

# How long an example takes depends on what else the machine does, and says nothing of the code.
settings.register_profile("untimed", settings(), deadline=None)
settings.load_profile("untimed")


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Keep together, when several processes share the tests, what cannot be parted.

    The examples of a page use the names of those before them, and two builds of the site at a time
    sign the notebook's records at the same time.
    """
    for item in items:
        folder = item.path.parent
        group = folder if folder.name == "site" else item.path
        item.add_marker(pytest.mark.xdist_group(str(group)))
