"""Every gradient, on random networks, against three accounts that share no code with `backward`.

The accounts: central differences, the complex step, and reverse-mode autodiff (autograd) of the
textbook formulas, which are written out here once more.
"""

from collections.abc import Callable
from functools import partial
from typing import Any, NamedTuple

import autograd
import autograd.numpy as anp
import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

import backprop
from backprop import checks

SQUARED = ["half_squared_error", "mean_squared_error"]
ENDS = [
    *((loss, activation) for loss in SQUARED for activation in sorted(backprop.ACTIVATIONS)),
    ("binary_cross_entropy", "sigmoid"),
    ("softmax_cross_entropy", "softmax"),
]


class Problem(NamedTuple):
    network: backprop.Network
    x: Any
    y: Any
    loss: str


@st.composite
def problems(draw: st.DrawFn) -> Problem:
    """Depth one to four, widths one to five, each activation and loss, sample or batch."""
    widths = draw(st.lists(st.integers(1, 5), min_size=2, max_size=5))
    loss, last = draw(st.sampled_from(ENDS))
    hidden = draw(
        st.lists(
            st.sampled_from(sorted(backprop.ACTIVATIONS)),
            min_size=len(widths) - 2,
            max_size=len(widths) - 2,
        )
    )
    biases = draw(st.lists(st.booleans(), min_size=len(widths) - 1, max_size=len(widths) - 1))
    batch = draw(st.sampled_from([(), (1,), (2,), (5,)]))
    random = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    network = backprop.Network(
        backprop.Layer(
            random.normal(size=(inputs, outputs)),
            random.normal(size=outputs) if biased else None,
            activation,
        )
        for inputs, outputs, biased, activation in zip(
            widths[:-1], widths[1:], biases, [*hidden, last], strict=True
        )
    )
    x = random.normal(size=(*batch, widths[0]))
    y = random.normal(size=(*batch, widths[-1]))
    if loss == "binary_cross_entropy":
        y = 1 / (1 + np.exp(-y))
        if draw(st.booleans()):
            y = y.round()
    if loss == "softmax_cross_entropy":
        y = np.exp(y) / np.exp(y).sum(axis=-1, keepdims=True)
        if draw(st.booleans()):
            y = np.eye(widths[-1])[y.argmax(axis=-1)]
    problem = Problem(network, x, y, loss)
    assume(not near_a_kink(problem))
    return problem


def near_a_kink(problem: Problem) -> bool:
    """Whether a relu unit is so close to zero that a central difference straddles its kink."""
    record = backprop.forward(problem.network, problem.x)
    return any(
        layer.activation == "relu" and bool((abs(z) < 1e-3).any())
        for layer, z in zip(problem.network.layers, record.pre_activations, strict=True)
    )


# The textbook formulas, in no way protected against overflow.
TEXTBOOK_ACTIVATIONS: dict[str, Callable[[Any], Any]] = {
    "sigmoid": lambda z: 1 / (1 + anp.exp(-z)),
    "tanh": lambda z: (anp.exp(z) - anp.exp(-z)) / (anp.exp(z) + anp.exp(-z)),
    "relu": lambda z: anp.maximum(z, 0),
    "identity": lambda z: z,
    "softmax": lambda z: anp.exp(z) / anp.sum(anp.exp(z), axis=-1, keepdims=True),
}
TEXTBOOK_LOSSES: dict[str, Callable[[Any, Any], Any]] = {
    "half_squared_error": lambda a, y: anp.sum((a - y) ** 2, axis=-1) / 2,
    "mean_squared_error": lambda a, y: anp.mean((a - y) ** 2, axis=-1),
    "binary_cross_entropy": lambda a, y: anp.sum(
        anp.where(y == 0, 0, -y * anp.log(a)) + anp.where(y == 1, 0, -(1 - y) * anp.log(1 - a)),
        axis=-1,
    ),
    "softmax_cross_entropy": lambda a, y: anp.sum(-y * anp.log(a), axis=-1),
}


