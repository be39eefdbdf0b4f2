"""The originals: kept once, whole or not at all, under a name that a person's programs can open."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from ingest.errors import StoreError
from ingest.originals import folder_of, keep, path_of


def kept(database: Path, kind: str, content: bytes) -> Path:
    sha256 = hashlib.sha256(content).hexdigest()
    keep(database, sha256, kind, content)
    path = path_of(database, sha256)
    assert path is not None and path.read_bytes() == content
    return path


@pytest.mark.parametrize(
    ("kind", "content", "suffix"),
    [
        ("pdf", b"%PDF-1.7", ".pdf"),
        ("html", b"<html>", ".html"),
        ("doc", b"\xd0\xcf\x11\xe0", ".doc"),
        ("scan", b"\x89PNG...", ".png"),
        ("scan", b"II*\0...", ".tif"),
        ("another kind", b"?", ""),
    ],
)
def test_an_original_is_called_what_it_is(tmp_path: Path, kind: str, content: bytes, suffix: str) -> None:
    path = kept(tmp_path / "reports.db", kind, content)
    assert path.suffix == suffix
    assert path.parent.parent == tmp_path / "reports.documents"


def test_equal_documents_are_one_file(tmp_path: Path) -> None:
    database = tmp_path / "reports.db"
    assert kept(database, "text", b"same") == kept(database, "html", b"same")
    assert len([path for path in folder_of(database).rglob("*") if path.is_file()]) == 1


def test_what_is_not_kept_is_none(tmp_path: Path) -> None:
    assert path_of(tmp_path / "reports.db", "0" * 64) is None
    assert path_of(tmp_path / "reports.db", "") is None


def test_a_folder_that_cannot_be_written_is_said(tmp_path: Path) -> None:
    database = tmp_path / "reports.db"
    folder_of(database).write_text("in the way", "utf-8")
    with pytest.raises(StoreError, match="cannot be kept in"):
        keep(database, "0" * 64, "pdf", b"%PDF-1.7")
    assert [path.name for path in tmp_path.iterdir()] == ["reports.documents"]
