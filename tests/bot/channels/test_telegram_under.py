"""The buttons under answers, pressed over HTTP: a real desk over figures made up and one real report with its original."""

from __future__ import annotations

import csv
import io
import shutil
import sqlite3
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image

from bot.answer import Desk
from bot.backoffice.process import run
from bot.channels.telegram import handing, under
from bot.channels.telegram.callbacks import Kind, Wish, read, written
from tests.bot.channels.bot_api import GROUP, BotApi, Shown
from tests.bot.channels.tiny import Served, serving
from tests.bot.desk import ROOT, database, desk_over

SAMPLE = ROOT / "data" / "reports" / "chuanhui_health_2024.pdf"
ASKED = "川汇区卫健委2024年许可"
RANKING = "2022年周口各县区卫健委许可排名"
LABELS = ["看原文", "怎么算的", "趋势图", "同类比较", "CSV", "Excel", "👍", "👎", "更多"]


@pytest.fixture(scope="module")
def stored(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The figures of the other tests, and the report of 2024 read from its PDF in the place of one of them."""
    path = tmp_path_factory.mktemp("under") / "reports.db"
    shutil.copy(database(), path)
    run(("add", str(SAMPLE), "--db", str(path)), "en", 120)
    return path


@pytest.fixture
def api() -> Iterator[BotApi]:
    with BotApi() as server:
        yield server


@pytest.fixture(scope="module")
def real(stored: Path) -> Iterator[Desk]:
    with desk_over(stored) as desk:
        yield desk


@pytest.fixture
def bot(api: BotApi, real: Desk, stored: Path, tmp_path: Path) -> Iterator[Served]:
    with serving(api, tmp_path, desk=real, db=stored) as served:
        yield served


def asked(api: BotApi, text: str = ASKED, **more: object) -> Shown:
    """The answer to a question, as it stands in the chat."""
    before = len(api.shown)
    api.say(text, **more)  # type: ignore[arg-type]
    api.wait(lambda: len(api.shown) > before)
    return api.last(int(more.get("chat", 1)))  # type: ignore[call-overload]


def pressed(api: BotApi, shown: Shown, label: str, messages: int = 1, **more: object) -> list[Shown]:
    """What a press on a button brings."""
    before = {*api.shown}
    query = api.press(shown, label, **more)  # type: ignore[arg-type]
    api.wait(lambda: query in api.answered_queries and len(api.shown) >= len(before) + messages, 30)
    return [one for key, one in sorted(api.shown.items()) if key not in before]


def names(shown: Shown) -> list[str]:
    return [button["text"] for button in shown.buttons]


def test_a_wish_is_read_as_it_was_written_and_nothing_else_is() -> None:
    for kind in Kind:
        data = written(Wish(kind, "k7m2xp3", 999_999))
        assert read(data) == Wish(kind, "k7m2xp3", 999_999) and len(data.encode()) <= 64
    forged = ("1s:k7m2xp3:0", "3s:k7m2xp3:0", "2z:k7m2xp3:0", "2s:k7m2xp:0", "2s:k7m2xp3", "2s:k7m2xp3:-1", "2s:k7m2xp3:٣", "")
    assert [read(data) for data in (*forged, "2s:k7m2xp3:00", "2s:k7m2xp3:0\n", "2s:K7M2XP3:0")] == [None] * 11


@pytest.mark.usefixtures("bot")
class TestButtons:
    def test_only_those_that_work_two_or_three_a_row_in_the_language_of_the_answer(self, api: BotApi) -> None:
        shown = asked(api)
        assert names(shown) == LABELS and [len(row) for row in shown.rows] == [3, 3, 3]
        english = asked(api, "permits of Chuanhui health commission 2024", language="zh-hans")
        assert names(english)[:4] == ["Source", "How", "Trend", "Peers"]
        assert names(asked(api, RANKING)) == ["看原文", "怎么算的", "图表", "CSV", "Excel", *LABELS[-3:]]
        assert names(asked(api, "什么是行政许可")) == ["怎么算的", *LABELS[-3:]]
        assert names(asked(api, "火星天气")) == ["👍", "👎"]
        assert names(asked(api, "谢谢")) == []

    def test_the_cell_in_its_document(self, api: BotApi) -> None:
        shown = asked(api)
        (photo,) = pressed(api, shown, "看原文")
        assert photo.kind == "photo" and photo.reply_to == shown.id and photo.file is not None
        assert photo.text.split("\n")[1].endswith("2906件") and "2024年" in photo.text
        assert photo.text.endswith("chuanhui_health_2024.pdf 第1页") and (1, "upload_photo") in api.actions
        with Image.open(io.BytesIO(photo.file.data)) as image:
            assert min(image.size) > 200

    def test_several_cells_come_a_few_at_a_time(self, api: BotApi, monkeypatch: pytest.MonkeyPatch) -> None:
        for module in (under, handing):
            monkeypatch.setattr(module, "A_PAGE", 2)
        shown = asked(api, RANKING)
        photos = pressed(api, shown, "看原文", 2)
        assert [photo.text[:4] for photo in photos] == ["1/3 ", "2/3 "]
        assert [names(photo) for photo in photos] == [[], ["3"]]
        (more,) = pressed(api, photos[-1], "3")
        assert more.text[:4] == "3/3 " and names(more) == [] and more.reply_to == photos[-1].id

    def test_how_it_was_computed(self, api: BotApi) -> None:
        shown = asked(api)
        (told,) = pressed(api, shown, "怎么算的")
        assert told.reply_to == shown.id and "2906" in told.text and told.text.startswith("回答 #")

    def test_the_trend_of_one_figure_and_the_bars_of_a_ranking(self, api: BotApi) -> None:
        for text, label in ((ASKED, "趋势图"), (RANKING, "图表")):
            shown = asked(api, text)
            (photo,) = pressed(api, shown, label)
            assert photo.kind == "photo" and photo.reply_to == shown.id and "出处：" in photo.text
            assert photo.file is not None and Image.open(io.BytesIO(photo.file.data)).size[0] == 1080

    def test_peers_are_an_answer_like_any_other(self, api: BotApi) -> None:
        shown = asked(api)
        (told,) = pressed(api, shown, "同类比较")
        assert told.reply_to == shown.id and "扶沟县" in told.text and names(told)[2] == "图表"
        assert "淮阳区" in asked(api, "第二名的处罚").text

    def test_the_figures_as_files(self, api: BotApi) -> None:
        shown = asked(api, RANKING)
        (table,) = pressed(api, shown, "CSV")
        (book,) = pressed(api, shown, "Excel")
        assert table.file is not None and book.file is not None and (table.reply_to, book.reply_to) == (shown.id, shown.id)
        rows = list(csv.reader(io.StringIO(table.file.data.decode("utf-8-sig"))))
        assert [row[6] for row in rows[1:4]] == ["2100", "900", "900"] and table.file.name.endswith("2022-permits.decided.csv")
        assert "xl/workbook.xml" in zipfile.ZipFile(io.BytesIO(book.file.data)).namelist()
        assert (table.text, book.text) == ("共3个数字", "共3个数字")

    def test_more_offers_questions_that_become_their_answers(self, api: BotApi) -> None:
        (offer,) = pressed(api, asked(api), "更多")
        assert offer.text == "还可以问：" and len(offer.rows) == len(offer.buttons) >= 2
        question = offer.buttons[0]["text"]
        pressed(api, offer, question, 0)
        assert offer.edits == 1 and "出处" in offer.text and {"怎么算的", question} <= {*names(offer)}
        pressed(api, offer, offer.buttons[-1]["text"], 0)
        assert offer.edits == 2 and names(offer).count("怎么算的") == 1 and question in names(offer)

    def test_verdicts_are_kept_once_a_person_and_the_latest_counts(self, api: BotApi, tmp_path: Path) -> None:
        shown, declined = asked(api), asked(api, "火星天气")
        for one, label, said in ((shown, "👍", "谢谢，已记下。"), (shown, "👎", "核对"), (declined, "👎", "核对")):
            query = api.press(one, label)
            api.wait(lambda query=query: query in api.answered_queries)  # type: ignore[misc]
            assert said in api.alerts[query]["text"] and not api.alerts[query].get("show_alert")
        (notes,) = tmp_path.glob("*-notes.db")
        kept = sqlite3.connect(notes).execute("SELECT verdict, question FROM feedback ORDER BY no").fetchall()
        assert kept == [("bad", ASKED), ("bad", "火星天气")] and len(api.shown) == 2


@pytest.mark.usefixtures("bot")
class TestPresses:
    @pytest.mark.parametrize("data", ["1s:k7m2xp3:0", "2s:k7m2xp3:0", "2q:k7m2xp3:0", "99h:", "0" * 32, "2s:../../e:0", "+x"])
    def test_what_is_old_or_forged_has_expired(self, api: BotApi, data: str) -> None:
        shown = asked(api)
        for language, said in (("zh-hans", "已过期，请重新提问。"), ("de", "This button has expired; please ask again.")):
            query = api.press_data(shown, data, language)
            api.wait(lambda query=query: query in api.answered_queries)  # type: ignore[misc]
            assert api.alerts[query]["text"] == said and api.alerts[query]["show_alert"]
        assert len(api.shown) == 1

    def test_a_figure_beyond_the_last_is_said_to_be_none(self, api: BotApi) -> None:
        shown = asked(api)
        data = shown.buttons[0]["callback_data"].rpartition(":")[0] + ":7"
        api.press_data(shown, data)
        api.wait(lambda: len(api.shown) == 2)
        assert api.last().text == "这里已经没有可以显示的内容。"

    def test_a_double_tap_gives_one_answer(self, api: BotApi) -> None:
        shown = asked(api)
        queries = [api.press(shown, label) for label in ("看原文", "看原文", "怎么算的", "怎么算的")]
        api.wait(lambda: api.answered_queries == queries and len(api.shown) == 3, 30)
        asked(api, "中牟县")
        assert [one.kind for _, one in sorted(api.shown.items())][:3] == ["text", "photo", "text"] and len(api.shown) == 4

    def test_others_in_a_group_press_and_see_nothing_private(self, api: BotApi) -> None:
        asked(api, f"{ASKED}，给我领导看的", chat=2)
        shown = asked(api, f"@gongkai_bot {ASKED}", chat=-5, kind=GROUP, person=11)
        (table,) = pressed(api, shown, "CSV", person=12)
        assert table.chat == -5 and table.reply_to == shown.id and table.file is not None
        assert "领导" not in table.file.data.decode() and ASKED in table.file.data.decode()
        api.knows(-6, GROUP)
        (elsewhere,) = pressed(api, Shown(-6, 77, "", shown.rows), "CSV", person=13)
        assert elsewhere.chat == -6 and elsewhere.file is not None and ASKED not in elsewhere.file.data.decode()

    def test_in_a_topic_the_reply_stays_there(self, api: BotApi) -> None:
        topic = {"message_thread_id": 9, "is_topic_message": True}
        shown = asked(api, f"@gongkai_bot {ASKED}", chat=-5, kind=GROUP, **topic)
        assert shown.thread == 9
        (told,) = pressed(api, shown, "怎么算的")
        assert told.thread == 9

    def test_a_button_outlives_its_message_and_a_busy_server(self, api: BotApi) -> None:
        shown = asked(api)
        api.shown.clear()
        api.fault("sendDocument", "502")
        api.press(shown, "CSV")
        api.wait(lambda: api.shown)
        assert api.last().kind == "document" and api.last().reply_to is None

    def test_a_picture_that_telegram_refuses_comes_as_a_file(self, api: BotApi) -> None:
        shown = asked(api)
        api.fault("sendPhoto", "400")
        (file,) = pressed(api, shown, "趋势图")
        assert file.kind == "document" and file.text.startswith("川汇区卫生健康委 · ")


def test_evidence_that_cannot_be_drawn_is_said_in_a_sentence(api: BotApi, real: Desk, stored: Path, tmp_path: Path) -> None:
    other = tmp_path / "other.db"
    shutil.copy(stored, other)
    with serving(api, tmp_path, desk=real, db=other):
        shown = asked(api)
        other.unlink()
        (told,) = pressed(api, shown, "看原文")
    assert told.kind == "text" and told.reply_to == shown.id and "other.db" in told.text and "Traceback" not in told.text


def test_buttons_outlive_the_bot(api: BotApi, real: Desk, stored: Path, tmp_path: Path) -> None:
    with serving(api, tmp_path, desk=real, db=stored):
        shown = asked(api)
    with serving(api, tmp_path, desk=real, db=stored):
        assert "2906" in pressed(api, shown, "怎么算的")[0].text
        assert len(api.shown) == 2
