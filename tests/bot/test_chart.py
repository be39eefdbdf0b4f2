"""Charts: which figures are drawn, gaps as gaps, the drawing as SVG that a page and a photo share."""

from __future__ import annotations

import struct
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from xml.etree import ElementTree

import pytest

from bot.facts import Facts
from bot.say import Say
from bot.showing.chart import MOST_BARS, Chart, Mark, chart_of
from bot.showing.drawing import svg
from bot.showing.lines import drawn as framed
from bot.showing.photo import png
from bot.words import load_words
from tests.bot.desk import ROOT, TODAY, ask, database
from tests.questions.desk import desk as nation

FONT = ROOT / "data" / "fonts" / "NotoSansSC-subset.otf"
SVG = "{http://www.w3.org/2000/svg}"


def chart_for(*messages: str) -> Chart | None:
    answer = ask(*messages)
    facts = Facts(database())
    try:
        return chart_of(answer, facts, Say(answer.language, load_words(ROOT / "data" / "words").says, facts.fields))
    finally:
        facts.close()


def drawn(chart: Chart) -> ElementTree.Element:
    return ElementTree.fromstring(svg(chart))


def words(chart: Chart) -> list[str]:
    return [text.text or "" for text in drawn(chart).iter(f"{SVG}text")]


def line(*values: int | None, breaks: tuple[int, ...] = ()) -> Chart:
    marks = tuple(
        Mark(
            str(2018 + place),
            None if value is None else Decimal(value),
            "空白" if value is None else f"{value}件",
            place in breaks,
        )
        for place, value in enumerate(values)
    )
    return Chart("line", "川汇区卫健委 · 行政许可", marks, ("出处：x.pdf",), "表式更换")


def test_a_trend_is_a_line_over_every_year_between() -> None:
    chart = chart_for("川汇区卫健委历年许可")
    assert chart is not None and chart.kind == "line"
    years = [int(mark.label) for mark in chart.marks]
    assert years == list(range(years[0], years[-1] + 1))
    assert all(mark.said for mark in chart.marks)


def test_a_ranking_is_bars_in_its_order() -> None:
    chart = chart_for("2023年各卫健委许可排名")
    assert chart is not None and chart.kind == "bars"
    values = [mark.value for mark in chart.marks if mark.value is not None]
    assert values == sorted(values, reverse=True) and 2 <= len(values) <= MOST_BARS


def test_a_comparison_is_a_bar_a_side_with_the_source_below() -> None:
    chart = chart_for("川汇区卫健委和红旗区卫健委2022年许可哪个多")
    assert chart is not None
    assert len(chart.marks) == 2 and chart.marks[0].value == 2100
    assert any("2022.pdf" in said for said in chart.footer)


@pytest.mark.parametrize(
    ("message", "said"),
    [
        ("川汇区卫健委2023年到2024年不予公开率变化", "%"),
        ("川汇区卫健委和红旗区卫健委2022年不予公开总数哪个多", "件"),
        ("川汇区卫健委2022年到2024年不予公开总数变化", "件"),
    ],
)
def test_what_is_worked_out_is_drawn_as_it_is_told(message: str, said: str) -> None:
    answer, chart = ask(message), chart_for(message)
    assert chart is not None and chart.kind == "bars" and len(chart.marks) == 2
    one, other = (mark.value for mark in chart.marks)
    assert one is not None and other is not None and answer.result is not None
    assert abs(one - other) == pytest.approx(abs(answer.result["difference"]))
    assert all(mark.said.endswith(said) and mark.said in answer.text for mark in chart.marks)


def test_two_figures_of_two_agencies_are_no_rate() -> None:
    """予以公开 and 总计 are the parts of a rate that nobody asked for."""
    assert chart_for("川汇区卫健委和红旗区卫健委2022年予以公开和办理结果总计") is None


def test_no_line_of_a_footer_begins_with_a_stop() -> None:
    chart = chart_for("川汇区卫健委和红旗区卫健委2022年许可哪个多")
    assert chart is not None
    for letters in range(1, 60):
        drawn = svg(replace(chart, footer=("字" * letters + "；" + "字" * 60 + "。",)))
        lines = ["".join(element.itertext()) for element in ElementTree.fromstring(drawn).iter() if element.tag.endswith("text")]
        assert not [line for line in lines if line.lstrip()[:1] in ("；", "。")]


@pytest.mark.parametrize(
    ("question", "title", "said"),
    [
        ("2023年各卫健委不予公开总数排名", "2023年 · 不予公开各项合计（总计）", "件"),
        ("周口市政府历年无法提供", "周口市人民政府 · 无法提供各项合计（总计）", "件"),
        ("周口市政府历年不予公开率", "周口市人民政府 · 不予公开率", "%"),
        ("2023年各卫健委不予公开率排名", "2023年 · 不予公开率", "%"),
    ],
)
def test_a_sum_is_drawn_as_the_sum_and_a_rate_as_the_rate(question: str, title: str, said: str) -> None:
    """Both are known by their parts alone: all denials are no denial rate, and no single one of them."""
    answer, _ = nation().answer(question, None, TODAY)
    chart = nation().beyond.chart(answer)
    assert chart is not None and chart.title == title
    assert {mark.said[-1] for mark in chart.marks if mark.value is not None} == {said}


