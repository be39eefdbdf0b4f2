"""Questions about the text: words found letter for letter in one report or in all, quoted, and never made a figure."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from shutil import copyfile

import pytest

from bot.answer import Desk
from bot.facts import Facts
from bot.fetch.wording import holds, told_of
from bot.question import Answer, Scope
from ingest.catalogue import catalogue_of
from ingest.report import Agency, Report, Section
from ingest.store import Store
from tests.bot.desk import answer_of, desk_over
from tests.ingest.by_hand import report
from tests.printing.reading import knowledge

NOW = "2026-11-21T00:00:00Z"
CHUANHUI = Agency("411602/health", "川汇区卫生健康委员会", "411602", "川汇区", "health")
HONGQI = Agency("410702/health", "红旗区卫生健康委员会", "410702", "红旗区", "health")
WORK = (
    "（一）主动公开。全年在门户网站登载动态86条，政务微信推送410条。\n（二）依申请公开。没有收到申请。\n"
    "（三）平台建设。开通了政务抖音号。举办政府开放日活动两场。"
)
LATER = (
    "（一）主动公开。全年在门户网站登载动态97条。\n（二）依申请公开。收到申请3件，都按时答复。\n"
    "（三）监督保障。组织业务培训4期，聘请六位居民担任监督员。"
)


def told(agency: Agency, year: int, text: str, **more: str) -> Report:
    sections = [Section(0, "", "概况", 1), Section(1, "一、总体情况", text, 1)]
    sections += [Section(5, "五、存在的主要问题及改进情况", more["problems"], 2)] if more else []
    return replace(
        report(year, permits__decided="12"), agency=agency, sections=tuple(sections), document=f"{agency.region}_{year}.html"
    )


REPORTS = (
    told(CHUANHUI, 2022, WORK),
    told(CHUANHUI, 2023, LATER, problems="解读材\n料偏少，公开意识不强。"),
    told(HONGQI, 2023, "政务WeChat账号停用。群众办事少跑腿。"),
)


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("passages") / "reports.db"
    with Store(path, catalogue_of(knowledge()), NOW) as store:
        for one in REPORTS:
            store.add(one, NOW)
    return path


@pytest.fixture(scope="module")
def desk(database: Path) -> Iterator[Desk]:
    with desk_over(database) as opened:
        yield opened


def passage(desk: Desk, question: str) -> Answer:
    answer = answer_of(desk, question)
    assert (answer.status, answer.operation) == ("answered", "passage"), answer.text
    assert not answer.facts
    return answer


FOUND = (
    ("哪些报告提到“政府开放日”", [2022]),
    ("哪些报告提到门户网站", [2022, 2023]),
    ("提到门户网站的有几家", [2022, 2023]),
    ("2022年有哪些报告提到门户网站", [2022]),
    ("谁说没有收到申请", [2022]),
    ("哪家写了解读材料偏少", [2023]),
    ("搜一下“监督员”", [2023]),
    ("which reports mention WeChat?", [2022, 2023]),
    ("how many reports mention training?", [2023]),
    ('which reports contain the word "抖音"', [2022]),
    ("哪些卫健委提到元宇宙", []),
    ("河南省有哪些报告提到公开意识不强", [2023]),
)


@pytest.mark.parametrize(("question", "years"), FOUND)
def test_words_are_found_in_all_reports(desk: Desk, question: str, years: list[int]) -> None:
    result = passage(desk, question).result
    assert result is not None
    of = sum(one.year == 2022 for one in REPORTS) if question.startswith("2022") else len(REPORTS)
    assert (result["value"], result["of"]) == (len(years), of)
    assert bool(result["quote"]) is bool(years)


def test_one_report_of_each_that_holds_the_words_is_quoted(desk: Desk) -> None:
    answer = passage(desk, "哪些报告提到门户网站")
    assert answer.text.count("“全年在门户网站登载动态") == 2
    assert "川汇区卫生健康委员会（2022年" in answer.text and "按字面查找“门户网站”" in answer.text
    assert answer.result is not None and answer.result["agencies"] == ["411602/health"]


QUOTED = (
    ("川汇区2022年网站登载了多少条动态", "全年在门户网站登载动态86条，政务微信推送410条。"),
    ("川汇区2022年主动公开了多少条微信", "全年在门户网站登载动态86条，政务微信推送410条。"),
    ("川汇区2023年聘请了谁当监督员", "组织业务培训4期，聘请六位居民担任监督员。"),
    ("川汇区2023年培训了几期", "组织业务培训4期，聘请六位居民担任监督员。"),
    ("川汇区2022年政府网站登载了多少条动态", "全年在门户网站登载动态86条，政务微信推送410条。"),
    ("川汇区2022年有没有提到抖音", "开通了政务抖音号。"),
    ("川汇区2023年关于监督员是怎么说的", "组织业务培训4期，聘请六位居民担任监督员。"),
    ("what does Chuanhui say about WeChat in 2022", "全年在门户网站登载动态86条，政务微信推送410条。"),
    ("川汇区2023年监督保障做了什么", "（三）监督保障。组织业务培训4期，聘请六位居民担任监督员。"),
)


@pytest.mark.parametrize(("question", "quote"), QUOTED)
def test_one_report_is_quoted_word_for_word(desk: Desk, question: str, quote: str) -> None:
    answer = passage(desk, question)
    assert answer.result is not None and answer.result["quote"] == quote
    assert f"“{quote}”" in answer.text and any(quote in one.sections[1].text for one in REPORTS)


@pytest.mark.parametrize("question", ["红旗区2023年提到疫苗了吗", "does the 红旗区 report mention vaccines?"])
def test_that_words_stand_nowhere_is_an_answer(desk: Desk, question: str) -> None:
    answer = passage(desk, question)
    assert answer.result == {"section": None, "quote": None}


@pytest.mark.parametrize(
    "question", ["川汇区2023年夜间巡查了多少次", "红旗区2023年监督员有几位", "川汇区2023年重大行政许可几件", "哪些报告提到了什么"]
)
def test_what_the_text_does_not_say_is_no_answer(desk: Desk, question: str) -> None:
    assert answer_of(desk, question).status != "answered"


def test_what_no_form_asks_for_and_no_text_tells_is_declined_with_its_reason(desk: Desk) -> None:
    answer = answer_of(desk, "红旗区2023年培训了几次")
    assert (answer.status, answer.reason) == ("declined", "not_on_form")


def test_a_text_that_names_no_number_is_said_to_name_none(desk: Desk) -> None:
    answer = passage(desk, "红旗区2023年账号停用了几个")
    assert "没有写明数量" in answer.text and "“政务WeChat账号停用。”" in answer.text


def test_the_door_stays_shut_with_the_index_open(database: Path) -> None:
    facts = Facts(database)
    assert facts.reports_with("微信", Scope(), (2022,)) == [(2022, 1, 1)]
    for sql in ("INSERT INTO wording (pieces) VALUES ('微信')", "UPDATE sqlite_master SET sql = ''", "DROP TABLE wording"):
        with pytest.raises(sqlite3.DatabaseError):
            facts.rows(sql)
    facts.close()


@pytest.mark.parametrize(
    "words", ["微信", "政府开放日", "wechat", "解读材料偏少", "网", "410条", "元宇宙", "没有收到申请", "3件"]
)
def test_a_database_without_the_index_says_the_same(database: Path, tmp_path: Path, words: str) -> None:
    copyfile(database, tmp_path / "old.db")
    with sqlite3.connect(tmp_path / "old.db") as connection:
        connection.execute("DROP TABLE wording")
        connection.execute("DELETE FROM meta WHERE key = 'wording'")
    connection.close()
    indexed, plain = Facts(database), Facts(tmp_path / "old.db")
    years = indexed.years_in(Scope())
    expected = [
        (one.year, section.number)
        for one in sorted(REPORTS, key=lambda one: (one.year, one.agency.id))
        for section in one.sections
        if holds(section.text, words)
    ]
    assert [(year, section) for year, _, section in indexed.reports_with(words, Scope(), years)] == expected
    assert [(year, section) for year, _, section in plain.reports_with(words, Scope(), years)] == expected


def test_a_topic_is_told_of_where_all_its_words_stand() -> None:
    text = "（一）公开。微信发布信息3条；报纸刊登2篇。\n（二）其他。微信停用。"
    assert told_of(text, ("微信信息",)) == ["微信发布信息3条；"]
    assert told_of(text, ("微信", "报纸")) == ["微信发布信息3条；", "报纸刊登2篇。"]
    assert told_of(text, ("微博信息",)) == []


def test_how_many_agencies_hold_the_words_may_be_said(tmp_path: Path) -> None:
    """Seven reports of four agencies: neither number stands in a cell."""
    places = (CHUANHUI, HONGQI, replace(CHUANHUI, id="411603/health", name="淮阳区卫生健康委员会", region="411603"))
    four = (*places, replace(CHUANHUI, id="411621/health", name="扶沟县卫生健康委员会", region="411621"))
    path = tmp_path / "reports.db"
    with Store(path, catalogue_of(knowledge()), NOW) as store:
        for one in four:
            for year in (2021, 2022)[: 1 if one is four[-1] else 2]:
                store.add(replace(told(one, year, "加强政务新媒体管理。"), document=f"{one.id[:6]}_{year}.html"), NOW)
    with desk_over(path) as desk:
        answer = answer_of(desk, "哪些报告提到政务新媒体")
    assert answer.status == "answered" and "7份提到，涉及4家" in answer.text
