"""Drawing a chart as SVG: the one drawing that the page shows and that becomes a photo.

Sizes are those of a picture 1080 wide, which a phone shows at a third: text of 34 reads there as 11 points. Colours are
attributes beside a class, so that a page may set them anew (dark mode) and a picture needs no style sheet.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from xml.sax import saxutils

from bot.showing.chart import Chart, Mark

WIDTH = 1080
_CLOSING = " ，。；：、！？）》”"
FONT = "Noto Sans CJK SC, Noto Sans SC, sans-serif"
_SIDE = 48
_INK, _SOFT, _BAR, _GRID, _PAPER = "#1d2733", "#5c6b7a", "#1f6fb2", "#d5dde5", "#ffffff"
_TITLE, _TEXT, _SMALL = 40, 34, 26
_DASHED = ' stroke-dasharray="10 10"'
_ROW = 108
_PLOT = 520
_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def escape(said: str) -> str:
    """Text as XML may hold it: a character that it may not is shown as one that cannot be shown."""
    return saxutils.escape(_NOT_XML.sub("\ufffd", said))


def svg(chart: Chart, *, framed: bool = True) -> str:
    """The chart as one SVG element, with its title and every value as text for those who do not see it. Where it is not
    `framed`, title and footer are left for the page to write around it."""
    title = _headed(chart.title) if framed else []
    top = 40 + len(title) * (_TITLE + 14)
    body, bottom = (_line if chart.kind == "line" else _bars)(chart, top + 20)
    footer = [line for said in chart.footer for line in _wrapped(said, WIDTH - 2 * _SIDE, _SMALL)] if framed else []
    height = bottom + 30 + len(footer) * (_SMALL + 12) + 20
    told = "；".join(f"{mark.label} {mark.said}" for mark in chart.marks)
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" width="{WIDTH}" height="{height}" role="img"'
        f' class="{"chart" if framed else "chart bare"}" font-family="{FONT}">',
        f"<title>{escape(chart.title)}</title><desc>{escape(told)}</desc>",
        f'<rect class="paper" width="{WIDTH}" height="{height}" fill="{_PAPER}"/>',
        *(_text(_SIDE, 40 + (place + 1) * (_TITLE + 10), line, _TITLE, bold=True) for place, line in enumerate(title)),
        *body,
        *(_text(_SIDE, bottom + 40 + place * (_SMALL + 12), line, _SMALL, soft=True) for place, line in enumerate(footer)),
        "</svg>",
    ]
    return "".join(parts)


def in_frame(chart: Chart, inner: str, height: int) -> str:
    """A drawing of that height, made elsewhere, with the title of a chart above it and its footer below."""
    title = _headed(chart.title)
    footer = [line for said in chart.footer for line in _wrapped(said, WIDTH - 2 * _SIDE, _SMALL)]
    top = 60 + len(title) * (_TITLE + 14)
    whole = top + height + 30 + len(footer) * (_SMALL + 12) + 20
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {whole}" width="{WIDTH}" height="{whole}" role="img"'
        f' class="chart" font-family="{FONT}"><title>{escape(chart.title)}</title>',
        f'<rect class="paper" width="{WIDTH}" height="{whole}" fill="{_PAPER}"/>',
        *(_text(_SIDE, 40 + (place + 1) * (_TITLE + 10), line, _TITLE, bold=True) for place, line in enumerate(title)),
        inner.replace("<svg ", f'<svg y="{top}" ', 1),
        *(_text(_SIDE, top + height + 40 + place * (_SMALL + 12), line, _SMALL, soft=True) for place, line in enumerate(footer)),
        "</svg>",
    ]
    return "".join(parts)


# Bars


def _bars(chart: Chart, top: int) -> tuple[list[str], int]:
    """One bar a row: the name above it, the value behind it; a gap is its word alone, without a bar."""
    values = [mark.value for mark in chart.marks if mark.value is not None]
    most = max([*map(abs, values), Decimal(0)])
    beside = max((_width(mark.said, _TEXT) for mark in chart.marks), default=0) + 20
    room = WIDTH - 2 * _SIDE - beside
    parts: list[str] = []
    for place, mark in enumerate(chart.marks):
        y = top + place * _ROW
        parts.append(_text(_SIDE, y + _TEXT, _cut(mark.label, WIDTH - 2 * _SIDE, _TEXT), _TEXT))
        if mark.value is None:
            parts.append(_text(_SIDE, y + 86, mark.said, _TEXT, soft=True))
            continue
        size = round(float(abs(mark.value) / most) * room) if most else 0
        size = max(size, 3 if mark.value else 0)
        below = ' fill-opacity="0.55"' if mark.value < 0 else ""
        parts.append(f'<rect class="bar" x="{_SIDE}" y="{y + 50}" width="{size}" height="40" rx="4" fill="{_BAR}"{below}/>')
        parts.append(_text(_SIDE + size + 14, y + 82, mark.said, _TEXT))
    parts.append(f'<path class="axis" d="M{_SIDE} {top}V{top + len(chart.marks) * _ROW}" stroke="{_GRID}" stroke-width="2"/>')
    return parts, top + len(chart.marks) * _ROW


# A line


def _line(chart: Chart, top: int) -> tuple[list[str], int]:
    """Points a year, joined only where the next year has a number too and the form did not change between them."""
    marks = chart.marks
    values = [mark.value for mark in marks if mark.value is not None]
    most, least = max([*values, Decimal(0)]), min([*values, Decimal(0)])
    reach = most - least or Decimal(1)
    foot, room = top + _PLOT, _PLOT - 90
    step = (WIDTH - 2 * _SIDE - 140) / max(len(marks) - 1, 1)
    at = [(_SIDE + 70 + place * step) for place in range(len(marks))]

    def y(value: Decimal) -> float:
        return foot - float((value - least) / reach) * room

    zero = y(Decimal(0))
    parts = [f'<path class="axis" d="M{_SIDE} {zero:.0f}H{WIDTH - _SIDE}" stroke="{_GRID}" stroke-width="3"/>']
    for place in range(1, len(marks)):
        parts += _between(marks[place - 1], marks[place], at[place - 1], at[place], y)
        if marks[place].breaks:
            middle = (at[place - 1] + at[place]) / 2
            parts.append(f'<path class="break" d="M{middle:.0f} {top + 40}V{foot}" stroke="{_SOFT}" stroke-width="3"{_DASHED}/>')
            parts.append(_text(middle, top + 26, chart.broken, _SMALL, soft=True, middle=True))
    widest = max((_width(mark.said, _TEXT) for mark in marks if mark.value is not None), default=0)
    for place, mark in enumerate(marks):
        parts.append(_text(at[place], foot + 54, mark.label, _TEXT, middle=True))
        if mark.value is None:
            parts.append(_text(at[place], foot - 24, mark.said, _SMALL, soft=True, middle=True))
        else:
            parts.append(f'<circle class="bar" cx="{at[place]:.0f}" cy="{y(mark.value):.0f}" r="10" fill="{_BAR}"/>')
            size = _TEXT if step > max(150, widest) else _SMALL
            inside = _width(mark.said, size) / 2 + 8
            beside, height = list(_joined(marks, place)), y(mark.value)
            under = bool(beside) and min(beside) > mark.value and height + 40 + size < foot
            x = min(max(at[place], inside), WIDTH - inside)  # a long number at the edge is moved in, not cut
            parts.append(_text(x, height + (26 + size if under else -26), mark.said, size, middle=True, clear=True))
    return parts, foot + 70


def _joined(marks: Sequence[Mark], place: int) -> Iterator[Decimal]:
    """The values that a line leads to from a point; where all lie higher, what it says stands better below it."""
    for one, two, other in ((place - 1, place, place - 1), (place, place + 1, place + 1)):
        if one >= 0 and two < len(marks) and not marks[two].breaks and (value := marks[other].value) is not None:
            yield value


def _between(one: Mark, two: Mark, left: float, right: float, y: object) -> list[str]:
    if one.value is None or two.value is None or two.breaks or not callable(y):
        return []
    path = f"M{left:.0f} {y(one.value):.0f}L{right:.0f} {y(two.value):.0f}"
    return [f'<path class="line" d="{path}" stroke="{_BAR}" stroke-width="6" fill="none"/>']


# Text


def _headed(title: str) -> list[str]:
    """The title in one line, or parted where its two halves meet."""
    whole = _wrapped(title, WIDTH - 2 * _SIDE, _TITLE)
    if len(whole) == 1:
        return whole
    return [line for half in title.split(" · ") for line in _wrapped(half, WIDTH - 2 * _SIDE, _TITLE)]


def _text(
    x: float, y: float, said: str, size: int, *, soft: bool = False, bold: bool = False, middle: bool = False, clear: bool = False
) -> str:
    """`clear` puts a rim of paper around the text, for a line may run behind it."""
    colour, name = (_SOFT, "soft") if soft else (_INK, "ink")
    more = (' font-weight="bold"' if bold else "") + (' text-anchor="middle"' if middle else "")
    if clear:
        name += " clear"
        more += f' stroke="{_PAPER}" stroke-width="10" paint-order="stroke" stroke-linejoin="round"'
    return f'<text class="{name}" x="{x:.0f}" y="{y:.0f}" font-size="{size}" fill="{colour}"{more}>{escape(said)}</text>'


def _width(said: str, size: int) -> float:
    """About how wide a text is: a Chinese character is a square, a Latin one a little over half of it."""
    return sum(size if char > "⺀" else size * 0.6 for char in said)


def _cut(said: str, room: float, size: int) -> str:
    if _width(said, size) <= room:
        return said
    while said and _width(said + "…", size) > room:
        said = said[:-1]
    return said + "…"


def _wrapped(said: str, room: float, size: int) -> list[str]:
    """Lines of at most `room`; Latin words are not torn."""
    lines, line = [], ""
    for piece in _pieces(said):
        if line and _width(line + piece.rstrip(), size) > room:
            lines.append(line.rstrip())
            line = ""
        line += piece
    return [*lines, line.rstrip()] if line.strip() else lines


def _pieces(said: str) -> list[str]:
    """What may stand at the end of a line: Chinese characters one by one, with a stop behind them, for none begins a line; Latin
    words with the blank behind them."""
    pieces: list[str] = []
    for char in said:
        inside = bool(pieces) and pieces[-1][-1] not in " " and pieces[-1][-1] < "⺀"
        if pieces and (char in _CLOSING or (char < "⺀" and inside)):
            pieces[-1] += char
        else:
            pieces.append(char)
    return pieces
