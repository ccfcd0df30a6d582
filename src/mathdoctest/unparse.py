"""Trees back to LaTeX: how a report names what a number stands for."""

from __future__ import annotations

from mathdoctest.lexer import COMPARISONS, UNDEFINED
from mathdoctest.tree import (
    MANY,
    ONE,
    Add,
    Arr,
    Call,
    Deriv,
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
    Sum,
    Sym,
    is_longer,
)

MAX_PARTS = MANY - 1
"""What has more parts is not written out: nobody would read it, and shared parts, each written as
often as it is used, could fill the memory."""
MAX_TERMS = 6
"""Of a longer sum the first terms and the last are written out."""

_SUM, _PRODUCT, _POWER, _ATOM = range(4)
_COMMANDS = {
    "exp", "ln", "log", "sin", "cos", "tan", "cot", "sec", "csc", "arcsin", "arccos", "arctan",
    "sinh", "cosh", "tanh", "max", "min", "gcd",
}  # fmt: skip


def unparse(node: Node) -> str:
    """The LaTeX of a tree, a stand-in as the number that was printed."""
    if type(node) is Num:
        return number_text(node)
    if is_longer(node, MAX_PARTS):
        return "\\text{a very long expression}"
    return _write(node)[0]


def _in(node: Node, level: int) -> str:
    text, own = _write(node)
    return text if own >= level else f"({text})"


def number_text(num: Num) -> str:
    """A literal as LaTeX."""
    if num.scale is ONE or num.scale == 1:
        return num.digits
    if num.scale.numerator == 1 and num.scale.denominator == 100:
        return f"{num.digits}\\%"
    power = len(str(num.scale.numerator)) - len(str(num.scale.denominator))
    return f"{num.digits} \\times 10^{{{power}}}"


def _write(node: Node) -> tuple[str, int]:
    match node:
        case Num():
            return number_text(node), _ATOM if node.scale is ONE else _PRODUCT
        case Stand():
            return number_text(node.num), _ATOM
        # The most frequent ones first.
        case Mul():
            return " \\cdot ".join([_in(factor, _POWER) for factor in node.factors]), _PRODUCT
        case Ref():
            return node.definition.latex, _ATOM
        case Add():
            text = _in(node.terms[0], _SUM)
            left_out = range(2, len(node.terms) - 1 if len(node.terms) > MAX_TERMS else 0)
            for k, term in enumerate(node.terms[1:], 1):
                if k in left_out:
                    text += " + \\dots" if k == left_out.start else ""
                    continue
                text += (
                    f" - {_in(term.arg, _PRODUCT)}"
                    if isinstance(term, Neg)
                    else f" + {_in(term, _PRODUCT)}"
                )
            return text, _SUM
        case Neg():
            return f"-{_in(node.arg, _PRODUCT)}", _SUM
        case Div():
            return f"\\frac{{{_write(node.num)[0]}}}{{{_write(node.den)[0]}}}", _POWER
        case Pow():
            return f"{_in(node.base, _ATOM)}^{{{_write(node.exp)[0]}}}", _POWER
        case Call():
            return _call(node), _ATOM
        case Sym() | Param():
            return node.name, _ATOM
        case Deriv():
            return (
                f"\\frac{{\\partial {_write(node.of)[0]}}}{{\\partial {_write(node.wrt)[0]}}}",
                _ATOM,
            )
        case Arr():
            return "[" + "; ".join(
                ", ".join(_write(c)[0] for c in row) for row in node.rows
            ) + "]", _ATOM
        case Sum():
            return f"\\{node.kind} {_in(node.body, _PRODUCT)}", _PRODUCT
        case Opaque():
            return "?", _ATOM


def _call(node: Call) -> str:
    # Each argument is written once: a degree of a degree, twice each, would double at every one.
    if node.name == "deg":
        return f"{_in(node.args[0], _ATOM)}^\\circ"
    if node.name == UNDEFINED:
        return "\\text{undefined}"
    if node.name in COMPARISONS:
        met, left, right, otherwise = (_write(arg)[0] for arg in node.args)
        rows = f"{met} & {left} {node.name} {right} \\\\ {otherwise}"
        return f"\\begin{{cases}} {rows} & \\text{{otherwise}} \\end{{cases}}"
    inner = ", ".join(_write(arg)[0] for arg in node.args)
    if node.name == "pi":
        return "\\pi"
    if node.name == "sqrt":
        return f"\\sqrt{{{inner}}}"
    if node.name == "abs":
        return f"|{inner}|"
    if node.name == "round" and len(node.args) == 1:
        return f"\\lfloor {inner} \\rceil"
    if node.name in ("floor", "ceil"):
        return f"\\l{node.name} {inner} \\r{node.name}"
    if node.name == "exp":
        return f"e^{{{inner}}}"
    if node.name in ("log10", "log2"):
        return f"\\log_{{{node.name[3:]}}}({inner})"
    if node.name in ("ncdf", "npdf"):
        return f"\\Phi{chr(39) * (node.name == 'npdf')}({inner})"
    name = f"\\{node.name}" if node.name in _COMMANDS else node.name
    return f"{name}{chr(39) * node.order}({inner})"
