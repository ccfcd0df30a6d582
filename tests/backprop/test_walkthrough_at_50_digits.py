"""Every number of the walkthrough, against scalar formulas at 50 digits and a published list.

The formulas below are written node by node, as on paper: no vector, no matrix, no NumPy.
"""

from collections.abc import Callable, Iterator
from types import SimpleNamespace

import mpmath
import pytest
from mpmath import mpf

import backprop

X, Y, ETA = [1.1, 2.2], [3.3], 0.1
NAMES = ["w11", "w12", "w21", "w22", "wh1", "wh2"]
GIVENS = dict(zip(NAMES, ["0.2", "0.3", "0.4", "0.7", "0.6", "-0.1"], strict=True))


def network() -> backprop.Network:
    return backprop.Network(
        [backprop.Layer([[0.2, 0.3], [0.4, 0.7]]), backprop.Layer([[0.6], [-0.1]])]
    )


@pytest.fixture(autouse=True, scope="module")
def _fifty_digits() -> Iterator[None]:
    with mpmath.workdps(50):
        yield


def sigma(z: mpf) -> mpf:
    return 1 / (1 + mpmath.exp(-z))


def forward_on_paper(w: SimpleNamespace) -> SimpleNamespace:
    x1, x2, y = mpf("1.1"), mpf("2.2"), mpf("3.3")
    s = SimpleNamespace(x1=x1, x2=x2, y=y)
    s.z1 = x1 * w.w11 + x2 * w.w21
    s.z2 = x1 * w.w12 + x2 * w.w22
    s.a1, s.a2 = sigma(s.z1), sigma(s.z2)
    s.zo = s.a1 * w.wh1 + s.a2 * w.wh2
    s.y_pred = sigma(s.zo)
    s.loss = (s.y_pred - y) ** 2 / 2
    return s


def step_on_paper(
    w: SimpleNamespace, *, output_layer_first: bool = False
) -> tuple[SimpleNamespace, SimpleNamespace]:
    """Return every quantity of one step, and the weights after it."""
    s = forward_on_paper(w)
    eta = mpf("0.1")
    s.error = s.y_pred - s.y
    s.slope_o = s.y_pred * (1 - s.y_pred)
    s.delta_o = s.error * s.slope_o
    s.g_wh1, s.g_wh2 = s.delta_o * s.a1, s.delta_o * s.a2
    wh1, wh2 = w.wh1 - eta * s.g_wh1, w.wh2 - eta * s.g_wh2
    back = (wh1, wh2) if output_layer_first else (w.wh1, w.wh2)
    s.slope_1, s.slope_2 = s.a1 * (1 - s.a1), s.a2 * (1 - s.a2)
    s.back_1, s.back_2 = s.delta_o * back[0], s.delta_o * back[1]
    s.delta_1, s.delta_2 = s.back_1 * s.slope_1, s.back_2 * s.slope_2
    s.g_w11, s.g_w21 = s.delta_1 * s.x1, s.delta_1 * s.x2
    s.g_w12, s.g_w22 = s.delta_2 * s.x1, s.delta_2 * s.x2
    after = SimpleNamespace(wh1=wh1, wh2=wh2)
    for name in ["w11", "w12", "w21", "w22"]:
        setattr(after, name, getattr(w, name) - eta * getattr(s, f"g_{name}"))
    return s, after


def weights_on_paper() -> SimpleNamespace:
    return SimpleNamespace(**{name: mpf(text) for name, text in GIVENS.items()})


# Where each quantity of the paper is in the record of a step.
IN_THE_RECORD: dict[str, Callable[[backprop.Step], float]] = {
    "z1": lambda s: s.forward.pre_activations[0][0],
    "z2": lambda s: s.forward.pre_activations[0][1],
    "a1": lambda s: s.forward.activations[0][0],
    "a2": lambda s: s.forward.activations[0][1],
    "zo": lambda s: s.forward.pre_activations[1][0],
    "y_pred": lambda s: s.forward.output[0],
    "loss": lambda s: s.loss,
    "error": lambda s: s.backward.error[0],
    "slope_o": lambda s: s.backward.slopes[1][0],
    "slope_1": lambda s: s.backward.slopes[0][0],
    "slope_2": lambda s: s.backward.slopes[0][1],
    "delta_o": lambda s: s.deltas[1][0],
    "delta_1": lambda s: s.deltas[0][0],
    "delta_2": lambda s: s.deltas[0][1],
    "g_wh1": lambda s: s.weight_gradients[1][0, 0],
    "g_wh2": lambda s: s.weight_gradients[1][1, 0],
    "g_w11": lambda s: s.weight_gradients[0][0, 0],
    "g_w12": lambda s: s.weight_gradients[0][0, 1],
    "g_w21": lambda s: s.weight_gradients[0][1, 0],
    "g_w22": lambda s: s.weight_gradients[0][1, 1],
}
IN_THE_NETWORK: dict[str, Callable[[backprop.Network], float]] = {
    "w11": lambda n: n.layers[0].weights[0, 0],
    "w12": lambda n: n.layers[0].weights[0, 1],
    "w21": lambda n: n.layers[0].weights[1, 0],
    "w22": lambda n: n.layers[0].weights[1, 1],
    "wh1": lambda n: n.layers[1].weights[0, 0],
    "wh2": lambda n: n.layers[1].weights[1, 0],
}


