"""Doctest for the mathematics in Markdown.

`check` verifies every printed number of a page against what it stands for.
"""

from mathdoctest.page import Page, Verdict
from mathdoctest.report import Claim, Finding, Link, Operand, Report
from mathdoctest.verify import check

__all__ = ["Claim", "Finding", "Link", "Operand", "Page", "Report", "Verdict", "check"]
