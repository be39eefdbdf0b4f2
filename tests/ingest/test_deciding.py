"""Between several readings of a scanned cell only the sums decide, and only where they leave one."""

from __future__ import annotations

from decimal import Decimal
from random import Random

import pytest

from ingest.deciding import CHOSEN, SEVERAL_READINGS, decide_readings
from ingest.figures import figure_of
from ingest.forms import Form
from ingest.report import Printed, State
from tests.printing.chance import sheet
from tests.printing.reading import knowledge
from tests.printing.sheet import meaning

ROW = ("person", "business", "research", "public_interest", "legal_service", "other_organisation", "total")
Cells = dict[str, Printed]


@pytest.fixture
def form() -> Form:
    return next(iter(knowledge().forms.values()))


def row(name: str, *texts: str) -> Cells:
    return {f"{name}.{column}": Printed(f"{name}.{column}", text) for column, text in zip(ROW, texts, strict=True)}


def doubtful(cells: Cells, key: str, *readings: str) -> Cells:
    return {**cells, key: Printed(key, readings[0], candidates=readings)}


def test_the_one_reading_with_which_the_row_adds_up_is_chosen(form: Form) -> None:
    cells = doubtful(row("granted", "3", "0", "0", "5", "0", "0", "8"), "granted.person", "8", "3")
    decide_readings(cells, form)
    figure = figure_of(cells["granted.person"])
    assert (figure.state, figure.value, figure.why) == (State.NUMBER, Decimal(3), CHOSEN)


def test_two_cells_of_a_row_are_settled_together_where_one_way_is_left(form: Form) -> None:
    cells = doubtful(row("granted", "3", "0", "0", "5", "0", "0", "8"), "granted.person", "8", "3")
    cells = doubtful(cells, "granted.total", "8", "6")
    decide_readings(cells, form)
    assert [cells[f"granted.{column}"].raw for column in ("person", "total")] == ["3", "8"]


@pytest.mark.parametrize(
    ("readings", "others"),
    [
        (("0", "-"), ("0", "0", "5", "0", "0", "5")),  # both add nothing
        (("0", "\ufffd", "/"), ("0", "0", "5", "0", "0", "5")),
        (("8", "3"), ("0", "0", "5", "0", "0", "9")),  # neither adds up: something else is wrong
        (("8", "3"), ("0", "0", "5", "0", "0", "")),  # there is no total to hold it against
    ],
)
def test_what_the_sums_do_not_tell_stays_unreadable(form: Form, readings: tuple[str, ...], others: tuple[str, ...]) -> None:
    cells = doubtful(row("granted", readings[0], *others), "granted.person", *readings)
    decide_readings(cells, form)
    figure = figure_of(cells["granted.person"])
    assert (figure.state, figure.why) == (State.UNREADABLE, SEVERAL_READINGS)
    assert all(reading in (figure.raw or "") for reading in readings)


def test_section_two_has_no_sums_that_could_decide(form: Form) -> None:
    cells: Cells = {"permits.decided": Printed("permits.decided", "3", candidates=("3", "8"))}
    decide_readings(cells, form)
    assert figure_of(cells["permits.decided"]).state is State.UNREADABLE


def test_no_reading_is_ever_chosen_that_was_not_printed(form: Form) -> None:
    """In sound reports, whatever other readings cells have beside the true one, what is chosen is the true one."""
    chosen = 0
    for seed in range(30):
        chance = Random(seed)
        printed = sheet(chance, form.id, ("", "/", "-")).cells
        cells = {key: Printed(key, text) for key, text in printed.items()}
        for key in chance.sample(sorted(cells), 12):
            others = {printed[key] or "1", str(chance.randrange(10)), "/"} - {""}
            readings = sorted(others, key=lambda _: chance.random())
            cells[key] = Printed(key, readings[0], candidates=(*readings, printed[key]) if not printed[key] else tuple(readings))
        decide_readings(cells, form)
        for key, cell in cells.items():
            if cell.why == CHOSEN:
                chosen += 1
                figure = figure_of(cell)
                assert (figure.state.value, figure.value) == meaning(printed[key]), (seed, key)
    assert chosen > 60
