"""Sameness of text in what is stored: the note beside a report, and the command that compares."""

from __future__ import annotations

import json
import sqlite3
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from random import Random
from typing import Any

import pytest

from ingest.__main__ import main
from ingest.catalogue import Catalogue, catalogue_of
from ingest.knowledge import DATA, load_knowledge
from ingest.outcome import Outcome
from ingest.report import Agency, Report, Section
from ingest.store import Store
from tests.ingest.by_hand import HEALTH, LATER, NOW, report
from tests.printing.chance import sheet
from tests.printing.layouts import page, pdf

CHECK = "same_text_as_last_year"
PROBLEMS = (
    "{year}年，我委的公开工作仍有短板：一是栏目更新偏慢，部分内容晚于规定时限。二是解读材料多为文字，图表和视频只有{count}件。"
    "三是答复文书的格式不够统一。下一步，我委每月核对一次栏目，到期未更新的由办公室催办，"
    "每份重要文件至少配一张图解，并统一答复文书的样式。"
)
OTHER = (
    "公开目录与部门职责的对应关系尚未理顺，群众查找不便。我委将按事项重新编排目录，逐项标明责任科室和更新期限，"
    "并在年中邀请群众代表试用网站，按照所提意见逐条修改，修改结果在网站上公布，全年不少于两轮。"
)


def written(year: int, *texts: str, agency: Agency = HEALTH, sha256: str = "", number: int = 5) -> Report:
    """A report whose sections from `number` on hold these texts."""
    made = report(year, agency)
    sections = tuple(Section(number + place, f"{number + place}、标题", text) for place, text in enumerate(texts))
    return replace(made, sections=sections, prose=(), sha256=sha256 or made.sha256)


def problems(year: int, **changes: str) -> str:
    text = PROBLEMS.format(year=year, count=year - 2000)
    for old, new in changes.items():
        assert old in text
        text = text.replace(old, new)
    return text


def noted(path: Path) -> list[tuple[int, str]]:
    connection = sqlite3.connect(path)
    try:
        found = connection.execute('SELECT year, zh FROM finding WHERE "check" = ? ORDER BY year, no', (CHECK,))
        return [(year, zh) for year, zh in found]
    finally:
        connection.close()


def said(outcome: Outcome) -> list[str]:
    return [finding.zh for finding in outcome.findings if finding.check == CHECK]


NOTE = "第五部分与2023年报告相同100%（数字不计），逐字相同68%。"


@pytest.mark.parametrize("order", [(2023, 2024), (2024, 2023)])
def test_the_note_is_there_whichever_year_comes_first(store: Store, path: Path, order: tuple[int, int]) -> None:
    outcomes = {year: store.add(written(year, problems(year)), NOW) for year in order}
    assert noted(path) == [(2024, NOTE)]
    assert said(outcomes[2024]) == ([NOTE] if order[-1] == 2024 else []), "it is told with the report that it stands beside"
    assert not said(outcomes[2023])


def test_a_year_between_repeats_and_is_repeated(store: Store, path: Path) -> None:
    for year in (2022, 2024, 2023):
        store.add(written(year, problems(year)), NOW)
    assert [year for year, _ in noted(path)] == [2023, 2024]


@pytest.mark.parametrize("corrected", [2023, 2024])
def test_the_note_goes_when_either_text_is_corrected_and_comes_back(store: Store, path: Path, corrected: int) -> None:
    for year in (2023, 2024):
        store.add(written(year, problems(year)), NOW)
    assert store.add(written(corrected, OTHER, sha256="second"), LATER).status == "replaced"
    assert noted(path) == []
    assert store.add(written(corrected, problems(corrected), sha256="third"), LATER).status == "replaced"
    assert noted(path) == [(2024, NOTE)]


def test_the_note_is_no_part_of_the_report(store: Store, path: Path) -> None:
    for year in (2023, 2024):
        store.add(written(year, problems(year)), NOW)
    outcome = store.add(written(2024, problems(2024)), LATER)
    assert (outcome.status, said(outcome)) == ("unchanged", [NOTE])
    kept = store.stored(HEALTH.id, 2024)
    assert kept is not None
    assert CHECK not in {finding.check for finding in kept.findings}
    assert kept.figures.keys() <= written(2024, "").figures.keys()
    assert all(kept.figures[key].value == figure.value for key, figure in report().figures.items())


