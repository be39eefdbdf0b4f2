"""What a form sends: read no further than allowed, each name once, and only where it comes from this very site."""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import AsyncGenerator, AsyncIterator, Mapping
from contextlib import asynccontextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.parse import parse_qs

from starlette.datastructures import Headers, UploadFile
from starlette.exceptions import HTTPException
from starlette.formparsers import MultiPartException, MultiPartParser
from starlette.requests import Request

MOST_BYTES = 20 * 2**20
"""Bytes of a document."""
_MOST_BESIDE, _MOST_DRAINED = 64 * 1024, 64 * 2**20
_MOST_FIELDS = 20


async def posted(request: Request) -> Mapping[str, str]:
    """The fields of a form without files. Raises HTTPException 413 where that is too much, 400 where it is no form."""
    body = b""
    async for chunk in request.stream():
        body += chunk
        if len(body) > _MOST_BESIDE:
            raise HTTPException(413)
    try:
        read = parse_qs(body.decode("utf-8", "replace"), keep_blank_values=True, max_num_fields=_MOST_FIELDS)
    except ValueError as error:
        raise HTTPException(400) from error
    return {name: values[0] for name, values in read.items()}


async def asked(request: Request) -> Mapping[str, str]:
    """What the address says, or the form that was sent."""
    return dict(request.query_params) if request.method in ("GET", "HEAD") else await posted(request)


@asynccontextmanager
async def handed_in(request: Request) -> AsyncIterator[tuple[dict[str, str], str, Path | None]]:
    """The fields of a form with a file, the file's name, and where its bytes lie while this lasts (None: there is no file).
    They are written down as they come. Raises HTTPException 413 where they are too many, 400 where it is no such form."""
    with TemporaryDirectory(prefix="upload-") as folder:
        try:
            form = await MultiPartParser(_heads(request), _counted(request), max_files=1, max_fields=_MOST_FIELDS).parse()
        except (MultiPartException, KeyError) as error:
            raise HTTPException(400) from error
        try:
            fields = {name: said for name, said in form.multi_items() if isinstance(said, str)}
            file = form.get("file")
            if not isinstance(file, UploadFile) or not file.filename:
                yield fields, "", None
                return
            path = Path(folder) / "document"
            await asyncio.to_thread(_write, file, path)
            yield fields, file.filename, path
        finally:
            await form.close()


def _heads(request: Request) -> Headers:
    """The header that says where the parts end. A charset in it is not heeded: forms of this site are UTF-8, and some would
    make what is no text."""
    said = request.headers.get("content-type", "").split(";")
    return Headers({"content-type": ";".join(part for part in said if part.partition("=")[0].strip().lower() != "charset")})


def _write(file: UploadFile, path: Path) -> None:
    with path.open("wb") as out:
        shutil.copyfileobj(file.file, out)


async def _counted(request: Request) -> AsyncGenerator[bytes, None]:
    """The body, as far as it may go. What is too long is read to a certain end and thrown away: a browser that is cut off
    while it sends shows no answer."""
    count = 0
    async for chunk in request.stream():
        count += len(chunk)
        if count <= MOST_BYTES + _MOST_BESIDE:
            yield chunk
        elif count > _MOST_DRAINED:
            break
    if count > MOST_BYTES + _MOST_BESIDE:
        raise HTTPException(413)


def is_from_here(request: Request) -> bool:
    """Whether a request was sent by a page of this site, as far as the browser says: others cannot forge these headers. The
    origin of a page that tells no referrer is null; an older browser, which says no more, is believed only where it is told."""
    site = request.headers.get("sec-fetch-site")
    if site is not None:
        return site in ("same-origin", "none")
    origin = request.headers.get("origin")
    return origin is None or origin.partition("://")[2] == request.headers.get("host", "")
