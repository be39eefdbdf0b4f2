"""Who reports and on which year: real titles, surface forms, and evidence that does not agree."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from ingest.errors import DocumentRejected
from ingest.gazetteer import Gazetteer, load_gazetteer
from ingest.report import Agency, Document, Text
from ingest.title import identify

ROOT = Path(__file__).parents[2]
REAL_TITLES = ROOT.parent / "shared" / "titles.jsonl"


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    return load_gazetteer(ROOT / "data")


def document(*lines: str, titles: tuple[str, ...] = (), kind: str = "text") -> Document:
    return Document("x", kind, "", titles, tuple(Text(line) for line in lines))


def refusal(found: Document, gazetteer: Gazetteer) -> str:
    with pytest.raises(DocumentRejected) as caught:
        identify(found, gazetteer)
    assert caught.value.zh and caught.value.en
    return caught.value.code


TITLES = [
    ("杭州市卫生健康委员会2023年度政府信息公开工作年度报告", "杭州市卫生健康委员会", "330100/health", 2023),
    ("国家卫生健康委2024年政府信息公开工作年度报告", "国家卫生健康委", "000000/health", 2024),
    ("下湿壕镇政府2022年信息公开工作年度报告", "下湿壕镇政府", "下湿壕镇/政府", 2022),
    ("2022年上海市政府信息公开工作年度报告", "上海市", "310000/government", 2022),
    ("2009上海市政府信息公開工作年度報告", "上海市", "310000/government", 2009),
    ("陜西省人民政府辦公廳2022年政府信息公開工作年度報告", "陜西省人民政府辦公廳", "610000/government_office", 2022),
    ("2017年财政部政府信息公开工作年度报告", "财政部", "000000/finance", 2017),
    ("川汇区教育局２０２２ 年 政 府 信 息 公 开 工 作 年 度 报 告", "川汇区教育局", "411602/education", 2022),
    ("《川汇区教育局二〇二一年度政府信息公开工作年度报告》", "川汇区教育局", "411602/education", 2021),
    ("川汇区教育局二零二一年政府信息公开年报", "川汇区教育局", "411602/education", 2021),
    ("关于川汇区教育局2021年度政府信息公开工作情况的报告", "川汇区教育局", "411602/education", 2021),
    ("川汇区教育局关于2021年政府信息公开工作年度报告", "川汇区教育局", "411602/education", 2021),
    ("2021年度川汇区教育局信息公开工作总结", "川汇区教育局", "411602/education", 2021),
    ("川汇区教育局政府信息公开工作年度报告（2021年度）", "川汇区教育局", "411602/education", 2021),
    ("川汇区教育局政府信息公开2021年度报告", "川汇区教育局", "411602/education", 2021),
    ("（2021年度）川汇区教育局政府信息公开工作年度报告", "川汇区教育局", "411602/education", 2021),
    ("2021年政府信息公开工作年度报告（川汇区教育局）", "川汇区教育局", "411602/education", 2021),
    ("川汇区教育局2021年度政府信息公开工作报告（2022年1月发布）", "川汇区教育局", "411602/education", 2021),
    ("标题：川汇区教育局2021年政务公开工作总结", "川汇区教育局", "411602/education", 2021),
    ("3.川汇区教育局2021年政府信息公开年报", "川汇区教育局", "411602/education", 2021),
    ("# 川汇区教育局 2021 年 政府信息公开 公开工作年度报告", "川汇区教育局", "411602/education", 2021),
    ("川汇区教育局2021年政府信息公开年度报告-川汇区教体局", "川汇区教育局", "411602/education", 2021),
    ("川汇区教育局2021年政府信息公开年度报告_周口市人民政府网站", "川汇区教育局", "411602/education", 2021),
    ("川汇区政务公开办公室2021年政府信息公开年度报告", "川汇区政务公开办公室", "411602/政务公开办公室", 2021),
    ("二〇二一年川汇区⼈⺠政府政府信息公开⼯作年度报告", "川汇区人民政府", "411602/government", 2021),
]


@pytest.mark.parametrize(("title", "name", "agency", "year"), TITLES)
def test_a_title_says_who_and_when(gazetteer: Gazetteer, title: str, name: str, agency: str, year: int) -> None:
    half = len(title) // 2
    for found in (
        document(titles=(title,), kind="html"),
        document(title, "一、总体情况"),
        document("", title[:half], title[half:], "一、总体情况"),
    ):
        who, when, _ = identify(found, gazetteer)
        assert (who.name, who.id, when) == (name, agency, year)


@pytest.mark.skipif(not REAL_TITLES.exists(), reason="the real titles are not shipped with the project")
def test_real_titles_are_right_or_refused(gazetteer: Gazetteer) -> None:
    told = 0
    for line in REAL_TITLES.read_text(encoding="utf-8").splitlines():
        real = json.loads(line)
        try:
            agency, year, _ = identify(document(titles=(real["title"],)), gazetteer)
        except DocumentRejected as reason:
            assert reason.code == "unknown_agency"
        else:
            assert (agency.name, year) == (real["agency"], real["year"])
            told += 1
    assert told >= 33


@pytest.mark.parametrize(
    ("title", "code"),
    [
        ("2020年政府信息公开工作年度报告", "unknown_agency"),
        ("公安局2019年政府信息公开年度工作报告", "unknown_agency"),
        ("自治区人民政府办公厅2022政府信息公开工作年度报告", "unknown_agency"),
        ("经济开发区管委会2020年政府信息公开工作年度报告", "unknown_agency"),
        ("江干区教育局2023年政府信息公开工作年度报告", "unknown_agency"),
        ("川汇区教育局政府信息公开工作年度报告", "unknown_year"),
        ("川汇区教育局2019-2020年政府信息公开工作年度报告", "unknown_year"),
        ("川汇区教育局2021年上半年政府信息公开工作总结", "unknown_year"),
        ("关于做好2021年政府信息公开工作年度报告编制的通知", "unknown_year"),
        ("川汇区教育局2021年政府信息公开工作年度报告解读", "unknown_year"),
    ],
)
def test_what_a_title_leaves_open_is_refused(gazetteer: Gazetteer, title: str, code: str) -> None:
    assert refusal(document(titles=(title,)), gazetteer) == code


PERIOD = "本报告所列数据的统计期限为2022年1月1日至2022年12月31日。"


@pytest.mark.parametrize(
    ("title", "lines", "year"),
    [
        ("2022年", (PERIOD, "一、总体情况"), 2022),
        ("2022年", ("一、总体情况", "2022年，我局收到申请3件，比2021年多1件。"), 2022),
        ("2023年", (PERIOD, "一、总体情况", "2023年，我局公开12条。2023年无申请。"), 2023),
        ("2023年", (PERIOD, "一、总体情况", "2022年，我局公开12条。2022年无申请。"), 2022),
        ("2023年", (PERIOD, "一、总体情况", "我局公开12条。"), None),
        ("2023年", (PERIOD, "一、总体情况", "2022年公开12条，2023年公开13条。"), None),
        ("2023年", ("一、总体情况", "2022年公开。2022年无申请。2022年无收费。"), None),
        ("", (PERIOD, "一、总体情况"), 2022),
        ("", ("统计时限自2022年1月1日起至12月31日止。", "一、总体情况"), 2022),
        ("", ("统计期限：2022.1.1-2022.12.31", "一、总体情况"), 2022),
        ("", ("数据统计期限为二〇二二年一月一日至十二月三十一日。", "一、总体情况"), 2022),
        ("", ("现将2022年度政府信息公开工作情况报告如下。", "一、总体情况"), 2022),
        ("", ("统计期限为2021年1月1日至2022年12月31日。", "一、总体情况"), None),
        ("", (PERIOD, "一、总体情况", "2023年公开。2023年无申请。2023年无收费。"), None),
        ("2021年2022年", (PERIOD, "一、总体情况"), 2022),
    ],
)
def test_two_of_three_witnesses_tell_the_year(gazetteer: Gazetteer, title: str, lines: tuple[str, ...], year: int | None) -> None:
    found = document(f"川汇区教育局{title}政府信息公开工作年度报告", *lines)
    if year is None:
        assert refusal(found, gazetteer) == "unknown_year"
    else:
        assert identify(found, gazetteer)[1] == year


@pytest.mark.parametrize(
    ("lines", "agency"),
    [
        (("现将川汇区教育局2021年度政府信息公开工作情况报告如下。", "一、总体情况"), "411602/education"),
        (("一、总体情况", "六、其他", "无。", "川汇区教育局", "2022年1月20日"), "411602/education"),
        (("一、总体情况", "六、其他", "无。", "川汇区教育局2022年1月20日"), "411602/education"),
        (("如有疑问，请与川汇区教育局联系。", "一、总体情况", "川汇区教育局", "2022年1月2日"), "411602/education"),
        (("本报告由川汇区人民政府办公室编制。", "一、总体情况"), None),
        (("发布机构：川汇区教育局", "来源：川汇区教育局", "一、总体情况"), None),
        (("如有疑问，请与川汇区教育局联系。", "一、总体情况", "川汇区民政局", "2022年1月2日"), None),
    ],
)
def test_where_the_title_names_nobody_the_text_is_asked(gazetteer: Gazetteer, lines: tuple[str, ...], agency: str | None) -> None:
    found = document("2021年政府信息公开工作年度报告", *lines)
    if agency is None:
        assert refusal(found, gazetteer) == "unknown_agency"
    else:
        assert identify(found, gazetteer)[0].id == agency


@pytest.mark.parametrize(
    ("name", "text", "agency"),
    [
        ("鼓楼区人民政府", "福州市鼓楼区", "350102/government"),
        ("鼓楼区人民政府", "按照福州市的部署，福州市政府。", "350102/government"),
        ("鼓楼区人民政府", "学习福州市和南京市，福州市，南京市。", "鼓楼区/government"),
        ("鼓楼区人民政府", "提到福州市一次。", "鼓楼区/government"),
        ("朝阳区政务服务管理局", "北京市朝阳区", "110105/administrative_approval"),
        ("公安局", "固阳县公安局认真落实。", "150222/public_security"),
        ("自治区人民政府办公厅", "宁夏回族自治区人民政府办公厅。", "640000/government_office"),
        ("市卫生健康委", "周口市卫生健康委认真落实。", "411600/health"),
        ("城关镇人民政府", "按照固阳县人民政府办公室的要求，在固阳县政府网站公开。", "150222/城关镇人民政府"),
        ("城关镇人民政府", "在固阳县政府网站和武川县政府网站公开。", "城关镇/人民政府"),
    ],
)
def test_the_text_tells_the_region(gazetteer: Gazetteer, name: str, text: str, agency: str) -> None:
    found = document(f"{name}2021年政府信息公开工作年度报告", "一、总体情况", text)
    assert identify(found, gazetteer)[0].id == agency


def test_mentions_of_another_region_do_not_tell_whose_bureau_it_is(gazetteer: Gazetteer) -> None:
    text = "在固阳县人民政府网站公开，固阳县政府。"
    found = document("公安局2021年政府信息公开工作年度报告", "一、总体情况", text)
    assert refusal(found, gazetteer) == "unknown_agency"


def test_title_and_signature_of_two_departments_are_a_contradiction(gazetteer: Gazetteer) -> None:
    lines = ("川汇区教育局2021年政府信息公开工作年度报告", "一、总体情况", "无。", "川汇区民政局", "2022年1月2日")
    assert refusal(document(*lines), gazetteer) == "unknown_agency"


def test_two_titles_of_two_departments_are_a_contradiction(gazetteer: Gazetteer) -> None:
    other = ("川汇区民政局2021年政府信息公开工作年度报告",)
    found = document("川汇区教育局2021年政府信息公开工作年度报告", "一、总体情况", titles=other)
    assert refusal(found, gazetteer) == "unknown_agency"


def test_a_government_may_be_signed_for_by_its_office(gazetteer: Gazetteer) -> None:
    lines = (
        "洪泽区人民政府",
        "2023 年政府信息公开工作年度报告",
        "一、总体情况",
        "洪泽区人民政府办公室",
        "2024年1月2日",
    )
    agency, year, title = identify(document(*lines), gazetteer)
    assert (agency.id, year, title) == ("320813/government", 2023, "洪泽区人民政府2023年政府信息公开工作年度报告")


def test_the_name_of_a_site_is_not_the_agency(gazetteer: Gazetteer) -> None:
    title = "沭阳县发展和改革局2023年政府信息公开工作年度报告"
    for found in (
        document("沭阳县人民政府", title, "一、总体情况"),
        document("沭阳县人民政府", "首页", title, "一、总体情况", titles=("沭阳县人民政府",), kind="html"),
        document("发布机构：沭阳县人民政府", title, "一、总体情况"),
    ):
        assert identify(found, gazetteer)[0].id == "321322/development_reform"
    page = document("沭阳县人民政府", "2023年政府信息公开工作年度报告", "一、总体情况", kind="html")
    assert refusal(page, gazetteer) == "unknown_agency"


def test_the_part_of_a_page_title_that_says_most_is_the_title(gazetteer: Gazetteer) -> None:
    titles = ("政府信息公开年报 - 川汇区教育局2021年政府信息公开年度报告 - 周口市人民政府",)
    agency, year, title = identify(document(titles=titles, kind="html"), gazetteer)
    assert (agency.id, year, title) == ("411602/education", 2021, "川汇区教育局2021年政府信息公开年度报告")


@pytest.mark.parametrize(
    ("first", "second", "agency"),
    [
        ("周口市川汇", "区教育局2021年政府信息公开工作年度报告", "411602/education"),
        ("南京市", "鼓楼区教育局2021年政府信息公开工作年度报告", "320106/education"),
        ("吉林市", "教育局2021年政府信息公开工作年度报告", "220200/education"),
        ("周口市生态环境局川汇", "分局2021年政府信息公开工作年度报告", "411602/ecology"),
        ("川汇区教育局2021", "年政府信息公开工作年度报告", "411602/education"),
        ("川汇区教育局2021年政府信", "息公开工作年度报告", "411602/education"),
    ],
)
def test_a_title_may_break_anywhere(gazetteer: Gazetteer, first: str, second: str, agency: str) -> None:
    assert identify(document(first, second, "一、总体情况"), gazetteer)[0].id == agency


def test_links_to_other_reports_above_a_page_are_not_its_title(gazetteer: Gazetteer) -> None:
    links = ("首页", "川汇区民政局2021年政府信息公开年报", "川汇区财政局2022年政府信息公开年报") * 10
    found = document(*links, "川汇区教育局2020年政府信息公开工作年度报告", "一、总体情况", kind="html")
    agency, year, _ = identify(found, gazetteer)
    assert (agency.id, year) == ("411602/education", 2020)


def test_what_is_said_is_taken(gazetteer: Gazetteer) -> None:
    bare = document("政府信息公开工作年度报告", "一、总体情况")
    by_name = identify(bare, gazetteer, agency="红旗区卫生健康委员会", year=2022)
    by_id = identify(bare, gazetteer, agency="410702/health", year=2022)
    expected = Agency("410702/health", "红旗区卫生健康委员会", "410702", "红旗区", "health")
    assert by_name[:2] == by_id[:2] == (expected, 2022)
    assert by_name[2] == "政府信息公开工作年度报告"


def test_what_is_said_is_taken_even_against_the_title(gazetteer: Gazetteer) -> None:
    found = document("川汇区教育局2021年政府信息公开工作年度报告", "一、总体情况")
    agency, year, _ = identify(found, gazetteer, agency="川汇区民政局", year=2020)
    assert (agency.id, year) == ("411602/civil_affairs", 2020)
    with pytest.raises(DocumentRejected, match="公安局"):
        identify(found, gazetteer, agency="公安局", year=2020)


KINDS = [
    "人民政府",
    "人民政府办公室",
    "卫生健康委员会",
    "教育局",
    "市场监督管理局",
    "交通运输局",
    "行政审批局",
    "税务局",
]
REGIONS = {
    "川汇区": "411602",
    "鹤岗市": "230400",
    "恩施土家族苗族自治州": "422800",
    "鄂托克前旗": "150623",
    "河北省": "130000",
}
SHAPES = [
    "{who}{year}年政府信息公开工作年度报告",
    "{year}年{who}政府信息公开年度报告",
    "{year}年度{who}政府信息公开工作报告",
    "{who}政府信息公开工作{year}年度报告",
    "{who}{year}年度政府信息公开年报",
    "关于{who}{year}年政府信息公开工作的报告",
]


@pytest.mark.parametrize("shape", SHAPES)
def test_every_kind_at_every_level_in_every_shape(gazetteer: Gazetteer, shape: str) -> None:
    for region, code in REGIONS.items():
        for kind in KINDS:
            title = shape.format(who=region + kind, year=2021)
            agency, year, _ = identify(document(titles=(title,)), gazetteer)
            assert (agency.name, agency.region, year) == (region + kind, code, 2021), title
            assert agency.organ == gazetteer.kinds[kind]
