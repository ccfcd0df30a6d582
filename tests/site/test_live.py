"""What a live page promises: its numbers are Python's, its signs are true, and it can be undone."""

from __future__ import annotations

import json
import math
import random
import re
from decimal import ROUND_HALF_UP, Decimal, localcontext
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from visits import Visit

import backprop
from backprop._validation import Array
from mathdoctest import check
from mathdoctest.evaluate import Values
from mathdoctest.live.explain import data
from mathdoctest.live.page import LivePage, read_page
from mathdoctest.tree import Add, Node, Num, Ref, children, walk

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from playwright.sync_api import Browser, Page

ROOT = Path(__file__).parents[2]
WALKTHROUGH = ROOT / "docs" / "walkthrough.md"
OWN = [1.1, 2.2, 0.2, 0.4, 0.3, 0.7, 0.6, -0.1, 3.3, 0.1]
"""What the walkthrough begins with: inputs, weights by start and end, target, learning rate."""
ARTICLE = "document.querySelector('article').outerHTML"
RAISED = str.maketrans("⁻⁰¹²³⁴⁵⁶⁷⁸⁹", "-0123456789")
pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def live(browser: Browser, address: str) -> Iterator[Page]:
    page = browser.new_page(viewport={"width": 1280, "height": 900})
    visit = Visit(page, f"{address}walkthrough.html")
    page.wait_for_function("!!globalThis.mathdoctest?.show")
    yield page
    page.close()
    assert visit.complaints == []


@pytest.fixture
def fresh(browser: Browser, address: str) -> Iterator[Page]:
    page = browser.new_page(viewport={"width": 1280, "height": 900})
    visit = Visit(page, f"{address}walkthrough.html")
    page.wait_for_function("!!globalThis.mathdoctest?.show")
    yield page
    page.close()
    assert visit.complaints == []


@pytest.fixture(scope="module")
def source() -> LivePage:
    body = WALKTHROUGH.read_text(encoding="utf-8").partition("\n---\n")[2]
    return read_page(body, WALKTHROUGH, str(ROOT / "docs" / "notation.md"))


def step(givens: list[float]) -> backprop.Step:
    """The same network in NumPy."""
    x1, x2, w11, w21, w12, w22, wh1, wh2, y, eta = givens
    network = backprop.Network(
        (backprop.Layer([[w11, w12], [w21, w22]]), backprop.Layer([[wh1], [wh2]]))
    )
    return backprop.step(network, np.array([x1, x2]), np.array([y]), learning_rate=eta)


def settings(count: int, seed: int) -> list[list[float]]:
    """Other numbers to begin with: ordinary, negative, zero, huge and tiny ones."""
    chooser = random.Random(seed)  # noqa: S311 - to be the same each time
    kinds = [
        lambda: round(chooser.uniform(-3, 3), 2),
        lambda: chooser.gauss(0, 1),
        lambda: 0.0,
        lambda: chooser.choice([-1, 1]) * 10 ** chooser.uniform(2, 9),
        lambda: chooser.choice([-1, 1]) * 10 ** chooser.uniform(-12, -3),
    ]
    found = []
    for _ in range(count):
        weights = [6, 4, 1, 1, 1] if chooser.random() < 0.8 else [1, 1, 1, 1, 1]
        givens = [float(chooser.choices(kinds, weights)[0]()) for _ in OWN]
        givens[-1] = abs(givens[-1]) or 0.1  # a learning rate is positive
        found.append(givens)
    return found


def computed(page: Page, givens: list[list[float]]) -> list[list[float]]:
    """What the page's own function makes of each setting."""
    # As text, for JSON knows neither infinities nor -0.
    results = page.evaluate(
        "all => all.map(givens => globalThis.mathdoctest.compute(givens).map(String))", givens
    )
    return [[float(value.replace("Infinity", "inf")) for value in row] for row in results]


def claims(page: Page) -> dict[str, Any]:
    """The data that the page carries."""
    found: dict[str, Any] = json.loads(page.locator("#mathdoctest-claims").text_content() or "")
    return found


def test_the_page_begins_with_the_numbers_of_the_walkthrough(live: Page) -> None:
    assert live.evaluate("globalThis.mathdoctest.own") == OWN


