"""Staff who log in: tokens of which only the SHA-256 is known here, a signed cookie for two hours, and few attempts."""

from __future__ import annotations

import hashlib
import hmac
import os
import secrets
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path

from starlette.requests import Request
from starlette.responses import Response

COOKIE, PATH = "staff", "/upload"
LASTS = 2 * 3600
"""Seconds for which one stays logged in."""
_ATTEMPTS, _IN_ALL, _WINDOW = 5, 100, 900.0
"""Wrong tokens of one address, and of all, in a quarter of an hour; beyond that nobody is let in from there for a while."""
_KEY_BYTES = 32
_FINE = 1_000_000
"""Of a second: what the end of a cookie is told in."""


class Staff:
    """Knows who is logged in. `hashes` are the SHA-256 of the tokens, in hex; `folder` holds the key that cookies are signed
    with, so that every process and the next one know it."""

    def __init__(self, hashes: Sequence[str], folder: Path, clock: Callable[[], float] = time.time) -> None:
        self._hashes = tuple(one.strip().lower() for one in hashes if one.strip())
        self._path, self._clock = folder / "staff.key", clock
        self._gone, self._wrong = folder / "staff-gone", folder / "staff-wrong"
        self._key = b""

    @property
    def is_open(self) -> bool:
        """Whether anybody can log in."""
        return bool(self._hashes)

    def log_in(self, request: Request, token: str) -> str | None:
        """The value of the cookie where the token is right; None where it is not, or where there were too many attempts."""
        if self.is_barred(request):
            return None
        given = hashlib.sha256(token.strip().encode()).hexdigest()
        right = [one for one in self._hashes if hmac.compare_digest(one, given)]
        if not right:
            self._wrong.mkdir(parents=True, exist_ok=True)
            (self._wrong / f"{self._whence(request)}.{secrets.token_hex(4)}.{int(self._clock() * _FINE)}").touch()
            return None
        said = f"{_short(right[0])}.{int((self._clock() + LASTS) * _FINE)}"  # so finely that no two are the same
        return f"{said}.{self._signed(said)}"

    def is_barred(self, request: Request) -> bool:
        """Whether there were too many wrong tokens of late, whichever process they were given to: each leaves a file."""
        since, late = (self._clock() - _WINDOW) * _FINE, []
        for wrong in self._wrong.glob("*.*.*"):
            if int(wrong.suffix[1:]) < since:
                wrong.unlink(missing_ok=True)
            else:
                late.append(wrong.name.partition(".")[0])
        return len(late) >= _IN_ALL or late.count(self._whence(request)) >= _ATTEMPTS

    def who(self, request: Request) -> str | None:
        """Who sends this request, as a name that tells nothing; None where nobody is logged in (any more)."""
        who, _, rest = request.cookies.get(COOKIE, "").partition(".")
        until, _, signature = rest.partition(".")
        is_ours = hmac.compare_digest(self._signed(f"{who}.{until}").encode(), signature.encode("utf-8", "replace"))
        if not is_ours or not until.isdecimal() or int(until) < self._clock() * _FINE or self._left(request).exists():
            return None
        return who if any(hmac.compare_digest(_short(one), who) for one in self._hashes) else None

    def seal(self, request: Request) -> str:
        """What a form of this session must bring along."""
        return self._signed(f"form:{request.cookies.get(COOKIE, '')}")

    def is_sealed(self, request: Request, seal: str) -> bool:
        """Whether a form was made for this session."""
        return hmac.compare_digest(self.seal(request).encode(), seal.encode("utf-8", "replace"))

    def let_in(self, request: Request, response: Response, value: str) -> None:
        """Gives the cookie along: for this path alone, out of reach of scripts and of other sites."""
        secure = "https" in (request.url.scheme, request.headers.get("x-forwarded-proto", "").lower())
        response.set_cookie(COOKIE, value, LASTS, path=PATH, secure=secure, httponly=True, samesite="strict")

    def let_out(self, request: Request, response: Response) -> None:
        """Takes the cookie away, which from now on lets nobody in who may have copied it: every process sees that it is gone."""
        if self.who(request) is not None:
            self._gone.mkdir(parents=True, exist_ok=True)
            self._left(request).touch()
            for old in self._gone.iterdir():
                if old.stat().st_mtime < time.time() - LASTS:
                    old.unlink(missing_ok=True)
        response.delete_cookie(COOKIE, path=PATH, httponly=True, samesite="strict")

    def _left(self, request: Request) -> Path:
        """The file that is there once a cookie was given back."""
        return self._gone / hashlib.sha256(request.cookies.get(COOKIE, "").encode("utf-8", "replace")).hexdigest()

    def _whence(self, request: Request) -> str:
        """What stands for the address that attempts are counted for, and tells nothing."""
        host = request.client.host if request.client is not None else ""
        return self._signed(f"from:{host}")[:20]

    def _signed(self, said: str) -> str:
        return hmac.new(self._secret(), said.encode("utf-8", "replace"), hashlib.sha256).hexdigest()

    def _secret(self) -> bytes:
        """The key, made by whichever process needs it first."""
        if not self._key:
            with suppress(FileExistsError):
                self._path.parent.mkdir(parents=True, exist_ok=True)
                part = self._path.with_name(f"{self._path.name}.{secrets.token_hex(4)}")
                with os.fdopen(os.open(part, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "wb") as file:
                    file.write(secrets.token_bytes(_KEY_BYTES))
                try:
                    os.link(part, self._path)  # there as a whole or not at all, and never in the place of another
                finally:
                    part.unlink()
            self._key = self._path.read_bytes()
        return self._key


def _short(digest: str) -> str:
    return hashlib.sha256(f"who:{digest}".encode()).hexdigest()[:20]
