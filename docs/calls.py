"""Real calls of the API for the pages: the application over the sample reports, asked as another program asks it."""

from __future__ import annotations

import asyncio
import json
import tempfile
from functools import cache
from pathlib import Path
from typing import Any

import httpx

from bot.channels.web.app import app_of
from bot.channels.web.buckets import Buckets
from bot.channels.web.meters import Meters
from bot.channels.web.render import Phrases
from bot.channels.web.settings import EXAMPLE, Limits, Settings
from bot.channels.web.site import Site
from docs import answers

WORDS = answers.ROOT / "data" / "words"


def settings() -> str:
    """All settings with their defaults, as `python -m bot web --print-config` prints them."""
    return f"```toml\n{EXAMPLE}```"


@cache
def _app() -> Any:
    state = Path(tempfile.mkdtemp(prefix="pages-"))
    site = Site(answers.desk(), answers.database(), state, WORDS, Phrases(WORDS / "page.csv"), lambda: answers.TODAY)
    return app_of(site, Settings(), Buckets(Limits().per_minute, Limits().burst), Meters())


def call(path: str, language: str = "en", accept: str = "application/json") -> str:
    """A call as curl makes it, and what comes back: its status where that is not 200, its body."""
    response = asyncio.run(_called(path, {"Accept-Language": language, "Accept": accept}))
    option = f" -H 'Accept: {accept}'" if accept != "application/json" else ""
    place, _, query = path.partition("?")
    asked = f"$ curl 'http://127.0.0.1:8000{path}'{option}"
    if not path.isascii() or " " in path:  # as it is typed, and curl writes it as an address wants it
        asked = " ".join(
            [f"$ curl -G 'http://127.0.0.1:8000{place}'", *(f"--data-urlencode '{one}'" for one in query.split("&"))]
        )
    status = [f"HTTP {response.status_code} {response.headers['content-type']}"] if response.status_code != 200 else []
    body = _shaped(response.json()) if "json" in response.headers["content-type"] else response.text.rstrip("\n")
    return "\n".join(["```console", asked, *status, body, "```"])


async def _called(path: str, headers: dict[str, str]) -> httpx.Response:
    transport = httpx.ASGITransport(app=_app())
    async with httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1:8000") as client:
        return await client.get(path, headers=headers)


def _shaped(held: Any) -> str:
    """JSON over several lines, an entry of a list on each."""
    if not isinstance(held, dict):
        return json.dumps(held, ensure_ascii=False)
    lines = []
    for key, value in held.items():
        if isinstance(value, list) and value and isinstance(value[0], dict):
            inner = ",\n".join(f"  {json.dumps(one, ensure_ascii=False)}" for one in value)
            lines.append(f' "{key}": [\n{inner}\n ]')
        else:
            lines.append(f' "{key}": {json.dumps(value, ensure_ascii=False)}')
    return "{\n" + ",\n".join(lines) + "\n}"
