"""Questions about sets: places from either end, several conditions at once, sums of those at the top, sizes that are said."""

from __future__ import annotations

from typing import Any

import pytest

from tests.bot.desk import ask

CHUANHUI, HUAIYANG, FUGOU = "411602/health", "411603/health", "411621/health"


def ranked(question: str) -> list[tuple[int, str]]:
    answer = ask(question)
    assert (answer.status, answer.operation) == ("answered", "rank"), answer.text
    return [(entry["rank"], entry["agency_id"]) for entry in (answer.result or {})["ranking"]]


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
]


@pytest.mark.parametrize(("question", "agencies"), CHOSEN)
def test_each_limit_is_on_its_own_figure(question: str, agencies: list[str]) -> None:
    answer = ask(question)
    assert (answer.status, answer.operation) == ("answered", "list"), answer.text
    assert (answer.result or {})["agencies"] == agencies


def test_a_blank_keeps_no_condition_and_is_counted_apart() -> None:
    answer = ask("2024年周口各县区卫健委有许可但处罚不到100件的有几家")  # that of 淮阳区 is blank
    assert answer.result == {"value": 2, "counted": 2, "of": 3}


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


UNCLEAR = [
    "2024年许可超过1000或处罚超过10件的卫健委有哪些",
    "2024年许可和处罚超过100件的卫健委有哪些",
    "2024年卫健委许可前10%的有哪些",
    "2024年许可前三分之一的卫健委",
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
