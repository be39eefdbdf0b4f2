"""What the channel itself says: the greeting, the excuses and the lines on the console, from data/words/channel.csv."""

from __future__ import annotations

import csv
from pathlib import Path

from bot.errors import KnowledgeError

KEYS = (
    "greeting",
    "text_only",
    "unknown_command",
    "went_wrong",
    "menu_start",
    "menu_help",
    "listening",
    "unreachable",
    "other_poller",
    "two_pollers",
    "port_taken",
    "slower",
    "token_missing",
    "token_refused",
    "already_running",
    "no_inbox",
    "stopping",
    "left_waiting",
    "broke_down",
)


class Phrases:
    """Sentences by key and language; `zh` is Chinese, every other language gets English."""

    def __init__(self, path: Path) -> None:
        with path.open(encoding="utf-8", newline="") as file:
            rows = list(csv.DictReader(file))
        self._said = {(row["key"], lang): (row[lang] or "").strip() for row in rows for lang in ("zh", "en")}
        wrong = {*KEYS} ^ {key for key, _ in self._said} | {key for (key, _), said in self._said.items() if not said}
        if wrong:
            names = ", ".join(sorted(wrong))
            raise KnowledgeError(f"{path.name} 缺少或多出：{names}", f"{path.name} lacks or does not know: {names}")

    def say(self, key: str, language: str | None, **blanks: object) -> str:
        """The sentence, its blanks filled."""
        return self._said[key, "zh" if (language or "").lower().startswith("zh") else "en"].format(**blanks)
