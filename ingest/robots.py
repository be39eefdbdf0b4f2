"""What a site asks of programs in its robots.txt (RFC 9309): which addresses they leave alone, and how often they may ask.

The longest rule that fits an address decides, and between two of one length the one that allows. `*` in a rule stands for
anything, `$` for the end. urllib.robotparser takes the first rule that fits and knows neither sign.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

LARGEST = 500 * 2**10
"""Bytes of a robots.txt that are read; the rest of a longer one is left."""

_LINE = re.compile(r"\s*([\w-]+)\s*:\s*([^#\r\n]*)")
_ESCAPED = re.compile(r"%([0-9A-Fa-f]{2})")
_UNRESERVED = re.compile(r"[A-Za-z0-9._~-]")


@dataclass(frozen=True, slots=True)
class Robots:
    """`rules` are patterns of paths, with whether each allows; `delay` is in seconds, None where none is asked for."""

    rules: tuple[tuple[str, bool], ...] = ()
    delay: float | None = None

    def allow(self, path: str) -> bool:
        """Whether a program may ask for a path (with its query)."""
        target = _spelt(path or "/")
        fitting = [(len(pattern), allows) for pattern, allows in self.rules if _fits(pattern, target)]
        return max(fitting, default=(0, True))[1]


EVERYTHING = Robots()
NOTHING = Robots((("/", False),))


def robots_in(content: bytes, agent: str) -> Robots:
    """The rules for a program of that name, or those for every program where none are for it."""
    groups = list(_groups(content[:LARGEST].decode("utf-8-sig", "replace").splitlines()))
    mine = [group for group in groups if agent.lower() in group[0]]
    for_me = mine or [group for group in groups if "*" in group[0]]
    delays = [delay for _, _, delay in for_me if delay is not None]
    return Robots(tuple(rule for _, rules, _ in for_me for rule in rules), max(delays, default=None))


_Group = tuple[set[str], list[tuple[str, bool]], float | None]
"""Names of programs, their rules, their delay."""


def _groups(lines: Iterable[str]) -> Iterator[_Group]:
    """One group for each run of User-agent lines with the rules that follow it."""
    names: set[str] = set()
    rules: list[tuple[str, bool]] = []
    delay: float | None = None
    closed = False
    for key, value in _pairs(lines):
        if key == "user-agent":
            if closed:
                yield names, rules, delay
                names, rules, delay, closed = set(), [], None, False
            names.add(re.split(r"[/\s]", value.lower())[0])
        elif key in ("allow", "disallow"):
            closed = True
            if value:
                rules.append((_spelt(value), key == "allow"))
        elif key == "crawl-delay":
            closed = True
            delay = _seconds(value)
    yield names, rules, delay


def _pairs(lines: Iterable[str]) -> Iterator[tuple[str, str]]:
    for line in lines:
        found = _LINE.match(line)
        if found:
            yield found[1].lower(), found[2].strip()


def _seconds(value: str) -> float | None:
    return float(value) if re.fullmatch(r"\d{1,6}(?:\.\d{1,6})?", value) else None


def _spelt(path: str) -> str:
    """One spelling for each path: what need not be escaped is not, and all else is, in capitals."""
    text = "".join(sign if sign.isascii() else "".join(f"%{byte:02X}" for byte in sign.encode()) for sign in path)
    return _ESCAPED.sub(_unescaped, text)


def _unescaped(found: re.Match[str]) -> str:
    sign = chr(int(found[1], 16))
    return sign if _UNRESERVED.fullmatch(sign) else found[0].upper()


def _fits(pattern: str, target: str) -> bool:
    """Whether a pattern fits the beginning of a path; its pieces are looked for from left to right, each once."""
    ends = pattern.endswith("$")
    first, *others = pattern.removesuffix("$").split("*")
    if not target.startswith(first):
        return False
    place = len(first)
    if not others:
        return place == len(target) or not ends
    last = others.pop() if ends else ""
    for piece in others:
        found = target.find(piece, place)
        if found < 0:
            return False
        place = found + len(piece)
    return target.endswith(last) and len(target) - len(last) >= place
