"""What SymPy makes of formulas: one in JSON on each line of the input, its value on the output.

    python sympy_oracle.py '{"x": "1.3"}' 20

The arguments give the symbols' values, and the seconds that one formula may take. A formula that
SymPy does not read, or that has no real value, is answered with ``null``. One that takes longer
ends the program: nothing interrupts the power of two large numbers.
"""

from __future__ import annotations

import json
import signal
import sys
from typing import Any

import sympy
from sympy.parsing.latex import LaTeXParsingError, parse_latex

DIGITS = 30


def value(formula: str, given: dict[Any, Any]) -> str | None:
    """The value of a formula as a decimal number or a fraction."""
    try:
        tree = parse_latex(formula)
        # It reads decimals as floats, which would take the thirty digits with them.
        tree = tree.replace(lambda n: n.is_Float, lambda n: sympy.Rational(str(n)))
        found = tree.subs(given).evalf(DIGITS)
    except (LaTeXParsingError, OverflowError, TypeError, ZeroDivisionError):
        return None
    return str(found) if found.is_Float or found.is_Rational else None


def main() -> None:
    """Answer until the input ends."""
    given = {
        sympy.Symbol(name): sympy.Rational(text) for name, text in json.loads(sys.argv[1]).items()
    }
    given |= {sympy.Symbol("e"): sympy.E, sympy.Symbol("pi"): sympy.pi}
    for line in sys.stdin:
        signal.alarm(int(sys.argv[2]))
        sys.stdout.write(json.dumps(value(json.loads(line), given)) + "\n")
        sys.stdout.flush()
        signal.alarm(0)


if __name__ == "__main__":
    main()
