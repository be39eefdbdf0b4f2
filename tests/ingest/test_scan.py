"""Scans: what is printed, drawn as pictures and turned is read cell by cell, or said to be unreadable."""

from __future__ import annotations

import zlib
from io import BytesIO
from math import cos, radians, sin
from pathlib import Path
from random import Random

import pypdfium2
import pytest

from ingest.errors import DocumentRejected
from ingest.readers import read_content, scan
from ingest.scanning import model_file
from tests.printing.chance import sheet
from tests.printing.reading import OPEN, WRONG, keys, reading, told_apart
from tests.printing.sheet import Sheet

if model_file() is None:
    pytest.skip("scans are read with the extra: pip install 'gongkai[ocr]'", allow_module_level=True)

import numpy as np
from PIL import Image, ImageDraw

from ingest.scanning.digits import signs_of
from ingest.scanning.ink import printed
from tests.printing import scans
from tests.printing.scans import Scanner

NEAR = 4.0
"""Points: so near to where a cell was printed it is found."""


@pytest.fixture(scope="module")
def clerk() -> Sheet:
    """A report whose cells hold numbers, nothing and dashes."""
    return sheet(Random("a scan 4"), "2021", ("", "/", "-"))


@pytest.fixture(scope="module")
def paper(clerk: Sheet) -> bytes:
    return scans.printed(clerk, {}, scans.typeface(scans.FONT))


def test_a_turned_and_noisy_scan_is_read_with_the_places_of_its_cells(tmp_path: Path, clerk: Sheet, paper: bytes) -> None:
    scanner = Scanner(200, 1.2, 4.0, 0.4, 55)
    pictures = scans.pages(paper, scanner, Random(1))
    report = reading(tmp_path, scans.as_pdf(pictures), ".pdf")
    assert not list(told_apart(report, clerk))
    assert not keys(report, clerk, WRONG)
    assert len(keys(report, clerk, OPEN)) <= 2
    straight = reading(tmp_path, paper, ".pdf")
    for key, figure in report.figures.items():
        other = straight.figures[key]
        if figure.box is not None and other.box is not None:
            assert figure.page == other.page
            x, y = _turned((other.box[0] + other.box[2]) / 2, (other.box[1] + other.box[3]) / 2, scanner.turn)
            assert abs((figure.box[0] + figure.box[2]) / 2 - x) < NEAR, key
            assert abs((figure.box[1] + figure.box[3]) / 2 - y) < NEAR, key


def _turned(x: float, y: float, degrees: float) -> tuple[float, float]:
    """Where a point of an A4 page comes to lie when the page is turned against the clock."""
    wide, high, angle = 595.276 / 2, 841.89 / 2, radians(degrees)
    x, y = x - wide, y - high
    return wide + x * cos(angle) + y * sin(angle), high - x * sin(angle) + y * cos(angle)


def test_a_scanned_page_between_printed_ones_is_read_too(tmp_path: Path, clerk: Sheet, paper: bytes) -> None:
    last = scans.pages(paper, Scanner(150), Random(2))[-1]
    with pypdfium2.PdfDocument(paper) as whole, pypdfium2.PdfDocument(scans.as_pdf([last])) as scanned:
        kept = len(whole) - 1
        del whole[kept]
        whole.import_pages(scanned)
        out = BytesIO()
        whole.save(out)
    report = reading(tmp_path, out.getvalue(), ".pdf")
    assert report.pages == kept + 1
    assert not keys(report, clerk, WRONG)
    assert len(keys(report, clerk, OPEN)) <= 2
    seen = [figure for figure in report.figures.values() if figure.page == kept + 1]
    assert seen or report.sections[-1].page == kept + 1


def png(width: int, height: int) -> bytes:
    """A PNG that says it is so large and holds nothing."""

    def chunk(kind: bytes, body: bytes) -> bytes:
        return len(body).to_bytes(4) + kind + body + zlib.crc32(kind + body).to_bytes(4)

    head = width.to_bytes(4) + height.to_bytes(4) + bytes((8, 0, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(b"")) + chunk(b"IEND", b"")


def picture(wide: int, high: int, kind: str = "PNG") -> bytes:
    out = BytesIO()
    Image.new("L", (wide, high), 255).save(out, kind)
    return out.getvalue()


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (png(60_000, 60_000), "too_large"),
        (png(2000, 2000), "damaged"),
        (picture(2000, 2800)[:60], "damaged"),
        (picture(40, 40), "a_scan"),
        (picture(1700, 2400), "a_scan"),
        (picture(1700, 2400, "TIFF"), "a_scan"),
    ],
)
def test_a_picture_that_gives_no_report_says_why(content: bytes, code: str) -> None:
    with pytest.raises(DocumentRejected) as refusal:
        read_content("scan.png", content)
    assert refusal.value.code == code


def test_without_the_extra_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scan, "model_file", lambda: None)
    with pytest.raises(DocumentRejected) as refusal:
        read_content("scan.png", picture(1700, 2400))
    assert refusal.value.code == "a_scan"
    assert "pip install 'gongkai[ocr]'" in refusal.value.en
    assert "pip install 'gongkai[ocr]'" in refusal.value.zh


@pytest.mark.parametrize(
    ("line", "stroke"),
    [((20, 70, 34, 30), "/"), ((10, 50, 40, 50), "-"), ((25, 30, 25, 70), ""), ((20, 30, 34, 70), "")],
)
def test_strokes_tell_themselves(line: tuple[int, int, int, int], stroke: str) -> None:
    sheet_ = Image.new("L", (1700, 2400), 250)
    ImageDraw.Draw(sheet_).line(line, 10, 4)

    seen = printed(np.asarray(sheet_))
    (sign,) = signs_of(seen.depth[:100, :60], seen.ink[:100, :60], seen.point)
    assert sign.stroke == stroke