def assert_close(computed: float, exact: mpf, relative: str = "1e-14") -> None:
    assert abs(mpf(float(computed)) - exact) <= mpf(relative) * abs(exact), (computed, exact)


@pytest.mark.parametrize("name", IN_THE_RECORD)
def test_a_step_records_the_exact_value(name: str) -> None:
    on_paper, _ = step_on_paper(weights_on_paper())
    step = backprop.step(network(), X, Y, ETA)
    assert_close(IN_THE_RECORD[name](step), getattr(on_paper, name))


@pytest.mark.parametrize("name", IN_THE_NETWORK)
def test_a_step_moves_each_weight_to_its_exact_value(name: str) -> None:
    _, after = step_on_paper(weights_on_paper())
    step = backprop.step(network(), X, Y, ETA)
    assert IN_THE_NETWORK[name](step.before) == float(GIVENS[name])
    assert_close(IN_THE_NETWORK[name](step.after), getattr(after, name))


def test_the_record_keeps_the_givens() -> None:
    step = backprop.step(network(), X, Y, ETA)
    assert step.forward.inputs.tolist() == X
    assert step.target.tolist() == Y
    assert step.learning_rate == ETA
    assert step.before is step.forward.network


def test_contributions_are_the_products_that_a_reader_adds_up() -> None:
    on_paper, w = step_on_paper(weights_on_paper())[0], weights_on_paper()
    hidden, output = backprop.step(network(), X, Y, ETA).forward.contributions
    for index, product in {
        (0, 0): on_paper.x1 * w.w11,
        (0, 1): on_paper.x1 * w.w12,
        (1, 0): on_paper.x2 * w.w21,
        (1, 1): on_paper.x2 * w.w22,
    }.items():
        assert_close(hidden[index], product)
    assert_close(output[0, 0], on_paper.a1 * w.wh1)
    assert_close(output[1, 0], on_paper.a2 * w.wh2)


# Twelve significant digits, computed elsewhere by others with 30-digit arithmetic. The magnitude
# only, where a minus stands before the number.
PUBLISHED = {
    "a2": "0.866458277467",
    "zo": "0.36351023561",
    "loss": "3.67234838589",
    "delta_o": "0.655629311676",
    "g_wh1": "0.49189251661",
    "g_wh2": "0.568075444052",
    "back_1": "0.393377587006",
    "back_2": "0.0655629311676",
    "slope_1": "0.187369879548",
    "slope_2": "0.115708330876",
    "delta_1": "0.073707111094",
    "delta_2": "0.00758617733275",
    "g_w11": "0.0810778222034",
    "g_w21": "0.162155644407",
    "g_w12": "0.00834479506602",
    "g_w22": "0.016689590132",
}


@pytest.mark.parametrize("name", PUBLISHED)
def test_the_paper_agrees_with_the_published_figures(name: str) -> None:
    on_paper, _ = step_on_paper(weights_on_paper())
    assert mpmath.nstr(abs(getattr(on_paper, name)), 12) == PUBLISHED[name]


@pytest.mark.parametrize("name", sorted(PUBLISHED.keys() & IN_THE_RECORD.keys()))
def test_the_record_agrees_with_the_published_figures(name: str) -> None:
    value = IN_THE_RECORD[name](backprop.step(network(), X, Y, ETA))
    assert mpmath.nstr(abs(mpf(float(value))), 12) == PUBLISHED[name]


# By steps: w11, w12, w21, w22, wh1, wh2, y_pred, loss.
PUBLISHED_TRAINING = {
    1: "0.208108 0.299166 0.416216 0.698331 0.649189 -0.043192 0.611833 3.613122",
    10: "0.282631 0.308537 0.565262 0.717074 1.043322 0.390407 0.768823 3.203427",
    100: "0.500705 0.433471 1.001410 0.966942 2.259358 1.616997 0.974162 2.704762",
    1000: "0.650460 0.570959 1.300920 1.241919 3.466040 2.813318 0.997741 2.650197",
    10000: "0.754192 0.677134 1.508384 1.454268 4.615329 3.957016 0.999781 2.645504",
}


def six_decimals(value: mpf) -> str:
    scaled = int(mpmath.nint(abs(value) * 10**6))
    return f"{'-' if value < 0 else ''}{scaled // 10**6}.{scaled % 10**6:06}"


@pytest.fixture(scope="module")
def training_on_paper() -> dict[int, list[mpf]]:
    """The columns of the table above, for each of its rows."""
    rows, w = {}, weights_on_paper()
    for n in range(1, 10_001):
        _, w = step_on_paper(w)
        if n in PUBLISHED_TRAINING:
            ahead = forward_on_paper(w)
            rows[n] = [*(getattr(w, name) for name in NAMES), ahead.y_pred, ahead.loss]
    return rows


