"""Which figures a question is about: those named, a whole table, or the doubt between several; and the limits in their units."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from bot.facts import Facts
from bot.fetch.limits import in_unit
from bot.fetch.measures import is_rate, parts_of, unit_among
from bot.hear.field import fields_in
from bot.question import Assumed, Bound, Cast, Doubt, Heard, Span

NO_FIGURE = ("passage", "agreement", "likeness", "source", "consistency", "coverage", "definition", "help")
"""Operations that need no figure."""

_REQUESTS = 3
_TABLES = {"table_three": _REQUESTS, "table_four": 4, "all_fields": 2}
"""Words for a whole table → the section of the form that it is."""

_PLACES = {"most", "least", "top", "bottom", "nth"}
"""Cues by which some members of a ranking are singled out."""


@dataclass(frozen=True)
class Wanted:
    """Settles figures against those that one database knows."""

    facts: Facts

    def asked(self, heard: Heard, operation: str | None, cast: Cast) -> tuple[tuple[str, ...], tuple[Assumed, ...]] | Doubt:
        """The figures meant, and what was assumed for them; a doubt where the words leave several open, or none."""
        if operation is None or operation in NO_FIGURE or heard.fields:
            return heard.fields, ()
        purchased = {"procurement.items": "pieces", "procurement.amount": "money"}
        told = tuple(key for key in heard.choices if purchased.get(key) in heard.cues)
        if len(told) == 1 and set(heard.choices) <= purchased.keys():  # 集中采购搞了几项
            return told, ()
        if heard.choices:
            return Doubt("clarify", "ambiguous_field", "which_field", {"keys": " ".join(heard.choices), **named(cast)})
        if heard.columns:
            keys = tuple(key for column in heard.columns if (key := f"received.{column}") in self.facts.fields)
            if keys:
                return keys, (Assumed("field", "received", heard.text),)
            return Doubt("clarify", "ambiguous_field", "which_field", {"keys": self._court(heard), **named(cast)})
        table = self._table(heard) if operation == "lookup" else ()
        if table:
            return table, ()
        return Doubt("clarify", "missing_slot", "which_figure", named(cast))

    def fitted(self, heard: Heard, operation: str, fields: tuple[str, ...]) -> tuple[Bound | None, ...]:
        """The limits in the units of their figures; None where a limit in money or in percent meets a count, or the other
        way round."""
        fitted: list[Bound | None] = []
        for bound in heard.bounds:
            key = bound.field or (fields[-1] if fields else "")
            if bound.unit == "%" or (is_rate(key) and bound.low > 1):
                fitted.append(bound if is_rate(key) and _fits_percent(bound, operation) else None)
                continue
            known = self.facts.fields.get(parts_of(key)[0], {}) if key else {}
            fitted.append(bound if bound.item else in_unit(bound, unit_among(key, known.get("unit"))))
        return tuple(fitted)

    def two_steps(
        self, heard: Heard, operation: str, fields: tuple[str, ...], cast: Cast
    ) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """许可最多的那家，处罚多少: the figure to rank by, and those to tell of whoever comes first, or of the year:
        处罚最多的那年许可多少. A figure that is only hinted at counts beside the place as well: 申请第二多的政府办结了多少."""
        if cast.scope is None and not ("which_year" in heard.cues and len(cast.agencies) == 1):
            return fields, ()
        cue = next((span for span in heard.spans if _PLACES & {value for kind, value in span.meanings if kind == "cue"}), None)
        if operation != "rank" or not fields or cue is None:
            return fields, ()
        before = fields_in(heard.text, [span for span in heard.spans if span.end <= cue.start], self.facts.fields).keys
        after = fields_in(heard.text, [span for span in heard.spans if span.start >= cue.end], self.facts.fields).keys
        behind = next((one.start for one in heard.spans if one.start >= cue.end and _is_figure(one)), len(heard.text))
        touches = bool(_BY.fullmatch(heard.text[cue.end : behind]))
        first = before if before and (heard.language == "zh" or not touches) else after or before
        key = (before[-1] if first is before else after[0]) if first else fields[0]
        if len(fields) < 2 and (key in fields or not (before and after)):
            return fields, ()
        return (key,), tuple(field for field in fields if field != key)

    def _table(self, heard: Heard) -> tuple[str, ...]:
        """Every figure of a section: all of section two, the 总计 of section three, all of section four."""
        section = next((number for cue, number in _TABLES.items() if cue in heard.cues), 0)
        keys = (key for key, field in self.facts.fields.items() if int(field["section"]) == section)
        return tuple(key for key in keys if section != _REQUESTS or key.endswith(".total"))

    def _court(self, heard: Heard) -> str:
        column = heard.columns[0].replace("other_result", "other")
        rows = ("reconsideration", "litigation_direct", "litigation_after_reconsideration")
        if column in ("made", "repealed", "in_force"):
            rows = ("normative_documents", "rules", "rules")
        return " ".join(dict.fromkeys(f"{row}.{column}" for row in rows if f"{row}.{column}" in self.facts.fields))


_BY = re.compile(r"[ -]*(?:ranked |placed )?(?:number of |in |for |by |on |the |administrative )*")


def _is_figure(span: Span) -> bool:
    return any(kind in ("row", "column", "rate", "weak", "choice") for kind, _ in span.meanings)


def _fits_percent(bound: Bound, operation: str) -> bool:
    """Whether a limit in percent can be held against a rate. A rate is no round number: the members with just 10% are none."""
    if bound.unit != "%":
        return False
    return operation == "verify" or (operation in ("count", "list") and (bound.relation != "=" or bound.low in (0, 1)))


def named(cast: Cast) -> dict[str, Any]:
    """The agencies of a doubt, so that its choices can be theirs."""
    return {"agencies": " ".join(str(agency.no) for agency in cast.agencies)}
