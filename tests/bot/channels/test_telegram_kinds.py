"""Every kind of update, every content, stale and forged buttons, people without a name, four people at once."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from telegram import Update

from bot.channels.telegram.arrivals import readable, sifted
from bot.channels.telegram.settings import Limits, Settings
from tests.bot.channels.bot_api import GROUP, BotApi, Shown
from tests.bot.channels.kinds import ANONYMOUS, CONTENTS, MESSAGE, SERVICE, SILENT, SUPER, TEXT, TEXTS
from tests.bot.channels.tiny import serving

HANDLED = {"message", "edited_message", "callback_query", "inline_query"}


@pytest.fixture
def api() -> Iterator[BotApi]:
    with BotApi() as server:
        yield server


@pytest.fixture
def bot(api: BotApi, tmp_path: Path, caplog: pytest.LogCaptureFixture) -> Iterator[None]:
    with serving(api, tmp_path, settings=Settings(limits=Limits(10_000, 10_000))):
        yield
    logged = [record for phase in ("setup", "call", "teardown") for record in caplog.get_records(phase)]
    assert not [record.getMessage() for record in logged if record.levelno >= logging.ERROR]


def goes_on(api: BotApi, answers: int) -> None:
    """One question more, in a chat of its own, is answered; and until then there were only so many answers."""
    api.say("还在吗", chat=4242)
    api.wait(lambda: api.texts(4242))
    api.wait(lambda: len(api.shown) > answers)
    assert api.texts(4242) == ["答 还在吗 #1 2026-01-02"]
    assert len(api.shown) == answers + 1, [shown.text for shown in api.shown.values()]
    assert not api.refused


def test_no_kind_of_update_is_left_out() -> None:
    assert {str(kind.value) for kind in Update.ALL_TYPES} <= SILENT.keys() | HANDLED


@pytest.mark.usefixtures("bot")
def test_kinds_that_get_no_answer(api: BotApi) -> None:
    for chat in (1, -1005, -1009):
        api.knows(chat)
    for kind, body in SILENT.items():
        api.put(kind, body)
    goes_on(api, 0)


@pytest.mark.usefixtures("bot")
def test_contents_that_are_no_text_get_one_sentence_in_private_and_none_in_groups(api: BotApi) -> None:
    for number, content in enumerate(CONTENTS.values(), start=10):
        api.say(chat=number, **content)
        api.say(chat=-number, kind=GROUP, **content)
    api.wait(lambda: len(api.shown) == len(CONTENTS))
    assert {shown.text[:3] for shown in api.shown.values()} == {"抱歉，"}
    goes_on(api, len(CONTENTS))


@pytest.mark.usefixtures("bot")
def test_what_happens_in_a_chat_gets_no_answer(api: BotApi) -> None:
    for number, content in enumerate(SERVICE.values(), start=10):
        api.say(chat=number, **content)
        api.say(chat=-number, kind=GROUP, **content)
    goes_on(api, 0)


@pytest.mark.usefixtures("bot")
def test_a_question_is_a_question_whatever_stands_beside_it(api: BotApi) -> None:
    for number, beside in enumerate(TEXTS.values(), start=10):
        api.say(TEXT, chat=number, **beside)
    goes_on(api, len(TEXTS))


@pytest.mark.usefixtures("bot")
def test_what_the_bot_itself_posted_by_inline_mode_is_no_question(api: BotApi) -> None:
    api.say(TEXT, via_bot={"id": 7012345678, "is_bot": True, "first_name": "Gongkai"})
    goes_on(api, 0)


@pytest.mark.usefixtures("bot")
def test_bots_are_not_answered_and_nameless_people_are(api: BotApi) -> None:
    other = {"id": 78, "is_bot": True, "first_name": "x"}
    named = f"@gongkai_bot {TEXT}"
    api.say(named, chat=-5, kind=GROUP, **{"from": other})
    api.say(named, chat=-6, kind=GROUP, **{"from": ANONYMOUS, "sender_chat": SUPER})
    api.say(named, chat=-7, kind=GROUP, from_=None, sender_chat=SUPER)
    api.edit(api.say("闲聊", chat=-7, kind=GROUP, from_=None), named, chat=-7, kind=GROUP, from_=None)
    api.wait(lambda: len(api.texts(-7)) == 2)
    assert not api.texts(-5) and api.texts(-6)
    goes_on(api, 3)


@pytest.mark.usefixtures("bot")
def test_stale_and_forged_buttons_get_an_end_of_waiting_and_no_answer(api: BotApi) -> None:
    api.knows(1)
    stood = Shown(1, 77, "旧", [[{"text": "x", "callback_data": "x"}]])
    forged: list[str | None] = [
        "",
        "+",
        "0" * 32,
        "+" + "0" * 32,
        "v0:old",
        "' OR 1=1 --",
        "川" * 21,
        "\ud800",
        "\x00",
        "../..",
        None,
    ]
    queries = [api.press_data(stood, data) for data in forged]
    queries.append(api.press_data(Shown(1, 77, "", inline="i77"), "0" * 32))
    gone = {"message_id": 77, "date": 0, "chat": api.chat_body(1)}
    queries.append(api.press_data(stood, "0" * 32, message=gone))
    api.wait(lambda: sorted(api.answered_queries) == sorted(queries))
    goes_on(api, 0)


@pytest.mark.usefixtures("bot")
def test_a_button_of_a_message_that_cannot_be_reached_gives_an_answer(api: BotApi) -> None:
    api.say("鼓楼区")
    api.wait(lambda: api.shown)
    asked = api.last()
    api.press_data(asked, asked.buttons[0]["callback_data"], message={"message_id": 5, "date": 0, "chat": api.chat_body(1)})
    api.wait(lambda: api.last().text.startswith("答 南京市鼓楼区"))


@pytest.mark.usefixtures("bot")
def test_a_query_that_is_too_old_stops_nothing(api: BotApi) -> None:
    api.say("鼓楼区")
    api.wait(lambda: api.shown)
    query = api.press(api.last(), api.last().buttons[0]["text"])
    api.grow_old()
    api.wait(lambda: api.last().edits)
    api.say("甲")
    api.wait(lambda: api.last().text.startswith("答 甲"))
    assert query not in api.answered_queries


@pytest.mark.usefixtures("bot")
@pytest.mark.parametrize("where", ["private", "group", "topics"])
def test_four_people_at_once_keep_their_own_conversations(api: BotApi, where: str) -> None:
    """The desk of these tests counts the turns of a conversation and echoes the question."""
    for turn in (1, 2, 3):
        for person in (11, 12, 13, 14):
            text = f"{person}第{turn}问"
            if where == "private":
                api.say(text, chat=person)
            else:
                topic = {"message_thread_id": person % 2 + 1, "is_topic_message": True} if where == "topics" else {}
                api.say(f"@gongkai_bot {text}", chat=-5, kind=GROUP, person=person, **topic)
    api.wait(lambda: len(api.shown) == 12)
    said = [text.split(" 2026")[0] for chat in (11, 12, 13, 14, -5) for text in api.texts(chat)]
    assert sorted(said) == sorted(f"答 {person}第{turn}问 #{turn}" for person in (11, 12, 13, 14) for turn in (1, 2, 3))
    if where == "topics":
        assert {shown.thread for shown in api.shown.values()} == {1, 2}
        assert all(shown.thread == int(shown.text.split()[1][:2]) % 2 + 1 for shown in api.shown.values())


@pytest.mark.usefixtures("bot")
@pytest.mark.parametrize("doing", ["block", "kick", "mute"])
def test_a_chat_that_closes_stops_nothing(api: BotApi, doing: str) -> None:
    api.knows(-5, GROUP)
    getattr(api, doing)(-5)
    api.say("@gongkai_bot 甲", chat=-5, kind=GROUP)
    api.say("乙")
    api.wait(lambda: api.texts(1))
    api.open(-5)
    api.say("@gongkai_bot 丙", chat=-5, kind=GROUP)
    api.wait(lambda: api.texts(-5))
    assert len(api.texts(-5)) == 1


@pytest.mark.usefixtures("bot")
def test_a_group_that_becomes_a_supergroup_is_answered_where_it_is_now(api: BotApi) -> None:
    api.knows(-5, "group")
    api.migrate(-5, -1005)
    api.say("@gongkai_bot 甲", chat=-5, kind="group")
    api.wait(lambda: api.texts(-1005))


UNREADABLE: list[Any] = [
    {"message": {"message_id": 1}},
    {"message": {**MESSAGE, "text": 7}},
    {"message": {**MESSAGE, "message_id": "x"}},
    {"message": {**MESSAGE, "message_id": 10**30}},
    {"message": {**MESSAGE, "chat": {"id": "x", "type": "private"}}},
    {"message": {**MESSAGE, "date": "soon"}},
    {"message": {**MESSAGE, "date": 10**30}},
    {"message": {**MESSAGE, "chat": []}},
    {"message": {**MESSAGE, "chat": {}}},
    {"edited_message": {**MESSAGE, "chat": None}},
    {"message": {**MESSAGE, "entities": [{"type": "bold"}]}},
    {"message": "text"},
    {"callback_query": {"id": "1"}},
    {"callback_query": {"id": "1", "from": {}, "chat_instance": "", "data": {"a": {}}}},
    {"poll": {"id": 1}},
    {"kind_of_tomorrow": {"a": {"b": ["c"] * 999}}},
]


@pytest.mark.usefixtures("bot")
def test_updates_that_cannot_be_read_are_passed_over(api: BotApi) -> None:
    """They come in the same batch as good ones, and come again until the bot has moved past them."""
    for body in UNREADABLE:
        number = api.put("poll", {})
        api._updates[number] = {"update_id": number, **body}
    goes_on(api, 0)
    api.wait(lambda: api.unread <= 1)


def test_what_has_no_number_is_no_update() -> None:
    for told in (None, [], 7, {}, {"update_id": "1"}, {"update_id": True}, {"update_id": -1}, {"update_id": 2**63}):
        assert readable(told) is None


def test_nesting_without_end_is_passed_over() -> None:
    deep = b'{"ok":true,"result":[{"update_id":7,"message":%b1%b},{"update_id":8}]}' % (b'{"a":' * 10**5, b"}" * 10**5)
    assert sifted(deep) == b'{"ok": true, "result": [{"update_id": 7}, {"update_id": 8}]}'


@pytest.mark.parametrize("answer", [b"<html>", b"[]", b'{"ok":false,"error_code":409}', b'{"ok":true,"result":true}'])
def test_what_is_no_list_of_updates_is_left_to_be_told(answer: bytes) -> None:
    assert sifted(answer) == answer
