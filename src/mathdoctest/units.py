r"""Units behind numbers, and what their prefixes are worth: ``29 \,\text{mA}`` is 0.029 A.

Units are not checked. But a page that goes from volts and ohms to milliamperes has moved the
decimal point, and that must not look like a mistake.
"""

from __future__ import annotations

import re
from fractions import Fraction
from functools import lru_cache

_PREFIXES = {
    "p": -12, "n": -9, "u": -6, "µ": -6, "μ": -6, "m": -3, "c": -2, "d": -1, "h": 2, "k": 3,
    "K": 3, "M": 6, "G": 9, "T": 12,
}  # fmt: skip
_ONE = Fraction(1)
_PREFIXED: dict[str, Fraction] = {
    **dict.fromkeys(
        "m s A V W Hz F H Ω ohm J N Nm Pa mol C T K S Wb B lm lx Bq Gy Sv VA VAR".split(), _ONE
    ),
    "bar": Fraction(100_000),
    "cal": Fraction(4184, 1000),
    **dict.fromkeys(("L", "l"), Fraction(1, 1000)),
    "b": Fraction(1, 8),
    "g": Fraction(1, 1000),
    **dict.fromkeys(("Wh", "Ah"), Fraction(3600)),
    "eV": Fraction(1602176634, 10**28),
}
"""Units that take a prefix."""
_ALONE: dict[str, Fraction] = {
    **dict.fromkeys(
        "rad dB sr cd rpm kg sec second seconds segundos secondes secondi Sekunden meters metres "
        "in ft lb AU u amu px D rev".split(),
        _ONE,
    ),
    **dict.fromkeys("min minute minutes minutos minuti Minuten Min".split(), Fraction(60)),
    **dict.fromkeys(
        "h hr hrs hour hours hora horas heure heures ora ore Stunde Stunden".split(), Fraction(3600)
    ),
    **dict.fromkeys("day days día días jour jours Tag Tage giorni".split(), Fraction(86400)),
    **dict.fromkeys("liter liters litre litres".split(), Fraction(1, 1000)),
    **dict.fromkeys("bit bits".split(), Fraction(1, 8)),
    **dict.fromkeys("byte bytes Byte Bytes".split(), _ONE),
    "%": _ONE,
    **dict.fromkeys(("bp", "bps"), Fraction(1, 10_000)),
    "ppt": Fraction(1, 1000),
    "ppm": Fraction(1, 10**6),
    "ppb": Fraction(1, 10**9),
    "t": Fraction(1000),
    "M": Fraction(1000),
    "mM": _ONE,
    **dict.fromkeys(("µM", "μM", "uM"), Fraction(1, 1000)),
    "nM": Fraction(1, 10**6),
    "atm": Fraction(101325),
    **dict.fromkeys(("mmHg", "Torr", "torr"), Fraction(101325, 760)),
    "psi": Fraction(6894757, 1000),
    "mph": Fraction(44704, 100_000),
    **dict.fromkeys("thousand Tausend mille mil".split(), Fraction(1000)),
    **dict.fromkeys(
        "million millions Mio Millionen millones milioni milhões".split(), Fraction(10**6)
    ),
    **dict.fromkeys("billion billions Mrd Milliarden milliards".split(), Fraction(10**9)),
    "trillion": Fraction(10**12),
}
_SAME = {
    **dict.fromkeys(("°C", "K"), "K"),
    **dict.fromkeys(("g", "t"), "g"),
    **dict.fromkeys(("L", "l"), "L"),
    **{name: "s" for name, size in _ALONE.items() if size in (60, 3600, 86400)},
    **dict.fromkeys("s sec second seconds segundos secondes secondi Sekunden".split(), "s"),
    **dict.fromkeys("m meters metres".split(), "m"),
}
"""What kind of quantity some units measure, by the unit that the kind is called after."""
_PART = re.compile(
    r"\s*(?P<join>[/*·⋅.]|)\s*(?P<open>\(?)(?P<name>[A-Za-zµμΩÀ-ÿ]+|%)"
    r"(?P<power>\^?-?\d|[²³])?(?P<close>\)?)"
)
_MACROS = {
    "\\Omega": "Ω", "\\ohm": "Ω", "\\mu": "μ", "\\cdot": "·", "\\times": "·", "\\mathrm": "",
    "\\text": "", "~": " ", "\\,": " ", "\\;": " ", "\\ ": " ", "{": "", "}": "",
}  # fmt: skip
_FRACTION = re.compile(r"\\[dt]?frac\{([^{}]*)\}\{([^{}]*)\}")
_MICRO = re.compile(r"(?<=[µμ])\s+|(?<=[kKMGmn])\s+(?=Ω)")


@lru_cache(maxsize=1024)
def worth(text: str) -> Fraction | None:
    """What a unit is worth in units without a prefix; nothing where it is no unit."""
    text = _FRACTION.sub(r"\1/(\2)", text)
    for macro, plain in _MACROS.items():
        text = text.replace(macro, plain)
    text = _MICRO.sub("", text).strip()
    value: Fraction | None = None
    at = 0
    below = grouped = False
    while at < len(text):
        part = _PART.match(text, at)
        one = _one(part["name"]) if part else None
        if part is None or one is None:
            return None
        power = int((part["power"] or "1").strip("^").translate({0xB2: "2", 0xB3: "3"}))
        if part["join"] == "/":
            below, grouped = True, bool(part["open"])
        elif below and not grouped and part["join"]:
            below = False
        value = (value or _ONE) * Fraction(one ** (-power if below else power))
        if part["close"]:
            below = grouped = False
        at = part.end()
    return value


def _one(name: str) -> Fraction | None:
    """One unit, perhaps with a prefix."""
    if name in _ALONE:
        return _ALONE[name]
    if name in _PREFIXED:
        return _PREFIXED[name]
    if name[0] in _PREFIXES and name[1:] in _PREFIXED:
        return Fraction(10) ** _PREFIXES[name[0]] * _PREFIXED[name[1:]]
    return None


def kind(unit: str) -> str:
    """What a unit measures: the same for units that may be added to each other."""
    if unit in _SAME:
        return _SAME[unit]
    if unit not in _ALONE and unit not in _PREFIXED and unit[:1] in _PREFIXES:
        return _SAME.get(unit[1:], unit[1:]) if unit[1:] in _PREFIXED else unit
    return "g" if unit == "kg" else unit
