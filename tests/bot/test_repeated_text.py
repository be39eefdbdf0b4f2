"""A report whose text repeats last year's: it is noted where findings are listed, and changes no answer about figures."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

import pytest

from bot.answer import Desk
from bot.facts import Facts
from bot.words import load_words
from ingest.catalogue import catalogue_of
from ingest.knowledge import DATA, load_knowledge
from ingest.report import Section
from ingest.store import Store
from tests.ingest.by_hand import NOW, report

TEXT = (
    "栏目更新偏慢，部分内容晚于规定时限，下一步每月核对一次。解读材料多为文字，图表和视频还太少，下一步每份文件配图解。"
    "各科室的联络员只培训过一次，对公开范围的把握还不够准，下一步每季度培训一次，并把常见的疑难写成问答。"
)
QUESTIONS = (
    "川汇区卫健委2024年的数对得上吗",
    "川汇区卫健委2024年行政许可多少",
    "川汇区卫健委2024年收到多少件申请",
    "do the figures of 川汇区卫健委 2024 add up",
)


@pytest.fixture(scope="module")
def facts(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Facts]]:
    """Two databases with the same figures: in one the text of 2024 is that of 2023."""
    folder = tmp_path_factory.mktemp("repeated")
    catalogue = catalogue_of(load_knowledge(DATA))
    for name, last in (("repeated", TEXT), ("own", "公开目录的编排还不便于查找。")):
        with Store(folder / f"{name}.db", catalogue, NOW) as store:
            for year, text in ((2023, last), (2024, TEXT)):
                store.add(replace(report(year), findings=(), sections=(Section(5, "五、问题", text),)), NOW)
    found = {name: Facts(folder / f"{name}.db") for name in ("repeated", "own")}
    yield found
    for one in found.values():
        one.close()


@pytest.mark.parametrize(("name", "notes"), [("repeated", ["same_text_as_last_year"]), ("own", [])])
def test_only_one_of_them_is_noted(facts: dict[str, Facts], name: str, notes: list[str]) -> None:
    ((no,),) = facts[name].rows("SELECT no FROM agency")
    assert [finding["check"] for finding in facts[name].findings(no, 2024)] == notes


@pytest.mark.parametrize("question", QUESTIONS)
def test_no_answer_about_figures_is_changed(facts: dict[str, Facts], question: str) -> None:
    words = load_words(DATA / "words")
    repeated, own = (Desk(facts[name], words).answer(question, None, date(2026, 11, 21))[0] for name in ("repeated", "own"))
    assert repeated.status == "answered"
    assert repeated == own
