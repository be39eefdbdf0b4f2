"""What the lists of the API hold: agencies, reports, findings, fields, kinds and regions, as plain dicts."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

from bot.channels.web.api.arguments import Arguments
from bot.channels.web.api.problems import Problem
from bot.facts import Facts
from bot.fetch.listing import Listing, Which
from bot.question import Agency

Page = dict[str, Any]
"""A list under its name, and `next`: what `after` is on the next page, None on the last."""


class Lists:
    """Looks lists up. Every method is named after its operation in the table, and is to be called on one thread."""

    def __init__(self, facts: Facts) -> None:
        self._facts, self.listing = facts, Listing(facts)

    def known(self, name: str) -> Collection[str]:
        """What a parameter may be that is one of a list of the database."""
        if name == "kinds":
            return tuple(self._facts.organs)
        if name == "levels":
            return tuple(dict.fromkeys(level for _, _, level in self._facts.regions.values()))
        return tuple(self._facts.fields)

    def which(self, said: Arguments) -> Which:
        """The agencies and years that are asked for. Raises Problem where a region or an agency is none."""
        region = said.get("region") or ""
        self._must_be_region(region)
        ids = tuple(said.get("agency") or ())
        for id in ids:
            self._agency(id)
        years = tuple((int(text[:4]), int(text[-4:])) for text in said.get("year") or ())
        plain = {name: said.get(name) or "" for name in ("kind", "level", "name")}
        return Which(ids, region, years=years, **plain)

    def list_agencies(self, said: Arguments) -> Page:
        """Agencies by id."""
        found = self.listing.agencies(self.which(said), said["after"] or "", said["limit"] + 1)
        shown = self._agencies(found[: said["limit"]])
        return {"agencies": shown, "next": shown[-1]["id"] if len(found) > said["limit"] else None}

    def show_agency(self, said: Arguments) -> Page:
        """One agency."""
        return self._agencies([self._agency(f"{said['place']}/{said['organ']}")])[0]

    def list_reports(self, said: Arguments) -> Page:
        """Reports by agency and year."""
        found = self.listing.reports(self.which(said), place_of(said["after"]), said["limit"] + 1)
        shown = [
            {
                "agency_id": one.agency.id,
                "agency": one.agency.name,
                "region": one.agency.region_name,
                "organ": one.agency.organ,
                "year": one.year,
                "form": one.form,
                "document": one.document,
                "format": one.format,
                "title": one.title or None,
                "pages": one.pages,
                "figures": one.figures,
                "findings": dict(one.findings),
                "added": one.added,
            }
            for one in found[: said["limit"]]
        ]
        last = f"{shown[-1]['agency_id']}/{shown[-1]['year']}" if len(found) > said["limit"] else None
        return {"reports": shown, "next": last}

    def list_findings(self, said: Arguments) -> Page:
        """Findings in the order in which they were found."""
        asked = (said["check"] or "", said["severity"] or "", said["after"] or 0, said["limit"] + 1)
        found = self.listing.findings(self.which(said), *asked)
        shown = found[: said["limit"]]
        return {"findings": shown, "next": str(shown[-1]["no"]) if len(found) > said["limit"] else None}

    def list_fields(self, _: Arguments) -> Page:
        """Fields in the order of the form."""
        forms: dict[str, list[str]] = {}
        for form, key in sorted(self._facts.printed):
            forms.setdefault(key, []).append(form)
        names = ("key", "section", "unit", "zh", "en", "row", "column")
        fields = [{name: held[name] for name in names} for held in self._facts.fields.values()]
        return {"fields": [{**one, "unit": one["unit"] or None, "forms": forms.get(str(one["key"]), [])} for one in fields]}

    def list_kinds(self, _: Arguments) -> Page:
        """Kinds of agency."""
        return {"kinds": [{"id": id, "zh": zh, "en": en} for id, (zh, en) in self._facts.organs.items()]}

    def list_regions(self, said: Arguments) -> Page:
        """Regions by code."""
        self._must_be_region(said["parent"] or "")
        parent, level, name, after = (said[key] or "" for key in ("parent", "level", "name", "after"))
        found = self.listing.regions(parent, level, name, after, said["limit"] + 1)
        shown = [dict(zip(("code", "name", "parent", "level"), row, strict=True)) for row in found[: said["limit"]]]
        return {"regions": shown, "next": shown[-1]["code"] if len(found) > said["limit"] else None}

    def _agencies(self, agencies: Sequence[Agency]) -> list[dict[str, Any]]:
        years, levels = self.listing.years_of(agencies), self.listing.levels_of(agencies)
        return [
            {
                "id": one.id,
                "name": one.name,
                "region": one.region_name,
                "region_code": one.region,
                "level": level,
                "organ": one.organ,
                "years": list(years.get(one.no, ())),
            }
            for one, level in zip(agencies, levels, strict=True)
        ]

    def _agency(self, id: str) -> Agency:
        found = self.listing.agencies(Which(ids=(id,)), "", 1)
        if not found:
            raise Problem(404, "no_agency", id=id[:100])
        return found[0]

    def _must_be_region(self, code: str) -> None:
        if code and code not in self._facts.regions:
            raise Problem(404, "no_region", code=code)


def place_of(after: str | None) -> tuple[str, int]:
    """Agency's id and year of the report that a list goes on behind; before all where there is none."""
    id, _, year = (after or "/0").rpartition("/")
    return id, int(year)
