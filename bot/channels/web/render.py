"""Putting a page together: its template, its language, and the phrases of data/words/page.csv."""

from __future__ import annotations

import csv
import hashlib
import re
from collections.abc import Container, Iterator
from functools import cache
from operator import itemgetter
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from jinja2 import DictLoader, Environment, StrictUndefined
from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import HTMLResponse

from bot.errors import KnowledgeError

HERE = Path(__file__).resolve().parent
STATIC = HERE / "static"
LANGUAGES = ("zh", "en")
NAV = (
    *(("/", "nav_home"), ("/agencies", "nav_agencies"), ("/coverage", "nav_coverage"), ("/compare", "nav_compare")),
    *(("/rank", "nav_rank"), ("/check", "nav_check"), ("/data", "nav_data"), ("/api", "nav_api")),
)
"""The main pages and the keys of their names; those that the application does not serve are left out."""
MORE_NAV = (("/findings", "nav_findings"), ("/about", "nav_about"), ("/privacy", "privacy"), ("/upload", "nav_upload"))
"""The same for the foot of the page."""
_ASKING = ("/ask", "/a")


class Phrases:
    """The sentences of the page, by key, in two languages."""

    def __init__(self, file: Path) -> None:
        """Raises KnowledgeError where the file is missing or an entry is empty."""
        try:
            with file.open(encoding="utf-8", newline="") as lines:
                self._held = {row["key"]: row for row in csv.DictReader(lines)}
        except (OSError, KeyError) as error:
            raise KnowledgeError(f"读不到 {file}。", f"{file} cannot be read.") from error
        for key, row in self._held.items():
            if not (row.get("zh") and row.get("en")):
                raise KnowledgeError(f"{file} 的“{key}”缺少译文。", f"{file}: “{key}” lacks one of its languages.")

    def __iter__(self) -> Iterator[str]:
        """The keys."""
        return iter(self._held)

    def say(self, key: str, language: str, **blanks: object) -> str:
        """The sentence with its blanks filled."""
        text: str = self._held[key][language]
        return text.format(**blanks) if blanks else text


def language_of(request: Request) -> str:
    """zh or en: as the address says (?lang=en), else the one that the browser likes best, else zh."""
    said = request.query_params.get("lang")
    if said in LANGUAGES:
        return said
    wished = [part.partition(";") for part in ",".join(request.headers.getlist("accept-language")).lower().split(",")]
    liked = [(_liking(how), tag.strip().partition("-")[0]) for tag, _, how in wished]
    return max(((much, tag) for much, tag in liked if much > 0 and tag in LANGUAGES), key=itemgetter(0), default=(0.0, "zh"))[1]


def _liking(said: str) -> float:
    """How much a language is wished for: 1 where that is not said, 0 for not at all, or where it cannot be read."""
    weight = re.fullmatch(r"(?:q=([01](?:\.[0-9]{0,3})?))?", said.replace(" ", ""))
    return 0.0 if weight is None else float(weight[1] or 1)


def said_language(request: Request) -> str:
    """zh or en where the address says it, else nothing."""
    said = request.query_params.get("lang", "")
    return said if said in LANGUAGES else ""


class Renderer:
    """Fills templates. Everything is escaped, and a name that a template does not get is an error."""

    def __init__(self, phrases: Phrases, closed: Container[str] = ()) -> None:
        """`closed` are the addresses that are of no use here, which no page leads to."""
        self._phrases, self._closed = phrases, closed
        # All are read now: the templates of a new release beside a running one would want words that were not read.
        self._templates = Environment(
            loader=DictLoader({file.name: file.read_text("utf-8") for file in (HERE / "templates").glob("*.html")}),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        self._templates.globals["asset"] = asset
        self._templates.policies["json.dumps_kwargs"] = {"ensure_ascii": False}

    def page(self, request: Request, template: str, status: int = 200, **values: Any) -> HTMLResponse:
        """A whole page in the language of the request; `title` must be among the values."""
        language = language_of(request)
        here, served = request.url.path, {getattr(route, "path", "") for route in request.app.routes}
        voice = {"_": self._voice(language), "lang": language, "link": _linker(request), "here": here, "host": request.url.netloc}
        voice["other_language"] = _elsewhere(request, "en" if language == "zh" else "zh")
        voice["nav"] = [entry for entry in NAV if entry[0] in served]
        voice["more_nav"] = [entry for entry in MORE_NAV if entry[0] in served and entry[0] not in self._closed]
        voice["within"] = lambda path: _is_within(here, path)
        html = self._templates.get_template(template).render(**voice, **values)
        headers = {"Vary": "Accept-Language", "Content-Language": "zh-CN" if language == "zh" else "en"}
        return HTMLResponse(html, status, headers)

    def _voice(self, language: str) -> Any:
        def say(key: str, **blanks: object) -> str:
            return self._phrases.say(key, language, **blanks)

        return say


def _is_within(here: str, path: str) -> bool:
    """Whether a page belongs to a main page: an answer to asking, a report to the agencies."""
    if path == "/":
        return here == "/" or any(_is_within(here, one) for one in _ASKING)
    return here == path or here.startswith(f"{path}/")


def _linker(request: Request) -> Any:
    """Makes addresses within the site that keep a language that was chosen."""
    chosen = request.query_params.get("lang")
    kept: dict[str, str] = {"lang": chosen} if chosen in LANGUAGES else {}

    def link(path: str, **query: object) -> str:
        asked = {name: str(value) for name, value in query.items() if value not in (None, "")} | kept
        return f"{path}?{urlencode(asked)}" if asked else path

    return link


def _elsewhere(request: Request, language: str) -> str:
    """This very page in the other language."""
    query = [(name, value) for name, value in request.query_params.multi_items() if name != "lang"]
    path = f"/{request.url.path.lstrip('/')}"  # two slashes would lead to another site
    return f"{path}?{urlencode([*query, ('lang', language)])}"


@cache
def asset(name: str) -> Markup:
    """The address of a static file, which changes with what it holds: it may be kept for ever."""
    digest = hashlib.blake2b((STATIC / name).read_bytes(), digest_size=6).hexdigest()
    return Markup(f"/static/{name}?v={digest}")
