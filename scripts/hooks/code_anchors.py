"""Anchors for the lines of a code block that has a name, and for no others.

Each line of each block has one from the highlighter. In a block without a name nobody can link to
them, and they are a good part of its weight. And MkDocs, which warns of a link to an anchor that is
nowhere, does not look for anchors in highlighted code. Without this hook the pages read the same,
and their build says that the links into the code are broken.
"""

import re

from mkdocs.structure.pages import Page

ANCHOR = re.compile(r'<a id="(__codelineno-(?:(\d+)|[^"]+?)-\d+)"[^>]*></a>')


def on_page_content(html: str, page: Page, **_: object) -> str:
    """Keep the anchors of named blocks, and let MkDocs know them."""
    if page.present_anchor_ids is not None:
        page.present_anchor_ids.update(m[1] for m in ANCHOR.finditer(html) if m[2] is None)
    return ANCHOR.sub(lambda match: match[0] if match[2] is None else "", html)
