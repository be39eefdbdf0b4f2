"""The shape of the database: its tables, its numbered migrations, and what follows from the forms.

The database is a cube, agency × year × field. `figures` shows one wide row of numbers by (year, agency), NULL for
whatever is not a number. It is a view: the numbers lie in parts, tables by (year, agency) with the fields of one section
of the form, or of two applicants where a section has many (`figures_2`, `figures_3_total`), for SQLite reads the whole of
each row that it ranks. Every report has a row in every part; WITHOUT ROWID makes them an eighth of the size of a long
table. `evidence` beside them says of every other cell what it is, and of every number where it is printed. Amounts of
money stand in `figures` in 万元, whatever unit they are printed in, so that they can be ranked and added; `evidence`
keeps them as printed. The tables in KNOWLEDGE describe the forms, the regions and the kinds of agency, so that the file
explains itself; `field.part` says where the numbers of a field lie.

Only SQL stands here; `store` runs it.
"""

from __future__ import annotations

from functools import lru_cache

VERSION = "1"

KNOWLEDGE: dict[str, tuple[str, ...]] = {
    "form": ("id", "title", "notice"),
    "form_table": ("form", "no", "section", "clause", "corner", "across"),
    "field": (
        "key",
        "ord",
        "section",
        "row",
        "column",
        "unit",
        "zh",
        "en",
        "row_zh",
        "row_en",
        "column_zh",
        "column_en",
    ),
    "printed": (
        "form",
        "field",
        "row_label",
        "column_label",
        "ord",
        "form_table",
        "number",
        "row_heads",
        "column_heads",
        "alternative",
    ),
    "sum_rule": ("form", "name", "left", "right"),
    "region": ("code", "name", "parent", "level", "pinyin"),
    "region_name": ("name", "code", "kind"),
    "organ": ("id", "zh", "en"),
    "organ_name": ("name", "organ", "kind"),
}
"""The tables that are written from data/ as a whole, with their columns."""

_TABLES = """
CREATE TABLE form (id TEXT PRIMARY KEY, title TEXT, notice TEXT);
CREATE TABLE field (
    key TEXT PRIMARY KEY, ord INTEGER, section INTEGER, "row" TEXT, "column" TEXT, unit TEXT,
    zh TEXT, en TEXT, row_zh TEXT, row_en TEXT, column_zh TEXT, column_en TEXT
);
CREATE TABLE printed (
    form TEXT, field TEXT, row_label TEXT, column_label TEXT, alternative INTEGER, PRIMARY KEY (form, field)
) WITHOUT ROWID;
CREATE TABLE sum_rule (form TEXT, name TEXT, "left" TEXT, "right" TEXT);
CREATE TABLE region (code TEXT PRIMARY KEY, name TEXT, parent TEXT, level TEXT, pinyin TEXT);
CREATE TABLE region_name (name TEXT, code TEXT, kind TEXT, PRIMARY KEY (name, code)) WITHOUT ROWID;
CREATE INDEX region_name_code ON region_name (code);
CREATE TABLE organ (id TEXT PRIMARY KEY, zh TEXT, en TEXT);
CREATE TABLE organ_name (name TEXT, organ TEXT, kind TEXT, PRIMARY KEY (name, organ)) WITHOUT ROWID;
CREATE TABLE agency (
    no INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, name TEXT NOT NULL, region_code TEXT, region TEXT, organ TEXT
);
CREATE INDEX agency_region_organ ON agency (region_code, organ);
CREATE INDEX agency_organ ON agency (organ);
CREATE TABLE agency_name (name TEXT, agency INTEGER, PRIMARY KEY (name, agency)) WITHOUT ROWID;
CREATE TABLE report (
    no INTEGER PRIMARY KEY, agency INTEGER NOT NULL, year INTEGER NOT NULL, form TEXT, document TEXT, kind TEXT,
    sha256 TEXT, title TEXT, pages INTEGER, figures INTEGER, added TEXT, UNIQUE (agency, year)
);
CREATE INDEX report_year ON report (year);
CREATE TABLE evidence (year INTEGER, agency INTEGER, cells TEXT, PRIMARY KEY (year, agency)) WITHOUT ROWID;
CREATE TABLE section (
    year INTEGER, agency INTEGER, section INTEGER, heading TEXT, text TEXT, page INTEGER,
    PRIMARY KEY (year, agency, section)
) WITHOUT ROWID;
CREATE TABLE prose (
    no INTEGER PRIMARY KEY, year INTEGER, agency INTEGER, section INTEGER, subject TEXT, value NUMERIC, unit TEXT,
    sentence TEXT, page INTEGER
);
CREATE INDEX prose_report ON prose (year, agency);
CREATE TABLE finding (
    no INTEGER PRIMARY KEY, year INTEGER, agency INTEGER, "check" TEXT, severity TEXT, fields TEXT, zh TEXT, en TEXT,
    "left" NUMERIC, "right" NUMERIC, difference NUMERIC
);
CREATE INDEX finding_report ON finding (year, agency);
CREATE TABLE version (
    no INTEGER PRIMARY KEY, agency INTEGER, year INTEGER, document TEXT, sha256 TEXT, replaced TEXT, figures TEXT,
    sections TEXT
);
CREATE INDEX version_report ON version (agency, year);
CREATE TABLE source (
    sha256 TEXT, document TEXT, agency INTEGER, year INTEGER, PRIMARY KEY (sha256, document)
) WITHOUT ROWID;
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT) WITHOUT ROWID;
"""

