"""The reading and storing of a document that was handed in: `python -m ingest show` and `add`, told as nouns."""

from __future__ import annotations

import asyncio
import json
import os
import re
import signal
import sys
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

from bot.backoffice.process import Refused, environment, last_line
from bot.fetch.changes import Cell

AT_ONCE = 2
PATIENCE = 240.0
"""Seconds. A scan of many pages takes a minute or two on a small machine."""
UNTOLD = ("unknown_agency", "unknown_year")
"""Reasons for which a document is refused though it can be read once somebody says what it does not tell."""
_OPTION = re.compile(r"[，：；,:;][^，：；,:;]*--[a-z]+[^，：；,:;。.]*(?P<end>[。.]?)$")


@dataclass(frozen=True)
class Finding:
    """What does not add up, with both sides where it is a sum."""

    severity: str
    message: str
    left: Decimal | None
    right: Decimal | None
    difference: Decimal | None


@dataclass(frozen=True)
class Reading:
    """What became of a document. `status` is stored, unchanged, replaced, rejected, or `read` where nothing was to be kept."""

    status: str
    agency_id: str = ""
    agency: str = ""
    year: int = 0
    form: str = ""
    figures: int = 0
    cells: Mapping[str, Cell] | None = None
    findings: tuple[Finding, ...] = ()
    code: str = ""
    message: str = ""


class Intake:
    """Reads and stores, a few documents at the same time at most. Whoever is cancelled leaves no process behind."""

    def __init__(self, db: Path) -> None:
        self._db = db
        self._free = asyncio.Semaphore(AT_ONCE)

    async def read(self, document: Path, agency: str | None, year: int | None, language: str) -> Reading:
        """What stands in the document. Raises Refused where the reader itself failed or took too long."""
        told = await self._asked(("show", str(document), *_said(agency, year), "--json"), language)
        if told.get("error"):
            return Reading("rejected", code=told["error"]["code"], message=_spoken(told["error"]["message"]))
        cells = {key: Cell(one["state"], one["value"], one["raw"]) for key, one in told["cells"].items()}
        return _reading("read", told, sum(cell.state == "number" for cell in cells.values()), cells)

    async def store(self, document: Path, agency: str | None, year: int | None, language: str) -> Reading:
        """Stores the document. Raises Refused where the reader itself failed or took too long."""
        told = await self._asked(("add", str(document), *_said(agency, year), "--json", "--jobs", "1"), language)
        if told.get("error"):
            return Reading(told["status"], code=told["error"]["code"], message=_spoken(told["error"]["message"]))
        return _reading(told["status"], told, told["figures"], None)

    async def _asked(self, arguments: Sequence[str], language: str) -> dict[str, Any]:
        async with self._free:
            code, out, err = await _run((*arguments, "--db", str(self._db)), language)
        lines = [line for line in out.splitlines() if line.startswith("{")]
        if code not in (0, 1) or not lines:
            raise Refused(last_line(err) or last_line(out))
        told = json.loads(lines[-1], parse_float=Decimal, parse_int=Decimal)
        return {**told, "year": int(told["year"])} if told.get("year") is not None else dict(told)


async def _run(arguments: Sequence[str], language: str) -> tuple[int, str, str]:
    """Exit code and what was printed. The command leads a group of its own, for it reads in further processes."""
    command = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "ingest", *arguments),
        env=environment(language),
        stdin=asyncio.subprocess.DEVNULL,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
        start_new_session=True,
    )
    try:
        out, err = await asyncio.wait_for(command.communicate(), PATIENCE)
    except TimeoutError as late:
        raise Refused("") from late
    finally:
        if command.returncode is None:
            with suppress(ProcessLookupError):
                os.killpg(command.pid, signal.SIGKILL)
            await asyncio.shield(command.wait())
    return command.returncode or 0, out.decode("utf-8", "replace"), err.decode("utf-8", "replace")


def _said(agency: str | None, year: int | None) -> tuple[str, ...]:
    """In one word each: a name that begins with a dash is no option."""
    return (*([f"--agency={agency}"] if agency else []), *([f"--year={year}"] if year else []))


def _spoken(message: str) -> str:
    """A refusal without the advice to give an option, which only the command line has."""
    return _OPTION.sub(lambda found: found["end"], message)


def _reading(status: str, told: Mapping[str, Any], figures: int, cells: Mapping[str, Cell] | None) -> Reading:
    findings = tuple(
        Finding(one["severity"], one["message"], one.get("left"), one.get("right"), one.get("difference"))
        for one in told["findings"]
    )
    agency = told["agency"]
    return Reading(status, agency["id"], agency["name"], told["year"], told["form"], int(figures), cells, findings)
