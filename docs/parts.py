"""The generated parts of the pages: commands, fields and the tree, each as Markdown."""

from __future__ import annotations

import argparse
import ast
from collections.abc import Iterable, Iterator
from pathlib import Path

from bot.__main__ import _parser as bot_parser
from bot.fetch.measures import RATES, SUMS
from ingest.__main__ import _parser as ingest_parser
from ingest.forms import Label, load_forms

ROOT = Path(__file__).resolve().parents[1]
BOT_IN_CHINESE = {
    "ask": "回答一个问题，或回答一个文件里的问题",
    "chat": "在终端里对话",
    "telegram": "Telegram 机器人；需要 TELEGRAM_BOT_TOKEN",
    "mcp": "供助手和其他程序使用的工具：标准输入输出上的 MCP 服务",
    "feedback": "列出用户对机器人回答的意见，最近的在前",
    "eval": "给带预期的问题集打分：答对、答错、未答、RS(10)",
    "web": "网页与接口",
}
"""The bot's help is in English; a command that is missing here stops the page from being written."""


def commands(language: str) -> str:
    """Every command with its arguments, what it does and its example, from the parsers that run."""
    heads = ("command", "does", "example") if language == "en" else ("命令", "作用", "示例")
    rows = []
    for program, parser in (("ingest", ingest_parser(language)), ("bot", bot_parser())):
        for name, does, command in _subcommands(parser):
            example = (command.epilog or "").split("\n")[-1].removeprefix("example:").strip()
            said = BOT_IN_CHINESE[name] if program == "bot" and language == "zh" else does.rstrip(".。")
            rows.append((f"`{f'{program} {name} {_usage(command)}'.strip()}`", said, f"`{example.removeprefix('python -m ')}`"))
    return _table(heads, rows)


def _subcommands(parser: argparse.ArgumentParser) -> Iterator[tuple[str, str, argparse.ArgumentParser]]:
    for action in parser._actions:
        if isinstance(action, argparse._SubParsersAction):
            helps = {one.dest: one.help or "" for one in action._choices_actions}
            for name, command in action.choices.items():
                yield name, helps[name], command


def _usage(command: argparse.ArgumentParser) -> str:
    words = []
    for action in command._actions:
        if isinstance(action, argparse._HelpAction) or "--db" in action.option_strings:
            continue
        value = action.metavar or ("" if action.nargs == 0 else action.dest.upper())
        word = " ".join(filter(None, (*action.option_strings[:1], str(value)))) + ("…" if action.nargs == "+" else "")
        words.append(word if action.required else f"[{word}]")
    return " ".join(sorted(words, key=lambda word: word.startswith("[--")))


def fields(language: str) -> str:
    """The fields of all editions: those of section two one by one, those of three and four by rows and columns."""
    english = language == "en"
    forms = {name: form for name, form in load_forms(ROOT / "data").items() if form.tables}
    columns = [f"{form} form" if english else f"{form} 年格式" for form in forms]
    single: dict[str, tuple[str, str, str]] = {}
    held: dict[str, set[str]] = {}
    axes: dict[tuple[int, str], dict[str, Label]] = {}
    for form in forms.values():
        for table in form.tables:
            for axis, labels in (("row", table.rows), ("column", table.columns)):
                for label in labels if table.section > 2 else ():
                    axes.setdefault((table.section, axis), {}).setdefault(label.key, label)
                    held.setdefault(f"{table.section}{label.key}", set()).add(form.id)
            for key, row, column in table.fields() if table.section == 2 else ():
                single.setdefault(key, (f"{row.labels[0]} · {column.labels[0]}", form.names[key][1], column.unit))
                held.setdefault(key, set()).add(form.id)

    def ticks(key: str) -> tuple[str, ...]:
        return tuple("✓" if form in held[key] else "" for form in forms)

    heads = ("key", "printed as", "in English", "unit") if english else ("键", "表中名称", "英文", "单位")
    parts = [_table((*heads, *columns), [(f"`{key}`", *told, *ticks(key)) for key, told in single.items()])]
    titles = {"row": ("rows", "行"), "column": ("columns", "列")}
    for (section, axis), labels_of in axes.items():
        section_name = f"Section {'three' if section == 3 else 'four'}" if english else f"第{'三' if section == 3 else '四'}部分"
        parts.append(f"**{section_name}：{titles[axis][1]}**" if not english else f"**{section_name}, {titles[axis][0]}**")
        rows = [(f"`{key}`", one.labels[0], one.en, *ticks(f"{section}{key}")) for key, one in labels_of.items()]
        parts.append(_table((*heads[:3], *columns), rows))
    return "\n\n".join(parts)


def derived(language: str) -> str:
    """What is worked out when it is asked for and never stored."""
    heads = ("key", "worked out as") if language == "en" else ("键", "算法")
    sums = [(f"`{key}.*`", " + ".join(f"`{part}`" for part in parts)) for key, parts in SUMS.items()]
    rates = [(f"`{key}`", " ÷ ".join(_joined(side) for side in sides)) for key, sides in RATES.items()]
    return _table(heads, sums + rates)


def _joined(keys: Iterable[str]) -> str:
    text = " + ".join(f"`{key}`" for key in keys)
    return f"({text})" if " + " in text else text


def tree() -> str:
    """Every module of both packages with its caption, the first line of its docstring."""
    lines: list[str] = []
    for package in ("ingest", "bot"):
        for folder in sorted({path.parent for path in (ROOT / package).rglob("*.py")}):
            name = folder.relative_to(ROOT).as_posix()
            lines.append(f"{name + '/':<28}{_caption(folder / '__init__.py')}".rstrip())
            for path in sorted(folder.glob("*.py")):
                if path.name != "__init__.py":
                    lines.append(f"  {path.name:<26}{_caption(path)}")
    return "```text\n" + "\n".join(lines) + "\n```"


def _caption(path: Path) -> str:
    docstring = ast.get_docstring(ast.parse(path.read_text("utf-8"))) or ""
    return docstring.split("\n")[0].rstrip(":.")


def benchmarks() -> str:
    """What `make bench` printed when it was last kept in benchmarks/results.txt; nothing where it was not."""
    kept = ROOT / "benchmarks" / "results.txt"
    return f"```text\n{kept.read_text('utf-8').strip()}\n```" if kept.is_file() else ""


def _table(heads: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    heads = tuple(heads)
    lines = [heads, tuple("---" for _ in heads), *(tuple(cell.replace("|", "\\|") for cell in row) for row in rows)]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)
