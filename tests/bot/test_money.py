"""Amounts that reports print in units of their own are set beside each other in one unit, or not at all."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from random import Random

import pytest

from bot.answer import Desk
from ingest.catalogue import catalogue_of
from ingest.store import Store
from tests.bot.desk import answer_of, desk_over
from tests.printing.chance import sheet
from tests.printing.layouts import page
from tests.printing.reading import knowledge, reading

NOW = "2026-11-21T00:00:00Z"
PRINTED = {
    "红旗区卫生健康委员会": "251000元",
    "川汇区卫生健康委": "160.5964万元",
    "鹤岗市卫健委": "30",
    "沭阳县发展和改革局": "0",
}
HONGQI, CHUANHUI, HEGANG, SHUYANG = "410702/health", "411602/health", "230400/health", "321322/development_reform"


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """Four reports on 2020: an amount in 元, one in 万元, one without a unit, and none at all."""
    folder = tmp_path_factory.mktemp("money")
    with Store(folder / "reports.db", catalogue_of(knowledge()), NOW) as store:
        for seed, (agency, amount) in enumerate(PRINTED.items()):
            made = sheet(Random(seed), "2019", ("0",))
            made = replace(made, agency=agency, year=2020, cells={**made.cells, "procurement.amount": amount})
            store.add(reading(folder, page.plain(made, Random(0)), ".html"), NOW)
    with desk_over(folder / "reports.db") as opened:
        yield opened


@pytest.mark.parametrize(
    ("agency", "value", "unit"),
    [
        ("红旗区卫健委", "251000", "元"),
        ("川汇区卫健委", "160.5964", "万元"),
        ("鹤岗市卫健委", "30", None),
        ("沭阳县发改局", "0", None),
    ],
)
def test_a_single_amount_is_told_as_printed(desk: Desk, agency: str, value: str, unit: str | None) -> None:
    answer = answer_of(desk, f"{agency}2020年政府集中采购总金额")
    assert answer.status == "answered"
    assert [(fact.value, fact.unit) for fact in answer.facts] == [(Decimal(value), unit)]
    assert f"{value}{unit or ''}" in answer.text


def test_the_larger_amount_wins_and_not_the_larger_number(desk: Desk) -> None:
    answer = answer_of(desk, "红旗区卫健委和川汇区卫健委2020年政府集中采购总金额哪个多")
    assert answer.result == {"winners": [CHUANHUI], "difference": Decimal("135.4964")}
    assert {fact.value for fact in answer.facts} == {Decimal("251000"), Decimal("160.5964")}


def test_an_amount_without_a_unit_is_compared_with_none(desk: Desk) -> None:
    answer = answer_of(desk, "红旗区卫健委和鹤岗市卫健委2020年政府集中采购总金额哪个多")
    assert answer.result is None
    assert {fact.value for fact in answer.facts} == {Decimal("251000"), Decimal("30")}


def test_nought_is_nought_in_every_unit(desk: Desk) -> None:
    answer = answer_of(desk, "红旗区卫健委和沭阳县发改局2020年政府集中采购总金额哪个多")
    assert answer.result is not None and answer.result["winners"] == [HONGQI]


def test_a_ranking_is_in_one_unit(desk: Desk) -> None:
    answer = answer_of(desk, "2020年政府集中采购总金额排名")
    assert answer.result is not None
    told = [(entry["agency_id"], entry["value"]) for entry in answer.result["ranking"]]
    assert told == [(CHUANHUI, Decimal("160.5964")), (HONGQI, Decimal("25.1")), (SHUYANG, Decimal(0))]
    assert "没有写单位" in answer.text


def test_a_sum_is_in_one_unit(desk: Desk) -> None:
    answer = answer_of(desk, "2020年政府集中采购总金额合计")
    assert answer.result == {"value": Decimal("185.6964"), "counted": 3, "of": 4}


def test_a_limit_is_kept_by_the_amount(desk: Desk) -> None:
    answer = answer_of(desk, "2020年政府集中采购总金额超过100万元的有哪些")
    assert answer.result is not None and answer.result["agencies"] == [CHUANHUI]


@pytest.mark.parametrize(
    ("claim", "verdict"),
    [("红旗区卫健委2020年政府集中采购金额是251000元吗", True), ("红旗区卫健委2020年政府集中采购金额超过30万元吗", False),
     ("鹤岗市卫健委2020年政府集中采购金额超过20万元吗", None)],
)  # fmt: skip
def test_a_claim_is_checked_in_its_own_unit(desk: Desk, claim: str, verdict: bool | None) -> None:
    answer = answer_of(desk, claim)
    assert answer.result == {"value": verdict}


def test_the_place_of_an_amount_without_a_unit_is_not_told(desk: Desk) -> None:
    assert answer_of(desk, "鹤岗市卫健委2020年政府集中采购金额排第几").status == "declined"
    answer = answer_of(desk, "红旗区卫健委2020年政府集中采购金额在所有卫健委里排第几")
    assert answer.result == {"position": 2, "of": 2}


def test_every_figure_comes_out_of_the_store_as_it_was_printed(desk: Desk) -> None:
    facts = desk._facts
    for agency in facts.agencies_in("410702") + facts.agencies_in("230400"):
        (fact,) = facts.cells((agency,), (2020,), ("procurement.amount",))
        assert fact.raw == PRINTED[agency.name]
