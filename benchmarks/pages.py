# ruff: noqa: N806 -- as in the formulas: a capital letter is the value of what a small one names
"""Pages to measure with: as long as asked for, every figure right, and no formula like another."""

from __future__ import annotations

import math
import random
from collections.abc import Iterator
from decimal import ROUND_HALF_EVEN, Decimal

WALKTHROUGH_FORMULAS = 40
"""How many formulas one training step of `walkthroughs` has."""


def chains(formulas: int, seed: int = 0) -> str:
    """A page of plain arithmetic chains: no symbols, two to four segments each.

    The five kinds take turns: a sum of products, nested brackets, a quotient, a square, and a sum
    of negative numbers.
    """
    dice = random.Random(seed)  # noqa: S311 -- numbers to compute with
    kinds = (_sum_of_products, _brackets, _quotient, _square, _negatives)
    blocks = (f"$$\n{kinds[n % len(kinds)](dice)}\n$$" for n in range(formulas))
    return "# Arithmetic\n\n" + "\n\n".join(blocks) + "\n"


def _decimal(dice: random.Random, places: int = 2) -> Decimal:
    return Decimal(dice.randrange(101, 10_000)).scaleb(-places)


def _plain(value: Decimal) -> str:
    return f"{value.normalize():f}"


def _factor(value: Decimal) -> str:
    """A number behind an operator: negative ones in brackets."""
    return f"({_plain(value)})" if value < 0 else _plain(value)


def _rounded(value: Decimal | float, places: int = 5) -> str:
    exact = value if isinstance(value, Decimal) else Decimal(value)
    return f"{exact.quantize(Decimal(1).scaleb(-places), ROUND_HALF_EVEN):f}"


def _sum_of_products(dice: random.Random) -> str:
    a, b, c, d = (_decimal(dice) for _ in range(4))
    return (
        rf"{_plain(a)} \cdot {_plain(b)} + {_plain(c)} \cdot {_plain(d)} "
        rf"= {_plain(a * b)} + {_plain(c * d)} = {_plain(a * b + c * d)}"
    )


def _brackets(dice: random.Random) -> str:
    a, b, c = (_decimal(dice) for _ in range(3))
    return (
        rf"{_plain(a)} \cdot ({_plain(b)} + {_plain(c)}) = {_plain(a)} \cdot {_plain(b + c)} "
        rf"= {_plain(a * (b + c))}"
    )


def _quotient(dice: random.Random) -> str:
    a, b, c = (_decimal(dice) for _ in range(3))
    quotient = (a + b) / c
    return (
        rf"\frac{{{_plain(a)} + {_plain(b)}}}{{{_plain(c)}}} "
        rf"= \frac{{{_plain(a + b)}}}{{{_plain(c)}}} \approx {_rounded(quotient)}"
    )


def _square(dice: random.Random) -> str:
    a, b = (_decimal(dice) for _ in range(2))
    half = Decimal("0.5")
    return (
        rf"\frac{{1}}{{2}} \cdot ({_plain(a)} - {_plain(b)})^2 "
        rf"= \frac{{1}}{{2}} \cdot {_factor(a - b)}^2 = {_plain(half * (a - b) ** 2)}"
    )


def _negatives(dice: random.Random) -> str:
    a, b, c = (_decimal(dice) for _ in range(3))
    return (
        rf"-{_plain(a)} \cdot {_plain(b)} - (-{_plain(c)}) "
        rf"= -{_plain(a * b)} + {_plain(c)} = {_plain(c - a * b)}"
    )


def walkthroughs(formulas: int, seed: int = 0) -> str:
    """A page of training steps like the walkthrough's, each with its own numbers and symbols.

    As many whole steps as fit, and the beginning of another one, so that the page has exactly as
    many formulas as asked for.
    """
    dice = random.Random(seed)  # noqa: S311 -- numbers to compute with
    parts = ["# Training steps"]
    parts.append(r"$$" "\n" r"\sigma(z) = \frac{1}{1 + e^{-z}}" "\n$$")
    parts.append(r"$$" "\n" r"\sigma'(z) = \sigma(z) \cdot (1 - \sigma(z))" "\n$$")
    left = formulas - 2
    number = 0
    while left > 0:
        parts.append(f"## Network {_tag(number)}")
        for block in _step(dice, _tag(number)):
            if left <= 0:
                break
            left -= 1
            parts.append(block)
        number += 1
    return "\n\n".join(parts) + "\n"


