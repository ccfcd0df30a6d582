"""Draw one recorded step of the walkthrough's network as an SVG picture.

The picture stands alone (`<img src="network.svg">`), on any background and in the reader's colour
scheme; set into a page, it takes its colours from the page's `--network-*` properties, where given.
Every value is an element with `data-symbol`, the LaTeX name of what it shows.
"""

import math
from collections.abc import Iterator
from html import escape
from typing import TypeAlias

from backprop._validation import require_type
from backprop.training import Step

Name: TypeAlias = tuple[str, str]
"""A letter or word, and its index: ("w", "11"), ("y", "pred"), ("Loss", "")."""
Point: TypeAlias = tuple[float, float]

WIDTH, HEIGHT = 580, 428
RADIUS, LINE = 34, 22
"""A node's radius and the distance between two lines of text, in the same units."""
INPUTS: tuple[Point, Point] = (70, 138), (70, 318)
HIDDEN: tuple[Point, Point] = (290, 138), (290, 318)
OUTPUT: Point = (510, 228)
LETTER = 8.6
"""About the width of a character; it decides how wide a gap a connection leaves for its label."""

TITLE = "A network with two inputs, two hidden nodes and one output node"
ROLE = 'class="network" role="img" aria-labelledby="network-title network-description"'
STYLE = """
.network { color: var(--network-ink, #1f2328); --input: var(--network-input, #0b57a4);
  --weight: var(--network-weight, #7a4a00); --activation: var(--network-activation, #0a6640);
  --error: var(--network-error, #b3261e); }
@media screen and (prefers-color-scheme: dark) {
  .network { color: var(--network-ink, #e4e6eb); --input: var(--network-input, #8ab8f5);
    --weight: var(--network-weight, #efbf5c); --activation: var(--network-activation, #7bd3a2);
    --error: var(--network-error, #ff9b91); }
}
.network text { font: 18px "STIX Two Text", Cambria, Georgia, serif; text-anchor: middle;
  fill: currentColor; }
.network .node { font-size: 21px; }
.network .heading { font: 15px system-ui, sans-serif; }
.network .letter { font-style: italic; }
.network .index { font-size: 70%; }
.network circle { fill: none; stroke: currentColor; stroke-width: 2; }
.network line { stroke: currentColor; stroke-width: 1.5; opacity: 0.6; }
.network .input { color: var(--input); }
.network .weight { color: var(--weight); }
.network .activation { color: var(--activation); }
.network .error { color: var(--error); }
""".strip()


def draw(step: Step) -> str:
    """Return the SVG of a 2-2-1 network and of the values that a step on one sample computed.

    It shows the weights from before the step, each node's pre-activation, activation and delta, the
    target and the loss, named as in the walkthrough: w_21 leads from input 2 to hidden node 1, and
    w_h1 from hidden node 1 to the output node. Values are rounded to five decimals.

    Raises ValueError unless the step has one sample, two inputs, two hidden nodes and one output.
    """
    require_drawable(step)
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" {ROLE}>',
        f'<title id="network-title">{TITLE}</title>',
        f'<desc id="network-description">{escape(describe(step))}</desc>',
        f"<style>\n{STYLE}\n</style>",
        *headings(),
        *connections(step),
        *nodes(step),
        "</svg>",
    ]
    return "\n".join(parts) + "\n"


def require_drawable(step: Step) -> None:
    """Raise ValueError unless `draw` has a place for every value of the step."""
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


def headings() -> Iterator[str]:
    """What each column holds."""
    for (x, _), text in zip(
        (INPUTS[0], HIDDEN[0], OUTPUT), ("inputs", "hidden layer", "output"), strict=True
    ):
        yield f'<text class="heading" x="{x}" y="20">{text}</text>'


def connections(step: Step) -> Iterator[str]:
    """Each weight as a line from node to node, with a gap where its name and value stand."""
    hidden, output = (layer.weights for layer in step.before.layers)
    for i, start in enumerate(INPUTS):
        for j, end in enumerate(HIDDEN):
            yield from connection(("w", f"{i + 1}{j + 1}"), hidden[i, j], start, end)
    for j, start in enumerate(HIDDEN):
        yield from connection(("w", f"h{j + 1}"), output[j, 0], start, OUTPUT)


def connection(name: Name, value: float, start: Point, end: Point) -> Iterator[str]:
    """One weight."""
    (x1, y1), (x2, y2) = start, end
    length = math.dist(start, end)

    def line(a: float, b: float) -> str:
        """From one share of the way to another."""
        (xa, ya), (xb, yb) = ((x1 + (x2 - x1) * t, y1 + (y2 - y1) * t) for t in (a, b))
        return f'<line x1="{xa:.1f}" y1="{ya:.1f}" x2="{xb:.1f}" y2="{yb:.1f}"/>'

    # Before the middle, where the diagonals cross, and clear of what stands at the output.
    middle = 0.5 if y1 == y2 else 0.45 if end == OUTPUT else 0.36
    half_width = (len("".join(name)) + 3 + len(shown(value)[1])) * LETTER / 2
    gap = min(half_width / abs(x2 - x1), 13 / abs(y2 - y1) if y1 != y2 else math.inf)
    yield line(RADIUS / length, middle - gap)
    yield line(middle + gap, 1 - RADIUS / length)
    x, y = x1 + (x2 - x1) * middle, y1 + (y2 - y1) * middle
    yield label("weight", name, value, (x, y + 6))


