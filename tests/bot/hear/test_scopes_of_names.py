"""What a name covers: levels, departments, counted kinds, wider and narrower words, merged places, the place of the talk."""

from __future__ import annotations

import pytest

from tests.bot.hear.naming import ask, choices, whose

LEVELS = [
    ("省级政府2024年许可排名", {"310000/government", "410000/government", "220000/government"}),
    (
        "Which provincial government issued the most permits in 2024?",
        {"310000/government", "410000/government", "220000/government"},
    ),
    (
        "地级市政府2024年许可排名",
        {"411600/government", "320800/government", "420600/government", "220200/government", "222400/government"},
    ),
    (
        "Rank the county governments by permits in 2024",
        {
            *("411602/government", "411621/government", "320803/government", "320106/government", "410204/government"),
            *("310115/government", "330102/government", "320102/government", "411681/government"),
        },
    ),
    (
        "周口市市直部门2024年许可排名",
        {"411600/health", "411600/finance", "411600/government_office", "411600/development_reform", "411600/海事局"},
    ),
    ("河南省省直单位2024年许可排名", {"410000/finance", "410000/气象局"}),
    ("项城市市直部门2024年许可合计", {"411681/finance"}),
]


@pytest.mark.parametrize(("question", "agencies"), LEVELS)
def test_a_level_never_mixes_with_another(question: str, agencies: set[str]) -> None:
    answer = ask(question)
    assert answer.status == "answered"
    assert set(whose(answer)) == agencies


HEALTH = ["110105/health", "220104/health", "361104/health", "411600/health", "411602/health"]


@pytest.mark.parametrize("question", ["对比五个卫健委2024年的许可", "Compare the five health commissions' permits in 2024"])
def test_so_many_of_a_kind_as_are_stored_are_all_of_them(question: str) -> None:
    answer = ask(question)
    assert (answer.operation, whose(answer)) == ("compare", HEALTH)


def test_another_number_is_asked() -> None:
    answer = ask("对比三个卫健委2024年的许可")
    assert (answer.status, answer.facts, len(answer.choices)) == ("clarify", (), 5)


@pytest.mark.parametrize(
    ("question", "offered"),
    [
        ("川汇区卫健系统2024年许可多少", "周口市川汇区卫生健康委员会"),
        ("周口市财政系统2024年许可多少", "周口市财政局"),
        ("周口市政府本级2024年许可多少", "周口市人民政府"),
        ("周口市本级2024年许可多少", "周口市人民政府"),
        ("江干区政府2024年许可多少", "杭州市上城区人民政府"),
    ],
)
def test_what_is_wider_or_narrower_than_a_report_is_asked(question: str, offered: str) -> None:
    answer = ask(question)
    assert (answer.status, answer.reason, answer.facts) == ("clarify", "ambiguous_agency", ())
    assert choices(answer) == [offered]


def test_the_agency_itself_is_its_own_level() -> None:
    assert whose(ask("周口市卫健委本级2024年许可多少")) == whose(ask("周口市卫健委机关2024年许可多少")) == ["411600/health"]


@pytest.mark.parametrize("name", ["川汇区管委会", "浦东新区管委会"])
def test_a_government_is_no_committee_of_a_zone(name: str) -> None:
    assert ask(f"{name}2024年许可多少").reason == "unknown_agency"


def test_the_same_name_in_two_cities() -> None:
    assert whose(ask("南京和开封的鼓楼区政府2024年许可谁多")) == ["320106/government", "410204/government"]


TALKS = [
    (("周口市卫健委2024年许可多少", "财政局呢"), "411600/finance"),
    (("周口市卫健委2024年许可多少", "市政府呢"), "411600/government"),
    (("川汇区卫健委2024年许可多少", "区政府呢"), "411602/government"),
    (("川汇区卫健委2024年许可多少", "市卫健委呢"), "411600/health"),
    (("河南省政府2024年许可多少", "财政厅呢"), "410000/finance"),
    (("南京市玄武区政府2024年许可多少", "鼓楼区政府呢"), "320106/government"),
    (("南京市政府2024年许可多少", "鼓楼区政府呢"), "320106/government"),
    (("周口市政府2024年许可多少", "海事局呢"), "411600/海事局"),
    (("周口市政府2024年许可多少", "四通镇呢"), "411603/四通镇人民政府"),
]


@pytest.mark.parametrize(("messages", "agency"), TALKS)
def test_a_short_name_takes_the_place_of_the_talk(messages: tuple[str, ...], agency: str) -> None:
    assert whose(ask(*messages)) == [agency]


def test_a_place_takes_over_all_kinds_that_were_compared() -> None:
    answer = ask("周口市政府和财政局2024年许可哪个多", "项城市的呢")
    assert (answer.operation, whose(answer)) == ("compare", ["411681/finance", "411681/government"])


@pytest.mark.parametrize("name", ["气象局呢", "市气象局呢", "审计局呢", "省卫健委呢", "教育厅呢"])
def test_a_kind_that_the_place_lacks_is_not_taken_from_elsewhere(name: str) -> None:
    answer = ask("川汇区卫健委2024年许可多少", name)
    assert answer.status != "answered" and answer.facts == ()
