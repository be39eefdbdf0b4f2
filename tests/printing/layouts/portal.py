"""A report deep inside a portal: layout tables, lists of other agencies' reports, copies that are hidden or repeated.

Or one that a script draws: then the page holds it as a string.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from html import escape
from random import Random

from tests.printing.chance import AGENCIES
from tests.printing.chance import sheet as another
from tests.printing.layouts import page
from tests.printing.sheet import Sheet

MENU = ("网站首页", "政务动态", "政府信息公开", "办事服务", "互动交流", "数据发布", "专题专栏")
COLUMNS = ("政府信息公开指南", "政府信息公开制度", "法定主动公开内容", "政府信息公开年报", "依申请公开")
HIDING = (
    '<div style="display: none">{}</div>',
    "<div hidden>{}</div>",
    "<noscript>{}</noscript>",
    "<template>{}</template>",
    '<textarea rows="1">{}</textarea>',
    "<!-- {} -->",
)
OUTER = """<table width="1000" align="center" cellpadding="0"><tr><td colspan="2">{top}</td></tr>
<tr><td valign="top" width="240">{side}</td><td valign="top"><table width="100%"><tr><td>{path}</td></tr>
<tr><td>{about}</td></tr><tr><td id="zoom">{body}</td></tr><tr><td>{below}</td></tr></table></td></tr>
<tr><td colspan="2">{foot}</td></tr></table>"""
DIVS = """<div class="header">{top}</div><div class="main"><div class="left">{side}</div><div class="right"><div>{path}</div>
<div>{about}</div><div class="article">{body}</div><div>{below}</div></div></div><div class="footer">{foot}</div>"""
ABOUT = """<table class="xxgk"><tbody><tr><td>索 引 号：</td><td>{number}-2/{after}-00386</td>
<td>主题分类：</td><td>其他</td></tr>
<tr><td>发布机构：</td><td>信息中心</td><td>成文日期：</td><td>{after}-01-2{day}</td></tr>
<tr><td>文　　号：</td><td></td><td>浏览次数：</td><td><span id="hits">{hits}</span></td></tr></tbody></table>"""
FOOT = """<p>主办单位：数据中心　技术支持：信息公司</p><p>备案号：12345678号-1　网站标识码：9900000002</p>
<p><a href="#">打印</a> <a href="#">关闭</a> <a href="#">分享</a> 字体：[大 中 小]</p>"""


def portal(sheet: Sheet, chance: Random) -> bytes:
    """The article somewhere in all this; what the page's title says is the report's own."""
    parts = {
        "top": _menu(chance) + "<script>document.write('<table><tr><td>1</td><td>2</td><td>3</td></tr></table>')</script>",
        "side": _list(COLUMNS) + _list(_others(sheet, chance)),
        "path": f"当前位置：{' &gt; '.join(chance.sample(MENU, 3))} &gt; 政府信息公开年报",
        "about": ABOUT.format(
            number=chance.randrange(10**8), after=sheet.year + 1, day=chance.randrange(10), hits=chance.randrange(9999)
        ),
        "body": "\n".join(_article(sheet, chance)),
        "below": "".join(map("<p>{}：{}</p>".format, ("上一篇", "下一篇"), _others(sheet, chance))),
        "foot": FOOT,
    }
    around = chance.choice((OUTER, DIVS)).format(**parts)
    return page.document(sheet, around, title=f"{sheet.title}_{chance.choice(('门户网站', '政务公开网'))}")


def scripted(sheet: Sheet, chance: Random) -> bytes:
    """The article in a string of a script or in a field, beside other strings."""
    own = "\n".join(page.body(sheet, escape))
    way = chance.randrange(6)
    quoted = json.dumps(own, ensure_ascii=chance.random() < 0.5).replace("</", "<\\/")
    if way == 0:
        held = f"<script>var id = 'zoom', n = 3; var text = {quoted};\ndraw(text, \"x\");</script>"
    elif way == 1:
        state = json.dumps({"list": [{"title": 'a \\ "b"'}], "html": own}).replace("<", "\\u003c")
        held = f"<script>window.state = {state}</script>"
    elif way == 2:
        single = own.replace("\\", "\\\\").replace("'", "\\'").replace("\n", "\\\n").replace("</", "<\\/")
        held = f"<script>show('{single}')</script>"
    elif way == 3:
        held = f'<textarea id="text" style="display:none">{escape(own)}</textarea>'
    elif way == 4:
        held = f'<input type="hidden" name="text" value="{escape(own)}" />'
    else:
        held = f'<script type="text/template">{own}</script>'
    menu = _menu(chance) + _list(_others(sheet, chance))
    return page.document(sheet, f'{menu}<div id="zoom"></div>{held}{FOOT}', title=chance.choice((sheet.title, "政务公开")))


def _article(sheet: Sheet, chance: Random) -> Iterator[str]:
    """The report, before or behind it copies: hidden ones of another report, a visible one of the same for small screens."""
    own = "\n".join(page.body(sheet, escape))
    hidden = "\n".join(page.body(another(chance, sheet.form), escape))
    copies = [chance.choice(HIDING).format(hidden) for _ in range(chance.randrange(3))]
    copies += [f'<div class="for-small-screens">{own}</div>'] * (chance.random() < 0.3)
    at = chance.randrange(len(copies) + 1)
    yield from (*copies[:at], own, *copies[at:])


def _menu(chance: Random) -> str:
    if chance.random() < 0.5:
        return "<ul>" + "".join(f'<li><a href="/{place}">{name}</a></li>' for place, name in enumerate(MENU)) + "</ul>"
    return "<table><tr>" + "".join(f"<td>{name}</td>" for name in MENU) + "</tr></table>"


def _list(titles: tuple[str, ...]) -> str:
    return "<ul>" + "".join(f'<li><a href="#">{escape(title)}</a><span>2018-03-21</span></li>' for title in titles) + "</ul>"


def _others(sheet: Sheet, chance: Random) -> tuple[str, ...]:
    """Titles of reports by others, and of the same agency on other years."""
    agencies = [sheet.agency, *chance.sample(tuple(AGENCIES), 3)]
    return tuple(f"{agency}{sheet.year - chance.randrange(1, 5)}年政府信息公开工作年度报告" for agency in agencies)
