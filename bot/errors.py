"""What can go wrong in answering.

BotError
├── DatabaseMissing    there is no database at that path, or it holds no reports
├── DatabaseUnusable   the file is no database of this project, or of another version
├── KnowledgeError     a file under data/words/ contradicts itself; names the file and the entry
├── PortTaken          the port to be served on is taken, or may not be used
├── SettingsWrong      a setting of a channel is unknown or out of range; a line for each
└── MemoryUnusable     the file of conversations cannot be opened, or is another program's
"""

from __future__ import annotations


class BotError(Exception):
    """Carries one plain sentence in Chinese and in English."""

    def __init__(self, zh: str, en: str) -> None:
        super().__init__(en)
        self.zh = zh
        self.en = en


class DatabaseMissing(BotError):
    """There is no database at that path, or it holds no reports."""


class DatabaseUnusable(BotError):
    """The file is no database of this project, or of another version."""


class KnowledgeError(BotError):
    """A file under data/words/ contradicts itself."""


class PortTaken(BotError):
    """The port to be served on is taken, or may not be used."""


class SettingsWrong(BotError):
    """A setting of a channel is unknown or out of range; a line for each fault."""


class MemoryUnusable(BotError):
    """The file of conversations cannot be opened, or is another program's."""
