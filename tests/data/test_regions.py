"""regions.csv is whole: counts, codes, parents, names, readings and what became of what is gone."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pytest

from ingest.places import LEVELS, Region, load_regions

DATA = Path(__file__).parents[2] / "data"


@pytest.fixture(scope="module")
def regions() -> dict[str, Region]:
    return load_regions(DATA / "regions.csv")


def in_force(regions: dict[str, Region]) -> list[Region]:
    return [region for region in regions.values() if region.until is None]


def test_there_are_as_many_as_the_state_counts(regions: dict[str, Region]) -> None:
    count = Counter(region.level for region in in_force(regions))
    assert (count["country"], count["province"], count["prefecture"]) == (1, 34, 333)
    assert 2850 <= count["county"] <= 2975


def test_codes_stand_in_order_and_levels_go_down(regions: dict[str, Region]) -> None:
    assert list(regions) == sorted(regions)
    for region in regions.values():
        if region.level != "country":
            assert LEVELS.index(regions[region.parent].level) < LEVELS.index(region.level), region
            assert region.parent == "000000" or region.parent[:2] == region.code[:2], region


def test_no_two_divisions_in_force_under_one_parent_share_a_name(regions: dict[str, Region]) -> None:
    names = Counter((region.parent, region.name) for region in in_force(regions))
    assert max(names.values()) == 1


def test_a_county_lies_in_the_prefecture_of_its_code_or_right_under_the_province(regions: dict[str, Region]) -> None:
    for region in regions.values():
        if region.level == "county":
            assert region.parent in (region.code[:4] + "00", region.code[:2] + "0000"), region


def test_only_what_is_gone_has_a_last_year_and_its_successors_are_in_force(regions: dict[str, Region]) -> None:
    gone = [region for region in regions.values() if region.until is not None]
    assert len(gone) > 50
    for region in gone:
        assert 2008 <= (region.until or 0) <= 2023, region
        assert all(regions[code].until is None for code in region.successor), region
    assert not any(region.successor for region in in_force(regions))


def test_names_and_other_names_are_chinese_and_not_said_twice(regions: dict[str, Region]) -> None:
    for region in regions.values():
        names = (region.name, *region.former, *region.also)
        assert len(set(names)) == len(names), region
        assert all(re.fullmatch(r"[㐀-鿿]{2,16}", name) for name in names), region


def test_pinyin_has_a_syllable_for_each_character(regions: dict[str, Region]) -> None:
    for region in regions.values():
        syllables = region.pinyin.split(" ")
        assert len(syllables) == len(region.name), region
        assert all(re.fullmatch(r"[a-z]{1,6}", syllable) for syllable in syllables), region


@pytest.mark.parametrize(
    ("name", "pinyin"),
    [
        ("重庆市", "chong qing shi"),
        ("长治市", "chang zhi shi"),
        ("长子县", "zhang zi xian"),
        ("六安市", "lu an shi"),
        ("六盘水市", "liu pan shui shi"),
        ("蚌埠市", "beng bu shi"),
        ("丽水市", "li shui shi"),
        ("乐清市", "yue qing shi"),
        ("乐亭县", "lao ting xian"),
        ("乐山市", "le shan shi"),
        ("洪洞县", "hong tong xian"),
        ("番禺区", "pan yu qu"),
        ("吐鲁番市", "tu lu fan shi"),
        ("歙县", "she xian"),
        ("浚县", "xun xian"),
        ("大城县", "dai cheng xian"),
        ("铅山县", "yan shan xian"),
        ("尉犁县", "yu li xian"),
        ("尉氏县", "wei shi xian"),
        ("荥阳市", "xing yang shi"),
        ("荥经县", "ying jing xian"),
        ("台州市", "tai zhou shi"),
        ("黄陂区", "huang pi qu"),
        ("泊头市", "bo tou shi"),
        ("崆峒区", "kong tong qu"),
        ("曾都区", "zeng du qu"),
        ("宕昌县", "tan chang xian"),
        ("枞阳县", "zong yang xian"),
        ("珲春市", "hun chun shi"),
        ("朝阳市", "chao yang shi"),
        ("吕梁市", "lv liang shi"),
        ("莘县", "shen xian"),
        ("鄄城县", "juan cheng xian"),
        ("甪直镇", None),
    ],
)
def test_names_are_read_as_they_are_read_there(regions: dict[str, Region], name: str, pinyin: str | None) -> None:
    assert {region.pinyin for region in regions.values() if region.name == name} == ({pinyin} if pinyin else set())


@pytest.mark.parametrize(
    ("code", "name"),
    [
        ("110101", "东城区"),
        ("310115", "浦东新区"),
        ("120116", "滨海新区"),
        ("320813", "洪泽区"),
        ("321322", "沭阳县"),
        ("410403", "卫东区"),
        ("410702", "红旗区"),
        ("411602", "川汇区"),
        ("419001", "济源市"),
        ("500110", "綦江区"),
        ("640303", "红寺堡区"),
        ("230400", "鹤岗市"),
        ("653229", "和安县"),
        ("653228", "和康县"),
        ("659012", "白杨市"),
        ("540481", "米林市"),
        ("710000", "台湾省"),
        ("810000", "香港特别行政区"),
        ("820000", "澳门特别行政区"),
    ],
)
def test_codes_known_by_heart(regions: dict[str, Region], code: str, name: str) -> None:
    assert (regions[code].name, regions[code].until) == (name, None)


@pytest.mark.parametrize(
    ("former", "code"),
    [
        ("孟津县", "410308"),
        ("襄樊市", "420600"),
        ("长治县", "140404"),
        ("沙县", "350405"),
        ("绍兴县", "330603"),
        ("洪泽县", "320813"),
        ("毕节地区", "520500"),
        ("苍山县", "371324"),
        ("昌都县", "540302"),
    ],
)
def test_a_renamed_division_keeps_one_code(regions: dict[str, Region], former: str, code: str) -> None:
    assert [region.code for region in regions.values() if former in region.former] == [code]


@pytest.mark.parametrize(
    ("name", "code", "successor"),
    [
        ("下城区", "330103", "330105"),
        ("江干区", "330104", "330102"),
        ("吉利区", "410306", "410308"),
        ("梅列区", "350402", "350404"),
        ("闸北区", "310108", "310106"),
        ("崇文区", "110103", "110101"),
        ("芜湖市三山区", "340208", "340209"),
    ],
)
def test_a_merged_division_keeps_its_own_code(regions: dict[str, Region], name: str, code: str, successor: str) -> None:
    assert name.endswith(regions[code].name)
    assert regions[code].until is not None
    assert regions[code].successor == (successor,)


def test_the_file_names_its_source() -> None:
    head = (DATA / "regions.csv").read_text(encoding="utf-8").split("code,name")[0]
    assert "Ministry of Civil Affairs" in head
    assert all(line.startswith("#") for line in head.splitlines())
