"""Files on the test server: those that people send, those that the bot uploads, their sizes and shapes."""

from __future__ import annotations

import io
import itertools
from typing import Any

from PIL import Image

from tests.bot.channels.forms import Upload
from tests.bot.channels.refusals import bad, told_to

PHOTO, DOCUMENT, DOWNLOAD = 10 * 1024 * 1024, 50 * 1024 * 1024, 20 * 1024 * 1024
SIDES, RATIO = 10_000, 20


class Files:
    """`offer` gives the body of a document for `say(document=…)`; `getFile` and the download give it to the bot."""

    def __init__(self) -> None:
        super().__init__()
        self.files: dict[str, Upload] = {}
        self._declared: dict[str, int] = {}
        self._file_numbers = itertools.count(1)

    def offer(
        self, data: bytes, name: str = "report.pdf", kind: str = "application/pdf", size: int | None = None
    ) -> dict[str, Any]:
        """A document that a person sends; `size` declares another than it has."""
        number = self.keep(Upload(name, kind, data))
        self._declared[number] = len(data) if size is None else size
        unique = {"file_id": number, "file_unique_id": f"u{number}", "file_size": self._declared[number]}
        return {**unique, "file_name": name, "mime_type": kind}

    def keep(self, file: Upload) -> str:
        """Gives the file_id."""
        number = f"BQACAgUAAxk{next(self._file_numbers):08d}"
        self.files[number] = file
        return number

    def bytes_of(self, path: str) -> bytes | None:
        """What a file holds, by the file_path of getFile."""
        number = path.removeprefix("documents/").partition(".")[0]
        return self.files[number].data if number in self.files else None

    async def getFile(self, asked: dict[str, Any]) -> Any:
        """Where a file can be had; none that is larger than 20 MB."""
        number = asked.get("file_id", "")
        if number not in self.files:
            raise bad("wrong file_id or the file is temporarily unavailable")
        size = self._declared.get(number, len(self.files[number].data))
        if size > DOWNLOAD:
            raise bad("file is too big")
        ending = self.files[number].name.rpartition(".")[2]
        path = f"documents/{number}.{ending}"
        return {"file_id": number, "file_unique_id": f"u{number}", "file_size": size, "file_path": path}

    def uploaded(self, asked: dict[str, Any], key: str) -> tuple[str, Upload]:
        """The file of a call: uploaded beside it, or known from before. Raises Refused."""
        given = asked.get(key)
        if isinstance(given, str) and given.startswith("attach://"):
            given = asked.get(given.removeprefix("attach://"))
        if isinstance(given, str) and given in self.files:
            return given, self.files[given]
        if not isinstance(given, Upload):
            raise bad(f"there is no {key} in the request" if not given else "wrong file identifier/HTTP URL specified")
        if not given.data:
            raise bad("file must be non-empty")
        if len(given.data) > DOCUMENT:
            raise told_to("413")
        if key == "photo":
            _check_photo(given.data)
        return self.keep(given), given


def _check_photo(data: bytes) -> None:
    if len(data) > PHOTO:
        raise bad(f"file of size {len(data)} bytes is too big for a photo; the maximum size is {PHOTO} bytes")
    try:
        with Image.open(io.BytesIO(data)) as image:
            image.verify()
            width, height = image.size
    except Exception:
        raise bad("IMAGE_PROCESS_FAILED") from None
    if width + height > SIDES or max(width, height) > RATIO * min(width, height):
        raise bad("PHOTO_INVALID_DIMENSIONS")
