"""The API as another program uses it: answers, lists, pages of them, CSV, what is not changed, what is wrong."""

from __future__ import annotations

import csv
import io
import shutil
import subprocess
import sys
from pathlib import Path

import httpx
import pytest

from tests.bot.channels.web.serving import ROOT, TODAY, database, served

FIGURES = "/api/v1/figures"
QUESTION = "川汇区卫健委2024年行政许可多少件"


def told(command: list[str]) -> bytes:
    done = subprocess.run([sys.executable, "-m", *command], check=True, capture_output=True, cwd=ROOT)
    return done.stdout


def walked(client: httpx.Client, path: str, **params: object) -> list[dict[str, object]]:
    """All entries of a list, by its pages."""
    held: list[dict[str, object]] = []
    name = path.rpartition("/")[2]
    page = client.get(path, params=params).raise_for_status()
    while True:
        held += page.json()[name]
        after = page.json()["next"]
        assert ("next" in page.links) == (after is not None)
        if after is None:
            return held
        page = client.get(after).raise_for_status()


@pytest.mark.parametrize("question", [QUESTION, "trend of permits of 红旗区卫健委", "谁做得最好", "红旗区和川汇区呢"])
def test_an_answer_is_what_the_terminal_prints_byte_for_byte(client: httpx.Client, question: str) -> None:
    printed = told(["bot", "ask", question, "--json", "--db", str(database()), "--today", TODAY])
    assert client.get("/api/v1/ask", params={"q": question}).content == printed.rstrip(b"\n")
    assert client.post("/api/v1/ask", json={"question": question}).content == printed.rstrip(b"\n")


def test_an_id_of_ones_own_comes_back(client: httpx.Client) -> None:
    body = {"question": QUESTION, "id": "row 7", "today": "2025-01-01"}
    assert client.post("/api/v1/ask", json=body).json()["id"] == "row 7"


def test_a_talk_leans_on_what_was_asked_and_can_be_opened_again(client: httpx.Client) -> None:
    asked = {"talk": "a-talk-of-my-own"}
    client.get("/api/v1/ask", params={"q": "红旗区2022年行政处罚几件", **asked})
    leaning = client.post("/api/v1/ask", json={"question": "许可呢", **asked}).json()
    assert [fact["value"] for fact in leaning["facts"]] == [1344]
    opened = client.get(f"/api/v1/answers/{leaning['id']}").json()
    assert opened == {**leaning, "question": ""}  # the words in which somebody asked are nobody else's
    alone = client.get("/api/v1/ask", params={"q": "许可呢"}).json()
    assert alone["status"] != "answered" or alone["facts"] == []
    assert client.get("/api/v1/answers/zzzzzzz").status_code == 404


def test_figures_are_those_of_the_export(client: httpx.Client, tmp_path: Path) -> None:
    told(["ingest", "export", str(tmp_path / "all.csv"), "--db", str(database())])
    exported = (tmp_path / "all.csv").read_text("utf-8")
    assert client.get(FIGURES, params={"format": "csv"}).text == exported
    assert client.get(FIGURES, headers={"Accept": "text/csv"}).text == exported
    by_page = walked(client, FIGURES, limit=777)
    rows = list(csv.DictReader(io.StringIO(exported)))
    assert [(one["agency_id"], str(one["year"]), one["field"], one["state"]) for one in by_page] == [
        (row["agency_id"], row["year"], row["field"], row["state"]) for row in rows
    ]
    for one, row in zip(by_page, rows, strict=True):
        assert (one["value"] is None) == (row["state"] != "number")
        assert one["value"] is None or float(row["value"]) == one["value"]


def test_figures_are_chosen_by_agency_region_kind_year_field_and_state(client: httpx.Client) -> None:
    whole = walked(client, FIGURES, limit=1000)
    asked = {"region": "410000", "kind": "health", "year": ["2022-2023", "2024"], "state": ["blank", "dash"]}
    wanted = [
        one
        for one in whole
        if str(one["agency_id"]).startswith("41")
        and one["organ"] == "health"
        and one["year"] in (2022, 2023, 2024)
        and one["state"] in ("blank", "dash")
    ]
    assert wanted and walked(client, FIGURES, limit=7, **asked) == wanted
    assert all(one["value"] is None for one in wanted)
    named = walked(client, FIGURES, agency="411602/health", field=["penalties.decided", "permits.decided"], year="2024")
    assert [(one["field"], one["value"]) for one in named] == [("permits.decided", 2906), ("penalties.decided", 51)]


