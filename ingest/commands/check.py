"""`ingest check`: lists the findings of what is stored."""

from __future__ import annotations

import argparse

from ingest import messages, stored, telling
from ingest.commands.terminal import say


def run(options: argparse.Namespace, language: str) -> int:
    """Always 0: a finding is nothing that was refused."""
    count = 0
    with stored.opened(options.db) as connection:
        for row in stored.findings(connection):
            count += 1
            found = telling.found_line(row, language)
            say(telling.as_json(telling.found_json(row, language)) if options.json else found)
        reports = stored.count_reports(connection)
    if not options.json:
        say(messages.text(language, "checked", reports=reports, findings=count))
    return 0
