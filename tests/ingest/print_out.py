"""Documents made from given figures, in every shape that reports come in: pages, tabbed text, lines, all in one line, PDF.

What is printed is the form's own labels, out of data/forms; the sentences are ours.
"""

from __future__ import annotations

import html
from collections.abc import Mapping, Sequence
from io import BytesIO
from pathlib import Path
from random import Random

from ingest.forms import Form, Label, load_forms

DATA = Path(__file__).resolve().parents[2] / "data"
FORMS = load_forms(DATA)
Values = Mapping[str, str]

TITLE = "川汇区卫生健康委员会{year}年政府信息公开工作年度报告"
PROSE = {
    1: "{year}年，我委在政府网站主动公开信息31条，微信公众号发布信息140条。未产生费用。",
    5: "公开内容还不够丰富，下一步将继续改进。",
    6: "无其他需要报告的事项。",
}
PEOPLE = ("person", "business", "research", "public_interest", "legal_service", "other_organisation")
OPTIONAL = ("other_not_corrected", "other_fee_unpaid", "other_other")


def headings(form: Form) -> dict[int, str]:
    """The six headings as the form prints them."""
    return {number: f"{'一二三四五六'[number - 1]}、{words[0]}" for number, words in form.headings.items()}


def rows_of(form: Form, values: Values) -> list[Label]:
    """The rows of section three that this report prints: 其他处理 in one of its two ways."""
    (table,) = form.section(3)
    return [row for row in table.rows if f"{row.key}.total" in values]


def random_values(chance: Random, form: Form, one_row: bool = False, largest: int = 40) -> dict[str, str]:
    """Figures whose sums hold."""
    values = {
        key: str(chance.choice((0, 0, chance.randrange(3000)))) for table in form.section(2) for key, _, _ in table.fields()
    }
    (table,) = form.section(3)
    rows = [row.key for row in table.rows]
    rows = [row for row in rows if row not in (OPTIONAL if one_row or form.id == "2019" else ("other",))]
    grid = {row: {who: chance.choice((0, 0, 0, chance.randrange(largest))) for who in PEOPLE} for row in rows}
    outcomes = [row for row in rows if row not in ("received", "carried_in", "concluded", "carried_out")]
    for who in PEOPLE:
        done = sum(grid[row][who] for row in outcomes)
        grid["concluded"][who] = done
        grid["carried_in"][who] = chance.choice((0, chance.randrange(done + 1)))
        grid["received"][who] = done - grid["carried_in"][who] + grid["carried_out"][who]
    for row, people in grid.items():
        values |= {f"{row}.{who}": str(number) for who, number in people.items()}
        values[f"{row}.total"] = str(sum(people.values()))
    (cases,) = form.section(4)
    for case in cases.rows:
        ends = [chance.choice((0, 0, chance.randrange(9))) for _ in cases.columns[:-1]]
        numbers = [*ends, sum(ends)]
        values |= {f"{case.key}.{column.key}": str(n) for column, n in zip(cases.columns, numbers, strict=True)}
    return values


def blanks(chance: Random, values: Values) -> dict[str, str]:
    """The same, with most zeros left empty or dashed."""
    return {key: chance.choice(("", "", "0", "/")) if value == "0" else value for key, value in values.items()}


def label(row: Label) -> str:
    """The row's label with its number."""
    if not row.number:
        return row.labels[0]
    mark = "" if row.number.startswith("（") else "、" if row.number in "一二三四" else "."
    return row.number + mark + row.labels[0]


def section_two_rows(form: Form, values: Values) -> list[list[list[str]]]:
    """For each clause: its own row, its headers, its rows."""
    return [
        [[table.clause], ["信息内容", *(column.labels[0] for column in table.columns)]]
        + [[row.labels[0], *(values[f"{row.key}.{column.key}"] for column in table.columns)] for row in table.rows]
        for table in form.section(2)
    ]


# Pages


def page(form: Form, values: Values, year: int = 2023) -> str:
    """A web page with merged cells."""
    parts = [f"<h1>{TITLE.format(year=year)}</h1>"]
    names = headings(form)
    for number in range(1, 7):
        parts.append(f"<p>{names[number]}</p>")
        table = {2: _html_two, 3: _html_three, 4: _html_four}.get(number)
        parts.append(table(form, values) if table else f"<p>{PROSE[number].format(year=year)}</p>")
    return f"<!DOCTYPE html><html><head><title>{TITLE.format(year=year)}</title></head><body>{''.join(parts)}</body></html>"


