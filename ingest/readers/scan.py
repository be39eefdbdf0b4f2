"""Scans: pictures of pages, and PDFs whose pages are pictures. They are read with the packages of the extra `ocr`.

What is seen is told in the same nouns as what is printed as text, and `GridCell.candidates` where it is not certain.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from itertools import chain

from ingest.refusals import refused
from ingest.report import Document, Grid, Text
from ingest.scanning import model_file
from ingest.scanning.covered import FEW_LETTERS, covered, letters_in, pages_without_text
from ingest.worker import limits

Block = Text | Grid

_SECONDS, _MEMORY = 60.0, 4 * 2**30
"""For each page, from when it is begun; one takes a few seconds on a machine that does nothing else."""
_PDF = b"%PDF-"


def read(name: str, content: bytes, sha256: str) -> Document:
    """The document of a picture, or of a PDF without text. Raises DocumentRejected."""
    if model_file() is None:
        raise refused("a_scan")
    pages = _read_pages(content, None)
    blocks = tuple(chain.from_iterable(pages.values()))
    if sum(map(letters_in, blocks)) < FEW_LETTERS:
        raise refused("nothing_seen")
    kind = "pdf" if _PDF in content[:1024] else "scan"
    return Document(name, kind, sha256, (), blocks, len(pages))


def with_scanned_pages(document: Document, content: bytes) -> Document:
    """The document of a PDF with text, its scanned pages read as well, where the extra is installed."""
    bare = pages_without_text(document)
    scanned = covered(content, bare) if bare and model_file() is not None else frozenset()
    if not scanned:
        return document
    seen = _read_pages(content, scanned)
    pages: dict[int, list[Block]] = {page: [] for page in range(1, (document.pages or 0) + 1)}
    for block in document.blocks:
        if block.page not in seen:
            pages.setdefault(block.page or 1, []).append(block)
    pages.update(seen)
    return replace(document, blocks=tuple(chain.from_iterable(pages[page] for page in sorted(pages))))


def _read_pages(content: bytes, wanted: Collection[int] | None) -> dict[int, list[Block]]:
    """The blocks of each page by its number, from 1."""
    limits.ask(_SECONDS, _MEMORY)
    from ingest.scanning.looking import blocks_of, look
    from ingest.scanning.pictures import pages_of_pdf, pages_of_picture

    looks = []
    for picture in pages_of_pdf(content, wanted) if _PDF in content[:1024] else pages_of_picture(content):
        limits.ask(_SECONDS, _MEMORY)
        looks.append(look(picture))
    return dict(blocks_of(looks))
