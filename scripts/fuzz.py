r"""Feed the checker a million hostile inputs: nothing may raise, and nothing may take long.

    python scripts/fuzz.py                  # a million inputs, on all cores
    python scripts/fuzz.py --inputs 10000   # a quick look
    python scripts/fuzz.py --seed 7         # other inputs; the same seed makes the same ones

Four stages share the inputs. The later ones cost more, so they get fewer:

* ``parse``, nine of sixteen: LaTeX into tokens and trees.
* ``extract``, four of sixteen: Markdown into formulas, tables, code and numbers.
* ``check``, two of sixteen: whole pages.
* ``align``, one of sixteen: chains that mean something, whose terms were exchanged, joined or
  replaced by numbers from one segment to the next.

The LaTeX and the Markdown are mixtures of what the grammars know, or pieces of the project's own
pages with something left out, doubled, turned round or put in. What a stage returns must lie within
its input.

The first input that raises, or that twice takes more than two seconds of processor time, is made
smaller and printed as a Python literal, and the exit status is 1. Otherwise it prints how many
inputs a second each stage took, the slowest one's time and the most memory, and the exit status
is 0.

The million takes about 25 minutes of processor time (Python 3.11 on a shared virtual machine),
so 13 on two cores.
"""

from __future__ import annotations

import argparse
import os
import random
import resource
import signal
import sys
import time
import traceback
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor, as_completed
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import FrameType

import mathdoctest
from mathdoctest.extract import extract
from mathdoctest.latex import parse
from mathdoctest.lexer import LatexError, Names, collect, lex
from mathdoctest.tree import walk

ROOT = Path(__file__).parents[1]
SECONDS = 2.0
"""Processor time that one input may take."""
CHUNK = 2_000
"""Inputs that a process works through at a time."""
DIGITS = "9" * 4_301
"""More than Python makes a number of."""

LATEX = r"""
    $ \( \) & { } ( ) [ ] _ ^ = = = \approx \leftarrow := < \le \in + - \cdot \times / * \pm \frac
    \frac{1}{2} \frac12 \frac{\partial \frac{\partial}{\partial} \frac{\partial L}{\partial w}
    \frac{dy}{dx} \sqrt \sqrt{2} \sqrt[3]{x} \sum_{i=1}^{3} \sum_i \sum \prod_{k=1}^{n} \left(
    \right) \left. \right| \partial \begin{bmatrix} \end{bmatrix}
    \begin{bmatrix}1&2\\3&4\end{bmatrix} \begin{bmatrix*}[r] \begin{bmatrix*}[ \end{bmatrix*}
    A-\lambda{I} [1,2]
    \begin{cases}x&x>0\\0&\text{otherwise}\end{cases} \text{und} \text{oder} \lor
    \left\{\begin{array}{l}1&x<2\end{array}\right. \begin{aligned} \end{aligned} \begin{cases}
    \end{cases} \\ \\[2pt] \text{ \text{if} \mathrm{m} \operatorname{net} \sigma \sigma(x)
    \sigma'(x) x x_1 x_i x_{ij} w_{11} w_11 y e e^{x} i n 0 1 2.5 -0.1 1e9 0.333 10^{-3}
    1.2\times10^{-3} 3{,}000 1.2.3 .5 9^{9^{9}} \% ° ' '' ! , ; . : \quad \dots | \| \top ^\top ^T
    \odot ^\circ \exp \ln \log_2 \max( \sin^2 f(x) f(2) f'(2) f( ^2 ^{-1} ^{(1)} ^+ \hat{y}
    \bar{x} \vec \infty \pi \Delta \tag{1} \label \color{red} \boxed{ \unknown \binom{4}{2} ≈ · −
    × ∂ √ ² ₁ ᵀ ∑ α 漢 é % \
""".split()
LATEX += [f"x_{{{DIGITS}}}", f"\\log_{{{DIGITS}}}"]
MARKDOWN = [
    *r"$ $ $$ $$ $` ` `` ``` ~~~ ```python ```math \( \) \[ \] \begin{align} \end{align}".split(),
    *r"\text{ } { \ \$ _ = a b and . > - > - + * 1. # --- === | |--|--| : ??? [^1]: [ ] (".split(),
    *"<!-- --> <!--=x--> <!--=$x$--> <pre> </pre> <script> % - − 0.5 1,000 1e-3 w11 3.11.5".split(),
    *("\n", "\n", "\n", "\n\n", "\r\n", " ", " ", "    ", "\t", "> ", "- ", "1. ", "# ", ": "),
    *('!!! note "x"', '=== "T"', "<!-- = $#$ before -->", "<!-- exempt -->", "<!-- no-run: a -->"),
    *('<a href="$x$">', "| a | b |", "10\u2009000", "2026-11-05", "$x = 2$", "$y = x$", "&#12;"),
    *(
        "\ufeff",
        "𝒳",
        "\u2028",
        "\x00",
        "\x0c",
        "\ud800",
        "---\na: 1\n---\n",
        "::: a.b",
        "](",
        "Step 2",
        DIGITS,
        " " * 3_000,
        "\u00a0" * 3_000,
        "```{note}",
        "````{prf:example} A\n:label: b\n",
    ),
]
LEFT_SIDES = ["z = ", "y = x = ", r"w \leftarrow ", "f(x) = ", r"\frac{\partial z}{\partial x} = "]
TERMS = (
    r"x y w x_{1} 2x wx x^{2} f(x) \sigma(x) \frac{y}{x} (x+y) 2.5 0.3 1.5 0.75 3 A_{11}".split()
)
GIVENS = (
    "$x = 2.5$ $x_1 = 2.5$ $y = 0.3$ $w = -1.5$ $A = [[1,2],[3,4]]$ $f(x) = x^2$ "
    r"$\sigma(z) = \frac{1}{1 + e^{-z}}$" + "\n\n"
)

