"""Makes data/fonts/NotoSansSC-subset.otf again: the characters of Noto Sans CJK SC that pictures of evidence need.

    python -m docs.font NotoSansCJK-Regular.ttc

The collection is in Debian's fonts-noto-cjk; `pip install fonttools` gives the tool. Kept are GB 2312, Latin-1 and every
character of the names of places and agencies and of the labels of the forms. NotoSansCJK is under the SIL Open Font
License 1.1 without reserved names; data/fonts/OFL.txt is its text.
"""

from __future__ import annotations

import sys
from pathlib import Path

DATA = Path(__file__).resolve().parents[1] / "data"
FILE = DATA / "fonts" / "NotoSansSC-subset.otf"
FAMILY = "Noto Sans CJK SC"
RANGES = ((0x20, 0x7F), (0xA0, 0x100), (0x2010, 0x2028), (0x2030, 0x205F), (0x2190, 0x2194), (0x2212, 0x2213), (0x2460, 0x2474),
          (0x3000, 0x3020), (0xFE30, 0xFE70), (0xFF01, 0xFF5F))  # fmt: skip
"""Beside GB 2312: Latin-1, dashes and quotes, arrows, numbers in circles, punctuation in every width."""
MADE = 0x7C25B080
"""The time that stands in the file, in seconds since 1904, so that it comes out the same every time."""


def characters() -> set[int]:
    """The code points to keep."""
    rows = (bytes((high, low)).decode("gb2312", "ignore") for high in range(0xA1, 0xF8) for low in range(0xA1, 0xFF))
    kept = {ord(char) for pair in rows for char in pair} | {code for first, last in RANGES for code in range(first, last)}
    for path in (DATA / "regions.csv", DATA / "organs.toml", *(DATA / "forms").glob("*.toml"), *(DATA / "reports").glob("*.*ml")):
        kept |= {ord(char) for char in path.read_text("utf-8") if char.isprintable()}
    return kept


def main(source: Path) -> None:
    from fontTools import subset
    from fontTools.ttLib import TTCollection

    fonts = TTCollection(source, lazy=True).fonts
    font = next(font for font in fonts if font["name"].getDebugName(1) == FAMILY)
    options = subset.Options(layout_features=[], name_IDs=["*"], notdef_outline=True, hinting=False, desubroutinize=False)
    chosen = subset.Subsetter(options)
    chosen.populate(unicodes=characters())
    chosen.subset(font)
    font["head"].modified = MADE
    font.recalcTimestamp = False
    font.save(FILE)
    print(f"{FILE.relative_to(DATA.parent)}: {FILE.stat().st_size:,} bytes, {len(font.getBestCmap()):,} characters")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
