"""Web addresses and what sites ask of programs: lists, names in every encoding, the rules of robots.txt."""

from __future__ import annotations

from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.addresses import addresses_in, file_name, is_address
from ingest.robots import LARGEST, robots_in
from ingest.unreached import answered

URL = "https://www.test.gov.cn/a/b.html"


@pytest.mark.parametrize("word", [URL, "HTTP://1.2.3.4:8080/x?y=年", " http://x.cn "])
def test_words_that_are_addresses(word: str) -> None:
    assert is_address(word)


@pytest.mark.parametrize("word", ["report.pdf", "http:/x", "http://", "ftp://x.cn/a", "见 http://x.cn", "C:\\http://x", "-", ""])
def test_words_that_are_none(word: str) -> None:
    assert not is_address(word)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_a_list_of_addresses(encoding: str) -> None:
    text = f"# 市直部门年报\r\n\r\n{URL}\r\n  http://x.cn/年报.pdf  \n{URL}\n#完\n"
    assert addresses_in(text.encode(encoding)) == (URL, "http://x.cn/年报.pdf")


@pytest.mark.parametrize(
    "text",
    ["", "# 只有注释", f"{URL}\n2023年政府信息公开工作年度报告", f"{URL} {URL}", f"见 {URL}", "report.pdf\n", "\x00\x01"],
)
def test_a_text_that_holds_anything_else_is_no_list(text: str) -> None:
    assert addresses_in(text.encode()) is None


def test_a_list_without_end_is_none() -> None:
    assert addresses_in(f"{URL}\n".encode() * 50_000) is None


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
@pytest.mark.parametrize(
    "written", ['attachment; filename="{bytes}"', "attachment; filename={percent}", 'inline; size=3; filename="{percent}"']
)
def test_names_come_in_every_dress(written: str, encoding: str) -> None:
    name = "川汇区2023年报.pdf"
    header = written.encode().replace(b"{bytes}", name.encode(encoding))
    header = header.replace(b"{percent}", quote(name, encoding=encoding).encode())
    assert file_name(header, URL) == name
    assert file_name(None, f"http://x.cn/a/{quote(name, encoding=encoding)}?id=1#2") == name


@pytest.mark.parametrize(
    ("header", "name"),
    [
        (b"attachment; filename*=UTF-8''%E5%B9%B4.pdf; filename=no.pdf", "年.pdf"),
        (b"attachment; filename=no.pdf; filename*=gbk'zh'%C4%EA.pdf", "年.pdf"),
        (b"attachment; filename*=nonsense''%C4%EA.pdf", "年.pdf"),
        (b'attachment; filename="=?utf-8?B?5bm0LnBkZg==?="', "年.pdf"),
        (b'attachment; filename="a\\"b.pdf"', 'a"b.pdf'),
        (b'attachment; filename="..\\..\\x.pdf"', "x.pdf"),
        (b"attachment; filename=/etc/passwd", "passwd"),
        (b"attachment; filename=\x1b[2Jx\x07.pdf", "[2Jx.pdf"),
        (b"attachment; filename=..", "b.html"),
        (b"attachment; filename=", "b.html"),
        (b"inline", "b.html"),
        (b"", "b.html"),
    ],
)
def test_names_of_answers(header: bytes, name: str) -> None:
    assert file_name(header, URL) == name


def test_without_a_name_the_host_gives_one() -> None:
    assert file_name(None, "https://www.test.gov.cn") == file_name(None, "https://www.test.gov.cn/?a=b") == "www.test.gov.cn"
    assert file_name(None, "https://www.test.gov.cn/art/1/") == "1"


@given(st.binary(max_size=200))
def test_whatever_a_header_says_a_name_leads_nowhere(header: bytes) -> None:
    for said in (header, b"attachment; filename=" + header, b"attachment; filename*=" + header):
        name = file_name(said, URL)
        assert name and "/" not in name and "\\" not in name and name not in (".", "..") and name.isprintable()
        assert len(name) <= 121


# robots.txt


