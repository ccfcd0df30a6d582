"""A record stays what it was, and holds what it says."""

import copy
import dataclasses
import pickle
from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest

import backprop
from backprop import Layer, Network


def network() -> Network:
    return Network(
        [Layer([[0.2, 0.3], [0.4, 0.7]], [0.1, 0.2]), Layer([[0.6], [-0.1]], activation="identity")]
    )


def records() -> list[Any]:
    one, many = ([1.1, 2.2], [3.3]), ([[1.1, 2.2], [0.5, -1.0]], [[3.3], [0.0]])
    return [
        network(),
        *(backprop.step(network(), x, y, 0.1) for x, y in (one, many)),
        *(backprop.train(network(), x, y, 0.1, 3) for x, y in (one, many)),
        *(backprop.gradient_check(network(), x, y) for x, y in (one, many)),
        backprop.step(
            Network([Layer(np.eye(2), activation="softmax")]),
            [1.0, 2.0],
            [1.0, 0.0],
            0.1,
            "softmax_cross_entropy",
        ),
    ]


def arrays_in(record: object) -> Iterator[np.ndarray[Any, Any]]:
    """Every array that can be reached from a record, its properties included."""
    if isinstance(record, np.ndarray):
        yield record
    elif isinstance(record, tuple):
        for part in record:
            yield from arrays_in(part)
    elif dataclasses.is_dataclass(record):
        names = {field.name for field in dataclasses.fields(record)}
        names |= {name for name, part in vars(type(record)).items() if isinstance(part, property)}
        for name in names:
            yield from arrays_in(getattr(record, name))


@pytest.mark.parametrize("record", records(), ids=lambda record: type(record).__name__)
def test_no_array_of_a_record_can_be_written(record: object) -> None:
    arrays = list(arrays_in(record))
    assert arrays
    for array in arrays:
        assert array.dtype == np.float64
        with pytest.raises(ValueError, match="read-only"):
            array[...] = 0


def records_in(record: Any) -> Iterator[Any]:  # noqa: ANN401
    """A record, and every record that it holds."""
    if isinstance(record, tuple):
        for part in record:
            yield from records_in(part)
    elif dataclasses.is_dataclass(record):
        yield record
        for field in dataclasses.fields(record):
            yield from records_in(getattr(record, field.name))


@pytest.mark.parametrize("record", records(), ids=lambda record: type(record).__name__)
def test_no_field_of_a_record_can_be_assigned(record: object) -> None:
    for part in records_in(record):
        for field in dataclasses.fields(part):
            with pytest.raises(dataclasses.FrozenInstanceError):
                setattr(part, field.name, None)


def test_a_record_equals_itself_alone_and_can_be_a_key() -> None:
    for one, two in zip(records(), records(), strict=True):
        for part, twin in zip(records_in(one), records_in(two), strict=True):
            assert part == part  # noqa: PLR0124 -- comparing the arrays in it would raise
            assert part != twin
            assert {part: True}[part]


def test_nothing_aliases_the_callers_arrays() -> None:
    weights, bias = np.array([[1.0, 2.0]]), np.array([3.0, 4.0])
    x, y = np.array([5.0]), np.array([6.0, 7.0])
    given = [weights, bias, x, y]
    layer = Layer(weights, bias, "identity")
    step = backprop.step(Network([layer]), x, y, 0.1)
    history = backprop.train(Network([layer]), x, y, 0.1, 2)
    for array in (*arrays_in(step), *arrays_in(history)):
        assert not any(np.shares_memory(array, mine) for mine in given)
    for mine in given:
        mine[...] = 99.0  # the caller's arrays are the caller's, and still writable
    assert layer.weights.tolist() == [[1.0, 2.0]]
    assert step.forward.inputs.tolist() == [5.0]
    assert step.target.tolist() == [6.0, 7.0]


def test_layers_given_as_a_list_are_kept_as_a_tuple() -> None:
    layers = [Layer([[1.0]])]
    made = Network(layers)
    layers.append(Layer([[2.0]]))
    assert len(made.layers) == 1


def test_a_step_leaves_the_network_that_it_started_from() -> None:
    before = network()
    step = backprop.step(before, [1.1, 2.2], [3.3], 0.1)
    assert step.before is before
    assert before.layers[0].weights.tolist() == [[0.2, 0.3], [0.4, 0.7]]
    assert step.after.layers[0].weights.tolist() != [[0.2, 0.3], [0.4, 0.7]]


def test_a_step_is_forward_then_backward_then_update() -> None:
    step = backprop.step(network(), [1.1, 2.2], [0.5], 0.25, "mean_squared_error")
    ahead = backprop.forward(network(), [1.1, 2.2])
    back = backprop.backward(network(), ahead, [0.5], "mean_squared_error")
    after = backprop.update(network(), back, 0.25)
    for mine, other in ((ahead, step.forward), (back, step.backward), (after, step.after)):
        for one, two in zip(arrays_in(mine), arrays_in(other), strict=True):
            np.testing.assert_array_equal(one, two)
    assert (step.loss, step.deltas) == (step.backward.loss, step.backward.deltas)
    assert step.weight_gradients is step.backward.weight_gradients
    assert step.bias_gradients is step.backward.bias_gradients


