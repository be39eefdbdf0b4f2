"""Whether the report's words agree with its tables: 全年共收到政府信息公开申请21件 against the total of the table.

Only sentences that can mean nothing else are asked. Clerks count with or without what was carried over from last year, so
that either is right.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from ingest.forms import Form
from ingest.report import Figure, Finding, ProseFigure, Section

CHECK = "against_prose"

_LITIGATION = ("litigation_direct.total", "litigation_after_reconsideration.total")


@dataclass(frozen=True, slots=True)
class _Claim:
    """What is counted, by the words right before the number, and the fields one of whose sums it must be."""

    subject: re.Pattern[str]
    sentence: re.Pattern[str]
    sums: tuple[tuple[str, ...], ...]


_YEARLY = re.compile(r"^(?!.*其中).*(?:全年|共|累计|20\d\d\s*年)")
_WHOLE = r"(?:全年|年度?|[省市区县旗州局委厅办]|机关|共|总共|一共|共计|累计|合计|今年|本年度?)"
_CLAIMS = (
    _Claim(
        re.compile(
            rf"(?:^|{_WHOLE})(?:新)?(?:收到|受理|接收|接到)(?:的|各类|公民|群众|社会)*(?:政府)?(?:信息)?(?:依申请)?(?:公开)?(?:政府)?(?:信息)?(?:公开)?申请(?:公开)?(?:事项|件|数量)?$"
            rf"|{_WHOLE}(?:收到|受理|接收|接到)依申请(?:政府)?信息?公开(?:申请)?(?:事项)?$"
        ),
        re.compile("公开"),
        (("received.total",), ("received.total", "carried_in.total")),
    ),
    _Claim(re.compile(rf"(?:^|{_WHOLE})(?:办理|作出|办结)行政许可(?:事项|决定|案件|业务)?$"), _YEARLY, (("permits.decided",),)),
    _Claim(re.compile(rf"(?:^|{_WHOLE})(?:办理|作出|办结|实施)行政处罚(?:决定|案件)?$"), _YEARLY, (("penalties.decided",),)),
    _Claim(
        re.compile(r"(?<!提起)(?<!未)行政复议(?:案件)?$"),
        re.compile(r"信息公开"),
        (("reconsideration.total",),),
    ),
    _Claim(
        re.compile(r"(?:行政)?诉讼(?:案件)?$"),
        re.compile(r"信息公开"),
        (_LITIGATION, _LITIGATION[:1], _LITIGATION[1:]),
    ),
)
_UNITS = frozenset({"件", "件次", "宗", "起", "份", "条", "次"})
_NONE = re.compile(
    r"(?:全年|年度?|我[局委办厅院]|本[局委办厅院机关]|[省市区县旗州])[^。；，]{0,10}(?:未|没有)(?:收到|受理|接收到?|接到)过?"
    r"[^。；，]{0,20}(?:政府信息公开|信息公开|依申请公开)[^。；，]{0,4}(?:申请|事项)"
)
_PARTIAL = re.compile(r"上年|去年|结转|复议|诉讼|网上|网络|信函|邮|当面|现场|平台|其中|季度|月份|办结|答复")


def against_prose(
    form: Form, figures: Mapping[str, Figure], prose: Sequence[ProseFigure], sections: Sequence[Section]
) -> tuple[Finding, ...]:
    """A warning for each number in the text that the table contradicts."""
    found: dict[tuple[str, ...], Finding] = {}
    for said in prose:
        for finding in _contradictions(said, form, figures):
            found.setdefault(finding.fields, finding)
    received = figures.get("received.total")
    if received is not None and received.value:
        for section in sections:
            match = _NONE.search(section.text)
            if match and not _PARTIAL.search(match[0]):
                found.setdefault(("received.total",), _none(match[0], received.value, form))
    return tuple(found.values())


def _contradictions(said: ProseFigure, form: Form, figures: Mapping[str, Figure]) -> Iterator[Finding]:
    subject = "".join(said.subject.split())
    if said.unit not in _UNITS or said.section != 1:
        return
    for claim in _CLAIMS:
        if not claim.subject.search(subject) or not claim.sentence.search(said.sentence):
            continue
        if claim.sums[0] == ("received.total",) and _PARTIAL.search(subject):
            continue
        values = {keys: _value(keys, figures) for keys in claim.sums if all(key in form.names for key in keys)}
        first = next(iter(values.values()), None)
        if first is not None and said.value not in values.values():
            yield _differs(said, claim.sums[0], first, form)


def _value(keys: Sequence[str], figures: Mapping[str, Figure]) -> Decimal | None:
    found = [figures[key].value for key in keys if key in figures]
    numbers = [value for value in found if value is not None]
    return sum(numbers, Decimal(0)) if len(numbers) == len(keys) else None


def _differs(said: ProseFigure, keys: tuple[str, ...], value: Decimal, form: Form) -> Finding:
    zh, en = form.names[keys[0]]
    return Finding(
        CHECK,
        "warning",
        keys,
        f"正文称“{said.subject}{said.value}{said.unit}”，表中“{zh}”为{value}。",
        f"The text says “{said.subject}{said.value}{said.unit}”, the table has {value} for “{en}”.",
        said.value,
        value,
        value - said.value,
    )


def _none(words: str, value: Decimal, form: Form) -> Finding:
    zh, en = form.names["received.total"]
    return Finding(
        CHECK,
        "warning",
        ("received.total",),
        f"正文称“{words}”，表中“{zh}”为{value}。",
        f"The text says that there were no requests (“{words}”), the table has {value} for “{en}”.",
        Decimal(0),
        value,
        value,
    )
