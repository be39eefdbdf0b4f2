"""Pictures of evidence: what is shown holds the label, the header and the figure, and the mark is where the figure is."""

from __future__ import annotations

import io
import shutil
import subprocess
import sys
from dataclasses import replace
from functools import reduce
from pathlib import Path

import pdfplumber
import pytest
from PIL import Image, ImageChops

from ingest import originals
from ingest.__main__ import main
from ingest.around import Around, around
from ingest.drawing.cut import cut, strips
from ingest.drawing.page import size_of, strip
from ingest.drawing.sheet import MARK, TINT
from ingest.drawing.type import shown, wrapped
from ingest.knowledge import DATA, load_knowledge
from ingest.read import report_of
from ingest.readers import read_content
from ingest.report import Box
from tests.printing.layouts.pdf import build
from tests.printing.samples import CHUANHUI

SAMPLE = DATA / "reports" / "chuanhui_health_2024.pdf"
PAGE = DATA / "reports" / "hongqi_health_2022.html"


@pytest.fixture(autouse=True)
def english(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("LC_ALL", "C.UTF-8")
    monkeypatch.setenv("GONGKAI_DB", str(tmp_path / "reports.db"))


@pytest.fixture(scope="module")
def broken() -> bytes:
    """The sample with section three going over to another page in its tenth row."""
    return build(CHUANHUI, {3: 14}, rules=True)


@pytest.fixture(scope="module")
def once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a database that has the sample in it."""
    folder = tmp_path_factory.mktemp("stored")
    assert main(["add", str(SAMPLE), "--db", str(folder / "reports.db")]) == 0
    return folder


@pytest.fixture
def stored(once: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Path:
    """A copy of it where the commands look for theirs."""
    shutil.copytree(once, tmp_path, dirs_exist_ok=True)
    capsys.readouterr()
    return tmp_path


def found_in(content: bytes, key: str) -> Around:
    document = read_content("report.pdf", content)
    figure = report_of(document, load_knowledge(DATA)).figures[key]
    assert figure.page is not None and figure.box is not None
    found = around(document, figure.page, figure.box)
    assert found is not None
    return found


def words(content: bytes, page: int, region: Box) -> str:
    """What is printed in a region, read by another way than that by which it was chosen."""
    with pdfplumber.open(io.BytesIO(content)) as pdf:
        return "".join((pdf.pages[page - 1].crop(region).extract_text() or "").split())


def opened(path: Path) -> Image.Image:
    return Image.open(path).convert("RGB")


def box_of(picture: Image.Image, colour: tuple[int, int, int]) -> tuple[int, int, int, int]:
    """The least box around the pixels of a colour."""
    bands = (
        band.point(lambda value, wanted=wanted: 255 * (value == wanted))
        for band, wanted in zip(picture.split(), colour, strict=True)
    )
    box = reduce(ImageChops.darker, bands).getbbox()
    assert box is not None, f"{colour} is not in the picture"
    return box


def test_one_strip_holds_label_header_and_figure() -> None:
    content = SAMPLE.read_bytes()
    found = found_in(content, "permits.decided")
    (only,) = strips(content, found)
    text = words(content, only.page, only.region)
    assert "行政许可" in text and "本年处理决定数量" in text and "2906" in text
    assert words(content, found.page, found.cell) == "2906"
    assert [words(content, found.page, box) for box in found.labels] == ["行政许可"]
    assert [words(content, found.page, box) for box in found.headers] == ["第二十条第（五）项", "本年处理决定数量"]


def test_headers_on_the_page_before_are_a_strip_on_top(broken: bytes) -> None:
    found = found_in(broken, "rejected_repeated.business")
    above, below = strips(broken, found)
    assert above.page == found.header_page < below.page == found.page
    assert "法人或其他组织" in words(broken, above.page, above.region)
    assert "重复申请" in words(broken, below.page, below.region)
    assert [words(broken, above.page, box) for box in found.headers] == ["申请人情况", "法人或其他组织", "商业企业"]
    assert above.cell is None and below.cell == found.cell
    assert len({round(one.region[2] - one.region[0], 1) for one in (above, below)}) == 1, "columns stand below each other"


def test_what_is_marked_is_the_cell_and_nothing_in_it_is_covered() -> None:
    content = SAMPLE.read_bytes()
    found = found_in(content, "permits.decided")
    (only,) = strips(content, found)
    (picture,) = cut(content, found, "")
    scale = picture.width / (only.region[2] - only.region[0])
    x0, top, x1, bottom = box_of(picture, MARK)
    expected = [(a - b) * scale for a, b in zip(found.cell, (*only.region[:2], *only.region[:2]), strict=True)]
    assert all(abs(a - b) <= 8 for a, b in zip((x0, top, x1, bottom), expected, strict=True))
    inside = (x0 + 8, top + 8, x1 - 8, bottom - 8)
    plain = strip(content, only.page, only.region, scale).crop(inside).convert("L")
    marked = picture.crop(inside)
    assert plain.getextrema()[0] < 100, "the figure is there"
    for band, tint in zip(marked.split(), TINT, strict=True):
        assert all(abs(after - before * tint / 255) <= 3 for after, before in zip(band.tobytes(), plain.tobytes(), strict=True))


def test_the_command_draws_a_cell_of_a_pdf(stored: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = stored / "evidence.png"
    assert main(["picture", "川汇区卫健委", "2024", "行政处罚处理决定数量", str(out)]) == 0
    assert capsys.readouterr().err == ""
    picture = opened(out)
    assert picture.width <= 1600
    x0, top, x1, bottom = box_of(picture, TINT)
    assert x1 - x0 > 300 and bottom - top > 30
    assert sorted(path.name for path in stored.iterdir() if "png" in path.name) == ["evidence.png"]


def test_where_the_original_is_gone_the_row_is_drawn_and_that_is_said(stored: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for kept in originals.folder_of(stored / "reports.db").rglob("*.pdf"):
        kept.unlink()
    assert main(["picture", "411602/health", "2024", "permits.decided", str(stored / "row.png")]) == 0
    assert "The original chuanhui_health_2024.pdf is gone" in capsys.readouterr().err
    box_of(opened(stored / "row.png"), TINT)


def test_where_the_original_is_damaged_the_row_is_drawn_and_that_is_said(
    stored: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for kept in originals.folder_of(stored / "reports.db").rglob("*.pdf"):
        kept.write_bytes(b"%PDF-1.4 torn")
    assert main(["picture", "411602/health", "2024", "permits.decided", str(stored / "row.png")]) == 0
    assert "chuanhui_health_2024.pdf cannot be drawn" in capsys.readouterr().err
    box_of(opened(stored / "row.png"), TINT)


@pytest.mark.parametrize("source", ["page", "table"])
def test_a_row_of_a_web_page_or_a_table_is_drawn(source: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    table = tmp_path / "figures.csv"
    table.write_text("agency,year,field,value\n红旗区卫生健康委员会,2022,granted.total,17\n", encoding="utf-8")
    assert main(["add", str(PAGE if source == "page" else table)]) == 0
    out = tmp_path / "row.png"
    assert main(["picture", "红旗区卫生健康委员会", "2022", "granted.total", str(out)]) == 0
    picture = opened(out)
    x0, top, x1, bottom = box_of(picture, TINT)
    cell = picture.crop((x0, top, x1, bottom)).convert("L")
    assert cell.getextrema()[0] < 100, "the figure stands in the mark"
    assert x0 > 0.8 * picture.width, "the total is the last column"
    assert capsys.readouterr().err == ""


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("411602/finance", "2024", "permits.decided"), "There is no report by “411602/finance”"),
        (("川汇区人民政府", "2024", "permits.decided"), "There is no report by “川汇区人民政府”"),
        (("某某", "2024", "permits.decided"), "There is no report by “某某”"),
        (("411602/health", "2023", "permits.decided"), "there are those on 2024"),
        (("411602/health", "2024", "permits.decidad"), "perhaps permits.decided"),
        (("411602/health", "2024", "fees.items_change"), "do not print"),
        (("411602/health", "2024", "other.total"), "lacks"),
    ],
)
def test_what_cannot_be_drawn_is_refused(
    words: tuple[str, str, str], sentence: str, stored: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = stored / "none.png"
    assert main(["picture", *words, str(out)]) == 1
    assert sentence in capsys.readouterr().err
    assert not out.exists()


def test_a_name_that_two_agencies_print_asks_for_the_id(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    table = tmp_path / "figures.csv"
    rows = "".join(f"{code}/government,鼓楼区人民政府,2023,granted.total,1\n" for code in ("320106", "320302"))
    table.write_text("agency_id,agency,year,field,value\n" + rows, encoding="utf-8")
    main(["add", str(table)])
    assert main(["picture", "鼓楼区人民政府", "2023", "granted.total", str(tmp_path / "x.png")]) == 1
    said = capsys.readouterr().err
    assert "320106/government" in said and "320302/government" in said


def test_a_region_alone_is_its_only_agency(stored: Path) -> None:
    assert main(["picture", "川汇区", "2024", "permits.decided", str(stored / "x.png")]) == 0


def test_a_folder_that_is_not_there_is_said(stored: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["picture", "411602/health", "2024", "permits.decided", str(stored / "no" / "x.png")]) == 1
    assert "cannot be written" in capsys.readouterr().err
    with pytest.raises(SystemExit) as wrong:
        main(["picture", "411602/health", "soon", "permits.decided", "x.png"])
    assert wrong.value.code == 2


def test_a_picture_is_cut_like_a_page() -> None:
    """At 144 dots an inch a point is two pixels; without a size a pixel is a point."""
    page = Image.new("RGB", (1190, 1684), "white")
    page.paste((10, 20, 30), (400, 600, 500, 640))
    for dots, box in (((144, 144), (200.0, 300.0, 250.0, 320.0)), (None, (400.0, 600.0, 500.0, 640.0))):
        out = io.BytesIO()
        page.save(out, "PNG", **({"dpi": dots} if dots else {}))
        content = out.getvalue()
        width, _ = size_of(content, 1)
        found = Around(1, box, (0.0, box[1], width, box[3]))
        (only,) = strips(content, found)
        assert only.region[0] == 0 and only.region[2] == width and only.region[1] < box[1] - 200
        assert strip(content, 1, box, 2.0).getpixel((20, 20)) == (10, 20, 30)
        (drawn,) = cut(content, found, "")
        x0, top, x1, bottom = box_of(drawn, MARK)
        scale = drawn.width / width
        edges = (box[0], box[1] - only.region[1], box[2], box[3] - only.region[1])
        assert all(abs(a - b * scale) <= 8 for a, b in zip((x0, top, x1, bottom), edges, strict=True))


def test_a_page_that_shows_a_part_of_itself_is_cut_in_the_right_place(tmp_path: Path) -> None:
    """Boxes are counted from the medium, whatever part of it the page shows."""
    import pypdfium2

    box = found_in(SAMPLE.read_bytes(), "permits.decided").cell
    document = pypdfium2.PdfDocument(SAMPLE.read_bytes())
    document[0].set_cropbox(50, 60, 550, 800)
    document.save(tmp_path / "cropped.pdf")
    document.close()
    whole, part = SAMPLE.read_bytes(), (tmp_path / "cropped.pdf").read_bytes()
    assert strip(part, 1, box, 2.0).tobytes() == strip(whole, 1, box, 2.0).tobytes()


def test_chinese_is_drawn_where_the_system_has_no_font() -> None:
    """The sample names a font that it does not carry. In a process without fonts its labels are there nevertheless."""
    found = found_in(SAMPLE.read_bytes(), "permits.decided")
    code = f"""
import sys
import pypdfium2
pypdfium2.PdfSysfontBase.MapFont = lambda *given: None
from pathlib import Path
from ingest.drawing.page import strip
picture = strip(Path({str(SAMPLE)!r}).read_bytes(), 1, {found.labels[0]!r}, 3.0).convert("L")
inner = picture.crop((6, 6, picture.width - 6, picture.height - 6))
print(sum(pixel < 128 for pixel in inner.tobytes()))
"""
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert int(ran.stdout) > 200


def test_every_name_that_the_pictures_write_can_be_drawn() -> None:
    knowledge = load_knowledge(DATA)
    names = {region.name for region in knowledge.gazetteer.regions.values()}
    names |= {organ.zh for organ in knowledge.gazetteer.organs.values()}
    names |= {label for form in knowledge.forms.values() for table in form.tables for one in (*table.rows, *table.columns)
              for label in (*one.labels, one.zh, one.en)}  # fmt: skip
    names |= {*"—–−─－·…“”‘’《》①⑳≥×", *"0123456789,.%/\\-"}
    assert not [name for name in names if shown(name) != name]


def test_a_character_that_the_font_lacks_is_shown_by_its_number() -> None:
    assert shown("𠮷林") == "[U+20BB7]林"
    assert shown("川汇区 2024") == "川汇区 2024"


def test_lines_break_without_losing_a_letter() -> None:
    text = "申请人无正当理由逾期不补正、行政机关不再处理其政府信息公开申请 002_9e0614ce781bc922.txt 12345"
    for width in (60, 200, 500):
        lines = wrapped(text, 30, width)
        assert "".join("".join(lines).split()) == "".join(text.split())
    assert not any(line.startswith("、") for line in wrapped(text, 30, 200))


def test_a_cell_that_no_table_has_is_not_found() -> None:
    document = read_content("report.pdf", SAMPLE.read_bytes())
    assert around(document, 1, (1.0, 2.0, 3.0, 4.0)) is None
    assert around(replace(document, blocks=()), 1, (1.0, 2.0, 3.0, 4.0)) is None
