"""`ingest compare`: how much of a report's text stands in last year's and in the most similar sister agency's."""

from __future__ import annotations

import argparse

from ingest import side_by_side, stored, telling
from ingest.asked import which_report
from ingest.commands.terminal import say
from ingest.gazetteer import load_gazetteer
from ingest.knowledge import DATA
from ingest.sisters import comparison


def run(options: argparse.Namespace, language: str) -> int:
    """Always 0: what is alike is nothing that was refused."""
    with stored.opened(options.db) as connection:
        which = which_report(connection, options.agency, options.year, lambda: load_gazetteer(DATA))
        found = comparison(connection, which)
    if options.json:
        say(telling.as_json(side_by_side.compared_json(found)))
    else:
        say("\n".join(side_by_side.compared_lines(found, language)))
    return 0
