"""Documents off the web, from a real server: names, limits, redirects, robots.txt, refusals, and nothing inside a network."""

from __future__ import annotations

import gzip
import socket
import ssl
import time
import tracemalloc
import zlib
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from ingest.addresses import is_public
from ingest.body import Body
from ingest.errors import CODES, DocumentRejected
from ingest.wire import Limits
from tests.ingest.web_site import HERE, INSIDE, QUICK, Answer, Page, fetcher, site

REPORT = "<html><body><h1>报告</h1></body></html>".encode()


def refusal(of: Callable[[], object]) -> DocumentRejected:
    with pytest.raises(DocumentRejected) as caught:
        of()
    error = caught.value
    assert error.code in CODES
    assert error.zh.endswith("。") and error.en.endswith(".") and "{" not in error.zh + error.en
    return error


def refused_at(pages: dict[str, Answer], path: str = "/a", **settings: object) -> tuple[str, str]:
    """The code and the Chinese sentence with which a page of this site is refused."""
    with site(pages) as made:
        error = refusal(lambda: fetcher(**settings).fetch(made.at(path)))
        return error.code, error.zh


def led(to: str, status: int = 302, **headers: str) -> Page:
    return Page(b"", status, {"Location": to, **headers})


def test_a_document_comes_with_its_name_and_its_address() -> None:
    with site({"/a/report.html?id=3": Page(REPORT)}) as made:
        got = fetcher().fetch(made.at("/a/report.html?id=3"))
        assert (got.name, got.content, got.url) == ("report.html", REPORT, made.at("/a/report.html?id=3"))
        assert made.asked == [f"site.test:{made.port}/robots.txt", f"site.test:{made.port}/a/report.html?id=3"]
        assert made.heard[1]["User-Agent"].startswith("gongkai ")
        assert "br" not in made.heard[1]["Accept-Encoding"]


@pytest.mark.parametrize("kind", ["gzip", "zlib", "bare", "none"])
def test_what_is_packed_for_the_way_is_unpacked(kind: str) -> None:
    body = REPORT * 200
    bare = zlib.compressobj(wbits=-15)
    packed = {
        "gzip": gzip.compress(body[:999]) + gzip.compress(body[999:]) + b"\0" * 99,
        "zlib": zlib.compress(body),
        "bare": bare.compress(body) + bare.flush(),
        "none": body,
    }[kind]
    encoding = {"gzip": "gzip", "none": "identity"}.get(kind, "deflate")
    with site({"/a": Page(packed, headers={"Content-Encoding": encoding})}) as made:
        assert fetcher().fetch(made.at("/a")).content == body


# Redirects


def test_redirects_are_followed_with_the_cookies_that_they_set() -> None:
    def second(request: BaseHTTPRequestHandler) -> Page:
        return Page(REPORT) if "seen=1" in (request.headers["Cookie"] or "") else Page(b"", 403)

    pages: dict[str, Answer] = {"/a": led("b/c?x=1", **{"Set-Cookie": "seen=1; Path=/"}), "/b/c?x=1": second}
    with site(pages) as made:
        got = fetcher().fetch(made.at("/a"))
        assert (got.url, got.content) == (made.at("/b/c?x=1"), REPORT)
        assert made.paths() == ["a", "b/c?x=1"]


def test_cookies_of_one_document_are_not_sent_for_another() -> None:
    with site({"/a": Page(REPORT, headers={"Set-Cookie": "who=me; Path=/"}), "/b": Page(REPORT)}) as made:
        one = fetcher()
        one.fetch(made.at("/a"))
        one.fetch(made.at("/b"))
        assert not [headers for headers in made.heard if "Cookie" in headers]


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
def test_a_redirect_to_a_name_in_any_encoding_keeps_its_bytes(encoding: str) -> None:
    name = "年报.html".encode(encoding)
    path = "/" + "".join(f"%{byte:02X}" if byte > 127 else chr(byte) for byte in name)
    with site({"/a": Page(b"", 301, {"Location": b"/" + name}), path: Page(REPORT)}) as made:
        assert fetcher().fetch(made.at("/a")).name == "年报.html"


