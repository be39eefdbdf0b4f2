"""The generated parts of the pages on the tool for assistants: its settings, its tools, and what can be read."""

from __future__ import annotations

import json
from typing import Any

from bot.channels.mcp.shelves import SHELVES
from bot.channels.mcp.tools import OFFERS, Offer

IN_CHINESE = {
    "ask": "用一句话提问，中文或英文",
    "look_up": "某机关某年的一项数字，或没有数字的原因",
    "compare": "几家机关的同一项数字：谁最多，相差多少",
    "rank": "同类机关按一项数字排名，并列者同名次",
    "list_agencies": "收录了哪些机关、哪些年份，逐页列出",
    "source": "数字的出处：文件、页码、位置、原文、行列名称，并附标出该单元格的图片",
    "gongkai://fields": "全部项目的键、名称、单位，以及哪一版表式印有该项",
    "gongkai://kinds": "机关类别的键、名称和收录家数",
    "gongkai://coverage": "收录的机关数、各年报告数",
}
"""What the tools say of themselves is English; one that is missing here stops the page from being written."""


def offers(language: str) -> str:
    """A line for each tool: its arguments (those in brackets may be left out) and what it does."""
    heads = ("tool", "arguments", "gives") if language == "en" else ("工具", "参数", "返回")
    rows = [(f"`{offer.name}`", _arguments(offer), _said(offer, language)) for offer in OFFERS.values()]
    return _table(heads, rows)


def shelves(language: str) -> str:
    """A line for each thing that can be read without asking."""
    heads = ("resource", "holds") if language == "en" else ("资源", "内容")
    rows = [
        (f"`{uri}`", shelf.description.rstrip(".") if language == "en" else IN_CHINESE[uri]) for uri, shelf in SHELVES.items()
    ]
    return _table(heads, rows)


def set_up() -> str:
    """What an assistant's settings must hold to start it."""
    command = {"command": "/opt/gongkai/.venv/bin/python", "args": ["-m", "bot", "mcp", "--db", "/opt/gongkai/data/reports.db"]}
    lines = ",\n".join(f"      {json.dumps(key)}: {json.dumps(value)}" for key, value in command.items())
    return f'```json\n{{\n  "mcpServers": {{\n    "gongkai": {{\n{lines}\n    }}\n  }}\n}}\n```'


def _arguments(offer: Offer) -> str:
    known: dict[str, Any] = offer.takes["properties"]
    return " ".join(f"`{name}`" if name in offer.takes["required"] else f"`[{name}]`" for name in known)


def _said(offer: Offer, language: str) -> str:
    return IN_CHINESE[offer.name] if language == "zh" else offer.description.split(". ")[0].rstrip(".")


def _table(heads: tuple[str, ...], rows: list[tuple[str, ...]]) -> str:
    lines = [heads, tuple("---" for _ in heads), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)
