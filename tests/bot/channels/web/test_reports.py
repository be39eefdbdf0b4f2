"""The pages of reports over plain HTTP: every cell as it is stored, what fails marked where it stands, nothing told of what is
not held."""

from __future__ import annotations

import re
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from functools import cache
from pathlib import Path
from random import Random

import httpx
import pytest
from lxml import html

from bot.facts import Facts
from bot.fetch.layout import Layouts
from bot.question import Agency, Fact, Scope
from tests.bot.channels.web.serving import ROOT, database, served
from tests.printing.free_text import lines, narrative

FAILING = "/agencies/411621/health/2023"
_PRINTED = ("number", "blank", "dash", "unreadable")


def reports(db: Path) -> Iterator[tuple[Agency, int, str, dict[str, Fact]]]:
    """Every stored report with its form and the cells that its form prints."""
    facts = Facts(db)
    layouts = Layouts(facts)
    for agency in facts.agencies_of(Scope()):
        for year in facts.years_of(agency.no):
            form = facts.form_of(agency.no, year) or ""
            keys = sorted(layouts.keys(form))
            yield agency, year, form, {fact.field: fact for fact in facts.cells([agency], [year], keys)}
    facts.close()


def cells_of(page: str) -> dict[str, tuple[str, str, str]]:
    """Field → state, what is shown and the word for it, of every cell of the tables of a report's page."""
    found: dict[str, tuple[str, str, str]] = {}
    for cell in html.fromstring(page).xpath("//div[contains(@class, 'sheet')]//td[a]"):
        (link,) = cell.xpath("./a")
        key = link.get("href").rpartition("/")[2]
        assert key not in found, f"{key} stands twice"
        said = "".join(link.xpath(".//*[@class='unseen' or self::small]//text()")).strip()
        found[key] = cell.get("class").split()[0], "".join(link.xpath("./text()")).strip(), said
    return found


@cache
def odd() -> Path:
    """A database of what is rare: sums that fail, cells of every state, a corrected report, free text of before the forms."""
    path = database().with_name("odd.db")
    folder = path.with_name("odd")
    folder.mkdir()
    head = "agency_id,agency,year,form,field,state,value,raw\n"
    who = "411621/health,扶沟县卫生健康委员会,2023,2021"
    cells = {"received.total": 44, "carried_in.total": 3, "concluded.total": 46, "carried_out.total": 4, "granted.total": 46}
    rows = [f"{who},{key},number,{value},{value}" for key, value in cells.items()]
    rows += [f"{who},received.person,blank,,", f"{who},received.business,dash,,/", f"{who},permits.decided,unreadable,,3l2"]
    (folder / "odd.csv").write_text(head + "\n".join(rows) + "\n", "utf-8")
    corrected = "411622/health,西华县卫生健康委员会,2022,2021,permits.decided,number"
    (folder / "first.csv").write_text(f"{head}{corrected},12,12\n", "utf-8")
    (folder / "second.csv").write_text(f"{head}{corrected},15,15\n", "utf-8")
    (folder / "old.txt").write_bytes(lines(narrative(Random(3), with_annex=False), Random(3)))
    for names in (("odd.csv", "first.csv", "old.txt"), ("second.csv",)):
        add = [sys.executable, "-m", "ingest", "add", *(str(folder / name) for name in names), "--db", str(path)]
        subprocess.run(add, check=True, capture_output=True, cwd=ROOT)
    return path


@pytest.fixture(scope="session")
def odd_site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with served(odd(), tmp_path_factory.mktemp("odd")) as address:
        yield address


def ask(site: str, path: str) -> httpx.Response:
    return httpx.get(f"{site}{path}", trust_env=False, timeout=20)


def test_every_cell_of_every_report_is_on_its_page_as_it_is_stored(client: httpx.Client, odd_site: str) -> None:
    for address, db in ((str(client.base_url).rstrip("/"), database()), (odd_site, odd())):
        for agency, year, form, facts in reports(db):
            page = ask(address, f"/agencies/{agency.id}/{year}")
            assert page.status_code == 200
            assert len(page.content) < 100_000
            shown = cells_of(page.text)
            for key, fact in facts.items():
                if fact.state == "missing" and key.startswith("other") and key not in shown:
                    continue  # the way of printing 其他处理 that the report has not used
                state, text, said = shown.pop(key)
                assert state == fact.state, (agency.id, year, key)
                assert text == (fact.raw or "").strip(), (agency.id, year, key)
                assert bool(said) == (state != "number"), (agency.id, year, key)
            assert not shown, f"cells that the form {form} does not print"


