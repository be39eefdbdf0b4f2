"""Questions about sets: places from either end, several conditions at once, sums of those at the top, sizes that are said."""

from __future__ import annotations

from typing import Any

import pytest

from bot.question import Answer
from bot.talk.conversation import Context
from tests.bot.desk import TODAY, ask, desk

CHUANHUI, HUAIYANG, FUGOU = "411602/health", "411603/health", "411621/health"


def ranked(question: str) -> list[tuple[int, str]]:
    answer = ask(question)
    assert (answer.status, answer.operation) == ("answered", "rank"), answer.text
    return [(entry["rank"], entry["agency_id"]) for entry in (answer.result or {})["ranking"]]


def converse(turns: list[str]) -> Answer:
    context: Context | None = None
    for turn in turns:
        answer, context = desk().answer(turn, context, TODAY)
    return answer


PLACES = [
    ("2024年周口各县区卫健委许可倒数第二是谁", [(2, HUAIYANG)]),
    ("2024年周口各县区卫健委谁的许可倒数第一", [(1, FUGOU)]),
    ("2024年周口各县区卫健委许可倒数两名", [(1, FUGOU), (2, HUAIYANG)]),
    ("2024年周口各县区卫健委许可第二多的是谁", [(2, HUAIYANG)]),
    ("2024年周口各县区卫健委许可第二少的是谁", [(2, HUAIYANG)]),
    ("2024年周口各县区卫健委许可排第三的是谁", [(3, FUGOU)]),
    ("2024年周口各县区卫健委哪两家许可最多", [(1, CHUANHUI), (2, HUAIYANG)]),
    ("2022年周口各县区卫健委许可第三名是谁", [(2, HUAIYANG), (2, FUGOU)]),  # two share the second place
    ("2024年周口各县区卫健委许可第五名是谁", []),
    ("which health commission had the second most permits in 2024", [(2, CHUANHUI)]),
    ("2024年处罚超过40件的周口各县区卫健委里许可最少的是谁", [(1, CHUANHUI)]),
]


@pytest.mark.parametrize(("question", "ranking"), PLACES)
def test_a_place_is_that_place_and_no_other(question: str, ranking: list[tuple[int, str]]) -> None:
    assert ranked(question) == ranking


CHOSEN = [
    ("2024年许可超过1000并且处罚超过40件的周口各县区卫健委有哪些", [CHUANHUI]),
    ("2024年周口各县区卫健委中许可超过1000件但处罚不到40件的有哪些", []),
    ("2024年周口各县区卫健委中许可大于1000小于2000的有哪些", [HUAIYANG]),
    ("2024年周口各县区卫健委中有许可也有处罚的有哪些", [CHUANHUI, FUGOU]),
    ("2024年许可和处罚都超过30件的卫健委有哪些", [CHUANHUI, FUGOU]),
    ("which health commissions had more than 500 permits and more than 40 penalties in 2024", [CHUANHUI]),
    ("2024年许可超过1000或处罚超过40件的周口各县区卫健委有哪些", [CHUANHUI, HUAIYANG]),  # the penalties of 淮阳区 are blank
    ("2024年许可不到1000或处罚超过40件的周口各县区卫健委有哪些", [CHUANHUI, FUGOU]),
]


@pytest.mark.parametrize(("question", "agencies"), CHOSEN)
def test_each_limit_is_on_its_own_figure(question: str, agencies: list[str]) -> None:
    answer = ask(question)
    assert (answer.status, answer.operation) == ("answered", "list"), answer.text
    assert (answer.result or {})["agencies"] == agencies


def test_a_blank_keeps_no_condition_and_is_counted_apart() -> None:
    answer = ask("2024年周口各县区卫健委有许可但处罚不到100件的有几家")  # that of 淮阳区 is blank
    assert answer.result == {"value": 2, "counted": 2, "of": 3}
    either = ask("2024年周口各县区卫健委中许可超过2000件或处罚超过40件的有几家")  # whether 淮阳区 is one, nobody can tell
    assert either.result == {"value": 1, "counted": 2, "of": 3}


WORKED_OUT: list[tuple[str, str, dict[str, Any]]] = [
    ("2024年周口各县区卫健委许可前两名之和", "total", {"value": 4106, "counted": 2, "of": 2}),
    ("2024年周口各县区卫健委许可超过1000件的许可合计", "total", {"value": 4106}),
    ("2024年周口各县区卫健委除了川汇区，许可合计多少", "total", {"value": 2000, "counted": 2}),
]


@pytest.mark.parametrize(("question", "operation", "result"), WORKED_OUT)
def test_sums_of_those_chosen(question: str, operation: str, result: dict[str, Any]) -> None:
    answer = ask(question)
    assert (answer.status, answer.operation) == ("answered", operation), answer.text
    assert {key: (answer.result or {})[key] for key in result} == result


