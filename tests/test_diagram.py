"""The picture of the network shows what the code computes, to everyone."""

import re
import runpy
import xml.etree.ElementTree as ET
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from mpmath import mp, mpf

import backprop
from backprop.diagram import draw_backward, draw_forward

ROOT = Path(__file__).parents[1]
IMAGES = ROOT / "docs" / "images"
FORWARD, BACKWARD = IMAGES / "forward.svg", IMAGES / "backward.svg"
PICTURES = pytest.mark.parametrize("picture", [FORWARD, BACKWARD], ids=["forward", "backward"])
Draw = Callable[[backprop.Step], str]
SVG = "{http://www.w3.org/2000/svg}"


def step_of(
    w1: object = ((0.2, 0.3), (0.4, 0.7)),
    w2: object = ((0.6,), (-0.1,)),
    x: object = (1.1, 2.2),
    y: object = (3.3,),
) -> backprop.Step:
    network = backprop.Network([backprop.Layer(w1), backprop.Layer(w2)])  # type: ignore[arg-type]
    return backprop.step(network, x, y, learning_rate=0.1)  # type: ignore[arg-type]


def gradient(name: str) -> str:
    return rf"\frac{{\partial \text{{Loss}}}}{{\partial {name}}}"


def root_of(svg: str) -> ET.Element:
    return ET.fromstring(svg)


def labels(svg: str) -> dict[str, tuple[str, str]]:
    """What the picture says of each symbol: relation and digits."""
    found = {}
    for text in root_of(svg).iter(f"{SVG}text"):
        for value in text.iter(f"{SVG}tspan"):
            if name := value.get("data-symbol"):
                relation = re.search("[=≈]", "".join(text.itertext()))
                assert relation
                assert name not in found
                found[name] = (relation[0], "".join(value.itertext()))
    return found


def test_the_committed_pictures_are_what_the_walkthrough_computes() -> None:
    step = runpy.run_path(str(ROOT / "scripts" / "draw_network.py"))["walkthrough_step"]()
    for picture, draw in ((FORWARD, draw_forward), (BACKWARD, draw_backward)):
        assert picture.read_text(encoding="utf-8") == draw(step), (
            f"{picture.name} is out of date: run .venv/bin/python scripts/draw_network.py"
        )


def test_every_value_is_right_to_five_decimals() -> None:
    with mp.workdps(40):
        x1, x2, y = mpf("1.1"), mpf("2.2"), mpf("3.3")
        w11, w12, w21, w22 = mpf("0.2"), mpf("0.3"), mpf("0.4"), mpf("0.7")
        h1, h2 = mpf("0.6"), mpf("-0.1")
        z1, z2 = x1 * w11 + x2 * w21, x1 * w12 + x2 * w22
        a1, a2 = (1 / (1 + mp.exp(-z)) for z in (z1, z2))
        zo = a1 * h1 + a2 * h2
        out = 1 / (1 + mp.exp(-zo))
        do = (out - y) * out * (1 - out)
        d1, d2 = do * h1 * a1 * (1 - a1), do * h2 * a2 * (1 - a2)
        rounded = {
            "a_1": a1,
            "a_2": a2,
            "z_o": zo,
            r"y_{\text{pred}}": out,
            r"\delta_o": do,
            r"\delta_1": d1,
            r"\delta_2": d2,
            r"\text{Loss}": (out - y) ** 2 / 2,
            gradient(r"y_{\text{pred}}"): out - y,
            gradient("w_{11}"): d1 * x1,
            gradient("w_{12}"): d2 * x1,
            gradient("w_{21}"): d1 * x2,
            gradient("w_{22}"): d2 * x2,
            gradient("w_{h1}"): do * a1,
            gradient("w_{h2}"): do * a2,
        }
        expected = {
            name: ("≈", f"{int(mp.nint(value * 10**5)) / 10**5:.5f}".replace("-", "−"))
            for name, value in rounded.items()
        }
    exact = {"x_1": "1.1", "x_2": "2.2", "y": "3.3", "z_1": "1.1", "z_2": "1.87"}
    exact |= {"w_{11}": "0.2", "w_{12}": "0.3", "w_{21}": "0.4", "w_{22}": "0.7"}
    exact |= {"w_{h1}": "0.6", "w_{h2}": "−0.1"}
    expected |= {name: ("=", digits) for name, digits in exact.items()}
    forward, backward = (labels(p.read_text(encoding="utf-8")) for p in (FORWARD, BACKWARD))
    assert forward | backward == expected
    given = {"x_1", "x_2", "y", r"\text{Loss}"}
    assert {"a_1", "z_o", "w_{11}", "w_{h2}"} | given <= forward.keys()
    assert {"a_1", r"\delta_1", gradient("w_{11}"), gradient("w_{h2}")} | given <= backward.keys()


