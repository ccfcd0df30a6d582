"""What a page needs on a narrow screen, where CSS alone cannot tell.

CSS can lay the rows of a table out as cards, but it knows neither which tables are too wide nor
which heading a cell stands under. And it cannot keep `--strict` from ending a line with its
hyphens. Without this hook wide tables scroll by themselves, and names are broken at hyphens.
"""

import html
import re

TABLE = re.compile(r"<table>.*?</table>", re.DOTALL)
HEAD = re.compile(r"<thead>.*?</thead>", re.DOTALL)
ROW = re.compile(r"<tr>.*?</tr>", re.DOTALL)
CELL = re.compile(r"<(t[hd])\b([^>]*)>(.*?)</\1>", re.DOTALL)
TAG = re.compile(r"<[^>]+>")
NAME = re.compile(r"<code>(?=[^<]{1,24}</code>)([^<]*[- ][^<]*)</code>")

ROOM = 38
"""So many characters fit beside each other on a screen of 360 pixels, in the type of a table."""
GAP = 1.4
"""The space between two columns, in characters."""
WORDS = 14
"""A column of sentences wants this many characters, or each line holds a word."""


def on_page_content(content: str, **_: object) -> str:
    """Give the cells of wide tables their labels, and keep names in one piece."""
    return NAME.sub(r'<code class="name">\1</code>', TABLE.sub(as_cards, content))


def as_cards(match: re.Match[str]) -> str:
    """The table, with a label in each cell if it is too wide for a telephone."""
    table = match[0]
    head = HEAD.match(table, table.find("<thead>"))
    # A label is an attribute, so it is text: a formula cannot be one.
    if head is None or "<math" in head[0]:
        return table
    labels = [text(cell) for _, _, cell in CELL.findall(head[0])]
    rows = [[cell for _, _, cell in CELL.findall(row)] for row in ROW.findall(table, head.end())]
    headings = [max(map(len, label.split()), default=0) for label in labels]
    cells = [max(map(width, column)) for column in zip(*rows, strict=True)]
    if sum(map(max, headings, cells)) + GAP * len(labels) <= ROOM:
        return table
    body = ROW.sub(lambda row: labelled(row[0], labels), table[head.end() :])
    return '<table data-cards="">' + table[len("<table>") : head.end()] + body


def labelled(row: str, labels: list[str]) -> str:
    """The row, each cell with the heading of its column."""
    names = iter(labels)
    return CELL.sub(
        lambda cell: (
            f'<{cell[1]} data-label="{html.escape(next(names))}"{cell[2]}>{cell[3]}</{cell[1]}>'
        ),
        row,
    )


def width(cell: str) -> int:
    """How many characters a cell wants in a line: sentences may break, code and formulas not."""
    sentence = text(re.sub(r"<(code|math)\b[^>]*>.*?</\1>", "", cell, flags=re.DOTALL))
    pieces = re.findall(r"<(?:code|math)\b[^>]*>.*?</(?:code|math)>", cell, re.DOTALL)
    whole = [len(word) for piece in pieces for word in text(piece).split()]
    words = [len(word) for word in sentence.split()]
    return max([min(len(sentence), WORDS), *whole, *words])


def text(piece: str) -> str:
    """What a reader sees of it."""
    return html.unescape(TAG.sub("", piece)).strip()