@pytest.fixture(scope="module")
def history() -> backprop.History:
    return backprop.train(network(), X, Y, ETA, steps=10_000)


@pytest.mark.parametrize("steps", PUBLISHED_TRAINING)
def test_training_on_paper_agrees_with_the_published_table(
    steps: int, training_on_paper: dict[int, list[mpf]]
) -> None:
    row = " ".join(six_decimals(value) for value in training_on_paper[steps])
    assert row == PUBLISHED_TRAINING[steps]


@pytest.mark.parametrize("steps", PUBLISHED_TRAINING)
def test_training_arrives_where_the_paper_does(
    steps: int, training_on_paper: dict[int, list[mpf]], history: backprop.History
) -> None:
    *weights, y_pred, loss = training_on_paper[steps]
    for name, exact in zip(NAMES, weights, strict=True):
        assert_close(IN_THE_NETWORK[name](history[steps]), exact, "1e-12")
    assert_close(history.outputs[steps, 0], y_pred, "1e-12")
    assert_close(history.losses[steps], loss, "1e-12")


def test_the_second_forward_pass_has_a_smaller_loss() -> None:
    _, after = step_on_paper(weights_on_paper())
    second = forward_on_paper(after)
    step = backprop.step(network(), X, Y, ETA)
    again = backprop.forward(step.after, X)
    assert_close(again.output[0], second.y_pred)
    assert_close(backprop.backward(step.after, again, Y).loss, second.loss)
    assert [f"{again.output[0]:.5f}", f"{float(second.loss):.5f}"] == ["0.61183", "3.61312"]


def test_w_h2_crosses_zero_in_the_second_step_and_w_12_turns_round(
    history: backprop.History,
) -> None:
    w_h2 = history.weights[1][:, 1, 0]
    assert w_h2[1] < 0 < w_h2[2]
    delta_2 = [backprop.step(history[n], X, Y, ETA).deltas[0][1] for n in range(4)]
    assert [delta > 0 for delta in delta_2] == [True, True, False, False]
    w_12 = history.weights[0][:, 0, 1]
    assert w_12[0] > w_12[1] > w_12[2] < w_12[3]


def test_the_loss_stays_above_its_floor_and_nears_it_like_five_over_n(
    history: backprop.History,
) -> None:
    above = history.losses - (1 - 3.3) ** 2 / 2
    assert (above > 0).all()
    assert 10_000 * above[10_000] == pytest.approx(5, rel=0.02)


def test_one_target_is_fitted_and_no_sum_is_learnt(history: backprop.History) -> None:
    trained = history[1000]
    outputs = backprop.forward(trained, [[0.0, 0.0], [0.2, 0.3]]).output[:, 0]
    assert [f"{output:.4f}" for output in outputs] == ["0.9585", "0.9805"]


def test_a_linear_output_unit_reaches_the_target() -> None:
    linear = backprop.Network(
        [
            backprop.Layer([[0.2, 0.3], [0.4, 0.7]]),
            backprop.Layer([[0.6], [-0.1]], activation="identity"),
        ]
    )
    history = backprop.train(linear, X, Y, ETA, steps=50)
    assert [f"{loss:.5f}" for loss in history.losses[:2]] == ["4.31149", "3.18016"]
    assert [f"{history.outputs[n, 0]:.5f}" for n in (10, 50)] == ["2.84123", "3.29989"]


def test_the_wrong_order_gives_the_wrong_weights_that_are_known_for_it() -> None:
    wrong, wrong_after = step_on_paper(weights_on_paper(), output_layer_first=True)
    step = backprop.step(network(), X, Y, ETA)
    early = backprop.Network([step.before.layers[0], step.after.layers[1]])
    back = backprop.backward(early, step.forward, Y)
    after = backprop.update(step.before, back, ETA)

    assert_close(back.deltas[0][0], wrong.delta_1)
    assert_close(back.deltas[0][1], wrong.delta_2)
    for name in NAMES:
        assert_close(IN_THE_NETWORK[name](after), getattr(wrong_after, name))
    next_loss = backprop.step(after, X, Y, ETA).loss
    assert_close(next_loss, forward_on_paper(wrong_after).loss)
    figures = (back.deltas[0][0], IN_THE_NETWORK["w11"](after), next_loss)
    assert [f"{figure:.{d}f}" for figure, d in zip(figures, (5, 4, 5), strict=True)] == [
        "-0.07975",
        "0.2088",
        "3.61285",
    ]


def test_a_step_is_not_the_wrong_order() -> None:
    _, wrong_after = step_on_paper(weights_on_paper(), output_layer_first=True)
    after = backprop.step(network(), X, Y, ETA).after
    for name in ["w11", "w12", "w21", "w22"]:
        assert abs(IN_THE_NETWORK[name](after) - float(getattr(wrong_after, name))) > 1e-4
