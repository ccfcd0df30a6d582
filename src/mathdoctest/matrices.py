"""Matrices worked out cell by cell: what is left are scalar trees in rows.

A number is broadcast over a matrix, and in sums a row over its rows or a column over its columns,
as a bias over a batch; other shapes that do not fit are not understood.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable

from mathdoctest.names import is_datum
from mathdoctest.tree import Add, Arr, Call, Div, Mul, Neg, Node, Num, Opaque, Ref

MAX_TERMS = 2_000
"""A sum or a matrix is written out to at most so many terms or cells."""


def cells(node: Node) -> list[Node]:
    """The cells of an array, row by row; a scalar is its own cell."""
    if isinstance(node, Arr):
        return [cell for row in node.rows for cell in row]
    return [node]


def each(node: Node, make: Callable[[Node], Node]) -> Node:
    """A scalar operation, on every cell of an array."""
    if not isinstance(node, Arr):
        return make(node)
    return Arr(
        node.start,
        node.end,
        tuple(tuple(make(cell) for cell in row) for row in node.rows),
        node.flat,
    )


def paired(like: Node, a: Arr, b: Arr, make: Callable[[Node, Node], Node]) -> Node:
    """A scalar operation on the cells of two arrays of one shape, in pairs."""
    rows = tuple(
        tuple(make(x, y) for x, y in zip(p, q, strict=True))
        for p, q in zip(a.rows, b.rows, strict=True)
    )
    return Arr(like.start, like.end, rows, a.flat and b.flat)


IDENTITY = ("I", "\\mathbf{I}", "\\mathbb{I}", "\\mathbb{1}", "𝐈")
"""What a page calls an identity matrix without saying so."""


def shifted(matrix: Arr, by: Node) -> Arr:
    """A square matrix plus a number times the identity."""
    rows = tuple(
        tuple(Add(c.start, c.end, (c, by)) if i == j else c for j, c in enumerate(row))
        for i, row in enumerate(matrix.rows)
    )
    return Arr(matrix.start, matrix.end, rows)


def fit(a: Arr, b: Arr) -> Arr | None:
    """``b`` in the shape of ``a``, a list as a column if need be; nothing where it does not fit."""
    if a.shape == b.shape:
        return b
    if b.flat and a.shape == (b.shape[1], 1):
        return Arr(b.start, b.end, tuple((cell,) for cell in b.rows[0]))
    if a.flat and b.shape == (a.shape[1], 1):
        return Arr(b.start, b.end, (tuple(row[0] for row in b.rows),), flat=True)
    return None


def broadcast(a: Arr, shape: tuple[int, int]) -> Arr:
    """A row or column as often as a matrix of some shape has them; another one as it is.

    A list beside a square matrix may be either, and is left alone.
    """
    height, width = shape
    if height == 1 or width == 1 or (a.flat and height == width):
        return a
    if a.shape == (1, width):
        return Arr(a.start, a.end, a.rows * height)
    if a.shape == (height, 1) or (a.flat and a.shape == (1, height)):
        return Arr(a.start, a.end, tuple((cell,) * width for cell in cells(a)))
    return a


def assembled(like: Arr, rows: list[list[Node]]) -> Node:
    r"""A matrix of vectors and matrices: ``[h, x]`` is one list, ``\begin{bmatrix} A & b`` a block.

    What stands in a list, or below each other, is stacked; a list has no other direction.
    """
    parts = [part for row in rows for part in row]
    if sum(math.prod(p.shape) if isinstance(p, Arr) else 1 for p in parts) > MAX_TERMS:
        return Opaque(like.start, like.end, f"a matrix of more than {MAX_TERMS:,} cells")
    stacked = like.flat or len(rows[0]) == 1
    if stacked and all(not isinstance(p, Arr) or p.flat or 1 in p.shape for p in parts):
        column = any(isinstance(p, Arr) and not p.flat and p.shape[0] > 1 for p in parts)
        rows_of = all(not isinstance(p, Arr) or (not p.flat and p.shape[0] == 1) for p in parts)
        if like.flat or not rows_of:
            whole = tuple(cell for part in parts for cell in cells(part))
            if column:
                return Arr(like.start, like.end, tuple((cell,) for cell in whole))
            return Arr(like.start, like.end, (whole,), flat=True)
    made: list[tuple[Node, ...]] = []
    for row in rows:
        blocks = [part.rows if isinstance(part, Arr) else ((part,),) for part in row]
        flat = any(isinstance(part, Arr) and part.flat for part in row)
        if flat or len({len(block) for block in blocks}) > 1:
            return Opaque(like.start, like.end, "a matrix inside a matrix")
        made += [sum(lines, ()) for lines in zip(*blocks, strict=True)]
    if len({len(row) for row in made}) > 1:
        return Opaque(like.start, like.end, "a matrix inside a matrix")
    return Arr(like.start, like.end, tuple(made))


def misfit(like: Node, a: Node, b: Node) -> Opaque:
    """What stands for the result of two arrays that do not fit: both shapes, in words."""

    def shape(n: Node) -> str:
        return f"{n.shape[0]}×{n.shape[1]}" if isinstance(n, Arr) else "a number"

    return Opaque(like.start, like.end, f"the shapes {shape(a)} and {shape(b)} do not fit")


def plus(like: Node, a: Node, b: Node) -> Node:
    """A sum of scalars and arrays."""
    s, e = like.start, like.end

    def join(x: Node, y: Node) -> Node:
        terms = (*(x.terms if isinstance(x, Add) else (x,)), y)
        return Add(s, e, terms)

    if isinstance(a, Arr) and isinstance(b, Arr):
        a, b = broadcast(a, b.shape), broadcast(b, a.shape)
        other = fit(a, b)
        return misfit(like, a, b) if other is None else paired(like, a, other, join)
    if isinstance(a, Opaque) or isinstance(b, Opaque):
        return a if isinstance(a, Opaque) else b
    if isinstance(a, Arr):
        return each(a, lambda cell: join(cell, b))
    if isinstance(b, Arr):
        return each(b, lambda cell: join(a, cell))
    return join(a, b)


def times(like: Mul, a: Node, b: Node) -> Node:
    """A product of scalars and arrays, as ``like`` was written."""
    s, e = like.start, like.end

    def scaled(x: Node, y: Node) -> Node:
        left = x.factors if isinstance(x, Mul) else (x,)
        return Mul(s, e, (*left, y))

    if isinstance(a, Opaque) or isinstance(b, Opaque):
        return a if isinstance(a, Opaque) else b
    if not isinstance(a, Arr):
        return each(b, lambda cell: scaled(a, cell)) if isinstance(b, Arr) else scaled(a, b)
    if not isinstance(b, Arr):
        return each(a, lambda cell: scaled(cell, b))
    if like.how == "odot":
        other = fit(a, b)
        return (
            misfit(like, a, b)
            if other is None
            else paired(like, a, other, lambda x, y: Mul(s, e, (x, y)))
        )
    return _matmul(like, a, b)


def _matmul(like: Mul, a: Arr, b: Arr) -> Node:
    s, e = like.start, like.end
    flat = False
    left, right = a.rows, b.rows
    if a.flat and b.flat:
        if a.shape != b.shape:
            return misfit(like, a, b)
        right = tuple((cell,) for cell in b.rows[0])
    elif b.flat and a.shape[1] == b.shape[1] and a.shape[1] != 1:
        right = tuple((cell,) for cell in b.rows[0])
        flat = True
    elif b.flat and a.shape[1] == 1:
        flat = False
    elif a.flat and len(b.rows) == a.shape[1]:
        flat = True
    elif a.flat and len(b.rows) == 1:
        left = tuple((cell,) for cell in a.rows[0])
    if len(left[0]) != len(right) and len(left) == 1 and b.flat:
        left = tuple((cell,) for cell in left[0])
    if len(left[0]) != len(right):
        # Two rows of one shape under a dot: the elementwise product that a sum then collects.
        if a.shape == b.shape and like.how != "odot" and 1 in a.shape:
            return paired(like, a, b, lambda x, y: Mul(s, e, (x, y)))
        return misfit(like, a, b)
    if len(left) * len(right[0]) * len(right) > MAX_TERMS * 10:
        return Opaque(s, e, "a matrix product too large to write out")
    columns = tuple(zip(*right, strict=True))
    rows = tuple(tuple(_dot(like, row, column) for column in columns) for row in left)
    if len(rows) == 1 and len(rows[0]) == 1:
        return rows[0][0]
    if flat and len(rows[0]) == 1:
        rows = (tuple(row[0] for row in rows),)
    return Arr(s, e, rows, flat)


def _dot(like: Mul, row: Iterable[Node], column: Iterable[Node]) -> Node:
    terms = tuple(Mul(like.start, like.end, (x, y)) for x, y in zip(row, column, strict=True))
    return terms[0] if len(terms) == 1 else Add(like.start, like.end, terms)


MAX_DETERMINANT = 4
"""Determinants and inverses of larger matrices are not written out."""


def determinant(like: Node, matrix: Node) -> Node:
    """A determinant by expansion along the first row."""
    if not isinstance(matrix, Arr) or matrix.shape[0] != matrix.shape[1]:
        return Opaque(like.start, like.end, "the determinant of something that is no square matrix")
    if len(matrix.rows) > MAX_DETERMINANT:
        return Opaque(like.start, like.end, "the determinant of a large matrix")
    return _determinant(like, matrix.rows)


def trace(like: Node, matrix: Arr) -> Node:
    """The sum of a square matrix's diagonal."""
    if matrix.shape[0] != matrix.shape[1]:
        return Opaque(like.start, like.end, "the trace of something that is no square matrix")
    diagonal = tuple(row[k] for k, row in enumerate(matrix.rows))
    return Add(like.start, like.end, diagonal) if len(diagonal) > 1 else diagonal[0]


