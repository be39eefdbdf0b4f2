"""A web site for tests: a real server on this machine whose pages are functions, and names that lead to it."""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from tempfile import TemporaryDirectory

from ingest.fetch import Fetcher
from ingest.wire import Limits, Wire

HERE, INSIDE = "127.0.0.1", "127.0.0.2"
"""What the tests call the open internet, and what they call the inside of a private network."""

QUICK = Limits(connect=1, read=0.3, total=0.8, pause=0, longest_pause=0.4, largest=100_000, redirects=5)


@dataclass(frozen=True)
class Page:
    """One answer. Without `has_length` its end is the end of the connection."""

    body: bytes = b""
    status: int = 200
    headers: Mapping[str, str | bytes] = field(default_factory=dict)
    has_length: bool = True


Answer = Page | Callable[[BaseHTTPRequestHandler], Page | None]
"""A page, or what makes one for a request; None where it has written the answer itself."""


@dataclass
class Site:
    """`pages` by path with query; `asked` are the requests that came, as Host and path; `heard` their headers."""

    port: int
    pages: dict[str, Answer]
    asked: list[str] = field(default_factory=list)
    heard: list[Mapping[str, str]] = field(default_factory=list)

    def at(self, path: str, host: str = "site.test", scheme: str = "http") -> str:
        return f"{scheme}://{host}:{self.port}{path}"

    def paths(self) -> list[str]:
        """The paths that were asked for, robots.txt apart."""
        return [path for one in self.asked if (path := one.partition("/")[2]) != "robots.txt"]


@contextlib.contextmanager
def site(pages: Mapping[str, Answer], tls: Callable[[ThreadingHTTPServer], None] | None = None) -> Iterator[Site]:
    """A site that answers 404 for every path that it has no page for."""

    class Handler(BaseHTTPRequestHandler):
        timeout = 5

        def do_GET(self) -> None:
            made.asked.append(self.headers["Host"] + self.path)
            made.heard.append(dict(self.headers.items()))
            answer = made.pages.get(self.path, Page(b"nothing here", 404))
            page = answer if isinstance(answer, Page) else answer(self)
            if page is not None:
                with contextlib.suppress(OSError):
                    self.give(page)

        def give(self, page: Page) -> None:
            self.send_response_only(page.status)
            length = {"Content-Length": str(len(page.body))} if page.has_length else {}
            for name, value in {**length, **page.headers}.items():
                self.wfile_header(name, value)
            self.end_headers()
            self.wfile.write(page.body)

        def wfile_header(self, name: str, value: str | bytes) -> None:
            text = value.decode("latin-1") if isinstance(value, bytes) else value
            self.send_header(name, text)

        def log_message(self, format: str, *args: object) -> None:
            return

    class Server(ThreadingHTTPServer):
        daemon_threads = True

        def handle_error(self, request: object, client_address: object) -> None:
            """A client that goes away early is what many of these tests are about."""

    server = Server(("0.0.0.0", 0), Handler)
    made = Site(server.server_address[1], dict(pages))
    if tls is not None:
        tls(server)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield made
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def look_up(host: str, port: int) -> list[str]:
    """Every name leads to this machine; those that begin with inside- lead to where nobody may look."""
    return [INSIDE if host.startswith("inside-") else host if host[0].isdigit() else HERE]


def fetcher(limits: Limits = QUICK, **settings: object) -> Fetcher:
    """A fetcher to which only HERE is the open internet."""
    waited: list[float] = []
    given = {"may_reach": HERE.__eq__, "look_up": look_up, "proxies": {}, **settings}
    sleep = given.pop("sleep", waited.append)
    return Fetcher(Wire(limits, **given), limits, sleep)  # type: ignore[arg-type]


@contextlib.contextmanager
def folder_with(files: Mapping[str, bytes]) -> Iterator[Path]:
    """A folder with these files by their relative paths."""
    with TemporaryDirectory() as name:
        for path, content in files.items():
            file = Path(name, path)
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(content)
        yield Path(name)
