"""Questions for the answering benchmark: every kind, about agencies that are stored, each with what must come of it.

A question that is declined fast is not answered fast: so each says which status is right, and a look-up also which
figure, and the benchmark counts how many came out so.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from random import Random

FIELDS = {
    "permits.decided": ("行政许可", "permits"),
    "penalties.decided": ("行政处罚", "penalties"),
    "compulsory_measures.decided": ("行政强制", "compulsory measures"),
}


@dataclass(frozen=True, slots=True)
class Stored:
    """An agency of the database, under a name that no other has. `no` is its number."""

    no: int
    name: str
    region: str
    organ: str


@dataclass(frozen=True, slots=True)
class Asked:
    """A message, after those `before` it. `status` is what is right; `cell` (number, year, key) is the figure asked for."""

    kind: str
    text: str
    status: tuple[str, ...] = ("answered",)
    before: tuple[str, ...] = ()
    cell: tuple[int, int, str] | None = None


@dataclass(frozen=True, slots=True)
class Held:
    """What can be asked about: agencies, the Chinese name of each kind, and the years."""

    agencies: Sequence[Stored]
    organs: Mapping[str, str]
    years: Sequence[int]


Ask = Callable[[Held, Random], Asked]
NOT = ("declined", "clarify")


def lookup(held: Held, chance: Random) -> Asked:
    """One figure, in several ways to say it."""
    who, year, key = chance.choice(held.agencies), chance.choice(held.years), chance.choice(list(FIELDS))
    zh, en = FIELDS[key]
    text = chance.choice((
        f"{who.name}{year}年{zh}多少件",
        f"{year}年{who.name}的{zh}有几件？",
        f"how many {en} did {who.name} report in {year}",
        f"请问{who.region}{year}年{zh}数量是多少",
    ))  # fmt: skip
    return Asked("lookup", text, cell=(who.no, year, key))


def several(held: Held, chance: Random) -> Asked:
    """Several figures of one report."""
    who, year = chance.choice(held.agencies), chance.choice(held.years)
    return Asked("several fields", f"{who.name}{year}年许可、处罚、强制各多少")


def latest(held: Held, chance: Random) -> Asked:
    """A figure without a year."""
    return Asked("no year said", f"{chance.choice(held.agencies).name}行政许可多少件")


def compare(held: Held, chance: Random) -> Asked:
    """Two agencies."""
    one, other = chance.sample(held.agencies, 2)
    return Asked("compare", f"{one.name}和{other.name}{chance.choice(held.years)}年哪个行政许可多")


def change(held: Held, chance: Random) -> Asked:
    """Two years of one agency."""
    who, year = chance.choice(held.agencies), chance.choice(held.years[1:])
    return Asked("change", f"{who.name}{year}年行政处罚比{year - 1}年多多少")


def trend(held: Held, chance: Random) -> Asked:
    """All years of one agency."""
    return Asked("trend", f"{chance.choice(held.agencies).name}历年行政许可")


def rank(held: Held, chance: Random) -> Asked:
    """The first ten of all."""
    return Asked("rank, of all", f"{chance.choice(held.years)}年{chance.choice(list(FIELDS.values()))[0]}最多的前十家")


def rank_kind(held: Held, chance: Random) -> Asked:
    """The first ten of one kind of agency."""
    organ = held.organs[chance.choice(held.agencies).organ]
    return Asked("rank, of a kind", f"{chance.choice(held.years)}年{organ}行政处罚排名前十")


def total(held: Held, chance: Random) -> Asked:
    """The sum over one kind of agency."""
    organ = held.organs[chance.choice(held.agencies).organ]
    return Asked("total", f"{chance.choice(held.years)}年所有{organ}一共办了多少行政许可")


def position(held: Held, chance: Random) -> Asked:
    """The place of one among all."""
    return Asked("position", f"{chance.choice(held.years)}年{chance.choice(held.agencies).name}行政许可排第几")


def count(held: Held, chance: Random) -> Asked:
    """How many are above a limit."""
    return Asked("count", f"{chance.choice(held.years)}年行政许可超过{chance.choice((10, 300, 5000))}件的有几家")


def follow(held: Held, chance: Random) -> Asked:
    """One slot of the question before it is changed."""
    who, other, year = chance.choice(held.agencies), chance.choice(held.agencies), chance.choice(held.years)
    before = f"{who.name}{year}年行政许可"
    if chance.random() < 0.5:
        return Asked("follow-up", "处罚呢？", before=(before,), cell=(who.no, year, "penalties.decided"))
    return Asked("follow-up", f"那{other.name}呢", before=(before,), cell=(other.no, year, "permits.decided"))


def never(held: Held, chance: Random) -> Asked:
    """What must not be answered with a figure."""
    who, year, organ = chance.choice(held.agencies), chance.choice(held.years), chance.choice(held.agencies).organ
    twin = held.organs[organ] if organ != who.organ else "粮库"
    text = chance.choice((
        f"{who.region}{twin}{year}年行政许可多少",
        f"{who.name}{held.years[-1] + 9}年行政许可多少",
        f"{who.name}{year}年罚款金额是多少",
        f"{who.name}{year}年做得好不好",
        f"{who.name}{year}年许可为什么这么多",
        f"{who.name}{year}年甪直呷哺乜嘢行政许可多少",
    ))  # fmt: skip
    return Asked("must not be answered", text, NOT)


KINDS: tuple[Ask, ...] = (
    *(lookup, several, latest, compare, change, trend, rank, rank_kind, total, position, count, follow, never),
)


def questions(held: Held, each: int, seed: int = 1) -> list[Asked]:
    """`each` questions of every kind, shuffled."""
    chance = Random(seed)
    asked = [ask(held, chance) for ask in KINDS for _ in range(each)]
    chance.shuffle(asked)
    return asked


LONG = 4096
"""Characters of the longest message that a chat can send."""


def _around(filler: str, question: str, length: int) -> str:
    return (question + filler * length)[:length]


LONG_WAYS: Mapping[str, Callable[[str, int], str]] = {
    "question + polite words": partial(_around, "，谢谢"),
    "question + strange Chinese": partial(_around, "甪直呷哺乜嘢"),
    "question + Latin letters": partial(_around, "xingzheng"),
    "question + digits": partial(_around, "20241"),
    "question + spaces": partial(_around, " ."),
    "question + half a table": partial(_around, "|-: "),
    "question + years": partial(_around, "2023年和"),
    "question again and again": lambda question, length: (f"{question}？" * length)[:length],
    "letters alone": lambda question, length: "a" * length,
}
"""Ways to fill a message up to a length."""
