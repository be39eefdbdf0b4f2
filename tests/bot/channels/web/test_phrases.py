"""The phrases of the page: each is used somewhere, each that is used is there, in both languages with the same blanks."""

from __future__ import annotations

import csv
import os
import re
import shutil
from pathlib import Path

import pytest
from starlette.applications import Starlette
from starlette.routing import Route
from starlette.testclient import TestClient

from bot.channels.web import render

ROOT = Path(__file__).resolve().parents[4]
WEB = ROOT / "bot" / "channels" / "web"


def phrases() -> dict[str, dict[str, str]]:
    with (ROOT / "data" / "words" / "page.csv").open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))
    assert len({row["key"] for row in rows}) == len(rows), "a key stands twice"
    return {row["key"]: row for row in rows}


def sources() -> str:
    files = [file for ending in ("*.py", "*.html") for file in sorted(WEB.rglob(ending))]
    return "\n".join(file.read_text("utf-8") for file in files)


def test_no_phrase_is_left_over() -> None:
    """A key is named as it is, or begins as one does that is put together: 'promise_' ~ name, f"error_{status}"."""
    code = sources()
    begun = {*re.findall(r"""['"](\w+_)['"] ~""", code), *re.findall(r"""f['"](\w+_)\{""", code)}
    named = set(re.findall(r"""['"]([\w-]+)['"]""", code))
    assert not [key for key in phrases() if key not in named and not any(key.startswith(start) for start in begun)]


def test_no_phrase_is_missing() -> None:
    said = set(re.findall(r"""\b_\(['"](\w+)['"][,)]""", sources()))
    assert said
    assert said <= phrases().keys()


def test_both_languages_have_the_same_blanks() -> None:
    assert not [
        key for key, row in phrases().items() if set(re.findall(r"\{\w+\}", row["zh"])) != set(re.findall(r"\{\w+\}", row["en"]))
    ]


def test_a_release_put_beside_a_running_site_changes_no_page(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A new template may want a phrase that this process never read."""
    monkeypatch.setattr(render, "HERE", tmp_path)
    shutil.copytree(WEB / "templates", tmp_path / "templates")
    renderer = render.Renderer(render.Phrases(ROOT / "data" / "words" / "page.csv"))
    app = Starlette(routes=[Route("/", lambda request: renderer.page(request, "about.html", title="x"))])
    about = tmp_path / "templates" / "about.html"
    about.write_text(about.read_text("utf-8").replace("'about_lead'", "'of_the_next_release'"), "utf-8")
    os.utime(about, (2e9, 2e9))
    assert TestClient(app).get("/").status_code == 200