def test_a_report_without_text_says_nothing_and_takes_the_note_away(store: Store, path: Path) -> None:
    for year in (2023, 2024):
        store.add(written(year, problems(year)), NOW)
    store.add(written(2023, sha256="a table"), LATER)
    assert noted(path) == []


def test_other_agencies_and_other_years_are_not_last_year(store: Store, path: Path) -> None:
    store.add(written(2022, problems(2022)), NOW)
    store.add(written(2024, problems(2024)), NOW)
    store.add(written(2023, problems(2023), agency=replace(HEALTH, id="411602/audit", organ="audit")), NOW)
    assert noted(path) == []


def agency(code: str, region: str, organ: str, kind: str) -> Agency:
    return Agency(f"{code}/{organ}", region + kind, code, region, organ)


EDUCATION = agency("411602", "川汇区", "education", "教育局")
HUAIYANG = agency("411603", "淮阳区", "health", "卫生健康委员会")
HUAIYANG_EDUCATION = agency("411603", "淮阳区", "education", "教育局")
HONGQI = agency("410702", "红旗区", "health", "卫生健康委员会")


@pytest.fixture(scope="module")
def known() -> Catalogue:
    return catalogue_of(load_knowledge(DATA))


@pytest.fixture
def filled(path: Path, known: Catalogue, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Two years of one agency, two sisters, and two that say the same but are no sisters."""
    monkeypatch.setenv("LC_ALL", "C.UTF-8")
    monkeypatch.setenv("GONGKAI_DB", str(path))
    with Store(path, known, NOW) as store:
        store.add(written(2023, problems(2023, 偏慢="不及时")), NOW)
        store.add(written(2024, problems(2024), "无。"), NOW)
        store.add(written(2024, OTHER + "三是答复文书的格式不够统一。", agency=EDUCATION), NOW)
        store.add(written(2024, problems(2024, 一张="两张"), agency=HUAIYANG), NOW)
        for stranger in (HUAIYANG_EDUCATION, HONGQI):
            store.add(written(2024, problems(2024), agency=stranger), NOW)
    return path


def compared(capsys: pytest.CaptureFixture[str], *words: str) -> Any:
    assert main(["compare", *words, "--json"]) == 0
    return json.loads(capsys.readouterr().out)


def test_compared_with_last_year_and_with_the_nearest_sister(filled: Path, capsys: pytest.CaptureFixture[str]) -> None:
    found = compared(capsys, "411602/health", "2024")
    assert (found["agency_id"], found["year"], found["sisters"]) == ("411602/health", 2024, 2)
    assert found["last_year"]["document"] == "川汇区卫生健康委员会2023.pdf"
    one, five, six = found["sections"]
    assert (one["section"], one["characters"], one["last_year"], one["sister"]) == (1, None, None, None)
    assert (six["section"], six["characters"], six["sister"]) == (6, 0, None)
    assert (six["last_year"]["share"], six["last_year"]["share_to_the_letter"]) == (None, None), "unknown, and not 0"
    last, sister = five["last_year"], five["sister"]
    assert (last["agency_id"], last["year"]) == ("411602/health", 2023)
    assert last["only_here"] == ["一是栏目更新偏慢，部分内容晚于规定时限。"]
    assert last["only_there"] == ["一是栏目更新不及时，部分内容晚于规定时限。"]
    assert last["figures_differ"][1] == {
        "here": "二是解读材料多为文字，图表和视频只有24件。",
        "there": "二是解读材料多为文字，图表和视频只有23件。",
    }
    assert (last["share"], last["share_to_the_letter"]) == (104 / 123, 65 / 123)
    assert (sister["agency_id"], sister["year"]) == ("411603/health", 2024)
    assert (sister["share"], sister["figures_differ"]) == (sister["share_to_the_letter"], [])
    assert len(sister["only_here"]) == len(sister["only_there"]) == 1


def test_an_agency_of_the_same_region_is_a_sister(filled: Path, capsys: pytest.CaptureFixture[str]) -> None:
    found = compared(capsys, "川汇区教育局", "2024")
    (sister,) = [one["sister"] for one in found["sections"] if one["section"] == 5]
    assert (found["sisters"], found["last_year"]) == (2, None)
    assert (sister["agency_id"], sister["same"]) == ("411602/health", ["三是答复文书的格式不够统一。"])


def test_the_lines_for_a_person(filled: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LC_ALL", "zh_CN.UTF-8")
    assert main(["compare", "川汇区卫生健康委员会", "2024"]) == 0
    out = capsys.readouterr().out
    assert out.splitlines()[:5] == [
        "川汇区卫生健康委员会 2024 年（川汇区卫生健康委员会2024.pdf）",
        "",
        "第一部分：报告中没有。",
        "",
        "5、标题（计 123 字）",
    ]
    assert "  与 2023 年报告（川汇区卫生健康委员会2023.pdf）相同 84%（数字不计），逐字相同 52%\n" in out
    assert "    只在那里：一是栏目更新不及时，部分内容晚于规定时限。\n" in out
    assert "  与淮阳区卫生健康委员会 2024 年报告（淮阳区卫生健康委员会2024.pdf）相同 " in out
    assert "  与 2023 年报告无从比较：没有可比的文字。\n" in out
    assert out.endswith("  同类或同地区的 2 份 2024 年报告中，没有相同的句子。\n")


def test_what_is_less_than_half_the_same_is_listed_by_what_is(filled: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["compare", "411602/education", "2024"]) == 0
    out = capsys.readouterr().out
    assert "  No report on 2023 is held.\n" in out
    assert "    same: 三是答复文书的格式不够统一。\n" in out
    assert "only here" not in out


def test_no_sister_and_what_is_not_held(filled: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["compare", "411602/health", "2023"]) == 0
    assert "  No sister agency's report on 2023 is held.\n" in capsys.readouterr().out
    for words, sentence in {
        ("川汇区审计局", "2024"): "There is no report by “川汇区审计局” in the database.",
        ("411602/health", "2021"): "on 2021 is not in the database; there are those on 2023, 2024.",
    }.items():
        assert main(["compare", *words]) == 1
        out, err = capsys.readouterr()
        assert sentence in err and not out


def test_a_page_and_next_years_pdf(
    tmp_path: Path, path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LC_ALL", "zh_CN.UTF-8")
    monkeypatch.setenv("GONGKAI_DB", str(path))
    made = {year: replace(sheet(Random(1), "2021"), agency="川汇区卫生健康委员会", year=year) for year in (2023, 2024)}
    made = {year: replace(one, sections=(*one.sections[:4], problems(year), "无。")) for year, one in made.items()}
    (tmp_path / "2023.html").write_bytes(page.plain(made[2023], Random(1)))
    (tmp_path / "2024.pdf").write_bytes(pdf.ruled(made[2024], Random(1)))
    notes = {}
    for name in ("2024.pdf", "2023.html"):
        assert main(["add", str(tmp_path / name), "--json"]) == 0
        notes[name] = [one for one in json.loads(capsys.readouterr().out)["findings"] if one["check"] == CHECK]
    assert notes == {"2024.pdf": [], "2023.html": []}, "the later report was there first"
    assert main(["check", "--json"]) == 0
    told = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    (note,) = [one for one in told if one["check"] == CHECK]
    assert (note["document"], note["fields"], note["message"]) == ("2024.pdf", [], NOTE)
    (five,) = [one for one in compared(capsys, "411602/health", "2024")["sections"] if one["section"] == 5]
    assert (five["last_year"]["share"], five["last_year"]["only_there"]) == (1, [])


def test_as_people_run_it(filled: Path) -> None:
    command = [sys.executable, "-m", "ingest", "compare", "411602/health", "2024", "--db", str(filled), "--json"]
    ran = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=True)
    assert [one["section"] for one in json.loads(ran.stdout)["sections"]] == [1, 5, 6]
    assert ran.stderr == ""
