"""Which stored report and which cell a person names on the command line; whatever cannot be told is refused in a sentence."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from sqlite3 import Connection

from ingest import rows
from ingest.agencies import find_agency
from ingest.errors import NotHeldError
from ingest.gazetteer import Gazetteer
from ingest.report import Figure
from ingest.schema import quoted
from ingest.script import clean

_SHOWN = 6


@dataclass(frozen=True, slots=True)
class Which:
    """A stored report: the agency's number, id and name, and what the report came in."""

    no: int
    id: str
    agency: str
    region_code: str | None
    organ: str | None
    year: int
    form: str
    document: str
    kind: str
    sha256: str


def which_report(connection: Connection, agency: str, year: int, gazetteer: Callable[[], Gazetteer]) -> Which:
    """The report of the agency that an id or a name means. Raises NotHeldError where there is none, or are several."""
    no = which_agency(connection, agency, gazetteer)
    row = connection.execute(
        "SELECT a.no, a.id, a.name, a.region_code, a.organ, r.year, r.form, r.document, r.kind, r.sha256"
        " FROM agency AS a JOIN report AS r ON r.agency = a.no WHERE a.no = ? AND r.year = ?",
        (no, year),
    ).fetchone()
    if row is None:
        raise _no_report(connection, no, year)
    return Which(*row)


_NAMED = (
    "SELECT no, id, name FROM agency WHERE id = :name OR name = :name"
    " OR no IN (SELECT agency FROM agency_name WHERE name = :name) ORDER BY id"
)


def which_agency(connection: Connection, text: str, gazetteer: Callable[[], Gazetteer]) -> int:
    """The number of an agency: by an id, else a name to the letter as a report printed it, else whom the name means.

    Raises NotHeldError where none is stored, or it may be several.
    """
    found = connection.execute(_NAMED, {"name": clean(text)}).fetchall() or _meant(connection, clean(text), gazetteer())
    if len(found) == 1:
        return int(found[0][0])
    if not found:
        raise NotHeldError(f"数据库中没有“{text}”的报告。", f"There is no report by “{text}” in the database.")
    zh = "、".join(f"{name}（{id_}）" for _, id_, name in found[:_SHOWN])
    en = ", ".join(f"{name} ({id_})" for _, id_, name in found[:_SHOWN])
    more_zh, more_en = ("等", " …") if len(found) > _SHOWN else ("", "")
    raise NotHeldError(
        f"“{text}”可指多个单位，请写代码：{zh}{more_zh}。", f"“{text}” may mean several agencies; give the id: {en}{more_en}."
    )


def _meant(connection: Connection, name: str, gazetteer: Gazetteer) -> list[tuple[int, str, str]]:
    """The agency of a name that no report prints so; of a region alone its government, or else whichever are stored."""
    agency = find_agency(name, gazetteer)
    if agency is None:
        return []
    found = connection.execute(_NAMED, {"name": agency.id}).fetchall()
    if found or name not in gazetteer.places:
        return found
    return connection.execute("SELECT no, id, name FROM agency WHERE region_code = ? ORDER BY id", (agency.region,)).fetchall()


def _no_report(connection: Connection, no: int, year: int) -> NotHeldError:
    (name,) = connection.execute("SELECT name FROM agency WHERE no = ?", (no,)).fetchone()
    held = [str(one) for (one,) in connection.execute("SELECT year FROM report WHERE agency = ? ORDER BY year", (no,))]
    return NotHeldError(
        f"数据库中没有{name} {year} 年的报告；有的年度：{'、'.join(held)}。",
        f"The report of {name} on {year} is not in the database; there are those on {', '.join(held)}.",
    )


def which_field(connection: Connection, text: str) -> str:
    """The key of a field, by its key or its whole Chinese name. Raises NotHeldError with what may have been meant."""
    fields = connection.execute("SELECT key, zh FROM field ORDER BY ord").fetchall()
    name = clean(text)
    found = [key for key, zh in fields if name in (key, clean(zh))]
    if found:
        return str(found[0])
    known = [word for pair in fields for word in pair]
    near = get_close_matches(name, known, 3, 0.5)
    zh_hint = f"，是否指：{'、'.join(near)}？" if near else "；各项名称见 python -m ingest export 导出的 field 一列。"
    en_hint = f"; perhaps {', '.join(near)}?" if near else "; the column “field” of python -m ingest export lists them."
    raise NotHeldError(f"没有“{text}”这一项{zh_hint}", f"There is no field “{text}”{en_hint}")


def figures_of(connection: Connection, which: Which) -> Mapping[str, Figure]:
    """Every cell of the report that holds something, by key; what is missing is left out."""
    columns = [name for (name,) in connection.execute("SELECT name FROM pragma_table_info('figures')")][2:]
    here = (which.year, which.no)
    wide = f"SELECT {', '.join(map(quoted, columns))} FROM figures WHERE year = ? AND agency = ?"
    values = dict(zip(columns, connection.execute(wide, here).fetchone(), strict=True))
    (cells,) = connection.execute("SELECT cells FROM evidence WHERE year = ? AND agency = ?", here).fetchone()
    return rows.decode(values, cells)


def not_printed(connection: Connection, which: Which, key: str) -> NotHeldError:
    """Why a cell has nothing to show: the form never prints it, or this document lacks it."""
    (zh, en) = connection.execute("SELECT zh, en FROM field WHERE key = ?", (key,)).fetchone()
    printed = connection.execute("SELECT 1 FROM printed WHERE form = ? AND field = ?", (which.form, key)).fetchone()
    if printed is None:
        return NotHeldError(
            f"{which.form} 年格式的报告没有“{zh}”这一项。", f"Reports on the {which.form} form do not print “{en}”."
        )
    return NotHeldError(
        f"{which.agency} {which.year} 年的报告（{which.document}）没有“{zh}”这一栏。",
        f"The report of {which.agency} on {which.year} ({which.document}) lacks “{en}”.",
    )


def documents_of(connection: Connection, which: Which) -> list[str]:
    """The SHA-256 of the files that the report may stand in, likeliest first: a table may have changed it since."""
    ask = "SELECT sha256 FROM source WHERE agency = ? AND year = ? AND document = ?"
    others = [str(sha256) for (sha256,) in connection.execute(ask, (which.no, which.year, which.document))]
    return [which.sha256] if which.kind == "csv" else list(dict.fromkeys([which.sha256, *others]))
