"""Telegram, as a person meets the bot: questions in messages, choices as buttons.

`run(Post(…))` is the whole face. Inside: serve (token to exit code), poll (receiving), counter (asking and posting), commands,
questions and presses (what each update gets), delivery (sending with patience), inbox (nothing lost when killed), memory,
pieces, phrases, redact.
"""

from bot.channels.telegram.review import review
from bot.channels.telegram.serve import Post, run
from bot.channels.telegram.settings import EXAMPLE, settings_from

__all__ = ["EXAMPLE", "Post", "review", "run", "settings_from"]