def test_two_agencies_over_the_years_are_two_lines_with_their_gaps() -> None:
    answer, _ = nation().answer("川汇区卫健委和扶沟县卫健委历年许可", None, TODAY)
    chart = nation().beyond.chart(answer)
    assert chart is not None and chart.kind == "lines" and len(chart.series) == 2
    assert {tuple(mark.label for mark in marks) for _, marks in chart.series} == {
        tuple(mark.label for mark in chart.series[0][1])
    }
    assert {mark.label for mark in chart.marks if mark.value is None} == {
        "周口市川汇区卫生健康委员会 2022",
        "扶沟县卫生健康委员会 2025",
    }
    said = "".join(ElementTree.fromstring(framed(chart)).itertext())
    assert chart.title in said and chart.footer[-1][:6] in said and all(name in said for name, _ in chart.series)


@pytest.mark.parametrize(
    ("question", "listed"), [("2023年许可超过2500的卫健委有哪些", True), ("2023年卫健委平均许可多少", False)]
)
def test_a_set_is_drawn_from_the_highest_down_and_a_list_without_those_it_leaves_out(question: str, listed: bool) -> None:
    answer, _ = nation().answer(question, None, TODAY)
    chart = nation().beyond.chart(answer)
    assert chart is not None and answer.result is not None
    values = [mark.value for mark in chart.marks if mark.value is not None]
    assert values == sorted(values, reverse=True)
    assert not listed or (min(values) > 2500 and len(values) == min(MOST_BARS, len(answer.result["agencies"])))


@pytest.mark.parametrize("question", ["川汇区卫健委2022年许可", "部分公开是什么意思", "火星区许可多少", "帮助"])
def test_what_has_no_two_figures_has_no_chart(question: str) -> None:
    assert chart_for(question) is None


def test_a_gap_keeps_its_place_and_breaks_the_line() -> None:
    chart = line(5, 8, None, 9)
    root = drawn(chart)
    assert len(list(root.iter(f"{SVG}circle"))) == 3
    assert len([path for path in root.iter(f"{SVG}path") if path.get("class") == "line"]) == 1
    assert "空白" in words(chart) and "0件" not in words(chart)


def test_a_new_form_breaks_the_line_and_is_said() -> None:
    root = drawn(line(5, 8, 9, breaks=(1,)))
    assert len([path for path in root.iter(f"{SVG}path") if path.get("class") == "line"]) == 1
    assert "表式更换" in words(line(5, 8, breaks=(1,)))
    assert "表式更换" not in words(line(5, 8))


def test_a_bar_without_a_number_is_its_word_alone() -> None:
    chart = Chart("bars", "t", (Mark("甲", Decimal(4), "4件"), Mark("乙", None, "空白"), Mark("丙", Decimal(0), "0件")), ())
    bars = [one for one in drawn(chart).iter(f"{SVG}rect") if one.get("class") == "bar"]
    assert [int(bar.get("width") or 0) > 0 for bar in bars] == [True, False]
    assert {"空白", "0件"} <= set(words(chart))


def test_every_value_can_be_read_by_those_who_do_not_see_it() -> None:
    root = drawn(line(5, None, 9))
    assert root.findtext(f"{SVG}title") == "川汇区卫健委 · 行政许可"
    assert root.findtext(f"{SVG}desc") == "2018 5件；2019 空白；2020 9件"


def test_markup_in_a_name_stays_text() -> None:
    chart = Chart("bars", "<b>&", (Mark("<i>", Decimal(1), "1"), Mark("二", Decimal(2), "2")), ("&<",))
    assert "<i>" in words(chart)


def test_values_below_zero_and_all_zero_are_drawn() -> None:
    for values in ((-3, 4), (0, 0), (-2, -1)):
        assert len(list(drawn(line(*values)).iter(f"{SVG}circle"))) == 2
        marks = tuple(Mark(str(value), Decimal(value), str(value)) for value in values)
        for bar in drawn(Chart("bars", "t", marks, ())).iter(f"{SVG}rect"):
            assert float(bar.get("width") or 0) >= 0


@pytest.mark.parametrize("years", [2, 5, 7])
def test_a_long_number_at_the_edge_is_not_cut(years: int) -> None:
    said = "1234567.89万元"
    chart = Chart("line", "t", tuple(Mark(str(2019 + year), Decimal(year), said) for year in range(years)), ())
    labels = [text for text in drawn(chart).iter(f"{SVG}text") if text.text == said]
    for text in labels:
        half = (10 * 0.6 + 2) * float(text.get("font-size", 0)) / 2
        assert float(text.get("x", 0)) - half >= 0 and float(text.get("x", 0)) + half <= 1080
    assert len(labels) == years


@pytest.mark.parametrize("name", ["川汇区卫生健康委员会", "𠮷林镇人民政府"])
def test_a_photo_is_a_png_of_the_drawing(name: str, tmp_path: Path) -> None:
    marks = (Mark(name, Decimal(7), "7件"), Mark("乙", Decimal(2), "2件"))
    photo = png(svg(Chart("bars", name, marks, ("出处",))), FONT)
    width, height = struct.unpack(">II", photo[16:24])
    assert photo.startswith(b"\x89PNG") and width == 1080 and 300 < height < 1000
    blank = png(svg(Chart("bars", "", tuple(Mark("", mark.value, "") for mark in marks), ("",))), FONT)
    assert len(photo) > len(blank) + 1500, "the words are drawn, not only the bars"


@pytest.mark.parametrize("odd", ["\0", "\x1b", "\x85\x9f", "\ud800", "\uffff"])
def test_what_xml_cannot_hold_does_not_spoil_the_drawing(odd: str) -> None:
    chart = Chart("bars", f"{odd}局", (Mark(f"甲{odd}", Decimal(1), "1"), Mark("乙", Decimal(2), "2")), (), "")
    assert "甲" in "".join(drawn(chart).itertext())
