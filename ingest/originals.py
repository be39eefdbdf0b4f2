"""The documents themselves, kept by their SHA-256 beside the database, so that evidence lasts when a site is gone.

reports.db → reports.documents/3f/3f9a….pdf. A file is there as a whole or not at all; equal documents are one file.
"""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path

from ingest.trouble import unkept

_SUFFIXES = {"pdf": ".pdf", "html": ".html", "docx": ".docx", "text": ".txt", "doc": ".doc", "rtf": ".rtf", "odt": ".odt"}
_SUFFIXES |= {"wordml": ".xml"}
_PICTURES = {b"\x89PNG": ".png", b"\xff\xd8\xff": ".jpg", b"II*\0": ".tif", b"MM\0*": ".tif", b"GIF8": ".gif", b"BM": ".bmp"}
"""How files begin, and what they are called: so that a person can open them."""


def folder_of(database: Path) -> Path:
    """Where the originals of a database's reports lie."""
    return database.with_suffix(".documents")


def path_of(database: Path, sha256: str) -> Path | None:
    """The original of that SHA-256, or None where it is not kept."""
    return next((folder_of(database) / sha256[:2]).glob(f"{sha256}*"), None) if sha256 else None


def keep(database: Path, sha256: str, kind: str, content: bytes) -> None:
    """Keeps a document. Raises StoreError where there is no room or no permission."""
    if path_of(database, sha256) is not None:
        return
    folder = folder_of(database) / sha256[:2]
    part = folder / f".{sha256}.{os.getpid()}.part"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with part.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        picture = next((suffix for mark, suffix in _PICTURES.items() if content.startswith(mark)), "")
        part.replace(folder / f"{sha256}{_SUFFIXES.get(kind, picture)}")
    except OSError as error:
        raise unkept(folder, error) from error
    finally:
        with suppress(OSError):
            part.unlink(missing_ok=True)
