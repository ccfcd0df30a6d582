"""Single slips that somebody could make in the arithmetic of a Python package.

A mutant is the text of one module with one expression or statement written differently. Python's
own parser finds the places; what is not changed keeps its text and its lines.
"""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path


@dataclass(frozen=True)
class Mutant:
    """One module of the package with one slip in it."""

    module: str
    """The module's path inside the package."""
    line: int
    """The line that was changed, from 1."""
    function: str
    """The function around it."""
    first: int
    """The line on which that function begins, its decorators left out."""
    kind: str
    """What was changed: a key of `KINDS`."""
    before: str
    """The code as it is, on one line."""
    after: str
    """The code as it would be."""
    source: str
    """The whole text of the module."""


KINDS = {
    "sign": "a sign is dropped or put before a value",
    "operator": "another operator: + for -, * for /, > for <",
    "order": "the two sides of an operator, two arguments or two statements change places",
    "left out": "a factor, a term, a function, a slope or a statement is dropped",
    "factor": "a value is doubled",
    "number": "a constant is one larger",
    "index": "another element, axis or slice, or a transpose too many or too few",
    "name": "another variable, field or function of the same kind",
    "condition": "a condition is turned round",
    "update order": "the hidden layers are given the output layer's new weights",
}
"""What kinds of slips there are."""

_OPERATORS: dict[type[ast.operator], type[ast.operator]] = {
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
    ast.Mult: ast.Div,
    ast.Div: ast.Mult,
    ast.MatMult: ast.Mult,
    ast.Pow: ast.Mult,
    ast.FloorDiv: ast.Mult,
    ast.Mod: ast.Mult,
}
_COMPARISONS: dict[type[ast.cmpop], tuple[type[ast.cmpop], ...]] = {
    ast.Gt: (ast.Lt, ast.GtE),
    ast.Lt: (ast.Gt, ast.LtE),
    ast.GtE: (ast.LtE, ast.Gt),
    ast.LtE: (ast.GtE, ast.Lt),
    ast.Eq: (ast.NotEq,),
    ast.NotEq: (ast.Eq,),
}
_OTHER_NAME = {
    "exp": "expm1",
    "log": "log1p",
    "log1p": "log",
    "tanh": "sinh",
    "zeros_like": "ones_like",
    "ones_like": "zeros_like",
    "max": "min",
    "min": "max",
    "minimum": "maximum",
    "sum": "mean",
    "sigmoid": "tanh",
    "softmax": "sigmoid",
    "function": "derivative",
    "derivative": "function",
    "pre_activations": "activations",
    "activations": "pre_activations",
    "before": "after",
    "after": "before",
    "deltas": "slopes",
    "target": "learning_rate",
}
"""What somebody might take for it: functions of NumPy and of the package, and fields of records."""

_OF_NUMBERS = frozenset(
    {
        "abs",
        "divide",
        "derivative",
        "error",
        "exp",
        "function",
        "log",
        "log1p",
        "minimum",
        "tanh",
        "where",
    }
)
"""What computes numbers, beside the package's own functions: NumPy's, and fields that hold one."""

_ONLY = {"diagram.py": frozenset({"connections", "nodes", "describe", "shown"})}
"""Where a module does more than arithmetic: the functions that choose and round numbers. Where a
line of a drawing begins is no number that anybody reads."""

# A slip over several lines, each a text that stands exactly once in its module.
_BY_HAND = (
    (
        "training.py",
        "update order",
        "    after = update(network, back, learning_rate)\n",
        """\
    early = update(network, back, learning_rate)
    early = Network([*network.layers[:-1], early.layers[-1]])
    back = backward(early, ahead, y, loss)
    after = update(network, back, learning_rate)
""",
    ),
    (
        "passes.py",
        "left out",
        "deltas.insert(0, through(deltas[0] @ layer.weights.T, slope))",
        "deltas.insert(0, deltas[0] @ layer.weights.T)",
    ),
    ("passes.py", "left out", "delta = through(error, slopes[-1])", "delta = error"),
)


def mutants(package: Path) -> list[Mutant]:
    """Every mutant of every module of a package, in reading order; no two have the same text."""
    found: dict[str, Mutant] = {}
    texts = {path: path.read_text(encoding="utf-8") for path in sorted(package.rglob("*.py"))}
    numeric = _numeric_functions(texts.values())
    for path, text in texts.items():
        module = path.relative_to(package).as_posix()
        for mutant in [*_by_hand(module, text), *_Module(module, text, numeric).mutants()]:
            found.setdefault(f"{module}\n{mutant.source}", mutant)
    return sorted(found.values(), key=lambda mutant: (mutant.module, mutant.line))


