"""/upload: who may hand a report in, what is shown of it, what is stored; hostile documents, cookies and forms."""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from starlette.requests import Request

from bot.backoffice.waiting import HOUR, MOST, Shelf
from bot.channels.web.staff import COOKIE, LASTS, Staff
from bot.facts import Facts
from tests.bot.channels.web.serving import ROOT, database, served
from tests.hostile.files import OTHERS, PDFS, TEXTS, WORDS

TOKEN, OTHER = "a token of the tests", "another one"
HASHES = tuple(hashlib.sha256(token.encode()).hexdigest() for token in (TOKEN, OTHER))
REPORT = (ROOT / "data" / "reports" / "hegang_health_2021.txt").read_text("utf-8")
NEXT = (
    REPORT.replace("2021", "2022")
    .replace("行政许可 240", "行政许可 300")
    .replace("申请数量 0 0 0 0 0 0 0", "申请数量 4 0 0 0 0 0 5", 1)
)

NAMES = ("../../../etc/passwd", "..\\..\\x.txt", "/etc/cron.d/x", ".txt", "CON.txt", "a" * 300 + ".txt", "<img src=x>.txt")
HOSTILE = ("empty.txt", "noise.txt", "bomb.docx", "head.pdf")


@pytest.fixture(scope="module")
def db(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return Path(shutil.copy(database(), tmp_path_factory.mktemp("upload") / "reports.db"))


@pytest.fixture(scope="module")
def office(db: Path) -> Iterator[str]:
    """A site that takes documents, over a database of its own."""
    with served(db, db.parent / "state", GONGKAI_WEB_STAFF=",".join(HASHES)) as address:
        yield address


@pytest.fixture
def stranger(office: str) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=office, trust_env=False, timeout=60, headers={"Accept-Language": "zh"}) as client:
        yield client


@pytest.fixture
def staff(stranger: httpx.Client) -> httpx.Client:
    assert stranger.post("/upload/login", data={"token": TOKEN}).status_code == 303
    return stranger


def seal(client: httpx.Client) -> str:
    found = re.search(r'name="seal" value="(\w+)"', client.get("/upload").text)
    assert found is not None
    return found.group(1)


def hand_in(client: httpx.Client, content: bytes, name: str = "鹤岗 2022.txt", **told: str) -> httpx.Response:
    """The page of a document once it is read."""
    sent = client.post("/upload", data={"seal": seal(client), **told}, files={"file": (name, content)})
    return settled(client, sent.headers["location"]) if sent.status_code == 303 else sent


def settled(client: httpx.Client, address: str) -> httpx.Response:
    for _ in range(300):
        page = client.get(address)
        if "refresh" not in page.headers:
            return page
        time.sleep(0.2)
    raise AssertionError("it is read for ever")


def press(client: httpx.Client, page: httpx.Response, deed: str, **told: str) -> httpx.Response:
    sent = client.post(f"{page.url.path}/{deed}", data={"seal": seal(client), **told})
    assert sent.status_code == 303
    return settled(client, sent.headers["location"])


def reports(db: Path) -> int:
    facts = Facts(db)
    ((count,),) = facts.rows("SELECT count(*) FROM report")
    facts.close()
    return int(count)


# Who


def test_others_are_told_who_may_and_nothing_is_kept(stranger: httpx.Client, db: Path) -> None:
    page = stranger.get("/upload")
    assert page.status_code == 200
    assert "令牌" in page.text
    assert "set-cookie" not in page.headers
    sent = stranger.post("/upload", files={"file": ("x.txt", REPORT.encode())})
    assert sent.status_code == 403
    assert not list((db.parent / "state" / "web-uploads").glob("*"))


def test_a_token_gives_a_cookie_for_this_path_alone(stranger: httpx.Client) -> None:
    assert stranger.post("/upload/login", data={"token": "wrong"}).status_code == 403
    said = stranger.post("/upload/login", data={"token": TOKEN})
    cookie = said.headers["set-cookie"].lower()
    assert {"httponly", "samesite=strict", "path=/upload", f"max-age={LASTS}"} <= set(cookie.split("; "))
    assert TOKEN not in cookie
    assert HASHES[0][:12] not in cookie
    assert "multipart/form-data" in stranger.get("/upload").text
    stranger.post("/upload/logout")
    assert "multipart/form-data" not in stranger.get("/upload").text


