"""Settings of the bot: from a TOML file and the environment, checked before anything starts, each fault in a plain sentence.

The environment wins over the file, so that a token never has to stand in a file. Every name is documented in `EXAMPLE`,
which `python -m bot telegram --print-config` prints.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from urllib.parse import urlsplit

from bot.settings import Faults, filled, judged, within

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


_CHOICES = {"log.level": ("debug", "info", "warning", "error"), "log.format": ("text", "json")}
_TOKEN = re.compile(r"[A-Za-z0-9:_-]*")
_SECRET = re.compile(r"[A-Za-z0-9_-]{0,256}")


def settings_from(file: Path | None, environment: Mapping[str, str]) -> Settings:
    """The settings of a file (None: all as they are by default) under those of the environment.

    Raises SettingsWrong with every fault that was found, a line each.
    """
    faults: Faults = []
    settings = filled(Settings(), file, _CHOICES, ("token",), faults)
    settings = _under(settings, environment, faults)
    _judge(settings, faults)
    return judged(settings, faults)


def _under(settings: Settings, environment: Mapping[str, str], faults: Faults) -> Settings:
    """With the token and the server that the environment names; the token may stand in a file of its own."""
    token = environment.get("TELEGRAM_BOT_TOKEN", "").strip()
    if not token and settings.token_file:
        try:
            token = Path(settings.token_file).read_text("utf-8").strip()
        except (OSError, UnicodeDecodeError):
            faults.append((f"读不到 token_file：{settings.token_file}", f"token_file cannot be read: {settings.token_file}"))
    url = environment.get("TELEGRAM_API_URL", "").strip() or settings.api_url
    return replace(settings, token=token or settings.token, api_url=url.rstrip("/"))


def _judge(settings: Settings, faults: Faults) -> None:
    """What no single entry shows: ranges, addresses."""
    whole = {
        "keep_days": (settings.keep_days, 1, 3650),
        "limits.user_per_minute": (settings.limits.user_per_minute, 1, 10_000),
        "limits.group_per_minute": (settings.limits.group_per_minute, 1, 10_000),
        "webhook.port": (settings.webhook.port, 1, 65_535),
        "health.port": (settings.health.port, 0, 65_535),
    }
    within(whole, faults)
    if not _TOKEN.fullmatch(settings.token):
        faults.append(("机器人令牌里有不该有的字符。", "The bot token holds characters that no token has."))
    if urlsplit(settings.api_url).scheme not in ("http", "https") or not urlsplit(settings.api_url).hostname:
        faults.append(("“api_url”应当是 http 或 https 地址。", "“api_url” must be an http or https address."))
    if settings.webhook.url and urlsplit(settings.webhook.url).scheme != "https":
        own = settings.api_url != OFFICIAL and urlsplit(settings.webhook.url).scheme == "http"
        if not own:  # a Bot API server of one's own may call without TLS
            faults.append(("“webhook.url”应当是 https 地址。", "“webhook.url” must be an https address."))
    if not _SECRET.fullmatch(settings.webhook.secret):
        faults.append(("“webhook.secret”只能用字母、数字、_ 和 -。", "“webhook.secret” may hold letters, digits, _ and - only."))
