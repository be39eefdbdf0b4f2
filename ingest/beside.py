"""From the frames and attachments of a page to documents: files beside a saved page, addresses of one off the web.

A saved page reaches no further than its own folder: no path leads up or away from it, and no link of the file system
either. Which of several documents is the report is seen by reading them.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TypeVar
from urllib.parse import unquote, urldefrag, urljoin, urlsplit

from ingest.elsewhere import MOST
from ingest.outcome import Rejected

Place = TypeVar("Place", bound=Hashable)
Read = TypeVar("Read")

_ARROW = " → "
_COMPANIONS = ("_files", ".files", "_file")
"""What browsers call the folder with a saved page's parts, after the page's own name."""


def files_beside(page: Path, links: Iterable[str]) -> list[Path]:
    """The files that the links of a saved page lead to, in their order, each once."""
    folder = page.parent.resolve()
    own = page.resolve()
    found: dict[Path, Path] = {}
    for link in links:
        for way in _ways(page, link):
            file = _file_in(folder, way)
            if file is not None and file != own:
                found.setdefault(file, page.parent / file.relative_to(folder))
                break
    return list(found.values())


def addresses_from(page: str, links: Iterable[str]) -> list[str]:
    """The addresses that the links of a page off the web lead to, in their order, each once."""
    found = dict.fromkeys(address for link in links if (address := _address(page, link)))
    return [address for address in found if address != urldefrag(page).url]


def shown_name(page: str, attachment: str) -> str:
    """What a report is called that a page holds in another document."""
    return f"{page}{_ARROW}{attachment}"


def first_report(
    page: Place,
    own: Rejected,
    further: Callable[[Place, Iterable[str]], Iterable[Place]],
    read: Callable[[Place], Read | Rejected],
) -> tuple[Place, Read] | Rejected:
    """The first document that a page leads to and that is a report, with it, else the page's own refusal.

    `further` says where links lead: files_beside or addresses_from. What a page leads to may itself lead on, once: a
    frame is a page with an attachment of its own. No more than MOST are read in all.
    """
    waiting = deque((one, True) for one in further(page, own.links))
    seen, refusals = {page}, list[Rejected]()
    while waiting and len(refusals) < MOST:
        place, leads_on = waiting.popleft()
        if place in seen:
            continue
        seen.add(place)
        one = read(place)
        if not isinstance(one, Rejected):
            return place, one
        refusals.append(one)
        if leads_on:
            waiting.extend((next_one, False) for next_one in further(place, one.links))
    return _with_attempts(own, refusals)


def _with_attempts(own: Rejected, refusals: Sequence[Rejected]) -> Rejected:
    """The page's refusal. Where an attachment failed by something else than not being a report, that is the news."""
    if not refusals:
        return own
    zh = f"{own.zh}页面所附的 {len(refusals)} 个文件也已读过，没有读到报告。"
    en = f"{own.en} Attachments and frames of the page that were tried, without a report: {len(refusals)}."
    telling = next((one for one in refusals if one.code != own.code), None)
    if telling is not None:
        zh, en = f"{zh}其中“{telling.document}”：{telling.zh}", f"{en} Of these, {telling.document}: {telling.en}"
    return replace(own, zh=zh, en=en)


def _address(page: str, link: str) -> str | None:
    try:
        address = urldefrag(urljoin(page, link.strip())).url
        return address if urlsplit(address).scheme in ("http", "https") else None
    except ValueError:
        return None


def _ways(page: Path, link: str) -> Iterator[str]:
    """The paths by which a link may be kept, within the page's folder: as it is, or by its name where it leads away."""
    try:
        parts = urlsplit(link.strip())
    except ValueError:
        return
    if parts.scheme in ("", "http", "https"):
        leads_away = bool(parts.scheme or parts.netloc) or parts.path.startswith("/")
        for path in _spellings(parts.path, parts.query):
            name = path.replace("\\", "/").rpartition("/")[2]
            if not leads_away:
                yield path
            elif name:
                yield name
                yield from (f"{page.stem}{companion}/{name}" for companion in _COMPANIONS)


def _spellings(path: str, query: str) -> Iterator[str]:
    """A path with its escapes undone in UTF-8 or GBK, as it stands, and with the query that some programs keep."""
    texts = [unquote(path), unquote(path, "gb18030"), path]
    yield from dict.fromkeys(texts)
    if query:
        yield from dict.fromkeys(f"{text}?{query}" for text in texts)


def _file_in(folder: Path, way: str) -> Path | None:
    """The file at a relative path, where there is one and it truly lies in the folder."""
    if not way or "\x00" in way or way.startswith(("/", "\\")):
        return None
    try:
        file = (folder / way).resolve(strict=True)
        return file if file.is_relative_to(folder) and file.is_file() else None
    except (OSError, RuntimeError, ValueError):
        return None
