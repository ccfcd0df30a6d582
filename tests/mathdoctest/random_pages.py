"""Pages of worked examples made at random, every number of which is right.

The arithmetic is `decimal`'s, which the checker does not use.
"""

from __future__ import annotations

import decimal
import random
import re
from collections.abc import Callable, Iterator
from decimal import Decimal

CONTEXT = decimal.Context(prec=50, rounding=decimal.ROUND_HALF_UP)


def shown(value: Decimal, decimals: int) -> str:
    """A value as a page prints it."""
    return f"{value.quantize(Decimal(1).scaleb(-decimals), context=CONTEXT):f}"


def signed(text: str) -> str:
    """A number behind an operator: a negative one in parentheses."""
    return f"({text})" if text.startswith("-") else text


def relation(printed: str, value: Decimal) -> str:
    """The sign before a printed number."""
    return "=" if Decimal(printed) == value else r"\approx"


class Author:
    """Writes sections, each with symbols of its own."""

    def __init__(self, chance: random.Random) -> None:
        self.chance = chance
        self.number = 0
        self.known: list[tuple[str, Decimal, int]] = []
        """Symbols with a value that was computed, and the decimals it is shown with."""
        self.digits: set[int] = set()
        """Those that stand for something already, without a point."""

    def value(self, decimals: int | None = None, *, negative: bool = True) -> Decimal:
        """A given: a few digits, not zero."""
        places = self.chance.choice([1, 2, 2, 3]) if decimals is None else decimals
        sign = -1 if negative and self.chance.random() < 0.25 else 1
        digits = self.chance.choice([d for d in range(11, 1_000) if d not in self.digits])
        self.digits.add(digits)
        return Decimal(sign * digits).scaleb(-places)

    def next(self) -> int:
        """A number for the symbols of a section."""
        self.number += 1
        return self.number

    def given(self, *symbols: tuple[str, Decimal]) -> str:
        """A sentence, a list or a table with the data."""
        pairs = [f"${name} = {value}$" for name, value in symbols]
        match self.chance.randrange(3):
            case 0:
                return f"Let {' and '.join(pairs)} be given.\n\n"
            case 1:
                return "".join(f"- {pair}\n" for pair in pairs) + "\n"
            case _:
                rows = "".join(f"| {pair} | größer als nichts |\n" for pair in pairs)
                return f"| given | why |\n|:--|:--|\n{rows}\n"

    def chain(self, *segments: str) -> str:
        """A displayed equation; the first segment opens it, the others bring their relations."""
        if self.chance.random() < 0.25:
            rows = " \\\\\n".join(f"&{segment}" for segment in segments[1:])
            return f"$$\n\\begin{{aligned}}\n{segments[0]} {rows}\n\\end{{aligned}}\n$$\n\n"
        text = " ".join(segments)
        if self.chance.random() < 0.15:
            return f"> So we have ${text}$, und damit gut.\n\n"
        return f"$$\n{text}\n$$\n\n"

    # Sections

    def weighted_sum(self) -> str:
        n = self.next()
        name = self.chance.choice([f"z_{{{n}}}", rf"\text{{net}}_{{h{n}}}", f"net_{{{n}}}"])
        times = self.chance.choice([r" \cdot ", r" \times ", " * "])
        size = self.chance.randint(2, 4)
        pairs = [
            (f"w_{{{n},{i}}}", f"x_{{{n},{i}}}", self.value(), self.value()) for i in range(size)
        ]
        products = [w * x for *_, w, x in pairs]
        total = sum(products, Decimal(0))
        decimals = self.chance.randint(2, 5)
        result = shown(total, decimals)
        self.known.append((name, total, decimals))
        return self.given(*((w, v) for w, _, v, _ in pairs), *((x, v) for _, x, _, v in pairs)) + (
            self.chain(
                f"{name}",
                "= " + " + ".join(f"{w}{times}{x}" for w, x, *_ in pairs),
                "= " + " + ".join(f"{signed(str(w))}{times}{signed(str(x))}" for *_, w, x in pairs),
                "= " + " + ".join(signed(str(p)) for p in products),
                f"{relation(result, total)} {result}",
            )
        )

    def activation(self) -> str:
        n = self.next()
        z = self.value(2)
        a = 1 / (1 + CONTEXT.exp(-z))
        e = (1 - a) ** 2 / 2
        name = self.chance.choice([f"a_{{{n}}}", rf"\text{{out}}_{{{n}}}"])
        decimals = self.chance.randint(3, 7)
        printed, error = shown(a, decimals), shown(e, decimals)
        power = f"{-z}" if z < 0 else f"-{z}"
        self.known += [(name, a, decimals), (f"E_{{{n}}}", e, decimals)]
        return (
            self.given((f"s_{{{n}}}", z))
            + self.chain(
                name,
                rf"= \frac{{1}}{{1 + e^{{-s_{{{n}}}}}}}",
                rf"= \frac{{1}}{{1 + e^{{{power}}}}}",
                rf"\approx {printed}",
            )
            + self.chain(
                f"E_{{{n}}}",
                rf"= \frac{{1}}{{2}} (1 - {name})^2",
                rf"= \frac{{1}}{{2}} (1 - {printed})^2",
                rf"\approx {error}",
            )
        )

    def update(self) -> str:
        n = self.next()
        w, g, eta = self.value(), self.value(), Decimal(self.chance.randint(1, 9)).scaleb(-1)
        after = w - eta * g
        step = shown(eta * g, 6)
        result = shown(after, 4)
        minus = f"- {step}" if g > 0 else f"+ {step[1:]}"
        return self.given((f"w_{{{n}}}", w), (f"g_{{{n}}}", g), (rf"\eta_{{{n}}}", eta)) + (
            self.chain(
                f"w_{{{n}}}",
                rf"\leftarrow w_{{{n}}} - \eta_{{{n}}} \cdot g_{{{n}}}",
                rf"= {w} - {eta} \cdot {signed(str(g))}",
                f"= {w} {minus}",
                f"{relation(result, after)} {result}",
            )
        )

    def matrix(self) -> str:
        n = self.next()
        rows = [[self.value(1) for _ in range(2)] for _ in range(2)]
        vector = [self.value(1) for _ in range(2)]
        result = [
            sum((a * b for a, b in zip(row, vector, strict=True)), Decimal(0)) for row in rows
        ]

        def written(cells: list[list[str]]) -> str:
            inner = r" \\ ".join(" & ".join(row) for row in cells)
            return rf"\begin{{bmatrix}} {inner} \end{{bmatrix}}"

        worked = [
            [
                " + ".join(
                    rf"{signed(str(a))} \cdot {signed(str(b))}"
                    for a, b in zip(row, vector, strict=True)
                )
            ]
            for row in rows
        ]
        return (
            f"$$\nA_{{{n}}} = {written([[str(c) for c in row] for row in rows])}\n$$\n\n"
            f"$$\nv_{{{n}}} = {written([[str(c)] for c in vector])}\n$$\n\n"
        ) + self.chain(
            f"u_{{{n}}}",
            f"= A_{{{n}}} v_{{{n}}}",
            f"= {written(worked)}",
            f"= {written([[shown(c, 2)] for c in result])}",
        )

    def money(self) -> str:
        n = self.next()
        price, count = self.value(2, negative=False) * 1000, self.chance.randint(3, 99)
        total = price * count
        share = self.value(0, negative=False) / 10
        part = total * share / 100
        return self.given(
            (f"c_{{{n}}}", price.quantize(Decimal("0.01"))), (f"n_{{{n}}}", Decimal(count))
        ) + (
            self.chain(
                f"K_{{{n}}}",
                rf"= c_{{{n}}} \cdot n_{{{n}}}",
                f"= {total:,.2f}".replace(",", "{,}"),
            )
            + f"With $r_{{{n}}} = {share}\\%$ that makes "
            + self.chain(
                f"R_{{{n}}}",
                rf"= r_{{{n}}} \cdot K_{{{n}}}",
                rf"= {share}\% \cdot {total:.2f}",
                f"{relation(shown(part, 1), part)} {shown(part, 1)}",
            )
            .replace("$$\n", "$", 1)
            .replace("\n$$", "$")
            .replace("> So we have ", "")
        )

    def science(self) -> str:
        n = self.next()
        mantissa, exponent = (
            Decimal(self.chance.randint(100, 998)).scaleb(-2),
            self.chance.randint(-9, -3),
        )
        factor = self.value(1, negative=False)
        value = mantissa.scaleb(exponent) * factor
        power = value.adjusted()
        digits = shown(value.scaleb(-power), 2)
        if digits.startswith("10"):
            power, digits = power + 1, "1.00"
        measured = rf"{mantissa} \times 10^{{{exponent}}}"
        given = f"Measured: $q_{{{n}}} = {measured}$ and $k_{{{n}}} = {factor}$.\n\n"
        return given + self.chain(
            f"Q_{{{n}}}",
            rf"= q_{{{n}}} \cdot k_{{{n}}}",
            rf"= {measured} \cdot {factor}",
            rf"\approx {digits} \times 10^{{{power}}}",
        )

    def said_again(self) -> str:
        """Numbers in prose and in a table that were computed before."""
        if not self.known:
            return self.weighted_sum()
        chosen = self.chance.sample(self.known, min(len(self.known), 3))
        if self.chance.random() < 0.5:
            rows = "".join(f"| ${name}$ | {shown(value, d)} |\n" for name, value, d in chosen)
            return f"| Größe | Wert<!-- = $#$ --> |\n|:--|--:|\n{rows}\n"
        said = ", ".join(f"{shown(value, d)}<!-- = ${name}$ -->" for name, value, d in chosen)
        return f"Zusammen – wie oben – {said}.\n\n"

    def page(self) -> str:
        """A page of a few sections."""
        sections: list[Callable[[], str]] = [
            self.weighted_sum, self.activation, self.update, self.matrix, self.money, self.science,
            self.said_again, self.said_again,
        ]  # fmt: skip
        written = "# Ein Beispiel\n\n"
        for make in self.chance.choices(sections, k=self.chance.randint(2, 5)):
            written += make()
            # No given may look like a result before it: it would be taken for that result.
            self.digits |= {int(n.replace(".", "")) for n in re.findall(r"\d+\.?\d*", written)}
        return written


def drawn(seed: int) -> random.Random:
    """Choices that every run makes alike."""
    return random.Random(seed)  # noqa: S311


def pages(seed: int) -> Iterator[str]:
    """Pages without end."""
    chance = drawn(seed)
    with decimal.localcontext(CONTEXT):
        while True:
            yield Author(chance).page()
