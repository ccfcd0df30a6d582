"""The style of a Python interface for the pages that show one, and for no others.

mkdocstrings has every page load it. Without this hook the pages look the same and weigh more.
"""

import re

from mkdocs.structure.pages import Page

LINK = re.compile(r'\s*<link rel="stylesheet" href="[^"]*/_mkdocstrings\.css">')


def on_post_page(output: str, page: Page, **_: object) -> str:
    """Take the style sheet from a page without anything that it is for."""
    return output if 'class="doc ' in (page.content or "") else LINK.sub("", output)
