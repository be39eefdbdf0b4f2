"""Methods that put messages into chats and change them there."""

from __future__ import annotations

from typing import Any

from tests.bot.channels.chats import PRIVATE, Chats, Shown
from tests.bot.channels.files import Files
from tests.bot.channels.forms import number
from tests.bot.channels.keyboards import inline_rows
from tests.bot.channels.markup import CAPTION, TEXT, Formatted, formatted
from tests.bot.channels.refusals import bad

ACTIONS = {
    *("typing", "upload_photo", "record_video", "upload_video", "record_voice", "upload_voice", "upload_document"),
    *("choose_sticker", "find_location", "record_video_note", "upload_video_note"),
}
SAME = "message is not modified: specified new message content and reply markup are exactly the same as a current content"


class Posting(Files, Chats):
    """What is sent is in `shown`, what the bot is seen doing in `actions`."""

    def __init__(self) -> None:
        super().__init__()
        self.actions: list[tuple[int, str]] = []
        self.reactions: dict[tuple[int, int], list[Any]] = {}

    async def sendMessage(self, asked: dict[str, Any]) -> Any:
        return self._post(asked, "text", formatted(asked, "text", TEXT, "entities", True))

    async def sendPhoto(self, asked: dict[str, Any]) -> Any:
        return self._post(asked, "photo", _caption(asked))

    async def sendDocument(self, asked: dict[str, Any]) -> Any:
        return self._post(asked, "document", _caption(asked))

    async def sendMediaGroup(self, asked: dict[str, Any]) -> Any:
        """An album: two to ten files of one kind, all or none of them."""
        media = asked.get("media") or []
        if not 2 <= len(media) <= 10:
            raise bad("media group must include 2-10 items")
        if len({one["type"] for one in media}) > 1:
            raise bad("document can't be mixed with other media types")
        ready = [(one["type"], _caption(one), self.uploaded({**asked, one["type"]: one["media"]}, one["type"])) for one in media]
        return [self._post({**asked, kind: file[0], "reply_markup": None}, kind, said) for kind, said, file in ready]

    async def sendChatAction(self, asked: dict[str, Any]) -> Any:
        chat = self.place(asked)
        self.topic(asked, chat)
        if asked.get("action") not in ACTIONS:
            raise bad("wrong parameter action in request")
        self.actions.append((chat, asked["action"]))
        return True

    async def editMessageText(self, asked: dict[str, Any]) -> Any:
        shown = self._stands(asked)
        said = formatted(asked, "text", TEXT, "entities", True)
        if shown.kind != "text":
            raise bad("there is no text in the message to edit")
        return self._changed(shown, said, inline_rows(asked.get("reply_markup")))

    async def editMessageCaption(self, asked: dict[str, Any]) -> Any:
        shown = self._stands(asked)
        said = _caption(asked)
        if shown.kind == "text":
            raise bad("there is no caption in the message to edit")
        return self._changed(shown, said, inline_rows(asked.get("reply_markup")))

    async def editMessageReplyMarkup(self, asked: dict[str, Any]) -> Any:
        shown = self._stands(asked)
        return self._changed(shown, Formatted(shown.text, shown.entities), inline_rows(asked.get("reply_markup")))

    async def editMessageMedia(self, asked: dict[str, Any]) -> Any:
        """A text becomes a picture or a file, or one of them another."""
        shown, media = self._stands(asked), asked.get("media") or {}
        kind = media.get("type")
        if kind not in ("photo", "document"):
            raise bad("can't parse InputMedia: type must be specified")
        said, rows = _caption(media), inline_rows(asked.get("reply_markup"))
        shown.file_id, shown.file = self.uploaded({**asked, kind: media.get("media")}, kind)
        shown.kind, shown.edits = kind, shown.edits + 1
        shown.text, shown.entities, shown.rows = said.text, said.entities, rows
        return True if shown.inline else self.message_body(shown)

    async def deleteMessage(self, asked: dict[str, Any]) -> Any:
        chat, which = self.place(asked), number(asked, "message_id", bad("message identifier is not specified"))
        if (chat, which) in self._heard and self.kinds.get(chat) != PRIVATE:
            raise bad("message can't be deleted")
        if self.shown.pop((chat, which), None) is None and (chat, which) not in self._heard:
            raise bad("message to delete not found")
        self._heard.discard((chat, which))
        return True

    async def deleteMessages(self, asked: dict[str, Any]) -> Any:
        """Those that cannot be found are skipped."""
        chat, which = self.place(asked), asked.get("message_ids") or []
        if not 1 <= len(which) <= 100:
            raise bad("there must be 1-100 message identifiers")
        for one in which:
            self.shown.pop((chat, int(one)), None)
        return True

    async def setMessageReaction(self, asked: dict[str, Any]) -> Any:
        chat, which = self.place(asked), number(asked, "message_id")
        if (chat, which) not in self._heard and (chat, which) not in self.shown:
            raise bad("message to react not found")
        if len(asked.get("reaction") or []) > 1:
            raise bad("REACTIONS_TOO_MANY")
        self.reactions[chat, which] = asked.get("reaction") or []
        return True

    def _post(self, asked: dict[str, Any], kind: str, said: Formatted) -> Any:
        chat = self.place(asked)
        shown = Shown(chat, 0, said.text, inline_rows(asked.get("reply_markup")), self.quoted(asked, chat))
        shown.entities, shown.kind, shown.thread = said.entities, kind, self.topic(asked, chat)
        if kind != "text":
            shown.file_id, shown.file = self.uploaded(asked, kind)
        shown.id = next(self._ids)
        self.shown[chat, shown.id] = shown
        return self.message_body(shown)

    def _stands(self, asked: dict[str, Any]) -> Shown:
        """The message that a call is to change."""
        inline = asked.get("inline_message_id")
        if inline:
            found = next((shown for shown in self.shown.values() if shown.inline == inline), None)
            if found is None:
                raise bad("MESSAGE_ID_INVALID")
            return found
        chat, which = self.place(asked), number(asked, "message_id", bad("message identifier is not specified"))
        if (chat, which) in self._heard:
            raise bad("message can't be edited")
        if (chat, which) not in self.shown:
            raise bad("message to edit not found")
        return self.shown[chat, which]

    def _changed(self, shown: Shown, said: Formatted, rows: list[list[dict[str, Any]]]) -> Any:
        if (shown.text, shown.entities, shown.rows) == (said.text, said.entities, rows):
            raise bad(f"{SAME} and reply markup of the message")
        shown.text, shown.entities, shown.rows, shown.edits = said.text, said.entities, rows, shown.edits + 1
        return True if shown.inline else self.message_body(shown)


def _caption(asked: dict[str, Any]) -> Formatted:
    return formatted(asked, "caption", CAPTION, "caption_entities", False)
