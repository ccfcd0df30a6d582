"""Lets MkDocs know the anchors of code lines, which it does not find by itself.

It warns of a link to an anchor that is nowhere, but does not look for anchors in highlighted code.
Without this the pages are the same, and their build says that the links into them are broken.
"""

import re

from mkdocs.structure.pages import Page

ANCHOR = re.compile(r'<a id="(__codelineno-[^"]+)"')


def on_page_content(html: str, page: Page, **_: object) -> None:
    """Add the anchors of a page's code to those that MkDocs has found."""
    if page.present_anchor_ids is not None:
        page.present_anchor_ids.update(ANCHOR.findall(html))
