"""What paragraphs and words take from their styles: whether they head something, are numbered, or do not show."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from xml.etree.ElementTree import Element

from ingest.readers.docx.markup import child, number, switch, value, w

_BODY_TEXT = 9
"""The outline level of what is no heading; headings have 0 to 8."""
_HEADS = ("heading", "title", "标题")


@dataclass(frozen=True, slots=True)
class Style:
    """One style with all that it inherits. `list_id` and `level`: the list whose numbers its paragraphs bear."""

    heading: bool = False
    list_id: str | None = None
    level: int | None = None
    hidden: bool = False


class Styles:
    """Every style of the document. `lists`: style of a list → the list."""

    def __init__(self, root: Element | None) -> None:
        self._found = {}
        self._usual: str | None = None
        for style in root.iter(w("style")) if root is not None else ():
            name = style.get(w("styleId")) or ""
            self._found[name] = style
            if style.get(w("type")) == "paragraph" and style.get(w("default")) in ("1", "true", "on"):
                self._usual = name
        self.lists: Mapping[str, str] = {
            name: list_id
            for name, style in self._found.items()
            if style.get(w("type")) == "numbering" and (list_id := value(style, "pPr", "numPr", "numId"))
        }
        self._known: dict[str | None, Style] = {}

    def of(self, name: str | None) -> Style:
        """The style of that id; of paragraphs that name none for None."""
        name = name or self._usual
        if name not in self._known:
            self._known[name] = self._made(list(self._inherited(name)))
        return self._known[name]

    def _inherited(self, name: str | None) -> Iterator[Element]:
        """The style and those that it is based on, each once."""
        seen: set[str] = set()
        while name is not None and name in self._found and name not in seen:
            seen.add(name)
            yield self._found[name]
            name = value(self._found[name], "basedOn")

    def _made(self, chain: list[Element]) -> Style:
        properties = [found for style in chain if (found := child(style, "pPr")) is not None]
        outline = next((level for one in properties if (level := number(one, "outlineLvl")) is not None), _BODY_TEXT)
        names = [(value(style, "name") or "").lower() for style in chain[:1]]
        lists = [one for one in properties if child(one, "numPr", "numId") is not None]
        levels = (level for one in properties if (level := number(one, "numPr", "ilvl")) is not None)
        hidden = (off for style in chain if (off := switch(style, "rPr", "vanish")) is not None)
        return Style(
            outline < _BODY_TEXT or any(name.startswith(_HEADS) for name in names),
            value(lists[0], "numPr", "numId") if lists else None,
            next(levels, None),
            next(hidden, False),
        )
