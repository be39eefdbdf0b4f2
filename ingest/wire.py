"""One request over the wire: a host is looked up once, its addresses are judged, and the connection goes to one of these.

So a name cannot mean another machine a moment after it was judged. Cookies live for one journey, and no connection
serves two hosts. Whatever goes wrong is one plain sentence.
"""

from __future__ import annotations

import asyncio
import errno
import re
import socket
import ssl
import threading
import time
import urllib.request
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from queue import Empty, SimpleQueue
from urllib.parse import quote

import httpx

from ingest.addresses import is_public
from ingest.body import Body
from ingest.errors import DocumentRejected
from ingest.readers import LARGEST
from ingest.unreached import unreached

AGENT = "gongkai"
"""What this program is called in a robots.txt."""

Address = httpx.URL
"""A web address, taken apart."""

_HEADERS = {
    "User-Agent": f"{AGENT} (reads annual reports on government information disclosure)",
    "Accept": "*/*",
    "Accept-Language": "zh-CN,zh;q=0.9,en;q=0.5",
    "Accept-Encoding": "gzip, deflate",
    "Connection": "close",
}
_HOST = re.compile(rb"[\w.-]+|\[?[0-9A-Fa-f:.]+\]?")
_PORTS = {"http": 80, "https": 443}
_MOST_TRIED = 3
_ASCII = "".join(map(chr, range(33, 127)))
_UNCONNECTED = frozenset({errno.ENETUNREACH, errno.ENETDOWN, errno.EADDRNOTAVAIL})


@dataclass(frozen=True, slots=True)
class Limits:
    """Seconds, but for `largest`, in bytes, and `redirects`. `total` is all the time that one document may take to come.

    `pause` lies between two requests to one host; `longest_pause` is the most that a site may ask for instead.
    """

    connect: float = 10
    read: float = 20
    total: float = 60
    pause: float = 1
    longest_pause: float = 30
    largest: int = LARGEST
    redirects: int = 5


@dataclass(frozen=True, slots=True)
class Answer:
    url: Address
    status: int
    headers: httpx.Headers
    content: bytes


@dataclass(slots=True)
class Journey:
    """One document's way through redirects: the time that is left, the cookies set on it, how much of a body is read."""

    left: float
    largest: int
    is_cut: bool = False
    cookies: httpx.Cookies = field(default_factory=httpx.Cookies)


def looked_up(host: str, port: int) -> list[str]:
    """The IP addresses of a host, the best first."""
    return list(dict.fromkeys(str(found[4][0]) for found in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)))


@dataclass(frozen=True, slots=True)
class _Way:
    """How to get to a host: straight to one of its addresses, or through a proxy that finds it."""

    address: str | None
    proxy: str | None = None


class Wire:
    """Carries requests, one at a time or from several threads.

    `may_reach` says which IP addresses are asked. A proxy out of `proxies` (default: the environment) is trusted: it
    connects by itself, so only what the host's name means here is looked at, where it means anything here.
    """

    def __init__(
        self,
        limits: Limits,
        may_reach: Callable[[str], bool] = is_public,
        look_up: Callable[[str, int], Sequence[str]] = looked_up,
        proxies: Mapping[str, str] | None = None,
        tls: ssl.SSLContext | None = None,
    ) -> None:
        self._limits, self._may_reach, self._look_up = limits, may_reach, look_up
        self._proxies = urllib.request.getproxies() if proxies is None else proxies
        self._tls = tls
        self._unknown: set[str] = set()

    def ask(self, url: Address, journey: Journey) -> Answer:
        """One request and its answer, at the first of the host's addresses that can be reached. Raises DocumentRejected."""
        began = time.monotonic()
        proxy = _proxy_for(url, self._proxies)
        try:
            addresses = self._addresses(url, proxy)
            ways = [_Way(one) for one in addresses[:_MOST_TRIED]] if proxy is None else [_Way(None, proxy)]
            for way in ways[:-1]:
                with suppress(httpx.ConnectError, httpx.ConnectTimeout):
                    return asyncio.run(self._exchange(url, way, journey))
            return asyncio.run(self._exchange(url, ways[-1], journey))
        except DocumentRejected:
            raise
        except Exception as error:
            raise _reason(error, url.host, proxy) from error
        finally:
            journey.left -= time.monotonic() - began

    def _addresses(self, url: Address, proxy: str | None) -> Sequence[str]:
        """The addresses of the host, all of them fit to be asked. None where only the proxy knows the host."""
        if proxy is not None and url.host in self._unknown:
            return []
        try:
            found = self._looked_up(url.raw_host.decode("ascii").strip("[]"), url.port or _PORTS[url.scheme])
        except (OSError, UnicodeError) as error:
            if proxy is not None:
                self._unknown.add(url.host)
                return []
            is_off = isinstance(error, socket.gaierror) and error.errno == socket.EAI_AGAIN
            raise unreached("no_network" if is_off else "no_such_host", host=url.host) from error
        if not found:
            raise unreached("no_such_host", host=url.host)
        if not all(map(self._may_reach, found)):
            raise unreached("private", host=url.host)
        return found

    def _looked_up(self, host: str, port: int) -> Sequence[str]:
        """Looks a host up beside the program: the system gives up only after a long time, and cannot be stopped."""
        answers: SimpleQueue[Sequence[str] | OSError | UnicodeError] = SimpleQueue()

        def ask() -> None:
            try:
                answers.put(self._look_up(host, port))
            except (OSError, UnicodeError) as error:
                answers.put(error)

        threading.Thread(target=ask, daemon=True).start()
        try:
            answer = answers.get(timeout=self._limits.connect)
        except Empty:
            raise socket.gaierror(socket.EAI_AGAIN, "no answer") from None
        if isinstance(answer, Exception):
            raise answer
        return answer

    async def _exchange(self, url: Address, way: _Way, journey: Journey) -> Answer:
        """One request over the wire. TLS asks for the host's name, whatever address the connection goes to."""
        asked = httpx.Request("GET", url, headers=_HEADERS)
        asked.headers.encoding = "utf-8"
        journey.cookies.set_cookie_header(asked)
        limits = self._limits
        extensions: dict[str, object] = {"timeout": {"connect": limits.connect, "read": limits.read, "write": limits.read}}
        if way.address is not None:
            extensions["sni_hostname"] = url.raw_host.decode("ascii").strip("[]")
        to = url if way.address is None else url.copy_with(host=way.address)
        sent = httpx.Request("GET", to, headers=asked.headers, extensions=extensions)
        async with (
            asyncio.timeout(max(journey.left, 0)),
            httpx.AsyncHTTPTransport(verify=self._context(url), trust_env=False, proxy=way.proxy) as transport,
        ):
            response = await transport.handle_async_request(sent)
            try:
                response.request = asked
                journey.cookies.extract_cookies(response)
                content = await _content(response, url.host, journey) if response.status_code == 200 else b""
            finally:
                await response.aclose()
        return Answer(url, response.status_code, response.headers, content)

    def _context(self, url: Address) -> ssl.SSLContext:
        """Reading the known authorities takes time, so they are read once, and where they are needed."""
        if url.scheme != "https":
            return ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        if self._tls is None:
            self._tls = httpx.create_ssl_context()
        return self._tls


