"""Old Word, WPS, RTF and OpenDocument files, turned into .docx by LibreOffice where it is installed.

It runs once for each document: without a window, in a folder of its own that is removed, with a profile of its own that
runs no macros and follows no links, for a limited time. It is ended together with all that it started.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import suppress
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from ingest.refusals import refused
from ingest.worker import limits

SECONDS = 60.0
"""How long one document may take to be turned."""

_READING = 30.0
_LARGEST = 60 * 2**20
_MEMORY = 4 * 2**30
_SUFFIXES = {"wordml": "xml"}
_NAMES = ("soffice", "libreoffice")
_PLACES = (
    *("/usr/lib/libreoffice/program/soffice", "/usr/local/bin/soffice", "/opt/libreoffice/program/soffice"),
    *("/Applications/LibreOffice.app/Contents/MacOS/soffice", "C:/Program Files/LibreOffice/program/soffice.com"),
)
_SETTINGS = {
    "Common/Security/Scripting": {
        "MacroSecurityLevel": "3",
        "DisableMacrosExecution": "true",
        "BlockUntrustedRefererLinks": "true",
    },
    "Writer/Content/Update": {"Link": "0"},
}
_PROFILE = (
    '<?xml version="1.0" encoding="UTF-8"?>\n<oor:items xmlns:oor="http://openoffice.org/2001/registry">{items}</oor:items>\n'
)
_ITEM = (
    '<item oor:path="/org.openoffice.Office.{path}"><prop oor:name="{name}" oor:op="fuse"><value>{value}</value></prop></item>'
)


@cache
def program() -> str | None:
    """Where LibreOffice is installed; None where it is not."""
    found = (path for name in _NAMES if (path := shutil.which(name)))
    return next(found, None) or next((path for path in _PLACES if Path(path).is_file()), None)


def as_docx(content: bytes, kind: str, seconds: float = SECONDS) -> bytes:
    """The document as .docx. `kind` is "doc", "rtf", "odt" or "wordml" (the XML of Word 2003).

    Raises DocumentRejected where LibreOffice is wanting or fails.
    """
    office = program()
    if office is None:
        raise refused("no_office")
    limits.ask(seconds + _READING)
    with TemporaryDirectory(prefix="gongkai-", ignore_cleanup_errors=True) as folder:
        here = Path(folder).resolve()
        given = here / f"in.{_SUFFIXES.get(kind, kind)}"
        given.write_bytes(content)
        profile = here / "profile"
        (profile / "user").mkdir(parents=True)
        (profile / "user" / "registrymodifications.xcu").write_text(_PROFILE.format(items="".join(_items())), "utf-8")
        options = (
            "--headless",
            "--norestore",
            "--nolockcheck",
            "--nodefault",
            "--nologo",
            f"-env:UserInstallation={profile.as_uri()}",
        )
        target = ("--convert-to", "docx:MS Word 2007 XML", "--outdir", str(here / "out"), str(given))
        _run([office, *options, *target], here, seconds)
        made = here / "out" / "in.docx"
        if not made.is_file():
            raise refused("damaged")
        if made.stat().st_size > _LARGEST:
            raise refused("too_large")
        return made.read_bytes()


def _items() -> Iterator[str]:
    for path, properties in _SETTINGS.items():
        for name, value in properties.items():
            yield _ITEM.format(path=path, name=name, value=value)


def _run(command: list[str], folder: Path, seconds: float) -> None:
    """Runs the command in a session of its own, and leaves nothing of it behind."""
    process = subprocess.Popen(
        command,
        cwd=folder,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
        preexec_fn=_room(),
    )
    try:
        process.wait(seconds)
    except subprocess.TimeoutExpired as error:
        raise refused("took_too_long") from error
    finally:
        _end(process)


def _end(process: subprocess.Popen[bytes]) -> None:
    """Ends the whole session: the program that was started only starts another."""
    if sys.platform == "win32":
        process.kill()
    else:
        with suppress(ProcessLookupError, PermissionError):  # all of it has ended by itself
            os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def _room() -> Callable[[], None] | None:
    """Sets the memory that the program may take, whatever is left to the process that reads."""
    if sys.platform == "win32":
        return None
    import resource

    _, most = resource.getrlimit(resource.RLIMIT_AS)
    limit = _MEMORY if most == resource.RLIM_INFINITY else min(_MEMORY, most)
    return lambda: resource.setrlimit(resource.RLIMIT_AS, (limit, most))
