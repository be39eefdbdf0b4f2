"""The commands: add, show, check, export. Everything that touches clock, environment or terminal stands here."""

from __future__ import annotations

import argparse
import csv
import os
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from io import TextIOWrapper
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, NoReturn

from ingest import messages
from ingest.errors import IngestError, StoreError
from ingest.gather import Item, gather

if TYPE_CHECKING:
    from ingest.adding import Desk
    from ingest.catalogue import Catalogue
    from ingest.knowledge import Knowledge
    from ingest.outcome import Added, Rejected
    from ingest.report import Report

DATA = Path(__file__).resolve().parents[1] / "data"
DATABASE = "data/reports.db"


class _Parser(argparse.ArgumentParser):
    """Says in one sentence what is wrong with the command line."""

    def error(self, message: str) -> NoReturn:
        language = messages.language(os.environ)
        print(messages.text(language, "usage", error=message), file=sys.stderr)
        raise SystemExit(2)


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs one command and returns its exit code: 0 done, 1 something was refused, 2 the command line is wrong."""
    language = messages.language(os.environ)
    _speak_utf8()
    options = _parser(language).parse_args(arguments)
    try:
        code: int = options.run(options, language)
        sys.stdout.flush()
        return code
    except IngestError as error:
        _complain(error.zh if language == "zh" else error.en)
    except KeyboardInterrupt:
        _complain(messages.text(language, "stopped"))
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except OSError as error:
        _complain(messages.text(language, "failed", error=error.strerror or error))
    return 1


def _speak_utf8() -> None:
    """JSON and CSV are UTF-8 whatever the locale; a terminal that cannot show a character gets its number."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="backslashreplace", encoding=None if stream.isatty() else "utf-8")


def _parser(language: str) -> argparse.ArgumentParser:
    def say(key: str) -> str:
        return messages.text(language, key)

    parser = _Parser(prog="python -m ingest", **_described(language, "program"))
    commands = parser.add_subparsers(required=True, metavar="add | show | check | export")

    def command(name: str, run: Callable[[argparse.Namespace, str], int]) -> argparse.ArgumentParser:
        made = commands.add_parser(name, help=say(name), **_described(language, name))
        made.set_defaults(run=run)
        default = os.environ.get("GONGKAI_DB") or DATABASE
        made.add_argument("--db", metavar="FILE", type=Path, default=Path(default), help=say("db"))
        return made

    add, show = command("add", run_add), command("show", run_show)
    add.add_argument("paths", metavar="PATH", nargs="+", type=Path, help=say("path"))
    show.add_argument("document", metavar="DOCUMENT", type=Path, help=say("document"))
    for one in (add, show):
        one.add_argument("--agency", metavar="NAME", help=say("agency"))
        one.add_argument("--year", metavar="N", type=int, help=say("year"))
    for one in (add, show, command("check", run_check)):
        one.add_argument("--json", action="store_true", help=say("json"))
    command("export", run_export).add_argument("file", metavar="FILE.csv", help=say("file"))
    return parser


def _described(language: str, name: str) -> dict[str, Any]:
    return {
        "description": messages.text(language, name),
        "epilog": f"{messages.text(language, 'example')}\n  {messages.EXAMPLES[name]}",
        "formatter_class": argparse.RawDescriptionHelpFormatter,
    }


def run_add(options: argparse.Namespace, language: str) -> int:
    """Reads documents, folders and tables of figures into the database."""
    from ingest import telling
    from ingest.adding import add
    from ingest.catalogue import catalogue_of
    from ingest.knowledge import load_knowledge
    from ingest.store import Store

    knowledge = load_knowledge(DATA)
    catalogue = catalogue_of(knowledge)
    gathered = gather(options.paths, _readable)
    tally: Counter[str] = Counter(skipped=gathered.skipped)
    with Store(options.db, catalogue, _now()) as store:
        desk = _desk(options, knowledge, catalogue)
        for item in _progress(gathered.items):
            tally += _tell(item, add(desk, store, item), options.json, language)
    if not options.json:
        print(telling.summary(tally, language))
    return 1 if tally["rejected"] or tally["lines"] else 0