def test_a_page_that_was_begun_goes_on_while_reports_are_added(tmp_path: Path) -> None:
    shutil.copy(database(), tmp_path / "grows.db")
    with served(tmp_path / "grows.db", tmp_path / "state") as site, httpx.Client(base_url=site, trust_env=False) as client:
        before = walked(client, FIGURES, limit=1000, field="permits.decided")
        first = client.get(FIGURES, params={"limit": 10, "field": "permits.decided"})
        kept = {"If-None-Match": first.headers["ETag"]}
        assert client.get(first.url, headers=kept).status_code == 304
        table = tmp_path / "more.csv"
        table.write_text(
            "agency,year,field,value\n北京市卫生健康委员会,2024,permits.decided,12\n西安市财政局,2024,permits.decided,7\n"
        )
        told(["ingest", "add", str(table), "--db", str(tmp_path / "grows.db")])
        assert client.get(first.url, headers=kept).status_code == 200
        rest = walked(client, first.json()["next"].partition("?")[0], **dict(httpx.URL(first.json()["next"]).params))
        after = first.json()["figures"] + rest
        assert [one for one in after if one in before] == before
        assert {one["agency"] for one in after if one not in before} >= {"西安市财政局"}


def test_lists_of_agencies_reports_findings_fields_kinds_and_regions(client: httpx.Client) -> None:
    agencies = walked(client, "/api/v1/agencies", limit=2)
    assert [one["id"] for one in agencies] == sorted(str(one["id"]) for one in agencies)
    health = client.get("/api/v1/agencies/411602/health").json()
    assert health in agencies and health["organ"] == "health" and 2024 in health["years"] and health["level"] == "county"
    reports = walked(client, "/api/v1/reports", limit=3)
    assert [(one["id"], year) for one in agencies for year in one["years"]] == [  # type: ignore[attr-defined]
        (one["agency_id"], one["year"]) for one in reports
    ]
    of_2024 = client.get("/api/v1/reports", params={"agency": "411602/health", "year": "2024"}).json()["reports"]
    assert [(one["document"], one["pages"], one["form"]) for one in of_2024] == [("chuanhui_health_2024.pdf", 3, "2021")]
    findings = walked(client, "/api/v1/findings", limit=1)
    counted = sum(sum(one["findings"].values()) for one in reports)  # type: ignore[attr-defined]
    assert len(findings) == counted and all(one["zh"] and one["en"] for one in findings)
    some = findings[0]
    assert some in walked(client, "/api/v1/findings", agency=some["agency_id"], check=some["check"])
    fields = client.get("/api/v1/fields").json()["fields"]
    assert {"permits.decided", "granted.total"} <= {one["key"] for one in fields}
    assert {"id": "health", "zh": "卫生健康委员会", "en": "health commission"} in client.get("/api/v1/kinds").json()["kinds"]
    inner = client.get("/api/v1/regions", params={"parent": "411600", "name": "川"}).json()["regions"]
    assert [(one["code"], one["level"]) for one in inner] == [("411602", "county")]


def test_what_was_kept_is_not_sent_again(client: httpx.Client) -> None:
    lists = ("/api/v1/agencies", "/api/v1/figures?format=csv", "/api/v1/fields", "/api/openapi.json")
    for path in (*lists, f"/api/v1/ask?q={QUESTION}"):
        first = client.get(path)
        again = client.get(path, headers={"If-None-Match": first.headers["ETag"]})
        assert (again.status_code, again.content) == (304, b"")
        assert "max-age" in first.headers["Cache-Control"] and "Accept" in first.headers["Vary"]
        head = client.head(path)
        assert (head.status_code, head.content, head.headers["ETag"]) == (200, b"", first.headers["ETag"])
    assert client.get("/api/v1/ask", params={"q": "help", "talk": "some-talk"}).headers["Cache-Control"] == "no-store"


