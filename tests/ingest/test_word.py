"""Word documents: numbers of lists, fields, hidden and deleted words, boxes, merged cells, and files made to do harm."""

from __future__ import annotations

import io
import zipfile
from random import Random

import pytest

from ingest.errors import DocumentRejected
from ingest.readers import read_content
from ingest.readers.docx.counting import counted
from ingest.report import Document, Grid, Text
from tests.ingest.test_readers import grids, lines
from tests.printing.word import USUAL, box, cell, frame, package, packed, paragraph, run

W = f"{USUAL}wordprocessingml/2006/main"
LIST = '<w:numPr><w:ilvl w:val="{}"/><w:numId w:val="{}"/></w:numPr>'


def document(body: str, **parts: str) -> Document:
    """What is read of a document with this body."""
    return read_content("a.docx", package(body, **parts))


def pattern(number: int, *levels: str) -> str:
    """The pattern of a list; each level as the elements in it."""
    inner = "".join(f'<w:lvl w:ilvl="{place}">{level}</w:lvl>' for place, level in enumerate(levels))
    return f'<w:abstractNum w:abstractNumId="{number}">{inner}</w:abstractNum>'


def level(way: str, text: str, start: int = 1, more: str = "") -> str:
    """One level of a list."""
    return f'<w:start w:val="{start}"/><w:numFmt w:val="{way}"/>{more}<w:lvlText w:val="{text}"/>'


def a_list(number: int, of: int, more: str = "") -> str:
    """A list that counts by a pattern."""
    return f'<w:num w:numId="{number}"><w:abstractNumId w:val="{of}"/>{more}</w:num>'


def items(*places: tuple[int, int]) -> str:
    """Paragraphs with nothing but the letter x in them, each at a level of a list."""
    return "".join(paragraph(run("x"), LIST.format(place, number)) for number, place in places)


@pytest.mark.parametrize(
    ("way", "number", "figures"),
    [
        ("decimal", 12, "12"),
        ("decimalZero", 3, "03"),
        ("decimalFullWidth", 12, "１２"),
        ("decimalEnclosedCircle", 20, "⑳"),
        ("decimalEnclosedCircleChinese", 21, "21"),
        ("decimalEnclosedParen", 2, "⑵"),
        ("decimalEnclosedFullstop", 3, "⒊"),
        ("chineseCounting", 10, "十"),
        ("chineseCounting", 11, "十一"),
        ("chineseCountingThousand", 20, "二十"),
        ("chineseCountingThousand", 32, "三十二"),
        ("chineseCountingThousand", 105, "一百零五"),
        ("chineseCountingThousand", 110, "一百一十"),
        ("chineseCountingThousand", 3040, "三千零四十"),
        ("japaneseCounting", 15, "十五"),
        ("ideographDigital", 10, "一〇"),
        ("chineseLegalSimplified", 12, "壹拾贰"),
        ("ideographTraditional", 4, "丁"),
        ("ideographZodiac", 12, "亥"),
        ("lowerLetter", 28, "bb"),
        ("upperLetter", 26, "Z"),
        ("lowerRoman", 14, "xiv"),
        ("upperRoman", 1949, "MCMXLIX"),
        ("none", 1, None),
        ("unheardOf", 1, None),
    ],
)
def test_ways_of_counting(way: str, number: int, figures: str | None) -> None:
    assert counted(number, way) == figures


def test_levels_count_below_each_other() -> None:
    levels = (level("chineseCounting", "%1、"), level("decimal", "（%2）"), level("decimal", "%1.%2.%3", more="<w:isLgl/>"))
    numbers = pattern(0, *levels) + a_list(1, 0)
    found = document(items((1, 0), (1, 1), (1, 1), (1, 2), (1, 0), (1, 1), (1, 2), (1, 2)), numbering=numbers)
    assert lines(found) == ["一、x", "（1）x", "（2）x", "1.2.1 x", "二、x", "（1）x", "2.1.1 x", "2.1.2 x"]


