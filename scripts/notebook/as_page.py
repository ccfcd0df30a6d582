"""How the notebook among the pages becomes HTML.

nbconvert's own renderer would leave the formulas to a script from another host, and would lay out
text, tables and code otherwise than the pages beside it. So the cells are rendered as pages are.
"""

import html
import re
from pathlib import Path
from types import SimpleNamespace

import markdown
from markdown.treeprocessors import Treeprocessor
from nbconvert.preprocessors import Preprocessor

SETTINGS = re.compile(r"---\n.*\n---\s*", re.DOTALL)
PAGE_LINK = re.compile(r"^([^:/]+)\.md(?=$|#)")


def output_of(cell):
    """Yield what running a cell showed, as HTML."""
    for output in cell.outputs:
        if output.output_type == "stream":
            yield f"<pre><code>{html.escape(output.text)}</code></pre>"
        elif "text/html" in output.data:
            yield f'<figure class="notebook-output">{output.data["text/html"]}</figure>'
        else:
            yield f"<pre><code>{html.escape(output.data['text/plain'])}</code></pre>"


class Links(Treeprocessor):
    """What MkDocs does on other pages: it knows the page's file, and leads links to pages.

    Pages link to each other's sources, and MkDocs does not see into a notebook.
    """

    def __init__(self, renderer, notebook):
        super().__init__(renderer)
        self.file = SimpleNamespace(src_uri=notebook.name, abs_src_path=str(notebook))

    def run(self, root):
        """Lead each link of the page."""
        for link in root.iter("a"):
            link.set("href", self.path_to_url(link.get("href")))

    def path_to_url(self, url):
        """The address of a page, from that of its source."""
        return PAGE_LINK.sub(r"\1.html", url)


class AsPage(Preprocessor):
    """Make one cell of finished HTML out of a notebook that was run."""

    enabled = True
    site = None
    """MkDocs's settings, which hook.py puts here."""

    def preprocess(self, notebook, resources):
        """Render Markdown, code and output with the site's Markdown extensions."""
        renderer = markdown.Markdown(
            extensions=self.site["markdown_extensions"], extension_configs=self.site["mdx_configs"]
        )
        # The one that mkdocs.yml names.
        notebook_file = Path(self.site["docs_dir"]) / "training.py"
        renderer.treeprocessors.register(Links(renderer, notebook_file), "relpath", 0)
        parts, outputs = [], []
        for cell in notebook.cells:
            if cell.cell_type == "markdown":
                parts.append(cell.source)
            elif cell.cell_type == "code":
                parts.append(f"```python\n{cell.source}\n```")
                for output in output_of(cell):
                    # A mark that the renderer leaves alone: it should not read what was shown.
                    parts.append(f'<div id="output-{len(outputs)}"></div>')
                    outputs.append(output)
            elif not SETTINGS.fullmatch(cell.source + "\n"):
                parts.append(cell.source)
        page = renderer.convert("\n\n".join(parts))
        for number, output in enumerate(outputs):
            page = page.replace(f'<div id="output-{number}"></div>', output)
        whole = {"cell_type": "raw", "metadata": {"raw_mimetype": "text/html"}, "source": page}
        notebook.cells = [type(notebook)(whole)]
        return notebook, resources
