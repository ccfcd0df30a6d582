"""A check of `backward` that needs no derivative: change one parameter, see how the loss moves."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from types import MappingProxyType
from typing import NamedTuple, Self, TypeAlias, cast

import numpy as np
from numpy.typing import ArrayLike, NDArray

from backprop._validation import Array, look_up, read_only, real_array, require_in_range
from backprop.losses import LOSSES
from backprop.network import Layer, Network
from backprop.passes import Backward, backward, forward, mean_loss, propagate


@dataclass(frozen=True, eq=False)
class GradientCheck:
    """How far the gradients of `backward` are from numerical ones. All arrays are read-only."""

    method: str
    """How the numerical gradients were made: "central" or "complex"."""
    backward: Backward
    """The gradients that were checked."""
    weight_gradients: tuple[Array, ...]
    """The numerical dLoss/dw of each layer, shape (inputs, outputs)."""
    bias_gradients: tuple[Array | None, ...]
    """The numerical dLoss/db of each layer, shape (outputs,); None for a layer without bias."""
    largest_difference: float
    """The largest |numerical - backward|."""
    largest_relative_difference: float
    """The largest |numerical - backward| when each is divided by the largest gradient in its
    array: the noise of a gradient close to zero is small beside the others."""
    worst: str
    """Which gradient has the largest relative difference, such as "layers[0].weights[1, 0]"."""


ComplexArray: TypeAlias = NDArray[np.complex128]
LossAt: TypeAlias = Callable[[complex], complex]
"""The loss as a function of one parameter, all others being fixed."""


def central_difference(loss_at: LossAt, w: float) -> float:
    """(loss(w + h) - loss(w - h)) / 2h: the error is of order h^2, plus rounding of order eps / h.

    The cube root of eps balances the two: h is about 6e-6, and some ten digits are right.
    """
    h = float(np.cbrt(np.finfo(np.float64).eps)) * max(1.0, abs(w))
    up, down = w + h, w - h
    return (loss_at(up) - loss_at(down)).real / (up - down)


def complex_step(loss_at: LossAt, w: float) -> float:
    """Im(loss(w + ih)) / h: nothing is subtracted, so h can be tiny and all digits are right.

    Source: W. Squire, G. Trapp, Using complex variables to estimate derivatives of real functions,
    SIAM Review 40 (1998) 110-112.
    """
    h = 1e-20
    return loss_at(w + 1j * h).imag / h


METHODS: Mapping[str, Callable[[LossAt, float], float]] = MappingProxyType(
    {"central": central_difference, "complex": complex_step}
)
"""Every method of differentiation by name."""


def gradient_check(
    network: Network,
    x: ArrayLike,
    y: ArrayLike,
    loss: str = "half_squared_error",
    method: str = "central",
) -> GradientCheck:
    """Compare every gradient of `backward` with one found by changing that parameter alone.

    Arguments as for `step`; `method` is "central" for central differences, which agree to about
    1e-9, or "complex" for the complex step, which agrees to about 1e-15. There is nothing to
    compare where a relu unit has a pre-activation of exactly 0: the loss has a kink. A check takes
    one or two forward passes per parameter, so it is meant for small networks.

    Raises ValueError for what `forward` and `backward` refuse, and for an unknown method.
    """
    differentiate = look_up("method", method, METHODS)
    back = backward(network, forward(network, x), y, loss)
    rule, inputs, target = LOSSES[loss], real_array("x", x), real_array("y", y)
    layers = [_ComplexLayer.of(layer) for layer in network.layers]

    def loss_at(parameters: ComplexArray, index: tuple[int, ...], w: complex) -> complex:
        parameters[index] = w  # in place, and so in `layers`
        z, a = propagate(cast("list[Layer]", layers), inputs)
        return complex(mean_loss(rule, z[-1], a[-1], target))

    def gradient(parameters: ComplexArray) -> Array:
        result = np.empty(parameters.shape)
        for index in np.ndindex(parameters.shape):
            w = float(parameters[index].real)
            result[index] = differentiate(partial(loss_at, parameters, index), w)
            parameters[index] = w
        return read_only(result)

    with np.errstate(all="ignore"):
        weights = tuple(gradient(layer.weights) for layer in layers)
        biases = tuple(None if layer.bias is None else gradient(layer.bias) for layer in layers)
    require_in_range("a numerical gradient", *weights, *biases)
    gaps = [
        *_gaps("weights", weights, back.weight_gradients),
        *_gaps("bias", biases, back.bias_gradients),
    ]
    worst = max(gaps, key=lambda gap: gap.relative)
    return GradientCheck(
        method=method,
        backward=back,
        weight_gradients=weights,
        bias_gradients=biases,
        largest_difference=max(gap.absolute for gap in gaps),
        largest_relative_difference=worst.relative,
        worst=worst.where,
    )


class _ComplexLayer(NamedTuple):
    """A copy of a layer to change in place, with room for an imaginary step: a `Layer` has none."""

    weights: ComplexArray
    bias: ComplexArray | None
    activation: str

    @classmethod
    def of(cls, layer: Layer) -> Self:
        bias = None if layer.bias is None else layer.bias.astype(np.complex128)
        return cls(layer.weights.astype(np.complex128), bias, layer.activation)


class _Gap(NamedTuple):
    """The largest difference within one array of gradients."""

    where: str
    absolute: float
    relative: float


def _gaps(
    name: str, numerical: Sequence[Array | None], analytic: Sequence[Array | None]
) -> Iterator[_Gap]:
    for number, (one, other) in enumerate(zip(numerical, analytic, strict=True)):
        if one is None or other is None:
            continue
        difference = np.abs(one - other)
        largest = float(difference.max())
        index = [int(i) for i in np.unravel_index(difference.argmax(), difference.shape)]
        scale = float(np.maximum(np.abs(one), np.abs(other)).max())
        # Two arrays of zeros agree, and have no scale to divide by.
        relative = largest / scale if scale else 0.0
        yield _Gap(f"layers[{number}].{name}{index}", largest, relative)