# -- inputs ----------------------------------------------------------------------------------------


@cache
def pages() -> tuple[str, ...]:
    """The beginnings of the project's own pages."""
    paths = sorted(p for name in ("docs", "tests") for p in (ROOT / name).rglob("*.md"))
    return tuple(path.read_text(encoding="utf-8")[:4_000] for path in paths)


@cache
def formulas() -> tuple[str, ...]:
    """The formulas in them."""
    return tuple(formula.latex for page in pages() for formula in extract(page).formulas)


def mixture(pieces: list[str], chance: random.Random) -> str:
    """Pieces one behind the other."""
    return chance.choice(["", " "]).join(chance.choices(pieces, k=chance.randint(1, 30)))


def mutant(text: str, pieces: list[str], chance: random.Random) -> str:
    """A text with some of it left out, doubled, turned round or replaced."""
    for _ in range(chance.randint(1, 4)):
        at = chance.randint(0, len(text))
        to = at + chance.choice([0, 1, 1, 5, 40])
        some = text[at:to]
        text = text[:at] + chance.choice(["", some * 30, some[::-1], *pieces]) + text[to:]
    return text


def a_formula(chance: random.Random) -> str:
    """LaTeX."""
    if chance.random() < 0.5:
        return mixture(LATEX, chance)
    return mutant(chance.choice(formulas()), LATEX, chance)


def a_page(chance: random.Random) -> str:
    """Markdown."""
    if chance.random() < 0.5:
        return mixture(MARKDOWN, chance)
    start = chance.choice(pages())
    at = chance.randrange(max(1, len(start) - 600))
    return mutant(start[at : at + 600], MARKDOWN, chance)[:1_500]


