"""Views for people who open the database itself: Chinese names, one row a report or a cell, nothing to join.

The bot never uses them. What stands in them follows from the forms, so that they are made anew whenever these are learned.
Names are looked up row by row, not joined: so counting the reports of a year, or showing the first hundred of a million,
takes no look at all the others. A cell without a number is NULL in every view: no sum and no order takes it for 0.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence

from ingest.schema import quoted

Field = tuple[str, int, str, str, str, str]
"""Key, section, name, name of the row, column, the part of `figures` in which its numbers lie."""

_PROVINCE = "SELECT name FROM region WHERE code = substr({0}, 1, 2) || '0000'"
_AGENCY = "(SELECT {1} FROM agency WHERE no = {0}.agency)"
_WHO = f"""{_AGENCY.format("{0}", "name")} AS "机关",
    ({_PROVINCE.format(_AGENCY.format("{0}", "region_code"))}) AS "省份", {_AGENCY.format("{0}", "region")} AS "地区",
    (SELECT zh FROM organ WHERE id = {_AGENCY.format("{0}", "organ")}) AS "机关类别\""""
_ID = f'{_AGENCY.format("{0}", "id")} AS "机关代码"'
_DOCUMENT = '(SELECT document FROM report AS r WHERE r.agency = {0}.agency AND r.year = {0}.year) AS "文件"'

_REPORTS = f"""SELECT r.year AS "年度", {_WHO.format("r")}, r.title AS "标题", r.document AS "文件", r.pages AS "页数",
    r.figures AS "数字个数", (SELECT count(*) FROM finding AS f WHERE f.year = r.year AND f.agency = r.agency) AS "问题数",
    r.form AS "表式", r.added AS "入库时间", {_ID.format("r")} FROM report AS r"""

_AGENCIES = f"""SELECT a.name AS "机关", ({_PROVINCE.format("a.region_code")}) AS "省份", a.region AS "地区",
    (SELECT zh FROM organ WHERE id = a.organ) AS "机关类别",
    (SELECT count(*) FROM report AS r WHERE r.agency = a.no) AS "报告数",
    (SELECT min(r.year) FROM report AS r WHERE r.agency = a.no) AS "最早年度",
    (SELECT max(r.year) FROM report AS r WHERE r.agency = a.no) AS "最近年度", a.id AS "机关代码" FROM agency AS a"""

_FINDINGS = f"""SELECT f.year AS "年度", {_WHO.format("f")}, f.zh AS "说明", f."left" AS "一边", f."right" AS "另一边",
    f.difference AS "相差", f."check" AS "检查", f.severity AS "程度", {_DOCUMENT.format("f")}, f.en AS "英文说明",
    {_ID.format("f")} FROM finding AS f"""

_TEXT = f"""SELECT s.year AS "年度", {_WHO.format("s")}, s.section AS "部分", s.heading AS "标题", s.text AS "正文",
    s.page AS "页", {_ID.format("s")} FROM section AS s"""

_FIELDS = """SELECT d.key AS "栏目代码", d.section AS "部分", d.zh AS "栏目", d.en AS "英文名称",
    nullif(d.unit, '') AS "计量单位",
    (SELECT group_concat(form, ' ') FROM (SELECT form FROM printed WHERE field = d.key ORDER BY form)) AS "表式"
FROM field AS d WHERE d.key IN (SELECT field FROM printed)"""

_SECTION = f"""SELECT f.year AS "年度", {_WHO.format("f")}, {{0}}, {_DOCUMENT.format("f")}, {_ID.format("f")} FROM figures AS f"""
_SECTIONS = {2: "第二部分", 3: "第三部分", 4: "第四部分"}
_OF_TOTALS = 3
"""The section of which only the totals are shown: its two hundred cells stand one a row in 数字."""

_NUMBER = """SELECT year AS "年度", agency AS "机关号", {0} AS "栏目代码", {1} AS "栏目", {2} AS "数值" FROM {3}
WHERE {2} IS NOT NULL"""

