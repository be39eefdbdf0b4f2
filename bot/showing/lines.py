"""Several lines over the same years as one drawing: each with a colour, a dash and a shape of its own, and its name below.

The shapes tell the lines apart without colour, and the colours stand out from white and from black paper alike.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from bot.showing.chart import Chart, Mark
from bot.showing.drawing import FONT, WIDTH, escape, in_frame, svg

_COLOURS = ("#3b82c4", "#d9730d", "#2e9e5b", "#9a64d6", "#d6455d", "#1c9aa0")
_DASHES = ("", "18 8", "4 8", "26 8 4 8", "12 6", "2 6 12 6")
_SHAPES = (
    "M-11 0a11 11 0 1 0 22 0a11 11 0 1 0 -22 0z",
    "M-10 -10H10V10H-10z",
    "M0 -14L14 0L0 14L-14 0z",
    "M0 -13L13 10H-13z",
    "M0 13L13 -10H-13z",
    "M-13 -4H-4V-13H4V-4H13V4H4V13H-4V4H-13z",
)
_INK, _SOFT, _GRID, _PAPER = "#1d2733", "#5c6b7a", "#d5dde5", "#ffffff"
_SIDE, _TOP, _PLOT, _TEXT, _SMALL, _LEGEND = 90, 60, 460, 34, 28, 52


@dataclass(frozen=True)
class Lines:
    """`series` are pairs of a name and a mark a year, all of the same years; a mark without a value is a gap."""

    title: str
    broken: str
    """The words at a change of the form, over which no line runs on."""
    series: tuple[tuple[str, tuple[Mark, ...]], ...]


def drawn(chart: Chart, *, framed: bool = True) -> str:
    """Any chart as one SVG element; see `svg`, which draws those of one line or of bars."""
    if not chart.series:
        return svg(chart, framed=framed)
    lines = Lines(chart.title, chart.broken, chart.series)
    return in_frame(chart, svg_of_lines(lines), _height(lines)) if framed else svg_of_lines(lines)


def _height(lines: Lines) -> int:
    return _TOP + _PLOT + 90 + len(lines.series) * _LEGEND


def svg_of_lines(lines: Lines) -> str:
    """One SVG element, with every value as text for those who do not see it."""
    values = [mark.value for _, marks in lines.series for mark in marks if mark.value is not None]
    most, least = max([*values, Decimal(0)]), min([*values, Decimal(0)])
    reach = most - least or Decimal(1)
    years = [mark.label for mark in lines.series[0][1]]
    step = (WIDTH - 2 * _SIDE) / max(len(years) - 1, 1)
    at = [_SIDE + place * step for place in range(len(years))]
    foot = _TOP + _PLOT
    heights = {value: foot - float((value - least) / reach) * _PLOT for value in {*values, Decimal(0)}}
    height = _height(lines)
    told = "；".join(f"{name} " + "，".join(f"{mark.label} {mark.said}" for mark in marks) for name, marks in lines.series)
    highest = next((mark.said for _, marks in lines.series for mark in marks if mark.value == most), "")
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" width="{WIDTH}" height="{height}" role="img"'
        f' class="chart bare" font-family="{FONT}"><title>{escape(lines.title)}</title><desc>{escape(told)}</desc>',
        f'<rect class="paper" width="{WIDTH}" height="{height}" fill="{_PAPER}"/>',
        *(_rule(heights[value]) for value in {Decimal(0), most} if value in heights),
        _text(_SIDE - 40, _TOP - 16, highest, _SMALL, soft=True) if highest else "",
        *(_text(x, foot + 54, year, _TEXT, middle=True) for x, year in zip(at, years, strict=True)),
        *_breaks(lines, at),
    ]
    for place, (name, marks) in enumerate(lines.series):
        parts += _line(marks, at, heights, place)
        parts += _named(name, place, foot + 110 + place * _LEGEND)
    return "".join((*parts, "</svg>"))


def _breaks(lines: Lines, at: Sequence[float]) -> list[str]:
    """A dashed rule before each year in which the form of any of them is another."""
    drawn = []
    for place in range(1, len(at)):
        if any(marks[place].breaks for _, marks in lines.series):
            x = (at[place - 1] + at[place]) / 2
            path = f"M{x:.0f} {_TOP}V{_TOP + _PLOT}"
            drawn.append(f'<path class="break" d="{path}" stroke="{_SOFT}" stroke-width="2" stroke-dasharray="10 10"/>')
            drawn.append(_text(x, _TOP - 16, lines.broken, _SMALL, soft=True, middle=True))
    return drawn


def _line(marks: Sequence[Mark], at: Sequence[float], heights: dict[Decimal, float], place: int) -> list[str]:
    """Points a year, joined only where the next year has a number too and the form did not change between them."""
    points = [None if mark.value is None else (x, heights[mark.value]) for mark, x in zip(marks, at, strict=True)]
    colour, dash = _COLOURS[place], _DASHES[place]
    dashed = f' stroke-dasharray="{dash}"' if dash else ""
    drawn = []
    for one, two, mark in zip(points, points[1:], marks[1:], strict=False):
        if one is not None and two is not None and not mark.breaks:
            path = f"M{one[0]:.0f} {one[1]:.0f}L{two[0]:.0f} {two[1]:.0f}"
            drawn.append(f'<path d="{path}" stroke="{colour}" stroke-width="5" fill="none"{dashed}/>')
    drawn += [_shape(point[0], point[1], place) for point in points if point is not None]
    return drawn


def _shape(x: float, y: float, place: int) -> str:
    return f'<path d="{_SHAPES[place]}" transform="translate({x:.0f} {y:.0f})" fill="{_COLOURS[place]}"/>'


def _named(name: str, place: int, y: float) -> list[str]:
    return [_shape(_SIDE - 30, y - 12, place), _text(_SIDE, y, name, _TEXT)]


def _rule(y: float) -> str:
    return f'<path class="axis" d="M{_SIDE - 40} {y:.0f}H{WIDTH - _SIDE + 40}" stroke="{_GRID}" stroke-width="2"/>'


def _text(x: float, y: float, said: str, size: int, *, soft: bool = False, middle: bool = False) -> str:
    colour, name = (_SOFT, "soft") if soft else (_INK, "ink")
    anchor = ' text-anchor="middle"' if middle else ""
    return f'<text class="{name}" x="{x:.0f}" y="{y:.0f}" font-size="{size}" fill="{colour}"{anchor}>{escape(said)}</text>'