def a_chain(chance: random.Random) -> str:
    """A page with givens, and an equation of several segments that are made from one another."""
    join = chance.choice(["+", "-", r"\cdot ", r" \\ &= ", "&", r"}{"])
    terms = chance.choices(TERMS, k=chance.randint(1, 9))
    links = [join.join(terms)]
    for _ in range(chance.randint(1, 4)):
        if chance.random() < 0.4:
            chance.shuffle(terms)
        if len(terms) > 1 and chance.random() < 0.5:
            terms.pop()
        terms = [t if chance.random() < 0.5 else f"{chance.uniform(-9, 9):.3f}" for t in terms]
        links.append(join.join(terms))
    wrap = chance.choice(
        ["{}", r"\frac{{{}}}{{2}}", r"\begin{{bmatrix}}{}\end{{bmatrix}}", "-({})"]
    )
    segments = (wrap.format(link) for link in links)
    relation = chance.choice([" = ", r" \approx "])
    return f"{GIVENS}$$\n{chance.choice(LEFT_SIDES)}{relation.join(segments)}\n$$\n"


def a_whole_page(chance: random.Random) -> str:
    """A page with givens, and displays that may use them."""
    if chance.random() < 0.3:
        return a_page(chance)
    displays = []
    for _ in range(chance.randint(1, 4)):
        links = [a_formula(chance)[:200].replace("$", "") for _ in range(chance.randint(1, 3))]
        displays.append(f"$$\n{chance.choice(LEFT_SIDES)}{' = '.join(links)}\n$$\n\n")
    return GIVENS + "".join(displays)


# -- stages ----------------------------------------------------------------------------------------


def parsed(latex: str) -> None:
    """Read a formula."""
    names = Names()
    try:
        tokens = lex(latex)
    except LatexError:  # too long, which it is said to raise
        return
    collect(tokens, names)
    for chain in parse(tokens, names, len(latex)):
        for part in chain.parts:
            for node in walk(part.node):
                _within(latex, node.start, node.end)


def extracted(text: str) -> None:
    """Read a page."""
    page = extract(text)
    for found in (page.formulas, page.fences, page.tables, page.numbers, page.problems):
        for record in found:
            _within(text, record.span.start, record.span.end)


def checked(text: str) -> None:
    """Check a page."""
    report = mathdoctest.check(text)
    for found in (report.claims, report.findings, report.links):
        for item in found:
            _within(text, item.start, item.end)
    for claim in report.claims:
        if claim.text != text[claim.start : claim.end] or not any(map(str.isdigit, claim.text)):
            raise AssertionError(f"a claim that is no number of the page: {claim.text!r}")
    if not all(finding.message for finding in report.findings):
        raise AssertionError("a finding without a message")


def _within(text: str, start: int, end: int) -> None:
    if not 0 <= start <= end <= len(text):
        raise AssertionError(f"a place outside of the input: {start} to {end} of {len(text)}")


@dataclass(frozen=True)
class Stage:
    """What is fed, to what, and how much of it."""

    share: float
    make: Callable[[random.Random], str]
    run: Callable[[str], None]


STAGES = {
    "align": Stage(1 / 16, a_chain, checked),
    "check": Stage(2 / 16, a_whole_page, checked),
    "extract": Stage(4 / 16, a_page, extracted),
    "parse": Stage(9 / 16, a_formula, parsed),
}
"""The slowest first, since most can go wrong in it."""

# -- running ---------------------------------------------------------------------------------------


class TooLongError(BaseException):
    """An input took too long; no ``except Exception`` on the way swallows it."""


def _stop(_signal: int, _frame: FrameType | None) -> None:
    raise TooLongError(f"more than {SECONDS:g} s of processor time")


def failure_of(stage: str, text: str) -> BaseException | None:
    """What goes wrong with an input, if anything does."""
    signal.signal(signal.SIGPROF, _stop)
    try:
        signal.setitimer(signal.ITIMER_PROF, SECONDS)
        try:
            STAGES[stage].run(text)
        finally:
            signal.setitimer(signal.ITIMER_PROF, 0)
    except (Exception, TooLongError) as error:  # noqa: BLE001 -- any at all is what is looked for
        return error
    return None


def _kind(error: BaseException | None) -> tuple[object, ...]:
    """What makes two failures the same one."""
    if error is None or isinstance(error, TooLongError):
        return (type(error),)
    return type(error), traceback.extract_tb(error.__traceback__)[-1].name


