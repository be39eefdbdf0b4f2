"""Where else a page may hold its report: in frames, attachments and viewers, and which of these is the likeliest.

A page is asked only once it has turned out to hold no report itself. Other pages that it links to are not followed:
they are other documents, most often other years' reports.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from urllib.parse import parse_qsl, unquote, urljoin, urlsplit

MOST = 8

_DOCUMENT = re.compile(r"\.(?:pdf|docx?|wps|ofd|rtf|zip|txt)(?=$|[?#&\s)）\]】])", re.IGNORECASE)
_REPORT = re.compile(r"信息公开.{0,20}(?:年度报告|年报)")
_NEAR = re.compile(r"年度报告|年报|信息公开")
_ATTACHED = re.compile(r"附件|附：|下载|attach", re.IGNORECASE)
_YEAR = re.compile(r"(?<!\d)20\d\d(?!\d)")
_FILE_KEYS = frozenset({"file", "url", "src", "pdf", "pdfurl", "furl", "path"})
_REFRESH = re.compile(r"url\s*=\s*['\"]?([^'\"\s>]+)", re.IGNORECASE)
_QUOTED = re.compile(r"""["']([^"'<>\s]{1,400}\.(?:pdf|docx?|wps|ofd))["']""", re.IGNORECASE)
_MOVED = re.compile(r"""location(?:\.href)?\s*=\s*["']([^"'<>\s]{1,400})["']|location\.replace\(\s*["']([^"'<>\s]{1,400})["']""")
_NOWHERE = re.compile(r"\s*(?:#|$|(?:javascript|mailto|tel|data|about|blob):)", re.IGNORECASE)
_FRAMES = frozenset({"iframe", "frame", "embed", "object"})


@dataclass(frozen=True, slots=True)
class Pointer:
    """What points away from a page: an element's tag, its address as written, the words that it shows.

    A script has no address, but text; a meta element's text is its `content`; a base has just the address.
    """

    tag: str
    address: str
    text: str = ""


def may_hold_document(address: str) -> bool:
    """Whether an address names a file that could be a report."""
    return _DOCUMENT.search(address) is not None


def likeliest(pointers: Iterable[Pointer], titles: Iterable[str] = ()) -> tuple[str, ...]:
    """The addresses where the report of a page with these titles may be, the likeliest first, MOST at most."""
    given = list(pointers)
    years = {year for title in titles for year in _YEAR.findall(title)}
    ranked = sorted(_ranked(given, years), key=lambda pair: pair[0]) or [(0, one) for one in _in_scripts(given)]
    base = next((one.address for one in given if one.tag == "base" and one.address), "")
    found = (_joined(base, address.strip()) for _, address in ranked if not _NOWHERE.match(address))
    return tuple(dict.fromkeys(filter(None, found)))[:MOST]


def _joined(base: str, address: str) -> str:
    try:
        return urljoin(base, address)
    except ValueError:
        return ""


def _ranked(pointers: Iterable[Pointer], years: set[str]) -> Iterator[tuple[int, str]]:
    """Each address with its rank, the lowest first: what is called a report of this year, then a frame with a document."""
    for one in pointers:
        if one.tag == "meta":
            refresh = _REFRESH.search(one.text)
            if refresh:
                yield 60, refresh[1]
        elif one.tag in _FRAMES:
            shown = _shown_in_viewer(one.address)
            if shown:
                yield 20, shown
            yield (21 if may_hold_document(one.address) else 50), one.address
        elif one.tag == "a" and (may_hold_document(one.address) or _DOCUMENT.search(one.text)):
            yield from ((_rank(one, years), address) for address in (_shown_in_viewer(one.address), one.address) if address)


def _rank(link: Pointer, years: set[str]) -> int:
    said = f"{link.text} {_unquoted(link.address)}"
    rank = 10 if _REPORT.search(said) else 30 if _NEAR.search(said) else 35 if _ATTACHED.search(said) else 40
    named = set(_YEAR.findall(link.text))
    return rank + (5 if years and named and not named & years else 0)


def _unquoted(address: str) -> str:
    text = unquote(address)
    return text if "�" not in text else unquote(address, "gb18030")


def _shown_in_viewer(address: str) -> str | None:
    """The document that a viewer's page shows: viewer.html?file=x.pdf."""
    try:
        parts = urlsplit(address)
        query = parse_qsl(parts.query, max_num_fields=50)
    except ValueError:
        return None
    if may_hold_document(parts.path) or not ("view" in parts.path.lower() or parts.path.lower().endswith((".html", ".htm"))):
        return None
    shown = next((value for key, value in query if key.lower() in _FILE_KEYS and may_hold_document(value)), None)
    return _joined(address, shown) if shown else None


def _in_scripts(pointers: Iterable[Pointer]) -> Iterator[str]:
    """Documents that only a script names, and where a script leads on to."""
    texts = [one.text for one in pointers if one.tag == "script"]
    for text in texts:
        yield from (found[1].replace("\\/", "/") for found in _QUOTED.finditer(text))
    for text in texts:
        yield from ((found[1] or found[2]) for found in _MOVED.finditer(text))
