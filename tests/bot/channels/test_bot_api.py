"""The test server itself: it takes what the published Bot API takes, and refuses the rest in its words."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from typing import Any

import httpx
import pytest
from PIL import Image

from tests.bot.channels.bot_api import GROUP, TOKEN, BotApi
from tests.bot.channels.markup import parsed
from tests.bot.channels.refusals import Refused

HTTP = httpx.Client(trust_env=False, timeout=30)
KEYS = {"text": "甲", "chat_id": 1}


@pytest.fixture
def api() -> Iterator[BotApi]:
    with BotApi() as server:
        server.knows(1)
        yield server


def call(api: BotApi, method: str, files: Any = None, **asked: Any) -> Any:
    """The result, or the description of the refusal."""
    flat = {key: value if isinstance(value, str) else json.dumps(value) for key, value in asked.items()}
    told = HTTP.post(f"{api.url}/bot{TOKEN}/{method}", data=flat, files=files).json()
    return told["result"] if told["ok"] else told["description"].removeprefix("Bad Request: ")


def keyboard(*buttons: dict[str, Any]) -> dict[str, Any]:
    return {"inline_keyboard": [[button] for button in buttons]}


def png(width: int, height: int) -> bytes:
    held = io.BytesIO()
    Image.new("1", (width, height)).save(held, "PNG")
    return held.getvalue()


@pytest.mark.parametrize(
    ("html", "text", "entities"),
    [
        ("<b>川汇区</b>", "川汇区", [("bold", 0, 3)]),
        ("𠮷<i>a<b>b</b></i>", "𠮷ab", [("italic", 2, 2), ("bold", 3, 1)]),
        ("a &lt; b &amp; &#20013;&#x4e2d; &nbsp; &ltx", "a < b & 中中 &nbsp; &ltx", []),
        ('<a href="https://x.org/?a=1">x</a>', "x", [("text_link", 0, 1)]),
        ("<blockquote expandable>x</blockquote>", "x", [("expandable_blockquote", 0, 1)]),
        ('<span class="tg-spoiler">x</span><CODE>y</code>', "xy", [("spoiler", 0, 1), ("code", 1, 1)]),
    ],
)
def test_html_is_read(html: str, text: str, entities: list[tuple[str, int, int]]) -> None:
    read = parsed(html)
    assert read.text == text
    assert [(one["type"], one["offset"], one["length"]) for one in read.entities] == entities


@pytest.mark.parametrize(
    ("html", "fault"),
    [
        ("川<div>x</div>", 'Unsupported start tag "div" at byte offset 3'),
        ("a < b", 'Unsupported start tag "" at byte offset 2'),
        ("<b>x", 'Can\'t find end tag corresponding to start tag "b"'),
        ("<b", "Unclosed start tag at byte offset 0"),
        ("<b><i>x</b></i>", 'Unmatched end tag at byte offset 7, expected "</i>", found "</b>"'),
        ("x</b>", "Unexpected end tag at byte offset 1"),
        ("<span>x</span>", 'Tag "span" must have class "tg-spoiler" at byte offset 0'),
        ("<a href=川>x</a>", "Unexpected end of name token at byte offset 8"),
    ],
)
def test_html_that_is_none_is_refused(html: str, fault: str) -> None:
    with pytest.raises(Refused, match="can't parse entities") as refused:
        parsed(html)
    assert str(refused.value).endswith(fault)


@pytest.mark.parametrize(
    ("method", "asked", "said"),
    [
        ("sendMessage", {"chat_id": 9}, "chat not found"),
        ("sendMessage", {"text": " \u200b"}, "message text is empty"),
        ("sendMessage", {"text": "𠮷" * 2049}, "message is too long"),
        ("sendMessage", {"text": "x</u>", "parse_mode": "HTML"}, "can't parse entities: Unexpected end tag at byte offset 1"),
        ("sendMessage", {"message_thread_id": 4}, "message thread not found"),
        ("sendMessage", {"reply_parameters": {"message_id": 404}}, "message to be replied not found"),
        ("sendMessage", {"reply_markup": keyboard({"text": "x", "callback_data": "川" * 22})}, "BUTTON_DATA_INVALID"),
        ("sendMessage", {"reply_markup": keyboard({"text": "x", "callback_data": ""})}, "BUTTON_DATA_INVALID"),
        ("sendMessage", {"reply_markup": keyboard(*[{"text": "x", "callback_data": "x"}] * 101)}, "reply markup is too long"),
        ("sendMessage", {"reply_markup": "{"}, "can't parse reply keyboard markup JSON object"),
        ("sendMessage", {"entities": [{"type": "bold", "offset": 0, "length": 2}]}, "ENTITY_BOUNDS_INVALID"),
        ("editMessageText", {"message_id": 404}, "message to edit not found"),
        ("deleteMessage", {"message_id": 404}, "message to delete not found"),
        ("sendChatAction", {"action": "thinking"}, "wrong parameter action in request"),
        ("sendPhoto", {"photo": "AgAC"}, "wrong file identifier/HTTP URL specified"),
        ("getFile", {"file_id": "AgAC"}, "wrong file_id or the file is temporarily unavailable"),
        ("setMyCommands", {"commands": [{"command": "Start", "description": "x"}]}, "BOT_COMMAND_INVALID"),
        ("setMyCommands", {"commands": [{"command": "a", "description": ""}]}, "BOT_COMMAND_DESCRIPTION_INVALID"),
        ("setMyCommands", {"commands": [{"command": "a", "description": "x"}] * 101}, "BOT_COMMANDS_TOO_MUCH"),
        ("setMyCommands", {"commands": [], "language_code": "zh-hans"}, "LANG_CODE_INVALID: invalid language code specified"),
        ("setMyCommands", {"commands": [], "scope": {"type": "all"}}, "can't parse BotCommandScope: unsupported type specified"),
        ("setWebhook", {"url": "http://example.org/"}, "bad webhook: An HTTPS URL must be provided for webhook"),
        ("getUpdates", {"allowed_updates": ["messages"]}, "wrong allowed_updates: ['messages']"),
        ("getNothing", {}, "Not Found"),
    ],
)  # fmt: skip
def test_what_telegram_refuses(api: BotApi, method: str, asked: dict[str, Any], said: str) -> None:
    assert call(api, method, **(KEYS | asked)) == said


def test_messages_are_shown_changed_and_taken_away(api: BotApi) -> None:
    number = call(api, "sendMessage", **KEYS)["message_id"]
    assert call(api, "editMessageText", message_id=number, **KEYS).startswith("message is not modified")
    call(api, "editmessagetext", message_id=number, chat_id=1, text="<b>乙</b>", parse_mode="HTML")
    assert api.texts() == ["乙"] and api.last().edits == 1 and api.last().entities
    assert call(api, "editMessageText", message_id=api.say("问"), **KEYS) == "message can't be edited"
    assert call(api, "deleteMessage", message_id=number, chat_id=1) is True and not api.shown


def test_pictures_and_files(api: BotApi) -> None:
    sent = call(api, "sendPhoto", {"photo": ("a.png", png(90, 60))}, chat_id=1, caption="图")
    assert api.last().kind == "photo" and api.last().text == "图" and sent["photo"]
    assert call(api, "sendPhoto", chat_id=1, photo=sent["photo"][-1]["file_id"])["photo"]
    assert call(api, "sendPhoto", {"photo": ("a.png", png(9000, 1001))}, chat_id=1) == "PHOTO_INVALID_DIMENSIONS"
    assert call(api, "sendPhoto", {"photo": ("a.png", b"GIF")}, chat_id=1) == "IMAGE_PROCESS_FAILED"
    assert call(api, "sendPhoto", {"photo": ("a.png", b"x" * (10 * 1024 * 1024 + 1))}, chat_id=1).startswith("file of size")
    assert call(api, "sendPhoto", {"photo": ("a.png", png(9, 9))}, chat_id=1, caption="x" * 1025) == "message caption is too long"
    assert call(api, "sendDocument", {"document": ("a.csv", b"")}, chat_id=1) == "file must be non-empty"
    assert call(api, "sendDocument", {"document": ("a", b"x" * (50 * 1024 * 1024 + 1))}, chat_id=1) == "Request Entity Too Large"
    media = {"type": "document", "media": "attach://new"}
    call(api, "editMessageMedia", {"new": ("a.csv", b"1,2")}, chat_id=1, message_id=sent["message_id"], media=media)
    assert api.shown[1, sent["message_id"]].file.data == b"1,2"  # type: ignore[union-attr]
    assert call(api, "editMessageText", message_id=sent["message_id"], **KEYS) == "there is no text in the message to edit"


def test_files_of_people(api: BotApi) -> None:
    small, large = api.offer(b"%PDF"), api.offer(b"%PDF", size=20 * 1024 * 1024 + 1)
    path = call(api, "getFile", file_id=small["file_id"])["file_path"]
    assert HTTP.get(f"{api.url}/file/bot{TOKEN}/{path}").content == b"%PDF"
    assert HTTP.get(f"{api.url}/file/bot{TOKEN}/documents/none.pdf").status_code == 404
    assert HTTP.get(f"{api.url}/file/bot1:x/{path}").status_code == 404
    assert call(api, "getFile", file_id=large["file_id"]) == "file is too big"


def test_callback_queries_are_answered_in_time_and_known(api: BotApi) -> None:
    call(api, "sendMessage", reply_markup=keyboard({"text": "x", "callback_data": "x"}), **KEYS)
    query = api.press(api.last(), "x")
    assert call(api, "answerCallbackQuery", callback_query_id=query, text="x" * 201) == "MESSAGE_TOO_LONG"
    assert call(api, "answerCallbackQuery", callback_query_id=query) is True
    assert call(api, "answerCallbackQuery", callback_query_id="forged").startswith("query is too old")
    api.grow_old()
    assert call(api, "answerCallbackQuery", callback_query_id=query).startswith("query is too old")


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({}, True),
        ({"results": [{"type": "article", "id": str(n % 50)} for n in range(51)]}, "RESULTS_TOO_MUCH"),
        ({"id": "x" * 65}, "RESULT_ID_INVALID"),
        ({"id": "0"}, "RESULT_ID_DUPLICATE"),
        ({"title": ""}, 'can\'t parse inline query result: field "title" must be non-empty'),
        ({"input_message_content": {"message_text": "x" * 4097}}, "message is too long"),
        ({"next_offset": "x" * 65}, "NEXT_OFFSET_INVALID"),
        ({"button": {"text": "x", "start_parameter": "不"}}, "START_PARAM_INVALID"),
    ],
)
def test_inline_queries(api: BotApi, more: dict[str, Any], said: object) -> None:
    query = api.type_inline("红旗区 许可")
    beside = {key: value for key, value in more.items() if key in ("next_offset", "button", "results")}
    article = {"type": "article", "title": "题", "input_message_content": {"message_text": "文"}}
    results = [{**article, "id": "0"}, {**article, "id": "1", **more}]
    assert call(api, "answerInlineQuery", inline_query_id=query, **{"results": results, **beside}) == said
    if said is True:
        assert api.choose(query).text == "文"


def test_what_becomes_of_chats(api: BotApi) -> None:
    api.knows(-5, GROUP)
    for doing, said in (
        (api.block, "Forbidden: bot was blocked by the user"),
        (api.kick, "Forbidden: bot was kicked from the supergroup chat"),
        (api.mute, "not enough rights to send text messages to the chat"),
    ):
        doing(-5)
        assert call(api, "sendMessage", chat_id=-5, text="x") == said
    api.migrate(-5, -1005)
    told = HTTP.post(f"{api.url}/bot{TOKEN}/sendMessage", data={"chat_id": "-5", "text": "x"}).json()
    assert told["parameters"] == {"migrate_to_chat_id": -1005}
    api.open(-5)
    assert call(api, "sendMessage", chat_id=-5, text="x")["chat"]["type"] == GROUP


def test_menus_by_scope_and_language(api: BotApi) -> None:
    menu = [{"command": "start", "description": "x"}]
    assert call(api, "setMyCommands", commands=menu, scope={"type": "all_private_chats"}, language_code="zh") is True
    assert api.menu("all_private_chats", "zh") == ["start"] and not api.menu()
    assert call(api, "setMyCommands", commands=menu, scope={"type": "chat", "chat_id": 1}) is True
    assert api.menu("chat", chat_id=1) == ["start"]
    assert call(api, "setMyCommands", commands=menu, scope={"type": "chat", "chat_id": 77}) == "chat not found"


def test_updates_that_were_not_asked_for_are_not_sent(api: BotApi) -> None:
    api.pushy = False
    call(api, "getUpdates", allowed_updates=["message"])
    api.put("inline_query", {})
    api.say("甲")
    assert [next(key for key in one if key != "update_id") for one in call(api, "getUpdates")] == ["message"]
    call(api, "setWebhook", url="https://example.org/x")
    assert call(api, "getUpdates").startswith("Conflict: can't use getUpdates method while webhook is active")


def test_json_and_query_strings_are_read_too(api: BotApi) -> None:
    url = f"{api.url}/bot{TOKEN}/sendMessage"
    assert HTTP.post(url, json={"chat_id": 1, "text": "甲"}).json()["ok"]
    assert HTTP.get(url, params={"chat_id": 1, "text": "乙"}).json()["ok"]
    assert api.texts() == ["甲", "乙"]
    wrong = {"Content-Type": "application/x-www-form-urlencoded"}
    told = HTTP.post(url, content=b"chat_id=1&text=%ff", headers=wrong).json()
    assert told["description"] == "Bad Request: strings must be encoded in UTF-8"
