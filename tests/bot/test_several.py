"""Several figures at once: whole tables, sums of figures of one report, and ratios of two."""

from decimal import Decimal

import pytest

from tests.bot.desk import ask

CHUANHUI = "川汇区卫健委2024年"

SUMS = [
    (CHUANHUI + "许可和处罚加起来多少", 2957, 2),
    (CHUANHUI + "许可处罚合计", 2957, 2),
    (CHUANHUI + "许可、处罚、强制三项合计", None, 3),
    ("permits plus penalties of Chuanhui health commission in 2024", 2957, 2),
    ("how many permits and penalties altogether did Chuanhui health commission have in 2024", 2957, 2),
    ("川汇区卫健委2023到2024年许可和处罚一共多少", 2500 + 48 + 2906 + 51, 4),
]


@pytest.mark.parametrize(("question", "value", "counted"), SUMS)
def test_figures_of_one_report_are_added_up_with_their_parts(question: str, value: int | None, counted: int) -> None:
    answer = ask(question)
    assert (answer.status, answer.operation) == ("answered", "total") and answer.result is not None
    parts = [fact.value for fact in answer.facts if fact.value is not None]
    assert len(parts) == counted == answer.result["counted"] == answer.result["of"]
    assert answer.result["value"] == sum(parts, Decimal(0)) and value in (None, answer.result["value"])
    assert all(format(part, "f") in answer.text.replace(",", "") for part in parts)


NO_SUMS = [
    CHUANHUI + "许可和收费一共多少",
    CHUANHUI + "公开率和办结率加起来多少",
    CHUANHUI + "予以公开和办结总数加起来多少",
    CHUANHUI + "两项合计申请多少件",
    "川汇区卫健委和扶沟县卫健委2024年许可和处罚加起来多少",
]


@pytest.mark.parametrize("question", NO_SUMS)
def test_what_cannot_be_added_up_is_not(question: str) -> None:
    answer = ask(question)
    assert answer.status != "answered" and answer.result is None


def test_totals_named_one_by_one_are_not_added_up() -> None:
    answer = ask(CHUANHUI + "许可总数、处罚总数各多少")
    assert answer.operation == "lookup" and "2957" not in answer.text


def test_two_figures_set_against_each_other_are_a_multiple() -> None:
    for words in ("许可和处罚之比", "许可与处罚的比例", "许可是处罚的几倍"):
        answer = ask(CHUANHUI + words)
        assert answer.operation == "share" and answer.result is not None
        assert answer.result["value"] == Decimal(2906) / 51 and "56.9804" in answer.text


TABLES = [
    ("把川汇区卫健委2024年第二部分都列一下", 2, {"permits.decided", "fees.amount", "normative_documents.in_force"}),
    ("Show all table-2 numbers for Chuanhui health commission 2024", 2, {"permits.decided", "penalties.decided"}),
    ("川汇区卫健委2024年第三部分全部数据", 3, {"received.total", "rejected_petition.total", "carried_out.total"}),
    ("川汇区政府2024年表四的数字都列出来", 4, {"reconsideration.upheld", "litigation_direct.total"}),
]


@pytest.mark.parametrize(("question", "section", "keys"), TABLES)
def test_a_whole_table_is_listed(question: str, section: int, keys: set[str]) -> None:
    answer = ask(question)
    assert (answer.status, answer.operation) == ("answered", "lookup")
    assert keys <= {fact.field for fact in answer.facts}
    assert "not_on_form" not in {fact.state for fact in answer.facts}


NO_FIGURE_NAMED = [
    "哪个单位表二数字最多",
    "2024年第二部分合计",
    "average of section two numbers in 2024",
    "rank table 2 numbers 2024",
    "川汇区卫健委2024年第二部分排第几",
    "2024年第二部分超过100的有几家",
    "川汇区卫健委历年第二部分数据",
    "2024年所有单位的第三部分数据",
]


@pytest.mark.parametrize("question", NO_FIGURE_NAMED)
def test_a_set_of_a_whole_table_is_asked_back(question: str) -> None:
    answer = ask(question)
    assert answer.status in ("clarify", "declined") and not answer.facts
