"""PDF files written mark by mark, for what no word processor can be told to print: a few objects and the text of pages.

Fonts: F1 a standard one, F2 Chinese, F3 the same written downwards, F4 drawn by procedures (Type 3), F5 whose codes are
mapped to characters by ToUnicode alone (see `CODES`), F6 whose codes are mapped to none, F7 a TrueType font that is not
in the file, F8 one that says of itself that it goes neither above nor below the line, F9 one that says nothing of itself.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

CODES = {
    1: "⼆",
    2: "⼗",
    3: "⺠",
    4: "ﬁ",
    5: "fi",
    6: "𠮷",
    7: "一",
    8: "-",
    9: "\u00ad",
    10: "\u00a0",
    11: "0",
    12: "(",
    13: "\u200b",
}
"""Code in F5 → what ToUnicode says: radicals, a ligature as one character and as two, a character beyond 16 bits …"""

_DESCRIPTOR = (
    "<</Type/FontDescriptor/FontName/%s/Flags 4/FontBBox[-25 -254 1000 880]/Ascent %d/Descent -%d/CapHeight 880"
    "/StemV 93/ItalicAngle 0>>"
)
_CMAP = """/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /Adobe-Identity-UCS def /CMapType 2 def
1 begincodespacerange <0000> <FFFF> endcodespacerange
%d beginbfchar
%s
endbfchar endcmap CMapName currentdict /CMap defineresource pop end end"""


@dataclass(frozen=True, slots=True)
class Leaf:
    """One page: its content in PDF's operators, and what its dictionary says besides (/Rotate 90 …)."""

    content: str
    more: str = ""
    box: str = "0 0 595 842"


@dataclass(frozen=True, slots=True)
class Form:
    """A drawing that pages and other forms call by its name."""

    content: str
    matrix: str = "1 0 0 1 0 0"
    box: str = "-2000 -2000 2000 2000"


def hexed(text: str) -> str:
    """Text for the Chinese fonts."""
    return f"<{text.encode('utf-16-be').hex()}>"


def pdf(leaves: Sequence[Leaf], forms: Mapping[str, Form] | None = None) -> bytes:
    """The file. Every page and form may use all fonts and forms."""
    objects: list[str] = ["<</Type/Catalog/Pages 2 0 R>>", "", ""]
    fonts = {name: _add(objects, body) for name, body in _fonts(objects).items()}
    placed = {name: _add(objects, "") for name in forms or {}}
    called = " ".join(f"/{name} {number} 0 R" for name, number in placed.items())
    used = " ".join(f"/{name} {number} 0 R" for name, number in fonts.items())
    objects[2] = f"<</Font<<{used}>>/XObject<<{called}>>>>"
    for name, form in (forms or {}).items():
        head = f"/Type/XObject/Subtype/Form/BBox[{form.box}]/Matrix[{form.matrix}]/Resources 3 0 R"
        objects[placed[name] - 1] = _stream(form.content, head)
    pages = []
    for leaf in leaves:
        content = _add(objects, _stream(leaf.content))
        body = f"<</Type/Page/Parent 2 0 R/MediaBox[{leaf.box}]/Resources 3 0 R/Contents {content} 0 R {leaf.more}>>"
        pages.append(_add(objects, body))
    kids = " ".join(f"{number} 0 R" for number in pages)
    objects[1] = f"<</Type/Pages/Count {len(pages)}/Kids[{kids}]>>"
    return _written(objects)


def _fonts(objects: list[str]) -> dict[str, str]:
    song = _add(objects, _DESCRIPTOR % ("STSong-Light", 880, 120))
    plain = _add(objects, _DESCRIPTOR % ("Plain", 891, 212))
    order = "/CIDSystemInfo<</Registry(Adobe)/Ordering(%s)/Supplement 0>>/DW 1000"
    gb = _add(objects, f"<</Type/Font/Subtype/CIDFontType0/BaseFont/STSong-Light/FontDescriptor {song} 0 R{order % 'GB1'}>>")
    own = _add(
        objects,
        f"<</Type/Font/Subtype/CIDFontType2/BaseFont/Plain/FontDescriptor {plain} 0 R{order % 'Identity'}/W[4[1500 1400]]>>",
    )
    mapped = "\n".join(f"<{code:04X}> <{text.encode('utf-16-be').hex()}>" for code, text in CODES.items())
    cmap = _add(objects, _stream(_CMAP % (len(CODES), mapped)))
    bar = _add(objects, _stream("600 0 0 0 500 700 d1 0 0 500 700 re f"))
    drawn = "/FontBBox[0 0 600 700]/FontMatrix[0.001 0 0 0.001 0 0]/FirstChar 65/LastChar 66/Widths[600 600]"
    drawn += f"/CharProcs<</A {bar} 0 R/B {bar} 0 R>>/Encoding<</Type/Encoding/Differences[65/A/B]>>"
    composed = "<</Type/Font/Subtype/Type0/BaseFont/%s/Encoding/%s/DescendantFonts[%d 0 R]%s>>"
    flat = _add(objects, _DESCRIPTOR % ("ABCDEF+Courier-Flat", 0, 0))
    widths = " ".join(["500"] * 95)
    simple = f"<</Type/Font/Subtype/TrueType/FirstChar 32/LastChar 126/Widths[{widths}]/Encoding/WinAnsiEncoding"
    return {
        "F1": "<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>",
        "F2": composed % ("STSong-Light", "UniGB-UCS2-H", gb, ""),
        "F3": composed % ("STSong-Light", "UniGB-UCS2-V", gb, ""),
        "F4": f"<</Type/Font/Subtype/Type3{drawn}>>",
        "F5": composed % ("Plain", "Identity-H", own, f"/ToUnicode {cmap} 0 R"),
        "F6": composed % ("Plain", "Identity-H", own, ""),
        "F7": f"{simple}/BaseFont/Plain/FontDescriptor {plain} 0 R>>",
        "F8": f"{simple}/BaseFont/ABCDEF+Courier-Flat/FontDescriptor {flat} 0 R>>",
        "F9": f"{simple}/BaseFont/Silent-Serif>>",
    }


def _add(objects: list[str], body: str) -> int:
    objects.append(body)
    return len(objects)


def _stream(content: str, head: str = "") -> str:
    return f"<<{head}/Length {len(content.encode('latin-1'))}>>\nstream\n{content}\nendstream"


def _written(objects: Sequence[str]) -> bytes:
    out = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n"
    starts = []
    for number, body in enumerate(objects, 1):
        starts.append(len(out))
        out += f"{number} 0 obj\n{body}\nendobj\n".encode("latin-1")
    table = "".join(f"{start:010} 00000 n \n" for start in starts)
    tail = f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}trailer\n<</Size {len(objects) + 1}/Root 1 0 R>>\n"
    return out + f"{tail}startxref\n{len(out)}\n%%EOF\n".encode()