_FROM_CELLS = """
FROM report AS r CROSS JOIN printed AS p ON p.form = r.form JOIN field AS d ON d.key = p.field
JOIN agency AS a ON a.no = r.agency
JOIN evidence AS e ON e.year = r.year AND e.agency = r.agency
JOIN figures AS f ON f.year = r.year AND f.agency = r.agency
WHERE NOT p.alternative OR {number} IS NOT NULL OR {letter} IS NOT NULL"""
_CELLS = """SELECT r.year AS "年度", a.name AS "机关", d.zh AS "栏目", coalesce({number}, {exact} + 0) AS "数值",
    {its_unit} AS "计量单位",
    CASE WHEN {number} IS NOT NULL THEN '数字' ELSE CASE {letter} WHEN 'b' THEN '空白' WHEN 'd' THEN '斜杠'
        WHEN 'u' THEN '无法辨认' WHEN 'n' THEN '数字' ELSE '没有这一栏' END END AS "状态",
    coalesce({raw}, {number}) AS "原文", {page} AS "页", d.section AS "部分", r.document AS "文件", d.key AS "栏目代码",
    a.id AS "机关代码\""""
_CELL = """SELECT a.name AS agency, r.year AS year, d.key AS field, d.zh AS zh, coalesce({number}, {exact} + 0) AS value,
    CASE WHEN {number} IS NOT NULL THEN 'number' ELSE CASE {letter} WHEN 'b' THEN 'blank' WHEN 'd' THEN 'dash'
        WHEN 'u' THEN 'unreadable' WHEN 'n' THEN 'number' ELSE 'missing' END END AS state,
    {its_unit} AS unit, a.id AS agency_id, r.document AS document, coalesce({raw}, {number}) AS raw, {page} AS page"""
_UNIT = "CASE WHEN {number} IS NOT NULL AND d.key LIKE '%.amount' THEN '万元' ELSE coalesce({unit}, nullif(d.unit, '')) END"
_PLACES = {"letter": 0, "raw": 1, "page": 2, "unit": 4, "exact": 6}
"""Where the entry of a cell in the evidence says what."""


def show(db: sqlite3.Connection) -> None:
    """Makes the views. To be called within a transaction, after the forms were learned and `parts` has laid out `figures`."""
    fields = db.execute('SELECT key, section, zh, row_zh, "column", part FROM field ORDER BY ord').fetchall()
    for name, sql in _views(fields):
        db.execute(f"DROP VIEW IF EXISTS {quoted(name)}")
        db.execute(f"CREATE VIEW {quoted(name)} AS {sql}")


def _views(fields: Sequence[Field]) -> Iterator[tuple[str, str]]:
    yield from (("报告", _REPORTS), ("机关", _AGENCIES), ("问题", _FINDINGS), ("正文", _TEXT), ("栏目", _FIELDS))
    for section, name in _SECTIONS.items():
        if columns := list(_columns(fields, section)):
            yield name, _SECTION.format(", ".join(columns))
    keys = [field[0] for field in fields]
    yield from (("数字", _cells(_CELLS, keys)), ("cell", _cells(_CELL, keys)))
    totals_first = sorted(fields, key=lambda field: field[4] != "total")
    yield (
        "数值",
        " UNION ALL ".join(
            _NUMBER.format(_text(key), _text(zh), quoted(key), quoted(part)) for key, _, zh, _, _, part in totals_first
        ),
    )


def _columns(fields: Sequence[Field], section: int) -> Iterator[str]:
    """A column a field, under its Chinese name."""
    for key, its, name, row, column, _ in fields:
        if its == section and (section != _OF_TOTALS or column == "total"):
            yield f"f.{quoted(key)} AS {quoted(row if section == _OF_TOTALS else name)}"


def _cells(what: str, keys: Sequence[str]) -> str:
    """Every cell that the form prints, one a row; the number of each out of the wide row."""
    number = f"CASE d.key {' '.join(f'WHEN {_text(key)} THEN f.{quoted(key)}' for key in keys)} END"
    entry = {name: f"""json_extract(e.cells, '$."' || d.key || '"[{place}]')""" for name, place in _PLACES.items()}
    unit = _UNIT.format(number=number, **entry)
    return (what + _FROM_CELLS).format(number=number, its_unit=unit, **entry)


def _text(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"
