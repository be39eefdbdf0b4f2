"""Pages that a script draws: what stands in a string or a field, and when it is looked for."""

from __future__ import annotations

import json

import pytest

from ingest.inlaid import inlaid

CELL = "<td>1</td>"
TABLE = f"<h1>报告𠮷</h1><table>{'<tr>' + CELL * 10 + '</tr>'}</table>".replace(CELL * 10, CELL * 70)


def script(text: str) -> str:
    return f'<html><script>a("it\'s", \'x\'); var t = {text}; end("")</script></html>'


@pytest.mark.parametrize("ascii_only", [True, False])
def test_a_string_of_a_script(ascii_only: bool) -> None:
    assert inlaid(script(json.dumps(TABLE, ensure_ascii=ascii_only)), "") == TABLE


def test_every_way_to_write_a_character() -> None:
    written = "\\x3ch1>" + "\\u62A5\\u{544a}\\ud842\\udfb7" + TABLE[7:].replace("/", "\\/").replace("<tr>", "\\\n<tr>")
    for quote in "\"'`":
        assert inlaid(script(quote + written + quote), "") == TABLE


def test_entities_in_strings_and_fields() -> None:
    escaped = TABLE.replace("<", "&lt;").replace(">", "&gt;")
    assert inlaid(script(f'"{escaped}"'), "") == TABLE
    for field in (f"<textarea>{escaped}</textarea>", f'<input type=hidden value="{escaped}">', f"<xmp>{TABLE}</xmp>"):
        assert inlaid(f"<p>{field}</p>", "") == TABLE


def test_what_is_shown_goes_before_what_is_not() -> None:
    assert inlaid(script(json.dumps(TABLE)), "政务公开") == TABLE
    assert inlaid(script(json.dumps(TABLE)), "一、总 体情况") is None


def test_small_tables_and_visible_ones_are_no_article() -> None:
    assert inlaid(script(json.dumps(f"<table>{CELL * 20}</table>")), "") is None
    assert inlaid(f"<html><table>{CELL * 100}</table></html>", "") is None


@pytest.mark.parametrize("piece", ['"\\"', "`", "<script>", "<script ", "<textarea>", '<input value="', "'\\'\n"])
def test_what_is_left_open_is_looked_through_once(piece: str) -> None:
    """With the square of this length it would take hours."""
    assert inlaid(CELL * 70 + "<script>" + piece * 300_000, "") is None
    assert inlaid(CELL * 70 + piece * 300_000, "") is None