async def _content(response: httpx.Response, host: str, journey: Journey) -> bytes:
    body = Body(host, response.headers.get("content-encoding", ""), journey.largest, journey.is_cut)
    async for piece in response.aiter_raw():
        body.add(piece)
        if body.is_full:
            break
    return body.content()


def parsed(address: str) -> Address:
    try:
        url = Address(address)
    except (httpx.InvalidURL, ValueError) as error:
        raise unreached("no_address") from error
    if url.scheme not in _PORTS or not 0 < (url.port or 1) < 2**16 or not _HOST.fullmatch(url.raw_host):
        raise unreached("no_address")
    if url.userinfo:
        raise unreached("secrets")
    return url


def onward(url: Address, location: bytes) -> Address:
    """Where an answer leads on to. Characters stand in it as the site's own bytes, in whatever encoding these are."""
    try:
        return parsed(str(url.join(quote(location, safe=_ASCII))))
    except (httpx.InvalidURL, ValueError) as error:
        raise unreached("no_address") from error


def _proxy_for(url: Address, proxies: Mapping[str, str]) -> str | None:
    """The proxy to go through, if any. Raises where it is of a kind that is not known here."""
    proxy = proxies.get(url.scheme) or proxies.get("all")
    if not proxy or urllib.request.proxy_bypass(url.host):
        return None
    proxy = proxy if "://" in proxy else f"http://{proxy}"
    if not proxy.startswith(("http://", "https://")):
        raise unreached("proxy", proxy=_host_of(proxy))
    return proxy


def _host_of(proxy: str) -> str:
    """A proxy without the password that may stand in its address."""
    return proxy.rpartition("@")[2].rpartition("://")[2]


def _reason(error: Exception, host: str, proxy: str | None) -> DocumentRejected:
    """What went wrong on the way, by the error and what lies behind it; no error of a library below goes further up."""
    behind = list(_causes(error))
    if isinstance(error, TimeoutError):
        return unreached("too_slow", host=host)
    if proxy is not None and isinstance(error, httpx.ProxyError | httpx.ConnectError | httpx.ConnectTimeout):
        return unreached("proxy", proxy=_host_of(proxy))
    if isinstance(error, httpx.TimeoutException):
        return unreached("no_answer", host=host)
    if any(isinstance(one, ssl.SSLError) for one in behind):
        return unreached("no_tls", host=host)
    if any(isinstance(one, OSError) and one.errno in _UNCONNECTED for one in behind):
        return unreached("no_network", host=host)
    if any(isinstance(one, ConnectionRefusedError) for one in behind):
        return unreached("closed", host=host)
    return unreached("no_answer" if isinstance(error, httpx.ConnectError) else "broke_off", host=host)


def _causes(error: BaseException) -> Iterator[BaseException]:
    one: BaseException | None = error
    while one is not None:
        yield one
        one = one.__cause__ or one.__context__
