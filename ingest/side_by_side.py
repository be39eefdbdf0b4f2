"""A comparison of texts as JSON and as lines for a person: shares, and the sentences that differ."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from ingest.likeness import Likeness
from ingest.messages import text
from ingest.sisters import Compared, Comparison, Held, SectionCompared

_NAMES = {1: ("一", "one"), 5: ("五", "five"), 6: ("六", "six")}


def compared_json(found: Comparison) -> dict[str, Any]:
    """The object that `compare` prints."""
    return {
        **_report_json(found.report),
        "last_year": None if found.last_year is None else _report_json(found.last_year),
        "sisters": found.sisters,
        "sections": [
            {
                "section": one.number,
                "heading": one.heading,
                "characters": one.characters,
                "last_year": _compared_json(one.last_year),
                "sister": _compared_json(one.sister),
            }
            for one in found.sections
        ],
    }


def _report_json(report: Held) -> dict[str, Any]:
    return {"agency_id": report.id, "agency": report.name, "year": report.year, "document": report.document}


def _compared_json(one: Compared | None) -> dict[str, Any] | None:
    if one is None:
        return None
    found = one.likeness
    return {
        **_report_json(one.other),
        "share": found.share_alike,
        "share_to_the_letter": found.share_equal,
        "same": list(found.same),
        "figures_differ": [{"here": here, "there": there} for here, there in found.changed],
        "only_here": list(found.only_here),
        "only_there": list(found.only_there),
    }


def compared_lines(found: Comparison, language: str) -> Iterator[str]:
    """The lines that `compare` prints: what it is, then each section."""
    report = found.report
    yield text(language, "compared", agency=report.name, year=report.year, document=report.document)
    for one in found.sections:
        yield ""
        if one.characters is None:
            zh, en = _NAMES[one.number]
            yield text(language, "no_section", zh=zh, en=en)
            continue
        yield text(language, "section", heading=one.heading, characters=one.characters)
        yield from _against_last(one, report.year - 1, language)
        yield from _against_sister(one, found, language)


def _against_last(one: SectionCompared, year: int, language: str) -> Iterator[str]:
    if one.last_year is None:
        yield "  " + text(language, "no_last_year", year=year)
    elif not one.last_year.likeness.comparable:
        yield "  " + text(language, "no_text", year=year)
    else:
        yield from _held_against("against_last", one.last_year, language)


def _against_sister(one: SectionCompared, found: Comparison, language: str) -> Iterator[str]:
    if one.sister is None:
        yield "  " + text(language, "no_sister" if found.sisters else "no_sisters", year=found.report.year, count=found.sisters)
    else:
        yield from _held_against("against_sister", one.sister, language)


def _held_against(key: str, one: Compared, language: str) -> Iterator[str]:
    """What differs, where at least half is the same; else what is the same, which is then the shorter to read."""
    found, other = one.likeness, one.other
    shares = {"alike": percent(found.alike, found.characters), "equal": percent(found.equal, found.characters)}
    yield "  " + text(language, key, agency=other.name, year=other.year, document=other.document, **shares)
    sentences = _differing(found) if 2 * found.alike >= found.characters else [("is_same", one) for one in found.same]
    for name, sentence in [*_changed(found), *sentences]:
        yield f"    {text(language, name)}：{sentence}" if language == "zh" else f"    {text(language, name)}: {sentence}"


def _changed(found: Likeness) -> Iterator[tuple[str, str]]:
    for here, there in found.changed:
        yield "is_now", here
        yield "was", there


def _differing(found: Likeness) -> Iterator[tuple[str, str]]:
    yield from (("only_here", sentence) for sentence in found.only_here)
    yield from (("only_there", sentence) for sentence in found.only_there)


def percent(part: int, whole: int) -> str:
    """Rounded down, so that 100% is all of it; what is there but less than one in a hundred is no 0%."""
    return "<1%" if 0 < 100 * part < whole else f"{100 * part // whole}%"
