"""One report on two sites: a page and a PDF of it are one report with two sources; whatever it says otherwise is another."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from random import Random

import pytest

from ingest.catalogue import catalogue_of
from ingest.report import Report, Section
from ingest.store import Store
from tests.printing import chance as chances
from tests.printing.layouts import page, pdf, text
from tests.printing.reading import knowledge, reading
from tests.printing.sheet import Sheet

NOW = "2025-03-01T08:00:00Z"
PRESSES: dict[str, Callable[[Sheet, Random], bytes]] = {".html": page.site, ".pdf": pdf.ruled, ".txt": text.tabbed}


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store(tmp_path / "reports.db", catalogue_of(knowledge()), NOW) as opened:
        yield opened


def sheet() -> Sheet:
    made = chances.sheet(Random(7), "2021")
    first, *rest = made.sections
    return replace(made, sections=(first, *rest[:4], "本机关今年没有别的事项需要说明。"))


def read(tmp_path: Path, suffix: str, sheet: Sheet) -> Report:
    return replace(reading(tmp_path, PRESSES[suffix](sheet, Random(1)), suffix), document=f"report{suffix}")


@pytest.mark.parametrize("order", [(".html", ".pdf"), (".pdf", ".html"), (".txt", ".pdf"), (".html", ".txt")])
def test_a_page_and_a_pdf_of_it_are_one_report_with_two_sources(store: Store, tmp_path: Path, order: tuple[str, str]) -> None:
    first, second = (read(tmp_path, suffix, sheet()) for suffix in order)
    assert store.add(first, NOW).status == "stored"
    assert store.add(second, NOW).status == "unchanged"
    connection = sqlite3.connect(tmp_path / "reports.db")
    try:
        assert {name for (name,) in connection.execute("SELECT document FROM source")} == {f"report{one}" for one in order}
        assert connection.execute("SELECT document FROM report").fetchall() == [(f"report{order[0]}",)]
        assert connection.execute("SELECT count(*) FROM version").fetchone() == (0,)
    finally:
        connection.close()


def said(report: Report, number: int, change: Callable[[str], str]) -> Report:
    """The report with the text of one section changed, in another file."""
    sections = tuple(replace(one, text=change(one.text)) if one.number == number else one for one in report.sections)
    return replace(report, sections=sections, sha256="another")


@pytest.mark.parametrize(
    "change",
    [
        lambda report: said(report, 1, lambda text: text + "另有一句。"),
        lambda report: said(report, 6, lambda text: text + "\n另有一句。"),
        lambda report: said(report, 5, lambda text: text.replace("。", "吗。", 1)),
        lambda report: said(report, 6, lambda text: "全年1.5万元。"),
        lambda report: replace(report, sections=report.sections[:-1], sha256="another"),
        lambda report: replace(report, sections=(Section(0, "", "现予公布。"), *report.sections), sha256="another"),
    ],
)
def test_what_says_otherwise_is_another_report(store: Store, tmp_path: Path, change: Callable[[Report], Report]) -> None:
    first = said(read(tmp_path, ".txt", sheet()), 6, lambda text: "全年15万元。")
    store.add(first, NOW)
    assert store.add(change(first), NOW).status == "replaced"


@pytest.mark.parametrize(
    "change", [lambda text: text.replace("，", ","), lambda text: "\n".join(text), lambda text: text + "\n版权所有：某市人民政府"]
)
def test_marks_broken_lines_and_what_a_site_adds_are_no_difference(
    store: Store, tmp_path: Path, change: Callable[[str], str]
) -> None:
    first = read(tmp_path, ".txt", sheet())
    store.add(first, NOW)
    assert store.add(said(first, 6, change), NOW).status == "unchanged"
