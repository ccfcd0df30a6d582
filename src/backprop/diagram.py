"""Draw one recorded step of the walkthrough's network: its two passes, as two SVG pictures.

Each picture stands alone (`<img src="forward.svg">`), on any background and in the reader's colour
scheme; set into a page, it takes its colours from the page's `--role-*` properties, where given.
Every value is an element with `data-symbol`, the LaTeX name of what it shows.
"""

import math
from collections.abc import Iterable, Iterator, Sequence
from html import escape
from typing import TypeAlias

from backprop._validation import Array, require_type
from backprop.training import Step

Name: TypeAlias = tuple[str, str]
"""A letter or word, and its index: ("w", "11"), ("y", "pred"), ("Loss", "")."""
Point: TypeAlias = tuple[float, float]
Row: TypeAlias = tuple[str, Name, float]
"""What kind of quantity it is, its name and its value."""

WIDTH, HEIGHT = 516, 440
RADIUS, LINE = 32, 24
"""A node's radius and the distance between two lines of text, in the same units."""
INPUTS: tuple[Point, Point] = (56, 130), (56, 320)
HIDDEN: tuple[Point, Point] = (240, 130), (240, 320)
OUTPUT: Point = (440, 225)
LOSS: Point = (440, 86)
BOX: Point = (38, 18)
"""Half the width and half the height of the box around the loss."""
LETTER = 8.2
"""About the width of a character; it decides how wide a gap a connection leaves for its label."""

STYLE = """
.network { color: var(--role-ink, #1f2328); --input: var(--role-input, #0b57a4);
  --weight: var(--role-weight, #7a4a00); --activation: var(--role-activation, #0a6640);
  --error: var(--role-error, #b3261e); }
@media screen and (prefers-color-scheme: dark) {
  .network { color: var(--role-ink, #e4e6eb); --input: var(--role-input, #8ab8f5);
    --weight: var(--role-weight, #efbf5c); --activation: var(--role-activation, #7bd3a2);
    --error: var(--role-error, #ff9b91); }
}
.network text { font: 17px "STIX Two Math Web", "STIX Two Text", Cambria, Georgia, serif;
  text-anchor: middle; fill: currentColor; }
.network .node { font-size: 20px; }
.network .heading { font: 14px system-ui, sans-serif; }
.network .letter { font-family: "Times New Roman", Times, Cambria, serif; font-style: italic; }
.network .index { font-size: 70%; }
.network :is(circle, rect) { fill: none; stroke: currentColor; stroke-width: 2; }
.network line { stroke: currentColor; stroke-width: 1.5; opacity: 0.55; }
.network .head { fill: currentColor; opacity: 0.75; }
.network .input { color: var(--input); }
.network .weight { color: var(--weight); }
.network .activation { color: var(--activation); }
.network .error { color: var(--error); }
""".strip()


def draw_forward(step: Step) -> str:
    """Return the SVG of the forward pass of a step of a 2-2-1 network on one sample.

    It shows the inputs, the weights from before the step, each node's pre-activation and
    activation, the target and the loss, named as in the walkthrough: w_21 leads from input 2 to
    hidden node 1, and w_h1 from hidden node 1 to the output node. Values are rounded to five
    decimals.

    Raises ValueError unless the step has one sample, two inputs, two hidden nodes and one output.
    """
    require_drawable(step)
    forward = step.forward
    links = [
        *((("weight", name, value), start, end) for name, value, start, end in weights(step)),
        (None, OUTPUT, LOSS),
    ]
    hidden: list[list[Row]] = [
        [
            ("sum", ("z", str(j + 1)), forward.pre_activations[0][j]),
            ("activation", ("a", str(j + 1)), forward.activations[0][j]),
        ]
        for j in range(2)
    ]
    output: list[Row] = [
        ("sum", ("z", "o"), forward.pre_activations[1][0]),
        ("activation", ("y", "pred"), forward.output[0]),
    ]
    title = "Forward pass: from two inputs through two hidden nodes to one output node and the loss"
    parts = [*nodes(step, hidden, output), *connections(links)]
    return svg("forward", title, describe_forward(step), parts)