@pytest.mark.parametrize("headers", [{"Origin": "https://evil.example"}, {"Origin": "null"}, {"Sec-Fetch-Site": "cross-site"}])
def test_forms_of_other_sites_are_not_heard(staff: httpx.Client, headers: dict[str, str]) -> None:
    own = seal(staff)
    assert staff.post("/upload/login", data={"token": TOKEN}, headers=headers).status_code == 403
    sent = staff.post("/upload", data={"seal": own}, files={"file": ("x.txt", b"x")}, headers=headers)
    assert sent.status_code == 403


@pytest.mark.parametrize("given", ["", "0" * 64, "é"])
def test_a_form_without_its_seal_is_not_heard(staff: httpx.Client, given: str) -> None:
    assert staff.post("/upload", data={"seal": given}, files={"file": ("x.txt", b"x")}).status_code == 403


@pytest.mark.parametrize("made", ["", "x", "..", "a.9999999999.00", "é.1.é", "{who}.9999999999.{sign}", "{who}.{until}.{other}"])
def test_a_forged_cookie_opens_nothing(staff: httpx.Client, made: str) -> None:
    who, until, sign = staff.cookies[COOKIE].split(".")
    forged = made.format(who=who, until=until, sign=sign, other=sign[::-1])
    headers = [(b"cookie", f"{COOKIE}={forged}".encode())]
    staff.cookies.clear()
    assert "multipart/form-data" not in staff.get("/upload", headers=headers).text


def request_of(address: str = "10.0.0.1", cookie: str = "") -> Request:
    headers = [(b"cookie", f"{COOKIE}={cookie}".encode())] if cookie else []
    return Request(
        {"type": "http", "method": "POST", "path": "/", "query_string": b"", "headers": headers, "client": (address, 1)}
    )


def test_a_session_ends_and_a_token_that_is_taken_back_ends_it_too(tmp_path: Path) -> None:
    now = [1000.0]
    staff = Staff(HASHES, tmp_path, lambda: now[0])
    value = staff.log_in(request_of(), TOKEN)
    assert value is not None
    assert staff.who(request_of(cookie=value))
    assert Staff(HASHES, tmp_path, lambda: now[0]).who(request_of(cookie=value)), "another process knows it"
    assert not Staff(HASHES[1:], tmp_path, lambda: now[0]).who(request_of(cookie=value))
    assert (tmp_path / "staff.key").stat().st_mode & 0o077 == 0
    now[0] += LASTS + 1
    assert not staff.who(request_of(cookie=value))


def test_attempts_are_few(tmp_path: Path) -> None:
    now = [1000.0]
    staff = Staff(HASHES, tmp_path, lambda: now[0])
    for _ in range(5):
        assert staff.log_in(request_of(), "wrong") is None
    assert staff.log_in(request_of(), TOKEN) is None, "not even with the right one"
    assert Staff(HASHES, tmp_path, lambda: now[0]).log_in(request_of(), TOKEN) is None, "nor by another process"
    assert staff.log_in(request_of("10.0.0.2"), TOKEN)
    now[0] += 901
    assert staff.log_in(request_of(), TOKEN)


# What


def test_a_report_is_read_shown_and_stored_once(staff: httpx.Client, db: Path) -> None:
    before = reports(db)
    page = hand_in(staff, NEXT.encode())
    assert "鹤岗市" in page.text
    assert re.search(r"一边 \d+，另一边 \d+，相差", page.text), "both sides of the sum that fails"
    assert re.search(r"行政许可处理决定数量</th><td class=\"number\">240</td><td class=\"number\">300<", page.text)
    assert "本年新收政府信息公开申请（自然人）" in page.text, "every cell that was read"
    assert reports(db) == before
    done = press(staff, page, "store")
    assert "已存入" in done.text
    assert "/agencies/230400/health/2022" in done.text
    assert reports(db) == before + 1
    assert press(staff, page, "store").text == done.text
    assert reports(db) == before + 1
    assert not list((db.parent / "state" / "web-uploads").glob("*/document"))


def test_what_the_document_does_not_tell_is_asked(staff: httpx.Client) -> None:
    nameless = REPORT.partition("\n")[2].replace("鹤岗", "").replace("2021", "")
    page = hand_in(staff, nameless.encode(), "x.txt")
    assert f'action="{page.url.path}/tell"' in page.text
    told = press(staff, page, "tell", agency="鹤岗市卫健委", year="2019")
    assert f'action="{page.url.path}/store"' in told.text
    assert "鹤岗市" in told.text
    gone = press(staff, told, "discard")
    assert gone.url.path == "/upload"
    assert staff.get(page.url.path).status_code == 404


