"""Every page is a test: its code, each link of its equations, and each of its numbers."""

from sybil import Sybil

from mathdoctest.sybil import PARSERS, PageDocument

pytest_collect_file = Sybil(
    parsers=PARSERS,
    patterns=["docs/*.md", "README.md"],
    document_types={".md": PageDocument},
).pytest()