def _by_hand(module: str, text: str) -> Iterator[Mutant]:
    for where, kind, before, after in _BY_HAND:
        if where != module or text.count(before) != 1:
            continue
        at = text.index(before)
        line = text.count("\n", 0, at) + 1
        function = _around(ast.parse(text), line)
        if function is not None:
            source = text[:at] + after + text[at + len(before) :]
            yield Mutant(
                module,
                line,
                function.name,
                function.lineno,
                kind,
                _flat(before),
                _flat(after),
                source,
            )


def _around(tree: ast.Module, line: int) -> ast.FunctionDef | None:
    """The innermost function around a line."""
    inside = [
        node
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef) and node.lineno <= line <= (node.end_lineno or 0)
    ]
    return max(inside, key=lambda node: node.lineno, default=None)


def _flat(code: str) -> str:
    return " ".join(code.split())


class _Module:
    """One module, and what can be changed in it."""

    def __init__(self, module: str, text: str, numeric: frozenset[str]) -> None:
        self.module = module
        self.numeric = numeric
        """The functions that return numbers, in every module of the package."""
        # Python counts columns in bytes.
        self.lines = [line.encode() for line in text.splitlines(keepends=True)]
        self.tree = ast.parse(text)

    def mutants(self) -> Iterator[Mutant]:
        for function in ast.walk(self.tree):
            if not isinstance(function, ast.FunctionDef):
                continue
            if function.name not in _ONLY.get(self.module, {function.name}):
                continue
            numeric = _returns_numbers(function)
            names = _names(function)
            operands = _operands(function, names)
            for statement in _statements(function.body):
                yield from self._of_statement(function, statement, names, operands, numeric=numeric)
            for first, second in _neighbours(function.body, names):
                after = f"{self._code(second)}\n{self._margin(first)}{self._code(first)}"
                yield self._mutant(function, "order", (first, second), after)

    def _of_statement(
        self,
        function: ast.FunctionDef,
        statement: ast.stmt,
        names: list[str],
        operands: list[str],
        *,
        numeric: bool,
    ) -> Iterator[Mutant]:
        # An operation gets its sign and factor below.
        if (
            numeric
            and isinstance(statement, ast.Return)
            and statement.value is not None
            and not isinstance(statement.value, ast.BinOp)
        ):
            value = self._code(statement.value)
            yield self._mutant(function, "sign", (statement.value,), f"-({value})")
            yield self._mutant(function, "factor", (statement.value,), f"2 * ({value})")
        if _can_be_left_out(statement, names):
            yield self._mutant(function, "left out", (statement,), "pass")
        if isinstance(statement, ast.If):
            test = self._code(statement.test)
            yield self._mutant(function, "condition", (statement.test,), f"not ({test})")
        for expression in _expressions(statement):
            for kind, after in self._alternatives(expression, operands):
                yield self._mutant(function, kind, (expression,), after)

    def _alternatives(self, node: ast.expr, operands: list[str]) -> Iterator[tuple[str, str]]:
        match node:
            case ast.BinOp() if not _is_text(node):
                yield from self._operation(node, operands)
            case ast.UnaryOp(op=ast.USub()):
                yield "sign", self._code(node.operand)
            case ast.Compare(ops=[op], left=left, comparators=[right]):
                for other in _COMPARISONS.get(type(op), ()):
                    changed = ast.Compare(left, [other()], [right])
                    yield "operator", f"({ast.unparse(changed)})"
            case ast.IfExp():
                test = f"not ({self._code(node.test)})"
                yield (
                    "condition",
                    (f"({self._code(node.body)} if {test} else {self._code(node.orelse)})"),
                )
            case ast.Constant(value=bool()):
                return
            case ast.Constant(value=int() | float() as value):
                yield "number", repr(value + 1)
            case ast.Subscript():
                yield from self._subscript(node)
            case ast.Attribute(attr="T"):
                yield "index", self._code(node.value)
            case ast.Attribute() if node.attr in _OTHER_NAME:
                yield "name", f"{self._code(node.value)}.{_OTHER_NAME[node.attr]}"
            case ast.Call():
                yield from self._call(node)
            case _:
                return

    def _operation(self, node: ast.BinOp, operands: list[str]) -> Iterator[tuple[str, str]]:
        left, right = self._code(node.left), self._code(node.right)
        for side, other in ((node.left, "right"), (node.right, "left")):
            if isinstance(side, ast.Name) and side.id in operands and len(operands) > 1:
                name = ast.Name(operands[(operands.index(side.id) + 1) % len(operands)])
                sides = {"left": name, "right": name, other: getattr(node, other)}
                yield "name", f"({ast.unparse(ast.BinOp(sides['left'], node.op, sides['right']))})"
        changed = ast.BinOp(node.left, _OPERATORS[type(node.op)](), node.right)
        yield "operator", f"({ast.unparse(changed)})"
        yield "factor", f"(2 * ({self._code(node)}))"
        yield "sign", f"(-({self._code(node)}))"
        yield "left out", f"({left})"
        if isinstance(node.op, ast.Add | ast.Mult):
            yield "left out", f"({right})"
        if isinstance(node.op, ast.Sub | ast.Div | ast.MatMult):
            swapped = ast.BinOp(node.right, node.op, node.left)
            yield "order", f"({ast.unparse(swapped)})"
        if isinstance(node.op, ast.MatMult):
            yield "index", f"({left} @ ({right}).T)"

    def _subscript(self, node: ast.Subscript) -> Iterator[tuple[str, str]]:
        value = self._code(node.value)
        match node.slice:
            case ast.Tuple(elts=elements):
                inside = [self._code(element) for element in elements]
                if len(inside) > 1 and inside[-1] != inside[-2]:
                    inside[-2:] = reversed(inside[-2:])
                    yield "index", f"{value}[{', '.join(inside)}]"
            case ast.Slice(lower=lower, upper=upper):
                if lower is not None or upper is not None:
                    yield "index", f"{value}[:]"
                if lower is not None:
                    yield "index", f"{value}[:-({self._code(lower)})]"
            case ast.UnaryOp(op=ast.USub(), operand=ast.Constant(value=1)):
                yield "index", f"{value}[0]"
            case ast.Constant(value=0):
                yield "index", f"{value}[-1]"
            case _:
                return

    def _call(self, node: ast.Call) -> Iterator[tuple[str, str]]:
        name = _called(node)
        arguments = [self._code(argument) for argument in node.args]
        keywords = [f"{k.arg}={self._code(k.value)}" for k in node.keywords if k.arg]
        plain = not any(isinstance(argument, ast.Starred) for argument in node.args)
        of_numbers = name in self.numeric or name in _OF_NUMBERS
        if isinstance(node.func, ast.Name) and name in _OTHER_NAME:
            yield "name", f"{_OTHER_NAME[name]}({', '.join([*arguments, *keywords])})"
        if of_numbers and arguments and plain:
            yield "left out", f"({arguments[0]})"
        if name == "where" and len(arguments) == 3:
            condition, one, other = arguments
            yield "order", f"{self._code(node.func)}({condition}, {other}, {one})"
        elif of_numbers and len(arguments) > 1 and plain and arguments[0] != arguments[1]:
            arguments[:2] = reversed(arguments[:2])
            yield "order", f"{self._code(node.func)}({', '.join([*arguments, *keywords])})"
        for keyword in node.keywords:
            if keyword.arg == "axis":
                other = "-1" if self._code(keyword.value) == "0" else "0"
                rest = [k for k in keywords if not k.startswith("axis=")]
                yield (
                    "index",
                    (f"{self._code(node.func)}({', '.join([*arguments, f'axis={other}', *rest])})"),
                )

    def _code(self, node: ast.expr | ast.stmt) -> str:
        end = node.end_lineno or node.lineno
        lines = self.lines[node.lineno - 1 : end]
        lines[-1] = lines[-1][: node.end_col_offset]
        lines[0] = lines[0][node.col_offset :]
        return b"".join(lines).decode()

    def _margin(self, node: ast.stmt) -> str:
        return " " * node.col_offset

    def _mutant(
        self,
        function: ast.FunctionDef,
        kind: str,
        nodes: tuple[ast.expr | ast.stmt, ...],
        after: str,
    ) -> Mutant:
        first, last = nodes[0], nodes[-1]
        end = last.end_lineno or last.lineno
        line = self.lines[first.lineno - 1]
        head = b"".join(self.lines[: first.lineno - 1]) + line[: first.col_offset]
        tail = self.lines[end - 1][last.end_col_offset or 0 :] + b"".join(self.lines[end:])
        before = "\n".join(self._code(node) for node in nodes)
        return Mutant(
            self.module,
            first.lineno,
            function.name,
            function.lineno,
            kind,
            _flat(before),
            _flat(after),
            (head + after.encode() + tail).decode(),
        )