@PICTURES
def test_whoever_cannot_see_a_picture_is_told_every_value(picture: Path) -> None:
    svg = picture.read_text(encoding="utf-8")
    root = root_of(svg)
    title, description = root.find(f"{SVG}title"), root.find(f"{SVG}desc")
    assert root.get("role") == "img"
    assert title is not None
    assert title.text
    assert description is not None
    assert description.text
    named = (root.get("aria-labelledby") or "").split()
    assert named == [title.get("id"), description.get("id")]
    told = re.findall(r"−?\d+\.\d+", description.text)
    assert sorted(told) == sorted(digits for _, digits in labels(svg).values())


def test_the_arrows_back_to_the_inputs_are_whole_and_clear_of_their_labels() -> None:
    root = root_of(BACKWARD.read_text(encoding="utf-8"))
    arrows = [
        [float(line.get(name, "")) for name in ("x1", "y1", "x2", "y2")]
        for line in root.iter(f"{SVG}line")
    ]
    # Only the one from the loss is cut in two, by the gradient that it begins with.
    assert len(arrows) == len(list(root.iter(f"{SVG}polygon"))) + 1
    names = {gradient(f"w_{{{index}}}") for index in ("12", "21")}
    boxes = [
        (float(text.get("x", "")), float(text.get("y", "")))
        for text in root.iter(f"{SVG}text")
        if names & {value.get("data-symbol") for value in text.iter(f"{SVG}tspan")}
    ]
    assert len(boxes) == 2
    share = np.linspace(0, 1, 500)
    for x, y in boxes:
        for x1, y1, x2, y2 in arrows:
            across, down = x1 + (x2 - x1) * share, y1 + (y2 - y1) * share
            # About nine letters wide, and two lines high.
            assert not np.any((abs(across - x) < 38) & (down > y - 13) & (down < y + 28))


@pytest.mark.parametrize("weight", [0.2, 0.20811, -12.20811])
def test_the_weights_leave_the_level_arrows_whole_however_many_digits_they_have(
    weight: float,
) -> None:
    svg = draw_forward(step_of(w1=((weight, 0.3), (0.4, weight))))
    ends = [
        [float(line.get(name, "")) for name in ("x1", "x2")]
        for line in root_of(svg).iter(f"{SVG}line")
        if line.get("y1") == line.get("y2")
    ]
    assert len(ends) == 2
    assert all(end - start > 100 for start, end in ends)


@PICTURES
def test_a_picture_asks_no_other_host_for_anything(picture: Path) -> None:
    svg = picture.read_text(encoding="utf-8").replace('xmlns="http://www.w3.org/2000/svg"', "")
    assert not re.search(r"https?:|//|href|url\(|@import|<script|<image", svg)


@pytest.mark.parametrize("picture", sorted(IMAGES.glob("*.svg")), ids=lambda p: p.name)
def test_every_picture_is_well_formed_and_has_a_text_alternative(picture: Path) -> None:
    root = root_of(picture.read_text(encoding="utf-8"))
    assert root.findtext(f"{SVG}title")
    assert root.findtext(f"{SVG}desc")


numbers = st.floats(-50, 50)


@settings(max_examples=50)
@given(
    w1=st.lists(st.tuples(numbers, numbers), min_size=2, max_size=2),
    w2=st.lists(st.tuples(numbers), min_size=2, max_size=2),
    x=st.tuples(numbers, numbers),
    y=st.tuples(numbers),
)
def test_any_values_give_a_well_formed_picture_with_each_of_them(
    w1: object, w2: object, x: object, y: object
) -> None:
    step = step_of(w1, w2, x, y)
    found = labels(draw_forward(step)) | labels(draw_backward(step))
    for name, value in {
        "w_{21}": step.before.layers[0].weights[1, 0],
        "w_{h2}": step.before.layers[1].weights[1, 0],
        "z_2": step.forward.pre_activations[0][1],
        r"\delta_1": step.deltas[0][0],
        r"\text{Loss}": step.loss,
        gradient("w_{12}"): step.weight_gradients[0][0, 1],
        gradient("w_{h1}"): step.weight_gradients[1][0, 0],
    }.items():
        relation, digits = found[name]
        difference = abs(float(digits.replace("−", "-")) - value)
        assert difference <= (1e-12 * abs(value) if relation == "=" else 5.0001e-6)
        assert not re.fullmatch("−0(.0*)?", digits)


BOTH = pytest.mark.parametrize("draw", [draw_forward, draw_backward])


@BOTH
def test_another_shape_of_network_is_refused_with_both_shapes(draw: Draw) -> None:
    wide = step_of(np.ones((3, 2)), np.ones((2, 1)), np.ones(3))
    with pytest.raises(ValueError, match="2-2-1 network, got a 3-2-1 network"):
        draw(wide)


@BOTH
def test_a_batch_is_refused_with_its_shape(draw: Draw) -> None:
    batch = step_of(x=np.ones((4, 2)), y=np.ones((4, 1)))
    with pytest.raises(ValueError, match=r"one sample, x of shape \(2,\).*batch of shape \(4, 2\)"):
        draw(batch)


@BOTH
def test_anything_but_a_step_is_refused_by_name(draw: Draw) -> None:
    with pytest.raises(ValueError, match=r"step must be a Step .* got str"):
        draw("step")  # type: ignore[arg-type]
