"""`ingest add` over archives, saved pages with attachments, and a site: every document that is found has one outcome."""

from __future__ import annotations

import io
import json
import sqlite3
import zipfile
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from random import Random
from typing import Any

import pytest

from ingest.__main__ import main
from tests.ingest.web_site import Page, site
from tests.printing import chance as chances
from tests.printing.layouts import page, pdf
from tests.printing.prose import sections
from tests.printing.sheet import Sheet


@pytest.fixture(autouse=True)
def english(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("LC_ALL", "C.UTF-8")
    monkeypatch.setenv("GONGKAI_DB", str(tmp_path / "reports.db"))
    for name in ("http_proxy", "https_proxy", "all_proxy", "HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"):
        monkeypatch.delenv(name, raising=False)


def sheet(seed: int, year: int = 2023) -> Sheet:
    made = chances.sheet(Random(seed), "2021")
    agency = list(chances.AGENCIES)[seed % len(chances.AGENCIES)]
    return replace(made, agency=agency, year=year, sections=sections(Random(seed), year))


def html(seed: int, year: int = 2023) -> bytes:
    return page.plain(sheet(seed, year), Random(seed))


def zipped(members: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return out.getvalue()


def added(capsys: pytest.CaptureFixture[str], words: Iterable[str | Path], *options: str) -> dict[str, dict[str, Any]]:
    """What `add --json` says of each document."""
    main(["add", *map(str, words), "--json", *options])
    found = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert len({one["document"] for one in found}) == len(found)
    return {one["document"]: one for one in found}


def test_each_member_of_an_archive_is_a_document(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    inner = zipped({"深/二.pdf": pdf.ruled(sheet(2), Random(2)), "三.txt": b"nothing of the kind"})
    archive = tmp_path / "reports.zip"
    archive.write_bytes(zipped({"一.html": html(1), "more.zip": inner, "movie.mp4": b"0000", "../../四.html": html(4)}))
    found = added(capsys, [archive])
    assert {name: one["status"] for name, one in found.items()} == {
        "reports.zip/一.html": "stored",
        "reports.zip/more.zip/深/二.pdf": "stored",
        "reports.zip/more.zip/三.txt": "rejected",
        "reports.zip/四.html": "stored",
    }
    assert not (tmp_path.parent / "四.html").exists()
    assert {one["status"] for one in added(capsys, [archive]).values()} == {"unchanged", "rejected"}


def test_the_report_beside_a_saved_page_is_found(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = tmp_path / "page_files"
    folder.mkdir()
    (folder / "年报.pdf").write_bytes(pdf.ruled(sheet(1), Random(1)))
    saved = tmp_path / "page.html"
    link = '<p>年度报告</p><a href="page_files/年报.pdf">附件：2023年政府信息公开工作年度报告.pdf</a>'
    saved.write_text(f"<html><body>{link}</body></html>", "utf-8")
    (found,) = added(capsys, [saved]).values()
    assert found["status"] == "stored"
    assert found["document"] == "page.html → 年报.pdf"
    assert main(["show", str(saved), "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["document"] == "page.html → 年报.pdf"


def test_a_site_is_asked_for_its_reports(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    frame = b'<html><body><h1>2023</h1><iframe src="/frame.html"></iframe></body></html>'
    pages = {
        "/1.html": Page(html(1), headers={"Content-Type": "text/html; charset=gb2312"}),
        "/2.html": Page(frame),
        "/frame.html": Page(html(2)),
        "/all.zip": Page(zipped({"三.html": html(3)})),
    }
    with site(pages) as there:
        addresses = [there.at(path, "127.0.0.1") for path in ("/1.html", "/2.html", "/all.zip", "/gone.html")]
        listed = tmp_path / "list.txt"
        listed.write_text("# reports of a site\n" + "\n".join(addresses), "utf-8")
        refused = added(capsys, addresses[:1])
        assert [one["error"]["code"] for one in refused.values()] == ["not_allowed"]
        assert there.asked == []
        found = added(capsys, [listed], "--allow-private")
    names = [addresses[0], f"{addresses[1]} → {there.at('/frame.html', '127.0.0.1')}", f"{addresses[2]}/三.html"]
    assert [found[name]["status"] for name in names] == ["stored"] * 3
    assert found[addresses[3]]["error"]["code"] == "not_found"
    connection = sqlite3.connect(tmp_path / "reports.db")
    assert {name for (name,) in connection.execute("SELECT document FROM report")} == set(names)
    connection.close()
