"""The value of a tree: exact rationals where possible, else fifty digits; floats at random values.

`Values.exact` is the value at the page's givens. `Values.shown` is the value that a reader gets who
types the printed numbers. `Values.samples` is the value at random givens, which tells an identity
from a coincidence of this page's numbers.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping, MutableMapping
from contextlib import contextmanager, suppress
from fractions import Fraction
from functools import reduce
from hashlib import blake2b
from struct import unpack
from typing import TYPE_CHECKING, Any, TypeAlias, TypeVar

import mpmath
from mpmath.libmp import from_rational

from mathdoctest import ratios
from mathdoctest.lexer import COMPARISONS, UNDEFINED
from mathdoctest.modular import NoRemainderError, remainder
from mathdoctest.ratios import coprime, ratio
from mathdoctest.tree import (
    Add,
    Arr,
    Call,
    Div,
    Mul,
    Neg,
    Node,
    Num,
    Opaque,
    Param,
    Pow,
    Ref,
    Stand,
    Sym,
    children,
    replaced,
)

if TYPE_CHECKING:
    from mathdoctest.definitions import Definition

Exact: TypeAlias = Any
"""A `Fraction`, or an ``mpf`` of `DIGITS` digits."""

_T = TypeVar("_T")

DIGITS = 50
SAMPLES = 3
LONG_CHAIN = 20
"""Stand-ins behind each other beyond which a value is remembered for those that follow."""
MAX_BITS = 4_000
"""A rational with a longer denominator or numerator goes on as a fifty-digit number."""
MAX_MAGNITUDE = 4_000
"""Values beyond two to the power of this, either way, are not values of a worked example."""
MAX_EXPONENT = 1_000_000
"""Powers whose binary logarithm passes this are not computed."""

MP: Any = mpmath.mp.clone()
MP.dps = DIGITS
_EQUAL = MP.mpf(10) ** (8 - DIGITS)


_NO_VALUE = (OverflowError, ZeroDivisionError, MemoryError, mpmath.libmp.NoConvergence)
"""What the arithmetic raises where there is no value."""


class UnknownValueError(ValueError):
    """A tree has no value, and why."""


# `type(x) is Fraction` below: `isinstance` asks its abstract base classes about every other number,
# which takes ten times as long, and nothing here makes fractions of another kind.


def _mp(x: Exact) -> Any:
    if type(x) is Fraction:
        return MP.make_mpf(from_rational(x.numerator, x.denominator, MP.prec, "n"))
    return x


def _beside_fractions(name: str) -> None:
    """Let our numbers be compared with fractions, or taken from them, as they can since mpmath 1.4.

    The mpmath that SymPy asks for is older.
    """
    plain = getattr(MP.mpf, name)
    setattr(MP.mpf, name, lambda x, other: plain(x, _mp(other)))


if MP.mpf(1).__gt__(Fraction(0)) is NotImplemented:
    for _name in ("__lt__", "__le__", "__gt__", "__ge__", "__rsub__", "__rtruediv__", "__rmod__"):
        _beside_fractions(_name)


def _lowest(numerator: int, denominator: int) -> Exact:
    """The quotient of two whole numbers: a long one goes on as a number of fifty digits."""
    found = ratio(numerator, denominator)
    if denominator.bit_length() > MAX_BITS or numerator.bit_length() > MAX_BITS:
        numerator, denominator = found.as_integer_ratio()
        if denominator.bit_length() > MAX_BITS or numerator.bit_length() > MAX_BITS:
            return _mp(found)
    return found


def _magnitude(x: Any) -> int:
    """The binary exponent of a fifty-digit number, without its sign."""
    _, man, exp, bits = x._mpf_
    return abs(exp + bits) if man else 0


def is_negative(x: Exact) -> bool:
    """Whether an exact value lies below zero."""
    # Comparing a Fraction with a number takes ten times as long as looking at its sign.
    return x.numerator < 0 if type(x) is Fraction else bool(x._mpf_[0])


def add(a: Exact, b: Exact) -> Exact:
    """The sum of two exact values."""
    if type(a) is Fraction and type(b) is Fraction:
        (p, q), (r, s) = a.as_integer_ratio(), b.as_integer_ratio()
        return _lowest(p * s + r * q, q * s)
    return _mp(a) + _mp(b)


def multiply(a: Exact, b: Exact) -> Exact:
    """The product of two exact values."""
    if type(a) is Fraction and type(b) is Fraction:
        (p, q), (r, s) = a.as_integer_ratio(), b.as_integer_ratio()
        return _lowest(p * r, q * s)
    return _mp(a) * _mp(b)


def divide(a: Exact, b: Exact) -> Exact:
    """The quotient of two exact values."""
    if not b:
        raise UnknownValueError("division by zero")
    if type(a) is Fraction and type(b) is Fraction:
        (p, q), (r, s) = a.as_integer_ratio(), b.as_integer_ratio()
        return _lowest(p * s, q * r)
    return _mp(a) / _mp(b)


def negative(x: Exact) -> Exact:
    """The negative of an exact value."""
    return ratios.negative(x) if type(x) is Fraction else -x


def power(a: Exact, b: Exact) -> Exact:
    """A power; integer powers of rationals stay rational while they are of sensible size."""
    if type(b) is float and b.is_integer():
        # In floats a square is one, too, of a negative number as well.
        b = Fraction(b)
    if type(b) is Fraction and b.denominator == 1:
        n = b.numerator
        if a == 0 and n < 0:
            raise UnknownValueError("division by zero")
        if type(a) is Fraction:
            bits = max(a.numerator.bit_length(), a.denominator.bit_length())
            if bits * abs(n) <= MAX_BITS:
                p, q = a.as_integer_ratio()
                return coprime(p**n, q**n) if n >= 0 else ratio(q**-n, p**-n)
        if a == 0:
            return Fraction(1) if n == 0 else Fraction(0)
        if abs(n) > MAX_EXPONENT or abs(n) * abs(_log2(a)) > MAX_EXPONENT:
            raise UnknownValueError("a power too large to compute")
        return _mp(a) ** n
    if a < 0:
        raise UnknownValueError("a broken power of a negative number")
    if a == 0:
        if b < 0:
            raise UnknownValueError("division by zero")
        return Fraction(0)
    if (
        abs(b) > MAX_EXPONENT
        or abs(b * _log2(a) if not isinstance(b, Fraction) else float(b) * _log2(a)) > MAX_EXPONENT
    ):
        raise UnknownValueError("a power too large to compute")
    return _mp(a) ** _mp(b)


def _log2(a: Exact) -> float:
    if type(a) is Fraction:
        return a.numerator.bit_length() - a.denominator.bit_length() if a else 0.0
    return float(MP.log(abs(a), 2)) if a else 0.0


def _bounded_exp(x: Any) -> Any:
    if abs(x) > MAX_EXPONENT:
        raise UnknownValueError("an exponential too large to compute")
    return MP.exp(x)


def _positive(f: Callable[[Any], Any], name: str) -> Callable[[Any], Any]:
    def checked(x: Any) -> Any:
        if x <= 0:
            raise UnknownValueError(f"{name} of a number that is not positive")
        return f(x)

    return checked


def _within_one(f: Callable[[Any], Any], name: str) -> Callable[[Any], Any]:
    def checked(x: Any) -> Any:
        if abs(x) > 1:
            raise UnknownValueError(f"{name} of a number beyond 1")
        return f(x)

    return checked


def _root(x: Any) -> Any:
    if x < 0:
        raise UnknownValueError("the root of a negative number")
    return MP.sqrt(x)


def _trigonometric(f: Callable[[Any], Any]) -> Callable[[Any], Any]:
    def bounded(x: Any) -> Any:
        if abs(x) > 10**15:
            raise UnknownValueError("an angle too large to reduce")
        return f(x)

    return bounded


_EXACT_UNARY: dict[str, Callable[[Any], Any]] = {
    "exp": _bounded_exp,
    "ln": _positive(MP.log, "the logarithm"),
    "log": _positive(MP.log, "the logarithm"),
    "log10": _positive(MP.log10, "the logarithm"),
    "log2": _positive(lambda x: MP.log(x, 2), "the logarithm"),
    "sqrt": _root,
    "sin": _trigonometric(MP.sin),
    "cos": _trigonometric(MP.cos),
    "tan": _trigonometric(MP.tan),
    "cot": _trigonometric(MP.cot),
    "sec": _trigonometric(MP.sec),
    "csc": _trigonometric(MP.csc),
    "arcsin": _within_one(MP.asin, "the arc sine"),
    "arccos": _within_one(MP.acos, "the arc cosine"),
    "arctan": MP.atan,
    "sinh": _trigonometric(MP.sinh),
    "cosh": _trigonometric(MP.cosh),
    "tanh": MP.tanh,
    "deg": lambda x: x * MP.pi / 180,
    "erf": MP.erf,
    "ncdf": MP.ncdf,
    "npdf": MP.npdf,
}

HAIR = 1e-30
"""What a whole number is off by where fifty digits end."""


def _whole(x: Exact, *, up: bool) -> Fraction:
    """The next whole number below, or above: the number itself where only a root's end is off."""
    if not isinstance(x, Fraction):
        near = int(MP.nint(x))
        if abs(x - near) < HAIR:
            return Fraction(near)
        return Fraction(int(MP.ceil(x) if up else MP.floor(x)))
    return Fraction(math.ceil(x) if up else math.floor(x))