def draw_backward(step: Step) -> str:
    """Return the SVG of the backward pass of a step of a 2-2-1 network on one sample.

    It shows the gradient of the loss with respect to each weight and to the prediction, each node's
    delta, and the inputs and activations that the gradients are made of. Names, rounding and errors
    are those of `draw_forward`.
    """
    require_drawable(step)
    forward, deltas = step.forward, step.deltas
    links = [
        (("gradient", ("y", "pred"), step.backward.error[0]), LOSS, OUTPUT),
        *((("gradient", name, value), end, start) for name, value, start, end in gradients(step)),
    ]
    hidden: list[list[Row]] = [
        [
            ("activation", ("a", str(j + 1)), forward.activations[0][j]),
            ("error", ("δ", str(j + 1)), deltas[0][j]),
        ]
        for j in range(2)
    ]
    output: list[Row] = [
        ("activation", ("y", "pred"), forward.output[0]),
        ("error", ("δ", "o"), deltas[1][0]),
    ]
    title = (
        "Backward pass: from the loss through the output node and the hidden nodes to each weight"
    )
    parts = [*nodes(step, hidden, output), *connections(links)]
    return svg("backward", title, describe_backward(step), parts)


def weights(step: Step) -> Iterator[tuple[Name, float, Point, Point]]:
    """Each weight with its name and the two nodes that it connects."""
    return connected([layer.weights for layer in step.before.layers])


def gradients(step: Step) -> Iterator[tuple[Name, float, Point, Point]]:
    """The gradient of each weight, with the weight's name and the two nodes that it connects."""
    return connected(step.weight_gradients)


def connected(matrices: Sequence[Array]) -> Iterator[tuple[Name, float, Point, Point]]:
    """Each entry of two matrices of the shapes of the weights, where it belongs."""
    first, second = matrices
    for i, start in enumerate(INPUTS):
        for j, end in enumerate(HIDDEN):
            yield ("w", f"{i + 1}{j + 1}"), float(first[i, j]), start, end
    for j, start in enumerate(HIDDEN):
        yield ("w", f"h{j + 1}"), float(second[j, 0]), start, OUTPUT


def require_drawable(step: Step) -> None:
    """Raise ValueError unless the pictures have a place for every value of the step."""
    require_type("step", step, Step, "step(network, x, y, learning_rate)")
    layers = step.before.layers
    sizes = [layers[0].weights.shape[0], *(layer.weights.shape[1] for layer in layers)]
    if sizes != [2, 2, 1]:
        raise ValueError(
            f"the diagram shows two inputs, two hidden nodes and one output, a 2-2-1 network, "
            f"got a {'-'.join(map(str, sizes))} network"
        )
    if step.forward.inputs.ndim != 1:
        raise ValueError(
            f"the diagram shows the values of one sample, x of shape (2,), "
            f"got a batch of shape {step.forward.inputs.shape}"
        )


def svg(name: str, title: str, description: str, parts: Iterable[str]) -> str:
    """The whole picture, with what it says to those who cannot see it."""
    role = f'class="network" role="img" aria-labelledby="{name}-title {name}-description"'
    lines = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" {role}>',
        f'<title id="{name}-title">{title}</title>',
        f'<desc id="{name}-description">{escape(description)}</desc>',
        f"<style>\n{STYLE}\n</style>",
        *headings(),
        *parts,
        "</svg>",
    ]
    return "\n".join(lines) + "\n"


def headings() -> Iterator[str]:
    """What each column holds."""
    columns = zip((INPUTS[0], HIDDEN[0], OUTPUT), ("inputs", "hidden layer", "output"), strict=True)
    for (x, _), text in columns:
        yield f'<text class="heading" x="{x}" y="{HEIGHT - 8}">{text}</text>'


def nodes(step: Step, hidden: list[list[Row]], output: list[Row]) -> Iterator[str]:
    """All nodes and the loss, each with its values above or below it."""
    for i, centre in enumerate(INPUTS):
        name = ("x", str(i + 1))
        yield circle("input", name, centre)
        yield from beside(centre, [("input", name, step.forward.inputs[i])], above=i == 0)
    for j, centre in enumerate(HIDDEN):
        yield circle("activation", ("a", str(j + 1)), centre)
        yield from beside(centre, hidden[j], above=j == 0)
    yield circle("activation", ("y", "pred"), OUTPUT)
    yield from beside(OUTPUT, output, above=False)
    (x, y), (width, height) = LOSS, BOX
    yield (  # a box, for it is no node of the network
        f'<g class="error"><rect x="{x - width}" y="{y - height}" width="{2 * width}" '
        f'height="{2 * height}" rx="8"/>'
        f'<text class="node" x="{x}" y="{y + 7}">{symbol(("Loss", ""))}</text></g>'
    )
    rows: list[Row] = [("target", ("y", ""), step.target[0]), ("error", ("Loss", ""), step.loss)]
    yield from stacked((x, y - height - 10 - LINE), rows)


def circle(style: str, name: Name, centre: Point) -> str:
    """A node with its name in it."""
    x, y = centre
    return (
        f'<g class="{style}"><circle cx="{x}" cy="{y}" r="{RADIUS}"/>'
        f'<text class="node" x="{x}" y="{y + 6}">{symbol(name)}</text></g>'
    )


