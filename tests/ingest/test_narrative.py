"""Reports from before there was a form with tables: read as text without a cell; and papers that only look like them."""

from __future__ import annotations

import json
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from random import Random

import pytest

from ingest.__main__ import main
from ingest.errors import DocumentRejected
from ingest.headline import headline
from ingest.report import Report
from tests.printing import free_text
from tests.printing.chance import AGENCIES
from tests.printing.chance import sheet as random_sheet
from tests.printing.free_text import ANNEX, LAYOUTS, PROACTIVE, PROBLEMS, Narrative, lines, narrative, page
from tests.printing.layouts import page as form_page
from tests.printing.reading import knowledge, reading

FORM = "2008"


def texts(report: Report) -> list[tuple[int, str, str]]:
    """Number, heading and text of every section but the annex and what stands before the first."""
    return [(one.number, one.heading, one.text) for one in report.sections if 0 < one.number < ANNEX]


def rows(report: Report) -> list[tuple[str, str, Decimal]]:
    """What the annex counts: subject, unit, value."""
    return [(one.subject, one.unit, one.value) for one in report.prose if one.section == ANNEX]


def printed_rows(made: Narrative) -> list[tuple[str, str, Decimal]]:
    """The rows of the annex in which a number was printed, without the numbers of their labels."""
    numbered = [
        (label.split("）")[-1].split("、")[-1].split(".")[-1].split("：")[-1], unit, value) for label, unit, value in made.annex
    ]
    return [(label, unit, Decimal(value)) for label, unit, value in numbered if value not in ("", "/")]


@pytest.mark.parametrize("suffix", LAYOUTS)
def test_the_text_is_kept_by_section_and_no_cell_is_read(tmp_path: Path, suffix: str) -> None:
    for seed in range(8 if suffix == ".pdf" else 40):
        chance = Random(f"{suffix} {seed}")
        made = narrative(chance)
        report = reading(tmp_path, LAYOUTS[suffix](made, chance), suffix)
        assert (report.agency.id, report.year, report.form) == (AGENCIES[made.agency], made.year, FORM), seed
        assert texts(report) == sorted(made.sections), seed
        assert not report.figures and not report.findings, seed
        assert rows(report) == printed_rows(made), seed


def test_numbers_of_the_text_are_kept_with_their_sentences(tmp_path: Path) -> None:
    made = narrative(Random(1), with_annex=False)
    sections = tuple(
        (kind, heading, "全年收到申请12件，公开信息1,340条。" if kind == 3 else text) for kind, heading, text in made.sections
    )
    report = reading(tmp_path, page(replace(made, sections=sections), Random(1)), ".html")
    said = [(one.subject, one.value, one.unit, one.sentence) for one in report.prose if one.section == 3]
    sentence = "全年收到申请12件，公开信息1,340条。"
    assert said == [("全年收到申请", Decimal(12), "件", sentence), ("公开信息", Decimal(1340), "条", sentence)]


def test_the_annex_is_kept_row_by_row(tmp_path: Path) -> None:
    made = replace(
        narrative(Random(2), with_annex=True),
        annex=(("（一）收到申请数", "件", "7"), *free_text.ROWS[3:4], *(("其中：当面申请数", "件", ""),) * 2),
    )
    for suffix, press in LAYOUTS.items():
        report = reading(tmp_path, press(made, Random(2)), suffix)
        assert rows(report) == [("收到申请数", "件", Decimal(7))], suffix
        (annex,) = [section for section in report.sections if section.number == ANNEX]
        assert annex.text.split("\n")[-4:] == ["（一）收到申请数 件 7", "二、依申请公开情况", *["其中：当面申请数 件"] * 2], (
            suffix
        )


def test_several_columns_of_values_are_text_and_no_figures(tmp_path: Path) -> None:
    made = narrative(Random(3), with_annex=True)
    html = page(made, Random(3)).decode()
    for cell in ("统计数", *{value for _, unit, value in made.annex if unit}):
        html = html.replace(f"<td>{cell}</td></tr>", f"<td></td><td>{cell}</td></tr>")
    report = reading(tmp_path, html.encode(), ".html")
    assert not rows(report)
    assert any("收到申请数 | 件 |  |" in section.text for section in report.sections if section.number == ANNEX)


def one_line(made: Narrative) -> bytes:
    """A crawler's text, all of it in one line."""
    return (made.title + "本年报" + "".join(heading + text for _, heading, text in made.sections)).encode()


def with_contents(made: Narrative) -> bytes:
    """A list of contents above the text."""
    contents = [heading for _, heading, _ in made.sections]
    text = lines(made, Random(0)).decode()
    first = contents[0]
    return text.replace(first, "\n".join([*contents, "", first]), 1).encode()


