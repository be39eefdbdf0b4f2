"""What the server answers instead of a result, in the words of the Bot API."""

from __future__ import annotations

DESCRIPTIONS = {
    "400": "Bad Request",
    "401": "Unauthorized",
    "403": "Forbidden: bot was blocked by the user",
    "404": "Not Found",
    "409": "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running",
    "413": "Request Entity Too Large",
    "429": "Too Many Requests",
    "500": "Internal Server Error",
    "502": "Bad Gateway",
}


class Refused(Exception):
    """Code, description, parameters."""

    def __init__(self, code: int, description: str, **parameters: object) -> None:
        super().__init__(description)
        self.code = code
        self.body: dict[str, object] = {"ok": False, "error_code": code, "description": description}
        if parameters:
            self.body["parameters"] = parameters


def bad(description: str) -> Refused:
    """400, by far the most frequent."""
    return Refused(400, f"Bad Request: {description}")


def told_to(kind: str, description: str | None = None, **parameters: object) -> Refused:
    """The refusal of a kind in DESCRIPTIONS, as a test asked for it."""
    said = description or DESCRIPTIONS[kind]
    if kind == "429":
        said = f"{said}: retry after {parameters.get('retry_after', 1)}"
        parameters.setdefault("retry_after", 1)
    return Refused(int(kind), said, **parameters)