def nodes(step: Step) -> Iterator[str]:
    """Each node as a circle with its name, and its values above or below it."""
    forward, deltas = step.forward, step.deltas
    for i, centre in enumerate(INPUTS):
        name = ("x", str(i + 1))
        yield circle("input", name, centre)
        yield from below(centre, [("input", name, forward.inputs[i])])
    for j, centre in enumerate(HIDDEN):
        index = str(j + 1)
        yield circle("activation", ("a", index), centre)
        place = above if j == 0 else below
        yield from place(
            centre,
            [
                ("sum", ("z", index), forward.pre_activations[0][j]),
                ("activation", ("a", index), forward.activations[0][j]),
                ("error", ("δ", index), deltas[0][j]),
            ],
        )
    yield circle("activation", ("y", "pred"), OUTPUT)
    yield from above(
        OUTPUT, [("target", ("y", ""), step.target[0]), ("loss", ("Loss", ""), step.loss)]
    )
    yield from below(
        OUTPUT,
        [
            ("sum", ("z", "o"), forward.pre_activations[1][0]),
            ("activation", ("y", "pred"), forward.output[0]),
            ("error", ("δ", "o"), deltas[1][0]),
        ],
    )


def circle(style: str, name: Name, centre: Point) -> str:
    """A node with its name in it."""
    x, y = centre
    return (
        f'<g class="{style}"><circle cx="{x}" cy="{y}" r="{RADIUS}"/>'
        f'<text class="node" x="{x}" y="{y + 6}">{symbol(name)}</text></g>'
    )


def above(centre: Point, rows: list[tuple[str, Name, float]]) -> Iterator[str]:
    """Rows of text that end just above a node."""
    x, y = centre
    return stacked((x, y - RADIUS - 12 - (len(rows) - 1) * LINE), rows)


def below(centre: Point, rows: list[tuple[str, Name, float]]) -> Iterator[str]:
    """Rows of text that begin just below a node."""
    x, y = centre
    return stacked((x, y + RADIUS + LINE), rows)


def stacked(start: Point, rows: list[tuple[str, Name, float]]) -> Iterator[str]:
    """Rows of text, one under the other."""
    x, y = start
    for row, (style, name, value) in enumerate(rows):
        yield label(style, name, value, (x, y + row * LINE))


def label(style: str, name: Name, value: float, at: Point) -> str:
    """A name, a relation and a value: w_11 = 0.2."""
    x, y = at
    relation, number = shown(value)
    # The relation brings the text back up to the line after an index.
    up = ' dy="-5"' if name[1] else ""
    shown_value = f'<tspan class="value" data-symbol="{latex(name)}">{number}</tspan>'
    return (
        f'<text class="{style}" x="{x:.1f}" y="{y:.1f}">'
        f"{symbol(name)}<tspan{up}> {relation} </tspan>{shown_value}</text>"
    )


def symbol(name: Name) -> str:
    """A name with its index lowered."""
    letter, index = name
    style = "letter" if len(letter) == 1 else "word"
    lowered = f'<tspan class="index" dy="5">{index}</tspan>' if index else ""
    return f'<tspan class="{style}">{letter}</tspan>{lowered}'


def latex(name: Name) -> str:
    """The name as the pages write it."""
    letter, index = name
    letter = {"δ": r"\delta", "Loss": r"\text{Loss}"}.get(letter, letter)
    if not index:
        return letter
    if len(index) == 1:
        return f"{letter}_{index}"
    return rf"{letter}_{{\text{{{index}}}}}" if index.isalpha() else f"{letter}_{{{index}}}"


def shown(value: float) -> tuple[str, str]:
    """The relation and the digits: as they are if five decimals hold the value, else rounded."""
    # Adding zero takes the sign from a zero that was rounded up from below.
    rounded = f"{round(value, 5) + 0.0:.5f}"
    # In floats 1.1 * 0.2 + 2.2 * 0.4 is not 1.1 to the last bit, and yet 1.1 is exact.
    exact = math.isclose(float(rounded), value, rel_tol=1e-12)
    digits = rounded.rstrip("0").rstrip(".") if exact else rounded
    return ("=" if exact else "≈"), digits.replace("-", "−")


def describe(step: Step) -> str:
    """All that the picture shows, in sentences, for those who cannot see it."""
    forward, deltas = step.forward, step.deltas
    hidden, output = (layer.weights for layer in step.before.layers)
    sentences = [says("Input 1", forward.inputs[0]) + ", " + says("input 2", forward.inputs[1])]
    for j in range(2):
        facts = [
            says("weight from input 1", hidden[0, j]),
            says("weight from input 2", hidden[1, j]),
            says("pre-activation", forward.pre_activations[0][j]),
            says("activation", forward.activations[0][j]),
            says("delta", deltas[0][j]),
        ]
        sentences.append(f"Hidden node {j + 1}: {', '.join(facts)}")
    facts = [
        says("weight from hidden node 1", output[0, 0]),
        says("weight from hidden node 2", output[1, 0]),
        says("pre-activation", forward.pre_activations[1][0]),
        says("prediction", forward.output[0]),
        says("delta", deltas[1][0]),
        says("target", step.target[0]),
        says("loss", step.loss),
    ]
    sentences.append(f"Output node: {', '.join(facts)}")
    return ". ".join(sentences) + "."


def says(what: str, value: float) -> str:
    """A value in words."""
    relation, number = shown(value)
    return f"{what} {'is' if relation == '=' else 'is about'} {number}"
