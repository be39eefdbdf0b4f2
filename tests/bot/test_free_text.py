"""Questions about reports in free text, from before there was a form with tables: words are quoted, no figure is given."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from random import Random

import pytest

from bot.answer import Desk
from ingest.catalogue import catalogue_of
from ingest.store import Store
from tests.bot.desk import answer_of, desk_over
from tests.printing.chance import sheet
from tests.printing.free_text import DISPUTES, FEES, PROBLEMS, Narrative, narrative, page
from tests.printing.layouts import page as form_page
from tests.printing.reading import knowledge, reading

AGENCY = "川汇区卫生健康委"
NOW = "2026-11-21T00:00:00Z"
FIGURES = (
    "川汇区卫健委2015年收到多少件申请",
    "川汇区卫健委2015年行政许可多少件",
    "川汇区卫健委2015年行政处罚处理决定数量",
    "川汇区卫健委2015年不予公开多少件",
    "川汇区卫健委2015年行政复议多少件",
    "川汇区卫健委2015年行政事业性收费金额",
    "川汇区卫健委2015年不予公开率",
    "川汇区卫健委2015年规章废止多少",
    "川汇区卫健委2015年政府集中采购总金额",
    "川汇区卫健委2015年全部数据",
    "川汇区卫健委2015年行政许可排第几",
    "川汇区卫健委2015年予以公开占比",
    "how many requests did 川汇区卫健委 receive in 2015",
)


def made() -> Narrative:
    """A report on 2015 in which problems are the sixth section and fees the fourth."""
    chance = Random(0)
    while True:
        one = replace(narrative(chance, with_annex=True), agency=AGENCY, year=2015)
        kinds = [kind for kind, _, _ in one.sections]
        if kinds[3:6] == [FEES, DISPUTES, PROBLEMS]:
            return one


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """One report in free text, and one with tables that the same agency made nine years later."""
    folder = tmp_path_factory.mktemp("free_text")
    later = replace(sheet(Random(3), "2021"), agency=AGENCY, year=2024)
    with Store(folder / "reports.db", catalogue_of(knowledge()), NOW) as store:
        store.add(reading(folder, page(made(), Random(0)), ".html"), NOW)
        store.add(reading(folder, form_page.plain(later, Random(0)), ".html"), NOW)
    with desk_over(folder / "reports.db") as opened:
        yield opened


@pytest.mark.parametrize("question", FIGURES)
def test_no_figure_is_given(desk: Desk, question: str) -> None:
    answer = answer_of(desk, question)
    assert answer.status == "declined"
    assert answer.reason == "not_on_form"
    assert all(fact.state == "not_on_form" and fact.value is None for fact in answer.facts)


@pytest.mark.parametrize(("question", "kind"), [("川汇区卫健委2015年存在的主要问题", PROBLEMS)])
def test_a_section_is_found_by_what_it_is_and_called_as_printed(desk: Desk, question: str, kind: int) -> None:
    (heading, text), *_ = [(heading, text) for one, heading, text in made().sections if one == kind]
    answer = answer_of(desk, question)
    assert (answer.status, answer.operation) == ("answered", "passage")
    assert answer.result == {"section": kind, "quote": text}
    assert heading.startswith("六、") and f"“{heading}”" in answer.text and "第五部分" not in answer.text


def test_a_trend_leaves_the_year_without_a_number(desk: Desk) -> None:
    answer = answer_of(desk, "川汇区卫健委历年收到多少件申请")
    assert answer.result is not None
    first, second = answer.result["points"]
    assert (first["year"], first["value"]) == (2015, None)
    assert second["year"] == 2024 and second["value"] is not None


def test_the_year_counts_as_held(desk: Desk) -> None:
    answer = answer_of(desk, "川汇区卫健委有哪些年份的报告")
    assert answer.result is not None and answer.result["years"] == [2015, 2024]
