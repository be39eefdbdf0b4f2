"""A row as a small table: for web pages, Word and text, which have no places on a page, and for figures out of a CSV."""

from __future__ import annotations

from dataclasses import dataclass

from PIL import ImageDraw

from ingest.drawing.paper import HEAD, INK, LINE, MARK, QUIET, TINT, font, lines, png, sheet, shown, width
from ingest.wanted import Wanted

_TITLE, _TEXT, _NUMBER, _SMALL = 30, 24, 28, 20
_MARGIN, _PADDING, _LEADING = 36, 14, 1.35
_LABEL, _LEAST, _MOST = 360, 128, 300


@dataclass(frozen=True, slots=True)
class _Cell:
    lines: list[str]
    size: int

    @property
    def height(self) -> int:
        return round(len(self.lines) * self.size * _LEADING)


def draw(wanted: Wanted, title: str, subtitle: str, source: str) -> bytes:
    """A PNG: the title, the headers, the row with the wanted cell marked, and where it is from."""
    widths = [_LABEL, *(_column(place.label, place.printed) for place in wanted.row)]
    room = sum(widths)
    names = ["", *(place.label for place in wanted.row)]
    heads = [_Cell(lines(name, _TEXT, wide - 2 * _PADDING), _TEXT) for name, wide in zip(names, widths, strict=True)]
    label = _Cell(lines(wanted.label, _TEXT, _LABEL - 2 * _PADDING), _TEXT)
    values = [
        _Cell(lines(place.printed, _NUMBER, wide - 2 * _PADDING), _NUMBER)
        for place, wide in zip(wanted.row, widths[1:], strict=True)
    ]
    above = [_Cell(lines(title, _TITLE, room), _TITLE), _Cell(lines(subtitle, _TEXT, room), _TEXT)]
    below = _Cell(lines(source, _SMALL, room), _SMALL)
    head_height = max(cell.height for cell in heads) + 2 * _PADDING
    row_height = max(cell.height for cell in (label, *values)) + 2 * _PADDING
    top = _MARGIN + sum(cell.height for cell in above) + 2 * _PADDING
    bottom = top + head_height + row_height
    image, pen = sheet((room + 2 * _MARGIN, bottom + 2 * _PADDING + below.height + _MARGIN))
    y = float(_MARGIN)
    for cell, colour in zip(above, (INK, QUIET), strict=True):
        _write(pen, cell, _MARGIN, y, colour)
        y += cell.height
    x, marked = _MARGIN, None
    for number, (cell, wide) in enumerate(zip(heads, widths, strict=True)):
        box = (x, top, x + wide, top + head_height)
        pen.rectangle(box, HEAD, LINE, 1)
        _centre(pen, cell, box, QUIET)
        inside = (x, top + head_height, x + wide, bottom)
        is_wanted = bool(number) and wanted.row[number - 1].key == wanted.figure.key
        pen.rectangle(inside, TINT if is_wanted else None, LINE, 1)
        if number:
            _centre(pen, values[number - 1], inside, INK)
        else:
            _write(pen, label, x + _PADDING, top + head_height + (row_height - label.height) / 2, INK)
        marked = inside if is_wanted else marked
        x += wide
    if marked is not None:
        pen.rectangle(marked, None, MARK, 4)
    _write(pen, below, _MARGIN, bottom + 2 * _PADDING, QUIET)
    return png(image)


def _column(label: str, printed: str) -> int:
    """Wide enough for its number, and for its label in a few lines."""
    number = max((width(shown(line), _NUMBER) for line in printed.split("\n")), default=0)
    words = width(shown(label), _TEXT)
    wide = max(number, words if words <= _MOST else words / 2 + _TEXT)
    return round(min(max(wide + 2 * _PADDING, _LEAST), max(_MOST, number + 2 * _PADDING)))


def _write(pen: ImageDraw.ImageDraw, cell: _Cell, x: float, y: float, colour: tuple[int, int, int]) -> None:
    for number, line in enumerate(cell.lines):
        pen.text((x, y + number * cell.size * _LEADING), line, colour, font(cell.size))


def _centre(pen: ImageDraw.ImageDraw, cell: _Cell, box: tuple[float, float, float, float], colour: tuple[int, int, int]) -> None:
    middle, top = (box[0] + box[2]) / 2, box[1] + (box[3] - box[1] - cell.height) / 2
    for number, line in enumerate(cell.lines):
        pen.text((middle, top + number * cell.size * _LEADING), line, colour, font(cell.size), "ma")