def textbook_loss(parameters: list[Any], problem: Problem) -> Any:  # noqa: ANN401
    """The loss of weights, biases, a nudge of each z, and a nudge of the output.

    The derivative by a nudge of zero is the delta, or the error, that it stands beside.
    """
    a = problem.x
    for (weights, bias, nudge), layer in zip(parameters[:-1], problem.network.layers, strict=True):
        a = TEXTBOOK_ACTIVATIONS[layer.activation](anp.dot(a, weights) + bias + nudge)
    return anp.mean(TEXTBOOK_LOSSES[problem.loss](a + parameters[-1], problem.y))


def by_autograd(problem: Problem, record: backprop.Forward) -> tuple[float, list[Any]]:
    parameters: list[Any] = [
        (
            layer.weights,
            np.zeros(layer.weights.shape[1]) if layer.bias is None else layer.bias,
            np.zeros_like(z),
        )
        for layer, z in zip(problem.network.layers, record.pre_activations, strict=True)
    ]
    parameters.append(np.zeros_like(record.output))
    loss, gradients = autograd.value_and_grad(textbook_loss)(parameters, problem)
    return float(loss), gradients


@given(problems())
def test_gradients_are_those_of_the_complex_step(problem: Problem) -> None:
    check = backprop.gradient_check(*problem, method="complex")
    assert check.largest_relative_difference < 1e-9 or check.largest_difference < 1e-15


@given(problems())
def test_gradients_are_those_of_central_differences(problem: Problem) -> None:
    check = backprop.gradient_check(*problem, method="central")
    # A difference of two losses is off by their last digits, whatever the gradient is.
    lost = 1e-9 * max(1, check.backward.loss)
    assert check.largest_relative_difference < 1e-6 or check.largest_difference < lost


@given(problems())
def test_every_derivative_of_a_record_is_that_of_autograd(problem: Problem) -> None:
    record = backprop.forward(problem.network, problem.x)
    if problem.loss.endswith("cross_entropy"):
        # Near 0 and 1 the textbook's log(1 - a) loses digits, not ours: test_extremes goes there.
        assume(np.abs(record.pre_activations[-1]).max() < 10)
    back = backprop.backward(problem.network, record, problem.y, problem.loss)
    loss, gradients = by_autograd(problem, record)
    assert_close = partial(np.testing.assert_allclose, rtol=1e-9, atol=1e-13)
    assert_close(back.loss, loss)
    assert_close(back.error, gradients[-1])
    for k, (weights, bias, delta) in enumerate(gradients[:-1]):
        assert_close(back.weight_gradients[k], weights)
        assert_close(back.deltas[k], delta)
        if problem.network.layers[k].bias is None:
            assert back.bias_gradients[k] is None
        else:
            assert_close(back.bias_gradients[k], bias)


@given(problems())
def test_slopes_are_the_derivatives_of_the_activations(problem: Problem) -> None:
    record = backprop.forward(problem.network, problem.x)
    back = backprop.backward(problem.network, record, problem.y, problem.loss)
    for layer, z, slope in zip(
        problem.network.layers, record.pre_activations, back.slopes, strict=True
    ):
        function = TEXTBOOK_ACTIVATIONS[layer.activation]
        samples = zip(np.atleast_2d(z), slope if z.ndim > 1 else [slope], strict=True)
        for one_z, one_slope in samples:
            jacobian = autograd.jacobian(function)(one_z)
            expected = jacobian if layer.activation == "softmax" else np.diag(jacobian)
            np.testing.assert_allclose(one_slope, expected, rtol=1e-9, atol=1e-13)


