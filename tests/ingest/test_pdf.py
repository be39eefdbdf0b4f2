"""PDF through pdfium: the same tables and lines as by pdfplumber alone, whatever the file does; and doubt where it must."""

from __future__ import annotations

import io
import unicodedata
from dataclasses import replace
from pathlib import Path
from random import Random
from typing import Any

import pdfplumber
import pytest
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from ingest.errors import DocumentRejected
from ingest.marks import sheets
from ingest.readers.pdf import flat, place, read, read_pages
from tests.ingest import by_pdfplumber
from tests.ingest.drawn import Form, Leaf, hexed, pdf
from tests.printing.layouts import pdf as layouts
from tests.printing.reading import random_sheet

ROOT = Path(__file__).resolve().parents[2]
REPORTS = sorted([*(ROOT / "data" / "reports").glob("*.pdf"), *(ROOT.parent / "shared" / "reports").glob("*.pdf")])
UPRIGHT = (1.0, 0.0, 0.0, -1.0, 0.0, 842.0)
"""What takes points of an unturned A4 page to those counted from its upper left corner."""


def text(x: float, y: float, string: str, font: str = "F1", size: float = 10) -> str:
    """A string, in PDF's own way of writing it, at a place."""
    return f"BT /{font} {size} Tf {x} {y} Td {string} Tj ET\n"


def han(x: float, y: float, string: str, size: float = 10) -> str:
    """Chinese text at a place."""
    return text(x, y, hexed(string), "F2", size)


RULES = "".join(f"{x} 500 m {x} 620 l S\n" for x in (100, 200, 300, 400))
RULES += "".join(f"100 {y} m 400 {y} l S\n" for y in (500, 540, 580, 620))
WORDS = "".join(text(x + 20, y + 15, f"({x // 100}{y // 10}.5)") for x in (100, 200, 300) for y in (500, 540, 580))
WORDS += han(150, 520, "件数", 12) + han(250, 560, "无法提供", 9) + han(250, 549, "其他", 9)
TABLE = RULES + WORDS + han(100, 700, "一、总体情况") + text(100, 660, "(Total 2023 - 12)")
SCALED = "q .05 0 0 .05 0 0 cm 8 w 2000 10000 6000 2000 re S 5000 10000 m 5000 12000 l S " + text(2200, 11000, "(12)", "F1", 200)
SHEETS = "".join(f"{x} 500 .5 120 re f\n" for x in (100, 200, 300, 400)) + "".join(
    f"100 {y} 300 .48 re f\n" for y in (500, 540, 620)
)
SHAPES = """100 100 m 200 100 l 200 150 l 100 150 l h S 100 200 m 200 200 l 200 250 l 100 250 l 100 200 l S
100 300 m 200 300 l 200 350 l 100 350 l S 300 100 m 350 150 l S 300 200 m 350 200 l h S 300 300 m 350 300 l 350 350 l h S
300 400 m 350 400 l 350 450 l 300 400 l h S 100 400 m 150 400 l 150 450 m 200 450 l S 400 100 m 450 200 450 200 500 100 c S
100 20 m 110 30 120 20 v 130 40 140 20 y h f 500 300 m 550 300 l 550 350 l 500 350 l 500 300 l 525 300 l 525 350 l S\n"""
ROUND = """105 500 m 395 500 l 400 500 400 505 400 505 c 400 615 l 400 620 395 620 395 620 c 105 620 l 100 620 100 615 100 615 c
100 505 l 100 500 105 500 105 500 c h S\n"""