def _td(text: str, width: int = 1, height: int = 1) -> str:
    spans = (f" colspan={width}" if width > 1 else "") + (f" rowspan={height}" if height > 1 else "")
    return f"<td{spans}>{html.escape(text)}</td>"


def _html_two(form: Form, values: Values) -> str:
    rows = []
    for clause in section_two_rows(form, values):
        for cells in clause:
            spare = 4 - len(cells) + 1
            rows.append("".join(_td(cell, spare if place == len(cells) - 1 else 1) for place, cell in enumerate(cells)))
    return "<table>" + "".join(f"<tr>{row}</tr>" for row in rows) + "</table>"


def _html_three(form: Form, values: Values) -> str:
    (table,) = form.section(3)
    first, *middle, last = [column.labels[0] for column in table.columns]
    rows = [_td("（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和）", 3, 3) + _td("申请人情况", 7)]
    rows.append(_td(first, 1, 2) + _td("法人或其他组织", 5) + _td(last, 1, 2))
    rows.append("".join(_td(name) for name in middle))
    printed = rows_of(form, values)
    inner = [row for row in printed if row.under]
    for place, row in enumerate(printed):
        cells = ""
        group = row.under[1] if len(row.under) > 1 else None
        if row.under and row is inner[0]:
            cells += _td("三、本年度办理结果", 1, len(inner))
        if group is None:
            cells += _td(label(row), 3 if not row.under else 2)
        else:
            same = [other for other in printed if other.under == row.under]
            if row is same[0]:
                cells += _td(f"（三）{group}", 1, len(same))
            cells += _td(label(row))
        cells += "".join(_td(values[f"{row.key}.{column.key}"]) for column in table.columns)
        rows.append(cells)
        assert place >= 0
    return "<table>" + "".join(f"<tr>{row}</tr>" for row in rows) + "</table>"


def _html_four(form: Form, values: Values) -> str:
    (table,) = form.section(4)
    names = [column.labels[0] for column in table.columns]
    one, two, three = table.rows
    rows = [_td(one.labels[0], 5) + _td("行政诉讼", 10)]
    rows.append("".join(_td(name, 1, 2) for name in names) + _td(two.labels[0], 5) + _td(three.labels[0], 5))
    rows.append("".join(_td(name) for name in names * 2))
    rows.append("".join(_td(values[key]) for key, _, _ in table.fields()))
    return "<table>" + "".join(f"<tr>{row}</tr>" for row in rows) + "</table>"


# Text


def tabbed(form: Form, values: Values, shifted: Sequence[str] = (), year: int = 2023, *, aligned: bool = False) -> str:
    """Text with tabs, as converters leave it: merged labels take one place, and some rows are shifted left.

    `aligned`: every cell stands in its own column instead.
    """
    names = headings(form)
    lines = [TITLE.format(year=year), "", names[1], "", PROSE[1].format(year=year), "", names[2], ""]
    for clause in section_two_rows(form, values):
        lines += ["\t".join([*cells, *[""] * (4 - len(cells))]) for cells in clause]
    lines += [
        "",
        names[3],
        "",
        *(_aligned_three(form, values) if aligned else _tabbed_three(form, values, shifted)),
        "",
        names[4],
        "",
        *_tabbed_four(form, values),
    ]
    return "\n".join([*lines, "", names[5], "", PROSE[5], "", names[6], "", PROSE[6], ""])


def _tabbed_three(form: Form, values: Values, shifted: Sequence[str]) -> list[str]:
    (table,) = form.section(3)
    first, *middle, last = [column.labels[0] for column in table.columns]
    lines = ["(本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和)\t\t申请人情况" + "\t" * 6 + last + "\t"]
    lines += ["\t\t" + first + "\t法人或其他组织" + "\t" * 6, "\t\t\t" + "\t".join(middle) + "\t\t"]
    for row in rows_of(form, values):
        cells = [values[f"{row.key}.{column.key}"] for column in table.columns]
        if row.key in shifted or not row.under:
            lines.append("\t".join([label(row), "", *cells, ""]))
        elif len(row.under) > 1:
            lines.append("\t".join(["", "", label(row), *cells]))
        else:
            lines.append("\t".join(["", label(row), *cells, ""]))
    return lines


