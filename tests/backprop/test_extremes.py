"""Far from zero the numbers are still right, and nothing warns (warnings are errors here)."""

import mpmath
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import backprop
from backprop import ACTIVATIONS, Layer, Network

EDGES = np.array([-1e308, -1000.0, -746.0, -40.0, -0.0, 0.0, 40.0, 746.0, 1000.0, 1e308])


@pytest.fixture(autouse=True)
def _every_floating_point_error_raises() -> object:
    with np.errstate(over="raise", invalid="raise", divide="raise"):
        yield


def test_sigmoid_of_a_thousand_is_one_and_of_minus_a_thousand_zero() -> None:
    function = ACTIVATIONS["sigmoid"].function
    assert function(np.array([-1000.0, 0.0, 1000.0])).tolist() == [0.0, 0.5, 1.0]


@pytest.mark.parametrize("name", ["sigmoid", "tanh", "relu", "identity", "softmax"])
def test_functions_and_derivatives_stay_finite(name: str) -> None:
    z = EDGES / 2 if name == "softmax" else EDGES
    assert np.isfinite(ACTIVATIONS[name].function(z)).all()
    assert np.isfinite(ACTIVATIONS[name].derivative(EDGES / 2)).all()


EXACT = {
    "sigmoid": (
        lambda z: 1 / (1 + mpmath.exp(-z)),
        lambda z: mpmath.exp(-z) / (1 + mpmath.exp(-z)) ** 2,
    ),
    "tanh": (mpmath.tanh, lambda z: mpmath.sech(z) ** 2),
    "relu": (lambda z: max(z, 0), lambda z: int(z > 0)),
    "identity": (lambda z: z, lambda _: 1),
}


@pytest.mark.parametrize("name", EXACT)
@given(z=st.floats(-300, 300))
def test_functions_and_derivatives_keep_their_digits(name: str, z: float) -> None:
    with mpmath.workdps(300):
        for computed, exact in zip(
            (ACTIVATIONS[name].function, ACTIVATIONS[name].derivative), EXACT[name], strict=True
        ):
            value, truth = float(computed(np.array([z]))[0]), exact(mpmath.mpf(z))
            assert abs(value - truth) <= 1e-13 * abs(truth)


@given(st.lists(st.floats(-800, 800), min_size=1, max_size=5))
def test_softmax_is_a_distribution_and_its_jacobian_moves_no_weight_in_or_out(
    z: list[float],
) -> None:
    a = ACTIVATIONS["softmax"].function(np.array(z))
    assert a.sum() == pytest.approx(1, rel=1e-14)
    assert (a >= 0).all()
    jacobian = ACTIVATIONS["softmax"].derivative(np.array(z))
    np.testing.assert_allclose(jacobian.sum(axis=0), 0, atol=1e-15)
    np.testing.assert_array_equal(jacobian, jacobian.T)


def one_layer(*, last: str, outputs: int) -> Network:
    return Network([Layer(np.eye(outputs), activation=last)])


@given(st.floats(-700, 700), st.floats(0, 1) | st.sampled_from([0.0, 1.0]))
def test_binary_cross_entropy_keeps_its_digits(z: float, y: float) -> None:
    step = backprop.step(
        one_layer(last="sigmoid", outputs=1), [z], [y], 0.1, "binary_cross_entropy"
    )
    with mpmath.workdps(700):
        a = 1 / (1 + mpmath.exp(-mpmath.mpf(z)))
        loss = -y * mpmath.log(a) - (1 - mpmath.mpf(y)) * mpmath.log(1 - a)
        error = (1 - mpmath.mpf(y)) / (1 - a) - y / a
        terms = abs((1 - mpmath.mpf(y)) / (1 - a)) + abs(y / a)
        assert abs(step.loss - loss) <= 1e-13 * abs(loss)
        assert abs(step.backward.error[0] - error) <= 1e-13 * terms
        assert abs(step.deltas[0][0] - (a - y)) <= 1e-15


@given(st.lists(st.floats(-300, 300), min_size=2, max_size=4), st.integers(0, 3))
def test_softmax_cross_entropy_keeps_its_digits(z: list[float], right: int) -> None:
    y = np.eye(len(z))[right % len(z)]
    step = backprop.step(
        one_layer(last="softmax", outputs=len(z)), z, y, 0.1, "softmax_cross_entropy"
    )
    with mpmath.workdps(700):
        powers = [mpmath.exp(mpmath.mpf(value)) for value in z]
        a = [power / mpmath.fsum(powers) for power in powers]
        loss = -mpmath.log(a[right % len(z)])
        assert abs(step.loss - loss) <= 1e-13 * abs(loss) + 1e-15
        for delta, probability, target in zip(step.deltas[0], a, y, strict=True):
            assert abs(delta - (probability - target)) <= 1e-15
        for error, probability, target in zip(step.backward.error, a, y, strict=True):
            assert abs(error + target / probability) <= 1e-12 * abs(target / probability)


@pytest.mark.parametrize(("z", "y", "loss"), [(1000, 0, 1000), (-1000, 1, 1000), (1000, 1, 0)])
def test_a_saturated_probability_still_tells_how_wrong_it_is(z: int, y: int, loss: int) -> None:
    binary = one_layer(last="sigmoid", outputs=1)
    step = backprop.step(binary, [z], [y], 0.1, "binary_cross_entropy")
    assert step.loss == loss
    assert step.deltas[0].tolist() == [(z > 0) - y]
    assert (step.backward.error == step.backward.error).all()  # no nan: it is 0, 1 or infinite

    several = one_layer(last="softmax", outputs=2)
    step = backprop.step(several, [z, 0], [y, 1 - y], 0.1, "softmax_cross_entropy")
    assert step.loss == loss
    assert step.deltas[0].tolist() == [(z > 0) - y, y - (z > 0)]


def test_a_step_works_where_every_floating_point_error_raises() -> None:
    with np.errstate(all="raise"):
        network = Network([Layer([[1000.0, -1000.0]]), Layer([[3.0], [2.0]], activation="tanh")])
        step = backprop.step(network, [1.0], [0.5], 0.1)
        check = backprop.gradient_check(network, [1.0], [0.5], method="complex")
    assert step.forward.activations[0].tolist() == [1.0, 0.0]
    assert check.largest_relative_difference < 1e-12


def test_relu_has_no_slope_at_its_kink() -> None:
    assert ACTIVATIONS["relu"].derivative(np.array([-1.0, -0.0, 0.0, 1.0])).tolist() == [0, 0, 0, 1]
