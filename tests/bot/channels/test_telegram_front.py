"""What a newcomer meets, over real HTTP with the real desk: menus, commands, the agencies by buttons, the language."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from bot.answer import Desk
from bot.channels.telegram.layout import pages
from bot.channels.telegram.menus import ADMIN, GROUP, PRIVATE
from bot.channels.telegram.pieces import units
from bot.channels.telegram.settings import Settings
from bot.facts import Facts
from bot.fetch.atlas import NATION, Atlas, mark_of
from bot.words import load_words
from ingest.__main__ import main as ingest
from tests.bot.channels import bot_api
from tests.bot.channels.bot_api import BotApi, Shown
from tests.bot.channels.tiny import WORDS, serving

CHATS = itertools.count(101)
CHUANHUI, HUAIYANG = "周口市川汇区卫生健康委员会", "周口市淮阳区卫生健康委员会"
KINDS = ("教育局", "财政局", "民政局", "司法局", "水利局", "审计局", "商务局", "统计局", "交通运输局", "应急管理局")


@pytest.fixture(scope="module")
def db(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("front")
    lines = [f"{CHUANHUI},{year},permits.decided,{year * 2}" for year in (2022, 2023, 2024)]
    lines += [f"{CHUANHUI},2024,received.total,12", f"{CHUANHUI},2024,penalties.decided,0"]
    lines += [f"{HUAIYANG},2024,permits.decided,77", "黑龙江省鹤岗市卫生健康委员会,2024,permits.decided,5"]
    lines += [f"周口市川汇区{kind},2024,permits.decided,{number}" for number, kind in enumerate(KINDS)]
    table = folder / "figures.csv"
    table.write_text("agency,year,field,value\n" + "\n".join(lines) + "\n", "utf-8")
    assert ingest(["add", str(table), "--db", str(folder / "r.db")]) == 0
    return folder / "r.db"


class Person:
    """Somebody in a chat of their own with the bot that serves them all."""

    def __init__(self, api: BotApi, chat: int) -> None:
        self.api, self.chat = api, chat

    def say(self, text: str, language: str = "zh-hans", chat: int | None = None, **more: Any) -> str:
        chat = chat or self.chat
        before = len(self.api.texts(chat))
        self.api.say(text, chat=chat, language=language, **more)
        self.api.wait(lambda: len(self.api.texts(chat)) > before)
        return self.api.last(chat).text

    def press(self, label: str, language: str = "zh-hans") -> str:
        """Presses the button whose label begins so, under the last message; gives what is then read."""
        whole = next(one for one in self.labels if one.startswith(label))
        query = self.api.press(self.last, whole, language)
        self.api.wait(lambda: query in self.api.answered_queries)
        return self.last.text

    @property
    def last(self) -> Shown:
        return self.api.last(self.chat)

    @property
    def texts(self) -> list[str]:
        return self.api.texts(self.chat)

    @property
    def labels(self) -> list[str]:
        return [one["text"] for one in self.last.buttons]


@pytest.fixture(scope="module")
def api(db: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[BotApi]:
    state = tmp_path_factory.mktemp("state")
    with BotApi() as api:
        api.knows(9)
        with serving(api, state, desk=Desk(Facts(db), load_words(WORDS)), db=db, settings=Settings(admins=(9, 10))):
            yield api


@pytest.fixture
def person(api: BotApi) -> Person:
    return Person(api, next(CHATS))


def test_menus_by_scope_language_and_for_admins(api: BotApi, person: Person) -> None:
    person.say("/start")
    for language in ("zh", ""):
        assert api.menu("all_private_chats", language) == list(PRIVATE)
        assert api.menu("all_group_chats", language) == list(GROUP)
    chinese, english = (api.commands[(("type", "all_private_chats"),), language] for language in ("zh", ""))
    assert [one["description"] for one in chinese] != [one["description"] for one in english]
    assert api.menu("chat", "zh", chat_id=9) == list(ADMIN) and "stats" not in PRIVATE
    assert api.described["description", "zh"] and api.described["short_description", ""]


class TestAsking:
    @pytest.mark.parametrize(
        ("command", "wanted"),
        [
            ("/ask 川汇区卫健委2024年许可", "4048件"),
            ("/compare 川汇区卫健委 淮阳区卫健委 2024 许可", "相差3971件"),
            ("/rank 2024 许可", "1. "),
            ("/trend 川汇区卫健委 许可", "2022"),
            ("/trend\n川汇区卫健委历年许可", "2022"),
            ("/source 川汇区卫健委2024", "figures.csv"),
            ("/check 川汇区卫健委2024", "2024"),
            ("/compare permits of 川汇区卫健委 and 淮阳区卫健委 in 2024", "3971"),
            ("/trend permits of 川汇区卫健委", "2022"),
            ("/rank：2024 许可", "1. "),
            ("/compare，川汇区卫健委、淮阳区卫健委2024年许可", "相差3971件"),
            ("/ask川汇区卫健委2024年许可", "4048件"),
            ("/trend川汇区卫健委许可", "2022"),
        ],
    )
    def test_with_text(self, person: Person, command: str, wanted: str) -> None:
        assert wanted in person.say(command)

    @pytest.mark.parametrize("name", ["ask", "compare", "rank", "trend"])
    @pytest.mark.parametrize("language", ["zh-hans", "en"])
    def test_alone_they_say_how_and_each_example_is_answered(self, person: Person, name: str, language: str) -> None:
        usage = person.say(f"/{name}", language=language)
        assert usage.startswith(f"在 /{name}" if language == "zh-hans" else "Write") and person.labels
        for example in usage.splitlines()[1:]:
            assert api_answered(person.say(example, language=language))
        assert f"/{name} {labels_of(usage)[0]}" in usage

    def test_source_and_check_are_of_the_last_answer(self, person: Person) -> None:
        person.say("川汇区卫健委2024年许可")
        assert "figures.csv" in person.say("/source")
        assert CHUANHUI in person.say("/check")
        person.say("permits of 川汇区卫健委 in 2024", language="en")
        assert "figures.csv" in person.say("/source", language="en") and "The report of" in person.last.text
        assert "by year" in person.say("/trend permits of 川汇区卫健委", language="en")
        assert "stand here" in person.say("/source", language="en") and person.last.text.count("figures.csv") > 1

    def test_in_groups_by_name_and_not_for_other_bots(self, person: Person) -> None:
        api = person.api
        assert "4048" in person.say("/ask@gongkai_bot 川汇区卫健委2024年许可", chat=-5, kind=bot_api.GROUP)
        api.say("/ask@other_bot 川汇区卫健委2023年许可", chat=-5, kind=bot_api.GROUP)
        assert "4046" in person.say("/ask 川汇区卫健委2023年许可", chat=-5, kind=bot_api.GROUP)
        assert len(api.texts(-5)) == 2

    def test_an_edited_command_edits_its_answer(self, person: Person) -> None:
        person.say("/ask 川汇区卫健委2024年许可")
        number = max(number for chat, number in person.api._heard if chat == person.chat)
        person.api.edit(number, "/ask 川汇区卫健委2023年许可", chat=person.chat)
        person.api.wait(lambda: "4046" in person.texts[-1])
        assert len(person.texts) == 1


def labels_of(usage: str) -> list[str]:
    return [line.split(maxsplit=1)[1] for line in usage.splitlines()[1:]]


def api_answered(text: str) -> bool:
    return "出处" in text or "Source" in text


class TestBrowsing:
    def test_from_the_country_to_a_figure_in_one_message(self, person: Person) -> None:
        assert "13 个单位" in person.say("/agencies")
        assert person.labels == ["鹤岗市卫生健康委员会", "周口市 · 12"] or len(person.labels) == 2
        person.press("周口市")
        person.press("川汇区")
        assert len(person.last.buttons) == 8 + 2 + 1 and "1/2" in person.labels
        person.press("▶")
        assert "◀" in person.labels and "2/2" in person.labels and "▶" not in person.labels
        while CHUANHUI not in person.labels:
            person.press("◀")
        person.press(CHUANHUI)
        assert person.labels[:3] == ["2024", "2023", "2022"]
        report = person.press("2024")
        assert "行政许可：4048件" in report and "行政处罚：0件" in report and "figures.csv" in report
        assert len(person.texts) == 1 and all(len(one["callback_data"].encode()) <= 64 for one in person.last.buttons)
        answer = person.press("行政许可")
        assert len(person.texts) == 2 and "4048件" in answer and answer.startswith(CHUANHUI)

    def test_back_leads_where_one_came_from(self, person: Person) -> None:
        heads = [person.say("/agencies"), person.press("周口市"), person.press("川汇区")]
        person.press(CHUANHUI if CHUANHUI in person.labels else "▶")
        while "«" not in "".join(person.labels) or person.last.text == heads[2]:
            person.press(CHUANHUI) if CHUANHUI in person.labels else person.press("▶")
        person.press("2023")
        person.press("«")
        assert "2024" in person.labels
        assert [person.press("«") for _ in range(3)] == [heads[2], heads[1], heads[0]]

    def test_in_english(self, person: Person) -> None:
        assert "13 agencies" in person.say("/agencies", language="en")
        assert "Permits: 77" in person.say(f"/agencies {HUAIYANG}", language="en")
        assert "77" in person.press("Permits", language="en") and "Source" in person.last.text

    def test_by_name(self, person: Person) -> None:
        assert "没有找到单位“北京”" in person.say("/agencies 北京") and "13 个单位" in person.last.text
        assert "哪一个" in person.say("/agencies 川汇区机关") and CHUANHUI in person.labels
        assert all("川汇区：共收录 11 个单位" in person.say(f"/agencies{said}") for said in (" 川汇区", " 川汇", "：川汇区"))
        assert "请选择年份" in person.press(CHUANHUI)

    @pytest.mark.parametrize(
        "data", ["b1:", "b1:r:1", "b1:r:999999:0", "b1:r:410000:x", "b1:a:411602:zz", "b1:y:411602:0:x", "b1:q:1:2:3:4", "b1:?"]
    )
    def test_what_is_forged_or_gone_has_expired(self, person: Person, data: str) -> None:
        before = person.say("/agencies")
        query = person.api.press_data(person.last, data)
        person.api.wait(lambda: query in person.api.alerts)
        assert person.api.alerts[query]["text"] == "这个按钮已失效。" and person.last.text == before


class TestAtlas:
    def test_every_agency_is_found_from_the_top(self, db: Path) -> None:
        facts = Facts(db)
        atlas, seen, waiting = Atlas(facts), {}, [NATION]
        while waiting:
            listing = atlas.listing(waiting.pop())
            assert listing is not None and listing.entries
            for one in listing.entries:
                if hasattr(one, "agencies"):
                    assert (inner := atlas.listing(one.code)) is not None and inner.up == listing.place.code
                    waiting.append(one.code)
                else:
                    seen[one.id] = listing.place.code
                    assert atlas.agency(one.region or "-", mark_of(one)) == one and atlas.home(one) == listing.place.code
        assert len(seen) == 13

    def test_a_database_that_grows_is_seen(self, tmp_path: Path) -> None:
        table, db = tmp_path / "a.csv", tmp_path / "r.db"
        table.write_text(f"agency,year,field,value\n{HUAIYANG},2024,permits.decided,7\n", "utf-8")
        assert ingest(["add", str(table), "--db", str(db)]) == 0
        atlas = Atlas(Facts(db))
        assert [one.name for one in atlas.listing(NATION).entries] == [HUAIYANG]  # type: ignore[union-attr]
        table.write_text(f"agency,year,field,value\n{CHUANHUI},2024,permits.decided,7\n", "utf-8")
        assert ingest(["add", str(table), "--db", str(db)]) == 0
        assert len(atlas.listing(NATION).entries) == 2  # type: ignore[union-attr]


class TestLanguage:
    def test_it_is_kept_and_answers_follow_the_question(self, person: Person) -> None:
        assert "哪种语言" in person.say("/language")
        person.press("English")
        assert "Language: English." in person.last.text and "✓ English" in person.labels
        assert person.say("/ask").startswith("Write") and "出处" in person.say("川汇区卫健委2024年许可")
        chat, api = person.chat, person.api
        api.wait(lambda: api.menu("chat", "zh", chat_id=chat))
        assert api.commands[(("type", "chat"), ("chat_id", str(chat))), "zh"][0]["description"] == "What this bot can do"
        assert person.say("/ask", chat=2).startswith("在 /ask")
        person.say("/language")
        person.press("As my app")
        assert person.say("/ask").startswith("在 /ask")
        api.wait(lambda: not api.menu("chat", "zh", chat_id=chat))

    def test_it_outlives_the_process(self, db: Path, tmp_path: Path) -> None:
        with BotApi() as api:
            for expected in ("哪种语言", "Which language"):
                with serving(api, tmp_path, desk=Desk(Facts(db), load_words(WORDS)), db=db):
                    person = Person(api, 1)
                    assert expected in person.say("/language")
                    person.press("English" if expected == "哪种语言" else "✓ English")


def test_about_tells_how_much_there_is(person: Person) -> None:
    assert "13 个单位的 15 份报告（2022—2024年）" in person.say("/about") and "15 reports" in person.say("/about", language="en")


class TestLinks:
    def test_an_answer_is_shared_and_opened_by_another_who_goes_on_from_it(self, api: BotApi, person: Person) -> None:
        person.say("川汇区卫健委2024年许可")
        link = re.search(r"https://t\.me/gongkai_bot\?start=(a-\w+)", person.say("/source"))
        assert link is not None
        other = Person(api, next(CHATS))
        opened = other.say(f"/start {link[1]}")
        assert "4048件" in opened and link[1].removeprefix("a-") in opened
        assert "4046件" in other.say("那2023年呢")
        assert "4048" in other.say(f"/start@gongkai_bot {link[1]}", chat=-6, kind=bot_api.GROUP)

    @pytest.mark.parametrize("payload", ["a-2222222", "a-x", "ref_1", "a-k7m2xp3' OR 1=1", "a" * 64])
    def test_other_payloads_greet(self, person: Person, payload: str) -> None:
        text = person.say(f"/start {payload}")
        assert ("不再保存" in text) == (payload == "a-2222222") and person.labels

    def test_where_the_figures_have_changed_it_says_so(self, tmp_path: Path) -> None:
        table, file = tmp_path / "a.csv", tmp_path / "r.db"
        with BotApi() as api:
            for value in (7, 8):
                table.write_text(f"agency,year,field,value\n{HUAIYANG},2024,permits.decided,{value}\n", "utf-8")
                assert ingest(["add", str(table), "--db", str(file)]) == 0
                with serving(api, tmp_path, desk=Desk(Facts(file), load_words(WORDS)), db=file):
                    person = Person(api, 1)
                    if value == 7:
                        person.say("淮阳区卫健委2024年许可")
                        payload = person.say("/source").rpartition("start=")[2]
                    else:
                        opened = person.say(f"/start {payload}")
                        assert "8件" in opened and "7件" not in opened and "变" in opened


class TestExport:
    def test_the_figures_of_the_last_answer(self, person: Person) -> None:
        assert "还没有" in person.say("/export")
        person.say("川汇区卫健委历年许可")
        assert "3 个数字" in person.say("/export") and person.last.file is not None
        assert person.last.file.data.startswith(b"PK")
        person.say("/source")
        person.say("/check")
        person.say("/export csv")
        assert person.last.file is not None and b"4046" in person.last.file.data


class TestLongAnswers:
    def test_they_are_turned_page_by_page_and_the_process_may_end_between(self, tmp_path: Path) -> None:
        many = tmp_path / "r.db"
        lines = [f"周口市川汇区第{number}街道办事处,2024,permits.decided,{number}" for number in range(100, 190)]
        (tmp_path / "a.csv").write_text("agency,year,field,value\n" + "\n".join(lines) + "\n", "utf-8")
        assert ingest(["add", str(tmp_path / "a.csv"), "--db", str(many)]) == 0
        with BotApi() as api:
            with serving(api, tmp_path, desk=Desk(Facts(many), load_words(WORDS)), db=many):
                person = Person(api, 1)
                first = person.say("2024年行政许可前90名")
                assert person.labels[:2] == ["1/4", "▶"] or person.labels[0] == "1/4"
            with serving(api, tmp_path, desk=Desk(Facts(many), load_words(WORDS)), db=many):
                read = [first, *(person.press("▶") for _ in range(3))]
                assert "▶" not in person.labels and person.press("◀") == read[2]
        listed = [
            line.partition(". ")[0] for page in read for line in page.splitlines() if "街道办事处：" in line and ". " in line
        ]
        assert listed == [str(number) for number in range(1, 91)] and len(api.texts(1)) == 1
        assert all(units(page) <= 4096 for page in read)

    def test_pages_lose_nothing(self) -> None:
        text = "\n".join(f"第{number}行𠮷" * 20 for number in range(200))
        leaves = pages(text)
        assert "\n".join(leaves) == text and all(units(leaf) <= 3000 for leaf in leaves) and len(leaves) > 6
        assert pages("短") == ["短"] and all(units(leaf) <= 3000 for leaf in pages("长" * 9999))

    def test_a_page_of_an_answer_that_is_gone_has_expired(self, api: BotApi, person: Person) -> None:
        person.say("川汇区卫健委2024年许可")
        for data in ("n1:2222222:1", "n1:x", "n1:2222222:-1"):
            query = api.press_data(person.last, data)
            api.wait(lambda query=query: query in api.alerts)  # type: ignore[misc]
            assert api.alerts[query]["text"] == "这个按钮已失效。"

    def test_tables_are_lines(self, person: Person) -> None:
        assert f"1. {CHUANHUI}：4048件\n2. " in person.say("2024年卫健委行政许可排名")
        assert "2022年：4044件\n2023年：4046件" in person.say("川汇区卫健委历年许可")


class TestPrivacy:
    def test_all_of_it_is_told_and_deleted(self, api: BotApi, person: Person) -> None:
        assert "没有保存" in person.say("/privacy") and not person.labels
        person.say("川汇区水利局2024年许可")
        payload = person.say("/source").rpartition("start=")[2]
        person.say("不对")
        person.say("/subscribe 川汇区卫健委")
        person.say("/language")
        person.press("English")
        api.say("/ask 川汇区卫健委2023年许可", chat=-7, kind=bot_api.GROUP, person=person.chat)
        told = person.say("/privacy")
        assert all(word in told for word in ("conversation", "reopened: ", "verdicts on answers: 1", "follow: 1", "language"))
        person.press("Delete")
        assert "Kept of you now" in person.press("No")
        person.press("Delete")
        assert person.press("Yes") == "All of it has been deleted."
        assert "没有保存" in person.say("/privacy") and "不再保存" in person.say(f"/start {payload}")
        assert "没有订阅" in person.say("/subscribe")

    def test_a_group_is_told_the_rules_only(self, person: Person) -> None:
        assert "私聊" in person.say("/privacy", chat=-8, kind=bot_api.GROUP) and not person.api.last(-8).buttons

    def test_another_person_cannot_delete(self, api: BotApi, person: Person) -> None:
        person.say("川汇区卫健委2024年许可")
        person.say("/privacy")
        query = api.press_data(person.last, "p1:sure", person=next(CHATS))
        api.wait(lambda: query in api.answered_queries)
        assert "现在保存着您的" in person.say("/privacy")
