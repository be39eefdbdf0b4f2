"""The check across two years: what was carried out of last year must be what was carried into this one.

Section three of the form ends with 四、结转下年度继续办理 and begins with 二、上年结转政府信息公开申请数量. Where
both reports are stored and both cells hold numbers, the two must be equal, column by column. Like every check it
changes nothing: it says what does not agree.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from ingest.report import Finding

CHECK = "carried_over"

COLUMNS = ("person", "business", "research", "public_interest", "legal_service", "other_organisation", "total")
OUT = tuple(f"carried_out.{column}" for column in COLUMNS)
IN = tuple(f"carried_in.{column}" for column in COLUMNS)

Numbers = Mapping[str, Decimal]
"""The numbers that a report has in the cells above."""


def carried_over(year: int, last: Numbers, this: Numbers, names: Mapping[str, tuple[str, str]]) -> tuple[Finding, ...]:
    """The findings on the report of `year`, given last year's. `names` are the fields' names, (zh, en) by key."""
    findings = []
    for out_key, in_key in zip(OUT, IN, strict=True):
        left, right = last.get(out_key), this.get(in_key)
        if left is not None and right is not None and left != right:
            findings.append(_finding(year, (out_key, left), (in_key, right), names))
    return tuple(findings)


def _finding(year: int, last: tuple[str, Decimal], this: tuple[str, Decimal], names: Mapping[str, tuple[str, str]]) -> Finding:
    (out_key, left), (in_key, right) = last, this
    out_zh, out_en = names.get(out_key, (out_key, out_key))
    in_zh, in_en = names.get(in_key, (in_key, in_key))
    gap = right - left
    zh = f"{year - 1}年报告中“{out_zh}”为{left}，{year}年报告中“{in_zh}”为{right}，相差{abs(gap)}。"
    en = f"The {year - 1} report has {left} for “{out_en}”, the {year} report has {right} for “{in_en}”: {abs(gap)} apart."
    return Finding(CHECK, "error", (in_key,), zh, en, left, right, gap)
