"""Reading whole documents: what was printed comes back exactly, in every shape, or is said to be unreadable."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path
from random import Random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ingest.errors import DocumentRejected
from ingest.knowledge import Knowledge, load_knowledge
from ingest.read import read
from ingest.report import Report, State
from tests.ingest.print_out import DATA, FORMS, blanks, in_one_line, lined, page, pdf, random_values, rows_of, tabbed

STATES = {"": State.BLANK, "/": State.DASH}
Maker = Callable[..., str | bytes]


@cache
def knowledge() -> Knowledge:
    """Loaded once."""
    return load_knowledge(DATA)


def reading(tmp_path: Path, content: str | bytes, name: str = "report.txt") -> Report:
    """The report of these bytes."""
    file = tmp_path / name
    file.write_bytes(content if isinstance(content, bytes) else content.encode())
    return read(file, knowledge())


def compared(report: Report, values: Mapping[str, str]) -> Counter[str]:
    """How many cells are exact, unreadable, wrong."""
    counts: Counter[str] = Counter()
    for key, figure in report.figures.items():
        want = STATES.get(values.get(key, "?"), State.NUMBER) if key in values else State.MISSING
        exact = figure.state is want and (want is not State.NUMBER or str(figure.value) == values[key])
        counts["exact" if exact else "unreadable" if figure.state is State.UNREADABLE else "wrong"] += 1
    return counts


def figures(seed: int, form: str = "2021", one_row: bool = False) -> dict[str, str]:
    """Random figures whose sums hold."""
    return random_values(Random(seed), FORMS[form], one_row)


SHAPES = {
    "page": (page, ".html"),
    "tabbed": (tabbed, ".txt"),
    "lined": (lined, ".txt"),
    "pdf": (pdf, ".pdf"),
}


@pytest.mark.parametrize("form", ["2021", "2019"])
@pytest.mark.parametrize("shape", SHAPES)
def test_every_cell_in_every_shape(tmp_path: Path, shape: str, form: str) -> None:
    make, suffix = SHAPES[shape]
    for seed, one_row in ((1, False), (2, True)):
        values = figures(seed, form, one_row)
        report = reading(tmp_path, make(FORMS[form], values), "report" + suffix)
        assert compared(report, values) == {"exact": len(FORMS[form].names)}
        assert report.form == form
        assert (report.agency.id, report.year) == ("411602/health", 2023)
        assert not [finding for finding in report.findings if finding.severity != "note"]


@pytest.mark.parametrize("shape", ["page", "tabbed", "pdf"])
def test_blank_is_never_zero(tmp_path: Path, shape: str) -> None:
    make, suffix = SHAPES[shape]
    for seed in range(3):
        values = blanks(Random(seed), figures(seed))
        report = reading(tmp_path, make(FORMS["2021"], values), "report" + suffix)
        assert compared(report, values) == {"exact": len(FORMS["2021"].names)}


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.integers(0, 2**32), st.sampled_from(["2021", "2019"]))
def test_what_runs_together_is_right_or_unreadable(tmp_path: Path, seed: int, form: str) -> None:
    chance = Random(seed)
    values = random_values(chance, FORMS[form], chance.random() < 0.5)
    report = reading(tmp_path, in_one_line(FORMS[form], values))
    counts = compared(report, values)
    assert not counts["wrong"]
    assert counts["exact"] > counts["unreadable"]
    said = {key for finding in report.findings for key in finding.fields if finding.severity == "error"}
    assert {key for key, figure in report.figures.items() if figure.state is State.UNREADABLE} <= said


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.integers(0, 2**32))
def test_rows_shifted_left(tmp_path: Path, seed: int) -> None:
    chance = Random(seed)
    values = blanks(chance, random_values(chance, FORMS["2021"]))
    shifted = [row.key for row in rows_of(FORMS["2021"], values) if chance.random() < 0.3]
    counts = compared(reading(tmp_path, tabbed(FORMS["2021"], values, shifted)), values)
    assert not counts["wrong"]


def test_the_last_value_alone_on_the_next_line(tmp_path: Path) -> None:
    values = figures(3)
    row = " ".join(values[f"partly_granted.{who}"] for who in ("person", "business", "research", "public_interest"))
    text = lined(FORMS["2021"], values)
    assert row in text
    line = next(line for line in text.split("\n") if line.startswith(row))
    broken = text.replace(line, "\n".join(line.rsplit(" ", 1)))
    assert compared(reading(tmp_path, broken), values) == {"exact": len(values) + 7}


def without(values: Mapping[str, str], row: str) -> str:
    """A row of the page with one cell too few."""
    html = page(FORMS["2021"], values)
    cells = "".join(f"<td>{values[f'{row}.{who}']}</td>" for who in ("person", "business", "research", "public_interest"))
    assert html.count(cells) == 1
    return html.replace(cells, cells.replace("<td>", "", 1).partition("</td>")[2])


def test_six_values_for_seven_places(tmp_path: Path) -> None:
    values = figures(4)
    report = reading(tmp_path, without(values, "received"), "report.html")
    assert {key for key, figure in report.figures.items() if figure.state is State.UNREADABLE} == {
        key for key in values if key.startswith("received.")
    }
    (finding,) = [finding for finding in report.findings if finding.check == "too_few_values"]
    assert set(finding.fields) == {key for key in values if key.startswith("received.")}


def test_sixteen_values_for_fifteen_places(tmp_path: Path) -> None:
    values = figures(5)
    html = page(FORMS["2021"], values)
    start = html.rindex("<tr>")
    report = reading(tmp_path, html[:start] + html[start:].replace("<tr>", "<tr><td>9</td>", 1), "report.html")
    four = [figure for key, figure in report.figures.items() if key.startswith(("reconsideration", "litigation"))]
    assert {figure.state for figure in four} == {State.UNREADABLE}


def test_columns_are_known_by_their_headers_not_by_their_order(tmp_path: Path) -> None:
    values = figures(6)
    html = page(FORMS["2021"], values)
    html = html.replace("商业企业", "X").replace("科研机构", "商业企业").replace("X", "科研机构")
    swapped = {
        key.replace("business", "X").replace("research", "business").replace("X", "research"): value
        for key, value in values.items()
    }
    assert compared(reading(tmp_path, html, "report.html"), swapped) == {"exact": len(values) + 7}


def test_a_row_between_pages_keeps_its_label(tmp_path: Path) -> None:
    values = figures(7)
    label = "补正后申请内容仍不明确"
    text = tabbed(FORMS["2021"], values)
    line = next(line for line in text.split("\n") if label in line)
    torn = line.replace("申请内容仍不明确", "").split("3.补正后")[0] + "3.补正后" + "\t" * 7 + "\n"
    torn += line.replace("3.补正后", "")
    assert compared(reading(tmp_path, text.replace(line, torn)), values) == {"exact": len(values) + 7}


def cut_off(text: str, lost: int) -> str:
    """The text with rows of section three that lost their empty places in front, from the row `lost` on."""
    lines = text.split("\n")
    rows = [place for place, line in enumerate(lines) if line.count("\t") == 9 and any(map(str.isdigit, line))]
    for place in rows[lost:]:
        lines[place] = lines[place].lstrip("\t")
    return "\n".join(lines)


@pytest.mark.parametrize("lost", [2, 9, 20])
def test_rows_that_lost_the_places_before_their_labels(tmp_path: Path, lost: int) -> None:
    values = blanks(Random(lost), figures(14))
    text = tabbed(FORMS["2021"], values, aligned=True)
    assert compared(reading(tmp_path, cut_off(text, lost)), values) == {"exact": len(values) + 7}


def test_a_short_row_that_lost_a_value_is_not_taken_for_a_shifted_one(tmp_path: Path) -> None:
    values = figures(15)
    for aligned in (True, False):
        text = tabbed(FORMS["2021"], values, aligned=aligned)
        for line in [line for line in text.split("\n") if line.count("\t") == 9 and any(map(str.isdigit, line))]:
            cells = line.split("\t")
            place = next(at for at, cell in enumerate(cells) if cell.isdigit())
            broken = text.replace(line, "\t".join([*cells[:place], *cells[place + 1 :]]))
            assert not compared(reading(tmp_path, broken), values)["wrong"], line


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("1.", "（1）"),
        ("2.", "②"),
        ("3.", "3、"),
        ("（一）", "(一)"),
        ("一、本年", "（一）本年"),
        ("“三安全一稳定”", "三安全一稳定"),
    ],
)
def test_other_ways_to_number(tmp_path: Path, old: str, new: str) -> None:
    values = figures(8)
    html = page(FORMS["2021"], values).replace(old, new)
    assert compared(reading(tmp_path, html, "report.html"), values) == {"exact": len(values) + 7}


def test_a_damaged_label_is_near_and_said(tmp_path: Path) -> None:
    values = figures(9)
    report = reading(tmp_path, page(FORMS["2021"], values).replace("法律行政法规禁止公开", "法律行政止公开"), "report.html")
    assert compared(report, values) == {"exact": len(values) + 7}
    assert [finding.check for finding in report.findings] == ["near_label"]


def test_a_lost_label_leaves_its_row_unreadable(tmp_path: Path) -> None:
    values = figures(10)
    report = reading(tmp_path, page(FORMS["2021"], values).replace("2.重复申请", "2.（见说明）"), "report.html")
    assert {key for key, figure in report.figures.items() if figure.state is State.UNREADABLE} == {
        key for key in values if key.startswith("rejected_repeated.")
    }


def test_the_old_form_in_a_later_year(tmp_path: Path) -> None:
    values = figures(11, "2019")
    report = reading(tmp_path, page(FORMS["2019"], values, 2023), "report.html")
    assert (report.form, report.year) == ("2019", 2023)
    assert "rules.repealed" not in report.figures


def test_a_table_printed_twice_with_other_numbers_is_in_doubt(tmp_path: Path) -> None:
    values = figures(12)
    other = {**values, "permits.decided": "999999"}
    again = page(FORMS["2021"], other).partition("<body>")[2]
    html = page(FORMS["2021"], values).replace("</body></html>", again)
    report = reading(tmp_path, html, "report.html")
    assert report.figures["permits.decided"].state is State.UNREADABLE
    assert report.figures["penalties.decided"].state is State.NUMBER


def test_a_text_that_is_no_report_is_refused(tmp_path: Path) -> None:
    for text in ("关于召开政府信息公开工作会议的通知\n请准时参加。", "<html><body><p>信息公开</p></body></html>"):
        with pytest.raises(DocumentRejected) as refusal:
            reading(tmp_path, text)
        assert refusal.value.code == "not_a_report"


def test_pdf_cells_have_page_and_place(tmp_path: Path) -> None:
    values = figures(13)
    report = reading(tmp_path, pdf(FORMS["2021"], values), "report.pdf")
    assert report.figures["received.total"].page == 2
    assert report.figures["reconsideration.total"].page == 3
    box = report.figures["received.total"].box
    assert box is not None and box[0] > report.figures["received.person"].box[0]  # type: ignore[index]