_READER = "ALTER TABLE source ADD COLUMN reader TEXT"
"""Which code and knowledge read the file: where they are the same today, it need not be read again."""

_WORDING = "INSERT OR REPLACE INTO meta (key, value) VALUES ('wording', '')"
"""From here on, whoever writes keeps the index of the words in step (`wording` makes it); older programs may not write."""

_LAYOUT = """
CREATE TABLE form_table (
    form TEXT, no INTEGER, section INTEGER, clause TEXT, corner TEXT, across INTEGER, PRIMARY KEY (form, no)
) WITHOUT ROWID;
ALTER TABLE printed ADD COLUMN ord INTEGER;
ALTER TABLE printed ADD COLUMN form_table INTEGER;
ALTER TABLE printed ADD COLUMN number TEXT;
ALTER TABLE printed ADD COLUMN row_heads TEXT;
ALTER TABLE printed ADD COLUMN column_heads TEXT;
"""
"""How the tables of a form are drawn: their order, and all labels above a row and a column (JSON, the outermost first)."""

_VIEWS = 'DROP VIEW IF EXISTS "报告"'
"""From here on there are views for people; `views` makes them whenever the forms are learned, as they are after a migration."""

_PARTS = "ALTER TABLE field ADD COLUMN part TEXT"
"""From here on `figures` is a view. Where it is a table still, `parts` moves what it holds, in the same transaction."""

_BODIES = "CREATE INDEX agency_body ON agency (organ, substr(id, instr(id, '/') + 1)) WHERE organ IS NULL"
"""Towns and bureaus of no listed kind by their names without the region: a message asks for the few that begin as it does."""

MIGRATIONS: tuple[tuple[str, str], ...] = (
    ("0001_tables", _TABLES),
    ("0002_reader", _READER),
    ("0003_wording", _WORDING),
    ("0004_layout", _LAYOUT),
    ("0005_views", _VIEWS),
    ("0006_parts", _PARTS),
    ("0007_bodies", _BODIES),
)
"""Name and SQL, applied in this order, each once. A migration that has been released is never changed: add another."""


def quoted(name: str) -> str:
    """An SQL identifier. Field keys hold a dot (`permits.decided`), so that every column is quoted."""
    return '"' + name.replace('"', '""') + '"'


@lru_cache(maxsize=256)
def insert_row(table: str, columns: tuple[str, ...]) -> str:
    """INSERT OR REPLACE of one row, a parameter a column."""
    names = [quoted(column) for column in columns]
    return f"INSERT OR REPLACE INTO {quoted(table)} ({', '.join(names)}) VALUES ({', '.join('?' * len(names))})"
