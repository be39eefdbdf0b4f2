"""Words that are all known and yet ask for something else: no figure may stand in for what they ask."""

import pytest

from tests.bot.desk import ask

NOT_WORKED_OUT = [
    ("川汇区政府2024年行政复议被驳回多少件",),
    ("how many permits did Chuanhui health commission refuse in 2024",),
    ("川汇区政府2024年行政诉讼纠正率",),
    ("permit denial rate of Chuanhui health commission 2024",),
    ("川汇区政府2024年处罚被复议多少件",),
    ("川汇区法院2024年许可多少件",),
    ("川汇区开发区2024年许可多少件",),
    ("川汇区卫健委2024年平均许可多少件",),
    ("川汇区卫健委2024年最高许可多少件",),
    ("川汇区卫健委2024年前许可多少件",),
    ("how many valid penalties did Chuanhui health commission impose in 2024",),
    ("2024年县政府许可合计",),
    ("2024年哪些单位许可多于1000或少于5",),
    ("2024年哪些单位不是没有处罚",),
    ("rank cities by permits in 2024",),
    ("财政局2024年许可多少",),
    ("川汇区卫健委2024年许可多少", "对吗"),
    ("川汇区卫健委2024年许可多少", "属于哪个市"),
    ("川汇区卫健委2024年许可多少", "占周口市多少"),
    ("川汇区卫健委2024年许可多少", "其中被驳回的呢"),
    ("how many lawsuits did Chuanhui government have in 2024", "and dismissed"),
]


@pytest.mark.parametrize("messages", NOT_WORKED_OUT)
def test_what_is_not_worked_out_gets_no_figure(messages: tuple[str, ...]) -> None:
    answer = ask(*messages)
    assert (answer.status, answer.facts) in (("declined", ()), ("clarify", ()))


@pytest.mark.parametrize("follow", ["规章呢", "规范性文件呢", "regulations?"])
def test_a_figure_that_is_open_is_asked_for_and_the_former_one_is_not_repeated(follow: str) -> None:
    answer = ask("川汇区卫健委2024年许可多少", follow)
    assert answer.status == "clarify" and answer.reason == "ambiguous_field" and "2906" not in answer.text


def test_two_figures_of_one_report_are_compared() -> None:
    answer = ask("川汇区卫健委2024年许可比处罚多多少")
    assert answer.operation == "compare" and "2855" in answer.text and len(answer.facts) == 2


def test_an_amount_in_hundreds_of_millions_is_one_of_yuan() -> None:
    assert ask("川汇区卫健委2024年收费超过1亿吗").result == {"value": False}
    assert ask("川汇区卫健委2024年收费超过7000万吗").result == {"value": True}


def test_a_place_that_begins_like_a_turn_of_the_year_is_a_place() -> None:
    answer = ask("2022年前锋区卫健委许可多少")
    assert (answer.status, answer.reason) == ("declined", "unknown_agency")


def test_governments_are_a_kind() -> None:
    answer = ask("which government issued the most permits in 2024")
    assert all(fact.agency.organ == "government" for fact in answer.facts) and answer.facts
