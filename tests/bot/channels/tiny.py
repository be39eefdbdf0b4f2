"""A desk without data, and the bot at it: in a thread, or as a process (`python -m tests.bot.channels.tiny`), which a database
makes a real one."""

from __future__ import annotations

import asyncio
import os
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

from bot.answer import Desk
from bot.channels.telegram import Post, poll, run
from bot.channels.telegram.serve import serve
from bot.channels.telegram.settings import Settings
from bot.facts import Facts
from bot.question import Agency, Answer, Choice
from bot.talk.conversation import Context
from bot.words import load_words
from tests.bot.channels.bot_api import TOKEN, BotApi

WORDS = Path(__file__).parents[3] / "data" / "words"
QUESTION = "南京市鼓楼区卫生健康委员会2024年行政许可处理决定数量是多少"
EXAMPLES = (Choice("许可数量", "川汇区卫健委2024年办了多少件行政许可"), Choice("排名", "2024年许可最多的是哪里"))
DISTRICTS = (Choice("南京市鼓楼区", QUESTION), Choice("福州市鼓楼区", QUESTION.replace("南京", "福州")))


class TinyDesk:
    """Echoes the question and counts the conversation; a few words have a meaning of their own."""

    def __init__(self, slow: Callable[[], None] = lambda: None) -> None:
        self.slow = slow

    def answer(self, text: str, context: Context | None, today: date) -> tuple[Answer, Context]:
        self.slow()
        language = "en" if text.isascii() else "zh"
        (turn,) = [number + 1 for number in (context.agencies if context else ())] or [1]
        after = Context(agencies=(turn,))
        if text in ("帮助", "help"):
            said = "可以这样问：" if language == "zh" else "You can ask:"
            return Answer(text, language, "answered", operation="help", choices=EXAMPLES, text=said), context or Context()
        if text == "鼓楼区":
            return Answer(text, "zh", "clarify", "ambiguous_agency", choices=DISTRICTS, text="哪个鼓楼区？"), after
        if text.startswith("long"):
            return Answer(text, "en", "answered", text="\n".join(f"line {n} <b>_*" for n in range(int(text[4:])))), after
        if text == "boom":
            raise ValueError("the desk fell over")
        return Answer(text, language, "answered", text=f"答 {text} #{turn} {today}"), after

    @property
    def beyond(self) -> Any:
        return None

    def heard(self, text: str, today: date) -> tuple[tuple[str, ...], tuple[tuple[Agency, str], ...]]:
        return (), ()


def _tiny() -> Any:
    return TinyDesk()


class Served:
    """A bot in a thread. `code` is its exit code once it has ended."""

    def __init__(
        self,
        api: BotApi,
        inbox: Path,
        token: str = TOKEN,
        desk: Any = None,
        settings: Settings | None = None,
        db: Path | None = None,
    ) -> None:
        given = settings or Settings()
        given = replace(given, token=token, api_url=api.url)
        self._post = Post(desk or _tiny(), given, lambda: date(2026, 1, 2), inbox, WORDS, db=db)
        self.code: int | None = None
        self._loop, self._ending = asyncio.new_event_loop(), asyncio.Event()
        self._thread = threading.Thread(target=self._work, daemon=True)
        self._thread.start()

    def _work(self) -> None:
        self.code = self._loop.run_until_complete(serve(self._post, self._ending))
        self._loop.close()

    def join(self, seconds: float = 10) -> int | None:
        self._thread.join(seconds)
        return self.code

    def end(self) -> int | None:
        if self._thread.is_alive():
            self._loop.call_soon_threadsafe(self._ending.set)
        return self.join(15)


@contextmanager
def serving(api: BotApi, inbox: Path, **more: Any) -> Iterator[Served]:
    bot = Served(api, inbox, **more)
    try:
        yield bot
    finally:
        bot.end()
    assert bot.code == 0


if __name__ == "__main__":
    poll.GRACE = float(os.environ.get("GRACE", poll.GRACE))
    own = Settings(token=sys.argv[3], api_url=sys.argv[1])
    db = Path(sys.argv[4]) if len(sys.argv) > 4 else None
    desk = Desk(Facts(db), load_words(WORDS)) if db is not None else _tiny()
    sys.exit(run(Post(desk, own, lambda: date(2026, 1, 2), Path(sys.argv[2]), WORDS, db=db)))