def test_live_values_are_those_that_numpy_computes(live: Page) -> None:
    carried = claims(live)
    codes = {
        row[5]: carried["symbols"][row[0]][2]
        for row in carried["claims"]
        if len(row) > 5 and row[0] >= 0 and carried["symbols"][row[0]][2]
    }
    codes = {output: code for output, code in codes.items() if "history" not in code}
    assert len(codes) >= 40, "the notation ties the page's symbols to code"
    compared = 0
    everything = settings(500, seed=1)
    for givens, results in zip(everything, computed(live, everything), strict=True):
        try:
            record = step(givens)
        except ValueError:
            assert not all(map(math.isfinite, results)), f"NumPy refuses {givens}"
            continue
        for output, code in codes.items():
            expected = float(eval(code, {"step": record}))  # noqa: S307 - our own notation
            got = results[output]
            assert got == pytest.approx(expected, rel=1e-12, abs=1e-300), (code, givens)
            compared += 1
    assert compared > 15_000


def test_live_values_are_those_of_fifty_digit_arithmetic(live: Page, source: LivePage) -> None:
    carried = claims(live)["claims"]
    nodes = {
        row[5]: (item.explanation.node, terms(item.explanation.node))
        for item, row in zip(source.items, carried, strict=False)
        if len(row) > 5 and not looks_ahead(source, item.explanation.node)
    }
    assert len(nodes) >= 60
    givens = data(source.document)
    everything = settings(500, seed=2)
    compared = 0
    for setting, results in zip(everything, computed(live, everything), strict=True):
        for definition, value in zip(givens, setting, strict=True):
            definition.node = Num(0, 0, "0", Fraction(value))
        values = Values()
        for output, (node, summed) in nodes.items():
            exact = values.known(node)
            if exact is None:  # e to the power of more than a million
                assert not math.isnan(results[output])
                continue
            expected = float(exact)
            compared += 1
            # Where terms cancel, no floating-point arithmetic keeps twelve digits of the rest.
            cancelled = max((abs(float(values.exact(term))) for term in summed), default=0.0)
            assert results[output] == pytest.approx(
                expected, rel=1e-12, abs=max(4e-16 * cancelled, 1e-300)
            ), setting
    assert compared > 20_000


def looks_ahead(source: LivePage, node: Node) -> bool:
    """Whether a value is one after many steps, of which an account in fifty digits takes hours."""
    return any(isinstance(n, Ref) and id(n.definition) in source.code.later for n in walk(node))


def python(givens: list[float], steps: int) -> dict[str, Any]:
    """What the expressions on the pages speak of, computed in NumPy."""
    record = step(givens)
    x, y, eta = np.array(givens[:2]), np.array([givens[8]]), givens[9]
    history = backprop.train(record.before, x, y, learning_rate=eta, steps=steps)
    first = [backprop.step(history[n], x, y, learning_rate=eta) for n in range(6)]

    def ask(trained: backprop.Network, a: float, b: float) -> np.float64:
        answer: np.float64 = backprop.forward(trained, [a, b]).output[0]
        return answer

    return {"step": record, "history": history, "steps": first, "ask": ask, "np": np}


def other_steps(givens: list[float], steps: int) -> dict[str, Any]:
    """The steps of the mistake and of the cure, computed in NumPy, one after the other."""
    network = step(givens).before
    x, y, eta = np.array(givens[:2]), np.array([givens[8]]), givens[9]
    first, second = (layer.weights for layer in network.layers)
    linear = backprop.Network(
        (backprop.Layer(first), backprop.Layer(second, activation="identity"))
    )

    def sigmoid(z: Array) -> Array:
        return np.exp(-np.logaddexp(0, -z))

    def loss_of(first: Array, second: Array) -> float:
        return float((sigmoid(sigmoid(x @ first) @ second)[0] - y[0]) ** 2 / 2)

    wrong = [(first, second)]
    for _ in range(steps):
        first, second = wrong[-1]
        hidden = sigmoid(x @ first)
        output = sigmoid(hidden @ second)
        delta = (output - y) * output * (1 - output)
        second = second - eta * np.outer(hidden, delta)
        first = first - eta * np.outer(x, (second @ delta) * hidden * (1 - hidden))
        wrong.append((first, second))

    def ask(trained: backprop.Network, a: float, b: float) -> np.float64:
        answer: np.float64 = backprop.forward(trained, [a, b]).output[0]
        return answer

    cured = backprop.train(linear, x, y, learning_rate=eta, steps=100)
    return {"wrong": wrong, "loss_of": loss_of, "cured": cured, "ask": ask}