def _aligned_three(form: Form, values: Values) -> list[str]:
    head, body = _pdf_three(form, values)
    return ["\t".join(cells) for cells in [*head, *(cells for cells, _ in body)]]


def _tabbed_four(form: Form, values: Values) -> list[str]:
    (table,) = form.section(4)
    names = [column.labels[0] for column in table.columns]
    one, two, three = (row.labels[0] for row in table.rows)
    return [
        one + "\t" * 5 + "行政诉讼" + "\t" * 9,
        "\t".join(names) + "\t" + two + "\t" * 5 + three + "\t" * 4,
        "\t" * 5 + "\t".join(names * 2),
        "\t".join(values[key] for key, _, _ in table.fields()),
    ]


def lined(form: Form, values: Values, gap: str = " ", width: int = 22, year: int = 2023) -> str:
    """Text as it is taken out of a PDF: no cells, labels broken over lines; `gap` stands between values."""
    names = headings(form)
    lines = [TITLE.format(year=year), "", names[1], PROSE[1].format(year=year), names[2], ""]
    for clause in section_two_rows(form, values):
        for place, cells in enumerate(clause):
            lines += [(" " if place < 2 else gap).join(cells) if place < 2 else _value_line(cells[0], cells[1:], gap), ""]
    lines += [names[3], "", "（本列数据的勾稽关系为：第一项加第二项之和，等", "于第三项加第四项之和）", "", "申请人情况", ""]
    lines += ["自然", "人", "", "法人或其他组织", "", "总计商业", "企业", "", "科研", "机构", "", "社会", "公益", "组织"]
    lines += ["", "法律", "服务", "机构", "", "其他", ""]
    (table,) = form.section(3)
    group = ""
    for row in rows_of(form, values):
        if len(row.under) > 1 and row.under[1] != group:
            group = row.under[1]
            lines += [f"（三）{group[:1]}", group[1:], ""]
        cells = [values[f"{row.key}.{column.key}"] for column in table.columns]
        text = label(row)
        broken = [text[start : start + width] for start in range(0, len(text), width)]
        lines += [
            *broken[:-1],
            *([_value_line(broken[-1], cells, gap)] if len(broken) == 1 else [broken[-1], "", _value_line("", cells, gap)]),
        ]
        lines.append("")
    (cases,) = form.section(4)
    ends = "结果\n维持\n\n结果\n纠正\n\n其他\n结果\n\n尚未\n审结\n\n总计\n"
    lines += [names[4], "", "行政复议 行政诉讼", "", ends + "未经复议直接起诉 复议后起诉", "", ends, ends]
    lines += [gap.join(values[key] for key, _, _ in cases.fields()), "", names[5], PROSE[5], names[6], PROSE[6]]
    return "\n".join(lines)


def _value_line(words: str, cells: Sequence[str], gap: str) -> str:
    return (words + (" " if words and gap else "") + gap.join(cells)).strip()


def in_one_line(form: Form, values: Values, year: int = 2023) -> str:
    """A crawler's text: everything in one line, the cells of a row run together."""
    lines = lined(form, values, "", 100, year).replace("\n", "")
    title = TITLE.format(year=year)
    return f"标题: {title}\n" + lines[len(title) :]


# PDF


