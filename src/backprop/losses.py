"""Loss functions, each beside its derivative.

The loss of one sample is a sum with one term per output; a loss function returns these terms.
The loss of a batch is the mean over its samples. `backward` takes the sum and the mean.

A squared error compares the target y with the output's activation a. A cross-entropy belongs to
one activation and is taken together with it, from the pre-activation z: a probability that has
been rounded to 0 or 1 no longer tells how wrong it is, and in the derivative with respect to z
the slope of the activation cancels.

All shapes are (outputs,) or (batch, outputs).
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np

from backprop._validation import Array
from backprop.activations import sigmoid, softmax

ROUNDING = 1e-9  # how far from 1 the probabilities of a target may sum up to


@dataclass(frozen=True)
class Loss:
    """A loss function and its derivative, as plain data."""

    name: str
    """What the argument `loss` calls it."""
    function: Callable[[Array, Array], Array]
    """(a, y) to the term of each output; (z, y) if there is an `activation`."""
    derivative: Callable[[Array, Array], Array]
    """(a, y) to dLoss/da; (z, y) to dLoss/dz if there is an `activation`."""
    activation: str | None = None
    """The activation that the output layer must have; None if any will do."""
    error: Callable[[Array, Array], Array] | None = None
    """(z, y) to dLoss/da if there is an `activation`."""
    targets: str = "real numbers"
    """Which targets make sense: a key of `TARGETS`."""


def half_squared_error(a: Array, y: Array) -> Array:
    """(a - y)^2 / 2."""
    terms: Array = (a - y) ** 2 / 2
    return terms


def half_squared_error_derivative(a: Array, y: Array) -> Array:
    """(a - y): the half is there to cancel the 2 of the square."""
    return a - y


def mean_squared_error(a: Array, y: Array) -> Array:
    """(a - y)^2 / outputs."""
    outputs: int = a.shape[-1]
    terms: Array = (a - y) ** 2 / outputs
    return terms


def mean_squared_error_derivative(a: Array, y: Array) -> Array:
    """2 * (a - y) / outputs."""
    outputs: int = a.shape[-1]
    return 2 * (a - y) / outputs


def binary_cross_entropy(z: Array, y: Array) -> Array:
    """-y * log(a) - (1 - y) * log(1 - a), with a = sigmoid(z)."""
    # -log(sigmoid(z)) is softplus(-z), and 1 - sigmoid(z) is sigmoid(-z).
    return y * softplus(-z) + (1 - y) * softplus(z)


def binary_cross_entropy_derivative(z: Array, y: Array) -> Array:
    """(a - y), with a = sigmoid(z).

    Source: C. Bishop, Pattern Recognition and Machine Learning (2006), section 4.3.6.
    """
    return sigmoid(z) - y


def binary_cross_entropy_error(z: Array, y: Array) -> Array:
    """(1 - y) / (1 - a) - y / a, with a = sigmoid(z)."""
    return ratio(1 - y, sigmoid(-z)) - ratio(y, sigmoid(z))


def softmax_cross_entropy(z: Array, y: Array) -> Array:
    """-y * log(a), with a = softmax(z)."""
    shifted: Array = z - z.real.max(axis=-1, keepdims=True)
    log_total: Array = np.log(np.exp(shifted).sum(axis=-1, keepdims=True))
    return -y * (shifted - log_total)


def softmax_cross_entropy_derivative(z: Array, y: Array) -> Array:
    """(a - y), with a = softmax(z), since the targets y of a sample sum to 1.

    Source: C. Bishop, Pattern Recognition and Machine Learning (2006), section 4.3.6.
    """
    return softmax(z) - y


def softmax_cross_entropy_error(z: Array, y: Array) -> Array:
    """-y / a, with a = softmax(z)."""
    return -ratio(y, softmax(z))


def softplus(z: Array) -> Array:
    """log(1 + e^z), without overflow."""
    positive = z.real > 0
    return np.where(positive, z, 0) + np.log1p(np.exp(np.where(positive, -z, z)))


def ratio(part: Array, probability: Array) -> Array:
    """Return part / probability; a part of 0 gives 0 even if the probability has underflowed."""
    with np.errstate(all="ignore"):
        return np.divide(part, probability, out=np.zeros_like(part), where=part > 0)


TARGETS: Mapping[str, Callable[[Array], bool]] = MappingProxyType(
    {
        "real numbers": lambda _: True,
        "numbers from 0 to 1": lambda y: bool(((y >= 0) & (y <= 1)).all()),
        "numbers from 0 to 1 that sum to 1 in each sample": lambda y: (
            bool((y >= 0).all()) and bool((abs(y.sum(axis=-1) - 1) <= ROUNDING).all())
        ),
    }
)
"""Which targets make sense, in words and as a test."""

LOSSES: Mapping[str, Loss] = MappingProxyType(
    {
        loss.name: loss
        for loss in (
            Loss("half_squared_error", half_squared_error, half_squared_error_derivative),
            Loss("mean_squared_error", mean_squared_error, mean_squared_error_derivative),
            Loss(
                "binary_cross_entropy",
                binary_cross_entropy,
                binary_cross_entropy_derivative,
                activation="sigmoid",
                error=binary_cross_entropy_error,
                targets="numbers from 0 to 1",
            ),
            Loss(
                "softmax_cross_entropy",
                softmax_cross_entropy,
                softmax_cross_entropy_derivative,
                activation="softmax",
                error=softmax_cross_entropy_error,
                targets="numbers from 0 to 1 that sum to 1 in each sample",
            ),
        )
    }
)
"""Every loss function by name."""
