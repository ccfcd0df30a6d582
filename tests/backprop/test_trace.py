"""A step and a training as data: every number once, unrounded, and where it belongs."""

import json

import numpy as np
import pytest

import backprop
from backprop.trace import (
    STEP_COLUMNS,
    Row,
    history_record,
    history_table,
    step_record,
    step_table,
)

GENERATOR = np.random.default_rng(7)
DEEP = backprop.Network(
    [
        backprop.Layer(GENERATOR.normal(size=(3, 4)), GENERATOR.normal(size=4), "tanh"),
        backprop.Layer(GENERATOR.normal(size=(4, 2)), None, "identity"),
        backprop.Layer(GENERATOR.normal(size=(2, 2)), GENERATOR.normal(size=2), "softmax"),
    ]
)
ONE = backprop.step(DEEP, [0.3, -1.2, 2.0], [0.0, 1.0], 0.05, "softmax_cross_entropy")
MANY = backprop.step(
    DEEP, GENERATOR.normal(size=(5, 3)), np.eye(2)[[0, 1, 1, 0, 1]], 0.05, "softmax_cross_entropy"
)


@pytest.mark.parametrize("step", [ONE, MANY], ids=["sample", "batch"])
def test_a_record_survives_json_to_the_last_bit(step: backprop.Step) -> None:
    record = json.loads(json.dumps(step_record(step)))
    assert record["loss"] == step.loss
    assert record["inputs"] == step.forward.inputs.tolist()
    assert record["target"] == step.target.tolist()
    assert record["error"] == step.backward.error.tolist()
    for n, layer in enumerate(record["layers"]):
        before, after = step.before.layers[n], step.after.layers[n]
        assert layer["activation_function"] == before.activation
        for name, array in {
            "weights_before": before.weights,
            "bias_before": before.bias,
            "pre_activations": step.forward.pre_activations[n],
            "activations": step.forward.activations[n],
            "slopes": step.backward.slopes[n],
            "deltas": step.deltas[n],
            "weight_gradients": step.weight_gradients[n],
            "bias_gradients": step.bias_gradients[n],
            "weights_after": after.weights,
            "bias_after": after.bias,
        }.items():
            assert layer[name] == (None if array is None else array.tolist()), name


def rows_of(rows: list[Row], quantity: str, layer: int, part: str = "") -> list[Row]:
    return [
        row
        for row in rows
        if row["quantity"] == quantity and row["layer"] == layer and part in str(row["pass"])
    ]


@pytest.mark.parametrize("step", [ONE, MANY], ids=["sample", "batch"])
def test_a_table_has_each_number_where_it_belongs(step: backprop.Step) -> None:
    rows = step_table(step)
    assert all(tuple(row) == STEP_COLUMNS for row in rows)
    for n in range(3):
        weights = step.before.layers[n].weights
        found = rows_of(rows, "weight", n + 1, "forward")
        assert {(r["from"], r["to"]): r["value"] for r in found} == {
            (i + 1, j + 1): value for (i, j), value in np.ndenumerate(weights)
        }
        found = rows_of(rows, "delta", n + 1)
        assert [r["value"] for r in found] == np.ravel(step.deltas[n]).tolist()
        samples = {r["sample"] for r in found}
        assert samples == ({""} if step is ONE else {1, 2, 3, 4, 5})
        found = rows_of(rows, "bias", n + 1, "update")
        after = step.after.layers[n].bias
        assert [r["value"] for r in found] == ([] if after is None else after.tolist())
    (loss,) = [row["value"] for row in rows if row["quantity"] == "loss"]
    assert loss == step.loss


def test_a_training_has_its_states_in_order() -> None:
    history = backprop.train(DEEP, [0.3, -1.2, 2.0], [0.0, 1.0], 0.05, 3, "softmax_cross_entropy")
    record = json.loads(json.dumps(history_record(history)))
    assert record["steps"] == 3
    assert record["losses"] == history.losses.tolist()
    assert record["layers"][1] == {"weights": history.weights[1].tolist(), "bias": None}
    rows = history_table(history)
    assert [row["step"] for row in rows] == [0, 1, 2, 3]
    for n, row in enumerate(rows):
        assert row["loss"] == history.losses[n]
        assert row["output_2"] == history.outputs[n, 1]
        assert row["layer1_weight_3_4"] == history.weights[0][n, 2, 3]
        assert row["layer3_bias_1"] == history[n].layers[2].bias[0]  # type: ignore[index]
        assert "layer2_bias_1" not in row


@pytest.mark.parametrize("make", [step_record, step_table, history_record, history_table])
def test_anything_else_is_refused_by_name(make: object) -> None:
    with pytest.raises(ValueError, match="got str"):
        make("walk")  # type: ignore[operator]