@pytest.mark.parametrize(
    ("name", "python", "steps", "count"),
    [
        ("walkthrough", python, 1000, 40),
        ("what-next", python, 10_000, 5),
        ("what-next", other_steps, 1000, 500),
    ],
)
def test_what_is_bound_to_python_follows_as_python_has_it(
    browser: Browser,
    address: str,
    *,
    name: str,
    python: Callable[[list[float], int], dict[str, Any]],
    steps: int,
    count: int,
) -> None:
    about = "wrong|cured" if python is other_steps else "history|steps"
    page = browser.new_page(viewport={"width": 1280, "height": 900})
    visit = Visit(page, f"{address}{name}.html")
    page.wait_for_function("!!globalThis.mathdoctest?.show")
    carried = claims(page)
    codes = {
        row[5]: carried["symbols"][row[0]][2]
        for row in carried["claims"]
        if len(row) > 5 and row[0] >= 0 and re.search(about, carried["symbols"][row[0]][2])
    }
    assert len(codes) >= 8
    ordinary = [givens for givens in settings(20 * count, seed=7) if max(map(abs, givens)) < 10]
    ordinary = ordinary[:count]
    assert len(ordinary) == count
    shaken = 0
    for givens, results in zip(ordinary, computed(page, ordinary), strict=True):
        names = python(givens, steps)
        nudged: dict[str, Any] = {}
        for output, code in codes.items():
            expected = float(eval(code, names))  # noqa: S307 - our own pages
            # A loss near zero is the square of what is left of two equal numbers.
            if results[output] == pytest.approx(expected, rel=1e-12, abs=1e-12):
                continue
            # Large steps jump over the valley, and the last digit decides where they land.
            shaken += 1
            nudged = nudged or python([math.nextafter(given, 9) for given in givens], steps)
            other = float(eval(code, nudged))  # noqa: S307 - our own pages
            assert abs(results[output] - expected) < 100 * abs(other - expected), (code, givens)
    assert shaken <= 0.02 * count * len(codes)
    page.close()
    assert visit.complaints == []


def test_the_numbers_in_sentences_follow(live: Page) -> None:
    for givens in settings(60, seed=8):
        if max(map(abs, givens)) > 10:
            continue
        record = step(givens)
        after = backprop.step(
            record.after, np.array(givens[:2]), np.array([givens[8]]), learning_rate=1
        )
        loss = record.loss
        expected = [
            record.deltas[0][0],
            record.forward.output[0],
            after.forward.output[0],
            loss,
            after.loss,
            100 * (1 - (1 - givens[8]) ** 2 / 2 / loss) if loss else 0,
        ]
        if not live.evaluate("givens => globalThis.mathdoctest.set(givens)", givens):
            continue
        shown = live.locator("article p > [data-claim]").all_text_contents()
        assert len(shown) == len(expected)
        for text, value in zip(shown, expected, strict=True):
            digits = text.replace("−", "-").translate(RAISED).replace("×10", "e")
            # As precise as the page prints it: a half of the last digit's unit.
            unit = Decimal(1).scaleb(Decimal(digits).as_tuple().exponent)  # type: ignore[arg-type]
            assert abs(Decimal(digits) - Decimal(float(value))) <= unit * Decimal("0.50001")
    live.evaluate("globalThis.mathdoctest.set(globalThis.mathdoctest.own)")


