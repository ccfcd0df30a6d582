"""Activation functions, each beside its derivative.

Every function takes the pre-activations z, of shape (units,) or (batch, units). The activations
work on complex z too: that is what the complex step of `gradient_check` needs. So they never take
`abs` of z, and compare real parts, as NumPy does first if it is asked for the smaller of two
complex numbers. The derivatives, which no such step needs, take real z only.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np

from backprop._validation import Array


@dataclass(frozen=True)
class Activation:
    """An activation function and its derivative, as plain data."""

    name: str
    """What `Layer(activation=...)` calls it."""
    function: Callable[[Array], Array]
    """a = function(z), of the shape of z."""
    derivative: Callable[[Array], Array]
    """da/dz at z, of the shape of z. Softmax couples the units of a layer, so its derivative is
    the Jacobian, with one more axis: entry [..., i, j] is da_i / dz_j."""


def sigmoid(z: Array) -> Array:
    """1 / (1 + e^-z), between 0 and 1."""
    # Where z is negative, e^z / (1 + e^z) is the same number, and neither exponent can overflow.
    numerator: Array = np.exp(np.minimum(z, 0))
    denominator: Array = 1 + np.exp(np.minimum(z, -z))
    return numerator / denominator


def sigmoid_derivative(z: Array) -> Array:
    """sigmoid(z) * (1 - sigmoid(z))."""
    # 1 - sigmoid(z) is sigmoid(-z), which keeps its digits where sigmoid(z) rounds to 1. Both come
    # from the same e: one of them is 1 / (1 + e), the other one e / (1 + e).
    e: Array = np.exp(-np.abs(z))
    return e / (1 + e) ** 2


def tanh(z: Array) -> Array:
    """(e^z - e^-z) / (e^z + e^-z), between -1 and 1."""
    return np.tanh(z)


def tanh_derivative(z: Array) -> Array:
    """1 - tanh(z)^2."""
    # tanh(z) is 2 * sigmoid(2z) - 1, whose slope keeps its digits where tanh(z) rounds to 1.
    return 4 * sigmoid_derivative(2 * z)


def relu(z: Array) -> Array:
    """max(0, z)."""
    return np.where(z.real > 0, z, 0)


def relu_derivative(z: Array) -> Array:
    """1 where z is positive, else 0; so it is 0 at the kink, z = 0, by convention."""
    return np.where(z.real > 0, 1.0, 0.0)


def identity(z: Array) -> Array:
    """Just z, for a linear unit."""
    return z


def identity_derivative(z: Array) -> Array:
    """1 everywhere."""
    return np.ones_like(z)


def softmax(z: Array) -> Array:
    """e^z_i / (sum over j of e^z_j): one probability per unit, together 1."""
    # Taking the largest z off all of them cancels in the fraction, and nothing overflows.
    e: Array = np.exp(z - z.real.max(axis=-1, keepdims=True))
    total: Array = e.sum(axis=-1, keepdims=True)
    return e / total


def softmax_derivative(z: Array) -> Array:
    """da_i / dz_j = a_i * ([i = j] - a_j), of shape (..., units, units)."""
    a = softmax(z)
    return a[..., :, None] * (np.eye(a.shape[-1]) - a[..., None, :])


ACTIVATIONS: Mapping[str, Activation] = MappingProxyType(
    {
        activation.name: activation
        for activation in (
            Activation("sigmoid", sigmoid, sigmoid_derivative),
            Activation("tanh", tanh, tanh_derivative),
            Activation("relu", relu, relu_derivative),
            Activation("identity", identity, identity_derivative),
            Activation("softmax", softmax, softmax_derivative),
        )
    }
)
"""Every activation function by name."""
