"""Random reports that a clerk could have handed in: every sum of the form holds."""

from __future__ import annotations

from random import Random

from tests.printing.paper import APPLICANTS, CASES, OUTCOMES, SECTION_TWO, keys_of, rows_three
from tests.printing.prose import sections
from tests.printing.sheet import Sheet

AGENCIES = {
    "红旗区卫生健康委员会": "410702/health",
    "川汇区卫生健康委": "411602/health",
    "鹤岗市卫健委": "230400/health",
    "沭阳县发展和改革局": "321322/development_reform",
    "洪泽区人民政府": "320813/government",
    "上海市人民政府办公厅": "310000/government_office",
    "中牟县教育局": "410122/education",
    "永康市市场监督管理局": "330784/market_regulation",
    "自然资源部": "000000/natural_resources",
    "南京市鼓楼区司法局": "320106/justice",
}
PEOPLE = tuple(APPLICANTS)[:-1]
ENDS = tuple(OUTCOMES)[:-1]


def sheet(chance: Random, form: str, empty: tuple[str, ...] = ("", "/", "-")) -> Sheet:
    """A random report. `empty` are the ways in which this clerk prints a nought beside 0."""
    year = chance.choice((2019, 2020) if form == "2019" else (2021, 2022, 2023, 2024))
    rows = chance.choice(("three", "one")) if form == "2021" else "one"
    figures = {**_two(chance, form), **_three(chance, rows), **_four(chance)}
    share = chance.choice((0.0, 0.1, 1.0))
    way = chance.choice(empty)
    cells = {key: way if figures[key] == "0" and chance.random() < share else figures[key] for key in keys_of(form, rows)}
    return Sheet(chance.choice(tuple(AGENCIES)), year, form, cells, sections(chance, year), rows=rows)


def _size(chance: Random) -> int:
    """Mostly nothing, often little, now and then very much."""
    return chance.choice((0, 0, 0, chance.randrange(10), chance.randrange(1000), chance.randrange(5_000_000)))


def _two(chance: Random, form: str) -> dict[str, str]:
    figures = {}
    for block in SECTION_TWO[form]:
        for _, keys in block.rows:
            for key in keys:
                number = _size(chance)
                figures[key] = f"{number:,}" if chance.random() < 0.1 else str(number)
                if key.endswith(".amount") and chance.random() < 0.5:
                    figures[key] = f"{number}.{chance.randrange(1, 100):02}"
                if key.endswith(".items_change") and chance.random() < 0.3:
                    figures[key] = str(-chance.randrange(1, 40))
    return figures


def _three(chance: Random, rows: str) -> dict[str, str]:
    busy = chance.choice((0.0, 0.05, 0.3))
    most = chance.choice((9, 60, 9999))
    grid: dict[str, dict[str, int]] = {}
    listed = [row for row, _ in rows_three(rows)]
    for row in listed:
        grid[row] = {who: chance.randrange(most) if chance.random() < busy else 0 for who in PEOPLE}
    ends = [row for row in listed if row not in ("received", "carried_in", "concluded", "carried_out")]
    for who in PEOPLE:
        grid["concluded"][who] = sum(grid[row][who] for row in ends)
        known = grid["concluded"][who] + grid["carried_out"][who]
        grid["carried_in"][who] = chance.randrange(known + 1) if chance.random() < 0.3 else 0
        grid["received"][who] = known - grid["carried_in"][who]
    for row in grid.values():
        row["total"] = sum(row.values())
    return {f"{row}.{who}": str(number) for row, counts in grid.items() for who, number in counts.items()}


def _four(chance: Random) -> dict[str, str]:
    figures = {}
    for case in CASES:
        counts = [chance.randrange(12) if chance.random() < 0.3 else 0 for _ in ENDS]
        for end, number in zip(OUTCOMES, (*counts, sum(counts)), strict=True):
            figures[f"{case}.{end}"] = str(number)
    return figures
