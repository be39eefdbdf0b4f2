"""Saying it: sentences out of data/words/answers.csv and sentences.csv, numbers, names, in the language of the question."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import ROUND_HALF_EVEN, Decimal

from bot.fetch.measures import RATES, SUMS, is_rate, unit_among
from bot.question import Bound

_UNITS_EN = {"件": "", "项": "", "万元": " ten thousand yuan", "元": " yuan", "亿元": " hundred million yuan"}
"""What is counted stands in the sentence itself: 2,906 permit decisions."""

_ALL = "total"


class Say:
    """The voice of one answer, in one language."""

    def __init__(self, language: str, says: Mapping[str, tuple[str, str]], fields: Mapping[str, Mapping[str, str]]) -> None:
        self.language = language
        self._place = 0 if language == "zh" else 1
        self._says = says
        self._fields = fields

    def __call__(self, key: str, **values: object) -> str:
        """The sentence of that key with its blanks filled."""
        return self._counted(key, values.get("value") == 1).format(**values)

    def _counted(self, key: str, one: bool) -> str:
        """A sentence with its nouns in the number meant: [permit|permits]."""
        text = self._says[key][self._place]
        if "[" not in text:
            return text
        parts = []
        for piece in text.split("["):
            forms, closed, rest = piece.partition("]")
            single, _, many = forms.partition("|")
            parts.append(f"{single if one else many}{rest}" if closed else piece)
        return "".join(parts)

    def number(self, value: Decimal | None, unit: str | None = None) -> str:
        """The number as printed, with its unit: 2906件, 7730.28万元; 2906, 7730.28 ten thousand yuan. To the digit and to the
        letter as the report has it, in either language: whoever looks for it in the document must find it."""
        if value is None:
            return "—"
        return f"{self._plain(value)}{self.unit_said(unit)}"

    def _plain(self, value: Decimal) -> str:
        whole = value.normalize() if value == value.to_integral_value() else value
        return format(whole, "f")

    def unit_said(self, unit: str | None) -> str:
        """What is said of a unit after a number, with the space that parts them; nothing where the sentence says it."""
        if self.language == "zh":
            return unit or ""
        return _UNITS_EN.get(unit, f" {unit}") if unit else ""

    def rounded(self, value: Decimal, places: int = 2, unit: str | None = None) -> str:
        """A number worked out, to two places, trailing zeros cut."""
        return self._plain(cut(value, places)) + (self.unit_said(unit) if unit else "")

    def among(self, key: str, value: Decimal | None) -> str:
        """A figure as it stands among those of others: 7730.28万元, 40%."""
        return self.percent(value) if is_rate(key) and value is not None else self.number(value, self.unit(key))

    def percent(self, fraction: Decimal) -> str:
        """A fraction as a percentage with two places."""
        return f"{self.rounded(fraction * 100)}%"

    def apart(self, key: str, difference: Decimal, unit: str | None = None) -> str:
        """How far two figures lie apart; two rates by percentage points, which are no percent of anything."""
        return self("points", value=self.rounded(difference * 100)) if is_rate(key) else self.number(difference, unit)

    def field(self, key: str) -> str:
        """What a key is called: 行政许可处理决定数量, 不予公开（自然人）, denial rate."""
        if key in RATES:
            return self(f"name.{key}")
        row, _, column = key.partition(".")
        if row in SUMS:
            part = self._fields.get(f"{SUMS[row][0]}.{column}", {})
            return self("name.sum", row=self(f"name.{row}"), column=part.get(f"column_{self.language}", column))
        return self._fields[key][self.language]

    def parts(self, key: str) -> tuple[str, str]:
        """What the row and the column of a field are called."""
        return self._fields[key][f"row_{self.language}"], self._fields[key][f"column_{self.language}"]

    def label(self, key: str) -> str:
        """What a key is called in a table and after the name of an agency: the row alone where all applicants are meant."""
        row, _, column = key.partition(".")
        if key in RATES or column != _ALL:
            return self.field(key)
        return self(f"name.{row}") if row in SUMS else self._fields[key][f"row_{self.language}"]

    def phrase(self, key: str, value: Decimal | None, unit: str | None = None, shown: str | None = None) -> str:
        """What was done and how often: 作出行政许可处理决定2906件, made 2,906 permit decisions."""
        row, _, column = key.partition(".")
        name = next(name for name in (key, f"{row}.*", row, "figure.other") if name in self._says)
        part = self._fields.get(f"{SUMS[row][0]}.{column}" if row in SUMS else key, {})
        called = part.get(f"column_{self.language}", column)
        who = "" if column == _ALL else ("" if self.language == "zh" else " ") + self("who", column=called)
        told = shown or self.number(value, unit)
        return self._counted(name, value == 1).format(value=told, label=self.label(key), column=called, who=who)

    def figure(self, name: str, year: object, key: str, value: Decimal | None, unit: str | None) -> str:
        """A figure as a sentence, without its full stop: 川汇区…2024年作出行政许可处理决定2906件."""
        return self("figure.said", name=name, year=year, phrase=self.phrase(key, value, unit))

    def said(self, name: str, year: object, key: str, value: Decimal | None) -> str:
        """The same for a figure out of a set, of a rate too."""
        if is_rate(key):
            return self("rate.had", name=name, year=year, field=self.label(key), value=self.among(key, value))
        return self.figure(name, year, key, value, self.unit(key))

    def counted(self, counted: int, of: int) -> str:
        """How many of how many reports were counted."""
        return self("set.every" if counted == of else "set.counted", counted=counted, of=of)

    def unit(self, key: str) -> str | None:
        """The unit of a key; None for a rate."""
        if key in RATES:
            return None
        row, _, column = key.partition(".")
        known = self._fields.get(f"{SUMS[row][0]}.{column}" if row in SUMS else key, {})
        return unit_among(key, known.get("unit"))

    def bound(self, bound: Bound, key: str) -> str:
        """A limit on a figure in words: 超过1000件, between 200 and 500."""
        return self(f"bound.{bound.relation}", low=self.among(key, bound.low), high=self.among(key, bound.high))

    def limited(self, bounds: Iterable[Bound], key: str) -> str:
        """What those did that keep the limits: 作出行政许可处理决定超过1000件, made more than 1,000 permit decisions."""
        limit = self.list(self.bound(bound, key) for bound in bounds)
        return self("rate.limited", field=self.label(key), limit=limit) if is_rate(key) else self.phrase(key, None, shown=limit)

    def state(self, state: str) -> str:
        """What a cell that holds no number is: 空白, “/”, 无法辨认 …"""
        return self(f"state.{state}")

    def list(self, items: Iterable[object]) -> str:
        """Things in a row: A、B和C would hide a name, so plain 顿号; in English commas."""
        return ("、" if self.language == "zh" else ", ").join(str(item) for item in items)

    def joined(self, sentences: Iterable[str]) -> str:
        """Sentences after each other on one line."""
        return ("" if self.language == "zh" else " ").join(sentences)


def cut(value: Decimal, places: int = 2) -> Decimal:
    """A number worked out, as it is told: to so many places, trailing zeros cut."""
    shown = value.quantize(Decimal(1).scaleb(-places), ROUND_HALF_EVEN)
    return shown.to_integral_value() if shown == shown.to_integral_value() else shown.normalize()
