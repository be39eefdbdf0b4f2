"""Settings of the page: from a TOML file and the environment, checked before anything starts, each fault in a plain sentence.

Every name is documented in `EXAMPLE`, which `python -m bot web --print-config` prints. The command line wins over the
environment, and the environment over the file.
"""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Mapping
from dataclasses import dataclass, field, fields, is_dataclass, replace
from pathlib import Path
from typing import Any, cast
from urllib.parse import urlsplit

from bot.settings import Faults, filled, judged, within

EXAMPLE = """\
# Settings of `python -m bot web --config FILE`. All may be left out. The environment wins, as GONGKAI_WEB_PORT=80 for port
# and GONGKAI_WEB_LOG_LEVEL=debug for level of [log]; the command line wins over both.

# listen = "127.0.0.1"
# port = 8000
# workers = 1                        # processes that answer; each takes one core
# state = "data"                     # folder for conversations; beside the database where it is left out
# address = "https://example.org"    # where the site is reached from outside
# trusted_proxies = []               # addresses or networks of reverse proxies: only from them is X-Forwarded-For believed
# staff = []                         # SHA-256 of the tokens with which staff log in: printf %s TOKEN | sha256sum

[limits]
# per_minute = 1200                  # requests of one address (IPv6: of one /64); static files are free
# burst = 300                        # of which so many at once
# at_once = 200                      # requests under way in one worker; beyond that, 503
# body_bytes = 65536                 # largest body of a request
# upload_bytes = 33554432            # largest document that staff hand in
# header_seconds = 10                # for the head of a request to arrive
# body_seconds = 30                  # for each piece of its body to arrive

[health]                             # /healthz and /metrics: on a port of their own, or, without one, for this machine only
# listen = "127.0.0.1"
# port = 0

[log]
# level = "warning"                  # debug, info, warning, error
# format = "text"                    # text or json
# access = false                     # a line a request, at level info: method, route, status, bytes, time
# addresses = false                  # whether it tells from which address, too
# questions = false                  # whether it tells what was asked, too
"""
PREFIX = "GONGKAI_WEB_"


@dataclass(frozen=True)
class Limits:
    """How much is taken: of one address, at once, and for how long."""

    per_minute: int = 1200
    burst: int = 300
    at_once: int = 200
    body_bytes: int = 64 * 1024
    upload_bytes: int = 32 * 1024 * 1024
    header_seconds: int = 10
    body_seconds: int = 30


@dataclass(frozen=True)
class Health:
    """Where /healthz and /metrics are served; without a port on the site's own, for this machine only."""

    listen: str = "127.0.0.1"
    port: int = 0


@dataclass(frozen=True)
class Log:
    """What is logged to standard error, and how."""

    level: str = "warning"
    format: str = "text"
    access: bool = False
    addresses: bool = False
    questions: bool = False


@dataclass(frozen=True)
class Settings:
    """All that can be set."""

    listen: str = "127.0.0.1"
    port: int = 8000
    workers: int = 1
    state: str = ""
    address: str = ""
    trusted_proxies: tuple[str, ...] = ()
    staff: tuple[str, ...] = field(default=(), repr=False)
    limits: Limits = Limits()
    health: Health = Health()
    log: Log = Log()


_CHOICES = {"log.level": ("debug", "info", "warning", "error"), "log.format": ("text", "json")}
_RANGES = {
    "port": (0, 65_535),
    "workers": (1, 64),
    "limits.per_minute": (1, 1_000_000),
    "limits.burst": (1, 100_000),
    "limits.at_once": (1, 10_000),
    "limits.body_bytes": (4096, 64 * 1024 * 1024),
    "limits.upload_bytes": (4096, 1024 * 1024 * 1024),
    "limits.header_seconds": (1, 600),
    "limits.body_seconds": (1, 3600),
    "health.port": (0, 65_535),
}


def settings_from(file: Path | None, environment: Mapping[str, str], said: Mapping[str, Any] | None = None) -> Settings:
    """The settings of a file (None: all as they are by default) under those of the environment, and of the command line
    (`said`; None stands for what was not said).

    Raises SettingsWrong with every fault that was found, a line each.
    """
    faults: Faults = []
    settings = filled(Settings(), file, _CHOICES, (), faults)
    settings = cast(Settings, _under(settings, environment, PREFIX, faults))
    settings = replace(settings, **{name: value for name, value in (said or {}).items() if value is not None})
    settings = replace(settings, address=settings.address.rstrip("/"))
    _judge(settings, faults)
    return judged(settings, faults)


def _under(part: Any, environment: Mapping[str, str], before: str, faults: Faults) -> Any:
    """With what the environment names; a list is written with commas."""
    named: dict[str, Any] = {}
    for one in fields(part):
        held, name = getattr(part, one.name), f"{before}{one.name.upper()}"
        if is_dataclass(held):
            named[one.name] = _under(held, environment, f"{name}_", faults)
        elif (text := environment.get(name, "").strip()) and (value := _read(held, text)) is not None:
            named[one.name] = value
        elif text:
            faults.append((f"环境变量 {name} 不对：{text}", f"The environment's {name} is not right: {text}"))
    return replace(part, **named)


def _read(default: Any, text: str) -> Any:
    """The text as what the default is; None where it cannot be that."""
    if isinstance(default, bool):
        return {"true": True, "1": True, "false": False, "0": False}.get(text.lower())
    if isinstance(default, int):
        return int(text) if re.fullmatch(r"[0-9]{1,12}", text) else None
    return tuple(one.strip() for one in text.split(",") if one.strip()) if isinstance(default, tuple) else text


def _judge(settings: Settings, faults: Faults) -> None:
    """What no single entry shows: ranges, addresses, what the environment and the command line say."""
    held = {name: _of(settings, name) for name in (*_RANGES, *_CHOICES)}
    within({name: (held[name], *_RANGES[name]) for name in _RANGES}, faults)
    for name, choices in _CHOICES.items():
        if held[name] not in choices:
            faults.append((f"“{name}”只能是：{', '.join(choices)}。", f"“{name}” must be one of: {', '.join(choices)}."))
    if settings.address and (urlsplit(settings.address).scheme not in ("http", "https") or urlsplit(settings.address).query):
        faults.append(("“address”应当是 http 或 https 地址。", "“address” must be an http or https address."))
    for one in settings.trusted_proxies:
        if not _is_network(one):
            en = f"“trusted_proxies”: {one} is no address or network."
            faults.append((f"“trusted_proxies”里的 {one} 不是 IP 地址或网段。", en))
    if not all(re.fullmatch(r"[0-9a-f]{64}", one) for one in settings.staff):
        en = "“staff” holds SHA-256 sums of tokens, 64 hex digits each."
        faults.append(("“staff”里应当是令牌的 SHA-256，64 个十六进制数字。", en))


def _of(settings: Settings, name: str) -> Any:
    held: Any = settings
    for part in name.split("."):
        held = getattr(held, part)
    return held


def _is_network(text: str) -> bool:
    try:
        ipaddress.ip_network(text, strict=False)
    except ValueError:
        return False
    return True
