r"""The convolution ``I * K`` of a matrix or list with a smaller one.

Some turn the kernel round, as mathematics has it, and some do not, as neural networks have it; and
some put zeros around the image. The result that a page prints tells which.
"""

from __future__ import annotations

from collections.abc import Iterator

from mathdoctest.tree import Add, Arr, Mul, Node


def convolutions(like: Mul, image: Arr, kernel: Arr, shape: tuple[int, int]) -> Iterator[Arr]:
    """The results of a shape: with the kernel as it is, then turned round; none if none has it.

    Args:
        like: the product, for its place.
        image: the larger array.
        kernel: the smaller one.
        shape: rows and columns of the result; as those of the image or the kernel, both whole.
    """
    margins = []
    for size, width, wanted in zip(image.shape, kernel.shape, shape, strict=True):
        around = wanted - size + width - 1
        if around < 0 or around % 2 or around // 2 >= width:
            return
        margins.append(around // 2)
    down, right = margins
    for rows in (kernel.rows, tuple(row[::-1] for row in kernel.rows[::-1])):
        result = tuple(
            tuple(_cell(like, image, rows, i - down, j - right) for j in range(shape[1]))
            for i in range(shape[0])
        )
        yield Arr(like.start, like.end, result, image.flat)


def _cell(like: Mul, image: Arr, kernel: tuple[tuple[Node, ...], ...], top: int, left: int) -> Node:
    """The sum of the products of a kernel with what lies under it; outside there are zeros."""
    height, width = image.shape
    terms = tuple(
        Mul(like.start, like.end, (image.rows[top + i][left + j], weight))
        for i, row in enumerate(kernel)
        for j, weight in enumerate(row)
        if 0 <= top + i < height and 0 <= left + j < width
    )
    return terms[0] if len(terms) == 1 else Add(like.start, like.end, terms)
