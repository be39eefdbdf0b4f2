"""Pages and texts in every encoding, whatever they say of it, and with bytes that are broken: never other characters."""

from __future__ import annotations

from collections.abc import Callable
from email.mime.multipart import MIMEMultipart
from email.mime.text import MIMEText
from html import escape
from pathlib import Path
from random import Random

import pytest

from ingest.encoding import decode, narrowed
from ingest.errors import DocumentRejected
from ingest.readers import read_content
from ingest.report import State
from tests.printing.layouts import page, text
from tests.printing.reading import OPEN, WRONG, keys, random_sheet, reading, told_apart
from tests.printing.sheet import Sheet

RARE = "镕喆㐂𠮷"
"""Characters of names that GB2312, or GBK too, does not have."""

Written = Callable[[str], bytes]


def in_entities(page: str) -> bytes:
    """Every character beyond ASCII by its number."""
    return "".join(char if char.isascii() else f"&#x{ord(char):X};" for char in page).encode()


def with_nul(page: str) -> bytes:
    """NUL bytes between the tags, as old databases leave them."""
    return page.replace("<p>", "\0<p>\0").replace("<td>", "<td>\0").encode()


def declared(page: str) -> bytes:
    """An XHTML page that says that it is XML."""
    return b'\xef\xbb\xbf<?xml version="1.0" encoding="gb2312"?>\r\n' + page.encode()


PAGES: dict[str, Written] = {
    **{name: lambda page, name=name: page.encode(name) for name in ("utf-8", "utf-8-sig", "gb18030", "utf-16", "utf-32")},  # type: ignore[misc]
    "utf-16-le": lambda page: page.encode("utf-16-le"),
    "utf-16-be": lambda page: page.encode("utf-16-be"),
    "utf-16-be with a mark": lambda page: b"\xfe\xff" + page.encode("utf-16-be"),
    "gb18030 with a mark": lambda page: ("\ufeff" + page).encode("gb18030"),
    "entities": in_entities,
    "nul": with_nul,
    "xhtml": declared,
}
READ = set(PAGES) - {"utf-32"}


def made(seed: str, press: Callable[[Sheet, Random], bytes]) -> tuple[Sheet, str]:
    """A random report as a page or text, with rare characters in it."""
    chance = Random(seed)
    sheet = random_sheet(chance)
    return sheet, press(sheet, chance).decode().replace("一、总体情况", f"{RARE}\n一、总体情况", 1)


def assert_exact(folder: Path, sheet: Sheet, content: bytes, suffix: str) -> None:
    report = reading(folder, content, suffix)
    assert not [*told_apart(report, sheet), *keys(report, sheet, WRONG), *keys(report, sheet, OPEN)]
    assert not report.findings


@pytest.mark.parametrize("charset", ["utf-8", "gb2312", "big5"])
@pytest.mark.parametrize("encoding", sorted(READ))
def test_a_page_in_any_encoding_whatever_it_declares(tmp_path: Path, encoding: str, charset: str) -> None:
    sheet, printed = made(f"{encoding} {charset}", page.plain)
    assert_exact(tmp_path, sheet, PAGES[encoding](printed.replace("utf-8", charset)), ".html")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16", "utf-16-le", "utf-16-be"])
