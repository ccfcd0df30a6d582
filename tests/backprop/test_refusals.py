"""What makes no sense is refused with a ValueError that says what came and what was expected."""

import contextlib
import re
from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

import backprop as typed

# A type checker would refuse most of what follows; here the code itself has to.
backprop: Any = typed
Layer: Any = typed.Layer
Network: Any = typed.Network

NAN, INF = float("nan"), float("inf")


def network(last: str = "sigmoid") -> typed.Network:
    return typed.Network(
        [typed.Layer([[0.2, 0.3], [0.4, 0.7]]), typed.Layer([[0.6], [-0.1]], activation=last)]
    )


def classifier() -> typed.Network:
    return typed.Network([typed.Layer([[0.2, 0.3], [0.4, 0.7]], activation="softmax")])


def ahead() -> typed.Forward:
    return typed.forward(network(), [1.1, 2.2])


def back() -> typed.Backward:
    return typed.backward(network(), ahead(), [3.3])


def other_back() -> typed.Backward:
    other = typed.Network([typed.Layer([[0.2], [0.4]])])
    return typed.backward(other, typed.forward(other, [1.1, 2.2]), [3.3])


def biased_back() -> typed.Backward:
    biased = typed.Network(
        [typed.Layer(layer.weights, layer.weights[0]) for layer in network().layers]
    )
    return typed.backward(biased, typed.forward(biased, [1.1, 2.2]), [3.3])


SAMPLE = "must have shape (2,) for one sample or (batch, 2) for a batch, got shape "