def pdf(form: Form, values: Values, rows_on_first: int = 12, year: int = 2023) -> bytes:
    """A ruled PDF whose large table is broken by a page, with white and grey rectangles behind the cells."""
    from reportlab.lib import colors
    from reportlab.lib.pagesizes import A4
    from reportlab.lib.styles import ParagraphStyle
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.cidfonts import UnicodeCIDFont
    from reportlab.platypus import PageBreak, Paragraph, SimpleDocTemplate, Spacer, TableStyle
    from reportlab.platypus import Table as Drawn

    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
    style = ParagraphStyle("text", fontName="STSong-Light", fontSize=12, leading=20, wordWrap="CJK")
    small = ParagraphStyle("cell", parent=style, fontSize=8, leading=10)
    ruled = [("GRID", (0, 0), (-1, -1), 0.5, colors.black), ("BACKGROUND", (0, 0), (-1, -1), colors.whitesmoke)]

    def drawn(rows: list[list[str]], widths: list[float], spans: list[tuple[int, int, int, int]]) -> Drawn:
        cells = [[Paragraph(html.escape(text), small) for text in row] for row in rows]
        merged = [("SPAN", (left, top), (right, bottom)) for left, top, right, bottom in spans]
        return Drawn(cells, colWidths=widths, style=TableStyle([*ruled, *merged]))

    names = headings(form)
    story: list[object] = [Paragraph(TITLE.format(year=year), style), Paragraph(names[1], style)]
    story += [Paragraph(PROSE[1].format(year=year), style), Paragraph(names[2], style)]
    two: list[list[str]] = []
    spans: list[tuple[int, int, int, int]] = []
    for clause in section_two_rows(form, values):
        for cells in clause:
            spans.append((len(cells) - 1, len(two), 3, len(two)))
            two.append([*cells, *[""] * (4 - len(cells))])
    story += [drawn(two, [110.0] * 4, spans), PageBreak(), Paragraph(names[3], style)]
    head, body = _pdf_three(form, values)
    widths = [60.0, 60.0, 120.0, *[35.0] * 7]
    top_spans = [(0, 0, 2, 2), (3, 0, 9, 0), (3, 1, 3, 2), (4, 1, 8, 1), (9, 1, 9, 2)]
    first = [cells for cells, _ in body[:rows_on_first]]
    story.append(drawn([*head, *first], widths, [*top_spans, *_pdf_spans(body[:rows_on_first], 3)]))
    rest = body[rows_on_first:]
    if rest:
        story += [PageBreak(), drawn([cells for cells, _ in rest], widths, _pdf_spans(rest, 0))]
    story += [Spacer(1, 12), Paragraph(names[4], style), _pdf_four(form, values, drawn)]
    for number in (5, 6):
        story += [Paragraph(names[number], style), Paragraph(PROSE[number], style)]
    out = BytesIO()
    SimpleDocTemplate(out, pagesize=A4, invariant=1).build(story)
    return out.getvalue()


def _pdf_three(form: Form, values: Values) -> tuple[list[list[str]], list[tuple[list[str], int]]]:
    (table,) = form.section(3)
    first, *middle, last = [column.labels[0] for column in table.columns]
    note = "（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和）"
    head = [
        [note, "", "", "申请人情况", *[""] * 6],
        ["", "", "", first, "法人或其他组织", "", "", "", "", last],
        ["", "", "", "", *middle, ""],
    ]
    body, group = [], ""
    for row in rows_of(form, values):
        cells = [values[f"{row.key}.{column.key}"] for column in table.columns]
        if not row.under:
            body.append(([label(row), "", "", *cells], 1))
        elif len(row.under) == 1:
            body.append((["三、本年度办理结果" if row.key == "granted" else "", label(row), "", *cells], 2))
        else:
            shown = f"（三）{row.under[1]}" if row.under[1] != group else ""
            group = row.under[1]
            body.append((["", shown, label(row), *cells], 3))
    return head, body


def _pdf_spans(body: Sequence[tuple[list[str], int]], start: int) -> list[tuple[int, int, int, int]]:
    spans = []
    for place, (_, depth) in enumerate(body, start):
        if depth < 3:
            spans.append((depth - 1, place, 2, place))
    return spans


def _pdf_four(form: Form, values: Values, drawn: object) -> object:
    (table,) = form.section(4)
    names = [column.labels[0] for column in table.columns]
    one, two, three = (row.labels[0] for row in table.rows)
    rows = [
        [one, *[""] * 4, "行政诉讼", *[""] * 9],
        [*names, two, *[""] * 4, three, *[""] * 4],
        [*[""] * 5, *names * 2],
        [values[key] for key, _, _ in table.fields()],
    ]
    spans = [(0, 0, 4, 0), (5, 0, 14, 0), (5, 1, 9, 1), (10, 1, 14, 1), *((place, 1, place, 2) for place in range(5))]
    return drawn(rows, [32.0] * 15, spans)  # type: ignore[operator]
