"""What is wrong with a request, said in one plain sentence: problem+json (RFC 9457), Chinese or English."""

from __future__ import annotations

import json
from collections.abc import Mapping

from starlette.requests import Request
from starlette.responses import Response

from bot.channels.web.render import Phrases, language_of

KEYS = {400: "bad_request", 404: "not_found", 405: "not_allowed", 413: "too_large", 415: "not_json", 429: "too_many"}


class Problem(Exception):
    """A request that cannot be answered: the status, the key of the sentence in data/words/api.csv, what fills its blanks
    (by language, where that differs)."""

    def __init__(self, status: int, key: str, **blanks: object) -> None:
        super().__init__(key)
        self.status, self.key, self.blanks = status, key, blanks


def told(request: Request, problem: Problem, phrases: Phrases, headers: Mapping[str, str] | None = None) -> Response:
    """The problem as a response. Its type is the sentence's key, on the page on the API."""
    language = language_of(request)
    blanks = {name: one[language] if isinstance(one, Mapping) else one for name, one in problem.blanks.items()}
    detail = phrases.say(problem.key, language, **blanks)
    title = phrases.say(f"title_{problem.status if problem.status in KEYS else 500}", language)
    body = {"type": f"/api#{problem.key}", "title": title, "status": problem.status, "detail": detail}
    said = {"Vary": "Accept-Language", "Content-Language": "zh-CN" if language == "zh" else "en", **(headers or {})}
    content = json.dumps(body, ensure_ascii=False).encode("utf-8", "replace")
    return Response(content, problem.status, said, "application/problem+json")


def of_status(status: int) -> Problem:
    """What is said of a status that the server itself gives."""
    return Problem(status, KEYS.get(status, "failed"))