ALIKE: dict[str, bytes] = {
    "plain": pdf([Leaf(TABLE)]),
    "away from the origin": pdf([Leaf(TABLE, box="-50 30 545 872")]),
    "cropped": pdf([Leaf(TABLE, "/CropBox[90 480 420 720]")]),
    "corners named the other way": pdf([Leaf(TABLE, box="595 842 0 0")]),
    "turned with its page": pdf([Leaf(f"q 0 1 -1 0 842 0 cm {TABLE} Q", "/Rotate 90", "0 0 842 595")]),
    "turned with its page, cropped": pdf(
        [Leaf(f"q 0 -1 1 0 0 595 cm {TABLE} Q", "/Rotate 270/CropBox[9 9 800 500]", "5 5 842 595")]
    ),
    "upside down with its page": pdf([Leaf(f"q -1 0 0 -1 595 842 cm {TABLE} Q", "/Rotate 180")]),
    "in a form": pdf([Leaf("q .8 0 0 .8 30 40 cm /X Do Q")], {"X": Form(TABLE, "1 0 0 1 10 20")}),
    "in forms within forms": pdf(
        [Leaf("q .8 0 0 .8 30 40 cm /X Do Q " + text(50, 60, "(below)"))],
        {"X": Form("q 1.1 0 0 .9 3 4 cm /Y Do Q " + text(10, 770, "(in X)"), ".9 0 0 1 10 20"), "Y": Form(TABLE, "1 0 0 1 -5 6")},
    ),
    "one form twice": pdf([Leaf("q .5 0 0 .5 0 0 cm /X Do Q q .5 0 0 .5 250 400 cm /X Do Q")], {"X": Form(TABLE)}),
    "scaled": pdf([Leaf(SCALED + " Q")]),
    "drawn downwards": pdf([Leaf(f"q 1 0 0 -1 0 842 cm {RULES} BT /F1 10 Tf 1 0 0 -1 120 530 Tm (12) Tj ET Q")]),
    "rules that are sheets, white sheets behind": pdf(
        [Leaf(f"1 g 90 490 320 140 re f 0 g {SHEETS} 1 g 110 505 80 30 re f 0 g {WORDS}")]
    ),
    "a box for every cell": pdf(
        [Leaf("".join(f"{x} {y} 100 40 re S\n" for x in (100, 200, 300) for y in (500, 540, 580)) + WORDS)]
    ),
    "dashed": pdf([Leaf("[3 2] 0 d " + TABLE)]),
    "dashes": pdf([Leaf("".join(f"{x} 560 m {x + 3} 560 l S " for x in range(100, 400, 5)) + TABLE)]),
    "clipped": pdf([Leaf(f"q 100 500 150 120 re W n {TABLE} Q q 0 0 9 9 re W n {text(100, 400, '(hidden)')} Q")]),
    "shapes": pdf([Leaf(SHAPES + TABLE)]),
    "round corners": pdf([Leaf(ROUND + TABLE)]),
    "not painted": pdf([Leaf("100 100 m 200 100 l n 100 120 200 10 re W n " + TABLE)]),
    "open below": pdf(
        [Leaf("".join(f"{x} 500 m {x} 620 l S\n" for x in (100, 200, 300, 400)) + "100 580 m 400 580 l S " + WORDS)]
    ),
    "a font that is not in the file": pdf([Leaf(RULES + text(120, 510, "(12-3)", "F7") + text(220, 510, "(0)", "F7"))]),
    "fonts without a descent": pdf(
        [Leaf("".join(text(50 + 90 * n, 300, f"(a{n})", f"F{font}", 40) for n, font in enumerate((7, 8, 9, 8))) + TABLE)]
    ),
    "ligatures": pdf(
        [Leaf(RULES + text(120, 590, "(fi)") + text(120, 510, "<0004000B>", "F5") + text(220, 510, "<0005000B0005>", "F5"))]
    ),
    "never shown": pdf([Leaf(RULES + f"BT 3 Tr /F1 10 Tf 120 510 Td (12) Tj ET {text(220, 510, '(34)')}")]),
    "raised": pdf([Leaf(TABLE + "BT /F1 10 Tf 120 450 Td (x) Tj 5 Ts /F1 6 Tf (2) Tj 0 Ts /F1 10 Tf ( y) Tj ET")]),
    "spread": pdf([Leaf(TABLE + "BT /F1 10 Tf 100 440 Td [(a) -2000 (b c) 300 (d)] TJ 9 Tw (e f) Tj 2 Tc 150 Tz (gh  i) Tj ET")]),
    "close": pdf(
        [Leaf(RULES + text(120, 510, "(1)") + text(125.1, 510, "(1)") + text(220, 510, "(1 )") + text(227.8, 510, "(1)"))]
    ),
    "set tight": pdf([Leaf(RULES + text(120, 510, "(1)") + text(124.8, 510, "(1)") + text(129.6, 510, "(1)"))]),
    "letter by letter": pdf(
        [Leaf(RULES + "".join(text(120 + 5.56 * nth, 510, f"({char})") for nth, char in enumerate("2023-12")))]
    ),
    "beyond the page": pdf(
        [Leaf(TABLE + text(-100, 100, "(left)") + text(100, 900, "(above)") + text(590, 300, "(at the edge)"))]
    ),
    "marked for readers": pdf([Leaf(f"/P <</MCID 0>> BDC {TABLE} EMC")]),
    "with a picture": pdf([Leaf("q 10 0 0 10 50 50 cm BI /W 1 /H 1 /CS /G /BPC 8 ID \x80 EI Q " + TABLE)]),
    "unbalanced": pdf([Leaf(f"Q Q {TABLE} q q foo 1 2 bar")]),
    "empty": pdf([Leaf("")]),
    "many sizes": pdf(
        [Leaf("".join(han(100, 700 - 9 * n, "行号", 8) + text(130, 702 - 9 * n, f"({n})", "F1", 5 + n % 7) for n in range(30)))]
    ),
}
"""Pages on which pdfium vouches for what it sees."""

