"""Old Word, WPS, RTF and OpenDocument files through LibreOffice; without it, what to do is said."""

from __future__ import annotations

import hashlib
import os
import subprocess
from pathlib import Path
from random import Random

import pytest

from ingest import office
from ingest.errors import DocumentRejected
from ingest.pool import Pool
from ingest.read import read
from ingest.readers import read_content
from ingest.report import Report
from ingest.worker.task import Task, read_task
from tests.printing.layouts import LAYOUTS
from tests.printing.reading import OPEN, WRONG, keys, knowledge, random_sheet, told_apart
from tests.printing.sheet import Sheet

needs_office = pytest.mark.skipif(office.program() is None, reason="LibreOffice is not installed")
PRINTED = ("docx", "docx in boxes", "docx, numbered")
ONE = PRINTED[:1]
COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def sheet_of(layout: str) -> tuple[Sheet, bytes]:
    """A random report and its .docx."""
    chance = Random(f"{layout} 0")
    sheet = random_sheet(chance)
    return sheet, LAYOUTS[layout][1](sheet, chance)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the reports as .doc, and one as .rtf, .odt and XML of Word 2003, as LibreOffice writes them."""
    folder = tmp_path_factory.mktemp("office")
    for layout in PRINTED:
        (folder / f"{layout}.docx").write_bytes(sheet_of(layout)[1])
    for suffix, layouts in (("doc", PRINTED), ("rtf", ONE), ("odt", ONE), ("xml:MS Word 2003 XML", ONE)):
        profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
        names = [str(folder / f"{layout}.docx") for layout in layouts]
        command = [office.program() or "", profile, "--headless", "--convert-to", suffix, "--outdir", str(folder), *names]
        subprocess.run(command, check=True, capture_output=True, timeout=180)
    return folder


def exact(report: Report, sheet: Sheet) -> bool:
    """Whether all is as printed."""
    return not [*told_apart(report, sheet), *keys(report, sheet, WRONG), *keys(report, sheet, OPEN)]


@needs_office
@pytest.mark.parametrize("layout", PRINTED)
def test_an_old_word_document_reads_like_a_new_one(made: Path, layout: str) -> None:
    file = made / f"{layout}.doc"
    report = read(file, knowledge())
    assert exact(report, sheet_of(layout)[0])
    assert (report.kind, report.sha256) == ("doc", hashlib.sha256(file.read_bytes()).hexdigest())


@needs_office
@pytest.mark.parametrize(("suffix", "kind"), [("rtf", "rtf"), ("odt", "odt"), ("xml", "wordml")])
def test_rich_text_open_document_and_the_xml_of_word(made: Path, suffix: str, kind: str) -> None:
    report = read(made / f"docx.{suffix}", knowledge())
    assert report.kind == kind and exact(report, sheet_of("docx")[0])


@needs_office
def test_a_process_with_limits_reads_what_is_called_wps(made: Path) -> None:
    """Content decides, and the reader's limit of memory is not that of LibreOffice."""
    with Pool(1) as pool:
        report = pool.submit(read_task, Task("报告.wps", (made / "docx.doc").read_bytes(), None, None, "")).result()
    assert isinstance(report, Report) and report.kind == "doc"
    assert exact(report, sheet_of("docx")[0])


@needs_office
def test_what_takes_too_long_is_ended_and_leaves_nothing(made: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    with pytest.raises(DocumentRejected) as refusal:
        office.as_docx((made / "docx.doc").read_bytes(), "doc", seconds=0.3)
    assert refusal.value.code == "took_too_long"
    assert not list(tmp_path.iterdir())
    running = subprocess.run(["ps", "-eo", "args"], capture_output=True, text=True).stdout if os.name == "posix" else ""
    assert str(tmp_path) not in running


@needs_office
def test_a_broken_document_is_damaged_and_a_locked_one_says_so(made: Path) -> None:
    content = (made / "docx.doc").read_bytes()
    with pytest.raises(DocumentRejected) as broken:
        read_content("a.rtf", b"{\\rtf1 \\bin99999999999")
    assert broken.value.code in ("damaged", "a_scan")
    flags = content.index(b"\xec\xa5") + 10
    locked = content[:flags] + bytes([content[flags], content[flags + 1] | 1]) + content[flags + 2 :]
    with pytest.raises(DocumentRejected) as refusal:
        read_content("a.doc", locked)
    assert refusal.value.code == "password"


def test_without_libreoffice_the_refusal_says_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    monkeypatch.setattr(office, "_PLACES", ())
    office.program.cache_clear()
    try:
        with pytest.raises(DocumentRejected) as refusal:
            read_content("a.rtf", b"{\\rtf1 text}")
    finally:
        office.program.cache_clear()
    assert refusal.value.code == "unsupported"
    assert all(
        "libreoffice-writer-nogui" in sentence and ".docx" in sentence for sentence in (refusal.value.zh, refusal.value.en)
    )


def compound(stream: str) -> bytes:
    """The header of a compound file and one entry of its directory."""
    entry = bytearray(128)
    name = stream.encode("utf-16-le")
    entry[: len(name)], entry[66] = name, 2
    return COMPOUND + bytes(22) + b"\x09\x00" + bytes(480) + bytes(entry) + bytes(512)


@pytest.mark.parametrize("gap", [b"", b"\0"])
def test_words_in_utf_16_make_no_text_of_a_compound_file(gap: bytes) -> None:
    """Word keeps its text in two bytes a character."""
    with pytest.raises(DocumentRejected) as refusal:
        read_content("a.txt", compound("Workbook") + gap + "政府信息公开".encode("utf-16-le"))
    assert refusal.value.code == "unsupported"


@pytest.mark.parametrize(
    ("stream", "code"), [("Workbook", "unsupported"), ("PowerPoint Document", "unsupported"), ("EncryptedPackage", "password")]
)
def test_other_compound_files_are_told_by_their_directory(stream: str, code: str) -> None:
    with pytest.raises(DocumentRejected) as refusal:
        read_content("a.doc", compound(stream))
    assert refusal.value.code == code