def test_five_redirects_are_followed_and_the_sixth_is_not() -> None:
    pages: dict[str, Answer] = {f"/{number}": led(f"/{number + 1}") for number in range(6)}
    with site({**pages, "/6": Page(REPORT)}) as made:
        assert fetcher().fetch(made.at("/1")).content == REPORT
        assert "跳转" in refusal(lambda: fetcher().fetch(made.at("/0"))).zh


def test_a_circle_of_redirects_ends() -> None:
    with site({"/a": led("/b"), "/b": led("/a")}) as made:
        assert refusal(lambda: fetcher().fetch(made.at("/a"))).code == "unreachable"
        assert len(made.paths()) == 6


def test_a_redirect_leads_to_web_addresses_only() -> None:
    for to in ("file:///etc/passwd", "ftp://site.test/a", "http://[::bad/", "data:text/html,x"):
        assert refused_at({"/a": led(to)})[0] == "unsupported"


@pytest.mark.parametrize("cookie", ["名=值", "a=é; Domain=.test", "=", "a=b; Domain=other.test", "\x7f=1"])
def test_strange_cookies_harm_nothing(cookie: str) -> None:
    with site({"/a": Page(b"", 302, {"Location": "/b", "Set-Cookie": cookie.encode()}), "/b": Page(REPORT)}) as made:
        assert fetcher().fetch(made.at("/a")).content == REPORT


# Addresses inside a network


INNER = """
127.0.0.1 10.0.0.1 172.16.0.1 192.168.1.1 169.254.169.254 100.64.0.1 0.0.0.0 224.0.0.1 240.0.0.1 255.255.255.255 ::1 ::
fe80::1 fe80::1%eth0 fc00::1 fec0::1 ff02::1 ::ffff:127.0.0.1 ::ffff:a00:1 64:ff9b::10.0.0.1 2002:7f00:1::1
2001:0:0:0:0:0:f5ff:fffe ::127.0.0.1 192.0.2.1 198.18.0.1 2001:db8::1
"""


