"""Reports from before there was a form with tables, made up: free text under headings that vary, with or without an annex.

The headings and the labels of the annex are such as agencies print; the sentences are ours, the figures random.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass
from html import escape
from random import Random

from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.platypus import Flowable, Paragraph, SimpleDocTemplate, TableStyle
from reportlab.platypus import Table as PdfTable

from tests.printing.chance import AGENCIES
from tests.printing.layouts.pdf import BODY, FONT, HEADING, TITLE

NUMBERS = "一二三四五六七八九"
OVERVIEW, PROACTIVE, REQUESTS, DISPUTES, PROBLEMS, OTHER, FEES, ANNEX = range(1, 9)

HEADINGS: dict[int, tuple[str, ...]] = {
    OVERVIEW: ("概述", "政府信息公开工作概述", "基本情况"),
    PROACTIVE: ("主动公开政府信息情况", "政府信息主动公开情况", "主动公开政府信息的情况"),
    REQUESTS: ("依申请公开政府信息情况", "依申请公开政府信息和不予公开政府信息的情况", "政府信息依申请公开办理情况"),
    FEES: ("政府信息公开的收费及减免情况", "收费及减免情况"),
    DISPUTES: ("因政府信息公开申请行政复议、提起行政诉讼的情况", "行政复议和行政诉讼情况"),
    PROBLEMS: ("存在的主要问题和改进措施", "存在的主要问题及改进情况", "工作中存在的问题和下一步打算"),
    OTHER: ("其他需要报告的事项",),
}
SENTENCES: dict[int, tuple[str, ...]] = {
    OVERVIEW: ("{year}年，本机关按条例要求更新目录，开会部署{n}次。", "这一年公开工作由一名工作人员兼办，另有{n}人协助。"),
    PROACTIVE: ("全年在网站主动公开信息{n}条，在公告栏张贴{m}份。", "{year}年登载各类消息{n}条，其中工作动态{m}条。"),
    REQUESTS: ("{year}年收到申请{n}件，当面提交{m}件，都已答复。", "这一年没有收到公开申请。"),
    FEES: ("没有收取任何费用。", "共收取复印费{n}元，减免{m}元。"),
    DISPUTES: ("没有发生行政复议，也没有行政诉讼。", "有行政复议{n}件、行政诉讼{m}件，均已办结。"),
    PROBLEMS: ("登载不够及时。来年打算指定专人，每周核对一次。", "栏目偏少，打算增设{n}个栏目。"),
    OTHER: ("没有别的事项。",),
}
ROWS = (
    ("一、主动公开情况", "", ""),
    ("（一）主动公开政府信息数", "条", "{}"),
    ("其中：主动公开规范性文件数", "条", "{}"),
    ("二、依申请公开情况", "", ""),
    ("（一）收到申请数", "件", "{}"),
    ("1.当面申请数", "件", "{}"),
    ("2.信函申请数", "件", "{}"),
    ("三、行政复议数量", "件", "{}"),
    ("四、行政诉讼数量", "件", "{}"),
    ("五、举报投诉数量", "件", "{}"),
    ("六、依申请公开信息收取的费用", "万元", "{}"),
    ("七、召开会议数", "次", "{}"),
    ("八、接受培训人员数", "人次", "{}"),
)
ANNEXED = "附表：{year}年政府信息公开情况统计表"
HEAD = ("统计指标", "单位", "统计数")


@dataclass(frozen=True, slots=True)
class Narrative:
    """A report in free text: its sections as kind, heading as printed and text; the rows of its annex, which may be none."""

    agency: str
    year: int
    sections: tuple[tuple[int, str, str], ...]
    annex: tuple[tuple[str, str, str], ...] = ()

    @property
    def title(self) -> str:
        return f"{self.agency}{self.year}年政府信息公开工作年度报告"


def narrative(chance: Random, with_annex: bool | None = None) -> Narrative:
    """A random report on a year from 2008 to 2018, of seven sections or of some of them."""
    year = chance.randrange(2008, 2019)
    kinds = [kind for kind in HEADINGS if kind not in (OVERVIEW, FEES, OTHER) or chance.random() < 0.7]
    sections = []
    for place, kind in enumerate(kinds):
        heading = f"{NUMBERS[place]}、{chance.choice(HEADINGS[kind])}"
        text = chance.choice(SENTENCES[kind]).format(year=year, n=chance.randrange(2, 4000), m=chance.randrange(2, 400))
        sections.append((kind, heading, text))
    rows = ROWS if (chance.random() < 0.5 if with_annex is None else with_annex) else ()
    values = ("0", "", "/", "3.5", str(chance.randrange(9000)), str(chance.randrange(90)))
    annex = tuple((label, unit, value.format(chance.choice(values))) for label, unit, value in rows)
    return Narrative(chance.choice([name for name in AGENCIES if name != "自然资源部"]), year, tuple(sections), annex)


def page(report: Narrative, chance: Random) -> bytes:
    """A web page; the annex is a ruled table below."""
    body = [f"<h1>{report.title}</h1>", f"<p>{_opening(report)}</p>"]
    for _, heading, text in report.sections:
        body += [f"<p><strong>{heading}</strong></p>", f"<p>{escape(text)}</p>"]
    if report.annex:
        rows = "".join("<tr>" + "".join(f"<td>{escape(cell)}</td>" for cell in row) + "</tr>" for row in (HEAD, *report.annex))
        body += [f"<p>{ANNEXED.format(year=report.year)}</p>", f"<table border='1'>{rows}</table>"]
    return f"<html><head><title>{report.title}</title></head><body>{''.join(body)}</body></html>".encode()


def lines(report: Narrative, chance: Random) -> bytes:
    """Text, a paragraph a line; the cells of the annex are parted by tabs or by blanks."""
    gap = chance.choice(("\t", " "))
    out = [report.title, "", _opening(report), ""]
    for _, heading, text in report.sections:
        out += [heading, text, ""]
    if report.annex:
        out += [ANNEXED.format(year=report.year), *(gap.join(row).rstrip(" ") for row in (HEAD, *report.annex))]
    return "\n".join(out).encode()


def pdf(report: Narrative, chance: Random) -> bytes:
    """A PDF with a ruled annex."""
    pdfmetrics.registerFont(UnicodeCIDFont(FONT))
    out = io.BytesIO()
    SimpleDocTemplate(out, invariant=1, title=report.title).build(list(_story(report)))
    return out.getvalue()


def _story(report: Narrative) -> Iterator[Flowable]:
    yield Paragraph(report.title, TITLE)
    yield Paragraph(_opening(report), BODY)
    flush = ParagraphStyle("flush", parent=BODY, firstLineIndent=0)
    for _, heading, text in report.sections:
        yield Paragraph(heading, HEADING)
        yield Paragraph(text, flush)
    if report.annex:
        yield Paragraph(ANNEXED.format(year=report.year), HEADING)
        style = TableStyle([("FONT", (0, 0), (-1, -1), FONT, 9), ("GRID", (0, 0), (-1, -1), 0.5, "black")])
        yield PdfTable([HEAD, *report.annex], colWidths=(260, 60, 80), style=style)


def _opening(report: Narrative) -> str:
    return f"下面是本机关的年度报告，统计期限为{report.year}年1月1日至12月31日。"


LAYOUTS = {".html": page, ".txt": lines, ".pdf": pdf}
