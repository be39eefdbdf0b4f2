"""A web page: bare, inside the furniture of a site, with words cut into spans, or in GB 18030."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from html import escape
from random import Random

from tests.printing.paper import HEADINGS, tables
from tests.printing.sheet import Sheet, Slot, Table

Spell = Callable[[str], str]

PAGE = """<!DOCTYPE html>
<html lang="zh-CN">
<head>
<meta charset="{charset}">
<title>{title}</title>
</head>
<body>
{body}
</body>
</html>
"""
FURNITURE = """<div class="top"><a href="/">首页</a> <a href="/news/">新闻动态</a> <a href="/service/">办事大厅</a></div>
<div class="path">当前位置：首页 &gt; 公开年报</div>
<table class="info"><tr><td>索引号</td><td>0001-2-{year}-00017</td><td>发布日期</td><td>{after}-01-19</td></tr>
<tr><td>发布机构</td><td>市政务网编辑部</td><td>浏览次数</td><td>386</td></tr></table>
<div class="text">
{body}
</div>
<div class="foot">主办：市政务网编辑部 备案号 12345678 号 网站标识码 9900000001</div>"""


def plain(sheet: Sheet, chance: Random) -> bytes:
    """The title, the sections and three tables, and nothing else."""
    return document(sheet, "\n".join(body(sheet, escape)))


def site(sheet: Sheet, chance: Random) -> bytes:
    """The same inside a site: navigation, a table of metadata before the report, a footer with numbers."""
    around = FURNITURE.format(year=sheet.year, after=sheet.year + 1, body="\n".join(body(sheet, escape)))
    return document(sheet, around, title=f"{sheet.title}-政务网")


def spans(sheet: Sheet, chance: Random) -> bytes:
    """As an office program saves it: every word and number cut into spans, hard spaces in empty cells."""

    def spell(text: str) -> str:
        if not text:
            return "<p><span>&nbsp;</span></p>"
        at = chance.randrange(len(text) + 1)
        return "".join(f"<span>{escape(part)}</span>" for part in (text[:at], text[at:]) if part)

    return document(sheet, "\n".join(body(sheet, spell)))


def gb18030(sheet: Sheet, chance: Random) -> bytes:
    """The bare page in GB 18030, which its meta line calls gb2312."""
    return document(sheet, "\n".join(body(sheet, escape)), "gb2312").decode("utf-8").encode("gb18030")


def document(sheet: Sheet, body: str, charset: str = "utf-8", title: str = "") -> bytes:
    """The page around the report."""
    return PAGE.format(charset=charset, title=escape(title or sheet.title), body=body).encode()


def body(sheet: Sheet, spell: Spell, drawn: Mapping[int, Sequence[Table | str]] | None = None) -> Iterator[str]:
    """The report. `drawn` are the tables of each section and lines above them, where they are not the form's."""
    yield f"<h1>{spell(sheet.title)}</h1>"
    if sheet.preface:
        yield f"<p>{spell(sheet.preface)}</p>"
    drawn = drawn or {section: (table,) for section, table in tables(sheet).items()}
    for number, (heading, text) in enumerate(zip(HEADINGS, sheet.sections, strict=True), 1):
        yield f"<h2>{spell(heading)}</h2>"
        for paragraph in text.splitlines():
            yield f"<p>{spell(paragraph)}</p>"
        for table in drawn.get(number, ()):
            yield from (f"<p>{spell(table)}</p>",) if isinstance(table, str) else _table(table, spell)


def _table(table: Table, spell: Spell) -> Iterator[str]:
    yield '<table border="1">'
    for row in table:
        yield "<tr>" + "".join(_cell(slot, spell) for slot in row) + "</tr>"
    yield "</table>"


def _cell(slot: Slot, spell: Spell) -> str:
    down = f' rowspan="{slot.rows}"' if slot.rows > 1 else ""
    across = f' colspan="{slot.columns}"' if slot.columns > 1 else ""
    return f"<td{down}{across}>{spell(slot.text)}</td>"
