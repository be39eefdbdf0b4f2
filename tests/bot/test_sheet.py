"""Answers to take away: CSV and XLSX hold the figures used, to the digit, and say what the answer said."""

from __future__ import annotations

import csv
from dataclasses import replace
from decimal import Decimal
from io import BytesIO, StringIO

import openpyxl
import pytest

from bot.facts import Facts
from bot.question import Answer
from bot.say import Say
from bot.showing.sheet import COLUMNS, as_csv, as_xlsx, name_of
from bot.words import load_words
from tests.bot.desk import ROOT, ask, database


def say_in(language: str) -> Say:
    facts = Facts(database())
    try:
        return Say(language, load_words(ROOT / "data" / "words").says, facts.fields)
    finally:
        facts.close()


def table(answer: Answer, language: str = "zh") -> list[list[str]]:
    text = as_csv(answer, say_in(language))
    assert text.startswith("\ufeff")
    return list(csv.reader(StringIO(text[1:])))


def test_one_figure_a_row_and_what_was_said_behind() -> None:
    answer = ask("2023年各卫健委许可排名")
    held = table(answer)
    figures = held[1 : held.index([])]
    assert [row[6] for row in figures] == [str(fact.value) for fact in answer.facts] and len(figures) > 1
    notes = [row[0] for row in held[held.index([]) + 1 :]]
    assert notes[0] == "# 2023年各卫健委许可排名"
    assert [f"# {line}" for line in answer.text.splitlines()] == notes[2:]


def test_a_cell_without_a_number_stays_empty() -> None:
    answer = ask("川汇区卫健委2022年许可")
    blank = replace(answer.facts[0], state="blank", value=None, raw=None)
    row = table(replace(answer, facts=(blank,)))[1]
    assert row[5:7] == ["blank", ""] and "0" not in (row[6], row[8])
    book = openpyxl.load_workbook(BytesIO(as_xlsx(replace(answer, facts=(blank,)), say_in("zh"))))
    assert book.worksheets[0].cell(2, 7).value is None


@pytest.mark.parametrize("value", ["7730.28", "12345678901234567890", "0", "-3"])
def test_a_number_keeps_its_digits(value: str) -> None:
    answer = ask("川汇区卫健委2022年许可")
    one = replace(answer, facts=(replace(answer.facts[0], value=Decimal(value), raw=value),))
    assert table(one)[1][6] == value
    cell = openpyxl.load_workbook(BytesIO(as_xlsx(one, say_in("zh")))).worksheets[0].cell(2, 7).value
    assert cell == value if len(value) > 15 else Decimal(str(cell)) == Decimal(value)


@pytest.mark.parametrize(("raw", "written"), [("-", "-"), ("=1+1", "'=1+1"), ("@x", "'@x"), ("-cmd", "'-cmd"), ("-3", "-3")])
def test_nothing_in_a_table_is_a_formula(raw: str, written: str) -> None:
    answer = ask("川汇区卫健委2022年许可")
    one = replace(answer, facts=(replace(answer.facts[0], state="dash", value=None, raw=raw),))
    assert table(one)[1][8] == written
    cell = openpyxl.load_workbook(BytesIO(as_xlsx(one, say_in("zh")))).worksheets[0].cell(2, 9)
    assert cell.data_type == "s" and cell.value == raw


@pytest.mark.parametrize("language", ["zh", "en"])
def test_headers_speak_the_language_of_the_question(language: str) -> None:
    headers = table(ask("川汇区卫健委2022年许可"), language)[0]
    assert len(headers) == len(COLUMNS) == len(set(headers))
    assert (headers == list(COLUMNS)) is (language == "en")


def test_the_file_is_named_after_what_it_holds() -> None:
    assert name_of(ask("川汇区卫健委2022年许可")).endswith("2022-permits.decided")
    assert "/" not in name_of(replace(ask("帮助"), operation="a/b"))
