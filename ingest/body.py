"""What an answer off the web holds: its pieces put together and unpacked, never more of them than a limit allows.

A header may say any length, and twenty kilobytes may unfold to gigabytes: only what has come out is counted.
"""

from __future__ import annotations

import zlib

from ingest.unreached import unreached

_PACKED = {"gzip": zlib.MAX_WBITS | 32, "x-gzip": zlib.MAX_WBITS | 32, "deflate": zlib.MAX_WBITS | 32}
_NEXT = 0x1F
"""How another gzip begins; anything else after the end of one is padding."""
_MEGABYTE = 2**20


class Body:
    """The body of one answer of `host`, packed as `encoding` says ("" is not at all), of at most `largest` bytes.

    Where it is longer, it is refused, or cut off there (`is_cut`): then `is_full` tells that no more is wanted.
    """

    def __init__(self, host: str, encoding: str, largest: int, is_cut: bool = False) -> None:
        self._host, self._largest, self._is_cut = host, largest, is_cut
        self._content = bytearray()
        self._came = 0
        self.is_full = False
        encoding = encoding.strip().lower()
        self._is_raw = encoding == "deflate"
        if encoding in ("", "identity"):
            self._unpacker = None
        elif encoding in _PACKED:
            self._unpacker = zlib.decompressobj(_PACKED[encoding])
        else:
            raise unreached("packed", host=host, encoding=encoding[:40])

    def add(self, piece: bytes) -> None:
        """Takes the next piece as it came. Raises DocumentRejected where it is too much or cannot be unpacked."""
        self._came += len(piece)
        if self._unpacker is None:
            self._content += piece
        else:
            self._unpack(piece)
        if max(self._came, len(self._content)) > self._largest:
            self.is_full = True
            if not self._is_cut:
                raise unreached("too_large", megabytes=round(self._largest / _MEGABYTE, 1))

    def _unpack(self, piece: bytes) -> None:
        assert self._unpacker is not None
        while piece and len(self._content) <= self._largest:
            if self._unpacker.eof:
                if piece[0] != _NEXT:
                    return
                self._unpacker = zlib.decompressobj(zlib.MAX_WBITS | 32)
            try:
                self._content += self._unpacker.decompress(piece, self._largest + 1 - len(self._content))
            except zlib.error as error:
                self._without_header(error)
                continue
            self._is_raw = False
            piece = self._unpacker.unused_data if self._unpacker.eof else self._unpacker.unconsumed_tail

    def _without_header(self, error: zlib.error) -> None:
        """Some servers send deflate bare of its header; that can only show in the first piece."""
        if not self._is_raw:
            raise unreached("garbled", host=self._host) from error
        self._is_raw = False
        self._unpacker = zlib.decompressobj(-zlib.MAX_WBITS)

    def content(self) -> bytes:
        """All of it, once every piece has been added."""
        if self._unpacker is not None and self._came and not self._unpacker.eof and not self.is_full:
            raise unreached("garbled", host=self._host)
        return bytes(self._content[: self._largest])
