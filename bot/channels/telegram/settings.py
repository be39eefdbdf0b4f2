"""Settings of the bot: from a TOML file and the environment, checked before anything starts, each fault in a plain sentence.

The environment wins over the file, so that a token never has to stand in a file. Every name is documented in `EXAMPLE`,
which `python -m bot telegram --print-config` prints.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from bot.errors import SettingsWrong

OFFICIAL = "https://api.telegram.org"
EXAMPLE = """\
# Settings of `python -m bot telegram --config FILE`. All may be left out. The environment wins:
# TELEGRAM_BOT_TOKEN, TELEGRAM_API_URL.

# token_file = "/run/secrets/telegram-token"   # one line; or set TELEGRAM_BOT_TOKEN
# api_url = "https://api.telegram.org"         # another Bot API server
# state = "data"                               # folder for the bot's own files: inbox, conversations, feedback
# staff = [123456789]                          # user ids that may hand in reports
# admins = [123456789]                         # user ids that see /stats, /feedback and /health; they are staff, too
# keep_days = 30                               # conversations, feedback and links are forgotten after so many days

[limits]
# user_per_minute = 600                        # messages of one person; one notice, then silence until there is room
# group_per_minute = 600                       # messages to the bot in one group

[webhook]                                      # without url the bot polls
# url = "https://bot.example.org/telegram"
# listen = "127.0.0.1"
# port = 8443
# secret = ""                                  # 1-256 of A-Z a-z 0-9 _ -; made up where it is empty

[health]                                       # /healthz and /metrics; without port there are none
# listen = "127.0.0.1"
# port = 9109

