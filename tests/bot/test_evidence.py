"""Evidence for channels: the picture of a cell, asked of `python -m ingest` over a real database with its originals."""

from __future__ import annotations

import shutil
import struct
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from bot.answer import Desk
from bot.backoffice.evidence import Evidence
from bot.backoffice.process import Refused, environment, run, tried
from tests.bot.desk import ROOT, answer_of, desk_over

SAMPLE = "chuanhui_health_2024.pdf"


@pytest.fixture(scope="module")
def stored(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("evidence")
    shutil.copy(ROOT / "data" / "reports" / SAMPLE, folder)
    run(("add", str(folder / SAMPLE), "--db", str(folder / "reports.db")), "en", 120)
    return folder / "reports.db"


@pytest.fixture
def real(stored: Path) -> Iterator[Desk]:
    with desk_over(stored) as desk:
        yield desk


def size(png: bytes) -> tuple[int, int]:
    assert png.startswith(b"\x89PNG")
    width, height = struct.unpack(">II", png[16:24])
    return width, height


def test_the_cell_is_drawn_and_kept(stored: Path, real: Desk) -> None:
    fact = answer_of(real, "川汇区2024年许可").facts[0]
    evidence = Evidence(stored)
    drawn = evidence.picture(fact, "zh")
    assert min(size(drawn)) > 200
    stored.with_suffix(".documents").rename(stored.parent / "away")
    try:
        assert evidence.picture(fact, "zh") is drawn, "drawn once, shown twice"
        assert evidence.picture(fact, "en") != drawn, "without its page the row is drawn"
    finally:
        (stored.parent / "away").rename(stored.with_suffix(".documents"))


def test_a_cell_that_is_not_stored_is_refused_with_a_sentence(stored: Path, real: Desk) -> None:
    fact = answer_of(real, "川汇区2024年许可").facts[0]
    with pytest.raises(Refused, match="2031"):
        Evidence(stored).picture(replace(fact, year=2031), "en")


def test_the_reader_speaks_the_language_asked_for(stored: Path) -> None:
    with pytest.raises(Refused) as chinese:
        run(("check", "--db", str(stored.parent / "none.db")), "zh", 60)
    with pytest.raises(Refused) as english:
        run(("check", "--db", str(stored.parent / "none.db")), "en", 60)
    assert any("一" <= char <= "鿿" for char in str(chinese.value)) and str(english.value) != str(chinese.value)


def test_what_takes_too_long_or_is_no_command_is_refused(stored: Path) -> None:
    with pytest.raises(Refused):
        run(("check", "--db", str(stored)), "en", 0.001)
    with pytest.raises(Refused):
        tried(("no-such-command",), "en", 60)


def test_no_token_is_handed_on(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TELEGRAM_BOT_TOKEN", "1:secret")
    assert "1:secret" not in environment("zh").values() and environment("zh")["LANG"].startswith("zh")
