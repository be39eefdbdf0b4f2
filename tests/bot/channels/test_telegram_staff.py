"""Reports in the chat: who may hand them in, what is said of them, what the buttons do, what is left behind."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from bot.backoffice.waiting import safe_name
from bot.channels.telegram import poll
from bot.channels.telegram.notebook import Notebook
from bot.channels.telegram.settings import Settings
from bot.channels.telegram.uploads import HOUR, MOST, Uploads
from bot.facts import Facts
from ingest.__main__ import main as ingest
from tests.bot.channels.bot_api import GROUP, BotApi
from tests.bot.channels.tiny import Served, serving
from tests.hostile.files import made

ROOT = Path(__file__).parents[3]
REPORT = (ROOT / "data" / "reports" / "hegang_health_2021.txt").read_text("utf-8")
STAFF, STRANGER = 77, 5
LARGE = 20 * 2**20 + 1
WICKED = {"empty.txt", "bomb.pdf", "laughs.docx", "bomb.png", "archive.rar"}
"""Of the hostile files that the reader is tried with: nothing, rubbish, what is none, and what unfolds to gigabytes."""


@pytest.fixture(scope="module")
def first(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("staff") / "reports.db"
    assert ingest(["add", str(ROOT / "data" / "reports" / "hegang_health_2021.txt"), "--db", str(path)]) == 0
    return path


@pytest.fixture
def db(first: Path, tmp_path: Path) -> Path:
    return Path(shutil.copy(first, tmp_path / "reports.db"))


@pytest.fixture
def api() -> Iterator[BotApi]:
    with BotApi() as api:
        yield api


@pytest.fixture
def bot(api: BotApi, db: Path) -> Iterator[Served]:
    with serving(api, db.parent, db=db, settings=Settings(staff=(STAFF,))) as bot:
        yield bot


def hand_in(api: BotApi, text: str, name: str = "鹤岗 2022.txt", language: str = "zh-hans", **more: Any) -> str:
    """What is said of a document of that text."""
    before = len(api.texts(STAFF))
    api.say(chat=STAFF, language=language, document=api.offer(text.encode(), name, "text/plain"), **more)
    api.wait(lambda: len(api.texts(STAFF)) > before, seconds=30)
    return api.last(STAFF).text


def press(api: BotApi, label: str) -> str:
    before = len(api.texts(STAFF))
    api.press(api.last(STAFF), label)
    api.wait(lambda: len(api.texts(STAFF)) > before, seconds=30)
    return api.last(STAFF).text


def permits(db: Path, year: int) -> list[Any]:
    facts = Facts(db)
    found = facts.rows('SELECT "permits.decided" FROM figures WHERE year = ?', (year,))
    facts.close()
    return [row[0] for row in found]


def test_a_report_is_read_told_and_stored_once(api: BotApi, bot: Served, db: Path) -> None:
    next_year = (
        REPORT.replace("2021", "2022")
        .replace("行政许可 240", "行政许可 300")
        .replace("申请数量 0 0 0 0 0 0 0", "申请数量 4 0 0 0 0 0 5", 1)
    )
    said = hand_in(api, next_year)
    assert "鹤岗市卫健委" in said and "2022年" in said and "200 个数字" in said
    assert "行政许可处理决定数量：300" in said and "行政许可处理决定数量：240 → 300" in said and "2021" in said
    assert "✗" in said and "合计4" in said and "为5" in said and "相差1" in said
    assert permits(db, 2022) == [] and (STAFF, "typing") in api.actions
    shown = api.last(STAFF)
    api.press(shown, "存入数据库")
    stored = press(api, "存入数据库")
    api.wait(lambda: len(api.answered_queries) == 2)
    assert "已存入" in stored and "鹤岗市卫健委" in stored and permits(db, 2022) == [300]
    assert not shown.buttons and sum("已存入" in text for text in api.texts(STAFF)) == 1
    assert not list(db.parent.glob("*-uploads/*"))
    again = hand_in(api, REPORT.replace("行政许可 240", "行政许可 241"), "again.txt", "en")
    assert "is stored. Figures that differ: 1" in again and "240 → 241" in again


def test_what_a_document_does_not_tell_is_asked(api: BotApi, bot: Served, db: Path) -> None:
    said = hand_in(api, REPORT.replace("2021", " ").replace("鹤岗市", "某某"), "unknown.txt")
    assert "年份" in said and "--" not in said and not api.last(STAFF).buttons
    api.say("周口市川汇区卫生健康委员会 2024", chat=STAFF)
    api.wait(lambda: len(api.texts(STAFF)) == 2, seconds=30)
    assert "周口市川汇区卫生健康委员会，2024年" in api.last(STAFF).text
    assert "没有存入" in press(api, "不存") and permits(db, 2024) == []
    assert not list(db.parent.glob("*-uploads/*"))
    refused = hand_in(api, "今天天气很好。", "天气.txt")
    assert "“天气.txt”没有收下" in refused and "年度报告" in refused and not api.last(STAFF).buttons


@pytest.mark.parametrize(("person", "kind"), [(STRANGER, "private"), (STAFF, GROUP)])
def test_nothing_is_downloaded_for_others_or_in_groups(api: BotApi, bot: Served, person: int, kind: str) -> None:
    chat = person if kind == "private" else -100
    for _ in range(2):  # an album gets one answer
        api.say(chat=chat, kind=kind, person=person, document=api.offer(b"x"), media_group_id="a", caption="@gongkai_bot")
    api.say("甲 @gongkai_bot", chat=chat, kind=kind, person=person)
    api.wait(lambda: len(api.texts(chat)) == 2)
    assert ("私聊" if kind == GROUP else "不收文件") in api.texts(chat)[0]
    assert api.count("getFile") == api.count("download") == 0


def test_in_groups_only_what_is_meant_gets_an_answer(api: BotApi, bot: Served) -> None:
    api.say(chat=-100, kind=GROUP, person=STAFF, document=api.offer(b"x"))
    api.say("甲 @gongkai_bot", chat=-100, kind=GROUP)
    api.wait(lambda: api.shown)
    assert api.texts(-100) == ["答 甲 #1 2026-01-02"]


def test_too_large_a_file_is_not_downloaded(api: BotApi, bot: Served) -> None:
    declared, hidden = api.offer(b"x", size=LARGE), api.offer(b"x", size=LARGE)
    del hidden["file_size"]
    for document in (declared, hidden):
        api.say(chat=STAFF, document=document)
    api.wait(lambda: len(api.texts(STAFF)) == 2)
    assert all("20 MB" in text for text in api.texts(STAFF)) and api.count("download") == 0


def test_a_download_that_fails_is_said(api: BotApi, bot: Served) -> None:
    api.fault("download", "404")
    api.say(chat=STAFF, document=api.offer(b"x"))
    api.wait(lambda: api.texts(STAFF))
    assert "没能" in api.texts(STAFF)[0]


def test_forged_and_expired_buttons_do_nothing(api: BotApi, bot: Served, db: Path) -> None:
    said = hand_in(api, REPORT.replace("2021", " "), caption="红旗区卫生健康委员会 2023年")
    assert "红旗区卫生健康委员会，2023年" in said
    shown = api.last(STAFF)
    data = shown.buttons[0]["callback_data"]
    assert len(data.encode()) <= 64
    assert shown.buttons
    queries = [api.press_data(shown, data, person=STRANGER)]
    api.wait(lambda: queries[0] in api.answered_queries)
    assert shown.buttons
    queries.append(api.press_data(shown, "u1s:../../etc/passwd", person=STAFF))
    api.wait(lambda: set(queries) <= set(api.answered_queries))
    assert permits(db, 2023) == []


def test_a_flood_of_hostile_documents_gets_one_outcome_each_and_holds_up_nobody(api: BotApi, bot: Served, db: Path) -> None:
    hostile = {name: content for name, content, _ in made() if name in WICKED}
    assert hostile.keys() == WICKED
    for name, content in hostile.items():
        api.say(chat=STAFF, document=api.offer(content, name, "application/pdf"))
    for name in ("../../大.pdf", "巨.docx"):
        api.say(chat=STAFF, document=api.offer(b"x", name, size=LARGE))
    api.say(chat=STAFF, document=api.offer(REPORT.encode(), "好.txt", "text/plain"))
    api.say("甲", chat=STRANGER)
    api.wait(lambda: len(api.texts(STAFF)) == len(WICKED) + 3, seconds=180)
    said = api.texts(STAFF)
    for name in (*WICKED, "大.pdf", "巨.docx"):
        assert sum(f"“{name.replace(' ', '_')}”" in text for text in said) == 1, (name, said)
    assert not [text for text in said if "程序出错" in text or "Traceback" in text or "/" in text.splitlines()[0]], said
    assert "200 个数字" in said[-1] and api.last(STRANGER).id < api.last(STAFF).id
    assert len(list(db.parent.glob("*-uploads/*"))) == 1 and not readers(db)


def test_who_ends_while_reading_leaves_nothing_behind_and_goes_on_later(
    api: BotApi, db: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(poll, "GRACE", 0.1)
    with serving(api, db.parent, db=db, settings=Settings(staff=(STAFF,))):
        api.say(chat=STAFF, document=api.offer(REPORT.encode(), "x.txt", "text/plain"))
        api.wait(lambda: (STAFF, "typing") in api.actions)
        api.wait(lambda: readers(db))
    assert not readers(db) and not api.texts(STAFF)
    with serving(api, db.parent, db=db, settings=Settings(staff=(STAFF,))):
        api.wait(lambda: api.texts(STAFF), seconds=30)
    assert "鹤岗市卫健委，2021年" in api.texts(STAFF)[0] and len(api.texts(STAFF)) == 1


def readers(db: Path) -> list[str]:
    """The processes that work for a database."""
    lines = subprocess.run(["ps", "-wweo", "args"], capture_output=True, text=True, check=True).stdout.splitlines()
    return [line for line in lines if "-m ingest" in line and str(db) in line]


class TestUploads:
    def test_they_expire_and_a_restart_keeps_only_what_is_whole(self, tmp_path: Path) -> None:
        now = [1000.0]
        book = Notebook(tmp_path / "notes.db", clock=lambda: now[0])
        uploads = Uploads(tmp_path / "kept", book)
        kept, lost = uploads.put(1, "甲.pdf", b"1"), uploads.put(1, "乙.pdf", b"2")
        shutil.rmtree(lost.path.parent)
        (tmp_path / "kept" / "stray").mkdir()
        uploads = Uploads(tmp_path / "kept", book)
        assert uploads.get(kept.id, 1) == kept and uploads.get(kept.id, 2) is None and uploads.get(lost.id, 1) is None
        assert not (tmp_path / "kept" / "stray").exists() and kept.path.read_bytes() == b"1"
        now[0] += HOUR + 1
        assert uploads.get(kept.id, 1) is None and not kept.path.exists()

    def test_one_person_keeps_so_many(self, tmp_path: Path) -> None:
        uploads = Uploads(tmp_path, Notebook(None))
        first, *_, last = [uploads.put(1, "x.pdf", b"1") for _ in range(MOST + 1)]
        assert uploads.get(first.id, 1) is None and uploads.get(last.id, 1) and len(list(tmp_path.iterdir())) == MOST

    @pytest.mark.parametrize(
        ("name", "safe"),
        [
            ("../../etc/passwd", "passwd"),
            ("C:\\temp\\报告.PDF", "报告.PDF"),
            (".hidden.docx", "hidden.docx"),
            ("--agency=x.pdf", "agency=x.pdf"),
            ("a\x00b\u202egpj.exe", "abgpj.exe"),
            ("", "document"),
            ("CON.pdf", "document.pdf"),
            ("年" * 300 + ".docx", "年" * 40 + ".docx"),
        ],
    )
    def test_names_are_made_safe(self, name: str, safe: str) -> None:
        assert safe_name(name) == safe
