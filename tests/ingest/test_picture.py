"""Pictures of evidence: what is to be seen is in them, the right cell is marked, and nothing printed is covered."""

from __future__ import annotations

import shutil
from collections import Counter
from collections.abc import Sequence
from io import BytesIO
from pathlib import Path
from random import Random

import pdfplumber
import pytest
from PIL import Image

from ingest import originals
from ingest.__main__ import main
from ingest.drawing.paper import MARK, TINT, lines, shown, width
from ingest.picture import picture
from ingest.readers import read_content
from ingest.report import Box
from ingest.script import clean
from ingest.stored import opened
from ingest.surroundings import strips
from ingest.wanted import wanted
from tests.printing import chance as chances
from tests.printing.layouts import page, pdf
from tests.printing.paper import APPLICANTS, CASES, OUTCOMES, rows_three
from tests.printing.reading import knowledge, reading
from tests.printing.sheet import Sheet


@pytest.fixture(autouse=True)
def english(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("LC_ALL", "C.UTF-8")
    monkeypatch.setenv("GONGKAI_DB", str(tmp_path / "reports.db"))


@pytest.fixture(scope="module")
def sheet() -> Sheet:
    chance = Random(11)
    made = chances.sheet(chance, "2021")
    while made.rows != "three" or "".join(made.cells.values()).count("/"):
        made = chances.sheet(chance, "2021")
    return made


def seen(pages: Sequence[pdfplumber.page.Page], number: int, box: Box) -> str:
    """The text of a part of a page."""
    sheet = pages[number - 1]
    box = (max(box[0] - 1, 0), max(box[1] - 1, 0), min(box[2] + 1, sheet.width), min(box[3] + 1, sheet.height))
    return clean(sheet.crop(box).extract_text())


def labels_of(sheet: Sheet) -> dict[str, tuple[str, str]]:
    """The row's label and the column's header of every cell in sections three and four, as printed."""
    three = {
        f"{row}.{column}": (path[-1], header) for row, path in rows_three(sheet.rows) for column, header in APPLICANTS.items()
    }
    return three | {f"{case}.{end}": ("", header) for case in CASES for end, header in OUTCOMES.items()}


@pytest.mark.parametrize("at", [{}, {3: 4}, {3: 12}, {3: 25}])
def test_row_header_and_cell_are_in_sight_wherever_the_page_breaks(tmp_path: Path, sheet: Sheet, at: dict[int, int]) -> None:
    content = pdf.build(sheet, {3: 0, **at}, rules=True)
    report = reading(tmp_path, content, ".pdf")
    document = read_content("report.pdf", content)
    chosen = Random(str(at)).sample(sorted(labels_of(sheet).items()), 12)
    with pdfplumber.open(BytesIO(content)) as file:
        for key, words in chosen:
            figure = report.figures[key]
            assert figure.page is not None and figure.box is not None
            found = strips(document, figure.page, figure.box)
            text = Counter("".join(seen(file.pages, strip.page, strip.box) for strip in found))
            for one in words:  # letter for letter: broken lines of neighbours run into each other
                assert not Counter(clean(one)) - text, (key, one)
            (marked,) = [strip for strip in found if strip.marked is not None]
            assert (marked.page, marked.marked) == (figure.page, figure.box)
            assert seen(file.pages, figure.page, figure.box) == clean(sheet.cells[key])


def test_the_cell_is_marked_and_its_print_is_left(tmp_path: Path, sheet: Sheet, capsys: pytest.CaptureFixture[str]) -> None:
    file, out = tmp_path / "report.pdf", tmp_path / "out.png"
    file.write_bytes(pdf.ruled(sheet, Random(1)))
    assert main(["add", str(file)]) == 0
    assert main(["picture", sheet.agency, str(sheet.year), "concluded.total", str(out)]) == 0
    assert capsys.readouterr().err == ""
    with Image.open(out) as image:
        pixels = image.convert("RGB")
    frame = _where(pixels, MARK)
    inside = pixels.crop((frame[0] + 6, frame[1] + 6, frame[2] - 6, frame[3] - 6))
    assert inside.getpixel((0, 0)) == TINT
    darkest = min(inside.convert("L").tobytes())
    assert darkest < 80, "the number is still to be read"
    assert pixels.width <= 1700


def _where(image: Image.Image, colour: tuple[int, int, int]) -> tuple[int, int, int, int]:
    """The box of all pixels of a colour."""
    raw = image.tobytes()
    same = bytes(255 * (raw[at : at + 3] == bytes(colour)) for at in range(0, len(raw), 3))
    box = Image.frombytes("L", image.size, same).getbbox()
    assert box is not None, "nothing is marked"
    return box


def test_a_page_without_places_is_drawn_as_a_row(tmp_path: Path, sheet: Sheet, capsys: pytest.CaptureFixture[str]) -> None:
    file, out = tmp_path / "report.html", tmp_path / "out.png"
    file.write_bytes(page.plain(sheet, Random(1)))
    assert main(["add", str(file)]) == 0
    for field, places, at in (("granted.person", 7, 0), ("permits.decided", 1, 0), ("granted.total", 7, 6)):
        assert main(["picture", sheet.agency, str(sheet.year), field, str(out)]) == 0
        with opened(tmp_path / "reports.db") as connection:
            cell = wanted(connection, sheet.agency, sheet.year, field)
        assert len(cell.row) == places
        assert [place.printed for place in cell.row if place.key == field] == [sheet.cells[field]]
        with Image.open(out) as image:
            frame = _where(image.convert("RGB"), MARK)
            assert (frame[0] - 36 - 360) // ((image.width - 72 - 360) / places) == at
    assert capsys.readouterr().err == ""


def test_where_the_original_is_gone_the_row_is_drawn_and_it_is_said(
    tmp_path: Path, sheet: Sheet, capsys: pytest.CaptureFixture[str]
) -> None:
    file, out = tmp_path / "report.pdf", tmp_path / "out.png"
    file.write_bytes(pdf.ruled(sheet, Random(1)))
    assert main(["add", str(file)]) == 0
    shutil.rmtree(originals.folder_of(tmp_path / "reports.db"))
    assert main(["picture", sheet.agency, str(sheet.year), "permits.decided", str(out)]) == 0
    assert capsys.readouterr().err == "The original of report.pdf is gone or cannot be read; the row is drawn instead.\n"
    assert out.read_bytes().startswith(b"\x89PNG")


def test_figures_out_of_a_table_are_drawn(tmp_path: Path) -> None:
    table, out = tmp_path / "figures.csv", tmp_path / "out.png"
    table.write_text("agency,year,field,value\n川汇区卫生健康委员会,2024,permits.decided,2906\n", "utf-8")
    assert main(["add", str(table)]) == 0
    assert main(["picture", "411602/health", "2024", "行政许可处理决定数量", str(out)]) == 0
    assert out.exists()


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("川汇区教育局", "2024", "permits.decided"), "No report of “川汇区教育局” is held"),
        (("411602/health", "2020", "permits.decided"), "on 2020 is held; the years held are: 2024."),
        (("411602/health", "2024", "permits"), "There is no field permits."),
        (("411602/health", "2024", "penalties.decided"), "has no cell for “penalties (decisions)”."),
    ],
)
def test_what_is_not_held_is_said(
    tmp_path: Path, words: tuple[str, str, str], sentence: str, capsys: pytest.CaptureFixture[str]
) -> None:
    table, out = tmp_path / "figures.csv", tmp_path / "out.png"
    table.write_text("agency,year,field,value\n川汇区卫生健康委员会,2024,permits.decided,2906\n", "utf-8")
    main(["add", str(table)])
    capsys.readouterr()
    assert main(["picture", *words, str(out)]) == 1
    assert sentence in capsys.readouterr().err
    assert not out.exists()


def test_every_name_and_label_can_be_drawn_and_what_cannot_is_said() -> None:
    known = knowledge()
    names = [region.name for region in known.gazetteer.regions.values()]
    labels = [label for form in known.forms.values() for pair in form.names.values() for label in pair]
    assert [name for name in (*names, *labels) if shown(name) != name] == []
    assert shown("张𠮷") == "张[U+20BB7]"


def test_lines_fit_and_break_no_number() -> None:
    text = "补正后申请内容仍不明确，共 1234567890 件 no word is broken either"
    broken = lines(text, 24, 200)
    assert all(width(line, 24) <= 200 for line in broken)
    assert "".join("".join(broken).split()) == "".join(text.split())
    assert any("1234567890" in line for line in broken)


def test_the_same_cell_gives_the_same_picture(tmp_path: Path, sheet: Sheet) -> None:
    file = tmp_path / "report.pdf"
    file.write_bytes(pdf.ruled(sheet, Random(1)))
    main(["add", str(file)])
    with opened(tmp_path / "reports.db") as connection:
        cell = wanted(connection, sheet.agency, sheet.year, "received.total")
    assert picture(cell, file.read_bytes(), "zh") == picture(cell, file.read_bytes(), "zh")