MAX_PLACES = 30
"""To as many decimals a function of a page may round."""


def _to_places(*values: Exact) -> Fraction:
    """The first number to as many decimals as the second says, or to a whole one.

    Raises `UnknownValueError` on a tie, as calculators and languages differ there.
    """
    x, *told = values or (Fraction(0), None)
    places = told[0] if told else Fraction(0)
    if len(told) > 1 or not isinstance(places, Fraction) or places.denominator != 1:
        raise UnknownValueError("round takes a number and how many decimals to keep")
    if not 0 <= places <= MAX_PLACES:
        raise UnknownValueError(f"round to other than 0 to {MAX_PLACES} decimals is not known")
    unit = Fraction(10) ** int(places)
    scaled = x * unit if isinstance(x, Fraction) else x * int(unit)
    below = _whole(scaled, up=False)
    rest = scaled - below
    if abs(rest - Fraction(1, 2) if isinstance(rest, Fraction) else rest - 0.5) < HAIR:
        raise UnknownValueError("what is rounded lies halfway, where rules differ")
    return (below + (rest * 2 > 1)) / unit


_FLOAT_UNARY: dict[str, Callable[[float], float]] = {
    "exp": math.exp, "ln": math.log, "log": math.log, "log10": math.log10, "log2": math.log2,
    "sqrt": math.sqrt, "sin": math.sin, "cos": math.cos, "tan": math.tan,
    "cot": lambda x: 1 / math.tan(x), "sec": lambda x: 1 / math.cos(x),
    "csc": lambda x: 1 / math.sin(x), "arcsin": math.asin, "arccos": math.acos,
    "arctan": math.atan, "sinh": math.sinh, "cosh": math.cosh, "tanh": math.tanh,
    "deg": math.radians, "abs": abs, "floor": math.floor, "ceil": math.ceil,
    "erf": math.erf, "sgn": lambda x: float((x > 0) - (x < 0)),
    "ncdf": lambda x: math.erfc(-x / math.sqrt(2)) / 2,
    "npdf": lambda x: math.exp(-x * x / 2) / math.sqrt(2 * math.pi),
}  # fmt: skip


