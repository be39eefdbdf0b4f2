"""A bot that runs sees what is stored meanwhile: new reports, new names, a file put in the place of the old one."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from bot.answer import Desk
from bot.facts import Facts
from bot.fetch.state import State, identity
from bot.question import Answer
from bot.words import load_words
from ingest.__main__ import main as ingest

ROOT = Path(__file__).parents[2]
HEAD = "agency,year,field,value\n"


def add(db: Path, *lines: str) -> None:
    table = db.parent / f"{len(list(db.parent.iterdir()))}.csv"
    table.write_text(HEAD + "\n".join(lines) + "\n", "utf-8")
    assert ingest(["add", str(table), "--db", str(db)]) == 0


@pytest.fixture
def db(tmp_path: Path) -> Path:
    add(tmp_path / "r.db", "周口市川汇区卫生健康委员会,2023,permits.decided,7")
    return tmp_path / "r.db"


def asking(db: Path) -> tuple[Desk, Facts]:
    facts = Facts(db)
    return Desk(facts, load_words(ROOT / "data" / "words")), facts


def ask(desk: Desk, text: str) -> Answer:
    return desk.answer(text, None, date(2026, 1, 2))[0]


def values(answer: Answer) -> list[int]:
    return [int(fact.value) for fact in answer.facts if fact.value is not None]


NEW = {
    "周口市川汇区卫生健康委员会,2024,permits.decided,9": ("川汇区卫健委2024年许可", 9),
    "新乡市红旗区教育局,2024,permits.decided,8": ("红旗区教育局2024年许可", 8),
    "周口市川汇区卫生健康委员会,2023,permits.decided,11": ("川汇区卫健委2023年许可", 11),
    "淮阳县四通镇人民政府,2024,permits.decided,6": ("四通镇2024年许可", 6),
    "新乡市红旗区卫生健康委员会,2024,permits.decided,5": ("红棋区卫健委2024年许可", 5),
}


def test_what_is_stored_while_it_runs_is_answered(db: Path) -> None:
    desk, _ = asking(db)
    assert not [text for text, value in NEW.values() if value in values(ask(desk, text))]
    examples = (ask(desk, "帮助").result or {})["examples"]
    add(db, *NEW)
    assert {text: values(ask(desk, text)) for text, _ in NEW.values()} == {text: [value] for text, value in NEW.values()}
    assert (ask(desk, "帮助").result or {})["examples"] != examples


def test_another_file_in_its_place_is_read(db: Path) -> None:
    desk, _ = asking(db)
    assert values(ask(desk, "川汇区卫健委2023年许可")) == [7]
    other = db.with_name("new.db")
    add(other, "新乡市红旗区教育局,2024,permits.decided,3", "周口市川汇区卫生健康委员会,2023,permits.decided,4")
    other.replace(db)
    assert values(ask(desk, "川汇区卫健委2023年许可")) == [4]
    other.write_text("no database")
    other.replace(db)
    assert values(ask(desk, "红旗区教育局2024年许可")) == [3]


def test_what_depends_on_agencies_alone_outlives_other_writing(db: Path) -> None:
    desk, facts = asking(db)
    ask(desk, "川汇区卫健委2023年许可")
    add(db, "周口市川汇区卫生健康委员会,2024,permits.decided,9")
    ask(desk, "川汇区卫健委2023年许可")
    seen, near = facts.state, facts.near_regions
    add(db, "周口市川汇区卫生健康委员会,2022,permits.decided,9")
    ask(desk, "川汇区卫健委2023年许可")
    assert facts.state.reports > seen.reports and facts.state.agencies == seen.agencies and facts.near_regions is near


def test_states() -> None:
    first = State(1)
    assert first.after(2, (1, 1)).agencies == 1 and first.after(2, (1, 1)).after(3, (1, 1)).agencies == 1
    assert identity(Path("nowhere")) is None