def _numeric_functions(texts: Iterable[str]) -> frozenset[str]:
    return frozenset(
        node.name
        for text in texts
        for node in ast.walk(ast.parse(text))
        if isinstance(node, ast.FunctionDef) and _returns_numbers(node)
    )


def _returns_numbers(function: ast.FunctionDef) -> bool:
    returns = ast.unparse(function.returns) if function.returns else ""
    return returns in {"Array", "float", "np.float64"}


def _names(function: ast.FunctionDef) -> list[str]:
    """The parameters and variables of a function, in the order in which they come up."""
    arguments = [argument.arg for argument in function.args.args if argument.arg != "self"]
    stored = [
        node
        for node in ast.walk(function)
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)
    ]
    stored.sort(key=lambda node: (node.lineno, node.col_offset))
    return list(dict.fromkeys([*arguments, *(node.id for node in stored)]))


def _operands(function: ast.FunctionDef, names: list[str]) -> list[str]:
    """The variables that the function computes with."""
    computed = {
        side.id
        for node in ast.walk(function)
        if isinstance(node, ast.BinOp)
        for side in (node.left, node.right)
        if isinstance(side, ast.Name)
    }
    return [name for name in names if name in computed]


def _statements(body: Iterable[ast.stmt]) -> Iterator[ast.stmt]:
    """The statements of a function and of its blocks, those of functions inside it left out.

    Nothing that raises an error or asks whether to is arithmetic, and neither is a docstring.
    """
    for statement in body:
        if isinstance(statement, ast.FunctionDef | ast.ClassDef | ast.Raise):
            continue
        if isinstance(statement, ast.If) and isinstance(statement.body[-1], ast.Raise):
            continue
        if isinstance(statement, ast.Expr) and (
            isinstance(statement.value, ast.Constant)
            or (isinstance(statement.value, ast.Call) and _called(statement.value)[:7] == "require")
        ):
            continue
        yield statement
        for inner in ("body", "orelse", "finalbody"):
            yield from _statements(getattr(statement, inner, ()))


