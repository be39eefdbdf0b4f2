"""From running text to the places of the form: section by section, with what may be parted and what must stay in doubt.

An empty cell leaves no trace in such text, so that no cell is ever called blank here.
"""

from __future__ import annotations

import itertools
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from ingest.forms import Form
from ingest.parting import Row, forced_alone, in_groups, resolve, ways
from ingest.report import Printed
from ingest.running import Entry, Running, chunks, place_of
from ingest.script import EMPTY_CELL
from ingest.vocabulary import Part

PARTED = "parted_by_sums"
ONE_OF_TWO = "one_of_two_tables"
SEVERAL = 2
"""So many rows printed twice with different values are two tables, as of two years."""
CUT_OFF = "cut_off"
_LOST_BELOW = "row_lost_below"
_FIVE = re.compile(r"五\s*[、.]|六\s*[、.]")
_ABOVE = re.compile(r"第二十条第|信息内容|\(本列数据|本列数据的勾稽关系|申请人情况")
_HEADING_BEFORE = re.compile(r"[二三四]\s*[、.]\s*(?:主动公开|收到和处理|政府信息公开行政)")
_JOINED = re.compile(r"0\d+", re.ASCII)
_NEARBY = 600
_BEGINNING = 2
_FIRST_ROW, _FIRST_CASE, _ABOVE_THREE = "本年新收政府信息公开申请数量", "行政复议", "申请人情况"


def bounds(run: Running, parts: Mapping[int, Part]) -> dict[int, tuple[int, int]]:
    """Where in the text the rows of each section begin and end."""
    found: dict[int, tuple[int, int]] = {}
    three = place_of(run, _FIRST_ROW)
    above = place_of(run, _ABOVE_THREE)
    firsts = [place for wording in parts[2].columns.keys if (place := place_of(run, wording)) is not None]
    end = min((place for place in (above, three) if place is not None), default=len(run.text))
    before = [place for place in firsts if place < end]
    if before:
        found[2] = (min(before), end)
    if three is not None:
        four = place_of(run, _FIRST_CASE, three)
        found[3] = (three, four if four is not None else len(run.text))
        if four is not None:
            five = _FIVE.search(run.text, four)
            found[4] = (four, five.start() if five else len(run.text))
    return found


def tables_in(run: Running, parts: Mapping[int, Part]) -> list[tuple[int, int]]:
    """Where in the text the tables stand, with their headers but without the headings of the sections."""
    found = []
    for start, end in bounds(run, parts).values():
        words = run.text[max(start - _NEARBY, 0) : start]
        marks = [match.start() for match in _ABOVE.finditer(words)]
        heading = max((match.end() for match in _HEADING_BEFORE.finditer(words)), default=0)
        first = [place for place in marks if place >= heading]
        found.append((start - len(words) + first[0] if first else start, end))
    return sorted(found)


def _above_gaps(rows: Sequence[Entry], form: Form, section: int) -> frozenset[str]:
    """The rows below which one is not there: its values may have been added to theirs, and empty cells leave no trace."""
    there = {entry.row for entry in rows}
    above = set[str]()
    for table in form.section(section):
        ways = {row.heads for row in table.rows if row.alternative and row.key in there}
        listed = [row.key for row in table.rows if row.key in there or not row.alternative or row.heads in (ways or {True})]
        above |= {row for row, below in itertools.pairwise(listed) if row in there and below not in there}
    return frozenset(above)


def printed_two(rows: Sequence[Entry], part: Part, form: Form) -> Iterator[Printed]:
    """What stands in the places of section two: no sums can part numbers there."""
    above_gaps = _above_gaps(rows, form, 2)
    for entry in rows:
        if entry.row is None:
            continue
        expected = part.expected[entry.row]
        columns = entry.columns if set(entry.columns) == set(expected) else expected if len(expected) == 1 else ()
        cells = _two(entry, columns, expected)
        if entry.is_last:
            cells = _doubtful(entry, expected, CUT_OFF)
        yield from _above_a_gap(cells) if entry.row in above_gaps else cells


def _above_a_gap(cells: Iterable[Printed]) -> Iterator[Printed]:
    told = list(cells)
    raw = " ".join(cell.raw for cell in told)
    return (cell if cell.doubt or not raw.strip() else replace(cell, raw=raw, doubt=_LOST_BELOW) for cell in told)


