"""Pictures of evidence: the page of a document with the cell marked, drawn by `python -m ingest picture` and kept a while."""

from __future__ import annotations

import hashlib
import threading
from collections import OrderedDict
from pathlib import Path
from tempfile import TemporaryDirectory

from bot.backoffice.process import Refused, run
from bot.question import Fact

KEPT = 200
AT_ONCE = 2
PATIENCE = 60.0


class Evidence:
    """Draws the cell of a fact. Several threads may ask; at most `AT_ONCE` pictures are drawn at the same time."""

    def __init__(self, db: Path) -> None:
        self._db = db
        self._drawn: OrderedDict[str, bytes] = OrderedDict()
        self._lock = threading.Lock()
        self._free = threading.Semaphore(AT_ONCE)

    def picture(self, fact: Fact, language: str) -> bytes:
        """PNG of the cell in its document, or of its printed row where the document shows no page.

        Raises Refused with the sentence of the reader where nothing can be drawn, such as for a cell that no document holds.
        """
        key = self._key(fact, language)
        with self._lock:
            if key in self._drawn:
                self._drawn.move_to_end(key)
                return self._drawn[key]
        with self._free, TemporaryDirectory(prefix="evidence-") as folder:
            out = Path(folder) / "cell.png"
            asked = ("picture", fact.agency.id, str(fact.year), fact.field, str(out), "--db", str(self._db))
            run(asked, language, PATIENCE)
            if not out.is_file():
                raise Refused("")
            drawn = out.read_bytes()
        with self._lock:
            self._drawn[key] = drawn
            while len(self._drawn) > KEPT:
                self._drawn.popitem(last=False)
        return drawn

    def _key(self, fact: Fact, language: str) -> str:
        """A replaced report shows another value or another document, and so another picture."""
        seen = (fact.agency.id, fact.year, fact.field, fact.document, fact.raw, fact.state, fact.box, language)
        return hashlib.blake2b(repr(seen).encode(), digest_size=16).hexdigest()
