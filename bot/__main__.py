"""The commands of the bot: ask, ask --batch, chat, telegram, web, mcp, eval, feedback."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from datetime import date
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from bot.errors import BotError, SettingsWrong

if TYPE_CHECKING:
    from bot.answer import Desk
    from bot.saying.gate import Stray

WORDS = Path(__file__).resolve().parents[1] / "data" / "words"


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; 0 done, 1 refused, 2 the command line is wrong."""
    options = _parser().parse_args(arguments)
    try:
        code: int = options.run(options)
        return code
    except BotError as error:
        print(error.zh if _speaks_chinese() else error.en, file=sys.stderr)
        return 2 if isinstance(error, SettingsWrong) else 1
    except BrokenPipeError:
        sys.stderr.close()
        return 1
    except KeyboardInterrupt:
        return 130


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m bot",
        description="Answers questions about annual reports on government information disclosure.",
        epilog='example: python -m bot ask "川汇区2024年办了多少件行政许可"',
    )
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    ask = _command(
        commands, "ask", _ask, "answer one question, or a file of them", 'python -m bot ask "红旗区2022年行政处罚几件"'
    )
    ask.add_argument("question", nargs="?", help="the question, in Chinese or English")
    ask.add_argument("--batch", metavar="FILE", help="one JSON object a line in, one answer a line out; - is standard input")
    ask.add_argument("--json", action="store_true", help="print the answer as JSON")
    _today(ask)
    chat = _command(commands, "chat", _chat, "a conversation in the terminal", "python -m bot chat --chat permits")
    chat.add_argument(
        "--chat", metavar="NAME", help="keep the conversation under this name, beside the database, and go on with it"
    )
    _today(chat)
    telegram = _command(
        commands,
        "telegram",
        _telegram,
        "the Telegram bot; needs TELEGRAM_BOT_TOKEN",
        "TELEGRAM_BOT_TOKEN=… python -m bot telegram",
    )
    telegram.add_argument("--config", type=Path, metavar="FILE", help="settings as TOML; the environment wins")
    telegram.add_argument("--print-config", action="store_true", help="print an example of the settings and end")
    _site(commands)
    _tool(commands)
    _evaluation(commands)
    _feedback(commands)
    return parser