@pytest.mark.parametrize("address", INNER.split())
def test_addresses_that_are_not_of_the_open_internet(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize("address", ["1.1.1.1", "202.96.128.86", "2400:3200::1", "::ffff:1.1.1.1", "64:ff9b::101:101"])
def test_addresses_of_the_open_internet(address: str) -> None:
    assert is_public(address)


def test_this_machine_and_its_network_are_refused_unless_permitted() -> None:
    with site({"/a": Page(REPORT)}) as made:
        for host in ("127.0.0.1", "localhost", "2130706433", "127.1", "[::1]", "[::ffff:127.0.0.1]"):
            wary = fetcher(may_reach=is_public, look_up=lambda host, port: [f[4][0] for f in socket.getaddrinfo(host, port)])
            error = refusal(lambda host=host, wary=wary: wary.fetch(made.at("/a", host)))  # type: ignore[misc]
            assert error.code in ("not_allowed", "unreachable"), host
            assert host.startswith("[") or "--allow-private" in error.en
        assert not made.asked
        assert fetcher(may_reach=lambda address: True).fetch(made.at("/a", "127.0.0.1")).content == REPORT


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_a_redirect_into_the_network_is_refused(status: int) -> None:
    with site({}) as made:
        made.pages["/a"] = led(made.at("/secret", "inside-admin.test"), status)
        made.pages["/b"] = led(made.at("/secret", INSIDE), status)
        made.pages["/secret"] = Page(b"secret")
        for path in ("/a", "/b"):
            assert refusal(lambda path=path: fetcher().fetch(made.at(path))).code == "not_allowed"  # type: ignore[misc]
        assert "secret" not in made.paths()


def test_a_host_is_refused_when_any_of_its_addresses_lies_inside() -> None:
    with site({"/a": Page(REPORT)}) as made:
        both = fetcher(look_up=lambda host, port: [HERE, INSIDE])
        assert refusal(lambda: both.fetch(made.at("/a"))).code == "not_allowed"
        assert not made.asked


def test_the_connection_goes_to_the_address_that_was_judged() -> None:
    """A name that means another machine the next time that it is looked up gains nothing by it."""
    answers: list[str] = []

    def rebinding(host: str, port: int) -> list[str]:
        answers.append(INSIDE if len(answers) % 2 else HERE)
        return answers[-1:]

    reached: list[str] = []

    def page(request: BaseHTTPRequestHandler) -> Page:
        reached.append(request.connection.getsockname()[0])
        return Page(REPORT)

    with site({"/robots.txt": page, "/a": page}) as made:
        assert refusal(lambda: fetcher(look_up=rebinding).fetch(made.at("/a"))).code == "not_allowed"
        assert reached == [HERE] and answers == [HERE, INSIDE]


def test_the_next_address_of_a_host_is_tried_where_one_is_dead() -> None:
    with site({"/a": Page(REPORT)}) as made:
        two = fetcher(look_up=lambda host, port: ["::1", HERE], may_reach=lambda address: True)
        assert two.fetch(made.at("/a")).content == REPORT


# Limits


def test_a_large_body_is_refused_whatever_its_length_says() -> None:
    def endless(request: BaseHTTPRequestHandler) -> None:
        request.wfile.write(b"HTTP/1.1 200 OK\r\n\r\n")
        try:
            for _ in range(1000):
                request.wfile.write(b"x" * 10_000)
        except OSError:
            ended.append(True)

    ended: list[bool] = []
    assert refused_at({"/a": endless})[0] == "too_large"
    assert refused_at({"/a": Page(b"x" * 100_001)})[0] == "too_large"
    with site({"/a": Page(b"x" * 100_000)}) as made:
        assert len(fetcher().fetch(made.at("/a")).content) == 100_000


def test_a_body_that_unfolds_is_refused() -> None:
    bomb = gzip.compress(b"\0" * 50_000_000)
    assert len(bomb) < QUICK.largest
    assert refused_at({"/a": Page(bomb, headers={"Content-Encoding": "gzip"})})[0] == "too_large"


def test_a_body_unfolds_no_further_than_it_is_read() -> None:
    body = Body("site.test", "gzip", 1_000_000, is_cut=True)
    bomb = gzip.compress(b"\0" * 50_000_000)
    tracemalloc.start()
    try:
        body.add(bomb)
        assert body.is_full and body.content() == b"\0" * 1_000_000
        assert tracemalloc.get_traced_memory()[1] < 8_000_000
    finally:
        tracemalloc.stop()


@pytest.mark.parametrize(
    ("body", "encoding", "code"),
    [
        (gzip.compress(gzip.compress(REPORT)), "gzip, gzip", "unsupported"),
        (REPORT, "br", "unsupported"),
        (REPORT, "gzip", "damaged"),
        (gzip.compress(REPORT)[:-9], "gzip", "damaged"),
        (REPORT, "deflate", "damaged"),
    ],
    ids=["twice", "unknown", "not packed", "cut off", "not deflated"],
)
def test_a_body_that_cannot_be_unpacked_is_refused(body: bytes, encoding: str, code: str) -> None:
    assert refused_at({"/a": Page(body, headers={"Content-Encoding": encoding})})[0] == code


def test_a_body_that_breaks_off_is_refused() -> None:
    code, sentence = refused_at({"/a": Page(REPORT, headers={"Content-Length": "9999"})})
    assert code == "unreachable" and "断开" in sentence


def drip(start: bytes) -> Answer:
    """An answer that comes byte by byte, each well within the time for one, and never ends."""

    def dripping(request: BaseHTTPRequestHandler) -> None:
        try:
            request.wfile.write(start)
            for _ in range(100):
                time.sleep(0.05)
                request.wfile.write(b"x")
        except OSError:
            return

    return dripping


@pytest.mark.parametrize("start", [b"HTTP/1.1 200 OK\r\nX-Slow: ", b"HTTP/1.1 200 OK\r\n\r\n"])
def test_an_answer_that_drips_is_given_up_in_its_head_and_in_its_body(start: bytes) -> None:
    began = time.monotonic()
    limits = Limits(connect=1, read=0.3, total=0.4, pause=0)
    assert refused_at({"/a": drip(start)}, limits=limits)[0] == "took_too_long"
    assert time.monotonic() - began < 3


def test_a_server_that_says_nothing_is_given_up() -> None:
    code, sentence = refused_at({"/a": lambda request: time.sleep(0.5)})
    assert code == "unreachable" and "没有回应" in sentence


def test_a_name_server_that_says_nothing_is_given_up() -> None:
    def silent(host: str, port: int) -> list[str]:
        time.sleep(0.6)
        return [HERE]

    one = fetcher(Limits(connect=0.1), look_up=silent)
    assert "连不上网络" in refusal(lambda: one.fetch("http://site.test/")).zh


NO_HTTP = [
    b"",
    b"nonsense\r\n\r\n",
    b"HTTP/1.1 200 OK\r\nContent-Length: many\r\n\r\nx",
    b"HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\nx",
    b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
    b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\nContent-Length: 9\r\n\r\nxxxxx",
    b"HTTP/1.1 999999 OK\r\n\r\n",
    b"HTTP/1.1 200 OK\r\nX: " + b"x" * 300_000,
    b"HTTP/1.1 302 Found\r\nLocation: \r\n\r\n" * 2,
    b"HTTP/1.1 302 Found\r\nLocation: http://\xff\xfe[/\r\n\r\n",
    b"HTTP/1.1 100 Continue\r\n\r\n" * 2000,
    bytes(range(256)) * 9,
]


@pytest.mark.parametrize("answer", NO_HTTP)
def test_an_answer_that_is_no_http_is_one_refusal(answer: bytes) -> None:
    def write(request: BaseHTTPRequestHandler) -> None:
        request.wfile.write(answer)

    assert refused_at({"/a": write})[0] in ("unreachable", "took_too_long", "unsupported")


# Refusals


def test_a_dead_port_and_an_unknown_name_and_no_network_are_told_apart() -> None:
    with socket.socket() as taken:
        taken.bind((HERE, 0))
        dead = taken.getsockname()[1]

    def raising(number: int) -> Callable[[str, int], list[str]]:
        def fail(host: str, port: int) -> list[str]:
            raise socket.gaierror(number, "failed")

        return fail

    closed = refusal(lambda: fetcher().fetch(f"http://site.test:{dead}/"))
    unknown = refusal(lambda: fetcher(look_up=raising(socket.EAI_NONAME)).fetch("http://site.test/"))
    off = refusal(lambda: fetcher(look_up=raising(socket.EAI_AGAIN)).fetch("http://site.test/"))
    assert ["拒绝连接" in closed.zh, "找不到网站" in unknown.zh, "连不上网络" in off.zh] == [True] * 3


@pytest.mark.parametrize(
    ("status", "code"),
    [(404, "not_found"), (410, "not_found"), (403, "not_allowed"), (412, "not_allowed"), (500, "unreachable")],
)
def test_an_error_page_is_no_document(status: int, code: str) -> None:
    found, sentence = refused_at({"/a": Page(REPORT, status)})
    assert found == code and str(status) in sentence


@pytest.mark.parametrize(
    "address", ["ftp://site.test/a", "site.test/a", "http://", "http://[", "http://a:99999/", "", "文件.pdf"]
)
def test_what_is_no_address_is_refused(address: str) -> None:
    assert refusal(lambda: fetcher().fetch(address)).code == "unsupported"


def test_an_address_with_a_password_is_refused() -> None:
    error = refusal(lambda: fetcher().fetch("http://me:hidden@site.test/"))
    assert error.code == "not_allowed" and "hidden" not in error.zh + error.en


def test_a_site_that_says_when_to_come_back_is_asked_once_more() -> None:
    soon = format_datetime(datetime.now(UTC) + timedelta(seconds=0.3), usegmt=True)
    for said in ("0", soon):
        busy = [Page(b"", 429, {"Retry-After": said})]
        waited: list[float] = []
        with site({"/a": lambda request, busy=busy: busy.pop() if busy else Page(REPORT)}) as made:  # type: ignore[misc]
            assert fetcher(sleep=waited.append).fetch(made.at("/a")).content == REPORT
            assert made.paths() == ["a", "a"] and all(0 <= seconds <= 0.4 for seconds in waited)


@pytest.mark.parametrize("said", ["60", "", "soon", "9" * 400])
def test_a_site_that_is_busy_for_long_is_left_alone(said: str) -> None:
    with site({"/a": Page(b"", 503, {"Retry-After": said})}) as made:
        assert "太忙" in refusal(lambda: fetcher().fetch(made.at("/a"))).zh
        assert made.paths() == ["a"]


# robots.txt


def test_robots_are_asked_once_a_site_and_obeyed_at_every_hop() -> None:
    rules = b"User-agent: *\nDisallow: /closed/\n"
    pages: dict[str, Answer] = {"/robots.txt": Page(rules), "/a": led("/closed/x"), "/b": Page(REPORT), "/closed/x": Page(REPORT)}
    with site(pages) as made:
        one = fetcher()
        assert one.fetch(made.at("/b")).content == REPORT
        error = refusal(lambda: one.fetch(made.at("/a")))
        assert error.code == "not_allowed" and "robots.txt" in error.en
        assert made.paths() == ["b", "a"] and len(made.asked) == 3


@pytest.mark.parametrize("status", [500, 503, 429])
def test_without_an_answer_about_robots_nothing_is_asked(status: int) -> None:
    with site({"/robots.txt": Page(b"", status), "/a": Page(REPORT)}) as made:
        error = refusal(lambda: fetcher().fetch(made.at("/a")))
        assert error.code == "unreachable" and "robots.txt" in error.en and made.paths() == []


@pytest.mark.parametrize("answer", [Page(b"", 403), Page(b"", 404), Page(b"<html>\xff</html>"), led("/other.txt")])
def test_without_a_robots_file_everything_may_be_asked(answer: Page) -> None:
    with site({"/robots.txt": answer, "/a": Page(REPORT)}) as made:
        assert fetcher().fetch(made.at("/a")).content == REPORT


def test_a_very_long_robots_file_is_read_as_far_as_it_need_be() -> None:
    rules = b"User-agent: *\nDisallow: /a\n" + b"# more\n" * 200_000
    with site({"/robots.txt": Page(rules), "/a": Page(REPORT)}) as made:
        assert refusal(lambda: fetcher().fetch(made.at("/a"))).code == "not_allowed"


@pytest.mark.parametrize(("asked", "pause"), [(b"", 0.2), (b"Crawl-delay: 0.3", 0.3), (b"Crawl-delay: 99", 0.4)])
def test_a_host_is_asked_no_faster_than_it_likes(asked: bytes, pause: float) -> None:
    waited: list[float] = []
    limits = Limits(connect=1, read=1, total=2, pause=0.2, longest_pause=0.4)
    with site({"/robots.txt": Page(b"User-agent: gongkai\n" + asked), "/a": Page(REPORT)}) as made:
        one = fetcher(limits, sleep=waited.append)
        one.fetch(made.at("/a"))
        one.fetch(made.at("/a", "other.test"))
    assert len(waited) == 2 and all(pause - 0.15 < seconds <= pause for seconds in waited)


# Proxies and TLS


def test_a_proxy_of_the_environment_is_used_and_what_lies_inside_stays_refused() -> None:
    with site({}) as made:
        made.pages["http://site.test/a"] = Page(REPORT)
        through = fetcher(proxies={"http": f"127.0.0.1:{made.port}"})
        assert through.fetch("http://site.test/a").content == REPORT
        assert refusal(lambda: through.fetch("http://inside-admin.test/a")).code == "not_allowed"
        blind = fetcher(proxies={"all": f"http://me:hidden@127.0.0.1:{made.port}"}, look_up=unknown_here)
        assert blind.fetch("http://site.test/a").content == REPORT
        assert made.heard[-1]["Proxy-Authorization"].startswith("Basic ")


def unknown_here(host: str, port: int) -> list[str]:
    raise socket.gaierror(socket.EAI_NONAME, "unknown")


@pytest.mark.parametrize("proxy", ["http://me:hidden@127.0.0.1:9", "socks5://me:hidden@127.0.0.1:1080"])
def test_a_proxy_that_does_not_work_is_named_without_its_password(proxy: str) -> None:
    error = refusal(lambda: fetcher(proxies={"all": proxy}).fetch("http://site.test/a"))
    assert "127.0.0.1" in error.zh and "hidden" not in error.zh + error.en


def certified(folder: Path, name: str) -> Path:
    """A certificate of its own for a name, with its key, in one file."""
    from cryptography import x509
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import ec

    key = ec.generate_private_key(ec.SECP256R1())
    called = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, name)])
    now = datetime.now(UTC)
    builder = x509.CertificateBuilder().subject_name(called).issuer_name(called).public_key(key.public_key())
    builder = builder.serial_number(1).not_valid_before(now - timedelta(days=1)).not_valid_after(now + timedelta(days=1))
    builder = builder.add_extension(x509.SubjectAlternativeName([x509.DNSName(name)]), False)
    builder = builder.add_extension(x509.BasicConstraints(True, None), True)
    path = folder / f"{name}.pem"
    pem, private = serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8
    path.write_bytes(
        builder.sign(key, hashes.SHA256()).public_bytes(pem) + key.private_bytes(pem, private, serialization.NoEncryption())
    )
    return path


