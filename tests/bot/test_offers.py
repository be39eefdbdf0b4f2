"""Completing what is being typed: only agencies that are stored, fields by their words, whatever stands before."""

from __future__ import annotations

from functools import cache

import pytest

from bot.facts import Facts
from bot.saying.offers import Offers
from bot.words import load_words
from tests.bot.desk import ROOT, answer_of, database, desk


@cache
def offers() -> Offers:
    return Offers(Facts(database()), load_words(ROOT / "data" / "words"))


def labels(text: str, kind: str, language: str = "zh") -> list[str]:
    return [offer.label for offer in offers().of(text, language) if offer.kind == kind]


@pytest.mark.parametrize(
    "typed",
    [
        "川",
        "川汇",
        "川汇区",
        "川汇区卫",
        "川汇区卫健",
        "川汇区卫健委",
        "川匯區衛健",
        "chuanhui",
        "Chuanhui",
        "请问 川汇",
        "2024年川汇区卫",
    ],
)
def test_a_stored_agency_is_offered_by_the_beginning_of_any_of_its_names(typed: str) -> None:
    assert any(label.startswith("川汇区卫生健康") for label in labels(typed, "agency"))


@pytest.mark.parametrize("typed", ["川汇区财政", "延安", "火星卫健委", "", " ", "x", "'", '"%_*', "川汇区卫健委2024年办了多少"])
def test_an_agency_that_is_not_stored_is_never_offered(typed: str) -> None:
    stored = {name for (name,) in Facts(database()).rows("SELECT name FROM agency")}
    assert not [label for label in labels(typed, "agency") if not any(label.endswith(name) for name in stored)]
    assert not any("财政" in label or "延安" in label or "火星" in label for label in labels(typed, "agency"))


@pytest.mark.parametrize(
    ("typed", "first"),
    [("公开", "granted.total"), ("处罚", "penalties.decided"), ("诉讼", "litigation.total"), ("denied", "denied.total")],
)
def test_where_only_a_field_is_wanted_any_part_of_its_name_tells_it(typed: str, first: str) -> None:
    found = offers().of(typed, "zh", kind="field")
    assert (
        found[0].id == first
        and {offer.kind for offer in found} == {"field"}
        and all(offer.text == offer.label for offer in found)
    )
    assert not offers().of(f"{typed}火星", "zh", kind="field")


def test_what_stands_before_stays_and_is_not_said_twice() -> None:
    assert "2024年川汇区卫生健康委" in {offer.text for offer in offers().of("2024年川汇", "zh")} | {
        offer.text.removesuffix("员会") for offer in offers().of("2024年川汇", "zh")
    }
    assert not [offer for offer in offers().of("周口市川汇", "zh") if "周口市周口市" in offer.text]


@pytest.mark.parametrize(
    ("typed", "field"),
    [("川汇区2024年行政许", "行政许可处理决定数量"), ("红头", "行政规范性文件制发件数"), ("不予公开", "不予公开率")],
)
def test_a_field_is_offered_by_its_words(typed: str, field: str) -> None:
    assert field in labels(typed, "field")


def test_a_field_is_offered_in_the_language_that_is_typed() -> None:
    assert "permits (decisions)" in labels("how many perm", "field")


def test_what_is_offered_is_understood() -> None:
    """A whole agency is followed by questions; each of them, and each field behind an agency, is answered."""
    named = next(offer.text for offer in offers().of("川汇区卫", "zh") if offer.kind == "agency")
    asked = [offer.text for offer in offers().of(named, "zh") if offer.kind == "question"]
    assert asked
    asked += [offer.text for offer in offers().of(f"{named}2024年行政处", "zh") if offer.kind == "field"]
    assert [answer_of(desk(), text).status for text in asked] == ["answered"] * len(asked)


def test_a_field_that_only_an_earlier_form_prints_is_offered_where_nothing_else_is_meant() -> None:
    assert not [label for label in labels("行政许", "field") if "上一年" in label]
    assert labels("集中采购", "field")
