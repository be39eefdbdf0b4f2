"""Scans: pictures of pages, and PDFs whose pages are pictures. Read with the packages of the extra `ocr`."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from ingest.refusals import refused
from ingest.report import Document, Grid, Text
from ingest.scanning import model_file
from ingest.worker import limits

Block = Text | Grid

_SECONDS, _A_PAGE = 30.0, 20.0
_MEMORY = 4 * 2**30


def read(name: str, content: bytes, sha256: str) -> Document:
    """The document of a picture, or of a PDF without text. Raises DocumentRejected."""
    if model_file() is None:
        raise refused("a_scan")
    is_pdf = b"%PDF-" in content[:1024]
    pages = list(read_pages(content, None, is_pdf))
    blocks = tuple(block for _, found in pages for block in found)
    if not blocks:
        raise refused("not_a_report")
    return Document(name, "pdf" if is_pdf else "scan", sha256, (), blocks, len(pages))


def read_pages(content: bytes, wanted: Collection[int] | None, is_pdf: bool) -> Iterator[tuple[int, list[Block]]]:
    """The blocks of each page that is a picture, with its number from 1."""
    from ingest.scanning.looking import blocks_of, look
    from ingest.scanning.pictures import pages_of_pdf, pages_of_picture

    limits.ask(_SECONDS + _A_PAGE, _MEMORY)
    looks = []
    for picture in pages_of_pdf(content, wanted) if is_pdf else pages_of_picture(content):
        limits.ask(_SECONDS + _A_PAGE, _MEMORY)
        looks.append(look(picture))
    return blocks_of(looks)
