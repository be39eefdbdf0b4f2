"""One row as a small table of its own, for documents that have no pages to cut from: headers, labels, values, the mark."""

from __future__ import annotations

from dataclasses import dataclass

from PIL import Image, ImageDraw

from ingest.drawing.sheet import PAPER, RULE, SOFT, TINT, framed, inner, tinted
from ingest.drawing.type import GREY, INK, height, wrapped, write

_SIZE, _SMALL, _PAD = 30, 24, 14
_LABEL_SHARE = 0.3


@dataclass(frozen=True, slots=True)
class Cell:
    """What stands in a cell of the row. `aside` is no print: it says what the cell is, and is set small and grey."""

    text: str
    aside: str = ""
    marked: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """A row of the form: the name of its table, the labels from the outermost inwards, and its cells by header."""

    table: str
    labels: tuple[str, ...]
    headers: tuple[str, ...]
    cells: tuple[Cell, ...]


def row_table(row: Row) -> Image.Image:
    """The row, drawn. Every text is set whole: cells grow with what stands in them."""
    label = inner() * _LABEL_SHARE if len(row.headers) > 2 else inner() * 0.45
    widths = [label, *([(inner() - label) / len(row.headers)] * len(row.headers))]
    lefts = [round(sum(widths[:n])) for n in range(len(widths) + 1)]
    heads = [_block(text, _SMALL, width) for text, width in zip(("", *row.headers), widths, strict=True)]
    names = wrapped("\n".join(f"{'　' * depth}{text}" for depth, text in enumerate(row.labels)), _SIZE, label - 2 * _PAD)
    values = [(_block(cell.text, _SIZE, width), _block(cell.aside, _SMALL, width))
              for cell, width in zip(row.cells, widths[1:], strict=True)]  # fmt: skip
    table = wrapped(row.table, _SMALL, inner() - 2 * _PAD)
    tops = [0, height(table, _SMALL) + 2 * _PAD]
    tops.append(tops[1] + max(height(lines, _SMALL) for lines in heads) + 2 * _PAD)
    tall = [height(names, _SIZE), *(height(one, _SIZE) + height(two, _SMALL) for one, two in values)]
    tops.append(tops[2] + max(tall) + 2 * _PAD)
    picture = Image.new("RGB", (inner(), tops[3] + 1), PAPER)
    _grid(picture, lefts, tops)
    draw = ImageDraw.Draw(picture)
    write(draw, table, _SMALL, (0, _PAD), colour=INK, width=inner(), middle=True)
    for left, width, lines in zip(lefts, widths, heads, strict=False):
        _middle(draw, (left, tops[1], width, tops[2]), lines, _SMALL)
    write(draw, names, _SIZE, (_PAD, tops[2] + (tops[3] - tops[2] - height(names, _SIZE)) / 2))
    for nth, (text, aside) in enumerate(values):
        where = (lefts[nth + 1], tops[2], widths[nth + 1], tops[3])
        _value(draw, where, text, aside)
        if row.cells[nth].marked:
            _mark(picture, (lefts[nth + 1], lefts[nth + 2]), tops)
    return picture


def _block(text: str, size: int, width: float) -> list[str]:
    return wrapped(text, size, width - _PAD) if text else []


def _grid(picture: Image.Image, lefts: list[int], tops: list[int]) -> None:
    draw = ImageDraw.Draw(picture)
    draw.rectangle((0, 0, picture.width - 1, tops[2]), (246, 248, 250))
    for top in tops:
        draw.line((0, top, picture.width, top), RULE, 2)
    for left in (*lefts[:-1], picture.width - 2):
        draw.line((left, 0 if left in (0, picture.width - 2) else tops[1], left, picture.height), RULE, 2)


def _middle(draw: ImageDraw.ImageDraw, where: tuple[float, int, float, int], lines: list[str], size: int) -> None:
    left, top, width, bottom = where
    write(draw, lines, size, (left, top + (bottom - top - height(lines, size)) / 2), width=width, middle=True)


def _value(draw: ImageDraw.ImageDraw, where: tuple[float, int, float, int], text: list[str], aside: list[str]) -> None:
    left, top, width, bottom = where
    tall = height(text, _SIZE) + height(aside, _SMALL)
    at = top + (bottom - top - tall) / 2
    write(draw, text, _SIZE, (left, at), width=width, middle=True)
    write(draw, aside, _SMALL, (left, at + height(text, _SIZE)), colour=GREY, width=width, middle=True)


def _mark(picture: Image.Image, across: tuple[int, int], tops: list[int]) -> None:
    left, right = across[0] + 2, min(across[1], picture.width - 2)
    tinted(picture, (left, tops[1] + 2, right, tops[2]), SOFT)
    tinted(picture, (left + 4, tops[2] + 6, right - 4, tops[3] - 4), TINT)
    framed(picture, (left + 4, tops[2] + 6, right - 4, tops[3] - 4), 4)