def test_lists_of_one_pattern_count_on_unless_one_starts_anew() -> None:
    start = '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="5"/></w:lvlOverride>'
    numbers = pattern(0, level("decimal", "%1.")) + a_list(1, 0) + a_list(2, 0) + a_list(3, 0, start)
    found = document(items((1, 0), (2, 0), (3, 0), (3, 0), (1, 0)), numbering=numbers)
    assert lines(found) == ["1. x", "2. x", "5. x", "6. x", "7. x"]


def test_levels_that_begin_anew_late_or_never() -> None:
    never, late = '<w:lvlRestart w:val="0"/>', '<w:lvlRestart w:val="1"/>'
    levels = (level("decimal", "%1."), level("decimal", "%2)", more=never), level("decimal", "%3-", more=late))
    numbers = pattern(0, *levels) + a_list(1, 0)
    found = document(items((1, 0), (1, 1), (1, 2), (1, 1), (1, 2), (1, 0), (1, 1), (1, 2)), numbering=numbers)
    assert lines(found) == ["1. x", "1) x", "1- x", "2) x", "2- x", "2. x", "3) x", "1- x"]


def test_a_list_can_have_its_own_level_and_a_style_its_list() -> None:
    own = f'<w:lvlOverride w:ilvl="0"><w:lvl w:ilvl="0">{level("upperLetter", "%1.", 3)}</w:lvl></w:lvlOverride>'
    linked = '<w:abstractNum w:abstractNumId="7"><w:numStyleLink w:val="list"/></w:abstractNum>'
    numbers = pattern(0, level("decimal", "%1.")) + linked + a_list(1, 0, own) + a_list(2, 0) + a_list(3, 7)
    style = '<w:style w:type="numbering" w:styleId="list"><w:pPr><w:numPr><w:numId w:val="2"/></w:numPr></w:pPr></w:style>'
    found = document(items((1, 0), (3, 0), (3, 0)), numbering=numbers, styles=style)
    assert lines(found) == ["C. x", "4. x", "5. x"]


def test_styles_give_numbers_headings_and_levels() -> None:
    link = '<w:pStyle w:val="{}"/>'
    levels = (level("chineseCounting", "%1、", more=link.format("h")), level("decimal", "%2.", more=link.format("k")))
    numbers = pattern(0, *levels) + a_list(1, 0)
    in_list = '<w:pPr><w:numPr><w:numId w:val="1"/></w:numPr>{}</w:pPr>'
    styles = (
        '<w:style w:type="paragraph" w:styleId="h"><w:name w:val="heading 1"/>' + in_list.format("") + "</w:style>"
        '<w:style w:type="paragraph" w:styleId="k"><w:basedOn w:val="h"/>' + in_list.format("") + "</w:style>"
        '<w:style w:type="paragraph" w:styleId="m"><w:basedOn w:val="m"/><w:pPr><w:outlineLvl w:val="1"/></w:pPr></w:style>'
    )
    style = '<w:pStyle w:val="{}"/>'
    off = style.format("h") + '<w:numPr><w:numId w:val="0"/></w:numPr>'
    body = "".join(paragraph(run("x"), properties) for properties in (*map(style.format, "hkkmh"), off, ""))
    found = document(body, numbering=numbers, styles=styles)
    assert lines(found) == ["一、x", "1. x", "2. x", "x", "二、x", "x", "x"]
    assert [block.heading for block in found.blocks if isinstance(block, Text)] == [True, False, False, True, True, True, False]


def test_bullets_pictures_and_unknown_ways_are_no_numbers() -> None:
    levels = (level("bullet", "-"), level("unheardOf", "%2."), level("none", "附%3："))
    numbers = pattern(0, *levels) + a_list(1, 0)
    found = document(items((1, 0), (1, 1), (1, 2), (9, 0)), numbering=numbers)
    assert lines(found) == ["x", "x", "附：x", "x"]


def test_what_was_deleted_or_moved_away_does_not_count() -> None:
    numbers = pattern(0, level("decimal", "%1.")) + a_list(1, 0)
    listed = LIST.format(0, 1)
    gone = paragraph(f"<w:del>{run('y')}</w:del>", f"{listed}<w:rPr><w:del/></w:rPr>")
    moved = paragraph(f"<w:moveFrom>{run('y')}</w:moveFrom>", f"{listed}<w:rPr><w:moveFrom/></w:rPr>")
    here = paragraph(f"<w:moveTo>{run('z')}</w:moveTo>", listed)
    assert lines(document(items((1, 0)) + gone + moved + items((1, 0)) + here, numbering=numbers)) == ["1. x", "2. x", "3. z"]


