"""Formulas in the index of the search, as somebody would type them.

The search plugin takes the text of a page's elements and nothing else, so a fraction would lose its
line there. Without this hook 1/2 reads 12 in what the search finds, and with each page comes the
line that says what the colours mean, the one that counts its numbers, and the labels of pictures.
"""

import html
import re

from mkdocs.plugins import CombinedEvent, event_priority
from mkdocs.structure.pages import Page

from mathdoctest.mathml import plain_text

FORMULA = re.compile(r"<math\b.*?</math>", re.DOTALL)
ASIDE = re.compile(r'<p class="claims-(?:legend|foot)">.*?</p>|<svg\b.*?</svg>', re.DOTALL)

as_shown: dict[str, str] = {}
"""The content of the page that the search plugin reads just now, by its address."""


@event_priority(50)
def write_out(context: object, page: Page, **_: object) -> object:
    """Put text in place of the formulas, before the search plugin reads the page."""
    as_shown[page.url] = page.content or ""
    page.content = FORMULA.sub(typed, ASIDE.sub("", as_shown[page.url]))
    return context


@event_priority(-50)
def put_back(context: object, page: Page, **_: object) -> object:
    """Show the page as it was."""
    page.content = as_shown.pop(page.url)
    return context


on_page_context = CombinedEvent(write_out, put_back)


def typed(formula: re.Match[str]) -> str:
    """A formula as text in HTML."""
    return html.escape(plain_text(formula[0], typed=True))
