"""Hearing which figures are meant: rows, columns, named rates, and the words that can mean several of them."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from itertools import pairwise

from bot.fetch.measures import RATES, SUMS
from bot.question import Span
from bot.spelling.pattern import Pattern
from bot.text import before

_DEFAULT = {"rules": "", "normative_documents": "", "fees": "amount", "procurement": ""}
_SECTION_TWO = ("permits", "penalties", "compulsory_measures", "other_services")
_OUTSIDE = ("rules", "normative_documents", "fees", "procurement", *_SECTION_TWO)
_COURT = ("reconsideration", "litigation", "litigation_direct", "litigation_after_reconsideration")
_APPLICANTS = ("person", "business", "research", "public_interest", "legal_service", "other_organisation")
_RESULTS = ("upheld", "corrected", "other_result", "pending")
_ISSUED = ("made", "repealed", "in_force")
_MEMBERS = {"denied": "denied_", "unavailable": "unavailable_", "rejected": "rejected_", "litigation": "litigation_"}
_REFUSED = re.compile(
    r"(?:不是|不要|不问|不看|而不是|除了|(?<!were )(?<!was )(?<!did )(?<!are )(?<!had )not)\s*(?:问|要|看|指|说)?\s*(?:the )?$"
)
_HOW_MANY_RECEIVED = Pattern(r"(?:收到|接到)了?(?:多少|几)[件个条份]?(?:政府)?(?:信息)?(?:公开)?的?\s*$")
_RECEIVED = Pattern(r"(?:收到|收|接到|received?|receives?)(?:了|过)?(?:多少|几)?[件个]?(?:的|the|any)?\s*$")
_OPEN_OUTCOME = Pattern(r"[^ ].{0,20} carried_in|(?:disclosed?|released) granted|.{3,30} received|大量.{0,9} rejected")
"""公开 is none of them: it may only say what is requested."""
_KINDS = ("row", "column", "rate", "weak", "choice")
_MADE_PUBLIC = re.compile(r"^(?:(?!收|接|提|递|要求|请求).)*(?<!信息)(?<!依申请)公开(?:了|过)?的申请")
_INSIDE = ("里", "中", "当中", "里面", "之中", "里头", "内")


@dataclass(frozen=True)
class HeardFields:
    """`keys` in the order said; `choices` are keys between which the words leave open; `columns` stand without a row."""

    keys: tuple[str, ...] = ()
    choices: tuple[str, ...] = ()
    columns: tuple[str, ...] = ()
    weak: bool = False
    unused: tuple[str, ...] = ()
    """Columns that fit none of the rows named: 被撤销的行政处罚. They were not understood."""


def fields_in(text: str, spans: Sequence[Span], known: Collection[str]) -> HeardFields:
    """The figures that the words name. `known` are all stored keys; derived ones are added here.

    A row without a column takes its 总计 (sections three and four) or its only column; a row that has several columns and
    no total (规范性文件) leaves a choice. 申请 by itself means 新收, unless another row of section three is named.
    """
    spans = [span for span in spans if any(kind in _KINDS for kind, _ in span.meanings)]
    rows = [(span, name) for span in spans if (name := _value(span, "row")) and not before(_REFUSED, text, span.start)]
    columns = tuple(dict.fromkeys(name for span in spans if (name := _value(span, "column"))))
    rates = tuple(dict.fromkeys(name for span in spans if (name := _value(span, "rate"))))
    weak = next((span for span in spans if _value(span, "weak")), None)
    clash = _out_of_place(text, spans, rows, rates)
    names = _without_groups(_without_frame(text, rows), text)
    if len(names) > 1 and _DIVIDED.search(text):  # 公开率(予以公开除以办结): as it is worked out there
        rates = ()
    names = _beside_rates(text, spans, rows) if rates else names
    if "permits" in names:  # to grant permits
        names = tuple(name for name in names if name != "granted" or "公开" in text)
    if weak is not None and names and "received" not in names and before(_HOW_MANY_RECEIVED, text, weak.start):
        names = ("received", *names)  # 收到多少申请，予以公开多少
    joined = weak is not None and any(_joined(text, weak, span) for span, _ in rows)
    asked = joined or (weak is not None and before(_RECEIVED, text, weak.start))
    if names and all(name in _OUTSIDE for name in names) and asked:
        names = (*names, "received")
    applicants = tuple(column for column in columns if column in _APPLICANTS)
    if not names and not rates and weak is not None and (_is_open(spans) or _MADE_PUBLIC.search(text)):
        return _without_row(spans, columns, known)
    if not names and not rates and weak is not None:
        odd = (*_odd(columns, applicants), *_mixed(text, spans))
        return HeardFields(_crossed(("received",), columns, known)[0], (), (), not applicants, odd)
    if not names and not rates:
        return _without_row(spans, columns, known)
    keys, open_ = _crossed(names, columns, known)
    used = {key.partition(".")[2] for key in (*keys, *open_)}
    # To issue permits is plain English: only in Chinese does 制发 beside 许可 mean something else. Withdrawn ones are on no form.
    said = [(span, _value(span, "column")) for span in spans]
    issued = {column for span, column in said if not span.text.isascii() or column != "made"} & set(_ISSUED)
    telling = (*_APPLICANTS, *_RESULTS, *issued, "amount")
    unused = tuple(column for column in columns if column in telling and column not in used)
    return HeardFields((*keys, *rates), open_, unused=(*(() if "other" in used else unused), *clash))


def _out_of_place(text: str, spans: Sequence[Span], rows: Sequence[tuple[Span, str]], rates: Sequence[str]) -> tuple[str, ...]:
    """The words that cannot be said of what stands beside them: 驳回的许可, permits applied for, 律师个人."""
    weak = next((span for span in spans if _value(span, "weak")), None)
    others = _rate_of_others(rows, rates, _beside_rates(text, spans, rows)) if not _DIVIDED.search(text) else ()
    found = (*_clashing(text, rows), *_mixed(text, spans), *_of_no_such_form(text, rows, weak), *others)
    applied = weak is not None and weak.text in ("applied", "asked")
    if weak is not None and any(name in _OUTSIDE and (applied or _near(text, weak, span)) for span, name in rows):
        found = (*found, *(name for _, name in rows))
    return found


def _value(span: Span, kind: str) -> str:
    for found, value in span.meanings:
        if found == kind:
            return value
    return ""


def _without_frame(text: str, rows: Sequence[tuple[Span, str]]) -> tuple[str, ...]:
    """The rows named, less 收到的申请 where it only says among what: 收到的申请里部分公开几件."""
    names = tuple(dict.fromkeys(name for _, name in rows))
    if len(names) < 2:
        return names
    framed = {
        name
        for span, name in rows
        if name in ("received", "concluded") and text[span.end :].removeprefix("申请").removeprefix("的").startswith(_INSIDE)
    }
    return tuple(name for name in names if name not in framed)


def _odd(columns: tuple[str, ...], applicants: tuple[str, ...]) -> tuple[str, ...]:
    """Columns of other tables, said beside 申请: 申请结果维持."""
    return tuple(column for column in columns if column in (*_RESULTS, "in_force", "repealed") and column not in applicants)


def _clashing(text: str, rows: Sequence[tuple[Span, str]]) -> tuple[str, ...]:
    """Rows that stand side by side with nothing that joins them: 驳回的许可, permit fees. One qualifies the other there,
    and the form has no such figure. A member and its group (国家秘密 不予公开) belong together."""
    found: list[str] = []
    if _EACH.search(text):  # 许可处罚各多少
        return ()
    for (first, one), (second, two) in pairwise(rows):
        related = one == two or two.startswith(one) or one.startswith(two) or _kin(one) == _kin(two) != ""
        between = text[first.end : second.start]
        apart = between == " " and not second.text.isascii()  # 许可 处罚 强制
        if {one, two} <= set(_SECTION_TWO) and (apart or (not between and _SUMMED.match(text, second.end))):  # 许可处罚合计
            continue
        if not related and (_BESIDE.fullmatch(between) or between == "被" or _LED.fullmatch(between)):  # 处罚被复议
            found += [one, two]
    return tuple(found)


def _of_no_such_form(text: str, rows: Sequence[tuple[Span, str]], weak: Span | None) -> tuple[str, ...]:
    """permits refused, 行政复议被驳回: the form knows outcomes of requests alone, so the word turns the other row round.

    Where the text speaks of requests or of disclosure, the outcome is that of the requests."""
    if weak is not None or OF_REQUESTS.search(text) or not any(name in (*_OUTSIDE, *_COURT) for _, name in rows):
        return ()
    permits = any(name == "permits" for _, name in rows)  # to grant permits is to issue them
    turned = (*OUTCOMES, "concluded")
    return tuple(name for _, name in rows if name in turned and not (permits and name == "granted"))


def _rate_of_others(rows: Sequence[tuple[Span, str]], rates: Sequence[str], beside: Sequence[str]) -> tuple[str, ...]:
    """行政诉讼纠正率, permit denial rate: a rate that is worked out for another row than the one named."""
    used = {key.partition(".")[0] for rate in rates for part in RATES.get(rate, ()) for key in part}
    told = {"received", "requests", "concluded", *beside}
    return tuple(name for _, name in rows if rates and name not in used and name not in told)


def _beside_rates(text: str, spans: Sequence[Span], rows: Sequence[tuple[Span, str]]) -> tuple[str, ...]:
    """The rows that are asked for beside a rate and are no words of its own: 予以公开和不予公开率各多少."""
    rates = [span for span in spans if _value(span, "rate")]
    return tuple(dict.fromkeys(name for span, name in rows if any(_joined(text, span, rate) for rate in rates)))


def _mixed(text: str, spans: Sequence[Span]) -> tuple[str, ...]:
    """Kinds of applicant side by side: 律师个人."""
    columns = [(span, name) for span in spans if (name := _value(span, "column")) in _APPLICANTS]
    beside = [(one, two) for (first, one), (second, two) in pairwise(columns) if one != two and _touch(text, first, second)]
    return tuple(name for pair in beside for name in pair)


def _near(text: str, first: Span, second: Span) -> bool:
    """Whether two spans stand side by side, a 的 between them or nothing."""
    early, late = sorted((first, second), key=lambda span: span.start)
    return bool(_BESIDE.fullmatch(text[early.end : late.start]))


def _joined(text: str, first: Span, second: Span) -> bool:
    """Whether two spans are named side by side as two things: 申请和许可."""
    early, late = sorted((first, second), key=lambda span: span.start)
    return bool(_AND.fullmatch(text[early.end : late.start]))


def _touch(text: str, first: Span, second: Span) -> bool:
    """Whether nothing stands between two spans, whichever comes first."""
    early, late = sorted((first, second), key=lambda span: span.start)
    return not text[early.end : late.start].strip()


def _kin(row: str) -> str:
    """The group that a row of section three or four belongs to."""
    if row in ("reconsideration", "litigation", "litigation_direct", "litigation_after_reconsideration"):
        return "court"
    return row.partition("_")[0] if row.partition("_")[0] in ("denied", "unavailable", "rejected", "other") else ""


OUTCOMES = ("granted", "partly_granted", "denied", "rejected", "unavailable")
"""Rows of section three that a plain verb names (refused, 驳回), which may be said of anything."""
OF_REQUESTS = re.compile(r"公开|申请|答复|request|disclos|applica")
_EACH = re.compile(r"都报|都要|都列|各(?:自)?(?:是|有|为)?(?:多少|几)|分别")
_LED = Pattern(
    r"\s*(?:that )?(?:were |was )?(?:went to|going to|taken to|led to|ended in|subject to|challenged (?:in|by))\s*(?:a |the )?"
)
_SUMMED = Pattern(r"(?:行政)?(?:强制|处罚)?(?:措施)?(?:两项|三项)?(?:合计|加起来|之和|总和|总计|总数|一共|共|相加)")
_AND = Pattern(r"\s{0,3}(?:数|量|数量|件数)?\s{0,3}(?:和|与|及|以及|、|and)\s{0,3}")
_DIVIDED = re.compile(r"除以|÷|divided by")
_BESIDE = re.compile(r"\s{0,3}(?:里,|中,|里面,|当中,|之中,|的|类|性|里|中|里面|里的|中的|当中|under|on|for)?\s{0,3}")


def _without_groups(names: tuple[str, ...], text: str) -> tuple[str, ...]:
    """因国家秘密不予公开的几件 asks for the one ground: the group is named beside its member only for a share."""
    if _OF.search(text):
        return names
    if any(name.startswith("other_") for name in names) and "不予处理" not in text:  # 逾期不补正，所以不处理: 不再处理
        names = tuple(name for name in names if name != "rejected" or not _NO_LONGER.search(text))
    return tuple(
        name
        for name in names
        if name not in _MEMBERS or not any(other.startswith(_MEMBERS[name]) for other in names if other != name)
    )


_NO_LONGER = Pattern(r"不再?(?:处理|办理)")
_OF = re.compile(r"占|比例|比重|几成|百分之|\b(?:share|proportion|percent\w*|ratio|fraction)\b")


def _is_open(spans: Sequence[Span]) -> bool:
    """Whether a word leaves open which figure of the requests is meant: requests carried over, requests disclosed."""
    return any(_OPEN_OUTCOME.match(f"{span.text} {_value(span, 'choice')}") for span in spans)


def _without_row(spans: Sequence[Span], columns: tuple[str, ...], known: Collection[str]) -> HeardFields:
    choice = next((value for span in spans if (value := _value(span, "choice"))), "")
    issued = tuple(column for column in columns if column in _ISSUED)
    if choice and "normative_documents" in choice and issued:
        return HeardFields((), _existing((f"{row}.{issued[0]}" for row in ("normative_documents", "rules")), known))
    if not choice and {"items", "amount"} & set(columns):
        return HeardFields(_existing((f"procurement.{column}" for column in columns), known))
    if choice:
        applicants = [column for column in columns if column in _APPLICANTS]
        keys = choice.split()
        if applicants:
            keys = [key.replace(".total", f".{applicants[0]}") for key in keys]
        return HeardFields((), _existing(keys, known))
    return HeardFields((), (), tuple(column for column in columns if column not in ("total", "other_any")))


def _crossed(rows: Sequence[str], columns: Sequence[str], known: Collection[str]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    if not any(row in _COURT for row in rows) and not any(column in _APPLICANTS for column in columns):
        columns = tuple(column for column in columns if column != "other_any")
    keys: list[str] = []
    open_: list[str] = []
    for row in rows:
        fitting = [key for column in columns if column != "total" and (key := _key(row, column)) and _is_key(key, known)]
        if fitting:
            keys.extend(fitting)
        elif row in ("rules", "normative_documents"):
            open_.extend(_existing((f"{row}.{column}" for column in _ISSUED), known))
        elif row == "procurement":
            open_.extend(_existing(("procurement.items", "procurement.amount"), known))
        else:
            keys.append(f"{row}.{_default(row)}")
    if keys and open_:
        keys, open_ = [*keys, *open_], []
    return tuple(dict.fromkeys(key for key in keys if _is_key(key, known))), tuple(dict.fromkeys(open_))


def _default(row: str) -> str:
    if row in _SECTION_TWO:
        return "decided"
    return _DEFAULT.get(row) or "total"


def _key(row: str, column: str) -> str:
    if row not in _COURT and column == "other_any":
        column = "other_organisation"
    if row in _COURT and column in ("other_result", "other_organisation", "other_any"):
        return f"{row}.other"
    if row in _OUTSIDE and column in _APPLICANTS:
        return ""
    return f"{row}.{column}"


_SUMS = {row: parts[0] for row, parts in SUMS.items()}


def _is_key(key: str, known: Collection[str]) -> bool:
    row, _, column = key.partition(".")
    if row == "litigation":
        return column in ("total", *_RESULTS, "other")
    if not column:
        return row in RATES
    return f"{_SUMS.get(row, row)}.{column}" in known


def _existing(keys: object, known: Collection[str]) -> tuple[str, ...]:
    return tuple(key for key in keys if _is_key(key, known))  # type: ignore[attr-defined]
