"""The gazetteer: short names, the database's rows, what contradicts itself, and what an agency's name means."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from ingest.agencies import agency_from_name, find_agency
from ingest.errors import DocumentRejected, KnowledgeError
from ingest.gazetteer import Gazetteer, load_gazetteer, tables
from ingest.places import short_name
from ingest.schema import KNOWLEDGE

DATA = Path(__file__).parents[2] / "data"


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    return load_gazetteer(DATA)


@pytest.mark.parametrize(
    ("name", "short"),
    [
        ("川汇区", "川汇"),
        ("鹤岗市", "鹤岗"),
        ("红寺堡区", "红寺堡"),
        ("陕西省", "陕西"),
        ("内蒙古自治区", "内蒙古"),
        ("新疆维吾尔自治区", "新疆"),
        ("宁夏回族自治区", "宁夏"),
        ("香港特别行政区", "香港"),
        ("大兴安岭地区", "大兴安岭"),
        ("神农架林区", "神农架"),
        ("锡林郭勒盟", "锡林郭勒"),
        ("延边朝鲜族自治州", "延边"),
        ("克孜勒苏柯尔克孜自治州", "克孜勒苏"),
        ("积石山保安族东乡族撒拉族自治县", "积石山"),
        ("双江拉祜族佤族布朗族傣族自治县", "双江"),
        ("鄂温克族自治旗", "鄂温克"),
        ("东乡族自治县", "东乡"),
        ("隆林各族自治县", "隆林"),
        ("和县", None),
        ("城区", None),
        ("鄂托克前旗", None),
        ("浦东新区", None),
        ("井陉矿区", None),
    ],
)
def test_short_names(name: str, short: str | None) -> None:
    assert short_name(name) == short


def test_short_names_that_belong_to_the_region_above_are_not_shared(gazetteer: Gazetteer) -> None:
    assert [code for code, _ in gazetteer.places["长沙"]] == ["430100"]
    assert [code for code, _ in gazetteer.places["海南"]] == ["460000"]
    assert [code for code, _ in gazetteer.places["河南"]] == ["410000"]
    assert {code for code, _ in gazetteer.places["吉林"]} == {"220000", "220200"}


def test_the_rows_have_the_columns_of_the_database(gazetteer: Gazetteer) -> None:
    for table, rows in tables(gazetteer).items():
        assert all(len(row) == len(KNOWLEDGE[table]) for row in rows)
        keys = [row[:2] if table.endswith("_name") else row[:1] for row in rows]
        assert len(set(keys)) == len(keys)


@pytest.mark.parametrize(
    "row",
    [
        ("川汇区", "411602", "full"),
        ("川汇", "411602", "short"),
        ("chuanhuiqu", "411602", "pinyin"),
        ("chuanhui", "411602", "pinyin"),
        ("延边州", "222400", "short"),
        ("孟津县", "410308", "former"),
        ("江干区", "330104", "former"),
        ("平潭综合实验区", "350128", "short"),
        ("shaanxi", "610000", "english"),
        ("inner mongolia", "150000", "english"),
        ("lvliang", "141100", "pinyin"),
        ("luliang", "141100", "pinyin"),
    ],
)
def test_names_of_regions(gazetteer: Gazetteer, row: tuple[str, str, str]) -> None:
    assert row in tables(gazetteer)["region_name"]


@pytest.mark.parametrize(
    "row",
    [
        ("卫生健康委员会", "health", "full"),
        ("卫健委", "health", "short"),
        ("卫计委", "health", "old"),
        ("教体局", "education", "full"),
        ("工商局", "market_regulation", "spoken"),
        ("health commission", "health", "english"),
        ("weijianwei", "health", "pinyin"),
        ("xingzhengshenpiju", "administrative_approval", "pinyin"),
    ],
)
def test_names_of_kinds(gazetteer: Gazetteer, row: tuple[str, str, str]) -> None:
    assert row in tables(gazetteer)["organ_name"]


@pytest.mark.parametrize(
    ("file", "old", "new", "named"),
    [
        ("regions.csv", "\n411602,", "\n411601,川汇区,411600,county,,,,,chuan hui qu,\n411601,", "411601"),
        ("regions.csv", "川汇区,411600,county", "川汇区,411699,county", "411699"),
        ("regions.csv", "川汇区,411600,county", "川汇区,411600,town", "411602"),
        ("regions.csv", "code,name,", "code,title,", "code"),
        ("organs.toml", '"卫健委"', '"教育局"', "教育局"),
        ("organs.toml", "[health]", "[health]\ncolour = 1", "health"),
        ("organs.toml", "[health]", "[health", "organs.toml"),
    ],
)
def test_data_that_contradicts_itself_is_named(tmp_path: Path, file: str, old: str, new: str, named: str) -> None:
    shutil.copytree(DATA, tmp_path / "data", ignore=shutil.ignore_patterns("reports*", "forms"))
    path = tmp_path / "data" / file
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(KnowledgeError) as caught:
        load_gazetteer(tmp_path / "data")
    assert file in caught.value.en and named in caught.value.en


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(KnowledgeError, match=r"regions\.csv"):
        load_gazetteer(tmp_path)


@pytest.mark.parametrize(
    ("name", "agency"),
    [
        ("川汇区卫生健康委", "411602/health"),
        ("鹤岗市卫健委", "230400/health"),
        ("红寺堡区卫生健康局", "640303/health"),
        ("川汇卫健局", "411602/health"),
        ("河南省周口市川汇区卫生和计划生育委员会", "411602/health"),
        ("川匯區衛生健康委員會", "411602/health"),
        ("川汇区卫生健康委员会（区疾病预防控制局）", "411602/health"),
        ("泉州市洛江区教育局", "350504/education"),
        ("乐山市市中区教育局", "511102/education"),
        ("江苏省交通运输厅", "320000/transport"),
        ("上海市人民政府办公厅", "310000/government_office"),
        ("洪泽区人民政府", "320813/government"),
        ("保康县", "420626/government"),
        ("平潭综合实验区管委会", "350128/government"),
        ("阜新市容环境卫生管理局", "210900/urban_management"),
        ("锡林郭勒盟行政公署", "152500/government"),
        ("延边州教育局", "222400/education"),
        ("孟津县教育局", "410308/education"),
        ("江干区教育局", "330104/education"),
        ("周口市生态环境局川汇分局", "411602/ecology"),
        ("国家税务总局周口市川汇区税务局", "411602/tax"),
        ("国家税务总局", "000000/tax"),
        ("财政部", "000000/finance"),
        ("国家卫生健康委", "000000/health"),
        ("国务院办公厅", "000000/government_office"),
        ("海关总署", "000000/海关总署"),
        ("水利部长江水利委员会", "000000/水利部长江水利委员会"),
        ("临洮县新添镇", "621124/新添镇"),
        ("舟曲县八楞乡人民政府", "623023/八楞乡人民政府"),
        ("道里区经纬街道办事处", "230102/经纬街道办事处"),
        ("重庆合川工业园区管理委员会", "500117/工业园区管理委员会"),
        ("枣庄高新区消防救援大队", "370400/高新区消防救援大队"),
        ("西安高新区管委会", "610100/高新区管委会"),
        ("重庆市市场监管系统", "500000/市场监管系统"),
        ("广州海关关区", "440100/海关关区"),
        ("吉林省气象局", "220000/气象局"),
        ("川汇区工商局", "411602/工商局"),
        ("鼓楼区人民政府", "鼓楼区/government"),
        ("南京市鼓楼区人民政府", "320106/government"),
        ("朝阳卫健委", "朝阳/health"),
        ("建宁乡人民政府", "建宁乡/人民政府"),
        ("北街街道", "北街街道/北街街道"),
        ("东区街道办事处", "东区街道/办事处"),
        ("杭州路街道办事处", "杭州路街道/办事处"),
        ("西咸新区底张街道办事处", "西咸新区/底张街道办事处"),
        ("中山公园管理处", "中山/公园管理处"),
        ("411602/health", "411602/health"),
        ("621124/新添镇", "621124/新添镇"),
        ("鼓楼区/government", "鼓楼区/government"),
    ],
)
def test_what_a_name_means(gazetteer: Gazetteer, name: str, agency: str) -> None:
    assert agency_from_name(name, gazetteer).id == agency


@pytest.mark.parametrize(
    "name",
    [
        "公安局",
        "自治区人民政府办公厅",
        "市卫生健康委",
        "经济开发区管委会",
        "抚顺市抚顺卫健局",
        "恩施土家族苗族自治州恩施卫健局",
        "财政部门",
        "国家统计局周口调查队",
        "教育考试院",
        "全国",
        "411602/unheard_of",
        "999999/health",
        "411602/",
        "",
    ],
)
def test_names_that_do_not_say_where_are_refused(gazetteer: Gazetteer, name: str) -> None:
    with pytest.raises(DocumentRejected) as caught:
        agency_from_name(name, gazetteer)
    assert caught.value.code == "unknown_agency"


def test_a_district_that_is_gone_no_longer_reports(gazetteer: Gazetteer) -> None:
    assert find_agency("江干区教育局", gazetteer, year=2020) is not None
    assert find_agency("江干区教育局", gazetteer, year=2023) is None


def test_the_printed_name_is_kept_and_the_region_is_the_present_one(gazetteer: Gazetteer) -> None:
    agency = agency_from_name("襄樊市衛生局", gazetteer)
    assert (agency.name, agency.region, agency.region_name, agency.organ) == (
        "襄樊市衛生局",
        "420600",
        "襄阳市",
        "health",
    )


def test_an_id_gets_a_name(gazetteer: Gazetteer) -> None:
    names = {name: agency_from_name(name, gazetteer).name for name in ("411602/health", "320000/transport", "000000/finance")}
    assert names == {
        "411602/health": "川汇区卫生健康委员会",
        "320000/transport": "江苏省交通运输厅",
        "000000/finance": "财政部",
    }


def test_every_region_with_every_kind_is_found_again(gazetteer: Gazetteer) -> None:
    """A sample of all divisions: the full name and a kind's names give that kind and, where unique, that region."""
    for place, region in enumerate(gazetteer.regions.values()):
        if region.code == "000000" or place % 23:
            continue
        for organ in gazetteer.organs.values():
            for name in organ.names["full"][:2]:
                found = agency_from_name(region.name + name, gazetteer)
                alone = len(gazetteer.places[region.name]) == 1
                assert found.id == f"{region.code if alone else region.name}/{organ.id}", region.name + name


def test_the_whole_path_of_a_region_leaves_no_doubt(gazetteer: Gazetteer) -> None:
    """With all regions above it in front, the name of every division means that one and no other."""
    for region in gazetteer.regions.values():
        if region.code == "000000" or (region.level == "prefecture" and region.until):
            continue
        path, above = region.name, region.parent
        while above != "000000":
            path, above = gazetteer.regions[above].name + path, gazetteer.regions[above].parent
        found = find_agency(path + "教育局", gazetteer, year=region.until)
        assert found is not None and found.id == f"{region.code}/education", path