def test_a_deleted_end_joins_two_paragraphs() -> None:
    body = (
        paragraph(run("甲"), "<w:rPr><w:del/></w:rPr>") + paragraph(run("乙")) + paragraph(run("丙"), "<w:rPr><w:del/></w:rPr>")
    )
    assert lines(document(body)) == ["甲乙", "丙"]


MARK = '<w:r><w:fldChar w:fldCharType="{}"/></w:r>'


def field(instruction: str, result: str, ends: bool = True) -> str:
    """A field of several runs."""
    return MARK.format("begin") + instruction + MARK.format("separate") + result + MARK.format("end") * ends


def test_fields_show_their_results() -> None:
    page = "<w:r><w:instrText>PAGE</w:instrText></w:r>"
    simple = f'<w:fldSimple w:instr="DATE">{run("2024年")}</w:fldSimple>'
    body = paragraph(simple + field(page, run("7")) + run("页"))
    body += paragraph(field(page + field(page, run("不见")), field(page, run("见"))))
    body += paragraph(field(page, run("目"), ends=False)) + paragraph(run("录") + MARK.format("end") + run("终"))
    body += paragraph(MARK.format("begin") + run("没有结果")) + paragraph(run("末"))
    assert lines(document(body)) == ["2024年7页", "见", "目", "录终", "末"]


def test_signs_and_small_things_inside_runs() -> None:
    signs = "<w:tab/><w:t>1</w:t><w:noBreakHyphen/><w:t>2</w:t><w:softHyphen/><w:t>3</w:t><w:cr/><w:t>下</w:t>"
    symbols = '<w:sym w:font="Wingdings" w:char="F0FC"/><w:sym w:font="x" w:char="00B1"/><w:sym w:char="zz"/>'
    ruby = f"<w:r><w:ruby><w:rt>{run('han')}</w:rt><w:rubyBase>{run('汉')}</w:rubyBase></w:ruby></w:r>"
    link = f"<w:hyperlink>{run('网')}</w:hyperlink><w:smartTag>{run('址')}</w:smartTag>"
    note = '<w:r><w:footnoteReference w:id="2"/></w:r><w:r><w:commentReference w:id="1"/></w:r>'
    body = paragraph(f"<w:r>{signs}</w:r>") + paragraph(f"<w:r>{symbols}</w:r>") + paragraph(ruby + link + note)
    assert lines(document(body)) == ["1-23", "下", "\ufffd±\ufffd", "汉网址"]


def test_hidden_words_do_not_show() -> None:
    styles = (
        '<w:style w:type="character" w:styleId="c"><w:rPr><w:vanish/></w:rPr></w:style>'
        '<w:style w:type="paragraph" w:styleId="p"><w:rPr><w:vanish/></w:rPr></w:style>'
    )
    hidden = [
        run("一", "<w:vanish/>"),
        run("二", '<w:rStyle w:val="c"/>'),
        run("三", '<w:vanish w:val="0"/><w:rStyle w:val="c"/>'),
    ]
    body = paragraph("".join(hidden)) + paragraph(run("四") + run("五", '<w:vanish w:val="false"/>'), '<w:pStyle w:val="p"/>')
    assert lines(document(body + paragraph(run("六")), styles=styles)) == ["三", "五六"]


def test_each_text_box_is_read_once_and_tables_in_it_are_tables() -> None:
    table = "<w:tbl><w:tr>" + "".join(cell(paragraph(run(text))) for text in "123") + "</w:tr></w:tbl>"
    found = document(paragraph(run("甲") + box(paragraph(run("乙")) + table)) + paragraph(run("丙")))
    assert lines(found) == ["甲", "乙", "丙"] and grids(found) == [[["1", "2", "3"]]]


def a_row(*cells: str, properties: str = "") -> str:
    """A row of a table."""
    return f"<w:tr><w:trPr>{properties}</w:trPr>{''.join(cells)}</w:tr>"


