"""Files that a command writes: there as a whole or not at all."""

from __future__ import annotations

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
