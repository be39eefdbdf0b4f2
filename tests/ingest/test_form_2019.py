"""The form of 2019 in the ways that clerks filled it in: changes in words, units of money, headers and labels in other words."""

from __future__ import annotations

import sqlite3
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from random import Random

import pytest

from ingest.__main__ import main
from ingest.report import Figure, Report, State
from tests.ingest.print_out import FORMS
from tests.printing.chance import sheet as random_sheet
from tests.printing.layouts import lines, page, pdf, text
from tests.printing.paper import SECTION_TWO, keys_of
from tests.printing.reading import OPEN, WRONG, keys, named, reading
from tests.printing.sheet import Sheet

FORM = "2019"
LAYOUTS = {
    "page": (page.plain, ".html"),
    "tabs": (text.tabbed, ".txt"),
    "lines": (lines.wrapped, ".txt"),
    "pdf": (pdf.ruled, ".pdf"),
}
CHANGES = {
    "+5": 5, "-3": -3, "增5": 5, "减3": -3, "增加5": 5, "减少3项": -3, "增12项": 12, "0": 0,
}  # fmt: skip
CHANGED = ("permits", "other_services", "penalties", "compulsory_measures", "fees")
AMOUNTS = {"160.5964万元": ("160.5964", "万元"), "251000元": ("251000", "元"), "1,344.5": ("1344.5", None), "0": ("0", None)}


def filled(seed: int, **cells: str) -> Sheet:
    """A report on the form with a number in every place, but for `cells` (two underscores for the dot)."""
    made = random_sheet(Random(seed), FORM, ("0",))
    plain = {key: value if value.isdigit() else "7" for key, value in made.cells.items()}
    return replace(made, cells={**plain, **{key.replace("__", "."): value for key, value in cells.items()}})


def read_back(folder: Path, made: Sheet, layout: str = "page", **other_words: str) -> Report:
    """The report as it is read; `other_words` stand in place of the form's own."""
    press, suffix = LAYOUTS[layout]
    document = press(made, Random(0))
    for old, new in other_words.items():
        assert old in document.decode()
        document = document.replace(old.encode(), new.encode())
    return reading(folder, document, suffix)


def told(figure: Figure) -> tuple[State, Decimal | None]:
    return figure.state, figure.value


def test_the_paper_prints_every_field_of_the_form_in_its_order() -> None:
    assert list(keys_of(FORM, "one")) == list(FORMS[FORM].names)
    printed = [(label, block.header, block.article) for block in SECTION_TWO[FORM] for label, _ in block.rows]
    form = [
        (row.labels[0], tuple(column.labels[0] for column in table.columns), table.clause.strip("第二十条（）项"))
        for table in FORMS[FORM].section(2)
        for row in table.rows
    ]
    assert printed == form


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize("raw", CHANGES)
def test_a_change_in_every_notation(tmp_path: Path, layout: str, raw: str) -> None:
    for row in CHANGED if layout != "pdf" else CHANGED[:1]:
        report = read_back(tmp_path, filled(1, **{f"{row}__items_change": raw}), layout)
        assert told(report.figures[f"{row}.items_change"]) == (State.NUMBER, CHANGES[raw]), row
        assert not report.findings, row


@pytest.mark.parametrize("raw", ["/", "无", ""])
def test_no_change_is_no_nought(tmp_path: Path, raw: str) -> None:
    report = read_back(tmp_path, filled(2, permits__items_change=raw))
    assert report.figures["permits.items_change"].state is (State.DASH if raw else State.BLANK)


@pytest.mark.parametrize("raw", ["增5减3", "+5/-3", "增加", "增5（减）"])
def test_a_change_that_cannot_be_told_is_said(tmp_path: Path, raw: str) -> None:
    report = read_back(tmp_path, filled(3, penalties__items_change=raw))
    assert report.figures["penalties.items_change"].state is State.UNREADABLE
    assert named(report) == {"penalties.items_change"}


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize("raw", AMOUNTS)
def test_the_amount_of_procurement_keeps_its_unit(tmp_path: Path, layout: str, raw: str) -> None:
    value, unit = AMOUNTS[raw]
    figures = read_back(tmp_path, filled(4, procurement__amount=raw), layout).figures
    amount, items = figures["procurement.amount"], figures["procurement.items"]
    assert (amount.state, amount.value, amount.unit) == (State.NUMBER, Decimal(value), unit)
    assert (items.state, items.unit) == (State.NUMBER, None)


