"""A network: layers of weights, one feeding the next."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise

from numpy.typing import ArrayLike

from backprop._validation import Array, look_up, real_array, require_type
from backprop.activations import ACTIVATIONS


# eq=False here and on every record: comparing arrays with == gives an array, not a truth value.
@dataclass(frozen=True, eq=False, init=False)
class Layer:
    """One layer of units: a = activation(inputs @ weights + bias).

    Raises ValueError if the weights are not a finite real (inputs, outputs) array with at least
    one of each, if the bias does not have one number per output, or if no activation has the name.
    """

    weights: Array
    """Shape (inputs, outputs): weights[i, j] leads from input i to unit j. Read-only."""
    bias: Array | None
    """Shape (outputs,), or None for a layer without bias. Read-only."""
    activation: str
    """A name in `ACTIVATIONS`."""

    def __init__(
        self, weights: ArrayLike, bias: ArrayLike | None = None, activation: str = "sigmoid"
    ) -> None:
        matrix = real_array("weights", weights)
        if matrix.ndim != 2 or matrix.size == 0:
            raise ValueError(
                f"weights must have shape (inputs, outputs) with at least one of each, "
                f"got shape {matrix.shape}"
            )
        vector = None if bias is None else real_array("bias", bias)
        if vector is not None and vector.shape != matrix.shape[1:]:
            raise ValueError(
                f"bias must have shape {matrix.shape[1:]}, one number per output of the weights "
                f"of shape {matrix.shape}, got shape {vector.shape}"
            )
        look_up("activation", activation, ACTIVATIONS)
        # A frozen dataclass forbids plain assignment, in its own constructor too.
        object.__setattr__(self, "weights", matrix)
        object.__setattr__(self, "bias", vector)
        object.__setattr__(self, "activation", activation)


@dataclass(frozen=True, eq=False, init=False)
class Network:
    """Layers in order, from the input to the output.

    Raises ValueError if there is no layer, if something is not a `Layer`, or if a layer does not
    take as many inputs as the layer before it has outputs.
    """

    layers: tuple[Layer, ...]
    """At least one layer; the outputs of each are the inputs of the next."""

    def __init__(self, layers: Iterable[Layer]) -> None:
        try:
            chain = tuple(layers)
        except TypeError:
            raise ValueError(
                f"layers must be a sequence of Layer, got {type(layers).__name__}"
            ) from None
        if not chain:
            raise ValueError("layers must hold at least one Layer, got none")
        for number, layer in enumerate(chain, start=1):
            require_type(f"layer {number}", layer, Layer, "Layer(weights)")
        for number, (one, following) in enumerate(pairwise(chain), start=1):
            if one.weights.shape[1] != following.weights.shape[0]:
                raise ValueError(
                    f"layer {number + 1} must take {one.weights.shape[1]} inputs, the outputs of "
                    f"layer {number}, got weights of shape {following.weights.shape}"
                )
        object.__setattr__(self, "layers", chain)
