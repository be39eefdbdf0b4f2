"""Patterns that are compiled when a text first holds a character that they need: most messages need few of them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator


class Pattern:
    """A regular expression with its `needs`: characters or words of which a text must hold at least one to be looked through.

    Without needs it is only compiled late: a process that answers one question has no use for most patterns, and to compile
    them all would take a sixth of its time.
    """

    def __init__(self, source: str, *needs: str) -> None:
        self._source = source
        self._needs = needs
        self._compiled: re.Pattern[str] | None = None

    def finditer(self, text: str) -> Iterator[re.Match[str]]:
        """All matches in the text, none where it holds nothing that the pattern needs."""
        return self.compiled.finditer(text) if self._may_be_in(text) else iter(())

    def search(self, text: str, *within: int) -> re.Match[str] | None:
        """The first match in the text, if any."""
        return self.compiled.search(text, *within) if self._may_be_in(text) else None

    def match(self, text: str, *within: int) -> re.Match[str] | None:
        """What matches from the start."""
        return self.compiled.match(text, *within) if self._may_be_in(text) else None

    def fullmatch(self, text: str) -> re.Match[str] | None:
        """The text as one match."""
        return self.compiled.fullmatch(text) if self._may_be_in(text) else None

    def findall(self, text: str) -> list[str]:
        """What matches, one after the other."""
        return self.compiled.findall(text) if self._may_be_in(text) else []

    def sub(self, put: str | Callable[[re.Match[str]], str], text: str, count: int = 0) -> str:
        """The text with something else in the place of each match."""
        return self.compiled.sub(put, text, count) if self._may_be_in(text) else text

    def _may_be_in(self, text: str) -> bool:
        for need in self._needs:  # no generator: this is asked hundreds of times a message
            if need in text:
                return True
        return not self._needs

    @property
    def compiled(self) -> re.Pattern[str]:
        """The expression itself."""
        if self._compiled is None:
            self._compiled = re.compile(self._source)
        return self._compiled
