"""Trees bound to what a page's names mean.

Binding turns every symbol into a reference to one version of one quantity, works matrices out cell
by cell, writes sums out term by term, and replaces a derivative by what the page's own definitions
make of it. After binding, every tree is a scalar expression or an array of them.
"""

from __future__ import annotations

from collections.abc import Container, Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from itertools import pairwise
from typing import TYPE_CHECKING

from mathdoctest import activations
from mathdoctest.convolution import convolutions
from mathdoctest.definitions import Definition
from mathdoctest.derivative import differentiate, number
from mathdoctest.evaluate import UnknownValueError
from mathdoctest.general import is_beside, put_index, running
from mathdoctest.learning import agree
from mathdoctest.lexer import BUILTIN, COMPARISONS, SIGMOIDS
from mathdoctest.limits import MAX_WRITTEN
from mathdoctest.matrices import (
    IDENTITY,
    MAX_TERMS,
    assembled,
    cells,
    determinant,
    each,
    entry,
    inverse,
    paired,
    plus,
    shifted,
    times,
    trace,
)
from mathdoctest.names import Unresolved, are_told, is_datum, is_total, name_of
from mathdoctest.tree import (
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
    Sum,
    Sym,
    in_rows,
    walk,
)
from mathdoctest.variation import applied, varied, version

if TYPE_CHECKING:
    from mathdoctest.document import Document


GOES_ON = 4
"""Statements in which a formula goes on to its result."""
MAX_FACTORS = 8
"""Factors of a matrix's power: each makes every cell larger."""


