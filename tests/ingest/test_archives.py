"""Archives: every member in order under its right name, every kind of trap bounded, and one outcome each."""

from __future__ import annotations

import io
import random
import struct
import tracemalloc
import zipfile
import zlib
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

import pytest

from ingest import archives
from ingest.archives import Limits, Member, Skipped, Source, is_archive, members
from ingest.errors import CODES
from ingest.outcome import Rejected
from tests.ingest.web_site import folder_with

MEGABYTE = 2**20


def readable(name: str) -> bool:
    return name.lower().endswith((".html", ".pdf", ".docx", ".txt"))


def packed(files: Iterable[tuple[str | zipfile.ZipInfo, bytes]], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as archive:
        for name, content in files:
            archive.writestr(name, content)
    return out.getvalue()


def opened(source: Source, limits: Limits | None = None) -> list[tuple[str, str]]:
    """Each outcome as (name, what came): the content of a member, the code of a refusal, the count passed over."""
    found: list[tuple[str, str]] = []
    for one in members("a.zip", source, readable, limits):
        if isinstance(one, Member):
            found.append((one.name, one.content[:40].decode("utf-8", "replace")))
        elif isinstance(one, Rejected):
            assert one.code in CODES and one.zh.endswith("。") and one.en.endswith(".")
            found.append((one.document, one.code))
        else:
            found.append(("skipped", str(one.count)))
    return found


def raw_zip(entries: Sequence[tuple[bytes, bytes]], flags: int = 0, extra: Callable[[bytes], bytes] = lambda name: b"") -> bytes:
    """A stored ZIP whose names are these very bytes."""
    body, directory = b"", b""
    for name, content in entries:
        sizes = struct.pack("<HHIIIHH", 0, 33, zlib.crc32(content), len(content), len(content), len(name), len(extra(name)))
        place = len(body)
        body += struct.pack("<IHHH", 0x04034B50, 20, flags, 0) + sizes + name + extra(name) + content
        directory += struct.pack("<IHHHH", 0x02014B50, 20, 20, flags, 0) + sizes + struct.pack("<HHHII", 0, 0, 0, 0, place)
        directory += name + extra(name)
    count = len(entries)
    return body + directory + struct.pack("<IHHHHIIH", 0x06054B50, 0, 0, count, count, len(directory), len(body), 0)


def test_members_come_in_the_order_of_their_names_and_the_rest_is_counted() -> None:
    names = ["b/2.html", "a/1.pdf", "c.txt", "logo.png", "b/.hidden.html", "__MACOSX/b/._2.html", "~$c.docx", "style.css", "b/"]
    archive = packed([(name, name.encode()) for name in names])
    expected = [("a.zip/a/1.pdf", "a/1.pdf"), ("a.zip/b/2.html", "b/2.html"), ("a.zip/c.txt", "c.txt"), ("skipped", "2")]
    assert opened(archive) == expected
    with folder_with({"x.zip": archive}) as folder:
        assert opened(folder / "x.zip") == expected


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
def test_names_are_told_in_either_encoding(encoding: str) -> None:
    """侊 has a backslash for its second byte in GBK; 联通 in GBK passes for UTF-8 by itself."""
    names = ["联通.html", "侊川汇区/2023年年度报告.pdf"]
    found = opened(raw_zip([(name.encode(encoding), b"x") for name in names]))
    assert [name for name, _ in found] == [f"a.zip/{name}" for name in sorted(names)]


def test_names_that_say_they_are_utf8_and_names_given_beside() -> None:
    assert opened(raw_zip([("年报.pdf".encode(), b"x")], 0x800)) == [("a.zip/年报.pdf", "x")]

    def beside(name: bytes) -> bytes:
        data = b"\x01" + zlib.crc32(name).to_bytes(4, "little") + "年报.pdf".encode()
        return struct.pack("<HHHH", 1, 0, 0x7075, len(data)) + data

    assert opened(raw_zip([(b"????.pdf", b"x")], 0, beside)) == [("a.zip/年报.pdf", "x")]
    assert opened(raw_zip([(b"????.pdf", b"x")], 0, lambda name: beside(b"other"))) == [("a.zip/????.pdf", "x")]


@pytest.mark.parametrize(
    ("name", "label"),
    [
        (b"../../etc/x.txt", "etc/x.txt"),
        (b"/etc/x.txt", "etc/x.txt"),
        (b"C:\\temp\\..\\x.txt", "temp/x.txt"),
        (b"a//./b/x.txt", "a/b/x.txt"),
        (b"a\x1b[2J\x07x.txt", "a�[2J�x.txt"),
        ("a\u202etxt.fdp.txt".encode(), "a�txt.fdp.txt"),
    ],
)
def test_names_lead_nowhere(name: bytes, label: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert opened(raw_zip([(name, b"x")])) == [(f"a.zip/{label}", "x")]
    assert not list(tmp_path.iterdir())


def test_of_a_name_given_twice_the_later_counts_and_of_two_names_made_alike_both_do() -> None:
    assert opened(raw_zip([(b"x.txt", b"old"), (b"x.txt", b"new")])) == [("a.zip/x.txt", "new")]
    assert opened(raw_zip([(b"x.txt", b"one"), (b"../x.txt", b"two")])) == [("a.zip/x.txt", "one"), ("a.zip/x.txt", "two")]


def test_archives_in_archives_are_opened_one_level_deep() -> None:
    third = packed([("deep.html", b"3")])
    second = packed([("in.html", b"2"), ("third.zip", third)])
    document = packed([("[Content_Types].xml", b"<x/>"), ("word/document.xml", b"<x/>")])
    first = packed([("second.zip", second), ("out.html", b"1"), ("r.rar", b"Rar!\x1a\x07\x00"), ("word.zip", document)])
    assert [(name, came) for name, came in opened(first) if name != "a.zip/word.zip"] == [
        ("a.zip/out.html", "1"),
        ("a.zip/r.rar", "unsupported"),
        ("a.zip/second.zip/in.html", "2"),
        ("a.zip/second.zip/third.zip", "unsupported"),
    ]
    assert ("a.zip/word.zip", document[:40].decode("utf-8", "replace")) in opened(first)


@pytest.mark.parametrize("head", [b"Rar!\x1a\x07\x01\x00", b"7z\xbc\xaf\x27\x1c", b"\x1f\x8b\x08\x00", b"x" * 257 + b"ustar"])
def test_other_kinds_of_archives_are_refused(head: bytes) -> None:
    assert is_archive(head + b"\0" * 100)
    assert opened(head + b"\0" * 100) == [("a.zip", "unsupported")]


def test_documents_that_are_zips_are_no_archives() -> None:
    for name in ("[Content_Types].xml", "word/document.xml", "mimetype", "OFD.xml"):
        whole = packed([(name, b"x"), ("other.html", b"x")])
        assert not is_archive(whole)
        assert not is_archive(whole[: len(whole) // 2]), "cut off, it is still a damaged document"
    assert is_archive(packed([("report.docx", b"x")]))
    assert not is_archive(b"%PDF-1.4") and not is_archive(b"") and not is_archive("年报".encode())


def test_nothing_to_read_is_said() -> None:
    assert opened(packed([])) == [("a.zip", "not_a_report")]
    assert opened(packed([("a.png", b"x")])) == [("a.zip", "not_a_report"), ("skipped", "1")]


def test_a_locked_member_is_one_outcome_and_the_others_are_read() -> None:
    archive = bytearray(packed([("a.html", b"1"), ("b.html", b"2")]))
    for mark, flags in ((b"PK\x01\x02", 8), (b"PK\x03\x04", 6)):
        archive[archive.index(mark) + flags] |= 1
    assert opened(bytes(archive)) == [("a.zip/a.html", "password"), ("a.zip/b.html", "2")]


@pytest.mark.parametrize("method", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_methods_that_cannot_be_bounded_are_refused(method: int) -> None:
    assert opened(packed([("a.html", b"\0" * 10**6)], method)) == [("a.zip/a.html", "unsupported")]


def test_a_damaged_member_is_one_outcome() -> None:
    archive = bytearray(packed([("a.html", b"first"), ("b.html", b"second")], zipfile.ZIP_STORED))
    archive[archive.index(b"first")] ^= 1
    assert opened(bytes(archive)) == [("a.zip/a.html", "damaged"), ("a.zip/b.html", "second")]
    assert opened(bytes(archive[:-30])) == [("a.zip", "damaged")]


def test_limits_of_members_and_of_bytes() -> None:
    many = packed([(f"{number}.html", b"x" * 1000) for number in range(9)])
    assert opened(many, Limits(members=3))[2:] == [("a.zip/2.html", "x" * 40), ("a.zip", "too_large")]
    assert [came for _, came in opened(many, Limits(total=2500))] == ["x" * 40, "x" * 40, "too_large"]
    assert {came for _, came in opened(many, Limits(largest=999))} == {"too_large"}
    assert opened(many, Limits(entries=8)) == [("a.zip", "too_large")]
    assert opened(many, Limits(archive=100)) == [("a.zip", "too_large")]


def test_the_limits_hold_over_nested_archives_together() -> None:
    inner = packed([(f"{number}.html", b"x" * 1000) for number in range(4)], zipfile.ZIP_STORED)
    outer = packed([(f"{letter}.zip", inner) for letter in "abc"], zipfile.ZIP_STORED)
    assert opened(outer, Limits(members=7))[-1] == ("a.zip", "too_large")
    assert len(opened(outer, Limits(members=7))) == 6
    assert opened(outer, Limits(total=12_000))[-1] == ("a.zip", "too_large")


def test_a_bomb_is_refused_before_it_has_unfolded() -> None:
    bomb = packed([("a.html", b"\0" * 60 * MEGABYTE), ("b.html", b"fine")])
    tracemalloc.start()
    try:
        assert opened(bomb) == [("a.zip/a.html", "too_large"), ("a.zip/b.html", "fine")]
        assert tracemalloc.get_traced_memory()[1] < 16 * MEGABYTE
    finally:
        tracemalloc.stop()


def test_a_size_in_a_header_is_not_believed() -> None:
    """A member that says that it is small, and one that says that it is packed in much."""
    content = b"\0" * 3 * MEGABYTE
    archive = packed([("a.html", content)])
    place = archive.index(b"PK\x01\x02")
    small, fat = bytearray(archive), bytearray(archive)
    small[place + 24 : place + 28] = struct.pack("<I", 10)
    fat[place + 20 : place + 24] = struct.pack("<I", 2**31 - 1)
    assert opened(bytes(small)) == [("a.zip/a.html", "damaged")]
    assert opened(bytes(fat), Limits(largest=2 * MEGABYTE))[0][1] in ("too_large", "damaged")


def sharing(count: int, content: bytes) -> bytes:
    """Many members with one packed block: each one's header hides those of the following in its extra field."""
    squeeze = zlib.compressobj(wbits=-15)
    block = squeeze.compress(content) + squeeze.flush()
    sizes = struct.pack("<HHIII", 0, 33, zlib.crc32(content), len(block), len(content))
    length = 30 + len("0000.html")
    heads, directory = b"", b""
    for number in range(count):
        name = b"%04d.html" % number
        hidden = struct.pack("<HH", len(name), length * (count - 1 - number))
        heads += struct.pack("<IHHH", 0x04034B50, 20, 0, 8) + sizes + hidden + name
        directory += struct.pack("<IHHHH", 0x02014B50, 20, 20, 0, 8) + sizes
        directory += struct.pack("<HHHHHII", len(name), 0, 0, 0, 0, 0, length * number) + name
    end = struct.pack("<IHHHHIIH", 0x06054B50, 0, 0, count, count, len(directory), len(heads) + len(block), 0)
    return heads + block + directory + end


def test_members_that_share_their_bytes_are_bounded_together() -> None:
    content = bytes(random.Random(1).choices(b"ab", k=300_000))
    assert [came for _, came in opened(sharing(1, content))] == [content[:40].decode()]
    outcomes = [came for _, came in opened(sharing(1000, content), Limits(total=2 * MEGABYTE))]
    assert sum(came == content[:40].decode() for came in outcomes) <= 6
    assert "too_large" in outcomes or "damaged" in outcomes


def test_a_directory_that_never_ends_is_not_read() -> None:
    flood = b"PK\x03\x04" + b"PK\x01\x02" * 30_000 + struct.pack("<IHHHHIIH", 0x06054B50, 0, 0, 9, 9, 120_000, 4, 0)
    assert is_archive(flood)
    assert opened(flood) == [("a.zip", "too_large")]


@pytest.mark.parametrize("seed", range(3))
def test_whatever_is_changed_in_an_archive_gives_outcomes_and_no_error(seed: int) -> None:
    chance = random.Random(seed)
    inner = packed([("x.html", b"deep" * 50)])
    whole = packed([("a.html", b"first" * 99), ("年/b.pdf", b"second"), ("c.zip", inner)], chance.choice((0, 8)))
    for _ in range(300):
        damaged = bytearray(whole)
        for _ in range(chance.randrange(1, 6)):
            damaged[chance.randrange(len(damaged))] = chance.randrange(256)
        if chance.random() < 0.2:
            del damaged[chance.randrange(len(damaged)) :]
        is_archive(bytes(damaged))
        outcomes = opened(bytes(damaged))
        assert outcomes
        truths = {b"first" * 99, b"second", b"deep" * 50}
        for one in members("a.zip", bytes(damaged), readable):
            assert not isinstance(one, Member) or one.content in truths or one.content == inner or one.name.endswith(".zip")


def test_every_refusal_is_a_sentence_of_its_own() -> None:
    sentences = archives._SENTENCES.values()
    assert len({zh for _, zh, _ in sentences}) == len({en for _, _, en in sentences}) == len(sentences)
    assert {code for code, _, _ in sentences} <= set(CODES)
    assert isinstance(Skipped(1).count, int)