DOUBTED: dict[str, bytes] = {
    "codes without a character": pdf([Leaf(RULES + text(120, 510, "<00200021>", "F6") + text(220, 510, "(12)"))]),
    "printed twice for bold": pdf([Leaf(TABLE + han(100, 720, "政府信息") + han(100.3, 720, "政府信息"))]),
    "a digit over the same digit": pdf([Leaf(RULES + text(120, 510, "(1)") + text(120.4, 510, "(1)") + text(220, 510, "(1)"))]),
    "other words said to stand there": pdf(
        [Leaf(RULES + f"/Span <</ActualText (99)>> BDC {text(120, 510, '(12)')} EMC {text(220, 510, '(34)')}")]
    ),
    "a hyphen at the end of a line": pdf([Leaf(TABLE + text(100, 440, "(infor-)") + text(100, 428, "(mation)"))]),
    "controls": pdf([Leaf(RULES + text(120, 510, r"(1\0112)") + text(220, 510, r"(3\0004)") + text(320, 510, r"(5\r6)"))]),
    "no size": pdf([Leaf(TABLE + text(100, 440, "(none)", "F1", 0))]),
    "turned spaces": pdf([Leaf(TABLE + "BT /F1 10 Tf 0 1 -1 0 150 510 Tm (up 12) Tj ET")]),
    "turned, the words with it": pdf([Leaf(TABLE, "/Rotate 90")]),
    "upside down": pdf([Leaf(TABLE, "/Rotate 180")]),
    "turned the other way": pdf([Leaf(TABLE, "/Rotate 270/CropBox[90 480 420 720]", "20 10 595 842")]),
    "mirrored": pdf([Leaf(f"q -1 0 0 1 595 0 cm {TABLE} Q")]),
}
"""Pages on which it cannot; pdfplumber's own parser reads them."""

EITHER: dict[str, bytes] = {
    "written downwards": pdf([Leaf(RULES + text(120, 600, hexed("三本年度"), "F3") + text(220, 510, "(12)"))]),
    "drawn by procedures": pdf([Leaf(RULES + text(120, 510, "(AB)", "F4") + text(220, 510, "(12)"))]),
    "radicals": pdf([Leaf(RULES + text(120, 510, "<000100020003>", "F5") + text(220, 510, "<00060007>", "F5"))]),
    "a soft hyphen": pdf([Leaf(RULES + text(120, 510, "<00070009>", "F5") + text(120, 498, "<0007>", "F5"))]),
    "a space of no width": pdf([Leaf(RULES + text(120, 510, "<000B000D000B>", "F5") + text(220, 510, "<000B000A000B>", "F5"))]),
}
"""Pages where that depends on the fonts of the machine."""


