"""The algebra of answers over databases of chance, and that a law is heard when an answer breaks it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from random import Random
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.questions import laws
from tests.questions.laws import LAWS, Inquiry
from tests.questions.worlds import AGENCIES, EVERYONE, FIELDS, PRINTED, SHORT, YEARS, World, desk_of, number

PLACES = [(agency, year, field) for agency in AGENCIES for year in YEARS for field in FIELDS]
CELLS = st.one_of(st.integers(0, 6), st.integers(0, 3000), st.sampled_from(sorted(PRINTED)))
WORLDS = st.lists(CELLS, min_size=len(PLACES), max_size=len(PLACES)).map(lambda cells: dict(zip(PLACES, cells, strict=True)))
CHANCE = st.integers(0, 2**32)
EACH = 1
SLOW = settings(max_examples=6, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True)


@SLOW
@given(WORLDS, CHANCE)
def test_answers_never_contradict_each_other(world: World, seed: int) -> None:
    chance = Random(seed)
    with desk_of(world) as desk:
        faults = [fault for law in LAWS for _ in range(EACH) for fault in law(Inquiry(desk, world, chance))]
    assert not faults


@SLOW
@given(WORLDS, st.sampled_from(PLACES), st.sampled_from(sorted(PRINTED)))
def test_blanking_a_cell_takes_its_figure_away_and_never_makes_it_0(
    world: World, place: tuple[str, int, str], state: str
) -> None:
    agency, year, field = place
    world = {**world, place: 7}
    whole, single = f"{year}年{EVERYONE}{FIELDS[field]}合计多少", f"{SHORT[agency]}{year}年{FIELDS[field]}多少件"
    with desk_of(world) as before, desk_of({**world, place: state}) as after:
        first, second = (Inquiry(desk, world, Random(0)) for desk in (before, after))
        held, gone = first.ask(single), second.ask(single)
        assert held["status"] == "answered" and held["facts"][0]["value"] == 7
        assert gone["status"] == "declined" and all(fact["value"] is None for fact in gone["facts"])
        one, other = first.ask(whole)["result"], second.ask(whole)["result"]
        others = [value for who in AGENCIES if (value := number(world, who, year, field)) is not None and who != agency]
        assert (one["value"], one["counted"]) == (sum(others) + 7, len(others) + 1)
        if others:
            assert (other["value"], other["counted"]) == (sum(others), len(others))
        else:
            assert not (other or {}).get("value") and (other or {}).get("value") != 0


class Liar(Inquiry):
    """An inquiry whose answers are changed on the way."""

    def __init__(self, inquiry: Inquiry, change: Callable[[str, dict[str, Any]], dict[str, Any]]) -> None:
        super().__init__(inquiry.desk, inquiry.world, Random(3))
        self.change = change

    def ask(self, question: str) -> dict[str, Any]:
        return self.change(question, super().ask(question))


def _with(key: str, change: Callable[[Any], Any]) -> Callable[[str, dict[str, Any]], dict[str, Any]]:
    def changed(question: str, card: dict[str, Any]) -> dict[str, Any]:
        result = card["result"]
        return {**card, "result": {**result, key: change(result[key])}} if result and result.get(key) is not None else card

    return changed


LIES = [
    (laws.turned_round, _with("difference", lambda value: value + 1)),
    (laws.turned_round, _with("value", lambda value: value * 2)),
    (laws.foremost, _with("ranking", lambda ranking: ranking[1:])),
    (laws.foremost, _with("position", lambda position: position + 1)),
    (laws.summed, _with("value", lambda value: value + 1)),
    (laws.summed, _with("counted", lambda counted: counted + 1)),
    (laws.summed, _with("agencies", lambda agencies: agencies[:-1])),
    (laws.exceeded, _with("value", lambda value: value + 1)),
    (laws.exceeded, _with("agencies", lambda agencies: [*agencies, "0/0"])),
    (laws.held, _with("value", lambda value: not value)),
    (laws.held, _with("points", lambda points: points[1:])),
    (laws.held, lambda question, card: {**card, "facts": [{**fact, "value": 0} for fact in card["facts"]]}),
]


@pytest.fixture(scope="module")
def plain() -> Iterator[Inquiry]:
    world: World = {place: 10 + number * 7 for number, place in enumerate(PLACES)}
    with desk_of(world) as desk:
        yield Inquiry(desk, world, Random(3))


@pytest.mark.parametrize("number", range(len(LIES)))
def test_a_law_is_heard_when_an_answer_breaks_it(plain: Inquiry, number: int) -> None:
    law, change = LIES[number]
    assert not list(law(plain))
    assert list(law(Liar(plain, change)))