REFUSALS: list[tuple[Callable[[], Any], str]] = [
    # Layers.
    (
        lambda: Layer([1.0, 2.0]),
        "weights must have shape (inputs, outputs) with at least one of each, got shape (2,)",
    ),
    (
        lambda: Layer(1.0),
        "weights must have shape (inputs, outputs) with at least one of each, got shape ()",
    ),
    (lambda: Layer([[[1.0]]]), "got shape (1, 1, 1)"),
    (lambda: Layer(np.zeros((0, 2))), "at least one of each, got shape (0, 2)"),
    (lambda: Layer(np.zeros((2, 0))), "at least one of each, got shape (2, 0)"),
    (lambda: Layer([[1.0, 2.0], [3.0]]), "weights must be a rectangular array of numbers"),
    (
        lambda: Layer([["0.2"]]),
        "weights must hold real numbers (integers or floats), got dtype <U3",
    ),
    (
        lambda: Layer([[1 + 1j]]),
        "weights must hold real numbers (integers or floats), got dtype complex128",
    ),
    (
        lambda: Layer([[True]]),
        "weights must hold real numbers (integers or floats), got dtype bool",
    ),
    (
        lambda: Layer([[None]]),
        "weights must hold real numbers (integers or floats), got dtype object",
    ),
    (lambda: Layer([[Decimal(1)]]), "got dtype object"),
    (lambda: Layer([[10**400]]), "got dtype object"),
    (lambda: Layer(None), "weights must hold real numbers"),
    (lambda: Layer([[1.0, NAN]]), "weights must be finite, got nan at index [0, 1]"),
    (lambda: Layer([[1.0], [-INF]]), "weights must be finite, got -inf at index [1, 0]"),
    (
        lambda: Layer([[1.0, 2.0]], [1.0]),
        (
            "bias must have shape (2,), one number per output of the weights of shape (1, 2), "
            "got shape (1,)"
        ),
    ),
    (
        lambda: Layer([[1.0, 2.0]], 0.0),
        (
            "bias must have shape (2,), one number per output of the weights of shape (1, 2), "
            "got shape ()"
        ),
    ),
    (lambda: Layer([[1.0, 2.0]], [[1.0, 2.0]]), "got shape (1, 2)"),
    (lambda: Layer([[1.0]], [INF]), "bias must be finite, got inf at index [0]"),
    (
        lambda: Layer([[1.0]], "b"),
        "bias must hold real numbers (integers or floats), got dtype <U1",
    ),
    (
        lambda: Layer([[1.0]], activation="sigmiod"),
        "unknown activation 'sigmiod': expected one of identity, relu, sigmoid, softmax, tanh",
    ),
    (lambda: Layer([[1.0]], activation=None), "unknown activation None: expected one of"),
    (lambda: Layer([[1.0]], activation=["relu"]), "unknown activation ['relu']: expected one of"),
    # Networks.
    (lambda: Network([]), "layers must hold at least one Layer, got none"),
    (lambda: Network(Layer([[1.0]])), "layers must be a sequence of Layer, got Layer"),
    (lambda: Network(3), "layers must be a sequence of Layer, got int"),
    (
        lambda: Network([np.eye(2)]),
        "layer 1 must be a Layer as made by Layer(weights), got ndarray",
    ),
    (
        lambda: Network([Layer([[1.0]]), None]),
        "layer 2 must be a Layer as made by Layer(weights), got NoneType",
    ),
    (
        lambda: Network([Layer([[1.0, 2.0]]), Layer([[1.0]])]),
        "layer 2 must take 2 inputs, the outputs of layer 1, got weights of shape (1, 1)",
    ),
    # Inputs.
    (
        lambda: backprop.forward("network", [1.0]),
        "network must be a Network as made by Network(layers), got str",
    ),
    (lambda: backprop.forward(network(), [1.0, 2.0, 3.0]), f"x {SAMPLE}(3,)"),
    (lambda: backprop.forward(network(), 1.0), f"x {SAMPLE}()"),
    (lambda: backprop.forward(network(), [[1.0], [2.0]]), f"x {SAMPLE}(2, 1)"),
    (lambda: backprop.forward(network(), [[[1.0, 2.0]]]), f"x {SAMPLE}(1, 1, 2)"),
    (lambda: backprop.forward(network(), np.zeros((0, 2))), f"x {SAMPLE}(0, 2)"),
    (lambda: backprop.forward(network(), [1.0, NAN]), "x must be finite, got nan at index [1]"),
    (
        lambda: backprop.forward(network(), ["a", "b"]),
        "x must hold real numbers (integers or floats), got dtype <U1",
    ),
    (
        lambda: backprop.forward(network(), [1e308, 1e308 * 10]),
        "x must be finite, got inf at index [1]",
    ),
    # Targets.
    (
        lambda: backprop.backward(network(), ahead(), [1.0, 2.0]),
        "y must have shape (1,), that of the output, got shape (2,)",
    ),
    (
        lambda: backprop.backward(network(), ahead(), 3.3),
        "y must have shape (1,), that of the output, got shape ()",
    ),
    (
        lambda: backprop.backward(
            network(), backprop.forward(network(), np.ones((3, 2))), np.ones(3)
        ),
        "y must have shape (3, 1), that of the output, got shape (3,)",
    ),
    (
        lambda: backprop.backward(network(), ahead(), [NAN]),
        "y must be finite, got nan at index [0]",
    ),
    (
        lambda: backprop.backward(network(), ahead(), [True]),
        "y must hold real numbers (integers or floats), got dtype bool",
    ),
    (
        lambda: backprop.backward(network(), None, [3.3]),
        "forward must be a Forward as made by forward(network, x), got NoneType",
    ),
    (
        lambda: backprop.backward(None, ahead(), [3.3]),
        "network must be a Network as made by Network(layers), got NoneType",
    ),
    (
        lambda: backprop.backward(classifier(), ahead(), [3.3]),
        (
            "forward must come from a network with weights of shapes [(2, 2)], got one with "
            "shapes [(2, 2), (2, 1)]"
        ),
    ),
    # Losses.
    (
        lambda: backprop.backward(network(), ahead(), [3.3], "mse"),
        (
            "unknown loss 'mse': expected one of binary_cross_entropy, half_squared_error, "
            "mean_squared_error, softmax_cross_entropy"
        ),
    ),
    (lambda: backprop.backward(network(), ahead(), [3.3], {}), "unknown loss {}: expected one of"),
    (
        lambda: backprop.step(network("tanh"), [1.0, 2.0], [1.0], 0.1, "binary_cross_entropy"),
        "the loss binary_cross_entropy needs an output layer with activation 'sigmoid', got 'tanh'",
    ),
    (
        lambda: backprop.step(network(), [1.0, 2.0], [1.0], 0.1, "softmax_cross_entropy"),
        (
            "the loss softmax_cross_entropy needs an output layer with activation 'softmax', got "
            "'sigmoid'"
        ),
    ),
    (
        lambda: backprop.step(network(), [1.0, 2.0], [3.3], 0.1, "binary_cross_entropy"),
        "the loss binary_cross_entropy needs as y numbers from 0 to 1, got [3.3]",
    ),
    (
        lambda: backprop.step(network(), [1.0, 2.0], [-0.1], 0.1, "binary_cross_entropy"),
        "numbers from 0 to 1, got [-0.1]",
    ),
    (
        lambda: backprop.step(network(), [1.0, 2.0], [1.5], 0.1, "binary_cross_entropy"),
        "numbers from 0 to 1, got [1.5]",
    ),
    (
        lambda: backprop.step(classifier(), [1.0, 2.0], [0.5, 0.6], 0.1, "softmax_cross_entropy"),
        (
            "the loss softmax_cross_entropy needs as y numbers from 0 to 1 that sum to 1 in each "
            "sample, got [0.5, 0.6]"
        ),
    ),
    (
        lambda: backprop.step(classifier(), [1.0, 2.0], [-0.5, 1.5], 0.1, "softmax_cross_entropy"),
        "that sum to 1 in each sample, got [-0.5,  1.5]",
    ),
    # Learning rates.
    (
        lambda: backprop.step(network(), [1.0, 2.0], [3.3], 0),
        "learning_rate must be a positive number, got 0",
    ),
    (
        lambda: backprop.step(network(), [1.0, 2.0], [3.3], -0.1),
        "learning_rate must be a positive number, got -0.1",
    ),
    (
        lambda: backprop.step(network(), [1.0, 2.0], [3.3], NAN),
        "learning_rate must be finite, got nan",
    ),
    (
        lambda: backprop.step(network(), [1.0, 2.0], [3.3], INF),
        "learning_rate must be finite, got inf",
    ),
    (
        lambda: backprop.step(network(), [1.0, 2.0], [3.3], "0.1"),
        "learning_rate must hold real numbers (integers or floats), got dtype <U3",
    ),
    (
        lambda: backprop.step(network(), [1.0, 2.0], [3.3], True),  # noqa: FBT003
        "learning_rate must hold real numbers (integers or floats), got dtype bool",
    ),
    (
        lambda: backprop.step(network(), [1.0, 2.0], [3.3], None),
        "learning_rate must hold real numbers",
    ),
    (
        lambda: backprop.step(network(), [1.0, 2.0], [3.3], Fraction(1, 10)),
        "learning_rate must hold real numbers",
    ),
    (
        lambda: backprop.step(network(), [1.0, 2.0], [3.3], [0.1]),
        "learning_rate must be a positive number, got [0.1]",
    ),
    # Updates.
    (
        lambda: backprop.update(network(), None, 0.1),
        "backward must be a Backward as made by backward(network, forward, y), got NoneType",
    ),
    (
        lambda: backprop.update(None, back(), 0.1),
        "network must be a Network as made by Network(layers), got NoneType",
    ),
    (
        lambda: backprop.update(network(), other_back(), 0.1),
        (
            "backward must hold gradients of the shapes of the network's weights and biases, "
            "[(2, 2), (2, 1)] and [None, None], got [(2, 1)] and [None]"
        ),
    ),
    (
        lambda: backprop.update(network(), biased_back(), 0.1),
        "[None, None], got [(2, 2), (2, 1)] and [(2,), (1,)]",
    ),
    # Training.
    (
        lambda: backprop.train(network(), [1.0, 2.0], [3.3], 0.1, 0),
        "steps must be a positive whole number, got 0",
    ),
    (
        lambda: backprop.train(network(), [1.0, 2.0], [3.3], 0.1, -5),
        "steps must be a positive whole number, got -5",
    ),
    (
        lambda: backprop.train(network(), [1.0, 2.0], [3.3], 0.1, 2.0),
        "steps must be a positive whole number, got 2.0",
    ),
    (
        lambda: backprop.train(network(), [1.0, 2.0], [3.3], 0.1, True),  # noqa: FBT003
        "steps must be a positive whole number, got True",
    ),
    (
        lambda: backprop.train(network(), [1.0, 2.0], [3.3], 0.1, "9"),
        "steps must be a positive whole number, got '9'",
    ),
    (
        lambda: backprop.train(network(), [1.0, 2.0], [3.3], 0, 9),
        "learning_rate must be a positive number, got 0",
    ),
    (lambda: backprop.train(network(), [1.0], [3.3], 0.1, 9), f"x {SAMPLE}(1,)"),
    (
        lambda: backprop.train(network(), [1.0, 2.0], [3.3], 0.1, 10**17),
        f"steps must be so few that every state fits into memory, got {10**17}; train in pieces",
    ),
    (
        lambda: backprop.train(network(), [1.0, 2.0], [3.3], 0.1, 10**30),
        f"steps must be so few that every state fits into memory, got {10**30}; train in pieces",
    ),
    # Gradient checks.
    (
        lambda: backprop.gradient_check(network(), [1.0, 2.0], [3.3], method="forward"),
        "unknown method 'forward': expected one of central, complex",
    ),
    (
        lambda: backprop.gradient_check(network(), [1.0, 2.0], [3.3], loss="mse"),
        "unknown loss 'mse'",
    ),
]


