"""Random and hostile updates: what people, programs and mischief put into a chat, and what no one ever should."""

from __future__ import annotations

import json
import random
from typing import Any

from tests.bot.channels.bot_api import GROUP, BotApi
from tests.bot.channels.kinds import CHAT, CONTENTS, MESSAGE, SERVICE, SILENT, TEXTS, WHO
from tests.bot.channels.people import COMMAND

QUESTIONS = (
    *("川汇区卫健委2024年许可多少", "红旗区2022年行政处罚几件", "2024年许可最多的是哪里", "那处罚呢", "和上一年比呢", "哪个更多"),
    *("how many permits did 川汇区 issue in 2024", "卫健委", "帮助", "来源", "第二名呢", "近三年趋势", "平均多少", "全部合计"),
)
MARKED = ("<b>", "</b></i>", "<script>alert(1)</script>", "&lt;", "&#0;", "*_`[](", "||x||", "```", "<a href='x'>")
CODED = ("'; DROP TABLE report; --", '" OR 1=1', "${jndi:ldap://x}", "{{7*7}}", "%s%n%d", "{0}{name}", "=1+1", "../../etc/passwd")
NUMBERS = ("9" * 400, "1e309", "-0", "NaN", "0x7fffffff", "１２３", "٣٤", "一二三亿兆京", "2024" * 50, "年" * 99, "∞", "½", "㊙")
INJECTED = (*MARKED, *CODED, *NUMBERS, "\\x00\\u0000", "\r\nHTTP/1.1 200", "ﷺ" * 20)
BARE = "\u202e\u202d\u200b\u200d\u2060\ufeff\u0300\u0301\u20e3\ud800\udfff\x00\x01\x1b\x7f\x85\u2028\ue000\ufffe\U0010ffff"
ODD = BARE + "𠮷\U0001f469\u200d\U0001f469\u200d\U0001f467\U0001f1e8\U0001f1f3"
COMMANDS = ("/start", "/help", "/ask", "/start x", "/start " + "A" * 64, "/compare 川汇区", "/rank", "/trend", "/none", "/", "//")
COMMANDS += ("/source", "/check", "/export", "/agencies", "/subscribe")

BEHIND = (" ", "：", "，", "#", "<", "@", "")
TOPIC = 2


def hostile(api: BotApi, chance: random.Random) -> tuple[str, dict[str, Any]]:
    """The next update, as (kind, body); the chat it is in is made known to the server."""
    kind, body = _MAKERS[chance.choices(range(len(_MAKERS)), _WEIGHTS)[0]](chance)
    chat = (body.get("message", {}).get("chat") or body.get("chat") or {}) if isinstance(body.get("message", {}), dict) else {}
    if isinstance(chat, dict) and isinstance(chat.get("id"), int):
        api.knows(chat["id"], chat.get("type", "private"))
        if chat["id"] < 0:
            api.opens(chat["id"], TOPIC)
    return kind, body


def text(chance: random.Random) -> str:
    """Something to read, of every kind of wickedness."""
    made = chance.randrange(9)
    if made == 0:
        return chance.choice(QUESTIONS)
    if made == 1:
        return "".join(chance.choices("川汇区红旗卫健委年许可处罚多少和比最二〇一234 ，。？?", k=chance.randrange(1, 60)))
    if made == 2:
        return chance.choice([*ODD, "川", "9", "<", "年", " ", "\n", "？"]) * chance.choice([1, 2, 99, 4096])
    if made == 3:
        return chance.choice(QUESTIONS) + chance.choice(INJECTED)
    if made == 4:
        return chance.choice(INJECTED) * chance.choice([1, 1, 5])
    if made == 5:
        return bytes(chance.randrange(256) for _ in range(chance.randrange(1, 300))).decode("utf-8", "replace")
    if made == 6:
        return "".join(map(chr, (chance.randrange(0x110000) for _ in range(chance.randrange(1, 200)))))
    if made == 7:
        question = list(chance.choice(QUESTIONS))
        for _ in range(chance.randrange(1, 6)):
            question.insert(chance.randrange(len(question) + 1), chance.choice(ODD))
        return "".join(question)
    return json.dumps({"a": [chance.random(), {"b": chance.choice(QUESTIONS)}] * 3}) if chance.random() < 0.5 else "[" * 3000


def _message(chance: random.Random) -> tuple[str, dict[str, Any]]:
    said = chance.choice(COMMANDS) if chance.random() < 0.1 else text(chance)
    if said in COMMANDS and chance.random() < 0.5:
        said += chance.choice(BEHIND) + text(chance)
    body = {**_written(chance), "text": said[:4096]}
    if command := COMMAND.match(said):
        body["entities"] = [{"type": "bot_command", "offset": 0, "length": command.end()}]
    if chance.random() < 0.1:
        body |= chance.choice([*TEXTS.values()])
    return ("edited_message", {**body, "edit_date": 1_750_000_100}) if chance.random() < 0.15 else ("message", body)


def _content(chance: random.Random) -> tuple[str, dict[str, Any]]:
    content = chance.choice([*CONTENTS.values(), *SERVICE.values()])
    caption = {"caption": text(chance)[:1024]} if chance.random() < 0.3 else {}
    return "message", {**_written(chance), **content, **caption}


def _silent(chance: random.Random) -> tuple[str, dict[str, Any]]:
    return chance.choice([*SILENT.items()])


def _pressed(chance: random.Random) -> tuple[str, dict[str, Any]]:
    stood = {**MESSAGE, "message_id": chance.randrange(10**6), "chat": _written(chance)["chat"], "text": text(chance)}
    data = chance.choice([text(chance)[:64], f"{chance.getrandbits(128):032x}", "+" + "0" * 32, ""])
    return "callback_query", {"id": "forged", "from": WHO, "chat_instance": "1", "data": data, "message": stood}


def _typed(chance: random.Random) -> tuple[str, dict[str, Any]]:
    return "inline_query", {"id": "forged", "from": WHO, "query": text(chance)[:256], "offset": text(chance)[:64]}


def _broken(chance: random.Random) -> tuple[str, dict[str, Any]]:
    """A good message in which something has another type."""
    body: dict[str, Any] = {**MESSAGE, "text": text(chance)[:4096]}
    wrong = [None, 7, -1, 10**30, 1.5, True, "x", [], {}, [[]], {"id": "x"}, text(chance)]
    for name in chance.sample([*body, "entities", "reply_to_message", "photo", "via_bot"], chance.randrange(1, 4)):
        body[name] = chance.choice(wrong)
    return chance.choice(["message", "edited_message", "callback_query", "channel_post"]), body


def _written(chance: random.Random) -> dict[str, Any]:
    """The outside of a message: many private chats, and groups where the bot is named or replied to."""
    number = chance.randrange(1, 10**6)
    if chance.random() < 0.7:
        person = chance.randrange(1, 400)
        who = {**WHO, "id": person, "language_code": chance.choice(["zh-hans", "en", "x" * 99, ""])}
        return {"message_id": number, "date": 1_750_000_000, "chat": {**CHAT, "id": person}, "from": who}
    group = {"id": -chance.randrange(1, 60), "type": GROUP, "title": "群"}
    topic = {"message_thread_id": TOPIC, "is_topic_message": True} if chance.random() < 0.2 else {}
    return {"message_id": number, "date": 1_750_000_000, "chat": group, "from": WHO, **topic}


_MAKERS = (_message, _content, _silent, _pressed, _typed, _broken)
_WEIGHTS = (70, 8, 5, 7, 4, 6)
