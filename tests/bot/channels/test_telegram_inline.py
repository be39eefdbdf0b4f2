"""Inline mode over HTTP: what is offered while somebody types, and what then stands in a chat."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from tests.bot.channels.bot_api import BotApi
from tests.bot.channels.tiny import serving
from tests.bot.desk import desk


@pytest.fixture(scope="module")
def api(tmp_path_factory: pytest.TempPathFactory) -> Iterator[BotApi]:
    with BotApi() as server, serving(server, tmp_path_factory.mktemp("inline"), desk=desk()):
        yield server


def typed(api: BotApi, text: str, **more: Any) -> dict[str, Any]:
    """What an inline query is answered with."""
    query = api.type_inline(text, **more)
    api.wait(lambda: "results" in api.inline_queries[query])
    return api.inline_queries[query]


def texts(told: dict[str, Any]) -> list[str]:
    return [result["input_message_content"]["shown"].text for result in told["results"]]


def test_one_line_with_its_source(api: BotApi) -> None:
    told = typed(api, "川汇区卫健委 2024 许可")
    assert texts(told) == ["川汇区卫生健康委员会2024年作出行政许可处理决定2906件。出处：川汇区卫生健康委员会2024.pdf 第2页"]
    assert told["results"][0]["title"].endswith("2906件。") and told["results"][0]["description"].startswith("出处")
    assert texts(typed(api, "permits of Chuanhui health commission 2024"))[0].startswith("川汇区卫生健康委员会 made 2906")
    query = api.type_inline("川汇区卫健委 2024 处罚")
    api.wait(lambda: "results" in api.inline_queries[query])
    assert "51件" in api.choose(query).text


def test_what_could_be_several_is_offered_one_by_one_answered(api: BotApi) -> None:
    told = typed(api, "鼓楼区政府 2024 许可")
    assert len(told["results"]) >= 2 and all("2024" in text and "出处" in text for text in texts(told))
    assert len({*texts(told)}) == len(told["results"])


def test_a_table_keeps_its_lines_and_nothing_is_longer_than_a_message(api: BotApi) -> None:
    (text,) = texts(typed(api, "2022年周口各县区卫健委许可排名"))
    assert text.count("\n") >= 4 and "出处" in text
    assert all(len(text) <= 4096 for text in texts(typed(api, "国家卫健委2024年报告全文")))


@pytest.mark.parametrize(
    ("text", "language", "said"), [("", "zh-hans", "写下单位"), ("咕咕咕", "en", "Type an agency"), ("帮助", "en", "Type")]
)
def test_nothing_found_says_what_to_type(api: BotApi, text: str, language: str, said: str) -> None:
    told = typed(api, text, language=language)
    assert [result["title"][: len(said)] for result in told["results"]] == [said]
    assert texts(told)[0].startswith("@gongkai_bot ") and str(told["is_personal"]).lower() == "true"
    assert [result["id"] for result in typed(api, texts(told)[0].removeprefix("@gongkai_bot "))["results"]] != ["hint"]


def test_a_year_that_is_not_held_is_said_to_be_none(api: BotApi) -> None:
    first, *others = texts(typed(api, "川汇区卫健委 2018 许可"))
    assert "2018" in first and "没有" in first and "件" not in first
    assert others and all("出处" in text for text in others)


def test_no_conversation_is_leant_on_or_kept(api: BotApi) -> None:
    typed(api, "川汇区卫健委 2024 许可", person=5)
    assert [result["id"] for result in typed(api, "2023年呢", person=5)["results"]] == ["hint"]
    api.say("2023年呢", chat=5)
    api.wait(lambda: api.texts(5))
    assert "2500" not in api.last(5).text


def test_a_query_that_is_too_old_stops_nobody(api: BotApi) -> None:
    query = api.type_inline("川汇区卫健委 2024 许可")
    api.inline_queries[query]["old"] = True
    assert texts(typed(api, "x" * 256 + "川汇区")) and texts(typed(api, "川汇区卫健委 2024 许可"))