MAX_COUNTED = 300
"""Factorials and binomial coefficients of larger numbers are not computed."""


def _counted(name: str, values: list[Exact]) -> Fraction:
    """A factorial or a binomial coefficient of whole numbers."""
    whole = [int(v) for v in values if isinstance(v, Fraction) and v.denominator == 1]
    if len(whole) < len(values) or not all(0 <= v <= MAX_COUNTED for v in whole):
        raise UnknownValueError(f"a {name} of something that is no small whole number")
    return Fraction(math.factorial(*whole) if name == "factorial" else math.comb(*whole))


def _divisor(name: str, values: list[Exact]) -> Fraction:
    """The greatest common divisor or the least common multiple of whole numbers."""
    whole = [int(v) for v in values if isinstance(v, Fraction) and v.denominator == 1]
    if len(whole) < len(values):
        raise UnknownValueError(f"a {name} of something that is no whole number")
    return Fraction(math.gcd(*whole) if name == "gcd" else math.lcm(*whole))


def equal(a: Exact, b: Exact) -> bool:
    """Whether two exact values are the same: as rationals, or to 42 digits."""
    if a is b:
        return True
    if type(a) is Fraction and type(b) is Fraction:
        return bool(a.as_integer_ratio() == b.as_integer_ratio())
    # Most values differ long before their forty-second digit, which floats tell sooner.
    p, q = _float(a), _float(b)
    if p != q and abs(p - q) > 1e-9 * max(abs(p), abs(q)):
        return False
    x, y = _mp(a), _mp(b)
    return bool(abs(x - y) <= _EQUAL * max(abs(x), abs(y)) or (abs(x) < 1e-60 and abs(y) < 1e-60))


