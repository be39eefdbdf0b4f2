"""Documents off the web: an address → what it holds, asked for politely, and nothing that lies inside a private network.

Every hop of a redirect is judged anew. robots.txt is honoured, a host is asked once a second at most, a site that asks
to come back soon is asked once more, and sizes and times have limits that no header can talk away.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from email.utils import parsedate_to_datetime

from ingest import robots
from ingest.addresses import file_name
from ingest.errors import DocumentRejected
from ingest.unreached import answered, unreached
from ingest.wire import AGENT, Address, Answer, Journey, Limits, Wire, onward, parsed

_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_WAITS = frozenset({429, 503})


@dataclass(frozen=True, slots=True)
class Fetched:
    """A document off the web: what it is called, what it holds, and the address that gave it in the end."""

    name: str
    content: bytes
    url: str


class Fetcher:
    """Fetches documents one by one; may be shared between threads. `sleep` waits for a turn, in seconds."""

    def __init__(
        self, wire: Wire | None = None, limits: Limits | None = None, sleep: Callable[[float], None] = time.sleep
    ) -> None:
        self._limits = limits or Limits()
        self._wire = wire or Wire(self._limits)
        self._sleep = sleep
        self._lock = threading.Lock()
        self._robots: dict[str, robots.Robots | DocumentRejected] = {}
        self._turns: dict[str, float] = {}
        self._pauses: dict[str, float] = {}

    def fetch(self, address: str) -> Fetched:
        """What an address holds. Raises DocumentRejected with one plain sentence where nothing is to be had."""
        answer = self._follow(parsed(address.strip()), Journey(self._limits.total, self._limits.largest), True)
        if answer.status != 200:
            raise answered(answer.status, answer.url.host)
        name = file_name(_header(answer, b"content-disposition"), str(answer.url))
        return Fetched(name, answer.content, str(answer.url))

    def _follow(self, url: Address, journey: Journey, heeds_robots: bool) -> Answer:
        for _ in range(self._limits.redirects + 1):
            if heeds_robots:
                self._ask_leave(url)
            answer = self._patiently(url, journey)
            location = _header(answer, b"location")
            if answer.status not in _REDIRECTS or location is None:
                return answer
            url = onward(url, location)
        raise unreached("redirects", most=self._limits.redirects)

    def _patiently(self, url: Address, journey: Journey) -> Answer:
        """Asks a second time where the site says to come back soon."""
        answer = self._ask(url, journey)
        wait = _wait_asked(answer.headers.get("retry-after", "")) if answer.status in _WAITS else None
        if wait is None or wait > self._limits.longest_pause:
            return answer
        self._sleep(wait)
        return self._ask(url, journey)

    def _ask_leave(self, url: Address) -> None:
        """Raises where the site's robots.txt does not let programs ask for the address."""
        site = f"{url.scheme}://{url.netloc.decode()}"
        if site not in self._robots:
            self._robots[site] = self._robots_of(url)
        rules = self._robots[site]
        if isinstance(rules, DocumentRejected):
            raise DocumentRejected(rules.code, rules.zh, rules.en)
        if not rules.allow(url.raw_path.decode("ascii", "replace")):
            raise unreached("robots", host=url.host)

    def _robots_of(self, url: Address) -> robots.Robots | DocumentRejected:
        journey = Journey(self._limits.total, robots.LARGEST, is_cut=True)
        try:
            answer = self._follow(url.join("/robots.txt"), journey, False)
        except DocumentRejected as error:
            return error
        if answer.status == 429 or answer.status >= 500:
            return unreached("robots_unanswered", host=url.host, status=answer.status)
        rules = robots.robots_in(answer.content, AGENT) if answer.status == 200 else robots.EVERYTHING
        self._pauses[url.host] = min(max(self._limits.pause, rules.delay or 0), self._limits.longest_pause)
        return rules

    def _take_turn(self, host: str) -> None:
        """Waits until the host may be asked again."""
        with self._lock:
            now = time.monotonic()
            last = self._turns.get(host)
            turn = now if last is None else max(now, last + self._pauses.get(host, self._limits.pause))
            self._turns[host] = turn
        if turn > now:
            self._sleep(turn - now)

    def _ask(self, url: Address, journey: Journey) -> Answer:
        self._take_turn(url.host)
        return self._wire.ask(url, journey)


def _header(answer: Answer, name: bytes) -> bytes | None:
    """The bytes of a header: names in them come in any encoding."""
    return next((value for key, value in answer.headers.raw if key.lower() == name), None)


def _wait_asked(said: str) -> float | None:
    """The seconds that a Retry-After asks for, as a number or as a moment."""
    if said.strip().isdecimal():
        return float(said)
    try:
        return max(parsedate_to_datetime(said).timestamp() - time.time(), 0)
    except (TypeError, ValueError, OverflowError):
        return None
