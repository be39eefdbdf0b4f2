"""Puts random questions into Chinese and English. Every choice comes from the chance that is handed in."""

from __future__ import annotations

from collections.abc import Sequence
from random import Random
from typing import TypeVar

from tests.questions.oracle import words
from tests.questions.oracle.asked import Asked, Limit
from tests.questions.oracle.numerals import chinese
from tests.questions.oracle.phrases import EN, ZH

DIGITS = ("〇一二三四五六七八九", "零一二三四五六七八九")
LAST_YEAR = 2025
"""What 去年 is; the day on which all is asked lies in the year after."""
Agencies = dict[str, str]
T = TypeVar("T")


class Speaker:
    """Says questions; `names` are the printed names by agency."""

    def __init__(self, chance: Random, names: Agencies) -> None:
        self._chance = chance
        self._names = names

    def say(self, asked: Asked) -> str:
        """The question in words. English only where there are English words for all of it."""
        can = self._in_english(asked)
        if can and self._chance.random() < 0.3:
            return self.one(EN[asked.operation])(self, asked).replace(" ?", "?").strip()
        said = self.one(ZH[asked.operation])(self, asked)
        before = self.one(["", "", "", "请问", "你好，", "想查一下"])
        return before + said + self.one(["", "", "？", "?", "。"])

    def one(self, entries: Sequence[T]) -> T:
        """One of them, by chance."""
        return self._chance.choice(entries)

    def _in_english(self, asked: Asked) -> bool:
        if asked.operation not in EN:
            return False
        told = asked.stranger or all(self._agency_en(agency) for agency in asked.agencies)
        fields = all(words.FIELDS.get(field, ((), ()))[1] or field in words.RATES for field in asked.fields)
        latin = not asked.stranger or asked.stranger.isascii()
        return bool(told and fields and latin and (asked.group is None or asked.group.en))

    def agency(self, id: str) -> str:
        """A name of the agency."""
        if id in words.MINISTRIES:
            return self.one(words.MINISTRIES[id][0])
        region, kinds = self._parts(id)
        if not kinds or region not in words.REGIONS:
            return self._names[id]
        return self.one([self._names[id], *(region + kind for kind in kinds)])

    def _parts(self, id: str) -> tuple[str, tuple[str, ...]]:
        """The region's own name within the printed one, and the names of the kind."""
        name, organ = self._names[id], id.split("/")[1]
        own = [region for region in words.REGIONS if region in name]
        region = max(own, key=name.rfind, default="")
        return region, words.KINDS[organ][0] if organ in words.KINDS else ()

    def _agency_en(self, id: str) -> str:
        if id in words.MINISTRIES:
            return words.MINISTRIES[id][1]
        region, kinds = self._parts(id)
        if not kinds or region not in words.REGIONS:
            return ""
        return f"the {words.REGIONS[region]} {words.KINDS[id.split('/')[1]][1]}"

    def who(self, asked: Asked, place: int = 0) -> str:
        return asked.stranger if asked.stranger and not asked.agencies else self.agency(asked.agencies[place])

    def who_en(self, asked: Asked, place: int = 0) -> str:
        return f"the {asked.stranger}" if asked.stranger and not asked.agencies else self._agency_en(asked.agencies[place])

    def what(self, asked: Asked, place: int = 0) -> str:
        if asked.stranger and asked.agencies:
            return asked.stranger
        field = asked.fields[place]
        return self.one((words.RATES.get(field) or words.FIELDS[field])[0])

    def what_en(self, asked: Asked, place: int = 0) -> str:
        if asked.stranger and asked.agencies:
            return asked.stranger
        field = asked.fields[place]
        return words.RATES[field][1] if field in words.RATES else (self.one(words.FIELDS[field][1]))

    def year(self, year: int) -> str:
        ways = [f"{year}年"] * 5 + [f"{year}年度", f"{year % 100}年", f"{year}"]
        ways += ["".join(digits[int(digit)] for digit in str(year)) + "年" for digits in DIGITS]
        ways.append("".join(chr(ord(digit) + 0xFEE0) for digit in str(year)) + "年")
        if year == LAST_YEAR:
            ways += ["去年", "去年"]
        if year == LAST_YEAR - 1:
            ways += ["前年", "前年"]
        return self.one(ways)

    def when(self, asked: Asked) -> str:
        return "、".join(self.year(year) for year in asked.years)

    def when_en(self, asked: Asked) -> str:
        if not asked.years:
            return ""
        (year,) = asked.years
        return self.one([f"in {year}"] * 4 + (["last year"] if year == LAST_YEAR else []))

    def group(self, asked: Asked) -> str:
        assert asked.group
        return self.one(asked.group.zh)

    def group_en(self, asked: Asked) -> str:
        assert asked.group
        return self.one(asked.group.en)

    def how_many(self, asked: Asked) -> str:
        money = asked.fields and asked.fields[0] in words.MONEY
        return self.one(["多少万元", "是多少", "有多少"] if money else ["多少件", "有多少件", "几件", "是多少", "有几件"])

    def number(self, value: int) -> str:
        ways = [str(value)] * 3 + ([f"{value:,}"] if value > 999 else []) + [chinese(value)]
        return self.one(ways)

    def limit(self, limit: Limit, unit: str) -> str:
        low, high = self.number(limit.low), self.number(limit.high)
        ways = {
            ">": [f"超过{low}{unit}", f"大于{low}{unit}", f"多于{low}{unit}"],
            ">=": [f"在{low}{unit}以上", f"不少于{low}{unit}", f"至少{low}{unit}", f"不低于{low}{unit}"],
            "<": [f"不到{low}{unit}", f"少于{low}{unit}", f"低于{low}{unit}"],
            "<=": [f"不超过{low}{unit}", f"在{low}{unit}以下", f"不多于{low}{unit}"],
            "=": [f"是{low}{unit}", f"为{low}{unit}"],
            "between": [f"在{limit.low}到{limit.high}{unit}之间", f"介于{limit.low}和{limit.high}{unit}之间"],
        }
        return (self.one(ways[limit.relation])) if high else ""

    def limit_en(self, limit: Limit) -> str:
        low = f"{limit.low:,}"
        ways = {
            ">": [f"more than {low}", f"over {low}"],
            ">=": [f"at least {low}", f"no fewer than {low}"],
            "<": [f"fewer than {low}", f"less than {low}"],
            "<=": [f"at most {low}", f"no more than {low}"],
            "=": [f"exactly {low}"],
            "between": [f"between {low} and {limit.high:,}"],
        }
        return self.one(ways[limit.relation])
