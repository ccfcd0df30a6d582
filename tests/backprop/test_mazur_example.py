"""Matt Mazur's step by step example: 2-2-2, biases given and never updated.

His figures for one pair of passes are right. His figures for the loss after one and after 10,000
steps are those of a program that updates the output layer before the hidden layer's gradients are
taken; both are reproduced here, the right ones as right and the others as what they are.
"""

import pytest

import backprop

X, Y, ETA = [0.05, 0.10], [0.01, 0.99], 0.5


def network() -> backprop.Network:
    # w1, w2 lead to h1 and w3, w4 to h2; w5, w6 lead to o1 and w7, w8 to o2.
    return backprop.Network(
        [
            backprop.Layer([[0.15, 0.25], [0.20, 0.30]], [0.35, 0.35]),
            backprop.Layer([[0.40, 0.50], [0.45, 0.55]], [0.60, 0.60]),
        ]
    )


def with_the_biases_of(before: backprop.Network, after: backprop.Network) -> backprop.Network:
    return backprop.Network(
        backprop.Layer(new.weights, old.bias, new.activation)
        for old, new in zip(before.layers, after.layers, strict=True)
    )


def right_step(before: backprop.Network) -> backprop.Network:
    return with_the_biases_of(before, backprop.step(before, X, Y, ETA).after)


def output_layer_first(before: backprop.Network) -> backprop.Network:
    step = backprop.step(before, X, Y, ETA)
    early = backprop.Network([before.layers[0], step.after.layers[1]])
    back = backprop.backward(early, step.forward, Y)
    return with_the_biases_of(before, backprop.update(before, back, ETA))


def state(trained: backprop.Network) -> tuple[float, list[str]]:
    step = backprop.step(trained, X, Y, ETA)
    return step.loss, [f"{output:.10f}" for output in step.forward.output]


def test_the_forward_pass_is_the_published_one() -> None:
    step = backprop.step(network(), X, Y, ETA)
    assert f"{step.forward.activations[0][0]:.9f}" == "0.593269992"
    assert f"{step.forward.output[0]:.8f}" == "0.75136507"
    assert f"{step.loss:.9f}" == "0.298371109"


def test_one_step_gives_the_published_weights() -> None:
    step = backprop.step(network(), X, Y, ETA)
    assert f"{step.after.layers[1].weights[0, 0]:.8f}" == "0.35891648"
    assert f"{step.after.layers[0].weights[0, 0]:.9f}" == "0.149780716"


def test_the_loss_after_one_step_is_that_of_the_stated_rule_not_the_printed_one() -> None:
    assert f"{state(right_step(network()))[0]:.10f}" == "0.2910277737"
    assert f"{state(output_layer_first(network()))[0]:.9f}" == "0.291027924"


@pytest.mark.parametrize(
    ("one_step", "digits", "expected"),
    [
        pytest.param(right_step, 10, ["0.0159136204", "0.9840642735"], id="stated rule"),
        pytest.param(output_layer_first, 9, ["0.015912196", "0.984065734"], id="printed"),
    ],
)
def test_ten_thousand_steps_tell_the_two_orders_apart(
    one_step: object, digits: int, expected: list[str]
) -> None:
    assert callable(one_step)
    trained = network()
    for _ in range(10_000):
        trained = one_step(trained)
    outputs = backprop.forward(trained, X).output
    assert [f"{output:.{digits}f}" for output in outputs] == expected