def test_tls_asks_for_the_name_and_not_for_the_address(tmp_path: Path) -> None:
    """The connection goes to an address; the certificate must be of the host's name all the same."""
    certificate = certified(tmp_path, "safe.test")
    names: list[str | None] = []

    def serve(server: ThreadingHTTPServer) -> None:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(certificate)
        context.sni_callback = lambda one, name, whole: names.append(name)
        server.socket = context.wrap_socket(server.socket, server_side=True, do_handshake_on_connect=False)

    trusting = ssl.create_default_context(cafile=str(certificate))
    with site({"/a": Page(REPORT)}, serve) as made:
        assert fetcher(tls=trusting).fetch(made.at("/a", "safe.test", "https")).content == REPORT
        assert set(names) == {"safe.test"}
        for host, tls in (("other.test", trusting), ("safe.test", None)):
            error = refusal(lambda host=host, tls=tls: fetcher(tls=tls).fetch(made.at("/a", host, "https")))  # type: ignore[misc]
            assert "安全连接" in error.zh
        assert len(made.asked) == 2


def test_a_site_is_one_thing_in_every_thread() -> None:
    """Several threads share one fetcher: turns are handed out one by one."""
    from concurrent.futures import ThreadPoolExecutor

    waited: list[float] = []
    limits = Limits(connect=1, read=1, total=5, pause=0.5)
    with site({"/a": Page(REPORT)}) as made:
        one = fetcher(limits, sleep=waited.append)
        one.fetch(made.at("/a"))
        with ThreadPoolExecutor(4) as pool:
            assert [got.content for got in pool.map(one.fetch, [made.at("/a")] * 4)] == [REPORT] * 4
    assert [round(seconds * 2) for seconds in sorted(waited)] == [1, 2, 3, 4, 5]
