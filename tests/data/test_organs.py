"""organs.toml is whole: every kind of the contract, each name once, and none that could be mistaken for a region."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from ingest.gazetteer import Gazetteer, load_gazetteer
from ingest.organs import LISTS, PRINTED

DATA = Path(__file__).parents[2] / "data"
KINDS = [
    "government",
    "government_office",
    "development_reform",
    "education",
    "science",
    "industry",
    "ethnic_religious",
    "public_security",
    "civil_affairs",
    "justice",
    "finance",
    "human_resources",
    "natural_resources",
    "ecology",
    "housing",
    "urban_management",
    "transport",
    "water",
    "agriculture",
    "commerce",
    "culture_tourism",
    "health",
    "veterans",
    "emergency",
    "audit",
    "state_assets",
    "market_regulation",
    "statistics",
    "medical_insurance",
    "sports",
    "forestry",
    "administrative_approval",
    "petition",
    "tax",
    "foreign_affairs",
    "grain",
    "rural_revitalisation",
]


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    return load_gazetteer(DATA)


def test_the_kinds_are_those_of_the_contract(gazetteer: Gazetteer) -> None:
    assert list(gazetteer.organs) == KINDS


def test_every_kind_can_be_named_in_both_languages(gazetteer: Gazetteer) -> None:
    for organ in gazetteer.organs.values():
        assert organ.names["full"] and organ.names["english"] and organ.names.get("spoken"), organ.id
        assert organ.zh in organ.names["full"] or organ.zh in organ.names.get("old", ()), organ.id
        assert organ.en == organ.en.lower(), organ.id


def test_a_name_means_one_kind(gazetteer: Gazetteer) -> None:
    seen: dict[str, str] = {}
    for organ in gazetteer.organs.values():
        for name in (name for key in LISTS for name in organ.names.get(key, ())):
            assert name not in seen, (name, organ.id, seen.get(name))
            seen[name] = organ.id


def test_names_are_written_as_they_are_matched(gazetteer: Gazetteer) -> None:
    for organ in gazetteer.organs.values():
        for key in (*PRINTED, "merged", "spoken", "national"):
            for name in organ.names.get(key, ()):
                assert re.fullmatch(r"[㐀-鿿（）]{2,24}", name), name
                assert name.translate(gazetteer.folding) == name, name


def test_no_name_on_a_report_is_also_the_name_of_a_region(gazetteer: Gazetteer) -> None:
    assert not set(gazetteer.kinds) & set(gazetteer.places)


def test_agencies_that_stood_side_by_side_are_never_one(gazetteer: Gazetteer) -> None:
    for group in (
        ("工商行政管理局", "质量技术监督局", "食品药品监督管理局"),
        ("人口和计划生育局", "卫生局"),
        ("国家税务局", "地方税务局"),
        ("旅游局", "文化局"),
        ("规划局", "国土资源局"),
        ("人事局", "劳动和社会保障局"),
    ):
        assert len([name for name in group if name in gazetteer.kinds]) <= 1, group


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("卫生健康委员会", "health"),
        ("卫生健康委", "health"),
        ("卫健局", "health"),
        ("卫计委", "health"),
        ("卫生和计划生育委员会", "health"),
        ("卫生局", "health"),
        ("环保局", "ecology"),
        ("国土资源局", "natural_resources"),
        ("规划和自然资源局", "natural_resources"),
        ("安监局", "emergency"),
        ("文化广电新闻出版局", "culture_tourism"),
        ("文化体育和旅游局", "culture_tourism"),
        ("经济和信息化委员会", "industry"),
        ("工业信息化和科技局", "industry"),
        ("科技和工业信息化局", "science"),
        ("教育体育局", "education"),
        ("教体局", "education"),
        ("综合行政执法局", "urban_management"),
        ("民宗局", "ethnic_religious"),
        ("水务局", "water"),
        ("农委", "agriculture"),
        ("商务和投资促进局", "commerce"),
        ("政务服务和数据管理局", "administrative_approval"),
        ("行政审批服务局", "administrative_approval"),
        ("府办", "government_office"),
        ("扶贫办", "rural_revitalisation"),
        ("粮食和物资储备局", "grain"),
        ("行政公署", "government"),
        ("工商局", None),
        ("经济发展局", None),
        ("城管", None),
    ],
)
def test_what_is_printed_on_a_report(gazetteer: Gazetteer, name: str, kind: str | None) -> None:
    assert gazetteer.kinds.get(name) == kind
