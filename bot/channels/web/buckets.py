"""How much one address may ask in a minute: a table of fixed size in memory that all workers share."""

from __future__ import annotations

import ipaddress
import mmap
import secrets
import struct
import time
from collections.abc import Callable
from hashlib import blake2b

SLOTS, WAYS = 16_384, 4
_SLOT = struct.Struct("=Qd")
"""Which address it is (0: nobody), and when its bucket is full again."""
_MINUTE = 60.0


class Buckets:
    """A bucket for each address, which fills evenly. Made before the workers are, it is the same for all of them: which of
    them takes a request makes no difference.

    The table never grows: an address has four slots that it may stand in, and takes the one that was used longest ago. Two
    workers that write the same slot at once may count one request for two; nothing else depends on it.
    """

    def __init__(self, per_minute: int, burst: int, clock: Callable[[], float] = time.monotonic) -> None:
        self._apart, self._burst, self._clock = _MINUTE / per_minute, burst, clock
        self._salt = secrets.token_bytes(16)
        self._table = mmap.mmap(-1, SLOTS * _SLOT.size)

    def take(self, address: str) -> float:
        """0 where there is room for one more request of that address, and it is taken; else the seconds until there is."""
        now = self._clock()
        name, place = self._place(address)
        full = now
        for slot in range(place, place + WAYS):
            holder, when = _SLOT.unpack_from(self._table, slot * _SLOT.size)
            if holder == name:
                full, place = max(now, when), slot
                break
        else:
            place = min(range(place, place + WAYS), key=lambda slot: _SLOT.unpack_from(self._table, slot * _SLOT.size)[1])
        over = full + self._apart - now - self._apart * self._burst
        if over > 1e-9:
            return over
        _SLOT.pack_into(self._table, place * _SLOT.size, name, full + self._apart)
        return 0.0

    def _place(self, address: str) -> tuple[int, int]:
        """A number that stands for the address, and the first of its slots. Salted: nobody can choose whom to share with."""
        digest = blake2b(_household(address).encode(), digest_size=8, key=self._salt).digest()
        name = int.from_bytes(digest, "big") or 1
        return name, name % (SLOTS // WAYS) * WAYS


def _household(address: str) -> str:
    """The address; of IPv6 the /64, all of which one subscriber has."""
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        return address
    if isinstance(found, ipaddress.IPv6Address):
        if found.ipv4_mapped is not None:
            return str(found.ipv4_mapped)
        return str(ipaddress.ip_network((int(found) >> 64 << 64, 64)))
    return address
