"""The walk of `ingest picture`: a stored cell → its document read again → the part of the page around it → a picture.

Runs in a reading process: whatever a document does, it does it there. Where there is no original any more, or none with
pages, the row is drawn as a small table.
"""

from __future__ import annotations

from dataclasses import dataclass

from ingest.errors import DocumentRejected
from ingest.wanted import Wanted

_PAGED = frozenset({"pdf", "scan"})
_SECTIONS = {2: ("二、主动公开政府信息情况", "Section two"), 3: ("三、收到和处理政府信息公开申请情况", "Section three"),
             4: ("四、政府信息公开行政复议、行政诉讼情况", "Section four")}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Sight:
    """A PNG, and whether it shows the page itself."""

    png: bytes
    is_page: bool


def picture(wanted: Wanted, original: bytes | None, language: str) -> Sight:
    """The evidence of a cell."""
    zh = language == "zh"
    figure = wanted.figure
    title = f"{wanted.agency} {wanted.year} · {wanted.name[0 if zh else 1]}"
    if original is not None and wanted.kind in _PAGED and figure.page is not None and figure.box is not None:
        where = f" 第 {figure.page} 页" if zh else f", page {figure.page}"
        page = _of_page(wanted, original, title, f"{wanted.document}{where}")
        if page is not None:
            return Sight(page, True)
    from ingest.drawing import row

    subtitle = _SECTIONS.get(wanted.section, ("", ""))[0 if zh else 1]
    place = (f" 第 {figure.page} 页" if zh else f", page {figure.page}") if figure.page else ""
    return Sight(row.draw(wanted, title, subtitle, f"{'出处：' if zh else 'Source: '}{wanted.document}{place}"), False)


def _of_page(wanted: Wanted, original: bytes, title: str, source: str) -> bytes | None:
    from ingest.drawing import page
    from ingest.readers import read_content
    from ingest.surroundings import Strip, strips

    figure = wanted.figure
    if figure.page is None or figure.box is None:
        return None
    try:
        found = strips(read_content(wanted.document, original), figure.page, figure.box)
    except DocumentRejected:
        found = []
    found = found or [Strip(figure.page, figure.box, figure.box, ())]
    return page.draw(original, original[:1024].find(b"%PDF-") >= 0, found, title, source)
