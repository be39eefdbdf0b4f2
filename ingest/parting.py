"""Numbers that run together: 713000074 in seven places is 71, 3, 0, 0, 0, 0, 74, for only so the row adds up.

A row is parted where exactly one way of parting fits the sums of its row and does not go against those of its columns,
which rows that stand firm already decide. Where several ways fit, or none, it stays as it is.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import accumulate
from math import comb

Row = tuple[int, ...]
Fits = Callable[[Row], bool]

_MOST, _MOST_OF_A_GROUP = 20_000, 5_000
_ROUNDS = 4


def ways(tokens: Sequence[str], places: int) -> list[Row] | None:
    """Every way to part runs of digits into so many whole numbers; None where those could be too many to look at.

    No number begins with a 0 but 0 itself. What is not digits alone cannot be parted.
    """
    digits = sum(map(len, tokens))
    if not all(token.isascii() and token.isdigit() for token in tokens) or not len(tokens) <= places <= digits:
        return []
    if comb(digits - 1, places - 1) > _MOST:
        return None
    partial: list[Row] = [()]
    for number, token in enumerate(tokens):
        rest = tokens[number + 1 :]
        least, most = len(rest), sum(map(len, rest))
        partial = [
            (*row, *piece)
            for row in partial
            for piece in _pieces(token, places - len(row) - least)
            if len(row) + len(piece) + most >= places
        ]
    return partial


@lru_cache(maxsize=4096)
def _pieces(token: str, most: int) -> list[Row]:
    """The ways to part one run of digits into at most so many numbers."""
    if not token:
        return [()]
    if most < 1:
        return []
    ends = (1,) if token[0] == "0" else range(1, len(token) + 1)
    return [(int(token[:end]), *rest) for end in ends for rest in _pieces(token[end:], most - 1)]


def forced_alone(tokens: Sequence[str], places: int) -> Row | None:
    """The one way to fill the places where no sum can help: not even with places left blank is there another."""
    found: list[Row] = []
    for count in range(1, places + 1):
        some = ways(tokens, count)
        if some is None:
            return None
        found += some
    return found[0] if len(found) == 1 and len(found[0]) == places else None


def in_groups(tokens: Sequence[str], groups: int, width: int) -> list[Row]:
    """Every way to part runs of digits into so many groups, each of at most `width` numbers, the last of which is the sum.

    Where a cell may be empty, a group may have fewer; none at all where the ways are too many to look at.
    """
    partial: list[tuple[Row, int]] = [((), 0)]
    digits = "".join(tokens)
    ends = frozenset(accumulate(map(len, tokens)))
    if not digits.isascii() or not digits.isdigit():
        return []
    for _ in range(groups):
        begins = {at: _groups(digits, ends, at, width) for _, at in partial}
        partial = [((*row, *group), end) for row, at in partial for group, end in begins[at] or ()]
        if None in begins.values() or len(partial) > _MOST:
            return []
    return [row for row, end in partial if end == len(digits)]


def _groups(digits: str, ends: frozenset[int], at: int, width: int) -> list[tuple[Row, int]] | None:
    """The numbers from a place on, as many as one group can have, and where the next group begins."""
    found: list[tuple[Row, int]] = [((), at)]
    parts: list[tuple[Row, int]] = [((), at)]
    for _ in range(_MOST_OF_A_GROUP):
        if not parts:
            return found
        row, place = parts.pop()
        total = str(sum(row))
        end = place + len(total)
        if digits.startswith(total, place) and ends.isdisjoint(range(place + 1, end)):
            found.append(((*row, sum(row)), end))
        if len(row) < width - 1:
            parts += [((*row, int(digits[place:stop])), stop) for stop in _stops(digits, ends, place)]
    return None


def _stops(digits: str, ends: frozenset[int], place: int) -> Iterator[int]:
    """Where a number that begins here may end: no number begins with a 0 but 0 itself."""
    for stop in range(place + 1, len(digits) + 1):
        yield stop
        if digits[place] == "0" or stop in ends:
            return


def resolve(
    rows: Mapping[str, Sequence[str]], firm: Mapping[str, Row], places: int, fits: Fits, columns: Sequence[Mapping[str, int]]
) -> dict[str, Row]:
    """The rows that can be parted. `firm` rows are known; `fits` says whether a row adds up.

    `columns` are sums along a column, a sign for each row that takes part: the signed numbers must add up to 0.
    """
    possible = {name: ways(tokens, places) or [] for name, tokens in rows.items()}
    adding = {name: [row for row in found if fits(row)] for name, found in possible.items()}
    known = dict(firm)
    known.update({name: found[0] for name, found in adding.items() if len(found) == 1})
    for _ in range(_ROUNDS):
        news = {
            name: kept[0]
            for name, found in adding.items()
            if name not in known and len(kept := _agreeing(name, found, known, columns)) == 1
        }
        if not news:
            break
        known.update(news)
    return {name: row for name, row in known.items() if name in rows and _stands(name, row, possible[name], known, columns)}


def _agreeing(name: str, found: Sequence[Row], known: Mapping[str, Row], columns: Sequence[Mapping[str, int]]) -> list[Row]:
    """The ways that make every sum hold that all other rows of it decide; none where there is no such sum."""
    deciding = [signs for signs in columns if name in signs and all(other in known for other in signs if other != name)]
    needed = {_needed(name, signs, known, len(row)) for signs in deciding for row in found[:1]}
    return [row for row in found if {row} == needed]


def _needed(name: str, signs: Mapping[str, int], known: Mapping[str, Row], places: int) -> Row:
    """The row that makes the sum hold along every column."""
    others = [(sign, known[other]) for other, sign in signs.items() if other != name]
    return tuple(-signs[name] * sum([sign * row[place] for sign, row in others]) for place in range(places))


def _stands(name: str, row: Row, possible: Sequence[Row], known: Mapping[str, Row], columns: Sequence[Mapping[str, int]]) -> bool:
    """Whether no other way, that does not add up itself, would make the columns hold where this one does not."""
    if len(possible) == 1 or row in (agreeing := _agreeing(name, possible, known, columns)):
        return True
    return not agreeing
