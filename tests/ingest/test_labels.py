"""Labels: equal however they are numbered and broken, near where they are damaged, never one for its twin."""

from __future__ import annotations

import pytest

from ingest.labels import fold
from ingest.vocabulary import GROUP, part
from tests.ingest.print_out import FORMS

ROWS = part(FORMS["2021"], 3).rows
COLUMNS = part(FORMS["2021"], 2).columns


@pytest.mark.parametrize(
    "printed",
    [
        "1.属于国家秘密",
        "1、属于国家秘密",
        "（1）属于国家秘密",
        "⑴属于国家秘密",
        "①属于国家秘密",
        "1属于国家秘密",
        "属于\n国家 秘密",
        "１．属于国家秘密",
    ],
)
def test_numbers_spaces_and_width_do_not_count(printed: str) -> None:
    assert fold(printed) == "属于国家秘密"
    assert ROWS.exact(printed) == "denied_state_secret"


@pytest.mark.parametrize(
    ("printed", "key"),
    [
        ("（一）予以公开", "granted"),
        ("（三）不予公开", GROUP),
        ("（七）总计", "concluded"),
        ("3.其他", "other_other"),
        ("（六）其他处理", "other"),
        ("3.危及“三安全一稳定”", "denied_security_and_stability"),
        ("（二）部分公开", "partly_granted"),
        ("行政处罚", None),
    ],
)
def test_labels_of_section_three(printed: str, key: str | None) -> None:
    assert ROWS.exact(printed) == key


def test_a_near_label_is_taken_and_said() -> None:
    match = ROWS.match("2.其他法律行政止公开")
    assert match is not None and (match.key, match.near) == ("denied_prohibited_by_law", True)


def test_the_end_of_a_label_alone_is_enough_where_no_other_ends_so() -> None:
    match = ROWS.match("重新出具已获取信息")
    assert match is not None and match.key == "rejected_reconfirmation"
    assert ROWS.match("行政机关不再处理其政府信息公开申请") is None


@pytest.mark.parametrize("printed", ["不与公开", "部份公开", "予以公", "公开", "申请人情况表", "说明", "", "第九项"])
def test_short_or_strange_labels_are_not_guessed(printed: str) -> None:
    assert ROWS.match(printed) is None


def test_a_unit_behind_a_label_does_not_count() -> None:
    match = part(FORMS["2021"], 2).rows.match("行政处罚（件）")
    assert match is not None and match.key == "penalties"
    assert COLUMNS.exact("本年收费金额（单位：万元）") == "amount"