def _two(entry: Entry, columns: Sequence[str], expected: Sequence[str]) -> Iterator[Printed]:
    if not columns:
        yield from _doubtful(entry, expected, "header_lost")
    elif len(entry.values) == len(columns):
        yield from _plain(entry, columns, entry.values)
    else:
        row = forced_alone(entry.values, len(columns)) if len(entry.values) < len(columns) else None
        if row is not None:
            yield from _plain(entry, columns, tuple(map(str, row)), PARTED)
        else:
            yield from _doubtful(entry, expected, _doubt(entry, len(columns)))


def headed(run: Running, place: tuple[int, int], part: Part) -> bool:
    """Whether the headers of section three stand above its first row in the form's order.

    Narrow headers are broken over lines that run into each other (商业企 科研机 | 业 构), so that their beginnings count.
    """
    text = "".join(filter(str.isalnum, run.text[max(place[0] - _NEARBY, 0) : place[0]]))
    text = text[max(text.rfind(_ABOVE_THREE), 0) :]
    wordings = [wording[:_BEGINNING] for wording in part.columns.keys if len(wording) > _BEGINNING]
    places = [text.find(wording) for wording in wordings]
    return -1 not in places and places == sorted(places)


def printed_three(rows: Sequence[Entry], part: Part, form: Form, has_headers: bool) -> Iterator[Printed]:
    """What stands in the places of section three. Rows that run together are parted by its sums."""
    columns = next(iter(part.expected.values()))
    best = _each_once(rows)
    of_one = _of_one_table(rows, best)
    parted = {} if of_one else _parted(best, len(columns), form)
    above_gaps = _above_gaps(rows, form, 3)
    for row, entry in best.items():
        if not has_headers or row in of_one:
            cells = _doubtful(entry, columns, ONE_OF_TWO if has_headers else "header_lost")
        elif entry.is_last:
            cells = _doubtful(entry, columns, CUT_OFF)
        elif len(entry.values) == len(columns):
            cells = _plain(entry, columns, entry.values)
        elif row in parted:
            cells = _plain(entry, columns, tuple(map(str, parted[row])), PARTED)
        else:
            cells = _doubtful(entry, columns, _doubt(entry, len(columns)))
        yield from _above_a_gap(cells) if row in above_gaps else cells


def _each_once(rows: Sequence[Entry]) -> dict[str, Entry]:
    """Each row once, as it stands with values; those that stand twice with different ones have the values of both."""
    best: dict[str, Entry] = {}
    for entry in rows:
        if entry.row is None:
            continue
        other = best.get(entry.row)
        if other is None or not other.values or (other.near and not entry.near):
            best[entry.row] = entry
        elif entry.values and entry.values != other.values and entry.near == other.near:
            best[entry.row] = replace(other, values=(*other.values, *entry.values))
    return best


def _of_one_table(rows: Sequence[Entry], best: Mapping[str, Entry]) -> frozenset[str]:
    """Where two tables stand there, the rows that can be of either: those that stand once, or all if several differ."""
    printed: defaultdict[str, list[tuple[str, ...]]] = defaultdict(list)
    for entry in rows:
        if entry.row is not None and entry.values:
            printed[entry.row].append(entry.values)
    if sum(len(set(values)) > 1 for values in printed.values()) >= SEVERAL:
        return frozenset(best)
    twice = frozenset(row for row, values in printed.items() if len(values) > 1)
    return frozenset(best) - twice if 2 * len(twice) > len(printed) else frozenset()


def _parted(best: Mapping[str, Entry], places: int, form: Form) -> dict[str, Row]:
    """The rows that only sums can part; none where the text does not show that its numbers run together.

    A row with fewer digits than places shows that empty cells leave no trace, so that nothing is certain.
    """
    loose = {row: entry.values for row, entry in best.items() if len(entry.values) < places}
    firm = {
        row: tuple(int(value) for value in entry.values)
        for row, entry in best.items()
        if len(entry.values) == places and all(value.isascii() and value.isdigit() for value in entry.values)
    }
    together = any(_JOINED.match(value) for entry in best.values() for value in entry.values)
    if not together or any(sum(map(len, values)) < places for values in loose.values()):
        return {}
    loose = {row: values for row, values in loose.items() if not _adds_up_with_blanks(values, places)}
    return resolve(loose, firm, places, lambda row: sum(row[:-1]) == row[-1], list(_signs(best, form)))


def _adds_up_with_blanks(values: Sequence[str], places: int) -> bool:
    """Whether a row that runs together also adds up as fewer numbers, so that some of its cells may have been empty."""
    fewer = [ways(values, count) for count in range(2, places)]
    return any(rows is None or any(sum(row[:-1]) == row[-1] for row in rows) for rows in fewer)


