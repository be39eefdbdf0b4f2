"""Patterns that are compiled when a text first holds a character that they need: most messages need few of them."""

from __future__ import annotations

import re
from collections.abc import Iterator


class Pattern:
    """A regular expression with its `needs`: characters or words of which the text must hold at least one."""

    def __init__(self, source: str, *needs: str) -> None:
        self._source = source
        self._needs = needs
        self._compiled: re.Pattern[str] | None = None

    def finditer(self, text: str) -> Iterator[re.Match[str]]:
        """All matches in the text, none where it holds nothing that the pattern needs."""
        for need in self._needs:  # no generator: this is asked hundreds of times a message
            if need in text:
                return self.compiled.finditer(text)
        return iter(())

    def search(self, text: str) -> re.Match[str] | None:
        """The first match in the text, if any."""
        return next(self.finditer(text), None)

    @property
    def compiled(self) -> re.Pattern[str]:
        """The expression itself."""
        if self._compiled is None:
            self._compiled = re.compile(self._source)
        return self._compiled