def test_every_link_of_a_report_leads_somewhere(client: httpx.Client) -> None:
    page = html.fromstring(client.get("/agencies/411602/health/2024").text)
    links = sorted({link for link in page.xpath("//main//a/@href") if link.startswith("/")})
    cells = [link for link in links if link.count("/") > 4]
    assert len(cells) > 180
    some = Random(1).sample(cells, 40) + [link for link in links if link not in cells]
    assert [link for link in some if client.get(link).status_code != 200] == []


def test_cells_of_every_report_have_pages_that_say_what_is_printed(client: httpx.Client) -> None:
    chance = Random(2)
    for agency, year, _, facts in reports(database()):
        for key in chance.sample(sorted(facts), 3):
            page = client.get(f"/agencies/{agency.id}/{year}/{key}")
            assert page.status_code == 200
            value = html.fromstring(page.text).xpath("string(//p[contains(@class, 'cell-value')]/b)")
            assert (value == facts[key].raw) == (facts[key].state == "number")


def test_a_sum_that_fails_is_marked_where_it_stands_and_listed_with_both_sides(odd_site: str) -> None:
    page = html.fromstring(ask(odd_site, FAILING).text)
    (listed,) = page.xpath("//p[contains(@class, 'check')]")
    assert "一＋二＝47，（七）＋四＝50" in listed.text_content()
    (link,) = listed.xpath("./a/@href")
    (cell,) = page.xpath(f"//td[@id='{link.removeprefix('#')}']")
    assert "一＋二＝47，（七）＋四＝50" in cell.text_content()
    marked = {mark.xpath("string(./a/@href)").rpartition("/")[2] for mark in page.xpath("//td[contains(@class, 'fails')]")}
    assert marked == {"received.total", "carried_in.total", "concluded.total", "carried_out.total"}
    assert "一＋二＝47" in ask(odd_site, f"{FAILING}/carried_out.total").text
    listing = html.fromstring(ask(odd_site, "/findings").text)
    assert f"{FAILING}/carried_out.total" in listing.xpath("//td/a/@href")
    assert "一＋二＝47，（七）＋四＝50" in listing.text_content()
    assert not html.fromstring(ask(odd_site, "/findings?year=2022").text).xpath("//tbody/tr")


def test_labels_are_merged_as_the_form_prints_them(client: httpx.Client) -> None:
    page = html.fromstring(client.get("/agencies/411602/health/2024").text)
    spans = {th.text_content(): (th.get("colspan"), th.get("rowspan")) for th in page.xpath("//tbody//th[@scope='rowgroup']")}
    assert spans["三、本年度办理结果"][1] == "22"
    assert spans["（三）不予公开"][1] == "8"
    heads = {th.text_content(): th.get("colspan") for th in page.xpath("//thead//th[@scope='colgroup']")}
    assert heads["法人或其他组织"] == "5"
    assert heads["申请人情况"] == "7"
    assert (heads["行政复议"], heads["行政诉讼"], heads["复议后起诉"]) == ("5", "10", "5")
    for table in page.xpath("//div[contains(@class, 'sheet')]//table"):
        assert len(set(_widths(table))) == 1, "a row is longer than another"


def _widths(table: html.HtmlElement) -> list[int]:
    """How many columns each row of a table fills, what reaches into it from above included."""
    taken: dict[int, int] = {}
    for place, row in enumerate(table.xpath(".//tr")):
        for cell in row.xpath("./th|./td"):
            for down in range(int(cell.get("rowspan", 1))):
                taken[place + down] = taken.get(place + down, 0) + int(cell.get("colspan", 1))
    return list(taken.values())


def test_a_database_of_before_the_tables_were_described_is_drawn_too(tmp_path: Path) -> None:
    older = tmp_path / "older.db"
    shutil.copy(odd(), older)
    with closing(sqlite3.connect(older)) as db:
        db.execute("DROP TABLE form_table")
        db.commit()
    known, facts = Facts(odd()), Facts(older)
    for form in {form for form, _ in known.printed}:
        assert Layouts(facts).keys(form) == Layouts(known).keys(form) != frozenset()
        heads = [row.heads for sheet in Layouts(facts).sheets(form) for row in sheet.rows]
        assert ("不予公开", "属于国家秘密") in heads
    known.close()
    facts.close()


def test_the_text_is_quoted_word_for_word(client: httpx.Client, odd_site: str) -> None:
    for address, db in ((str(client.base_url).rstrip("/"), database()), (odd_site, odd())):
        facts = Facts(db)
        for agency, year, *_ in reports(db):
            told = "".join(text for _, _, text, _ in facts.sections(agency.no, year))
            if told:
                page = html.fromstring(ask(address, f"/agencies/{agency.id}/{year}").text)
                quoted = "".join(page.xpath("//div[@class='verbatim']//text()"))
                assert re.sub(r"\s", "", quoted) == re.sub(r"\s", "", told)
        facts.close()