def smaller(stage: str, text: str, error: BaseException) -> str:
    """A shorter input that fails in the same way, as far as half a minute goes."""
    until = time.process_time() + 30
    size = len(text) // 2
    while size:
        at = 0
        while at < len(text):
            shorter = text[:at] + text[at + size :]
            if time.process_time() > until:
                return text
            if _kind(failure_of(stage, shorter)) == _kind(error):
                text = shorter
            else:
                at += size
        size //= 2
    return text


@dataclass(frozen=True)
class Outcome:
    """What came of some inputs."""

    stage: str
    inputs: int
    seconds: float
    """Of the processor, without making the inputs."""
    slowest: float
    memory: int
    """The most that the process ever held, in kilobytes."""
    failure: str = ""
    """The error and the input, where a stage did not survive one."""


def work(stage: str, seed: int, chunk: int, inputs: int) -> Outcome:
    """Feed a stage some inputs, up to the first that it does not survive."""
    chance = random.Random(f"{seed} {stage} {chunk}")  # noqa: S311 -- the same inputs again
    total = slowest = 0.0
    done, failure = 0, ""
    while done < inputs and not failure:
        text = STAGES[stage].make(chance)
        before = time.process_time()
        error = failure_of(stage, text)
        taken = time.process_time() - before
        if isinstance(error, TooLongError):
            # Once more: where others want the same core, its time is worth less.
            error = failure_of(stage, text)
        total, slowest, done = total + taken, max(slowest, taken), done + 1
        if error is not None:
            said = "".join(traceback.format_exception(error)[-6:])
            failure = f"{said}\nwith this input:\n{smaller(stage, text, error)!r}\n"
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return Outcome(stage, done, total, slowest, memory, failure)


def main() -> int:
    """Run all stages; returns the exit status."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", 1)[0])
    parser.add_argument("--inputs", type=int, default=1_000_000, help="how many (a million)")
    parser.add_argument("--seed", type=int, default=0, help="which ones (0)")
    parser.add_argument("-j", "--jobs", type=int, default=os.cpu_count(), help="processes")
    arguments = parser.parse_args()
    began = shown = time.perf_counter()
    outcomes: list[Outcome] = []
    with ProcessPoolExecutor(arguments.jobs) as pool:
        waiting = [
            pool.submit(work, name, arguments.seed, start, min(CHUNK, number - start))
            for name, stage in STAGES.items()
            for number in [round(arguments.inputs * stage.share)]
            for start in range(0, number, CHUNK)
        ]
        for future in as_completed(waiting):
            outcomes.append(outcome := future.result())
            if outcome.failure:
                pool.shutdown(wait=False, cancel_futures=True)
                sys.stdout.write(
                    f"{outcome.stage} fails (seed {arguments.seed}):\n{outcome.failure}"
                )
                return 1
            # A line now and then, which a log can hold as well as a terminal.
            if (now := time.perf_counter()) - shown > 20:
                shown = now
                done = sum(o.inputs for o in outcomes)
                sys.stdout.write(f"{done:,} of {arguments.inputs:,} in {now - began:.0f} s\n")
                sys.stdout.flush()
    for name in STAGES:
        mine = [outcome for outcome in outcomes if outcome.stage == name]
        inputs, seconds = sum(o.inputs for o in mine), sum(o.seconds for o in mine)
        sys.stdout.write(
            f"{name:8}{inputs:>10,} inputs, {inputs / max(seconds, 1e-9):>7,.0f} a second, "
            f"the slowest {max(o.slowest for o in mine):.2f} s\n"
        )
    sys.stdout.write(
        f"seed {arguments.seed}, {sum(o.inputs for o in outcomes):,} inputs in "
        f"{time.perf_counter() - began:,.0f} s, "
        f"at most {max(o.memory for o in outcomes) / 1024:,.0f} MB in one process\n"
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