class Binder:
    """One walk over one tree."""

    def __init__(
        self, document: Document, now: int, params: Mapping[str, int], prefer: Container[int] | None
    ) -> None:
        self.document = document
        self.now = now
        self.params = params
        self.prefer = prefer
        self.index: dict[str, int] = {}
        self.by_cell: Pow | None = None
        """The square of a matrix that is one of its entries."""
        self.terms = 0
        """How many terms the sums of this tree were written out to."""

    def bind(self, node: Node) -> Node:
        """The tree with every name resolved, and arrays worked out cell by cell.

        What cannot be is an `Opaque` node with the reason; names without a meaning are noted among
        the document's unresolved ones too.
        """
        if isinstance(node, Num):
            return node
        if isinstance(node, Sym):
            return self._symbol(node)
        if isinstance(node, Neg):
            return each(self.bind(node.arg), lambda cell: Neg(node.start, node.end, cell))
        if isinstance(node, Add):
            made = self._with_identity(node)
            return made or self._sum_of(node, [self.bind(term) for term in node.terms])
        if isinstance(node, Mul):
            elsewhere = self._elsewhere(node)
            if elsewhere is not None:
                return elsewhere
            if node.how == "odot":
                slopes = map(_slope_of_tanh, node.factors)
                self.by_cell = next(filter(None, slopes), self.by_cell)
            return self._product_of(node, [self.bind(factor) for factor in node.factors])
        if isinstance(node, Div):
            num, den = self.bind(node.num), self.bind(node.den)
            if isinstance(den, Arr):
                if isinstance(num, Arr) and num.shape == den.shape:
                    return paired(node, num, den, lambda a, b: Div(node.start, node.end, a, b))
                return Opaque(node.start, node.end, "a division by a matrix")
            return each(num, lambda cell: Div(node.start, node.end, cell, den))
        if isinstance(node, Pow):
            return self._power_of(node)
        if isinstance(node, Call):
            return self._call(node)
        if isinstance(node, Deriv):
            return self._deriv(node)
        if isinstance(node, Sum):
            return self._sum(node)
        if isinstance(node, Arr):
            return self._array(node)
        return node

    def _symbol(self, node: Sym) -> Node:
        if node.name in self.params:
            return Param(node.start, node.end, node.name, self.params[node.name])
        if self.index:
            if node.name in self.index and node.name not in self.document.definitions:
                return number(self.index[node.name], node)
            node = self._indexed(node)
        definition = self.document.resolve(node, self.now, self.prefer)
        if definition is None:
            if self.document.is_function(node.name.rstrip("'")):
                return Opaque(node.start, node.end, f"{node.name} is a function, not a number")
            if (made := self.document.sampled(node, self.now)) is not None:
                return made
            kind = "symbol"
            self.document.unresolved.append(Unresolved(node.start, node.end, node.name, kind))
            return Ref(node.start, node.end, self.document.blank(node))
        if definition.start > node.start and definition.page == self.document.path:
            self.document.unresolved.append(Unresolved(node.start, node.end, node.name, "ahead"))
        if node.loose:
            self.document.unresolved.append(Unresolved(node.start, node.end, node.name, "loose"))
        if definition.cells and not self._write(len(definition.entries)):
            return self._too_much(node)
        return definition.as_node(node)

    def _indexed(self, node: Sym) -> Sym:
        """A symbol with the indices of the sums around it put in."""
        return put_index(node, self.index)

    def _sum_of(self, node: Add, terms: list[Node]) -> Node:
        if not any(isinstance(term, Arr) for term in terms):
            return Add(node.start, node.end, tuple(terms))
        result = terms[0]
        for number_of_terms, term in enumerate(terms[1:], 2):
            # A sum of matrices is a sum in every cell.
            if not self._write(number_of_terms * len(cells(result))):
                return self._too_much(node)
            result = plus(node, result, term)
        return result

    def _with_identity(self, node: Add) -> Node | None:
        r"""A square matrix plus some identity that the page does not tell: ``A - \lambda I``."""
        shifts = [self._times_identity(term) for term in node.terms]
        if shifts.count(None) in (0, len(shifts)):
            return None
        others = [t for t, shift in zip(node.terms, shifts, strict=True) if shift is None]
        terms = [self.bind(term) for term in others]
        matrix = self._sum_of(node, terms) if len(terms) > 1 else terms[0]
        if not isinstance(matrix, Arr) or matrix.shape[0] != matrix.shape[1]:
            return None
        for shift in shifts:
            if shift is not None:
                matrix = shifted(matrix, self.bind(shift))
        return matrix

    def _times_identity(self, term: Node) -> Node | None:
        """What a term has times an identity matrix, if it is such a term."""
        if isinstance(term, Neg):
            inner = self._times_identity(term.arg)
            return None if inner is None else Neg(term.start, term.end, inner)
        factors = term.factors if isinstance(term, Mul) else (term,)
        *others, last = factors
        if not isinstance(last, Sym) or last.base not in IDENTITY:
            return None
        if last.name in self.params or self.document.definitions.get(last.name):
            return None
        if not others:
            return number(1, term)
        return others[0] if len(others) == 1 else Mul(term.start, last.start, tuple(others))

    def _product_of(self, node: Mul, factors: list[Node]) -> Node:
        if node.how == "outer":
            return self._outer(node, factors)
        if not any(isinstance(factor, Arr) for factor in factors):
            return Mul(node.start, node.end, tuple(factors), node.how)
        # The terms of a product sign are written once, as its body: there is nothing to look at.
        for k, ((a, b), written) in enumerate(zip(pairwise(factors), node.factors, strict=False)):
            if (
                isinstance(a, Arr)
                and isinstance(b, Arr)
                and b.flat
                and len(a.rows) == 1
                and isinstance(written, Call)
                and written.name == "transpose"
                and self.document.lists_are_rows
            ):
                # Where lists are rows, a column times a row is a matrix.
                factors[k] = Arr(a.start, a.end, tuple(zip(*a.rows, strict=True)))
        result = factors[0]
        for factor in factors[1:]:
            inner = factor.shape[1] if isinstance(factor, Arr) else 1
            if not self._write(len(cells(result)) * inner):
                return self._too_much(node)
            product = times(node, result, factor)
            if isinstance(product, Opaque) and node.how == "ast":
                product = self._convolved(node, result, factor) or product
            result = product
        return result if node.how == "odot" else self._cell_by_cell(node, factors, result)

    def _elsewhere(self, node: Mul) -> Node | None:
        r"""A quantity at another value of what it is computed from: ``L(w + \varepsilon)``."""
        found = applied(node, self.document.text)
        if found is None:
            return None
        of, varies, step = found
        whole = self.document.resolve(of, self.now, self.prefer)
        now = self.document.resolve(varies, self.now, self.prefer)
        if whole is None or whole.cells or now is None:
            return None
        target = version(whole, now.name)
        if target is None or target.cells:
            return None
        start = Ref(varies.start, varies.end, target)
        if step is None:
            return Ref(of.start, node.end, whole)
        by = Add(varies.start, step.end, (start, self.bind(step)))
        made = None
        if not self.document.steps_often:
            made = varied(Ref(of.start, of.end, whole), target, by)
        latex = " ".join(self.document.text[node.start : node.end].split())
        if made is None:
            return Opaque(node.start, node.end, f"nothing here works {latex} out")
        there = Definition(latex, latex, whole.start, whole.line, node=made, page=whole.page)
        return Ref(node.start, node.end, there)

    def _outer(self, node: Mul, factors: list[Node]) -> Node:
        r"""The matrix of the products of two vectors' entries: ``\delta \otimes x``.

        Some write that sign for what is multiplied in pairs; of two columns of one length the
        printed result tells.
        """
        vectors = [one for one in factors if isinstance(one, Arr) and 1 in one.shape]
        if len(vectors) != len(factors) or len(factors) != 2:
            return Opaque(node.start, node.end, "a tensor product of other things than two vectors")
        a, b = vectors
        if not self._write(len(cells(a)) * len(cells(b))):
            return self._too_much(node)
        across = a.shape[1] == 1 and b.shape[0] == 1 and not b.flat
        if len(cells(a)) == len(cells(b)) and not across:
            printed = self._printed(node)
            if printed is None:
                return Opaque(node.start, node.end, "a matrix, or a product cell by cell")
            if 1 in printed.shape:
                return times(replace(node, how="odot"), a, b)
        rows = [[Mul(node.start, node.end, (x, y)) for y in cells(b)] for x in cells(a)]
        return Arr(node.start, node.end, tuple(map(tuple, rows)))

    def _cell_by_cell(self, node: Mul, factors: list[Node], product: Node) -> Node:
        r"""Lists multiplied in pairs, where that is what the statement prints, or else a product.

        A page may write a dot for it: ``[1, 2] \cdot [3, 4] = [3, 8]``.
        """
        lists = [factor for factor in factors if isinstance(factor, Arr)]
        lengths = {len(cells(one)) for one in lists}
        if len(lists) < 2 or len(lengths) > 1 or lengths == {1}:
            return product
        written = [one for one in node.factors if isinstance(one, Arr) and not one.flat]
        if len({one.shape for one in written}) > 1 or any(map(_is_transposed, node.factors)):
            return product  # a row and a column are meant as what they are
        printed = self._printed(node) if all(1 in one.shape for one in lists) else None
        if printed is None or len(cells(printed)) not in lengths or 1 not in printed.shape:
            return product
        made = [
            Mul(node.start, node.end, row)
            for row in zip(*(self._spread(one, printed) for one in factors), strict=True)
        ]

        def right(whole: Sequence[Node]) -> int:
            values = self.document.values
            pairs = zip(cells(printed), whole, strict=True)
            return sum(agree(said, values.keep(cell), values) for said, cell in pairs)

        inner = cells(product)
        if len(inner) == len(made) and right(inner) >= right(made):
            return product
        return Arr(node.start, node.end, in_rows(made, printed.rows), printed.flat)

    def _spread(self, factor: Node, like: Arr) -> list[Node]:
        return cells(factor) if isinstance(factor, Arr) else [factor] * len(cells(like))

    def _printed(self, node: Mul) -> Arr | None:
        """What a statement prints, there or where it goes on, if a product is all of a side."""
        whole = False
        printed: Arr | None = None
        statements = self.document.statements
        for k in range(max(self.now, 0), min(self.now + GOES_ON, len(statements))):
            chain = statements[k].chain
            if k > self.now and not chain.parts[0].relation:
                break
            for part in (part.node for part in chain.parts):
                whole = whole or part is node or (isinstance(part, Neg) and part.arg is node)
                printed = part if isinstance(part, Arr) and is_datum(part) else printed
        return printed if whole else None

    def _convolved(self, node: Mul, image: Node, kernel: Node) -> Node | None:
        """A convolution, as the result that the statement prints has it; nothing if none fits."""
        if not (isinstance(image, Arr) and isinstance(kernel, Arr)):
            return None
        statements = self.document.statements
        parts = statements[self.now].chain.parts if 0 <= self.now < len(statements) else ()
        printed = [p.node for p in parts if isinstance(p.node, Arr) and is_datum(p.node)]
        rows, columns = (n - m + 1 for n, m in zip(image.shape, kernel.shape, strict=True))
        shape = printed[-1].shape if printed else (rows, columns)
        if not self._write(shape[0] * shape[1] * len(cells(kernel))):
            return self._too_much(node)
        made = list(convolutions(node, image, kernel, shape))
        if not made or not printed:
            return made[0] if made else None
        pairs = [list(zip(cells(printed[-1]), cells(one), strict=True)) for one in made]
        values = self.document.values
        fits = [sum(agree(said, cell, values) for said, cell in one) for one in pairs]
        return made[fits.index(max(fits))]

    def _write(self, terms: int) -> bool:
        """Whether so many terms or cells more may be written out."""
        self.document.written += terms
        return self.document.written <= MAX_WRITTEN

    def _too_much(self, node: Node) -> Opaque:
        return Opaque(
            node.start,
            node.end,
            f"the sums and matrices of this page, written out, have more than {MAX_WRITTEN:,} "
            "terms and cells; split the page",
        )

    def _power_of(self, node: Pow) -> Node:
        base, exponent = self.bind(node.base), self.bind(node.exp)
        if isinstance(exponent, Arr):
            return (
                each(exponent, lambda cell: Pow(node.start, node.end, base, cell))
                if not isinstance(base, Arr)
                else Opaque(node.start, node.end, "a matrix to the power of a matrix")
            )
        if isinstance(base, Arr) and isinstance(node.exp, Sym) and node.exp.name == "T":
            return self.bind(Call(node.start, node.end, "transpose", (node.base,)))
        if isinstance(base, Arr) and not base.flat and min(base.shape) > 1:
            if (
                isinstance(node.exp, Neg)
                and isinstance(node.exp.arg, Num)
                and node.exp.arg.value == 1
            ):
                return inverse(node, base)
            if base.shape[0] == base.shape[1] and node is not self.by_cell:
                return self._matrix_power(node, base, exponent)
        return each(base, lambda cell: Pow(node.start, node.end, cell, exponent))

    def _matrix_power(self, node: Pow, base: Arr, exponent: Node) -> Node:
        """A square matrix times itself, for a whole number of factors."""
        times_ = self.document.values.known(exponent)
        if (
            not isinstance(times_, Fraction)
            or times_.denominator != 1
            or not 1 <= times_ <= MAX_FACTORS
        ):
            return Opaque(node.start, node.end, "a power of a matrix")
        product = Mul(node.start, node.end, ())
        result: Node = base
        # Written out, each factor makes every cell so many times longer.
        if not self._write(base.shape[0] ** (int(times_) + 1)):
            return self._too_much(node)
        for _ in range(int(times_) - 1):
            result = times(product, result, base)
        return result

    def _call(self, node: Call) -> Node:
        args = tuple(self.bind(arg) for arg in node.args)
        s, e = node.start, node.end
        if node.name == "transpose":
            inner = args[0]
            if not isinstance(inner, Arr):
                return inner
            if inner.flat:
                # A list is a column to those who transpose it, so that it is a row now; `times`
                # makes a column of it again where only that fits. Who writes its entries down
                # and transposes them there, writes a column in one line.
                return Arr(s, e, inner.rows, flat=isinstance(node.args[0], Arr))
            return Arr(s, e, tuple(zip(*inner.rows, strict=True)))
        if node.name == "entry":
            return entry(node, args[0])
        arrays = [arg for arg in args if isinstance(arg, Arr)]
        if node.name in ("max", "min") and len(arrays) == 1 < len(args):
            return each(
                arrays[0],
                lambda cell: Call(
                    s, e, node.name, tuple(cell if a is arrays[0] else a for a in args)
                ),
            )
        if node.name in ("max", "min"):
            return Call(s, e, node.name, tuple(cell for arg in args for cell in cells(arg)))
        vector = bool(args) and isinstance(args[0], Arr) and 1 in args[0].shape
        if node.name == "det" or (node.name == "abs" and isinstance(args[0], Arr) and not vector):
            return determinant(node, args[0])
        if node.name == "tr" and args and isinstance(args[0], Arr):
            return trace(node, args[0])
        if node.name == "norm" or (node.name == "abs" and vector):
            squares = tuple(Pow(s, e, cell, number(2, node)) for cell in cells(args[0]))
            return Call(s, e, "sqrt", (Add(s, e, squares) if len(squares) > 1 else squares[0],))
        function = None
        if node.name not in BUILTIN:
            document = self.document
            if node.name == "\\sigma" and (
                named := activations.meant(
                    document.text, node.start, node.order, declared=document.is_function(node.name)
                )
            ):
                made = self._conventional(replace(node, name=named), args)
                return made or Opaque(s, e, "the words before it name another function")
            function = document.functions.get(node.name)
            if function is None and node.name in document.function_definers:
                document.define(document.function_definers[node.name])
                function = document.functions.get(node.name)
            if function is None or len(function.params) != len(args):
                function = document.right_side(node.name, len(args)) or function
            if function is None and len(args) == 1:
                function = document.at_work(node.name)
            if function is None or not function.is_known:
                conventional = self._conventional(node, args)
                if conventional is not None and function is not None:
                    return conventional  # where it is declared, that is not understood
                if conventional is not None:
                    document.unresolved.append(Unresolved(s, e, node.name, "function"))
                    return conventional
            if function is None:
                document.unresolved.append(Unresolved(s, e, node.name, "function"))
            elif len(function.params) != len(args):
                return Opaque(
                    s, e, f"{node.name} takes {len(function.params)} arguments, not {len(args)}"
                )
            elif any(map(self._is_another, function.params, args)):
                said = ", ".join(function.params)
                return Opaque(s, e, f"the page says only what {node.name}({said}) is")
            else:
                function = document.current(function, self.now, self.prefer)
        if len(args) == 1 and isinstance(args[0], Arr):
            return each(args[0], lambda cell: Call(s, e, node.name, (cell,), node.order, function))
        if node.name in COMPARISONS and arrays and len({array.shape for array in arrays}) == 1:
            # What is 1 where z > 0 is so entry by entry.
            size = len(cells(arrays[0]))
            parts = [cells(arg) if isinstance(arg, Arr) else [arg] * size for arg in args]
            calls = (Call(s, e, node.name, part) for part in zip(*parts, strict=True))
            return Arr(s, e, in_rows(calls, arrays[0].rows), arrays[0].flat)
        if arrays:
            return Opaque(s, e, f"{node.name} of a matrix")
        return Call(s, e, node.name, args, node.order, function)

    def _is_another(self, param: str, arg: Node) -> bool:
        """Whether an argument is not the number that a declaration has in its place."""
        if not param[:1].isdigit():
            return False
        value = None if isinstance(arg, Arr) else self.document.values.known(arg)
        return value is None or value != Fraction(param)

    def _conventional(self, node: Call, args: tuple[Node, ...]) -> Node | None:
        """What a function that the page never declares is by convention."""
        s, e = node.start, node.end
        match args:
            case (value, least, most) if node.name == "clip" and not node.order:
                return Call(s, e, "min", (Call(s, e, "max", (value, least)), most))
        if len(args) != 1 or node.order > 1:
            return None
        one = number(1, node)

        def logistic(z: Node) -> Node:
            return Div(s, e, one, Add(s, e, (one, Call(s, e, "exp", (Neg(s, e, z),)))))

        def slope(z: Node) -> Node:
            value = logistic(z)
            return Mul(s, e, (value, Add(s, e, (one, Neg(s, e, value)))))

        def tanh(z: Node) -> Node:
            return Call(s, e, "tanh", (z,))

        def tanh_slope(z: Node) -> Node:
            return Add(s, e, (one, Neg(s, e, Pow(s, e, tanh(z), number(2, node)))))

        if node.name in SIGMOIDS:
            return each(args[0], slope if node.order else logistic)
        if node.name in ("ReLU", "relu"):
            zero = number(0, node)
            told = activations.leak(self.document.text)
            leak = Num(s, s, told, Fraction(told)) if told else zero
            if node.order:
                return each(args[0], lambda z: Call(s, e, ">", (one, z, zero, leak)))
            below = (lambda z: Mul(s, e, (leak, z))) if told else lambda _: zero
            return each(args[0], lambda z: Call(s, e, "max", (below(z), z)))
        if node.name == "tanh":
            return each(args[0], tanh_slope if node.order else tanh)
        if node.order:
            return None
        if node.name.lower() == "softmax" and isinstance(args[0], Arr):
            return self._softmax(node, args[0])
        return None

    def _softmax(self, node: Call, scores: Arr) -> Arr:
        """The softmax of a list or vector as a whole, of a matrix row by row."""
        s, e = node.start, node.end
        exps = [[Call(s, e, "exp", (z,)) for z in row] for row in scores.rows]
        whole = [z for row in exps for z in row]
        rows = []
        for row in exps:
            total = Add(s, e, tuple(whole if 1 in scores.shape else row))
            rows.append(tuple(Div(s, e, z, total) for z in row))
        return Arr(s, e, tuple(rows), scores.flat)

    def _deriv(self, node: Deriv) -> Node:
        document = self.document
        if not isinstance(node.of, Sym):
            of, wrt = self.bind(node.of), self.bind(node.wrt)
            if isinstance(wrt, Ref) and not isinstance(of, Arr):
                try:
                    made = differentiate(of, wrt.definition)
                    if made is not None and document.values.known(made) is not None:
                        # Where there is a slope there is a value: ln(-y) has neither.
                        document.values.exact(of)
                except (UnknownValueError, RecursionError) as error:
                    return Opaque(node.start, node.end, str(error))
                return made or number(0, node)
            return Opaque(node.start, node.end, "a derivative that is not understood")
        of_sym = self._indexed(node.of) if self.index else node.of
        wrt_sym = self._indexed(node.wrt) if self.index and isinstance(node.wrt, Sym) else node.wrt
        plain = Deriv(node.start, node.end, of_sym, wrt_sym)
        found = document.gradients.derivative(plain, self.now, self.prefer)
        if found is not None:
            return found
        name = name_of(plain)
        definition = document.lookup(name, self.now, self.prefer) if name else None
        if definition is not None:
            document.use(definition)
            return definition.as_node(node)
        for part in (of_sym, wrt_sym):
            if isinstance(part, Sym) and document.resolve(part, self.now, self.prefer) is None:
                document.unresolved.append(Unresolved(part.start, part.end, part.name, "symbol"))
        return Opaque(
            node.start, node.end, f"the page does not say what {name or 'this derivative'} is"
        )

    def _sum(self, node: Sum) -> Node:
        s, e = node.start, node.end
        letters = set() if node.index else running(node) - self.index.keys()
        told = node
        if len(letters) == 1:
            node = Sum(s, e, node.kind, letters.pop(), node.lower, node.upper, node.body)
        if not node.index:
            first = len(self.document.unresolved)
            body = self.bind(node.body)
            if is_total(node) and not isinstance(body, Arr):
                # Of what is added up, only the total has a value here.
                del self.document.unresolved[first:]
                return self._total(node)
            return self._fold(node, cells(body))
        if (made := self._sampled(node)) is not None:
            return made
        bounds = self._bounds(node)
        if isinstance(bounds, Opaque):
            # Of what nobody says how far it runs, only the total may be told.
            return self._total(told) if is_total(told) else bounds
        low, high = bounds
        if high - low + 1 > MAX_TERMS:
            return Opaque(s, e, f"a sum of more than {MAX_TERMS:,} terms")
        outer = dict(self.index)
        terms: list[Node] = []
        self.terms += high - low + 1
        if self.terms > MAX_TERMS:
            return Opaque(s, e, f"sums of more than {MAX_TERMS:,} terms in all")
        if not self._write(high - low + 1):
            return self._too_much(node)
        for k in range(low, high + 1):
            self.index = {**outer, node.index: k}
            terms.append(self.bind(node.body))
        self.index = outer
        if not terms:
            return number(0 if node.kind == "sum" else 1, node)
        return self._fold(node, terms)

    def _sampled(self, node: Sum) -> Node | None:
        """A sum over the rows of a table, if the page gives no other members of the sample."""
        symbols = [p for p in walk(node.body) if isinstance(p, Sym) and p.sub == node.index]
        if not symbols or any(self._reach(symbol, node.index) for symbol in symbols):
            return None
        made = self.document.sampled(node, self.now)
        return made if isinstance(made, Add) and self._runs_over(node, len(made.terms)) else None

    def _runs_over(self, node: Sum, size: int) -> bool:
        """Whether the bounds of a sum, as far as they are told, are those of a sample."""
        for bound, meant in ((node.lower, 1), (node.upper, size)):
            told = None if bound is None else self.document.values.known(self.bind(bound))
            if told is not None and told != meant:
                return False
        return True

    def _total(self, node: Sum) -> Node:
        document, name = self.document, name_of(node)
        definition = document.lookup(name, self.now, self.prefer)
        if definition is None or document.is_of_another_sample(node, definition):
            made = document.sampled(node, self.now)
            if made is not None:
                return made
            document.unresolved.append(Unresolved(node.start, node.end, name, "symbol"))
            return Ref(node.start, node.end, document.blank(node))
        document.use(definition)
        return Ref(node.start, node.end, definition)

    def _fold(self, node: Sum, terms: list[Node]) -> Node:
        s, e = node.start, node.end
        if len(terms) == 1:
            return terms[0]
        if node.kind == "prod":
            return self._product_of(Mul(s, e, ()), terms)
        return self._sum_of(Add(s, e, ()), terms)

    def _bounds(self, node: Sum) -> tuple[int, int] | Opaque:
        values = self.document.values

        def whole(part: Node) -> int | None:
            bound = self.bind(part)
            value = None if isinstance(bound, Arr) else values.known(bound)
            return (
                int(value)
                if isinstance(value, Fraction) and value.denominator == 1 and abs(value) < 10**9
                else None
            )

        low = 1 if node.lower is None else whole(node.lower)
        if node.upper is None:
            high = self._extent(node)
            if node.lower is None and high is not None:
                low = self.document.first_index(high + 1)
        else:
            unresolved = len(self.document.unresolved)
            high = whole(node.upper)
            if high is None and isinstance(node.upper, Sym) and low == 1:
                high = self._counted(node, node.upper, unresolved)
        if low is None or high is None:
            return Opaque(node.start, node.end, "a sum whose bounds are not known")
        return low, high

    def _extent(self, node: Sum) -> int | None:
        """How far an index runs that has no upper bound: as far as its symbols are defined.

        Where some of them go further than others, the page has not told all terms. What is of the
        step before or after, as ``h_{t-1}``, has to go as far as they do.
        """
        symbols = [
            part
            for part in walk(node.body)
            if isinstance(part, Sym) and part.sub and node.index in part.sub
        ]
        # Of ``q_{ij}`` all rows reach as far as the first number of each does.
        inner = {part.index: 1 for part in walk(node.body) if isinstance(part, Sum) and part.index}
        if inner and not are_told(node.body, {node.index, *inner}, self.document.names.indexed):
            inner = {}
        outer, self.index = self.index, {**inner, **self.index}
        steps = {self._reach(part, node.index) for part in symbols if is_beside(part)}
        reached = {self._reach(part, node.index) for part in symbols if not is_beside(part)} - {0}
        self.index = outer
        if not reached:
            reached, steps = steps - {0}, set()
        if len(reached) != 1 or any(step < max(reached) for step in steps):
            return None
        return reached.pop()

    def _reach(self, symbol: Sym, index: str) -> int:
        """The last number for an index for which a symbol is defined, all from 1 up to it, too."""
        k = 0
        outer = dict(self.index)
        while k < MAX_TERMS:
            self.index = {**outer, index: k + 1}
            own = self._indexed(symbol)
            found = self.document.resolve(own, self.now, self.prefer)
            self.index = outer
            if found is None and self.document.taken(own.name) is None:
                break
            k += 1
        return k

    def _counted(self, node: Sum, upper: Sym, unresolved: int) -> int | None:
        """How many terms there are, where the page leaves that to its reader.

        What has no value but stands for their number is told by them.
        """
        document = self.document
        if document.is_mentioned(upper) or self.index:
            return None
        count = self._extent(node)
        if count is None:
            return None
        del document.unresolved[unresolved:]
        document.unresolved.append(Unresolved(upper.start, upper.end, upper.name, "counted"))
        document.learn(document.blank(upper), number(count, upper))
        return count

    def _array(self, node: Arr) -> Node:
        rows = [[self.bind(cell) for cell in row] for row in node.rows]
        if any(isinstance(cell, Arr) for row in rows for cell in row):
            made = assembled(node, rows)
            if not isinstance(made, Arr):
                return made
            node, rows = made, [list(row) for row in made.rows]
        if sum(map(len, rows)) > MAX_TERMS:
            return Opaque(node.start, node.end, f"a matrix of more than {MAX_TERMS:,} cells")
        if len(rows) == 1 and len(rows[0]) == 1:
            # A product of 1×1 is a number too: neither has a shape to tell.
            return rows[0][0]
        return Arr(node.start, node.end, tuple(map(tuple, rows)), node.flat)


def _slope_of_tanh(node: Node) -> Pow | None:
    r"""The square in ``G \odot (1 - A^2)``: of a matrix's entries, as the product is."""
    if not isinstance(node, Add) or len(node.terms) != 2 or not isinstance(node.terms[1], Neg):
        return None
    one, square = node.terms[0], node.terms[1].arg
    if not isinstance(one, Num) or one.value != 1 or not isinstance(square, Pow):
        return None
    return square if isinstance(square.exp, Num) and square.exp.value == 2 else None


def _is_transposed(node: Node) -> bool:
    return isinstance(node, Call) and node.name == "transpose"
