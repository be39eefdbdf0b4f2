"""Which agencies a scope holds, as a condition in SQL."""

from __future__ import annotations

from typing import Any

from bot.question import Scope


def region_prefix(code: str) -> str:
    """What the codes of a region and of all below it begin with: 410000 → 41, 411600 → 4116, 411602 → 411602."""
    if code == "000000":
        return ""
    return code[:2] if code.endswith("0000") else code[:4] if code.endswith("00") else code


_DEPARTMENTS = (
    "a.organ IS NOT 'government' AND (a.organ IS NOT NULL OR NOT"
    " (a.name GLOB '*政府' OR a.name GLOB '*街道办事处' OR a.name GLOB '*管理委员会' OR a.name GLOB '*管委会'))"
)


def where_of(scope: Scope) -> tuple[str, tuple[Any, ...]]:
    """A condition on `agency a`, and its values; "1" for every agency."""
    parts: list[str] = []
    values: list[Any] = []
    if scope.agencies:
        parts.append(f"a.no IN ({', '.join('?' * len(scope.agencies))})")
        values.extend(scope.agencies)
    if scope.organ:
        parts.append("a.organ = ?")
        values.append(scope.organ)
    if scope.regions:
        parts.append("(" + " OR ".join(["a.region_code GLOB ?"] * len(scope.regions)) + ")")
        values.extend(region_prefix(code) + "*" for code in scope.regions)
    if scope.level:
        parts.append("a.region_code IN (SELECT code FROM region WHERE level = ?)")
        values.append(scope.level)
    if scope.departments:
        parts.append(_DEPARTMENTS)
    if scope.without:
        parts.append(f"a.no NOT IN ({', '.join('?' * len(scope.without))})")
        values.extend(scope.without)
    return " AND ".join(parts) or "1", tuple(values)
