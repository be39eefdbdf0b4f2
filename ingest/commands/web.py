"""Asking the web on behalf of a command, and showing what for; what that needs is loaded with the first address."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from functools import cache
from typing import TYPE_CHECKING

from ingest import messages
from ingest.addresses import is_public
from ingest.commands.terminal import hint
from ingest.sources import Brought

if TYPE_CHECKING:
    from ingest.fetch import Fetcher


def fetching(options: argparse.Namespace, language: str) -> Callable[[str], Brought]:
    """What fetches one address after the other, within one journey: robots and turns of a host are remembered."""

    @cache
    def fetcher() -> Fetcher:
        from ingest.fetch import Fetcher
        from ingest.wire import Limits, Wire

        limits = Limits()
        return Fetcher(Wire(limits, may_reach=(lambda address: True) if options.allow_private else is_public), limits)

    def fetch(address: str) -> Brought:
        hint(messages.text(language, "fetching", address=address))
        return fetcher().fetch(address)

    return fetch