def connections(links: Iterable[tuple[Row | None, Point, Point]]) -> Iterator[str]:
    """Each connection as an arrow, with a gap where a name and a value stand."""
    for row, start, end in links:
        style = "error" if row and row[0] == "gradient" else "link"
        (x1, y1), (x2, y2) = start, end
        length = math.dist(start, end)
        first, last = ((BOX[1] if p == LOSS else RADIUS) / length for p in (start, end))

        def at(share: float, start: Point = start, end: Point = end) -> Point:
            return tuple(a + (b - a) * share for a, b in zip(start, end, strict=True))  # type: ignore[return-value]

        if row is None:
            yield from arrow(at(first), at(1 - last), style)
            continue
        # The label stands where the diagonals are still apart, whichever way the arrow points.
        share = 0.5 if x1 == x2 or y1 == y2 else 0.4 if OUTPUT in (start, end) else 0.34
        middle = share if x1 < x2 else 1 - share
        lines = written(row)
        apart, place = LINE, at(middle)
        if len(lines) == 2 and y1 == y2:  # the name above the line, the value under it
            apart = LINE + 6
            yield from arrow(at(first), at(1 - last), style)
        elif y1 == y2:  # outside of the line, where the nodes leave it room for five decimals
            place = (place[0], place[1] + math.copysign(26, y1 - OUTPUT[1]))
            yield from arrow(at(first), at(1 - last), style)
        elif len(lines) == 2 and OUTPUT in (start, end) and x1 != x2:
            # Outside of the two lines there is room, and none on them: they are short.
            hidden = start if end == OUTPUT else end
            place = (place[0] + 6, place[1] + math.copysign(46, hidden[1] - OUTPUT[1]))
            yield from arrow(at(first), at(1 - last), style)
        elif len(lines) == 2 and x1 != x2:
            # On a diagonal it would leave little of the arrow, and hide where the two cross.
            (x, y), (_, other) = sorted((start, end))
            place = (x - 10, y + math.copysign(61, other - y))
            yield from arrow(at(first), at(1 - last), style)
        else:
            half_width = max(map(len, lines)) * LETTER / 2
            half_height = (len(lines) * LINE + 2) / 2
            gap = min(
                half_width / abs(x2 - x1) if x1 != x2 else math.inf,
                half_height / abs(y2 - y1) if y1 != y2 else math.inf,
            )
            yield line(at(first), at(middle - gap), style)
            yield from arrow(at(middle + gap), at(1 - last), style)
        yield label(row, (place[0], place[1] + 5 - (len(lines) - 1) * apart / 2), apart)


def arrow(start: Point, end: Point, style: str = "link") -> Iterator[str]:
    """A line with a head at its end."""
    (x1, y1), (x2, y2) = start, end
    length = math.dist(start, end)
    across, down = (x2 - x1) / length, (y2 - y1) / length
    tip = (x2 - across * 2, y2 - down * 2)
    back = (tip[0] - across * 9, tip[1] - down * 9)
    wings = [(back[0] - down * 4 * side, back[1] + across * 4 * side) for side in (1, -1)]
    corners = " ".join(f"{x:.1f},{y:.1f}" for x, y in (tip, *wings))
    yield line(start, back, style)
    yield f'<polygon class="head {style}" points="{corners}"/>'


def line(start: Point, end: Point, style: str) -> str:
    """A line."""
    (x1, y1), (x2, y2) = start, end
    return f'<line class="{style}" x1="{x1:.1f}" y1="{y1:.1f}" x2="{x2:.1f}" y2="{y2:.1f}"/>'


def beside(centre: Point, rows: list[Row], *, above: bool) -> Iterator[str]:
    """Rows of text that end just above a node, or begin just below it."""
    x, y = centre
    top = y - RADIUS - 12 - (len(rows) - 1) * LINE if above else y + RADIUS + LINE
    return stacked((x, top), rows)


def stacked(start: Point, rows: list[Row]) -> Iterator[str]:
    """Rows of text, one under the other."""
    x, y = start
    for number, row in enumerate(rows):
        yield label(row, (x, y + number * LINE))