def test_a_text_in_any_encoding(tmp_path: Path, encoding: str) -> None:
    sheet, printed = made(encoding, text.piped)
    assert_exact(tmp_path, sheet, printed.encode(encoding), ".txt")


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
def test_broken_bytes_break_no_other_character(encoding: str) -> None:
    _, printed = made(encoding, page.site)
    content = printed.encode(encoding)
    for seed in range(60):
        chance = Random(seed)
        at = sorted(chance.randrange(len(content)) for _ in range(chance.randrange(1, 12)))
        broken = bytearray(content)
        for place in reversed(at):
            if broken[place] >= 0x80:
                broken[place : place + chance.choice((0, 1))] = chance.choice((b"", b"\xff", b"\x80", b"\xe4"))
        read = decode(bytes(broken))
        assert sum(char in read for char in set(printed)) >= 0.95 * len(set(printed)), seed
        assert [char for char in read if char.isascii()] == [char for char in printed if char.isascii()], seed


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
def test_a_number_with_a_broken_byte_in_it_is_no_number(tmp_path: Path, encoding: str) -> None:
    _, printed = made(encoding, page.plain)
    for spoilt in (b"1\xff2", b"12\xe4", b"\xc712"):
        content = printed.encode(encoding)
        start = content.rindex(b"<td>") + len(b"<td>")
        report = reading(tmp_path, content[:start] + spoilt + content[content.index(b"<", start) :], ".html")
        assert report.figures["litigation_after_reconsideration.total"].state is State.UNREADABLE


def test_a_page_cut_in_the_middle_of_a_character(tmp_path: Path) -> None:
    sheet, printed = made("cut", page.plain)
    for encoding in ("utf-8", "gb18030"):
        assert_exact(tmp_path, sheet, (printed + "报").encode(encoding)[:-1], ".html")


def test_traditional_characters_in_big5() -> None:
    assert decode("政府信息公開年度報告".encode("big5hkscs")) == "政府信息公開年度報告"


def test_nul_is_no_character_of_a_text() -> None:
    assert decode("信息公开\t1\0002".encode()) == "信息公开\t1\ufffd2"


def test_what_is_no_text_is_not_taken_for_one() -> None:
    chance = Random(1)
    for _ in range(50):
        content = bytes(chance.randrange(1, 256) for _ in range(3000))
        assert narrowed(content) == content
        with pytest.raises(DocumentRejected):
            decode(b"\xff\xfe\xfd" * 10 + content)
    with pytest.raises(DocumentRejected) as refusal:
        read_content("a.txt", "政府信息公开".encode("utf-32"))
    assert refusal.value.code == "unsupported"


@pytest.mark.parametrize("way", ["base64", "quoted-printable"])
@pytest.mark.parametrize("charset", ["utf-8", "gb18030"])
def test_a_page_saved_as_one_file(tmp_path: Path, charset: str, way: str) -> None:
    """As browsers and Word save it; a file ending in .doc may be that too. The longest page of several is the report."""
    sheet, printed = made(charset, page.spans)
    whole = MIMEMultipart("related", boundary="-=_next")
    whole.attach(MIMEText("<html><frameset><frame src='b.htm'></frameset></html>", "html", "utf-8"))
    part = MIMEText("", "html", charset)
    del part["Content-Transfer-Encoding"]
    part.set_payload(printed.encode(charset))
    (encode_base64 if way == "base64" else encode_quoted)(part)
    whole.attach(part)
    content = b"From: <Saved by a browser>\r\n" + whole.as_bytes()
    assert_exact(tmp_path, sheet, content, ".doc")
    assert read_content("a.mht", content).kind == "html"


def encode_base64(part: MIMEText) -> None:
    """The payload in base64."""
    from email.encoders import encode_base64 as encode

    encode(part)


def encode_quoted(part: MIMEText) -> None:
    """The payload with = before the number of each byte that is no plain letter."""
    from email.encoders import encode_quopri

    encode_quopri(part)


def test_a_message_without_a_page_is_refused_and_a_text_with_colons_is_none(tmp_path: Path) -> None:
    with pytest.raises(DocumentRejected) as refusal:
        read_content("a.mht", b"MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=x\r\n\r\n--x--\r\n")
    assert refusal.value.code == "unsupported"
    deep = b"".join(b"Content-Type: multipart/mixed; boundary=%d\r\n\r\n--%d\r\n" % (n, n) for n in range(1500))
    with pytest.raises(DocumentRejected):
        read_content("a.mht", b"MIME-Version: 1.0\r\n" + deep)
    assert read_content("a.txt", f"Title: {escape('政府信息公开')}\n".encode()).kind == "text"
