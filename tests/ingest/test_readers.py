"""Readers: what a file holds, told by its bytes; spans laid out, hidden text left out, pages and places kept."""

from __future__ import annotations

import zipfile
from io import BytesIO
from pathlib import Path
from random import Random

import pytest

from ingest.errors import DocumentRejected
from ingest.readers import read_document
from ingest.report import Document, Grid, Text
from ingest.scanning import model_file
from tests.ingest.print_out import FORMS, pdf, random_values

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def document(tmp_path: Path, content: bytes | str, name: str = "report.bin") -> Document:
    """The document of these bytes; the name tells nothing."""
    file = tmp_path / name
    file.write_bytes(content if isinstance(content, bytes) else content.encode())
    return read_document(file)


def grids(found: Document) -> list[list[list[str]]]:
    """The texts of all tables; "~" stands before a place that a merged cell covers besides its first."""
    return [
        [[("" if cell.origin else "~") + cell.text for cell in row] for row in block.rows]
        for block in found.blocks
        if isinstance(block, Grid)
    ]


def lines(found: Document) -> list[str]:
    """The lines of running text."""
    return [block.text for block in found.blocks if isinstance(block, Text)]


def test_a_page_with_merged_cells(tmp_path: Path) -> None:
    page = (
        "<html><body><h1>题</h1><table><tr><td rowspan=2>甲</td><td colspan=2>乙</td></tr><tr><td>1</td><td>2</td></tr></table>"
    )
    found = document(tmp_path, page)
    assert (found.kind, found.titles, found.pages) == ("html", ("题",), None)
    assert grids(found) == [[["甲", "乙", "~乙"], ["~甲", "1", "2"]]]


def test_words_and_numbers_cut_into_spans(tmp_path: Path) -> None:
    page = "<p>本<span>年</span><b>收</b>到</p>"
    page += "<table><tr><td><p><span>13</span><span>44</span><o:p></o:p></p></td><td>1<br>2</td><td></td></tr></table>"
    found = document(tmp_path, page)
    assert lines(found) == ["本年收到"]
    assert grids(found) == [[["1344", "1\n2", ""]]]


def test_what_a_page_hides_is_left_out(tmp_path: Path) -> None:
    page = "<p>甲<span style='display: none'>乙</span></p><script>丙</script><p hidden>丁</p><!-- 戊 --><div>己</div>"
    assert lines(document(tmp_path, page)) == ["甲", "己"]


def test_layout_tables_are_looked_through(tmp_path: Path) -> None:
    page = "<table><tr><td><p>甲</p><table><tr><td>1</td><td>2</td><td>3</td></tr></table></td></tr></table>"
    found = document(tmp_path, page)
    assert lines(found) == ["甲"] and grids(found) == [[["1", "2", "3"]]]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_pages_in_any_encoding_whatever_they_say_of_it(tmp_path: Path, encoding: str) -> None:
    page = "<html><head><meta charset='gb2312'></head><body><p>镕喆政府信息公开</p></body></html>"
    assert lines(document(tmp_path, page.encode(encoding))) == ["镕喆政府信息公开"]


def test_tabs_pipes_and_marks(tmp_path: Path) -> None:
    text = "# 标题\n**甲**：乙\n规章\t0\t\n行政许可\t5\t\n\n| 甲 | 乙 |\n|---|:--:|\n| 1 |  |\n"
    found = document(tmp_path, text)
    assert found.kind == "text"
    assert lines(found) == ["标题", "甲：乙"]
    assert grids(found) == [[["规章", "0", ""], ["行政许可", "5", ""]], [["甲", "乙"], ["1", ""]]]


def test_form_feeds_count_pages_and_page_numbers_are_no_text(tmp_path: Path) -> None:
    found = document(tmp_path, "甲\n1\n\f乙\n- 2 -\n\f3\n丙\n7")
    assert [(block.text, block.page) for block in found.blocks if isinstance(block, Text)] == [
        ("甲", 1),
        ("乙", 2),
        ("丙", 3),
        ("7", 3),
    ]


