"""A Frictionless data package: every table as CSV, and datapackage.json that says what they hold and how they belong together.

The tables are written first and counted while they are, so that the description can name their size and their SHA-256.
Nothing in it depends on when it was made: the same database gives the same package, byte for byte.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Sequence
from contextlib import AbstractContextManager, contextmanager
from io import TextIOWrapper
from pathlib import Path
from typing import IO, Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from ingest.exporting.lines import write_csv
from ingest.exporting.tables import FIGURES, STATES, TABLES, Cell, Column, Table

NAME = "datapackage.json"
Read = Callable[[Table], Iterable[Sequence[Cell]]]
Opened = Callable[[str], AbstractContextManager[IO[bytes]]]
"""Opens a file of the package for writing, by its name."""

_TITLE = "政府信息公开工作年度报告的数字 · Figures of annual reports on government information disclosure"
_ABOUT = """\
各级行政机关依《政府信息公开条例》发布的年度报告中的数字，按报告所印逐字保存，未作任何更正；对不上的地方列在 findings。
没有数字的格子，数值为空，state 说明原因：{states_zh}。空白绝不是 0。
数字的来源是各机关的报告，文件名在 document 一列，网址不在本数据之内。数据由程序从报告中读出，引用前请核对原件。
本数据包未附许可；发布者如对其汇编授予许可，请在此加上 licenses。

Figures out of the annual reports that China's agencies publish under the Regulations on Open Government Information, kept
to the letter and never corrected; what does not add up stands in findings. A cell without a number has an empty value, and
state says why: {states_en}. A blank is never 0. The source of each figure is the report named in the column document; addresses
are no part of this. A program has read the reports: check the original before you cite. No licence is attached; whoever
publishes the package and licenses the compilation adds licenses here."""
_SOURCES = (
    "各行政机关发布的政府信息公开工作年度报告 · annual reports on government information disclosure, by the agencies named",
    "GB/T 2260 行政区划代码 · codes of administrative divisions",
)


def write_folder(path: Path, read: Read) -> int:
    """Writes the files of the package into a folder that exists. Returns how many figures there are."""
    return _write(lambda name: (path / name).open("wb"), read)


def write_zip(path: Path, read: Read, latest: str) -> int:
    """Writes the package as an archive, whose files are dated by `latest` (2026-11-22T…), when the last report was stored."""
    year, month, day = (int(part) for part in (latest[:10] or "1980-01-01").split("-"))
    with ZipFile(path, "w", ZIP_DEFLATED) as archive:

        @contextmanager
        def opened(name: str) -> Any:
            entry = ZipInfo(name, (year, month, day, 0, 0, 0))
            entry.compress_type, entry.external_attr = ZIP_DEFLATED, 0o644 << 16
            with archive.open(entry, "w", force_zip64=True) as file:
                yield file

        return _write(opened, read)


class _Counted:
    """Passes on what is written, and remembers how much it was and its SHA-256."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file, self.size, self._sum = file, 0, hashlib.sha256()

    def write(self, data: bytes) -> int:
        self.size += len(data)
        self._sum.update(data)
        return self._file.write(data)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._file, name)

    @property
    def sha256(self) -> str:
        return self._sum.hexdigest()


def _write(opened: Opened, read: Read) -> int:
    counts, resources = {}, []
    for table in TABLES:
        with opened(f"{table.name}.csv") as file:
            counted = _Counted(file)
            text = TextIOWrapper(counted, encoding="utf-8", newline="", write_through=False)
            counts[table.name] = write_csv(text, table, read(table))
            text.flush()
            text.detach()
        resources.append(resource(table, counted.size, counted.sha256))
    with opened(NAME) as file:
        file.write(json.dumps(described(resources), ensure_ascii=False, indent=2).encode() + b"\n")
    return counts[FIGURES.name]


def described(resources: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """The description of the package (Data Package, in what its editions 1 and 2 have in common)."""
    states = [f"{state}（{zh}）" for state, (zh, _) in STATES.items()], [f"{state} ({en})" for state, (_, en) in STATES.items()]
    return {
        "profile": "tabular-data-package",
        "name": "disclosure-reports",
        "title": _TITLE,
        "description": _ABOUT.format(states_zh="；".join(states[0]), states_en="; ".join(states[1])),
        "keywords": ["政府信息公开", "年度报告", "open government information", "China"],
        "sources": [{"title": title} for title in _SOURCES],
        "resources": list(resources),
    }


def resource(table: Table, size: int, sha256: str) -> dict[str, Any]:
    """The description of one file."""
    schema: dict[str, Any] = {"fields": [_field(column) for column in table.columns], "missingValues": [""]}
    if table.key:
        schema["primaryKey"] = list(table.key)
    if table.points:
        schema["foreignKeys"] = [
            {"fields": list(own), "reference": {"resource": name, "fields": list(theirs)}}
            for own, (name, theirs) in table.points.items()
        ]
    return {
        "profile": "tabular-data-resource",
        "name": table.name,
        "path": f"{table.name}.csv",
        "title": table.title,
        "description": f"{table.zh}。{table.en[0].upper()}{table.en[1:]}.",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "bytes": size,
        "hash": f"sha256:{sha256}",
        "dialect": {"delimiter": ",", "lineTerminator": "\n", "quoteChar": '"', "doubleQuote": True, "header": True},
        "schema": schema,
    }


def _field(column: Column) -> dict[str, Any]:
    field: dict[str, Any] = {"name": column.name, "type": column.kind, "title": column.title}
    field["description"] = f"{column.zh}。{column.en[0].upper()}{column.en[1:]}."
    constraints: dict[str, Any] = {"required": True} if column.required else {}
    if column.name == "state":
        constraints["enum"] = list(STATES)
    if constraints:
        field["constraints"] = constraints
    return field