def words(text: str, properties: str = "", columns: int = 1) -> str:
    """A cell with these words."""
    return cell(paragraph(run(text)), properties, columns)


def test_cells_merged_in_every_way() -> None:
    begin, on = '<w:vMerge w:val="restart"/>', "<w:vMerge/>"
    rows = (
        a_row(words("甲", begin, 2), words("乙", '<w:hMerge w:val="restart"/>'), words("", '<w:hMerge w:val="continue"/>')),
        a_row(words("", on, 2), words("1"), words("2", on)),
        a_row(words("丙"), words("", on), words("3"), properties='<w:gridBefore w:val="1"/><w:gridAfter w:val="1"/>'),
        a_row(*(words(text, '<w:cellMerge w:vMerge="cont"/>' * (text == "4")) for text in "4567")),
    )
    assert grids(document(f"<w:tbl>{''.join(rows)}</w:tbl>" + paragraph(""))) == [
        [["甲", "~甲", "乙", "~乙"], ["~甲", "~甲", "1", "2"], ["~", "丙", "", "3", "~"], ["4", "5", "6", "7"]]
    ]


def test_rows_and_cells_that_were_deleted_or_inserted() -> None:
    rows = (
        a_row(words("1"), words("2"), words("旧", "<w:cellDel/>")),
        a_row(words("旧"), words("旧"), properties="<w:del/>"),
        a_row(words("3"), words("4", "<w:cellIns/>"), properties="<w:ins/>"),
    )
    table = f"<w:tbl>{''.join(rows)}</w:tbl>"
    held = f"<w:sdt><w:sdtContent>{table}</w:sdtContent></w:sdt>"
    assert grids(document(held + frame(table))) == [[["1", "2"], ["3", "4"]]] * 2


def test_a_table_for_layout_keeps_the_rows_around_the_table_in_it() -> None:
    inner = f"<w:tbl>{a_row(words('1'), words('2'), words('3'))}</w:tbl>"
    small = f"<w:tbl>{a_row(words('框'))}</w:tbl>"
    rows = a_row(words("甲"), words("乙"), words("丙")) + a_row(cell(inner + paragraph("")), words("旁"))
    rows += a_row(cell(small + paragraph("")), words("戊"), words("己"))
    found = document(f"<w:tbl>{rows}</w:tbl>")
    assert grids(found) == [[["甲", "乙", "丙"]], [["1", "2", "3"]], [["框", "戊", "己"]]]
    assert lines(found) == ["旁"]


def test_the_strict_kind_and_parts_in_other_places() -> None:
    numbers = pattern(0, level("decimal", "%1.")) + a_list(1, 0)
    for main in ("word/document.xml", "x/y.xml", "text.xml"):
        for strict in (False, True):
            content = package(items((1, 0)), numbering=numbers, main=main, strict=strict)
            assert lines(read_content("a.docx", content)) == ["1. x"], (main, strict)


def flat(content: bytes) -> bytes:
    """The package as one XML file."""
    with zipfile.ZipFile(io.BytesIO(content)) as file:
        parts = {name: file.read(name).decode().partition("?>")[2] for name in file.namelist()}
    inner = "".join(f'<pkg:part pkg:name="/{name}"><pkg:xmlData>{part}</pkg:xmlData></pkg:part>' for name, part in parts.items())
    package = f'<pkg:package xmlns:pkg="http://schemas.microsoft.com/office/2006/xmlPackage">{inner}</pkg:package>'
    return f'\ufeff<?xml version="1.0"?>\n<?mso-application progid="Word.Document"?>\n{package}'.encode()


@pytest.mark.parametrize("strict", [False, True])
def test_a_package_without_its_zip(strict: bool) -> None:
    numbers = pattern(0, level("decimal", "%1.")) + a_list(1, 0)
    content = flat(package(items((1, 0), (1, 0)), numbering=numbers, main="x/y.xml", strict=strict))
    found = read_content("a.doc", content)
    assert found.kind == "docx" and lines(found) == ["1. x", "2. x"]
    assert refusal(content[:-20]) == "damaged"
    assert refusal(content.replace(b"<?mso", b"<!DOCTYPE a><?mso")) == "damaged"


def refusal(content: bytes) -> str:
    """The code of the refusal."""
    with pytest.raises(DocumentRejected) as error:
        read_content("a.docx", content)
    return error.value.code