def label(row: Row, at: Point, apart: float = LINE) -> str:
    """A name, a relation and a value: w_11 = 0.2; those of a gradient on two lines."""
    (x, y), (style, name, value) = at, row
    relation, number = shown(value)
    # What follows an index comes back up to the line.
    rise = -5 if name[1] else 0
    told = f'<tspan class="value" data-symbol="{latex(row)}">{number}</tspan>'
    if style == "gradient":
        before = f'<tspan class="word">∂Loss/∂</tspan>{symbol(name)}'
        between = f'<tspan x="{x:.1f}" dy="{apart + rise}">{relation} </tspan>'
        style = "error"
    else:
        before = symbol(name)
        up = f' dy="{rise}"' if rise else ""
        between = f"<tspan{up}> {relation} </tspan>"
    return f'<text class="{style}" x="{x:.1f}" y="{y:.1f}">{before}{between}{told}</text>'


def written(row: Row) -> list[str]:
    """The lines of a label, about as long as they will be."""
    style, name, value = row
    if style == "gradient":
        return [f"∂Loss/∂{''.join(name)}", " ".join(shown(value))]
    return [f"{''.join(name)} {' '.join(shown(value))}"]


def symbol(name: Name) -> str:
    """A name with its index lowered."""
    letter, index = name
    style = "letter" if len(letter) == 1 else "word"
    lowered = f'<tspan class="index" dy="5">{index}</tspan>' if index else ""
    return f'<tspan class="{style}">{letter}</tspan>{lowered}'


def latex(row: Row) -> str:
    """The name of what a row shows, as the pages write it."""
    style, (letter, index), _ = row
    letter = {"δ": r"\delta", "Loss": r"\text{Loss}"}.get(letter, letter)
    if index:
        lowered = rf"\text{{{index}}}" if index.isalpha() and len(index) > 1 else index
        letter += f"_{lowered}" if len(lowered) == 1 else f"_{{{lowered}}}"
    if style == "gradient":
        return rf"\frac{{\partial \text{{Loss}}}}{{\partial {letter}}}"
    return letter


def shown(value: float) -> tuple[str, str]:
    """The relation and the digits: as they are if five decimals hold the value, else rounded."""
    # Adding zero takes the sign from a zero that was rounded up from below.
    rounded = f"{round(value, 5) + 0.0:.5f}"
    # In floats 1.1 * 0.2 + 2.2 * 0.4 is not 1.1 to the last bit, and yet 1.1 is exact.
    exact = math.isclose(float(rounded), value, rel_tol=1e-12)
    digits = rounded.rstrip("0").rstrip(".") if exact else rounded
    return ("=" if exact else "≈"), digits.replace("-", "−")


def describe_forward(step: Step) -> str:
    """All that the picture of the forward pass shows, in sentences."""
    forward = step.forward
    hidden, output = (layer.weights for layer in step.before.layers)
    sentences = [says("Input 1", forward.inputs[0]) + ", " + says("input 2", forward.inputs[1])]
    for j in range(2):
        facts = [
            says("weight from input 1", hidden[0, j]),
            says("weight from input 2", hidden[1, j]),
            says("pre-activation", forward.pre_activations[0][j]),
            says("activation", forward.activations[0][j]),
        ]
        sentences.append(f"Hidden node {j + 1}: {', '.join(facts)}")
    facts = [
        says("weight from hidden node 1", output[0, 0]),
        says("weight from hidden node 2", output[1, 0]),
        says("pre-activation", forward.pre_activations[1][0]),
        says("prediction", forward.output[0]),
    ]
    sentences.append(f"Output node: {', '.join(facts)}")
    sentences.append(says("The target", step.target[0]) + ", " + says("the loss", step.loss))
    return ". ".join(sentences) + "."


def describe_backward(step: Step) -> str:
    """All that the picture of the backward pass shows, in sentences."""
    forward, deltas = step.forward, step.deltas
    hidden, output = step.weight_gradients
    sentences = [
        says("The target", step.target[0]) + ", " + says("the loss", step.loss),
        says("The gradient with respect to the prediction", step.backward.error[0]),
    ]
    facts = [
        says("prediction", forward.output[0]),
        says("delta", deltas[1][0]),
        says("gradient of the weight from hidden node 1", output[0, 0]),
        says("gradient of the weight from hidden node 2", output[1, 0]),
    ]
    sentences.append(f"Output node: {', '.join(facts)}")
    for j in range(2):
        facts = [
            says("activation", forward.activations[0][j]),
            says("delta", deltas[0][j]),
            says("gradient of the weight from input 1", hidden[0, j]),
            says("gradient of the weight from input 2", hidden[1, j]),
        ]
        sentences.append(f"Hidden node {j + 1}: {', '.join(facts)}")
    sentences.append(says("Input 1", forward.inputs[0]) + ", " + says("input 2", forward.inputs[1]))
    return ". ".join(sentences) + "."


def says(what: str, value: float) -> str:
    """A value in words."""
    relation, number = shown(value)
    return f"{what} {'is' if relation == '=' else 'is about'} {number}"
