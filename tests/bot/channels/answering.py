"""Methods that answer callback and inline queries, and those that tell what the bot is: commands, names, members."""

from __future__ import annotations

import re
from typing import Any

from tests.bot.channels.chats import PRIVATE
from tests.bot.channels.forms import number
from tests.bot.channels.keyboards import inline_rows
from tests.bot.channels.markup import CAPTION, TEXT, formatted, units
from tests.bot.channels.people import People
from tests.bot.channels.refusals import bad

TOO_OLD = "query is too old and response timeout expired or query ID is invalid"
START = re.compile(r"[A-Za-z0-9_-]{1,64}")
COMMAND = re.compile(r"[a-z0-9_]{1,32}")
LANGUAGE = re.compile(r"([a-z]{2})?")
SCOPES: dict[str, tuple[str, ...]] = {
    **dict.fromkeys(("default", "all_private_chats", "all_group_chats", "all_chat_administrators"), ()),
    **dict.fromkeys(("chat", "chat_administrators"), ("chat_id",)),
    "chat_member": ("chat_id", "user_id"),
}
NEEDED = {
    "article": ("title", "input_message_content"),
    "photo": ("photo_url", "thumbnail_url"),
    "document": ("title", "document_url", "mime_type"),
    "gif": ("gif_url", "thumbnail_url"),
}
MEMBERS = ("creator", "administrator", "member", "restricted", "left", "kicked")


