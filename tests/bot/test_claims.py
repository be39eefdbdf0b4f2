"""Claims: each number of a sentence is checked against its own figure of its own year, and nothing else is taken for one."""

import pytest

from tests.bot.desk import ask

HERE = "川汇区卫健委2024年"  # permits 2906, penalties 51; in 2023: 2500 and 48

RIGHT = [
    HERE + "许可2906件、处罚51件对不对",
    HERE + "许可、处罚分别为2906件、51件",
    HERE + "办理2906件许可、51件处罚，对吗",
    HERE + "许可和处罚都超过50件吗",
    HERE + "许可约3000件，对吗",
    HERE + "许可近3000件，对吗",
    HERE + "许可2900多件，对吗",
    HERE + "许可2.9千件，对吗",
    "川汇区卫健委2023年许可2500件，处罚48件，2024年许可2906件，处罚51件，对吗",
    "川汇区卫健委2024年许可2906件，红旗区卫健委2022年许可1344件，对吗",
    "is it true that Chuanhui health commission issued 2,906 permits and 51 penalties in 2024",
    "Chuanhui health commission had almost 3,000 permits in 2024, true?",
]

WRONG = [
    (HERE + "许可2906件、处罚50件对不对", "51"),
    (HERE + "许可、处罚分别为51件、2906件", "2906"),
    (HERE + "许可3000多件，对吗", "2906"),
    (HERE + "许可2.8千件，对吗", "2906"),
    (HERE + "许可约2000件，对吗", "2906"),
    ("川汇区卫健委2023年许可2906件，2024年许可2500件，对吗", "2500"),
    ("did Chuanhui health commission issue 2,906 permits and 60 penalties in 2024", "51"),
]


@pytest.mark.parametrize("question", RIGHT)
def test_a_right_claim_is_found_right(question: str) -> None:
    answer = ask(question)
    assert answer.operation == "verify" and answer.result == {"value": True} and "✗" not in answer.text


@pytest.mark.parametrize(("question", "printed"), WRONG)
def test_a_wrong_claim_is_found_wrong_with_what_is_printed(question: str, printed: str) -> None:
    answer = ask(question)
    assert answer.operation == "verify" and answer.result == {"value": False}
    assert any(word in answer.text for word in ("✗", "不对", "not right")) and printed in answer.text.replace(",", "")


@pytest.mark.parametrize("item", ["罚款3万元", "培训3次", "重大处罚3件"])
def test_an_item_on_no_form_is_named_beside_the_claims_that_were_checked(item: str) -> None:
    answer = ask(f"{HERE}许可2906件，处罚51件，{item}，对吗")
    assert answer.result == {"value": None} and answer.text.count("✓") == 2 and item[:2] in answer.text
    assert {fact.field for fact in answer.facts} == {"permits.decided", "penalties.decided"}


def test_a_rounded_claim_that_is_somewhat_off_gets_no_verdict() -> None:
    answer = ask(HERE + "许可约2600件，对吗")
    assert answer.result == {"value": None} and "2906" in answer.text


NOT_JUDGED = [
    HERE + "许可和处罚超过3000件吗",
    "川汇区卫健委2023和2024年许可分别是2500件和2906件，对吗",
    "2024年许可约3000件的有几家",
    HERE + "重大许可2906件，对吗",
]


@pytest.mark.parametrize("question", NOT_JUDGED)
def test_a_number_that_is_nobodys_is_not_judged(question: str) -> None:
    answer = ask(question)
    assert answer.status != "answered" and not answer.facts


def test_a_presumed_number_is_put_right_first() -> None:
    answer = ask(HERE + "不予公开的5件是什么")
    assert answer.operation == "verify" and answer.result == {"value": False}
    assert answer.text.startswith("不对")


def test_the_sum_of_two_figures_is_checked_too() -> None:
    assert "✓" in ask(HERE + "许可和处罚共2957件对吗").text
    assert "✗" in ask(HERE + "许可和处罚共2958件对吗").text


@pytest.mark.parametrize("question", ["斜杠是不是0", "is the slash a zero?", "空白算0吗"])
def test_a_slash_and_a_blank_are_no_zero(question: str) -> None:
    answer = ask(question)
    assert answer.operation == "definition" and ("不等于" in answer.text or "zero" in answer.text)


def test_a_printed_zero_is_told_from_a_blank() -> None:
    zero = ask("川汇区卫健委2023年收费这个0是真的0还是没填")
    blank = ask("川汇区卫健委2023年行政强制是0还是没填")
    assert (zero.operation, zero.result) == ("presence", {"value": False})
    assert (blank.operation, blank.result) == ("presence", {"value": None})
