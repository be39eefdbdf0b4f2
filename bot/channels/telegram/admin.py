"""/feedback, /stats and /health: for admins, in private; to everybody else there are no such commands."""

from __future__ import annotations

import time
from collections.abc import Callable, Collection
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from telegram import InlineKeyboardButton, InlineKeyboardMarkup, Update
from telegram.ext import CallbackQueryHandler, CommandHandler, ContextTypes, filters

from bot.channels.telegram.counter import Counter, Handlers, Keyboard
from bot.channels.telegram.feedback import Entry, Feedback
from bot.channels.telegram.pieces import LIMIT, units
from bot.fetch.changes import Reports

PAGE = "f1:"
_A_PAGE = 5
_LONGEST = 200


@dataclass(frozen=True)
class Records:
    """What admins look at."""

    admins: Collection[int]
    feedback: Feedback
    reports: Reports | None
    since: float
    clock: Callable[[], float] = time.time


class Admin:
    """Handles the three commands and the pages of /feedback."""

    def __init__(self, counter: Counter, records: Records) -> None:
        self._counter, self._records = counter, records

    def handlers(self) -> Handlers:
        """Tried before those of unknown commands and of other buttons."""
        if not self._records.admins:
            return ()
        own = filters.UpdateType.MESSAGE & filters.ChatType.PRIVATE & filters.User(set(self._records.admins))
        return (
            CommandHandler("feedback", self.feedback, own),
            CommandHandler("stats", self.stats, own),
            CommandHandler("health", self.health, own),
            CallbackQueryHandler(self.page, pattern=rf"^{PAGE}\d+$"),
        )

    async def feedback(self, update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
        """The latest verdicts that are no praise."""
        await self._counter.post(update, *self._page(update, 0))

    async def page(self, update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
        """Another page of them, in the place of the one before."""
        query = update.callback_query
        assert query is not None
        if query.from_user.id in self._records.admins and query.message is not None:
            text, keyboard = self._page(update, int((query.data or "").removeprefix(PAGE)))
            await self._counter.replace(update, (query.message.message_id,), text, keyboard)
        await self._counter.stop_spinner(query)

    def _page(self, update: Update, skip: int) -> tuple[str, Keyboard]:
        say = self._counter.say
        found = list(self._records.feedback.entries(most=_A_PAGE + 1, skip=skip, bad_only=True))
        if not found:
            return say("feedback_none", update), None
        kept = self._records.feedback.verdicts()
        bad = sum(count for verdict, count in kept.items() if verdict != "good")
        text = say("feedback_head", update, good=kept.get("good", 0), bad=bad)
        for entry in found[:_A_PAGE]:
            told = f"\n\n{_entry(entry)}"
            text += told if units(text + told) <= LIMIT else ""
        buttons = []
        if skip:
            buttons.append(InlineKeyboardButton("◀", callback_data=f"{PAGE}{max(0, skip - _A_PAGE)}"))
        if len(found) > _A_PAGE:
            buttons.append(InlineKeyboardButton("▶", callback_data=f"{PAGE}{skip + _A_PAGE}"))
        return text, InlineKeyboardMarkup([buttons]) if buttons else None

    async def stats(self, update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
        """Counts of the last days, and what was declined most and understood least."""
        say, feedback = self._counter.say, self._records.feedback
        lines = [say("stats_head", update)]
        for day, by_status in feedback.days():
            counts = {name: by_status.get(name, 0) for name in ("answered", "clarify", "declined")}
            lines.append(say("stats_day", update, day=day, count=sum(by_status.values()), **counts))
        for kind in ("reason", "word"):
            found = feedback.foremost("reason" if kind == "reason" else "word")
            if found:
                lines += ["", say(f"stats_{kind}", update), *(f"{name}  {count}" for name, count in found)]
        await self._counter.post(update, "\n".join(lines))

    async def health(self, update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
        """How long it runs, what the database holds, how many messages wait, how much memory is used."""
        seconds = int(self._records.clock() - self._records.since)
        days, rest = divmod(seconds, 86_400)
        known = {
            "uptime": f"{days}d {rest // 3600:02}:{rest % 3600 // 60:02}",
            "waiting": len(self._counter.inbox.waiting()) - 1,  # this very message waits, too
            "memory": f"{memory_used() / 2**20:.0f} MiB",
        }
        lines = [self._counter.say("health", update, **known)]
        if self._records.reports is not None:
            self._records.reports.facts.look()
            ((reports, added),) = self._records.reports.facts.rows("SELECT count(*), max(added) FROM report")
            lines.append(self._counter.say("health_database", update, reports=reports, added=added or "—"))
        await self._counter.post(update, "\n".join(lines))


def _entry(entry: Entry) -> str:
    """One verdict in lines: when and what, the question, how it was understood, the complaint."""
    when = time.strftime("%Y-%m-%d %H:%M", time.localtime(entry.at))
    mark = {"good": "👍", "bad": "👎"}.get(entry.verdict, "✗")
    state = entry.status + (f"/{entry.reason}" if entry.reason else "")
    lines = [f"{mark} {when}  {state}  #{entry.answer}", _cut(entry.question), _cut(entry.understood)]
    return "\n".join([*lines, f"“{_cut(entry.said)}”"] if entry.said else lines)


def _cut(text: str) -> str:
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"


def memory_used() -> int:
    """Bytes of this process in memory; 0 where the system does not tell."""
    with suppress(OSError, ValueError, StopIteration):
        lines = Path("/proc/self/status").read_text("ascii", "replace").splitlines()
        return int(next(line for line in lines if line.startswith("VmRSS:")).split()[1]) * 1024
    return 0