def _expressions(statement: ast.stmt) -> Iterator[ast.expr]:
    """Every expression in a statement itself; what is inside a text has no exact place."""
    todo: list[ast.AST] = [
        value
        for field, value in ast.iter_fields(statement)
        if isinstance(value, ast.expr) and field not in {"annotation", "target"}
    ]
    todo += [item.context_expr for item in getattr(statement, "items", ())]
    while todo:
        node = todo.pop()
        if isinstance(node, ast.JoinedStr | ast.Lambda):
            continue
        if isinstance(node, ast.expr):
            yield node
        todo += ast.iter_child_nodes(node)


def _is_text(node: ast.BinOp) -> bool:
    """Whether an operation joins texts."""
    return any(
        isinstance(part, ast.JoinedStr)
        or (isinstance(part, ast.Constant) and isinstance(part.value, str))
        for part in (node.left, node.right)
    ) or any(isinstance(part, ast.BinOp) and _is_text(part) for part in (node.left, node.right))


def _called(node: ast.Call) -> str:
    return node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")


def _can_be_left_out(statement: ast.stmt, names: list[str]) -> bool:
    """Whether the function still makes sense without it: it changes what was there before."""
    if isinstance(statement, ast.Expr):
        return isinstance(statement.value, ast.Call)
    if isinstance(statement, ast.Assign) and isinstance(statement.targets[0], ast.Subscript):
        return True
    return (
        isinstance(statement, ast.Assign)
        and isinstance(statement.targets[0], ast.Name)
        and any(
            isinstance(node, ast.Name) and node.id == statement.targets[0].id and node.id in names
            for node in ast.walk(statement.value)
        )
    )


def _neighbours(body: list[ast.stmt], names: list[str]) -> Iterator[tuple[ast.stmt, ast.stmt]]:
    """Neighbouring assignments of which the second uses what the first one renews."""
    bound = set(names)
    for block in [body, *_blocks(body)]:
        for first, second in pairwise(block):
            if not (isinstance(first, ast.Assign) and isinstance(second, ast.Assign)):
                continue
            made = {t.id for t in first.targets if isinstance(t, ast.Name)} & bound
            used = {n.id for n in ast.walk(second.value) if isinstance(n, ast.Name)}
            if made & used:
                yield first, second


def _blocks(body: list[ast.stmt]) -> Iterator[list[ast.stmt]]:
    for statement in body:
        if isinstance(statement, ast.FunctionDef | ast.ClassDef):
            continue
        for inner in ("body", "orelse", "finalbody"):
            block = getattr(statement, inner, [])
            if block:
                yield block
                yield from _blocks(block)
