"""The text of the sections, and the numbers in it."""

from __future__ import annotations

from decimal import Decimal

from ingest.prose import prose_of, sections_of
from ingest.report import Section, Text
from ingest.running import running
from tests.ingest.print_out import FORMS

FORM = FORMS["2021"]


def sections(*lines: str, paragraphs: bool = True) -> dict[int, tuple[str, str]]:
    """Heading and text by number."""
    run = running([Text(line) for line in lines], paragraphs)
    return {section.number: (section.heading, section.text) for section in sections_of(run, FORM, [])}


def test_six_sections_and_what_stands_before() -> None:
    found = sections(
        "某局年度报告",
        "一、总体情况",
        "甲。",
        "二、主动公开政府信息情况",
        "五、存在的主要问题及整改措施",
        "乙。",
        "六、其他需要报告的事项",
        "无。",
    )
    assert found == {
        0: ("", "某局年度报告"),
        1: ("一、总体情况", "甲。"),
        2: ("二、主动公开政府信息情况", ""),
        5: ("五、存在的主要问题及整改措施", "乙。"),
        6: ("六、其他需要报告的事项", "无。"),
    }


def test_all_in_one_line() -> None:
    found = sections("报告。一、总体情况2023年，甲。五、存在的主要问题及改进情况乙。六、其他需要报告的事项无。")
    assert found[1] == ("一、总体情况", "2023年，甲。")
    assert found[5] == ("五、存在的主要问题及改进情况", "乙。")
    assert found[6] == ("六、其他需要报告的事项", "无。")


def test_a_list_of_contents_is_not_the_text() -> None:
    found = sections("一、总体情况", "六、其他需要报告的事项", "一、总体情况", "甲。", "六、其他需要报告的事项", "无。")
    assert found[1] == ("一、总体情况", "甲。")


def test_rows_of_the_table_are_no_headings() -> None:
    found = sections(
        "一、总体情况",
        "甲。",
        "三、收到和处理政府信息公开申请情况",
        "一、本年新收政府信息公开申请数量 0",
        "四、结转下年度继续办理 0",
    )
    assert list(found) == [1, 3]


def test_broken_lines_are_joined_and_paragraphs_kept() -> None:
    found = sections(
        "一、总体情况",
        "我局认真贯彻落实各项要求，积极推进各项",
        "工作。",
        "（一）主动公开",
        "全年公开各类信息三十条，其中文件十条。",
        paragraphs=False,
    )
    assert found[1][1] == "我局认真贯彻落实各项要求，积极推进各项工作。\n（一）主动公开\n全年公开各类信息三十条，其中文件十条。"


def test_numbers_with_what_they_count() -> None:
    text = "2023年，在门户网站主动公开信息31条，其中机构职能1条、部门领导3条；在微信公众号发布信息1,140条。收费7730.28万元。"
    found = prose_of([Section(1, "一、总体情况", text, 2)])
    assert [(figure.subject, figure.value, figure.unit) for figure in found] == [
        ("在门户网站主动公开信息", Decimal(31), "条"),
        ("机构职能", Decimal(1), "条"),
        ("部门领导", Decimal(3), "条"),
        ("在微信公众号发布信息", Decimal(1140), "条"),
        ("收费", Decimal("7730.28"), "万元"),
    ]
    assert found[0].sentence.startswith("2023年") and found[0].page == 2


def test_dates_and_numbers_of_documents_count_nothing() -> None:
    assert prose_of([Section(1, "", "根据国办公开办函〔2021〕30号，2021年1月1日起施行。")]) == ()