def holds(relation: str, a: Exact, b: Exact) -> bool:
    """Whether one of the `COMPARISONS` holds between two exact values."""
    same = equal(a, b)
    return {
        "=": same,
        "\\ne": not same,
        "<": a < b and not same,
        ">": a > b and not same,
        "\\le": a < b or same,
        "\\ge": a > b or same,
    }[relation]


def _float(x: Exact) -> float:
    try:
        return float(x)
    except OverflowError:
        return math.inf


class Values:
    """Values of trees, each computed once."""

    def __init__(self, *, log_base: int = 0) -> None:
        # By node: nodes are compared by identity, and live as long as something is known of them.
        self._exact: dict[Node, Exact | str] = {}
        self._shown: dict[Node, Exact] = {}
        self._samples: dict[Node, list[float] | None] = {}
        self._rounded: dict[Node, bool] = {}
        self._expanded: dict[tuple[int, ...], Node] = {}
        self._keep: list[Node] = []
        self._open: set[int] = set()
        self.epoch = object()
        """Another one whenever something has another value."""
        self.meant: dict[int, Fraction] = {}
        """For a literal that is known for a slip, by identity: the value that was meant."""
        self.corrected: MutableMapping[int, Fraction] = {}
        """For a wrong literal, by identity: the value that should be printed."""
        self.log_base = log_base
        """What ``\\log`` without a base means: 0 for natural."""

    def memory(self) -> tuple[dict[Any, Any] | list[Any], ...]:
        """Everything that is remembered about nodes: it only ever grows."""
        return (
            self._exact, self._shown, self._samples, self._rounded, self._expanded, self._keep
        )  # fmt: skip

    def keep(self, node: Node) -> Node:
        """Hold a made node for as long as values are remembered by its identity."""
        self._keep.append(node)
        return node

    def mean(self, num: Num, value: Fraction) -> None:
        """Take a literal for another number than the one printed, from here on."""
        self.meant[id(num)] = value
        self.forget()

    @contextmanager
    def supposing(self, meant: Mapping[int, Fraction]) -> Iterator[None]:
        """Take some literals, by identity, for other numbers for a while."""
        before = self.meant, self._exact, self._shown, self._samples, self._rounded
        epoch, self.epoch = self.epoch, object()
        self.meant = {**self.meant, **meant}
        self._exact, self._shown, self._samples, self._rounded = {}, {}, {}, {}
        try:
            yield
        finally:
            self.meant, self._exact, self._shown, self._samples, self._rounded = before
            self.epoch = epoch

    def forget(self) -> None:
        """Work everything out anew: something has another value now."""
        self._exact.clear()
        self._shown.clear()
        self._samples.clear()
        self._rounded.clear()
        self.epoch = object()

    # -- exact -----------------------------------------------------------------------------------

    def exact(self, node: Node) -> Exact:
        """The value at the page's givens. Raises `UnknownValueError`."""
        # What a number or a stand-in for one is worth takes no time to tell, and is not kept.
        if type(node) is Num:
            return self.meant.get(id(node), node.value) if self.meant else node.value
        if type(node) is Stand:
            return self._stood_for(node)
        found = self._exact.get(node)
        if found is None:
            # Why there is no value, rather than the error that says so: with its traceback an error
            # would hold every frame that it passed.
            try:
                found = self._exact_of(node)
                if type(found) is not Fraction and _magnitude(found) > MAX_MAGNITUDE:
                    found = "a number too large or too small to print"
            except (UnknownValueError, *_NO_VALUE) as error:
                found = str(error) or "no value"
            self._exact[node] = found
        if type(found) is str:
            raise UnknownValueError(found)
        return found

    def _stood_for(self, stand: Stand) -> Exact:
        node = stand.source
        if type(node) is not Stand and not self.meant:
            return self.exact(node)
        node = stand
        steps = 0
        while isinstance(node, Stand):
            if self.meant and id(node.num) in self.meant:
                return self.meant[id(node.num)]
            node = node.source
            steps += 1
            if steps == LONG_CHAIN and isinstance(node, Stand):
                # A chain may go on over thousands of formulas: each looks only a few back.
                found = self._exact.get(stand)
                if found is None:
                    found = self._exact[stand] = self.known(node)
                if found is None:
                    break
                return found
        return self.exact(node)

    def _through(self, definition: Definition, value: Callable[[Node], _T]) -> _T:
        """A value of what a definition says, which must not lead back to itself."""
        key = id(definition)
        if key in self._open:
            raise UnknownValueError(f"{definition.latex} is defined by itself")
        self._open.add(key)
        try:
            return value(definition.require())
        finally:
            self._open.discard(key)

    def known(self, node: Node) -> Exact | None:
        """The exact value, or nothing where there is none."""
        try:
            return self.exact(node)
        except UnknownValueError:
            return None

    def _exact_of(self, node: Node) -> Exact:
        if isinstance(node, Ref):
            return self._through(node.definition, self.exact)
        return self._apply(node, self.exact)

    def shown(self, node: Node) -> Exact:
        """The value with every printed number as it is printed, or as it should have been.

        Raises `UnknownValueError`.
        """
        if not self.is_rounded(node):
            return self.exact(node)
        if type(node) is Stand:
            return self._printed(node)
        found = self._shown.get(node)
        if found is None:
            found = self._shown[node] = self._apply(node, self.shown)
        return found

    def agree(self, node: Node, source: Node) -> None:
        """Note that a tree is worth what another one is, and every printed number what it shows."""
        self._rounded[node] = False
        if type(node) is not Stand and (value := self.known(source)) is not None:
            self._exact[node] = value

    def _printed(self, stand: Stand) -> Fraction:
        return self.corrected.get(id(stand.num), stand.num.value)

    def is_rounded(self, node: Node) -> bool:
        """Whether a number that was printed below is not exactly what it stands for."""
        if type(node) is Num or type(node) is Ref:
            return False
        found = self._rounded.get(node)
        if found is None:
            if type(node) is Stand:
                value = self.known(node.source)
                found = type(value) is not Fraction or (
                    value.as_integer_ratio() != self._printed(node).as_integer_ratio()
                )
            else:
                found = False
                for part in children(node):
                    if type(part) is not Num and self.is_rounded(part):
                        found = True
                        break
            self._rounded[node] = found
        return found

    def _apply(self, node: Node, value: Callable[[Node], Exact]) -> Exact:
        if isinstance(node, Add):
            return reduce(add, map(value, node.terms))
        if isinstance(node, Neg):
            return negative(value(node.arg))
        if isinstance(node, Mul):
            try:
                return reduce(multiply, map(value, node.factors))
            except UnknownValueError:
                if not _vanishes(node.factors, value):
                    raise
                return Fraction(0)
        if isinstance(node, Div):
            return divide(value(node.num), value(node.den))
        if isinstance(node, Pow):
            return power(value(node.base), value(node.exp))
        if isinstance(node, Call):
            return self._call(node, value)
        if isinstance(node, Opaque):
            raise UnknownValueError(node.reason)
        if isinstance(node, Sym):
            raise UnknownValueError(f"{node.name} is not defined")
        if isinstance(node, Arr):
            raise UnknownValueError("a matrix where a number is needed")
        if isinstance(node, Param):
            raise UnknownValueError(f"{node.name} has no value of its own")
        raise UnknownValueError("no value")

    def _call(self, node: Call, value: Callable[[Node], Exact]) -> Exact:
        if node.function is not None:
            return value(self.expand(node))
        name = node.name
        if name == "pi":
            return MP.pi + 0
        if name in COMPARISONS:
            met, left, right, otherwise = node.args
            return value(met if holds(name, value(left), value(right)) else otherwise)
        if name == UNDEFINED:
            raise UnknownValueError("none of the cases holds")
        if name in ("max", "min"):
            values = [value(arg) for arg in node.args]
            best = values[0]
            for other in values[1:]:
                if (other > best) == (name == "max"):
                    best = other
            return best
        if name in ("gcd", "lcm"):
            return _divisor(name, [value(arg) for arg in node.args])
        if name == "abs":
            return abs(value(node.args[0]))
        if name == "sgn":
            x = value(node.args[0])
            return Fraction((x > 0) - (x < 0))
        if name in ("floor", "ceil"):
            return _whole(value(node.args[0]), up=name == "ceil")
        if name == "round":
            return _to_places(*(value(arg) for arg in node.args))
        if name == "mod":
            try:
                return remainder(node.args[0], value(node.args[1]), value)
            except NoRemainderError as error:
                raise UnknownValueError(str(error)) from None
        if name in ("factorial", "binomial"):
            return _counted(name, [value(arg) for arg in node.args])
        if name == "log" and self.log_base:
            name = f"log{self.log_base}"
        function = _EXACT_UNARY.get(name)
        if name == "pm":
            raise UnknownValueError("± stands for two values at once")
        if function is None or len(node.args) != 1 or node.order:
            raise UnknownValueError(f"the function {node.name} is not declared")
        x = value(node.args[0])
        if name == "sqrt" and isinstance(x, Fraction) and x >= 0:
            p, q = math.isqrt(x.numerator), math.isqrt(x.denominator)
            if p * p == x.numerator and q * q == x.denominator:
                return Fraction(p, q)
        if name in ("exp", "sin", "tan", "sinh", "tanh", "arctan") and x == 0:
            return Fraction(1 if name == "exp" else 0)
        if name in ("ln", "log", "log10", "log2") and x == 1:
            return Fraction(0)
        if name in ("log10", "log2") and isinstance(x, Fraction) and x > 0:
            base = 10 if name == "log10" else 2
            k = round(float(MP.log(_mp(x), base)))
            if abs(k) < 400 and Fraction(base) ** k == x:
                return Fraction(k)
        return function(_mp(x))

    # -- functions and derivatives -----------------------------------------------------------------

    def expand(self, call: Call) -> Node:
        """A page's function with its arguments put in; for primes, its derivative."""
        function = call.function
        if function is None:
            raise UnknownValueError(f"the function {call.name} is not declared")
        # By what is applied to what, so that f(x) + f(x) is worked out once.
        key = (id(function), call.order, *map(id, call.args))
        found = self._expanded.get(key)
        if found is None:
            body = function.derived(call.order)
            found = self.keep(substitute(body, call.args))
            self._expanded[key] = found
            self._keep.append(call)
        return found

    def rough(self, node: Node, instead: Mapping[int, float]) -> float:
        """The value in floats, with other values for some literals. Raises like arithmetic does."""
        return Rough(self, instead).of(node)

    def rough_of(self, node: Node, value: Callable[[Node], float]) -> float:
        """The value in floats by those of a tree's parts."""
        if isinstance(node, Stand):
            return value(node.source)
        if isinstance(node, Ref):
            return self._through(node.definition, value)
        if isinstance(node, Num):
            return float(self.exact(node))
        function: Callable[..., float] | None = None
        parts: tuple[Node, ...] = ()
        if isinstance(node, Pow):
            function, parts = math.pow, (node.base, node.exp)
        elif isinstance(node, Call) and node.function is None and len(node.args) == 1:
            function, parts = self._in_floats(node), node.args
        if function is not None:
            # Fifty digits take twenty times as long, and tell why there is no value.
            args = [value(part) for part in parts]
            with suppress(ValueError, OverflowError, ZeroDivisionError):
                return float(function(*args))
        return float(self._apply(node, value))

    def _in_floats(self, call: Call) -> Callable[[float], float] | None:
        """What a function of one number is in floats; nothing for one that is not declared."""
        name = f"log{self.log_base}" if call.name == "log" and self.log_base else call.name
        return None if call.order else _FLOAT_UNARY.get(name)

    # -- at random givens --------------------------------------------------------------------------

    def samples(self, node: Node) -> list[float] | None:
        """The values at `SAMPLES` random settings of the givens; nothing where it has none."""
        try:
            return self._need(node)
        except (ValueError, OverflowError, ZeroDivisionError, TypeError):
            return None

    def _need(self, node: Node) -> list[float]:
        if type(node) is Num:
            return [float(node.value)] * SAMPLES
        found = self._samples.get(node)
        if found is None:
            if node in self._samples:
                raise UnknownValueError("no value at random givens")
            self._samples[node] = None
            found = self._samples_of(node)
            # A broken power of a negative number is complex, whatever the types say: a TypeError.
            if not all(map(math.isfinite, found)):
                raise UnknownValueError("no finite value at random givens")
            self._samples[node] = found
        return found

    def _samples_of(self, node: Node) -> list[float]:
        if isinstance(node, Stand):
            return self._need(node.source)
        if isinstance(node, Ref):
            definition = node.definition
            if definition.blank:
                raise UnknownValueError(definition.reason)
            if definition.free:
                return definition.random_values(self)
            return self._through(definition, self._need)
        if isinstance(node, Param):
            return scattered(f"parameter {node.index}", -1.5, 1.5)
        if isinstance(node, Add):
            return [math.fsum(values) for values in zip(*map(self._need, node.terms), strict=True)]
        if isinstance(node, Neg):
            return [-v for v in self._need(node.arg)]
        if isinstance(node, Mul):
            return [
                math.prod(values) for values in zip(*map(self._need, node.factors), strict=True)
            ]
        if isinstance(node, Div):
            return [a / b for a, b in zip(self._need(node.num), self._need(node.den), strict=True)]
        if isinstance(node, Pow):
            return [a**b for a, b in zip(self._need(node.base), self._need(node.exp), strict=True)]
        if isinstance(node, Call):
            if node.function is not None:
                return self._need(self.expand(node))
            if node.name == "pi":
                return [math.pi] * SAMPLES
            if node.name in ("max", "min"):
                choose = max if node.name == "max" else min
                return [choose(values) for values in zip(*map(self._need, node.args), strict=True)]
            if node.name in COMPARISONS:
                return self._samples_by_cases(node)
            if node.name in ("factorial", "binomial", "gcd", "lcm", "round"):
                return [float(self.exact(node))] * SAMPLES
            function = self._in_floats(node)
            if function is None or len(node.args) != 1:
                raise UnknownValueError("not declared")
            return [function(v) for v in self._need(node.args[0])]
        raise UnknownValueError("no value")

    def _samples_by_cases(self, node: Call) -> list[float]:
        met, left, right, otherwise = node.args
        chosen = [
            holds(node.name, *pair) for pair in zip(*map(self._need, (left, right)), strict=True)
        ]
        # What no sample comes to needs no value.
        of = {case: self._need(met if case else otherwise) for case in set(chosen)}
        return [of[case][k] for k, case in enumerate(chosen)]

    def identical(self, a: Node, b: Node) -> bool | None:
        """Whether two trees agree at random givens; nothing where that cannot be told."""
        x, y = self.samples(a), self.samples(b)
        if x is None or y is None:
            return None
        return all(
            abs(u - v) <= 1e-9 * max(abs(u), abs(v), 1e-9) for u, v in zip(x, y, strict=True)
        )


