"""Every number of a step or of a training as plain data: to save, to plot, to compare.

Nothing is rounded: a number written as JSON or CSV reads back as the same float.
"""

from collections.abc import Iterator
from typing import Any, TypeAlias

import numpy as np

from backprop._validation import Array, require_type
from backprop.training import History, Step

Row: TypeAlias = dict[str, str | int | float]
"""One line of a table, by the names of its columns."""

STEP_COLUMNS = ("pass", "quantity", "layer", "sample", "from", "to", "value")
"""The columns of `step_table`. Layers, samples and units count from 1, layer 0 is the input. What
does not apply is empty: only weights come from a unit, and the loss belongs to no layer."""


def step_record(step: Step) -> dict[str, Any]:
    """Return a step as nested dictionaries and lists, ready for `json.dumps`.

    The arrays have their own shapes; see `Step`, `Forward` and `Backward`. `layers` begins with the
    first hidden layer.

    Raises ValueError for anything but a step.
    """
    require_type("step", step, Step, "step(network, x, y, learning_rate)")
    forward, backward = step.forward, step.backward
    layers = [
        {
            "activation_function": before.activation,
            "weights_before": plain(before.weights),
            "bias_before": plain(before.bias),
            "pre_activations": plain(forward.pre_activations[n]),
            "activations": plain(forward.activations[n]),
            "slopes": plain(backward.slopes[n]),
            "deltas": plain(backward.deltas[n]),
            "weight_gradients": plain(backward.weight_gradients[n]),
            "bias_gradients": plain(backward.bias_gradients[n]),
            "weights_after": plain(after.weights),
            "bias_after": plain(after.bias),
        }
        for n, (before, after) in enumerate(zip(step.before.layers, step.after.layers, strict=True))
    ]
    return {
        "inputs": plain(forward.inputs),
        "target": plain(step.target),
        "learning_rate": float(step.learning_rate),
        "loss": float(step.loss),
        "error": plain(backward.error),
        "layers": layers,
    }


def step_table(step: Step) -> list[Row]:
    """Return a step as a table with one number in each row, in the order of computation.

    Its columns are `STEP_COLUMNS`. Raises ValueError for anything but a step.
    """
    require_type("step", step, Step, "step(network, x, y, learning_rate)")
    rows: list[Row] = []

    def add(part: str, quantity: str, layer: int | str, array: Array | None) -> None:
        weights = quantity.startswith("weight")
        for place, value in cells(array):
            sample, start, end = places(place, weights=weights)
            row = (part, quantity, layer, sample, start, end, value)
            rows.append(dict(zip(STEP_COLUMNS, row, strict=True)))

    count = len(step.before.layers)
    add("forward", "input", 0, step.forward.inputs)
    for n, layer in enumerate(step.before.layers):
        add("forward", "weight", n + 1, layer.weights)
        add("forward", "bias", n + 1, layer.bias)
        add("forward", "pre_activation", n + 1, step.forward.pre_activations[n])
        add("forward", "activation", n + 1, step.forward.activations[n])
    add("forward", "target", count, step.target)
    add("forward", "loss", "", np.asarray(step.loss))
    add("backward", "error", count, step.backward.error)
    for n in reversed(range(count)):
        add("backward", "slope", n + 1, step.backward.slopes[n])
        add("backward", "delta", n + 1, step.backward.deltas[n])
        add("backward", "weight_gradient", n + 1, step.backward.weight_gradients[n])
        add("backward", "bias_gradient", n + 1, step.backward.bias_gradients[n])
    add("update", "learning_rate", "", np.asarray(step.learning_rate))
    for n, layer in enumerate(step.after.layers):
        add("update", "weight", n + 1, layer.weights)
        add("update", "bias", n + 1, layer.bias)
    return rows


def history_record(history: History) -> dict[str, Any]:
    """Return a training as nested dictionaries and lists, ready for `json.dumps`.

    In each list the first entry is the state before the first step. Raises ValueError for anything
    but a history.
    """
    require_type("history", history, History, "train(network, x, y, learning_rate, steps)")
    return {
        "steps": len(history) - 1,
        "losses": plain(history.losses),
        "outputs": plain(history.outputs),
        "layers": [
            {"weights": plain(weights), "bias": plain(bias)}
            for weights, bias in zip(history.weights, history.biases, strict=True)
        ],
    }


def history_table(history: History) -> list[Row]:
    """Return a training as a table with one state in each row, the state before any step first.

    Its columns are `step`, `loss`, one for each output and one for each parameter, such as
    `layer1_weight_2_1` for the weight from input 2 to unit 1. Raises ValueError for anything but a
    history.
    """
    require_type("history", history, History, "train(network, x, y, learning_rate, steps)")
    columns = [("output", history.outputs)]
    for n, (weights, bias) in enumerate(zip(history.weights, history.biases, strict=True), 1):
        columns.append((f"layer{n}_weight", weights))
        if bias is not None:
            columns.append((f"layer{n}_bias", bias))
    rows: list[Row] = []
    for n, loss in enumerate(history.losses):
        row: Row = {"step": n, "loss": float(loss)}
        for name, states in columns:
            row |= {"_".join([name, *map(str, place)]): v for place, v in cells(states[n])}
        rows.append(row)
    return rows


def plain(array: Array | None) -> Any:  # noqa: ANN401 - lists as deep as the array has axes
    """An array as lists of Python's own floats."""
    return None if array is None else array.tolist()


def cells(array: Array | None) -> Iterator[tuple[tuple[int, ...], float]]:
    """Each number of an array with its place, counted from 1."""
    if array is not None:
        for place, value in np.ndenumerate(array):
            yield tuple(i + 1 for i in place), float(value)


def places(place: tuple[int, ...], *, weights: bool) -> tuple[int | str, int | str, int | str]:
    """Which sample, from which unit and to which unit; empty for what does not apply."""
    match place:
        case (start, end) if weights:
            return "", start, end
        case (unit,):
            return "", "", unit
        case (sample, unit):
            return sample, "", unit
        case (sample, start, end):  # the Jacobian of a softmax
            return sample, start, end
        case _:
            return "", "", ""