def _tag(number: int) -> str:
    """`aa`, `ab`, ...: letters, because digits would run into those of an index."""
    letters = ""
    for _ in range(3):
        number, rest = divmod(number, 26)
        letters = chr(ord("a") + rest) + letters
    return letters


def _sigmoid(z: float) -> float:
    return 1 / (1 + math.exp(-z))


def _step(dice: random.Random, t: str) -> Iterator[str]:
    """The formulas of one training step, in the order of the walkthrough."""

    def given(low: int, high: int) -> Decimal:
        return Decimal(dice.choice([n for n in range(low, high) if n])).scaleb(-1)

    def r(value: Decimal | float) -> str:
        return _rounded(value)

    def f(value: Decimal | float) -> str:
        text = _rounded(value)
        return f"({text})" if text.startswith("-") else text

    def display(*lines: str) -> str:
        return "$$\n" + "\n".join(lines) + "\n$$"

    def partial(name: str) -> str:
        return rf"\frac{{\partial {loss}}}{{\partial {name}}}"

    loss = f"L_{{{t}}}"
    x1, x2, w11, w21, w12, w22, wh1, wh2 = names = [
        f"{letter}_{{{t}{index}}}"
        for letter, index in zip("xxwwwwww", "1 2 11 21 12 22 h1 h2".split(), strict=True)
    ]
    z1, z2, zo, a1, a2, d1, d2, do = (
        f"{letter}_{{{t}{index}}}"
        for letter, index in zip(
            r"z z z a a \delta \delta \delta".split(), "1 2 o 1 2 1 2 o".split(), strict=True
        )
    )
    y, pred, eta = f"y_{{{t}}}", f"p_{{{t}}}", rf"\eta_{{{t}}}"
    values = [given(3, 30), given(3, 30), *(given(-9, 10) for _ in range(6))]
    target, rate = given(11, 40), given(1, 5)
    X1, X2, W11, W21, W12, W22, WH1, WH2 = values
    for name, value in zip([*names, y, eta], [*values, target, rate], strict=True):
        yield f"Let ${name} = {_plain(value)}$."

    Z1, Z2 = X1 * W11 + X2 * W21, X1 * W12 + X2 * W22
    A1, A2 = _sigmoid(float(Z1)), _sigmoid(float(Z2))
    U, V = float(WH1), float(WH2)
    ZO = A1 * U + A2 * V
    P = _sigmoid(ZO)
    Y = float(target)
    LOSS = 0.5 * (P - Y) ** 2
    S1, S2, SO = A1 * (1 - A1), A2 * (1 - A2), P * (1 - P)
    DO = (P - Y) * SO
    D1, D2 = DO * U * S1, DO * V * S2

    for z, Z, wa, wb, WA, WB in ((z1, Z1, w11, w21, W11, W21), (z2, Z2, w12, w22, W12, W22)):
        yield display(
            rf"{z} = {x1} \cdot {wa} + {x2} \cdot {wb} "
            rf"= {_plain(X1)} \cdot {_factor(WA)} + {_plain(X2)} \cdot {_factor(WB)} "
            rf"= {_plain(X1 * WA)} + {_factor(X2 * WB)} = {_plain(Z)}"
        )
    for a, A, z, Z in ((a1, A1, z1, Z1), (a2, A2, z2, Z2)):
        exponent = _plain(-Z) if Z else "-0"
        yield display(rf"{a} = \sigma({z}) = \frac{{1}}{{1 + e^{{{exponent}}}}} \approx {r(A)}")
    yield display(
        r"\begin{aligned}",
        rf"{zo} &= {a1} \cdot {wh1} + {a2} \cdot {wh2} \\",
        rf"&\approx {r(A1)} \cdot {_factor(WH1)} + {r(A2)} \cdot {_factor(WH2)} \\",
        rf"&\approx {r(A1 * U)} + {f(A2 * V)} \approx {r(ZO)}",
        r"\end{aligned}",
    )
    yield display(rf"{pred} = \sigma({zo}) \approx \frac{{1}}{{1 + e^{{{r(-ZO)}}}}} \approx {r(P)}")
    yield display(
        rf"{loss} = \frac{{1}}{{2}} \cdot ({pred} - {y})^2 "
        rf"\approx \frac{{1}}{{2}} \cdot ({r(P)} - {_plain(target)})^2 "
        rf"\approx \frac{{1}}{{2}} \cdot {f(P - Y)}^2 \approx {r(LOSS)}"
    )
    yield display(
        rf"{partial(pred)} = {pred} - {y} \approx {r(P)} - {_plain(target)} \approx {r(P - Y)}"
    )
    slope_out = rf"\frac{{\partial {pred}}}{{\partial {zo}}}"
    yield display(
        r"\begin{aligned}",
        rf"{slope_out} &= \sigma'({zo}) = {pred} \cdot (1 - {pred}) \\",
        rf"&\approx {r(P)} \cdot (1 - {r(P)}) \approx {r(P)} \cdot {r(1 - P)} \approx {r(SO)}",
        r"\end{aligned}",
    )
    yield display(
        r"\begin{aligned}",
        rf"{do} &= {partial(zo)} = {partial(pred)} \cdot {slope_out} \\",
        rf"&= ({pred} - {y}) \cdot \sigma'({zo}) \\",
        rf"&\approx {r(P - Y)} \cdot {r(SO)} \approx {r(DO)}",
        r"\end{aligned}",
    )
    for w, a, A in ((wh1, a1, A1), (wh2, a2, A2)):
        yield display(
            rf"{partial(w)} = {partial(zo)} \cdot \frac{{\partial {zo}}}{{\partial {w}}} "
            rf"= {do} \cdot {a} \approx {r(DO)} \cdot {r(A)} \approx {r(DO * A)}"
        )
    for a, w, W in ((a1, wh1, WH1), (a2, wh2, WH2)):
        yield display(
            r"\begin{aligned}",
            rf"{partial(a)} &= {partial(zo)} \cdot \frac{{\partial {zo}}}{{\partial {a}}} "
            rf"= {do} \cdot {w} \\",
            rf"&\approx {r(DO)} \cdot {_factor(W)} \approx {r(DO * float(W))}",
            r"\end{aligned}",
        )
    for a, z, A, S in ((a1, z1, A1, S1), (a2, z2, A2, S2)):
        yield display(
            r"\begin{aligned}",
            rf"\frac{{\partial {a}}}{{\partial {z}}} &= \sigma'({z}) = {a} \cdot (1 - {a}) \\",
            rf"&\approx {r(A)} \cdot (1 - {r(A)}) \approx {r(A)} \cdot {r(1 - A)} \approx {r(S)}",
            r"\end{aligned}",
        )
    for d, a, z, w, W, S, D in ((d1, a1, z1, wh1, WH1, S1, D1), (d2, a2, z2, wh2, WH2, S2, D2)):
        yield display(
            r"\begin{aligned}",
            rf"{d} &= {partial(z)} = {partial(a)} \cdot \frac{{\partial {a}}}{{\partial {z}}} \\",
            rf"&= {do} \cdot {w} \cdot \sigma'({z}) \\",
            rf"&\approx {r(DO)} \cdot {_factor(W)} \cdot {r(S)} "
            rf"\approx {r(DO * float(W))} \cdot {r(S)} \approx {r(D)}",
            r"\end{aligned}",
        )
    ways = (
        (w11, d1, z1, x1, D1, X1),
        (w21, d1, z1, x2, D1, X2),
        (w12, d2, z2, x1, D2, X1),
        (w22, d2, z2, x2, D2, X2),
    )
    for w, d, z, x, D, X in ways:
        yield display(
            rf"{partial(w)} = {partial(z)} \cdot \frac{{\partial {z}}}{{\partial {w}}} "
            rf"= {d} \cdot {x} \approx {r(D)} \cdot {_plain(X)} \approx {r(D * float(X))}"
        )
    gradients = [D1 * float(X1), D1 * float(X2), D2 * float(X1), D2 * float(X2), DO * A1, DO * A2]
    for w, W, G in zip(names[2:], values[2:], gradients, strict=True):
        yield display(
            rf"{w} \leftarrow {w} - {eta} \cdot {partial(w)} "
            rf"\approx {_plain(W)} - {_plain(rate)} \cdot {f(G)} "
            rf"\approx {r(float(W) - float(rate) * G)}"
        )