[log]
# level = "warning"                            # debug, info, warning, error
# format = "text"                              # text or json
# texts = false                                # whether message texts are logged, too
"""


@dataclass(frozen=True)
class Webhook:
    """Where Telegram is to send updates (`url`), and where they are listened for behind a reverse proxy."""

    url: str = ""
    listen: str = "127.0.0.1"
    port: int = 8443
    secret: str = field(default="", repr=False)


@dataclass(frozen=True)
class Health:
    """Where /healthz and /metrics are served; nowhere without a port."""

    listen: str = "127.0.0.1"
    port: int = 0


@dataclass(frozen=True)
class Limits:
    """Messages a minute of one person, and in one group. Generous: a queue that waited for the bot is no flood."""

    user_per_minute: int = 600
    group_per_minute: int = 600


@dataclass(frozen=True)
class Log:
    """What is logged to standard error, and how."""

    level: str = "warning"
    format: str = "text"
    texts: bool = False


@dataclass(frozen=True)
class Settings:
    """All that can be set."""

    token: str = field(default="", repr=False)
    token_file: str = ""
    api_url: str = OFFICIAL
    state: str = ""
    staff: tuple[int, ...] = ()
    admins: tuple[int, ...] = ()
    keep_days: int = 30
    limits: Limits = Limits()
    webhook: Webhook = Webhook()
    health: Health = Health()
    log: Log = Log()


_PARTS: Mapping[str, type] = {"limits": Limits, "webhook": Webhook, "health": Health, "log": Log}
_CHOICES = {("log", "level"): ("debug", "info", "warning", "error"), ("log", "format"): ("text", "json")}
_SECRET = re.compile(r"[A-Za-z0-9_-]{0,256}")


def settings_from(file: Path | None, environment: Mapping[str, str]) -> Settings:
    """The settings of a file (None: all as they are by default) under those of the environment.

    Raises SettingsWrong with every fault that was found, a line each.
    """
    held = _read(file) if file is not None else {}
    faults: list[tuple[str, str]] = []
    known: dict[str, Any] = {}
    for name, value in held.items():
        if name in _PARTS and isinstance(value, dict):
            known[name] = _filled(_PARTS[name](), value, name, faults)
        else:
            known |= _checked(Settings(), {name: value}, "", faults)
    settings = replace(Settings(), **known)
    settings = _under(settings, environment, faults)
    _judge(settings, faults)
    if faults:
        raise SettingsWrong("\n".join(zh for zh, _ in faults), "\n".join(en for _, en in faults))
    return settings


def _read(file: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(file.read_text("utf-8-sig"))
    except OSError as error:
        raise SettingsWrong(f"读不到设置文件 {file}。", f"The settings file {file} cannot be read.") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise SettingsWrong(f"设置文件 {file} 不是 TOML：{error}", f"The settings file {file} is no TOML: {error}") from error


def _under(settings: Settings, environment: Mapping[str, str], faults: list[tuple[str, str]]) -> Settings:
    """With the token and the server that the environment names; the token may stand in a file of its own."""
    token = environment.get("TELEGRAM_BOT_TOKEN", "").strip()
    if not token and settings.token_file:
        try:
            token = Path(settings.token_file).read_text("utf-8").strip()
        except (OSError, UnicodeDecodeError):
            faults.append((f"读不到 token_file：{settings.token_file}", f"token_file cannot be read: {settings.token_file}"))
    url = environment.get("TELEGRAM_API_URL", "").strip() or settings.api_url
    return replace(settings, token=token or settings.token, api_url=url.rstrip("/"))


def _filled(part: Any, held: Mapping[str, Any], name: str, faults: list[tuple[str, str]]) -> Any:
    return replace(part, **_checked(part, held, name, faults))


def _checked(part: Any, held: Mapping[str, Any], name: str, faults: list[tuple[str, str]]) -> dict[str, Any]:
    """The entries of one table whose names and kinds are right; a sentence for each of the others."""
    right: dict[str, Any] = {}
    for key, value in held.items():
        said = f"{name}.{key}" if name else key
        default = getattr(part, key, None)
        if default is None or key in _PARTS or (key == "token" and not name):
            faults.append((f"没有“{said}”这个设置。", f"There is no setting “{said}”."))
        elif isinstance(default, tuple):
            if isinstance(value, list) and all(isinstance(one, int) and not isinstance(one, bool) for one in value):
                right[key] = tuple(value)
            else:
                faults.append((f"“{said}”应当是用户编号的列表。", f"“{said}” must be a list of user ids."))
        elif type(value) is not type(default):
            kinds = {bool: ("true 或 false", "true or false"), int: ("整数", "a whole number"), str: ("文字", "text")}
            zh, en = kinds[type(default)]
            faults.append((f"“{said}”应当是{zh}。", f"“{said}” must be {en}."))
        elif value not in _CHOICES.get((name, key), (value,)):
            listed = ", ".join(_CHOICES[name, key])
            faults.append((f"“{said}”只能是：{listed}。", f"“{said}” must be one of: {listed}."))
        else:
            right[key] = value
    return right


def _judge(settings: Settings, faults: list[tuple[str, str]]) -> None:
    """What no single entry shows: ranges, addresses."""
    whole = {
        "keep_days": (settings.keep_days, 1, 3650),
        "limits.user_per_minute": (settings.limits.user_per_minute, 1, 10_000),
        "limits.group_per_minute": (settings.limits.group_per_minute, 1, 10_000),
        "webhook.port": (settings.webhook.port, 1, 65_535),
        "health.port": (settings.health.port, 0, 65_535),
    }
    for name, (value, low, high) in whole.items():
        if not low <= value <= high:
            faults.append((f"“{name}”应当在 {low} 到 {high} 之间。", f"“{name}” must be between {low} and {high}."))
    if urlsplit(settings.api_url).scheme not in ("http", "https") or not urlsplit(settings.api_url).hostname:
        faults.append(("“api_url”应当是 http 或 https 地址。", "“api_url” must be an http or https address."))
    if settings.webhook.url and urlsplit(settings.webhook.url).scheme != "https":
        own = settings.api_url != OFFICIAL and urlsplit(settings.webhook.url).scheme == "http"
        if not own:  # a Bot API server of one's own may call without TLS
            faults.append(("“webhook.url”应当是 https 地址。", "“webhook.url” must be an https address."))
    if not _SECRET.fullmatch(settings.webhook.secret):
        faults.append(("“webhook.secret”只能用字母、数字、_ 和 -。", "“webhook.secret” may hold letters, digits, _ and - only."))
