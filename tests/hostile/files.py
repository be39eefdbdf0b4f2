"""Hostile and broken files: each by name, with the codes by which it may be refused."""

from __future__ import annotations

import io
import random
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterator

Made = tuple[str, bytes, frozenset[str]]
MEGABYTE = 2**20

TITLE = "川汇区卫生健康委2024年政府信息公开工作年度报告"
W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def made() -> Iterator[Made]:
    """Every file, made when it is asked for."""
    for makers in (PAGES, TEXTS, WORDS, PDFS, OTHERS):
        for name, (make, codes) in makers.items():
            yield name, make(), frozenset(codes.split())


def packed(files: dict[str, bytes], **kept: int) -> bytes:
    """A ZIP file of these members."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return out.getvalue()


def word(body: str, head: str = "") -> bytes:
    """A Word document with this body."""
    types = '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>'
    document = f'<?xml version="1.0"?>{head}<w:document {W}><w:body>{body}</w:body></w:document>'
    return packed({"[Content_Types].xml": types.encode(), "word/document.xml": document.encode()})


def pdf(*objects: str | bytes, root: int = 1) -> bytes:
    """A PDF file of these objects, numbered from 1, with a table of where they stand."""
    out = bytearray(b"%PDF-1.7\n")
    places = []
    for number, content in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%b\nendobj\n" % (number, content.encode() if isinstance(content, str) else content)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    out += b"trailer\n<< /Size %d /Root %d 0 R >>\nstartxref\n%d\n%%%%EOF" % (len(objects) + 1, root, start)
    return bytes(out)


def stream(content: bytes, head: str = "", packed_twice: bool = False) -> bytes:
    """A compressed stream."""
    flat = zlib.compress(content, 9)
    filters = "/FlateDecode"
    if packed_twice:
        flat, filters = zlib.compress(flat, 9), "[/FlateDecode /FlateDecode]"
    return f"<< /Length {len(flat)} /Filter {filters} {head} >>\nstream\n".encode() + flat + b"\nendstream"


def one_page(content: bytes, kids: str = "[3 0 R]", count: int = 1) -> bytes:
    """A PDF file with one page that draws this."""
    font = "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"
    page = "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F 5 0 R >> >> >>"
    pages = f"<< /Type /Pages /Kids {kids} /Count {count} >>"
    return pdf("<< /Type /Catalog /Pages 2 0 R >>", pages, page, content, font)


def png(width: int, height: int, rows: bytes) -> bytes:
    """A picture that says it is so large; `rows` are its packed pixels, 1 bit each."""

    def chunk(kind: bytes, content: bytes) -> bytes:
        return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))

    head = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


def lying(content: bytes, said: int) -> bytes:
    """A ZIP file whose lists say that its last member is only so large unpacked."""
    out = bytearray(content)
    for mark, place in ((b"PK\x01\x02", 24), (b"PK\x03\x04", 22)):
        at = out.rfind(mark)
        out[at + place : at + place + 4] = struct.pack("<I", said)
    return bytes(out)


def page(body: str) -> bytes:
    """A web page."""
    return f"<html><head><title>{TITLE}</title></head><body>{body}</body></html>".encode()


def entities(depth: int) -> str:
    """Ten of each, ten times over."""
    lines = [f'<!ENTITY a0 "{"光" * 10}">']
    lines += [f'<!ENTITY a{level} "{f"&a{level - 1};" * 10}">' for level in range(1, depth)]
    return f"<!DOCTYPE w:document [{''.join(lines)}]>"


Makers = dict[str, tuple[Callable[[], bytes], str]]

PAGES: Makers = {
    "wide.html": (
        lambda: page("<table>" + "<tr>" + "<td colspan=300 rowspan=300>1</td>" * 3 + "</table>"),
        "too_large not_a_report",
    ),
    "cells.html": (lambda: page("<table>" + ("<tr>" + "<td>1" * 900) * 100 + "</table>"), "too_large not_a_report"),
    "deep.html": (lambda: page("<div>" * 100_000 + "深"), "damaged not_a_report"),
    "tables.html": (lambda: page("<table><tr><td>" * 3_000 + "深"), "damaged not_a_report"),
    "inline.html": (lambda: page("<b>" * 50_000 + "深"), "damaged not_a_report"),
    "empty tables.html": (lambda: page("<table><tr><td></table>" * 100_000), "not_a_report too_large"),
    "laughs.html": (lambda: entities(12).encode() + page("&a11;"), "damaged not_a_report"),
    "zeros.html": (lambda: page("\0" * MEGABYTE), "damaged not_a_report unsupported"),
    "long.html": (lambda: page("政府信息公开工作年度报告" * 400_000), "too_large not_a_report took_too_long"),
}

TEXTS: Makers = {
    "line.txt": (lambda: ("年" * 6 * MEGABYTE).encode(), "not_a_report unknown_year took_too_long"),
    "digits.txt": (lambda: TITLE.encode() + b"\n" + b"1" * 8 * MEGABYTE, "not_a_report took_too_long"),
    "titles.txt": (lambda: (TITLE + "\n").encode() * 100_000, "not_a_report took_too_long"),
    "one line of titles.txt": (lambda: TITLE.encode() * 20_000, "not_a_report took_too_long"),
    "sections.txt": (
        lambda: (TITLE + "\n" + "一、总体情况\n二、主动公开政府信息情况\n" * 60_000).encode(),
        "not_a_report took_too_long",
    ),
    "tabs.txt": (lambda: (TITLE + "\n").encode() + b"\t" * MEGABYTE, "not_a_report too_large took_too_long"),
    "rows.txt": (lambda: (TITLE + "\n" + "行政许可\t1\n" * 100_000).encode(), "not_a_report took_too_long"),
    "pipes.md": (lambda: (TITLE + "\n|").encode() + b"|" * MEGABYTE, "not_a_report too_large took_too_long"),
    "brackets.txt": (lambda: (TITLE + "\n" + "（" * 300_000).encode(), "not_a_report took_too_long"),
    "spaces.txt": (lambda: (TITLE + "\n").encode() + b" " * 4 * MEGABYTE + b"x", "not_a_report took_too_long"),
    "noise.txt": (lambda: random.Random(1).randbytes(MEGABYTE), "not_a_report unsupported damaged"),
    "empty.txt": (lambda: b"", "damaged"),
    "white.txt": (lambda: b" \r\n\t" * 1000, "damaged"),
    "giant.txt": (lambda: b"a" * (20 * MEGABYTE + 1), "too_large"),
}

WORDS: Makers = {
    "bomb.docx": (lambda: word("<w:p>" + " " * 150 * MEGABYTE + "</w:p>"), "too_large"),
    "lying bomb.docx": (lambda: lying(word("<w:p>" + " " * 150 * MEGABYTE + "</w:p>"), 1000), "too_large damaged"),
    "laughs.docx": (lambda: word("<w:p><w:r><w:t>&a11;</w:t></w:r></w:p>", entities(12)), "damaged"),
    "outside.docx": (
        lambda: word("<w:p><w:r><w:t>&x;</w:t></w:r></w:p>", '<!DOCTYPE d [<!ENTITY x SYSTEM "file:///etc/passwd">]>'),
        "damaged",
    ),
    "late laughs.docx": (lambda: word("<w:p/>", " " * 5000 + entities(12)), "damaged"),
    "deep.docx": (lambda: word("<w:p>" * 100_000 + "</w:p>" * 100_000), "damaged not_a_report too_large a_scan"),
    "cells.docx": (
        lambda: word(
            "<w:tbl>"
            + ("<w:tr>" + '<w:tc><w:tcPr><w:gridSpan w:val="99999"/></w:tcPr></w:tc>' * 300 + "</w:tr>") * 50
            + "</w:tbl>"
        ),
        "too_large",
    ),
    "nothing.docx": (lambda: word(""), "a_scan not_a_report"),
    "half.docx": (lambda: word("<w:p/>" * 1000)[:300], "damaged unsupported"),
    "other.docx": (lambda: packed({"[Content_Types].xml": b"", "xl/workbook.xml": b"<a/>"}), "unsupported"),
}

_LOOP = pdf(
    "<< /Type /Catalog /Pages 2 0 R >>",
    "<< /Type /Pages /Kids [2 0 R 3 0 R] /Count 2 >>",
    "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 1 1] >>",
)

PDFS: Makers = {
    "half.pdf": (lambda: one_page(stream(b"BT /F 12 Tf 50 700 Td (2024) Tj ET"))[:400], "damaged a_scan"),
    "head.pdf": (lambda: b"%PDF-1.7\n", "damaged"),
    "loop.pdf": (lambda: _LOOP, "damaged a_scan"),
    "bomb.pdf": (lambda: one_page(stream(b" " * 300 * MEGABYTE, packed_twice=True)), "damaged a_scan too_large took_too_long"),
    "lines.pdf": (lambda: one_page(stream(b"0 0 m 500 500 l S\n0 9 m 500 9 l S\n" * 150_000)), "a_scan too_large took_too_long"),
    "grid.pdf": (
        lambda: one_page(
            stream(
                b"".join(b"0 %d m 595 %d l S %d 0 m %d 842 l S\n" % (n, n, n, n) for n in range(590)) + b"BT /F 9 Tf (12) Tj ET"
            )
        ),
        "a_scan too_large took_too_long not_a_report",
    ),
    "count.pdf": (lambda: one_page(stream(b""), count=10**9), "a_scan too_large damaged"),
    "pages.pdf": (lambda: one_page(stream(b""), kids=f"[{'3 0 R ' * 5000}]", count=5000), "too_large a_scan damaged"),
    "self.pdf": (
        lambda: pdf(
            "<< /Type /Catalog /Pages 2 0 R >>",
            "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
            "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 9 9] /Contents 4 0 R /Resources << /XObject << /X 4 0 R >> >> >>",
            stream(b"/X Do", "/Type /XObject /Subtype /Form /BBox [0 0 9 9] /Resources << /XObject << /X 4 0 R >> >>"),
        ),
        "a_scan damaged took_too_long",
    ),
    "blank.pdf": (lambda: one_page(stream(b"")), "a_scan"),
    "huge page.pdf": (
        lambda: one_page(stream(b"")).replace(b"[0 0 595 842]", b"[0 0 1e9 1e9]"),
        "a_scan too_large damaged",
    ),
    "nothing.pdf": (lambda: b"%PDF-1.4\n" + b"\0" * 5000, "damaged"),
}

OTHERS: Makers = {
    "noise.pdf": (lambda: b"%PDF-1.7\n" + random.Random(2).randbytes(200_000), "damaged"),
    "noise.docx": (lambda: b"PK\x03\x04" + random.Random(3).randbytes(200_000), "damaged unsupported"),
    "bomb.png": (lambda: png(60_000, 60_000, zlib.compress(bytes(7501) * 60_000, 9)), "too_large a_scan damaged"),
    "half.jpg": (lambda: b"\xff\xd8\xff\xe0" + b"\0" * 40, "a_scan damaged"),
    "ole.doc": (lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 4096, "unsupported damaged not_a_report"),
    "archive.rar": (lambda: b"Rar!\x1a\x07\x00" + bytes(100), "unsupported"),
    "page.html.gz": (lambda: b"\x1f\x8b\x08" + bytes(100), "unsupported"),
}