def in_parts(made: Narrative) -> bytes:
    """第一部分 in place of 一、."""
    text = lines(made, Random(0)).decode()
    for number, (_, heading, _) in zip(free_text.NUMBERS, made.sections, strict=False):
        text = text.replace(heading, heading.replace(f"{number}、", f"第{number}部分 "), 1)
    return text.encode()


def with_lists(made: Narrative) -> bytes:
    """Lists inside a section that are numbered like sections."""
    text = lines(made, Random(0)).decode()
    (problems,) = [body for kind, _, body in made.sections if kind == PROBLEMS]
    return text.replace(problems, f"{problems}\n一、更新偏晚。\n二、栏目偏少。").encode()


def without_numbers(made: Narrative) -> bytes:
    """Headings without numbers, in the words of the form."""
    words = {kind: choices[0] for kind, choices in free_text.HEADINGS.items()}
    return page(replace(made, sections=tuple((kind, words[kind], text) for kind, _, text in made.sections)), Random(0))


@pytest.mark.parametrize("press", [one_line, with_contents, in_parts, with_lists, without_numbers])
def test_other_ways_to_set_the_headings(tmp_path: Path, press: object) -> None:
    assert callable(press)
    for seed in range(10):
        made = narrative(Random(seed), with_annex=False)
        document = press(made)
        report = reading(tmp_path, document, ".html" if document.startswith(b"<") else ".txt")
        told = {one.number: one.text for one in report.sections}
        for kind, _, text in made.sections:
            assert told[kind].startswith(text), (press, seed)


def test_a_section_of_no_known_kind_is_numbered_behind_the_others(tmp_path: Path) -> None:
    made = narrative(Random(4), with_annex=False)
    *first, (kind, heading, text) = made.sections
    count = len(first)
    own = (9, f"{free_text.NUMBERS[count]}、咨询处理情况", "接到咨询5次。")
    last = (kind, f"{free_text.NUMBERS[count + 1]}、{heading.partition('、')[2]}", text)
    report = reading(tmp_path, page(replace(made, sections=(*first, own, last)), Random(4)), ".html")
    assert texts(report) == sorted([*first, last])
    assert [(one.number, one.heading, one.text) for one in report.sections if one.number > ANNEX] == [own]