def allowed(rules: str, *paths: str, agent: str = "gongkai") -> list[bool]:
    robots = robots_in(rules.encode(), agent)
    return [robots.allow(path) for path in paths]


def test_the_longest_rule_decides_and_between_two_the_one_that_allows() -> None:
    rules = "User-agent: *\nDisallow: /\nAllow: /art/\nDisallow: /art/old/\nAllow: /art/old/\n"
    assert allowed(rules, "/", "/x", "/art/1.html", "/art/old/1.html") == [False, False, True, True]


@pytest.mark.parametrize(
    ("pattern", "fits", "fails"),
    [
        ("/fish", ["/fish", "/fish.html", "/fish/x"], ["/Fish", "/a/fish"]),
        ("/*.pdf$", ["/a.pdf", "/b/c.pdf"], ["/a.pdf?x", "/a.pdfx", "/apdf"]),
        ("/a*b*c", ["/abc", "/axbxc/d"], ["/acb", "/ab"]),
        ("*", ["/", "/x"], []),
        ("/a$", ["/a"], ["/ab", "/a/"]),
        ("/a*a$", ["/aa", "/axa"], ["/a"]),
        ("/年报", ["/%E5%B9%B4%E6%8A%A5/1", "/%e5%b9%b4%e6%8a%a5"], ["/%E5%B9%B4"]),
        ("/%7Efoo", ["/~foo", "/%7efoo"], ["/foo"]),
        ("/*?id=", ["/a?id=3", "/?id="], ["/a?ix=3"]),
    ],
)
def test_signs_in_rules(pattern: str, fits: list[str], fails: list[str]) -> None:
    rules = f"User-agent: *\nDisallow: {pattern}\n"
    assert not any(allowed(rules, *fits)) and all(allowed(rules, *fails))


def test_the_rules_for_a_program_go_before_those_for_all() -> None:
    rules = (
        "Disallow: /nobody\nUser-agent: other\nUser-Agent: GongKai/2.0\nDisallow: /a\n\nCrawl-delay: 2.5\n"
        "User-agent: *\nDisallow: /\nSitemap: x\nUser-agent: gongkai # again\nDisallow: /b\n"
    )
    assert allowed(rules, "/a", "/b", "/c", "/nobody") == [False, False, True, True]
    assert allowed(rules, "/c", agent="someone") == [False]
    assert robots_in(rules.encode(), "gongkai").delay == 2.5


@pytest.mark.parametrize(
    "rules", ["", "User-agent: *\nDisallow:\n", "<html>\n<a href: x>", "User-agent: other\nDisallow: /", "﻿#x"]
)
def test_without_rules_all_is_allowed(rules: str) -> None:
    assert allowed(rules, "/", "/a") == [True, True]


def test_the_mark_of_the_encoding_hides_no_rule() -> None:
    assert allowed("﻿User-agent: *\nDisallow: /", "/a") == [False]


@pytest.mark.parametrize("delay", ["-1", "nan", "inf", "1e9", "soon", ""])
def test_a_delay_that_is_no_number_of_seconds_is_none(delay: str) -> None:
    assert robots_in(f"User-agent: *\nCrawl-delay: {delay}".encode(), "gongkai").delay is None


def test_hostile_rules_take_no_time() -> None:
    """Stars without end are looked for from left to right, each once."""
    rules = "User-agent: *\nDisallow: /" + "a*" * 200_000 + "b\n"
    assert len(rules) < LARGEST
    assert allowed(rules, "/" + "a" * 100_000) == [True]


@given(st.binary(max_size=300))
def test_whatever_a_robots_file_holds_it_is_read(content: bytes) -> None:
    assert isinstance(robots_in(b"User-agent: *\nDisallow: " + content, "gongkai").allow("/a"), bool)


def test_every_status_has_its_sentence() -> None:
    codes = {status: answered(status, "x.cn").code for status in range(201, 600)}
    assert set(codes.values()) == {"not_found", "not_allowed", "unreachable"}
    assert codes[404] == "not_found" and codes[403] == "not_allowed" and codes[503] == "unreachable"