def test_a_ruled_pdf_gives_the_place_of_each_cell(tmp_path: Path) -> None:
    values = random_values(Random(1), FORMS["2021"])
    found = document(tmp_path, pdf(FORMS["2021"], values))
    assert found.kind == "pdf" and found.pages == 3
    cells = [cell for block in found.blocks if isinstance(block, Grid) for row in block.rows for cell in row]
    assert {cell.page for cell in cells} == {1, 2, 3}
    assert all(cell.box is None or (cell.box[0] < cell.box[2] and cell.box[1] < cell.box[3]) for cell in cells)
    assert sum(cell.text == "行政许可" for cell in cells) == 1


def test_a_word_document(tmp_path: Path) -> None:
    def cell(text: str, more: str = "") -> str:
        return f"<w:tc><w:tcPr>{more}</w:tcPr><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:tc>"

    restart, double = '<w:vMerge w:val="restart"/>', '<w:gridSpan w:val="2"/>'
    table = f"<w:tr>{cell('甲', restart)}{cell('乙', double)}</w:tr>"
    table += f"<w:tr>{cell('', '<w:vMerge/>')}{cell('1')}{cell('2')}</w:tr>"
    deleted = "<w:del><w:r><w:delText>旧</w:delText><w:t>旧</w:t></w:r></w:del>"
    body = f"<w:p><w:r><w:t>年</w:t></w:r>{deleted}<w:r><w:t>报</w:t></w:r></w:p><w:tbl>{table}</w:tbl>"
    found = document(tmp_path, packed(f'<w:document xmlns:w="{W}"><w:body>{body}</w:body></w:document>'))
    assert (found.kind, lines(found)) == ("docx", ["年报"])
    assert grids(found) == [[["甲", "乙", "~乙"], ["~甲", "1", "2"]]]


def packed(document_xml: str) -> bytes:
    """A .docx file with this content."""
    out = BytesIO()
    with zipfile.ZipFile(out, "w") as package:
        package.writestr("word/document.xml", document_xml)
    return out.getvalue()


def empty_pdf(password: str | None = None) -> bytes:
    """A PDF with a box and no text."""
    from reportlab.lib.pdfencrypt import StandardEncryption
    from reportlab.pdfgen.canvas import Canvas

    out = BytesIO()
    canvas = Canvas(out, encrypt=StandardEncryption(password, canPrint=0) if password else None)
    canvas.rect(100, 100, 200, 200)
    canvas.showPage()
    canvas.save()
    return out.getvalue()


def test_every_refusal_has_its_code(tmp_path: Path) -> None:
    whole = empty_pdf()
    bomb = "<table>" + "<tr>" + "<td colspan=100 rowspan=100>1</td>" * 30 + "</tr></table><p>x</p>"
    cases: list[tuple[bytes | str, str]] = [
        (b"", "damaged"),
        (whole[: len(whole) // 3], "damaged"),
        (b"%PDF-1.4\nnothing", "damaged"),
        (whole, "a_scan"),
        (empty_pdf("secret"), "password"),
        (b"\x89PNG\r\n\x1a\n" + b"\0" * 50, "a_scan" if model_file() is None else "damaged"),
        (b"\xd0\xcf\x11\xe0" + b"\0" * 600, "unsupported"),
        (b"\x7fELF\x02\x01\x01\0\0\0", "unsupported"),
        (b"PK\x03\x04broken", "damaged"),
        (bomb, "too_large"),
        (packed("<!DOCTYPE x [<!ENTITY a 'b'>]><x>&a;</x>"), "damaged"),
    ]
    for content, code in cases:
        with pytest.raises(DocumentRejected) as refusal:
            document(tmp_path, content)
        assert refusal.value.code == code, content[:20]
