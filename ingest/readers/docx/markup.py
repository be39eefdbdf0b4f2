"""WordprocessingML: the names of its elements, and which of them show what they hold.

Documents of the strict kind use other namespaces; `package` has them renamed before anything is asked here.
"""

from __future__ import annotations

from collections.abc import Iterator
from xml.etree.ElementTree import Element

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_COMPATIBILITY = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_ALTERNATIVES = f"{_COMPATIBILITY}AlternateContent"
_BRANCHES = (f"{_COMPATIBILITY}Choice", f"{_COMPATIBILITY}Fallback")
_NUMBER_LENGTH = 9


def w(name: str) -> str:
    """The full name of an element or attribute: "tbl" → "{…}tbl"."""
    return _W + name


TEXT, MATHS = w("t"), "{http://schemas.openxmlformats.org/officeDocument/2006/math}t"
PARAGRAPH, TABLE, ROW, CELL, RUN, BOX = w("p"), w("tbl"), w("tr"), w("tc"), w("r"), w("txbxContent")
_VAL = w("val")
_DROPPED = frozenset({w("del"), w("moveFrom")})
"""What was deleted or moved away while changes were tracked."""


def child(element: Element | None, *path: str) -> Element | None:
    """The first child of that name, or what the path leads to."""
    for name in path:
        element = element.find(_W + name) if element is not None else None
    return element


def value(element: Element | None, *path: str) -> str | None:
    """The `w:val` of a child, None where there is none."""
    found = child(element, *path)
    return found.get(_VAL) if found is not None else None


def number(element: Element | None, *path: str) -> int | None:
    """The same as a number, None for what is none."""
    text = (value(element, *path) or "").strip()
    return int(text) if text.isascii() and text.isdigit() and len(text) <= _NUMBER_LENGTH else None


def switch(element: Element | None, *path: str) -> bool | None:
    """Whether a property such as `w:vanish` is on; None where nothing is said of it."""
    found = child(element, *path)
    return None if found is None else found.get(_VAL, "1") not in ("0", "false", "off")


def shown(parent: Element) -> Iterator[Element]:
    """The children that show: without what was deleted, and one of the alternatives instead of all."""
    for element in parent:
        if element.tag == _ALTERNATIVES:
            yield from shown(_chosen(element))
        elif element.tag not in _DROPPED:
            yield element


def nearest(parent: Element, wanted: frozenset[str]) -> Iterator[Element]:
    """The elements of these names that are not inside another of them: content controls and the like are looked through."""
    for element in shown(parent):
        if element.tag in wanted:
            yield element
        else:
            yield from nearest(element, wanted)


def _chosen(alternatives: Element) -> Element:
    """The first branch with words in it: they are the same object drawn in several ways, old programs' last."""
    branches = [branch for branch in alternatives if branch.tag in _BRANCHES]
    full = (branch for branch in branches if next(branch.iter(TEXT), None) is not None)
    return next(full, Element("none"))