def alike(content: bytes) -> None:
    """The reader shows on each page what pdfplumber alone shows."""
    mine, its = [by_pdfplumber.shown(page) for page in read_pages(content)], by_pdfplumber.pages(content)
    assert len(mine) == len(its)
    for number, (one, other) in enumerate(zip(mine, its, strict=True), 1):
        assert by_pdfplumber.same(one, other), (number, one, other)


def is_vouched_for(content: bytes) -> bool:
    with sheets(content) as seen:
        return seen.marks(0, UPRIGHT) is not None


@pytest.mark.parametrize("name", ALIKE)
def test_a_page_shows_the_same_through_pdfium(name: str) -> None:
    alike(ALIKE[name])
    # A page on its side counts as turned text unless its own turn is known.
    assert is_vouched_for(ALIKE[name]) or "with its page" in name


@pytest.mark.parametrize("name", ALIKE)
def test_each_mark_stands_where_pdfplumber_sees_it(name: str) -> None:
    """Spaces aside: of several that follow each other pdfium keeps the first."""
    with pdfplumber.open(io.BytesIO(ALIKE[name])) as file, sheets(ALIKE[name]) as seen:
        page = file.pages[0]
        marks = seen.marks(0, place(page), flat(page))
        assert marks is not None
        for kind, points in (("line", 0), ("rect", 0), ("curve", 1), ("char", 0)):
            its, mine = _spread(page.objects.get(kind, []), points), _spread(marks[kind], points)
            assert [text for text, *_ in mine] == [text for text, *_ in its], kind
            far = [
                (a, b) for a, b in zip(mine, its, strict=True) if max(abs(x - y) for x, y in zip(a[1:], b[1:], strict=True)) > 0.5
            ]
            assert not far


def _spread(things: list[dict[str, Any]], points: int) -> list[tuple[Any, ...]]:
    """Text, box and, where asked for, points of each, in an order that does not hang on a hair."""
    found = []
    for thing in things:
        if not str(thing.get("text", "x")).isspace():
            box = tuple(thing[side] for side in ("x0", "top", "x1", "bottom"))
            path = tuple(value for point in thing["pts"] for value in point) if points else ()
            found.append((unicodedata.normalize("NFKC", thing.get("text", "")), *box, *path))
    return sorted(found, key=lambda one: (one[0], *(round(value) for value in one[1:5]), *one[5:]))


@pytest.mark.parametrize("name", [*DOUBTED, *EITHER])
def test_a_page_that_pdfium_may_misread_shows_the_same(name: str) -> None:
    content = (DOUBTED | EITHER)[name]
    alike(content)
    with sheets(content) as seen:
        assert name in EITHER or "turned" in name or "upside" in name or seen.marks(0, UPRIGHT) is None


@pytest.mark.parametrize("path", REPORTS, ids=lambda path: path.stem)
def test_reports_show_the_same(path: Path) -> None:
    alike(path.read_bytes())


@pytest.mark.parametrize("row", range(1, 26))
def test_tables_cut_at_any_row_show_the_same(row: int) -> None:
    sheet = replace(random_sheet(Random(row)), sections=("",) * 6, preface="")
    alike(layouts.build(sheet, {2: row % 9, 3: row}, rules=bool(row % 7)))


@pytest.mark.parametrize("seed", range(30))
def test_random_pages_show_the_same(seed: int) -> None:
    alike(random_page(Random(seed)))


