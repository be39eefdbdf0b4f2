"""A chart as a photo: SVG drawn to PNG with the project's own font, so that Chinese is readable without any font installed."""

from __future__ import annotations

from pathlib import Path

import resvg_py

_FAMILY = "Noto Sans CJK SC"


def png(svg: str, font: Path) -> bytes:
    """The drawing as PNG. `font` is data/fonts/NotoSansSC-subset.otf.

    The subset holds GB 2312 and every name of the gazetteer. Where a text has a character beyond it (a town of a rare name),
    the fonts of the system are asked too, which takes longer.
    """
    rare = any(not _is_usual(char) for char in svg)
    drawn = resvg_py.svg_to_bytes(svg_string=svg, skip_system_fonts=not rare, font_files=[str(font)], font_family=_FAMILY)
    return bytes(drawn)


def _is_usual(char: str) -> bool:
    try:
        char.encode("gb2312")
    except UnicodeEncodeError:
        return char in "·—“”…"
    return True
