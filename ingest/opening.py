"""The agency that a report names in its opening sentence or in its signature, where its title names none."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ingest.agencies import Teller, find_agency, partings
from ingest.gazetteer import Gazetteer
from ingest.report import Agency
from ingest.script import fold

_OPENING_LINES = 12
_OPENING_LENGTH = 1500
_LAST_LINES = 8
_OPENING = re.compile(
    r"(?:现将|现公布|向社会公布|公布|发布)(?P<who>[㐀-鿿（）]{3,30}?)(?=20\d\d年度?(?:政府信息公开|政务公开|信息公开)|政府信息公开(?:工作)?(?:年度)?报告)"
    r"|(?:由|如有疑问请[与和]|请[与和]|与)(?P<editor>[㐀-鿿（）]{3,30}?)(?=编制|联系)"
)
_DATE = re.compile(r"(?:20\d\d|二[〇零○O]..)年.{1,3}月.{1,3}日$")
_BODY = re.compile(r".*(?:政府|局|委|委员会|厅|办|办公室|镇|乡|街道|办事处|中心|处|院|会|队|站|所|社|馆)$")
_LONGEST = 30


def agencies_in_text(lines: list[str], gazetteer: Gazetteer, tell: Teller, year: int) -> Iterator[Agency]:
    """`lines` are cleaned. Each agency named by the opening and by the signature; they may be several, or none.

    The office that edits a government's report or answers questions about it is not taken for the agency.
    """
    for name, editor in _names(lines, gazetteer):
        if not _tells_a_region(name, gazetteer, year):
            continue
        agency = find_agency(name, gazetteer, tell, year)
        if agency is not None and not (editor and (agency.organ == "government_office" or agency.organ is None)):
            yield agency


def _names(lines: list[str], gazetteer: Gazetteer) -> Iterator[tuple[str, bool]]:
    printed = "".join(lines[:_OPENING_LINES])[:_OPENING_LENGTH]
    for match in _OPENING.finditer(fold(printed, gazetteer.folding)):
        group = "who" if match["who"] else "editor"
        yield printed[match.start(group) : match.end(group)], group == "editor"
    yield from ((name, False) for name in _signed(lines, gazetteer))


def signature(lines: list[str], gazetteer: Gazetteer, tell: Teller, year: int) -> Agency | None:
    """The agency that signs at the end, where there is one."""
    names = [name for name in _signed(lines, gazetteer) if _tells_a_region(name, gazetteer, year)]
    return find_agency(names[-1], gazetteer, tell, year) if names else None


def _signed(lines: list[str], gazetteer: Gazetteer) -> Iterator[str]:
    """Names of agencies alone on one of the last lines, at the very end or with a date behind or below."""
    last = lines[-_LAST_LINES:]
    for line, following in zip(last, [*last[1:], ""], strict=False):
        name = _DATE.sub("", line)
        dated = name != line or not following or _DATE.match(following) is not None
        if dated and len(name) <= _LONGEST and _BODY.match(fold(name, gazetteer.folding)):
            yield name


def _tells_a_region(name: str, gazetteer: Gazetteer, year: int) -> bool:
    key = fold(name, gazetteer.folding)
    return key in gazetteer.national or any(True for _ in partings(key, gazetteer, year))