def test_what_cannot_follow_says_so_while_other_numbers_do(browser: Browser, address: str) -> None:
    page = browser.new_page(viewport={"width": 1280, "height": 900})
    Visit(page, f"{address}appendix-3.html")
    page.wait_for_function("!!globalThis.mathdoctest?.show")
    before = page.evaluate(ARTICLE)
    assert page.locator(".claim-fixed").count() == 0
    page.evaluate("globalThis.mathdoctest.set([0.5, ...globalThis.mathdoctest.own.slice(1)])")
    fixed = page.locator(".claim-fixed")
    count = fixed.count()
    assert count >= 20
    assert fixed.first.evaluate("e => getComputedStyle(e).outlineStyle") == "dashed"
    hint = page.locator(".live-hint")
    assert f"{count} numbers in a dashed frame" in (hint.text_content() or "")
    page.evaluate("globalThis.mathdoctest.set(globalThis.mathdoctest.own)")
    assert page.evaluate(ARTICLE) == before
    page.close()


@pytest.mark.parametrize("name", ["walkthrough", "appendix-1", "appendix-2", "what-next"])
def test_no_number_of_a_page_without_shapes_keeps_to_the_page(
    browser: Browser, address: str, name: str
) -> None:
    page = browser.new_page(viewport={"width": 1280, "height": 900})
    Visit(page, f"{address}{name}.html")
    page.wait_for_function("!!globalThis.mathdoctest?.show")
    page.evaluate("globalThis.mathdoctest.set([0.5, ...globalThis.mathdoctest.own.slice(1)])")
    assert page.locator(".claim-changed").count() > 5
    assert page.locator(".claim-fixed").count() == 0
    page.close()


def terms(node: Node) -> list[Node]:
    """The terms of all the sums that a value is made of."""
    found: dict[int, Node] = {}
    seen: set[int] = set()
    stack = [node]
    while stack:
        top = stack.pop()
        if id(top) in seen:
            continue
        seen.add(id(top))
        if isinstance(top, Ref) and top.definition.node is not None:
            stack.append(top.definition.node)
        if isinstance(top, Add):
            found |= {id(term): term for term in top.terms}
        stack.extend(children(top))
    return list(found.values())


@pytest.mark.parametrize("count", [1, 10, 1000])
def test_live_training_ends_where_numpy_ends(live: Page, count: int) -> None:
    for givens in [OWN, *settings(20, seed=3)]:
        if max(map(abs, givens)) > 100:
            continue  # another story: the steps overflow
        history = backprop.train(
            step(givens).before, givens[:2], [givens[8]], learning_rate=givens[9], steps=count
        )
        first, second = (weights[-1].ravel() for weights in history.weights)
        live.evaluate("givens => globalThis.mathdoctest.set(givens)", givens)
        assert live.evaluate("n => globalThis.mathdoctest.train(n)", count) == count
        after = live.evaluate("globalThis.mathdoctest.state()")
        expected = [first[0], first[2], first[1], first[3], *second]
        assert after[2:8] == pytest.approx([float(w) for w in expected], rel=1e-12, abs=1e-300)
    live.evaluate("globalThis.mathdoctest.set(globalThis.mathdoctest.own)")


def test_numbers_are_rounded_as_pythons_half_up(live: Page) -> None:
    chooser = random.Random(4)  # noqa: S311 - to be the same each time
    cases: list[tuple[float, int]] = [(0.5, 0), (1.5, 0), (2.5, 0), (1.005, 2), (1.45, 1), (0.0, 3)]
    for _ in range(20_000):
        decimals = chooser.randrange(8)
        kind = chooser.random()
        if kind < 0.4:  # a tie, exactly
            value = (2 * chooser.randrange(10**4) + 1) / 2 ** chooser.randrange(1, 9)
        elif kind < 0.7:
            value = chooser.uniform(0, 10 ** chooser.randrange(-3, 8))
        else:  # next to a tie
            value = round(chooser.uniform(0, 100), decimals) + 0.5 * 10**-decimals
        cases.append((value, decimals))
    shown = live.evaluate(
        """cases => cases.map(([value, decimals]) =>
          globalThis.mathdoctest.plain(globalThis.mathdoctest.written(value, decimals, false)))""",
        cases,
    )
    checked = 0
    with localcontext() as context:
        context.prec = 1000  # a double has at most 767 digits
        for (value, decimals), text in zip(cases, shown, strict=True):
            expected = Decimal(value).quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)
            if value and not expected:
                assert "×10" in text or float(text) == pytest.approx(value, rel=0.05)
                continue
            assert text == str(expected), (value, decimals)
            checked += 1
    assert checked > 15_000


