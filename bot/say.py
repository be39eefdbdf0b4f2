"""Saying it: sentences out of data/words/answers.csv, numbers, names of figures, in the language of the question."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import ROUND_HALF_EVEN, Decimal

from bot.measures import RATES, SUMS, unit_among

_UNITS_EN = {"件": " items", "项": " items", "万元": " ten-thousand yuan", "元": " yuan"}


class Say:
    """The voice of one answer, in one language."""

    def __init__(self, language: str, says: Mapping[str, tuple[str, str]], fields: Mapping[str, Mapping[str, str]]) -> None:
        self.language = language
        self._place = 0 if language == "zh" else 1
        self._says = says
        self._fields = fields

    def __call__(self, key: str, **values: object) -> str:
        """The sentence of that key with its blanks filled."""
        return self._says[key][self._place].format(**values)

    def number(self, value: Decimal | None, unit: str | None = None) -> str:
        """The number as printed, with its unit: 2906件, 7730.28万元; 7730.28 ten-thousand yuan."""
        if value is None:
            return "—"
        plain = format(value.normalize() if value == value.to_integral_value() else value, "f")
        if self.language == "zh":
            return f"{plain}{unit or ''}"
        return f"{plain}{_UNITS_EN.get(unit or '', f' {unit}' if unit else '')}"

    def rounded(self, value: Decimal, places: int = 2) -> str:
        """A number worked out, to two places, trailing zeros cut."""
        shown = value.quantize(Decimal(1).scaleb(-places), ROUND_HALF_EVEN)
        return format(shown.normalize() if shown != shown.to_integral_value() else shown.to_integral_value(), "f")

    def percent(self, fraction: Decimal) -> str:
        """A fraction as a percentage with two places."""
        return f"{self.rounded(fraction * 100)}%"

    def field(self, key: str) -> str:
        """What a key is called: 行政许可处理决定数量, 不予公开（自然人）, denial rate."""
        if key in RATES:
            return self(f"name.{key}")
        row, _, column = key.partition(".")
        if row in SUMS:
            part = self._fields.get(f"{SUMS[row][0]}.{column}", {})
            return self("name.sum", row=self(f"name.{row}"), column=part.get(f"column_{self.language}", column))
        return self._fields[key][self.language]

    def unit(self, key: str) -> str | None:
        """The unit of a key; None for a rate."""
        if key in RATES:
            return None
        row, _, column = key.partition(".")
        known = self._fields.get(f"{SUMS[row][0]}.{column}" if row in SUMS else key, {})
        return unit_among(key, known.get("unit"))

    def state(self, state: str) -> str:
        """What a cell that holds no number is: 空白, “/”, 无法辨认 …"""
        return self(f"state.{state}")

    def list(self, items: Iterable[object]) -> str:
        """Things in a row: A、B和C would hide a name, so plain 顿号; in English commas."""
        return ("、" if self.language == "zh" else ", ").join(str(item) for item in items)