def _signs(best: Mapping[str, Entry], form: Form) -> Iterator[dict[str, int]]:
    """The sums along a column, as a sign for each row that is there; none where a row is not there that has to be."""
    optional = {row.key for table in form.section(3) for row in table.rows if row.alternative}
    for rule in form.sums:
        if rule.section == 3 and rule.each == "column" and rule.left[0].endswith(".total"):
            signs = {key.split(".")[0]: sign for side, sign in ((rule.left, 1), (rule.right, -1)) for key in side}
            if signs.keys() - optional <= best.keys():
                yield {row: sign for row, sign in signs.items() if row in best}


def printed_four(run: Running, place: tuple[int, int], part: Part) -> Iterator[Printed]:
    """What stands in the places of section four: as many values as the form has, below its headers in its order."""
    keys = [f"{case}.{column}" for case, columns in part.expected.items() for column in columns]
    found = list(chunks(run, *place))
    with_values = [chunk for chunk in found if any(value != EMPTY_CELL for value in chunk.values)]
    with_values = with_values or [chunk for chunk in found if len(chunk.values) == len(keys)]
    if not with_values:
        return
    chunk = with_values[0]
    entry = Entry(None, chunk.words, chunk.values, chunk.page)
    if len(with_values) > 1 or not _headers_stand(chunk.words, chunk.values, part):
        yield from _doubtful(entry, keys, "header_lost")
    elif len(chunk.values) == len(keys):
        yield from _plain(entry, keys, chunk.values)
    else:
        row = _cases_parted(chunk.values, part)
        if row is not None:
            yield from _plain(entry, keys, tuple(map(str, row)), PARTED)
        else:
            yield from _doubtful(entry, keys, _doubt(entry, len(keys)))


def _cases_parted(values: Sequence[str], part: Part) -> Row | None:
    if not any(_JOINED.match(value) for value in values):
        return None
    cases = list(part.expected.values())
    found = in_groups(values, len(cases), len(cases[0]))
    return found[0] if len(found) == 1 and len(found[0]) == sum(map(len, cases)) else None


def _add_up(row: Sequence[int], part: Part) -> bool:
    width = len(next(iter(part.expected.values())))
    return all(sum(row[at : at + width - 1]) == row[at + width - 1] for at in range(0, len(row), width))


def _headers_stand(words: str, values: Sequence[str], part: Part) -> bool:
    """Whether the three cases stand there in the form's order, and each column as often as there are cases.

    Where broken lines run into each other, halves of the columns are enough, or all their letters, if the sums hold too.
    """
    text = "".join(filter(str.isalnum, words))
    wordings = [wording for wording, key in part.rows.keys.items() if key in part.expected]
    places = [text.find(wording) for wording in wordings]
    if -1 in places or places != sorted(places):
        return False
    if all(text.count(wording) >= len(wordings) for wording in part.columns.keys):
        return True
    halves = [max(text.count(wording[:2]), text.count(wording[2:])) for wording in part.columns.keys]
    in_letters = not Counter("".join(part.columns.keys) * len(wordings)) - Counter(text)
    whole = len(values) == sum(map(len, part.expected.values())) and all(map(str.isdecimal, values))
    return (min(halves) >= len(wordings) or in_letters) and whole and _add_up([*map(int, values)], part)


def _doubt(entry: Entry, places: int) -> str:
    if any(_JOINED.match(value) for value in entry.values) or len(entry.values) < places <= sum(map(len, entry.values)):
        return "run_together"
    return "too_many_values" if len(entry.values) > places else "too_few_values"


def _key(entry: Entry, column: str) -> str:
    return column if entry.row is None else f"{entry.row}.{column}"


def _plain(entry: Entry, columns: Sequence[str], values: Sequence[str], why: str | None = None) -> Iterator[Printed]:
    named, unit = entry.unit or ("", None)
    for column, value in zip(columns, values, strict=True):
        signed = len(value) > 1 and value[0] in "+-" and not column.endswith("_change")  # the dash of the cell before
        doubt = "run_together" if signed else None
        yield Printed(_key(entry, column), value, entry.page, None, unit if column == named else None, why, doubt)


def _doubtful(entry: Entry, columns: Sequence[str], doubt: str) -> Iterator[Printed]:
    for column in columns:
        yield Printed(_key(entry, column), " ".join(entry.values).replace(EMPTY_CELL, ""), entry.page, doubt=doubt)
