"""Reports and a small catalogue built by hand, so that the store can be tested without reading a document."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from ingest.carried import COLUMNS
from ingest.catalogue import Catalogue
from ingest.refusals import refused
from ingest.report import Agency, Figure, Finding, ProseFigure, Report, Section, State
from ingest.sources import Brought, Sources

NOW = "2025-03-01T08:00:00Z"
LATER = "2025-04-01T08:00:00Z"

KEYS = (
    "permits.decided",
    "penalties.decided",
    "fees.amount",
    *(f"{row}.{column}" for row in ("received", "carried_in", "granted", "carried_out") for column in COLUMNS),
)

HEALTH = Agency("411602/health", "川汇区卫生健康委员会", "411602", "川汇区", "health")


def _no_web(address: str) -> Brought:
    raise refused("unsupported")


NO_WEB = Sources(_no_web, lambda name: True)
"""Documents from files and archives alone."""


def catalogue(keys: tuple[str, ...] = KEYS) -> Catalogue:
    """Two forms: 2021 prints every key, 2019 all but the first."""
    fields = tuple(
        (key, ord_, 3, *key.split("."), "件", f"「{key}」", key, "行", "row", "列", "column") for ord_, key in enumerate(keys)
    )
    return Catalogue(
        {
            "form": (("2021", "2021年格式", ""), ("2019", "2019年格式", "")),
            "form_table": tuple((form, 0, 3, "", "", 0) for form in ("2021", "2019")),
            "field": fields,
            "printed": tuple(
                (form, key, key, key, place, 0, "", f'["{key}"]', f'["{key}"]', 0)
                for form, printed in (("2021", keys), ("2019", keys[1:]))
                for place, key in enumerate(printed)
            ),
            "sum_rule": (),
            "region": (("411602", "川汇区", "411600", "county", "chuanhuiqu"),),
            "region_name": (("川汇区", "411602", "full"), ("川汇", "411602", "short")),
            "organ": (("health", "卫生健康委员会", "health commission"),),
            "organ_name": (("卫健委", "health", "short"),),
        },
        {"gazetteer": "by hand"},
        {"2021": 2021, "2019": 2019},
    )


def number(key: str, value: str, raw: str | None = None, page: int | None = None) -> Figure:
    """A printed number."""
    return Figure(key, State.NUMBER, Decimal(value), value if raw is None else raw, page)


def report(year: int = 2024, agency: Agency = HEALTH, **figures: str) -> Report:
    """A report with every key of the catalogue: 0 but for `figures`, in which a dot is written as two underscores."""
    given = {key.replace("__", "."): value for key, value in figures.items()}
    table = {key: number(key, given.get(key, "0")) for key in KEYS}
    table["granted.research"] = Figure("granted.research", State.BLANK, None, "")
    document = f"{agency.name}{year}.pdf"
    return Report(
        document,
        "pdf",
        "sha of " + document,
        f"{agency.name}{year}年政府信息公开工作年度报告",
        agency,
        year,
        "2021",
        table,
        (Finding("near_label", "note", ("granted.total",), "标签相近。", "A label was near."),),
        (Section(1, "一、总体情况", "发布信息140条。", 1), Section(2, "二、主动公开", "见表。", 2)),
        (ProseFigure(1, "发布信息", Decimal(140), "条", "发布信息140条。", 1),),
        6,
    )


def corrected(old: Report, key: str, value: str) -> Report:
    """The same report from another file, with one other number."""
    figures = {**old.figures, key: number(key, value)}
    return replace(old, document="corrected.pdf", sha256="sha of corrected.pdf", figures=figures)