MEMBERS: list[tuple[str, str, dict[str, Any]]] = [
    ("2024年处罚为空白的卫健委有哪些", "list", {"agencies": []}),
    ("2024年周口各县区卫健委处罚填斜杠的有哪些", "list", {"agencies": [HUAIYANG]}),
    ("2024年周口各县区卫健委有几家处罚没有数字", "count", {"value": 1, "of": 3}),
    ("2024年周口各县区卫健委许可比淮阳区卫健委多的有哪些", "list", {"agencies": [CHUANHUI]}),
    ("2024年许可低于川汇区卫健委的周口各县区卫健委有几家", "count", {"value": 2, "of": 3}),
    ("how many health commissions had more permits than 淮阳区卫健委 in 2024", "count", {"value": 2}),
    ("2024年周口市许可超过1000件的卫健委有哪些", "list", {"agencies": [CHUANHUI, HUAIYANG]}),
    ("which health commissions in Zhoukou had more than 1000 permits in 2024", "list", {"agencies": [CHUANHUI, HUAIYANG]}),
    ("扶沟县卫健委2024年许可在周口市卫健委中排第几", "position", {"position": 3, "of": 3}),
    ("扶沟县卫健委2024年许可在全市排第几", "position", {"position": 3, "of": 3}),
    ("扶沟县卫健委2024年许可在同类里排第几", "position", {"position": 4, "of": 4}),
    ("川汇区教育局2024年许可在所有单位里排第几", "position", {"position": 9, "of": 10}),
]


@pytest.mark.parametrize(("question", "operation", "result"), MEMBERS)
def test_who_belongs_to_the_set(question: str, operation: str, result: dict[str, Any]) -> None:
    answer = ask(question)
    assert (answer.status, answer.operation) == ("answered", operation), answer.text
    assert {key: (answer.result or {})[key] for key in result} == result


YEARS = [
    ("有2022年报告没有2024年报告的卫健委有哪些", ["410702/health"]),
    ("2022年有报告2024年没有报告的卫健委有哪些", ["410702/health"]),
    ("which health commissions have reports for 2022 but not 2024", ["410702/health"]),
    ("哪些卫健委2022和2024两年都有年报", [CHUANHUI, HUAIYANG, FUGOU]),
]


@pytest.mark.parametrize(("question", "agencies"), YEARS)
def test_years_held_and_lacking(question: str, agencies: list[str]) -> None:
    answer = ask(question)
    assert (answer.status, answer.operation) == ("answered", "coverage"), answer.text
    assert (answer.result or {})["agencies"] == agencies


LARGE = [
    "2024年许可超过1000并且处罚超过40件的有哪些",
    "2024年许可超过100但处罚不到40件的卫健委有几家",
    "2024年处罚超过40件的周口各县区卫健委里许可最少的是谁",
    "2024年许可超过850件的卫健委里处罚前两名",
    "2024年许可倒数第二是谁",
    "2024年处罚填斜杠的有哪些",
    "2024年有几家处罚没有数字",
    "2024年许可比淮阳区卫健委多的卫健委有几家",
]


@pytest.mark.parametrize("question", LARGE)
def test_a_large_set_worked_out_in_the_database_gives_the_same(question: str, monkeypatch: pytest.MonkeyPatch) -> None:
    small = ask(question)
    monkeypatch.setattr("bot.fetch.gather._CROWD", 1)
    large = ask(question)
    assert small.status == "answered" and large.result == small.result
    assert (large.text.split("\n")[0], large.notes) == (small.text.split("\n")[0], small.notes)


def test_the_figure_that_others_are_set_against_is_told() -> None:
    answer = ask("2024年许可比淮阳区卫健委多的卫健委有几家")
    assert (answer.result or {})["value"] == 2
    assert "1200" in answer.text and (HUAIYANG, 2024, 1200) in [(one.agency.id, one.year, one.value) for one in answer.facts]


def test_those_left_out_are_named() -> None:
    answer = ask("2024年除了川汇区和扶沟县，周口各县区卫健委许可合计")
    assert (answer.result or {})["value"] == 1200
    assert "不含" in answer.text and "扶沟县卫生健康委员会" in answer.text


def test_both_ends_are_two_rankings() -> None:
    answer = ask("2024年周口各县区卫健委许可最多和最少的单位")
    assert answer.status == "answered" and answer.result is None
    assert "2906件" in answer.text and "800件" in answer.text


def test_a_set_year_by_year() -> None:
    answer = ask("周口各县区卫健委历年许可合计")
    assert answer.operation == "trend"
    points = [(point["year"], point["value"]) for point in (answer.result or {})["points"]]
    assert points == [(2020, 700), (2022, 3900), (2023, 2500), (2024, 4906)]


