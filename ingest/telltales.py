"""What a reader of the figures must know of how they were read: every doubt, near label and gap, as a finding.

The sentences of each kind stand in one table, by the name of the check.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from ingest.cells import Found
from ingest.deciding import CHOSEN, SEVERAL_READINGS
from ingest.forms import Form
from ingest.loose import PARTED
from ingest.report import Figure, Finding, State

_DOUBTS: dict[str, tuple[str, str]] = {
    "too_few_values": (
        "“{zh}”一行的数值比栏目少，无法确定各属哪一栏：{raw}。",
        "The row “{en}” has fewer values than places, so that it cannot be told which is which: {raw}.",
    ),
    "too_many_values": (
        "“{zh}”一行的数值比栏目多，无法确定各属哪一栏：{raw}。",
        "The row “{en}” has more values than places, so that it cannot be told which is which: {raw}.",
    ),
    "run_together": (
        "“{zh}”一行的数字连在一起，勾稽关系不足以分开：{raw}。",
        "The numbers of the row “{en}” run together, and the sums leave more than one way to part them: {raw}.",
    ),
    "header_lost": (
        "“{zh}”一行上方的表头缺失或错乱，无法确定各属哪一栏：{raw}。",
        "The headers above the row “{en}” are lost or garbled, so that it cannot be told which value is which: {raw}.",
    ),
    "row_lost_below": (
        "“{zh}”下面的一行没有找到，其数值可能混在这一行中：{raw}。",
        "The row below “{en}” was not found; its values may be among these: {raw}.",
    ),
    "cut_off": (
        "文件到“{zh}”一行为止，最后的数字可能不完整：{raw}。",
        "The document ends with the row “{en}”, whose last number may be cut off: {raw}.",
    ),
    "unknown_row": (
        "没有找到“{zh}”一行；表中另有标签无法辨认的行。",
        "The row “{en}” was not found, but the table has rows whose labels cannot be told.",
    ),
    "printed_twice": (
        "“{zh}”出现两次且数值不同：{raw}。",
        "The row “{en}” stands there twice with different values: {raw}.",
    ),
    "one_of_two_tables": (
        "“{zh}”所在的表出现两次且数值不同，无法确定这一行属于哪一份：{raw}。",
        "The table of the row “{en}” stands there twice with different values; it cannot be told whose this row is: {raw}.",
    ),
    "other_year": (
        "“{zh}”只见于标明为其他年份的表中：{raw}。",
        "The row “{en}” stands only in a table that is said to be of another year: {raw}.",
    ),
    SEVERAL_READINGS: (
        "“{zh}”一行的扫描字迹有不同读法，勾稽关系不足以确定：{raw}。",
        "The scan of the row “{en}” can be read in several ways, and the sums do not tell which is right: {raw}.",
    ),
    "no_number": ("“{zh}”一行中有无法辨认的内容：{raw}。", "The row “{en}” holds something that is no number: {raw}."),
}
_NEAR = (
    "标签“{label}”与格式不符，按相近的“{zh}”读取。",
    "The label “{label}” is not one of the form's; it was read as “{en}”, which is near.",
)
_GAP = ("没有找到“{zh}”一行。", "The row “{en}” is not in the document.")
_PARTED = (
    "有{count}行的数字连在一起，按勾稽关系唯一确定。",
    "The numbers of {count} rows run together; the sums leave one way to part them.",
)

_CHOSEN = (
    "“{zh}”一行的扫描字迹有不同读法，按勾稽关系唯一确定：{raw}。",
    "The scan of the row “{en}” can be read in several ways; the sums of the form hold with one of them only: {raw}.",
)


def findings_of(found: Found, figures: Mapping[str, Figure], form: Form) -> tuple[Finding, ...]:
    """Everything to be said of the reading, rows in the form's order."""
    rows = {row.key: (row.zh, row.en) for table in form.tables for row in table.rows}
    return (
        *_doubts(figures, rows),
        *_near_labels(found, figures, rows),
        *_mends(figures),
        *_choices(found, figures, rows),
        *_gaps(figures, form),
    )


def _by_row(figures: Iterable[Figure]) -> dict[tuple[str, str], list[Figure]]:
    """Figures by row and reason."""
    groups: dict[tuple[str, str], list[Figure]] = {}
    for figure in figures:
        row = figure.key.split(".")[0]
        groups.setdefault((row, figure.why or "no_number"), []).append(figure)
    return groups


def _doubts(figures: Mapping[str, Figure], rows: Mapping[str, tuple[str, str]]) -> Iterator[Finding]:
    unreadable = [figure for figure in figures.values() if figure.state is State.UNREADABLE]
    for (row, why), members in _by_row(unreadable).items():
        check = why if why in _DOUBTS else "no_number"
        raw = "、".join(dict.fromkeys(figure.raw for figure in members if figure.raw))
        yield _finding(check, "error", members, _DOUBTS[check], rows[row], raw=raw[:200])


def _near_labels(found: Found, figures: Mapping[str, Figure], rows: Mapping[str, tuple[str, str]]) -> Iterator[Finding]:
    for row, label in found.near.items():
        if row in rows:
            members = [figure for key, figure in figures.items() if key.startswith(f"{row}.")]
            yield _finding("near_label", "warning", members, _NEAR, rows[row], label="".join(label.split()))


def _mends(figures: Mapping[str, Figure]) -> Iterator[Finding]:
    members = [figure for figure in figures.values() if figure.why == PARTED]
    if members:
        rows = {figure.key.split(".")[0] for figure in members}
        yield _finding(PARTED, "note", members, _PARTED, ("", ""), count=len(rows))


def _choices(found: Found, figures: Mapping[str, Figure], rows: Mapping[str, tuple[str, str]]) -> Iterator[Finding]:
    """The readings that the sums chose, and those that they struck out."""
    for (row, why), members in _by_row(figures.values()).items():
        if why == CHOSEN:
            told = {
                figure.raw or "": [text for text in found.cells[figure.key].candidates if text != figure.raw]
                for figure in members
            }
            raw = "、".join(f"{kept}（{' '.join(struck)}）" for kept, struck in told.items())
            yield _finding(CHOSEN, "note", members, _CHOSEN, rows[row], raw=raw[:200])


def _gaps(figures: Mapping[str, Figure], form: Form) -> Iterator[Finding]:
    if all(figure.state is not State.MISSING for figure in figures.values()):
        return
    other = any(figures[key].state is not State.MISSING for key in form.optional)
    for table in form.tables:
        for row in table.rows:
            if figures[f"{row.key}.{table.columns[0].key}"].state is not State.MISSING:
                continue
            members = [figures[f"{row.key}.{column.key}"] for column in table.columns]
            if all(figure.state is State.MISSING for figure in members) and not (row.alternative and (other or row.heads)):
                yield _finding("row_missing", "warning", members, _GAP, (row.zh, row.en))


def _finding(
    check: str,
    severity: str,
    members: Iterable[Figure],
    sentences: tuple[str, str],
    names: tuple[str, str],
    **parts: object,
) -> Finding:
    zh, en = (sentence.format(zh=names[0], en=names[1], **parts) for sentence in sentences)
    return Finding(check, severity, tuple(figure.key for figure in members), zh, en)