@pytest.mark.parametrize(
    ("value", "decimals", "exact", "shown"),
    [
        (1.1, 1, True, "1.1"),
        (2.0, 1, True, "2.0"),  # no fewer decimals than the page prints
        (0.22000000000000003, 2, True, "0.22"),
        (1.23456, 1, True, "1.23456"),  # as many as the page's precision has room for
        (1.234567, 1, True, "1.23457"),
        (0.5, 5, False, "0.50000"),
        (123456789.0, 2, False, "123456789.00"),
        (1.5e12, 2, False, "1.50000×10¹²"),
        (1.5e-12, 5, False, "1.50000×10⁻¹²"),
        (1e-9, 1, True, "1×10⁻⁹"),
        (0.0, 5, False, "0.00000"),
        (0.193, 0, False, "0.19"),  # and not 0
        (0.0004, 2, False, "0.00040"),
        (0.00004, 2, False, "4.00000×10⁻⁵"),
    ],
)
def test_numbers_keep_the_pages_own_form(
    live: Page, value: float, decimals: int, exact: bool, shown: str
) -> None:
    made = live.evaluate(
        """([value, decimals, exact]) =>
          globalThis.mathdoctest.plain(globalThis.mathdoctest.written(value, decimals, exact))""",
        [value, decimals, exact],
    )
    assert made == shown


# What a reader sees of a formula, as LaTeX: nothing hidden, every bracket and sign.
LATEX = r"""
() => {
  const words = {"≈": "\\approx ", "⋅": "\\cdot ", "−": "-", "←": "\\leftarrow ", "σ": "\\sigma ",
    "δ": "\\delta ", "η": "\\eta ", "∂": "\\partial ", "′": "'", "×": "\\times "};
  const write = (e) => {
    if (e.nodeType === Node.TEXT_NODE) return [...e.data].map(c => words[c] ?? c).join("");
    if (getComputedStyle(e).display === "none") return "";
    const parts = [...e.childNodes].map(write);
    switch (e.localName) {
      case "mfrac": return `\\frac{${parts[0]}}{${parts[1]}}`;
      case "msup": return parts[1] === "'" ? parts.join("") : `${parts[0]}^{${parts[1]}}`;
      case "msub": return `${parts[0]}_{${parts[1]}}`;
      case "mtext": return `\\text{${parts.join("")}}`;
      case "mi": return e.textContent.length > 1 ? `\\text{${parts.join("")}}` : parts.join("");
      case "mn": return parts.join("").replace(/×10([⁻⁰¹²³⁴⁵⁶⁷⁸⁹]+)/, (_, p) =>
        ` \\times 10^{${[...p].map(c => "-0123456789"["⁻⁰¹²³⁴⁵⁶⁷⁸⁹".indexOf(c)]).join("")}}`);
      default: return parts.join("");
    }
  };
  // The legend shows symbols and claims nothing.
  const formulas = document.querySelectorAll("article :not(.claims-legend *) > math");
  return [...formulas].map(write);
}
"""


def reread(page: Page) -> str:
    """The page's formulas as they are shown now, as a page of Markdown."""
    return "\n\n".join(f"$$\n{latex}\n$$" for latex in page.evaluate(LATEX))


def wrong(text: str) -> list[str]:
    """What the check finds wrong on a page, a false sign of equality included."""
    report = check(text)
    found = [claim.message for claim in report.claims if claim.verdict == "wrong"]
    # That the displayed operands give the displayed result takes a guard digit, chosen by hand for
    # the page's own numbers. And ≈ between what is equal by chance, such as both being 0, is true.
    return found + [
        finding.message
        for finding in report.findings
        if finding.verdict == "wrong"
        and finding.rule != "calculator"
        and "exactly equal as displayed" not in finding.message
    ]