def entry(like: Call, matrix: Node) -> Node:
    r"""What stands in a row and a column, or at a place of a list: ``(AB)_{12}``, ``(Ax)_1``."""
    places = [int(place.value) for place in like.args[1:] if isinstance(place, Num)]
    rows = matrix.rows if isinstance(matrix, Arr) else ()
    if len(places) == 1 and 1 in (len(rows), len(rows[0]) if rows else 0):
        line = [cell for row in rows for cell in row]
        if places[0] <= len(line):
            return line[places[0] - 1]
    elif len(places) == 2 and rows and places[0] <= len(rows) and places[1] <= len(rows[0]):
        return rows[places[0] - 1][places[1] - 1]
    return Opaque(like.start, like.end, "a subscript behind something that has no such entry")


def _determinant(like: Node, rows: tuple[tuple[Node, ...], ...]) -> Node:
    s, e = like.start, like.end
    if len(rows) == 1:
        return rows[0][0]
    if len(rows) == 2:
        (a, b), (c, d) = rows
        return Add(s, e, (Mul(s, e, (a, d)), Neg(s, e, Mul(s, e, (b, c)))))
    terms: list[Node] = []
    for j, cell in enumerate(rows[0]):
        term = Mul(s, e, (cell, _determinant(like, _minor(rows, 0, j))))
        terms.append(Neg(s, e, term) if j % 2 else term)
    return Add(s, e, tuple(terms))


