"""Web addresses: which words and lists are some, what file an answer is called, which machines are on the open internet."""

from __future__ import annotations

import re
from email.errors import HeaderParseError
from email.header import decode_header
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address
from urllib.parse import unquote_to_bytes, urlsplit

_ADDRESS = re.compile(r"https?://[^\s<>\"]+", re.IGNORECASE)
LONGEST_LIST, _LONGEST_NAME = 2**20, 120
_EXTENDED = re.compile(rb"filename\*\s*=\s*\"?([\w-]+)'[\w-]*'([^;\"]+)", re.IGNORECASE)
_PLAIN = re.compile(rb"filename\s*=\s*(?:\"((?:[^\"\\]|\\.)*)\"|([^;]+))", re.IGNORECASE)
_TRANSLATED = IPv6Network("64:ff9b::/96")


def is_address(word: str) -> bool:
    """Whether what a person names is a web address and no file."""
    return _ADDRESS.fullmatch(word.strip()) is not None


def addresses_in(content: bytes) -> tuple[str, ...] | None:
    """The addresses of a text that holds nothing but addresses, one a line, and lines that begin with #; else None."""
    if len(content) > LONGEST_LIST:
        return None
    lines = [line.strip() for line in _characters(content.removeprefix(b"\xef\xbb\xbf")).splitlines()]
    said = [line for line in lines if line and not line.startswith("#")]
    if not said or not all(is_address(line) for line in said):
        return None
    return tuple(dict.fromkeys(said))


def is_public(address: str) -> bool:
    """Whether an IP address is of the open internet, not of a house, a company, a provider or this machine.

    What carries an IPv4 address within it (mapped, 6to4, NAT64, Teredo) counts as that.
    """
    ip = ip_address(address.split("%")[0])
    inside = _inside(ip)
    if inside is not None:
        return is_public(str(inside))
    local = isinstance(ip, IPv6Address) and ip.is_site_local
    return ip.is_global and not (ip.is_multicast or ip.is_reserved or ip.is_unspecified or local)


def _inside(ip: IPv4Address | IPv6Address) -> IPv4Address | None:
    if isinstance(ip, IPv4Address):
        return None
    if ip in _TRANSLATED:
        return IPv4Address(int(ip) & 0xFFFFFFFF)
    return ip.ipv4_mapped or ip.sixtofour or (ip.teredo[1] if ip.teredo else None)


def file_name(disposition: bytes | None, address: str) -> str:
    """What a file is called: by the answer's Content-Disposition, else by the end of the address, else by its host.

    Names come percent-encoded, as encoded words or as bare bytes, in UTF-8 or GBK.
    """
    parts = urlsplit(address)
    said = _said_name(disposition) if disposition else ""
    ends = _characters(unquote_to_bytes(parts.path.rstrip("/").rpartition("/")[2]))
    return _clean(said) or _clean(ends) or (parts.hostname or "")


def _said_name(disposition: bytes) -> str:
    extended = _EXTENDED.search(disposition)
    if extended:
        return _characters(unquote_to_bytes(extended[2].strip()), extended[1].decode("ascii", "replace"))
    plain = _PLAIN.search(disposition)
    if plain is None:
        return ""
    name = re.sub(rb"\\([\"\\])", rb"\1", plain[1]) if plain[1] is not None else plain[2].strip()
    if name.startswith(b"=?"):
        return _encoded_words(name)
    return _characters(unquote_to_bytes(name))


def _encoded_words(name: bytes) -> str:
    try:
        parts = decode_header(name.decode("ascii", "replace"))
    except (HeaderParseError, ValueError):
        return ""
    return "".join(part if isinstance(part, str) else _characters(part, charset) for part, charset in parts)


def _characters(content: bytes, charset: str | None = None) -> str:
    for encoding in (charset, "utf-8", "gb18030"):
        try:
            return content.decode(encoding) if encoding else content.decode("ascii")
        except (UnicodeDecodeError, LookupError):
            continue
    return content.decode("gb18030", "replace")


def _clean(name: str) -> str:
    """The last part of a name, without what no name holds: nothing in it may pass for a folder or steer a terminal."""
    last = name.replace("\\", "/").rpartition("/")[2]
    kept = "".join(sign for sign in last if sign.isprintable()).strip(" .")
    return kept if len(kept) <= _LONGEST_NAME else kept[: _LONGEST_NAME // 2] + "…" + kept[-_LONGEST_NAME // 2 :]