@pytest.mark.parametrize(("call", "message"), REFUSALS, ids=[message for _, message in REFUSALS])
def test_refusal(call: Callable[[], Any], message: str) -> None:
    with pytest.raises(ValueError, match=re.escape(message)):
        call()


LINEAR = Layer([[1e200]], activation="identity")
OVERFLOWS: list[tuple[Callable[[], Any], str]] = [
    (
        lambda: backprop.forward(Network([LINEAR, LINEAR]), [1.0]),
        "a pre-activation of layer 2 left the range of float64",
    ),
    (
        lambda: backprop.forward(Network([Layer([[1e308], [-1e308]])]), [10.0, 10.0]),
        "a pre-activation of layer 1 left the range",
    ),
    (
        lambda: backprop.step(Network([LINEAR]), [1.0], [0.0], 0.1),
        (
            "the loss left the range of float64 (about 1.8e308): expected finite numbers; "
            "use smaller inputs, weights, targets or learning rate"
        ),
    ),
    (
        lambda: backprop.step(
            Network([Layer([[0.0]], activation="identity")]), [1e200], [1e150], 0.1
        ),
        "a gradient left the range",
    ),
    (
        lambda: backprop.step(network(), [1.0, 2.0], [1e100], 1e300),
        "a parameter of layer 1 left the range",
    ),
    (
        lambda: backprop.train(
            Network([Layer([[1.0]], activation="identity")]), [1.0], [2.0], 1e10, 99
        ),
        "training diverged at step 16: the loss left the range",
    ),
]