@given(problems())
def test_a_batch_gives_the_mean_of_its_samples(problem: Problem) -> None:
    samples = zip(np.atleast_2d(problem.x), np.atleast_2d(problem.y), strict=True)
    singles = [backprop.step(problem.network, x, y, 1.0, problem.loss) for x, y in samples]
    whole = backprop.step(problem.network, problem.x, problem.y, 1.0, problem.loss)
    assert_close = partial(np.testing.assert_allclose, rtol=1e-12, atol=1e-13)

    assert_close(whole.loss, np.mean([one.loss for one in singles]))
    for k, layer in enumerate(problem.network.layers):
        gradient = np.mean([one.weight_gradients[k] for one in singles], axis=0)
        assert_close(whole.weight_gradients[k], gradient)
        if layer.bias is not None:
            shifts: Any = [one.bias_gradients[k] for one in singles]
            assert_close(whole.bias_gradients[k], np.mean(shifts, axis=0))
        rows = np.reshape([one.forward.activations[k] for one in singles], whole.deltas[k].shape)
        assert_close(whole.forward.activations[k], rows)
        deltas = np.reshape([one.deltas[k] for one in singles], whole.deltas[k].shape)
        assert_close(whole.deltas[k], deltas / len(singles))


@given(problems())
def test_a_pre_activation_is_the_sum_of_its_contributions(problem: Problem) -> None:
    record = backprop.forward(problem.network, problem.x)
    for layer, z, terms in zip(
        problem.network.layers, record.pre_activations, record.contributions, strict=True
    ):
        assert terms.shape == (*problem.x.shape[:-1], *layer.weights.shape)
        bias = 0 if layer.bias is None else layer.bias
        np.testing.assert_allclose(terms.sum(axis=-2) + bias, z, rtol=1e-12, atol=1e-13)


@given(problems())
def test_a_small_step_lowers_the_loss_by_what_the_gradients_promise(problem: Problem) -> None:
    step = backprop.step(*problem[:3], 1e-6, problem.loss)
    gradients = [g for g in (*step.weight_gradients, *step.bias_gradients) if g is not None]
    promise = 1e-6 * sum(float((gradient**2).sum()) for gradient in gradients)
    after = backprop.step(step.after, problem.x, problem.y, 1e-6, problem.loss)
    assert step.loss - after.loss == pytest.approx(promise, rel=1e-2, abs=1e-13)


@pytest.mark.parametrize("method", ["central", "complex"])
@pytest.mark.parametrize(
    ("kind", "layer", "index"), [("weights", 0, (1, 0)), ("weights", 1, (0, 0)), ("bias", 1, (0,))]
)
def test_a_gradient_check_finds_the_one_wrong_gradient(
    monkeypatch: pytest.MonkeyPatch, method: str, kind: str, layer: int, index: tuple[int, ...]
) -> None:
    network = backprop.Network(
        [
            backprop.Layer([[0.2, 0.3], [0.4, 0.7]], [0.1, 0.2]),
            backprop.Layer([[0.6], [-0.1]], [0.3]),
        ]
    )

    def backward_with_a_slip(*arguments: Any) -> backprop.Backward:  # noqa: ANN401
        back = backprop.backward(*arguments)
        arrays = back.weight_gradients if kind == "weights" else back.bias_gradients
        wrong = arrays[layer]
        assert wrong is not None
        wrong.setflags(write=True)
        wrong[index] *= 1.001
        return back

    monkeypatch.setattr(checks, "backward", backward_with_a_slip)
    check = backprop.gradient_check(network, [1.1, 2.2], [3.3], method=method)
    assert check.worst == f"layers[{layer}].{kind}{list(index)}"
    assert 1e-4 < check.largest_relative_difference < 2e-3
    assert check.method == method


def test_a_central_difference_takes_a_step_in_proportion_to_a_large_weight() -> None:
    # Beside a weight of 1e12 a step of 6e-6 would be lost altogether.
    network = backprop.Network([backprop.Layer([[1e12]])])
    check = backprop.gradient_check(network, [1e-12], [0.0])
    assert check.largest_relative_difference < 1e-8


def test_a_gradient_check_at_a_flat_place_divides_nothing_by_zero() -> None:
    network = backprop.Network([backprop.Layer([[1.0], [1.0]], activation="relu")])
    check = backprop.gradient_check(network, [-1.0, -1.0], [3.0])
    assert check.largest_relative_difference == 0.0
    assert check.largest_difference == 0.0
