"""Gradient descent: one step, recorded in full, and many steps in a row."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from backprop._validation import (
    Array,
    all_finite,
    positive_count,
    positive_number,
    read_only,
    real_array,
    require_in_range,
    require_type,
    trusted,
)
from backprop.losses import LOSSES
from backprop.network import Layer, Network
from backprop.passes import (
    Backward,
    Derivatives,
    Forward,
    backward,
    differentiate,
    forward,
    propagate,
)


@dataclass(frozen=True, eq=False)
class Step:
    """One step of gradient descent: every number from the old weights to the new ones."""

    before: Network
    """The network before the step; all other numbers follow from its weights."""
    forward: Forward
    """The forward pass through `before`."""
    backward: Backward
    """The backward pass through `before`."""
    learning_rate: float
    """How far to go against the gradient."""
    target: Array
    """y, of the shape of the output. Read-only."""
    after: Network
    """The network with the new weights."""

    @property
    def loss(self) -> float:
        """The loss before the step."""
        return self.backward.loss

    @property
    def deltas(self) -> tuple[Array, ...]:
        """dLoss/dz of each layer; see `Backward`."""
        return self.backward.deltas

    @property
    def weight_gradients(self) -> tuple[Array, ...]:
        """dLoss/dw of each layer, shape (inputs, outputs)."""
        return self.backward.weight_gradients

    @property
    def bias_gradients(self) -> tuple[Array | None, ...]:
        """dLoss/db of each layer, shape (outputs,); None for a layer without bias."""
        return self.backward.bias_gradients


@dataclass(frozen=True, eq=False)
class History:
    """What training went through: state n is the one after n steps, state 0 the start.

    `history[n]` is the network of state n, so `step(history[n], ...)` has every number of the step
    from there, and `history[-1]` is the trained network. All arrays are read-only.
    """

    start: Network
    """The network before the first step."""
    losses: Array
    """The loss in each state, shape (steps + 1,)."""
    outputs: Array
    """The output in each state, shape (steps + 1, outputs) or (steps + 1, batch, outputs)."""
    weights: tuple[Array, ...]
    """The weights of each layer in each state, shape (steps + 1, inputs, outputs)."""
    biases: tuple[Array | None, ...]
    """The bias of each layer in each state, shape (steps + 1, outputs); None without bias."""

    def __len__(self) -> int:
        """The number of states: one more than steps."""
        return len(self.losses)

    def __iter__(self) -> Iterator[Network]:
        """The network of each state, from the start on."""
        return (self[n] for n in range(len(self)))

    def __getitem__(self, n: int) -> Network:
        """Return the network after n steps; negative n counts from the end."""
        return Network(
            Layer(weights[n], None if biases is None else biases[n], layer.activation)
            for weights, biases, layer in zip(
                self.weights, self.biases, self.start.layers, strict=True
            )
        )


def update(network: Network, backward: Backward, learning_rate: float) -> Network:
    """Return a new network: each parameter w becomes w - learning_rate * dLoss/dw.

    Raises ValueError if the gradients do not have the shapes of the parameters, if the learning
    rate is not a positive, finite number, or if a parameter overflows.
    """
    require_type("network", network, Network, "Network(layers)")
    require_type("backward", backward, Backward, "backward(network, forward, y)")
    rate = positive_number("learning_rate", learning_rate)
    require_same_shapes(network, backward)
    with np.errstate(all="ignore"):
        return descend(network, backward, rate)


def descend(network: Network, backward: Backward, rate: float) -> Network:
    """The update for gradients that are known to fit. Raises ValueError on overflow."""
    layers = move(network.layers, backward.weight_gradients, backward.bias_gradients, rate)
    for number, layer in enumerate(layers, start=1):
        require_in_range(f"a parameter of layer {number}", layer.weights, layer.bias)
        read_only(layer.weights)
        if layer.bias is not None:
            read_only(layer.bias)
    return trusted(Network, layers=tuple(layers))


def move(
    layers: Sequence[Layer],
    weight_gradients: Sequence[Array],
    bias_gradients: Sequence[Array | None],
    rate: float,
) -> list[Layer]:
    """Return new layers, a step further down the gradients; not checked."""
    moved = []
    for layer, dw, db in zip(layers, weight_gradients, bias_gradients, strict=True):
        weights = layer.weights - rate * dw
        bias = None if layer.bias is None or db is None else layer.bias - rate * db
        moved.append(trusted(Layer, weights=weights, bias=bias, activation=layer.activation))
    return moved


def step(
    network: Network,
    x: ArrayLike,
    y: ArrayLike,
    learning_rate: float,
    loss: str = "half_squared_error",
) -> Step:
    """Take one step of gradient descent on x and y, and return the record of all of it.

    x has shape (features,) or (batch, features), y the shape of the output; `loss` is a name in
    `LOSSES`. Every gradient is taken before any weight moves.

    Raises ValueError for what `forward`, `backward` and `update` refuse.
    """
    ahead = forward(network, x)
    back = backward(network, ahead, y, loss)
    after = update(network, back, learning_rate)
    return Step(
        before=network,
        forward=ahead,
        backward=back,
        learning_rate=positive_number("learning_rate", learning_rate),
        target=real_array("y", y),
        after=after,
    )


def train(
    network: Network,
    x: ArrayLike,
    y: ArrayLike,
    learning_rate: float,
    steps: int,
    loss: str = "half_squared_error",
) -> History:
    """Take the same step again and again, always on all of x and y, and return what happened.

    Arguments as for `step`; `steps` is at least 1. The history keeps every state, in 8 bytes *
    (steps + 1) * (1 + size of the output + number of parameters): 640 kB for 10,000 steps of a
    network with one output and six weights. Train a large network in pieces, each from the
    `history[-1]` of the piece before.

    Raises ValueError for what `step` refuses, if `steps` is not a positive whole number, and if the
    history does not fit into memory.
    """
    rate = positive_number("learning_rate", learning_rate)
    steps = positive_count("steps", steps)
    ahead = forward(network, x)
    back = backward(network, ahead, y, loss)
    history = empty_history(ahead, steps)
    record(history, 0, network.layers, ahead.output, back.loss)

    # The arguments were fine, or state 0 would have failed. So the steps are the bare arithmetic:
    # no array is checked or locked on the way, only whether the numbers are still finite.
    rule = LOSSES[loss]
    inputs, target = ahead.inputs, real_array("y", y)
    layers: Sequence[Layer] = network.layers
    found: Backward | Derivatives = back
    with np.errstate(all="ignore"):
        for n in range(1, steps + 1):
            layers = move(layers, found.weight_gradients, found.bias_gradients, rate)
            z, a = propagate(layers, inputs)
            found = differentiate(layers, inputs, z, a, target, rule)
            # A parameter that is not finite takes the pre-activation that it goes into with it.
            if not all_finite(found.loss, *z):
                require_possible(history, n, inputs, target, rate, loss)
            record(history, n, layers, a[-1], found.loss)
    for array in (history.losses, history.outputs, *history.weights, *history.biases):
        if array is not None:
            read_only(array)
    return history


def require_possible(history: History, n: int, x: Array, y: Array, rate: float, loss: str) -> None:
    """Take step n with every check, to raise a ValueError that says what left the range."""
    try:
        after = step(history[n - 1], x, y, rate, loss).after
        backward(after, forward(after, x), y, loss)
    except ValueError as reason:
        raise ValueError(f"training diverged at step {n}: {reason}") from None


def record(
    history: History, n: int, layers: Iterable[Layer], output: Array, loss: float | np.float64
) -> None:
    """Write state n into a history that is still being filled."""
    history.losses[n] = loss
    history.outputs[n] = output
    for layer, weights, biases in zip(layers, history.weights, history.biases, strict=True):
        weights[n] = layer.weights
        if biases is not None:
            biases[n] = layer.bias


def empty_history(ahead: Forward, steps: int) -> History:
    """Return a history with room for steps + 1 states, from the forward pass of the first."""

    def room(state: Array) -> Array:
        return np.empty((steps + 1, *state.shape))

    layers = ahead.network.layers
    try:
        return History(
            start=ahead.network,
            losses=np.empty(steps + 1),
            outputs=room(ahead.output),
            weights=tuple(room(layer.weights) for layer in layers),
            biases=tuple(None if layer.bias is None else room(layer.bias) for layer in layers),
        )
    except (MemoryError, ValueError, OverflowError):
        raise ValueError(
            f"steps must be so few that every state fits into memory, got {steps}; "
            f"train in pieces, each from the history[-1] of the piece before"
        ) from None


def require_same_shapes(network: Network, backward: Backward) -> None:
    """Raise ValueError unless there is one gradient for every parameter."""

    def shapes(parameters: Iterable[Array | None]) -> list[tuple[int, ...] | None]:
        return [None if array is None else array.shape for array in parameters]

    layers = network.layers
    expected = shapes(layer.weights for layer in layers), shapes(layer.bias for layer in layers)
    found = shapes(backward.weight_gradients), shapes(backward.bias_gradients)
    if found != expected:
        raise ValueError(
            f"backward must hold gradients of the shapes of the network's weights and biases, "
            f"{expected[0]} and {expected[1]}, got {found[0]} and {found[1]}"
        )
