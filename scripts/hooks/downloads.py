"""What a reader can take away: the walkthrough's step and training as data, and the notebook.

Made while the site is built, from the code of the page itself, and never written into docs/. Only
the links to these files depend on this hook.
"""

import csv
import io
import json
from pathlib import Path

import jupytext
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files

from backprop.trace import Row, history_record, history_table, step_record, step_table
from mathdoctest.project import Settings, run_code
from mathdoctest.source import read

DOCS = Path(__file__).parents[2] / "docs"


def on_files(files: Files, config: MkDocsConfig, **_: object) -> Files:
    """Add the downloads to the files of the site."""
    for name, content in downloads(DOCS / "walkthrough.md", DOCS / "training.py").items():
        files.append(File.generated(config, f"downloads/{name}", content=content))
    return files


def downloads(walkthrough: Path, notebook: Path) -> dict[str, str]:
    """The content of each file, by its name."""
    names = run_code(read(walkthrough), Settings(run_code=True)).namespace or {}
    step, history = names["step"], names["history"]
    return {
        "step.json": json.dumps(step_record(step), indent=2) + "\n",
        "step.csv": as_csv(step_table(step)),
        "training.json": json.dumps(history_record(history)) + "\n",
        "training.csv": as_csv(history_table(history)),
        "training.ipynb": as_notebook(notebook),
    }


def as_csv(rows: list[Row]) -> str:
    """A table as CSV, with its columns' names in the first line."""
    text = io.StringIO()
    writer = csv.DictWriter(text, rows[0].keys(), lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue()


def as_notebook(script: Path) -> str:
    """The notebook in Jupyter's own format, the same at each build, without the site's settings."""
    notebook = jupytext.read(script)
    notebook.cells = [cell for cell in notebook.cells if cell.cell_type != "raw"]
    for number, cell in enumerate(notebook.cells, 1):
        cell.id = f"cell-{number}"  # otherwise drawn at random
    return str(jupytext.writes(notebook, fmt="ipynb"))
