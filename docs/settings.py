"""The generated parts of the pages on the Telegram bot: its settings and its commands, as the program has them."""

from __future__ import annotations

from pathlib import Path

from bot.channels.telegram.menus import ADMIN, GROUP, PRIVATE
from bot.channels.telegram.phrases import Phrases
from bot.channels.telegram.settings import EXAMPLE

WORDS = Path(__file__).resolve().parents[1] / "data" / "words" / "channel.csv"
HEADS = {"zh": ("命令", "作用", "在哪里"), "en": ("command", "does", "where")}
PLACES = {"zh": ("私聊、群", "私聊", "管理员私聊"), "en": ("private chats, groups", "private chats", "private chats of admins")}


def settings() -> str:
    """All settings with their defaults, as `python -m bot telegram --print-config` prints them."""
    return f"```toml\n{EXAMPLE}```"


def commands(language: str) -> str:
    """Every command of the menus: what it does and where it is."""
    phrases = Phrases(WORDS)
    everywhere, private, admins = PLACES[language]
    lines = ["| " + " | ".join(HEADS[language]) + " |", "| --- | --- | --- |"]
    for name in ADMIN:
        place = everywhere if name in GROUP else private if name in PRIVATE else admins
        lines.append(f"| `/{name}` | {phrases.say(f'menu_{name}', language)} | {place} |")
    return "\n".join(lines)