def test_another_of_the_staff_does_not_see_it(staff: httpx.Client, office: str) -> None:
    address = staff.post("/upload", data={"seal": seal(staff)}, files={"file": ("x.txt", b"x")}).headers["location"]
    with httpx.Client(base_url=office, trust_env=False) as second:
        second.post("/upload/login", data={"token": OTHER})
        assert second.get(address).status_code == 404
        assert second.post(f"{address}/store", data={"seal": seal(second)}).status_code == 404


def test_names_lead_nowhere_else(staff: httpx.Client, db: Path) -> None:
    folder, own = (db.parent / "state" / "web-uploads").resolve(), seal(staff)
    for name in NAMES:
        sent = staff.post("/upload", data={"seal": own}, files={"file": (name, b"x")})
        page = staff.get(sent.headers["location"])
        assert page.status_code == 200
        assert "<img src=x>" not in page.text
        held = [path.resolve() for path in (folder / page.url.path.rpartition("/")[2] / "document").iterdir()]
        assert [folder for path in held if folder in path.parents and path.is_file()] == [folder]
        staff.post(f"{page.url.path}/discard", data={"seal": own})
        assert not (folder / page.url.path.rpartition("/")[2]).exists()


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_documents_come_to_nothing(staff: httpx.Client, db: Path, name: str) -> None:
    before = reports(db)
    make, _ = {**TEXTS, **WORDS, **PDFS, **OTHERS}[name]
    page = hand_in(staff, make(), name)
    assert page.status_code in (200, 400)
    assert "/store" not in page.text
    assert 'role="alert"' in page.text
    assert reports(db) == before


def test_too_large_a_document_is_refused(staff: httpx.Client, db: Path) -> None:
    sent = staff.post("/upload", data={"seal": seal(staff)}, files={"file": ("big.pdf", b"%PDF-1.7" + bytes(25 * 2**20))})
    assert sent.status_code == 413
    assert staff.get("/upload").status_code == 200


@pytest.mark.parametrize("body", [b"", b"--x\r\n", b"\0" * 100])
def test_broken_forms_are_refused(staff: httpx.Client, body: bytes) -> None:
    kind = {"Content-Type": "multipart/form-data; boundary=x"}
    assert staff.post("/upload", content=body, headers=kind).status_code in (400, 403)
    assert staff.post("/upload", content=body, headers={"Content-Type": "multipart/form-data"}).status_code == 400


def test_what_is_left_is_forgotten(tmp_path: Path) -> None:
    shelf = Shelf(tmp_path / "shelf")
    for number in range(MOST + 2):
        (tmp_path / "one").write_text("x")
        waiting = shelf.put("me", f"{number}.txt", tmp_path / "one")
    kept = list((tmp_path / "shelf").iterdir())
    assert len(kept) == MOST
    old = time.time() - HOUR - 60
    for place in kept:
        os.utime(place, (old, old))
    assert shelf.get(waiting.id, "me") is None
    assert not list((tmp_path / "shelf").iterdir())
    shelf.keep(waiting, stage="read")
    assert shelf.get(waiting.id, "me") is None, "what was dropped stays dropped"


@pytest.mark.parametrize("charset", ["unicode_escape", "punycode", "undefined", "utf-16"])
def test_a_form_is_text_whatever_charset_it_names(staff: httpx.Client, charset: str) -> None:
    fields = {"seal": seal(staff), "agency": "\\ud800"}
    whole = staff.build_request("POST", "/upload", data=fields, files={"file": ("\\ud800.txt", REPORT.encode())})
    kind = f"{whole.headers['content-type']}; charset={charset}"
    sent = staff.post("/upload", content=whole.read(), headers={"Content-Type": kind})
    assert sent.status_code == 303
    assert settled(staff, sent.headers["location"]).status_code == 200


def test_a_copied_cookie_is_worth_nothing_after_logging_out(staff: httpx.Client, office: str) -> None:
    copied = {"Cookie": f"{COOKIE}={staff.cookies[COOKIE]}"}
    with httpx.Client(base_url=office, trust_env=False, timeout=60) as thief:
        assert 'name="seal"' in thief.get("/upload", headers=copied).text
        assert staff.post("/upload/logout").status_code == 303
        assert 'name="seal"' not in thief.get("/upload", headers=copied).text
        assert thief.post("/upload", headers=copied, files={"file": ("x.txt", b"x")}).status_code == 403
    assert staff.post("/upload/login", data={"token": TOKEN}).status_code == 303
    assert 'name="seal"' in staff.get("/upload").text