def test_the_commands_say_that_it_has_no_figures(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GONGKAI_DB", str(tmp_path / "reports.db"))
    made = narrative(Random(8))
    file = tmp_path / "old.html"
    file.write_bytes(page(made, Random(8)))
    assert main(["add", str(file), "--json"]) == 0
    added = json.loads(capsys.readouterr().out)
    assert (added["status"], added["form"], added["year"], added["figures"]) == ("stored", FORM, made.year, 0)
    assert main(["add", str(file), "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["status"] == "unchanged"
    assert main(["show", str(file), "--json"]) == 0
    shown = json.loads(capsys.readouterr().out)
    assert (shown["form"], shown["cells"], shown["findings"]) == (FORM, {}, [])


# What is none


def code(tmp_path: Path, content: str | bytes, suffix: str = ".txt") -> str:
    with pytest.raises(DocumentRejected) as refusal:
        reading(tmp_path, content if isinstance(content, bytes) else content.encode(), suffix)
    return refusal.value.code


NOTICE = """关于做好2016年政府信息公开工作年度报告编制工作的通知
各科室：
一、编制内容
（一）主动公开政府信息情况；（二）依申请公开政府信息情况；（三）存在的主要问题。
二、时间要求
2017年1月10日前报送，共3份。
三、公布方式
在网站公布。
川汇区卫生局
2016年12月20日"""
GUIDE = """川汇区卫生局政府信息公开指南（2015年版）
一、主动公开
本机关主动公开信息，目录共有12个栏目。
二、依申请公开
申请人填写申请表1份。
三、收费标准
复印每张0.5元。
四、行政复议和行政诉讼
不服的，可以申请复议，60日内提出。"""
PLAN = """川汇区卫生局2016年政府信息公开工作计划
一、主动公开
全年公开信息200条以上。
二、依申请公开
收到申请后15个工作日内答复，不超过2次延期。
三、存在问题的整改
建立台账1份。"""
EXPLAINED = """《川汇区卫生局2016年政府信息公开工作年度报告》解读
一、主动公开政府信息情况
2016年公开信息200条。
二、依申请公开政府信息情况
收到申请2件。
三、存在的主要问题
人手不足，只有1人。"""
OUTLINE = """川汇区卫生局2016年政府信息公开工作年度报告编写提纲
一、概述
二、主动公开政府信息情况
写明条数。
三、依申请公开政府信息情况
写明件数。
四、行政复议、行政诉讼情况
写明件数。
五、存在的主要问题
写明问题和改进措施。"""
NEWS = """川汇区卫生局公布2016年政府信息公开工作年度报告
日前，川汇区卫生局公布了2016年的年度报告。报告显示，全年主动公开信息200条，收到申请2件，没有收费，没有行政复议。"""


@pytest.mark.parametrize("paper", [NOTICE, GUIDE, PLAN, EXPLAINED, OUTLINE, NEWS])
def test_a_paper_that_only_looks_like_a_report_is_refused(tmp_path: Path, paper: str) -> None:
    assert code(tmp_path, paper) == "not_a_report"
    title, *body = paper.split("\n")
    html = f"<html><head><title>{title}</title></head><body><h1>{title}</h1>{''.join(f'<p>{line}</p>' for line in body)}"
    menu = "<p>政府信息公开指南</p><p>川汇区卫生局2016年政府信息公开工作年度报告</p>"
    assert code(tmp_path, html, ".html") == "not_a_report"
    assert code(tmp_path, html.replace("<h1>", menu + "<h1>"), ".html") == "not_a_report"


@pytest.mark.parametrize(
    "behind", ["》解读", "解读", "》政策解读", "图解", "编写提纲", "》编制说明", "填报要求", "模板", "》的通知", "格式"]
)
def test_a_title_about_a_report_is_not_the_title_of_one(behind: str) -> None:
    title = "川汇区卫生局2016年政府信息公开工作年度报告"
    opening = "《" if behind.startswith("》") else ""
    assert headline(title, knowledge().gazetteer) is not None
    assert headline(opening + title + behind, knowledge().gazetteer) is None


def test_the_same_text_under_the_title_of_a_report_is_one(tmp_path: Path) -> None:
    """Else the papers above would be refused for another reason."""
    body = "\n".join(EXPLAINED.split("\n")[1:])
    report = reading(tmp_path, f"川汇区卫生局2016年政府信息公开工作年度报告\n{body}".encode(), ".txt")
    assert (report.agency.id, report.year, report.form) == ("411602/health", 2016, FORM)


def test_a_list_of_reports_is_none(tmp_path: Path) -> None:
    links = "".join(f"<li><a>川汇区卫生局{year}年政府信息公开工作年度报告</a></li>" for year in range(2009, 2019))
    assert (
        code(tmp_path, f"<html><head><title>政府信息公开年报</title></head><body><ul>{links}</ul></body></html>", ".html")
        == "not_a_report"
    )


def test_an_annex_alone_is_no_report(tmp_path: Path) -> None:
    made = narrative(Random(5), with_annex=True)
    for press in (page, lines):
        suffix = ".html" if press is page else ".txt"
        assert code(tmp_path, press(replace(made, sections=()), Random(5)), suffix) == "not_a_report"


@pytest.mark.parametrize("year", sorted(form.since for form in knowledge().forms.values() if form.tables))
def test_free_text_on_a_year_with_tables_is_none(tmp_path: Path, year: int) -> None:
    for seed in range(5):
        made = narrative(Random(seed))
        later = [(kind, heading, text.replace(str(made.year), str(year))) for kind, heading, text in made.sections]
        assert code(tmp_path, page(replace(made, year=year, sections=tuple(later)), Random(seed)), ".html") == "not_a_report"


@pytest.mark.parametrize("form", ["2021", "2019"])
def test_a_report_whose_tables_are_lost_is_none_whatever_its_year(tmp_path: Path, form: str) -> None:
    """As where tables are pictures. A clerk who left an old year in the title makes it none either."""
    for seed in range(5):
        chance = Random(seed)
        made = random_sheet(chance, form)
        html = form_page.plain(made, chance).decode()
        while "<table" in html:
            html = html[: html.index("<table")] + "<p>我局未收到申请，共0件。</p>" + html[html.index("</table>") + 8 :]
        assert code(tmp_path, html, ".html") == "not_a_report"
        assert code(tmp_path, html.replace(str(made.year), "2017"), ".html") == "not_a_report"


def test_who_reports_must_be_told(tmp_path: Path) -> None:
    made = narrative(Random(6))
    assert code(tmp_path, page(made, Random(6)).decode().replace(made.agency, "我局"), ".html") == "unknown_agency"


def test_proactive_disclosure_alone_is_no_report(tmp_path: Path) -> None:
    made = narrative(Random(7))
    short = tuple(section for section in made.sections if section[0] in (PROACTIVE, PROBLEMS))
    assert code(tmp_path, page(replace(made, sections=short), Random(7)), ".html") == "not_a_report"
