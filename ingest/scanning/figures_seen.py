"""Temporary first slice."""

from __future__ import annotations


class Figures:
    def __init__(self, page, ink):
        pass

    def readings(self, lines):
        if not lines:
            return "", ()
        text = "\n".join(r.text for _, r in lines)
        return text or "�", ()
