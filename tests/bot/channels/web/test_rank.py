"""/rank: the ranking of the desk and no other, its ties, its pages, its files."""

from __future__ import annotations

import re
from html import unescape
from urllib.parse import unquote

import httpx
import pytest

from bot.question import Answer, Question, Scope
from tests.bot.channels.web.serving import database
from tests.bot.channels.web.test_compare import doubts, rows
from tests.bot.desk import answer_of, desk_over

LINE = re.compile(
    r'<tr><td class="number">(\d+)</td><th scope="row"><a href="[^"]+">(.*?)</a></th>'
    r'<td class="number"><a href="([^"]+)"[^>]*>(.*?)</a>'
)


def asked(question: str) -> Answer:
    with desk_over(database()) as desk:
        return answer_of(desk, question)


def ranking(answer: Answer) -> list[tuple[int, str, str]]:
    entries = (answer.result or {})["ranking"]
    return [(entry["rank"], entry["agency_id"], str(entry["value"])) for entry in entries]


def listed(told: list[dict[str, str]]) -> list[tuple[int, str, str]]:
    return [(int(row["rank"]), row["agency_id"], row["value"]) for row in told]


@pytest.mark.parametrize(
    ("question", "query"),
    [
        ("2024年卫健委许可排名", {"field": "permits.decided", "year": 2024, "kind": "health"}),
        ("2024年卫健委许可从低到高排名", {"field": "permits.decided", "year": 2024, "kind": "health", "order": "least"}),
        (
            "2022年周口各县区卫健委许可前两名",
            {"field": "permits.decided", "year": 2022, "kind": "health", "region": 411600, "level": "county", "top": 2},
        ),
    ],
)
def test_it_is_the_ranking_of_the_bot(client: httpx.Client, question: str, query: dict[str, object]) -> None:
    told = rows(client, "/rank.csv", **query)
    said = ranking(asked(question))
    assert len(said) > 1
    assert [(rank, id, float(value)) for rank, id, value in listed(told)] == [
        (rank, id, float(value)) for rank, id, value in said
    ]


def test_who_are_tied_share_a_place_and_are_all_kept(client: httpx.Client) -> None:
    told = rows(client, "/rank.csv", field="permits.decided", year=2022, kind="health", region=411600, level="county", top=2)
    assert [rank for rank, _, _ in listed(told)] == [1, 2, 2]


@pytest.mark.parametrize("size", [1, 2, 3])
def test_pages_hold_everybody_once(client: httpx.Client, size: int) -> None:
    query: dict[str, object] = {"field": "permits.decided", "year": 2024, "top": size}
    with desk_over(database()) as desk:
        question = Question("rank", "zh", "", scope=Scope(), years=(2024,), fields=("permits.decided",), n=50)
        whole = ranking(desk.beyond.posed(question))
    found: list[tuple[int, str]] = []
    address = "/rank?" + str(httpx.QueryParams(query))  # type: ignore[arg-type]
    for _ in range(30):
        page = client.get(address, follow_redirects=True).text
        for rank, _name, link, _said in LINE.findall(page):
            found.append((int(rank), unquote(link).removeprefix("/agencies/").partition("/2024/")[0]))
        on = re.search(r'href="([^"]+)" rel="next"', page)
        if not on:
            break
        address = unescape(on.group(1))
    assert found == [(rank, id) for rank, id, _ in whole]


def test_it_says_how_many_were_counted(client: httpx.Client) -> None:
    page = client.get("/rank", params={"field": "permits.decided", "year": 2024, "kind": "health", "lang": "zh"}).text
    assert re.search(r"共\d+份报告", page)
    assert "<svg" in page


def test_where_nobody_has_a_number_the_desk_says_so(client: httpx.Client) -> None:
    page = client.get("/rank", params={"field": "procurement.items", "year": 2024, "lang": "zh"})
    assert page.status_code == 200
    assert "没有一个数字" in page.text
    assert not LINE.search(page.text)


def test_a_place_of_several_is_asked_about(client: httpx.Client) -> None:
    query = {"field": "permits.decided", "year": 2024, "place": "鼓楼区"}
    page = client.get("/rank", params=query)
    assert len(doubts(page.text)) > 1
    assert not LINE.search(page.text)
    sent = client.get("/rank", params={**query, "place": "河南省周口市"})
    assert sent.status_code == 303
    assert "region=411600" in sent.headers["location"]


@pytest.mark.parametrize(
    "query",
    [
        "field=x&year=y",
        "field=permits.decided&year=99999&start=-1&top=0",
        "kind=%00&region=';--",
        "start=99999999&field=permits.decided&year=2024",
    ],
)
def test_nonsense_is_borne(client: httpx.Client, query: str) -> None:
    assert client.get(f"/rank?{query}", follow_redirects=True).status_code == 200
    assert client.get(f"/rank.csv?{query}").status_code == 200