def test_the_check_finds_nothing_wrong_on_the_page_with_other_numbers(live: Page) -> None:
    assert wrong(reread(live)) == []
    chooser = random.Random(5)  # noqa: S311 - to be the same each time
    for _ in range(40):
        givens = [round(chooser.uniform(-3, 3), chooser.randrange(4)) for _ in OWN]
        assert live.evaluate("givens => globalThis.mathdoctest.set(givens)", givens)
        text = reread(live)
        report = check(text)
        assert sum(claim.verdict == "verified" for claim in report.claims) > 140
        assert wrong(text) == [], givens
    live.evaluate("globalThis.mathdoctest.set(globalThis.mathdoctest.own)")


def test_the_check_notices_a_wrong_sign_on_the_page_with_other_numbers(live: Page) -> None:
    live.evaluate("givens => globalThis.mathdoctest.set(givens)", [-0.5, *OWN[1:]])
    text = reread(live)
    assert wrong(text) == []
    for old, new in [("=-0.5+2.2", "=0.5+2.2"), (r"\cdot (-0.5)", r"\cdot 0.5")]:
        assert old in text
        assert wrong(text.replace(old, new)) != []
    live.evaluate("globalThis.mathdoctest.set(globalThis.mathdoctest.own)")


def test_the_pictures_follow_and_say_so_to_those_who_cannot_see_them(live: Page) -> None:
    carried = claims(live)
    givens = [-0.5, 2.0, 0.25, -1.5, 0.3, 0.7, 1.6, -0.1, 0.4, 0.5]
    live.evaluate("givens => globalThis.mathdoctest.set(givens)", givens)
    record = step(givens)
    pictures = live.locator(".diagram svg")
    assert pictures.count() == 2
    for picture in pictures.all():
        values = picture.evaluate(
            "e => [...e.querySelectorAll('.value')].map((v) => [v.dataset.claim, v.textContent])"
        )
        assert len(values) >= 16
        said = picture.locator("desc").text_content() or ""
        for claim, text in values:
            assert text in said
            number = float(text.replace("−", "-"))
            code = carried["symbols"][carried["claims"][int(claim)][0]][2]
            expected = float(eval(code, {"step": record}))  # noqa: S307 - our own notation
            assert number == pytest.approx(expected, abs=5.001e-6), code
    live.evaluate("globalThis.mathdoctest.set(globalThis.mathdoctest.own)")


@pytest.mark.parametrize("page", ["walkthrough.html", "index.html"])
def test_the_pictures_can_be_read_on_a_narrow_screen(
    browser: Browser, address: str, page: str
) -> None:
    narrow = browser.new_page(viewport={"width": 360, "height": 800})
    narrow.goto(address + page, wait_until="networkidle")
    found = narrow.evaluate(
        """() => [...document.querySelectorAll(".diagram svg")].map((svg) => {
          const box = svg.getBoundingClientRect();
          const texts = [...svg.querySelectorAll("text")].map((t) => t.getBoundingClientRect());
          const size = 17 * box.width / svg.viewBox.baseVal.width;
          return [size, texts.every((t) => t.left >= 0 && t.right <= innerWidth)];
        })"""
    )
    assert len(found) == 2
    for size, inside in found:
        assert size >= 10
        assert inside
    narrow.close()


def test_reset_restores_the_page_exactly(fresh: Page) -> None:
    before = fresh.evaluate(ARTICLE)
    for givens in settings(30, seed=6):
        fresh.evaluate("givens => globalThis.mathdoctest.set(givens)", givens)
        fresh.evaluate("globalThis.mathdoctest.train(3)")
    assert fresh.evaluate(ARTICLE) != before
    fresh.get_by_role("button", name="Change the numbers").click()
    fresh.get_by_role("button", name="Reset").click()
    assert fresh.evaluate(ARTICLE) == before


def test_a_number_that_comes_back_is_printed_as_the_page_prints_it(fresh: Page) -> None:
    before = fresh.evaluate(ARTICLE)
    # Everything is printed anew, and nothing may look different for it.
    fresh.evaluate("globalThis.mathdoctest.set([-0.5, ...globalThis.mathdoctest.own.slice(1)])")
    changed = fresh.locator(".claim-changed").count()
    assert changed > 40
    fresh.evaluate("globalThis.mathdoctest.set([1.1, ...globalThis.mathdoctest.own.slice(1)])")
    assert fresh.evaluate(ARTICLE) == before