@pytest.mark.parametrize("layout", ["page", "tabs", "lines"])
@pytest.mark.parametrize(
    "header", ["采购总金额（万元）", "采购总金额（单位：万元）", "采购总金额(万元)", "采购总金额（单位:万元）"]
)
def test_a_unit_in_the_header_is_that_of_its_own_column(tmp_path: Path, layout: str, header: str) -> None:
    figures = read_back(tmp_path, filled(5, procurement__amount="12.5"), layout, 采购总金额=header).figures
    amount, items = figures["procurement.amount"], figures["procurement.items"]
    assert (amount.value, amount.unit, items.unit) == (Decimal("12.5"), "万元", None)


@pytest.mark.parametrize(
    ("cell", "header", "kept"),
    [("251000元", "", 25.1), ("12.5万元", "", 12.5), ("2", "（亿元）", 20000), ("12.5", "（万元）", 12.5), ("30", "", None)],
)
def test_an_amount_keeps_its_unit_on_the_way_out_and_in_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, cell: str, header: str, kept: float | None
) -> None:
    press, suffix = LAYOUTS["page"]
    document = tmp_path / f"report{suffix}"
    printed = press(filled(9, procurement__amount=cell), Random(0)).decode()
    document.write_text(printed.replace("采购总金额", "采购总金额" + header), "utf-8")
    found = []
    for added, database in ((document, "first.db"), (tmp_path / "figures.csv", "second.db")):
        monkeypatch.setenv("GONGKAI_DB", str(tmp_path / database))
        assert main(["add", str(added)]) == 0
        with sqlite3.connect(tmp_path / database) as connection:
            found += connection.execute('SELECT "procurement.amount" FROM figures').fetchall()
        assert main(["export", str(tmp_path / "figures.csv")]) == 0
    assert found == [(kept,)] * 2


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("本年增/减", "本年增减"),
        ("本年增/减", "本年增／减"),
        ("本年新制作数量", "新制作数量"),
        ("对外公开总数量", "对外公开数量"),
        ("上一年项目数量", "上年项目数量"),
        ("处理决定数量", "本年处理决定数量"),
        ("其他对外管理服务事项", "其他对外管理服务事项（项）"),
        ("规范性文件", "行政规范性文件"),
        ("政府集中采购", "集中采购"),
        ("采购项目数量", "采购项目数量（项）"),
        ("第二十条第（五）项", "第二十条第五项"),
        ("（二）部分公开（区分处理的，只计这一情形，不计其他情形）", "（二）部分公开"),
        ("5.要求行政机关确认或重新出具已获取信息", "5、要求行政机关确认或重新出具已获取信息"),
        ("未经复议直接起诉", "未经复议 直接起诉"),
    ],
)
def test_other_wordings_of_the_same_label(tmp_path: Path, old: str, new: str) -> None:
    made = filled(6)
    for layout in ("page", "tabs"):
        report = read_back(tmp_path, made, layout, **{old: new})
        assert report.form == FORM
        assert not keys(report, made, WRONG) and not keys(report, made, OPEN), layout
        assert not report.findings, layout


@pytest.mark.parametrize("layout", ["page", "tabs"])
def test_section_two_with_a_row_left_out_is_missing_and_no_other_row_moves(tmp_path: Path, layout: str) -> None:
    made = filled(7)
    press, suffix = LAYOUTS[layout]
    document = press(made, Random(0)).decode()
    row = next(line for line in document.split("\n") if "政府集中采购" in line)
    report = reading(tmp_path, document.replace(row + "\n", "").encode(), suffix)
    missing = {key for key, figure in report.figures.items() if figure.state is State.MISSING}
    assert missing == {"procurement.items", "procurement.amount"}
    assert not keys(report, made, WRONG)


@pytest.mark.parametrize("rule", sorted({rule.name for rule in FORMS[FORM].sums}))
def test_every_sum_of_the_form_is_tested(tmp_path: Path, rule: str) -> None:
    """一+二=三（七）+四, the outcomes, the applicants and section four: each by a cell that breaks it."""
    made = filled(8)
    for one in [one for one in FORMS[FORM].sums if one.name == rule][:4]:
        key = one.left[0]
        wrong = replace(made, cells={**made.cells, key: str(int(made.cells[key]) + 1)})
        found = [finding for finding in read_back(tmp_path, wrong).findings if finding.check == rule]
        assert any(key in finding.fields and finding.difference == -1 for finding in found), key
