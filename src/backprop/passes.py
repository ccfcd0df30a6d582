"""The forward pass and the backward pass through a network, and the record of each.

Source: D. Rumelhart, G. Hinton, R. Williams, Learning representations by back-propagating errors,
Nature 323 (1986) 533-536; in the form of M. Nielsen, Neural Networks and Deep Learning (2015),
chapter 2, equations BP1 to BP4.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from backprop._validation import (
    Array,
    look_up,
    read_only,
    real_array,
    require_in_range,
    require_shape,
    require_type,
)
from backprop.activations import ACTIVATIONS
from backprop.losses import LOSSES, TARGETS, Loss
from backprop.network import Layer, Network


@dataclass(frozen=True, eq=False)
class Forward:
    """Everything that a forward pass computes. All arrays are read-only.

    The shapes are those of one sample; for a batch each begins with one more axis, the sample.
    """

    network: Network
    """The network that was run."""
    inputs: Array
    """x, shape (features,)."""
    pre_activations: tuple[Array, ...]
    """z of each layer, shape (units,)."""
    activations: tuple[Array, ...]
    """a of each layer, shape (units,)."""

    @property
    def output(self) -> Array:
        """What the network predicts: the activation of the last layer, shape (outputs,)."""
        return self.activations[-1]

    @property
    def contributions(self) -> tuple[Array, ...]:
        """What each input of a layer adds to each z: a_i * w_ij, shape (inputs, units)."""
        sources = (self.inputs, *self.activations[:-1])
        return tuple(
            read_only(a[..., :, None] * layer.weights)
            for a, layer in zip(sources, self.network.layers, strict=True)
        )


@dataclass(frozen=True, eq=False)
class Backward:
    """Everything that a backward pass computes. All arrays are read-only.

    Every derivative is one of `loss`, which for a batch is the mean over the samples; so error and
    deltas of a batch already hold the factor 1 / batch. Shapes: see `Forward`, except for the
    gradients, which have those of the weights and biases.
    """

    loss: float
    """How far the output is from the target."""
    error: Array
    """dLoss/da of the output layer, shape (outputs,). With a cross-entropy it is infinite where a
    probability has underflowed to 0; no delta is computed from it there."""
    slopes: tuple[Array, ...]
    """da/dz of each layer, shape (units,); for softmax the Jacobian, shape (units, units)."""
    deltas: tuple[Array, ...]
    """dLoss/dz of each layer, shape (units,)."""
    weight_gradients: tuple[Array, ...]
    """dLoss/dw of each layer, shape (inputs, outputs)."""
    bias_gradients: tuple[Array | None, ...]
    """dLoss/db of each layer, shape (outputs,); None for a layer without bias."""


def propagate(layers: Iterable[Layer], a: Array) -> tuple[list[Array], list[Array]]:
    """Return z and a of each layer; not checked, as `gradient_check` sends complex numbers."""
    pre_activations, activations = [], []
    for layer in layers:
        z = a @ layer.weights
        if layer.bias is not None:
            z = z + layer.bias
        a = ACTIVATIONS[layer.activation].function(z)
        pre_activations.append(z)
        activations.append(a)
    return pre_activations, activations


def forward(network: Network, x: ArrayLike) -> Forward:
    """Run the network on x, of shape (features,) for one sample or (batch, features).

    Raises ValueError if x does not fit the network or is not real and finite, or if a number
    overflows.
    """
    require_type("network", network, Network, "Network(layers)")
    inputs = real_array("x", x)
    require_shape("x", inputs, features=network.layers[0].weights.shape[0])
    with np.errstate(all="ignore"):
        return go_forward(network, inputs)


def go_forward(network: Network, inputs: Array) -> Forward:
    """The forward pass for an input that is known to fit. Raises ValueError on overflow."""
    pre_activations, activations = propagate(network.layers, inputs)
    for number, z in enumerate(pre_activations, start=1):
        require_in_range(f"a pre-activation of layer {number}", z)
    return Forward(
        network,
        inputs,
        pre_activations=tuple(read_only(z) for z in pre_activations),
        activations=tuple(read_only(a) for a in activations),
    )


def backward(
    network: Network, forward: Forward, y: ArrayLike, loss: str = "half_squared_error"
) -> Backward:
    """Carry the loss back from the output through every layer, to each weight and bias.

    The activations come from `forward`, the weights from `network`: give the network that
    `forward` was made with. y has the shape of the output. `loss` is a name in `LOSSES`.

    Raises ValueError if the shapes do not fit, if y is not real and finite or nothing that the
    loss can compare with, if the loss is unknown or not made for the output layer's activation,
    or if a number overflows.
    """
    require_fit(network, forward)
    rule = look_up("loss", loss, LOSSES)
    target = require_target(rule, network, forward.output, y)
    with np.errstate(all="ignore"):
        return go_back(network, forward, target, rule)


def go_back(network: Network, forward: Forward, target: Array, rule: Loss) -> Backward:
    """The backward pass for a target that is known to fit. Raises ValueError on overflow."""
    z, a = forward.pre_activations, forward.activations
    found = differentiate(network.layers, forward.inputs, z, a, target, rule)
    require_in_range("the loss", found.loss)
    # A delta that is not finite takes the gradients that it is a factor of with it.
    require_in_range("a gradient", *found.weight_gradients, *found.bias_gradients)
    return Backward(
        loss=float(found.loss),
        error=read_only(found.error),
        slopes=tuple(read_only(slope) for slope in found.slopes),
        deltas=tuple(read_only(delta) for delta in found.deltas),
        weight_gradients=tuple(read_only(gradient) for gradient in found.weight_gradients),
        bias_gradients=tuple(g if g is None else read_only(g) for g in found.bias_gradients),
    )


class Derivatives(NamedTuple):
    """What a backward pass computes, before anything is checked or locked; see `Backward`."""

    loss: np.float64
    error: Array
    slopes: list[Array]
    deltas: list[Array]
    weight_gradients: list[Array]
    bias_gradients: list[Array | None]


def differentiate(
    layers: Sequence[Layer],
    inputs: Array,
    pre_activations: Sequence[Array],
    activations: Sequence[Array],
    target: Array,
    rule: Loss,
) -> Derivatives:
    """Return the loss and every derivative of it; not checked."""
    z, a = pre_activations[-1], activations[-1]
    samples = a.size // a.shape[-1]
    slopes = [
        ACTIVATIONS[layer.activation].derivative(pre_activation)
        for layer, pre_activation in zip(layers, pre_activations, strict=True)
    ]
    if rule.error is None:
        error = rule.derivative(a, target) / samples
        delta = through(error, slopes[-1])
    else:  # the loss and the output's activation in one go: see losses.py
        error = rule.error(z, target) / samples
        delta = rule.derivative(z, target) / samples

    # From the output to the first layer: a delta reaches the layer before it along the same
    # weights that the activations came by, and then through that layer's slope.
    deltas = [delta]
    for layer, slope in reversed(list(zip(layers[1:], slopes[:-1], strict=True))):
        deltas.insert(0, through(deltas[0] @ layer.weights.T, slope))

    # A weight's gradient is what came in times what went back, summed over the samples.
    sources = (inputs, *activations[:-1])
    batch = inputs.ndim == 2
    weight_gradients = [
        source.T @ delta if batch else source[:, None] * delta
        for source, delta in zip(sources, deltas, strict=True)
    ]
    bias_gradients = [
        None if layer.bias is None else delta.sum(axis=0) if batch else delta
        for layer, delta in zip(layers, deltas, strict=True)
    ]
    loss = mean_loss(rule, z, a, target)
    return Derivatives(loss, error, slopes, deltas, weight_gradients, bias_gradients)


def mean_loss(rule: Loss, z: Array, a: Array, y: Array) -> np.float64:
    """Return the loss, summed over the outputs and averaged over the samples."""
    terms = rule.function(a if rule.error is None else z, y)
    samples = a.size // a.shape[-1]
    mean: np.float64 = terms.sum() / samples
    return mean


def through(error: Array, slope: Array) -> Array:
    """dLoss/dz from dLoss/da: times the slope, or summed over the Jacobian of a softmax layer."""
    if slope.ndim == error.ndim:
        return error * slope
    return np.asarray(np.einsum("...i,...ij->...j", error, slope))


def require_fit(network: Network, forward: Forward) -> None:
    """Raise ValueError unless the forward pass has the layers and widths of the network."""
    require_type("network", network, Network, "Network(layers)")
    require_type("forward", forward, Forward, "forward(network, x)")
    expected = [layer.weights.shape for layer in network.layers]
    found = [layer.weights.shape for layer in forward.network.layers]
    if found != expected:
        raise ValueError(
            f"forward must come from a network with weights of shapes {expected}, "
            f"got one with shapes {found}"
        )


def require_target(rule: Loss, network: Network, output: Array, y: ArrayLike) -> Array:
    """Return y as an array; ValueError unless the loss can compare the output with it."""
    activation = network.layers[-1].activation
    if rule.activation not in (None, activation):
        raise ValueError(
            f"the loss {rule.name} needs an output layer with activation {rule.activation!r}, "
            f"got {activation!r}"
        )
    target = real_array("y", y)
    # No broadcasting: (batch,) against (batch, 1) would quietly compare all with all.
    if target.shape != output.shape:
        raise ValueError(
            f"y must have shape {output.shape}, that of the output, got shape {target.shape}"
        )
    if not TARGETS[rule.targets](target):
        raise ValueError(
            f"the loss {rule.name} needs as y {rule.targets}, "
            f"got {np.array2string(target, threshold=10, separator=', ')}"
        )
    return target
