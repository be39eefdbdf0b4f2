"""Files and folders that a command writes: there as a whole or not at all."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from ingest import messages
from ingest.errors import StoreError


@contextmanager
def written_whole(name: str) -> Iterator[Path]:
    """The path to write to; what is written there takes its name once all of it is. Raises StoreError."""
    part = Path(name + ".part")
    try:
        yield part
        part.replace(name)
    except OSError as error:
        parts = {"file": name, "error": error.strerror}
        raise StoreError(*(messages.text(one, "unwritable", **parts) for one in ("zh", "en"))) from error
    finally:
        part.unlink(missing_ok=True)


@contextmanager
def folder_written_whole(name: str, mark: str) -> Iterator[Path]:
    """The folder to write into, which takes its name once all is written. Raises StoreError.

    A folder of that name that holds the file `mark`, or nothing, makes way; any other is left as it is.
    """
    whole = Path(name)
    part, old = (whole.with_name(f"{whole.name}.{one}") for one in ("part", "old"))
    try:
        if whole.exists() and not (whole / mark).is_file() and any(whole.iterdir()):
            raise StoreError(*(messages.text(one, "not_a_package", file=name) for one in ("zh", "en")))
        shutil.rmtree(part, ignore_errors=True)
        part.mkdir()
        yield part
        if whole.exists():
            shutil.rmtree(old, ignore_errors=True)
            whole.replace(old)
        part.replace(whole)
        shutil.rmtree(old, ignore_errors=True)
    except OSError as error:
        parts = {"file": name, "error": error.strerror}
        raise StoreError(*(messages.text(one, "unwritable", **parts) for one in ("zh", "en"))) from error
    finally:
        shutil.rmtree(part, ignore_errors=True)
