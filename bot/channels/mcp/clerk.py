"""What each tool does. Every figure is the desk's: questions in words and slot by slot take the same walk."""

from __future__ import annotations

import time
from base64 import b64encode
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

from bot.answer import Desk
from bot.backoffice.evidence import Evidence
from bot.backoffice.process import Refused as Undrawn
from bot.card import card_of
from bot.channels.mcp.arguments import Refused
from bot.channels.mcp.desks import Desks
from bot.fetch.roster import Roster
from bot.question import Answer, Doubt, Fact, Scope
from bot.slots import Slots
from bot.text import language_of

_DRAWN = ("number", "blank", "dash", "unreadable")
"""States of cells that stand in a document."""
Given = Mapping[str, Any]


@dataclass(frozen=True)
class Served:
    """What a tool gives: for programs, for readers, and pictures (PNG, in base64)."""

    content: dict[str, Any]
    text: str
    pictures: tuple[str, ...] = ()


class Clerk:
    """Does what the tools offer, over one database. A method of the name of each tool; all of them may wait."""

    def __init__(self, desks: Desks, db: Path, today: Callable[[], date]) -> None:
        self._desks, self._today, self._evidence = desks, today, Evidence(db)

    def ask(self, given: Given, whose: str) -> Served:
        """One question in words. `whose` keeps conversations of one name apart that are not of one client."""
        today = date.fromisoformat(given["today"]) if "today" in given else self._today()
        if "conversation" not in given:
            return _served(self._desks.answer(given["question"], today))
        chat = f"{whose}\n{given['conversation']}"
        return _served(self._desks.turn(chat, given["question"], today, time.time()))

    def look_up(self, given: Given, whose: str) -> Served:
        """One figure."""
        return _served(self._filled("lookup", given, (given["agency"],)))

    def compare(self, given: Given, whose: str) -> Served:
        """One figure of several agencies."""
        return _served(self._filled("compare", given, tuple(given["agencies"])))

    def rank(self, given: Given, whose: str) -> Served:
        """Those of a kind in the order of one figure."""
        return _served(self._filled("rank", given))

    def source(self, given: Given, whose: str) -> Served:
        """Where the cells of a figure stand, with the picture where it is a single one."""
        answer = self._filled("source", given, (given["agency_id"],))
        wanted = given["picture"] and len(answer.facts) == 1
        pictures = tuple(drawn for fact in answer.facts if wanted for drawn in self._picture(fact, answer.language))
        with self._desks.one() as desk:
            evidence = [_labels(desk, fact, answer.language, bool(pictures)) for fact in answer.facts]
        return Served({**card_of(answer), "evidence": evidence}, answer.text, pictures)

    def list_agencies(self, given: Given, whose: str) -> Served:
        """A page of what is stored."""
        with self._desks.one() as desk:
            desk.filling.facts.look()
            scope, name = self._scope(desk, given), given.get("name", "")
            page = Roster(desk.filling.facts).page(scope, name, given.get("after", ""), given["most"])
        listed: list[dict[str, Any]] = [
            {
                "agency_id": agency.id,
                "agency": agency.name,
                "region": agency.region_name or "",
                "region_code": agency.region,
                "kind": agency.organ,
                "years": list(page.years.get(agency.no, ())),
            }
            for agency in page.agencies
        ]
        following = page.agencies[-1].id if page.more else None
        lines = [f"{one['agency_id']}  {one['agency']}  {', '.join(map(str, one['years']))}" for one in listed]
        head = f"{len(listed)} of {page.total}" + (f"; read on with after: {following}" if following else "")
        return Served({"agencies": listed, "total": page.total, "next": following}, "\n".join((head, *lines)))

    def _filled(self, operation: str, given: Given, agencies: tuple[str, ...] = ()) -> Answer:
        """The answer to the arguments as slots."""
        slots = Slots(
            operation,
            given["field"],
            agencies,
            kind=given.get("kind", ""),
            region=given.get("region", ""),
            year=given.get("year"),
            ascending=given.get("order") == "ascending",
            most=given.get("most"),
            language=given.get("language", "zh"),
        )
        with self._desks.one() as desk:
            return desk.filled(_spoken(slots, given), self._today())

    def _scope(self, desk: Desk, given: Given) -> Scope:
        """The kind and the region asked for; a name of several regions stands for all of them. Raises Refused."""
        today = self._today()
        organ = desk.filling.organ(given["kind"], today) if "kind" in given else None
        if isinstance(organ, Doubt):
            kinds = ", ".join(desk.filling.facts.organs)
            kind = f"“{given['kind']}”"
            raise Refused(f"没有{kind}这类机关；可用的有：{kinds}。", f"There is no kind of agency {kind}; there are: {kinds}.")
        if "region" not in given:
            return Scope(organ)
        region = desk.filling.region(given["region"], today)
        if isinstance(region, Doubt):
            near = region.values.get("near", "")
            zh, en = (f"是不是“{near}”？", f" Is {near} meant?") if near else ("", "")
            raise Refused(
                f"没有找到地区“{given['region']}”。{zh}请写它的六位代码（GB/T 2260）或全名。",
                f"No region “{given['region']}” is known.{en} Give its GB/T 2260 code or its full name.",
            )
        return Scope(organ, region.mentions[0].regions)

    def _picture(self, fact: Fact, language: str) -> tuple[str, ...]:
        """The picture of a cell; none where it stands in no document, or the document cannot be drawn."""
        if fact.state not in _DRAWN or not fact.document:
            return ()
        try:
            return (b64encode(self._evidence.picture(fact, language)).decode(),)
        except Undrawn:
            return ()


def _served(answer: Answer) -> Served:
    return Served(card_of(answer), answer.text)


def _spoken(slots: Slots, given: Given) -> Slots:
    """In the language asked for, else in that of the arguments."""
    return slots if "language" in given else replace(slots, language=language_of(slots.words))


def _labels(desk: Desk, fact: Fact, language: str, picture: bool) -> dict[str, Any]:
    """What the form prints beside and above a cell."""
    field = desk.filling.facts.fields[fact.field]
    return {
        "field": fact.field,
        "section": int(field["section"]) if field["section"] else None,
        "row": field["row_zh"],
        "column": field["column_zh"],
        "form": desk.filling.facts.form_of(fact.agency.no, fact.year),
        "picture": picture,
    }
