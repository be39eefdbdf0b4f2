"""The tables that are given out: their columns, what these mean, and by what a row is found in another table."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from sqlite3 import Connection

from ingest.exporting import records
from ingest.stored import Part

Cell = str | int | None
"""A number is a whole number or the digits of one, to the last; a cell without anything is None or ""."""

Points = Mapping[tuple[str, ...], tuple[str, tuple[str, ...]]]

STATES: Mapping[str, tuple[str, str]] = {
    "number": ("有数字，见 value", "a number, in value"),
    "blank": ("有这一格，但没有填写；不是 0", "the cell is there and empty; never 0"),
    "dash": ("填的是“/”“-”“—”或“无”；不是 0", "a stroke or 无 stands in it; never 0"),
    "unreadable": ("印有内容，但不能确定是哪个数字", "something is printed that cannot be told for a number"),
    "missing": ("文件中没有这一行或这一张表", "the document has no such row or table"),
}


@dataclass(frozen=True, slots=True)
class Column:
    """`kind` is string, integer, year, number or array (a list as JSON); `said` is the title and what it means, zh and en."""

    name: str
    kind: str
    title: str
    zh: str
    en: str
    required: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """`key` are the columns that make a row one of its kind; `points` leads from columns to (table, its columns)."""

    name: str
    title: str
    zh: str
    en: str
    columns: tuple[Column, ...]
    key: tuple[str, ...]
    points: Points

    def rows(self, connection: Connection, part: Part) -> Iterator[Sequence[Cell]]:
        """A cell a column, in the order of the columns."""
        return records.READ[self.name](connection, part)

    @property
    def header(self) -> tuple[str, ...]:
        return tuple(column.name for column in self.columns)


_ID = Column("agency_id", "string", "机关代码", "行政区划代码（GB/T 2260）/机关类别", "GB/T 2260 code / kind of agency", True)
_AGENCY = Column("agency", "string", "机关名称", "报告上的名称", "the name that its reports print", True)
_YEAR = Column("year", "year", "年度", "报告所属年度，不是发布年份", "the year that the report is on", True)
_DOCUMENT = Column("document", "string", "文件", "数字所在的文件", "the file in which it stands")
_FORM = Column("form", "string", "表式", "报告所用表式，以启用年份为名", "edition of the form, by its first year", True)
_REGION = Column("region", "string", "地区", "行政区划名称", "name of the region")
_ORGAN = Column("organ", "string", "机关类别", "如 health 为卫生健康部门", "kind of agency, such as health")
_FIELD = Column("field", "string", "栏目", "栏目代码：行.列，见 fields", "row.column of the form, see fields", True)
_TO_AGENCY: Points = {("agency_id",): ("agencies", ("agency_id",))}
_TO_REPORT: Points = {("agency_id", "year"): ("reports", ("agency_id", "year"))}
_UNIT_ZH = "表上印的数，一位不改；没有数字时为空，绝不为 0。计量单位见 fields；所印单位与之不同时，raw 写明"
_UNIT_EN = "the printed number, exactly; empty where there is none, never 0. The unit stands in fields; raw names another one"

FIGURES = Table(
    "figures",
    "数字",
    "每行一格：某机关某年度报告中的一个栏目",
    "a cell a row: one field of one report",
    (
        *(_ID, _AGENCY, _REGION, _ORGAN, _YEAR, _FORM, _FIELD),
        Column("state", "string", "状态", "这一格是什么", "what the cell is", True),
        Column("value", "number", "数值", _UNIT_ZH, _UNIT_EN),
        Column("raw", "string", "原文", "表上所印，一字不改", "what is printed, to the letter"),
        _DOCUMENT,
        Column("page", "integer", "页", "从 1 起；文件不分页时为空", "counted from 1; empty where there are none"),
    ),
    ("agency_id", "year", "field"),
    {**_TO_REPORT, **_TO_AGENCY, ("field",): ("fields", ("field",))},
)

AGENCIES = Table(
    "agencies",
    "机关",
    "有报告入库的行政机关",
    "the agencies whose reports are held",
    (
        *(_ID, _AGENCY, _REGION),
        Column("region_code", "string", "区划代码", "GB/T 2260 六位代码", "six digits of GB/T 2260"),
        Column("province", "string", "省级", "所属省、自治区、直辖市", "province, region or municipality"),
        _ORGAN,
        Column("reports", "integer", "报告数", "已入库的报告份数", "how many reports are held"),
        Column("first_year", "year", "最早年度", "最早一份的年度", "the year of the first"),
        Column("last_year", "year", "最近年度", "最近一份的年度", "the year of the last"),
    ),
    ("agency_id",),
    {},
)
REPORTS = Table(
    "reports",
    "报告",
    "每行一份年度报告",
    "an annual report a row",
    (
        *(_ID, _AGENCY, _YEAR, _FORM),
        Column("title", "string", "标题", "报告标题", "the title of the report"),
        _DOCUMENT,
        Column(
            "kind", "string", "文件类型", "如 pdf、html；csv 为由表格录入", "such as pdf, html; csv: out of a table of figures"
        ),
        Column("sha256", "string", "SHA-256", "文件的校验值", "of the file"),
        Column("pages", "integer", "页数", "文件不分页时为空", "empty where there are none"),
        Column("added", "string", "入库时间", "世界协调时", "when it was stored, in UTC"),
    ),
    ("agency_id", "year"),
    _TO_AGENCY,
)
FIELDS = Table(
    "fields",
    "栏目",
    "报告表式中的全部栏目",
    "every field of the forms",
    (
        _FIELD,
        Column("section", "integer", "部分", "报告的第几部分", "section of the report", True),
        Column("name", "string", "名称", "中文名称", "in Chinese", True),
        Column("name_en", "string", "英文名称", "英文名称", "in English", True),
        Column("unit", "string", "计量单位", "数值的单位；表上不印时为空", "of the value; empty where the form prints none"),
        Column("forms", "string", "表式", "印有此栏的表式，以空格分隔", "editions that print it, parted by spaces", True),
    ),
    ("field",),
    {},
)
FINDINGS = Table(
    "findings",
    "问题",
    "报告中对不上、看不清的地方；数字一律照印，不作更正",
    "what does not add up or cannot be told; figures are as printed, none is corrected",
    (
        *(_ID, _AGENCY, _YEAR, _DOCUMENT),
        Column("check", "string", "检查", "检查项", "name of the check", True),
        Column("severity", "string", "程度", "error、warning 或 note", "error, warning or note"),
        Column("fields", "array", "涉及栏目", "栏目代码，JSON 列表", "keys of the fields, a list as JSON"),
        Column("message", "string", "说明", "中文说明", "in Chinese", True),
        Column("message_en", "string", "英文说明", "英文说明", "in English", True),
        Column("left", "number", "一边", "等式一边的数", "one side of the sum"),
        Column("right", "number", "另一边", "等式另一边的数", "the other side"),
        Column("difference", "number", "相差", "两边之差", "how far they are apart"),
    ),
    (),
    {**_TO_REPORT, **_TO_AGENCY},
)
TABLES = (FIGURES, AGENCIES, REPORTS, FIELDS, FINDINGS)
