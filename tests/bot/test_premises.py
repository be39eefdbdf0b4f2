"""What a question takes for granted: directions that are not the form's, units that are not, causes of what did not happen."""

import pytest

from tests.bot.desk import ask

HERE = "川汇区卫健委"  # penalties: 48 in 2023, 51 in 2024; permits: 2500 and 2906

CORRECTED = [
    (HERE + "2024年处罚为什么翻倍", "没有翻倍"),
    (HERE + "2024年处罚为什么减少了", "没有减少"),
    ("why did permits at Chuanhui health commission halve in 2024", "did not halve"),
    ("why did permits at Chuanhui health commission fall in 2024", "did not fall"),
]


@pytest.mark.parametrize(("question", "correction"), CORRECTED)
def test_a_false_premise_is_put_right_before_the_cause_is_declined(question: str, correction: str) -> None:
    answer = ask(question)
    assert (answer.status, answer.reason) == ("declined", "beyond_the_data")
    assert correction in answer.text.split("\n")[0] and {fact.year for fact in answer.facts} == {2023, 2024}


def test_a_true_premise_is_not_corrected() -> None:
    answer = ask(HERE + "2024年处罚为什么增加了")
    assert answer.reason == "beyond_the_data" and "更正" not in answer.text
    assert "48" in answer.text and "51" in answer.text


TURNED_ROUND = [
    HERE + "2024年提起诉讼多少件",
    HERE + "2024年提出了多少申请",
    HERE + "2024年受到多少处罚",
    "lawsuits filed by Chuanhui health commission in 2024",
    "how many requests did Chuanhui health commission submit in 2024",
    "requests the agency Chuanhui health commission filed in 2024",
    "penalties received by Chuanhui health commission in 2024",
    "how many permits did Chuanhui health commission receive in 2024",
    HERE + "2024年公开行政许可多少件",
    HERE + "2024年单位处罚多少件",
]


@pytest.mark.parametrize("question", TURNED_ROUND)
def test_what_an_agency_asks_or_suffers_itself_is_not_answered_with_what_it_gets_or_decides(question: str) -> None:
    answer = ask(question)
    assert answer.status != "answered" and not answer.facts


STRAIGHT = [
    (HERE + "2024年收到企业提出的申请多少件", "received.business"),
    ("how many requests were submitted to Chuanhui health commission in 2024", "received.total"),
    ("how many requests did Chuanhui health commission receive in 2024", "received.total"),
    (HERE + "2024年作出多少处罚", "penalties.decided"),
]


@pytest.mark.parametrize(("question", "key"), STRAIGHT)
def test_the_straight_direction_is_answered(question: str, key: str) -> None:
    answer = ask(question)
    assert answer.status == "answered" and [fact.field for fact in answer.facts] == [key]


@pytest.mark.parametrize("words", ["收费几笔", "收费几项", "许可多少万元", "处罚多少钱"])
def test_a_unit_that_the_figure_has_not_is_not_on_the_form(words: str) -> None:
    answer = ask(f"{HERE}2024年{words}")
    assert (answer.status, answer.reason) == ("declined", "not_on_form") and not answer.facts


def test_the_years_with_and_without_any_are_told() -> None:
    first = ask(HERE + "从哪年开始有收费")
    assert first.operation == "trend" and "2024" in first.text.split("最早")[1]
    none = ask(HERE + "哪些年没有收费")
    assert none.operation == "trend" and none.result is not None and len(none.result["points"]) > 1


def test_the_year_before_last_is_counted_from_the_year_said_where_both_would_be_one() -> None:
    answer = ask(HERE + "2024年比前年许可多多少")
    assert {fact.year for fact in answer.facts} == {2022, 2024}


def test_a_year_without_a_report_is_named_beside_a_sum() -> None:
    answer = ask(HERE + "2023到2025年许可合计")
    assert answer.operation == "total" and any("2025" in note for note in answer.notes)


def test_of_one_year_held_the_year_of_the_most_is_that_one() -> None:
    answer = ask("四通镇政府哪年许可最多")
    assert answer.operation == "rank" and answer.result is not None and answer.result["ranking"][0]["year"] == 2024


def test_the_year_that_a_change_lacks_is_named() -> None:
    answer = ask("四通镇政府许可增长了百分之几")
    assert answer.result == {"difference": None, "percent": None} and "2023" in answer.text