class Rough:
    """Values in floats, with other values for some literals, by identity, for a while."""

    def __init__(self, values: Values, instead: Mapping[int, float]) -> None:
        self._values = values
        self._instead = instead
        self._varied: dict[Node, float] = {}
        self._fixed: dict[Node, float] = {}
        """What does not depend on those literals."""
        self._met = 0
        """How often something was asked for that does."""
        self.above: tuple[Mapping[int, int], int] | None = None
        """Where it is known what rests on those literals: a bit of it by identity, and theirs.

        All else is as on the page.
        """

    def __len__(self) -> int:
        return len(self._varied) + len(self._fixed)

    def suppose(self, instead: Mapping[int, float]) -> None:
        """Take the same literals for other values again."""
        self._instead = instead
        self._varied.clear()

    def of(self, node: Node) -> float:
        """A tree's value. Raises like arithmetic does."""
        found = self._fixed.get(node)
        if found is None:
            met = self._met
            found = self._varied.get(node)
            if found is None:
                found = self._instead.get(id(node))
            if found is not None:
                self._met += 1
                return found
            if self._is_above(node):
                found = self._values.rough_of(node, self.of)
            else:
                found = float(self._values.exact(node))
            (self._fixed if self._met == met else self._varied)[node] = found
        return found

    def _is_above(self, node: Node) -> bool:
        if self.above is None or not isinstance(node, (Ref, Stand)):
            return True
        rests, bit = self.above
        return bool(rests.get(id(node), 0) & bit)


def _vanishes(factors: tuple[Node, ...], value: Callable[[Node], Exact]) -> bool:
    """Whether a product is zero times the logarithm of zero: nothing, by its limit.

    So an entropy counts what never happens.
    """
    logarithms = [f for f in factors if isinstance(f, Call) and f.name in _LOGARITHMS]
    others = [value(f) for f in factors if f not in logarithms]
    return 0 in others and all(value(f.args[0]) == 0 for f in logarithms)


_LOGARITHMS = frozenset(("ln", "log", "log2", "log10"))


def scattered(name: str, low: float, high: float) -> list[float]:
    """Numbers that look random and that every run draws alike: one for each sample."""
    digest = blake2b(name.encode(), digest_size=8 * SAMPLES).digest()
    return [low + (high - low) * n / 2**64 for n in unpack(f"<{SAMPLES}Q", digest)]


def substitute(node: Node, args: tuple[Node, ...]) -> Node:
    """A function's body with its parameters replaced."""
    return replaced(node, lambda leaf: args[leaf.index] if isinstance(leaf, Param) else leaf)