def of_main(xml: str | bytes, name: str = "word/document.xml") -> bytes:
    """A package of one part."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr(name, xml)
    return out.getvalue()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "utf-16-be", "latin-1"])
def test_entities_are_refused_in_any_encoding(encoding: str) -> None:
    xml = f"<?xml version='1.0' encoding='{encoding}'?>{' ' * 9000}<!DOCTYPE x [<!ENTITY a 'b'>]>"
    xml += f"<w:document xmlns:w='{W}'><w:body><w:p><w:r><w:t>&a;</w:t></w:r></w:p></w:body></w:document>"
    assert refusal(of_main(xml.encode(encoding))) == "damaged"


def test_what_unfolds_without_end_is_refused_early() -> None:
    inner = f"<w:document xmlns:w='{W}'><w:body>"
    assert refusal(of_main(inner + "<a/>" * 810_000)) == "too_large"
    lying = of_main(inner + "<w:p><w:r><w:t>" + " " * 45_000_000)
    assert refusal(lying) == "too_large"
    size = (len(inner) + 15 + 45_000_000).to_bytes(4, "little")
    assert lying.count(size) == 2
    assert refusal(lying.replace(size, (900).to_bytes(4, "little"))) == "damaged"


@pytest.mark.parametrize("tag", ["w:sdtContent", "w:tbl", "w:r", "w:txbxContent", "w:ins"])
def test_depth_without_end_is_refused(tag: str) -> None:
    inner = {
        "w:tbl": ("<w:tbl><w:tr><w:tc>", "</w:tc></w:tr></w:tbl>"),
        "w:txbxContent": ("<w:p><w:r><w:txbxContent>", "</w:txbxContent></w:r></w:p>"),
    }
    begin, end = inner.get(tag, (f"<{tag}>", f"</{tag}>"))
    lead = ("<w:p>", "</w:p>") if tag == "w:r" else ("", "")
    body = lead[0] + begin * 100_000 + end * 100_000 + lead[1]
    assert refusal(package(body)) == "too_large"


def test_too_many_cells_and_wide_spans() -> None:
    wide = '<w:gridSpan w:val="99999"/>'
    row = a_row(*(words("1", wide) for _ in range(50)))
    assert refusal(package(f"<w:tbl>{row * 5}</w:tbl>")) == "too_large"
    row = a_row(words("1", wide), words("2"), words("3", '<w:gridSpan w:val="-4"/>'))
    found = document(f"<w:tbl>{row}</w:tbl>")
    assert [len(block.rows[0]) for block in found.blocks if isinstance(block, Grid)] == [102]


def test_packages_that_are_no_word_document() -> None:
    assert refusal(packed({"xl/workbook.xml": "<x/>"})) == "unsupported"
    assert refusal(of_main("<html/>")) == "unsupported"
    assert refusal(of_main("<w:document")) == "damaged"
    assert refusal(package("<w:altChunk/>")) == "unsupported"
    assert refusal(package(paragraph("<w:r><w:drawing/></w:r>"))) == "a_scan"


def test_a_locked_zip_says_so_and_a_torn_one_is_damaged() -> None:
    content = bytearray(package(paragraph(run("甲"))))
    torn = bytes(content[: len(content) // 2])
    assert refusal(torn) == "damaged"
    for at in range(len(content) - 4):
        if content[at : at + 4] in (b"PK\x03\x04", b"PK\x01\x02"):
            content[at + (6 if content[at + 2] == 3 else 8)] |= 1
    assert refusal(bytes(content)) == "password"


def test_any_torn_or_changed_package_is_one_refusal_or_a_document() -> None:
    content = package(paragraph(run("甲")) + frame(paragraph(run("乙"))))
    for seed in range(300):
        chance = Random(seed)
        changed = bytearray(content)
        for _ in range(chance.randrange(1, 6)):
            changed[chance.randrange(4, len(changed))] = chance.randrange(256)
        try:
            assert read_content("a.docx", bytes(changed)).kind == "docx"
        except DocumentRejected as error:
            assert error.code in ("damaged", "unsupported", "password", "a_scan", "too_large"), seed