class Answering(People):
    """What was answered is in `answered_queries`, `alerts` and `inline_queries`; the menus are in `commands`."""

    def __init__(self) -> None:
        super().__init__()
        self.answered_queries: list[str] = []
        self.alerts: dict[str, dict[str, Any]] = {}
        self.commands: dict[tuple[tuple[tuple[str, str], ...], str], list[dict[str, str]]] = {}
        self.described: dict[tuple[str, str], str] = {}
        self.members: dict[tuple[int, int], str] = {}

    async def answerCallbackQuery(self, asked: dict[str, Any]) -> Any:
        query = asked.get("callback_query_id", "")
        if not self._queries.get(query):
            raise bad(TOO_OLD)
        if len(asked.get("text") or "") > 200:
            raise bad("MESSAGE_TOO_LONG")
        self.alerts[query] = asked
        self.answered_queries.append(query)
        return True

    async def answerInlineQuery(self, asked: dict[str, Any]) -> Any:
        query = self.inline_queries.get(asked.get("inline_query_id", ""))
        if query is None or query.get("old"):
            raise bad(TOO_OLD)
        results = asked.get("results")
        if not isinstance(results, list):
            raise bad("can't parse inline query results JSON object")
        if len(results) > 50:
            raise bad("RESULTS_TOO_MUCH")
        read = [_result(one) for one in results]
        if len({one["id"] for one in read}) < len(read):
            raise bad("RESULT_ID_DUPLICATE")
        if len((asked.get("next_offset") or "").encode()) > 64:
            raise bad("NEXT_OFFSET_INVALID")
        if "cache_time" in asked and number(asked, "cache_time") < 0:
            raise bad("wrong cache_time")
        button = asked.get("button")
        if button and (not button.get("text") or len(button.keys() & {"start_parameter", "web_app"}) != 1):
            raise bad("can't parse inline query results button")
        if button and not START.fullmatch(button.get("start_parameter", "-")):
            raise bad("START_PARAM_INVALID")
        query.update(asked, results=read)
        return True

    async def setMyCommands(self, asked: dict[str, Any]) -> Any:
        """100 commands at most, each with a name of small letters and a description of 256 characters at most."""
        commands = asked.get("commands")
        if not isinstance(commands, list) or not all(isinstance(one, dict) for one in commands):
            raise bad("can't parse commands: expected an Array of BotCommand")
        if len(commands) > 100:
            raise bad("BOT_COMMANDS_TOO_MUCH")
        for one in commands:
            if not COMMAND.fullmatch(str(one.get("command", "")).removeprefix("/")):
                raise bad("BOT_COMMAND_INVALID")
            if not 1 <= units(str(one.get("description", "")).strip()) <= 256:
                raise bad("BOT_COMMAND_DESCRIPTION_INVALID")
        self.commands[self._scope(asked)] = commands
        return True

    async def getMyCommands(self, asked: dict[str, Any]) -> Any:
        return self.commands.get(self._scope(asked), [])

    async def deleteMyCommands(self, asked: dict[str, Any]) -> Any:
        self.commands.pop(self._scope(asked), None)
        return True

    async def setMyDescription(self, asked: dict[str, Any]) -> Any:
        return self._describe(asked, "description", 512)

    async def setMyShortDescription(self, asked: dict[str, Any]) -> Any:
        return self._describe(asked, "short_description", 120)

    async def setMyName(self, asked: dict[str, Any]) -> Any:
        return self._describe(asked, "name", 64)

    async def setChatMenuButton(self, asked: dict[str, Any]) -> Any:
        if (asked.get("menu_button") or {}).get("type", "default") not in ("commands", "web_app", "default"):
            raise bad("unsupported menu button type")
        return True

    async def getChat(self, asked: dict[str, Any]) -> Any:
        return {**self.chat_body(self.place(asked)), "accent_color_id": 0, "max_reaction_count": 11}

    async def getChatMember(self, asked: dict[str, Any]) -> Any:
        """By `members`; a member where a test says nothing."""
        chat, person = self.place(asked), number(asked, "user_id", bad("invalid user_id specified"))
        status = self.members.get((chat, person), "member")
        assert status in MEMBERS
        return {"status": status, "user": self.person_body(person)}

    def menu(self, scope: str = "default", language: str = "", **more: object) -> list[str]:
        """The names of the commands in a menu."""
        key = self._scope({"scope": {"type": scope, **more}, "language_code": language})
        return [one["command"] for one in self.commands.get(key, [])]

    def _scope(self, asked: dict[str, Any]) -> tuple[tuple[tuple[str, str], ...], str]:
        scope = asked.get("scope") or {"type": "default"}
        if scope.get("type") not in SCOPES:
            raise bad("can't parse BotCommandScope: unsupported type specified")
        language = asked.get("language_code") or ""
        if not LANGUAGE.fullmatch(language):
            raise bad("LANG_CODE_INVALID: invalid language code specified")
        for name in SCOPES[scope["type"]]:
            if name not in scope:
                raise bad(f"can't parse BotCommandScope: {name} is not specified")
        if "chat_id" in SCOPES[scope["type"]]:
            chat = self.place(scope)
            if scope["type"] != "chat" and self.kinds[chat] == PRIVATE:
                raise bad("can't use specified scope in private chats")
        return tuple((name, str(scope[name])) for name in ("type", *SCOPES[scope["type"]])), language

    def _describe(self, asked: dict[str, Any], key: str, limit: int) -> bool:
        if units(asked.get(key) or "") > limit:
            raise bad(f"{key} is too long")
        self.described[key, asked.get("language_code") or ""] = asked.get(key) or ""
        return True


def _result(one: Any) -> dict[str, Any]:
    """One result of an inline query, its text and keyboard read. Raises Refused."""
    if not isinstance(one, dict) or one.get("type") not in {*NEEDED, "location", "venue", "contact", "voice", "video", "audio"}:
        raise bad("can't parse inline query result: unsupported type specified")
    if not 1 <= len(str(one.get("id", "")).encode()) <= 64:
        raise bad("RESULT_ID_INVALID")
    for name in NEEDED.get(one["type"], ()):
        if not one.get(name):
            raise bad(f'can\'t parse inline query result: field "{name}" must be non-empty')
    content = dict(one.get("input_message_content") or {})
    if "message_text" in content:
        content["shown"] = formatted(content, "message_text", TEXT, "entities", True)
    else:
        content["shown"] = formatted(one, "caption", CAPTION, "caption_entities", False)
    return {**one, "input_message_content": content, "rows": inline_rows(one.get("reply_markup"))}