def test_what_was_corrected_is_told(odd_site: str) -> None:
    page = html.fromstring(ask(odd_site, "/agencies/411622/health/2022").text)
    (row,) = page.xpath("//details//tbody/tr")
    assert [cell.text_content() for cell in row][1:] == ["12", "15"]


def test_free_text_has_no_form(odd_site: str) -> None:
    agency, year = next((agency, year) for agency, year, form, facts in reports(odd()) if not facts)
    page = html.fromstring(ask(odd_site, f"/agencies/{agency.id}/{year}").text)
    assert not page.xpath("//table")
    assert page.xpath("//div[@class='verbatim']")
    assert ask(odd_site, f"/agencies/{agency.id}/{year}/permits.decided").status_code == 404


def test_what_is_not_held_is_never_another_s(client: httpx.Client) -> None:
    unknown = client.get("/agencies/411602/water")
    assert unknown.status_code == 404
    assert "没有收录" in unknown.text
    assert "/agencies/411602/health" in unknown.text
    other_year = client.get("/agencies/411602/health/2001")
    assert other_year.status_code == 404
    assert "没有收录川汇区" in other_year.text
    assert "/agencies/411602/health/2024" in other_year.text
    for field, said in (("rules.newly_published", "这一项"), ("denied.total", "算出来"), ("permits", "没有这样的项目")):
        absent = client.get(f"/agencies/411602/health/2024/{field}")
        assert absent.status_code == 404
        assert said in absent.text


def test_agencies_are_found_as_people_write_them(client: httpx.Client) -> None:
    for said in ("川汇区卫健委", "川汇 卫健委", "川汇区 卫生健康委员会", "chuanhui health"):
        assert "/agencies/411602/health" in client.get("/agencies", params={"q": said}).text, said
    assert "四通镇人民政府" in client.get("/agencies", params={"q": "四通镇"}).text
    assert "没有收录这样的机关" in client.get("/agencies", params={"q": "%"}).text
    assert client.get("/agencies", params={"q": "卫健委", "page": "99999"}).status_code == 200
    listing = html.fromstring(client.get("/agencies").text)
    walked = client.get(listing.xpath("//ul[@class='rows']/li/a/@href")[0])
    assert walked.status_code == 200


def test_what_is_held_adds_up(client: httpx.Client) -> None:
    facts = Facts(database())
    agencies, stored = facts.size_of(Scope())
    facts.close()
    page = html.fromstring(client.get("/coverage").text)
    assert page.xpath("//dl[@class='tally']//dd/text()")[:2] == [str(agencies), str(stored)]
    rows = page.xpath("(//div[contains(@class, 'over')])[1]//tbody/tr[1]/td/text()")
    assert sum(map(int, rows)) == stored
    inside = [link for link in page.xpath("//table//a/@href") if link.startswith("/coverage?place=")]
    assert inside
    assert all(client.get(link).status_code == 200 for link in inside)
    assert client.get("/coverage?place=999999").status_code == 404


def test_a_page_is_sent_again_only_where_something_has_changed(tmp_path: Path) -> None:
    db, table, report = tmp_path / "reports.db", tmp_path / "third.csv", "/agencies/411622/health/2022"
    shutil.copy(odd(), db)
    with served(db, tmp_path / "state") as site:
        for path in ("/agencies", "/agencies/411622/health", report, f"{report}/permits.decided", "/coverage", "/findings"):
            first = ask(site, path)
            mark = {"If-None-Match": first.headers["etag"]}
            assert httpx.get(f"{site}{path}", headers=mark, trust_env=False).status_code == 304
            english = httpx.get(f"{site}{path}", headers={**mark, "Accept-Language": "en"}, trust_env=False)
            assert english.status_code == 200
        before = ask(site, report)
        table.write_text("agency_id,agency,year,field,value\n411622/health,西华县卫健委,2022,permits.decided,16\n", "utf-8")
        add = [sys.executable, "-m", "ingest", "add", str(table), "--db", str(db)]
        subprocess.run(add, check=True, capture_output=True, cwd=ROOT)
        after = httpx.get(before.url, headers={"If-None-Match": before.headers["etag"]}, trust_env=False)
        assert after.status_code == 200
        assert cells_of(before.text)["permits.decided"][1] == "15"
        assert cells_of(after.text)["permits.decided"][1] == "16"
