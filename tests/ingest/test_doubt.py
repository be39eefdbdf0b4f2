"""What must stay in doubt: documents in which a number stands in a place that may not be its own."""

from __future__ import annotations

from pathlib import Path
from random import Random

import pytest

from ingest.report import Report, State
from tests.ingest.print_out import FORMS, blanks, in_one_line, lined, page, tabbed
from tests.ingest.test_read import compared, figures, reading

ALL = len(FORMS["2021"].names)
LAST = {"received.person": "7777", "received.total": "7777"}
"""Last year's figures are this year's but for these."""


def unreadable(report: Report) -> set[str]:
    return {key for key, figure in report.figures.items() if figure.state is State.UNREADABLE}


def told(report: Report, check: str) -> set[str]:
    return {key for finding in report.findings if finding.check == check for key in finding.fields}


def tables_of(html: str) -> list[str]:
    return [table + "</table>" for table in html.split("</table>")[:-1]]


def three(html: str) -> str:
    """The table of section three."""
    return "<table>" + tables_of(html)[1].partition("<table>")[2]


@pytest.mark.parametrize("caption", ["<p>{}年</p>", "<p>（{}年度）</p>", "<p>附：{}年度收到和处理政府信息公开申请情况</p>"])
@pytest.mark.parametrize("last_first", [True, False])
def test_of_two_years_only_the_own_is_read(tmp_path: Path, caption: str, last_first: bool) -> None:
    values = figures(21)
    html = page(FORMS["2021"], values)
    own = caption.format(2023) + three(html)
    last = caption.format(2022) + three(page(FORMS["2021"], {**values, **LAST}))
    both = html.replace(three(html), last + own if last_first else own + last)
    report = reading(tmp_path, both, "report.html")
    assert compared(report, values) == {"exact": ALL}
    assert not report.findings


def test_the_year_may_stand_in_a_row_of_the_table(tmp_path: Path) -> None:
    values = figures(22)
    html = page(FORMS["2021"], values)
    last = three(page(FORMS["2021"], {**values, **LAST})).replace("<table>", "<table><tr><td colspan=10>2022年</td></tr>")
    own = three(html).replace("<table>", "<table><tr><td colspan=10>2023年</td></tr>")
    report = reading(tmp_path, html.replace(three(html), last + own), "report.html")
    assert compared(report, values) == {"exact": ALL}


def test_another_years_table_alone_is_in_doubt(tmp_path: Path) -> None:
    values = figures(23)
    html = page(FORMS["2021"], values)
    report = reading(tmp_path, html.replace(three(html), "<p>2022年</p>" + three(html)), "report.html")
    keys = {key for key in values if key.split(".")[0] in {row.key for row in FORMS["2021"].section(3)[0].rows}}
    assert unreadable(report) == told(report, "other_year") == keys


@pytest.mark.parametrize("line", ["2022年1月15日", "2022", "2022年，本机关收到申请21件。", "第2022号"])
def test_what_only_looks_like_a_caption_is_none(tmp_path: Path, line: str) -> None:
    values = figures(24)
    html = page(FORMS["2021"], values)
    report = reading(tmp_path, html.replace(three(html), f"<p>{line}</p>" + three(html)), "report.html")
    assert compared(report, values) == {"exact": ALL}


def test_two_tables_without_a_year_are_in_doubt_where_they_differ(tmp_path: Path) -> None:
    """As tables and as running text: what stands in one of them alone may be of either year."""
    values, other = figures(25), figures(26, one_row=True)
    html = page(FORMS["2021"], values)
    both = html.replace(three(html), three(html) + three(page(FORMS["2021"], other)))
    text = lined(FORMS["2021"], values)
    start, end = text.index("一、本年新收"), text.index("四、政府信息公开行政复议")
    again = lined(FORMS["2021"], other)
    again = again[again.index("一、本年新收") : again.index("四、政府信息公开行政复议")]
    for content, name in ((both, "report.html"), (text[:start] + again + text[start:end] + text[end:], "report.txt")):
        report = reading(tmp_path, content, name)
        numbers = {key: str(figure.value) for key, figure in report.figures.items() if figure.value is not None}
        assert numbers.items() <= values.items(), name
        assert len(unreadable(report)) > 100, name


def test_a_group_with_values_beside_its_rows_has_lost_a_label(tmp_path: Path) -> None:
    values = figures(27)
    label = next(row.labels[0] for row in FORMS["2021"].section(3)[0].rows if row.key == "other_not_corrected")
    report = reading(tmp_path, page(FORMS["2021"], values).replace(f"1.{label}", ""), "report.html")
    lost = {key for key in FORMS["2021"].names if key.startswith(("other.", "other_not_corrected."))}
    assert lost <= unreadable(report) == told(report, "unknown_row")


def test_values_of_a_row_without_its_label_are_not_those_of_the_row_above(tmp_path: Path) -> None:
    """Empty cells leave no trace in running text: three values in three places may be those of two rows."""
    values = {**figures(28), "rules.made": "5", "rules.repealed": "", "rules.in_force": ""}
    values |= {"normative_documents.made": "", "normative_documents.repealed": "2", "normative_documents.in_force": "9"}
    text = lined(FORMS["2021"], values)
    report = reading(tmp_path, text.replace("行政规范性文件", ""))
    assert {"rules.made", "rules.repealed", "rules.in_force"} <= unreadable(report)
    assert told(report, "row_lost_below") == {"rules.made", "rules.repealed", "rules.in_force"}


def test_headers_that_moved_aside_are_not_followed(tmp_path: Path) -> None:
    """自然人 that no longer covers two rows lets the headers below it slip to its place."""
    values = blanks(Random(29), figures(29))
    html = page(FORMS["2021"], values)
    report = reading(tmp_path, html.replace("<td rowspan=2>自然人</td>", "<td>自然人</td>"), "report.html")
    assert compared(report, values) == {"exact": ALL}


def test_a_dash_alone_below_a_full_row_is_a_value_too_many(tmp_path: Path) -> None:
    values = figures(30)
    text = tabbed(FORMS["2021"], values)
    line = next(line for line in text.split("\n") if line.startswith("规章"))
    report = reading(tmp_path, text.replace(line, line + "\n\t-"))
    assert {"rules.made", "rules.repealed", "rules.in_force"} <= unreadable(report)


def test_the_number_at_which_a_document_breaks_off_may_not_be_whole(tmp_path: Path) -> None:
    values = {**figures(31), "compulsory_measures.decided": "3531"}
    for content, name in ((page(FORMS["2021"], values), "report.html"), (tabbed(FORMS["2021"], values), "report.txt")):
        for kept in ("3", "353", "3531"):
            broken = content[: content.index("3531") + len(kept)]
            report = reading(tmp_path, broken, name)
            assert told(report, "cut_off") == {"compulsory_measures.decided"}, (name, kept)


def test_cases_that_run_together_may_have_empty_cells(tmp_path: Path) -> None:
    """Values fewer than places run together: the rest could be parted as if none were wanting."""
    values = figures(32)
    cases = [key for table in FORMS["2021"].section(4) for key, _, _ in table.fields()]
    numbers = ["0", "6", "0", "10", "16", "1", "0", "0", "0", "1", "", "", "10", "", "10"]
    values |= dict(zip(cases, numbers, strict=True))
    report = reading(tmp_path, in_one_line(FORMS["2021"], values))
    assert {report.figures[key].state for key in cases} == {State.UNREADABLE}
