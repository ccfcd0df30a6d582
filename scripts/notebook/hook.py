"""What mkdocs-jupyter cannot be told in mkdocs.yml: settings, a notebook's title, and no looks.

A hook, because nbconvert looks for its settings where an environment variable says, and in no
folder of a repository; and because the plugin has no switch for its styles. Only the notebook's
page depends on it.
"""

import os
import re
from pathlib import Path

from as_page import AsPage  # beside this file, where MkDocs lets hooks import from
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.pages import Page
from mkdocs.utils.meta import get_data

WRAPPER = '<div class="jupyter-wrapper">'


def on_startup(**_: object) -> None:
    """Have nbconvert read jupyter_nbconvert_config.py in this folder."""
    here = str(Path(__file__).parent)
    others = os.environ.get("JUPYTER_CONFIG_PATH")
    os.environ["JUPYTER_CONFIG_PATH"] = os.pathsep.join(filter(None, (here, others)))


def on_config(config: MkDocsConfig) -> None:
    """Have the notebook rendered with the site's Markdown extensions."""
    AsPage.site = config


def on_page_content(html: str, page: Page, **_: object) -> str:
    """Leave out half a megabyte of styles, and scripts from other hosts, in front of a notebook.

    A script's front matter stands in comments, where MkDocs does not look: its title and its
    description are told here, for those who find the page by a search or are sent a link to it.
    """
    if WRAPPER not in html or not page.file.src_path.endswith((".py", ".ipynb")):
        return html
    if page.file.src_path.endswith(".py"):
        script = page.file.content_string
        _, said = get_data(re.sub("^# ?", "", script, flags=re.MULTILINE))
        page.meta.update({key: said[key] for key in ("title", "description") if key in said})
    return WRAPPER + html.split(WRAPPER, 1)[1]
