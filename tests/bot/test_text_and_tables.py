"""Text against table, text against last year's text, and what is carried over from one year to the next."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest

from bot.answer import Desk
from bot.question import Answer
from bot.saying.alike import held_against
from ingest.catalogue import catalogue_of
from ingest.prose import prose_of
from ingest.report import Agency, Report, Section
from ingest.store import Store
from tests.bot.desk import answer_of, desk_over
from tests.ingest.by_hand import number, report
from tests.printing.reading import knowledge

NOW = "2026-11-21T00:00:00Z"
CHUANHUI = Agency("411602/health", "川汇区卫生健康委员会", "411602", "川汇区", "health")
HONGQI = Agency("410702/health", "红旗区卫生健康委员会", "410702", "红旗区", "health")
FIRST = "全年办结行政许可120件、行政处罚7件。网站登载动态86条。收到政府信息公开申请4件。公示行政处罚决定5件。"
SECOND = "全年作出行政许可150件、行政处罚9件。收到网上申请2件。"
PLAIN = "一是公开意识不强，报送材料偏慢。\n二是解读材料偏少，群众看不懂。\n明年计划培训两次。"
COPIED = "一是公开意识不强，报送材料偏慢。\n二是解读材料偏少，群众不爱看。\n明年把报送时限写进分工表。"


def told(agency: Agency, year: int, text: str, problems: str, figures: dict[str, str]) -> Report:
    sections = (Section(1, "一、总体情况", text, 1), Section(5, "五、存在的主要问题及改进情况", problems, 2))
    made = report(year)
    table = {**made.figures, **{key: number(key, value) for key, value in figures.items()}}
    made = replace(made, figures=table, agency=agency, document=f"{agency.region}_{year}.html")
    return replace(made, sections=sections, prose=prose_of(sections))


EARLIER = {"permits.decided": "120", "penalties.decided": "8", "received.total": "4", "carried_in.total": "0"}
ENDS = {"concluded.total": "3", "carried_out.total": "1"}
FIGURES = {"permits.decided": "150", "penalties.decided": "9", "received.total": "2", "carried_in.total": "2"}
REPORTS = (
    told(CHUANHUI, 2022, FIRST, PLAIN, EARLIER | ENDS),
    told(CHUANHUI, 2023, SECOND, COPIED, FIGURES),
    told(HONGQI, 2021, "没有数字。", PLAIN, {"permits.decided": "1"}),
)


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    path = tmp_path_factory.mktemp("text_and_tables") / "reports.db"
    with Store(path, catalogue_of(knowledge()), NOW) as store:
        for one in REPORTS:
            store.add(one, NOW)
    with desk_over(path) as opened:
        yield opened


def answered(desk: Desk, question: str, operation: str) -> Answer:
    answer = answer_of(desk, question)
    assert (answer.status, answer.operation) == ("answered", operation), answer.text
    return answer


AGREEMENTS = (
    ("川汇区2022年正文说的120件和表里一样吗", True, {"permits.decided"}),
    ("川汇区2022年正文说的许可数和表里一致吗", True, {"permits.decided"}),
    ("川汇区2022年正文里的处罚数和表格对得上吗", False, {"penalties.decided"}),
    ("川汇区2022年正文和表三数字一致吗", True, {"received.total"}),
    ("川汇区2022年正文和表格一致吗", False, {"permits.decided", "penalties.decided", "received.total"}),
    ("川汇区2023年正文和表三数字一致吗", None, set()),
    ("川汇区2022年正文说的86条和表里一样吗", None, set()),
    ("红旗区2021年正文和表格一致吗", None, set()),
    ("does the text agree with the tables for 川汇区 2022?", False, {"permits.decided", "penalties.decided", "received.total"}),
    ("is the 120 in the text of 川汇区 2022 the same as in the table?", True, {"permits.decided"}),
)


@pytest.mark.parametrize(("question", "value", "fields"), AGREEMENTS)
def test_text_and_table_stand_side_by_side(desk: Desk, question: str, value: bool | None, fields: set[str]) -> None:
    answer = answered(desk, question, "verify")
    assert answer.result == {"value": value}
    assert {fact.field for fact in answer.facts} == fields


def test_a_number_of_something_else_has_no_cell(desk: Desk) -> None:
    text = answered(desk, "川汇区2022年正文说的86条和表里一样吗", "verify").text
    assert "“86条”，表中无此项" in text and "“网站登载动态86条。”" in text


def test_a_number_that_the_text_does_not_hold_is_said_to_be_absent(desk: Desk) -> None:
    answer = answered(desk, "川汇区2022年正文说的999件和表里一样吗", "verify")
    assert answer.result == {"value": None} and "没有出现999" in answer.text


LIKENESSES = (
    ("川汇区2023年第五部分跟上年一样吗", 5),
    ("川汇区第五部分跟去年一样吗", 5),
    ("川汇区2023年有没有照抄上年", None),
    ("川汇区2023年的报告和2022年有什么不同", None),
    ("is section five of 川汇区 copied from last year?", 5),
)


@pytest.mark.parametrize(("question", "section"), LIKENESSES)
def test_a_text_is_held_against_last_year_s(desk: Desk, question: str, section: int | None) -> None:
    answer = answered(desk, question, "passage")
    assert answer.result is not None and answer.result["section"] == section
    assert 0 < answer.result["equal"] <= answer.result["alike"] < 100
    assert "群众不爱看" in answer.text and "群众看不懂" in answer.text


def test_two_agencies_are_held_against_each_other(desk: Desk) -> None:
    answer = answered(desk, "川汇区和红旗区第五部分的写法像不像", "passage")
    assert "（2023年）" in answer.text and "（2021年）" in answer.text


@pytest.mark.parametrize("question", ["红旗区第五部分跟去年一样吗", "红旗区有没有照抄上年", "川汇区2022年第五部分跟上年一样吗"])
def test_without_the_year_before_nothing_is_compared(desk: Desk, question: str) -> None:
    answer = answer_of(desk, question)
    assert (answer.status, answer.reason) == ("declined", "no_report")


def test_figures_do_not_make_a_sentence_another_and_a_few_letters_make_it_changed() -> None:
    here = "全年登载动态97条。\n群众不爱看解读材料。\n新开了抖音号。"
    found = held_against(here, "全年登载动态86条。\n群众看不懂解读材料。\n报纸刊登两篇。")
    assert found is not None
    assert (found.equal, found.alike) == (0, 37)
    assert found.changed == (("全年登载动态97条。", "全年登载动态86条。"), ("群众不爱看解读材料。", "群众看不懂解读材料。"))
    assert (found.new, found.gone) == (("新开了抖音号。",), ("报纸刊登两篇。",))
    whole = held_against(PLAIN, PLAIN)
    assert whole is not None and (whole.equal, whole.alike, whole.changed) == (100, 100, ())
    assert held_against(PLAIN, "") is None


@pytest.mark.parametrize(
    ("question", "value"),
    [("川汇区上年结转和去年结转一致吗", False), ("川汇区2023年上年结转和2022年结转下年一样吗", False)],
)
def test_what_is_carried_over_is_held_against_the_year_before(desk: Desk, question: str, value: bool) -> None:
    answer = answered(desk, question, "consistency")
    assert answer.result is not None and answer.result["value"] is value
    assert {(fact.year, fact.field, fact.value) for fact in answer.facts} == {
        (2022, "carried_out.total", 1),
        (2023, "carried_in.total", 2),
    }


def test_the_sum_is_told_with_its_numbers(desk: Desk) -> None:
    answer = answered(desk, "川汇区2022年的数对得上吗", "consistency")
    assert "新收4＋上年结转0＝4；办理结果总计3＋结转下年度1＝4" in answer.text


@pytest.mark.parametrize("question", ["哪些报告有错", "which reports fail?", "哪些报告的数对不上"])
def test_reports_that_fail_are_sought_in_all_years(desk: Desk, question: str) -> None:
    answer = answered(desk, question, "consistency")
    assert answer.result is not None and answer.result["agencies"] == ["411602/health"]
    assert "2023" in answer.text
