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
    "menu_subscribe",
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
    "staff_only",
    "staff_private",
    "staff_too_large",
    "staff_no_download",
    "staff_failed",
    "staff_refused",
    "staff_asks",
    "staff_store",
    "staff_discard",
    "staff_stored",
    "staff_replaced",
    "staff_unchanged",
    "staff_discarded",
    "staff_expired",
    "read_head",
    "read_sound",
    "read_findings",
    "read_sides",
    "read_more",
    "read_last_year",
    "read_last_year_same",
    "no_last",
    "read_stored",
    "read_stored_same",
    "cell_number",
    "cell_blank",
    "cell_dash",
    "cell_unreadable",
    "cell_missing",
    "cell_not_on_form",
    "watch_new",
    "watch_changed",
    "watch_source",
    "subscribe_private",
    "subscribe_which",
    "subscribe_unknown",
    "subscribe_done",
    "subscribe_already",
    "subscribe_full",
    "subscribe_stopped",
    "subscribe_list",
    "subscribe_none",
    "subscribe_follow",
    "subscribe_stop",
    "button_gone",
    "wrong_words",
    "noted",
    "feedback_none",
    "feedback_head",
    "stats_head",
    "stats_day",
    "stats_reason",
    "stats_word",
    "health",
    "health_database",
    "review_nothing",
    "review_unreadable",
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
