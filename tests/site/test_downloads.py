"""What can be taken away is what the code computes, and what is cited is what is published."""

from __future__ import annotations

import csv
import io
import json
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import jupytext
import numpy as np
import pytest
import yaml

import backprop
from mathdoctest.extract import extract

if TYPE_CHECKING:
    from collections.abc import Sequence

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "take-away.md"


@pytest.fixture(scope="module")
def downloads(site: Path) -> Path:
    return site / "downloads"


def network(layers: Sequence[dict[str, Any]], key: str) -> backprop.Network:
    return backprop.Network([backprop.Layer(layer[key]) for layer in layers])


def test_the_step_can_be_taken_again_from_its_record(downloads: Path) -> None:
    record = json.loads((downloads / "step.json").read_text(encoding="utf-8"))
    layers = record["layers"]
    step = backprop.step(
        network(layers, "weights_before"),
        record["inputs"],
        record["target"],
        record["learning_rate"],
    )
    assert record["loss"] == step.loss
    for n, layer in enumerate(layers):
        assert layer["deltas"] == step.deltas[n].tolist()
        assert layer["weight_gradients"] == step.weight_gradients[n].tolist()
        assert layer["weights_after"] == step.after.layers[n].weights.tolist()


def test_the_table_of_the_step_holds_every_number_of_its_record(downloads: Path) -> None:
    record = json.loads((downloads / "step.json").read_text(encoding="utf-8"))
    text = (downloads / "step.csv").read_text(encoding="utf-8")
    rows = list(csv.DictReader(io.StringIO(text)))
    assert sorted(float(row["value"]) for row in rows) == sorted(numbers(record))
    (found,) = [
        float(row["value"])
        for row in rows
        if (row["quantity"], row["layer"], row["from"], row["to"])
        == ("weight_gradient", "1", "2", "1")
    ]
    assert found == record["layers"][0]["weight_gradients"][1][0]


def numbers(record: object) -> list[float]:
    """Every number in a record."""
    if isinstance(record, dict):
        record = list(record.values())
    if isinstance(record, list):
        return [number for part in record for number in numbers(part)]
    return [float(record)] if isinstance(record, (int, float)) else []


def test_both_forms_of_the_training_hold_every_state(downloads: Path) -> None:
    record = json.loads((downloads / "training.json").read_text(encoding="utf-8"))
    step = json.loads((downloads / "step.json").read_text(encoding="utf-8"))
    history = backprop.train(
        network(step["layers"], "weights_before"),
        step["inputs"],
        step["target"],
        step["learning_rate"],
        record["steps"],
    )
    assert record["steps"] == 1000
    assert record["losses"] == history.losses.tolist()
    rows = list(csv.DictReader(io.StringIO((downloads / "training.csv").read_text("utf-8"))))
    assert [float(row["loss"]) for row in rows] == record["losses"]
    assert [float(row["output_1"]) for row in rows] == np.ravel(record["outputs"]).tolist()
    last = history[-1].layers
    assert float(rows[-1]["layer1_weight_2_1"]) == last[0].weights[1, 0]
    assert float(rows[-1]["layer2_weight_2_1"]) == last[1].weights[1, 0]


def test_the_notebook_has_the_cells_of_the_script(downloads: Path) -> None:
    notebook = jupytext.read(downloads / "training.ipynb")
    script = jupytext.read(ROOT / "docs" / "training.py")
    cells = [cell for cell in script.cells if cell.cell_type != "raw"]
    assert [(c.cell_type, c.source) for c in notebook.cells] == [
        (c.cell_type, c.source) for c in cells
    ]
    assert len({cell.id for cell in notebook.cells}) == len(cells)


def test_every_download_is_linked_and_every_link_leads_to_one(downloads: Path) -> None:
    linked = re.findall(r"\(downloads/([^)]+)\)", PAGE.read_text(encoding="utf-8"))
    assert sorted(linked) == sorted(path.name for path in downloads.iterdir())


def test_the_pages_cite_what_the_citation_file_says() -> None:
    said = yaml.safe_load((ROOT / "CITATION.cff").read_text(encoding="utf-8"))
    text = PAGE.read_text(encoding="utf-8")
    (author,) = [entry["name"] for entry in said["authors"]]
    assert f"> {author}. *{said['title']}*. Version {said['version']}. {said['license']}." in text
    (entry,) = [f.code for f in extract(text, "take-away.md").fences if "bibtex" in f.info]
    fields = dict(re.findall(r"(\w+)\s*= \{+([^}]*)\}+", entry))
    assert fields == {
        "author": author,
        "title": said["title"],
        "version": said["version"],
        "license": said["license"],
    }