EACH_YEAR = [
    ("2022年和2024年许可都超过850件的周口各县区卫健委有哪些", [CHUANHUI, HUAIYANG]),
    ("2022年和2024年许可超过850件的周口各县区卫健委有哪些", [CHUANHUI, HUAIYANG, FUGOU]),
    ("2024年没有强制的卫健委里许可在1000到2000之间的有哪些", [HUAIYANG]),
]


@pytest.mark.parametrize(("question", "agencies"), EACH_YEAR)
def test_conditions_over_years_and_up_to_a_number_that_looks_like_a_year(question: str, agencies: list[str]) -> None:
    answer = ask(question)
    assert (answer.status, answer.operation) == ("answered", "list"), answer.text
    assert sorted((answer.result or {})["agencies"]) == sorted(agencies)


TURNS: list[tuple[list[str], dict[str, Any]]] = [
    (["2024年许可超过1000件的周口各县区卫健委有哪些", "有几家"], {"value": 2}),
    (["2024年周口各县区卫健委许可超过1000件的有哪些", "合计多少"], {"value": 4106}),
    (["2024年周口各县区卫健委许可最少的是谁", "处罚呢"], {"ranking": [(1, FUGOU)]}),
    (["2024年许可超过850件的周口各县区卫健委里处罚最多的是谁", "强制呢"], {"ranking": [(1, CHUANHUI), (1, HUAIYANG)]}),
]


@pytest.mark.parametrize(("turns", "result"), TURNS)
def test_limits_and_places_are_taken_over(turns: list[str], result: dict[str, Any]) -> None:
    answer = converse(turns)
    got = dict(answer.result or {})
    if "ranking" in result:
        got["ranking"] = [(entry["rank"], entry["agency_id"]) for entry in got["ranking"]]
    assert {key: got[key] for key in result} == result, answer.text


def test_what_is_listed_is_told_with_what_it_was_chosen_by() -> None:
    answer = converse(["2024年许可超过1000件的周口各县区卫健委有哪些", "处罚呢"])
    assert (answer.result or {})["agencies"] == [CHUANHUI, HUAIYANG]
    assert "2906件" in answer.text and "51件" in answer.text and "没有数字" in answer.text


@pytest.mark.parametrize(
    "turns",
    [
        ["2024年许可比淮阳区卫健委多的卫健委有哪些", "2022年呢"],
        ["2024年周口各县区卫健委处罚填斜杠的有哪些", "强制呢"],
        ["有2022年报告没有2024年报告的卫健委有哪些", "有几家"],
    ],
)
def test_a_limit_that_was_of_its_own_question_is_not_taken_over(turns: list[str]) -> None:
    answer = converse(turns)
    assert answer.status in ("declined", "clarify") and not answer.facts


UNCLEAR = [
    "2024年处罚数排在扶沟县卫健委前面的有几家",
    "2024年比2022年许可增加的卫健委有几家",
    "2024年许可下降的卫健委有哪些",
    "2024年许可和处罚合计最多的卫健委是谁",
    "2024年卫健委中许可、处罚都排前三的",
    "2024年许可加处罚超过2000件的卫健委",
    "2024年处罚不是空白的卫健委有几家",
    "which health commissions received fewer than 300 requests but faced litigation in 2024",
    "2024年处罚比许可多的单位有几家",
    "2024年处罚为0或空白的卫健委有哪些",
    "2024年除了许昌市，卫健委许可合计多少",
    "2024年同类单位许可合计多少",
    "2024年许可超过1000或处罚的卫健委有哪些",
    "2024年许可和处罚超过100件的卫健委有哪些",
    "2024年卫健委许可前10%的有哪些",
    "2024年许可前三分之一的卫健委",
    "2024年许可比西华县卫健委多的有几家",
    "2024年许可一百来件的卫健委有哪些",
    "2024年许可三位数的卫健委有哪些",
    "2024年卫健委许可最高和最低的差多少",
    "2024年卫健委许可第一名比第二名多多少",
    "川汇区卫健委2024年处罚占五家合计的多少",
    "川汇区卫健委2024年有许可但没有处罚吗",
    "2024年政府许可前两名之和",  # one of them is part of the other
]


@pytest.mark.parametrize("question", UNCLEAR)
def test_no_figure_where_the_set_is_not_clear(question: str) -> None:
    answer = ask(question)
    assert answer.status in ("declined", "clarify"), answer.text
    assert not answer.facts


def test_a_rate_that_nobody_has_is_not_an_empty_list() -> None:
    none = ask("2022年新乡市各区卫健委公开率最高的是哪家")  # the only one concluded nothing
    assert (none.status, none.reason) == ("declined", "blank")