def random_page(chance: Random) -> bytes:
    """Tables of any make at any place, with words of several fonts, white sheets, and spaces printed by themselves."""
    for name, font in (("Vera", "Vera.ttf"), ("Bold", "VeraBd.ttf")):
        pdfmetrics.registerFont(TTFont(name, font))
    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=(595, 842), invariant=1)
    canvas.translate(chance.uniform(-20, 20), chance.uniform(-20, 20))
    canvas.scale(chance.uniform(0.6, 1.3), chance.uniform(0.6, 1.3))
    if chance.random() < 0.2:
        canvas.setPageRotation(chance.choice((90, 180, 270)))
    columns, rows = chance.randint(2, 6), chance.randint(2, 6)
    wide, high, left, low = chance.uniform(50, 90), chance.uniform(20, 40), chance.uniform(60, 120), chance.uniform(250, 500)
    corners = [(left + x * wide, low + y * high) for x in range(columns) for y in range(rows)]
    canvas.setLineWidth(chance.choice((0.1, 0.5, 1, 2)))
    style = chance.choice(("boxes", "sheets", "lines"))
    for x, y in corners:
        if chance.random() < 0.9 and style == "boxes":
            canvas.rect(x, y, wide, high)
        elif chance.random() < 0.95:
            for across, along in ((0.5, high), (wide, 0.5)):
                canvas.rect(x, y, across, along, 0, 1) if style == "sheets" else canvas.line(x, y, x + across // 2, y + along)
    for _ in range(chance.randint(0, 4)):
        canvas.setFillGray(1)
        canvas.rect(
            left + chance.uniform(-30, 60), low + chance.uniform(-30, 60), chance.uniform(2, 200), chance.uniform(1, 30), 0, 1
        )
        canvas.setFillGray(0)
    for x, y in corners:
        _words(canvas, chance, x + chance.uniform(1, 6), y + chance.uniform(4, high - 12))
    for height in (720, 740, 760):
        _words(canvas, chance, 60, height)
    canvas.save()
    return out.getvalue()


def _words(canvas: Canvas, chance: Random, x: float, y: float) -> None:
    size = chance.choice((5, 6, 7.5, 9))
    for _ in range(chance.randint(1, 4)):
        font, word = chance.choice(
            (("Vera", "12"), ("Bold", "3 "), ("Vera", " 4"), ("Vera", " "), ("STSong-Light", "规章"), ("Vera", "-"))
        )
        written = canvas.beginText(x, y)
        written.setFont(font, size)
        if chance.random() < 0.2:
            written.setCharSpace(chance.uniform(0, 1))
        written.textOut(word)
        canvas.drawText(written)
        x += pdfmetrics.stringWidth(word, font, size) + chance.choice((1, 1.5, 2.9, 4))


def test_spaces_that_part_numbers_are_kept() -> None:
    """Two numbers in one place are two, though only a space of their own font stands between them."""
    pdfmetrics.registerFont(TTFont("Vera", "Vera.ttf"))
    out = io.BytesIO()
    canvas = Canvas(out)
    canvas.setFont("Vera", 6)
    for x, word in ((100, "12"), (107.7, " "), (109.7, "34")):
        canvas.drawString(x, 500, word)
    canvas.save()
    assert is_vouched_for(out.getvalue())
    (line,) = read_pages(out.getvalue())[0]
    assert getattr(line, "text", None) == "12 34"


def test_a_page_without_text_is_known() -> None:
    found = read_pages(pdf([Leaf(TABLE), Leaf("100 100 200 200 re S"), Leaf(TABLE)]))
    assert [bool(blocks) for blocks in found] == [True, False, True]


def test_pages_that_are_counted_otherwise_are_not_mixed_up() -> None:
    content = pdf([Leaf(text(100, 700, "(first)")), Leaf(text(100, 700, "(second)"))])
    for wrong in (content.replace(b"/Count 2", b"/Count 1"), content.replace(b"/Count 2/Kids[", b"/Count 3/Kids[99 0 R ")):
        alike(wrong)
        assert len(read_pages(wrong)) == 2


@pytest.mark.parametrize(
    "drawing", ["0 0 m 500 0 l " * 50_001 + "S", "10 10 400 .5 re " * 25_001 + "f", "0 0 m " + "9 9 l 8 0 l " * 150_001 + "S"]
)
def test_a_page_of_countless_rules_is_refused(drawing: str) -> None:
    with pytest.raises(DocumentRejected) as refusal:
        read("rules.pdf", pdf([Leaf(drawing)]), "")
    assert refusal.value.code == "too_large"


def test_a_dotted_rule_is_not_countless() -> None:
    dots = "".join(f"{x / 2:.1f} {y} .3 .3 re " for y in range(100, 400, 20) for x in range(200, 1040))
    assert by_pdfplumber.shown(read_pages(pdf([Leaf(dots + "f " + TABLE)]))[0])[0]
