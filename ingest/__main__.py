"""The commands: add, show, check, export, picture, compare. Each stands in `commands`, and is loaded when it is called."""

from __future__ import annotations

import argparse
import os
import re
import signal
import sys
from collections.abc import Sequence
from importlib import import_module
from pathlib import Path
from typing import Any, NoReturn

from ingest import messages
from ingest.commands.terminal import complain, silence, speak_utf8
from ingest.errors import IngestError

DATABASE = "data/reports.db"
ENDINGS = (".csv", ".xlsx", ".json", ".jsonl", ".parquet", ".zip")
"""What a name may end in that figures are exported to; without an ending it is a folder."""


class _Parser(argparse.ArgumentParser):
    """Says in one sentence what is wrong with the command line."""

    def error(self, message: str) -> NoReturn:
        language = messages.language(os.environ)
        print(messages.text(language, "usage", error=message), file=sys.stderr)
        raise SystemExit(2)


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs one command and returns its exit code: 0 done, 1 something was refused, 2 the command line is wrong."""
    language = messages.language(os.environ)
    speak_utf8()
    options = _parser(language).parse_args(arguments)
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        code = int(import_module(f"ingest.commands.{options.command}").run(options, language))
        sys.stdout.flush()
        return code
    except IngestError as error:
        complain(error.zh if language == "zh" else error.en)
    except KeyboardInterrupt:
        complain(messages.text(language, "stopped"))
    except BrokenPipeError:
        silence()
    except OSError as error:
        complain(messages.text(language, "failed", error=error.strerror or error))
    return 1


def _parser(language: str) -> argparse.ArgumentParser:
    def say(key: str) -> str:
        return messages.text(language, key)

    parser = _Parser(prog="python -m ingest", **_described(language, "program"))
    commands = parser.add_subparsers(required=True, metavar="add | show | check | export | picture | compare")

    def command(name: str) -> argparse.ArgumentParser:
        made = commands.add_parser(name, help=say(name), **_described(language, name))
        made.set_defaults(command=name)
        default = os.environ.get("GONGKAI_DB") or DATABASE
        made.add_argument("--db", metavar="FILE", type=Path, default=Path(default), help=say("db"))
        return made

    add, show, compare = command("add"), command("show"), command("compare")
    add.add_argument("paths", metavar="PATH", nargs="+", help=say("path"))
    add.add_argument("--jobs", metavar="N", type=_positive, help=say("jobs"))
    add.add_argument("--cluster", metavar="ADDRESS", type=_address, help=say("cluster"))
    show.add_argument("document", metavar="DOCUMENT", help=say("document"))
    for one in (add, show):
        one.add_argument("--agency", metavar="NAME", help=say("agency"))
        one.add_argument("--year", metavar="N", type=int, help=say("year"))
        one.add_argument("--allow-private", action="store_true", help=say("allow_private"))
    for one in (add, show, command("check"), compare):
        one.add_argument("--json", action="store_true", help=say("json"))
    picture = command("picture")
    for one in (picture, compare):
        one.add_argument("agency", metavar="AGENCY", help=say("which_agency"))
        one.add_argument("year", metavar="YEAR", type=int, help=say("which_year"))
    picture.add_argument("field", metavar="FIELD", help=say("which_field"))
    picture.add_argument("out", metavar="OUT.png", help=say("out"))
    _exporting(command("export"), language)
    return parser


def _exporting(export: argparse.ArgumentParser, language: str) -> None:
    export.description = f"{export.description}\n\n{messages.text(language, 'export_note')}"
    export.add_argument("file", metavar="OUT", type=_out, help=messages.text(language, "file"))
    export.add_argument("--year", metavar="YEARS", type=_years, default=(), help=messages.text(language, "only_years"))
    export.add_argument("--agency", metavar="NAME", help=messages.text(language, "only_agency"))
    export.add_argument("--field", metavar="FIELD", help=messages.text(language, "only_field"))


def _out(text: str) -> str:
    ending = Path(text).suffix.lower()
    if text != "-" and ending not in ENDINGS and ending and not Path(text).is_dir():
        endings = " ".join(ENDINGS)
        raise argparse.ArgumentTypeError(messages.text(messages.language(os.environ), "bad_ending", text=text, endings=endings))
    return text


def _years(text: str) -> tuple[int, ...]:
    years: set[int] = set()
    for part in re.split("[,，、]", text):
        match = re.fullmatch(r"(\d{4})(?:[-–](\d{4}))?", part.strip())
        if not match:
            raise argparse.ArgumentTypeError(messages.text(messages.language(os.environ), "bad_years", text=text))
        years.update(range(int(match[1]), int(match[2] or match[1]) + 1))
    return tuple(sorted(years))


def _positive(text: str) -> int:
    if not text.isdigit() or int(text) < 1:
        raise argparse.ArgumentTypeError(messages.text(messages.language(os.environ), "bad_jobs", text=text))
    return int(text)


def _address(text: str) -> str:
    if not re.fullmatch(r"(tcp|tls|ws|wss)://[^\s/]+:\d+", text):
        raise argparse.ArgumentTypeError(messages.text(messages.language(os.environ), "bad_address", text=text))
    return text


def _described(language: str, name: str) -> dict[str, Any]:
    return {
        "description": messages.text(language, name),
        "epilog": f"{messages.text(language, 'example')}\n  {messages.EXAMPLES[name]}",
        "formatter_class": argparse.RawDescriptionHelpFormatter,
    }


if __name__ == "__main__":
    raise SystemExit(main())
