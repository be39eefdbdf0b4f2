"""Talking to the bot over HTTP: the real Application against a Bot API server on this machine."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.bot.channels.bot_api import GROUP, BotApi
from tests.bot.channels.tiny import DISTRICTS, EXAMPLES, QUESTION, Served, serving


@pytest.fixture
def api() -> Iterator[BotApi]:
    with BotApi() as server:
        yield server


@pytest.fixture
def bot(api: BotApi, tmp_path: Path) -> Iterator[Served]:
    with serving(api, tmp_path) as served:
        yield served


@pytest.mark.usefixtures("bot")
class TestPrivate:
    def test_a_question_sent_is_answered(self, api: BotApi) -> None:
        api.say("川汇区2024年许可")
        api.wait(lambda: api.texts() == ["答 川汇区2024年许可 #1 2026-01-02"])
        assert api.last().reply_to is None

    def test_a_conversation_goes_on_and_each_chat_has_its_own(self, api: BotApi) -> None:
        for text, chat in (("甲", 1), ("乙", 1), ("丙", 2)):
            api.say(text, chat)
        api.wait(lambda: len(api.shown) == 3)
        assert [text[:6] for text in api.texts(1) + api.texts(2)] == ["答 甲 #1", "答 乙 #2", "答 丙 #1"]

    def test_start_greets_and_offers_examples(self, api: BotApi) -> None:
        api.say("/start", language="zh-hans")
        api.wait(lambda: api.shown)
        assert api.last().text.startswith("您好！") and "可以这样问：" in api.last().text and "/subscribe" in api.last().text
        assert [button["text"] for button in api.last().buttons] == [choice.label for choice in EXAMPLES]

    def test_help_in_the_language_of_the_person(self, api: BotApi) -> None:
        api.say("/help", language="de")
        api.wait(lambda: api.shown)
        assert api.last().text.startswith("You can ask:\n\nThe buttons under an answer")

    def test_unknown_command(self, api: BotApi) -> None:
        api.say("/nonsense", language=None)
        api.wait(lambda: api.texts() == ["I don't know that command. Send /help for example questions."])

    def test_a_pressed_button_becomes_its_answer(self, api: BotApi) -> None:
        api.say("鼓楼区")
        api.wait(lambda: api.shown)
        asked = api.last()
        assert asked.text == "哪个鼓楼区？"
        query = api.press(asked, DISTRICTS[0].label)
        api.wait(lambda: api.answered_queries == [query])
        assert api.texts() == [f"答 {QUESTION} #2 2026-01-02"]
        assert not api.last().buttons

    def test_pressing_twice_does_no_harm(self, api: BotApi) -> None:
        api.say("/help")
        api.wait(lambda: api.shown)
        queries = [api.press(api.last(), EXAMPLES[0].label) for _ in range(2)]
        api.wait(lambda: api.answered_queries == queries)
        assert len(api.shown) == 1

    def test_examples_stay_where_they_are(self, api: BotApi) -> None:
        api.say("/help")
        api.wait(lambda: api.shown)
        for edits, example in enumerate(EXAMPLES, start=1):
            api.press(api.last(), example.label)
            api.wait(lambda edits=edits: api.last().edits == edits)  # type: ignore[misc]
            assert example.question in api.last().text
            assert [button["text"] for button in api.last().buttons] == [choice.label for choice in EXAMPLES]

    def test_a_button_of_a_deleted_message_sends_the_answer(self, api: BotApi) -> None:
        api.say("鼓楼区")
        api.wait(lambda: api.shown)
        gone = api.last()
        api.shown.clear()
        api.press(gone, DISTRICTS[1].label)
        api.wait(lambda: api.shown)
        assert api.last().text.startswith("答 福州")

    @pytest.mark.parametrize(
        "sent",
        [
            {"voice": {"file_id": "f", "file_unique_id": "u", "duration": 1}},
            {"photo": [{"file_id": "f", "file_unique_id": "u", "width": 1, "height": 1}], "caption": "川汇区"},
            {"location": {"longitude": 114.6, "latitude": 33.6}},
            {"document": {"file_id": "f", "file_unique_id": "u"}},
        ],
    )
    def test_what_is_no_text_gets_one_sentence(self, api: BotApi, sent: dict[str, Any]) -> None:
        api.say(language="zh-hant", **sent)
        api.say(language="en", chat=2, **sent)
        api.wait(lambda: len(api.shown) == 2)
        assert api.texts(1) == ["抱歉，我只看得懂文字。请把问题打成文字发给我。"]
        assert api.texts(2) == ["Sorry, I can only read text. Please type your question."]

    def test_an_album_gets_one_sentence(self, api: BotApi) -> None:
        photo = [{"file_id": "f", "file_unique_id": "u", "width": 1, "height": 1}]
        for _ in range(3):
            api.say(photo=photo, media_group_id="album")
        api.say("完")
        api.wait(lambda: len(api.shown) == 2)
        assert api.texts()[1].startswith("答 完")

    def test_an_edited_question_changes_its_answer(self, api: BotApi) -> None:
        number = api.say("川汇区")
        api.wait(lambda: api.shown)
        api.edit(number, "川汇区")  # as when Telegram adds a preview: nothing changed
        api.edit(number, "中牟县")
        api.wait(lambda: api.last().text.startswith("答 中牟县"))
        assert len(api.shown) == 1 and api.last().edits == 1

    def test_an_edited_question_of_old_is_answered_in_reply(self, api: BotApi) -> None:
        api.edit(77, "中牟县")
        api.wait(lambda: api.shown)
        assert api.last().reply_to == 77

    def test_a_long_answer_comes_in_pieces_and_markup_stays_plain(self, api: BotApi) -> None:
        number = api.say("long900")
        api.wait(lambda: "line 899" in "".join(api.texts()))
        assert "\n".join(api.texts()).split("\n") == [f"line {n} <b>_*" for n in range(900)]
        api.edit(number, "long2")
        api.wait(lambda: len(api.shown) == 1)
        assert api.texts() == ["line 0 <b>_*\nline 1 <b>_*"]

    def test_a_message_of_4096_characters(self, api: BotApi) -> None:
        api.say("川" * 4096)
        api.wait(lambda: len(api.shown) == 2)

    def test_when_the_desk_falls_over_the_person_hears_of_it(self, api: BotApi) -> None:
        api.say("boom")
        api.say("甲")
        api.wait(lambda: len(api.shown) == 2)
        assert api.texts()[0].startswith("抱歉") and api.texts()[1].startswith("答 甲")


@pytest.mark.usefixtures("bot")
class TestGroup:
    def test_answers_only_when_spoken_to(self, api: BotApi) -> None:
        api.say("大家好", chat=-5, kind=GROUP)
        api.say(chat=-5, kind=GROUP, sticker={"file_id": "f"} | _STICKER)
        api.say("@gongkai_bot_2 你好", chat=-5, kind=GROUP)
        named = api.say("@Gongkai_Bot川汇区", chat=-5, kind=GROUP)
        api.wait(lambda: api.shown)
        assert api.texts(-5) == ["答 川汇区 #1 2026-01-02"]
        assert api.last(-5).reply_to == named

    def test_a_reply_to_the_bot_and_a_command_are_spoken_to_it(self, api: BotApi) -> None:
        api.say("中牟县", chat=-5, kind=GROUP, reply_to_message=_FROM_ME)
        api.say("/help@gongkai_bot", chat=-5, kind=GROUP)
        api.say("/help@other_bot", chat=-5, kind=GROUP)
        api.say("@gongkai_bot", chat=-5, kind=GROUP)
        api.wait(lambda: len(api.shown) == 3)
        assert [text.split("\n")[0] for text in api.texts(-5)] == ["答 中牟县 #1 2026-01-02", "可以这样问：", "可以这样问："]


_STICKER = {"file_unique_id": "u", "type": "regular", "width": 1, "height": 1, "is_animated": False, "is_video": False}
_FROM_ME = {
    "message_id": 3,
    "date": 1_750_000_000,
    "chat": {"id": -5, "type": GROUP, "title": "群"},
    "from": {"id": 7012345678, "is_bot": True, "first_name": "Gongkai"},
    "text": "答",
}