def run_show(options: argparse.Namespace, language: str) -> int:
    """Reads one document and prints every cell and finding; the database is not touched."""
    from ingest import adding, telling
    from ingest.catalogue import catalogue_of
    from ingest.knowledge import load_knowledge
    from ingest.outcome import Rejected

    knowledge = load_knowledge(DATA)
    item = Item(options.document, options.document.name)
    one = adding.read(_reader(options, knowledge), item)
    if isinstance(one, Rejected):
        _complain(telling.rejected_line(one, language))
        if options.json:
            print(telling.as_json(telling.unshown_json(one, language)))
        return 1
    if options.json:
        print(telling.as_json(telling.shown_json(one, language)))
    else:
        print("\n".join(telling.shown_lines(one, catalogue_of(knowledge).names, language)))
    return 0


def run_check(options: argparse.Namespace, language: str) -> int:
    """Lists the findings of what is stored."""
    from ingest import stored, telling

    count = 0
    with stored.opened(options.db) as connection:
        for row in stored.findings(connection):
            count += 1
            found = telling.found_line(row, language)
            print(telling.as_json(telling.found_json(row, language)) if options.json else found)
        reports = stored.count_reports(connection)
    if not options.json:
        print(messages.text(language, "checked", reports=reports, findings=count))
    return 0


def run_export(options: argparse.Namespace, language: str) -> int:
    """Writes the figures as CSV, one a row; a file is there as a whole or not at all."""
    from ingest import stored
    from ingest.readers.table import COLUMNS

    count = 0
    with stored.opened(options.db) as connection, _written(options.file) as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(COLUMNS)
        for row in stored.figures(connection):
            writer.writerow(row)
            count += 1
    if options.file != "-":
        print(messages.text(language, "exported", count=count, file=options.file))
    return 0


@contextmanager
def _written(name: str) -> Iterator[IO[str]]:
    if name == "-":
        yield sys.stdout
        return
    part = Path(name + ".part")
    try:
        with part.open("w", encoding="utf-8", newline="") as file:
            yield file
        part.replace(name)
    except OSError as error:
        parts = {"file": name, "error": error.strerror}
        raise StoreError(*(messages.text(one, "unwritable", **parts) for one in ("zh", "en"))) from error
    finally:
        part.unlink(missing_ok=True)


def _readable(path: Path) -> bool:
    from ingest.adding import TABLE
    from ingest.read import SUFFIXES
    from ingest.readers.table import is_figures

    suffix = path.suffix.lower()
    return suffix in SUFFIXES or (suffix == TABLE and is_figures(path))


def _reader(options: argparse.Namespace, knowledge: Knowledge) -> Callable[[Item], Report]:
    def read_one(item: Item) -> Report:
        from ingest.read import read

        return read(item.path, knowledge, options.agency, options.year)

    return read_one


def _desk(options: argparse.Namespace, knowledge: Knowledge, catalogue: Catalogue) -> Desk:
    from ingest.adding import Desk
    from ingest.intake import intake_with

    given = {"agency": options.agency, "year": options.year}
    return Desk(
        _reader(options, knowledge),
        intake_with(knowledge, catalogue),
        {name: str(value) for name, value in given.items() if value is not None},
        _now,
    )


def _now() -> str:
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _tell(item: Item, results: Iterable[Added | Rejected], as_json: bool, language: str) -> Counter[str]:
    """Prints what became of one file: an object each, or a line. Refusals go to standard error in either case."""
    from ingest import telling
    from ingest.adding import TABLE
    from ingest.outcome import Rejected

    tally: Counter[str] = Counter(documents=1)
    last: Added | None = None
    for one in results:
        if isinstance(one, Rejected):
            tally["rejected" if one.line is None else "lines"] += 1
            _complain(telling.rejected_line(one, language))
        else:
            tally[one.status] += 1
            last = one
        if as_json:
            print(telling.as_json(telling.outcome_json(one, language)), flush=True)
    if last is not None and not as_json:
        is_table = item.path.suffix.lower() == TABLE
        _wipe()
        print(telling.table_line(item.name, tally, language) if is_table else telling.added_line(last, language))
    return tally


def _progress(items: Sequence[Item]) -> Iterator[Item]:
    """A bar on standard error, where that is a terminal and there is more than one file."""
    from ingest.telling import bar

    for done, item in enumerate(items):
        if len(items) > 1 and sys.stderr.isatty():
            _wipe()
            print(bar(done, len(items), item.name), end="", file=sys.stderr, flush=True)
        yield item
    _wipe()


def _wipe() -> None:
    """Clears the bar, so that a line can stand in its place."""
    if sys.stderr.isatty():
        print("\r\x1b[K", end="", file=sys.stderr, flush=True)


def _complain(sentence: str) -> None:
    _wipe()
    print(sentence, file=sys.stderr)


if __name__ == "__main__":
    raise SystemExit(main())