def test_answers_are_packed_and_open_to_pages_of_other_sites(client: httpx.Client) -> None:
    asked = client.get("/api/v1/fields", headers={"Accept-Encoding": "gzip", "Origin": "https://example.org"})
    assert asked.headers["Content-Encoding"] == "gzip" and asked.headers["Access-Control-Allow-Origin"] == "*"
    headers = {"Origin": "https://example.org", "Access-Control-Request-Method": "POST"}
    assert client.options("/api/v1/ask", headers=headers).status_code == 200
    assert "Access-Control-Allow-Origin" not in client.get("/", headers={"Origin": "https://example.org"}).headers


@pytest.mark.parametrize(
    ("path", "status", "said"),
    [
        ("/api/v1/figures?colour=red", 400, "agency, field"),
        ("/api/v1/figures?kind=police", 400, "public_security"),
        ("/api/v1/figures?field=denied.total", 404, "/api/v1/fields"),
        ("/api/v1/figures?year=last", 400, "2020-2024"),
        ("/api/v1/figures?limit=0", 400, "between 1 and 1000"),
        ("/api/v1/figures?limit=1&limit=2", 400, "only once"),
        ("/api/v1/figures?region=999999", 404, "999999"),
        ("/api/v1/figures?agency=411602/nothing", 404, "411602/nothing"),
        ("/api/v1/agencies/411602/nothing", 404, "411602/nothing"),
        ("/api/v1/ask", 400, "lacking"),
        ("/api/v1/ask?q=a&today=2024-02-30", 400, "2024-02-30"),
        ("/api/v1/nothing", 404, "openapi.json"),
    ],
)
def test_what_is_wrong_is_one_plain_sentence(client: httpx.Client, path: str, status: int, said: str) -> None:
    for language, mark in (("en", False), ("zh-CN", True)):
        found = client.get(path, headers={"Accept-Language": language})
        body = found.json()
        assert found.headers["Content-Type"] == "application/problem+json"
        assert (found.status_code, body["status"]) == (status, status)
        assert any("一" <= char <= "鿿" for char in body["detail"]) == mark
        assert mark or said in body["detail"]


def test_bodies_that_are_no_question_are_refused(client: httpx.Client) -> None:
    path, kind = "/api/v1/ask", {"Content-Type": "application/json"}
    for body in (b"", b"{", b"[]", b'{"question": 1}', b'{"question": "a", "x": 1}', b'{"question": "\\ud800"}', b"[" * 60_000):
        assert client.post(path, content=body, headers=kind).status_code == 400, body[:40]
    assert client.post(path, content=b"question=a").status_code == 415
    assert client.post(path, content=b'"' + b"a" * 70_000, headers=kind).status_code == 413
    refused = client.put(path, json={})
    assert refused.status_code == 405 and {"GET", "POST"} <= {*refused.headers["Allow"].replace(" ", "").split(",")}
    assert refused.headers["Content-Type"] == "application/problem+json"


def test_the_page_on_the_api_tells_all_of_it_in_both_languages(client: httpx.Client) -> None:
    document = client.get("/api/openapi.json", headers={"Accept-Language": "en"}).json()
    for language in ("zh", "en"):
        page = client.get("/api", params={"lang": language}).text
        assert all(path in page for path in document["paths"])
        wrong = client.get("/api/v1/agencies?limit=0").json()
        assert f'id="{wrong["type"].partition("#")[2]}"' in page, "the type of a problem leads to what it means"
    example = document["paths"]["/api/v1/figures"]["get"]["responses"]["200"]["content"]["application/json"]["example"]
    one = example["figures"][0]
    asked = {"agency": one["agency_id"], "field": one["field"], "year": str(one["year"])}
    assert client.get(FIGURES, params=asked).json()["figures"] == [one]


def test_a_number_stays_as_printed(client: httpx.Client) -> None:
    fees = client.get(FIGURES, params={"field": "fees.amount", "state": "number", "format": "csv"}).text
    rows = list(csv.DictReader(io.StringIO(fees)))
    assert rows and all(row["value"] and row["raw"] for row in rows)
