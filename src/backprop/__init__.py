"""Backpropagation in NumPy, small enough to read in one sitting.

Build a `Network` of `Layer`s, then call `forward`, `backward` and `update` in turn, or `step` for
all three at once; `train` repeats it, and `gradient_check` proves it. Each returns a frozen record
that holds every number on the way. Weights have shape (inputs, outputs); an x of shape (features,)
is one sample, one of shape (batch, features) is a batch, whose loss is the mean over its samples.

>>> import backprop
>>> network = backprop.Network(
...     [backprop.Layer([[0.2, 0.3], [0.4, 0.7]]), backprop.Layer([[0.6], [-0.1]])]
... )
>>> step = backprop.step(network, x=[1.1, 2.2], y=[3.3], learning_rate=0.1)
>>> round(step.loss, 5)
3.67235
"""

from backprop.activations import ACTIVATIONS, Activation
from backprop.checks import GradientCheck, gradient_check
from backprop.losses import LOSSES, Loss
from backprop.network import Layer, Network
from backprop.passes import Backward, Forward, backward, forward
from backprop.training import History, Step, step, train, update

__all__ = [
    "ACTIVATIONS",
    "LOSSES",
    "Activation",
    "Backward",
    "Forward",
    "GradientCheck",
    "History",
    "Layer",
    "Loss",
    "Network",
    "Step",
    "backward",
    "forward",
    "gradient_check",
    "step",
    "train",
    "update",
]