def test_every_parameter_of_a_step_moves_against_its_gradient_alone() -> None:
    step = backprop.step(network(), [1.1, 2.2], [3.3], 0.25)
    for k, (old, new) in enumerate(zip(step.before.layers, step.after.layers, strict=True)):
        np.testing.assert_array_equal(new.weights, old.weights - 0.25 * step.weight_gradients[k])
        assert new.activation == old.activation
    first, last = step.after.layers
    assert first.bias is not None
    assert last.bias is None
    assert step.bias_gradients[0] is not None
    np.testing.assert_array_equal(first.bias, [0.1, 0.2] - 0.25 * step.bias_gradients[0])


@pytest.mark.parametrize("batch", [(), (1,), (3,)])
def test_shapes_are_those_of_the_docstrings(batch: tuple[int, ...]) -> None:
    softmax = Network([*network().layers[:1], Layer(np.ones((2, 4)), activation="softmax")])
    step = backprop.step(softmax, np.ones((*batch, 2)), np.ones((*batch, 4)) / 4, 0.1)
    assert step.forward.inputs.shape == (*batch, 2)
    assert [z.shape for z in step.forward.pre_activations] == [(*batch, 2), (*batch, 4)]
    assert [a.shape for a in step.forward.activations] == [(*batch, 2), (*batch, 4)]
    assert [c.shape for c in step.forward.contributions] == [(*batch, 2, 2), (*batch, 2, 4)]
    assert step.forward.output.shape == (*batch, 4)
    assert step.backward.error.shape == (*batch, 4)
    assert [s.shape for s in step.backward.slopes] == [(*batch, 2), (*batch, 4, 4)]
    assert [d.shape for d in step.deltas] == [(*batch, 2), (*batch, 4)]
    assert [g.shape for g in step.weight_gradients] == [(2, 2), (2, 4)]
    assert [None if g is None else g.shape for g in step.bias_gradients] == [(2,), None]
    assert type(step.loss) is float
    assert type(step.learning_rate) is float


def test_numbers_of_any_real_dtype_are_taken_as_they_are() -> None:
    for dtype in (np.int8, np.uint64, np.float16, np.float32, np.longdouble):
        layer = Layer(np.array([[1, 2]], dtype=dtype), np.array([3, 4], dtype=dtype), "identity")
        assert backprop.forward(Network([layer]), np.array([5], dtype=dtype)).output.tolist() == [
            8.0,
            14.0,
        ]
    assert backprop.step(network(), [1, 2], [3], 1).learning_rate == 1.0


def test_a_history_holds_every_state() -> None:
    x, y = [[1.1, 2.2], [0.5, -1.0]], [[3.3], [0.0]]
    history = backprop.train(network(), x, y, 0.1, 4, "mean_squared_error")
    assert len(history) == 5
    assert history.losses.shape == (5,)
    assert history.outputs.shape == (5, 2, 1)
    assert [w.shape for w in history.weights] == [(5, 2, 2), (5, 2, 1)]
    assert [None if b is None else b.shape for b in history.biases] == [(5, 2), None]
    current = network()
    for n, state in enumerate(history):
        step = backprop.step(current, x, y, 0.1, "mean_squared_error")
        for one, two in zip(arrays_in(state), arrays_in(current), strict=True):
            np.testing.assert_array_equal(one, two)
        assert history.losses[n] == step.loss
        np.testing.assert_array_equal(history.outputs[n], step.forward.output)
        current = step.after
    np.testing.assert_array_equal(history[-1].layers[0].weights, history[4].layers[0].weights)
    assert [layer.activation for layer in history[2].layers] == ["sigmoid", "identity"]
    with pytest.raises(IndexError):
        history[5]


def test_one_step_of_training_is_a_step() -> None:
    history = backprop.train(network(), [1.1, 2.2], [3.3], 0.1, 1)
    after = backprop.step(network(), [1.1, 2.2], [3.3], 0.1).after
    assert len(history) == 2
    for one, two in zip(arrays_in(history[1]), arrays_in(after), strict=True):
        np.testing.assert_array_equal(one, two)


def test_a_history_of_ten_thousand_steps_is_small() -> None:
    bare = Network([Layer([[0.2, 0.3], [0.4, 0.7]]), Layer([[0.6], [-0.1]])])
    history = backprop.train(bare, [1.1, 2.2], [3.3], 0.1, 100)
    size = sum(a.nbytes for a in (history.losses, history.outputs, *history.weights))
    assert size == 8 * 101 * (1 + 1 + 6)


def test_training_in_pieces_is_training_in_one_go() -> None:
    whole = backprop.train(network(), [1.1, 2.2], [3.3], 0.1, 7)
    first = backprop.train(network(), [1.1, 2.2], [3.3], 0.1, 3)
    second = backprop.train(first[-1], [1.1, 2.2], [3.3], 0.1, 4)
    np.testing.assert_array_equal(np.concatenate([first.losses, second.losses[1:]]), whole.losses)


@pytest.mark.parametrize("copier", [copy.deepcopy, lambda r: pickle.loads(pickle.dumps(r))])  # noqa: S301
def test_records_can_be_copied_and_pickled(copier: Any) -> None:  # noqa: ANN401
    for record in records():
        for one, two in zip(arrays_in(record), arrays_in(copier(record)), strict=True):
            np.testing.assert_array_equal(one, two)
