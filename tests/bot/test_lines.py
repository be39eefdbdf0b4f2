"""Several lines in one drawing: a gap stays a gap, a new form is a break, and whoever does not see it is told every value."""

from __future__ import annotations

import re
from decimal import Decimal
from xml.etree import ElementTree

from bot.showing.chart import MOST_LINES, Mark
from bot.showing.lines import Lines, svg_of_lines


def marks(*values: int | None, breaks: int = -1) -> tuple[Mark, ...]:
    said = [("空白" if value is None else f"{value}件") for value in values]
    return tuple(
        Mark(str(2020 + place), None if value is None else Decimal(value), said[place], place == breaks)
        for place, value in enumerate(values)
    )


def joined(svg: str) -> int:
    """How many stretches join two years."""
    return len(re.findall(r'<path d="M[\d.]+ -?[\d.]+L', svg))


def test_a_gap_and_a_new_form_are_not_drawn_over() -> None:
    assert joined(svg_of_lines(Lines("t", "表式更换", (("甲", marks(1, 2, 3)),)))) == 2
    assert joined(svg_of_lines(Lines("t", "表式更换", (("甲", marks(1, None, 3)),)))) == 0
    broken = svg_of_lines(Lines("t", "表式更换", (("甲", marks(1, 2, 3, breaks=1)), ("乙", marks(0, 0, 0)))))
    assert joined(broken) == 3
    assert "表式更换" in broken


def test_every_value_is_told_and_names_are_escaped() -> None:
    series = tuple((f"<{place}>&", marks(place, None, place * 7)) for place in range(MOST_LINES))
    drawn = ElementTree.fromstring(svg_of_lines(Lines("<b>", "", series)))
    told = drawn.findtext("{http://www.w3.org/2000/svg}desc") or ""
    assert all(f"{place * 7}件" in told for place in range(MOST_LINES))
    assert told.count("空白") == MOST_LINES
    names = [text.text for text in drawn.iter("{http://www.w3.org/2000/svg}text")]
    assert {f"<{place}>&" for place in range(MOST_LINES)} <= set(names)


def test_nothing_but_zeros_lies_on_the_ground() -> None:
    drawn = svg_of_lines(Lines("t", "", (("甲", marks(0, 0)), ("乙", marks(None, 0)))))
    heights = set(re.findall(r'transform="translate\([\d.]+ ([\d.]+)\)" fill', drawn))
    assert len({height for height in heights if float(height) < 540}) == 1