@pytest.mark.parametrize(("call", "message"), OVERFLOWS, ids=[message for _, message in OVERFLOWS])
def test_overflow_is_a_sentence_and_never_an_infinity(
    call: Callable[[], Any], message: str
) -> None:
    with pytest.raises(ValueError, match=re.escape(message)):
        call()


def test_training_that_is_finite_to_its_last_state_is_not_refused() -> None:
    # One more step than this would overflow: see above.
    linear = Network([Layer([[1.0]], activation="identity")])
    history = backprop.train(linear, [1.0], [2.0], 1e10, 15)
    assert np.isfinite(history.losses).all()


def test_training_stops_before_the_step_whose_gradient_cannot_be_had() -> None:
    # The first step leads to w = 1e-10 and a loss of 5e299, and there the gradient is 1e310.
    far = Network([Layer([[0.0]], activation="identity")])
    assert np.isfinite(backprop.train(far, [1e160], [1.0], 1e-170, 1).losses).all()
    with pytest.raises(ValueError, match="training diverged at step 2: a gradient left the range"):
        backprop.train(far, [1e160], [1.0], 1e-170, 2)


def test_training_with_numbers_whose_squares_overflow_is_not_refused() -> None:
    huge = Network([Layer([[1e200, 3.0]]), Layer([[1e180], [0.5]])])
    history = backprop.train(huge, [1.0], [0.5], 0.1, 3)
    assert history.losses.tolist() == [0.125] * 4
    assert history.weights[1][3, 0, 0] == 1e180


JUNK = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(),
    st.complex_numbers(),
    st.text(max_size=3),
    st.binary(max_size=3),
    st.fractions(),
    st.dates(),
    st.builds(object),
    st.recursive(
        st.integers() | st.floats() | st.none(), lambda inner: st.lists(inner, max_size=3)
    ),
    st.dictionaries(st.integers(), st.integers(), max_size=2),
    hnp.arrays(hnp.scalar_dtypes(), hnp.array_shapes(min_dims=0, max_dims=3, max_side=3)),
)

DOORS: dict[str, Callable[[Any], Any]] = {
    "weights": Layer,
    "bias": lambda junk: Layer([[1.0, 2.0]], junk),
    "activation": lambda junk: Layer([[1.0]], activation=junk),
    "layers": Network,
    "a layer": lambda junk: Network([junk]),
    "network": lambda junk: backprop.forward(junk, [1.0, 2.0]),
    "x": lambda junk: backprop.forward(network(), junk),
    "forward": lambda junk: backprop.backward(network(), junk, [3.3]),
    "y": lambda junk: backprop.backward(network(), ahead(), junk),
    "loss": lambda junk: backprop.backward(network(), ahead(), [3.3], junk),
    "learning_rate": lambda junk: backprop.step(network(), [1.0, 2.0], [3.3], junk),
    "backward": lambda junk: backprop.update(network(), junk, 0.1),
    "method": lambda junk: backprop.gradient_check(network(), [1.0, 2.0], [3.3], method=junk),
}


@pytest.mark.parametrize("door", DOORS)
@settings(deadline=None)
@given(junk=JUNK)
def test_whatever_comes_in_nothing_but_a_value_error_comes_out(door: str, junk: object) -> None:
    with contextlib.suppress(ValueError):
        DOORS[door](junk)


@given(junk=JUNK.filter(lambda junk: not isinstance(junk, int) or junk < 1))
def test_no_number_of_steps_but_a_positive_whole_one_is_taken(junk: Any) -> None:  # noqa: ANN401
    if isinstance(junk, np.ndarray) and junk.ndim == 0 and junk.dtype.kind in "iu" and junk > 0:
        return
    with pytest.raises(ValueError, match="steps must be a positive whole number, got"):
        backprop.train(network(), [1.0, 2.0], [3.3], 0.1, junk)