def _minor(rows: tuple[tuple[Node, ...], ...], i: int, j: int) -> tuple[tuple[Node, ...], ...]:
    return tuple(row[:j] + row[j + 1 :] for k, row in enumerate(rows) if k != i)


def inverse(like: Node, matrix: Arr) -> Node:
    """An inverse by cofactors over the determinant."""
    below = determinant(like, matrix)
    if isinstance(below, Opaque):
        return below
    s, e = like.start, like.end
    n = len(matrix.rows)
    rows = []
    for i in range(n):
        cells_of_row: list[Node] = []
        for j in range(n):
            minor = _determinant(like, _minor(matrix.rows, j, i)) if n > 1 else matrix.rows[0][0]
            cells_of_row.append(Div(s, e, Neg(s, e, minor) if (i + j) % 2 else minor, below))
        rows.append(tuple(cells_of_row))
    return Arr(s, e, tuple(rows))


def without_zeros(source: Arr, target: Arr) -> Arr:
    """A difference of a list and of what nobody tells, as another list works it out.

    Of ``p - y = [0.7 - 1, 0.3]`` the second cell says that nothing is taken from it: ``y`` is a
    list, too.
    """
    if source.shape != target.shape or all(map(is_datum, cells(target))):
        return source
    rows = tuple(
        tuple(
            _less_unknown(one) if is_datum(other) else one for one, other in zip(*row, strict=True)
        )
        for row in zip(source.rows, target.rows, strict=True)
    )
    return source if rows == source.rows else Arr(source.start, source.end, rows, source.flat)


def _less_unknown(node: Node) -> Node:
    """A difference of two without the second, if that is a symbol that nobody tells."""
    if not isinstance(node, Add) or len(node.terms) != 2:
        return node
    first, last = node.terms
    taken = last.arg if isinstance(last, Neg) else None
    return first if isinstance(taken, Ref) and taken.definition.blank else node
