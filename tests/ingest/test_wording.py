"""The index of the words: cut so that two letters are found, in step with what is stored, made anew where it is wanting."""

from __future__ import annotations

import sqlite3
from dataclasses import replace
from pathlib import Path

import pytest

import bot.fetch.wording
from ingest import wording
from ingest.report import Report, Section
from ingest.store import Store
from tests.ingest.by_hand import LATER, NOW, catalogue, corrected, report


def told(text: str, name: str, year: int = 2024) -> Report:
    return replace(
        report(year, permits__decided="1"), sections=(Section(1, "一、总体情况", text, 1),), document=name, sha256=name
    )


def found(path: Path, piece: str) -> list[tuple[int, int, int]]:
    connection = sqlite3.connect(path)
    try:
        rows = connection.execute("SELECT rowid FROM wording WHERE wording MATCH ? ORDER BY rowid", (f'"{piece}"',))
        return [bot.fetch.wording.placed(number) for (number,) in rows]
    finally:
        connection.close()


def test_chinese_is_cut_into_pairs_and_latin_into_words() -> None:
    assert wording.pieces("微信公众号WeChat１２件").split() == ["微信", "信公", "公众", "众号", "wechat12"]
    assert wording.pieces("共 12 件 Open Day").split() == ["12", "open", "day"]
    assert wording.pieces("公众\n号，微信。微信").split() == ["公众", "众号", "微信"]


@pytest.mark.parametrize("text", ["微信公众号", "Open Day 2024", "公众\n号", "ＷｅＣｈａｔ１２", "件", "政府开放日（第3期）"])
def test_whoever_asks_cuts_alike(text: str) -> None:
    asked = bot.fetch.wording.expression(text)
    assert [piece.strip('"') for piece in asked.split(" AND ") if piece] == wording.pieces(text).split()
    assert bot.fetch.wording.placed(wording.place(2024, 125_000, 5)) == (2024, 125_000, 5)
    assert bot.fetch.wording.place(2024, 7, 5) == wording.place(2024, 7, 5)
    assert bot.fetch.wording.INDEXED == wording.EDITION


def test_what_is_stored_is_found_and_what_is_replaced_is_not(store: Store, path: Path) -> None:
    store.add(told("政务微信推送", "one", 2023), NOW)
    store.add(told("政务微信推送", "two"), NOW)
    assert found(path, "微信") == [(2023, 1, 1), (2024, 1, 1)]
    assert store.add(told("政务微博推送", "three"), LATER).status == "replaced"
    assert found(path, "微信") == [(2023, 1, 1)]
    assert found(path, "微博") == [(2024, 1, 1)]


def test_a_batch_that_fails_leaves_no_words(store: Store, path: Path) -> None:
    good = told("政务微信推送", "one")
    with pytest.raises(Exception, match=r"no\.such"):
        store.add_table(
            [
                good,
                replace(report(2023), figures={"no.such": corrected(good, "permits.decided", "2").figures["permits.decided"]}),
            ],
            NOW,
        )
    assert found(path, "微信") == []


@pytest.mark.parametrize("edition", [None, "0"])
def test_a_database_without_an_index_gets_one(path: Path, edition: str | None) -> None:
    with Store(path, catalogue(), NOW) as opened:
        opened.add(told("政务微信推送", "one"), NOW)
    connection = sqlite3.connect(path)
    connection.execute(
        "DELETE FROM meta WHERE key = 'wording'" if edition is None else "UPDATE meta SET value = '0' WHERE key = 'wording'"
    )
    if edition is None:
        connection.execute("DROP TABLE wording")
    connection.commit()
    connection.close()
    with Store(path, catalogue(), LATER) as opened:
        assert found(path, "微信") == [(2024, 1, 1)]
        opened.add(told("政务微信推送", "two", 2023), LATER)
    assert found(path, "微信") == [(2023, 1, 1), (2024, 1, 1)]


def test_without_full_text_search_all_else_is_kept(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(wording, "_CREATE", "CREATE VIRTUAL TABLE wording USING no_such_module(pieces)")
    with Store(path, catalogue(), NOW) as opened:
        opened.add(told("政务微信推送", "one"), NOW)
        assert opened.add(told("政务微博推送", "two"), LATER).status == "replaced"
    with pytest.raises(sqlite3.OperationalError, match="no such table"):
        found(path, "微信")
