"""How large a page may be: what every check's time and memory follow from.

A page is data that somebody else may have written, so a check has to end, and soon. No page that
anybody reads meets these limits; one that does is read up to there, and a finding says so.
"""

from __future__ import annotations

MAX_DIGITS = 400
"""Digits of one number beyond this are refused."""
MAX_LINES = 200_000
"""Lines of a page, and so its paragraphs, rows, lists and blocks of code."""
MAX_FORMULAS = 20_000
"""Formulas of a page."""
MAX_NUMBERS = 50_000
"""Numbers of a page outside its formulas and code."""
MAX_PUT = 100_000
"""Characters of the formulas that heads and columns of a page's tables say of their rows, written
once for each: a head of a thousand characters over a thousand rows would be a million."""
MAX_MARKS = 200_000
"""Characters of a page's text that may begin something: dollars, brackets, bars, numbers, …"""
MAX_PAGE_TOKENS = 1_000_000
"""Tokens of all the formulas of a page."""
MAX_WRITTEN = 100_000
"""Terms and cells that the sums and matrices of a page are written out to."""
MAX_PAGE_WORK = 250_000
"""Pairs of parts compared for all the segments of a page; a page that people write needs some five
for each segment."""
MAX_GENERAL = 20
"""General formulas for the same symbol."""