def _site(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    web = _command(commands, "web", _web, "the web page and the API", "python -m bot web --port 8000")
    web.add_argument("--config", type=Path, metavar="FILE", help="settings as TOML; the environment wins, this line over both")
    web.add_argument("--print-config", action="store_true", help="print an example of the settings and end")
    web.add_argument("--listen", metavar="ADDRESS", help="the address to serve on (default: 127.0.0.1)")
    web.add_argument("--port", type=int, metavar="N", help="the port to serve on (default: 8000)")
    web.add_argument("--workers", type=int, metavar="N", help="how many processes answer (default: 1)")
    web.add_argument("--state", metavar="FOLDER", help="where conversations are kept (default: beside the database)")
    _today(web)


def _tool(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    does = "a tool for assistants and other programs: a server of the Model Context Protocol on standard input and output"
    tool = _command(commands, "mcp", _mcp, does, "python -m bot mcp --db data/reports.db")
    tool.add_argument("--http", type=_port, metavar="PORT", help="over HTTP on 127.0.0.1 instead; 0 takes any free port")
    _today(tool)


def _port(said: str) -> int:
    if not said.isdecimal() or int(said) > 65535:
        raise argparse.ArgumentTypeError(f"{said}: no port from 0 to 65535")
    return int(said)


def _feedback(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    does = "what people said of the answers of the Telegram bot, the latest first"
    feedback = _command(commands, "feedback", _review, does, "python -m bot feedback --since 2026-01-01 --json")
    feedback.add_argument("--json", action="store_true", help="print one JSON object a line")
    feedback.add_argument(
        "--since", type=date.fromisoformat, metavar="YYYY-MM-DD", help="only what was said on that day or later"
    )
    feedback.add_argument("--config", type=Path, metavar="FILE", help="the settings of the bot, for the folder of its files")


def _evaluation(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    does = "mark the answers to questions with expectations: right, wrong, declined, RS(10)"
    evaluation = _command(commands, "eval", _eval, does, "python -m bot eval questions.jsonl --show wrong,answered")
    evaluation.add_argument("file", metavar="FILE", help="JSON lines with question and expect; - is standard input")
    evaluation.add_argument(
        "--show",
        type=_marks,
        default="misses",
        metavar="KINDS",
        help="what to list: misses (default), all, none, or some of wrong,answered,asked,declined,detail,failed,right",
    )
    evaluation.add_argument("--most", type=int, default=40, metavar="N", help="how many to list (default: 40)")
    evaluation.add_argument("--json", action="store_true", help="print the outcome as one JSON object")
    _today(evaluation)


def _marks(said: str) -> tuple[str, ...]:
    from bot.marking import MARKS

    known = {"all": MARKS, "misses": MARKS[1:], "none": ()}
    wanted = known.get(said, tuple(said.split(",")))
    if not {*wanted} <= {*MARKS}:
        raise argparse.ArgumentTypeError(f"{said}: none of misses, all, none, {', '.join(MARKS)}")
    return wanted


def _command(
    commands: argparse._SubParsersAction[argparse.ArgumentParser], name: str, run: object, help: str, example: str
) -> argparse.ArgumentParser:
    command = commands.add_parser(name, help=help, description=help, epilog=f"example: {example}")
    command.add_argument(
        "--db",
        type=Path,
        default=Path(os.environ.get("GONGKAI_DB") or "data/reports.db"),
        help="the database (default: GONGKAI_DB, else data/reports.db)",
    )
    command.set_defaults(run=run)
    return command


def _today(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "--today",
        type=date.fromisoformat,
        default=None,
        metavar="YYYY-MM-DD",
        help="what 去年 and last year are counted from (default: today)",
    )


def _desk(options: argparse.Namespace) -> Desk:
    from bot.answer import Desk
    from bot.facts import Facts
    from bot.words import load_words

    desk = Desk(Facts(options.db), load_words(WORDS))
    desk.on_stray, desk.on_failure = _tell_stray, _tell_failure
    return desk


def _tell_stray(stray: Stray) -> None:
    """One line on standard error for a text that was held back: a fault of this program, to be reported."""
    print(f"held back: {', '.join(stray.numbers)} in an answer to {stray.question!r}: {stray.text!r}", file=sys.stderr)


def _ask(options: argparse.Namespace) -> int:
    from bot.channels.cli import ask, batch

    if (options.question is None) == (options.batch is None):
        print("give one question, or --batch FILE", file=sys.stderr)
        return 2
    today = options.today or date.today()
    if options.batch is not None:
        return batch(_desk(options), options.batch, today, options.json)
    return ask(_desk(options), options.question, today, options.json)


def _tell_failure(text: str, error: Exception) -> None:
    """One line on standard error for a message that could not be answered: a fault of this program, to be reported."""
    print(f"stumbled: {type(error).__name__} over {text[:200]!r}", file=sys.stderr)


def _chat(options: argparse.Namespace) -> int:
    from bot.channels.cli import chat
    from bot.talk.memory import DAY, Limits, Memory
    from bot.talk.talks import Talks
    from bot.words import load_words

    words, kept = load_words(WORDS), options.db.parent / "talks.db" if options.chat else None
    talks = Talks(_desk(options), Memory(kept, Limits(talk=30 * DAY)))
    return chat(talks, options.chat or "terminal", options.today or date.today(), words.says)


def _eval(options: argparse.Namespace) -> int:
    from bot.channels.eval import Evaluation

    language = "zh" if _speaks_chinese() else "en"
    evaluation = Evaluation(_desk(options), WORDS, language, options.today or date.today())
    return evaluation.run(options.file, options.show, options.most, options.json)


def _review(options: argparse.Namespace) -> int:
    from bot.channels.telegram import review, settings_from

    settings = settings_from(options.config, os.environ)
    folder = Path(settings.state) if settings.state else options.db.parent
    return review(folder, WORDS, options.since, options.json, "zh" if _speaks_chinese() else "en")


def _mcp(options: argparse.Namespace) -> int:
    if find_spec("mcp") is None:
        missing = ("没有安装 mcp 扩展；请运行", "The mcp extra is not installed; run")[not _speaks_chinese()]
        print(f"{missing} pip install 'gongkai[mcp]'", file=sys.stderr)
        return 2
    from bot.channels.mcp import Post, run

    today = (lambda: options.today) if options.today else date.today
    language = "zh" if _speaks_chinese() else "en"
    return run(Post(lambda: _desk(options), options.db, today, language), options.http)


def _speaks_chinese() -> bool:
    return next((os.environ[name] for name in ("LC_ALL", "LC_MESSAGES", "LANG") if os.environ.get(name)), "").startswith("zh")


def _telegram(options: argparse.Namespace) -> int:
    from bot.channels.telegram import EXAMPLE, Post, run, settings_from

    if options.print_config:
        print(EXAMPLE, end="")
        return 0
    settings = settings_from(options.config, os.environ)
    post = Post(
        desk=_desk(options),
        settings=settings,
        today=date.today,
        inbox=Path(settings.state) if settings.state else options.db.parent,
        words=WORDS,
        db=options.db,
        language="zh" if _speaks_chinese() else "en",
    )
    return run(post)


def _web(options: argparse.Namespace) -> int:
    from bot.channels.web import EXAMPLE, Post, run, settings_from

    if options.print_config:
        print(EXAMPLE, end="")
        return 0
    said = {name: getattr(options, name) for name in ("listen", "port", "workers", "state")}
    post = Post(
        desk=lambda: _desk(options),
        settings=settings_from(options.config, os.environ, said),
        today=(lambda: options.today) if options.today else date.today,
        db=options.db,
        words=WORDS,
        language="zh" if _speaks_chinese() else "en",
    )
    return run(post)


if __name__ == "__main__":
    sys.exit(main())
