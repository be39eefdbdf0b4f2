"""`ingest picture`: draws the evidence of one cell."""

from __future__ import annotations

import argparse
from pathlib import Path

from ingest import messages, originals, stored
from ingest.commands.terminal import complain, say
from ingest.errors import StoreError
from ingest.picture import picture
from ingest.pool import Pool
from ingest.wanted import wanted


def run(options: argparse.Namespace, language: str) -> int:
    """Writes a PNG. Where the original is gone, it says so and draws the row."""
    with stored.opened(options.db) as connection:
        cell = wanted(connection, options.agency, options.year, options.field)
    path = originals.path_of(options.db, cell.sha256)
    content = path.read_bytes() if path is not None else None
    pool = Pool(1)
    try:
        sight = pool.submit(picture, cell, content, language).result()
    except Exception:  # what its document did once it may do again: then the row is drawn without it
        sight = picture(cell, None, language)
    finally:
        pool.shutdown(cancel_futures=True)
    if not sight.is_page and cell.figure.box is not None:
        complain(messages.text(language, "no_page", document=cell.document))
    _write(options.file, sight.png)
    say(messages.text(language, "drawn", file=options.file))
    return 0


def _write(file: Path, content: bytes) -> None:
    part = file.with_name(file.name + ".part")
    try:
        part.write_bytes(content)
        part.replace(file)
    except OSError as error:
        parts = {"file": file, "error": error.strerror}
        raise StoreError(*(messages.text(one, "unwritable", **parts) for one in ("zh", "en"))) from error
    finally:
        part.unlink(missing_ok=True)
