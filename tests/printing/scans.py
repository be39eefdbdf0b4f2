"""Scans of printed reports: the pages of a PDF as pictures, turned, noisy and pressed as a cheap scanner leaves them."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from random import Random

import numpy as np
import pypdfium2
from fontTools.pens.cu2quPen import Cu2QuPen
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont, newTable
from PIL import Image, ImageFilter
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont as PdfFont

from tests.printing import paper
from tests.printing.chance import AGENCIES
from tests.printing.layouts import pdf
from tests.printing.sheet import Sheet

FONT = Path(__file__).resolve().parents[2] / "data" / "fonts" / "NotoSansSC-subset.otf"
"""What reports are printed in where no other font is named."""
_POINTS = 72
_ERROR = 0.5


@dataclass(frozen=True, slots=True)
class Scanner:
    """How pages become pictures: dots an inch, degrees to the left, grey levels of noise and of blur, JPEG's quality."""

    dpi: int = 200
    turn: float = 0.0
    noise: float = 0.0
    blur: float = 0.0
    quality: int = 85


def any_scanner(chance: Random) -> Scanner:
    """One of those that stand in offices."""
    return Scanner(
        chance.choice((150, 200, 300)),
        round(chance.uniform(-1.5, 1.5), 2),
        chance.choice((0.0, 4.0, 10.0)),
        chance.choice((0.0, 0.4, 0.8)),
        chance.choice((55, 75, 90)),
    )


def pages(document: bytes, scanner: Scanner, chance: Random) -> list[Image.Image]:
    """The pages of a PDF as grey pictures."""
    with pypdfium2.PdfDocument(document) as opened:
        drawn = [page.render(scale=scanner.dpi / _POINTS, grayscale=True).to_pil() for page in opened]
    return [_scanned(picture, scanner, chance) for picture in drawn]


def _scanned(picture: Image.Image, scanner: Scanner, chance: Random) -> Image.Image:
    picture = picture.rotate(scanner.turn, Image.Resampling.BICUBIC, fillcolor=255)
    if scanner.blur:
        picture = picture.filter(ImageFilter.GaussianBlur(scanner.blur))
    if scanner.noise:
        grain = np.random.default_rng(chance.randrange(2**32)).normal(0, scanner.noise, (picture.height, picture.width))
        picture = Image.fromarray(np.clip(np.asarray(picture) * 0.94 + 8 + grain, 0, 255).astype(np.uint8))
    packed = io.BytesIO()
    picture.save(packed, "JPEG", quality=scanner.quality, dpi=(scanner.dpi, scanner.dpi))
    return Image.open(io.BytesIO(packed.getvalue()))


def as_pdf(pictures: Sequence[Image.Image]) -> bytes:
    """A PDF that holds nothing but the pictures."""
    return _saved(pictures, "PDF")


def as_tiff(pictures: Sequence[Image.Image]) -> bytes:
    """A TIFF of several pages."""
    return _saved(pictures, "TIFF", compression="tiff_lzw")


def as_png(picture: Image.Image) -> bytes:
    """One page."""
    return _saved([picture], "PNG")


def _saved(pictures: Sequence[Image.Image], kind: str, **how: str) -> bytes:
    out = io.BytesIO()
    first, *rest = pictures
    more = {"save_all": True, "append_images": rest} if rest or kind == "PDF" else {}
    dpi = first.info.get("dpi", (200, 200))
    first.save(out, kind, **how, **more, **({"resolution": float(dpi[0])} if kind == "PDF" else {"dpi": dpi}))
    return out.getvalue()


def printed(sheet: Sheet, at: dict[int, int], font: str, figures: str | None = None) -> bytes:
    """The report as a PDF in a font that is registered."""
    return pdf.build(sheet, at, rules=True, fonts=(font, figures or font))


@cache
def typeface(file: Path, number: int = 0) -> str:
    """Register a font file for printing, and its name. One with cubic outlines is drawn anew, for PDFs want quadratic ones."""
    name = f"{file.stem}-{number}"
    font = TTFont(file, fontNumber=number)
    source: Path | io.BytesIO = file
    if "CFF " in font:
        _subset(font)
        _quadratic(font)
        source = io.BytesIO()
        font.save(source)
        source.seek(0)
        number = 0
    pdfmetrics.registerFont(PdfFont(name, source, subfontIndex=number))
    return name


def _subset(font: TTFont) -> None:
    """Only the characters that reports are printed in."""
    words = [Path(module.__file__ or "").read_text("utf-8") for module in (paper, _prose())]
    options = Options(notdef_outline=True, glyph_names=False, layout_features=[])
    cutter = Subsetter(options)
    cutter.populate(
        text="".join([*words, *AGENCIES, *map(chr, range(32, 127)), "—，。（）“”〔〕《》年月日政府信息公开工作年度报告"])
    )
    cutter.subset(font)


def _prose() -> object:
    from tests.printing import prose

    return prose


def _quadratic(font: TTFont) -> None:
    """Cubic outlines as quadratic ones, within half a unit."""
    glyphs, order = font.getGlyphSet(), font.getGlyphOrder()
    drawn = {}
    for name in order:
        pen = TTGlyphPen(glyphs)
        glyphs[name].draw(Cu2QuPen(pen, _ERROR, reverse_direction=True))
        drawn[name] = pen.glyph()
    font["loca"], font["glyf"] = newTable("loca"), newTable("glyf")
    font["glyf"].glyphOrder, font["glyf"].glyphs = order, drawn
    font["hmtx"].metrics = {name: (wide, getattr(drawn[name], "xMin", 0)) for name, (wide, _) in font["hmtx"].metrics.items()}
    maxp = font["maxp"]
    maxp.tableVersion = 0x00010000
    for field in ("maxZones", "maxTwilightPoints", "maxStorage", "maxFunctionDefs", "maxInstructionDefs", "maxStackElements",
                  "maxSizeOfInstructions", "maxComponentElements", "maxComponentDepth", "maxPoints", "maxContours",
                  "maxCompositePoints", "maxCompositeContours"):  # fmt: skip
        setattr(maxp, field, int(field == "maxZones"))
    font["post"].formatType, font["post"].glyphOrder, font["post"].extraNames = 3.0, order, []
    del font["CFF "]
    for table in ("VORG",):
        if table in font:
            del font[table]
    font.sfntVersion = "\x00\x01\x00\x00"
