"""The editions of the form: what they print, in the shape that the database keeps."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from ingest.errors import KnowledgeError
from ingest.forms import load_forms, tables
from ingest.schema import KNOWLEDGE
from ingest.vocabulary import forms_told, in_use, is_before_tables
from tests.ingest.print_out import DATA, FORMS


def test_every_edition_is_there_the_newest_first() -> None:
    assert list(FORMS) == ["2021", "2019", "2008"]


def test_the_order_is_that_of_the_years_and_not_of_the_files(tmp_path: Path) -> None:
    shutil.copytree(DATA / "forms", tmp_path / "forms")
    (tmp_path / "forms" / "2021.toml").rename(tmp_path / "forms" / "1.toml")
    (tmp_path / "forms" / "2008.toml").rename(tmp_path / "forms" / "z.toml")
    assert list(load_forms(tmp_path)) == list(FORMS)


def test_the_oldest_is_free_text_and_prints_no_field() -> None:
    oldest = FORMS["2008"]
    assert not oldest.tables and not oldest.names and not oldest.sums and not oldest.marks
    assert set(oldest.headings) == set(range(1, 9))
    assert all(form != "2008" for form, *_ in tables(FORMS)["printed"])


@pytest.mark.parametrize("year", range(2008, 2026))
def test_free_text_is_never_told_for_a_document_with_tables(year: int) -> None:
    for texts in ([], ["本年制发件数"], ["本年增/减"]):
        told = forms_told(texts, FORMS)
        assert all(form.tables for form in told)
        assert in_use(told, year).tables
    assert is_before_tables([], FORMS, year) == (year < 2019)


def test_each_edition_prints_what_it_prints() -> None:
    new, old = FORMS["2021"].names, FORMS["2019"].names
    assert len(new) == 10 + 26 * 7 + 15
    assert len(old) == 22 + 23 * 7 + 15
    assert "rules.repealed" in new and "rules.repealed" not in old
    assert "procurement.amount" in old and "procurement.amount" not in new
    assert "other_other.total" not in old


def test_the_rows_are_those_of_the_database() -> None:
    found = tables(FORMS)
    for name in ("form", "form_table", "field", "printed", "sum_rule"):
        assert all(len(row) == len(KNOWLEDGE[name]) for row in found[name])
    keys = [row[0] for row in found["field"]]
    assert len(keys) == len(set(keys)) == len(FORMS["2021"].names.keys() | FORMS["2019"].names.keys())
    units = {row[0]: row[5] for row in found["field"]}
    assert (units["permits.decided"], units["fees.amount"], units["permits.items_last_year"]) == ("件", "万元", "项")
    names = {row[0]: (row[6], row[7]) for row in found["field"]}
    assert names["permits.decided"][0] == "行政许可处理决定数量"
    assert names["granted.total"][0] == "予以公开（总计）"


def test_the_database_tells_how_a_form_is_drawn() -> None:
    found = tables(FORMS)
    columns = KNOWLEDGE["printed"]
    printed = {(row[0], row[1]): dict(zip(columns, row, strict=True)) for row in found["printed"]}
    secret = printed["2021", "denied_state_secret.business"]
    assert json.loads(secret["row_heads"]) == ["三、本年度办理结果", "（三）不予公开", "1.属于国家秘密"]
    assert json.loads(secret["column_heads"]) == ["申请人情况", "法人或其他组织", "商业企业"]
    assert printed["2021", "received.total"]["number"] == "一"
    assert json.loads(printed["2021", "received.total"]["row_heads"]) == ["一、本年新收政府信息公开申请数量"]
    order = [key for form, key in sorted(printed, key=lambda one: printed[one]["ord"]) if form == "2019"]
    assert order[:3] == ["rules.made", "rules.newly_published", "rules.published_total"]
    assert order.index("other_services.decided") < order.index("penalties.items_last_year") < order.index("received.person")
    across = [(form, section) for form, _, section, _, _, runs_across in found["form_table"] if runs_across]
    assert sorted(across) == [("2019", 4), ("2021", 4)]


def test_only_the_two_ways_to_print_other_are_alternatives() -> None:
    rows = {field.split(".")[0] for form, field, *_, alternative in tables(FORMS)["printed"] if alternative}
    assert rows == {"other", "other_not_corrected", "other_fee_unpaid", "other_other"}


def test_every_sum_of_the_form_is_written_out() -> None:
    names = [rule.name for rule in FORMS["2021"].sums]
    assert {name: names.count(name) for name in names} == {"applicants": 26, "outcomes": 7, "balance": 7, "cases": 3}
    balance = next(row for row in tables(FORMS)["sum_rule"] if row[1] == "balance")
    assert json.loads(balance[2]) == ["received.person", "carried_in.person"]
    assert json.loads(balance[3]) == ["concluded.person", "carried_out.person"]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('key = "repealed"', 'key = "made"'),
        ('left = ["received", "carried_in"]', 'left = ["receive", "carried_in"]'),
        ("since = 2021", "since = "),
        ('notice = "国办公开办函〔2021〕30号"', ""),
        ("marks = [", "marks = []\nothers = ["),
    ],
)
def test_a_form_that_contradicts_itself_is_refused(tmp_path: Path, old: str, new: str) -> None:
    shutil.copytree(DATA / "forms", tmp_path / "forms")
    file = tmp_path / "forms" / "2021.toml"
    file.write_text(file.read_text("utf-8").replace(old, new, 1), "utf-8")
    with pytest.raises(KnowledgeError, match=r"2021\.toml"):
        load_forms(tmp_path)


def test_no_form_at_all_is_refused(tmp_path: Path) -> None:
    with pytest.raises(KnowledgeError):
        load_forms(tmp_path)
