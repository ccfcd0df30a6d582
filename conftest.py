"""Every page is a test: its code, each link of its equations, and each of its numbers."""

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
